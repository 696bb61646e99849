//! Demand that is asked for when a stage runs low.

use super::log::Log;

/// A stage that is kept filled, with or without a limit: the backlog counts too.
fn board(wip: &str) -> Log {
    Log::of(&format!(
        r#"
calendar = {{ horizon = 12 }}
[[types]]
name = "a"
backlog = 1
arrivals = {{ order = {{ stage = "W", below = 3, count = 2, lead = 2 }} }}
[[stages]]
name = "W"
people = 1
service = 1.5
{wip}
"#
    ))
}

/// One order at a time, when fewer than three are there; asked again at once when they are still too few.
#[test]
fn more_is_asked_for_when_too_few_are_left() {
    let arrived = "a2@2 a3@2 a4@4 a5@4 a6@7 a7@7 a8@10 a9@10";
    assert_eq!(board("").told("arrived", ""), arrived);
    assert_eq!(board("wip = { max = 1 }").told("arrived", ""), arrived);
}

/// Items of other types in the stage count, those in other backlogs do not.
#[test]
fn the_stage_counts_whoever_is_there() {
    let log = Log::of(
        r#"
calendar = { horizon = 12 }
types = [
  { name = "a", arrivals = { order = { stage = "W", below = 2, lead = 1 } } },
  { name = "b", backlog = 2 },
]
[[stages]]
name = "W"
people = 1
service = 3
wip = { max = 1 }
"#,
    );
    // b1 and no a: one of two; asked on day 0. On day 6 both b are done and a1 is alone.
    assert_eq!(log.told("arrived", ""), "a1@1 a2@7 a3@10");
}
