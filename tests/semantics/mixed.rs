//! Work that is done again, falls apart or comes back, on the board of today and while policies change.

use super::log::Log;
use crate::consistency::assert_consistent;
use crate::support::{number, run};

/// One of four days of work is left; then the whole work has to be done again and again. The stay goes on.
#[test]
fn only_the_first_visit_has_begun_before_day_0() {
    let text = r#"
        calendar = { horizon = 8 }
        types = [{ name = "item" }]
        stages = [{ name = "A", people = 1, service = 4, rework = { probability = 0.999 } }]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,A,3,working
"#;
    let log = Log::of(text);
    assert_eq!(log.told("reworked", "A"), "item1@1 item1@5");
    let result = run(text, 1);
    assert_consistent(&result, text);
    assert_eq!(number(&result, "stages.A.rework"), 2.0);
    assert_eq!(number(&result, "stages.A.effort"), 0.0);
}

/// It goes back: what it finds there, and finds again, is whole work. Its stay of three days before day 0 counts
/// once.
#[test]
fn who_goes_back_leaves_today_behind() {
    let text = r#"
        calendar = { horizon = 8 }
        types = [{ name = "item" }]
        stages = [
          { name = "A", people = 1, service = 2 },
          { name = "B", people = 1, service = 4, rework = { probability = 0.999, to = "A" } },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,B,3,working
"#;
    let log = Log::of(text);
    assert_eq!(log.told("reworked", "A"), "item1@1 item1@7");
    assert_eq!(log.told("entered", "B"), "item1@3");
    let result = run(text, 1);
    assert_consistent(&result, text);
    assert_eq!(number(&result, "stages.B.cycle_time"), 4.0);
    assert_eq!(number(&result, "stages.B.effort"), 5.0);
}

/// Nobody knows when what stands in delivery today was committed, nor so of its parts; what comes later takes
/// five days.
#[test]
fn parts_of_today_have_no_delivery_time() {
    let text = r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 1 }, { name = "old" }]
        stages = [
          { name = "A", people = 1, service = 2 },
          { name = "ready", kind = "ready" },
          { name = "build", people = 1, service = 5, by_type.old = { split = { probability = 1, into = 2 } } },
          { name = "ship", people = 1, service = 0.5, by_type.item = { service = 0 } },
        ]
        teams = [{ name = "team", planning = { at = [2] }, pull = { total = 1 } }]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,old,build,4,working
"#;
    let log = Log::of(text);
    assert_eq!(log.told("part", "build"), "old2@1 old3@1");
    assert_eq!(log.told("done", "ship"), "old2@1.5 old3@2 item1@7");
    let result = run(text, 1);
    assert_consistent(&result, text);
    let is = |path: &str, value: f64| assert_eq!(number(&result, path), value, "{path}");
    is("flow.teams.team.done", 3.0);
    is("flow.teams.team.delivery_time", 5.0);
    is("flow.teams.team.delivery_time.p95", 5.0);
    is("types.old.split", 1.0);
}

/// What is done on today's board is delivered at once and may come back.
#[test]
fn what_stands_at_the_end_today_comes_back() {
    let text = r#"
        calendar = { horizon = 8 }
        types = [
          { name = "feature", returns = { probability = 1, as = "bug", after = 3 } },
          { name = "bug" },
        ]
        stages = [
          { name = "A", people = 1, service = 2 },
          { name = "ready", kind = "ready" },
          { name = "build", people = 1, service = 5 },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,feature,build,5,done
"#;
    let log = Log::of(text);
    assert_eq!(log.told("done", "build"), "feature1@0");
    assert_eq!(log.told("returned", ""), "bug1@3");
    assert_consistent(&run(text, 1), text);
}

/// The visit that has begun keeps its work, the next one has what the change says.
#[test]
fn a_change_of_service_holds_for_the_next_round() {
    let log = Log::of(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "item", backlog = 1 }]
        stages = [{ name = "A", people = 1, service = 2, rework = { probability = 0.999 } }]
        changes = [{ at = 3, set = { "stages.A.service" = 1.5 } }]
        "#,
    );
    assert_eq!(
        log.told("reworked", "A"),
        "item1@2 item1@4 item1@5.5 item1@7 item1@8.5 item1@10"
    );
}

/// Of three parts one leaves at once, and of the others only the last keeps a person: of two people one is free
/// when there are two instead of any number.
#[test]
fn parts_keep_no_more_people_after_a_change() {
    let log = Log::of(
        r#"
        calendar = { horizon = 6 }
        types = [{ name = "item", backlog = 1, arrivals = { at = [3] } }]
        stages = [
          { name = "A", people = "unlimited", hold = "person", service = 1, split = { probability = 1, into = 3 } },
          { name = "B", people = 1, service = 9, wip = { max = 1 } },
        ]
        changes = [{ at = 2, set = { "stages.A.people" = 2 } }]
        "#,
    );
    assert_eq!(log.told("started", "A"), "item1@0 item5@3");
}

/// The place on top is there for expedite items that go back, too; others break the limit.
#[test]
fn what_goes_back_may_take_the_place_on_top() {
    let text = r#"
        calendar = { horizon = 9 }
        types = [{ name = "item", class = "expedite", backlog = 2 }]
        stages = [
          { name = "A", people = 1, service = 1, wip = { max = 1, expedite_over = 1 } },
          { name = "B", people = 1, service = 1, wip = { max = 1 }, rework = { probability = 0.999, to = "A" } },
        ]
        "#;
    let breaches = |class: &str| {
        let result = run(&text.replace("expedite\"", class), 1);
        assert!(number(&result, "stages.B.rework") > 3.0);
        number(&result, "stages.A.breaches")
    };
    assert_eq!(breaches("expedite\""), 0.0);
    assert!(breaches("standard\"") > 2.0);
}

/// Five days in one stage are none in the next one: what leaves A at once has three days' patience in B.
#[test]
fn patience_in_the_next_stage_begins_on_day_0() {
    let log = Log::of(
        r#"
        calendar = { horizon = 6 }
        types = [{ name = "item" }]
        stages = [
          { name = "A", people = 1, service = 1 },
          { name = "B", expire = 3 },
          { name = "C", people = 1, service = 9, wip = { max = 1 } },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,C,1,working
#: b,item,A,5,done
"#,
    );
    assert_eq!(log.told("entered", "B"), "item1@0");
    assert_eq!(log.told("expired", "B"), "item1@3");
}
