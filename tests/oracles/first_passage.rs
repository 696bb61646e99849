//! When has the n-th item reached ready? The exact distribution of first-passage times, asked at its
//! own percentiles: P(reached by the 85 % point) is 0.85.

use super::case::{check, share};
use crate::support::model;
use headwater::forecast::{Reached, forecast};
use headwater::model::Model;
use headwater::trials::{Control, Settings, run};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

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

/// Three people drain a backlog of twenty: the tenth is done after the sum of ten exponential times of rate 3 ÷ 2.
/// The intervals around its percentiles hold the true ones in as many seeds as the binomial law says (of 100 trials;
/// that times are told in hundredths of a day moves that by less than a quarter of a percent).
#[test]
fn intervals_around_percentiles_cover_the_true_ones() {
    const SEEDS: u64 = 600;
    const COVER: [(f64, f64); 3] = [
        (6.445_809_743, 0.964_799_799_7),
        (8.832_526_729, 0.965_692_750_9),
        (10.470_144_281, 0.982_607_060_7),
    ];
    let model = model(
        r#"
order = "stage-fifo"
calendar = { horizon = 30 }
types = [{ name = "item", backlog = 20 }]
stages = [
  { name = "Work", people = 3, service = { dist = "exponential", mean = 2 } },
]
goals = [{ name = "half", ready = 10 }]
"#,
    );
    let mut held = [0; COVER.len()];
    for seed in 0..SEEDS {
        let reached = tenth(&model, seed);
        let levels = [&reached.p50, &reached.p85, &reached.p95];
        for ((held, (truth, _)), likely) in held.iter_mut().zip(COVER).zip(levels) {
            let day = |end: usize| likely.ci95[end].day;
            let low = day(0).is_some_and(|low| low - 0.01 < truth);
            let high = day(1).is_none_or(|high| truth <= high);
            *held += u64::from(low && high);
        }
    }
    for (held, (truth, cover)) in held.into_iter().zip(COVER) {
        let share = held as f64 / SEEDS as f64;
        let error = (cover * (1.0 - cover) / SEEDS as f64).sqrt();
        assert!(
            (share - cover).abs() < 4.9 * error + 0.0025,
            "{truth}: {share} of the seeds, not {cover}"
        );
    }
}

/// When the only goal is reached, by 100 trials.
fn tenth(model: &Model, seed: u64) -> Reached {
    let settings = Settings {
        trials: 100,
        precision: None,
        seed,
        threads: 1,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &mut |_| {},
        rows: None,
    };
    let goals = run(model, &settings, control).map(|outcome| forecast(model, &outcome).goals);
    let first = goals.ok().and_then(|goals| goals.into_iter().next());
    first.map(|goal| goal.reached).unwrap_or_default()
}
