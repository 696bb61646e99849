//! What the tests of shortcuts have in common: boards from random bytes, and boards that are just too much for them.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::test_runner::{RngSeed, TestRunner};
use std::cell::Cell;
use std::error::Error;

/// So many boards.
pub const CASES: u32 = 256;

/// Many a round time, so that much happens at once.
pub const TIMES: [&str; 6] = [
    "0.5",
    "1",
    "{ dist = \"lognormal\", mean = 0.8, cv = 1 }",
    "{ dist = \"empirical\", values = [0, 1, 1, 2] }",
    "{ dist = \"exponential\", mean = 0.7 }",
    "2",
];

/// A board from a string of bytes with something more: of the whole, of a type, or of a stage. It has a type `t0`, a
/// stage `shelf` and a horizon of 40 days.
pub fn with_more(bytes: &[u8], board: impl Fn(&[u8]) -> String) -> String {
    let (&[which, place], bytes) = bytes.split_first_chunk().unwrap_or((&[0, 0], bytes));
    let more = |all: &[&'static str]| all[usize::from(which) % all.len()];
    let whole = [
        "[[conwip]]\nname = \"all\"\nstages = [\"more\"]\nwip = { max = 2 }\n",
        "[[lanes]]\nname = \"lane\"\ntypes = [\"t0\"]\nconwip = { max = 2 }\n",
        "[[blockers]]\nsource = \"legal\"\nstages = [\"more\"]\nprobability = 0.3\nduration = 2\n",
        "[[changes]]\nat = 9\nset = { \"stages.more.wip.max\" = 2 }\n",
        "[[goals]]\nname = \"much\"\nready = 4\non_shelf = true\n",
        "[[goals]]\nname = \"many\"\nready = 4\n",
        "[allocation]\nby = \"type\"\nstrategy = \"weighted\"\nshares = { t0 = 1 }\n",
    ];
    let of_calendar = [", warm_up = 10", ", start = 2026-01-05"];
    let of_type = [
        "expire = 3",
        "class = { expedite = 0.2, standard = 0.8 }",
        "value = { dist = \"uniform\", min = 1, max = 9 }",
        "returns = { probability = 0.3, as = \"t0\", after = 2 }",
        "route = [\"more\", \"shelf\"]",
    ];
    let of_stage = [
        "discard = 0.3",
        "expire = 2",
        "rework = { probability = 0.2 }",
        "split = { probability = 0.2, into = 2 }",
        "skip = 0.3",
        "leaves = { every = 3 }",
        "wip = { min = 1, max = 2 }",
        "order = \"lifo\"",
        "hold = \"person\"",
    ];
    let [whole, of_calendar, of_type, of_stage] = match place % 4 {
        0 => [more(&whole), "", "", ""],
        1 => ["", more(&of_calendar), "", ""],
        2 => ["", "", more(&of_type), ""],
        _ => ["", "", "", more(&of_stage)],
    };
    let shelf = "[[stages]]\nname = \"shelf\"\n";
    let stage =
        format!("[[stages]]\nname = \"more\"\npeople = 1\nservice = 0.5\n{of_stage}\n{shelf}");
    let edits = [
        ("horizon = 40 ", format!("horizon = 40{of_calendar} ")),
        ("name = \"t0\"\n", format!("name = \"t0\"\n{of_type}\n")),
        (shelf, stage),
    ];
    let text = edits.iter().fold(board(bytes), |text, (there, instead)| {
        text.replace(there, instead)
    });
    match text.contains("[allocation]") && whole.contains("[allocation]") {
        true => text,
        false => text + whole,
    }
}

/// Compares both ways for [`CASES`] boards, each from a string of at most so many bytes. How many take the shortcut?
pub fn compared(bytes: usize, compare: impl Fn(&[u8]) -> bool) -> Result<u32, Box<dyn Error>> {
    let short = Cell::new(0);
    let mut runner = TestRunner::new(ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    });
    runner.run(&vec(any::<u8>(), 0..bytes), |bytes| {
        short.set(short.get() + u32::from(compare(&bytes)));
        Ok(())
    })?;
    Ok(short.get())
}
