//! When has the n-th item reached ready? The exact distribution of first-passage times, asked at its
//! own percentiles: P(reached by the 85 % point) is 0.85.

use super::case::{check, share};
use serde_json::Value;

/// A goal of `count` items by `day`, and the probability that it is met.
struct Passage(u32, f64, f64);

/// Asks for every passage and compares.
fn check_passages(board: &str, trials: u64, passages: &[Passage]) -> Value {
    let scenario = passages
        .iter()
        .fold(board.to_owned(), |text, Passage(count, day, _)| {
            format!("{text}[[goals]]\nname = \"{count} by {day}\"\nready = {count}\nby = {day}\n")
        });
    let expected: Vec<_> = passages
        .iter()
        .enumerate()
        .map(|(n, Passage(_, _, p))| share(&format!("goals[{n}].by"), *p))
        .collect();
    check(&scenario, trials, &expected)
}

/// Two stages with limits and unlimited supply: the tenth item.
#[test]
fn tandem() {
    check_passages(
        r#"
order = "stage-fifo"
calendar = { horizon = 60 }
types = [{ name = "item", backlog = "unlimited" }]
stages = [
  { name = "Refine", people = 2, wip = { max = 4 }, service = { dist = "exponential", mean = 3 } },
  { name = "Review", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1.5 } },
]
"#,
        5_000,
        &[
            Passage(10, 19.866_928_575, 0.5),
            Passage(10, 25.460_063_827, 0.85),
            Passage(10, 29.257_422_071, 0.95),
            Passage(10, 15.0, 0.134_553_252_6),
            Passage(10, 20.0, 0.510_818_132_5),
        ],
    );
}

/// Three stages with limits, twelve items in the backlog and no more to come: the last of them.
#[test]
fn tandem_backlog_of_twelve() {
    check_passages(
        r#"
order = "stage-fifo"
calendar = { horizon = 100 }
types = [{ name = "item", backlog = 12 }]
stages = [
  { name = "Refine", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 2.5 } },
  { name = "Review", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 2 } },
  { name = "Design", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1.25 } },
]
"#,
        5_000,
        &[
            Passage(12, 38.305_644_084, 0.5),
            Passage(12, 47.564_911_88, 0.85),
            Passage(12, 53.850_780_762, 0.95),
            Passage(12, 40.0, 0.581_193_932_9),
        ],
    );
}

/// Three people drain a backlog of twenty.
#[test]
fn drain_backlog() {
    let result = check_passages(
        r#"
order = "stage-fifo"
calendar = { horizon = 100 }
types = [{ name = "item", backlog = 20 }]
stages = [
  { name = "Work", people = 3, service = { dist = "exponential", mean = 2 } },
]
"#,
        5_000,
        &[
            Passage(5, 3.113_939_255, 0.5),
            Passage(5, 4.844_645_332, 0.85),
            Passage(5, 6.102_346_018, 0.95),
            Passage(10, 6.445_809_743, 0.5),
            Passage(10, 8.832_526_729, 0.85),
            Passage(10, 10.470_144_281, 0.95),
            Passage(10, 8.0, 0.757_607_838_3),
            Passage(20, 14.658_622_494, 0.5),
            Passage(20, 18.663_997_588, 0.85),
            Passage(20, 21.434_696_275, 0.95),
        ],
    );
    let reached = |n: usize| result["goals"][n]["reached"]["p85"]["day"].as_f64();
    assert_eq!(
        reached(3),
        reached(4),
        "the same goal, whatever date is asked"
    );
}
