//! The shipped scenarios: each runs as it is and forecasts something worth asking.

#![expect(
    clippy::panic,
    reason = "a test that cannot read its scenario has failed"
)]

use crate::consistency::assert_consistent;
use crate::support::{Run, at, number, parse};
use serde_json::Value;
use std::path::Path;

/// The text of a shipped scenario.
fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Runs it with 1,000 trials; there must be no warning.
fn forecast(text: &str, set: &[&str]) -> Value {
    let run = Run {
        text,
        set,
        trials: 1000,
        seed: 1,
        threads: 1,
    };
    match run.outcome() {
        Ok((json, warnings)) => {
            assert_eq!(warnings, "", "a shipped scenario warns");
            parse(&json)
        }
        Err(problem) => panic!("{problem}"),
    }
}

/// P(ready enough) at every planning of a result.
fn readiness(result: &Value) -> Vec<f64> {
    let count = at(result, "plannings").as_array().map_or(0, Vec::len);
    (0..count)
        .map(|n| number(result, &format!("plannings[{n}].ready_enough")))
        .collect()
}

/// It runs without a warning, its books close, most plannings are worth a forecast, the header tells how
/// to run it.
fn check(name: &str) -> Value {
    let text = text(name);
    let command = format!("headwater run scenarios/{name}");
    assert!(
        text.contains(&command),
        "the header of {name} has no `{command}`"
    );
    let result = forecast(&text, &[]);
    assert_consistent(&result, name);
    let all = readiness(&result);
    let open = all.iter().filter(|p| (0.2..=0.9).contains(*p)).count();
    assert!(2 * open > all.len(), "{name} forecasts nothing: {all:?}");
    result
}

#[test]
fn quickstart() {
    check("quickstart.toml");
    let lines = text("quickstart.toml");
    let said = lines
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .count();
    assert!(said <= 26, "quickstart has {said} lines");
}

#[test]
fn product_backlog() {
    let result = check("product-backlog.toml");
    let backlog = number(&result, "series.backlog[0]");
    assert!(
        backlog >= 290.0,
        "more than 300 items less those just pulled: {backlog}"
    );
}

/// More room for blocked cards is paid with longer cycle times.
#[test]
fn blocked() {
    let before = check("blocked.toml");
    let text = text("blocked.toml");
    let after = forecast(&text, &["stages.exploration.wip.max=6"]);
    let time = |result: &Value| number(result, "cycle_time.p85");
    assert!(time(&after) > time(&before) + 2.0);
}

#[test]
fn two_lanes() {
    check("two-lanes.toml");
}

#[test]
fn three_teams() {
    let result = check("three-teams.toml");
    let teams: std::collections::BTreeSet<String> = at(&result, "plannings")
        .as_array()
        .into_iter()
        .flatten()
        .map(|planning| planning["team"].to_string())
        .collect();
    assert_eq!(teams.len(), 3);
}

/// A run from today's board: the items of the file are there, and one column holds too many.
#[test]
fn from_today() {
    let result = check("from-today.toml");
    let there = ["triage", "exploration", "refinement", "ready"];
    let there = there.map(|stage| number(&result, &format!("series.stages.{stage}[0]")));
    let waiting = number(&result, "series.backlog[0]");
    assert_eq!(there.iter().sum::<f64>() + waiting, 17.0);
    assert!(number(&result, "stages.exploration.breaches") >= 1.0);
}

/// More in hand delivers hardly more and takes longer; one more developer delivers more.
#[test]
fn two_boards() {
    let text = text("two-boards.toml");
    let before = check("two-boards.toml");
    let after: Vec<Value> = settings(&text)
        .iter()
        .map(|set| forecast(&text, set))
        .collect();
    let gain = |n: usize, path: &str| {
        let path = format!("flow.teams.web.{path}");
        number(&after[n], &path) / number(&before, &path)
    };
    assert!((0.95..1.05).contains(&gain(0, "done")), "hardly more");
    assert!(gain(0, "delivery_time") > 1.2, "but longer");
    assert!(gain(1, "done") > 1.07, "one more developer delivers more");
    assert!(gain(1, "delivery_time") < 0.9, "and sooner");
}

/// The header's commands mend the starving board.
#[test]
fn starved() {
    let before = mean(&check("starved.toml"));
    let text = text("starved.toml");
    let fixes = settings(&text);
    assert_eq!(fixes.len(), 2, "the header shows two ways out");
    for fix in fixes {
        let after = mean(&forecast(&text, &fix));
        assert!(after > before + 0.4, "{fix:?}: {before} becomes {after}");
    }
}

#[test]
fn epics() {
    let result = check("epics.toml");
    for path in [
        "types.feature.split",
        "failure_demand",
        "stages.refinement.rework",
    ] {
        assert!(number(&result, path) > 0.0, "{path} shows nothing");
    }
}

/// Ideas are cut into the work of three teams, who deliver it; some of it comes back. More refinement does not help
/// the web team, one more lead does and is felt by users; fewer ideas at once are ready sooner and deliver as much.
#[test]
fn portfolio() {
    let before = check("portfolio.toml");
    let value = |path: &str| number(&before, path);
    for path in [
        "types.feature.split",
        "types.enabler.split",
        "types.bug.failure_demand",
        "flow.teams.web.done",
        "flow.teams.care.done",
        "flow.teams.platform.done",
    ] {
        assert!(value(path) > 1.0 || path.ends_with("demand") && value(path) > 0.1);
    }
    let text = text("portfolio.toml");
    let sets = settings(&text);
    assert_eq!(sets.len(), 3, "the header shows three ways");
    let after: Vec<Value> = sets.iter().map(|set| forecast(&text, set)).collect();
    let helps = |n: usize| mean_of("web", &after[n]) - mean_of("web", &before);
    assert!(helps(0).abs() < 0.05, "more refinement: {}", helps(0));
    assert!(helps(1) > 0.08, "one more lead: {}", helps(1));
    let less = |n: usize, path: &str| 1.0 - number(&after[n], path) / value(path);
    assert!(
        value("types.feature.lead_time_done") - number(&after[1], "types.feature.lead_time_done")
            > 5.0
    );
    assert!(less(2, "types.feature.cycle_time") > 0.25);
    assert!(less(2, "flow.teams.web.done") < 0.05);
}

/// The header's command mends the board on which everything goes on at once.
#[test]
fn everything_at_once() {
    let before = mean(&check("everything-at-once.toml"));
    let text = text("everything-at-once.toml");
    let fixes = settings(&text);
    assert_eq!(
        fixes.len(),
        2,
        "the header shows one step and the whole way"
    );
    let after: Vec<f64> = fixes
        .iter()
        .map(|fix| mean(&forecast(&text, fix)))
        .collect();
    assert!(after[0] > before + 0.2, "{before} becomes {after:?}");
    assert!(after[1] > after[0] + 0.05, "{before} becomes {after:?}");
}

/// Urgent work is ready in time only with a place and somebody to work on it, and costs others little.
#[test]
fn urgent() {
    let before = check("urgent.toml");
    let text = text("urgent.toml");
    let late = |result: &Value| number(result, "types.incident.lead_time.p85");
    assert!((1.1..1.5).contains(&late(&before)), "{}", late(&before));
    let sets = settings(&text);
    assert_eq!(
        sets.len(),
        2,
        "the header shows what happens without either"
    );
    let after: Vec<Value> = sets.iter().map(|set| forecast(&text, set)).collect();
    let ratios: Vec<f64> = after.iter().map(|r| late(r) / late(&before)).collect();
    assert!(ratios.iter().all(|ratio| *ratio > 2.0), "{ratios:?}");
    let feature = |result: &Value| number(result, "types.feature.lead_time");
    assert!(feature(&before) < feature(&after[0]) + 0.2);
}

/// Taking over what is not done makes more ready, unless it costs too much; and fewer are dropped.
#[test]
fn half_done() {
    let before = check("half-done.toml");
    let text = text("half-done.toml");
    let sets = settings(&text);
    assert_eq!(sets.len(), 3, "without it, and two prices");
    let after: Vec<Value> = sets.iter().map(|set| forecast(&text, set)).collect();
    let enough = [&before, &after[0], &after[1]].map(mean);
    assert!(enough[0] > 0.7 && enough[1] < 0.4, "{enough:?}");
    assert!(enough[2] < enough[0] - 0.1, "{enough:?}");
    let ready = |result: &Value| number(result, "ready");
    assert!(ready(&after[2]) < ready(&after[0]) - 5.0);
    let dropped = [&before, &after[0]].map(|result| number(result, "discarded"));
    assert!((dropped[0] - 14.0).abs() < 1.0 && (dropped[1] - 17.0).abs() < 1.0);
}

/// Items leave refinement at its session, wishes and options go stale, and ideas are asked for.
#[test]
fn weekly_session() {
    let before = check("weekly-session.toml");
    let value = |path: &str| number(&before, path);
    assert!(value("types.feature.expired") > 1.0 && value("stages.ready.expired") > 1.0);
    assert!(value("types.idea.arrived") > 1.0);
    let text = text("weekly-session.toml");
    let fixes = settings(&text);
    assert_eq!(fixes.len(), 2, "the header shows two commands");
    let after: Vec<f64> = fixes
        .iter()
        .map(|set| mean(&forecast(&text, set)))
        .collect();
    assert!(after[0] < 0.05, "a shorter session: {after:?}");
    assert!(after[1] > mean(&before) + 0.05, "a longer life: {after:?}");
}

/// What the headers of the other scenarios promise of their commands.
#[test]
fn promises_are_kept() {
    let moves = |name: &str| -> Vec<f64> {
        let text = text(name);
        let before = mean(&forecast(&text, &[]));
        let settings = settings(&text);
        let after = settings.iter().map(|set| mean(&forecast(&text, set)));
        after.map(|after| after - before).collect()
    };
    let list = moves("product-backlog.toml");
    assert!(list[0].abs() < 0.05, "a longer list moves little: {list:?}");
    assert!(list[1] > 0.15, "one more analyst moves a lot: {list:?}");
    let lanes = moves("two-lanes.toml");
    assert!(lanes[0] < -0.1, "an open lane harms the other: {lanes:?}");
    let today = moves("from-today.toml");
    assert!(today[0] > 0.05, "a third analyst helps: {today:?}");
    let blocked = moves("blocked.toml");
    assert!(blocked[0] > 0.1, "asking legal less often: {blocked:?}");
    assert!(
        blocked[1] > 0.05 && blocked[1] < blocked[0],
        "the vendor: {blocked:?}"
    );
    assert!(blocked[2] > blocked[0], "more room: {blocked:?}");
    let epics = moves("epics.toml");
    assert!(epics[0] > 0.05, "right the first time pays: {epics:?}");
    assert!(epics[1].abs() < 0.05, "fewer fixes move little: {epics:?}");
    let teams = moves("three-teams.toml");
    assert!(teams[0] < -0.03, "more for one is less for all: {teams:?}");
}

/// The mean P(ready enough) over the plannings of one team.
fn mean_of(team: &str, result: &Value) -> f64 {
    let all = at(result, "plannings").as_array().into_iter().flatten();
    let teams: Vec<bool> = all.map(|planning| planning["team"] == team).collect();
    let theirs = readiness(result).into_iter().zip(teams);
    let theirs: Vec<f64> = theirs.filter_map(|(p, is)| is.then_some(p)).collect();
    theirs.iter().sum::<f64>() / theirs.len() as f64
}

/// The mean P(ready enough) over all plannings.
fn mean(result: &Value) -> f64 {
    let all = readiness(result);
    all.iter().sum::<f64>() / all.len() as f64
}

/// The arguments of `--set` in the commands of a header.
fn settings(text: &str) -> Vec<Vec<&str>> {
    text.lines()
        .filter(|line| line.starts_with("#   headwater run") && line.contains("--set"))
        .map(|line| line.split("--set ").skip(1).map(str::trim).collect())
        .collect()
}
