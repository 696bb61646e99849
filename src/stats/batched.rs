//! Bins that are filled in batches.

use super::bins::{Bins, Value};
use std::borrow::Cow;

/// How many values are put aside before they are sorted into bins.
const BATCH: usize = 2048;

/// For how many there is room at first.
const FIRST: usize = 16;

/// [`Bins`] that put values aside and sort many at a time: hundreds of histograms that are pushed to in
/// turn do not fit into the cache together, one does. Of a few values no bins are made at all, which
/// keeps what is merged small.
#[derive(Debug, Clone)]
pub(super) struct Batched<V: Value> {
    bins: Bins<V>,
    /// Room for values put aside, and how many are.
    aside: Vec<V>,
    used: usize,
}

impl<V: Value> Default for Batched<V> {
    fn default() -> Self {
        Self {
            bins: Bins::default(),
            aside: Vec::new(),
            used: 0,
        }
    }
}

impl<V: Value> Batched<V> {
    /// Takes in one value.
    #[inline]
    pub fn push(&mut self, value: V) {
        match self.aside.get_mut(self.used) {
            Some(place) => {
                *place = value;
                self.used += 1;
            }
            None => self.push_full(value),
        }
    }

    /// Takes in a value for which there is no room.
    #[cold]
    fn push_full(&mut self, value: V) {
        if self.used >= BATCH {
            self.sort_in();
        } else {
            let room = (4 * self.used).clamp(FIRST, BATCH);
            self.aside.resize(room, V::default());
        }
        self.push(value);
    }

    /// Takes in many values. Are they all plain?
    pub fn push_all(&mut self, values: &[V]) -> bool {
        self.bins.add_all(values)
    }

    /// Takes in one value `times` > 0 times.
    #[inline]
    pub fn push_n(&mut self, value: V, times: u64) {
        self.bins.add(value, times);
    }

    /// Sorts into the bins what was put aside.
    fn sort_in(&mut self) {
        self.bins.add_all(&self.aside[..self.used]);
        self.used = 0;
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        self.sort_in();
        self.bins.merge(&other.bins);
        self.bins.add_all(&other.aside[..other.used]);
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        self.sort_in();
        self.bins.absorb(&mut other.bins);
        self.bins.add_all(&other.aside[..other.used]);
        other.used = 0;
    }

    /// The value that was pushed last, unless it has been sorted in or merged since.
    pub fn latest(&self) -> Option<V> {
        let place = self.used.checked_sub(1)?;
        self.aside.get(place).copied()
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.bins.n() + self.used as u64
    }

    /// The bins with everything in them.
    pub fn bins(&self) -> Cow<'_, Bins<V>> {
        if self.used == 0 {
            return Cow::Borrowed(&self.bins);
        }
        let mut whole = self.clone();
        whole.sort_in();
        Cow::Owned(whole.bins)
    }
}
