//! Bins with consecutive numbers.

use super::slot::{Bin, Slot, Value};
use std::hint::{black_box, select_unpredictable};
use std::slice::Iter;

/// Bins are made so many at a time.
const BLOCK: usize = 256;

/// Bytes that are fetched into the cache together.
const LINE: usize = 64;

/// Bins side by side from the first that is needed to the last.
#[derive(Debug, Clone)]
pub(super) struct Span<S> {
    /// The number of the first one.
    first: usize,
    slots: Vec<S>,
}

impl<S> Span<S> {
    /// No bins.
    pub fn new() -> Self {
        Self {
            first: 0,
            slots: Vec::new(),
        }
    }

    /// The bin with this number, if there is one.
    #[inline]
    pub fn get_mut(&mut self, number: usize) -> Option<&mut S> {
        self.slots.get_mut(number.wrapping_sub(self.first))
    }

    /// Puts values into their bins, which `number` knows, up to the first for which there is none yet, and returns
    /// that one. Lowers `min` to the smallest of them.
    #[inline(always)]
    pub fn push_while_there<V: Value>(
        &mut self,
        values: &mut Iter<'_, V>,
        min: &mut V,
        number: impl Fn(V) -> usize,
    ) -> Option<V>
    where
        S: Slot<V>,
    {
        let (first, slots) = (self.first, &mut self.slots[..]);
        let mut least = *min;
        let missed = values.copied().find(|&value| {
            least = select_unpredictable(value < least, value, least);
            match slots.get_mut(number(value).wrapping_sub(first)) {
                Some(slot) => slot.push(value, 1),
                None => return true,
            }
            false
        });
        *min = least;
        missed
    }

    /// Reads the bins one after the other before so many values come in any order: what is read in a row is fetched
    /// into the cache ahead, else each value would wait for its bin.
    #[inline]
    pub fn fetch<V>(&self, values: usize)
    where
        S: Slot<V>,
    {
        let lines = self.slots.iter().step_by((LINE / size_of::<S>()).max(1));
        if lines.len() < values {
            black_box(lines.fold(0, |all, slot| all | slot.count()));
        }
    }

    /// Makes bins so that the one with this number is among them; `least` is the smallest number there may be.
    pub fn reach<V>(&mut self, number: usize, least: usize)
    where
        S: Slot<V>,
    {
        let start = (number / BLOCK * BLOCK).max(least);
        let end = (number / BLOCK + 1) * BLOCK;
        if self.slots.is_empty() {
            self.first = start;
        }
        if start < self.first {
            let missing = std::iter::repeat_n(S::EMPTY, self.first - start);
            self.slots.splice(0..0, missing);
            self.first = start;
        }
        let all = self.slots.len().max(end - self.first);
        self.slots.resize(all, S::EMPTY);
    }

    /// Takes in everything another one holds.
    pub fn merge<V>(&mut self, other: &Self)
    where
        S: Slot<V>,
    {
        for (mine, theirs) in self.beside(other).iter_mut().zip(&other.slots) {
            mine.merge(*theirs);
        }
    }

    /// The same, and leaves the other one's bins empty.
    pub fn absorb<V>(&mut self, other: &mut Self)
    where
        S: Slot<V>,
    {
        for (mine, theirs) in self.beside(other).iter_mut().zip(&mut other.slots) {
            mine.merge(std::mem::replace(theirs, S::EMPTY));
        }
    }

    /// The bins from the first one of another span on; there are some for all of its numbers.
    fn beside<V>(&mut self, other: &Self) -> &mut [S]
    where
        S: Slot<V>,
    {
        let (first, all) = (other.first, other.slots.len());
        if all == 0 {
            return &mut [];
        }
        self.reach(first, first);
        self.reach(first + all - 1, first);
        &mut self.slots[first - self.first..]
    }

    /// The bins that hold something, with their numbers.
    pub fn iter<V>(&self) -> impl DoubleEndedIterator<Item = (usize, Bin<V>)>
    where
        S: Slot<V>,
    {
        let slots = self.slots.iter().enumerate();
        let used = slots.filter(|(_, slot)| slot.count() > 0);
        used.map(|(index, slot)| (self.first + index, slot.read(self.first + index)))
    }
}
