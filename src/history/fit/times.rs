//! How long items stay in a column.

use super::journey::{Next, Stay};
use crate::stats::lifetimes::{
    Family, Fitted, Law, Survival, Watched, fit, goodness, log_likelihood, survival,
};
use serde::Serialize;

/// Fewer finished stays than these are told by the exponential law with their mean, as a guess.
pub const FEW: usize = 8;
/// So many finished stays must a type have before its times are fitted apart.
pub const OWN: usize = 20;
/// So many values stand for times that no law fits.
const VALUES: usize = 100;
/// Numbers in a scenario have so many digits.
const DIGITS: usize = 4;

/// The time in a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeFit {
    /// `exponential`, `gamma`, `lognormal`, `weibull`, or `empirical`.
    pub family: &'static str,
    /// As the scenario says it.
    pub law: String,
    /// Stays that ended.
    pub finished: usize,
    /// Stays that go on: known to last at least so long.
    pub open: usize,
    /// The mean of the law in working days.
    pub mean: f64,
    /// Half of the stays are at most so long, by the law.
    pub p50: f64,
    /// 85 % of the stays are at most so long, by the law.
    pub p85: f64,
    /// Half of the stays were at most so long (Kaplan–Meier); `None` beyond what was seen.
    pub seen_p50: Option<f64>,
    /// 85 % of the stays were at most so long.
    pub seen_p85: Option<f64>,
    /// The largest distance between the shares of the best law and those seen.
    pub distance: Option<f64>,
    /// The χ² of the best law.
    pub chi_squared: Option<f64>,
    /// Its degrees of freedom.
    pub freedom: usize,
    /// The chance of so bad a fit or a worse one, were the best law true.
    pub p: Option<f64>,
    /// All laws tried, best first.
    pub candidates: Vec<Candidate>,
    /// Shares of stays at most so long, by what was seen and by the law, for a picture.
    pub curve: Vec<[f64; 3]>,
}

/// A law that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Candidate {
    /// Its family.
    pub family: &'static str,
    /// Akaike's criterion; the smallest is best.
    pub aic: f64,
}

/// Stays of one column as times that were watched in the weeks looked at.
pub fn watched(stays: impl Iterator<Item = Stay>, from: f64) -> Vec<Watched> {
    let one = |stay: Stay| {
        let exit = (stay.until? - stay.from).max(0.0);
        let entry = (from - stay.from).clamp(0.0, exit);
        let ended = stay.next != Next::Open;
        (ended || exit > entry).then_some(Watched { entry, exit, ended })
    };
    stays.filter_map(one).collect()
}

/// What fits the times; `None` where nothing was watched for any time.
pub fn time(times: &[Watched], resolution: f64) -> Option<TimeFit> {
    let all = fit(times, resolution);
    let finished = times.iter().filter(|time| time.ended).count();
    let curve = survival(times);
    let Some(best) = all.first() else {
        return guess(times, resolution);
    };
    let exponential = all
        .iter()
        .find(|fitted| fitted.law.family == Family::Exponential);
    let best = exponential.filter(|_| finished < FEW).unwrap_or(best);
    let good = goodness(&best.law, times, resolution);
    let mut told = TimeFit {
        distance: Some(good.distance),
        chi_squared: good.chi_squared,
        freedom: good.freedom,
        p: good.p,
        candidates: all.iter().map(candidate).collect(),
        ..of_law(&best.law, times, &curve)
    };
    if good.is_poor() {
        empirical(&mut told, &curve);
    }
    told.curve = picture(&best.law, &curve);
    Some(told)
}

fn candidate(fitted: &Fitted) -> Candidate {
    Candidate {
        family: fitted.law.family.word(),
        aic: fitted.aic(),
    }
}

/// Is a law of these times alone better (by AIC) than that of all types?
pub fn differs(own: &[Watched], all: &[Watched], resolution: f64) -> bool {
    let (own_best, common) = (fit(own, resolution), fit(all, resolution));
    own_best
        .first()
        .zip(common.first())
        .is_some_and(|(best, common)| {
            best.aic() < -2.0 * log_likelihood(&common.law, own, resolution)
        })
}

/// Nothing has ended: one end more is taken to be about to come.
fn guess(times: &[Watched], resolution: f64) -> Option<TimeFit> {
    let mean: f64 = times.iter().map(|time| time.exit - time.entry).sum();
    let law = Law {
        family: Family::Exponential,
        parameters: [mean.max(resolution), 1.0],
    };
    (!times.is_empty()).then(|| of_law(&law, times, &survival(times)))
}

fn of_law(law: &Law, times: &[Watched], curve: &Survival) -> TimeFit {
    let finished = times.iter().filter(|time| time.ended).count();
    TimeFit {
        family: law.family.word(),
        law: written(law),
        finished,
        open: times.len() - finished,
        mean: law.mean(),
        p50: law.quantile(0.5),
        p85: law.quantile(0.85),
        seen_p50: curve.quantile(0.5),
        seen_p85: curve.quantile(0.85),
        distance: None,
        chi_squared: None,
        freedom: 0,
        p: None,
        candidates: Vec::new(),
        curve: Vec::new(),
    }
}

/// The times themselves in place of a law.
fn empirical(told: &mut TimeFit, curve: &Survival) {
    let values = curve.values(told.finished.clamp(10, VALUES));
    let words: Vec<String> = values.iter().map(|value| number(*value)).collect();
    let at = |p: f64| values.get((p * values.len() as f64) as usize).copied();
    told.family = "empirical";
    told.law = format!(
        "{{ dist = \"empirical\", values = [{}] }}",
        words.join(", ")
    );
    told.mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    told.p50 = at(0.5).unwrap_or(told.p50);
    told.p85 = at(0.85).unwrap_or(told.p85);
}

/// A law as a scenario writes it, with percentiles where it knows them.
fn written(law: &Law) -> String {
    let [a, b] = law.parameters;
    let percentiles = || {
        let (p50, p85) = (law.quantile(0.5), law.quantile(0.85));
        format!("p50 = {}, p85 = {}", number(p50), number(p85))
    };
    let parameters = match law.family {
        Family::Exponential => format!("mean = {}", number(law.mean())),
        Family::Gamma => format!("mean = {}, cv = {}", number(law.mean()), number(law.cv())),
        Family::Lognormal => percentiles(),
        Family::Weibull => format!("shape = {}, scale = {}", number(a), number(b)),
    };
    format!("{{ dist = \"{}\", {parameters} }}", law.family.word())
}

/// Some points of both curves: an age, the share seen that is at most so long, and that of the law.
fn picture(law: &Law, curve: &Survival) -> Vec<[f64; 3]> {
    let step = (curve.steps.len() / 40).max(1);
    let points = curve.steps.iter().skip(step - 1).step_by(step);
    let point = |(age, left): &(f64, f64)| [*age, 1.0 - left, -libm::expm1(law.log_survival(*age))];
    points.map(point).collect()
}

/// A number above 0 with a few digits, as a scenario writes it.
pub fn number(value: f64) -> String {
    digits(value, DIGITS)
}

/// A number with fewer digits, for sentences.
pub fn short(value: f64) -> String {
    digits(value, 2)
}

fn digits(value: f64, digits: usize) -> String {
    let size = libm::log10(value.abs().max(1e-6)).floor() as i32;
    let decimals = (digits as i32 - 1 - size).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
