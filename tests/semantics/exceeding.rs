//! Expedite items that may exceed a maximum by so many.

use super::log::Log;

/// One column with a full day of work and a person for each item; standard work `s` waits, expedite work `e`
/// arrives on day 0.5.
fn entered(wip: &str, more: &str) -> String {
    let text = format!(
        r#"
calendar = {{ horizon = 20 }}
{more}
[[types]]
name = "s"
backlog = 4
[[types]]
name = "e"
class = "expedite"
arrivals = {{ every = 30, first = 0.5, count = 3 }}
[[stages]]
name = "A"
people = "unlimited"
{wip}
service = 4
"#
    );
    Log::of(&text).told("entered", "A")
}

/// One expedite item comes on top of two; the next must wait until there are fewer than three, which is on day 4,
/// and goes first then; standard work comes in only below two.
#[test]
fn so_many_come_on_top() {
    let found = entered("wip = { max = 2, expedite_over = 1 }", "");
    assert_eq!(found, "s1@0 s2@0 e1@0.5 e2@4 e3@4 s3@8 s4@8");
    let found = entered("wip = { max = 2, expedite_over = 2 }", "");
    assert_eq!(found, "s1@0 s2@0 e1@0.5 e2@0.5 e3@4 s3@4.5 s4@8");
    assert_eq!(
        entered("wip = { max = 2 }", ""),
        "s1@0 s2@0 e1@4 e2@4 e3@8 s3@8 s4@12"
    );
}

/// The same limit over a group of stages.
#[test]
fn a_group_makes_way() {
    let group = r#"conwip = [{ stages = ["A"], wip = { max = 2, expedite_over = 1 } }]"#;
    assert_eq!(entered("", group), "s1@0 s2@0 e1@0.5 e2@4 e3@4 s3@8 s4@8");
}

/// The same limit of a lane, of one stage or over all.
#[test]
fn a_lane_makes_way() {
    for limit in [
        "wip = { A = { max = 2, expedite_over = 1 } }",
        "conwip = { max = 2, expedite_over = 1 }",
    ] {
        let lane = format!("lanes = [{{ name = \"L\", types = [\"s\", \"e\"], {limit} }}]");
        assert_eq!(
            entered("", &lane),
            "s1@0 s2@0 e1@0.5 e2@4 e3@4 s3@8 s4@8",
            "{limit}"
        );
    }
}

/// One slot each: `e` has one more on top of its own. Where idle slots are lent, `s2` takes the second slot, and
/// a slot on top does not count as one that might be kept for `s`.
#[test]
fn reserved_slots_make_way_too() {
    for strategy in ["reserved", "flexible"] {
        let shares =
            format!("allocation = {{ strategy = \"{strategy}\", shares = {{ s = 1, e = 1 }} }}");
        let found = entered("wip = { max = 2, expedite_over = 1 }", &shares);
        match strategy {
            "reserved" => assert_eq!(found, "s1@0 e1@0.5 e2@0.5 e3@4.5 s2@4.5 s3@8.5 s4@12.5"),
            _ => assert_eq!(found, "s1@0 s2@0 e1@0.5 e2@4 e3@4.5 s3@8 s4@8.5"),
        }
    }
}

/// From a change on one more may come, or no more.
#[test]
fn how_many_come_on_top_may_change() {
    let change = |at: f64, over: u32| {
        format!("[[changes]]\nat = {at}\nset = {{ \"stages.A.wip.expedite_over\" = {over} }}\n")
    };
    let found = entered("wip = { max = 2 }", &change(1.0, 1));
    assert_eq!(found, "s1@0 s2@0 e1@1 e2@4 e3@4 s3@8 s4@8");
    let found = entered("wip = { max = 2, expedite_over = 2 }", &change(4.25, 0));
    assert_eq!(found, "s1@0 s2@0 e1@0.5 e2@0.5 e3@4 s3@4.5 s4@8");
    let found = entered("wip = { max = 2, expedite_over = 1 }", &change(0.25, 0));
    assert_eq!(found, "s1@0 s2@0 e1@4 e2@4 e3@8 s3@8 s4@12");
    let group = r#"conwip = [{ name = "G", stages = ["A"], wip = { max = 2 } }]"#;
    let change = change(1.0, 1).replace("stages.A", "conwip.G");
    assert_eq!(
        entered("", &format!("{group}\n{change}")),
        "s1@0 s2@0 e1@1 e2@4 e3@4 s3@8 s4@8"
    );
}
