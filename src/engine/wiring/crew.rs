//! One pool's view of the board: the queues before its people, and the minimums that call them.

use super::{QueueId, Wiring};
use crate::engine::focus::hands;
use crate::model::{Model, OnLow, PoolId, Prefer, StageId};

/// A minimum that calls people upstream, and where they should go.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Call {
    /// Index into the model's minimums.
    pub minimum: usize,
    /// The stages that feed it in which this pool works, nearest first.
    pub feeders: Vec<StageId>,
}

/// One pool's view of the board.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Crew {
    /// Number of people; [`u32::MAX`] is unlimited.
    pub people: u32,
    /// How many items they may hold together; [`u32::MAX`] is any number.
    pub hands: u32,
    /// Do they share their effort among the items they hold?
    pub shares_effort: bool,
    /// The queues in front of them, in the order in which the pool prefers stages.
    pub benches: Vec<QueueId>,
    /// The minimums that call them, furthest downstream first.
    pub calls: Vec<Call>,
    /// Are there queues of items whose blocker has ended?
    pub resumes: bool,
    /// Does the preference between stages count?
    pub by_stage: bool,
    /// The speed at which work gets done.
    pub availability: f64,
}

impl Crew {
    /// How many days so many person-days of work take one person.
    #[inline]
    pub fn time_for(&self, work: f64) -> f64 {
        match self.availability {
            1.0 => work,
            availability => work / availability,
        }
    }
}

/// One pool's view.
pub(super) fn crew(model: &Model, wiring: &Wiring<'_>, pool: PoolId) -> Crew {
    let law = &model.pools[pool];
    let mut benches: Vec<QueueId> = (0..wiring.benches.len())
        .filter(|&b| law.stages.has(wiring.benches[b].stage))
        .collect();
    match law.prefer {
        Prefer::Upstream => benches.sort_by_key(|&b| wiring.benches[b].stage),
        _ => benches.sort_by_key(|&b| std::cmp::Reverse(wiring.benches[b].stage)),
    }
    Crew {
        people: law.people.unwrap_or(u32::MAX),
        hands: hands(law.people, &law.focus),
        shares_effort: law.shares_effort(),
        resumes: benches.iter().any(|&b| wiring.benches[b].again),
        benches,
        calls: calls(model, pool),
        by_stage: law.prefer != Prefer::Oldest && law.stages.len() > 1,
        availability: law.availability,
    }
}

/// The minimums that call this pool, furthest downstream first, then by lane name.
fn calls(model: &Model, pool: PoolId) -> Vec<Call> {
    let lane = |m: usize| model.minimums[m].lane.map(|l| model.lanes[l].name.as_str());
    let signals = |m: &usize| model.minimums[*m].on_low == OnLow::Signal;
    let mut minimums: Vec<usize> = (0..model.minimums.len()).filter(signals).collect();
    minimums.sort_by_key(|&m| (std::cmp::Reverse(model.minimums[m].stage), lane(m)));
    let feeders = |m: usize| {
        let here = model.pools[pool].stages.before(model.minimums[m].stage);
        let mut stages: Vec<StageId> = here.iter().collect();
        stages.reverse();
        Call {
            minimum: m,
            feeders: stages,
        }
    };
    minimums
        .into_iter()
        .map(feeders)
        .filter(|call| !call.feeders.is_empty())
        .collect()
}
