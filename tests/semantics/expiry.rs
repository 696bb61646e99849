//! Patience: what waits too long is dropped, wherever it waits, and gives back what it held.

use super::log::Log;
use crate::support::{at, number, run};

/// The age on day 0 counts; the day-0 item that is too old may still be pulled on day 0.
#[test]
fn the_backlog_counts_from_arrival() {
    let log = Log::of(
        r#"
calendar = { horizon = 20 }
types = [
  { name = "a", backlog = { items = 3, age = 4 }, expire = 5 },
  { name = "b", arrivals = { at = [2] }, expire = 3.5 },
]
stages = [{ name = "W", people = 1, service = 9, wip = { max = 1 } }]
"#,
    );
    assert_eq!(log.told("entered", "W"), "a1@0");
    assert_eq!(log.told("expired", ""), "a2@1 a3@1 b1@5.5");
    let old = Log::of(
        r#"
calendar = { horizon = 20 }
types = [{ name = "a", backlog = { items = 2, age = 40 }, expire = 5 }]
stages = [{ name = "W", people = 1, service = 9, wip = { max = 1 } }]
"#,
    );
    assert_eq!(old.told("entered", "W"), "a1@0");
    assert_eq!(old.told("expired", ""), "a2@0");
}

/// In a stage the clock starts on entry, is cleared when work starts, and starts anew when it stops.
#[test]
fn in_a_stage_only_waiting_counts() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 4 }]
[[stages]]
name = "first"
people = 1
service = 2
expire = 3
[[stages]]
name = "second"
people = 1
service = 8
wip = { max = 1 }
"#,
    );
    // a1 works 0–2 and moves on; a2 works 2–4 and waits until 7; a3 and a4 lose patience before their turn.
    assert_eq!(log.told("started", "first"), "a1@0 a2@2");
    assert_eq!(log.told("expired", "first"), "a3@3 a4@3 a2@7");
    assert_eq!(log.told("started", "second"), "a1@2");
}

/// At one instant work ends, then stages pull, then plannings, then patience ends.
#[test]
fn whoever_is_taken_at_that_instant_is_not_dropped() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 2, arrivals = { at = [1] }, expire = 4 }]
teams = [{ name = "T", planning = { at = [7] }, pull = { total = 1 } }]
[[stages]]
name = "W"
people = 1
service = 4
wip = { max = 1 }
[[stages]]
name = "shelf"
kind = "ready"
expire = 3
"#,
    );
    assert_eq!(log.told("entered", "W"), "a1@0 a2@4");
    assert_eq!(log.told("expired", ""), "a3@5");
    assert_eq!(log.told("committed", "T"), "a1@7");
    assert_eq!(log.told("expired", "shelf"), "a2@11");
}

/// A dropped item gives back its place in the stage, the group and the lane, and the person it holds.
#[test]
fn everything_it_held_is_free() {
    let log = Log::of(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 3 }]
lanes = [{ name = "L", types = ["a"], wip = { W = { max = 1 } } }]
conwip = [{ stages = ["W", "next"], wip = { max = 2 } }]
[[stages]]
name = "W"
people = 1
service = 1
hold = "person"
wip = { max = 1 }
expire = 2.5
[[stages]]
name = "next"
people = 1
service = 20
wip = { max = 1 }
"#,
    );
    assert_eq!(log.told("entered", "W"), "a1@0 a2@1 a3@4.5");
    assert_eq!(log.told("started", "W"), "a1@0 a2@1 a3@4.5");
    assert_eq!(log.told("expired", "W"), "a2@4.5 a3@8");
}

/// A type may have a patience of its own in a stage and on the shelf; a shelf that loses an item has room.
#[test]
fn patience_is_by_type_on_the_shelf_too() {
    let log = Log::of(
        r#"
calendar = { horizon = 12 }
types = [{ name = "a", arrivals = { at = [0] } }, { name = "b", arrivals = { at = [0.5, 0.75] } }]
[[stages]]
name = "in"
[[stages]]
name = "shelf"
kind = "ready"
wip = { max = 2 }
expire = 7
by_type.b = { expire = 2 }
"#,
    );
    assert_eq!(log.told("expired", "shelf"), "b1@2.5 b2@4.5 a1@7");
}

/// The sums: dropped items are discarded as expired, wherever they were, and their work was in vain.
#[test]
fn expired_items_are_counted_apart() {
    let result = run(
        r#"
calendar = { horizon = 30 }
types = [{ name = "a", backlog = 4, expire = 3 }]
[[stages]]
name = "W"
people = 1
wip = { max = 1 }
service = 2
[[stages]]
name = "shelf"
kind = "ready"
expire = 5
"#,
        1,
    );
    // Two are pulled on days 0 and 2, the others have left the backlog on day 3.
    let value = |path: &str| number(&result, path);
    assert_eq!([value("ready"), value("discarded")], [2.0, 4.0]);
    assert_eq!([value("expired"), value("rejected")], [4.0, 0.0]);
    assert_eq!(value("stages.shelf.expired"), 2.0);
    assert_eq!(value("stages.W.expired"), 0.0);
    assert_eq!(value("effort_discarded"), 4.0);
    assert_eq!(value("stages.W.effort_discarded"), 4.0);
    assert_eq!(value("stages.shelf.cycle_time"), 5.0);
    assert_eq!(value("discard_rate"), 4.0 / 6.0);
    assert_eq!(at(&result, "series.discarded[30]").as_f64(), Some(4.0));
    assert_eq!(value("lead_time_done.open"), 0.0);
}

/// Who stands before whom is not changed by those who have left in between, whatever the order.
#[test]
fn the_others_keep_their_order() {
    for (order, expected) in [
        ("fifo", "b1@0 b2@4 b3@8 b4@12"),
        ("lifo", "b1@0 b7@4 b6@8 b5@12"),
        ("value", "b1@0 b2@4 b3@8 b4@12"),
    ] {
        let log = Log::of(&format!(
            r#"
order = "{order}"
calendar = {{ horizon = 15 }}
types = [
  {{ name = "b", arrivals = {{ at = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6] }}, expire = {{ dist = "empirical", values = [100] }} }},
  {{ name = "c", arrivals = {{ at = [0.15, 0.25, 0.35, 0.45] }}, expire = 1 }},
]
stages = [{{ name = "W", people = 1, service = 4, wip = {{ max = 1 }} }}]
"#
        ));
        assert_eq!(
            log.told("expired", ""),
            "c1@1.15 c2@1.25 c3@1.35 c4@1.45",
            "{order}"
        );
        assert_eq!(log.told("entered", "W"), expected, "{order}");
    }
}
