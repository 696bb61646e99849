//! Meetings: done items leave a stage only after one.

use super::log::Log;
use crate::support::{number, run};

/// The first two by class, then by age; whoever may leave stays free until there is room.
#[test]
fn a_meeting_lets_the_first_few_go() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 3 }, { name = "x", arrivals = { at = [3] }, class = "expedite" }]
[[stages]]
name = "W"
people = "unlimited"
service = 1
leaves = { every = 5, at_most = 2 }
[[stages]]
name = "next"
people = 1
service = 1
wip = { max = 1 }
"#,
    );
    assert_eq!(log.told("freed", "W"), "x1@5 a1@5 a2@10 a3@10");
    assert_eq!(log.told("entered", "next"), "x1@5 a1@6 a2@10 a3@11");
}

/// The order of the stage that meets decides, and its priority.
#[test]
fn a_meeting_goes_by_priority_and_the_order_of_its_stage() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [
  { name = "a", arrivals = { at = [0, 0.5, 1] } },
  { name = "b", arrivals = { at = [0.25] }, priority = 1 },
]
[[stages]]
name = "W"
order = "lifo"
leaves = { at = [2, 3, 4, 5], at_most = 1 }
"#,
    );
    assert_eq!(log.told("freed", "W"), "a3@2 a2@3 a1@4 b1@5");
}

/// What is done at the instant of a meeting may leave, what is pulled then comes too late.
#[test]
fn work_ends_before_the_meeting_and_pulls_come_after_it() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", arrivals = { at = [0, 5] } }]
[[stages]]
name = "W"
people = 1
service = 5
leaves = { every = 5 }
[[stages]]
name = "buffer"
leaves = { every = 5 }
"#,
    );
    assert_eq!(log.told("entered", "buffer"), "a1@5 a2@10");
    assert_eq!(log.told("freed", "buffer"), "a1@10 a2@15");
}

/// Patience runs while an item waits for a meeting, and the meeting then does not find it.
#[test]
fn what_waits_for_a_meeting_may_expire() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", arrivals = { at = [0, 2.5, 3] } }]
[[stages]]
name = "W"
people = "unlimited"
service = 1
expire = 2.25
leaves = { every = 5, at_most = 1 }
wip = { max = 2 }
"#,
    );
    assert_eq!(log.told("expired", "W"), "a1@3.25 a3@6.5");
    assert_eq!(log.told("freed", "W"), "a2@5");
}

/// The days until the meeting are told apart from those until there is room.
#[test]
fn waiting_for_a_meeting_has_its_own_cause() {
    let result = run(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 2 }]
[[stages]]
name = "W"
people = "unlimited"
service = 1
leaves = { every = 5 }
[[stages]]
name = "next"
people = 1
service = 2
wip = { max = 1 }
"#,
        1,
    );
    // Both are done on day 1 and free on day 5; the second waits two days more for room.
    let mut causes = String::new();
    for n in 0..3 {
        let cause = &result["flow"]["total"]["held_back_by"][n];
        let days = cause["days"].as_f64().unwrap_or(0.0);
        causes += &format!("{} {} {days}, ", cause["cause"], cause["where"]);
    }
    assert_eq!(
        causes.replace('"', ""),
        "waiting for a meeting W 4, worked null 3, waiting for room next 1, "
    );
    assert_eq!(number(&result, "stages.W.held_time"), 5.0);
}
