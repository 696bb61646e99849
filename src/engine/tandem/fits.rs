//! Which boards are played as tandems.

use super::calendar::{LATEST, MOST};
use crate::engine::wiring::{OnEntry, Wiring};
use crate::model::{Model, Order, Set, StageId};

/// Is the board a tandem, and so simple for the rest that nothing else need be asked for? Items of a type differ in
/// nothing but their addresses, people are known by number, statistics begin on day 0, and nothing comes after ready.
pub(in crate::engine) fn fits(model: &Model, wiring: &Wiring<'_>) -> bool {
    !model.types.is_empty()
        && wiring.plain
        && is_row(model, wiring)
        && is_simple(model, wiring)
        && has_numbers(model)
}

/// Do all types visit all stages, each of which has one queue before it and, where somebody works, one before its
/// people?
fn is_row(model: &Model, wiring: &Wiring<'_>) -> bool {
    let stages = model.stages.len();
    let Some(last) = stages.checked_sub(1) else {
        return false;
    };
    let all = Set::first(stages);
    let single = (0..stages).all(|stage| wiring.only[stage].is_some());
    let alone = (0..model.pools.len()).all(|pool| wiring.sole[pool].is_some());
    let to_the_shelf = model.shelves == Set::of([last]);
    single && alone && to_the_shelf && model.types.iter().all(|law| law.route == all)
}

/// Are all items of a type alike, and is nothing asked that only the general way can answer?
fn is_simple(model: &Model, wiring: &Wiring<'_>) -> bool {
    let types = 0..model.types.len();
    let stages = 0..model.stages.len();
    let passes = |kind: usize| {
        let mut visits = stages.clone().map(|stage| wiring.passage(stage, kind));
        visits.any(|visit| visit.on_entry == OnEntry::Passes)
    };
    let shelf = model.stages.len() - 1;
    let lies = |kind: usize| {
        let passage = wiring.passage(shelf, kind);
        passage.on_entry == OnEntry::Done && passage.discard <= 0.0
    };
    types.clone().all(|kind| wiring.births[kind].alike)
        && types.clone().all(lies)
        && !types.clone().any(passes)
        && types.clone().all(|kind| wiring.entrances[kind].is_some())
        && model.types.iter().all(|law| law.arrivals.bring_something())
        && model.warm_up == 0
        && model.blockers.is_empty()
        && !model.goals.iter().any(|goal| goal.on_shelf)
}

/// Are they few enough who bring about events, and is there little enough to be looked up?
fn has_numbers(model: &Model) -> bool {
    let counted = model.pools.iter().all(|pool| pool.people.is_some());
    let posts = (0..model.stages.len()).map(|stage| people(model, stage));
    let numbers = posts.sum::<usize>() + 1 + model.teams.len();
    let plannings: usize = model.teams.iter().map(|team| team.plannings.len()).sum();
    let visits = model.stages.len() * model.types.len();
    counted
        && numbers.max(visits) <= MOST
        && model.horizon < LATEST
        && plannings < usize::from(u16::MAX)
}

/// How many people work in a stage.
pub(super) fn people(model: &Model, stage: StageId) -> usize {
    let pool = model.stages[stage].pool;
    let people = pool.and_then(|pool| model.pools[pool].people);
    people.unwrap_or_default() as usize
}

/// Is whoever joins a queue of a stage first always the first there? In the backlog those who join first are the
/// oldest, too.
pub(super) fn is_row_of(
    model: &Model,
    wiring: &Wiring<'_>,
    stage: StageId,
    is_backlog: bool,
) -> bool {
    let Some(law) = model.stages.get(stage) else {
        return true;
    };
    let by_age = is_backlog && law.order == Order::Fifo;
    let mut ranks = wiring.births.iter().map(|birth| birth.pattern.rank);
    let first = ranks.next();
    (law.order == Order::StageFifo || by_age) && ranks.all(|rank| Some(rank) == first)
}

/// Do all types wait for a person in a stage?
pub(super) fn is_staffed(wiring: &Wiring<'_>, stage: StageId, types: usize) -> bool {
    (0..types).all(|kind| wiring.passage(stage, kind).on_entry == OnEntry::Waits)
}
