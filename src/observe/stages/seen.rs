//! What was seen of one stage in many trials.

use crate::observe::each;
use crate::stats::{CompetingRisks, Counts, Logarithmic, Ratio, Values};

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
    /// Items discarded here.
    pub discarded: Counts,
    /// Person-days of work that ended.
    pub effort: Values,
    /// Of these: on items that were later discarded.
    pub effort_discarded: Values,
}

impl StageSeen {
    /// Adds what another has seen.
    pub(in crate::observe) fn merge(&mut self, other: &Self) {
        self.wip.merge(&other.wip);
        each(&mut self.wip_by_state, &other.wip_by_state, Values::merge);
        self.wip_time
            .resize(self.wip_time.len().max(other.wip_time.len()), 0);
        each(&mut self.wip_time, &other.wip_time, |mine, theirs| {
            *mine += theirs
        });
        self.cycle_time.merge(&other.cycle_time);
        self.cycle_mean.merge(&other.cycle_mean);
        each(&mut self.parts, &other.parts, |mine, theirs| {
            mine.times.merge(&theirs.times);
            mine.mean.merge(&theirs.mean);
        });
        self.passed.merge(&other.passed);
        self.discarded.merge(&other.discarded);
        self.effort.merge(&other.effort);
        self.effort_discarded.merge(&other.effort_discarded);
    }
}
