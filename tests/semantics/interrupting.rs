//! Expedite items that do not wait until somebody is free.

use super::log::Log;
use crate::support::{number, run};

/// What happened in column A, as `what item@day`, with standard and expedite work of given days.
fn told(types: &str, stage: &str) -> String {
    let text = format!(
        "calendar = {{ horizon = 30 }}\ntypes = [{types}]\n[[stages]]\nname = \"A\"\n{stage}\n"
    );
    let log = Log::of(&text);
    let words = ["started", "interrupted", "finished"];
    let lines = log
        .lines
        .iter()
        .filter(|l| l.place == "A" && words.contains(&l.what));
    let words: Vec<String> = lines
        .map(|l| format!("{} {}@{}", l.what, l.item, l.day))
        .collect();
    words.join(", ")
}

const E: &str = r#"{ name = "e", class = "expedite", preempt = true, arrivals = { at = [1] } }"#;

/// After a day of its three `s` makes way for `e`; its last two days begin when `e` is done.
#[test]
fn interrupted_work_goes_on_where_it_stopped() {
    let types = format!(r#"{{ name = "s", backlog = 1 }}, {E}"#);
    let found = told(
        &types,
        "people = 1\nservice = 3\nby_type.e = { service = 0.5 }",
    );
    assert_eq!(
        found,
        "started s1@0, interrupted s1@1, started e1@1, finished e1@1.5, started s1@1.5, finished s1@3.5"
    );
}

/// Without the word nothing is interrupted; and nobody is, as long as somebody is free.
#[test]
fn only_who_must_makes_way() {
    let calm = E.replace("preempt = true", "preempt = false");
    let stage = "people = 1\nservice = 3\nby_type.e = { service = 0.5 }";
    let found = told(&format!(r#"{{ name = "s", backlog = 1 }}, {calm}"#), stage);
    assert_eq!(
        found,
        "started s1@0, finished s1@3, started e1@3, finished e1@3.5"
    );
    let stage = stage.replace("people = 1", "people = 2");
    let found = told(&format!(r#"{{ name = "s", backlog = 1 }}, {E}"#), &stage);
    assert_eq!(
        found,
        "started s1@0, started e1@1, finished e1@1.5, finished s1@3"
    );
}

/// Of the two under way `low` ranks lower although it is older. An expedite item makes way for nobody.
#[test]
fn the_lowest_ranked_work_makes_way() {
    let types = format!(
        r#"{{ name = "low", priority = 1, arrivals = {{ at = [0] }} }}, {{ name = "high", arrivals = {{ at = [0.5] }} }}, {E}"#
    );
    let stage = "people = 2\nservice = 4\nby_type.e = { service = 1 }";
    assert_eq!(
        told(&types, stage),
        "started low1@0, started high1@0.5, interrupted low1@1, started e1@1, finished e1@2, \
         started low1@2, finished high1@4.5, finished low1@5"
    );
    let types = E.replace("at = [1]", "at = [0, 1]");
    let found = told(&types, "people = 1\nservice = 2");
    assert_eq!(
        found,
        "started e1@0, finished e1@2, started e2@2, finished e2@4"
    );
}

/// Half a day each day, so `s` has had half of its one day when it is interrupted.
#[test]
fn what_is_left_takes_its_time_at_the_same_pace() {
    let types = format!(r#"{{ name = "s", backlog = 1 }}, {E}"#);
    let found = told(
        &types,
        "people = 1\navailability = 0.5\nservice = 1\nby_type.e = { service = 1.5 }",
    );
    assert_eq!(
        found,
        "started s1@0, interrupted s1@1, started e1@1, finished e1@4, started s1@4, finished s1@5"
    );
}

/// `a` and `b` share one person for a day. Then the younger makes way, and `a` shares with `e`: its last half day
/// takes until day 2. `e`, which has had half a day by then, goes on beside `b`.
#[test]
fn who_shares_effort_makes_way_with_one_hand() {
    let types = format!(
        r#"{{ name = "a", backlog = 1 }}, {{ name = "b", priority = 1, backlog = 1 }}, {E}"#
    );
    let found = told(
        &types,
        "people = 1\nfocus = { items_per_person = 2 }\nservice = 1",
    );
    assert_eq!(
        found,
        "started a1@0, started b1@0, interrupted b1@1, started e1@1, finished a1@2, started b1@2, \
         finished b1@3, finished e1@3"
    );
}

/// The wait after an interruption is waiting for a person like any other; work, effort and utilisation are what
/// was worked.
#[test]
fn waiting_again_is_measured() {
    let text = format!(
        "calendar = {{ horizon = 10 }}\ntypes = [{{ name = \"s\", backlog = 1 }}, {E}]\n\
         stages = [{{ name = \"A\", people = 1, service = 3, by_type.e = {{ service = 0.5 }} }}]\n"
    );
    let result = run(&text, 3);
    for (path, value) in [
        ("stages.A.interrupted", 1.0),
        ("types.s.lead_time", 3.5),
        ("stages.A.waiting_time", 0.25),
        ("stages.A.work_time", 1.75),
        ("stages.A.effort", 3.5),
        ("pools.A.utilisation", 0.35),
    ] {
        assert_eq!(number(&result, path), value, "{path}");
    }
}
