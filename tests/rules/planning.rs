//! Sprint Planning and goals.

use super::check;

/// A full shelf of A and B, and a team that plans twice.
fn shelf(b: u32, pull: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 10 }}
        types = [{{ name = "A", backlog = 20 }}, {{ name = "B", backlog = {b} }}]
        stages = [{{ name = "Ready", kind = "ready" }}]
        teams = [{{ name = "team", planning = {{ every = 5 }}, pull = {{ {pull} }} }}]
        "#
    )
}

/// Three by halves: two of one, one of the other, and the other way round at the next planning.
#[test]
fn remainders_are_carried() {
    check(
        &shelf(20, "total = 3, shares = { A = 1, B = 1 }"),
        &[
            ("plannings[0].pulled.types.A", 2.0),
            ("plannings[0].pulled.types.B", 1.0),
            ("plannings[1].pulled.types.A", 1.0),
            ("plannings[1].pulled.types.B", 2.0),
        ],
    );
}

/// What one type lacks another fills, unless that is forbidden.
#[test]
fn borrowing() {
    let shares = "total = 4, shares = { A = 1, B = 1 }";
    check(
        &shelf(1, shares),
        &[
            ("plannings[0].pulled.types.A", 3.0),
            ("plannings[0].pulled.types.B", 1.0),
        ],
    );
    check(
        &shelf(1, &format!("{shares}, borrow = false")),
        &[
            ("plannings[0].pulled.types.A", 2.0),
            ("plannings[0].pulled.types.B", 1.0),
            ("plannings[1].pulled.total", 2.0),
            ("committed", 5.0),
        ],
    );
}

/// Teams that plan at the same instant find what the one before left.
#[test]
fn teams_in_file_order() {
    check(
        r#"
        calendar = { horizon = 5 }
        types = [{ name = "A", backlog = 4 }, { name = "B", backlog = 2 }]
        stages = [{ name = "Ready", kind = "ready" }]

        [[teams]]
        name = "first"
        planning = { at = [5] }
        pull = { total = 4 }
        ready_when = { total = 6, B = 2 }

        [[teams]]
        name = "second"
        planning = { at = [5] }
        pull = { total = 4 }

        [[teams]]
        name = "third"
        types = ["B"]
        planning = { at = [4] }
        pull = { total = 1 }
        ready_when = { total = 1, B = 3 }
        "#,
        &[
            ("plannings[0].ready.total", 2.0),
            ("plannings[0].ready_enough", 0.0),
            ("plannings[0].short_of.total", 0.0),
            ("plannings[0].short_of.types.B", 1.0),
            ("plannings[0].shortfall.types.B", 1.0),
            ("plannings[0].sprints_ready", 2.0),
            ("plannings[1].ready.total", 5.0),
            ("plannings[1].ready_enough", 0.0),
            ("plannings[1].shortfall.total", 1.0),
            ("plannings[2].ready.total", 1.0),
            ("plannings[2].shortfall.total", 3.0),
            ("plannings[2].pulled.total", 1.0),
        ],
    );
}

/// Goals count what reaches ready, by type, in all or at once on the shelf.
#[test]
fn goals() {
    check(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "A", arrivals = { every = 1 } }, { name = "B", arrivals = { every = 2 } }]
        stages = [{ name = "Ready", kind = "ready" }]
        teams = [{ name = "team", planning = { every = 4 }, pull = { total = 4 } }]
        goals = [
          { name = "nine", ready = 9, by = 6 },
          { name = "nine too late", ready = 9, by = 5.9 },
          { name = "three of B", ready = 3, types = ["B"] },
          { name = "seven at once", ready = 7, on_shelf = true },
          { name = "never", ready = 99 },
        ]
        "#,
        &[
            ("goals[0].by", 1.0),
            ("goals[0].reached.p50.day", 6.0),
            ("goals[1].by", 0.0),
            ("goals[2].reached.p95.day", 6.0),
            ("goals[3].reached.p50.day", 8.0),
            ("goals[4].never", 1.0),
        ],
    );
}
