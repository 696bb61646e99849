//! Where more comes than can be done: does a queue grow, or does what is too much leave again?

use super::StageLoad;
use super::load::visit;
use crate::model::{Limit, Model, StageId, Team, TypeId, WorkItemType};

/// Does the queue before a stage grow for ever once its demand is more than it can do?
pub(super) fn grows(model: &Model, load: &StageLoad) -> bool {
    let demand = model.types.iter().zip(&load.by_type).enumerate();
    let mut asking = demand.filter(|(_, (_, items))| **items > 0.0);
    asking.any(|(id, (kind, _))| piles_up(model, id, kind, load.stage))
}

/// What a stage cannot do waits in the first place before it that has no limit, at last in the backlog; it
/// piles up there unless items expire on the way, or are refused.
fn piles_up(model: &Model, id: TypeId, kind: &WorkItemType, stage: StageId) -> bool {
    let mut way: Vec<StageId> = kind.route.before(stage + 1).iter().collect();
    way.reverse();
    for &place in &way {
        // No limit stops a planning, so what is planned waits in the Sprint Backlog.
        if place == kind.ready && stage != place && !only_filled_up(model, id) {
            return true;
        }
        if visit(model, place, id).is_some_and(|visit| visit.expire.is_some()) {
            return false;
        }
        if !limited(model, id, place) {
            return true;
        }
    }
    kind.expire.is_none() && kind.backlog_max.is_none()
}

/// Does every team that plans a type fill up to a number only?
fn only_filled_up(model: &Model, id: TypeId) -> bool {
    let plan = |team: &&Team| team.types.has(id) && !team.plannings.is_empty();
    model.teams.iter().filter(plan).all(|team| team.fill_to)
}

/// Does a limit cover items of a type in a stage?
fn limited(model: &Model, id: TypeId, stage: StageId) -> bool {
    let covers =
        |limit: &Limit| limit.bound().is_some() && limit.stages.has(stage) && limit.types.has(id);
    model.limits.iter().any(covers)
}
