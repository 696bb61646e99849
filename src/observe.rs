//! What happened, as numbers: one file a question, events into accumulators.
//!
//! A [`Recorder`] watches one trial after another. While a trial runs it keeps a little state; when
//! the trial ends it pushes one value per quantity into its [`Observations`], which do not grow with the
//! number of trials and merge.

mod area;
mod causes;
mod flow;
mod goals;
mod groups;
mod limits;
mod precision;
mod readiness;
mod series;
mod stages;

pub use crate::engine::State;
pub use causes::CauseKey;
pub use flow::{FlowSeen, GroupSeen, TypeSeen};
pub use goals::GoalSeen;
pub use groups::Groups;
pub use limits::LimitSeen;
pub use readiness::{PlanningSeen, output_order};
pub use series::SeriesSeen;
pub use stages::{StageSeen, Stay};

use crate::engine::{Board, Event, Observer};
use crate::model::{Model, StageId, Ticks};
use crate::stats::{Ratio, Values};

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
    /// Day by day.
    pub series: SeriesSeen,
}

/// A share: the ratio of sums, and the values by trial.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// For the mean and its interval.
    pub ratio: Ratio,
    /// For the percentiles.
    pub values: Values,
}

impl Share {
    /// One trial's part and whole; a trial without a whole says nothing.
    pub(crate) fn push(&mut self, part: f64, whole: f64) {
        if whole > 0.0 {
            self.ratio.push(part, whole);
            self.values.push(part / whole);
        }
    }

    /// Adds what another has seen.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.ratio.merge(&other.ratio);
        self.values.merge(&other.values);
    }
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
            series: SeriesSeen::new(model),
        }
    }

    /// Adds what another has seen after this one.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        each(&mut self.plannings, &other.plannings, PlanningSeen::merge);
        each(&mut self.goals, &other.goals, GoalSeen::merge);
        self.flow.merge(&other.flow);
        each(&mut self.stages, &other.stages, StageSeen::merge);
        each(&mut self.limits, &other.limits, LimitSeen::merge);
        each(&mut self.utilisation, &other.utilisation, Share::merge);
        for (mine, theirs) in self
            .causes
            .iter_mut()
            .flatten()
            .zip(other.causes.iter().flatten())
        {
            *mine += theirs;
        }
        self.series.merge(&other.series);
    }
}

/// Merges lists of equal length, one by one.
pub(crate) fn each<T>(mine: &mut [T], theirs: &[T], merge: impl Fn(&mut T, &T)) {
    for (m, t) in mine.iter_mut().zip(theirs) {
        merge(m, t);
    }
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

/// Watches trials.
#[derive(Debug)]
pub struct Recorder<'m> {
    model: &'m Model,
    seen: Observations,
    readiness: readiness::Watch,
    goals: goals::Watch,
    flow: flow::Watch,
    stages: stages::Watch,
    limits: limits::Watch,
    causes: causes::Watch,
    series: series::Watch,
}

impl<'m> Recorder<'m> {
    /// A recorder that has seen nothing.
    pub fn new(model: &'m Model) -> Self {
        Self {
            model,
            seen: Observations::new(model),
            readiness: readiness::Watch::new(model),
            goals: goals::Watch::new(model),
            flow: flow::Watch::new(model),
            stages: stages::Watch::new(model),
            limits: limits::Watch::new(model),
            causes: causes::Watch::new(model),
            series: series::Watch::new(model),
        }
    }

    /// Gets ready for the next trial.
    pub fn begin(&mut self) {
        self.readiness.begin();
        self.goals.begin();
        self.flow.begin();
        self.stages.begin();
        self.limits.begin();
        self.causes.begin();
        self.series.begin();
    }

    /// Books a trial that has run to the horizon.
    pub fn end(&mut self, board: &Board<'_>) {
        let seen = &mut self.seen;
        self.goals.end(self.model, &mut seen.goals);
        self.flow.end(board, &mut seen.flow);
        self.stages
            .end(board, &mut seen.stages, &mut seen.utilisation);
        self.limits.end(self.model, &mut seen.limits);
        self.causes.end(&mut seen.causes);
        self.series.end(board, &mut seen.series);
        seen.trials += 1;
    }

    /// The row of the trial that has just ended.
    pub fn row(&self, trial: u64) -> TrialRow {
        TrialRow {
            trial,
            ready: self.readiness.row.clone(),
            reached: self.goals.reached.clone(),
        }
    }

    /// Hands over what was seen and starts anew.
    pub fn take(&mut self) -> Observations {
        std::mem::replace(&mut self.seen, Observations::new(self.model))
    }
}

impl Recorder<'_> {
    /// Looks at what keeps candidates out of a stage.
    #[inline]
    fn look(&mut self, now: Ticks, stage: StageId, board: &Board<'_>) {
        let mut holds = limits::conditions(board, stage);
        for line in board.lines_into(stage) {
            let refusal = board.refusal(line);
            holds = holds.or(limits::condition(refusal));
            self.causes.look(now, line, refusal, board);
        }
        self.limits.set(now, stage, holds);
    }
}

impl Observer for Recorder<'_> {
    // Where an event is told its kind is known, and what no watcher wants of it costs nothing.
    #[inline(always)]
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        self.stages.event(now, event, board);
        self.causes.event(now, event, board);
        self.flow.event(
            now,
            event,
            board,
            &self.causes,
            &self.stages,
            &mut self.seen.flow,
        );
        self.limits.event(event);
        self.series.event(event);
        match event {
            Event::Planning { .. } | Event::Committed { .. } => {
                self.readiness
                    .event(now, event, board, &self.flow, &mut self.seen.plannings);
            }
            Event::Entered { item, stage, .. } if stage == self.model.ready => {
                self.goals.reach(now, board.item(item).type_id(), board);
            }
            _ => {}
        }
    }

    fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        self.readiness.settled(&mut self.seen.plannings);
        self.flow.settled(now, next, board, &mut self.seen.flow);
        self.stages.settled(now, next, board, &mut self.seen.stages);
        for stage in self.limits.concerned(board).iter() {
            self.look(now, stage, board);
        }
        self.causes.settled(now, board);
        self.series.settled(next, board, &mut self.seen.series);
    }
}
