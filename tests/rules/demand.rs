//! What comes in.

use super::check;

/// Of five that arrive at once one enters, one waits and three are refused.
#[test]
fn backlog_max() {
    check(
        r#"
        calendar = { horizon = 9 }
        types = [{ name = "item", arrivals = { at = [1], count = 5 }, backlog_max = 1 }]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 5 }]
        "#,
        &[
            ("arrived", 5.0),
            ("refused", 3.0),
            ("ready", 1.0),
            ("wip", 8.0 / 9.0),
        ],
    );
}

/// Two supplies that never run dry take turns.
#[test]
fn unlimited_take_turns() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "A", backlog = "unlimited" }, { name = "B", backlog = "unlimited" }]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 1 }]
        "#,
        &[
            ("types.A.ready", 5.0),
            ("types.B.ready", 5.0),
            ("lead_time", 1.0),
        ],
    );
}

/// What waits goes before what an unlimited supply could bring.
#[test]
fn unlimited_ranks_behind() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "A", backlog = "unlimited" }, { name = "B", backlog = 4 }]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 1 }]
        "#,
        &[("types.A.ready", 6.0), ("types.B.ready", 4.0)],
    );
}

/// Schedules, renewals and the edge of the run: what happens at the horizon counts.
#[test]
fn schedules() {
    check(
        r#"
        calendar = { horizon = 6, warm_up = 2 }
        types = [
          { name = "every", arrivals = { every = 2 } },
          { name = "first", arrivals = { every = 2, first = 1 } },
          { name = "between", arrivals = { between = 3 } },
          { name = "at", arrivals = { at = [0, 2, 6], count = 2 } },
        ]
        stages = [{ name = "Work", people = "unlimited", service = 0.5 }]
        "#,
        &[
            ("types.every.arrived", 3.0),
            ("types.first.arrived", 2.0),
            ("types.between.arrived", 2.0),
            ("types.at.arrived", 4.0),
            ("series.arrived[0]", 2.0),
            ("series.arrived[6]", 14.0),
        ],
    );
}

/// Types of one source are told together.
#[test]
fn sources() {
    check(
        r#"
        calendar = { horizon = 6 }
        types = [
          { name = "A", source = "sales", arrivals = { every = 2 } },
          { name = "B", source = "sales", arrivals = { every = 3 } },
          { name = "C", source = "support", arrivals = { every = 1 } },
        ]
        stages = [{ name = "Work", people = "unlimited", service = 0.5 }]
        "#,
        &[
            ("sources.sales.arrived", 5.0),
            ("sources.support.arrived", 6.0),
        ],
    );
}
