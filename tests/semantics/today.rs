//! The board of today: who stands where, who works on what, and what that breaks.

use super::log::Log;
use crate::support::{number, run};

/// Two stages with one person each; constant work, so that what is left is known. Three stand in A, whose
/// maximum is two.
const BOARD: &str = r#"
calendar = { horizon = 10 }
types = [{ name = "item" }]
stages = [
  { name = "A", people = 1, wip = { max = 2 }, service = 4 },
  { name = "B", people = 1, service = 3 },
]
board = { file = "board.csv" }
#: stage,id,type,entered,state
#: backlog,e,item,2,
#: A,a,item,3,
#: A,b,item,2.5,
#: A,c,item,1,
#: B,d,item,0.5,done
"#;

/// They are told as e, a, b, c, d, and are older in the order a, b, e, c, d. The oldest in A is worked on: one of its four days is left. Nobody enters A
/// until it holds less than two.
#[test]
fn items_stand_where_the_file_says() {
    let log = Log::of(BOARD);
    assert_eq!(
        log.told("present", ""),
        "item1@0 item2@0 item3@0 item4@0 item5@0"
    );
    assert_eq!(log.told("started", "A"), "item3@1 item1@5 item4@9");
    assert_eq!(log.told("entered", "B"), "item2@1 item3@5 item1@9");
    assert_eq!(log.told("entered", "A"), "item1@5");
    assert_eq!(log.told("entered", "ready"), "item5@0 item2@4 item3@8");
}

/// One of the three is one too many; the others came before it. In A are 3, then 2 until day 9, then one.
/// Four days of work took four days, three of which lay before day 0.
#[test]
fn what_is_too_much_is_counted() {
    let result = run(BOARD, 3);
    let is = |path: &str, value: f64| {
        let found = number(&result, path);
        assert!((found - value).abs() < 1e-9, "{path}: {found}, not {value}");
    };
    is("stages.A.breaches", 1.0);
    is("stages.A.wip", (3.0 + 8.0 * 2.0 + 1.0) / 10.0);
    is("stages.A.work_time.max", 4.0);
    is("stages.A.effort", 9.0);
    is("stages.B.held_time.max", 0.5);
    is("arrived", 0.0);
    is("ready", 3.0);
    is("lead_time.min", 0.5);
    is("lead_time.max", 10.5);
    is("series.stages.A[0]", 3.0);
    is("series.ready[0]", 1.0);
}

/// A place of a limit over several stages is held from its first to its last stage, and by whoever stands
/// between them: three hold one of two places until the first of them has left B.
#[test]
fn limits_over_several_stages_count_who_stands_between() {
    let log = Log::of(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "item", backlog = 1 }]
        stages = [
          { name = "A", people = 1, service = 1 },
          { name = "between" },
          { name = "B", people = 1, wip = { max = 1 }, service = 3 },
        ]
        conwip = [{ stages = ["A", "B"], wip = { max = 2 } }]
        board = { file = "board.csv" }
#: id,type,stage,entered
#: a,item,B,3
#: b,item,between,2
#: c,item,between,1
"#,
    );
    // Of a nothing is left, b is done on day 3.
    assert_eq!(
        log.told("entered", "ready"),
        "item2@0 item3@3 item4@6 item1@9"
    );
    assert_eq!(log.told("entered", "A"), "item1@3");
}

/// Who holds what is done keeps the place of a person, and more of them than there are people keep all new
/// work waiting until enough of them are free.
#[test]
fn held_items_keep_people() {
    let log = Log::of(
        r#"
        calendar = { horizon = 30 }
        types = [{ name = "item" }]
        stages = [
          { name = "A", people = 1, hold = "person", service = 1 },
          { name = "B", people = 1, wip = { max = 1 }, service = 4 },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,B,1,working
#: b,item,A,5,done
#: c,item,A,4,done
#: d,item,A,3,waiting
"#,
    );
    // b leaves for B on day 3, c on day 7: only then is A's person free.
    assert_eq!(log.told("started", "A"), "item3@7");
    assert_eq!(log.told("entered", "B"), "item1@3 item2@7 item3@11");
}
