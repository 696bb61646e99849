//! Stages that take unfinished work when they run low: for which minimum, and from where.

use super::door;
use crate::model::{Model, OnLow, Set, StageId, TypeId, Work};
use std::cmp::Reverse;

/// A minimum below which a stage takes unfinished work from the stage before it.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Push {
    /// Index into the model's minimums.
    pub minimum: usize,
    /// The stage that runs low.
    pub stage: StageId,
    /// Whom it may take: what helps the minimum and is worked on in the stage.
    pub types: Set,
    /// The stages that may stand just before it on an item's route.
    pub sources: Set,
}

/// All of them, in the order in which they act: furthest downstream first; in a stage those of lanes before its
/// own (what comes for a lane counts for the stage, too), by name.
pub(super) fn pushes(model: &Model) -> Vec<Push> {
    let minimums = model.minimums.iter().enumerate();
    let mut pushing: Vec<usize> = minimums
        .filter(|(_, minimum)| minimum.on_low == OnLow::Push)
        .map(|(id, _)| id)
        .collect();
    pushing.sort_by_key(|&m| {
        let minimum = &model.minimums[m];
        let lane = minimum.lane.map(|lane| model.lanes[lane].name.as_str());
        (Reverse(minimum.stage), lane.is_none(), lane)
    });
    pushing.into_iter().map(|m| push(model, m)).collect()
}

fn push(model: &Model, minimum: usize) -> Push {
    let law = &model.minimums[minimum];
    let worked_on = |kind: &TypeId| serves(model, law.stage, *kind);
    let types = Set::of(law.types.iter().filter(worked_on));
    let before = |stage: &StageId| {
        types
            .iter()
            .any(|kind| comes_unfinished(model, *stage, law.stage, kind))
    };
    Push {
        minimum,
        stage: law.stage,
        types,
        sources: Set::of((0..law.stage).filter(before)),
    }
}

/// May items of `kind` be taken away from a stage unfinished?
pub(super) fn gives(model: &Model, pushes: &[Push], stage: StageId, kind: TypeId) -> bool {
    let takes = |push: &Push| {
        push.types.has(kind)
            && push.stage > stage
            && comes_unfinished(model, stage, push.stage, kind)
    };
    pushes.iter().any(takes)
}

/// Is `from` a stage in which items of `kind` are worked on and from which they may come straight to `stage`?
/// (Nothing is worked on where they lie ready.)
fn comes_unfinished(model: &Model, from: StageId, stage: StageId, kind: TypeId) -> bool {
    serves(model, from, kind)
        && model.types[kind].route.has(stage)
        && door::leads(model, stage, kind, Some(from))
}

/// Are items of `kind` worked on in a stage?
fn serves(model: &Model, stage: StageId, kind: TypeId) -> bool {
    let visits = &model.stages[stage].visits;
    let work = visits.get(kind).map(|visit| &visit.work);
    matches!(work, Some(Work::Service(_)))
}
