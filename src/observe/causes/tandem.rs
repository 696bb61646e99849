//! What holds readiness back on a tandem: read from the stays of an item when it becomes ready.

use super::{CauseKey, WORKED, waits};
use crate::engine::{Course, Fate, ItemId, Way};
use crate::model::{Model, Set, StageId, Ticks};
use std::ops::Range;

/// A time in which something kept an item out of a stage.
#[derive(Debug, Clone, Copy)]
struct Kept {
    item: ItemId,
    cause: u32,
    ticks: Ticks,
}

/// The causes during a trial.
#[derive(Debug)]
pub(in crate::observe) struct Ledger {
    /// The cause while an item waits for a person, by stage.
    person: Vec<usize>,
    backlog: usize,
    waits: waits::Row,
    kept: Vec<Kept>,
}

impl Ledger {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let pools = model.stages.iter().map(|law| law.pool.unwrap_or_default());
        let person = pools.map(|pool| CauseKey::Person(pool).index(model));
        Self {
            person: person.collect(),
            backlog: CauseKey::Backlog.index(model),
            waits: waits::Row::new(model),
            kept: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.waits.begin();
        self.kept.clear();
    }

    /// These stages are full from now on.
    #[inline]
    pub fn turn(&mut self, now: Ticks, full: Set) {
        self.waits.turn(now, full);
    }

    /// An item has waited so long for room in a stage.
    #[inline(always)]
    pub fn wait(&mut self, stage: StageId, item: ItemId, span: Range<Ticks>) {
        let kept = &mut self.kept;
        self.waits.read(stage, span, |cause, ticks| {
            kept.push(Kept { item, cause, ticks });
        });
    }

    /// An item has become ready: adds up what its days went into. What is left of its lead time it stood in the backlog
    /// behind others, but for what the end of the trial takes away from that.
    #[inline]
    pub fn conclude(&self, now: Ticks, way: Way<'_>, sums: &mut [Vec<u128>]) -> Ticks {
        let sums = &mut sums[usize::from(way.life.kind)];
        let (mut worked, mut waited) = (0, 0);
        for (stay, &person) in way.stays.iter().zip(&self.person) {
            worked += stay.ended.wrapping_sub(stay.started);
            let before = stay.started.wrapping_sub(stay.entered);
            waited += before;
            sums[person] += u128::from(before);
        }
        let lead = now.wrapping_sub(way.life.arrived as Ticks);
        sums[WORKED] += u128::from(worked);
        sums[self.backlog] += u128::from(lead - worked - waited);
        worked
    }

    /// The trial is over: whatever kept items out that have become ready kept them instead of the backlog.
    pub fn end(&self, course: &Course, sums: &mut [Vec<u128>]) {
        for kept in &self.kept {
            let life = &course.lives[kept.item as usize];
            let sums = &mut sums[usize::from(life.kind)];
            // Without a branch: nobody can foresee who has.
            let counts = matches!(life.fate, Fate::Ready | Fate::Committed);
            let ticks = u128::from(kept.ticks * Ticks::from(counts));
            sums[self.backlog] -= ticks;
            sums[kept.cause as usize] += ticks;
        }
    }
}
