//! Files with a row an item and a date a stage, or with the start and the end of each.

use crate::history::{at, board, item, noted, path, reading};
use headwater::history::{Closing, Place};

#[test]
fn wide_files_have_a_date_a_stage() {
    let text = "\
ID,Link,Name,Backlog,Analysis,Ready,Build,Done,Type,Status,Resolution
A-1,,\"One, with a comma\",2024-01-01,2024-01-03,,2024-01-05,2024-01-09,Story,Closed,Fixed
A-2,,Two,2024-01-02,2024-01-02,2024-01-04,,,Bug,Ready,
A-3,,Three,2024-01-02,2024-01-08,,,2024-01-09,Story,Closed,Won't Do
";
    let read = reading(text, "");
    assert_eq!(
        (read.audit.form, read.audit.read, read.audit.used),
        ("wide", 3, 3)
    );
    assert_eq!(item(&read, "A-1").title, "One, with a comma");
    assert_eq!(
        path(&read, "A-1"),
        [
            "2024-01-01 backlog",
            "2024-01-03 Analysis",
            "2024-01-05 Build",
            "2024-01-09 done"
        ]
    );
    assert_eq!(
        path(&read, "A-2"),
        [
            "2024-01-02 backlog",
            "2024-01-02 Analysis",
            "2024-01-04 Ready"
        ]
    );
    assert_eq!(
        item(&read, "A-3").end(Closing::First),
        Some((at("2024-01-09"), Place::Discarded))
    );
    assert_eq!(item(&read, "A-3").discarded_from(Closing::First), Some(0));
    assert_eq!(read.history.ready(), Some(1));
    assert!(read.history.days_only);
    assert_eq!(read.history.until, at("2024-01-10"));
    let visits = item(&read, "A-2").visits();
    assert_eq!(
        (visits[0].left, visits[1].left),
        (Some((at("2024-01-04"), Place::Stage(1))), None)
    );
}

#[test]
fn what_ends_before_it_starts_takes_no_time_and_is_counted() {
    let read = reading(
        "id,created_date,finished_date\nA,2015-02-05,2015-02-04\nB,2015-02-05,2015-02-09\n",
        "",
    );
    assert_eq!(
        path(&read, "A"),
        ["2015-02-04 in progress", "2015-02-04 done"]
    );
    assert_eq!(
        (noted(&read, "ends-before-start"), read.audit.items),
        (1, 2)
    );
}

#[test]
fn filled_in_stages_are_visited_or_skipped_as_one_says() {
    let text = "id,open,analysis,build,done\nA,2024-01-01,2024-01-05,2024-01-05,2024-01-05\n";
    assert_eq!(reading(text, "").history.items[0].visits().len(), 3);
    let map = "backfilled = \"skipped\"\n[[stages]]\nname = \"open\"\nstatuses = [\"open\"]\n[[stages]]\nname = \"analysis\"\nstatuses = [\"analysis\"]\n\
        [[stages]]\nname = \"build\"\nstatuses = [\"build\"]\n[done]\nstatuses = [\"done\"]";
    let read = reading(text, map);
    assert_eq!(path(&read, "A"), ["2024-01-01 open", "2024-01-05 done"]);
    assert_eq!(noted(&read, "backfilled"), 1);
}

#[test]
fn dates_that_run_backwards_are_moves_back() {
    let read = reading("id,open,analysis,done\nA,2024-01-04,2024-01-02,\n", "");
    assert_eq!(path(&read, "A"), ["2024-01-02 analysis", "2024-01-04 open"]);
    assert_eq!(noted(&read, "out-of-order"), 1);
}

#[test]
fn jumps_to_done_are_dropped_items_where_one_says_so() {
    let text =
        "id,open,analysis,done\nA,2024-01-01,,2024-03-02\nB,2024-01-01,2024-01-02,2024-01-03\n";
    assert_eq!(noted(&reading(text, ""), "jumps"), 1);
    let map = "[[stages]]\nname = \"open\"\nstatuses = [\"open\"]\n[[stages]]\nname = \"analysis\"\nstatuses = [\"analysis\"]\n\
        [done]\nstatuses = [\"done\"]\n[discarded]\njumps = true";
    let read = reading(text, map);
    let end = |id| item(&read, id).end(Closing::First).map(|end| end.1);
    assert_eq!(
        (end("A"), end("B")),
        (Some(Place::Discarded), Some(Place::Done))
    );
}

#[test]
fn what_was_dropped_nobody_knows_when_counts_without_a_time() {
    let text = "id,open,build,done,status\nA,2024-01-01,,,Removed\nB,2024-01-01,,,Open\nC,2024-01-01,,,Done\n,2024-01-01,,,Open\n";
    let read = reading(text, "");
    assert!(item(&read, "A").discarded_undated && item(&read, "A").end(Closing::First).is_none());
    assert_eq!(board(&read.history).get("open"), Some(&1));
    assert_eq!(
        (noted(&read, "done-undated"), noted(&read, "no-id")),
        (1, 1)
    );
    assert_eq!(
        (read.audit.read, read.audit.used, read.audit.items),
        (4, 2, 2)
    );
    assert!(read.history.as_of(at("2024-01-01")).items.is_empty());
}

#[test]
fn an_export_that_begins_with_closings_is_told() {
    let mut rows = String::from("id,Doing,Done\n");
    let first = jiff::civil::date(2026, 1, 1);
    for n in 0..120_i64 {
        let (from, to) = (
            first + jiff::Span::new().days(n),
            first + jiff::Span::new().days(n + 5),
        );
        // What was closed before April is not there; a few old ones are.
        let old = n < 60;
        let to = if old {
            first + jiff::Span::new().days(95)
        } else {
            to
        };
        if !old || n % 2 == 0 {
            rows += &format!("A-{n},{from},{to}\n");
        }
    }
    let whole = rows.replace("2026-04-06", "2026-01-20");
    let read = reading(&rows, "");
    assert_eq!(
        read.history.selection.closings_begin,
        Some(at("2026-03-07"))
    );
    assert_eq!(noted(&read, "closings-begin"), 1);
    assert_eq!(noted(&reading(&whole, ""), "closings-begin"), 0);
}
