//! Files with a row a move or an event.

use crate::history::{at, board, item, noted, path, problems, reading};
use headwater::history::{Closing, Place};

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
