//! What holds readiness back.

use super::Cause;
use crate::model::{DAY, LimitKind, Model, Set};
use crate::observe::{CauseKey, Observations};
use crate::stats::Accumulator;

/// Where the days between arrival and ready went, of the items of some types that reached ready; the
/// largest part first.
pub(super) fn held_back_by(model: &Model, types: Set, seen: &Observations) -> Vec<Cause> {
    let mut sums = vec![0_u128; CauseKey::count(model)];
    for kind in types.iter() {
        sums.merge(&seen.causes[kind]);
    }
    let all: u128 = sums.iter().sum();
    let items: u128 = types
        .iter()
        .map(|t| u128::from(seen.flow.types[t].lead.events()))
        .sum();
    let keys = CauseKey::all(model).zip(sums).filter(|(_, sum)| *sum > 0);
    let mut causes: Vec<Cause> = keys
        .map(|(key, sum)| {
            let (cause, place) = words(model, key);
            let share = sum as f64 / all as f64;
            Cause {
                cause,
                place,
                limit: limit(model, key),
                share,
                days: sum as f64 / DAY as f64 / items.max(1) as f64,
            }
        })
        .collect();
    causes.sort_by(|a, b| {
        b.share
            .total_cmp(&a.share)
            .then_with(|| a.place.cmp(&b.place))
    });
    causes
}

/// The kind of the limit that refuses, where it is no stage's own.
fn limit(model: &Model, key: CauseKey) -> Option<&'static str> {
    let CauseKey::Limit(limit) = key else {
        return None;
    };
    match model.limits[limit].kind {
        LimitKind::Own => None,
        LimitKind::Conwip => Some("conwip"),
        LimitKind::Lane(_) => Some("lane"),
    }
}

/// A cause in words, and where it is.
fn words(model: &Model, key: CauseKey) -> (&'static str, Option<String>) {
    match key {
        CauseKey::Worked => ("worked", None),
        CauseKey::Column => ("in the column", None),
        CauseKey::Backlog => ("backlog", None),
        CauseKey::Before => ("before day 0", None),
        CauseKey::Person(pool) => ("waiting for a person", Some(model.pools[pool].name.clone())),
        CauseKey::Room(stage) => ("waiting for room", Some(model.stages[stage].name.clone())),
        CauseKey::Blocked(blocker) => ("blocked", Some(model.blockers[blocker].source.clone())),
        CauseKey::Meeting(stage) => (
            "waiting for a meeting",
            Some(model.stages[stage].name.clone()),
        ),
        CauseKey::Limit(limit) => ("waiting for room", Some(model.limits[limit].name.clone())),
    }
}
