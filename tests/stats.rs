//! The accumulators, against published and hand-computed results and against known laws.

mod competing;
mod histograms;
mod intervals;
mod lifetimes;
mod paired;
mod passage;
mod selection;

use headwater::random::{Key, Stream};

/// The stream of a test.
fn stream(test: &str) -> Stream {
    Key::seed(7).with(Key::name(test).0).stream()
}

/// An exponential variate with this mean, in ticks.
fn exponential(mean: f64, stream: &mut Stream) -> u64 {
    (-mean * (1.0 - stream.uniform()).ln() * 1e9) as u64
}

/// Are they the same up to this difference?
#[track_caller]
fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b} ± {tolerance}");
}
