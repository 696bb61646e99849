//! Headwater against the yardstick: the CPU time of the whole `run --format json` of
//! `upstream-3.toml` on one thread, divided by that of the yardstick, and do both agree?
//!
//! `cargo bench --bench ratio -- --trials 20000 --pairs 7 --seed 1`; with `--at-most 7` it fails if the median
//! ratio is above 7, so that it can guard against a slow-down.

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod agreement;
mod median;
mod options;
mod program;
mod stopwatch;
mod yardstick {
    pub mod address;
    pub mod board;
    pub mod tally;
    pub mod text;
}

use std::error::Error;
use std::process::{Command, ExitCode};
use yardstick::{tally, text};

/// The word that makes this program be the yardstick, so that both sides are whole processes.
const YARDSTICK: &str = "--as-yardstick";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let trials = options::number("--trials", 20_000);
    let seed = options::number("--seed", 1);
    if std::env::args().any(|word| word == YARDSTICK) {
        print!(
            "{}",
            text::render(&tally::simulate(seed, trials).estimates())
        );
        return Ok(ExitCode::SUCCESS);
    }
    let pairs = options::number("--pairs", 7).max(1);
    let (output, ratio) = race(trials, seed, pairs)?;
    let expected = text::named(&tally::simulate(seed, trials).estimates());
    let result = serde_json::from_slice(&output)?;
    let (words, agreed) = agreement::compare(&expected, &result, trials);
    print!("{words}");
    let most = options::number("--at-most", f64::INFINITY);
    if ratio > most {
        println!("the ratio is above {most}");
    }
    Ok(if agreed && ratio <= most {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs both in turn, prints each pair; Headwater's last output and the median of the ratios.
fn race(trials: u64, seed: u64, pairs: u64) -> Result<(Vec<u8>, f64), Box<dyn Error>> {
    let scenario = program::in_project("benches/upstream-3.toml");
    let mut ratios = Vec::new();
    println!("{trials} trials, seed {seed}, one thread; CPU seconds of the whole process");
    println!("yardstick  headwater  ratio");
    loop {
        let (_, hand) = timed(&mut as_yardstick(trials, seed)?)?;
        let (output, ours) = timed(&mut program::headwater(&scenario, trials, seed, 1))?;
        println!("{hand:9.3}  {ours:9.3}  {:5.2}", ours / hand);
        ratios.push(ours / hand);
        if ratios.len() as u64 >= pairs {
            let median = median::median(ratios);
            println!("median ratio: {median:.2}");
            return Ok((output, median));
        }
    }
}

/// The output of a program and its CPU seconds.
fn timed(command: &mut Command) -> Result<(Vec<u8>, f64), Box<dyn Error>> {
    let before = stopwatch::cpu_seconds(true);
    let output = program::run(command)?;
    Ok((output, stopwatch::cpu_seconds(true) - before))
}

fn as_yardstick(trials: u64, seed: u64) -> std::io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(YARDSTICK);
    command.args(["--trials", &trials.to_string(), "--seed", &seed.to_string()]);
    Ok(command)
}
