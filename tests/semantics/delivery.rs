//! After commitment: the Sprint Backlog, the stages after ready, and the end of an item's way.

use super::log::Log;
use crate::support::{at, list, maybe, number, run};

/// Three wait on the shelf. The planning on day 1 takes two; one person builds one after the other, a day
/// each, and it takes half a day to ship. What is planned on day 4 comes right after it.
const LINE: &str = r#"
calendar = { horizon = 10 }
types = [{ name = "x", backlog = 3 }]
stages = [
  { name = "in" },
  { name = "shelf", kind = "ready" },
  { name = "build", people = 1, wip = { max = 1 }, service = 1 },
  { name = "ship", elapsed = 0.5 },
]
teams = [{ name = "T", planning = { at = [1, 4] }, pull = { total = 2 } }]
"#;

#[test]
fn planned_items_wait_in_the_sprint_backlog_and_are_done_at_the_end() {
    let log = Log::of(LINE);
    assert_eq!(log.told("committed", "T"), "x1@1 x2@1 x3@4");
    assert_eq!(log.told("taken", "build"), "x1@1 x2@2 x3@4");
    assert_eq!(log.told("entered", "ship"), "x1@2 x2@3 x3@5");
    assert_eq!(log.told("done", "ship"), "x1@2.5 x2@3.5 x3@5.5");
}

#[test]
fn what_is_committed_is_not_yet_done() {
    let result = run(LINE, 1);
    let series = |name: &str| list(&result, &format!("series.{name}"));
    assert_eq!(
        series("committed"),
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    );
    assert_eq!(
        series("done"),
        [0.0, 0.0, 0.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0]
    );
    assert_eq!(number(&result, "committed"), 3.0);
    assert_eq!(number(&result, "done"), 3.0);
    // 2.5, 3.5 and 5.5 days after day 0; 1.5, 2.5 and 1.5 after the planning.
    assert!((number(&result, "lead_time_done") - 11.5 / 3.0).abs() < 1e-9);
    let team = |name: &str| number(&result, &format!("flow.teams.T.{name}"));
    assert!((team("delivery_time") - 5.5 / 3.0).abs() < 1e-9);
    assert!((team("sprint_backlog") - 0.1).abs() < 1e-9);
    assert!((team("wip") - 0.45).abs() < 1e-9);
    assert_eq!(number(&result, "lead_time"), 0.0);
    assert_eq!(number(&result, "wip"), 0.0, "only what is left of ready");
    assert_eq!(number(&result, "plannings[1].delivered"), 2.0);
    assert_eq!(number(&result, "plannings[1].carried_over"), 0.0);
}

/// Without anything after ready an item is done when a planning pulls it, and nothing is told of delivery.
#[test]
fn without_delivery_nothing_is_told_of_it() {
    let result = run(
        r#"
types = [{ name = "x", backlog = 3 }]
stages = [{ name = "in" }]
teams = [{ name = "T", planning = { at = [1] }, pull = { total = 2 } }]
"#,
        1,
    );
    assert_eq!(number(&result, "done"), 2.0);
    assert!(at(&result, "flow").get("teams").is_none());
    assert!(at(&result, "series").get("committed").is_none());
}

/// What team A has planned is built in A's stage and passes B's by, and the other way round.
#[test]
fn an_item_stays_with_its_team() {
    let log = Log::of(
        r#"
types = [{ name = "x", backlog = 4 }]
stages = [
  { name = "in" },
  { name = "shelf", kind = "ready" },
  { name = "build A", team = "A", elapsed = 1 },
  { name = "build B", team = "B", elapsed = 2 },
  { name = "ship", elapsed = 0.5 },
]
teams = [
  { name = "B", planning = { at = [1] }, pull = { total = 1 } },
  { name = "A", planning = { at = [1] }, pull = { total = 2 } },
  { name = "C", planning = { at = [1] }, pull = { total = 1 } },
]
"#,
    );
    assert_eq!(log.told("taken", "build B"), "x1@1");
    assert_eq!(log.told("taken", "build A"), "x2@1 x3@1");
    assert_eq!(
        log.told("taken", "ship"),
        "x4@1",
        "C has no stage of its own"
    );
    assert_eq!(log.told("entered", "ship"), "x2@2 x3@2 x1@3");
}

/// Where all that is left belongs to another team, the way of an item ends with the planning.
#[test]
fn who_has_no_stage_after_ready_is_done_with_the_planning() {
    let result = run(
        r#"
types = [{ name = "x", backlog = 4 }]
stages = [{ name = "in" }, { name = "shelf", kind = "ready" }, { name = "build", team = "A", elapsed = 1 }]
teams = [
  { name = "A", planning = { at = [1] }, pull = { total = 1 } },
  { name = "B", planning = { at = [1] }, pull = { total = 2 } },
]
"#,
        1,
    );
    assert_eq!(number(&result, "flow.teams.B.delivery_time"), 0.0);
    assert_eq!(number(&result, "flow.teams.A.delivery_time"), 1.0);
    assert_eq!(number(&result, "done"), 3.0);
}

/// Fill up to three: three on day 1; by day 3 one is done, so one; by day 6 the rest is, so three.
#[test]
fn filling_up_takes_what_is_carried_over_into_account() {
    let result = run(
        r#"
calendar = { horizon = 6 }
types = [{ name = "x", backlog = 20 }]
stages = [
  { name = "in" },
  { name = "shelf", kind = "ready" },
  { name = "build", people = 1, wip = { max = 1 }, service = 1.5 },
]
teams = [{ name = "T", planning = { at = [1, 3, 6] }, pull = { fill_to = 3 } }]
"#,
        1,
    );
    let of = |name: &str| [0, 1, 2].map(|n| number(&result, &format!("plannings[{n}].{name}")));
    assert_eq!(of("carried_over"), [0.0, 2.0, 1.0]);
    assert_eq!(of("pulled.total"), [3.0, 1.0, 2.0]);
    assert_eq!(of("delivered"), [0.0, 1.0, 2.0]);
    assert!((number(&result, "plannings[0].sprints_ready") - 20.0 / 3.0).abs() < 1e-9);
}

/// Discards before commitment are healthy, aborts after it are waste: they are told apart, also what they
/// cost. Half a day goes into each option, then a day into each build.
#[test]
fn aborted_is_not_discarded() {
    let result = run(
        r#"
calendar = { horizon = 20 }
types = [{ name = "good", backlog = 2 }, { name = "bad", backlog = 3 }, { name = "late", backlog = 4 }]
stages = [
  { name = "look", people = 1, service = 0.5, by_type.bad.discard = 1 },
  { name = "shelf", kind = "ready" },
  { name = "build", people = 1, service = 1, by_type.late.discard = 1, hold = "person" },
]
teams = [{ name = "T", planning = { at = [6] }, pull = { total = 20 } }]
"#,
        1,
    );
    let of = |path: &str| number(&result, path);
    assert_eq!(
        [of("discarded"), of("aborted"), of("done")],
        [3.0, 4.0, 2.0]
    );
    assert_eq!(of("rejected"), 3.0);
    assert_eq!([of("effort_discarded"), of("effort_aborted")], [1.5, 6.0]);
    assert_eq!(
        [of("stages.look.discarded"), of("stages.build.discarded")],
        [3.0, 4.0]
    );
    assert_eq!(of("stages.build.effort_discarded"), 0.0);
    assert_eq!(of("stages.build.effort"), 6.0);
    assert_eq!(of("flow.teams.T.abort_rate"), 4.0 / 6.0);
    assert_eq!(of("discard_rate"), 3.0 / 9.0);
    assert_eq!(list(&result, "series.aborted").last().copied(), Some(4.0));
}

/// Two are planned on day 1; by the horizon of day 3 one is done after 1.5 days and one is open.
#[test]
fn times_to_done_allow_for_what_is_open() {
    let text = LINE.replace("horizon = 10", "horizon = 3");
    let result = run(&text, 1);
    assert_eq!(number(&result, "lead_time_done.open"), 2.0);
    assert_eq!(number(&result, "flow.teams.T.delivery_time.open"), 1.0);
    assert_eq!(number(&result, "flow.teams.T.delivery_time.p50"), 1.5);
    assert_eq!(maybe(&result, "flow.teams.T.delivery_time.p85"), None);
}

/// A group over stages on both sides of ready keeps its place in the Sprint Backlog: of a maximum of two
/// only two are on the way until one is done.
#[test]
fn a_group_across_ready_holds_its_place_in_the_sprint_backlog() {
    let log = Log::of(
        r#"
types = [{ name = "x", backlog = 4 }]
stages = [
  { name = "in", elapsed = 0.5 },
  { name = "shelf", kind = "ready" },
  { name = "build", people = 1, wip = { max = 1 }, service = 2 },
]
conwip = [{ stages = ["in", "shelf", "build"], wip = { max = 2 } }]
teams = [{ name = "T", planning = { at = [1] }, pull = { total = 4 } }]
"#,
    );
    assert_eq!(log.told("entered", "in"), "x1@0 x2@0 x3@3 x4@5");
}

/// The portfolio shelf feeds no team of the other one, and each type counts where it becomes ready.
#[test]
fn every_team_pulls_from_its_own_shelf() {
    let text = r#"
calendar = { horizon = 9 }
types = [
  { name = "epic", backlog = 2, route = ["idea", "portfolio", "roll-out"] },
  { name = "story", backlog = 4, route = ["refine", "sprint-ready", "build"] },
]
stages = [
  { name = "idea", people = 1, service = 1 },
  { name = "portfolio", kind = "ready", wip = { min = 1 } },
  { name = "roll-out", elapsed = 1 },
  { name = "refine", people = 1, service = 0.5 },
  { name = "sprint-ready", kind = "ready" },
  { name = "build", people = 1, service = 1 },
]
teams = [
  { name = "board", from = "portfolio", planning = { at = [1.5, 4] }, pull = { total = 1 } },
  { name = "crew", from = "sprint-ready", types = ["story"], planning = { at = [3] }, pull = { total = 3 } },
]
goals = [{ name = "all", ready = 6 }]
"#;
    let log = Log::of(text);
    assert_eq!(log.told("committed", "board"), "epic1@1.5 epic2@4");
    assert_eq!(log.told("committed", "crew"), "story1@3 story2@3 story3@3");
    assert_eq!(log.told("done", "roll-out"), "epic1@2.5 epic2@5");
    assert_eq!(log.told("done", "build"), "story1@4 story2@5 story3@6");
    let result = run(text, 1);
    assert_eq!(number(&result, "plannings[0].ready.total"), 1.0);
    assert_eq!(number(&result, "plannings[1].ready.total"), 4.0);
    assert_eq!(number(&result, "goals[0].reached.p50.day"), 2.0);
    assert_eq!(number(&result, "types.epic.lead_time"), 1.5);
    assert_eq!(number(&result, "types.story.lead_time"), 1.25);
    // Until day 2 somebody is in `idea` and in `refine`; what is being delivered does not count.
    assert!((number(&result, "wip") - 5.0 / 9.0).abs() < 1.0);
    assert_eq!(number(&result, "done"), 5.0);
}
