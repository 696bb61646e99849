//! The families of laws that times are fitted with.

use crate::stats::NORMAL_85;
use statrs::function::{erf::erfc, gamma::checked_gamma_ur};
use std::f64::consts::{PI, SQRT_2};

/// A family of laws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Exponential: no memory.
    Exponential,
    /// Gamma: parameters shape and scale.
    Gamma,
    /// Lognormal: parameters mean and standard deviation of the logarithm.
    Lognormal,
    /// Weibull: parameters shape and scale.
    Weibull,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Exponential,
        Self::Gamma,
        Self::Lognormal,
        Self::Weibull,
    ];

    /// How many parameters it has.
    pub fn parameters(self) -> usize {
        match self {
            Self::Exponential => 1,
            _ => 2,
        }
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Gamma => "gamma",
            Self::Lognormal => "lognormal",
            Self::Weibull => "weibull",
        }
    }

    /// Where the search begins: about this mean.
    pub(super) fn start(self, mean: f64) -> [f64; 2] {
        match self {
            Self::Lognormal => [libm::log(mean) - 0.5, 0.0],
            _ => [libm::log(mean), 0.0],
        }
    }

    /// The law at a point of the search: the logarithm of the mean (lognormal: the median; Weibull: the scale)
    /// and that of the shape (lognormal: the spread), kept within what numbers can bear.
    pub(super) fn law(self, at: [f64; 2]) -> Law {
        let [place, form] = [at[0].clamp(-20.0, 14.0), at[1].clamp(-3.0, 5.0)];
        let (place_e, form_e) = (libm::exp(place), libm::exp(form));
        let parameters = match self {
            Self::Exponential => [place_e, 1.0],
            Self::Gamma => [form_e, place_e / form_e],
            Self::Lognormal => [place, form_e],
            Self::Weibull => [form_e, place_e],
        };
        Law {
            family: self,
            parameters,
        }
    }
}

/// A law of positive times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Law {
    /// Its family.
    pub family: Family,
    /// Its parameters, as the family says; the exponential has its mean first.
    pub parameters: [f64; 2],
}

impl Law {
    /// The logarithm of the probability to last longer than `t`.
    pub fn log_survival(&self, t: f64) -> f64 {
        if t <= 0.0 {
            return 0.0;
        }
        let [a, b] = self.parameters;
        match self.family {
            Family::Exponential => -t / a,
            Family::Weibull => -libm::pow(t / b, a),
            Family::Lognormal => log_normal_tail((libm::log(t) - a) / b),
            Family::Gamma => log_gamma_tail(a, t / b),
        }
    }

    /// The logarithm of the density at `t`, above 0.
    pub fn log_density(&self, t: f64) -> f64 {
        let [a, b] = self.parameters;
        match self.family {
            Family::Exponential => -libm::log(a) - t / a,
            Family::Weibull => {
                let x = t / b;
                libm::log(a / b) + (a - 1.0) * libm::log(x) - libm::pow(x, a)
            }
            Family::Lognormal => {
                let z = (libm::log(t) - a) / b;
                -0.5 * z * z - libm::log(t * b) - 0.5 * libm::log(2.0 * PI)
            }
            Family::Gamma => {
                let x = t / b;
                (a - 1.0) * libm::log(x) - x - libm::lgamma(a) - libm::log(b)
            }
        }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        let [a, b] = self.parameters;
        match self.family {
            Family::Exponential => a,
            Family::Gamma => a * b,
            Family::Lognormal => libm::exp(a + 0.5 * b * b),
            Family::Weibull => b * libm::tgamma(1.0 + 1.0 / a),
        }
    }

    /// Its standard deviation divided by its mean.
    pub fn cv(&self) -> f64 {
        let [a, b] = self.parameters;
        match self.family {
            Family::Exponential => 1.0,
            Family::Gamma => 1.0 / a.sqrt(),
            Family::Lognormal => libm::expm1(b * b).sqrt(),
            Family::Weibull => {
                let first = libm::tgamma(1.0 + 1.0 / a);
                (libm::tgamma(1.0 + 2.0 / a) / (first * first) - 1.0)
                    .max(0.0)
                    .sqrt()
            }
        }
    }

    /// The time that the share `p` of all does not exceed, 0 < p < 1.
    pub fn quantile(&self, p: f64) -> f64 {
        let [a, b] = self.parameters;
        let left = libm::log1p(-p);
        match self.family {
            Family::Exponential => -a * left,
            Family::Weibull => b * libm::pow(-left, 1.0 / a),
            Family::Lognormal if p == 0.5 => libm::exp(a),
            Family::Lognormal if p == 0.85 => libm::exp(a + b * NORMAL_85),
            _ => self.halved(left),
        }
    }

    /// The quantile at which this logarithm of the survival is reached, by halving.
    fn halved(&self, left: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1e-9);
        while self.log_survival(high) > left && high < 1e12 {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..80 {
            let middle = 0.5 * (low + high);
            if self.log_survival(middle) > left {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

/// The logarithm of the probability that a standard normal variate exceeds `z`; far out by the first terms of
/// its asymptotic series (M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions", 1964, 26.2.12).
fn log_normal_tail(z: f64) -> f64 {
    if z < 20.0 {
        return libm::log(0.5 * erfc(z / SQRT_2));
    }
    let z2 = z * z;
    -0.5 * z2 - libm::log(z) - 0.5 * libm::log(2.0 * PI) + libm::log1p(-1.0 / z2 + 3.0 / (z2 * z2))
}

/// The logarithm of the probability that a gamma variate of scale 1 exceeds `x`; far out by the first terms of
/// its asymptotic series (the same handbook, 6.5.32).
fn log_gamma_tail(shape: f64, x: f64) -> f64 {
    let tail = checked_gamma_ur(shape, x).unwrap_or(0.0);
    if tail > 1e-200 {
        return libm::log(tail);
    }
    (shape - 1.0) * libm::log(x) - x - libm::lgamma(shape)
        + libm::log1p(((shape - 1.0) / x).max(-0.5))
}
