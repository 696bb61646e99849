//! What happens at one and the same instant, in which order; and at the edges of a run.

use super::log::Log;
use crate::support::{list, number, run};

/// A board whose only column takes no time at all, and a planning on day 0.
fn at_once(work: &str) -> Log {
    Log::of(&format!(
        r#"
types = [{{ name = "a", backlog = 3 }}]
stages = [{{ name = "W", wip = {{ max = 1 }}{work} }}]
teams = [{{ name = "T", planning = {{ at = [0, 1] }}, pull = {{ total = 9 }} }}]
"#
    ))
}

/// People choose after the plannings, and what that brings about at the same instant comes in a second
/// round, when the planning is over. A buffer is passed in the pulls before it.
#[test]
fn work_without_length_ends_after_the_planning_of_its_instant() {
    let log = at_once(", people = 1, service = 0");
    assert_eq!(log.told("entered", "W"), "a1@0 a2@0 a3@0");
    assert_eq!(log.told("committed", "T"), "a1@1 a2@1 a3@1");
    let log = at_once(", elapsed = 0");
    assert_eq!(log.told("finished", "W"), "a1@0 a2@0 a3@0");
    assert_eq!(log.told("planning", "T"), "@0 @1");
    assert_eq!(log.told("committed", "T"), "a1@1 a2@1 a3@1");
    assert_eq!(at_once("").told("committed", "T"), "a1@0 a2@0 a3@0");
}

/// `a1` arrives with the planning of day 5 and needs no work; `b1` is done right then.
#[test]
fn arrivals_and_ends_of_work_come_before_a_planning() {
    let result = run(
        r#"
types = [
  { name = "a", route = ["in"], arrivals = { at = [5] } },
  { name = "b", route = ["W"], arrivals = { at = [2] } },
]
stages = [{ name = "in" }, { name = "W", people = 1, service = 3 }]
teams = [{ name = "T", planning = { at = [5] }, pull = { total = 9 } }]
"#,
        1,
    );
    assert_eq!(number(&result, "plannings[0].ready.total"), 2.0);
    assert_eq!(number(&result, "plannings[0].pulled.total"), 2.0);
}

/// What ends exactly at the horizon counts, what would end a nanoday later does not.
#[test]
fn the_horizon_counts() {
    let ready = |horizon: &str| {
        let text = format!(
            "calendar = {{ horizon = {horizon} }}\ntypes = [{{ name = \"a\", backlog = 1 }}]\nstages = [{{ name = \"W\", people = 1, service = 5 }}]\n"
        );
        number(&run(&text, 1), "ready")
    };
    assert_eq!(ready("5"), 1.0);
    assert_eq!(ready("4.999999999"), 0.0);
}

/// A planning at the horizon is held.
#[test]
fn a_planning_at_the_horizon_is_held() {
    let result = run(
        r#"
calendar = { horizon = 10 }
types = [{ name = "a", backlog = 1 }]
stages = [{ name = "W", people = 1, service = 10 }]
teams = [{ name = "T", planning = { every = 5 }, pull = { total = 1 } }]
"#,
        1,
    );
    assert_eq!(number(&result, "plannings[1].pulled.total"), 1.0);
    assert_eq!(number(&result, "done"), 1.0);
}

/// Arrivals on days 4 and 5, ready on days 5 and 6; flow counts from day 5 on, that instant included.
#[test]
fn the_warm_up_counts_its_own_instant() {
    let result = run(
        r#"
calendar = { horizon = 10, warm_up = 5 }
types = [{ name = "a", arrivals = { at = [3, 4, 5] } }]
stages = [{ name = "W", people = "unlimited", service = 1 }]
goals = [{ name = "three", ready = 3 }]
"#,
        1,
    );
    assert_eq!(number(&result, "arrived"), 1.0);
    assert_eq!(number(&result, "ready"), 2.0);
    // Days 5 to 6 of `a3`, in five days.
    assert_eq!(number(&result, "wip"), 0.2);
    assert_eq!(number(&result, "stages.W.effort"), 2.0);
    assert_eq!(number(&result, "throughput_per_week"), 2.0);
    // Goals and series start on day 0.
    assert_eq!(number(&result, "goals[0].reached.p50.day"), 6.0);
    assert_eq!(list(&result, "series.arrived")[3..6], [1.0, 2.0, 3.0]);
}

/// One place for a day. `a2` comes as it is given back and enters; `a3` finds it taken and is lost.
#[test]
fn without_room_in_the_backlog_an_item_enters_at_once_or_is_lost() {
    let log = Log::of(
        r#"
types = [{ name = "a", arrivals = { at = [0, 1, 1.5] }, backlog_max = 0 }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    assert_eq!(log.told("entered", "W"), "a1@0 a2@1");
    assert_eq!(log.told("refused", ""), "a3@1.5");
}

/// Four at once, one enters, two may wait: the newest is refused. On day 0.5 nobody more may wait. On day
/// 1 one moves up and of the next four one may wait.
#[test]
fn the_newest_of_an_instant_are_refused() {
    let log = Log::of(
        r#"
calendar = { horizon = 1.5 }
types = [
  { name = "a", arrivals = { at = [0, 0.5, 1], count = 4 }, backlog_max = 2 },
  { name = "b", arrivals = { at = [0.25], count = 3 } },
]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    let refused = log.told("refused", "");
    assert_eq!(
        refused,
        "a4@0 a8@0.5 a7@0.5 a6@0.5 a5@0.5 a12@1 a11@1 a10@1"
    );
}

/// What waits on day 0 is never refused, and keeps later ones out.
#[test]
fn what_waits_on_day_0_is_not_refused() {
    let log = Log::of(
        r#"
calendar = { horizon = 3 }
types = [{ name = "a", backlog = 4, arrivals = { at = [0.5] }, backlog_max = 1 }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
"#,
    );
    assert_eq!(log.told("refused", ""), "a5@0.5");
    assert_eq!(log.items("entered", "W"), "a1 a2 a3 a4");
}
