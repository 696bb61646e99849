//! People who keep several items in hand: how fast each moves, what it costs, and what is measured of it.

use super::log::Log;
use crate::support::{json, number, parse, run};

/// What is finished in the one stage, by name, of items `a`, `b`, `c` that arrive on these days and take these days.
fn finished(items: &[(f64, f64)], people: &str) -> String {
    let names = ["a", "b", "c"];
    let kinds = names.iter().zip(items).zip(0..);
    let kinds = kinds.map(|((name, (arrives, _)), priority)| {
        format!("{{ name = \"{name}\", priority = {priority}, arrivals = {{ at = [{arrives}] }} }}")
    });
    let work = names
        .iter()
        .zip(items)
        .map(|(name, (_, work))| format!("by_type.{name} = {{ service = {work} }}\n"));
    let text = format!(
        "calendar = {{ horizon = 40 }}\ntypes = [{}]\n[[stages]]\nname = \"A\"\n{people}\nservice = 9\n{}",
        kinds.collect::<Vec<_>>().join(", "),
        work.collect::<String>()
    );
    let told = Log::of(&text).told("finished", "A");
    let mut words: Vec<&str> = told.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Alone `a` does half of its day; then both go at half speed, `a` for one more day; `b` then needs half a day
/// more.
#[test]
fn all_in_hand_share_the_effort_equally() {
    let items = [(0.0, 1.0), (0.5, 1.0)];
    let found = finished(&items, "people = 1\nfocus = { items_per_person = 2 }");
    assert_eq!(found, "a1@1.5 b1@2");
}

/// With two items for one person effort is divided by 1.5: each moves at a third of the speed.
#[test]
fn switching_costs() {
    let items = [(0.0, 1.0), (0.0, 1.0)];
    let found = finished(
        &items,
        "people = 1\nfocus = { items_per_person = 2, switch_cost = 0.5 }",
    );
    assert_eq!(found, "a1@3 b1@3");
}

/// Two people with three items: each at two thirds of the speed, less a quarter of the time (0.5 for the half
/// item too many), so two days of work take 2 ÷ (2/3 ÷ 1.25) = 3.75 days.
#[test]
fn who_holds_more_than_one_each_pays_for_the_excess() {
    let items = [(0.0, 2.0), (0.0, 2.0), (0.0, 2.0)];
    let found = finished(
        &items,
        "people = 2\nfocus = { items_per_person = 2, switch_cost = 0.5 }",
    );
    assert_eq!(found, "a1@3.75 b1@3.75 c1@3.75");
}

/// `c` waits until one of the two hands is free: `a` and `b` take two days, then `c` has the person to itself.
#[test]
fn hands_are_limited() {
    let items = [(0.0, 1.0), (0.0, 1.0), (0.0, 1.0)];
    let found = finished(&items, "people = 1\nfocus = { items_per_person = 2 }");
    assert_eq!(found, "a1@2 b1@2 c1@3");
    let found = finished(
        &items,
        "people = 1\nfocus = { items_per_person = \"unlimited\" }",
    );
    assert_eq!(found, "a1@3 b1@3 c1@3");
}

/// Half a day each day: everything takes twice as long.
#[test]
fn availability_multiplies_every_rate() {
    let items = [(0.0, 1.0), (1.0, 1.0)];
    let people = "people = 1\navailability = 0.5\nfocus = { items_per_person = 2 }";
    assert_eq!(finished(&items, people), "a1@3 b1@4");
}

/// A done item fills a hand but takes no effort: on day 2 `a` is done and stays in hand since the next column is
/// full. `b`, which by then has got one of its two days, has the person to itself; no third item is taken.
#[test]
fn a_done_item_that_is_held_fills_a_hand() {
    let text = r#"
calendar = { horizon = 12 }
types = [{ name = "x", backlog = 1, route = ["B"] }, { name = "a", backlog = 1 }, { name = "b", backlog = 1 }, { name = "c", arrivals = { at = [0.25] } }]
[[stages]]
name = "A"
people = 1
hold = "person"
focus = { items_per_person = 2 }
service = 1
by_type.b = { service = 2 }
[[stages]]
name = "B"
people = 1
wip = { max = 1 }
service = 6
"#;
    let log = Log::of(text);
    assert_eq!(log.told("started", "A"), "a1@0 b1@0 c1@6");
    assert_eq!(log.told("finished", "A"), "a1@2 b1@3 c1@7");
}

/// People of two stages share one set of hands.
#[test]
fn hands_serve_all_stages_of_a_pool() {
    let text = r#"
calendar = { horizon = 12 }
types = [{ name = "a", backlog = 1 }, { name = "b", backlog = 1, route = ["B"] }]
pools = [{ name = "P", people = 1, focus = { items_per_person = 2 } }]
stages = [{ name = "A", pool = "P", service = 1 }, { name = "B", pool = "P", service = 3 }]
"#;
    let log = Log::of(text);
    assert_eq!(log.told("finished", "A"), "a1@2");
    // On day 2 `b` has had one of its three days, then both are in B at half speed: on day 6 `b` is done and `a`
    // has had two of its three.
    assert_eq!(log.told("finished", "B"), "b1@6 a1@7");
}

/// Two items of one day, together: the time they are worked on is two days each, the effort one person-day each,
/// and one person is busy for two days of eight.
#[test]
fn effort_is_of_people_and_work_time_of_items() {
    let text = r#"
calendar = { horizon = 8 }
types = [{ name = "a", backlog = 2 }]
stages = [{ name = "A", people = 1, focus = { items_per_person = 3 }, service = 1, discard = DISCARD }]
"#;
    let result = run(&text.replace("DISCARD", "0"), 4);
    assert_eq!(number(&result, "stages.A.work_time"), 2.0);
    assert_eq!(number(&result, "stages.A.effort"), 2.0);
    assert_eq!(number(&result, "pools.A.utilisation"), 0.25);
    assert_eq!(number(&result, "flow_efficiency"), 1.0);
    let result = run(&text.replace("DISCARD", "1"), 4);
    assert_eq!(number(&result, "effort_discarded"), 2.0);
    assert_eq!(number(&result, "stages.A.effort_discarded"), 2.0);
}

/// What is under way at the warm-up and at the horizon counts for the part of the day that people give it.
#[test]
fn utilisation_counts_people_up_to_the_last_moment() {
    let text = r#"
calendar = { warm_up = 1, horizon = 5 }
types = [{ name = "a", backlog = 3 }]
pools = [{ name = "P", people = 2, availability = 0.5, focus = { items_per_person = 2, switch_cost = 0.3 } }]
stages = [{ name = "A", pool = "P", service = 40 }]
"#;
    let busy = number(&run(text, 2), "pools.P.utilisation");
    assert!((busy - 1.0).abs() < 1e-8, "{busy}");
}

/// As long as nobody holds two items, it is as if each took one at a time.
#[test]
fn one_item_each_is_the_plain_case() {
    let text = r#"
calendar = { horizon = 60 }
types = [{ name = "a", arrivals = { per_day = 1.5 } }]
[[stages]]
name = "A"
people = 2
wip = { max = 2 }
service = { dist = "lognormal", mean = 1, cv = 1 }
FOCUS
"#;
    let plain = text.replace("FOCUS", "");
    let shared = text.replace("FOCUS", "focus = { items_per_person = 4, switch_cost = 1 }");
    let [plain, shared] = [plain, shared].map(|text| parse(&json(&text, 40, 1)));
    assert_eq!(plain["flow"]["total"], shared["flow"]["total"]);
    assert_eq!(plain["flow"]["stages"], shared["flow"]["stages"]);
    assert_eq!(
        plain["flow"]["pools"]["A"]["utilisation"],
        shared["flow"]["pools"]["A"]["utilisation"]
    );
}
