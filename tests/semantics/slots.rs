//! Allocation by slots: each owner's part of a stage's maximum.

use super::log::Log;

/// Who enters a column of so many slots where nothing is ever finished.
fn entered(max: u32, strategy: &str, shares: &str, types: &str) -> String {
    Log::of(&format!(
        r#"
calendar = {{ horizon = 5 }}
types = [{types}]
stages = [{{ name = "W", elapsed = 100, wip = {{ max = {max} }} }}]
allocation = {{ strategy = "{strategy}", shares = {{ {shares} }} }}
"#
    ))
    .told("entered", "W")
}

/// Four slots, 3 : 1. The second b waits although one of a's slots is free.
#[test]
fn reserved_slots_are_not_borrowed() {
    let types = r#"
  { name = "a", arrivals = { at = [0, 0.1, 0.2, 0.3] } },
  { name = "b", arrivals = { at = [1, 1.1] } },
"#;
    let found = entered(4, "reserved", "a = 3, b = 1", types);
    assert_eq!(found, "a1@0 a2@0.1 a3@0.2 b1@1");
}

/// Seven slots, 5 : 3 : 2 = 3.5 + 2.1 + 1.4: the largest remainder is a's.
#[test]
fn slots_are_rounded_by_largest_remainder() {
    let types = r#"
  { name = "a", backlog = 9 },
  { name = "b", backlog = 9 },
  { name = "c", backlog = 9 },
"#;
    let found = entered(7, "reserved", "a = 5, b = 3, c = 2", types);
    let of = |owner: &str| found.matches(owner).count();
    assert_eq!([of("a"), of("b"), of("c")], [4, 2, 1]);
}

/// Three slots, 98 : 1 : 1: everybody has one, given up by the largest.
#[test]
fn everybody_has_a_slot() {
    let types = r#"
  { name = "a", backlog = 9 },
  { name = "b", backlog = 9 },
  { name = "c", backlog = 9 },
"#;
    let found = entered(4, "reserved", "a = 98, b = 1, c = 1", types);
    let of = |owner: &str| found.matches(owner).count();
    assert_eq!([of("a"), of("b"), of("c")], [2, 1, 1]);
}

/// Expedite items keep to their own slots too.
#[test]
fn expedite_items_keep_to_their_slots() {
    let types = r#"
  { name = "a", class = "expedite", backlog = 9 },
  { name = "b", arrivals = { at = [1, 2] } },
"#;
    let found = entered(3, "reserved", "a = 1, b = 2", types);
    assert_eq!(found, "a1@0 b1@1 b2@2");
}

/// Two slots, one each, one person, a day an item. With no b in sight a has both; `b1` waits from day 0.5
/// to day 1, when it gets its slot back; on day 3 it is gone and a borrows again.
#[test]
fn a_borrowed_slot_comes_back_when_its_owner_waits() {
    let log = Log::of(
        r#"
calendar = { horizon = 4.5 }
types = [{ name = "a", backlog = 9 }, { name = "b", arrivals = { at = [0.5] } }]
stages = [{ name = "W", people = 1, wip = { max = 2 }, service = 1 }]
allocation = { strategy = "flexible" }
"#,
    );
    let entered = log.told("entered", "W");
    assert_eq!(entered, "a1@0 a2@0 b1@1 a3@2 a4@3 a5@4");
}

/// A stage without a maximum is not divided.
#[test]
fn a_stage_without_a_maximum_is_not_divided() {
    let log = Log::of(
        r#"
calendar = { horizon = 1 }
types = [{ name = "a", backlog = 5 }, { name = "b", backlog = 1 }]
stages = [{ name = "W", elapsed = 100 }]
allocation = { strategy = "reserved", shares = { a = 1, b = 9 } }
"#,
    );
    assert_eq!(log.items("entered", "W").split(' ').count(), 6);
}
