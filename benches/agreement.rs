//! Do the yardstick and Headwater tell the same of the same board?

use crate::yardstick::tally::Estimate;
use serde_json::Value;

/// Relative difference that the order of additions explains.
const ROUNDING: f64 = 1e-9;
/// Standard errors that a fair difference passes once in a million.
const ERRORS: f64 = 4.9;

/// How one number compares.
#[derive(PartialEq)]
enum Verdict {
    Same,
    WithinError,
    Different,
    Missing,
}

/// How all numbers compare, as text, and whether nothing is different or missing.
pub fn compare(expected: &[(String, Estimate)], result: &Value, trials: u64) -> (String, bool) {
    let mut text = String::new();
    let mut counts = [0_usize; 4];
    for (path, estimate) in expected {
        let actual = result.pointer(&format!("/{}", path.replace('.', "/")));
        let actual = actual.and_then(Value::as_f64);
        let verdict = judge(*estimate, actual, trials);
        if matches!(verdict, Verdict::Different | Verdict::Missing) {
            text += &format!(
                "  {path}: yardstick {} ± {}, headwater {actual:?}\n",
                estimate.mean, estimate.se
            );
        }
        counts[verdict as usize] += 1;
    }
    let [same, within, different, missing] = counts;
    text += &format!(
        "agreement: {same} of {} numbers the same, {within} within {ERRORS} standard errors, \
         {different} different, {missing} missing\n",
        expected.len()
    );
    (text, different + missing == 0)
}

fn judge(expected: Estimate, actual: Option<f64>, trials: u64) -> Verdict {
    let Some(actual) = actual else {
        return Verdict::Missing;
    };
    let difference = (actual - expected.mean).abs();
    // Two independent runs differ by √2 standard errors; one trial more or less is no difference.
    let error = std::f64::consts::SQRT_2 * expected.se.max(1.0 / trials as f64);
    if difference <= ROUNDING * expected.mean.abs().max(1.0) {
        Verdict::Same
    } else if difference <= ERRORS * error {
        Verdict::WithinError
    } else {
        Verdict::Different
    }
}
