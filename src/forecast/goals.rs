//! When will so many be ready?

use super::statistic::of_proportion;
use super::{Instant, Probability};
use crate::model::{self, DAY, Model, Set, Ticks, days};
use crate::observe::GoalSeen;
use crate::stats::{Passage, Proportion};
use serde::Serialize;

/// The date asked for by a goal, and how likely it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct By {
    /// The end of that day.
    pub day: f64,
    /// Its date.
    pub date: Option<String>,
    /// P(reached by then).
    #[serde(flatten)]
    pub probability: Probability,
}

/// The date by which a share of the trials have reached a goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Likely {
    /// The date itself.
    #[serde(flatten)]
    pub at: Instant,
    /// Its 95 % interval.
    pub ci95: [Instant; 2],
}

impl Likely {
    /// That of a share, in the units in which the times were counted, each an instant.
    pub(crate) fn new(passage: Passage<'_>, share: f64, instant: impl Fn(u64) -> Instant) -> Self {
        let instant = |time: Option<u64>| time.map_or_else(Instant::default, &instant);
        Self {
            at: instant(passage.quantile(share)),
            ci95: passage.quantile95(share).map(instant),
        }
    }
}

/// The dates by which so many of the trials have reached a goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Reached {
    /// Half of the trials.
    pub p50: Likely,
    /// 70 %.
    pub p70: Likely,
    /// 85 %.
    pub p85: Likely,
    /// 95 %.
    pub p95: Likely,
}

impl Reached {
    /// All of them; see [`Likely::new`].
    pub(crate) fn new(passage: Passage<'_>, instant: impl Fn(u64) -> Instant) -> Self {
        let likely = |share| Likely::new(passage, share, &instant);
        Self {
            p50: likely(0.50),
            p70: likely(0.70),
            p85: likely(0.85),
            p95: likely(0.95),
        }
    }

    /// The shares as they are written, each with its date.
    pub fn steps(&self) -> [(&'static str, &Likely); 4] {
        [
            ("50 %", &self.p50),
            ("70 %", &self.p70),
            ("85 %", &self.p85),
            ("95 %", &self.p95),
        ]
    }
}

/// One goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// Its name.
    pub name: String,
    /// How many items.
    pub target: u32,
    /// Of which types; empty when all count.
    pub of: Vec<String>,
    /// At once on the shelf, instead of in all since day 0?
    pub on_shelf: bool,
    /// The date asked for.
    pub by: Option<By>,
    /// When it is reached.
    pub reached: Reached,
    /// P(not within the horizon).
    pub never: Probability,
}

/// All goals.
pub(super) fn goals(model: &Model, seen: &[GoalSeen]) -> Vec<Goal> {
    model
        .goals
        .iter()
        .zip(seen)
        .map(|(goal, seen)| one(model, goal, seen))
        .collect()
}

/// One goal.
fn one(model: &Model, goal: &model::Goal, seen: &GoalSeen) -> Goal {
    let never = Proportion {
        hits: seen.within.trials - seen.within.hits,
        trials: seen.within.trials,
    };
    Goal {
        name: goal.name.clone(),
        target: goal.target,
        of: names(model, goal.types),
        on_shelf: goal.on_shelf,
        by: goal.by.map(|by| By {
            day: days(by),
            date: model.calendar.date_of_finish(by).map(|d| d.to_string()),
            probability: of_proportion(&seen.by),
        }),
        reached: Reached::new(seen.passage(), |at| instant(model, at)),
        never: of_proportion(&never),
    }
}

/// The names of some types; none when it is all of them.
fn names(model: &Model, types: Set) -> Vec<String> {
    if types == Set::first(model.types.len()) {
        return Vec::new();
    }
    types.iter().map(|t| model.types[t].name.clone()).collect()
}

/// An instant in hundredths of a day.
fn instant(model: &Model, hundredths: u64) -> Instant {
    let at: Ticks = hundredths * (DAY / 100);
    let date = model.calendar.date_of_finish(at);
    Instant {
        day: Some(hundredths as f64 / 100.0),
        date: date.map(|d| d.to_string()),
    }
}
