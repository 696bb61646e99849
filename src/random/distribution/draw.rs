//! Drawing: a standard variate from the stream, moved and stretched by the parameters.
//!
//! The transformations use `libm`, whose results are the same on every platform.

use super::{Sampler, Stream};
use rand_distr::{Distribution as _, Exp1, Poisson, StandardNormal};
use std::f64::consts::LOG2_E;

/// From this mean on Poisson numbers are drawn by rejection instead of counting.
const POISSON_BY_COUNTING: f64 = 30.0;

impl Sampler {
    /// One draw of the law, which may be infinite when the parameters are very large.
    #[inline(always)]
    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        match *self {
            Self::Lognormal { mu, sigma } => power((mu + sigma * normal(stream)) * LOG2_E),
            Self::Exponential { mean } => mean * exponential(stream),
            Self::Constant(value) => value,
            _ => self.draw_other(stream),
        }
    }

    /// One draw from each of these streams.
    #[inline(always)]
    pub(super) fn draw_each(&self, streams: impl Iterator<Item = Stream>, draws: &mut [f64]) {
        match *self {
            Self::Lognormal { mu, sigma } => {
                fill(draws, streams, normal);
                let exponents = draws.iter_mut();
                exponents.for_each(|draw| *draw = (mu + sigma * *draw) * LOG2_E);
                draws.iter_mut().for_each(|draw| *draw = power(*draw));
            }
            Self::Exponential { mean } => {
                fill(draws, streams, exponential);
                draws.iter_mut().for_each(|draw| *draw *= mean);
            }
            Self::Constant(value) => draws.fill(value),
            _ => fill(draws, streams, |stream| self.draw_other(stream)),
        }
    }

    /// The laws that are drawn less often or take longer anyway.
    #[inline(never)]
    fn draw_other(&self, stream: &mut Stream) -> f64 {
        match *self {
            Self::Constant(_) | Self::Exponential { .. } | Self::Lognormal { .. } => {
                self.draw(stream)
            }
            Self::Uniform { min, max } => min + (max - min) * stream.uniform(),
            Self::Triangular { min, mode, max } => triangular(min, mode, max, stream.uniform()),
            Self::Pert { min, mode, max } => pert(min, mode, max, stream),
            Self::Gamma { shape, scale } => scale * gamma(shape, stream),
            Self::Weibull { shape, scale } => scale * libm::pow(exponential(stream), 1.0 / shape),
            Self::Empirical(ref values) => {
                let index = below(values.len() as u64, stream) as usize;
                values.get(index).copied().unwrap_or_default()
            }
            Self::Geometric { mean } => geometric(mean, stream),
            Self::Poisson { mean } => poisson(mean, stream),
            Self::UniformInt { min, max } => {
                let numbers = max.wrapping_sub(min) as u64;
                min as f64 + below(numbers.saturating_add(1), stream) as f64
            }
        }
    }
}

/// Draws from each of these streams.
#[inline(always)]
fn fill(
    draws: &mut [f64],
    streams: impl Iterator<Item = Stream>,
    law: impl Fn(&mut Stream) -> f64,
) {
    for (draw, mut stream) in draws.iter_mut().zip(streams) {
        *draw = law(&mut stream);
    }
}

/// Two to the power of `x`: by a table, where `libm::exp` decides by the size of its argument, which nobody
/// can foresee.
#[inline]
fn power(x: f64) -> f64 {
    libm::exp2(x)
}

/// Standard normal, by ziggurat.
#[inline]
pub(super) fn normal(stream: &mut Stream) -> f64 {
    StandardNormal.sample(stream)
}

/// Exponential with mean 1, by ziggurat.
#[inline]
pub(super) fn exponential(stream: &mut Stream) -> f64 {
    Exp1.sample(stream)
}

/// A whole number from 0 to `n` − 1 by multiplication, uneven by less than n ÷ 2⁶⁴.
fn below(n: u64, stream: &mut Stream) -> u64 {
    ((u128::from(stream.bits()) * u128::from(n)) >> 64) as u64
}

/// The inverse of the triangular distribution function.
pub(super) fn triangular(min: f64, mode: f64, max: f64, u: f64) -> f64 {
    let (width, left, right) = (max - min, mode - min, max - mode);
    if u * width < left {
        min + (u * width * left).sqrt()
    } else {
        max - ((1.0 - u) * width * right).sqrt()
    }
}

/// A beta variate on [min, max] with α = 1 + 4 (mode − min) ÷ (max − min) and α + β = 6, made of
/// two gamma variates.
fn pert(min: f64, mode: f64, max: f64, stream: &mut Stream) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        return min;
    }
    let left = gamma(1.0 + 4.0 * (mode - min) / width, stream);
    let right = gamma(1.0 + 4.0 * (max - mode) / width, stream);
    min + width * (left / (left + right))
}

/// Gamma with scale 1 (G. Marsaglia, W. W. Tsang, "A simple method for generating gamma
/// variables", ACM TOMS 26, 2000). A shape below 1 is drawn as shape + 1 and multiplied by
/// U^(1 ÷ shape).
fn gamma(shape: f64, stream: &mut Stream) -> f64 {
    if shape < 1.0 {
        let larger = gamma(shape + 1.0, stream);
        return larger * libm::pow(1.0 - stream.uniform(), 1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = normal(stream);
        let root = 1.0 + c * z;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let u = 1.0 - stream.uniform();
        let z2 = z * z;
        if u < 1.0 - 0.0331 * z2 * z2 || libm::log(u) < 0.5 * z2 + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

/// Geometric from 1 on: the whole part of an exponential variate, so stretched that each number is
/// passed with probability 1 − 1 ÷ mean (L. Devroye, "Non-uniform random variate generation",
/// 1986, section X.2).
fn geometric(mean: f64, stream: &mut Stream) -> f64 {
    let rate = -libm::log1p(-1.0 / mean);
    1.0 + (exponential(stream) / rate).floor()
}

/// Poisson: how many exponential intervals end before `mean`; for large means by rejection.
fn poisson(mean: f64, stream: &mut Stream) -> f64 {
    if mean >= POISSON_BY_COUNTING {
        return Poisson::new(mean).map_or(mean, |law| law.sample(stream));
    }
    let mut count = 0.0;
    let mut time = exponential(stream);
    while time < mean {
        count += 1.0;
        time += exponential(stream);
    }
    count
}
