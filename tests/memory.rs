//! Memory is used again: once a board has seen some trials, more of them ask for next to nothing.
//!
//! This guards against a slow-down in a way that no busy machine can disturb: an allocation for each event, or
//! for each item, would be counted thousands of times.

use crate::support;
use allocation_counter::measure;
use headwater::engine::{Board, Wiring};
use headwater::observe::Recorder;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// What a trial may ask for: a few times when it begins or ends, and when a table is full. It has hundreds of
/// items and thousands of events.
const MOST: u64 = 30;

/// So many trials come before the count, and so many are counted.
const BEFORE: u64 = 300;
const COUNTED: u64 = 100;

/// The shipped scenarios, and the board by which speed is measured.
fn scenarios() -> std::io::Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![root.join("benches/upstream-3.toml")];
    for entry in fs::read_dir(root.join("scenarios"))? {
        all.push(entry?.path());
    }
    all.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    all.sort();
    Ok(all)
}

#[test]
fn trials_use_the_memory_of_those_before() -> Result<(), Box<dyn Error>> {
    for path in scenarios()? {
        let model = support::model(&fs::read_to_string(&path)?);
        let wiring = Wiring::new(&model);
        let mut board = Board::new(&model, &wiring);
        let mut recorder = Recorder::new(&board);
        let mut play = |trials: std::ops::Range<u64>| {
            for trial in trials {
                recorder.begin();
                board.run(1, trial, &mut recorder)?;
                recorder.end(&board);
            }
            Ok::<(), headwater::trials::Failure>(())
        };
        play(0..BEFORE)?;
        let mut ended = Ok(());
        let count = measure(|| ended = play(BEFORE..BEFORE + COUNTED)).count_total;
        ended?;
        assert!(
            count <= MOST * COUNTED,
            "{COUNTED} trials of {} asked {count} times for memory",
            path.display()
        );
    }
    Ok(())
}
