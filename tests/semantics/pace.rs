//! People whose availability changes: work under way goes on at the new pace.

use super::log::{Line, Log};
use crate::support::{model, number, run};

/// The days of all events of one kind.
fn days(log: &Log, what: &str) -> Vec<f64> {
    let fitting = log.lines.iter().filter(|line| line.what == what);
    fitting.map(|line| line.day).collect()
}

/// Asserts that a number of the result is this.
fn is(result: &serde_json::Value, path: &str, value: f64) {
    let found = number(result, path);
    assert!((found - value).abs() < 1e-8, "{path}: {found}, not {value}");
}

/// Of four person-days one is done on day 1; the other three take six days at half the pace. The next item gets
/// one person-day by day 9, and the rest at the full pace again.
const ALONE: &str = r#"
    calendar = { horizon = 20 }
    types = [{ name = "item", backlog = 2 }]
    stages = [{ name = "A", people = 1, service = 4 }]
    changes = [
      { at = 1, set = { "stages.A.availability" = 0.5 } },
      { at = 9, set = { "stages.A.availability" = 1 } },
    ]
"#;

#[test]
fn what_is_left_goes_on_at_the_new_pace() {
    let log = Log::of(ALONE);
    assert_eq!(log.told("finished", "A"), "item1@7 item2@12");
    let result = run(ALONE, 2);
    is(&result, "stages.A.effort", 8.0);
    is(&result, "stages.A.work_time.max", 7.0);
    is(&result, "pools.A.utilisation", 12.0 / 20.0);
}

/// The end that is planned lies beyond the horizon first: of four person-days one is done on day 10. Or it goes
/// there and comes back: three are left on day 1, two on day 11.
#[test]
fn ends_beyond_the_horizon_come_nearer() {
    let board = |first: &str, changes: &str| {
        Log::of(&format!(
            r#"
            calendar = {{ horizon = 20 }}
            types = [{{ name = "item", backlog = 1 }}]
            stages = [{{ name = "A", people = 1, availability = {first}, service = 4 }}]
            changes = [{changes}]
            "#
        ))
    };
    let set = |at: f64, pace: f64| {
        format!("{{ at = {at}, set = {{ \"stages.A.availability\" = {pace} }} }}, ")
    };
    let nearer = board("0.1", &set(10.0, 1.0));
    assert_eq!(nearer.told("finished", "A"), "item1@13");
    let back = board("1", &(set(1.0, 0.1) + &set(11.0, 1.0)));
    assert_eq!(back.told("finished", "A"), "item1@13");
    let late = board("1", &(set(1.0, 0.1) + &set(2.0, 0.2)));
    assert_eq!(
        late.told("finished", "A"),
        "item1@16.5",
        "1 + 0.1 + 14.5 · 0.2 = 4"
    );
}

/// Two share one person: by day 2 each has had one of its three days, by day 6 one more at half the pace. Each has
/// had half of the person's time for eight days.
#[test]
fn shared_effort_goes_on_at_the_new_pace() {
    let text = r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 2 }]
        stages = [{ name = "A", people = 1, focus = { items_per_person = 2 }, service = 3 }]
        changes = [
          { at = 2, set = { "stages.A.availability" = 0.5 } },
          { at = 6, set = { "stages.A.availability" = 1 } },
        ]
        "#;
    assert_eq!(Log::of(text).told("finished", "A"), "item1@8 item2@8");
    let result = run(text, 2);
    is(&result, "stages.A.effort", 6.0);
    is(&result, "pools.A.utilisation", 8.0 / 20.0);
}

/// A blocker strikes after the same work and lasts as long, whatever the pace: two days in which work is left as it
/// is, and the rest is done at the pace that then holds. An `elapsed` goes on as it did.
#[test]
fn blockers_strike_after_the_same_work() {
    let board = |changes: &str| {
        Log::of(&format!(
            r#"
            calendar = {{ horizon = 90 }}
            types = [{{ name = "item", backlog = 3 }}]
            stages = [{{ name = "A", people = 1, service = 4 }}, {{ name = "B", elapsed = 5 }}]
            blockers = [{{ source = "legal", probability = 1, duration = 2, holds_person = true }}]
            changes = [{changes}]
            "#
        ))
    };
    let (plain, slow) = (
        board(""),
        board("{ at = 1, set = { \"stages.A.availability\" = 0.25 } }"),
    );
    // A day from day 1 on is worth a quarter of a person-day.
    let after = |start: f64, work: f64| match start < 1.0 {
        true if start + work <= 1.0 => start + work,
        true => 1.0 + (work - (1.0 - start)) * 4.0,
        false => start + work * 4.0,
    };
    let (struck, ended) = (days(&plain, "blocked"), days(&plain, "finished"));
    let mut now = 0.0;
    for (n, struck) in struck.into_iter().enumerate() {
        let done = struck - 6.0 * n as f64;
        let strikes = after(now, done);
        assert!(
            (days(&slow, "blocked")[n] - strikes).abs() < 1e-6,
            "{n}: {strikes}"
        );
        let ends = after(strikes + 2.0, 4.0 - done);
        let line = |l: &&Line| l.what == "finished" && l.item == format!("item{}", n + 1);
        let of: Vec<f64> = slow.lines.iter().filter(line).map(|l| l.day).collect();
        assert!((of[0] - ends).abs() < 1e-6, "{n}: {of:?}, not {ends}");
        assert!((of[1] - ends - 5.0).abs() < 1e-6, "{n}: {of:?}");
        now = ends;
    }
    assert!(ended.len() >= 3);
}

/// One row of today's board, four days old.
const ROW: &str = r#"
calendar = { horizon = 20 }
types = [{ name = "item" }]
stages = [{ name = "A", people = 1, availability = 0.5, service = 4 }]
changes = [{ at = 1, set = { "stages.A.availability" = 1 } }]
board = { file = "board.csv" }
#: stage,id,type,entered,state
#: A,a,item,4,working
"#;

/// Of the four days' work two were done before day 0, at the pace of day 0; half a day more by day 1. What was done
/// before day 0 is no effort of the run.
#[test]
fn rows_have_done_what_the_pace_of_day_0_allows() {
    assert_eq!(Log::of(ROW).told("finished", "A"), "item1@2.5");
    is(&run(ROW, 1), "stages.A.effort", 2.0);
}

/// A board on which everything waits for people, who all give as much: whatever that is, the same happens in the same
/// order.
const CREW: &str = r#"
    calendar = { horizon = 2000 }
    types = [{ name = "x", backlog = 40, route = ["A", "B"] }, { name = "y", backlog = 30, class = { expedite = 0.3, standard = 0.7 }, PREEMPT }]
    pools = [{ name = "crew", people = 3, FOCUS }]
    stages = [
      { name = "Z", people = 1, service = { dist = "gamma", mean = 3, cv = 0.4 } },
      { name = "A", pool = "crew", wip = { max = 5, expedite_over = 3 }, service = { dist = "lognormal", mean = 3, cv = 1 }, discard = 0.2 },
      { name = "B", pool = "crew", wip = { min = 2, max = 6 }, service = { dist = "gamma", mean = 2, cv = 0.7 }, discard = 0.1 },
    ]
    CHANGES
"#;

/// The paces from these days on.
const PACES: [(f64, f64); 5] = [
    (3.3, 0.4),
    (11.7, 0.05),
    (30.0, 0.9),
    (31.0, 0.35),
    (77.7, 1.0),
];

/// When as much work is done as is done by a day where people give all of it.
fn stretched(day: f64) -> f64 {
    let (mut since, mut done, mut pace) = (0.0, 0.0, 1.0);
    for (at, next) in PACES {
        if done + (at - since) * pace >= day {
            break;
        }
        done += (at - since) * pace;
        (since, pace) = (at, next);
    }
    since + (day - done) / pace
}

/// With the pool's ways and whether expedite items interrupt.
fn crew((focus, preempt): (&str, bool), changes: &str) -> String {
    let text = CREW.replace("FOCUS", focus).replace("CHANGES", changes);
    text.replace("PREEMPT", &format!("preempt = {preempt}"))
}

const UPSTREAM: &str = "prefer = \"upstream\"";
const SHARED: &str = "focus = { items_per_person = 2, switch_cost = 0.2 }";

/// Where all goes by people of one pace, another pace only stretches time: each event of a trial with changes is
/// that of the trial without them, at the day by which as much work is done. And the effort is the same.
#[test]
fn paces_only_stretch_time() {
    let set = |(at, pace): (f64, f64)| {
        let (crew, z) = ("pools.crew.availability", "stages.Z.availability");
        format!("{{ at = {at}, set = {{ \"{crew}\" = {pace}, \"{z}\" = {pace} }} }}, ")
    };
    let changes: String = PACES.into_iter().map(set).collect();
    let changes = format!("changes = [{changes}]");
    for ways in [
        (UPSTREAM, false),
        (SHARED, false),
        (UPSTREAM, true),
        (SHARED, true),
    ] {
        let (plain, paced) = (crew(ways, ""), crew(ways, &changes));
        for trial in 0..5 {
            assert_stretched(&plain, &paced, trial, ways.1);
        }
        assert_same_effort(&plain, &paced);
    }
}

/// The same in the same order, at the days until which as much work is done; some of it is interrupted or none.
fn assert_stretched(plain: &str, paced: &str, trial: u64, interrupts: bool) {
    let one = Log::of_trial(&model(plain), trial).lines;
    let other = Log::of_trial(&model(paced), trial).lines;
    let other: Vec<&Line> = other.iter().filter(|l| l.what != "changed").collect();
    assert_eq!(one.len(), other.len(), "{plain}");
    assert_eq!(
        one.iter().any(|l| l.what == "interrupted"),
        interrupts,
        "{plain}"
    );
    for (one, other) in one.iter().zip(other) {
        let so = (one.what, &one.item, &one.place) == (other.what, &other.item, &other.place);
        assert!(so, "{one:?} and {other:?} in {plain}");
        let when = stretched(one.day);
        assert!(
            (other.day - when).abs() < 1e-6,
            "{when}, {other:?} in {plain}"
        );
    }
}

fn assert_same_effort(plain: &str, paced: &str) {
    let (one, other) = (run(plain, 20), run(paced, 20));
    for path in [
        "stages.A.effort",
        "stages.B.effort",
        "effort_discarded",
        "stages.A.effort_discarded",
    ] {
        let (one, other) = (number(&one, path), number(&other, path));
        let close = (one - other).abs() < 1e-6 * one;
        assert!(close, "{path}: {one} and {other} in {plain}");
    }
}

/// `check` looks at the average over the run: two people who give all of their day for a quarter of it, and half
/// for the rest, are 1.25 person-days a day.
#[test]
fn check_averages_what_people_give() {
    let model = model(
        r#"
        calendar = { horizon = 40 }
        types = [{ name = "item", arrivals = { per_day = 1 } }]
        stages = [{ name = "A", people = 2, wip = { max = 4 }, service = 1 }]
        changes = [{ at = 10, set = { "stages.A.availability" = 0.5 } }]
        "#,
    );
    let people = |state: &headwater::model::Model| {
        let pool = state.pools.first()?;
        Some(f64::from(pool.people?) * pool.availability)
    };
    assert_eq!(model.average(people), Some(1.25));
    assert_eq!(
        model.changes[0].words(&model),
        ["the people of A give 50 % of each day"]
    );
}
