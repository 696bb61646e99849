//! What is in exports of every form, counted.

use super::file;
use crate::history::{noted, outcome, reading};
use headwater::history::throughput::day_of;
use headwater::history::{Item, Place, Reading};

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
