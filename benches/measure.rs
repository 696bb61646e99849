//! What runs of the program cost.

use super::{program, stopwatch};
use std::error::Error;
use std::io::Write;
use tempfile::NamedTempFile;

/// A scenario in a file of its own, for as long as it is kept.
pub fn file(text: &str) -> std::io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile()?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// CPU seconds of the whole `run --format json` of a scenario on one thread: the least of several runs,
/// since whatever else the machine does can only add to it.
pub fn cpu(text: &str, trials: u64, runs: u64) -> Result<f64, Box<dyn Error>> {
    let scenario = file(text)?;
    let mut least = f64::INFINITY;
    for _ in 0..runs.max(1) {
        let before = stopwatch::cpu_seconds(true);
        program::run(&mut program::headwater(scenario.path(), trials, 1, 1))?;
        least = least.min(stopwatch::cpu_seconds(true) - before);
    }
    Ok(least)
}
