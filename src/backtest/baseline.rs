//! Two plain forecasts to compare with: one needs no model of the board.

use super::{Question, after};
use crate::history::History;
use crate::history::resample::{self, Row, SAMPLED_WEEKS, prepare};
use crate::history::throughput::Weeks;
use crate::stats::Counts;
use jiff::civil::Date;

/// The past of a day, in weeks.
pub struct Past {
    weeks: Weeks,
}

impl Past {
    /// The weeks before a day, the latest that are learnt from; of what was known then.
    pub fn of(known: &History, day: Date, most: usize) -> Self {
        let finishes = known.finishes(known.counted(), &[]);
        Self {
            weeks: known.weeks(&finishes, day, most),
        }
    }

    /// How many whole weeks there are.
    pub fn weeks(&self) -> usize {
        self.weeks.counts.len()
    }

    /// How many finished in the last so many weeks.
    pub fn last(&self, weeks: usize) -> u64 {
        let counts = self.weeks.counts.iter().rev().take(weeks);
        counts.map(|n| u64::from(*n)).sum()
    }

    /// The median of all stretches of so many weeks, at least 1: as many as usual.
    pub fn enough(&self, weeks: usize) -> u64 {
        let mut sums = Counts::default();
        for stretch in self.weeks.counts.windows(weeks.max(1)) {
            sums.push(stretch.iter().map(|n| u64::from(*n)).sum());
        }
        sums.quantile(0.5).unwrap_or(1).max(1)
    }
}

/// What `headwater forecast` would have said: how many by the end of each number of weeks, over its futures.
///
/// # Errors
/// What is missing, in words, where there was too little to draw from.
pub fn resampled(known: &History, question: &Question, day: Date) -> Result<Vec<Counts>, String> {
    let last = |weeks: &usize| after(day, *weeks).yesterday().unwrap_or(day);
    let asked = resample::Question {
        counted: known.counted(),
        types: Vec::new(),
        weeks: SAMPLED_WEEKS,
        by: question.ahead.iter().map(last).collect(),
        items: Vec::new(),
        as_of: Some(day),
        trials: question.trials,
        seed: question.seed,
    };
    let prepared = prepare(known, &asked)?;
    let mut seen = vec![Counts::default(); question.ahead.len()];
    prepared.play(&mut |row: &Row| {
        for (seen, number) in seen.iter_mut().zip(&row.by) {
            seen.push(*number);
        }
    });
    Ok(seen)
}
