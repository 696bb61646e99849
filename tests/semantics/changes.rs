//! Changes during the run: what they set, when, and what they leave alone.

use super::log::Log;
use crate::support::{json, number, run};

/// Two stages with chance, limits, shares and a team; `CHANGES` is filled in.
const BOARD: &str = r#"
name = "changing"
calendar = { horizon = 60 }
types = [
  { name = "feature", arrivals = { per_week = 4 }, backlog = 9 },
  { name = "bug", arrivals = { per_week = 3 }, backlog = 4 },
]
pools = [{ name = "crew", people = 2 }]
stages = [
  { name = "A", pool = "crew", wip = { max = 5 }, service = { dist = "lognormal", mean = 1, cv = 1 }, discard = 0.2 },
  { name = "B", people = 1, wip = { max = 4 }, service = { dist = "gamma", mean = 0.8, cv = 0.7 } },
]
allocation = { strategy = "STRATEGY", shares = { feature = 60, bug = 40 } }
teams = [{ name = "team", planning = { every = "2w" }, pull = { total = 6, shares = { feature = 2, bug = 1 } } }]
CHANGES
"#;

/// What each of these sets is another board.
const SETTINGS: [&str; 10] = [
    "\"stages.A.wip.max\" = 2",
    "\"stages.B.wip.max\" = 7",
    "\"pools.crew.people\" = 3",
    "\"pools.crew.availability\" = 0.6",
    "\"stages.A.discard\" = 0.5",
    "\"stages.A.service\" = 0.7",
    "\"types.bug.arrivals.per_week\" = 6",
    "\"allocation.shares.bug\" = 90",
    "\"teams.team.pull.total\" = 9",
    "\"stages.B.wip.min\" = 2",
];

fn board(strategy: &str, changes: &str) -> String {
    BOARD
        .replace("STRATEGY", strategy)
        .replace("CHANGES", changes)
}

/// The result without what only tells of the changes.
fn numbers(text: &str) -> serde_json::Value {
    let mut result = run(text, 40);
    if let Some(result) = result.as_object_mut() {
        result.remove("changes");
    }
    result
}

/// On day 0 the change comes before everything else: it is the board with the setting made.
#[test]
fn a_change_on_day_0_is_the_changed_board() {
    for setting in SETTINGS {
        let changed = board(
            "weighted",
            &format!("changes = [{{ at = 0, set = {{ {setting} }} }}]"),
        );
        let path = setting.replace('"', "").replace(" = ", "=");
        let run = crate::support::Run {
            text: &board("weighted", ""),
            set: &[&path],
            trials: 40,
            seed: 1,
            threads: 1,
        };
        let set = run.outcome().map(|(json, _)| json);
        assert_eq!(Ok(json(&changed, 40, 1)), set, "{setting}");
    }
}

/// What is set to what it is changes nothing; and what changes later does change something.
#[test]
fn what_stays_as_it_is_changes_nothing() {
    for strategy in ["weighted", "reserved", "flexible"] {
        let plain = numbers(&board(strategy, ""));
        let same = "changes = [{ at = 20, set = { \"stages.A.wip.max\" = 5, \"pools.crew.people\" = 2, \"pools.crew.availability\" = 1, \"allocation.shares.bug\" = 40, \"types.bug.arrivals.per_week\" = 3 } }]";
        assert_eq!(plain, numbers(&board(strategy, same)), "{strategy}");
        for setting in &SETTINGS[..9] {
            let there_and_back = format!("changes = [{{ at = 20, set = {{ {setting} }} }}]");
            let other = numbers(&board(strategy, &there_and_back));
            assert_ne!(plain, other, "{strategy}: {setting}");
            let days = |result: &serde_json::Value| {
                let arrived = crate::support::list(result, "series.arrived");
                arrived.into_iter().take(20).collect::<Vec<f64>>()
            };
            assert_eq!(days(&plain), days(&other), "{strategy}: {setting}");
        }
    }
}

/// Three people work; from day 1 there is one. The three finish what they have; then one goes on alone.
#[test]
fn people_above_the_number_finish_their_work() {
    let log = Log::of(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 6 }]
        stages = [{ name = "A", people = 3, service = 4 }]
        changes = [
          { at = 1, set = { "stages.A.people" = 1 } },
          { at = 10, set = { "stages.A.people" = 2 } },
        ]
        "#,
    );
    let days: Vec<f64> = log
        .lines
        .iter()
        .filter(|l| l.what == "started")
        .map(|l| l.day)
        .collect();
    assert_eq!(days, [0.0, 0.0, 0.0, 4.0, 8.0, 10.0]);
}

/// A smaller maximum throws nobody out and lets nobody in until there is room; a larger one lets them in at
/// once. A visit that has begun keeps its work, a new one has another.
#[test]
fn limits_and_work_hold_for_who_comes_after() {
    let log = Log::of(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 5 }]
        stages = [{ name = "A", people = 1, wip = { max = 3 }, service = 2 }]
        changes = [
          { at = 1, set = { "stages.A.wip.max" = 1, "stages.A.service" = 1 } },
          { at = 7.5, set = { "stages.A.wip.max" = 2 } },
        ]
        "#,
    );
    let days = |what: &str| -> Vec<f64> {
        let lines = log.lines.iter();
        let fitting = lines.filter(|l| l.what == what && l.place == "A");
        fitting.map(|l| l.day).collect()
    };
    assert_eq!(days("entered"), [0.0, 0.0, 0.0, 6.0, 7.0]);
    assert_eq!(days("finished"), [2.0, 4.0, 6.0, 7.0, 8.0]);
}

/// A planning on the day of a change comes before it; the next one takes and needs what the change says. People
/// are counted as they come and go.
#[test]
fn plannings_and_people_follow_the_change() {
    let result = run(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 40 }]
        stages = [{ name = "A", people = 2, service = 0.5 }]
        teams = [{ name = "team", planning = { every = 5 }, pull = { total = 2 } }]
        changes = [{ at = 10, set = { "teams.team.pull.total" = 4, "stages.A.people" = 1 } }]
        "#,
        2,
    );
    let pulled: Vec<f64> = (0..4)
        .map(|n| number(&result, &format!("plannings[{n}].pulled.total")))
        .collect();
    assert_eq!(pulled, [2.0, 2.0, 4.0, 4.0]);
    assert_eq!(number(&result, "plannings[3].needed.total"), 4.0);
    // Two for ten days, who finish 40 items at the end of day 9: nobody is left to work afterwards.
    assert!((number(&result, "pools.A.utilisation") - 20.0 / 30.0).abs() < 1e-9);
}

/// Where the most valuable work for its length goes first, those who wait are looked at again: x is short first,
/// and long from day 0.5 on. (Whoever waits already keeps the work of its visit.)
#[test]
fn turns_follow_the_work_that_is_expected() {
    let log = Log::of(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "x", value = 2, backlog = 3 }, { name = "y", value = 2, backlog = 2 }]
        stages = [{ name = "A", people = 1, order = "wsjf", service = 1, by_type.y = { service = 2 } }]
        changes = [{ at = 0.5, set = { "stages.A.service" = 8 } }]
        "#,
    );
    assert_eq!(log.told("started", "A"), "x1@0 y1@1 y2@3 x2@5 x3@6");
}
