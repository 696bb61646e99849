//! Stages that run low and take what is not done in the stage before.

use super::log::Log;
use crate::support::{number, run};

/// What happened left of ready, but for arrivals and entries, as `what item-stage@day`.
fn told(text: &str) -> String {
    let log = Log::of(&format!("calendar = {{ horizon = 30 }}\n{text}"));
    let lines = log.lines.iter().filter(|l| {
        let silent = ["present", "arrived", "entered", "unblocked"].contains(&l.what);
        ["Z", "A", "B", "C"].contains(&l.place.as_str()) && !silent
    });
    let words: Vec<String> = lines
        .map(|l| format!("{} {}-{}@{}", l.what, l.item, l.place, l.day))
        .collect();
    words.join(", ")
}

/// What came into B unfinished, as `item@day`.
fn pushed(text: &str) -> String {
    Log::of(&format!("calendar = {{ horizon = 30 }}\n{text}")).told("pushed", "B")
}

/// `A` and `B`, which takes what is not done whenever it is empty and has a place for one; the other keys of each
/// are filled in.
fn two(types: &str, a: &str, b: &str) -> String {
    format!(
        "types = [{types}]\n[[stages]]\nname = \"A\"\nservice = 4\n{a}\n[[stages]]\nname = \"B\"\npeople = 1\nservice = 1\nwip = {{ min = 1, max = 1, on_low = \"push\" }}\n{b}\n"
    )
}

/// The same with `k1`, which B works on until some day.
fn taken_until(day: f64, types: &str, a: &str) -> String {
    let types = format!("{{ name = \"k\", route = [\"B\"], arrivals = {{ at = [0] }} }}, {types}");
    two(&types, a, &format!("by_type.k = {{ service = {day} }}"))
}

const S: &str = r#"{ name = "s", arrivals = { at = [0, 3] } }"#;

/// `s1` is taken at once, with all of its four days. On day 5 B is empty again: two days are done on `s2` in A, and
/// B does the other two and its own day.
#[test]
fn the_rest_of_the_work_comes_along() {
    let expected = "pushed s1-B@0, started s1-B@0, started s2-A@3, finished s1-B@5, pushed s2-B@5, started s2-B@5, finished s2-B@8";
    assert_eq!(told(&two(S, "people = 1", "")), expected);
    // Neither discard nor meeting of A: that is for what is done there.
    assert_eq!(told(&two(S, "people = 1\ndiscard = 1", "")), expected);
    assert_eq!(
        told(&two(S, "people = 1\nleaves = { every = 20 }", "")),
        expected
    );
}

/// Four days become two; of `s2` one is done on day 3, and three become one and a half.
#[test]
fn what_comes_along_has_its_price() {
    let types = r#"{ name = "s", arrivals = { at = [0, 2] } }"#;
    let found = told(&two(types, "people = 1", "push_cost = 0.5"));
    assert_eq!(
        found,
        "pushed s1-B@0, started s1-B@0, started s2-A@2, finished s1-B@3, pushed s2-B@3, started s2-B@3, finished s2-B@5.5"
    );
}

/// On day 5 four days are done on `p`, and `q` waits although it is older.
#[test]
fn the_item_that_is_furthest_comes_first() {
    let types = r#"
  { name = "r", route = ["A"], arrivals = { at = [0] } },
  { name = "q", priority = 1, arrivals = { at = [0.1] } },
  { name = "p", arrivals = { at = [0.2] } },
"#;
    let a =
        "people = 1\nby_type = { r = { service = 1 }, p = { service = 10 }, q = { service = 10 } }";
    assert_eq!(
        told(&taken_until(5.0, types, a)),
        "started r1-A@0, started k1-B@0, finished r1-A@1, started p1-A@1, finished k1-B@5, pushed p1-B@5, started q1-A@5, \
        started p1-B@5, finished p1-B@12, pushed q1-B@12, started q1-B@12, finished q1-B@16"
    );
}

/// Two days are done on both, in 0.7 of each day as well.
#[test]
fn of_equal_ones_the_oldest_comes() {
    let types = r#"{ name = "s", arrivals = { every = 90, first = 1, count = 2 } }"#;
    assert_eq!(
        told(&taken_until(3.0, types, "people = 2")),
        "started k1-B@0, started s1-A@1, started s2-A@1, finished k1-B@3, pushed s1-B@3, started s1-B@3, finished s2-A@5, \
        finished s1-B@6, started s2-B@6, finished s2-B@7"
    );
    let a = "people = 2\navailability = 0.7\nby_type.s = { service = 3.3 }";
    assert_eq!(pushed(&taken_until(3.0, types, a)), "s1@3");
}

/// Two items in one person's hands: a day is done on each. The other three of `s2` take three days from then on.
#[test]
fn hands_are_free_for_the_other_work() {
    let types = r#"{ name = "s", arrivals = { every = 90, first = 1, count = 2 } }"#;
    let a = "people = 1\nfocus = { items_per_person = 2 }";
    assert_eq!(
        told(&taken_until(3.0, types, a)),
        "started k1-B@0, started s1-A@1, started s2-A@1, finished k1-B@3, pushed s1-B@3, started s1-B@3, finished s2-A@6, \
        finished s1-B@7, started s2-B@7, finished s2-B@8"
    );
}

/// The person of `s1` takes `s2`, also where people stay with what is done.
#[test]
fn the_person_is_free_at_once() {
    let types = r#"{ name = "s", arrivals = { at = [1, 2] } }"#;
    assert_eq!(
        told(&taken_until(3.0, types, "people = 1\nhold = \"person\"")),
        "started k1-B@0, started s1-A@1, finished k1-B@3, pushed s1-B@3, started s2-A@3, started s1-B@3, finished s1-B@6, \
        pushed s2-B@6, started s2-B@6, finished s2-B@8"
    );
}

/// Four days of half an hour an hour are two days of work.
#[test]
fn work_done_is_counted_in_work() {
    let types = r#"{ name = "s", arrivals = { at = [1] } }"#;
    assert_eq!(
        told(&taken_until(5.0, types, "people = 1\navailability = 0.5")),
        "started k1-B@0, started s1-A@1, finished k1-B@5, pushed s1-B@5, started s1-B@5, finished s1-B@8"
    );
}

/// `s` has had one of its four days, `e` half a day; `s` waits to go on.
#[test]
fn interrupted_work_is_taken_with_what_is_left() {
    let types = r#"
  { name = "s", arrivals = { at = [0] } },
  { name = "e", class = "expedite", preempt = true, arrivals = { at = [1] } },
"#;
    let a = "people = 1\nby_type.e = { service = 10 }";
    assert_eq!(
        told(&taken_until(1.5, types, a)),
        "started s1-A@0, started k1-B@0, interrupted s1-A@1, started e1-A@1, finished k1-B@1.5, pushed s1-B@1.5, \
        started s1-B@1.5, finished s1-B@5.5, pushed e1-B@5.5, started e1-B@5.5, finished e1-B@12"
    );
}

/// Who is on today's board brings along what is not done; while a blocker stops the work, nobody takes it. In the
/// end `s2` is further by one and a half days, and the younger one; B has 1.5 and 1 days to do.
#[test]
fn work_of_today_is_taken_unless_it_is_blocked() {
    let board = "[[blockers]]\nsource = \"x\"\nstages = [\"A\"]\nprobability = 1\nduration = 5\n[board]\nfile = \"b\"\n\
        #: id,type,stage,entered,created,state,worked,blocker\n";
    let rows = |rows: &str| {
        let types = "{ name = \"s\", backlog = 0 }";
        told(&format!("{}{board}{rows}", two(types, "people = 1", "")))
    };
    assert_eq!(
        rows("#: one,s,A,3,3,blocked,1,x\n"),
        "pushed s1-B@5, started s1-B@5, finished s1-B@9"
    );
    assert_eq!(
        rows("#: one,s,A,3,3,waiting,1,\n"),
        "pushed s1-B@0, started s1-B@0, finished s1-B@4"
    );
    assert_eq!(
        rows("#: one,s,A,3,3,working,2.5,\n#: two,s,A,4,4,waiting,1,\n"),
        "pushed s2-B@0, started s1-A@0, started s2-B@0, finished s2-B@2.5, pushed s1-B@2.5, started s1-B@2.5, \
        finished s1-B@4"
    );
}

/// Each stage takes from the one before it, downstream first.
#[test]
fn one_push_leads_to_another() {
    let low = "people = 1\nwip = { min = 1, max = 1, on_low = \"push\" }";
    let found = told(&format!(
        "types = [{{ name = \"s\", arrivals = {{ at = [0, 2, 4] }} }}]\n[[stages]]\nname = \"A\"\npeople = 1\nservice = 4\n\
        [[stages]]\nname = \"B\"\nservice = 2\n{low}\n[[stages]]\nname = \"C\"\nservice = 1\n{low}\n"
    ));
    assert_eq!(
        found,
        "pushed s1-B@0, pushed s1-C@0, started s1-C@0, pushed s2-B@2, started s2-B@2, started s3-A@4, finished s1-C@7, \
        pushed s2-C@7, pushed s3-B@7, started s3-B@7, started s2-C@7, finished s2-C@9, pushed s3-C@9, started s3-C@9, \
        finished s3-C@11"
    );
}

/// `k1` in C holds the only place of the group until day 5.
#[test]
fn no_limit_is_broken() {
    let text = "types = [{ name = \"k\", route = [\"C\"], arrivals = { at = [0] } }, { name = \"s\", arrivals = { at = [0] } }]\n\
        [[stages]]\nname = \"A\"\npeople = 1\nservice = 9\n\
        [[stages]]\nname = \"B\"\npeople = 1\nservice = 1\nwip = { min = 1, on_low = \"push\" }\n\
        [[stages]]\nname = \"C\"\npeople = 1\nservice = 5\n\
        [[conwip]]\nstages = [\"B\", \"C\"]\nwip = { max = 1 }\n";
    assert_eq!(pushed(text), "s1@5");
}

/// B keeps one of its two slots for `t`, which comes on day 1.
#[test]
fn no_reserved_slot_is_taken() {
    let text = "types = [{ name = \"s\", backlog = 2 }, { name = \"t\", arrivals = { at = [1] } }]\n\
        [[stages]]\nname = \"A\"\npeople = 5\nservice = 20\n\
        [[stages]]\nname = \"B\"\npeople = 5\nservice = 10\nwip = { min = 2, max = 2, on_low = \"push\" }\n\
        [allocation]\nstrategy = \"STRATEGY\"\nshares = { s = 1, t = 1 }\n";
    assert_eq!(pushed(&text.replace("STRATEGY", "reserved")), "s1@0 t1@1");
    // An idle slot may be borrowed.
    assert_eq!(pushed(&text.replace("STRATEGY", "flexible")), "s1@0 s2@0");
}

/// `y1` is older and further, but does not help the lane.
#[test]
fn a_lanes_minimum_takes_its_own_items() {
    let text = "types = [{ name = \"y\", arrivals = { at = [0] } }, { name = \"x\", arrivals = { at = [1] } }]\n\
        [[stages]]\nname = \"A\"\npeople = 2\nservice = 9\n[[stages]]\nname = \"B\"\npeople = 1\nservice = 9\nOWN\n\
        [[lanes]]\nname = \"L\"\ntypes = [\"x\"]\nwip = { B = { min = 1, on_low = \"push\" } }\n";
    assert_eq!(pushed(&text.replace("OWN", "")), "x1@1");
    // What comes for the lane counts for the stage as well; the lane's signal takes nothing.
    let own = "wip = { min = 1, on_low = \"push\" }";
    assert_eq!(pushed(&text.replace("OWN", own)), "y1@0 x1@1");
    let signal = text.replace("min = 1, on_low = \"push\"", "min = 1");
    assert_eq!(pushed(&signal.replace("OWN", own)), "y1@0");
}

/// `z` does not come through A: B takes it from Z, where three days are done on it.
#[test]
fn the_stage_before_is_that_of_the_route() {
    let types = r#"
  { name = "z", route = ["Z", "B"], arrivals = { at = [0] } },
  { name = "s", route = ["A", "B"], arrivals = { at = [1] } },
"#;
    let text = taken_until(3.0, types, "people = 1");
    let text = text.replacen(
        "[[stages]]",
        "[[stages]]\nname = \"Z\"\npeople = 1\nservice = 9\n[[stages]]",
        1,
    );
    assert_eq!(pushed(&text), "z1@3");
}

/// From day 5 on B shall hold one.
#[test]
fn a_minimum_may_come_later() {
    let types = r#"{ name = "s", arrivals = { at = [1] } }"#;
    let text = two(types, "people = 1\nby_type.s = { service = 9 }", "");
    let text = text.replace("min = 1, max", "max");
    assert_eq!(pushed(&text), "");
    let change = "[[changes]]\nat = 5\nset = { \"stages.B.wip.min\" = 1 }\n";
    assert_eq!(
        told(&format!("{text}{change}")),
        "started s1-A@1, pushed s1-B@5, started s1-B@5, finished s1-B@11"
    );
}

/// The lane lacks `x1` in B. With a signal the person of Z and A would turn to it on day 1.
#[test]
fn whoever_takes_does_not_call() {
    let text = "types = [{ name = \"y\", arrivals = { at = [0, 0.1] } }, { name = \"x\", arrivals = { at = [0.2] } }]\n\
        pools = [{ name = \"P\", people = 1, prefer = \"upstream\" }]\n\
        [[stages]]\nname = \"Z\"\npool = \"P\"\nservice = 1\n[[stages]]\nname = \"A\"\npool = \"P\"\nservice = 1\n\
        [[stages]]\nname = \"B\"\npeople = 1\nservice = 9\n\
        [[lanes]]\nname = \"L\"\ntypes = [\"x\"]\nwip = { B = { min = 1, on_low = \"push\" } }\n";
    let started = |text: &str| {
        Log::of(&format!("calendar = {{ horizon = 30 }}\n{text}")).told("started", "Z")
    };
    assert_eq!(started(text), "y1@0 y2@1 x1@2");
    assert_eq!(started(&text.replace("push", "signal")), "y1@0 x1@1 y2@3");
}

/// Work counts where it is done: two days of `s2` in A, three in B, and five of `s1`. All ten days of the two lead
/// times were worked.
#[test]
fn work_is_booked_where_it_is_done() {
    let text = format!(
        "calendar = {{ horizon = 30 }}\n{}",
        two(S, "people = 1", "")
    );
    let result = run(&text, 1);
    let expected = [
        ("stages.B.pushes", 2.0),
        ("stages.A.pushes", 0.0),
        ("stages.A.effort", 2.0),
        ("stages.B.effort", 8.0),
        ("stages.A.work_time", 1.0),
        ("stages.A.cycle_time", 1.0),
        ("stages.B.work_time", 4.0),
        ("stages.A.wip_by_state.working", 2.0 / 30.0),
        ("pools.A.utilisation", 2.0 / 30.0),
        ("pools.B.utilisation", 8.0 / 30.0),
        ("lead_time", 5.0),
        ("flow_efficiency", 1.0),
    ];
    for (path, value) in expected {
        let found = number(&result, path);
        assert!((found - value).abs() < 1e-9, "{path}: {found}, not {value}");
    }
    crate::consistency::assert_consistent(&result, "two that are taken");
}

/// A board that is empty at the end of every trial, with people who share, blockers and interruptions.
fn emptying(low: &str) -> String {
    format!(
        r#"
calendar = {{ horizon = 900 }}
types = [
  {{ name = "s", backlog = 20 }},
  {{ name = "e", class = "expedite", preempt = true, arrivals = {{ at = [1, 2, 3, 5, 8, 13, 21] }} }},
]
blockers = [
  {{ source = "x", probability = 0.3, duration = 2 }},
  {{ source = "y", per_day = 0.2, duration = 1, holds_person = true }},
]
pools = [{{ name = "P", people = 2, focus = {{ items_per_person = 2 }} }}]
stages = [
  {{ name = "A", people = 2, service = {{ dist = "lognormal", mean = 2, cv = 1 }} }},
  {{ name = "B", pool = "P", service = {{ dist = "exponential", mean = 1 }}, wip = {{ min = 2, max = 5{low} }} }},
  {{ name = "C", people = 1, service = {{ dist = "gamma", mean = 1, cv = 0.5 }}, wip = {{ min = 1, max = 2{low} }} }},
]
"#
    )
}

/// Wherever it is done, an item's work stays the same, and nothing gets lost on the way.
#[test]
fn work_is_conserved() {
    let (calm, pushed) = (
        run(&emptying(""), 30),
        run(&emptying(", on_low = \"push\""), 30),
    );
    let effort = |result| -> f64 {
        let stages = ["A", "B", "C"].iter();
        stages
            .map(|s| number(result, &format!("stages.{s}.effort")))
            .sum()
    };
    let pushes = ["B", "C"].map(|s| number(&pushed, &format!("stages.{s}.pushes")));
    assert!(pushes.iter().sum::<f64>() > 3.0, "{pushes:?}");
    assert_eq!(number(&pushed, "ready"), 27.0);
    let (a, b) = (effort(&calm), effort(&pushed));
    assert!((a - b).abs() < 1e-5, "{a} days of work become {b}");
}
