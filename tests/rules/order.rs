//! Who goes first: A is being worked on when B arrives on day 1 and C on day 2; each takes five days.

use super::check;

/// The lead times when B goes before C.
const B_FIRST: [(&str, f64); 2] = [("types.B.lead_time", 9.0), ("types.C.lead_time", 13.0)];
/// The lead times when C goes before B.
const C_FIRST: [(&str, f64); 2] = [("types.C.lead_time", 8.0), ("types.B.lead_time", 14.0)];

/// The three, with an order and more about B and C.
fn three(order: &str, b: &str, c: &str) -> String {
    format!(
        r#"
order = "{order}"

[calendar]
horizon = 20

[[types]]
name = "A"
arrivals = {{ at = [0] }}

[[types]]
name = "B"
arrivals = {{ at = [1] }}
{b}

[[types]]
name = "C"
arrivals = {{ at = [2] }}
{c}

[[stages]]
name = "Work"
people = 1
wip = {{ max = 1 }}
service = 5
"#
    )
}

/// The oldest first.
#[test]
fn first_come() {
    check(&three("fifo", "", ""), &B_FIRST);
    check(&three("stage-fifo", "", ""), &B_FIRST);
}

/// The youngest first.
#[test]
fn last_come() {
    check(&three("lifo", "", ""), &C_FIRST);
}

/// The most valuable first.
#[test]
fn most_valuable() {
    check(&three("value", "value = 1", "value = 5"), &C_FIRST);
    check(&three("value", "value = 5", "value = 1"), &B_FIRST);
}

/// With equal work the more valuable C goes first; when C has ten days to go and B five, B does.
#[test]
fn most_value_for_the_work() {
    let equal = three("wsjf", "value = 4", "value = 5");
    check(&equal, &C_FIRST);
    let more = "[[stages]]\nname = \"more\"\npeople = 9\nby_type.C = { service = 5 }\n";
    let expected = [("types.B.lead_time", 9.0), ("types.C.lead_time", 18.0)];
    check(&(equal + more), &expected);
}

/// Expedite, fixed date (by due date), standard, intangible.
#[test]
fn classes() {
    check(&three("fifo", "", "class = \"expedite\""), &C_FIRST);
    check(&three("fifo", "class = \"intangible\"", ""), &C_FIRST);
    let fixed = "class = \"fixed-date\"";
    check(&three("fifo", "", &format!("{fixed}\ndue = 30")), &C_FIRST);
    let (late, soon) = (format!("{fixed}\ndue = 30"), format!("{fixed}\ndue = 10"));
    check(&three("fifo", &late, &soon), &C_FIRST);
    check(&three("fifo", &soon, &late), &B_FIRST);
}

/// A smaller priority goes first, whatever the order says.
#[test]
fn priorities() {
    check(&three("fifo", "priority = 1", ""), &C_FIRST);
    check(&three("lifo", "", "priority = 1"), &B_FIRST);
}

/// What was there on day 0 is as old as the file says.
#[test]
fn ages() {
    check(
        r#"
        calendar = { horizon = 20 }
        types = [
          { name = "young", backlog = { items = 2, age = 3 } },
          { name = "old", backlog = { items = 1, age = "2w" } },
        ]
        stages = [{ name = "Work", people = 1, wip = { max = 1 }, service = 1 }]
        "#,
        &[
            ("types.old.lead_time", 11.0),
            ("types.old.cycle_time", 1.0),
            ("types.young.lead_time", 5.5),
            ("arrived", 0.0),
        ],
    );
}
