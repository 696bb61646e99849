//! What is measured, on three items of one day's work for one person and one place.

use super::check;
use crate::support::{at, run};

/// The three; they are done on days 1, 2 and 3 of four.
const THREE: &str = r#"
calendar = { horizon = 4 }
types = [{ name = "item", backlog = 3, due = 2 }]
stages = [{ name = "Work", people = 1, wip = { min = 1, max = 1 }, service = 1 }]
"#;

/// Times of items, shares of time, and the people.
#[test]
fn times_and_shares() {
    check(
        THREE,
        &[
            ("ready", 3.0),
            ("lead_time", 2.0),
            ("lead_time.p50", 2.0),
            ("lead_time.max", 3.0),
            ("cycle_time", 1.0),
            ("flow_efficiency", 1.0),
            ("on_time", 2.0 / 3.0),
            ("throughput_per_week", 3.75),
            ("wip", 0.75),
            ("pools.Work.utilisation", 0.75),
            ("stages.Work.wip_share[0]", 0.25),
            ("stages.Work.wip_share[1]", 0.75),
            ("stages.Work.share_at_max", 0.75),
            ("stages.Work.share_below_min", 0.25),
            ("stages.Work.limit_refused.own", 0.5),
            ("stages.Work.effort", 3.0),
            ("series.backlog[0]", 2.0),
            ("series.backlog[1]", 1.0),
            ("series.ready[4]", 3.0),
        ],
    );
}

/// The first in the backlog waits for room; those behind it wait in the backlog.
#[test]
fn causes() {
    assert_eq!(days(THREE, "worked", None), 1.0);
    assert_eq!(days(THREE, "waiting for room", Some("Work")), 2.0 / 3.0);
    assert_eq!(days(THREE, "backlog", None), 1.0 / 3.0);
}

/// The days an item lost to one cause, 0 where it is not named.
fn days(scenario: &str, cause: &str, place: Option<&str>) -> f64 {
    let result = run(scenario, 1);
    let causes = at(&result, "held_back_by").as_array().cloned();
    let found = causes
        .into_iter()
        .flatten()
        .find(|c| c["cause"] == cause && c["where"].as_str() == place);
    found.and_then(|c| c["days"].as_f64()).unwrap_or(0.0)
}

/// A stage behind holds the room: the last full one along the route is the cause, and the finished item
/// is held.
#[test]
fn room_is_missing_further_on() {
    let text = r#"
calendar = { horizon = 12 }
types = [{ name = "item", backlog = 3 }]
stages = [
  { name = "one", people = 1, wip = { max = 1 }, service = 1 },
  { name = "two", people = 1, wip = { max = 1 }, service = 3 },
]
"#;
    check(
        text,
        &[
            ("lead_time", 7.0),
            ("stages.one.held_time", 4.0 / 3.0),
            ("stages.one.cycle_time", 7.0 / 3.0),
            ("stages.two.cycle_time", 3.0),
        ],
    );
    // Finished in `one`, the second and the third item wait two days each. The third has waited three
    // days before, first in the backlog, for a place in `one` while `two` behind it was full as well.
    let all = days(text, "waiting for room", Some("two"));
    assert!((all - 7.0 / 3.0).abs() < 1e-9, "{all}");
    let first = days(text, "waiting for room", Some("one"));
    assert!((first - 1.0 / 3.0).abs() < 1e-9, "{first}");
}

/// Discarded items: counted where and when their work is done, with the effort that was lost.
#[test]
fn discards() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "item", backlog = 4 }, { name = "kept", backlog = 4 }]

        [[stages]]
        name = "one"
        people = 8
        service = 1

        [[stages]]
        name = "two"
        people = 8
        service = 2
        by_type.item = { discard = 1 }
        "#,
        &[
            ("discarded", 4.0),
            ("rejected", 4.0),
            ("expired", 0.0),
            ("discard_rate", 0.5),
            ("types.kept.discard_rate", 0.0),
            ("stages.one.discarded", 0.0),
            ("stages.two.discarded", 4.0),
            ("effort_discarded", 12.0),
            ("stages.one.effort_discarded", 4.0),
            ("stages.two.effort_discarded", 8.0),
            ("series.discarded[2]", 0.0),
            ("series.discarded[3]", 4.0),
        ],
    );
}
