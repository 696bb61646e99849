//! What explodes is ended with a word of why; what is interrupted is what fewer trials would have been.

use crate::support::{Run, json, model};
use headwater::forecast::forecast;
use headwater::trials::{self, Control, Settings};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The message a run ends with, and that it does so soon.
fn message(text: &str) -> String {
    let start = Instant::now();
    let run = Run {
        text,
        set: &[],
        trials: 1,
        seed: 1,
        threads: 1,
    };
    let message = run.outcome().err().unwrap_or_default();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "{took:?}");
    message
}

#[test]
fn a_huge_batch_is_ended() {
    let found = message(
        r#"
types = [{ name = "a", arrivals = { at = [3], count = { dist = "uniform-int", min = 9_000_000, max = 10_000_000 } } }]
stages = [{ name = "W", people = 1, service = 1 }]
"#,
    );
    assert!(found.contains("trial 0"), "{found}");
    assert!(found.contains("day 3.00"), "{found}");
    assert!(found.contains("1 million events at one instant"), "{found}");
    assert!(found.contains("backlog"), "{found}");
}

#[test]
fn a_flood_is_ended() {
    let found = message(
        r#"
types = [{ name = "a", arrivals = { per_day = 10_000_000 } }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    assert!(found.contains("more than 10 million events"), "{found}");
    assert!(found.contains("on day 0."), "{found}");
}

/// An endless supply through a stage that takes no time: with a person, in a column, in a buffer.
#[test]
fn a_supply_without_end_or_work_is_ended() {
    for work in [", people = 1, service = 0", ", elapsed = 0", ""] {
        let found = message(&format!(
            r#"
types = [{{ name = "a", backlog = "unlimited" }}]
stages = [{{ name = "W", wip = {{ max = 1 }}{work} }}]
"#
        ));
        assert!(found.contains("events at one instant"), "{found}");
        assert!(found.contains("most items are in ready"), "{found}");
    }
}

#[test]
fn a_huge_backlog_is_ended() {
    let found = message(
        r#"
types = [
  { name = "a", backlog = 10_000_000 },
  { name = "b", backlog = 10_000_000 },
]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    assert!(found.contains("day 0.00"), "{found}");
}

const BOARD: &str = r#"
calendar = { horizon = 60, warm_up = 10 }
types = [
  { name = "a", arrivals = { per_week = 4 }, backlog = 8 },
  { name = "b", arrivals = { per_week = 2 }, class = "fixed-date", due = 9 },
]
stages = [
  { name = "A", people = 1, wip = { max = 4 }, service = { dist = "lognormal", mean = 0.5, cv = 1 }, discard = 0.2 },
  { name = "B", people = 2, wip = { max = 4 }, service = { dist = "lognormal", mean = 1.2, cv = 1 } },
]
teams = [{ name = "T", planning = { every = "2w" }, pull = { total = 6 } }]
goals = [{ name = "G", ready = 12, by = 30 }]
"#;

/// The result of a run that somebody ends once so many trials are done, and how many counted.
fn interrupted(threads: usize, by_row: bool) -> (String, u64) {
    let model = model(BOARD);
    let stop = AtomicBool::new(false);
    let settings = Settings {
        trials: 100_000,
        precision: None,
        seed: 1,
        threads,
    };
    let mut progress = |done: u64| stop.store(!by_row && done >= 200, Ordering::Relaxed);
    let mut row = |row: headwater::observe::TrialRow| {
        if by_row && row.trial >= 150 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let nothing = &mut |_: u64| {};
    let control = Control {
        stop: &stop,
        progress: if by_row { nothing } else { &mut progress },
        rows: if by_row { Some(&mut row) } else { None },
    };
    let Ok(outcome) = trials::run(&model, &settings, control) else {
        return (String::new(), 0);
    };
    assert!(outcome.interrupted);
    let text = serde_json::to_string(&forecast(&model, &outcome)).unwrap_or_default();
    (text, outcome.settings.trials)
}

#[test]
fn an_interrupted_run_is_a_run_of_fewer_trials() {
    for (threads, by_row) in [(1, false), (2, false), (2, true), (3, true)] {
        let (found, trials) = interrupted(threads, by_row);
        // Progress counts trials under way on every thread; rows come only from the unbroken prefix.
        let least = if by_row { 150 } else { 1 };
        assert!((least..100_000).contains(&trials), "{trials}");
        assert_eq!(found, json(BOARD, trials, 2));
    }
}
