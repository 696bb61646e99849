//! What holds readiness back on a tandem: read from the stays when the trial is over.

use super::{CauseKey, WORKED, waits};
use crate::engine::{Course, ItemId};
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
    #[inline]
    pub fn wait(&mut self, stage: StageId, item: ItemId, span: Range<Ticks>) {
        let kept = &mut self.kept;
        self.waits.read(stage, span, |cause, ticks| {
            kept.push(Kept { item, cause, ticks });
        });
    }

    /// The trial is over: adds up what the days of the items that became ready went into. What is left of their
    /// lead times they stood in the backlog behind others.
    pub fn end(&self, course: &Course, sums: &mut [Vec<u128>]) {
        for life in &course.lives {
            let Some((stays, ready)) = course.way_to_ready(life) else {
                continue;
            };
            let sums = &mut sums[usize::from(life.kind)];
            let (mut worked, mut waited) = (0, 0);
            for (stay, &person) in stays.iter().zip(&self.person) {
                worked += stay.ended - stay.started;
                waited += stay.started - stay.entered;
                sums[person] += u128::from(stay.started - stay.entered);
            }
            let lead = ready.entered.wrapping_sub(life.arrived as Ticks);
            sums[WORKED] += u128::from(worked);
            sums[self.backlog] += u128::from(lead - worked - waited);
        }
        for kept in &self.kept {
            let life = &course.lives[kept.item as usize];
            if course.way_to_ready(life).is_some() {
                let sums = &mut sums[usize::from(life.kind)];
                let ticks = u128::from(kept.ticks);
                sums[self.backlog] -= ticks;
                sums[kept.cause as usize] += ticks;
            }
        }
    }
}
