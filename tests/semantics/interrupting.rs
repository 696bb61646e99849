//! Expedite items that do not wait until somebody is free.

use super::log::Log;
use crate::support::{number, run};

/// What happened in column A, as `what item@day`, with standard and expedite work of given days.
fn told(types: &str, stage: &str) -> String {
    let text = format!(
        "calendar = {{ horizon = 30 }}\ntypes = [{types}]\n[[stages]]\nname = \"A\"\n{stage}\n"
    );
    let log = Log::of(&text);
    let words = ["started", "interrupted", "resumed", "finished"];
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
        "started s1@0, interrupted s1@1, started e1@1, finished e1@1.5, resumed s1@1.5, finished s1@3.5"
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
         resumed low1@2, finished high1@4.5, finished low1@5"
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
        "started s1@0, interrupted s1@1, started e1@1, finished e1@4, resumed s1@4, finished s1@5"
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
        "started a1@0, started b1@0, interrupted b1@1, started e1@1, finished a1@2, resumed b1@2, \
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

/// The text of a board where nothing is random but strikes, ten standard and four expedite items all get done.
fn struck(preempt: bool, people: &str) -> String {
    format!(
        r#"
calendar = {{ horizon = 1000 }}
types = [
  {{ name = "s", backlog = 10 }},
  {{ name = "e", class = "expedite", preempt = {preempt}, arrivals = {{ at = [1.3, 4.1, 9.7, 15.2] }} }},
]
blockers = [
  {{ source = "legal", probability = 0.5, duration = 1.5 }},
  {{ source = "tests", per_day = 0.4, duration = 0.7, holds_person = true }},
]
[[stages]]
name = "A"
{people}
service = 3
"#
    )
}

/// Where blockers strike is counted in work done: interrupted or not, the same items are worked on as long and
/// stopped as often and as long, wherever they are taken up again.
#[test]
fn blockers_strike_as_before() {
    for people in [
        "people = 1\navailability = 0.5",
        "people = 2",
        "people = 2\nfocus = { items_per_person = 2 }",
    ] {
        let [calm, pressed] = [false, true].map(|preempt| run(&struck(preempt, people), 50));
        assert_eq!(number(&calm, "stages.A.interrupted"), 0.0);
        assert!(number(&pressed, "stages.A.interrupted") > 0.5, "{people}");
        let lead_time = |result| number(result, "types.e.lead_time");
        assert!(lead_time(&pressed) < lead_time(&calm), "{people}");
        for path in [
            "ready",
            "stages.A.effort",
            "stages.A.blocked_time",
            "flow.blockers.legal.count",
            "flow.blockers.tests.count",
        ] {
            let (before, after) = (number(&calm, path), number(&pressed, path));
            assert!(
                (after - before).abs() < 1e-7,
                "{people}, {path}: {before} and {after}"
            );
        }
        assert!(
            (number(&pressed, "stages.A.effort") - 42.0).abs() < 1e-6,
            "{people}"
        );
    }
}

/// Whoever is stopped by a blocker does not work, so there is nothing to interrupt, whether a person is kept or
/// not.
#[test]
fn blocked_work_is_not_interrupted() {
    let types = format!(
        r#"{{ name = "s", backlog = 1 }}, {}"#,
        E.replace("at = [1]", "at = [10.5]")
    );
    for (holds, end) in [(true, ""), (false, ", started e1@10.5, finished e1@11")] {
        let legal = format!(
            "source = \"x\"\ntypes = [\"s\"]\nprobability = 1\nduration = 100\nholds_person = {holds}"
        );
        let stage = "people = 1\nservice = 10\nby_type.e = { service = 0.5 }\n[[blockers]]";
        let found = told(&types, &format!("{stage}\n{legal}"));
        assert_eq!(found, format!("started s1@0{end}"));
    }
}

/// An item that is interrupted waits, and its patience begins anew.
#[test]
fn interrupted_items_may_lose_patience() {
    let types = format!(r#"{{ name = "s", arrivals = {{ at = [0, 5.5] }} }}, {E}"#);
    let found = told(
        &types,
        "people = 1\nservice = 3\nexpire = 2\nby_type.e = { service = 5 }",
    );
    assert_eq!(
        found,
        "started s1@0, interrupted s1@1, started e1@1, finished e1@6, started s2@6, finished s2@9"
    );
    let found = told(
        &types,
        "people = 1\nservice = 3\nexpire = 5.5\nby_type.e = { service = 5 }",
    );
    assert_eq!(
        found,
        "started s1@0, interrupted s1@1, started e1@1, finished e1@6, resumed s1@6, finished s1@8, \
         started s2@8, finished s2@11"
    );
}

/// Whoever stays with a finished item cannot be called away from it.
#[test]
fn a_held_person_stays() {
    let types = format!(
        r#"{{ name = "s", backlog = 3 }}, {}"#,
        E.replace("at = [1]", "at = [2.5]")
    );
    let next = "[[stages]]\nname = \"B\"\npeople = 1\nwip = { max = 1 }\nservice = 10";
    let found = told(
        &types,
        &format!("people = 1\nhold = \"person\"\nservice = 1\n{next}"),
    );
    assert_eq!(
        found,
        "started s1@0, finished s1@1, started s2@1, finished s2@2, started e1@11, finished e1@12, \
         started s3@21, finished s3@22"
    );
}

/// Whoever is above the new number of people is called away like anybody else, and has no time for more after that.
#[test]
fn fewer_people_are_interrupted_too() {
    let e = E.replace("at = [1]", "at = [2]");
    let types = format!(r#"{{ name = "s", backlog = 2 }}, {e}"#);
    let change = "[[changes]]\nat = 1\nset = { \"stages.A.people\" = 1 }";
    let stage = "people = 2\nservice = 5\nby_type.e = { service = 0.5 }";
    let found = told(&types, &format!("{stage}\n{change}"));
    assert_eq!(
        found,
        "started s1@0, started s2@0, interrupted s2@2, started e1@2, finished e1@2.5, finished s1@5, \
         resumed s2@5, finished s2@8"
    );
}

/// What somebody works on on day 0 can be interrupted too, and keeps what has been done on it.
#[test]
fn work_of_today_is_interrupted() {
    let types = format!(r#"{{ name = "s" }}, {E}"#);
    let board = "[board]\nfile = \"board.csv\"\n#: id,type,stage,entered\n#: x,s,A,2";
    let found = told(
        &types,
        &format!("people = 1\nservice = 5\nby_type.e = {{ service = 0.5 }}\n{board}"),
    );
    assert_eq!(
        found,
        "interrupted s1@1, started e1@1, finished e1@1.5, resumed s1@1.5, finished s1@3.5"
    );
}

/// Which work in two columns with the same two people makes way for expedite work in B: fixed-date work `a` in A,
/// or standard work `b` in B.
fn makes_way(prefer: &str, min: u32, order: &str) -> String {
    let text = format!(
        r#"
calendar = {{ horizon = 30 }}
types = [
  {{ name = "a", class = "fixed-date", due = 20, backlog = 1 }},
  {{ name = "b", backlog = 1, route = ["B"] }},
  {{ name = "e", class = "expedite", preempt = true, route = ["B"], arrivals = {{ at = [1] }} }},
]
pools = [{{ name = "both", people = 2, prefer = "{prefer}" }}]
stages = [
  {{ name = "A", pool = "both", service = 5 }},
  {{ name = "B", pool = "both", service = 5, wip = {{ min = {min} }} }},
]
allocation = {{ strategy = "priority", order = [{order}] }}
"#
    );
    let log = Log::of(&text);
    [log.told("interrupted", "A"), log.told("interrupted", "B")].concat()
}

/// Lowest is what would be taken up last: by the call of a minimum, the preferred column, the owner's rank, the
/// class.
#[test]
fn lowest_is_what_would_be_taken_up_last() {
    assert_eq!(makes_way("downstream", 0, ""), "a1@1");
    assert_eq!(makes_way("upstream", 0, ""), "b1@1");
    assert_eq!(makes_way("oldest", 0, ""), "b1@1");
    assert_eq!(makes_way("oldest", 0, "\"b\""), "a1@1");
    assert_eq!(makes_way("downstream", 4, ""), "b1@1");
}
