//! The future event list: what is going to happen, in the order in which it will.

use crate::model::Ticks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Which of two things at one instant comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Rank {
    /// New demand of a type.
    Arrival,
    /// An item's work ends.
    WorkEnd,
    /// A team plans its Sprint.
    Planning,
}

/// Something that is going to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// When.
    pub time: Ticks,
    /// The rank in the top byte, then what decides among equals: the smaller goes first.
    key: u64,
    /// The type, item or team it happens to.
    pub subject: u32,
}

impl Entry {
    /// `subject`'s turn at `time`; among equal instants and ranks the smaller `sequence` goes first
    /// (its lower 56 bits count).
    #[inline]
    pub fn new(time: Ticks, rank: Rank, sequence: u64, subject: u32) -> Self {
        Self {
            time,
            key: (rank as u64) << 56 | sequence & ((1 << 56) - 1),
            subject,
        }
    }

    /// Its rank.
    #[inline]
    pub fn rank(&self) -> Rank {
        match self.key >> 56 {
            0 => Rank::Arrival,
            1 => Rank::WorkEnd,
            _ => Rank::Planning,
        }
    }
}

/// How many entries the sorted part holds.
const NEAR: usize = 32;

/// A priority queue of entries: the next few in an array sorted latest first, the others in a heap. Most
/// boards have fewer people than the array has places, and there an insertion is a handful of comparisons
/// and moves in a few cache lines.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    /// None of them comes after any of `far`; only empty when `far` is.
    near: Vec<Entry>,
    far: BinaryHeap<Reverse<Entry>>,
}

impl Agenda {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.near.clear();
        self.far.clear();
    }

    /// Adds an entry.
    #[inline]
    pub fn insert(&mut self, entry: Entry) {
        if self.near.len() >= NEAR || !self.far.is_empty() {
            return self.insert_far(entry);
        }
        self.insert_near(entry);
    }

    /// Adds an entry to the sorted part.
    #[inline]
    fn insert_near(&mut self, entry: Entry) {
        let mut place = self.near.len();
        self.near.push(entry);
        while let Some(before) = place.checked_sub(1)
            && self.near[before] < entry
        {
            self.near[place] = self.near[before];
            place = before;
        }
        self.near[place] = entry;
    }

    /// Adds an entry where there are many.
    #[cold]
    fn insert_far(&mut self, entry: Entry) {
        if self.near.first().is_some_and(|latest| *latest < entry) {
            return self.far.push(Reverse(entry));
        }
        self.insert_near(entry);
        if self.near.len() > NEAR {
            self.far.push(Reverse(self.near.remove(0)));
        }
    }

    /// When the next entry is.
    #[inline]
    pub fn next(&self) -> Option<Ticks> {
        self.near.last().map(|next| next.time)
    }

    /// Takes the next entry if it is at `time` and of `rank` or before.
    #[inline]
    pub fn take(&mut self, time: Ticks, last: Rank) -> Option<Entry> {
        let next = *self.near.last()?;
        if next.time != time || next.key >> 56 > last as u64 {
            return None;
        }
        self.near.pop();
        if self.near.is_empty() && !self.far.is_empty() {
            self.refill();
        }
        Some(next)
    }

    /// Fetches the next entries from the heap.
    #[cold]
    fn refill(&mut self) {
        let next = std::iter::from_fn(|| self.far.pop());
        self.near
            .extend(next.take(NEAR / 2).map(|Reverse(entry)| entry));
        self.near.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_order_of_time_rank_and_sequence() {
        let mut agenda = Agenda::default();
        for n in 0..200_u32 {
            let scrambled = u64::from(n) * 7919 % 200;
            let rank = if scrambled % 2 == 0 {
                Rank::WorkEnd
            } else {
                Rank::Arrival
            };
            agenda.insert(Entry::new(scrambled / 10, rank, scrambled, n));
        }
        let mut taken = Vec::new();
        while let Some(next) = agenda.next() {
            taken.extend(agenda.take(next, Rank::Planning));
        }
        assert_eq!(taken.len(), 200);
        assert!(taken.is_sorted());
    }

    #[test]
    fn an_entry_of_a_later_rank_is_left_where_it_is() {
        let mut agenda = Agenda::default();
        agenda.insert(Entry::new(5, Rank::Planning, 0, 1));
        assert_eq!(agenda.take(5, Rank::WorkEnd), None);
        assert_eq!(agenda.take(4, Rank::Planning), None);
        assert!(agenda.take(5, Rank::Planning).is_some());
    }
}
