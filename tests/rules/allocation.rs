//! How capacity is shared between types.

use super::check;

/// Two types with more demand than one person can serve.
fn two_types(allocation: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 40 }}
        types = [{{ name = "A", backlog = 99 }}, {{ name = "B", backlog = 99 }}]
        stages = [{{ name = "Work", people = 1, wip = {{ max = 1 }}, service = 1 }}]
        allocation = {{ {allocation} }}
        "#
    )
}

/// By weight: three of A for each of B, whatever their number in the backlog.
#[test]
fn weighted() {
    check(
        &two_types(r#"strategy = "weighted", shares = { A = 3, B = 1 }"#),
        &[
            ("types.A.ready", 30.0),
            ("types.B.ready", 10.0),
            ("allocation.A.planned", 0.75),
        ],
    );
}

/// By rank: the named one first, the other not at all.
#[test]
fn priority() {
    check(
        &two_types(r#"strategy = "priority", order = ["B"]"#),
        &[("types.A.ready", 0.0), ("types.B.ready", 40.0)],
    );
}

/// Four slots, three of A's and one of B's, and only B has demand.
fn lonely(strategy: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 10 }}
        types = [{{ name = "A" }}, {{ name = "B", backlog = 9 }}]
        stages = [{{ name = "Work", people = 9, wip = {{ max = 4 }}, service = 50 }}]
        allocation = {{ strategy = "{strategy}", shares = {{ A = 3, B = 1 }} }}
        "#
    )
}

/// Reserved slots are never borrowed.
#[test]
fn reserved() {
    check(&lonely("reserved"), &[("stages.Work.wip", 1.0)]);
}

/// Flexible slots are, while their owner has no candidate.
#[test]
fn flexible() {
    check(&lonely("flexible"), &[("stages.Work.wip", 4.0)]);
}

/// Reserved slots hold for each owner when both have demand.
#[test]
fn reserved_for_both() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "A", backlog = 9 }, { name = "B", backlog = 9 }]
        stages = [{ name = "Work", people = 9, wip = { max = 5 }, service = 50 }]
        allocation = { strategy = "flexible", shares = { A = 3, B = 2 } }
        "#,
        &[("types.A.wip", 3.0), ("types.B.wip", 2.0)],
    );
}

/// By lane: the types of a lane share its part.
#[test]
fn by_lane() {
    check(
        r#"
        calendar = { horizon = 40 }
        types = [
          { name = "A", backlog = 99 },
          { name = "B", backlog = 99 },
          { name = "C", backlog = 99, priority = 1 },
        ]
        lanes = [{ name = "left", types = ["A"] }, { name = "right", types = ["B", "C"] }]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 1 }]
        allocation = { by = "lane", strategy = "weighted", shares = { left = 1, right = 1 } }
        "#,
        &[
            ("types.A.ready", 20.0),
            ("types.B.ready", 20.0),
            ("types.C.ready", 0.0),
        ],
    );
}

/// Expedite items stand outside the allocation.
#[test]
fn expedite_stands_outside() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [
          { name = "A", backlog = 99 },
          { name = "B", backlog = 4, class = "expedite" },
        ]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 1 }]
        allocation = { strategy = "priority", order = ["A"] }
        "#,
        &[("types.A.ready", 6.0), ("types.B.ready", 4.0)],
    );
}
