//! A case with a known answer: a scenario, a number of trials, and what must come out.
//!
//! The standard deviation of each expected number over single trials of exactly this scenario is
//! known, so the tolerance is 4.9 standard errors: a fresh seed fails once in a million numbers.

use crate::support::{number, run};
use serde_json::Value;

/// How many standard errors an estimate may lie off.
const ERRORS: f64 = 4.9;

/// A number that must come out.
pub struct Expected {
    what: String,
    read: Box<dyn Fn(&Value) -> f64>,
    value: f64,
    tolerance: Tolerance,
}

/// How far off it may be.
#[derive(Clone, Copy)]
enum Tolerance {
    /// Standard deviation over single trials, and the standard error of the expected value itself.
    Trials { sd: f64, own: f64 },
    /// A probability over trials: binomial.
    Share,
    /// To the last digit.
    Exact,
}

impl Expected {
    fn at(path: &str, value: f64, tolerance: Tolerance) -> Self {
        let own = path.to_owned();
        Self {
            what: path.to_owned(),
            read: Box::new(move |result| number(result, &own)),
            value,
            tolerance,
        }
    }

    /// How far off the estimate may be.
    fn allowed(&self, trials: u64) -> f64 {
        let n = trials as f64;
        match self.tolerance {
            Tolerance::Trials { sd, own } => ERRORS * (sd * sd / n + own * own).sqrt(),
            Tolerance::Share => ERRORS * (self.value * (1.0 - self.value) / n).sqrt() + 1e-9,
            Tolerance::Exact => 1e-9 * self.value.abs().max(1.0),
        }
    }

    /// What is wrong, if anything is.
    fn complaint(&self, result: &Value, trials: u64) -> Option<String> {
        let found = (self.read)(result);
        let allowed = self.allowed(trials);
        let good = (found - self.value).abs() <= allowed;
        (!good).then(|| {
            let (what, value) = (&self.what, self.value);
            format!("{what}: {found}, expected {value} ± {allowed:.6}")
        })
    }
}

/// The mean over trials of a number whose value in a single trial has standard deviation `sd`.
pub fn near(path: &str, value: f64, sd: f64) -> Expected {
    Expected::at(path, value, Tolerance::Trials { sd, own: 0.0 })
}

/// The same for a rate known per day that is reported per week of five days.
pub fn per_day(path: &str, value: f64, sd: f64) -> Expected {
    near(path, 5.0 * value, 5.0 * sd)
}

/// The same for a value that was itself found by simulation, with its standard error.
pub fn simulated(path: &str, value: f64, sd: f64, own: f64) -> Expected {
    Expected::at(path, value, Tolerance::Trials { sd, own })
}

/// A probability over independent trials.
pub fn share(path: &str, value: f64) -> Expected {
    Expected::at(path, value, Tolerance::Share)
}

/// A number without chance.
pub fn exactly(path: &str, value: f64) -> Expected {
    Expected::at(path, value, Tolerance::Exact)
}

/// A number computed from the result.
pub fn computed(
    what: &str,
    read: impl Fn(&Value) -> f64 + 'static,
    value: f64,
    sd: f64,
) -> Expected {
    Expected {
        what: what.to_owned(),
        read: Box::new(read),
        value,
        tolerance: Tolerance::Trials { sd, own: 0.0 },
    }
}

/// Runs the scenario and compares; every number that is off is named.
pub fn check(scenario: &str, trials: u64, expected: &[Expected]) -> Value {
    let result = run(scenario, trials);
    let wrong: Vec<String> = expected
        .iter()
        .filter_map(|e| e.complaint(&result, trials))
        .collect();
    assert!(
        wrong.is_empty(),
        "of {} numbers are off:\n{}",
        expected.len(),
        wrong.join("\n")
    );
    result
}
