//! Offered load: what demand asks of stages and pools, thinned along the routes.

use super::{Bottleneck, PoolLoad, StageLoad};
use crate::model::{
    Arrivals, Backlog, LimitKind, Model, Set, StageId, TypeId, Visit, Work, WorkItemType, days,
};
use crate::random::Distribution;

/// New items of a type on an average day; those of an unlimited backlog do not count.
pub(super) fn arrivals_per_day(model: &Model, kind: &WorkItemType) -> f64 {
    let horizon = days(model.horizon);
    let mean = |law: &Option<Distribution>| law.as_ref().map_or(1.0, Distribution::mean);
    match &kind.arrivals {
        Arrivals::None => 0.0,
        Arrivals::Poisson { per_day, batch } => per_day * mean(batch),
        Arrivals::Schedule { instants, count } => instants.len() as f64 * count.mean() / horizon,
        Arrivals::Renewal { between, batch } => mean(batch) / between.mean(),
        Arrivals::History { counts, weeks } => {
            let all: f64 = counts.iter().map(|&count| f64::from(count)).sum();
            let worked = weeks.iter().filter(|(_, length)| *length > 0).count();
            let length: u64 = weeks.iter().map(|(_, length)| length).sum();
            all / counts.len() as f64 * worked as f64 / days(length)
        }
    }
}

/// Of one item of a type before its first stage, what enters each stage of its route.
pub(super) fn entering(model: &Model, id: TypeId) -> impl Iterator<Item = (StageId, f64)> {
    let route = model
        .types
        .get(id)
        .map_or(Set::default(), |kind| kind.route);
    let mut left = 1.0;
    route.iter().filter_map(move |stage| {
        let visit = visit(model, stage, id)?;
        let entering = left * (1.0 - visit.skip);
        left -= entering * visit.discard;
        Some((stage, entering))
    })
}

/// What happens to items of a type in a stage.
pub(super) fn visit(model: &Model, stage: StageId, id: TypeId) -> Option<&Visit> {
    model.stages.get(stage)?.visits.get(id)
}

/// Expected days of work or of time in the column, and which of the two.
pub(super) fn expected(visit: &Visit) -> (f64, bool) {
    match &visit.work {
        Work::None => (0.0, false),
        Work::Service(law) => (law.mean(), true),
        Work::Elapsed(law) => (law.mean(), false),
    }
}

/// The load of every stage.
pub(super) fn stages(model: &Model) -> Vec<StageLoad> {
    let mut loads: Vec<StageLoad> = (0..model.stages.len())
        .map(|stage| idle(model, stage))
        .collect();
    let mut occupied = vec![0.0; loads.len()];
    for (id, kind) in model.types.iter().enumerate() {
        let rate = arrivals_per_day(model, kind);
        for (stage, share) in entering(model, id) {
            let (Some(load), Some(visit)) = (loads.get_mut(stage), visit(model, stage, id)) else {
                continue;
            };
            let (time, hands_on) = expected(visit);
            let availability = if hands_on {
                availability(model, stage)
            } else {
                1.0
            };
            load.items_per_day += rate * share;
            load.by_type.extend([rate * share]);
            load.work += if hands_on { rate * share * time } else { 0.0 };
            load.unlimited |= kind.backlog == Backlog::Unlimited;
            if let Some(days) = occupied.get_mut(stage) {
                *days += rate * share * time / availability;
            }
        }
        for load in loads.iter_mut().filter(|load| load.by_type.len() <= id) {
            load.by_type.push(0.0);
        }
    }
    for (load, days) in loads.iter_mut().zip(occupied) {
        load.slots = load.slots.map(|max| days / max);
    }
    loads
}

/// A stage without demand; `slots` still holds its maximum.
fn idle(model: &Model, stage: StageId) -> StageLoad {
    let own = |l: &&crate::model::Limit| l.kind == LimitKind::Own && l.stages.has(stage);
    StageLoad {
        stage,
        items_per_day: 0.0,
        by_type: Vec::new(),
        work: 0.0,
        slots: model
            .limits
            .iter()
            .find(own)
            .map(|limit| f64::from(limit.max)),
        unlimited: false,
    }
}

fn availability(model: &Model, stage: StageId) -> f64 {
    let pool = model.stages.get(stage).and_then(|stage| stage.pool);
    pool.and_then(|pool| model.pools.get(pool))
        .map_or(1.0, |pool| pool.availability)
}

/// The load of every pool.
pub(super) fn pools(model: &Model, stages: &[StageLoad]) -> Vec<PoolLoad> {
    let load = |(id, pool): (usize, &crate::model::Pool)| {
        let served = || stages.iter().filter(|load| pool.stages.has(load.stage));
        let capacity = pool
            .people
            .map(|people| f64::from(people) * pool.availability);
        let work: f64 = served().map(|load| load.work).sum();
        PoolLoad {
            pool: id,
            capacity,
            work,
            load: capacity.map(|capacity| work / capacity),
            unlimited: served().any(|load| load.unlimited),
        }
    };
    model.pools.iter().enumerate().map(load).collect()
}

/// The highest load of a pool, or of the slots of a stage.
pub(super) fn bottleneck(
    model: &Model,
    stages: &[StageLoad],
    pools: &[PoolLoad],
) -> Option<Bottleneck> {
    let people = pools.iter().filter_map(|pool| {
        let members = model.pools.get(pool.pool)?.stages;
        let busiest = stages
            .iter()
            .filter(|load| members.has(load.stage))
            .max_by(|a, b| a.work.total_cmp(&b.work))?;
        Some(Bottleneck {
            stage: busiest.stage,
            pool: Some(pool.pool),
            load: pool.load?,
        })
    });
    let slots = stages.iter().filter_map(|stage| {
        Some(Bottleneck {
            stage: stage.stage,
            pool: None,
            load: stage.slots?,
        })
    });
    // Of equals the last is taken, and people are the plainer explanation.
    slots
        .chain(people)
        .filter(|place| place.load > 0.0)
        .max_by(|a, b| a.load.total_cmp(&b.load))
}
