//! What a free person picks: expedite, the call of a minimum, the preferred stage, class, priority, order.

use super::log::Log;

/// Everything that was started, as `item-stage@day`.
fn started(text: &str) -> String {
    let text = format!("calendar = {{ horizon = 30 }}\n{text}");
    let log = Log::of(&text);
    let lines = log.lines.iter().filter(|l| l.what == "started");
    let words: Vec<String> = lines
        .map(|l| format!("{}-{}@{}", l.item, l.place, l.day))
        .collect();
    words.join(" ")
}

/// Two columns of one day each with one person for both.
fn two_columns(prefer: &str, types: &str) -> String {
    format!(
        r#"
types = [{types}]
pools = [{{ name = "P", people = 1, prefer = "{prefer}" }}]
stages = [
  {{ name = "A", pool = "P", service = 1 }},
  {{ name = "B", pool = "P", service = 1 }},
]
"#
    )
}

/// On day 1 `s1` waits in B, which is preferred, but `e1` in A is expedite.
#[test]
fn expedite_goes_before_the_preferred_stage() {
    let types = r#"{ name = "s", arrivals = { at = [0] } }, { name = "e", class = "expedite", arrivals = { at = [0.5] } }"#;
    let found = started(&two_columns("downstream", types));
    assert_eq!(found, "s1-A@0 e1-A@1 e1-B@2 s1-B@3");
}

#[test]
fn people_prefer_downstream_or_upstream() {
    let types = r#"{ name = "s", backlog = 2 }"#;
    let found = started(&two_columns("downstream", types));
    assert_eq!(found, "s1-A@0 s1-B@1 s2-A@2 s2-B@3");
    let found = started(&two_columns("upstream", types));
    assert_eq!(found, "s1-A@0 s2-A@1 s1-B@2 s2-B@3");
}

/// On day 1 `q1` waits in B and `p1`, of better priority, in A.
#[test]
fn who_prefers_no_stage_goes_by_the_item() {
    let types = r#"{ name = "q", priority = 1, arrivals = { at = [0] } }, { name = "p", arrivals = { at = [0.5] } }"#;
    let found = started(&two_columns("oldest", types));
    assert_eq!(found, "q1-A@0 p1-A@1 p1-B@2 q1-B@3");
    let found = started(&two_columns("downstream", types));
    assert_eq!(found, "q1-A@0 q1-B@1 p1-A@2 p1-B@3");
}

/// Columns A and B with one person who prefers upstream, and C with people of its own.
fn with_minimum(types: &str, min: &str, lanes: &str) -> String {
    format!(
        r#"
types = [{types}]
pools = [{{ name = "P", people = 1, prefer = "upstream" }}]
stages = [
  {{ name = "A", pool = "P", service = 1 }},
  {{ name = "B", pool = "P", service = 1 }},
  {{ name = "C", people = 9, service = 20{min} }},
]
{lanes}
"#
    )
}

/// On day 1 C is empty: the call goes to B, the nearest that feeds it. From day 2 on C has one.
#[test]
fn a_minimum_calls_to_the_nearest_stage_that_feeds_it() {
    let types = r#"{ name = "s", backlog = 2 }"#;
    let found = started(&with_minimum(types, ", wip = { min = 1 }", ""));
    assert_eq!(found, "s1-A@0 s1-B@1 s2-A@2 s1-C@2 s2-B@3 s2-C@4");
    let found = started(&with_minimum(types, "", ""));
    assert_eq!(found, "s1-A@0 s2-A@1 s1-B@2 s2-B@3 s1-C@3 s2-C@4");
}

/// B and D are empty on day 1. D is further downstream and calls to C; from day 2 on D has one, and B
/// (a buffer that everything passes at once) calls to A.
#[test]
fn the_minimum_furthest_downstream_calls_first() {
    let found = started(
        r#"
types = [{ name = "s", backlog = 3 }]
pools = [{ name = "P", people = 1, prefer = "upstream" }]
stages = [
  { name = "A", pool = "P", service = 1 },
  { name = "B", wip = { min = 1 } },
  { name = "C", pool = "P", service = 1 },
  { name = "D", elapsed = 20, wip = { min = 1 } },
]
"#,
    );
    let by_pool: Vec<&str> = found.split(' ').filter(|w| !w.contains("-D@")).collect();
    assert_eq!(
        by_pool.join(" "),
        "s1-A@0 s1-C@1 s2-A@2 s3-A@3 s2-C@4 s3-C@5"
    );
}

/// The lane L lacks something in C. On day 1 only `x1` in A can help; `y2` is older, and `y1` nearer.
#[test]
fn a_lanes_minimum_calls_for_its_own_items() {
    let types = r#"
  { name = "y", arrivals = { at = [0, 0.1] } },
  { name = "x", arrivals = { at = [0.2] } },
"#;
    let lanes = r#"lanes = [{ name = "L", types = ["x"], wip = { C = { min = 1 } } }]"#;
    let found = started(&with_minimum(types, "", lanes));
    assert_eq!(
        found,
        "y1-A@0 x1-A@1 x1-B@2 y2-A@3 x1-C@3 y1-B@4 y2-B@5 y1-C@5 y2-C@6"
    );
}

/// `z` never comes to C, so C calls for `s1` alone.
#[test]
fn a_minimum_calls_only_for_types_that_pass_its_stage() {
    let types = r#"
  { name = "z", route = ["A", "B"], arrivals = { at = [0, 0.1] } },
  { name = "s", arrivals = { at = [0.2] } },
"#;
    let found = started(&with_minimum(types, ", wip = { min = 1 }", ""));
    assert_eq!(found, "z1-A@0 s1-A@1 s1-B@2 z2-A@3 s1-C@3 z1-B@4 z2-B@5");
}

/// Due on days 20.3 and 5.4; then the ordinary and the intangible item.
#[test]
fn classes_go_in_their_order_and_dates_by_the_due_date() {
    let found = started(
        r#"
types = [
  { name = "s", arrivals = { at = [0, 0.2] } },
  { name = "i", class = "intangible", arrivals = { at = [0.1] } },
  { name = "f", class = "fixed-date", due = 20, arrivals = { at = [0.3] } },
  { name = "g", class = "fixed-date", due = 5, arrivals = { at = [0.4] } },
  { name = "e", class = "expedite", arrivals = { at = [0.5] } },
]
stages = [{ name = "W", people = 1, service = 1 }]
"#,
    );
    assert_eq!(found, "s1-W@0 e1-W@1 g1-W@2 f1-W@3 s2-W@4 i1-W@5");
}

/// Class counts before priority, priority before age.
#[test]
fn priority_decides_within_a_class() {
    let found = started(
        r#"
types = [
  { name = "s", arrivals = { at = [0] } },
  { name = "i", class = "intangible", arrivals = { at = [0.1] } },
  { name = "p", priority = 2, arrivals = { at = [0.2] } },
  { name = "q", priority = 1, arrivals = { at = [0.3] } },
]
stages = [{ name = "W", people = 1, service = 1 }]
"#,
    );
    assert_eq!(found, "s1-W@0 q1-W@1 p1-W@2 i1-W@3");
}
