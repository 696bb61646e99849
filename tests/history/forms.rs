//! Every convention found in exports, each in a few lines of its own.

use super::{at, board, item, noted, outcome, path, problems, reading};
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
fn delimiters_line_ends_marks_and_column_order_do_not_matter() {
    let comma = "ID,Start,End\nA,2024-01-02,2024-01-05\nB,2024-01-03,\n";
    let other = [
        comma.replace(',', ";"),
        comma.replace(',', "\t"),
        comma.replace('\n', "\r\n"),
        "\"End\";\"Start\";\"ID\"\n\"2024-01-05\";\"2024-01-02\";\"A\"\n;2024-01-03;B\n".to_owned(),
        comma.replace("\n", ",,\n"),
    ];
    let expected = reading(comma, "");
    assert_eq!(
        path(&expected, "A"),
        ["2024-01-02 in progress", "2024-01-05 done"]
    );
    for text in &other {
        assert_eq!(
            reading(text, "").history.items,
            expected.history.items,
            "{text}"
        );
    }
}

#[test]
fn transitions_begin_with_the_creation_or_with_what_was_before() {
    let text = "\
key,type,timestamp,from,to,created
A,Bug,2024-01-02T10:00:00+0100,New,Doing,2024-01-01T00:00:00Z
A,Bug,2024-01-04T00:00:00Z,Doing,Done,2024-01-01T00:00:00Z
B,Story,,,,2024-01-03T00:00:00Z
";
    let read = reading(text, "");
    assert_eq!((read.audit.form, read.audit.items), ("transitions", 2));
    assert_eq!(
        path(&read, "A"),
        [
            "2024-01-01 backlog",
            "2024-01-02T09:00:00 Doing",
            "2024-01-04 done"
        ]
    );
    assert_eq!(
        path(&read, "B"),
        ["2024-01-03 backlog"],
        "never moved: where boards begin"
    );
    let text =
        "key,time,from,to\nA,2024-01-01,,New\nA,2024-01-02,New,Doing\nB,2024-01-05,Doing,Done\n";
    let read = reading(text, "");
    assert_eq!(item(&read, "A").created, Some(at("2024-01-01")));
    assert_eq!(item(&read, "B").created, None);
    assert_eq!(noted(&read, "no-creation"), 1);
}

#[test]
fn moves_back_and_second_closings_are_kept() {
    let text = "\
key,time,from,to
A,2024-01-01,,Open
A,2024-01-02,Open,Doing
A,2024-01-03,Doing,Open
A,2024-01-04,Open,Doing
A,2024-01-05,Doing,Resolved
A,2024-01-06,Resolved,Closed
A,2024-01-07,Closed,Open
A,2024-01-09,Open,Closed
";
    let read = reading(text, "");
    let item = item(&read, "A");
    let again: Vec<_> = item
        .visits()
        .iter()
        .map(|visit| (visit.stage, visit.again))
        .collect();
    assert_eq!(again, [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]);
    assert_eq!(
        item.end(Closing::First),
        Some((at("2024-01-05"), Place::Done))
    );
    assert_eq!(
        item.end(Closing::Last),
        Some((at("2024-01-09"), Place::Done))
    );
    assert_eq!(
        (noted(&read, "re-entries"), noted(&read, "closed-again")),
        (1, 1)
    );
    let cut = read.history.as_of(at("2024-01-08"));
    assert_eq!(board(&cut).get("Open"), Some(&1));
    assert_eq!(cut.items[0].end(Closing::Last), None);
}

#[test]
fn rows_said_twice_count_once_and_gaps_are_told() {
    let text = "key,time,from,to\nA,2024-01-01,,Open\nA,2024-01-02,Open,Doing\nA,2024-01-02,Open,Doing\nA,2024-01-03,Review,Done\n";
    let read = reading(text, "");
    assert_eq!((read.audit.read, read.audit.used), (4, 3));
    assert_eq!(
        (noted(&read, "duplicate-rows"), noted(&read, "gaps")),
        (1, 1)
    );
    let wide = "id,open,done\nA,2024-01-01,2024-01-02\nA,2024-01-01,2024-01-02\n";
    let read = reading(wide, "");
    assert_eq!((read.audit.items, noted(&read, "duplicates")), (1, 1));
    let told = problems(
        "id,open,done\nA,2024-01-01,2024-01-02\nA,2024-01-01,2024-01-09\n",
        "",
    );
    assert!(
        told.contains("the item `A` is told again") && told.contains("export:3:1"),
        "{told}"
    );
}

#[test]
fn events_may_mark_starts_and_ends_and_waits() {
    let text = "\
case:concept:name,concept:name,time:timestamp
1,Take in,2010-01-13 08:00:00+00:00
1,Wait,2010-01-14 08:00:00+00:00
1,Take in,2010-01-16 08:00:00+00:00
1,Resolve,2010-01-17 08:00:00+00:00
2,Wait,2010-01-15 08:00:00+00:00
2,Take in,2010-01-14 08:00:00+00:00
";
    let map = "form = \"events\"\nblocked = [\"Wait\"]\n[[stages]]\nname = \"work\"\nstatuses = [\"Take in\"]\n[done]\nstatuses = [\"Resolve\"]";
    let read = reading(text, map);
    assert_eq!(
        path(&read, "1"),
        ["2010-01-13T08:00:00 work", "2010-01-17T08:00:00 done"]
    );
    let blocked = &item(&read, "1").blocked;
    assert_eq!(
        (blocked.len(), blocked[0].seconds(read.history.until)),
        (1, 2.0 * 86_400.0)
    );
    assert!(item(&read, "2").is_blocked());
    assert_eq!(noted(&read, "unsorted"), 1);
    let two = text.replace("concept:name,time", "activity,time");
    assert_eq!(reading(&two, map).history.items, read.history.items);
}

#[test]
fn an_activity_may_stand_in_two_columns() {
    let text = "case,what,how,time\n1,work,start,2024-01-01\n1,work,complete,2024-01-03\n1,check,start,2024-01-03\n";
    let map = "form = \"events\"\n[columns]\nto = [\"what\", \"how\"]\n[[stages]]\nname = \"work\"\nstatuses = [\"work start\"]\n\
        [[stages]]\nname = \"worked\"\nstatuses = [\"work complete\"]\n[[stages]]\nname = \"check\"\nstatuses = [\"check start\"]";
    let read = reading(text, map);
    assert_eq!(
        path(&read, "1"),
        ["2024-01-01 work", "2024-01-03 worked", "2024-01-03 check"]
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
fn day_and_month_are_told_proven_or_asked_for() {
    let open = "id,start,end\nA,5/6/2023,6/7/2023\nB,1/2/2023,\n";
    let told = problems(open, "");
    assert!(
        told.contains("nothing tells which number of `5/6/2023` is the day"),
        "{told}"
    );
    assert!(
        told.contains("export:2:3") && told.contains("--dates day-first"),
        "{told}"
    );
    let first = |order: &str| {
        let read = reading(open, &format!("[dates]\norder = \"{order}\""));
        item(&read, "A").moves[0].0
    };
    assert_eq!(
        (first("day-first"), first("month-first")),
        (at("2023-06-05"), at("2023-05-06"))
    );
    let proven = reading(&format!("{open}C,3/4/2023,3/14/2023\n"), "");
    assert_eq!(item(&proven, "A").moves[0].0, at("2023-05-06"));
    let mixed = problems(&format!("{open}C,3/14/2023,14/3/2023\n"), "");
    assert!(
        mixed.contains("`3/14/2023` has the month first, but `14/3/2023` has the day first"),
        "{mixed}"
    );
    let against = problems(
        &format!("{open}C,3/14/2023,\n"),
        "[dates]\norder = \"day-first\"",
    );
    assert!(
        against.contains("`3/14/2023` cannot be read with the day first"),
        "{against}"
    );
}

#[test]
fn a_cell_that_is_no_date_is_shown() {
    let told = problems(
        "id,time,from,to\nA,2024-01-01,,Open\nA,soon,Open,Done\n",
        "",
    );
    assert!(
        told.contains("`soon` in column `time` is no date") && told.contains("export:3:3"),
        "{told}"
    );
    let read = reading(
        "id,start,end\nA,2024-01-01,n/a\nB,2024-01-01,2024-01-02\n",
        "",
    );
    assert_eq!(board(&read.history).get("in progress"), Some(&1));
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
fn short_rows_empty_rows_and_double_headings_are_told() {
    let read = reading(
        "id,open,done,open\nA,2024-01-01\n,,,\nB,2024-01-01,2024-01-02,\n",
        "",
    );
    assert_eq!((read.audit.read, read.audit.used), (3, 2));
    assert_eq!(
        ["short-rows", "empty-rows", "duplicate-columns"].map(|code| noted(&read, code)),
        [1, 1, 2]
    );
    let told = problems("id,open,done\nA,2024-01-01,2024-01-02,x\n", "");
    assert!(
        told.contains("line 2 has 4 cells, but there are 3 headings"),
        "{told}"
    );
}

#[test]
fn an_unclear_table_says_what_a_history_needs() {
    let told = problems("colour,size\nred,3\n", "");
    assert!(
        told.contains("it is not clear what kind of history this is")
            && told.contains("a column with the id"),
        "{told}"
    );
    assert!(problems("", "").contains("there is nothing in this file to read"));
    assert!(problems("{\"issues\": []}", "").contains("there are no issues"));
    assert!(problems("{\"issues\": [}", "").contains("export:1:13"));
}

/// An issue with changes of status, type, flag and resolution, the newest first.
pub const ISSUE: &str = r#"{"key": "J-1", "fields": {"summary": "One", "created": "2024-01-01T00:00:00.000+0000",
  "issuetype": {"name": "Bug"}, "status": {"name": "Closed"}, "resolution": {"name": "Won't Fix"}, "customfield_1": [{"a": []}]},
  "changelog": {"total": 4, "histories": [
    {"created": "2024-01-05T00:00:00.000+0000", "items": [
      {"field": "status", "fromString": "Doing", "toString": "Closed"},
      {"field": "resolution", "fromString": null, "toString": "Won't Fix"}]},
    {"created": "2024-01-04T00:00:00.000+0000", "items": [{"field": "Flagged", "fromString": "Impediment", "toString": ""}]},
    {"created": "2024-01-03T00:00:00.000+0000", "items": [
      {"field": "issuetype", "fromString": "Story", "toString": "Bug"},
      {"field": "Flagged", "fromString": "", "toString": "Impediment"}]},
    {"created": "2024-01-02T00:00:00.000+0000", "items": [{"field": "status", "fromString": "Open", "toString": "Doing"}]}]}}"#;

#[test]
fn jira_pages_and_bare_lists_are_the_same() {
    let second = ISSUE.replace("J-1", "J-2");
    let page = |issues: &str| format!("{{\"startAt\": 0, \"issues\": [{issues}]}}");
    let whole = page(&format!("{ISSUE}, {second}"));
    let expected = reading(&whole, "");
    assert_eq!(
        path(&expected, "J-1"),
        [
            "2024-01-01 Open",
            "2024-01-02 Doing",
            "2024-01-05 discarded"
        ]
    );
    let one = item(&expected, "J-1");
    let kinds: Vec<&str> = one
        .kinds
        .iter()
        .map(|(_, kind)| expected.history.types[*kind].as_str())
        .collect();
    assert_eq!(kinds, ["Story", "Bug"]);
    assert_eq!(one.blocked.len(), 1);
    assert_eq!(one.blocked[0].until, Some(at("2024-01-04")));
    let story = expected.history.as_of(at("2024-01-03"));
    assert_eq!(story.types[story.items[0].kind()], "Story");
    assert!(story.items[0].blocked.is_empty());
    let others = [
        format!("[{ISSUE}, {second}]"),
        format!("[{}, {}]", page(ISSUE), page(&second)),
        format!("{}\n{}", page(ISSUE), page(&second)),
    ];
    for text in &others {
        assert_eq!(
            reading(text, "").history.items,
            expected.history.items,
            "{text}"
        );
    }
    let pages = outcome(&[&page(ISSUE), &page(&second)], "");
    assert_eq!(
        pages.map(|read| read.history.items),
        Ok(expected.history.items)
    );
}

#[test]
fn the_last_type_counts_always_where_one_says_so() {
    let Some(text) = super::real::file("duracloud-jira/duracloud-search.json") else {
        return;
    };
    let last = reading(
        &text,
        &format!("types = \"last\"\n{}", super::real::DURACLOUD),
    );
    let then = reading(&text, super::real::DURACLOUD);
    let kinds = |read: &headwater::history::Reading| -> Vec<usize> {
        read.history
            .items
            .iter()
            .map(|item| item.kinds.len())
            .collect()
    };
    assert_eq!(noted(&last, "type-changes"), noted(&then, "type-changes"));
    assert!(kinds(&last).iter().all(|n| *n == 1) && kinds(&then).iter().any(|n| *n > 1));
    let changed = last.history.items.iter().filter(|item| item.type_is_final);
    assert_eq!(changed.count(), noted(&then, "type-changes"));
    let name = |read: &headwater::history::Reading, n: usize| {
        read.history.types[read.history.items[n].kind()].clone()
    };
    assert!(
        (0..739).all(|n| name(&last, n) == name(&then, n)),
        "the type at the end is the same"
    );
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
        Some(super::at("2026-03-07"))
    );
    assert_eq!(noted(&read, "closings-begin"), 1);
    assert_eq!(noted(&reading(&whole, ""), "closings-begin"), 0);
}

#[test]
fn an_issue_without_changelog_is_told() {
    let text = r#"[{"key": "A", "fields": {"created": "2024-01-01T00:00:00.000+0000", "status": {"name": "Open"}}},
        {"key": "B", "fields": {"created": "2024-01-01T00:00:00.000+0000", "status": {"name": "Done"}}}]"#;
    assert_eq!(noted(&reading(text, ""), "no-changelog"), 2);
}

/// A board with four cards, two of them archived with a date and one without.
pub const TRELLO: &str = r#"{"lists": [{"id": "l1", "name": "Ideas", "closed": false}, {"id": "l2", "name": "Up Next", "closed": false},
  {"id": "l3", "name": "Done", "closed": false}],
 "cards": [{"id": "5ca3d99a0378a65090e676ca", "name": "a", "closed": false, "idList": "l2"},
  {"id": "5ca3d99a0378a65090e676cb", "name": "b", "closed": true, "idList": "l3"},
  {"id": "5ca3d99a0378a65090e676cc", "name": "c", "closed": true, "idList": "l1"},
  {"id": "5ca3d99a0378a65090e676cd", "name": "d", "closed": true, "idList": "l1"}],
 "actions": [
  {"type": "updateCard", "date": "2019-04-09T00:00:00.000Z", "data": {"card": {"id": "5ca3d99a0378a65090e676cc", "closed": true}, "list": {"id": "l1", "name": "Ideas"}, "old": {"closed": false}}},
  {"type": "updateCard", "date": "2019-04-08T00:00:00.000Z", "data": {"card": {"id": "5ca3d99a0378a65090e676cb", "closed": true}, "list": {"id": "l3", "name": "Done"}, "old": {"closed": false}}},
  {"type": "updateCard", "date": "2019-04-07T00:00:00.000Z", "data": {"card": {"id": "5ca3d99a0378a65090e676cb"}, "listBefore": {"id": "l2", "name": "To Do"}, "listAfter": {"id": "l3", "name": "Done"}, "old": {"idList": "l2"}}},
  {"type": "createCard", "date": "2019-04-06T00:00:00.000Z", "data": {"card": {"id": "5ca3d99a0378a65090e676cb"}, "list": {"id": "l2", "name": "To Do"}}},
  {"type": "commentCard", "date": "2019-04-05T00:00:00.000Z", "data": {"card": {"id": "5ca3d99a0378a65090e676ca"}, "list": {"id": "l1", "name": "Ideas"}}}]}"#;

#[test]
fn trello_goes_by_lists_archives_and_the_seconds_in_ids() {
    let read = reading(TRELLO, "");
    assert_eq!(
        path(&read, "5ca3d99a0378a65090e676ca"),
        ["2019-04-02T21:52:26 Up Next"]
    );
    assert_eq!(
        path(&read, "5ca3d99a0378a65090e676cb"),
        ["2019-04-06 Up Next", "2019-04-07 done"],
        "archived when done"
    );
    let dropped = item(&read, "5ca3d99a0378a65090e676cc");
    assert_eq!(
        dropped.end(Closing::First),
        Some((at("2019-04-09"), Place::Discarded))
    );
    assert!(item(&read, "5ca3d99a0378a65090e676cd").discarded_undated);
}
