//! Offered load: what demand asks of stages and pools, thinned along the routes.

use super::{Bottleneck, PoolLoad, StageLoad, overflow};
use crate::model::course::{Course, Planned, course, descendants};
use crate::model::{
    Arrivals, Backlog, LimitKind, Model, StageId, Team, Ticks, TypeId, Visit, Work, WorkItemType,
    days,
};
use crate::random::Distribution;

/// New items of a type on an average day; those of an unlimited backlog do not count.
pub(super) fn arrivals_per_day(model: &Model, kind: &WorkItemType) -> f64 {
    let horizon = days(model.horizon);
    let mean = |law: &Option<Distribution>| law.as_ref().map_or(1.0, Distribution::mean);
    match &kind.arrivals {
        Arrivals::None => 0.0,
        Arrivals::Poisson { per_day, batch, .. } => per_day * mean(batch),
        Arrivals::Schedule { instants, count } => {
            count.mean() * instants.len() as f64 / spread(instants).max(horizon)
        }
        Arrivals::Renewal { between, batch } => mean(batch) / between.mean(),
        Arrivals::History { counts, weeks } => {
            let all: f64 = counts.iter().map(|&count| f64::from(count)).sum();
            let worked = weeks.iter().filter(|(_, length)| *length > 0).count();
            let length: u64 = weeks.iter().map(|(_, length)| length).sum();
            all / counts.len() as f64 * worked as f64 / days(length)
        }
    }
}

/// The days for which the instants of a schedule stand, each for one interval, so that those at both ends of a
/// run do not count for more.
fn spread(instants: &[Ticks]) -> f64 {
    let intervals = instants.len().saturating_sub(1).max(1) as f64;
    match (instants.first(), instants.last()) {
        (Some(first), Some(last)) => days(last - first) * (1.0 + 1.0 / intervals),
        _ => 0.0,
    }
}

/// How many items of a type arrive within the run beyond those of average days.
pub(super) fn extra_arrivals(model: &Model, kind: &WorkItemType) -> f64 {
    match &kind.arrivals {
        Arrivals::Schedule { instants, count } => {
            let all = count.mean() * instants.len() as f64;
            all - arrivals_per_day(model, kind) * days(model.horizon)
        }
        _ => 0.0,
    }
}

/// Where demand goes.
pub(super) struct Demand {
    /// Items of each type that stand before their first stage on an average day, parts and returned
    /// ones included; those of an unlimited backlog do not count.
    pub starts: Vec<f64>,
    /// What becomes of one item of each type.
    pub courses: Vec<Course>,
}

/// Follows demand over the board; what reaches ready goes on as far as plannings pull it.
pub(super) fn demand(model: &Model) -> Demand {
    let kinds = 0..model.types.len();
    let course = |id: TypeId, planned: &Planned| {
        course(&model.stages, &model.types, id, planned).unwrap_or_default()
    };
    let outside: Vec<f64> = model
        .types
        .iter()
        .map(|k| arrivals_per_day(model, k))
        .collect();
    let mut found = Demand {
        starts: outside.clone(),
        courses: kinds.clone().map(|id| course(id, &Planned::ALL)).collect(),
    };
    let parts = || found.courses.iter().map(|course| course.parts.clone());
    if let Some(starts) = descendants(&outside, &parts().collect::<Vec<_>>()) {
        found.starts = starts;
    }
    found.courses = kinds
        .map(|id| course(id, &planned(model, id, &found)))
        .collect();
    let offspring = found
        .courses
        .iter()
        .zip(&model.types)
        .map(|(course, kind)| {
            let mut of = course.parts.clone();
            if let Some(returns) = &kind.returns
                && let Some(slot) = of.get_mut(returns.kind)
            {
                *slot += course.done * returns.probability;
            }
            of
        });
    if let Some(starts) = descendants(&outside, &offspring.collect::<Vec<_>>()) {
        found.starts = starts;
    }
    found
}

/// What plannings make of what reaches ready. Who fills up to a number is taken to pull as much in each
/// planning.
fn planned(model: &Model, id: TypeId, demand: &Demand) -> Planned {
    let ready = |id: TypeId| {
        let starts = demand.starts.get(id).copied().unwrap_or(0.0);
        starts * demand.courses.get(id).map_or(0.0, |course| course.ready)
    };
    let pulls = |team: &Team| match team.types.has(id) {
        true => f64::from(team.total) * team.plannings.len() as f64 / days(model.horizon),
        false => 0.0,
    };
    let share = |team: &Team| {
        let offered: f64 = team.types.iter().map(ready).sum();
        let pulls = pulls(team);
        match team.types.has(id) && (team.fill_to || offered <= pulls) {
            true => 1.0,
            false if pulls > 0.0 => pulls / offered,
            false => 0.0,
        }
    };
    let all: f64 = model.teams.iter().map(pulls).sum();
    let part = |team: &Team| if all > 0.0 { pulls(team) / all } else { 0.0 };
    Planned {
        share: model.teams.iter().map(share).sum::<f64>().min(1.0),
        by_team: model.teams.iter().map(part).collect(),
    }
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

/// The load of every stage, on average over the run where changes alter it.
pub(super) fn stages(model: &Model) -> Vec<StageLoad> {
    let mut loads: Vec<StageLoad> = (0..model.stages.len())
        .map(|stage| idle(model, stage))
        .collect();
    for (state, part) in model.phases() {
        for (load, more) in loads.iter_mut().zip(in_state(state, &demand(state))) {
            add(load, &more, part);
        }
    }
    for load in &mut loads {
        let max = model.average(|state| own_max(state, load.stage));
        load.slots = max.and_then(|max| Some(load.slots? / max));
    }
    loads
}

/// Counts a load in that lasts for a part of the run.
fn add(sum: &mut StageLoad, load: &StageLoad, part: f64) {
    sum.items_per_day += part * load.items_per_day;
    for (sum, items) in sum.by_type.iter_mut().zip(&load.by_type) {
        *sum += part * items;
    }
    sum.work += part * load.work;
    sum.slots = sum.slots.zip(load.slots).map(|(sum, n)| sum + part * n);
    sum.unlimited |= load.unlimited;
}

/// The load of every stage as long as nothing changes; as `slots` those in use.
fn in_state(model: &Model, demand: &Demand) -> Vec<StageLoad> {
    let mut loads: Vec<StageLoad> = (0..model.stages.len())
        .map(|stage| idle(model, stage))
        .collect();
    for (id, kind) in model.types.iter().enumerate() {
        let rate = demand.starts.get(id).copied().unwrap_or(0.0);
        let course = demand.courses.get(id).into_iter();
        for &(stage, share) in course.flat_map(|course| &course.enters) {
            let (Some(load), Some(visit)) = (loads.get_mut(stage), visit(model, stage, id)) else {
                continue;
            };
            let (time, hands_on) = expected(visit);
            let given = if hands_on { pace(model, stage) } else { 1.0 };
            let items = rate * share;
            let (blocked, held) = blocked(model, stage, id, time);
            load.items_per_day += items;
            if let Some(slot) = load.by_type.get_mut(id) {
                *slot += items;
            }
            if hands_on {
                load.work += items * (time + held * given);
            }
            load.unlimited |= kind.backlog == Backlog::Unlimited || kind.order.is_some();
            load.slots = load
                .slots
                .map(|days| days + items * (time / given + blocked));
        }
    }
    loads
}

/// Days an item of a type is blocked in a visit with so many person-days of work, on average, and
/// those of them that hold a person.
fn blocked(model: &Model, stage: StageId, id: TypeId, work: f64) -> (f64, f64) {
    let concerned = model.blockers.iter().filter(|b| b.concerns(stage, id));
    concerned.fold((0.0, 0.0), |(all, held), blocker| {
        let days = blocker.expected(work) * blocker.duration.mean();
        (
            all + days,
            held + if blocker.holds_person { days } else { 0.0 },
        )
    })
}

/// A stage without demand.
fn idle(model: &Model, stage: StageId) -> StageLoad {
    StageLoad {
        stage,
        items_per_day: 0.0,
        by_type: vec![0.0; model.types.len()],
        work: 0.0,
        slots: Some(0.0),
        unlimited: false,
    }
}

/// A stage's own maximum.
fn own_max(model: &Model, stage: StageId) -> Option<f64> {
    let own = |l: &&crate::model::Limit| l.kind == LimitKind::Own && l.stages.has(stage);
    let limit = model.limits.iter().find(own)?;
    limit.bound().map(f64::from)
}

/// The part of each day that the people of a stage give.
fn pace(model: &Model, stage: StageId) -> f64 {
    let pool = model.stages.get(stage).and_then(|stage| stage.pool);
    let pool = pool.and_then(|pool| model.pools.get(pool));
    pool.map_or(1.0, |pool| pool.availability)
}

/// The load of every pool.
pub(super) fn pools(model: &Model, stages: &[StageLoad]) -> Vec<PoolLoad> {
    let load = |(id, pool): (usize, &crate::model::Pool)| {
        let served = || stages.iter().filter(|load| pool.stages.has(load.stage));
        let capacity = model.average(|state| {
            let pool = state.pools.get(id)?;
            Some(f64::from(pool.people?) * pool.availability)
        });
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
            grows: overflow::grows(model, busiest),
        })
    });
    let slots = stages.iter().filter_map(|stage| {
        Some(Bottleneck {
            stage: stage.stage,
            pool: None,
            load: stage.slots?,
            grows: overflow::grows(model, stage),
        })
    });
    let endless = stages.iter().any(|stage| stage.unlimited);
    // Of equals the last is taken, and people are the plainer explanation.
    slots
        .chain(people)
        .filter(|place| place.load > if endless { 1.0 } else { 0.0 })
        .max_by(|a, b| a.load.total_cmp(&b.load))
}
