//! Flow statistics by stage.

use super::statistic::{of_counts, of_risks, of_share, of_times, of_values, per_week};
use super::{ByState, LimitRefused, Named, StageFlow, Statistic};
use crate::model::{Limit, LimitKind, Model, OnLow, StageId};
use crate::observe::{LimitSeen, Observations, Share, StageSeen, State};

/// All stages, left to right.
pub(super) fn stages(model: &Model, seen: &Observations) -> Named<StageFlow> {
    let all = model
        .stages
        .iter()
        .zip(&seen.stages)
        .zip(&seen.limits)
        .enumerate();
    let flow =
        all.map(|(id, ((stage, flow), limits))| (stage.name.clone(), one(model, id, flow, limits)));
    Named(flow.collect())
}

/// One stage.
fn one(model: &Model, id: StageId, seen: &StageSeen, limits: &LimitSeen) -> StageFlow {
    let part = |state: State| {
        let part = &seen.parts[state as usize];
        of_times(&part.times, &part.mean, None)
    };
    let has = |kind: fn(&LimitKind) -> bool| {
        model
            .limits
            .iter()
            .any(|l| l.stages.has(id) && kind(&l.kind))
    };
    let where_it_can = |exists: bool, share: &Share| match exists {
        true => of_share(share),
        false => Statistic::default(),
    };
    let own = has(|k| *k == LimitKind::Own);
    StageFlow {
        wip_max: own_limit(model, id).and_then(Limit::bound),
        expedite_over: own_limit(model, id).map_or(0, |limit| limit.expedite_over),
        wip_min: model
            .minimums
            .iter()
            .find(|m| m.stage == id && m.lane.is_none())
            .map(|m| m.min)
            .filter(|min| *min > 0 || model.changes.is_empty()),
        takes_unfinished: (model.minimums.iter()).any(|m| m.stage == id && m.on_low == OnLow::Push),
        wip: of_values(&seen.wip, 1.0),
        wip_by_state: by_state(seen),
        wip_share: wip_share(&seen.wip_time),
        cycle_time: of_risks(&seen.cycle_time, &seen.cycle_mean),
        throughput_per_week: per_week(&seen.passed, model),
        discarded: of_counts(&seen.discarded, 1.0),
        rejected: of_counts(&seen.rejected, 1.0),
        expired: of_counts(&seen.expired, 1.0),
        interrupted: of_counts(&seen.interrupted, 1.0),
        waiting_time: part(State::Waiting),
        work_time: part(State::Working),
        blocked_time: part(State::Blocked),
        held_time: part(State::Done),
        share_at_max: where_it_can(own, &limits.at_max),
        share_below_min: where_it_can(model.has_minimum(id, false), &limits.below_min),
        lane_share_below_min: where_it_can(model.has_minimum(id, true), &limits.lane_below_min),
        limit_refused: LimitRefused {
            own: where_it_can(own, &limits.own),
            lane: where_it_can(has(|k| matches!(k, LimitKind::Lane(_))), &limits.lane),
            conwip: where_it_can(has(|k| *k == LimitKind::Conwip), &limits.conwip),
        },
        effort: of_values(&seen.effort, 1.0),
        effort_discarded: of_values(&seen.effort_discarded, 1.0),
        pushes: of_counts(&seen.pushed, 1.0),
        breaches: of_counts(&seen.breaches, 1.0),
        rework: of_counts(&seen.sent_back, 1.0),
    }
}

/// A stage's own maximum.
fn own_limit(model: &Model, id: StageId) -> Option<&Limit> {
    let mut limits = model.limits.iter();
    limits.find(|l| l.kind == LimitKind::Own && l.stages.has(id))
}

/// Items by state.
fn by_state(seen: &StageSeen) -> ByState {
    let state = |s: State| of_values(&seen.wip_by_state[s as usize], 1.0);
    ByState {
        waiting: state(State::Waiting),
        working: state(State::Working),
        blocked: state(State::Blocked),
        done: state(State::Done),
    }
}

/// Share of the time with each number of items.
fn wip_share(time: &[u128]) -> Vec<f64> {
    let all: u128 = time.iter().sum();
    let last = time.iter().rposition(|&t| t > 0).map_or(0, |n| n + 1);
    time.iter()
        .take(last)
        .map(|&t| t as f64 / all.max(1) as f64)
        .collect()
}
