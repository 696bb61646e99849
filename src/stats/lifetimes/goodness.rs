//! Does a law fit the times?

use super::{Law, Watched, survival};
use statrs::function::gamma::checked_gamma_ur;

/// Fewer ends than these in an interval say nothing.
const NEEDED: usize = 6;
/// More intervals than these bring little.
const MOST: usize = 10;

/// How well a law fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goodness {
    /// The largest distance between the law's distribution function and that of the data.
    pub distance: f64,
    /// Σ (seen − expected)² ÷ expected over the intervals of age; `None` with too few ends.
    pub chi_squared: Option<f64>,
    /// Intervals less parameters.
    pub freedom: usize,
    /// The chance of so large a sum or a larger one, were the law true.
    pub p: Option<f64>,
}

impl Goodness {
    /// Is the law refuted: by the test at 1 %, and by so much (more than 5 points) that it matters?
    pub fn is_poor(&self) -> bool {
        self.distance > 0.05 && self.p.is_some_and(|p| p < 0.01)
    }
}

/// The test of M. G. Akritas ("Pearson-type goodness-of-fit tests: the univariate case", J. Am. Stat. Assoc. 83,
/// 1988): in intervals of age the ends seen are compared with those expected, which are the law's cumulative
/// hazard over the time each was watched there. Censoring and late entries are thereby allowed for. The sum is
/// compared with the χ² law with as many degrees of freedom as there are intervals less fitted parameters, which
/// refutes slightly too often.
///
/// An interval ends half a `resolution` after the age it is cut at, so that what was written as that age is in it.
pub fn goodness(law: &Law, times: &[Watched], resolution: f64) -> Goodness {
    let curve = survival(times);
    let mut distance = 0.0_f64;
    let mut before = 1.0;
    for (age, left) in &curve.steps {
        let expected = libm::exp(law.log_survival(*age));
        // Of ties the law may lie anywhere between the two ends of the step.
        distance = distance.max((left - expected).max(expected - before));
        before = *left;
    }
    let edges = edges(times, resolution);
    let freedom = edges.len().saturating_sub(law.family.parameters());
    let chi_squared = (freedom > 0).then(|| chi_squared(law, times, &edges));
    let p = chi_squared.and_then(|sum| chi_squared_tail(sum, freedom));
    Goodness {
        distance,
        chi_squared,
        freedom,
        p,
    }
}

/// The upper edges of intervals that hold about as many ends each; the last has none.
fn edges(times: &[Watched], resolution: f64) -> Vec<f64> {
    let ended = times.iter().filter(|time| time.ended);
    let mut ends: Vec<f64> = ended.map(|time| time.exit).collect();
    ends.sort_by(f64::total_cmp);
    let count = (ends.len() / NEEDED).min(MOST);
    let edge = |n: usize| {
        ends.get(n * ends.len() / count)
            .map(|end| end + resolution / 2.0)
    };
    let mut edges: Vec<f64> = (1..count).filter_map(edge).collect();
    edges.dedup();
    if count > 0 {
        edges.push(f64::INFINITY);
    }
    edges
}

fn chi_squared(law: &Law, times: &[Watched], edges: &[f64]) -> f64 {
    let (mut sum, mut low) = (0.0, 0.0);
    for &high in edges {
        let within = |time: &&Watched| time.ended && low < time.exit && time.exit <= high;
        let mut seen = times.iter().filter(within).count();
        if low == 0.0 {
            seen += times
                .iter()
                .filter(|time| time.ended && time.exit == 0.0)
                .count();
        }
        let hazard = |time: &Watched| {
            let (from, to) = (time.entry.max(low), time.exit.min(high));
            if to > from {
                law.log_survival(from) - law.log_survival(to)
            } else {
                0.0
            }
        };
        let expected = times.iter().map(hazard).sum::<f64>().max(1e-9);
        sum += (seen as f64 - expected) * (seen as f64 - expected) / expected;
        low = high;
    }
    sum
}

/// The chance that a χ² variate with so many degrees of freedom (at least 1) exceeds a value.
pub fn chi_squared_tail(value: f64, freedom: usize) -> Option<f64> {
    if value <= 0.0 {
        return Some(1.0);
    }
    checked_gamma_ur(freedom as f64 / 2.0, value / 2.0).ok()
}
