//! Bins that are filled in batches.

use super::bins::{Bins, Value};
use std::borrow::Cow;

/// How many values are put aside before they are sorted into bins.
const BATCH: usize = 4096;

/// [`Bins`] that put values aside and sort many at a time: hundreds of histograms that are pushed to in
/// turn do not fit into the cache together, one does. Of a few values no bins are made at all, which
/// keeps what is merged small.
#[derive(Debug, Clone)]
pub(super) struct Batched<V> {
    bins: Bins<V>,
    fresh: Vec<V>,
}

impl<V: Value> Default for Batched<V> {
    fn default() -> Self {
        Self {
            bins: Bins::default(),
            fresh: Vec::new(),
        }
    }
}

impl<V: Value> Batched<V> {
    /// Takes in one value.
    #[inline]
    pub fn push(&mut self, value: V) {
        if self.fresh.len() >= BATCH {
            self.sort_in();
        }
        self.fresh.push(value);
    }

    /// Takes in one value `times` > 0 times.
    #[inline]
    pub fn push_n(&mut self, value: V, times: u64) {
        self.bins.add(value, times);
    }

    /// Sorts into the bins what was put aside.
    #[cold]
    fn sort_in(&mut self) {
        for value in self.fresh.drain(..) {
            self.bins.add(value, 1);
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        self.sort_in();
        self.bins.merge(&other.bins);
        for &value in &other.fresh {
            self.bins.add(value, 1);
        }
    }

    /// Forgets everything, keeps the room.
    pub fn clear(&mut self) {
        self.bins.clear();
        self.fresh.clear();
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.bins.n() + self.fresh.len() as u64
    }

    /// The bins with everything in them.
    pub fn bins(&self) -> Cow<'_, Bins<V>> {
        if self.fresh.is_empty() {
            return Cow::Borrowed(&self.bins);
        }
        let mut whole = self.clone();
        whole.sort_in();
        Cow::Owned(whole.bins)
    }
}
