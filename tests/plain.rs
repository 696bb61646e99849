//! Plain boards take a short way through a trial: the same things happen as on the general way, in the same
//! order, and observers see the same board all along.

use crate::shortcuts::{CASES, TIMES, compared, with_more};
use crate::support::model;
use headwater::engine::{Board, Event, Observer, Wiring};
use headwater::model::{Model, Ticks};
use std::error::Error;
use std::fmt::Write;

/// Everything that an observer of a trial sees.
#[derive(Default)]
struct Witness(Vec<String>);

impl Observer for Witness {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        self.0.push(format!("{now} {event:?} {}", counts(board)));
    }

    fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        let at_max: Vec<bool> = (0..board.model.stages.len())
            .map(|stage| board.at_max(stage))
            .collect();
        let free: Vec<u32> = (0..board.model.pools.len())
            .map(|pool| board.free_people(pool))
            .collect();
        let rest = format!("{at_max:?} {free:?} {}", counts(board));
        self.0.push(format!("{now} then {next} {rest}"));
    }
}

/// How many items are where.
fn counts(board: &Board<'_>) -> String {
    let model = board.model;
    let stages = (0..model.stages.len()).map(|stage| board.by_state(stage));
    let backlogs = (0..model.types.len()).map(|kind| board.in_backlog(kind));
    let shelves = (0..model.types.len()).map(|kind| board.on_shelf(kind));
    format!(
        "{:?} {:?} {:?}",
        stages.collect::<Vec<_>>(),
        backlogs.collect::<Vec<_>>(),
        shelves.collect::<Vec<_>>()
    )
}

/// What is to be seen of one trial, and of every item at its end.
fn seen(model: &Model, wiring: &Wiring<'_>, trial: u64) -> Vec<String> {
    let mut witness = Witness::default();
    let mut board = Board::new(model, wiring);
    let run = board.run(1, trial, &mut witness);
    assert!(run.is_ok(), "{run:?}");
    witness.0.extend(board.items().iter().map(|item| {
        format!(
            "{:?} {:?} {:?} {:?} {} {} {} {} {:?}",
            item.kind,
            item.place,
            item.state,
            item.stay,
            item.seniority,
            item.pulled,
            item.entered,
            item.since,
            item.route
        )
    }));
    witness.0
}

/// Compares both ways; was there a short one?
fn compare(text: &str) -> bool {
    let model = model(text);
    let short = Wiring::new(&model);
    let general = Wiring::new(&model).without_shortcuts();
    for trial in 0..3 {
        let (one, other) = (seen(&model, &short, trial), seen(&model, &general, trial));
        let differ = one.iter().zip(&other).find(|(a, b)| a != b);
        assert!(differ.is_none(), "{differ:?}\n{text}");
        assert_eq!(one.len(), other.len(), "{text}");
    }
    short.is_plain()
}

/// A plain board from a string of bytes.
fn plain(bytes: &[u8]) -> String {
    let mut bytes = bytes.iter();
    let mut pick = |n: u8| bytes.next().map_or(0, |byte| byte % n);
    let orders = ["stage-fifo", "fifo", "lifo", "random", "wsjf", "value"];
    let mut text = format!(
        "order = \"{}\"\ncalendar = {{ horizon = 40 }}\npools = [{{ name = \"crew\", people = 2 }}]\n",
        orders[usize::from(pick(6))]
    );
    let arrivals = [
        "{ per_day = 0.7 }",
        "{ every = 1 }",
        "{ every = 2, count = 3 }",
        "{ per_week = 2, batch = { dist = \"uniform-int\", min = 0, max = 2 } }",
        "{ between = 0.5 }",
    ];
    let types = 1 + pick(3);
    for kind in 0..types {
        let arrivals = arrivals[usize::from(pick(5))];
        let (backlog, priority) = (pick(9), pick(3));
        let _ = writeln!(
            text,
            "[[types]]\nname = \"t{kind}\"\narrivals = {arrivals}\nbacklog = {backlog}\npriority = {priority}"
        );
    }
    for (side, stages) in [("s", 1 + pick(4)), ("d", pick(3))] {
        for n in 0..stages {
            let time = TIMES[usize::from(pick(6))];
            let who = match pick(6) {
                0 => format!("people = 1\nservice = {time}"),
                1 => format!("pool = \"crew\"\nservice = {time}"),
                2 => format!("people = 2\nhold = \"person\"\nservice = {time}"),
                3 => format!("elapsed = {time}"),
                4 => String::new(),
                _ => format!("people = 2\nservice = {time}\ndiscard = 0.3"),
            };
            let _ = writeln!(text, "[[stages]]\nname = \"{side}{n}\"\n{who}");
            if pick(2) == 0 {
                let _ = writeln!(text, "wip = {{ max = {} }}", 1 + pick(4));
            }
            if n > 0 && pick(5) == 4 && !who.is_empty() {
                text.push_str("skip = 0.4\n");
            }
        }
        if side == "s" {
            text.push_str("[[stages]]\nname = \"shelf\"\nkind = \"ready\"\n");
            text.push_str(["", "wip = { max = 3 }\n"][usize::from(pick(2))]);
        }
    }
    text.push_str(
        "[[teams]]\nname = \"team\"\nplanning = { first = 4, every = 4 }\npull = { total = 3 }\n",
    );
    if pick(3) == 2 {
        let shares = (0..types).map(|kind| format!("t{kind} = {}", 1 + pick(4)));
        let shares: Vec<String> = shares.collect();
        let _ = writeln!(
            text,
            "[allocation]\nstrategy = \"weighted\"\nshares = {{ {} }}",
            shares.join(", ")
        );
    }
    text
}

/// Boards that are plain.
#[test]
fn short_way_is_the_same_way() -> Result<(), Box<dyn Error>> {
    assert_eq!(compared(96, |bytes| compare(&plain(bytes)))?, CASES);
    Ok(())
}

/// Plain boards with something more, by which many are not.
#[test]
fn so_it_is_whatever_the_board() -> Result<(), Box<dyn Error>> {
    let plain = compared(96, |bytes| compare(&with_more(bytes, plain)))?;
    assert!((CASES / 8..CASES * 3 / 4).contains(&plain), "{plain}");
    Ok(())
}
