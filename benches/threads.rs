//! How many times faster is a run on two threads (or more) than on one, by the clock?
//!
//! `cargo bench --bench threads -- --trials 10000 --pairs 9 --threads 2`

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod median;
mod options;
mod program;

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let trials = options::number("--trials", 10_000);
    let threads = options::number("--threads", 2);
    let pairs = options::number("--pairs", 9_usize).max(1);
    println!("{trials} trials of upstream-3; seconds of the whole run by the clock");
    println!("one thread  {threads} threads  times");
    let (mut ratios, mut least) = (Vec::new(), [f64::INFINITY; 2]);
    while ratios.len() < pairs {
        let [one, several] = [seconds(trials, 1)?, seconds(trials, threads)?];
        println!("{one:10.3}  {several:9.3}  {:5.2}", one / several);
        ratios.push(one / several);
        least = [least[0].min(one), least[1].min(several)];
    }
    println!("median: {:.2}", median::median(ratios));
    println!("the quickest of each: {:.2}", least[0] / least[1]);
    Ok(())
}

/// How long a run takes.
fn seconds(trials: u64, threads: u64) -> Result<f64, Box<dyn Error>> {
    let scenario = program::in_project("benches/upstream-3.toml");
    let start = Instant::now();
    program::run(&mut program::headwater(&scenario, trials, 1, threads))?;
    Ok(start.elapsed().as_secs_f64())
}
