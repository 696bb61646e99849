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

/// What is blocked waits for the whole of a duration, goes on where it stopped, and keeps its person where the
/// blocker does. A blocker may have struck where the model has it strike nobody.
#[test]
fn blocked_items_go_on_where_they_stopped() {
    let log = Log::of(
        r#"
        calendar = { horizon = 30 }
        types = [{ name = "item" }]
        stages = [
          { name = "A", people = 1, service = 4 },
          { name = "B", people = 1, service = 4 },
        ]
        blockers = [
          { source = "legal", stages = ["A"], probability = 0, duration = 3 },
          { source = "vendor", stages = ["A"], probability = 0, duration = 2, holds_person = true },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state,worked,blocker
#: a,item,A,5,blocked,1,legal
#: b,item,A,3,working,,
#: c,item,B,9,blocked,2.5,vendor
#: d,item,B,1,waiting,0.5,
"#,
    );
    assert_eq!(log.told("unblocked", "A"), "item2@3");
    assert_eq!(log.told("resumed", "A"), "item2@3");
    assert_eq!(log.told("entered", "B"), "item3@1 item2@6");
    // c needs 1.5 more days after day 2; then come b and a, then d, of which 3.5 are left.
    assert_eq!(log.told("unblocked", "B"), "item1@2");
    assert_eq!(log.told("started", "B"), "item3@3.5 item2@7.5 item4@11.5");
    assert_eq!(
        log.told("entered", "ready"),
        "item1@3.5 item3@7.5 item2@11.5 item4@15"
    );
}

/// Patience began with the wait: 2 of 5 days are left, or none. Where it is drawn, it is given that it has lasted.
#[test]
fn patience_has_begun_before() {
    let log = Log::of(
        r#"
        calendar = { horizon = 30 }
        types = [{ name = "item", expire = 6 }]
        stages = [
          { name = "A", people = 1, wip = { max = 1 }, expire = 5, service = 20 },
          { name = "Z", expire = 4 },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state,created
#: a,item,A,2,working,
#: b,item,A,3,waiting,
#: c,item,A,8,waiting,
#: d,item,backlog,4,,
#: e,item,A,4,waiting,9
"#,
    );
    assert_eq!(log.told("expired", "A"), "item2@0 item3@1 item4@2");
    assert_eq!(log.told("expired", ""), "item1@2");
    assert_eq!(log.told("started", "A"), "");
}

/// What stands after ready is in the hands of the team that plans such items, which fills up what is missing. Its
/// time from commitment is not known; that of the next is.
#[test]
fn delivery_goes_on() {
    let board = r#"
        calendar = { horizon = 20 }
        types = [{ name = "item" }]
        stages = [
          { name = "A", people = 1, service = 1 },
          { name = "ready", kind = "ready" },
          { name = "Build", people = 1, service = 3 },
        ]
        teams = [{ name = "team", planning = { at = [1] }, pull = { fill_to = 2 } }]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,Build,1,
#: b,item,ready,3,
#: c,item,ready,2,
"#;
    let log = Log::of(board);
    assert_eq!(log.told("taken", "Build"), "item1@1");
    assert_eq!(log.told("done", "Build"), "item3@2 item1@5");
    let result = run(board, 2);
    let is = |path: &str, value: f64| assert_eq!(number(&result, path), value, "{path}");
    is("plannings[0].carried_over", 1.0);
    is("plannings[0].pulled.total", 1.0);
    is("flow.teams.team.committed", 1.0);
    is("flow.teams.team.done", 2.0);
    is("flow.teams.team.delivery_time", 4.0);
    is("flow.teams.team.sprint_backlog", 0.0);
    is("flow.teams.team.wip", 6.0 / 20.0);
}

/// One person has two items in hand, of each of which two days are left. With a second person from day 2 on each
/// item has somebody for itself.
#[test]
fn items_in_hand_share_their_people_as_these_change() {
    let board = r#"
        calendar = { horizon = 10 }
        types = [{ name = "item" }]
        stages = [{ name = "A", people = 1, focus = { items_per_person = 2 }, service = 4 }]
        board = { file = "board.csv" }
        CHANGES
#: id,type,stage,entered,state
#: a,item,A,2,working
#: b,item,A,2,working
#: c,item,A,1,waiting
"#;
    let alone = Log::of(&board.replace("CHANGES", ""));
    assert_eq!(alone.told("entered", "ready"), "item1@4 item2@4 item3@8");
    let helped = board.replace(
        "CHANGES",
        "changes = [{ at = 2, set = { \"stages.A.people\" = 2 } }]",
    );
    let log = Log::of(&helped);
    // Of the two days a and b share one each by day 2; then c joins: two people for three items.
    assert_eq!(log.told("started", "A"), "item3@2");
    assert_eq!(
        log.told("entered", "ready"),
        "item1@3.5 item2@3.5 item3@6.5"
    );
    // One person for two days, then both for one and a half, and one for the last three: of 2 + 2 · 8.
    let used = number(&run(&helped, 2), "pools.A.utilisation");
    assert!((used - 8.0 / 18.0).abs() < 1e-8, "{used}");
}

/// What is done where items leave at meetings waits for the next one.
#[test]
fn done_items_wait_for_the_meeting() {
    let log = Log::of(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "item" }]
        stages = [{ name = "A", people = 1, service = 4, leaves = { at = [3, 6], at_most = 1 } }]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,A,5,done
#: b,item,A,6,done
"#,
    );
    assert_eq!(log.told("entered", "ready"), "item1@3 item2@6");
}
