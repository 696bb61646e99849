//! Goals: when so many are ready, and the chance of a date.

use crate::support::{at, model, number, run};
use headwater::forecast::forecast;
use headwater::model::days;
use headwater::trials::{self, Control, Settings};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

/// By a date is by its end: what is finished two whole days after the start is finished on the second.
#[test]
fn by_a_date_is_by_its_end() {
    let result = |service: &str| {
        run(
            &format!(
                r#"
[calendar]
start = 2026-01-05
[[types]]
name = "a"
backlog = 1
[[stages]]
name = "W"
people = 1
service = {service}
[[goals]]
name = "G"
ready = 1
by = 2026-01-06
"#
            ),
            1,
        )
    };
    let met = result("2");
    assert_eq!(number(&met, "goals[0].by"), 1.0);
    assert_eq!(number(&met, "goals[0].by.day"), 2.0);
    assert_eq!(at(&met, "goals[0].by.date"), "2026-01-06");
    assert_eq!(at(&met, "goals[0].reached.p50.date"), "2026-01-06");
    let missed = result("2.000000001");
    assert_eq!(number(&missed, "goals[0].by"), 0.0);
    assert_eq!(number(&missed, "goals[0].reached.p50.day"), 2.01);
    assert_eq!(at(&missed, "goals[0].reached.p50.date"), "2026-01-07");
}

/// Ready on days 1, 2, 3 and 4; on day 1.5 a planning takes the first away.
#[test]
fn on_the_shelf_at_once_or_in_all() {
    let result = run(
        r#"
types = [{ name = "a", backlog = 4 }, { name = "b", arrivals = { at = [2.5] }, route = ["in"] }]
stages = [{ name = "in" }, { name = "W", people = 1, service = 1 }]
lanes = [{ name = "L", types = ["b"] }]
teams = [{ name = "T", planning = { at = [1.5] }, pull = { total = 1 } }]
[[goals]]
name = "in all"
ready = 2
[[goals]]
name = "at once"
ready = 2
types = ["a"]
on_shelf = true
[[goals]]
name = "lane"
ready = 1
lanes = ["L"]
"#,
        1,
    );
    let day = |n: usize| number(&result, &format!("goals[{n}].reached.p85.day"));
    assert_eq!([day(0), day(1), day(2)], [2.0, 3.0, 2.5]);
}

/// Against the list of all trials: the smallest day with at least that share of all trials at or below
/// it, those that never make it counted as later; null beyond the horizon.
#[test]
fn percentiles_are_days_of_real_trials() {
    let board = model(
        r#"
calendar = { horizon = 12 }
types = [{ name = "a", backlog = 4 }]
stages = [{ name = "W", people = 1, service = { dist = "exponential", mean = 2 } }]
goals = [{ name = "G", ready = 4 }]
"#,
    );
    let mut reached: Vec<f64> = Vec::new();
    let stop = AtomicBool::new(false);
    let trials = 437;
    let settings = Settings {
        trials,
        precision: None,
        seed: 1,
        threads: 1,
    };
    let mut keep = |row: headwater::observe::TrialRow| {
        reached.push(row.reached[0].map_or(f64::INFINITY, days));
    };
    let control = Control {
        stop: &stop,
        progress: &mut |_| {},
        rows: Some(&mut keep),
    };
    let outcome = trials::run(&board, &settings, control);
    let Ok(outcome) = outcome else {
        unreachable!("no explosion");
    };
    let result = serde_json::to_value(forecast(&board, &outcome)).unwrap_or(Value::Null);
    reached.sort_by(f64::total_cmp);
    assert!(reached.iter().any(|day| day.is_infinite()));
    for (name, share) in [("p50", 0.50), ("p70", 0.70), ("p85", 0.85), ("p95", 0.95)] {
        let rank = (share * trials as f64).ceil() as usize;
        let exact = reached[rank - 1];
        let told = at(&result, &format!("goals[0].reached.{name}.day"));
        match told.as_f64() {
            Some(day) => assert_eq!(day, (exact * 100.0).ceil() / 100.0, "{name}"),
            None => assert!(exact.is_infinite(), "{name}: {exact}"),
        }
    }
    let never = reached.iter().filter(|day| day.is_infinite()).count();
    let told = number(&result, "goals[0].never");
    assert_eq!(told, never as f64 / trials as f64);
}
