//! From accumulators to statistics.

use super::{Probability, Statistic};
use crate::model::{DAY, Model, Ticks};
use crate::observe::Share;
use crate::stats::{CompetingRisks, Counts, Logarithmic, Proportion, Ratio, Values};

/// The levels of a statistic's quantiles.
const LEVELS: [f64; 5] = [0.05, 0.15, 0.50, 0.85, 0.95];

/// Ticks as days, read back exactly where the days are a short decimal.
fn in_days(ticks: Ticks) -> f64 {
    ticks as f64 / DAY as f64
}

/// Puts quantiles of the [`LEVELS`] in their places, each as the number it stands for.
fn with_quantiles<T>(
    statistic: Statistic,
    quantiles: [Option<T>; 5],
    number: impl Fn(T) -> f64,
) -> Statistic {
    let [p5, p15, p50, p85, p95] = quantiles.map(|quantile| quantile.map(&number));
    Statistic {
        p5,
        p15,
        p50,
        p85,
        p95,
        ..statistic
    }
}

/// Counts by trial, times a factor.
pub(crate) fn of_counts(counts: &Counts, factor: f64) -> Statistic {
    let scaled = |n: u64| n as f64 * factor;
    let statistic = Statistic {
        mean: counts.mean().map(|m| m * factor),
        ci95: counts.ci95().map(|ci| ci.map(|x| x * factor)),
        sd: counts.sd().map(|sd| sd * factor),
        min: counts.min().map(scaled),
        max: counts.max().map(scaled),
        ..Statistic::default()
    };
    with_quantiles(statistic, LEVELS.map(|p| counts.quantile(p)), scaled)
}

/// Weeks in which flow is counted: the horizon less the warm-up; `None` where that is no time at all.
pub(super) fn weeks(model: &Model) -> Option<f64> {
    let days = (model.horizon - model.warm_up) as f64 / DAY as f64;
    (days > 0.0).then(|| days / f64::from(model.calendar.days_per_week.max(1)))
}

/// Counts by trial, per week.
pub(super) fn per_week(counts: &Counts, model: &Model) -> Statistic {
    let weeks = weeks(model);
    weeks.map_or_else(Statistic::default, |weeks| of_counts(counts, 1.0 / weeks))
}

/// Real values by trial, times a positive factor.
pub(super) fn of_values(values: &Values, factor: f64) -> Statistic {
    let scaled = |x: f64| x * factor;
    let statistic = Statistic {
        mean: values.mean().map(scaled),
        ci95: values.ci95().map(|ci| ci.map(scaled)),
        sd: values.sd().map(scaled),
        min: values.min().map(scaled),
        max: values.max().map(scaled),
        ..Statistic::default()
    };
    with_quantiles(statistic, values.quantiles(LEVELS), scaled)
}

/// A share: the mean is the ratio of sums, the rest is by trial.
pub(super) fn of_share(share: &Share) -> Statistic {
    Statistic {
        mean: share.ratio.ratio(),
        ci95: share.ratio.ci95(),
        ..of_values(&share.values, 1.0)
    }
}

/// Times of finished items only.
pub(super) fn of_times(times: &Logarithmic, mean: &Ratio, open: Option<u64>) -> Statistic {
    let statistic = moments(times, mean, open);
    with_quantiles(statistic, times.quantiles(LEVELS), in_days)
}

/// The same without quantiles.
fn moments(times: &Logarithmic, mean: &Ratio, open: Option<u64>) -> Statistic {
    Statistic {
        mean: mean.ratio(),
        ci95: mean.ci95(),
        sd: times.sd().map(|sd| sd / DAY as f64),
        min: times.min().map(in_days),
        max: times.max().map(in_days),
        open,
        ..Statistic::default()
    }
}

/// Times of items of which some are still open: the quantiles allow for them.
pub(super) fn of_risks(risks: &CompetingRisks, mean: &Ratio) -> Statistic {
    let statistic = moments(risks.observed(), mean, Some(risks.open()));
    let curve = risks.curve();
    with_quantiles(statistic, LEVELS.map(|p| curve.quantile(p)), in_days)
}

/// A quantity that is the same in every trial.
pub(super) fn constant(value: f64) -> Statistic {
    let statistic = Statistic {
        mean: Some(value),
        ci95: Some([value, value]),
        sd: Some(0.0),
        min: Some(value),
        max: Some(value),
        ..Statistic::default()
    };
    with_quantiles(statistic, LEVELS.map(|_| Some(value)), |value| value)
}

/// A probability.
pub(crate) fn of_proportion(proportion: &Proportion) -> Probability {
    Probability {
        probability: proportion.share().unwrap_or_default(),
        ci95: proportion.wilson95(),
    }
}
