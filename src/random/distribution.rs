//! Distributions of durations and counts, and how to draw from them.

mod beyond;
mod draw;
mod mean;

use super::Stream;
use std::sync::Arc;

/// The law itself; times in days. Parameters are valid: who builds one has checked them.
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// Always the same.
    Constant(f64),
    /// Continuous uniform on [min, max].
    Uniform {
        /// The smallest value.
        min: f64,
        /// The largest value.
        max: f64,
    },
    /// Triangular.
    Triangular {
        /// The smallest value.
        min: f64,
        /// The most likely value.
        mode: f64,
        /// The largest value.
        max: f64,
    },
    /// PERT: a beta distribution on [min, max] with weight 4 on the mode.
    Pert {
        /// The smallest value.
        min: f64,
        /// The most likely value.
        mode: f64,
        /// The largest value.
        max: f64,
    },
    /// Exponential.
    Exponential {
        /// The mean.
        mean: f64,
    },
    /// Gamma; Erlang is the gamma with a whole shape.
    Gamma {
        /// The shape, above 0.
        shape: f64,
        /// The scale: the mean divided by the shape.
        scale: f64,
    },
    /// Lognormal, parameters of the logarithm.
    Lognormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm, at least 0.
        sigma: f64,
    },
    /// Weibull.
    Weibull {
        /// The shape, above 0.
        shape: f64,
        /// The scale: the 63.2 % quantile.
        scale: f64,
    },
    /// Resampled values, each as likely.
    Empirical(Arc<[f64]>),
    /// Number of trials up to and including the first success, ≥ 1.
    Geometric {
        /// The mean, at least 1.
        mean: f64,
    },
    /// Poisson.
    Poisson {
        /// The mean, at least 0.
        mean: f64,
    },
    /// Whole numbers min..=max.
    UniformInt {
        /// The smallest number.
        min: i64,
        /// The largest number.
        max: i64,
    },
}

/// The 85 % quantile of the standard normal distribution.
const NORMAL_85: f64 = 1.036_433_389_493_789_6;

impl Sampler {
    /// The lognormal law with this mean (above 0) and coefficient of variation (at least 0):
    /// σ² = ln(1 + cv²), μ = ln(mean) − σ²/2.
    pub fn lognormal(mean: f64, cv: f64) -> Self {
        let variance = libm::log1p(cv * cv);
        Self::Lognormal {
            mu: libm::log(mean) - variance / 2.0,
            sigma: variance.sqrt(),
        }
    }

    /// The lognormal law with these 50 % and 85 % quantiles, 0 < p50 ≤ p85:
    /// μ = ln(p50), σ = ln(p85 ÷ p50) ÷ z₈₅ with the standard normal quantile z₈₅.
    pub fn lognormal_percentiles(p50: f64, p85: f64) -> Self {
        Self::Lognormal {
            mu: libm::log(p50),
            sigma: libm::log(p85 / p50) / NORMAL_85,
        }
    }

    /// The Weibull law with these 50 % and 85 % quantiles, 0 < p50 ≤ p85; a constant when they are
    /// the same. From F(x) = 1 − exp(−(x ÷ scale)^shape) follows
    /// shape = ln(ln 0.15 ÷ ln 0.5) ÷ ln(p85 ÷ p50) and scale = p50 ÷ (−ln 0.5)^(1 ÷ shape).
    pub fn weibull_percentiles(p50: f64, p85: f64) -> Self {
        let shape = libm::log(libm::log(0.15) / libm::log(0.5)) / libm::log(p85 / p50);
        if shape.is_infinite() {
            return Self::Constant(p50);
        }
        Self::Weibull {
            shape,
            scale: p50 / libm::pow(-libm::log(0.5), 1.0 / shape),
        }
    }

    /// The gamma law with this mean (above 0) and coefficient of variation; a constant for cv 0:
    /// shape = 1 ÷ cv², scale = mean · cv².
    pub fn gamma(mean: f64, cv: f64) -> Self {
        let shape = 1.0 / (cv * cv);
        if shape.is_infinite() {
            return Self::Constant(mean);
        }
        Self::Gamma {
            shape,
            scale: mean * cv * cv,
        }
    }

    /// The Erlang law, the sum of k ≥ 1 exponential times, with this mean of the sum:
    /// shape = k, scale = mean ÷ k.
    pub fn erlang(k: u32, mean: f64) -> Self {
        Self::Gamma {
            shape: f64::from(k),
            scale: mean / f64::from(k),
        }
    }
}

/// A law, then shifted, then capped, then rounded up to whole days.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The law.
    pub sampler: Sampler,
    /// Added to every draw, in days; 0 for none.
    pub shift: f64,
    /// Draws above are clipped to it; infinite for none.
    pub cap: f64,
    /// Round up to whole days?
    pub whole_days: bool,
}

impl Distribution {
    /// A law as it is.
    pub fn plain(sampler: Sampler) -> Self {
        Self {
            sampler,
            shift: 0.0,
            cap: f64::INFINITY,
            whole_days: false,
        }
    }

    /// One draw, never negative, finite.
    ///
    /// A draw is a standard variate moved and stretched by the parameters. So from the same stream
    /// twice the mean gives twice the draw, and a little more spread gives nearly the same draw.
    #[inline(never)]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        self.finish(self.sampler.draw(stream))
    }

    /// One draw from each of these streams. What has to be done to a draw is done to all of them before the next thing
    /// is, so that none waits for another one.
    #[inline]
    pub fn draw_each(&self, streams: impl Iterator<Item = Stream>, draws: &mut [f64]) {
        self.sampler.draw_each(streams, draws);
        draws.iter_mut().for_each(|draw| *draw = self.finish(*draw));
    }

    /// No draw is below this.
    pub fn least(&self) -> f64 {
        self.finish(match &self.sampler {
            Sampler::Constant(value) => *value,
            Sampler::Uniform { min, .. }
            | Sampler::Triangular { min, .. }
            | Sampler::Pert { min, .. } => *min,
            Sampler::UniformInt { min, .. } => *min as f64,
            Sampler::Geometric { .. } => 1.0,
            Sampler::Empirical(values) => values.iter().copied().reduce(f64::min).unwrap_or(0.0),
            _ => 0.0,
        })
    }

    /// What the options make of a draw of the law.
    #[inline]
    fn finish(&self, draw: f64) -> f64 {
        let shifted = draw + self.shift;
        let clipped = if shifted < self.cap {
            shifted
        } else {
            self.cap
        };
        if self.whole_days {
            return up(clipped);
        }
        finite(clipped)
    }
}

/// Neither negative nor infinite. (In these words each bound is one instruction.)
#[inline]
fn finite(days: f64) -> f64 {
    let positive = if days > 0.0 { days } else { 0.0 };
    if positive < f64::MAX {
        positive
    } else {
        f64::MAX
    }
}

/// Rounded up to whole days: apart, so that nobody else pays for it.
#[cold]
fn up(days: f64) -> f64 {
    days.ceil().clamp(0.0, f64::MAX)
}
