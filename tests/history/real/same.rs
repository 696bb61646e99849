//! One history in several forms says the same.

use super::boards::{DURACLOUD_TABLE, boards_agree};
use super::{DURACLOUD, file};
use crate::history::{item, reading};
use headwater::history::throughput::day_of;
use headwater::history::{History, Item, Reading};

#[test]
fn duracloud_says_the_same_in_every_form() {
    let names = ["search.json", "transitions.csv", "wide.csv"];
    let texts = names.map(|name| file(&format!("duracloud-jira/duracloud-{name}")));
    let [Some(jira), Some(transitions), Some(wide)] = texts else {
        return;
    };
    let jira = reading(&jira, DURACLOUD);
    let log = reading(&transitions, DURACLOUD);
    assert_eq!(
        (log.audit.read, log.audit.used, log.audit.items),
        (2114, 2114, 739)
    );
    boards_agree(&log.history, DURACLOUD_TABLE);
    for item in &jira.history.items {
        let same = log.history.items.iter().find(|other| other.id == item.id);
        let places = |item: &Item| {
            item.moves
                .iter()
                .map(|m| (m.0, m.1.is_end()))
                .collect::<Vec<_>>()
        };
        assert_eq!(same.map(places), Some(places(item)), "{}", item.id);
    }
    let jira = file("duracloud-jira/duracloud-search.json").unwrap_or_default();
    let jira = reading(&jira, DURACLOUD);
    agrees_with_wide(
        &jira,
        &reading(&wide, ""),
        &["Received", "Open", "In Progress", "In Review"],
    );
}

/// The dates of a wide file from moves: going back takes the later stages back, and an item is where it came
/// to first of what is left. What was reopened is open.
fn wide_row(history: &History, item: &Item, stages: &[&str]) -> Vec<Option<String>> {
    let mut row = vec![None; stages.len() + 1];
    for (at, place) in &item.moves {
        let name = history.place_name(*place).replace("Reopened", "Open");
        let column = stages
            .iter()
            .position(|stage| *stage == name)
            .unwrap_or(stages.len());
        row.iter_mut()
            .skip(column + 1)
            .for_each(|cell| *cell = None);
        row[column].get_or_insert_with(|| day_of(*at).to_string());
    }
    row
}

fn agrees_with_wide(log: &Reading, wide: &Reading, stages: &[&str]) {
    assert_eq!(log.history.items.len(), wide.history.items.len());
    for expected in &wide.history.items {
        let found = item(log, &expected.id);
        assert_eq!(
            wide_row(&log.history, found, stages),
            wide_row(&wide.history, expected, stages),
            "{}",
            expected.id
        );
    }
}

#[test]
fn golden_agrees_with_the_table_another_tool_made() {
    let [Some(jira), Some(wide)] =
        ["search.json", "expected-wide.csv"].map(|name| file(&format!("golden-ut/{name}")))
    else {
        return;
    };
    let stages = [
        "backlog",
        "Analysis Active",
        "Analysis Done",
        "Dev Active",
        "Dev Done",
        "Test",
    ];
    let map =
        "backlog = [\"Backlog\"]\n[dates]\nzone = \"as written\"\n[done]\nstatuses = [\"Done\"]\n"
            .to_owned();
    let stage = |name: &&str| format!("[[stages]]\nname = \"{name}\"\nstatuses = [\"{name}\"]\n");
    let map = map + &stages.iter().skip(1).map(stage).collect::<String>();
    let jira = reading(&jira, &map);
    agrees_with_wide(&jira, &reading(&wide, ""), &stages);
}
