//! Rule by rule: boards so small, and without chance, that the answer can be counted on the fingers.

mod allocation;
mod blockers;
mod demand;
mod measures;
mod order;
mod people;
mod planning;

use crate::support::{number, run};

/// Runs the scenario and compares every number.
fn check(scenario: &str, expected: &[(&str, f64)]) {
    let result = run(scenario, 2);
    for (path, value) in expected {
        let found = number(&result, path);
        assert!(
            (found - value).abs() < 1e-9,
            "{path}: {found}, expected {value}"
        );
    }
}
