//! Whatever an export or a mapping says: it is read or refused in words, and nothing falls.

use super::forms::trackers::{ISSUE, TRELLO};
use super::outcome;
use headwater::history::board::board;
use headwater::history::mapping;
use headwater::history::resample::{Question, prepare};
use headwater::history::throughput::Counted;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const WIDE: &str = "ID,Name,Open,Ready,Done,Type,Status,Resolution,Created\n\
    A,\"a, b\",2024-01-01,2024-01-03,2024-01-05,Bug,Closed,Fixed,2024-01-01 10:00:00\n\
    B,b,13/1/2024,,,Story,Removed,Won't Do,\nC,c,2024-02-01,2024-02-02,,Story,Open,,\n";
const LOG: &str = "key;type;timestamp;from;to\nA;Bug;2024-01-02T10:00:00+0100;New;Doing\n\
    A;Bug;2024-01-04T00:00:00Z;Doing;Done\nB;Story;2024-01-05;;New\nB;Story;2024-01-06;New;Blocked\n";
const TRACE: &str = "step,day,date,event,id,type,class,from,to,in_stage,arrived,blocker\n\
    1,0,2026-01-05,present,bug-1,bug,standard,,backlog,1,-1.5,\n2,0.5,2026-01-05,blocked,bug-1,bug,standard,,,1,-1.5,x\n\
    3,2,,ready,bug-1,bug,standard,backlog,ready,1,-1.5,\n4,7,2026-01-14,end,,,,,,,,\n";
const MAP: &str = "form = \"wide\"\nbacklog = [\"Open\"]\nbackfilled = \"skipped\"\n[columns]\nid = \"ID\"\n[dates]\n\
    order = \"day-first\"\nzone = \"+02:00\"\nend = 2024-02-01\n[[stages]]\nname = \"ready\"\nkind = \"ready\"\n\
    statuses = [\"Ready\"]\n[done]\nstatuses = [\"Done\"]\nclosing = \"last\"\n[discarded]\nresolutions = [\"Won't Do\"]\njumps = true\n";

/// A text with pieces put in and taken out.
fn mangled(text: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=.,;:\"0-9a-zT+ -]{0,6}",
        Just("9999-12-31".to_owned()),
        Just("0001-01-01T00:00:00-23:59".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("\n".to_owned()),
        Just("é\u{feff}".to_owned()),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, piece), 0..4);
    edits.prop_map(move |edits| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, gone, piece) in edits {
            let start = at.index(letters.len().max(1)).min(letters.len());
            let end = (start + gone).min(letters.len());
            letters.splice(start..end, piece.chars());
        }
        letters.into_iter().collect()
    })
}

/// Any export, most of them mangled.
fn export() -> impl Strategy<Value = String> {
    prop_oneof![
        mangled(WIDE),
        mangled(LOG),
        mangled(TRACE),
        mangled(ISSUE),
        mangled(TRELLO)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(5),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_makes_a_reader_fall(text in export(), map in prop_oneof![Just(String::new()), mangled(MAP)]) {
        match outcome(&[&text], &map) {
            Err(problems) => prop_assert!(problems.contains("error"), "{problems}"),
            Ok(read) => {
                prop_assert!(read.audit.used <= read.audit.read && read.audit.items == read.history.items.len());
                for item in &read.history.items {
                    prop_assert!(item.moves.is_sorted_by_key(|(at, _)| *at), "{item:?}");
                    prop_assert!(item.created.zip(item.moves.first()).is_none_or(|(at, first)| at <= first.0), "{item:?}");
                }
                let again = outcome(&[&text], &mapping::write(&read.mapping, "export"));
                prop_assert_eq!(again.map(|again| again.history.items), Ok(read.history.items.clone()));
                let _ = board(&read.history, None);
                let question = Question {
                    counted: Counted::Done, types: Vec::new(), weeks: 26, by: Vec::new(), items: vec![3], as_of: None, trials: 2, seed: 1,
                };
                let _ = prepare(&read.history, &question).map(|prepared| prepared.run(&read.audit, &mut |_| {}));
            }
        }
    }

    /// A cut knows a beginning of what comes later, and nothing else.
    #[test]
    fn a_cut_is_a_beginning(text in export(), day in 0_i64..60) {
        if let Ok(read) = outcome(&[&text], "") {
            let cut = read.history.from + jiff::SignedDuration::from_hours(24 * day);
            let then = read.history.as_of(cut);
            for item in &then.items {
                let later = super::item(&read, &item.id);
                prop_assert!(later.moves.starts_with(&item.moves) && later.kinds.starts_with(&item.kinds));
                prop_assert!(then.until == read.history.until || item.moves.iter().all(|(at, _)| *at < cut));
            }
        }
    }
}
