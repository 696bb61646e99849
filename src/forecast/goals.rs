//! When will so many be ready?

use super::quantity::hundredths;
use super::statistic::of_proportion;
use super::{By, Goal, Instant, Reached};
use crate::model::{self, DAY, Model, Set, Ticks, days};
use crate::observe::GoalSeen;
use crate::stats::Proportion;

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
    let instant = |p| reached(model, seen, p);
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
        reached: Reached {
            p50: instant(0.50),
            p70: instant(0.70),
            p85: instant(0.85),
            p95: instant(0.95),
        },
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

/// The instant by which a share of all trials have reached the goal; trials that never do count as later
/// than the horizon.
fn reached(model: &Model, seen: &GoalSeen, share: f64) -> Instant {
    let Some(hundredths) = hundredths(&seen.reached, &seen.within, share) else {
        return Instant::default();
    };
    let at: Ticks = hundredths * (DAY / 100);
    let date = model.calendar.date_of_finish(at);
    Instant {
        day: Some(hundredths as f64 / 100.0),
        date: date.map(|d| d.to_string()),
    }
}
