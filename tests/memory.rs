//! Memory is used again: once a board has seen some trials, more of them ask for next to nothing.
//!
//! This guards against a slow-down in a way that no busy machine can disturb: an allocation for each event, or
//! for each item, would be counted thousands of times.

use crate::support;
use allocation_counter::measure;
use headwater::engine::{Board, Tandem, Wiring};
use headwater::model::Model;
use headwater::observe::{Reader, Recorder};
use headwater::trials::Failure;
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

/// How often trials ask for memory after those before.
fn asked(mut play: impl FnMut(u64) -> Result<(), Failure>) -> Result<u64, Failure> {
    (0..BEFORE).try_for_each(&mut play)?;
    let mut ended = Ok(());
    let counted = BEFORE..BEFORE + COUNTED;
    let count = measure(|| ended = counted.clone().try_for_each(&mut play));
    ended.map(|()| count.count_total)
}

/// On the general way.
fn asked_generally(model: &Model, wiring: &Wiring<'_>) -> Result<u64, Failure> {
    let mut board = Board::new(model, wiring);
    let mut recorder = Recorder::new(&board);
    asked(|trial| {
        recorder.begin();
        board.run(1, trial, &mut recorder)?;
        recorder.end(&board);
        Ok(())
    })
}

/// By the machine for tandems.
fn asked_as_tandem(model: &Model, mut tandem: Tandem<'_>) -> Result<u64, Failure> {
    let mut reader = Reader::new(model);
    asked(|trial| {
        reader.begin();
        tandem.run(1, trial, &mut reader)?;
        reader.end(tandem.course());
        Ok(())
    })
}

#[test]
fn trials_use_the_memory_of_those_before() -> Result<(), Box<dyn Error>> {
    let mut tandems = 0;
    for path in scenarios()? {
        let model = support::model(&fs::read_to_string(&path)?);
        let wiring = Wiring::new(&model);
        let mut counts = vec![asked_generally(&model, &wiring)?];
        if let Some(tandem) = Tandem::new(&model, &wiring) {
            counts.push(asked_as_tandem(&model, tandem)?);
            tandems += 1;
        }
        assert!(
            counts.iter().all(|&count| count <= MOST * COUNTED),
            "{COUNTED} trials of {} asked {counts:?} times for memory",
            path.display()
        );
    }
    assert!(tandems >= 2);
    Ok(())
}
