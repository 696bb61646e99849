//! What happened on a tandem: read from the stays of each item when it is gone, or when the trial is over.

use super::causes::Ledger;
use super::{Notes, Observations, TrialRow, flow, goals, limits, readiness, series, stages};
use crate::engine::{Course, Follower, ItemId, Planned, Way};
use crate::model::{Model, Set, StageId, Ticks};
use std::ops::Range;

/// Follows trials of a tandem.
#[derive(Debug)]
pub struct Reader<'m> {
    model: &'m Model,
    seen: Observations,
    readiness: readiness::Watch,
    goals: goals::Watch,
    flow: flow::Watch,
    stages: stages::Watch,
    causes: Ledger,
    series: series::Watch,
}

impl<'m> Reader<'m> {
    /// A reader that has seen nothing, for the trials of a model.
    pub fn new(model: &'m Model) -> Self {
        Self {
            model,
            seen: Observations::new(model),
            readiness: readiness::Watch::new(model),
            goals: goals::Watch::new(model),
            flow: flow::Watch::new(model),
            stages: stages::Watch::new(model),
            causes: Ledger::new(model),
            series: series::Watch::new(model),
        }
    }

    /// Gets ready for the next trial.
    pub fn begin(&mut self) {
        self.readiness.begin();
        self.goals.begin();
        self.flow.begin();
        self.stages.begin();
        self.causes.begin();
        self.series.begin();
    }

    /// Books a trial that has run to the horizon.
    pub fn end(&mut self, course: &Course) {
        let (seen, model) = (&mut self.seen, self.model);
        self.readiness.read_ages(course, &mut seen.plannings);
        self.goals.end(model, &mut seen.goals);
        self.flow.read(course, model, &mut seen.flow);
        let people = &mut seen.utilisation;
        self.stages.read(course, model, &mut seen.stages, people);
        limits::read(course, model.horizon, &mut seen.limits);
        self.causes.end(course, &mut seen.causes);
        seen.trials += 1;
    }
}

impl Notes for Reader<'_> {
    fn seen(&self) -> &Observations {
        &self.seen
    }

    fn row(&self, trial: u64) -> TrialRow {
        super::row(trial, &self.readiness, &self.goals)
    }

    fn take(&mut self, memory: Option<Observations>) -> Observations {
        self.stages.book(&mut self.seen.stages);
        super::start_anew(&mut self.seen, memory, self.model)
    }
}

impl Follower for Reader<'_> {
    #[inline]
    fn day(&mut self, course: &Course) {
        self.series.read(course, &mut self.seen.series);
    }

    #[inline(always)]
    fn waited(&mut self, stage: StageId, item: ItemId, span: Range<Ticks>) {
        self.causes.wait(stage, item, span);
    }

    #[inline]
    fn turned(&mut self, now: Ticks, full: Set) {
        self.causes.turn(now, full);
    }

    fn planned(&mut self, planned: Planned<'_>) {
        let seen = &mut self.seen.plannings;
        self.readiness.read(planned, self.model, seen);
    }

    #[inline(always)]
    fn passed(&mut self, stage: StageId, spent: [Ticks; 4]) {
        self.stages.put_aside(stage, spent, &mut self.seen.stages);
    }

    #[inline]
    fn reached(&mut self, now: Ticks, way: Way<'_>) {
        let seen = &mut self.seen;
        self.readiness
            .age(way.life, way.pulled(), &mut seen.plannings);
        let worked = self.causes.conclude(now, way, &mut seen.causes);
        self.flow.reach_ready(now, way, worked, &mut seen.flow);
        if !self.model.goals.is_empty() {
            // Goals that ask for what lies on the shelf are for the general way.
            let kind = usize::from(way.life.kind);
            self.goals.count(now, kind, self.model, |_| 0);
        }
    }

    #[inline]
    fn discarded(&mut self, now: Ticks, way: Way<'_>) {
        let (seen, stages) = (&mut self.seen, &mut self.stages);
        self.readiness
            .age(way.life, way.pulled(), &mut seen.plannings);
        let work = way
            .stays
            .iter()
            .map(|stay| stay.ended.wrapping_sub(stay.started));
        let spent = stages.write_off(work.enumerate(), true);
        stages.reject(way.stays.len() - 1);
        self.flow.drop_out(now, way, spent, &mut seen.flow);
    }

    #[inline]
    fn committed(&mut self, now: Ticks, way: Way<'_>) {
        self.flow.hand_over(now, way, &mut self.seen.flow);
    }
}
