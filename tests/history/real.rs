//! Histories of working teams, where they lie beside the project: exact counts of what is in them.

use super::{at, board, item, noted, outcome, reading};
use headwater::history::throughput::{Counted, day_of};
use headwater::history::{Closing, History, Item, Place, Reading};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A file of the real histories; `None`, said aloud, where they are not there.
#[expect(
    clippy::print_stderr,
    reason = "a test that has nothing to test says so"
)]
pub fn file(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {name} of the real histories is not there");
    }
    text
}

/// What became of the boards of this table: the cut, the items at it by place, then for each window the
/// items that arrived, were done and were discarded.
type Table<'t> = [(&'t str, &'t [(&'t str, usize)], [[usize; 3]; 3])];

pub const DURACLOUD: &str = r#"
[[stages]]
name = "Received"
statuses = ["Received"]
[[stages]]
name = "Open"
statuses = ["Open"]
[[stages]]
name = "Reopened"
statuses = ["Reopened"]
[[stages]]
name = "In Progress"
statuses = ["In Progress"]
[[stages]]
name = "In Review"
statuses = ["In Review"]
[done]
statuses = ["Closed", "Resolved"]
[discarded]
resolutions = ["Won't Fix", "Duplicate", "Cannot Reproduce", "Incomplete", "Answered"]
"#;

const DURACLOUD_TABLE: &Table<'_> = &[
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

fn boards_agree(history: &History, table: &Table<'_>) {
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

/// The seconds of a processor that this thread has used.
#[cfg(target_os = "linux")]
fn processor_time() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_THREAD);
    let time = usage.map(|usage| usage.user_time());
    time.map_or(0.0, |time| {
        time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
    })
}

/// Nothing is known of it here.
#[cfg(not(target_os = "linux"))]
fn processor_time() -> f64 {
    0.0
}

#[test]
fn helpdesk_is_read_in_well_under_a_second_with_its_waits() {
    let Some(text) = file("helpdesk-eventlog/events.csv") else {
        return;
    };
    let begun = processor_time();
    let read = reading(&text, "");
    // Unoptimised; optimised it takes a tenth of that.
    let taken = processor_time() - begun;
    assert!(taken < 4.0, "{taken} s");
    assert_eq!(
        (read.audit.read, read.audit.used, read.audit.items),
        (21_348, 21_348, 4_580)
    );
    let blocked = read
        .history
        .items
        .iter()
        .filter(|item| !item.blocked.is_empty())
        .count();
    assert_eq!(blocked, 1_236);
    assert!(
        read.history
            .items
            .iter()
            .flat_map(|item| &item.blocked)
            .all(|span| span.source == "Wait")
    );
    let stages: Vec<&str> = read
        .history
        .stages
        .iter()
        .map(|stage| stage.name.as_str())
        .collect();
    let place = |name: &str| stages.iter().position(|stage| *stage == name);
    assert!(place("Assign seriousness") < place("Take in charge ticket"));
    assert!(place("Take in charge ticket") < place("Resolve ticket"));
}

#[test]
fn wide_files_of_teams_are_read_whole() {
    let Some(text) = file("ee-wide-oct2018/wide.csv") else {
        return;
    };
    let ee = reading(&text, "");
    assert_eq!(
        (ee.audit.read, ee.audit.items, ee.history.stages.len()),
        (73, 73, 11)
    );
    let discarded = |read: &Reading| {
        read.history
            .items
            .iter()
            .filter(|i| i.place() == Some(Place::Discarded))
            .count()
    };
    assert_eq!(discarded(&ee), 7);
    assert_eq!(
        ee.history
            .items
            .iter()
            .filter(|item| item.blocked_days.is_some())
            .count(),
        8
    );
    assert!(ee.history.days_only && !ee.history.selection.backfilled.is_empty());

    let Some(text) = file("cra-clov-wide/wide.csv") else {
        return;
    };
    let cra = reading(&text, "");
    assert_eq!(
        (cra.audit.read, cra.audit.items, discarded(&cra)),
        (97, 97, 13)
    );
    let visits: Vec<usize> = (0..4)
        .map(|stage| {
            cra.history
                .items
                .iter()
                .flat_map(Item::visits)
                .filter(|v| v.stage == stage)
                .count()
        })
        .collect();
    assert_eq!(visits, [97, 4, 59, 85]);
    assert!(cra.history.selection.closed_only);

    let Some(text) = file("veloe-wide/wide.csv") else {
        return;
    };
    let veloe = reading(&text, "");
    assert_eq!(
        (
            veloe.audit.read,
            veloe.audit.items,
            veloe.history.stages.len()
        ),
        (22, 22, 6)
    );
    let of = |kind: usize| {
        veloe
            .history
            .items
            .iter()
            .filter(|item| item.kind() == kind)
            .count()
    };
    assert_eq!(veloe.history.types, ["Valor", "Falha", "Melhoria"]);
    assert_eq!([of(0), of(1), of(2)], [11, 4, 7]);
    let expedite = veloe
        .history
        .items
        .iter()
        .filter(|item| item.class == Some(1))
        .count();
    assert_eq!(
        (veloe.history.classes.as_slice(), expedite),
        (["Normal".to_owned(), "Expedite".to_owned()].as_slice(), 2)
    );
    assert_eq!(day_of(veloe.history.from).to_string(), "2018-01-16");
}

#[test]
fn starts_and_ends_are_read_in_any_order_of_columns() {
    let Some(text) = file("lpw-startend/startend.csv") else {
        return;
    };
    let lpw = reading(&text, "");
    let open = lpw
        .history
        .items
        .iter()
        .filter(|item| !item.place().is_some_and(Place::is_end))
        .count();
    assert_eq!((lpw.audit.read, lpw.audit.items, open), (266, 266, 5));
    assert_eq!(day_of(lpw.history.from).to_string(), "2023-01-03");
    let at_once = |item: &&Item| item.moves.len() == 2 && item.moves[0].0 == item.moves[1].0;
    assert_eq!(lpw.history.items.iter().filter(at_once).count(), 7);
    assert!(!lpw.history.selection.arrivals_known);

    let Some(text) = file("throughput-p0/jira.csv") else {
        return;
    };
    let p0 = reading(&text, "");
    assert_eq!((p0.audit.read, p0.audit.items), (2_427, 2_427));
    assert_eq!(noted(&p0, "ends-before-start"), 1_108);
    assert!(p0.history.selection.arrivals_known && p0.history.selection.closed_only);
    assert!(p0.history.items.iter().all(|item| item.done().is_some()));
}

#[test]
fn trello_tells_moves_and_archived_cards() {
    let Some(text) = file("gocd-trello/board.json") else {
        return;
    };
    let read = reading(&text, "");
    // 122 cards and one that was deleted.
    assert_eq!(
        (read.audit.read, read.audit.items, noted(&read, "deleted")),
        (123, 123, 1)
    );
    let discarded = |item: &&Item| item.place() == Some(Place::Discarded) || item.discarded_undated;
    // 78 archived cards, 57 of them in Done.
    assert_eq!(
        read.history.items.iter().filter(discarded).count(),
        ARCHIVED_ELSEWHERE + 1
    );
    assert_eq!(noted(&read, "created-by-id"), 50);
    assert_eq!(noted(&read, "capped"), 1000);
}

/// Archived cards whose list is not Done.
const ARCHIVED_ELSEWHERE: usize = 21;

#[test]
fn fields_nobody_asks_for_do_not_disturb() {
    let Some(text) = file("duracloud-jira/raw-sample-redacted.json") else {
        return;
    };
    assert_eq!(outcome(&[&text], "").map(|read| read.audit.items), Ok(6));
}
