//! Histories of working teams: they become scenarios that run, and what is learnt is what was counted.

use super::Result;
use crate::history::real::{DURACLOUD, file};
use crate::history::{at, outcome, reading};
use crate::support::Run;
use headwater::history::Place;
use headwater::history::fit::{Question, board, fit, scenario};
use serde_json::Value;

/// Every form of real history, and its mapping where the proposed one needs correcting.
const REAL: &[(&str, u32)] = &[
    ("duracloud-jira/duracloud-search.json", 52),
    ("duracloud-jira/duracloud-transitions.csv", 52),
    ("duracloud-jira/duracloud-wide.csv", 52),
    ("jsherer-transitions/transitions.csv", 52),
    ("helpdesk-eventlog/events.csv", 104),
    ("ee-wide-oct2018/wide.csv", 52),
    ("cra-clov-wide/wide.csv", 200),
    ("veloe-wide/wide.csv", 52),
    ("lpw-startend/startend.csv", 52),
    ("gocd-trello/board.json", 52),
    ("throughput-p0/jira.csv", 52),
];

#[test]
fn real_histories_become_scenarios_that_run() -> Result {
    for (name, weeks) in REAL {
        let Some(text) = file(name) else {
            return Ok(());
        };
        let read = outcome(&[&text], "").map_err(|problems| format!("{name}: {problems}"))?;
        let question = Question {
            weeks: *weeks as usize,
            as_of: None,
        };
        let fit = fit(&read.history, &question).map_err(|words| format!("{name}: {words}"))?;
        // Lines behind `#: ` are the file a scenario names.
        let rows = board(&fit)?;
        let rows: Vec<String> = rows.lines().map(|row| format!("#: {row}")).collect();
        let text = format!(
            "{}\n{}\n",
            scenario(&fit, Some("board.csv")),
            rows.join("\n")
        );
        let run = Run {
            text: &text,
            set: &[],
            trials: 20,
            seed: 1,
            threads: 1,
        };
        let (json, warnings) = run
            .outcome()
            .map_err(|problems| format!("{name}: {problems}\n{text}"))?;
        assert!(!warnings.contains("error"), "{name}: {warnings}");
        let json: Value = serde_json::from_str(&json)?;
        assert!(json["goals"][0]["reached"]["p50"].is_object(), "{name}");
        assert_eq!(fit.rows.len(), fit.open, "{name}");
    }
    Ok(())
}

#[test]
fn duracloud_is_learnt_as_counted() -> Result {
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return Ok(());
    };
    let read = reading(&text, DURACLOUD);
    let question = Question {
        weeks: 52,
        as_of: Some("2012-01-01".parse()?),
    };
    let fit = fit(&read.history, &question)?;
    let open: Vec<(&str, usize)> = fit
        .stages
        .iter()
        .map(|stage| (stage.name.as_str(), stage.open))
        .collect();
    assert_eq!(
        open,
        [
            ("Received", 36),
            ("Open", 63),
            ("Reopened", 0),
            ("In Progress", 2),
            ("In Review", 0)
        ]
    );
    // The first closing counts: two items that were reopened are closed, and that is said.
    assert!(
        fit.doubts
            .iter()
            .any(|doubt| doubt.starts_with("2 items are open again")),
        "{:?}",
        fit.doubts
    );
    // Counted in the changelogs independently of any fit.
    let within =
        |at_: &headwater::history::Timestamp| at("2011-01-03") <= *at_ && *at_ < at("2012-01-01");
    let known = read.history.as_of(at("2012-01-01"));
    let count = |place| {
        let end = |item: &headwater::history::Item| {
            item.end(read.history.closing).filter(|end| end.1 == place)
        };
        known
            .items
            .iter()
            .filter_map(end)
            .filter(|end| within(&end.0))
            .count()
    };
    assert_eq!(fit.finished, count(Place::Done));
    let dropped: u64 = fit.stages.iter().map(|stage| stage.discard.hits).sum();
    assert_eq!(dropped as usize, count(Place::Discarded));
    let arrived: usize = fit.types.iter().map(|kind| kind.arrived).sum();
    assert_eq!(
        arrived,
        known
            .items
            .iter()
            .filter_map(|item| item.created)
            .filter(within)
            .count()
    );
    assert!(
        fit.doubts.iter().any(|doubt| doubt.contains("65 of all")),
        "{:?}",
        fit.doubts
    );
    Ok(())
}
