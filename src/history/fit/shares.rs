//! What becomes of items when a stay ends.

use super::journey::{Journeys, Next};
use crate::forecast::Probability;
use crate::forecast::statistic::of_proportion;
use crate::stats::Proportion;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// It happened.
    pub hits: u64,
    /// It could have happened.
    pub of: u64,
    /// Their ratio; `None` of nothing.
    pub share: Option<f64>,
    /// Wilson's interval.
    pub ci95: [f64; 2],
}

/// How items come back from a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Back {
    /// How often, of those that were not dropped.
    pub share: Share,
    /// The column most of them go to.
    pub to: String,
}

/// What ended the stays in a column, and how often it was passed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// Stays that ended.
    pub all: u64,
    /// In which the item was dropped.
    pub discarded: u64,
    /// After which it went back, by column.
    pub back: BTreeMap<usize, u64>,
    /// Items that went past the column.
    pub skipped: u64,
    /// Items that came into it from the left.
    pub came: u64,
}

impl Share {
    /// So many of so many.
    pub fn of(hits: u64, of: u64) -> Self {
        let Probability { ci95, .. } = of_proportion(&Proportion { hits, trials: of });
        Self {
            hits,
            of,
            share: (of > 0).then(|| hits as f64 / of as f64),
            ci95,
        }
    }

    /// As a number; 0 of nothing.
    pub fn value(&self) -> f64 {
        self.share.unwrap_or(0.0)
    }

    /// Is a share of its own better, by AIC, for these than the common one? Their log-likelihoods differ by more
    /// than the one parameter costs.
    pub fn differs(&self, common: &Self) -> bool {
        let (hits, misses) = (self.hits as f64, (self.of - self.hits) as f64);
        let part = |n: f64, p: f64| if n > 0.0 { n * libm::log(p) } else { 0.0 };
        let of = |p: f64| part(hits, p) + part(misses, 1.0 - p);
        self.of > 0 && of(self.value()) - of(common.value()) > 1.0
    }
}

impl Ends {
    /// Of these columns and types.
    pub fn of(journeys: &Journeys<'_>, column: usize, kind: Option<usize>) -> Self {
        let mut ends = Self::default();
        let asked = |k: usize| kind.is_none_or(|kind| kind == k);
        for journey in journeys.all.iter().filter(|journey| asked(journey.kind)) {
            let first = journey.stays.first();
            if let Some(first) = first.filter(|stay| stay.from >= journeys.from) {
                ends.passing(column, None, first.column);
            }
            for stay in &journey.stays {
                let now = stay.until.is_none_or(|until| until >= journeys.from);
                if now && stay.next != Next::Open {
                    ends.take(column, stay.column, stay.next, journeys.columns.len());
                }
            }
        }
        ends
    }

    fn take(&mut self, column: usize, at: usize, next: Next, columns: usize) {
        if at == column {
            self.all += 1;
            match next {
                Next::Discarded => self.discarded += 1,
                Next::Column(to) if to < at => *self.back.entry(to).or_default() += 1,
                _ => {}
            }
        }
        match next {
            Next::Column(to) if to > at => self.passing(column, Some(at), to),
            Next::Done => self.passing(column, Some(at), columns),
            _ => {}
        }
    }

    /// An item goes to the right.
    fn passing(&mut self, column: usize, from: Option<usize>, to: usize) {
        let after = from.is_none_or(|from| from < column);
        self.came += u64::from(to == column);
        self.skipped += u64::from(after && column < to);
    }

    /// How often items are dropped.
    pub fn discards(&self) -> Share {
        Share::of(self.discarded, self.all)
    }

    /// How often they pass the column by.
    pub fn skips(&self) -> Share {
        Share::of(self.skipped, self.skipped + self.came)
    }

    /// How often they go back within these columns, and where to mostly.
    pub fn backs(&self, within: std::ops::Range<usize>) -> Option<(Share, usize)> {
        let here = self.back.iter().filter(|(to, _)| within.contains(*to));
        let hits = here.clone().map(|(_, n)| n).sum();
        let (to, _) = here.max_by_key(|(to, n)| (**n, **to))?;
        Some((Share::of(hits, self.all - self.discarded), *to))
    }
}
