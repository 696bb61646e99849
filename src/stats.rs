//! Mergeable accumulators: what is to be said about many numbers, without keeping them.
//!
//! Each [`Accumulator`] starts empty (`default()`), takes values (`push`), and takes in another one of
//! its kind (`merge`, or `absorb` if nobody needs that one any more). Counts and histograms merge in any
//! order; sums of floats ([`Moments`], [`Values`], [`Ratio`]) merge to the same bits whenever fixed chunks
//! are merged in a fixed order.
//! What cannot be said of too few values is `None`, never NaN.
//!
//! * [`Moments`]: mean and standard deviation of real numbers.
//! * [`Proportion`]: a share of trials.
//! * [`Counts`]: an exact histogram of whole numbers.
//! * [`Logarithmic`]: a histogram of whole numbers of any size, with small relative error.
//! * [`Values`]: real numbers of either sign, with moments and quantiles.
//! * [`Ratio`]: a ratio of sums.
//! * [`Passage`]: times of trials of which some never come to an end.
//! * [`CompetingRisks`]: times that were perhaps seen only in part.
//! * [`lifetimes`]: laws fitted to such times.
//! * [`PairedRatio`] and [`Tally`]: the same trials under two policies.
//! * [`Triangle`]: which of several policies is best, while trials still run.
//!
//! A quantile is everywhere the smallest value with at least that share of the values at or below
//! it. It is never interpolated.

mod accumulator;
mod batched;
mod bins;
mod competing;
mod counts;
mod latest;
pub mod lifetimes;
mod logarithmic;
mod moments;
mod paired;
mod passage;
mod proportion;
mod ratio;
mod sections;
mod selection;
mod values;

pub use accumulator::Accumulator;
pub(crate) use accumulator::accumulators;
pub use competing::{CompetingRisks, Curve};
pub use counts::Counts;
pub use logarithmic::Logarithmic;
pub use moments::Moments;
pub use paired::{PairedRatio, Tally};
pub use passage::{Passage, ranks95};
pub use proportion::{Proportion, wilson};
pub use ratio::Ratio;
pub use sections::sectioned;
pub use selection::{Triangle, spread};
pub use values::Values;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The 97.5 % quantile of the standard normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// The 85 % quantile of the standard normal distribution.
const NORMAL_85: f64 = 1.036_433_389_493_789_6;

/// From so many degrees of freedom on the series for Student's t is good for seven digits.
const SERIES: u64 = 30;

/// The 97.5 % quantile of Student's t distribution with so many degrees of freedom; `None` for 0.
fn student_975(freedom: u64) -> Option<f64> {
    student(0.975, NORMAL_975, freedom)
}

/// The quantile `p` (0 to 1) of Student's t distribution with so many degrees of freedom; `None` for 0.
pub fn student_quantile(p: f64, freedom: u64) -> Option<f64> {
    student(p, Normal::standard().inverse_cdf(p), freedom)
}

/// The share of Student's t distribution with so many degrees of freedom that lies below `t`; that of the
/// normal distribution for 0.
pub fn student_share(t: f64, freedom: u64) -> f64 {
    let normal = || Normal::standard().cdf(t);
    StudentsT::new(0.0, 1.0, freedom as f64).map_or_else(|_| normal(), |law| law.cdf(t))
}

/// The quantile `p` of Student's t distribution, `z` being that of the normal distribution.
///
/// For many degrees of freedom by the expansion in M. Abramowitz, I. A. Stegun, "Handbook of
/// mathematical functions", 1964, 26.7.5, since inverting the distribution function numerically
/// does not end there.
fn student(p: f64, z: f64, freedom: u64) -> Option<f64> {
    let nu = freedom as f64;
    if freedom < SERIES {
        return StudentsT::new(0.0, 1.0, nu).ok().map(|t| t.inverse_cdf(p));
    }
    let z2 = z * z;
    let first = (z2 + 1.0) / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let fourth = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
    Some(z * (1.0 + (first + (second + (third + fourth / nu) / nu) / nu) / nu))
}

/// The 95 % interval around an estimate with this standard error from `n` independent values.
pub fn interval(estimate: f64, standard_error: f64, n: u64) -> Option<[f64; 2]> {
    let half = student_975(n.checked_sub(1)?)? * standard_error;
    half.is_finite()
        .then_some([estimate - half, estimate + half])
}

/// How many of `n` values must lie at or below the quantile `p`: at least one, at most all.
///
/// The factor forgives what rounding adds to the product, so that 7 % of 100 values are 7.
fn rank(p: f64, n: u64) -> u64 {
    let needed = (p * n as f64 * (1.0 - 4.0 * f64::EPSILON)).ceil();
    (needed as u64).clamp(1, n.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways to the quantile meet where one takes over from the other.
    #[test]
    fn series_meets_inversion() {
        for freedom in [30, 60, 200] {
            let found = student_975(freedom).and_then(|t| {
                let law = StudentsT::new(0.0, 1.0, freedom as f64).ok()?;
                Some(law.cdf(t))
            });
            assert!(found.is_some_and(|p| (p - 0.975).abs() < 1e-8), "{found:?}");
        }
        assert_eq!(student_975(0), None);
        assert_eq!(student_975(u64::MAX), Some(NORMAL_975));
    }
}
