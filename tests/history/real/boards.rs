//! The boards of a team on some days, and what arrived and ended in the weeks after them.

use super::{DURACLOUD, file};
use crate::history::{at, board, item, noted, reading};
use headwater::history::throughput::Counted;
use headwater::history::{Closing, History, Item, Place};
use std::collections::BTreeMap;

/// What became of the boards of this table: the cut, the items at it by place, then for each window the
/// items that arrived, were done and were discarded.
type Table<'t> = [(&'t str, &'t [(&'t str, usize)], [[usize; 3]; 3])];

pub(super) const DURACLOUD_TABLE: &Table<'_> = &[
    (
        "2011-01-01",
        &[("Received", 48), ("Open", 21), ("In Progress", 3)],
        [[24, 21, 0], [43, 32, 0], [59, 45, 6]],
    ),
    (
        "2011-07-01",
        &[
            ("Received", 63),
            ("Open", 28),
            ("In Progress", 3),
            ("Reopened", 2),
        ],
        [[22, 18, 3], [36, 29, 7], [64, 61, 8]],
    ),
    (
        "2012-01-01",
        &[
            ("Received", 36),
            ("Open", 63),
            ("In Progress", 2),
            ("Reopened", 2),
        ],
        [[28, 24, 5], [43, 33, 5], [49, 39, 5]],
    ),
    (
        "2013-01-01",
        &[("Received", 51), ("Open", 89), ("Reopened", 2)],
        [[11, 2, 2], [31, 7, 3], [34, 9, 3]],
    ),
];

pub(super) fn boards_agree(history: &History, table: &Table<'_>) {
    for (cut, expected, _) in table {
        let expected: BTreeMap<String, usize> = expected
            .iter()
            .map(|(name, n)| ((*name).to_owned(), *n))
            .collect();
        assert_eq!(board(&history.as_of(at(cut))), expected, "{cut}");
    }
}

/// Arrivals and the instants at which items were done and discarded, in the days after a cut.
fn counts_agree(
    history: &History,
    table: &Table<'_>,
    windows: [i64; 3],
    ended: fn(&Item, Place) -> Option<headwater::history::Timestamp>,
) {
    for (cut, _, expected) in table {
        let found = windows.map(|days| {
            let (from, to) = (
                at(cut),
                at(cut) + jiff::SignedDuration::from_hours(24 * days),
            );
            let within = |at: &headwater::history::Timestamp| from <= *at && *at < to;
            let count = |when: &dyn Fn(&Item) -> Option<headwater::history::Timestamp>| {
                history.items.iter().filter_map(when).filter(within).count()
            };
            [
                count(&|item| item.created),
                count(&|item| ended(item, Place::Done)),
                count(&|item| ended(item, Place::Discarded)),
            ]
        });
        assert_eq!(found, *expected, "{cut}");
    }
}

#[test]
fn duracloud_has_the_boards_and_counts_of_its_changelogs() {
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return;
    };
    let read = reading(&text, DURACLOUD);
    assert_eq!(
        (read.audit.read, read.audit.used, read.audit.items),
        (739, 739, 739)
    );
    boards_agree(&read.history, DURACLOUD_TABLE);
    // The first entry into Closed or Resolved ends an item, by the resolution set in it.
    let ended = |item: &Item, place| {
        item.end(Closing::First)
            .filter(|end| end.1 == place)
            .map(|end| end.0)
    };
    counts_agree(&read.history, DURACLOUD_TABLE, [30, 60, 91], ended);
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &read.history.items {
        *types.entry(&read.history.types[item.kind()]).or_default() += 1;
    }
    assert_eq!(
        types,
        BTreeMap::from([
            ("Bug", 234),
            ("Documentation", 1),
            ("Story", 432),
            ("Task", 72)
        ])
    );
    let never_moved = read
        .history
        .items
        .iter()
        .filter(|item| item.moves.len() == 1)
        .count();
    assert_eq!(never_moved, 8);
    assert_eq!(item(&read, "DURACLOUD-1").moves.len(), 4);
    assert_eq!(noted(&read, "bulk-day"), 99 + 65);
    assert_eq!(noted(&read, "resolutions"), 1, "Ready for Test");
}

const JSHERER: &str = r#"
backlog = ["Backlog", "To Do"]
[[stages]]
name = "In Preparation"
statuses = ["In Preparation"]
[[stages]]
name = "Prioritized"
statuses = ["Prioritized"]
kind = "ready"
[[stages]]
name = "In Progress"
statuses = ["In Progress"]
[[stages]]
name = "Review"
statuses = ["Review"]
[[stages]]
name = "Accepted"
statuses = ["Accepted"]
[done]
statuses = ["Deployed"]
[discarded]
statuses = ["Can't Fix"]
"#;

#[test]
fn jsherer_has_the_boards_and_counts_of_its_log() {
    let Some(text) = file("jsherer-transitions/transitions.csv") else {
        return;
    };
    let read = reading(&text, JSHERER);
    assert_eq!(
        (read.audit.read, read.audit.used, read.audit.items),
        (588, 588, 225)
    );
    let table: &Table<'_> = &[
        (
            "2020-07-15",
            &[
                ("backlog", 29),
                ("Prioritized", 19),
                ("In Progress", 4),
                ("Review", 5),
            ],
            [[34, 11, 0], [54, 24, 3], [66, 35, 5]],
        ),
        (
            "2020-07-27",
            &[
                ("backlog", 50),
                ("Prioritized", 19),
                ("In Progress", 8),
                ("Review", 4),
            ],
            [[18, 16, 2], [34, 27, 3], [60, 34, 5]],
        ),
        (
            "2020-08-03",
            &[
                ("backlog", 51),
                ("Prioritized", 16),
                ("In Progress", 9),
                ("Review", 5),
            ],
            [[16, 11, 1], [42, 18, 3], [45, 19, 4]],
        ),
    ];
    boards_agree(&read.history, table);
    // Here done and discarded are statuses of their own: the first entry into each counts.
    let ended = |item: &Item, place| item.moves.iter().find(|m| m.1 == place).map(|m| m.0);
    counts_agree(&read.history, table, [7, 14, 21], ended);
    let end_there = read
        .history
        .items
        .iter()
        .filter(|item| item.place() == Some(Place::Discarded));
    assert_eq!(end_there.count(), 13);
    let one_row = read
        .history
        .items
        .iter()
        .filter(|item| item.moves.len() == 1);
    assert_eq!(one_row.count(), 65);
    assert_eq!(read.history.types, ["Bug", "Task", "Story", "Epic"]);
    assert_eq!(read.history.counted(), Counted::Ready);
}
