//! Where items that became ready waited longest.

use crate::model::{Model, Side, StageId};
use crate::observe::{CauseKey, Observations, State};

/// The stage before commitment (or the shelf) for whose people and room the items that became ready waited
/// longest, together; none if they waited for neither anywhere. Who waits for people of a pool that works in
/// several stages is counted where such waiting is seen.
pub(super) fn bottleneck(model: &Model, seen: &Observations) -> Option<StageId> {
    let stages = model.stages.iter().enumerate();
    let upstream = stages.filter(|(_, stage)| stage.side != Side::Downstream);
    let waits = upstream.map(|(id, _)| (id, room(model, seen, id) + people(model, seen, id)));
    let most = waits.reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    (most.1 > 0.0).then_some(most.0)
}

/// How long a cause held items back that became ready, in ticks.
fn waited(model: &Model, seen: &Observations, cause: CauseKey) -> f64 {
    let cause = cause.index(model);
    let types = seen.causes.iter().filter_map(|sums| sums.get(cause));
    types.sum::<u128>() as f64
}

/// How long room in a stage was waited for.
fn room(model: &Model, seen: &Observations, id: StageId) -> f64 {
    waited(model, seen, CauseKey::Room(id))
}

/// How long people were waited for in a stage.
fn people(model: &Model, seen: &Observations, id: StageId) -> f64 {
    let Some(pool) = model.stages.get(id).and_then(|stage| stage.pool) else {
        return 0.0;
    };
    let all = model.stages.iter().enumerate();
    let beside =
        all.filter(|(_, stage)| stage.pool == Some(pool) && stage.side != Side::Downstream);
    let waiting: f64 = beside.map(|(other, _)| standing(seen, other)).sum();
    let share = standing(seen, id) / waiting.max(f64::MIN_POSITIVE);
    waited(model, seen, CauseKey::Person(pool)) * share
}

/// Items that wait for a person in a stage, on average over time.
fn standing(seen: &Observations, id: StageId) -> f64 {
    let stage = seen.stages.get(id);
    let waiting = stage.and_then(|s| s.wip_by_state.get(State::Waiting as usize));
    waiting.and_then(|w| w.mean()).unwrap_or_default()
}
