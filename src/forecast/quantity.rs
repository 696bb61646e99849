//! What a number of the result is made of: one trial's part in it, and what all of them say.

use crate::model::{DAY, Set, Ticks, days};
use crate::observe::{GoalSeen, PlanningSeen, Share, TypeSeen};
use crate::stats::{CompetingRisks, Counts, Logarithmic, Passage, Proportion, Ratio, Values};
use std::borrow::Cow;

/// Which number of a quantity is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The mean, or the probability.
    Mean,
    /// The percentile, from 1 to 99.
    Percentile(u8),
}

/// The times of items of one or several types, of which some are still open.
#[derive(Debug, Clone, Copy)]
pub(super) enum Risks<'a> {
    /// As they are.
    One(&'a CompetingRisks),
    /// Those of several types together.
    Types(
        &'a [TypeSeen],
        Set,
        fn(&TypeSeen) -> Cow<'_, CompetingRisks>,
    ),
}

impl Risks<'_> {
    fn together(&self) -> CompetingRisks {
        match self {
            Self::One(risks) => (*risks).clone(),
            Self::Types(seen, types, which) => {
                let mut all = CompetingRisks::default();
                let seen = types.iter().filter_map(|t| seen.get(t));
                seen.for_each(|seen| all.merge(&which(seen)));
                all
            }
        }
    }
}

/// What a number of the result is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Quantity<'a> {
    /// A share of trials.
    Chance(&'a Proportion),
    /// The share of the others.
    Not(&'a Proportion),
    /// A whole number by trial, times a factor.
    Counts(&'a Counts, f64),
    /// A number by trial, times a factor.
    Values(&'a Values, f64),
    /// A ratio of sums.
    Share(&'a Share),
    /// Times of finished items; sum and number by trial.
    Times(&'a Logarithmic, &'a Ratio),
    /// Times of items of which some are open; sum and number by trial.
    Risks(Risks<'a>, &'a Ratio),
    /// Ages of items of several types; sum and number by trial.
    Ages(&'a [TypeSeen], Set, &'a Ratio),
    /// When a goal is reached.
    Reached(&'a GoalSeen),
    /// The same, with the horizon (ticks) for the trials that never reach it.
    Within(&'a GoalSeen, Ticks),
    /// The mean share of plannings that find enough ready.
    Enough(&'a [PlanningSeen]),
    /// The same in every trial.
    Fixed(f64),
    /// Does not exist here.
    Nothing,
}

/// How often something had been pushed when one last looked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looked {
    n: u64,
    hits: u64,
}

impl Looked {
    /// Has there been news since? From now on it is none.
    fn news(&mut self, n: u64) -> bool {
        std::mem::replace(&mut self.n, n) < n
    }
}

/// A trial that says nothing.
const SILENT: [f64; 2] = [0.0, 0.0];

impl Quantity<'_> {
    /// What the latest trial adds to numerator and denominator of the mean; `before` remembers the trial
    /// before it. (0, 0) where it says nothing.
    pub fn latest(&self, before: &mut Looked) -> [f64; 2] {
        match *self {
            Self::Chance(seen) => hit(seen, before, false),
            Self::Not(seen) => hit(seen, before, true),
            Self::Counts(seen, factor) => {
                single(before.news(seen.n()), seen.latest() as f64 * factor)
            }
            Self::Values(seen, factor) => single(before.news(seen.n()), seen.latest() * factor),
            Self::Share(seen) => pair(&seen.ratio, before),
            Self::Times(_, mean) | Self::Risks(_, mean) | Self::Ages(.., mean) => {
                pair(mean, before)
            }
            Self::Reached(seen) => single(true, reached(seen, before).unwrap_or(f64::INFINITY)),
            Self::Within(seen, horizon) => {
                let at = reached(seen, before).unwrap_or(f64::INFINITY);
                single(true, at.min(days(horizon)))
            }
            Self::Enough(plannings) => {
                let hits = plannings.iter().map(|seen| seen.enough.hits).sum();
                let more = hits - std::mem::replace(&mut before.hits, hits);
                [more as f64, plannings.len() as f64]
            }
            Self::Fixed(value) => [value, 1.0],
            Self::Nothing => SILENT,
        }
    }

    /// The number of the latest trial by itself, to be compared with that of another policy; NaN where
    /// there is none. Percentiles of items have none.
    pub fn compared(&self, field: Field, [x, y]: [f64; 2]) -> f64 {
        let items = matches!(self, Self::Times(..) | Self::Risks(..) | Self::Ages(..));
        match field {
            Field::Percentile(_) if items => f64::NAN,
            _ => x / y,
        }
    }

    /// The mean over all trials, as the result gives it.
    pub fn mean(&self) -> Option<f64> {
        match *self {
            Self::Chance(seen) => seen.share(),
            Self::Not(seen) => seen.share().map(|share| 1.0 - share),
            Self::Counts(seen, factor) => seen.mean().map(|m| m * factor),
            Self::Values(seen, factor) => seen.mean().map(|m| m * factor),
            Self::Share(seen) => seen.ratio.ratio(),
            Self::Times(_, mean) | Self::Risks(_, mean) | Self::Ages(.., mean) => mean.ratio(),
            Self::Enough(plannings) => {
                let shares = plannings.iter().filter_map(|seen| seen.enough.share());
                let mean = shares.sum::<f64>() / plannings.len() as f64;
                mean.is_finite().then_some(mean)
            }
            Self::Fixed(value) => Some(value),
            Self::Within(..) | Self::Reached(_) | Self::Nothing => None,
        }
    }

    /// What percentiles are made from.
    pub fn sample(&self) -> Sample {
        match *self {
            Self::Counts(seen, factor) => Sample::Counts(seen.clone(), factor),
            Self::Values(seen, factor) => Sample::Values(seen.clone(), factor),
            Self::Share(seen) => Sample::Values(seen.values.clone(), 1.0),
            Self::Times(seen, _) => Sample::Times(seen.clone()),
            Self::Risks(risks, _) => Sample::Risks(Box::new(risks.together())),
            Self::Ages(seen, types, _) => {
                let mut all = Logarithmic::default();
                let seen = types.iter().filter_map(|t| seen.get(t));
                seen.for_each(|seen| all.merge(&seen.age));
                Sample::Times(all)
            }
            Self::Reached(seen) => Sample::Reached(seen.reached.clone(), seen.within),
            Self::Fixed(value) => Sample::Fixed(value),
            Self::Chance(_) | Self::Not(_) | Self::Within(..) | Self::Enough(_) | Self::Nothing => {
                Sample::Nothing
            }
        }
    }
}

fn hit(seen: &Proportion, before: &mut Looked, not: bool) -> [f64; 2] {
    let hit = std::mem::replace(&mut before.hits, seen.hits) < seen.hits;
    single(before.news(seen.trials), f64::from(hit != not))
}

fn single(news: bool, value: f64) -> [f64; 2] {
    if news { [value, 1.0] } else { SILENT }
}

fn pair(ratio: &Ratio, before: &mut Looked) -> [f64; 2] {
    if before.news(ratio.n()) {
        ratio.latest()
    } else {
        SILENT
    }
}

/// The day on which the latest trial has reached a goal; to a hundredth, as results have it.
fn reached(seen: &GoalSeen, before: &mut Looked) -> Option<f64> {
    let news = before.news(seen.reached.n());
    news.then(|| seen.reached.latest() as f64 / 100.0)
}

/// What percentiles are made from, of some trials.
#[derive(Debug, Clone, Default)]
pub enum Sample {
    /// Whole numbers, times a factor.
    Counts(Counts, f64),
    /// Numbers, times a factor.
    Values(Values, f64),
    /// Times in ticks.
    Times(Logarithmic),
    /// Times in ticks, some of them open.
    Risks(Box<CompetingRisks>),
    /// Hundredths of a day; how many have reached the goal.
    Reached(Counts, Proportion),
    /// Always the same.
    Fixed(f64),
    /// There is none.
    #[default]
    Nothing,
}

impl Sample {
    /// Takes in what further trials have shown of the same.
    pub fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Counts(mine, _), Self::Counts(more, _)) => mine.merge(&more),
            (Self::Values(mine, _), Self::Values(more, _)) => mine.merge(&more),
            (Self::Times(mine), Self::Times(more)) => mine.merge(&more),
            (Self::Risks(mine), Self::Risks(more)) => mine.merge(&more),
            (Self::Reached(mine, within), Self::Reached(more, of)) => {
                mine.merge(&more);
                within.merge(&of);
            }
            (mine @ Self::Nothing, more) => *mine = more,
            _ => {}
        }
    }

    /// The percentile, from 1 to 99, as the result gives it; `None` beyond what was seen.
    pub fn percentile(&self, percent: u8) -> Option<f64> {
        let p = f64::from(percent) / 100.0;
        let in_days = |ticks: u64| ticks as f64 / DAY as f64;
        match self {
            Self::Counts(seen, factor) => seen.quantile(p).map(|n| n as f64 * factor),
            Self::Values(seen, factor) => seen.quantile(p).map(|v| v * factor),
            Self::Times(seen) => seen.quantile(p).map(in_days),
            Self::Risks(seen) => seen.curve().quantile(p).map(in_days),
            Self::Reached(times, within) => {
                let passage = Passage {
                    times,
                    trials: within.trials,
                };
                passage.quantile(p).map(|n| n as f64 / 100.0)
            }
            Self::Fixed(value) => Some(*value),
            Self::Nothing => None,
        }
    }
}
