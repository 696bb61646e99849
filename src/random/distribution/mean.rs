//! Expected draws.

use super::{Distribution, Sampler};
use crate::random::Key;

/// How many draws stand for a law when its mean has no closed form.
const DRAWS: u32 = 1 << 16;

impl Sampler {
    /// The expected draw of the law, in closed form.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { min, max } => 0.5 * (min + max),
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            Self::Exponential { mean } | Self::Geometric { mean } | Self::Poisson { mean } => mean,
            Self::Gamma { shape, scale } => shape * scale,
            Self::Lognormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Empirical(ref values) => average(values.iter().copied()),
            Self::UniformInt { min, max } => 0.5 * (min as f64 + max as f64),
        }
    }
}

impl Sampler {
    /// What no draw of the law exceeds; infinite where there is no bound.
    pub fn most(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { max, .. } | Self::Triangular { max, .. } | Self::Pert { max, .. } => {
                max
            }
            Self::Empirical(ref values) => values.iter().copied().fold(0.0, f64::max),
            Self::UniformInt { max, .. } => max as f64,
            _ => f64::INFINITY,
        }
    }
}

impl Distribution {
    /// What no draw exceeds, after shift, cap and rounding; infinite where there is no bound.
    pub fn most(&self) -> f64 {
        let bound = (self.sampler.most() + self.shift).min(self.cap);
        let bound = if self.whole_days { bound.ceil() } else { bound };
        bound.max(0.0)
    }

    /// The expected draw, after shift, cap and rounding.
    ///
    /// Exact for constants and resampled values, and for every law without cap and rounding.
    /// Otherwise from 65,536 draws of a fixed stream, with the closed mean of the law as control
    /// variate: the standard error is below 0.4 % of the standard deviation of a draw.
    pub fn mean(&self) -> f64 {
        let as_it_is = self.cap == f64::INFINITY && !self.whole_days && self.shift >= 0.0;
        match self.sampler {
            Sampler::Constant(value) => self.finish(value),
            Sampler::Empirical(ref values) => average(values.iter().map(|&v| self.finish(v))),
            _ if as_it_is => self.sampler.mean() + self.shift,
            _ => self.mean_by_drawing(),
        }
    }

    /// The mean of the finished draws, corrected by regression for what chance did to the draws
    /// themselves (W. G. Cochran, "Sampling Techniques", 3rd ed. 1977, chapter 7).
    fn mean_by_drawing(&self) -> f64 {
        let mut stream = Key::name("mean").stream();
        let (mut law, mut finished, mut product, mut square) = (0.0, 0.0, 0.0, 0.0);
        for n in 1..=DRAWS {
            let draw = self.sampler.draw(&mut stream);
            let result = self.finish(draw);
            let step = draw - law;
            law += step / f64::from(n);
            finished += (result - finished) / f64::from(n);
            product += step * (result - finished);
            square += step * (draw - law);
        }
        let correction = product / square * (self.sampler.mean() - law);
        let corrected = finished + correction;
        if corrected.is_finite() {
            corrected
        } else {
            finished
        }
    }
}

/// The plain mean; 0 of nothing.
fn average(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len().max(1) as f64;
    values.sum::<f64>() / n
}
