//! Laws of times that were perhaps seen only in part: watched from some age on (left truncation), and lost
//! sight of before their end (right censoring).
//!
//! Times are of any unit, the same throughout. The likelihood of a time that ended is that of its being within
//! half a unit of resolution of what was written down, so that times of 0 and dates without hours are no
//! special case.

mod curve;
mod family;
mod goodness;
mod search;

pub use curve::{Survival, survival};
pub use family::{Family, Law};
pub use goodness::{Goodness, chi_squared_tail, goodness};

use search::lowest;

/// A time that was watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watched {
    /// From this age on, 0 or more.
    pub entry: f64,
    /// Up to this age, at least `entry`.
    pub exit: f64,
    /// Did it end there? Else it goes on and no more is known.
    pub ended: bool,
}

/// A law fitted to times by maximum likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// The law.
    pub law: Law,
    /// The logarithm of its likelihood.
    pub log_likelihood: f64,
}

impl Fitted {
    /// Akaike's information criterion, 2 · parameters − 2 · log-likelihood: of several laws the one with the
    /// smallest loses least (H. Akaike, "A new look at the statistical model identification", IEEE Trans. Autom.
    /// Control 19, 1974).
    pub fn aic(&self) -> f64 {
        2.0 * self.law.family.parameters() as f64 - 2.0 * self.log_likelihood
    }
}

/// The log-likelihood of times under a law. What was written as x ended within half a `resolution` of x; as a
/// density per unit of time.
pub fn log_likelihood(law: &Law, times: &[Watched], resolution: f64) -> f64 {
    times.iter().map(|time| share(law, time, resolution)).sum()
}

fn share(law: &Law, time: &Watched, resolution: f64) -> f64 {
    let before = law.log_survival(time.entry);
    let then = if !time.ended {
        law.log_survival(time.exit)
    } else if time.exit > 20.0 * resolution {
        law.log_density(time.exit)
    } else {
        let low = (time.exit - resolution / 2.0).max(0.0);
        let high = time.exit + resolution / 2.0;
        let (low, high) = (law.log_survival(low), law.log_survival(high));
        low + libm::log(-libm::expm1(high - low)) - libm::log(resolution)
    };
    (then - before).max(-1e6)
}

/// A law that puts its 85 % quantile so many times beyond what was watched says what no data could tell.
const BEYOND: f64 = 20.0;

/// All families fitted to the times, the one with the smallest AIC first. Empty without a time that ended or
/// without any length. Where few have ended, laws that put most of the others far beyond all that was watched are
/// left out; the exponential is always there.
pub fn fit(times: &[Watched], resolution: f64) -> Vec<Fitted> {
    let ended = times.iter().filter(|time| time.ended).count();
    let watched: f64 = times
        .iter()
        .map(|time| (time.exit - time.entry).max(resolution / 4.0))
        .sum();
    if ended == 0 || !watched.is_finite() || watched <= 0.0 {
        return Vec::new();
    }
    let mean = watched / ended as f64;
    let longest = times.iter().map(|time| time.exit).fold(0.0, f64::max);
    let mut all: Vec<Fitted> = Family::ALL
        .iter()
        .filter_map(|family| of_family(*family, mean, times, resolution))
        .filter(|fitted| {
            fitted.law.family == Family::Exponential
                || fitted.law.quantile(0.85) < BEYOND * longest.max(resolution)
        })
        .collect();
    all.sort_by(|a, b| a.aic().total_cmp(&b.aic()));
    all
}

/// The most likely law of a family.
fn of_family(family: Family, mean: f64, times: &[Watched], resolution: f64) -> Option<Fitted> {
    let loss = |at: [f64; 2]| -log_likelihood(&family.law(at), times, resolution);
    let found = lowest(&loss, family.start(mean), family.parameters());
    let law = family.law(found);
    let log_likelihood = log_likelihood(&law, times, resolution);
    log_likelihood.is_finite().then_some(Fitted {
        law,
        log_likelihood,
    })
}
