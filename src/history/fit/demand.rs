//! What arrives: how much of each type, how unevenly, on which days of the week.

use super::clock;
use super::journey::{Journeys, Next};
use crate::history::History;
use crate::stats::lifetimes::chi_squared_tail;
use serde::Serialize;

/// Two halves differ by more than chance where their difference exceeds so many of its standard deviations.
const CLEAR: f64 = 3.0;
/// Fewer arrivals than these do not show the days of the week.
const FEW: usize = 50;

/// What was learnt of a type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeFit {
    /// Its name.
    pub name: String,
    /// How many arrived.
    pub arrived: usize,
    /// How many a week.
    pub per_week: f64,
    /// The 95 % interval of that, allowing for how unevenly they came.
    pub ci95: [f64; 2],
    /// Variance of the weekly numbers divided by their mean: 1 for Poisson; `None` without any.
    pub dispersion: Option<f64>,
    /// The chance of so uneven weeks, were the arrivals Poisson.
    pub p: Option<f64>,
    /// How many come at once, on average, in a model with so uneven weeks; `None` where Poisson will do.
    pub batch: Option<f64>,
    /// Has the rate changed clearly from the first half of the weeks to the second?
    pub halves: Option<Halves>,
    /// Its items open on the first day.
    pub open: usize,
}

/// Items a week in the first and in the second half of the weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Halves {
    /// In the first.
    pub first: f64,
    /// In the second.
    pub second: f64,
}

/// All types of the history.
pub fn kinds(known: &History, journeys: &Journeys<'_>) -> Vec<TypeFit> {
    let kinds = known.types.iter().enumerate();
    kinds
        .map(|(kind, name)| one(journeys, kind, name))
        .collect()
}

/// When items of a type (of all) arrived in the weeks looked at.
fn arrivals(journeys: &Journeys<'_>, kind: Option<usize>) -> Vec<f64> {
    let now = |at: &f64| (journeys.from..journeys.arrivals_until).contains(at);
    let new = journeys
        .all
        .iter()
        .filter(|journey| !journey.first_stock && kind.is_none_or(|kind| kind == journey.kind));
    new.map(|journey| journey.arrived).filter(now).collect()
}

fn one(journeys: &Journeys<'_>, kind: usize, name: &str) -> TypeFit {
    let at = arrivals(journeys, Some(kind));
    let weeks = ((journeys.arrivals_until - journeys.from) / 5.0).max(0.2);
    let per_week = at.len() as f64 / weeks;
    let counts = counts(journeys, &at);
    let dispersion = dispersion(&counts);
    let p = dispersion.and_then(|d| {
        let freedom = counts.len().checked_sub(1).filter(|n| *n > 0)?;
        chi_squared_tail(d * freedom as f64, freedom)
    });
    let uneven = dispersion.filter(|d| *d > 1.0 && p.is_some_and(|p| p < 0.05));
    let error = 1.96 * (per_week * uneven.unwrap_or(1.0) / weeks).sqrt();
    let open = journeys.all.iter().filter(|journey| {
        journey.kind == kind
            && journey
                .stays
                .last()
                .is_some_and(|stay| stay.next == Next::Open)
    });
    TypeFit {
        name: name.to_owned(),
        arrived: at.len(),
        per_week,
        ci95: [(per_week - error).max(0.0), per_week + error],
        dispersion,
        p,
        // Of Poisson batches whose sizes are geometric with mean m, numbers have variance ÷ mean 2m − 1.
        batch: uneven.map(|d| (d + 1.0) / 2.0),
        halves: halves(&counts, uneven.unwrap_or(1.0)),
        open: open.count(),
    }
}

/// Arrivals in each whole week, counted back from the end of arrivals.
fn counts(journeys: &Journeys<'_>, at: &[f64]) -> Vec<f64> {
    let end = journeys.arrivals_until;
    let weeks = ((end - journeys.from) / 5.0).floor().max(0.0) as usize;
    let mut counts = vec![0.0; weeks];
    for at in at {
        let back = ((end - at) / 5.0).floor() as usize;
        let week = weeks.checked_sub(back + 1);
        week.and_then(|week| counts.get_mut(week))
            .into_iter()
            .for_each(|n| *n += 1.0);
    }
    counts
}

fn dispersion(counts: &[f64]) -> Option<f64> {
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let squares: f64 = counts.iter().map(|c| (c - mean) * (c - mean)).sum();
    (n > 1.0 && mean > 0.0).then(|| squares / (n - 1.0) / mean)
}

fn halves(counts: &[f64], dispersion: f64) -> Option<Halves> {
    let half = counts.len() / 2;
    let (early, late) = (counts.get(..half)?, counts.get(counts.len() - half..)?);
    let (first, second): (f64, f64) = (early.iter().sum(), late.iter().sum());
    let clear = (first - second).abs() > CLEAR * ((first + second) * dispersion).sqrt();
    let weeks = half as f64;
    clear.then(|| Halves {
        first: first / weeks,
        second: second / weeks,
    })
}

/// The weights of the days of the week, where they differ by more than chance: by a χ² test at 1 % whose sum is
/// divided by the dispersion of the daily numbers, so that what comes in bulk proves nothing.
pub fn weekday(journeys: &Journeys<'_>) -> Option<[f64; 5]> {
    let at = arrivals(journeys, None);
    let weeks = ((journeys.arrivals_until - journeys.from) / 5.0).floor();
    let (end, mut days) = (
        journeys.arrivals_until.floor(),
        vec![0.0; (weeks * 5.0) as usize],
    );
    let mut sums = [0.0; 5];
    for at in at
        .iter()
        .filter(|at| **at >= end - weeks * 5.0 && **at < end)
    {
        sums[clock::weekday(*at)] += 1.0;
        let day = (at - (end - weeks * 5.0)) as usize;
        days.get_mut(day).into_iter().for_each(|n| *n += 1.0);
    }
    let mean = sums.iter().sum::<f64>() / 5.0;
    let enough = sums.iter().sum::<f64>() >= FEW as f64;
    let sum: f64 = sums.iter().map(|n| (n - mean) * (n - mean) / mean).sum();
    let within = within(&days, end - weeks * 5.0, sums.map(|n| n / weeks.max(1.0)));
    let p = chi_squared_tail(sum / within.max(1.0), 4)?;
    (enough && p < 0.01).then(|| sums.map(|n| n / mean))
}

/// The dispersion of daily numbers around the means of their days of the week.
fn within(days: &[f64], first: f64, means: [f64; 5]) -> f64 {
    let mean = |n: usize| means[clock::weekday(first + n as f64)];
    let squares: f64 = days
        .iter()
        .enumerate()
        .map(|(n, c)| (c - mean(n)) * (c - mean(n)))
        .sum();
    squares / days.iter().sum::<f64>().max(1.0)
}
