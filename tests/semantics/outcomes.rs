//! Work that has to be done again, items that fall apart, and delivered ones that come back.

use super::log::Log;
use crate::consistency::assert_consistent;
use crate::support::{at, number, run};
use serde_json::Value;

/// Within 10⁻⁶, for times that a whole number of ticks may not express.
fn close(result: &Value, path: &str, expected: f64) {
    let found = number(result, path);
    assert!(
        (found - expected).abs() < 1e-6,
        "{path}: {found}, not {expected}"
    );
}

/// How many days a cause takes of each item in total.
fn cause(result: &Value, name: &str) -> f64 {
    let causes = at(result, "flow.total.held_back_by")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let days = causes.iter().filter(|c| c["cause"] == name);
    days.filter_map(|c| c["days"].as_f64()).sum()
}

/// Each round takes a day and every second one has to be done again, so that a stay takes two days on average,
/// with the standard deviation of a geometric number, √2.
#[test]
fn work_done_again_in_its_stage_keeps_its_slot_and_its_stay() {
    for work in ["people = \"unlimited\", service = 1", "elapsed = 1"] {
        let text = format!(
            "calendar = {{ horizon = 300 }}
            types = [{{ name = \"item\", backlog = 400 }}]
            stages = [{{ name = \"work\", {work}, rework = {{ probability = 0.5 }} }}]"
        );
        let (trials, items) = (20, 400.0);
        let result = run(&text, trials);
        assert_consistent(&result, &text);
        let error = 4.9 * 2.0_f64.sqrt() / (items * trials as f64).sqrt();
        let mean = number(&result, "stages.work.cycle_time");
        assert!((mean - 2.0).abs() < error, "{mean}");
        close(&result, "stages.work.work_time", mean);
        close(&result, "ready", items);
        close(&result, "stages.work.rework", (mean - 1.0) * items);
        close(&result, "stages.work.breaches", 0.0);
    }
}

/// The work of each round is drawn anew: rounds of one visit do not take the same time.
#[test]
fn every_round_has_its_own_work() {
    let log = Log::of(
        "calendar = { horizon = 400 }
        types = [{ name = \"item\", backlog = 1 }]
        stages = [{ name = \"work\", people = 1, service = { dist = \"uniform\", min = 1, max = 2 }, rework = { probability = 0.98 } }]",
    );
    let starts = log.lines.iter().filter(|line| line.what == "started");
    let starts: Vec<f64> = starts.map(|line| line.day).collect();
    let mut rounds: Vec<f64> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let all = rounds.len();
    rounds.sort_by(f64::total_cmp);
    rounds.dedup();
    assert!(all > 5 && rounds.len() == all, "{all} rounds: {rounds:?}");
    assert_eq!(
        log.lines
            .iter()
            .filter(|line| line.what == "entered")
            .count(),
        2
    );
}

/// A line of two with room for one each: whoever goes back finds its place taken, goes back all the same, and
/// the line never gets stuck.
#[test]
fn whoever_goes_back_may_exceed_a_limit() {
    let line = |more: &str| {
        format!(
            "calendar = {{ horizon = 600 }}
            types = [{{ name = \"item\", backlog = 50 }}]
            stages = [
              {{ name = \"first\", people = 1, service = 1, wip = {{ max = 1 }} }},
              {{ name = \"second\", people = 1, service = 1, wip = {{ max = 1 }} }},
              {{ name = \"third\", people = 1, service = 1, wip = {{ max = 1 }}, rework = {{ probability = 0.5, to = \"first\" }} }},
            ]
            {more}"
        )
    };
    let open = line("");
    let result = run(&open, 10);
    assert_consistent(&result, &open);
    close(&result, "ready", 50.0);
    let (again, over) = (
        number(&result, "stages.third.rework"),
        number(&result, "stages.first.breaches"),
    );
    assert!(over > 0.8 * again && over <= again, "{over} of {again}");
    close(&result, "stages.third.breaches", 0.0);
    for stages in [
        "\"first\", \"second\", \"third\"",
        "\"second\", \"third\"",
        "\"first\", \"third\"",
    ] {
        let group = line(&format!(
            "conwip = [{{ stages = [{stages}], wip = {{ max = 1 }} }}]"
        ));
        let result = run(&group, 10);
        assert_consistent(&result, &group);
        close(&result, "ready", 50.0);
    }
}

/// An item of one day's work falls into three, of which one after the other has a day in the next stage.
const THREE: &str = r#"
calendar = { horizon = 10 }
types = [{ name = "item", backlog = 1, value = 3, due = 3 }]
stages = [
  { name = "first", people = 1, service = 1, wip = { max = 1 }, split = { probability = 1, into = 3 } },
  { name = "second", people = 1, service = 1, wip = { max = 1 }, discard = 0 },
]
"#;

#[test]
fn parts_are_done_where_the_whole_was() {
    let log = Log::of(THREE);
    assert_eq!(log.told("split", "first"), "item1@1");
    assert_eq!(log.told("part", "first"), "item2@1 item3@1 item4@1");
    assert_eq!(log.told("entered", "second"), "item2@1 item3@2 item4@3");
    let result = run(THREE, 3);
    assert_consistent(&result, THREE);
    close(&result, "split", 2.0);
    close(&result, "ready", 3.0);
    // each is as old as the whole: ready on days 2, 3 and 4
    close(&result, "lead_time", 3.0);
    close(&result, "cycle_time", 3.0);
    close(&result, "lead_time.max", 4.0);
    close(&result, "on_time", 2.0 / 3.0);
    close(&result, "stages.first.breaches", 2.0);
    close(&result, "wip", 0.7);
    close(&result, "stages.first.effort", 1.0);
    close(&result, "stages.second.effort", 3.0);
    // six of the nine days somebody worked on it, or on the whole
    close(&result, "flow_efficiency", 6.0 / 9.0);
    assert!((cause(&result, "worked") - 2.0).abs() < 1e-9);
    assert!((cause(&result, "waiting for room") - 1.0).abs() < 1e-9);
}

/// What was spent on the whole is lost in equal shares with its parts.
#[test]
fn the_work_on_the_whole_is_shared_by_its_parts() {
    let text = THREE.replace("discard = 0 ", "discard = 1 ");
    let result = run(&text, 3);
    assert_consistent(&result, &text);
    close(&result, "discarded", 3.0);
    close(&result, "effort_discarded", 4.0);
    close(&result, "stages.first.effort_discarded", 1.0);
}

/// Where a finished item keeps its person, the last of its parts does.
#[test]
fn the_last_part_keeps_the_person() {
    let text = THREE.replace("backlog = 1", "backlog = 2").replace(
        "wip = { max = 1 }, split",
        "wip = { max = 9 }, hold = \"person\", split",
    );
    let log = Log::of(&text);
    assert_eq!(log.told("started", "first"), "item1@0 item2@3");
}

/// An epic falls into two stories, which wait in their backlog and are as old as the epic.
#[test]
fn parts_of_another_type_start_its_route() {
    let text = r#"
calendar = { horizon = 10 }
types = [{ name = "epic", backlog = 1, route = ["shape"] }, { name = "story", route = ["write"] }]
stages = [
  { name = "shape", people = 1, service = 1, wip = { max = 1 }, split = { probability = 1, into = 2, as = "story" } },
  { name = "write", people = 1, service = 1, wip = { max = 1 } },
]
"#;
    let log = Log::of(text);
    assert_eq!(log.told("part", ""), "story1@1 story2@1");
    assert_eq!(log.told("entered", "write"), "story1@1 story2@2");
    let result = run(text, 3);
    assert_consistent(&result, text);
    close(&result, "split", 1.0);
    close(&result, "types.epic.split", -1.0);
    close(&result, "types.story.split", 2.0);
    close(&result, "types.story.lead_time", 2.5);
    close(&result, "types.story.cycle_time", 2.5);
    // the second story's day in the backlog is no work in progress
    close(&result, "wip", 0.3);
    close(&result, "types.story.wip", 0.2);
    assert!((cause(&result, "worked") - 2.0).abs() < 1e-9);
    assert!((cause(&result, "waiting for room") - 0.5).abs() < 1e-9);
}

/// The lead times of parts are what they are, however old the wholes were: without open items the quantiles
/// are those of the values.
#[test]
fn quantiles_of_parts_are_those_of_their_times() {
    let text = r#"
calendar = { horizon = 60 }
types = [
  { name = "epic", backlog = 4, arrivals = { at = [5, 20] }, route = ["shape"] },
  { name = "story", route = ["write"] },
]
stages = [
  { name = "shape", people = 1, service = 1, wip = { max = 1 }, split = { probability = 1, into = 2, as = "story" } },
  { name = "write", people = 1, service = 2, wip = { max = 1 } },
]
"#;
    let result = run(text, 2);
    assert_consistent(&result, text);
    // stories are ready on days 3, 5, … 21, and 23 and 25: eight of epics from day 0, two each from 5 and 20
    close(&result, "types.story.lead_time", 118.0 / 12.0);
    close(&result, "types.story.lead_time.min", 3.0);
    close(&result, "types.story.lead_time.max", 17.0);
    close(&result, "types.story.lead_time.p50", 9.0);
    close(&result, "types.story.lead_time.p85", 16.0);
}

/// Until the whole falls apart it is watched, from then on its parts are: quantiles count each for the ages at
/// which it was there.
#[test]
fn open_items_and_splits_together_leave_the_quantiles_right() {
    let text = THREE.replace("horizon = 10", "horizon = 3.5");
    let result = run(&text, 3);
    assert_consistent(&result, &text);
    // ready on days 2 and 3, one still open at 3.5: the third part is not forgotten
    close(&result, "lead_time.p15", 2.0);
    close(&result, "lead_time.p50", 3.0);
    assert!(at(&result, "flow.total.lead_time.p85").is_null());
    assert_eq!(at(&result, "flow.total.lead_time.open"), 3);
}

/// What is delivered comes back a day later as a bug, which does not come back again.
#[test]
fn delivered_items_come_back() {
    let text = r#"
calendar = { horizon = 10 }
types = [
  { name = "feature", backlog = 1, returns = { probability = 1, as = "bug", after = 1 } },
  { name = "bug" },
]
stages = [{ name = "work", people = 1, service = 1 }]
teams = [{ name = "team", planning = { at = [2, 6] }, pull = { total = 1 } }]
"#;
    let log = Log::of(text);
    assert_eq!(log.told("returned", ""), "bug1@3");
    assert_eq!(log.told("committed", "team"), "feature1@2 bug1@6");
    let result = run(text, 3);
    assert_consistent(&result, text);
    close(&result, "arrived", 1.0);
    close(&result, "failure_demand", 1.0);
    close(&result, "types.bug.failure_demand", 1.0);
    close(&result, "types.bug.lead_time", 1.0);
    close(&result, "done", 2.0);
}

/// Delivered items come back with the chance given: a binomial number of them.
#[test]
fn as_many_come_back_as_should() {
    let text = r#"
calendar = { horizon = 10 }
types = [
  { name = "feature", backlog = 500, returns = { probability = 0.3, as = "bug", after = 1 } },
  { name = "bug" },
]
stages = [{ name = "work", elapsed = 1 }]
teams = [{ name = "team", planning = { at = [2] }, pull = { total = 500 } }]
"#;
    let (n, p) = (500.0 * 20.0, 0.3_f64);
    let share = number(&run(text, 20), "types.bug.arrived") / 500.0;
    assert!(
        (share - p).abs() < 4.9 * (p * (1.0 - p) / n).sqrt(),
        "{share}"
    );
}

/// Parts that wait too long go, and one person is free again: of the two items that have come into the places of
/// others that waited too long, one is started.
#[test]
fn parts_that_expire_free_one_person() {
    let log = Log::of(
        "calendar = { horizon = 10 }
        types = [{ name = \"item\", backlog = 5 }]
        stages = [{ name = \"work\", people = 1, hold = \"person\", service = 1, expire = 4,
                    split = { probability = 1, into = 3 }, leaves = { at = [10] }, wip = { max = 3 } }]",
    );
    let started = log.told("started", "work");
    assert_eq!(started, "item1@0 item4@5");
}

/// Patience begins anew with every visit: the first item is dropped four days after its work has stopped.
#[test]
fn patience_begins_anew_when_work_is_done_again() {
    let log = Log::of(
        "calendar = { horizon = 12 }
        types = [{ name = \"item\", arrivals = { at = [0, 4] } }]
        stages = [{ name = \"work\", people = 1, service = 5, expire = 4, order = \"lifo\",
                    rework = { probability = 0.999 } }]",
    );
    assert_eq!(log.told("started", "work"), "item1@0 item2@5 item2@10");
    assert_eq!(log.told("expired", "work"), "item1@9");
}

/// Whoever goes back meets the meeting and the blockers of the earlier stage again.
#[test]
fn meetings_and_blockers_come_with_every_visit() {
    let log = Log::of(
        "calendar = { horizon = 12 }
        types = [{ name = \"item\", backlog = 1 }]
        blockers = [{ source = \"vendor\", stages = [\"first\"], probability = 1, duration = 1 }]
        [[stages]]
        name = \"first\"
        people = 1
        service = 1
        leaves = { every = 3 }
        [[stages]]
        name = \"second\"
        people = 1
        service = 1
        rework = { probability = 0.999, to = \"first\" }",
    );
    let freed = "item1@3 item1@6 item1@9 item1@12";
    assert_eq!(log.told("freed", "first"), freed);
    assert_eq!(log.told("reworked", "first"), "item1@4 item1@7 item1@10");
    assert_eq!(log.items("blocked", "first").split(' ').count(), 4);
}

/// A story waits in its backlog from the day its epic falls apart, however old the epic is.
#[test]
fn the_patience_of_a_part_begins_when_it_comes() {
    let text = "calendar = { horizon = 20 }
        types = [
          { name = \"epic\", backlog = 1 },
          { name = \"story\", route = [\"build\", \"ready\"], expire = 3 },
        ]
        stages = [
          { name = \"shape\", people = 1, service = 5, split = { probability = 1, into = 2, as = \"story\" } },
          { name = \"build\", people = 1, service = 10, wip = { max = 1 } },
          { name = \"ready\", kind = \"ready\" },
        ]";
    let log = Log::of(text);
    assert_eq!(log.told("entered", "build"), "story1@5");
    assert_eq!(log.told("expired", ""), "story2@8");
    let result = run(text, 1);
    assert_consistent(&result, text);
    close(&result, "types.story.effort_discarded", 2.5);
}

/// What goes back to a stage of another team goes to the first one of its own way after it.
#[test]
fn work_is_done_again_by_the_team_that_has_planned_it() {
    let log = Log::of(
        "calendar = { horizon = 20 }
        types = [{ name = \"a\", backlog = 1 }, { name = \"b\", backlog = 1 }]
        [[stages]]
        name = \"ready\"
        kind = \"ready\"
        [[stages]]
        name = \"build\"
        team = \"one\"
        people = 1
        service = 1
        [[stages]]
        name = \"check\"
        people = 1
        service = 1
        rework = { probability = 0.999, to = \"build\" }
        [[teams]]
        name = \"one\"
        types = [\"a\"]
        planning = { at = [1] }
        pull = { total = 1 }
        [[teams]]
        name = \"two\"
        types = [\"b\"]
        planning = { at = [1] }
        pull = { total = 1 }",
    );
    let back = |stage: &str, item: &str| log.items("reworked", stage).contains(item);
    assert!(back("build", "a1") && !back("build", "b1"));
    assert!(back("check", "b1") && !back("check", "a1"));
}
