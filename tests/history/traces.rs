//! A trial of the simulator, told by `headwater trace` and read as a history.

use super::{at, board, item, noted, path, reading};
use headwater::history::Place;

#[test]
fn a_trace_is_read_back_with_its_end() {
    let text = "\
step,day,date,time,event,id,type,class,stage,from,to,state,pool,next,limit,team,planning,ready,needed,in_stage,max,wip,arrived,due,blocker
1,0,2026-01-05,,present,bug-1,bug,standard,backlog,,backlog,waiting,,,,,,,,1,,0,-1.5,,
2,0,2026-01-05,,entered,bug-1,bug,standard,triage,backlog,triage,waiting,,,,,,,,1,,1,-1.5,,
3,1.25,2026-01-06,,blocked,bug-1,bug,standard,triage,,,blocked,,,,,,,,1,,1,-1.5,,vendor
4,3.5,2026-01-08,,unblocked,bug-1,bug,standard,triage,,,working,,,,,,,,1,,1,-1.5,,vendor
5,5.5,2026-01-12,,ready,bug-1,bug,standard,ready,triage,ready,done,,,,,,,,1,,1,-1.5,,
6,7,2026-01-14,,end,,,,,,,,,,,,,,,,,1,,,
";
    let read = reading(text, "");
    assert_eq!(read.audit.form, "trace");
    assert_eq!(
        path(&read, "bug-1"),
        [
            "2026-01-01T12:00:00 backlog",
            "2026-01-05 triage",
            "2026-01-12T12:00:00 ready"
        ]
    );
    assert_eq!(item(&read, "bug-1").blocked[0].source, "vendor");
    assert_eq!(
        (read.history.until, read.history.ready()),
        (at("2026-01-14"), Some(1))
    );
    let bare = text
        .replace("2026-01-05", "")
        .replace("2026-01-06", "")
        .replace("2026-01-08", "")
        .replace("2026-01-12", "")
        .replace("2026-01-14", "");
    let read = reading(&bare, "");
    assert_eq!(path(&read, "bug-1")[2], "2001-01-08T12:00:00 ready");
    assert_eq!(noted(&read, "no-calendar"), 1);
}

#[test]
fn what_falls_into_parts_is_gone_and_its_parts_are_items() {
    let text = "\
step,day,date,event,id,type,class,from,to,in_stage,arrived,blocker
1,0,2026-01-05,entered,epic-1,epic,standard,backlog,triage,1,0,
2,2,2026-01-07,split,epic-1,epic,standard,triage,split,0,0,
3,2,2026-01-07,part,story-1,story,standard,triage,ready,1,2,
4,4,2026-01-09,end,,,,,,,,
";
    let read = reading(text, "");
    assert_eq!(board(&read.history), [("ready".to_owned(), 1)].into());
    assert_eq!(item(&read, "epic-1").place(), Some(Place::Discarded));
    assert_eq!(noted(&read, "split"), 1);
}
