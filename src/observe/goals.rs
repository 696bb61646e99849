//! When will so many be ready?

use crate::engine::Board;
use crate::model::{DAY, Model, Set, Ticks, TypeId};
use crate::stats::{Counts, Passage, Proportion, accumulators};

/// What was seen of one goal.
#[derive(Debug, Clone, Default)]
pub struct GoalSeen {
    /// When it was reached, in hundredths of a day rounded up, over the trials that reached it.
    pub reached: Counts,
    /// Was it reached within the horizon?
    pub within: Proportion,
    /// Was it reached by the date asked for?
    pub by: Proportion,
}

impl GoalSeen {
    /// When it was reached over all trials, in hundredths of a day.
    pub fn passage(&self) -> Passage<'_> {
        Passage {
            times: &self.reached,
            trials: self.within.trials,
        }
    }
}

accumulators!(GoalSeen {
    reached,
    within,
    by
});

/// The goals during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    counts: Vec<u32>,
    /// When each was reached.
    pub reached: Vec<Option<Ticks>>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        Self {
            counts: vec![0; model.goals.len()],
            reached: vec![None; model.goals.len()],
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.counts.fill(0);
        self.reached.fill(None);
    }

    /// An item of a type reaches the shelf.
    pub fn reach(&mut self, now: Ticks, kind: TypeId, board: &Board<'_>) {
        self.count(now, kind, board.model, |types| board.shelf_of(types));
    }

    /// The same, told how many of some types lie on the shelf already.
    pub fn count(
        &mut self,
        now: Ticks,
        kind: TypeId,
        model: &Model,
        shelf_of: impl Fn(Set) -> u32,
    ) {
        for (n, goal) in model.goals.iter().enumerate() {
            if self.reached[n].is_some() || !goal.types.has(kind) {
                continue;
            }
            self.counts[n] += 1;
            let count = if goal.on_shelf {
                shelf_of(goal.types) + 1
            } else {
                self.counts[n]
            };
            if count >= goal.target {
                self.reached[n] = Some(now);
            }
        }
    }

    /// An item of a type lies on the shelf on day 0: it has not become ready, but counts where so many are
    /// wanted at once.
    pub fn present(&mut self, kind: TypeId, board: &Board<'_>) {
        for (goal, reached) in board.model.goals.iter().zip(&mut self.reached) {
            let enough = || board.shelf_of(goal.types) + 1 >= goal.target;
            if goal.on_shelf && goal.types.has(kind) && reached.is_none() && enough() {
                *reached = Some(0);
            }
        }
    }

    /// The trial is over.
    pub fn end(&mut self, model: &Model, seen: &mut [GoalSeen]) {
        for ((goal, reached), seen) in model.goals.iter().zip(&self.reached).zip(seen) {
            seen.within.push(reached.is_some());
            if let Some(at) = reached {
                seen.reached.push(at.div_ceil(DAY / 100));
            }
            if let Some(by) = goal.by {
                seen.by.push(reached.is_some_and(|at| at <= by));
            }
        }
    }
}
