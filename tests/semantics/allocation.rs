//! Allocation by credit and by priority: whose turn it is.

use super::log::Log;

/// Whom a place for one lets in, and whom a single person starts on, a day each.
fn turns(types: &str, rest: &str) -> [String; 2] {
    let text = |limit: &str| {
        format!(
            r#"
calendar = {{ horizon = 9.5 }}
types = [{types}]
stages = [{{ name = "W", people = 1, service = 1{limit} }}]
{rest}
"#
        )
    };
    [
        Log::of(&text(", wip = { max = 1 }")).told("entered", "W"),
        Log::of(&text("")).told("started", "W"),
    ]
}

/// Credits of a, b, c before each serving (50 : 30 : 20, and whoever is served pays 1):
/// .5 .3 .2 a; 0 .6 .4 b; .5 -.1 .6 c; 1 .2 -.2 a; .5 .5 0 a (the larger share); 0 .8 .2 b; .5 .1 .4 a;
/// 0 .4 .6 c; .5 .7 -.2 b; 1 0 0 a.
#[test]
fn three_owners_are_served_by_credit() {
    let types = r#"
  { name = "c", backlog = 9 },
  { name = "a", backlog = 9 },
  { name = "b", backlog = 9 },
"#;
    let rest = r#"allocation = { strategy = "weighted", shares = { a = 50, b = 30, c = 20 } }"#;
    for found in turns(types, rest) {
        let owners: Vec<&str> = found.split(' ').map(|w| &w[..1]).collect();
        assert_eq!(owners.concat(), "abcaabacba");
    }
}

/// Alone, a gains and pays 1 each time. From day 4 on b is there without any credit saved up: .5 .5, and a
/// has the first name; 0 1 b; .5 .5 a; 0 1 b.
#[test]
fn who_is_absent_gains_no_credit() {
    let types = r#"
  { name = "b", arrivals = { at = [3.5, 3.6] } },
  { name = "a", backlog = 9 },
"#;
    let rest = r#"allocation = { strategy = "weighted" }"#;
    for found in turns(types, rest) {
        assert_eq!(found, "a1@0 a2@1 a3@2 a4@3 a5@4 b1@5 a6@6 b2@7 a7@8 a8@9");
    }
}

/// `e1` is served on day 1 as if it were not of this world: a and b keep alternating.
#[test]
fn expedite_stands_outside_the_credit() {
    let types = r#"
  { name = "e", class = "expedite", arrivals = { at = [0.5] } },
  { name = "a", backlog = 9 },
  { name = "b", backlog = 9 },
"#;
    let rest = r#"allocation = { strategy = "weighted" }"#;
    for found in turns(types, rest) {
        assert!(found.starts_with("a1@0 e1@1 b1@2 a2@3 b2@4 "), "{found}");
    }
}

/// Only b is in the list; a and c come last, together, and go by age.
#[test]
fn owners_left_out_of_the_order_come_last_together() {
    let types = r#"
  { name = "a", arrivals = { at = [0.1] } },
  { name = "b", arrivals = { at = [0.3, 0.4] } },
  { name = "c", arrivals = { at = [0, 0.2] } },
"#;
    let rest = r#"allocation = { strategy = "priority", order = ["b"] }"#;
    for found in turns(types, rest) {
        assert_eq!(found, "c1@0 b1@1 b2@2 a1@3 c2@4");
    }
}

/// Allocation counts before class and before priority.
#[test]
fn allocation_goes_before_class() {
    let types = r#"
  { name = "a", class = "fixed-date", due = 1, arrivals = { at = [0, 0.1] } },
  { name = "b", class = "intangible", priority = 5, arrivals = { at = [0.2] } },
"#;
    let rest = r#"allocation = { strategy = "priority", order = ["b", "a"] }"#;
    for found in turns(types, rest) {
        assert_eq!(found, "a1@0 b1@1 a2@2");
    }
}

/// Two lanes with equal shares: L's items by age, M's by age, in turns from day 1 on (.5 .5: L has the
/// first name).
#[test]
fn lanes_share_as_types_do() {
    let types = r#"
  { name = "a", arrivals = { at = [0, 0.4] } },
  { name = "b", arrivals = { at = [0.1, 0.5] } },
  { name = "c", arrivals = { at = [0.2, 0.3] } },
"#;
    let rest = r#"
allocation = { by = "lane", strategy = "weighted" }
lanes = [{ name = "M", types = ["c"] }, { name = "L", types = ["a", "b"] }]
"#;
    for found in turns(types, rest) {
        assert_eq!(found, "a1@0 b1@1 c1@2 a2@3 c2@4 b2@5");
    }
}

/// The owner whom a lane's limit keeps out has no candidate: it neither gains nor loses. Until day 3 `a1`
/// is in the lane, so b goes alone; then .5 .5.
#[test]
fn a_candidate_kept_out_gains_no_credit() {
    let log = Log::of(
        r#"
calendar = { horizon = 6.5 }
types = [{ name = "a", backlog = 3 }, { name = "b", backlog = 9 }]
lanes = [{ name = "L", types = ["a"], conwip = { max = 1 } }]
allocation = { strategy = "weighted" }
stages = [
  { name = "W", people = 1, wip = { max = 1 }, service = 1 },
  { name = "X", people = "unlimited", service = 2 },
]
"#,
    );
    // Day 0: a (first name, credit -.5; b .5). Days 1 and 2: b alone (.5). Day 3: a 0, b 1: b.
    // Day 4: a .5, b .5: a. Days 5 and 6: b alone again.
    assert_eq!(
        log.told("entered", "W"),
        "a1@0 b1@1 b2@2 b3@3 a2@4 b4@5 b5@6"
    );
}
