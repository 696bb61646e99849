//! What trackers tell in JSON: issues with their changelogs, cards with their actions.

use crate::history::real::{DURACLOUD, file};
use crate::history::{at, item, noted, outcome, path, reading};
use headwater::history::{Closing, Place};

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
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return;
    };
    let last = reading(&text, &format!("types = \"last\"\n{DURACLOUD}"));
    let then = reading(&text, DURACLOUD);
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
