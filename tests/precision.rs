//! Runs that stop when their probabilities are known exactly enough.

use crate::support::{Run, number, parse};
use headwater::stats::Proportion;
use serde_json::Value;

/// One planning, on day 1: an item that a fair coin drops, or not, is ready or not. And a goal that is
/// as good as certain.
const COIN: &str = r#"
calendar = { horizon = 3 }
simulation = { precision = PRECISION }
types = [{ name = "a", backlog = 1 }]
stages = [{ name = "W", discard = CHANCE }]
teams = [{ name = "T", planning = { at = [1] }, pull = { total = 1 } }]
"#;

/// The result with a precision and so many trials at most.
fn run(chance: f64, precision: f64, most: u64, threads: usize) -> Result<Value, String> {
    let text = COIN
        .replace("PRECISION", &precision.to_string())
        .replace("CHANCE", &chance.to_string());
    result(&text, most, threads)
}

fn result(text: &str, most: u64, threads: usize) -> Result<Value, String> {
    let run = Run {
        text,
        set: &[],
        trials: most,
        seed: 1,
        threads,
    };
    run.outcome().map(|(json, _)| parse(&json))
}

/// The trials that Wilson's interval needs at this share: the first look at which both ends lie near enough.
fn predicted(share: f64, precision: f64) -> u64 {
    let exact = |trials: u64| {
        let seen = Proportion {
            hits: (share * trials as f64).round() as u64,
            trials,
        };
        let [low, high] = seen.wilson95();
        share - low <= precision && high - share <= precision
    };
    let mut trials = 1_000;
    while !exact(trials) {
        trials *= 2;
    }
    trials
}

/// Precisions halfway between two looks, so that chance cannot move the answer: the interval's width changes by
/// less than 1 % where the share moves by 4.9 standard errors.
#[test]
fn trials_are_those_that_the_interval_needs() -> Result<(), String> {
    for (precision, expected) in [
        (0.04, 1_000),
        (0.025, 2_000),
        (0.018, 4_000),
        (0.009, 16_000),
    ] {
        assert_eq!(predicted(0.5, precision), expected);
        let found = run(0.5, precision, 1_000_000, 2)?;
        assert_eq!(number(&found, "trials"), expected as f64);
        assert_eq!(found["precision"]["asked"], precision);
        assert_eq!(found["precision"]["reached"], true);
        let interval = &found["plannings"][0]["ready_enough"];
        let at = |pointer: &str| interval.pointer(pointer).and_then(Value::as_f64);
        let (share, low, high) = (at("/probability"), at("/ci95/0"), at("/ci95/1"));
        let told = found["precision"]["widest"].as_f64();
        let widest = share.zip(low).zip(high);
        let widest = widest.map(|((share, low), high)| (share - low).max(high - share));
        let apart = widest.zip(told).map(|(one, other)| (one - other).abs());
        assert!(
            apart.is_some_and(|apart| apart < 1e-12),
            "{told:?}, {widest:?}"
        );
    }
    Ok(())
}

/// What always happens is known to within z² / (n + z²), on one side.
#[test]
fn what_is_certain_needs_few_trials() -> Result<(), String> {
    assert_eq!(predicted(1.0, 0.004), 1_000);
    assert_eq!(predicted(1.0, 0.002), 2_000);
    for (precision, expected) in [(0.004, 1_000.0), (0.002, 2_000.0)] {
        let found = run(0.0, precision, 1_000_000, 1)?;
        assert_eq!(number(&found, "trials"), expected);
    }
    Ok(())
}

/// One chance of 1 in 2 among certain ones decides; so does that of a goal.
#[test]
fn the_least_exact_chance_decides() -> Result<(), String> {
    let goals = |chance: &str| {
        format!(
            r#"
calendar = {{ horizon = 3 }}
simulation = {{ precision = 0.018 }}
types = [{{ name = "a", backlog = 1 }}, {{ name = "b", backlog = 1 }}]
stages = [{{ name = "W", by_type.a.discard = {chance} }}]
goals = [{{ name = "sure", ready = 1, types = ["b"], by = 1 }}, {{ name = "G", ready = 1, types = ["a"] }}]
"#
        )
    };
    assert_eq!(
        number(&result(&goals("0.5"), 1_000_000, 1)?, "trials"),
        4_000.0
    );
    assert_eq!(
        number(&result(&goals("0"), 1_000_000, 1)?, "trials"),
        1_000.0
    );
    Ok(())
}

#[test]
fn a_run_to_a_precision_is_a_run_of_so_many_trials() -> Result<(), String> {
    let mut found = run(0.3, 0.016, 1_000_000, 1)?;
    for threads in [2, 7] {
        assert_eq!(run(0.3, 0.016, 1_000_000, threads)?, found);
    }
    let trials = found["trials"].as_u64().unwrap_or_default();
    assert_eq!(trials, predicted(0.7, 0.016));
    found["precision"] = Value::Null;
    let text = COIN.replace("precision = PRECISION", "");
    assert_eq!(result(&text.replace("CHANCE", "0.3"), trials, 3)?, found);
    Ok(())
}

/// The ceiling need not be a look; nor is it told that more was reached than was.
#[test]
fn the_ceiling_ends_what_is_not_exact_enough() -> Result<(), String> {
    let found = run(0.5, 0.001, 2_345, 2)?;
    assert_eq!(number(&found, "trials"), 2_345.0);
    assert_eq!(found["precision"]["reached"], false);
    // Exact enough at the ceiling, between two looks.
    let found = run(0.5, 0.025, 1_700, 2)?;
    assert_eq!(number(&found, "trials"), 1_700.0);
    assert_eq!(found["precision"]["reached"], true);
    Ok(())
}
