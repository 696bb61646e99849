//! Intervals for what is no mean: quantiles, and differences between quantiles.

use super::interval;

/// The 95 % interval of an estimate that was also made from each of several sections of the same trials
/// (its value, and the number of trials in the section), by sectioning: the sections show how much the
/// estimate varies, the whole is its centre (M. K. Nakayama, "Confidence intervals for quantiles using
/// sectioning when applying variance-reduction techniques", ACM Transactions on Modeling and Computer
/// Simulation 24, 2014, where common random numbers are among these techniques). Sections of unequal size
/// are weighted by it. Student's t has one degree of freedom less than there are sections.
///
/// `None` where a section has no value, and below two sections.
pub fn sectioned(whole: f64, sections: &[(Option<f64>, u64)]) -> Option<[f64; 2]> {
    let trials: u64 = sections.iter().map(|(_, trials)| trials).sum();
    let mut squares = 0.0;
    for (value, trials) in sections {
        let distance = (*value)? - whole;
        squares += *trials as f64 * distance * distance;
    }
    let count = sections.len() as u64;
    let divisor = count.checked_sub(1).filter(|&d| d > 0)?;
    let error = (squares / divisor as f64 / trials as f64).sqrt();
    interval(whole, error, count)
}
