//! Blockers: how often each source stopped work, and for how many days in all.

use super::area::counted;
use crate::engine::{Board, Place, State};
use crate::model::{BlockerId, Ticks, days};
use crate::stats::{Counts, Values, accumulators};

/// What was seen of one source in many trials.
#[derive(Debug, Clone, Default)]
pub struct BlockerSeen {
    /// How often it struck.
    pub count: Counts,
    /// Item-days for which it stopped work, those that had not ended included.
    pub days: Values,
}

accumulators!(BlockerSeen { count, days });

/// One source during a trial, after the warm-up.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    count: u64,
    stopped: Ticks,
}

/// The blockers during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    tallies: Vec<Tally>,
}

impl Watch {
    /// For so many sources.
    pub fn new(sources: usize, warm_up: Ticks) -> Self {
        Self {
            warm_up,
            tallies: vec![Tally::default(); sources],
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.tallies.fill(Tally::default());
    }

    /// A blocker strikes.
    pub fn strike(&mut self, now: Ticks, blocker: BlockerId) {
        self.tallies[blocker].count += u64::from(now >= self.warm_up);
    }

    /// A blocker that struck at `since` ends, or its item is gone.
    pub fn end_strike(&mut self, now: Ticks, blocker: BlockerId, since: Ticks) {
        self.tallies[blocker].stopped += counted(since, now, self.warm_up);
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [BlockerSeen]) {
        if self.tallies.is_empty() {
            return;
        }
        for item in board.items() {
            let Place::Stage(stage) = item.place else {
                continue;
            };
            if let (State::Blocked, Some(blocker)) =
                (item.state, board.blocker_of(item, usize::from(stage)))
            {
                self.end_strike(board.model.horizon, blocker, item.since);
            }
        }
        for (tally, seen) in self.tallies.iter().zip(seen) {
            seen.count.push(tally.count);
            seen.days.push(days(tally.stopped));
        }
    }
}
