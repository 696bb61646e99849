//! Flow statistics of boards whose every day is known.

use crate::support::{at, list, maybe, number, run};
use serde_json::Value;

/// One place, two days of work: arrivals on days 0, 1 and 2 are ready on days 2, 4 and 6 of 10.
fn line(extra: &str) -> Value {
    run(
        &format!(
            r#"
calendar = {{ horizon = 10 }}
types = [{{ name = "a", arrivals = {{ at = [0, 1, 2] }}, due = 3, source = "sales"{extra} }}]
stages = [{{ name = "W", people = 1, wip = {{ max = 1 }}, service = 2 }}]
"#
        ),
        2,
    )
}

#[test]
fn times_of_a_short_line() {
    let result = line("");
    assert_eq!(number(&result, "lead_time"), 3.0);
    for (quantile, day) in [
        ("p5", 2.0),
        ("p15", 2.0),
        ("p50", 3.0),
        ("p85", 4.0),
        ("max", 4.0),
    ] {
        assert_eq!(number(&result, &format!("lead_time.{quantile}")), day);
    }
    assert_eq!(number(&result, "lead_time.open"), 0.0);
    assert_eq!(number(&result, "cycle_time"), 2.0);
    assert_eq!(maybe(&result, "lead_time_done"), None);
    assert_eq!(number(&result, "lead_time_done.open"), 6.0);
    assert_eq!(number(&result, "flow_efficiency"), 1.0);
    // Lead times 2, 3 and 4 against three days; to the day counts.
    assert!((number(&result, "on_time") - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(number(&result, "sources.sales.ready"), 3.0);
}

#[test]
fn levels_and_shares_of_a_short_line() {
    let result = line("");
    let near = |path: &str, value: f64| {
        let found = number(&result, path);
        assert!((found - value).abs() < 1e-12, "{path}: {found}, {value}");
    };
    near("wip", 0.6);
    near("throughput_per_week", 1.5);
    near("pools.W.utilisation", 0.6);
    near("stages.W.wip_by_state.working", 0.6);
    near("stages.W.share_at_max", 0.6);
    near("stages.W.effort", 6.0);
    near("stages.W.throughput_per_week", 1.5);
    // `a2` is kept out from day 1 to 2, `a3` from day 2 to 4.
    near("stages.W.limit_refused.own", 0.3);
    assert_eq!(maybe(&result, "stages.W.limit_refused.conwip"), None);
    let shares = list(&result, "stages.W.wip_share");
    assert_eq!(shares, [0.4, 0.6]);
}

/// Nine item-days: six of work, three (one of `a2`, two of `a3`) before a full column.
#[test]
fn causes_of_a_short_line() {
    let result = line("");
    let causes = at(&result, "held_back_by")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let told: Vec<(&str, Option<&str>, f64)> = causes
        .iter()
        .filter_map(|c| {
            Some((
                c["cause"].as_str()?,
                c["where"].as_str(),
                c["share"].as_f64()?,
            ))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("worked", None, 6.0 / 9.0),
            ("waiting for room", Some("W"), 3.0 / 9.0)
        ]
    );
}

/// Three more behind them: only the first in the backlog waits for room, the others behind it.
#[test]
fn only_the_first_in_the_backlog_waits_for_room() {
    let result = run(
        r#"
calendar = { horizon = 10 }
types = [{ name = "a", backlog = 3 }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 2 }]
"#,
        1,
    );
    // Lead times 2, 4, 6. `a2` is first for two days; `a3` two behind it and two first.
    let causes = at(&result, "held_back_by")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let share = |cause: &str| {
        let found = causes.iter().find(|c| c["cause"] == cause);
        found.and_then(|c| c["share"].as_f64())
    };
    assert_eq!(share("worked"), Some(6.0 / 12.0));
    assert_eq!(share("waiting for room"), Some(4.0 / 12.0));
    assert_eq!(share("backlog"), Some(2.0 / 12.0));
}

/// Every item is dropped in B: one day spent in A, two in B, at half speed. `a3` is still there.
#[test]
fn effort_on_what_is_discarded() {
    let result = run(
        r#"
calendar = { horizon = 11 }
types = [{ name = "a", backlog = 3 }]
stages = [
  { name = "A", people = 1, service = 1 },
  { name = "B", people = 1, availability = 0.5, service = 2, discard = 1 },
]
"#,
        1,
    );
    // In B until days 5 and 9; `a3` until day 13.
    assert_eq!(number(&result, "discarded"), 2.0);
    assert_eq!(number(&result, "discard_rate"), 1.0);
    assert_eq!(number(&result, "stages.A.effort"), 3.0);
    assert_eq!(number(&result, "stages.A.effort_discarded"), 2.0);
    assert_eq!(number(&result, "stages.B.effort"), 4.0);
    assert_eq!(number(&result, "stages.B.effort_discarded"), 4.0);
    assert_eq!(number(&result, "effort_discarded"), 6.0);
    assert_eq!(number(&result, "lead_time.open"), 1.0);
    assert_eq!(maybe(&result, "lead_time"), None);
    assert_eq!(*at(&result, "lead_time.p50"), Value::Null);
    assert!((number(&result, "pools.B.utilisation") - 10.0 / 11.0).abs() < 1e-12);
    // Stays in B: 4, 7 (three of waiting), and `a3` open since day 3.
    assert_eq!(number(&result, "stages.B.cycle_time"), 5.5);
}

/// Nothing is there before day 5 and after day 7: the minimum is undercut all that time.
#[test]
fn a_minimum_is_measured_from_day_0() {
    let result = run(
        r#"
calendar = { horizon = 10 }
types = [{ name = "a", arrivals = { at = [5] } }]
stages = [{ name = "A", wip = { min = 1 }, people = 1, service = 2 }]
"#,
        1,
    );
    assert_eq!(number(&result, "stages.A.share_below_min"), 0.8);
}

/// Those who only pass their time in the column keep nobody busy.
#[test]
fn a_column_without_people_is_no_utilisation() {
    let result = run(
        r#"
calendar = { horizon = 10 }
types = [{ name = "x", arrivals = { at = [0] } }, { name = "y", arrivals = { at = [1] } }]
stages = [{ name = "A", people = 1, service = 2, by_type.y = { elapsed = 6 } }]
"#,
        1,
    );
    assert_eq!(number(&result, "pools.A.utilisation"), 0.2);
    assert_eq!(number(&result, "stages.A.effort"), 2.0);
    assert_eq!(number(&result, "types.x.flow_efficiency"), 1.0);
    assert_eq!(maybe(&result, "types.y.flow_efficiency"), None);
    assert_eq!(maybe(&result, "flow_efficiency"), None);
}

/// Lead times: 3 (seen whole), 11 twice (seen from age 10 on), one open at age 20. At 3 two are at risk:
/// F = 1/2, S = 1/2. At 11 three are: F = 1/2 + 1/2 · 2/3 = 5/6, S = 1/6, and 5/6 + 1/6 = 1. So half are
/// ready after 3 days, and the 85th percentile lies beyond what was seen.
#[test]
fn quantiles_allow_for_open_items_and_for_late_entry() {
    let result = run(
        r#"
calendar = { horizon = 20 }
types = [
  { name = "old", backlog = { items = 2, age = 10 } },
  { name = "new", arrivals = { at = [0] } },
  { name = "slow", arrivals = { at = [0] } },
]
stages = [{ name = "W", people = "unlimited", service = 1, by_type = { new = { service = 3 }, slow = { service = 30 } } }]
"#,
        1,
    );
    assert_eq!(number(&result, "lead_time.open"), 1.0);
    assert_eq!(number(&result, "lead_time.p15"), 3.0);
    assert_eq!(number(&result, "lead_time.p50"), 3.0);
    assert_eq!(*at(&result, "lead_time.p85"), Value::Null);
    assert_eq!(number(&result, "lead_time"), 25.0 / 3.0);
    assert_eq!(number(&result, "types.old.lead_time.p50"), 11.0);
    // Since the first pull: 1, 1, 3 and one open at 20: 1/2, 3/4, and nothing up to 1.
    assert_eq!(number(&result, "cycle_time.p50"), 1.0);
    assert_eq!(*at(&result, "cycle_time.p85"), Value::Null);
    assert_eq!(number(&result, "age.max"), 20.0);
}

/// At the warm-up on day 4 `a1` is 4 days old. It is ready at 6, seen from 4 on; `a2` arrives on day 5 and
/// takes 2.
#[test]
fn what_is_there_at_the_warm_up_enters_at_its_age() {
    let result = run(
        r#"
calendar = { horizon = 20, warm_up = 4 }
types = [
  { name = "a", arrivals = { at = [0] } },
  { name = "b", arrivals = { at = [5, 6] } },
]
stages = [{ name = "W", people = "unlimited", service = 6, by_type.b = { service = 2 } }]
"#,
        1,
    );
    // At 2 two are at risk, both get there; the third is seen only later, and counts as one of three.
    assert_eq!(number(&result, "lead_time.p50"), 2.0);
    assert_eq!(number(&result, "lead_time.p85"), 6.0);
    assert_eq!(number(&result, "lead_time.max"), 6.0);
    assert_eq!(number(&result, "lead_time"), 10.0 / 3.0);
    assert_eq!(number(&result, "stages.W.cycle_time.p85"), 6.0);
    assert_eq!(number(&result, "ready"), 3.0);
    assert_eq!(number(&result, "arrived"), 2.0);
}

/// One a day comes and one in two days leaves: 6 before ready on day 10, 11 on day 20, two weeks later.
#[test]
fn growth_is_that_of_the_second_half() {
    let result = run(
        r#"
calendar = { horizon = 20 }
types = [{ name = "a", arrivals = { every = 1 } }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 2 }]
"#,
        3,
    );
    assert_eq!(number(&result, "growth_per_week"), 2.5);
    assert_eq!(at(&result, "stable"), false);
    // One is in the column on day 5, none on day 10, a week later.
    assert_eq!(number(&line(""), "growth_per_week"), -1.0);
    assert_eq!(at(&line(""), "stable"), true);
}

/// Row n shows the board after everything that happens at day n.
#[test]
fn series_show_each_day_after_all_that_happens_then() {
    let result = run(
        r#"
calendar = { horizon = 6.5 }
types = [{ name = "a", backlog = 2, arrivals = { at = [2] } }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 2 }]
teams = [{ name = "T", planning = { at = [4] }, pull = { total = 9 } }]
"#,
        1,
    );
    let series = |path: &str| list(&result, &format!("series.{path}"));
    assert_eq!(series("day"), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(series("arrived"), [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    assert_eq!(series("backlog"), [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(series("stages.W"), [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(series("ready"), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
    assert_eq!(series("done"), [0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0]);
    // Lead times to done: 4 and 4; the shelf's third is open.
    assert_eq!(number(&result, "lead_time_done"), 4.0);
    assert_eq!(number(&result, "lead_time_done.open"), 1.0);
}

/// Four items pulled out of the backlog, three of them a.
#[test]
fn allocation_planned_against_achieved() {
    let result = run(
        r#"
calendar = { horizon = 3.5 }
types = [{ name = "a", backlog = 9 }, { name = "b", backlog = 1 }]
stages = [{ name = "W", people = 1, wip = { max = 1 }, service = 1 }]
allocation = { strategy = "weighted", shares = { a = 1, b = 1 } }
"#,
        1,
    );
    assert_eq!(number(&result, "allocation.a.planned"), 0.5);
    assert_eq!(number(&result, "allocation.a.achieved"), 0.75);
}

/// One `x` and then one `y` are in C, for two days each, in turn: the lane of `y` wants two of them there, the
/// stage one of any kind.
#[test]
fn a_lanes_minimum_is_not_the_stages() {
    let result = run(
        r#"
calendar = { horizon = 10 }
types = [{ name = "x", arrivals = { at = [0, 4] } }, { name = "y", arrivals = { at = [2, 6] } }]
stages = [{ name = "C", people = 1, service = 2, wip = { min = 1 } }, { name = "ready", kind = "ready" }]
lanes = [{ name = "X", types = ["x"] }, { name = "Y", types = ["y"], wip = { C = { min = 2 } } }]
"#,
        1,
    );
    assert_eq!(number(&result, "stages.C.share_below_min"), 0.2);
    assert_eq!(number(&result, "stages.C.lane_share_below_min"), 1.0);
    assert_eq!(maybe(&result, "stages.ready.lane_share_below_min"), None);
}

/// Ten items due on day 3, one every three days: one is in time, five are late, four should have been ready.
#[test]
fn what_should_be_ready_by_now_is_late() {
    let result = run(
        r#"
calendar = { horizon = 18 }
types = [{ name = "f", backlog = 10, due = 3, route = ["A"] }, { name = "g", backlog = 1, due = 30, route = ["B"] }]
stages = [{ name = "A", people = 1, service = 3 }, { name = "B", people = 1, service = 40 }]
"#,
        1,
    );
    assert_eq!(number(&result, "types.f.ready"), 6.0);
    assert_eq!(number(&result, "types.f.on_time"), 0.1);
    assert_eq!(maybe(&result, "types.g.on_time"), None);
}

/// One item a day becomes ready from day 1 on, thirty in all; the statistics begin on day 10, at the instant at
/// which one of them is done. Those that become ready on days 10 to 30 are as old.
#[test]
fn an_end_at_the_very_end_of_the_warm_up_hides_no_other() {
    let result = run(
        r#"
calendar = { horizon = 40, warm_up = 10 }
types = [{ name = "f", backlog = 30 }]
stages = [{ name = "A", people = 1, service = 1 }]
"#,
        3,
    );
    assert_eq!(number(&result, "lead_time"), 20.0);
    assert_eq!(number(&result, "lead_time.p50"), 20.0);
    assert_eq!(number(&result, "lead_time.p85"), 27.0);
}
