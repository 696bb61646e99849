//! Who works, how fast, and on what first.

use super::check;
use crate::support::{at, run};

/// Half of each day is given: one day of work takes two.
#[test]
fn availability_stretches_work() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "item", backlog = 1 }]
        stages = [{ name = "Work", people = 1, availability = 0.5, service = 1 }]
        "#,
        &[
            ("lead_time", 2.0),
            ("stages.Work.work_time", 2.0),
            ("pools.Work.utilisation", 0.2),
        ],
    );
}

/// One person for two stages, two items.
fn shared(prefer: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 10 }}
        types = [{{ name = "item", backlog = 2 }}]
        pools = [{{ name = "crew", people = 1, prefer = "{prefer}" }}]
        stages = [
          {{ name = "one", pool = "crew", service = 1 }},
          {{ name = "two", pool = "crew", service = 1 }},
        ]
        "#
    )
}

/// Downstream first finishes the first item before the second is begun.
#[test]
fn downstream_first() {
    check(
        &shared("downstream"),
        &[("lead_time", 3.0), ("lead_time.min", 2.0)],
    );
}

/// Upstream first begins both before it finishes one.
#[test]
fn upstream_first() {
    check(
        &shared("upstream"),
        &[("lead_time", 3.5), ("lead_time.min", 3.0)],
    );
}

/// The oldest item first stays with it.
#[test]
fn oldest_first() {
    check(
        &shared("oldest"),
        &[("lead_time", 3.0), ("lead_time.min", 2.0)],
    );
}

/// Time in a column needs nobody, and there is no flow efficiency to speak of.
#[test]
fn elapsed_needs_nobody() {
    let scenario = r#"
        calendar = { horizon = 10 }
        types = [{ name = "item", backlog = 5 }]
        stages = [{ name = "Wait", elapsed = 3 }]
        "#;
    check(
        scenario,
        &[("lead_time", 3.0), ("lead_time.max", 3.0), ("ready", 5.0)],
    );
    let efficiency = run(scenario, 1);
    assert!(at(&efficiency, "flow.total.flow_efficiency.mean").is_null());
}

/// A stage that every item skips costs no time; hours and weeks are working time.
#[test]
fn skips_and_units() {
    check(
        r#"
        [calendar]
        horizon = "2w"
        hours_per_day = 6
        week = ["mon", "tue", "wed", "thu"]

        [[types]]
        name = "item"
        backlog = 1

        [[stages]]
        name = "skipped"
        people = 1
        service = 5
        skip = 1

        [[stages]]
        name = "Work"
        people = 1
        service = "3h"

        [[stages]]
        name = "Wait"
        elapsed = "1w"
        "#,
        &[
            ("horizon_days", 8.0),
            ("lead_time", 4.5),
            ("stages.skipped.wip", 0.0),
        ],
    );
}

/// A buffer below its minimum calls the shared person upstream although downstream goes first.
#[test]
fn minimum_calls() {
    let board = |min: &str| {
        format!(
            r#"
            calendar = {{ horizon = 4 }}
            types = [{{ name = "item", backlog = 9 }}]
            pools = [{{ name = "crew", people = 1 }}]
            stages = [
              {{ name = "refine", pool = "crew", wip = {{ max = 9 }}, service = 1 }},
              {{ name = "options", wip = {{ {min} max = 5 }} }},
              {{ name = "build", pool = "crew", wip = {{ max = 1 }}, service = 1 }},
            ]
            "#
        )
    };
    check(
        &board(""),
        &[("ready", 2.0), ("series.stages.options[4]", 0.0)],
    );
    check(
        &board("min = 3,"),
        &[("ready", 0.0), ("series.stages.options[4]", 3.0)],
    );
}
