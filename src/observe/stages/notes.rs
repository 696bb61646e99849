//! What happens in a stage and is only counted.

use super::Watch;
use crate::model::{StageId, Ticks};

impl Watch {
    /// Somebody has come in whom a limit would have kept out.
    pub fn exceed(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].tally.breaches += u64::from(now >= self.warm_up);
    }

    /// Work that was done here has to be done again.
    pub fn send_back(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].tally.sent_back += u64::from(now >= self.warm_up);
    }

    /// The work on an item is interrupted.
    pub fn interrupt(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].tally.interrupted += u64::from(now >= self.warm_up);
    }

    /// A stage takes an item that is not done in the one before.
    pub fn take_unfinished(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].tally.pushed += u64::from(now >= self.warm_up);
    }
}
