//! Trials per second of every shipped scenario and of `upstream-3.toml`, on one thread and on two.
//!
//! `cargo bench --bench scenarios -- --trials 10000 --runs 3`

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod options;
mod program;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let trials = options::number("--trials", 10_000);
    let runs = options::number("--runs", 3).max(1);
    println!("Trials per second by the clock, the best of {runs} runs of {trials} trials.\n");
    println!("| scenario | 1 thread | 2 threads |");
    println!("| --- | ---: | ---: |");
    for scenario in scenarios()? {
        let name = scenario.file_stem().unwrap_or_default().to_string_lossy();
        let [one, two] = [1, 2].map(|threads| speed(&scenario, trials, threads, runs));
        println!("| {name} | {:.0} | {:.0} |", one?, two?);
    }
    Ok(())
}

/// `upstream-3` and what `scenarios/` holds, by name.
fn scenarios() -> std::io::Result<Vec<PathBuf>> {
    let mut all = vec![program::in_project("benches/upstream-3.toml")];
    let shipped = program::in_project("scenarios");
    if shipped.is_dir() {
        for entry in std::fs::read_dir(shipped)? {
            all.push(entry?.path());
        }
    }
    all.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    all.sort();
    Ok(all)
}

/// Trials per second of whole runs, start and output included: the best of several.
fn speed(scenario: &Path, trials: u64, threads: u64, runs: u64) -> Result<f64, Box<dyn Error>> {
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        program::run(&mut program::headwater(scenario, trials, 1, threads))?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(trials as f64 / best)
}
