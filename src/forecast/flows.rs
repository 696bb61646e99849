//! Flow statistics by group of types.

use super::statistic::{constant, of_counts, of_risks, of_share, of_times, of_values, per_week};
use super::{Allocated, Blocker, Flow, Flows, Named, PoolFlow};
use crate::model::{Model, Set};
use crate::observe::{BlockerSeen, GroupSeen, Groups, Observations, TypeSeen};
use crate::stats::Accumulator;

/// All flow statistics.
pub(super) fn flows(model: &Model, seen: &Observations) -> Flows {
    let groups = Groups::new(model);
    let flow = |group: usize| flow(model, groups.sets()[group], &seen.flow.groups[group], seen);
    let named = |names: Vec<&String>, group: &dyn Fn(usize) -> usize| {
        Named(
            names
                .into_iter()
                .enumerate()
                .map(|(n, name)| (name.clone(), flow(group(n))))
                .collect(),
        )
    };
    Flows {
        total: flow(groups.total()),
        types: named(model.types.iter().map(|t| &t.name).collect(), &|n| {
            groups.of_type(n)
        }),
        lanes: named(model.lanes.iter().map(|l| &l.name).collect(), &|n| {
            groups.of_lane(n)
        }),
        sources: named(model.sources.iter().collect(), &|n| groups.of_source(n)),
        allocation_strategy: model.allocation.as_ref().map(|a| a.strategy.word()),
        allocation: allocation(model, seen),
        stages: super::stages::stages(model, seen),
        pools: pools(model, seen),
        teams: super::delivery::teams(model, seen),
        blockers: blockers(model, seen),
    }
}

/// Flow of one group.
fn flow(model: &Model, types: Set, group: &GroupSeen, seen: &Observations) -> Flow {
    let mut times = TypeSeen::default();
    types.iter().for_each(|t| times.merge(&seen.flow.types[t]));
    let count = |counts| of_counts(counts, 1.0);
    let [lead, cycle, lead_done, cycle_done] = &group.means;
    let days_per_week = f64::from(model.calendar.days_per_week);
    let growth = of_values(&group.growth, days_per_week);
    let stable = growth.ci95.is_none_or(|[low, _]| low <= 0.0);
    Flow {
        arrived: count(&group.arrived),
        split: of_values(&group.split, 1.0),
        ready: count(&group.ready),
        committed: count(&group.committed),
        done: count(&group.done),
        discarded: count(&group.discarded),
        rejected: count(&group.rejected),
        throughput_per_week: per_week(&group.ready, model),
        lead_time: of_risks(&times.lead, lead),
        cycle_time: of_risks(&times.cycle, cycle),
        lead_time_done: of_risks(&times.lead_done(), lead_done),
        cycle_time_done: of_risks(&times.cycle_done(), cycle_done),
        wip: of_values(&group.wip, 1.0),
        age: of_times(&times.age, &group.age_mean, None),
        flow_efficiency: of_share(&group.efficiency),
        on_time: of_share(&group.on_time),
        discard_rate: of_share(&group.discard_rate),
        aborted: match model.delivers() {
            true => count(&group.aborted),
            false => constant(0.0),
        },
        effort_aborted: model
            .delivers()
            .then(|| of_values(&group.effort_aborted, 1.0)),
        expired: count(&group.expired),
        refused: count(&group.refused),
        failure_demand: of_share(&group.failure_demand),
        effort_discarded: of_values(&group.effort_discarded, 1.0),
        growth_per_week: growth,
        stable,
        held_back_by: super::causes::held_back_by(model, types, seen),
    }
}

/// Planned against achieved shares.
fn allocation(model: &Model, seen: &Observations) -> Named<Allocated> {
    let Some(allocation) = &model.allocation else {
        return Named::default();
    };
    let sum: f64 = allocation.owners.iter().map(|o| o.share).sum();
    let owners = allocation.owners.iter().zip(&seen.flow.owners);
    let allocated = owners.map(|(owner, share)| {
        let planned = if sum > 0.0 { owner.share / sum } else { 0.0 };
        (
            owner.name.clone(),
            Allocated {
                planned,
                achieved: of_share(share),
            },
        )
    });
    Named(allocated.collect())
}

/// How often each source of blockers struck, and for how long in all.
fn blockers(model: &Model, seen: &Observations) -> Named<Blocker> {
    let sources = model.blockers.iter().zip(&seen.blockers);
    let blocker = |seen: &BlockerSeen| Blocker {
        count: of_counts(&seen.count, 1.0),
        days: of_values(&seen.days, 1.0),
    };
    Named(
        sources
            .map(|(law, seen)| (law.source.clone(), blocker(seen)))
            .collect(),
    )
}

/// Utilisation of each pool.
fn pools(model: &Model, seen: &Observations) -> Named<PoolFlow> {
    let pools = model.pools.iter().zip(&seen.utilisation);
    Named(
        pools
            .map(|(p, u)| {
                (
                    p.name.clone(),
                    PoolFlow {
                        people: p.people,
                        items_per_person: p.focus.items_per_person,
                        switch_cost: p.focus.switch_cost,
                        utilisation: of_share(u),
                    },
                )
            })
            .collect(),
    )
}
