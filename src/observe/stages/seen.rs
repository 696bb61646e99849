//! What was seen of one stage in many trials.

use super::aside::{Apart, Aside};
use crate::stats::{CompetingRisks, Counts, Logarithmic, Ratio, Values, accumulators};

/// A part of the stays in a stage: the single times, and sum and number by trial.
#[derive(Debug, Clone, Default)]
pub struct Stay {
    /// The times in ticks.
    pub times: Logarithmic,
    /// Sum (days) and number by trial.
    pub mean: Ratio,
}

/// What was seen of one stage.
#[derive(Debug, Clone, Default)]
pub struct StageSeen {
    /// Items in it, time average.
    pub wip: Values,
    /// The same by [`crate::engine::State`].
    pub wip_by_state: [Values; 4],
    /// Ticks with n items in it, over all trials.
    pub wip_time: Vec<u128>,
    /// Entering to leaving, in ticks: every way of leaving counts, open stays are censored.
    pub cycle_time: CompetingRisks,
    /// Sum (days) and number of the stays that ended, by trial.
    pub cycle_mean: Ratio,
    /// The parts of a stay by [`crate::engine::State`].
    pub parts: [Stay; 4],
    /// Items that left to the right.
    pub passed: Counts,
    /// Items whose work here had to be done again.
    pub sent_back: Counts,
    /// Times that somebody came in whom a limit would have kept out.
    pub breaches: Counts,
    /// Items discarded here.
    pub discarded: Counts,
    /// Of these: rejected when the work was done.
    pub rejected: Counts,
    /// Of these: dropped because they waited too long.
    pub expired: Counts,
    /// Times that expedite work interrupted work here.
    pub interrupted: Counts,
    /// Times that the stage took an item that was not done in the one before.
    pub pushed: Counts,
    /// Person-days of work that ended.
    pub effort: Values,
    /// Of these: on items that were later discarded.
    pub effort_discarded: Values,
}

impl StageSeen {
    /// Takes in stays that have ended, by the times in each [`crate::engine::State`].
    pub(super) fn take_in(&mut self, stays: &mut Aside, apart: &mut Apart) {
        apart.take(stays);
        self.cycle_time.push_events(apart.lengths());
        for (part, (times, others)) in self.parts.iter_mut().zip(apart.by_state()) {
            part.times.push_all(times);
            part.times.push_n(0, others);
        }
    }
}

accumulators!(StageSeen {
    wip,
    wip_by_state,
    wip_time,
    cycle_time,
    cycle_mean,
    parts,
    passed,
    sent_back,
    breaches,
    discarded,
    rejected,
    expired,
    interrupted,
    pushed,
    effort,
    effort_discarded
});

accumulators!(Stay { times, mean });
