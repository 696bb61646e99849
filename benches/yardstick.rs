//! The yardstick: `upstream-3.toml` simulated by a program that can simulate nothing else.
//!
//! `cargo bench --bench yardstick -- --trials 100000 --seed 1`

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod options;
mod stopwatch;
mod yardstick {
    pub mod address;
    pub mod board;
    pub mod tally;
    pub mod text;
}

use yardstick::{tally, text};

fn main() {
    let trials = options::number("--trials", 100_000);
    let seed = options::number("--seed", 1);
    let before = stopwatch::cpu_seconds(false);
    let estimates = tally::simulate(seed, trials).estimates();
    let seconds = stopwatch::cpu_seconds(false) - before;
    print!("{}", text::render(&estimates));
    println!(
        "{trials} trials in {seconds:.3} s of CPU time: {:.0} trials/s",
        trials as f64 / seconds
    );
}
