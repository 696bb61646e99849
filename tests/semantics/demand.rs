//! New demand and the backlog: when items come, how old they are, and in which order they stand.

use super::log::Log;
use crate::support::{at, model, number, run};
use headwater::model::{Model, build};
use headwater::scenario;
use headwater::source::Sources;
use serde_json::Value;

/// The arrivals of one type over 10 days.
fn arrived(arrivals: &str) -> String {
    Log::of(&format!(
        "calendar = {{ horizon = 10 }}\ntypes = [{{ name = \"a\", arrivals = {arrivals} }}]\nstages = [{{ name = \"W\", elapsed = 1 }}]\n"
    ))
    .told("arrived", "")
}

#[test]
fn schedules_start_after_one_interval_unless_they_say_otherwise() {
    assert_eq!(arrived("{ every = 4 }"), "a1@4 a2@8");
    assert_eq!(
        arrived("{ every = 5, first = 0, count = 2 }"),
        "a1@0 a2@0 a3@5 a4@5 a5@10 a6@10"
    );
    assert_eq!(arrived("{ at = [7, 2.5], count = 1 }"), "a1@2.5 a2@7");
}

#[test]
fn a_renewal_begins_with_one_whole_gap() {
    assert_eq!(arrived("{ between = 3 }"), "a1@3 a2@6 a3@9");
    assert_eq!(arrived("{ between = 4, batch = 2 }"), "a1@4 a2@4 a3@8 a4@8");
}

/// Every arrival brings three items at once.
#[test]
fn batches_come_together() {
    let found = arrived("{ per_day = 2, batch = 3 }");
    let days: Vec<&str> = found
        .split(' ')
        .filter_map(|w| w.split('@').nth(1))
        .collect();
    assert!(days.len() > 20);
    for batch in days.chunks(3) {
        assert!(batch.iter().all(|day| *day == batch[0]), "{batch:?}");
    }
}

/// A model whose file `weeks.csv` says 2 and 5.
fn with_history(text: &str) -> Model {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let told = sources.clone();
    let read = |_: &str| Ok("count\n2\n5\n".to_owned());
    let built = scenario::read_then(&told, id, &[], |s| build(s, &read, &mut sources));
    match built {
        Ok(built) => built.model,
        Err(problems) => {
            assert!(problems.is_empty(), "{problems:?}");
            model(text)
        }
    }
}

/// 400 weeks of 2 or 5 items, each anywhere in its week: the mean place is its middle. (Of about 1400
/// uniform places the mean has the standard error 5 / √12 / √1400 days, 4.9 of them are 0.19; of 400 even
/// choices half are 5, within 49.)
#[test]
fn a_history_is_resampled_week_by_week() {
    let model = with_history(
        "calendar = { horizon = 2000 }\ntypes = [{ name = \"a\", arrivals = { history = \"weeks.csv\" } }]\nstages = [{ name = \"W\", elapsed = 1 }]\n",
    );
    let log = Log::of_trial(&model, 0);
    let days: Vec<f64> = log
        .lines
        .iter()
        .filter(|l| l.what == "arrived")
        .map(|l| l.day)
        .collect();
    let mut fives = 0;
    for week in 0..400 {
        let start = f64::from(week) * 5.0;
        let count = days
            .iter()
            .filter(|&&d| d >= start && d < start + 5.0)
            .count();
        assert!(count == 2 || count == 5, "week {week}: {count}");
        fives += usize::from(count == 5);
    }
    assert!(fives.abs_diff(200) <= 49, "{fives}");
    let places: f64 = days.iter().map(|d| d % 5.0).sum::<f64>() / days.len() as f64;
    assert!((places - 2.5).abs() < 0.19, "{places}");
}

/// Weeks are 7 days from the start date. That of 12 January has two working days, that of 19 January
/// none and no items; after them the days go on without a gap.
#[test]
fn a_short_week_keeps_its_items_and_a_free_week_has_none() {
    let model = with_history(
        r#"
[calendar]
start = 2026-01-05
horizon = 12
holidays = [2026-01-12, 2026-01-13, 2026-01-14, 2026-01-19, 2026-01-20, 2026-01-21, 2026-01-22, 2026-01-23]
[[types]]
name = "a"
arrivals = { history = "weeks.csv" }
[[stages]]
name = "W"
elapsed = 1
"#,
    );
    for trial in 0..20 {
        let log = Log::of_trial(&model, trial);
        let arrivals = log.lines.iter().filter(|l| l.what == "arrived");
        let days: Vec<f64> = arrivals.map(|l| l.day).collect();
        for (from, to) in [(0.0, 5.0), (5.0, 7.0), (7.0, 12.0)] {
            let count = days.iter().filter(|&&d| d >= from && d < to).count();
            assert!(count == 2 || count == 5, "{from} to {to}: {count}");
        }
    }
}

/// 11, 4 and 1 days old: the oldest first, whatever the order of declaration.
#[test]
fn an_aged_backlog_stands_oldest_first() {
    let text = r#"
calendar = { horizon = 20 }
types = [
  { name = "m", backlog = { items = 1, age = 4 } },
  { name = "n", backlog = { items = 1, age = 1 } },
  { name = "o", backlog = { items = 1, age = 11 } },
]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#;
    assert_eq!(Log::of(text).told("entered", "W"), "o1@0 m1@1 n1@2");
    let result = run(text, 1);
    // Ages at the start plus waiting plus a day: 12, 6, 4. They have not arrived.
    assert_eq!(number(&result, "lead_time"), 22.0 / 3.0);
    assert_eq!(number(&result, "lead_time.max"), 12.0);
    assert_eq!(number(&result, "cycle_time"), 1.0);
    assert_eq!(number(&result, "arrived"), 0.0);
}

/// Of two equally old items either is first in half of 400 trials: within 4.9 · √100 of 200.
#[test]
fn equal_ages_stand_in_a_random_order() {
    let model = model(
        "types = [{ name = \"a\", backlog = 1 }, { name = \"b\", backlog = 1 }]\nstages = [{ name = \"W\", people = 1, wip = { max = 1 }, service = 1 }]\n",
    );
    let first = |trial| Log::of_trial(&model, trial).items("entered", "W") == "a1 b1";
    let count = (0..400).filter(|&t| first(t)).count();
    assert!(count.abs_diff(200) <= 49, "{count}");
}

/// u and v never run dry and take turns; `w1` has arrived and goes before both. An item comes into being
/// when it is pulled, so that its lead time is its cycle time.
#[test]
fn unlimited_backlogs_take_turns_behind_what_has_arrived() {
    let text = r#"
calendar = { horizon = 4.5 }
types = [
  { name = "v", backlog = "unlimited" },
  { name = "u", backlog = "unlimited" },
  { name = "w", arrivals = { at = [0.5] } },
]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#;
    let log = Log::of(text);
    assert_eq!(log.told("entered", "W"), "u1@0 w1@1 v1@2 u2@3 v2@4");
    assert_eq!(log.told("arrived", ""), "u1@0 w1@0.5 v1@2 u2@3 v2@4");
    let result = run(text, 1);
    assert_eq!(number(&result, "types.u.lead_time"), 1.0);
    assert_eq!(*at(&result, "series.backlog"), Value::Null);
    assert_eq!(*at(&result, "series.types.u.backlog"), Value::Null);
    assert!(at(&result, "series.types.w.backlog").is_array());
}

/// u goes behind everybody of its class, p's better priority first; a better class goes before it.
#[test]
fn an_unlimited_backlog_ranks_by_class_and_priority() {
    let log = Log::of(
        r#"
calendar = { horizon = 6.5 }
types = [
  { name = "u", class = "fixed-date", due = 1, backlog = "unlimited" },
  { name = "s", arrivals = { at = [0.1] } },
  { name = "f", class = "fixed-date", due = 50, arrivals = { at = [2.5, 2.6] } },
]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    assert_eq!(
        log.told("entered", "W"),
        "u1@0 u2@1 u3@2 f1@3 f2@4 u4@5 u5@6"
    );
}

/// The days of the arrivals at a rate of 2 a day with this profile.
fn at_rate(profile: &str) -> Vec<f64> {
    let log = Log::of(&format!(
        "calendar = {{ horizon = 40 }}\ntypes = [{{ name = \"a\", arrivals = {{ per_day = 2{profile} }} }}]\nstages = [{{ name = \"W\", elapsed = 1 }}]\n"
    ));
    let arrived = log.lines.iter().filter(|l| l.what == "arrived");
    arrived.map(|l| l.day).collect()
}

/// Twice the rate from day 10 on: the same arrivals up to then, and the others in half the time.
#[test]
fn another_rate_moves_the_same_arrivals() {
    let (plain, doubled) = (
        at_rate(""),
        at_rate(", profile = [{ from = \"2w\", factor = 2 }]"),
    );
    assert!(plain.len() > 50, "{}", plain.len());
    for (day, other) in plain.iter().zip(&doubled) {
        let expected = if *day < 10.0 { *day } else { 5.0 + day / 2.0 };
        assert!((other - expected).abs() < 1e-6, "{other} is not {expected}");
    }
}

/// A rate that does not change is a rate without a profile, to the last digit.
#[test]
fn a_profile_of_ones_changes_nothing() {
    let ones = ", profile = [{ from = 0, factor = 1 }, { from = \"1w\", factor = 1 }]";
    assert_eq!(at_rate(""), at_rate(ones));
}

/// Nothing arrives while the factor is 0, and after the last step it may stay so.
#[test]
fn a_factor_of_nought_stops_arrivals() {
    let days = at_rate(
        ", profile = [{ from = \"1w\", factor = 0 }, { from = \"3w\", factor = 1 }, { from = \"6w\", factor = 0 }]",
    );
    assert!(days.iter().any(|d| *d < 5.0) && days.iter().any(|d| (15.0..30.0).contains(d)));
    let idle = |d: &&f64| (5.0..15.0).contains(*d) || **d > 30.0;
    assert_eq!(days.iter().find(idle), None);
}
