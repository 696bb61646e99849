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

/// The header's command mends the starving board.
#[test]
fn starved() {
    let result = check("starved.toml");
    let text = text("starved.toml");
    let sets = fixes(&text);
    assert!(!sets.is_empty(), "the header shows a --set");
    for set in sets {
        let mended = forecast(&text, &[&set]);
        let mean = |r: &Value| {
            let all = readiness(r);
            all.iter().sum::<f64>() / all.len() as f64
        };
        let (before, after) = (mean(&result), mean(&mended));
        assert!(after > before + 0.15, "{set}: {before} becomes {after}");
    }
}

/// The arguments of `--set` in the comments of a scenario.
fn fixes(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.split_once("--set "))
        .map(|(_, set)| set.trim().trim_matches(['\'', '"']).to_owned())
        .collect()
}
