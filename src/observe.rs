//! What happened, as numbers: one file a question, events into accumulators.
//!
//! A [`Recorder`] watches one trial after another, a [`Reader`] follows those of a tandem. While a trial runs they keep a
//! little state; when the trial ends they push one value per quantity into their [`Observations`], which do not grow
//! with the number of trials and merge.

mod area;
mod blockers;
mod causes;
mod delivery;
mod film;
mod flow;
mod goals;
mod groups;
mod limits;
mod precision;
mod queues;
mod readiness;
mod recorder;
mod rows;
mod series;
mod share;
mod stages;
mod tandem;

pub use crate::engine::State;
pub use blockers::BlockerSeen;
pub use causes::CauseKey;
pub use delivery::{DeliverySeen, SprintSeen, TeamSeen};
pub use film::{Film, FilmSeen, OneFuture, edges, looks};
pub use flow::{FlowSeen, GroupSeen, TypeSeen};
pub use goals::GoalSeen;
pub use groups::Groups;
pub use limits::LimitSeen;
pub use readiness::{PlanningSeen, output_order};
pub use recorder::Recorder;
pub use series::SeriesSeen;
pub use share::Share;
pub use stages::{StageSeen, Stay};
pub use tandem::Reader;

use crate::model::{Model, Ticks};
use crate::stats::accumulators;

/// Everything that was seen in some trials.
#[derive(Debug, Clone)]
pub struct Observations {
    /// How many trials.
    pub trials: u64,
    /// By planning, in output order: by time, at equal instants in file order of the teams.
    pub plannings: Vec<PlanningSeen>,
    /// By goal.
    pub goals: Vec<GoalSeen>,
    /// By type and by group of types.
    pub flow: FlowSeen,
    /// By stage.
    pub stages: Vec<StageSeen>,
    /// By stage.
    pub limits: Vec<LimitSeen>,
    /// Share of people working, by pool.
    pub utilisation: Vec<Share>,
    /// Item-days between arrival and ready of the items that reached ready: `[type][cause]` in ticks, by
    /// the index of [`CauseKey`].
    pub causes: Vec<Vec<u128>>,
    /// After commitment.
    pub delivery: DeliverySeen,
    /// By source of blockers.
    pub blockers: Vec<BlockerSeen>,
    /// Day by day.
    pub series: SeriesSeen,
}

impl Observations {
    /// Nothing seen yet.
    pub fn new(model: &Model) -> Self {
        let groups = Groups::new(model);
        Self {
            trials: 0,
            plannings: readiness::nothing(model),
            goals: vec![GoalSeen::default(); model.goals.len()],
            flow: FlowSeen::new(model, &groups),
            stages: vec![StageSeen::default(); model.stages.len()],
            limits: vec![LimitSeen::default(); model.stages.len()],
            utilisation: vec![Share::default(); model.pools.len()],
            causes: vec![vec![0; CauseKey::count(model)]; model.types.len()],
            delivery: DeliverySeen::new(model),
            blockers: vec![BlockerSeen::default(); model.blockers.len()],
            series: SeriesSeen::new(model),
        }
    }
}

accumulators!(Observations {
    trials,
    plannings,
    goals,
    flow,
    stages,
    limits,
    utilisation,
    causes,
    delivery,
    blockers,
    series
});

/// What somebody who has watched trials has seen of them.
pub trait Notes {
    /// What has been seen since the last [`Notes::take`]; stays in a stage are perhaps not yet in it.
    fn seen(&self) -> &Observations;

    /// The row of the trial that has just ended.
    fn row(&self, trial: u64) -> TrialRow;

    /// Hands over what was seen and starts anew, in the memory of what was seen before if there is any.
    fn take(&mut self, memory: Option<Observations>) -> Observations;
}

/// The row of a trial, from those that watch plannings and goals.
fn row(trial: u64, readiness: &readiness::Watch, goals: &goals::Watch) -> TrialRow {
    TrialRow {
        trial,
        ready: readiness.row.clone(),
        reached: goals.reached.clone(),
    }
}

/// Puts empty observations in the place of what was `seen`: those whose `memory` is there already, if there are any.
fn start_anew(
    seen: &mut Observations,
    memory: Option<Observations>,
    model: &Model,
) -> Observations {
    let empty = memory.unwrap_or_else(|| Observations::new(model));
    std::mem::replace(seen, empty)
}

/// One trial's answer to the questions asked, for `trials.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialRow {
    /// The trial, from 0.
    pub trial: u64,
    /// Ready items at each planning, in output order.
    pub ready: Vec<u32>,
    /// When each goal was reached.
    pub reached: Vec<Option<Ticks>>,
}
