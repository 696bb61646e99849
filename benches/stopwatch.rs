//! CPU time (user and system) of this process and of the programs it ran; options of a benchmark.

#![allow(dead_code, reason = "each benchmark uses its part")]

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::process::{Command, Output};

/// CPU seconds of this process so far.
pub fn own_cpu_seconds() -> f64 {
    seconds(getrusage(UsageWho::RUSAGE_SELF))
}

/// Runs a program to its end; its output, and its CPU seconds with those of all its threads.
pub fn run(command: &mut Command) -> std::io::Result<(Output, f64)> {
    let before = seconds(getrusage(UsageWho::RUSAGE_CHILDREN));
    let output = command.output()?;
    let after = seconds(getrusage(UsageWho::RUSAGE_CHILDREN));
    Ok((output, after - before))
}

fn seconds(usage: nix::Result<Usage>) -> f64 {
    usage.map_or(f64::NAN, |usage| {
        let time = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
        time as f64 / 1e6
    })
}

/// The whole number after an option on the command line.
pub fn option(name: &str) -> Option<u64> {
    let mut words = std::env::args().skip_while(|word| word != name).skip(1);
    words.next()?.parse().ok()
}
