//! Sprint Planning: observe, then pull; shares, remainders, needs.

use super::log::Log;
use crate::support::{at, number, run};
use serde_json::Value;

/// A shelf that holds what the types bring on day 0.
fn shelf(types: &str, rest: &str) -> Value {
    run(
        &format!("types = [{types}]\nstages = [{{ name = \"in\" }}]\n{rest}\n"),
        2,
    )
}

/// `z` stands first in the file and leaves two of five for `a`.
#[test]
fn teams_plan_in_file_order_and_see_what_is_left() {
    let result = shelf(
        r#"{ name = "x", backlog = 5 }"#,
        r#"teams = [
  { name = "z", planning = { at = [3] }, pull = { total = 3 } },
  { name = "a", planning = { at = [3] }, pull = { total = 3 } },
]"#,
    );
    assert_eq!(number(&result, "plannings[0].ready.total"), 5.0);
    assert_eq!(number(&result, "plannings[0].pulled.total"), 3.0);
    assert_eq!(at(&result, "plannings[1].team").as_str(), Some("a"));
    assert_eq!(number(&result, "plannings[1].ready.total"), 2.0);
    assert_eq!(number(&result, "plannings[1].pulled.total"), 2.0);
}

/// Two fit on the shelf. The second team finds nothing: the shelf is filled again only after both.
#[test]
fn there_is_no_refill_between_two_plannings_of_an_instant() {
    let result = run(
        r#"
types = [{ name = "x", backlog = 5 }]
stages = [{ name = "in" }, { name = "shelf", kind = "ready", wip = { max = 2 } }]
teams = [
  { name = "z", planning = { at = [3, 4] }, pull = { total = 2 } },
  { name = "a", planning = { at = [3] }, pull = { total = 2 } },
]
"#,
        1,
    );
    assert_eq!(number(&result, "plannings[1].ready.total"), 0.0);
    assert_eq!(number(&result, "plannings[2].ready.total"), 2.0);
    assert_eq!(number(&result, "plannings[2].pulled.total"), 2.0);
}

/// 2 : 1 of two: 1⅓ and ⅔, so 1 and 1, carrying ⅓ and −⅓; then 1⅔ and ⅓, so 2 and 0, carrying −⅓ and ⅓;
/// then 1 and 1.
#[test]
fn remainders_are_carried_over() {
    let result = shelf(
        r#"{ name = "x", backlog = 20 }, { name = "y", backlog = 20 }"#,
        r#"teams = [{ name = "T", planning = { at = [1, 2, 3, 4] }, pull = { total = 2, shares = { x = 2, y = 1 } } }]"#,
    );
    let pulled =
        |n: usize, kind: &str| number(&result, &format!("plannings[{n}].pulled.types.{kind}"));
    let x: Vec<f64> = (0..4).map(|n| pulled(n, "x")).collect();
    let y: Vec<f64> = (0..4).map(|n| pulled(n, "y")).collect();
    assert_eq!(x, [1.0, 2.0, 1.0, 1.0]);
    assert_eq!(y, [1.0, 0.0, 1.0, 1.0]);
}

/// Two each of four. There is one e, so without borrowing three are pulled, with it four.
#[test]
fn what_one_type_lacks_others_fill_unless_told_otherwise() {
    let pulled = |borrow: &str| {
        let result = shelf(
            r#"{ name = "e", class = "expedite", backlog = 1 }, { name = "s", backlog = 9 }"#,
            &format!(
                r#"teams = [{{ name = "T", planning = {{ at = [1] }}, pull = {{ total = 4, shares = {{ e = 1, s = 1 }}{borrow} }} }}]"#
            ),
        );
        ["e", "s"].map(|kind| number(&result, &format!("plannings[0].pulled.types.{kind}")))
    };
    assert_eq!(pulled(", borrow = false"), [1.0, 2.0]);
    assert_eq!(pulled(""), [1.0, 3.0]);
}

/// Expedite items go first and count on their type's quota: x gets its two, both expedite.
#[test]
fn expedite_items_go_first_on_their_own_quota() {
    let log = Log::of(
        r#"
types = [
  { name = "x", class = "expedite", arrivals = { at = [2, 3] } },
  { name = "s", arrivals = { at = [0, 1, 1.5] } },
]
stages = [{ name = "in" }]
teams = [{ name = "T", planning = { at = [5] }, pull = { total = 4, shares = { x = 1, s = 1 } } }]
"#,
    );
    assert_eq!(log.items("committed", "T"), "x1 x2 s1 s2");
}

/// The rest of the shelf goes by class, priority and order.
#[test]
fn the_rest_is_filled_by_standing() {
    let log = Log::of(
        r#"
types = [
  { name = "a", arrivals = { at = [0] } },
  { name = "i", class = "intangible", arrivals = { at = [0.5] } },
  { name = "p", priority = 1, arrivals = { at = [1] } },
  { name = "s", arrivals = { at = [2] } },
  { name = "f", class = "fixed-date", due = 9, arrivals = { at = [3] } },
]
stages = [{ name = "in" }]
teams = [{ name = "T", planning = { at = [5] }, pull = { total = 5, shares = { i = 1, a = 3, p = 1 } } }]
"#,
    );
    // Quotas 1, 3, 1; two of a's three are lacking: f, then s.
    let mut pulled: Vec<String> = log
        .items("committed", "T")
        .split(' ')
        .map(str::to_owned)
        .collect();
    assert_eq!(pulled.split_off(3), ["f1", "s1"]);
    pulled.sort();
    assert_eq!(pulled, ["a1", "i1", "p1"]);
}

/// A team that pulls x alone sees and counts x alone.
#[test]
fn a_team_sees_only_its_types() {
    let result = shelf(
        r#"{ name = "x", backlog = 2 }, { name = "y", backlog = 7 }"#,
        r#"teams = [{ name = "T", types = ["x"], planning = { at = [1] }, pull = { total = 4 } }]"#,
    );
    assert_eq!(number(&result, "plannings[0].ready.total"), 2.0);
    assert_eq!(number(&result, "plannings[0].pulled.total"), 2.0);
    assert_eq!(number(&result, "plannings[0].sprints_ready"), 0.5);
    assert_eq!(number(&result, "plannings[0].shortfall.total"), 2.0);
    assert_eq!(number(&result, "plannings[0].ready_enough"), 0.0);
}

/// One item a day: two are there on day 2 and leave, four on day 6 of which three leave, then two on day 7, or four
/// on day 9.
#[test]
fn the_first_planning_with_enough_is_found_and_whether_it_stays_so() {
    let first = |days: &str| {
        let teams = format!(
            r#"teams = [{{ name = "T", planning = {{ at = {days} }}, pull = {{ total = 3 }}, ready_when = {{ total = 4 }} }}]"#
        );
        let types = r#"{ name = "x", arrivals = { every = 1 } }"#;
        let from = at(&shelf(types, &teams), "likely_from.T").clone();
        (
            from["index"].as_u64(),
            from["day"].as_f64(),
            from["stays"].as_bool(),
        )
    };
    assert_eq!(first("[2.5, 6.5, 7.5]"), (Some(2), Some(6.5), Some(false)));
    assert_eq!(first("[2.5, 6.5, 9.5]"), (Some(2), Some(6.5), Some(true)));
    assert_eq!(first("[1.5, 2.5]"), (None, None, Some(false)));
}

/// Needs by type and by lane. Without a total there is no shortfall in total.
#[test]
fn enough_is_what_the_team_needs() {
    let planning = |needs: &str| {
        let result = shelf(
            r#"{ name = "x", backlog = 2 }, { name = "y", backlog = 3 }, { name = "z", backlog = 1 }"#,
            &format!(
                r#"
lanes = [{{ name = "L", types = ["y", "z"] }}]
teams = [{{ name = "T", planning = {{ at = [1] }}, pull = {{ total = 4 }}, ready_when = {{ {needs} }} }}]
"#
            ),
        );
        at(&result, "plannings[0]").clone()
    };
    let enough = planning("x = 2, L = 4");
    assert_eq!(enough["ready_enough"]["probability"], 1.0);
    assert_eq!(enough["shortfall"]["total"], Value::Null);
    assert_eq!(enough["short_of"]["total"], Value::Null);
    assert_eq!(enough["short_of"]["lanes"]["L"]["probability"], 0.0);
    let short = planning("total = 9, x = 1, L = 6");
    assert_eq!(short["ready_enough"]["probability"], 0.0);
    assert_eq!(short["shortfall"]["total"]["mean"], 3.0);
    assert_eq!(short["shortfall"]["types"]["x"]["mean"], 0.0);
    assert_eq!(short["shortfall"]["lanes"]["L"]["mean"], 2.0);
    assert_eq!(short["short_of"]["lanes"]["L"]["probability"], 1.0);
    assert_eq!(short["ready"]["lanes"]["L"]["mean"], 4.0);
}

/// Slots that nobody may borrow divide the planning too: two each, and nobody fills up.
#[test]
fn reserved_allocation_divides_the_pull() {
    let pulled = |strategy: &str| {
        let result = shelf(
            r#"{ name = "x", backlog = 1 }, { name = "y", backlog = 9 }"#,
            &format!(
                r#"
allocation = {{ strategy = "{strategy}" }}
teams = [{{ name = "T", planning = {{ at = [1] }}, pull = {{ total = 4 }} }}]
"#
            ),
        );
        ["x", "y"].map(|kind| number(&result, &format!("plannings[0].pulled.types.{kind}")))
    };
    assert_eq!(pulled("reserved"), [1.0, 2.0]);
    assert_eq!(pulled("flexible"), [1.0, 3.0]);
}

/// 3 : 1 by credit, which a planning hands on to the next: .75 .25 x; .5 .5 x (the larger share);
/// .25 .75 y | 1 0 x; .75 .25 x; .5 .5 x.
#[test]
fn a_planning_without_shares_goes_by_the_allocation() {
    let result = shelf(
        r#"{ name = "x", backlog = 9 }, { name = "y", backlog = 9 }"#,
        r#"
allocation = { strategy = "weighted", shares = { x = 3, y = 1 } }
teams = [{ name = "T", planning = { at = [1, 2] }, pull = { total = 3 } }]
"#,
    );
    assert_eq!(number(&result, "plannings[0].pulled.types.x"), 2.0);
    assert_eq!(number(&result, "plannings[1].pulled.types.x"), 3.0);
}

/// A pull of ten million is shared out at once.
#[test]
fn a_huge_pull_takes_no_time() {
    let result = shelf(
        r#"{ name = "x", backlog = 3 }, { name = "y", backlog = 2 }"#,
        r#"teams = [{ name = "T", planning = { every = 0.05 }, pull = { total = 10_000_000, shares = { x = 1, y = 2 } } }]"#,
    );
    assert_eq!(number(&result, "plannings[0].pulled.total"), 5.0);
}
