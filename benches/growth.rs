//! How cost and memory grow: with the trials, the horizon, the items that wait and the stages.
//!
//! `cargo bench --bench growth -- --runs 3`, and with `--million 1` the memory of a million trials, too.

#![expect(clippy::print_stdout, reason = "a program whose output is its result")]

mod measure;
mod options;
mod program;
mod stopwatch;

use std::error::Error;
use std::fmt::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let runs = options::number("--runs", 3);
    let plain = std::fs::read_to_string(program::in_project("benches/upstream-3.toml"))?;
    let with_horizon = |weeks| plain.replace("\"26w\"", &format!("\"{weeks}w\""));
    memory(&plain)?;
    println!("CPU time of whole runs on one thread, the least of {runs}.\n");

    grow(
        "trials of upstream-3",
        [1_000, 2_000, 4_000, 8_000, 16_000],
        |trials| measure::cpu(&plain, trials, runs),
    )?;
    grow(
        "weeks of upstream-3 (500 trials)",
        [26, 52, 104, 208, 416],
        |weeks| measure::cpu(&with_horizon(weeks), 500, runs),
    )?;
    grow(
        "items that wait before 50 stages (20 trials)",
        [1_000, 2_000, 4_000, 8_000, 16_000],
        |items| measure::cpu(&row(items, 50), 20, runs),
    )?;
    grow(
        "stages behind which 10,000 items wait (20 trials)",
        [4, 8, 16, 32, 64],
        |stages| measure::cpu(&row(10_000, stages - 1), 20, runs),
    )?;
    instants(runs)
}

/// A board of stages in a row which a backlog that grows by the week waits to pass, by value and patience.
fn row(waiting: u64, stages: u64) -> String {
    let mut text = format!(
        "name = \"row\"\norder = \"wsjf\"\n[calendar]\nhorizon = \"26w\"\n\
         [[types]]\nname = \"item\"\nbacklog = {waiting}\narrivals = {{ per_week = 30 }}\nexpire = \"20w\"\n\
         value = {{ dist = \"uniform\", min = 1, max = 9 }}\n"
    );
    for stage in 0..stages {
        let _ = write!(
            text,
            "[[stages]]\nname = \"stage {stage}\"\npeople = 3\nwip = {{ max = 5 }}\n\
             service = {{ dist = \"lognormal\", mean = 0.5, cv = 1 }}\n"
        );
    }
    text + "[[stages]]\nname = \"ready\"\nkind = \"ready\"\n\
            [[teams]]\nname = \"team\"\nplanning = { first = 10, every = \"2w\" }\npull = { total = 8 }\n"
}

/// Prints what each size costs, and the power of the size with which the cost grows.
fn grow(
    what: &str,
    sizes: [u64; 5],
    mut cost: impl FnMut(u64) -> Result<f64, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    println!("| {what} | CPU seconds |");
    println!("| ---: | ---: |");
    let mut points = Vec::new();
    for size in sizes {
        let seconds = cost(size)?;
        println!("| {size} | {seconds:.3} |");
        points.push(((size as f64).ln(), seconds.ln()));
    }
    println!("\nexponent: {:.2}\n", slope(&points));
    Ok(())
}

/// The slope of the line of least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let with_x: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let of_x: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    with_x / of_x
}

/// What a process costs before it simulates anything worth mentioning, and how instant the quickstart feels.
fn instants(runs: u64) -> Result<(), Box<dyn Error>> {
    let quickstart = program::in_project("scenarios/quickstart.toml");
    println!("| quickstart | milliseconds by the clock |");
    println!("| ---: | ---: |");
    for trials in [1, 1_000] {
        let mut least = f64::INFINITY;
        for _ in 0..runs.max(1) {
            let start = Instant::now();
            program::run(&mut program::headwater(&quickstart, trials, 1, 0))?;
            least = least.min(start.elapsed().as_secs_f64());
        }
        println!("| {trials} trials | {:.1} |", 1e3 * least);
    }
    Ok(())
}

/// The most memory that runs of upstream-3 take on two threads. Each is the largest program run so far.
fn memory(plain: &str) -> Result<(), Box<dyn Error>> {
    let million = options::number("--million", 0) == 1;
    println!("| trials of upstream-3 on two threads | most memory so far |");
    println!("| ---: | ---: |");
    let scenario = measure::file(plain)?;
    for trials in [10_000, 100_000, 1_000_000] {
        if trials == 1_000_000 && !million {
            continue;
        }
        program::run(&mut program::headwater(scenario.path(), trials, 1, 2))?;
        match most_memory() {
            Some(bytes) => println!("| {trials} | {} MB |", bytes >> 20),
            None => println!("| {trials} | not known on this system |"),
        }
    }
    println!();
    Ok(())
}

/// The most memory, in bytes, that any program took which this process has run to its end.
#[cfg(target_os = "linux")]
fn most_memory() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    Some(usage.max_rss() as u64 * 1024)
}

/// Elsewhere it is not known, or comes in other units.
#[cfg(not(target_os = "linux"))]
fn most_memory() -> Option<u64> {
    None
}
