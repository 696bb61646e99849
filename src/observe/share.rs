//! Shares of time, of items, of work.

use crate::stats::{Ratio, Values, accumulators};

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
}

accumulators!(Share { ratio, values });
