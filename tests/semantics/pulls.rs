//! Pulls: who moves on, what keeps whom out, and when a place is given back.

use super::log::Log;

/// One column `work` and types as written.
fn days_of_entry(stages: &str, types: &str, rest: &str, place: &str) -> String {
    let text = format!("calendar = {{ horizon = 20 }}\n{types}\n{stages}\n{rest}\n");
    Log::of(&text).told("entered", place)
}

const THREE: &str = "types = [{ name = \"a\", backlog = 3 }]";

/// Day 2: `a1` goes to ready, then `a2` to B, then `a3` to A.
#[test]
fn downstream_stages_pull_first() {
    let log = Log::of(
        r#"
types = [{ name = "a", backlog = 5 }]
stages = [
  { name = "A", people = 1, wip = { max = 1 }, service = 1 },
  { name = "B", people = 1, wip = { max = 1 }, service = 1 },
]
"#,
    );
    let moves = log
        .lines
        .iter()
        .filter(|l| l.what == "entered" && l.day == 2.0);
    let places: Vec<&str> = moves.map(|l| l.place.as_str()).collect();
    assert_eq!(places, ["ready", "B", "A"]);
}

/// `x2` may not enter beside `x1`; `y1` behind it may.
#[test]
fn an_item_its_lane_keeps_out_stops_nobody_behind_it() {
    let types = r#"types = [
  { name = "x", arrivals = { at = [0, 0.1] } },
  { name = "y", arrivals = { at = [0.2] } },
]"#;
    let stages =
        r#"stages = [{ name = "work", people = "unlimited", wip = { max = 3 }, service = 1 }]"#;
    let lanes = r#"lanes = [{ name = "L", types = ["x"], wip = { work = { max = 1 } } }]"#;
    let entered = days_of_entry(stages, types, lanes, "work");
    assert_eq!(entered, "x1@0 y1@0.2 x2@1");
}

/// Three columns of one day each, and one place for the first and the last together.
fn gap(extra: [&str; 3], route: &str, place: &str) -> String {
    let [a, b, c] = extra;
    let types = format!("types = [{{ name = \"a\", backlog = 3{route} }}]");
    let stages = format!(
        r#"stages = [
  {{ name = "A", people = "unlimited", service = 1{a} }},
  {{ name = "B", people = "unlimited", service = 1{b} }},
  {{ name = "C", people = "unlimited", service = 1{c} }},
]"#
    );
    let conwip = r#"conwip = [{ stages = ["A", "C"], wip = { max = 1 } }]"#;
    days_of_entry(&stages, &types, conwip, place)
}

/// A, B and C take until day 3; the place of the group is held in B too, which it does not cover.
#[test]
fn a_place_of_a_group_is_held_across_a_gap() {
    assert_eq!(gap(["", "", ""], "", "A"), "a1@0 a2@3 a3@6");
}

/// Who does not visit C leaves the group with A, on day 1.
#[test]
fn a_place_is_held_to_the_last_stage_an_item_visits() {
    let route = ", route = [\"A\", \"B\"]";
    assert_eq!(gap(["", "", ""], route, "A"), "a1@0 a2@1 a3@2");
    assert_eq!(gap(["", "", ", skip = 1"], "", "A"), "a1@0 a2@1 a3@2");
}

/// Who passes A by takes a place only in C.
#[test]
fn a_place_is_taken_in_the_first_stage_an_item_visits() {
    assert_eq!(gap([", skip = 1", "", ""], "", "B"), "a1@0 a2@0 a3@0");
    assert_eq!(gap([", skip = 1", "", ""], "", "C"), "a1@1 a2@2 a3@3");
}

/// In A the discard comes on day 1, in the gap on day 2.
#[test]
fn a_discard_gives_a_place_of_a_group_back() {
    assert_eq!(gap([", discard = 1", "", ""], "", "A"), "a1@0 a2@1 a3@2");
    assert_eq!(gap(["", ", discard = 1", ""], "", "A"), "a1@0 a2@2 a3@4");
}

/// A lane's own group spans the stages left of ready unless it says otherwise.
#[test]
fn a_lane_has_a_group_of_its_own() {
    let types = r#"types = [
  { name = "x", arrivals = { at = [0, 0.1] } },
  { name = "y", arrivals = { at = [0.2, 0.3] } },
]"#;
    let stages = r#"stages = [
  { name = "A", people = "unlimited", service = 1 },
  { name = "B", people = "unlimited", service = 1 },
]"#;
    let all = r#"lanes = [{ name = "L", types = ["x"], conwip = { max = 1 } }]"#;
    let entered = days_of_entry(stages, types, all, "A");
    assert_eq!(entered, "x1@0 y1@0.2 y2@0.3 x2@2");
    let last = r#"lanes = [{ name = "L", types = ["x"], conwip = { max = 1, stages = ["B"] } }]"#;
    let entered = days_of_entry(stages, types, last, "B");
    assert_eq!(entered, "x1@1 y1@1.2 y2@1.3 x2@2");
}

/// `a2` is done on day 2 and keeps its place until B has room on day 4.
#[test]
fn a_done_item_counts_until_it_leaves() {
    let stages = r#"stages = [
  { name = "A", people = 1, wip = { max = 1 }, service = 1 },
  { name = "B", people = 1, wip = { max = 1 }, service = 3 },
]"#;
    assert_eq!(days_of_entry(stages, THREE, "", "A"), "a1@0 a2@1 a3@4");
}

/// The same line with room in A: does its person wait with the finished `a2`?
fn held(hold: &str, discard: &str) -> String {
    Log::of(&format!(
        r#"
{THREE}
stages = [
  {{ name = "A", people = 1, service = 1, hold = "{hold}", discard = {discard} }},
  {{ name = "B", people = 1, wip = {{ max = 1 }}, service = 3 }},
]
"#
    ))
    .told("started", "A")
}

#[test]
fn a_person_stays_with_a_finished_item_where_the_file_says_so() {
    assert_eq!(held("kanban", "0"), "a1@0 a2@1 a3@2");
    assert_eq!(held("person", "0"), "a1@0 a2@1 a3@4");
    assert_eq!(held("person", "1"), "a1@0 a2@1 a3@2");
}

/// `y1` needs nobody in A, so its leaving on day 0.5 frees nobody. `x1` is done on day 1, but B is
/// taken until day 3.5.
#[test]
fn who_needs_nobody_frees_nobody_on_leaving() {
    let log = Log::of(
        r#"
types = [
  { name = "x", backlog = 3 },
  { name = "y", arrivals = { at = [0.5] } },
]
stages = [
  { name = "A", people = 1, hold = "person", by_type.x.service = 1 },
  { name = "B", people = 1, wip = { max = 1 }, service = 3 },
]
"#,
    );
    assert_eq!(log.told("started", "A"), "x1@0 x2@3.5 x3@6.5");
}

/// `y1` passes its day in the column; the person works on `x1` until day 2 all the same.
#[test]
fn who_only_passes_time_frees_nobody_at_its_end() {
    let log = Log::of(
        r#"
calendar = { horizon = 10 }
types = [
  { name = "x", backlog = 2 },
  { name = "y", arrivals = { at = [0] } },
]
stages = [{ name = "A", people = 1, service = 2, by_type.y = { elapsed = 1 } }]
"#,
    );
    assert_eq!(log.told("finished", "A"), "y1@1 x1@2 x2@4");
}

/// A buffer's work is done on entry, and with it comes its discard.
#[test]
fn a_buffer_is_done_on_entry() {
    let stages = |discard: &str| {
        format!(
            r#"stages = [
  {{ name = "A", wip = {{ max = 2 }}, discard = {discard} }},
  {{ name = "B", people = 1, wip = {{ max = 1 }}, service = 1 }},
]"#
        )
    };
    assert_eq!(
        days_of_entry(&stages("0"), THREE, "", "A"),
        "a1@0 a2@0 a3@0"
    );
    assert_eq!(
        days_of_entry(&stages("0"), THREE, "", "B"),
        "a1@0 a2@1 a3@2"
    );
    let log = Log::of(&format!("{THREE}\n{}", stages("1")));
    assert_eq!(log.told("discarded", "A"), "a1@0 a2@0 a3@0");
}

/// Half a day of attention takes twice as long; a column needs nobody; a skipped stage is passed by.
#[test]
fn availability_elapsed_and_skip() {
    let log = Log::of(
        r#"
types = [{ name = "a", backlog = 2 }]
stages = [
  { name = "half", people = 1, availability = 0.5, service = 1 },
  { name = "never", people = 1, service = 1, skip = 1 },
  { name = "column", elapsed = 3 },
]
"#,
    );
    assert_eq!(log.told("finished", "half"), "a1@2 a2@4");
    assert_eq!(log.told("entered", "never"), "");
    assert_eq!(log.told("finished", "column"), "a1@5 a2@7");
}
