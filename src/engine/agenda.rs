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

/// A priority queue of entries: a short array sorted latest first, and a heap for what does not
/// fit. Most boards have fewer people than the array has places, and there the insertion is a
/// handful of comparisons in one cache line.
#[derive(Debug, Default)]
pub(super) struct Agenda {
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
        if self.near.len() >= NEAR {
            self.far.push(Reverse(entry));
            return;
        }
        let place = self
            .near
            .iter()
            .rposition(|other| *other > entry)
            .map_or(0, |i| i + 1);
        self.near.insert(place, entry);
    }

    /// The next entry.
    #[inline]
    pub fn peek(&self) -> Option<&Entry> {
        match self.is_near() {
            true => self.near.last(),
            false => self.far.peek().map(|Reverse(next)| next),
        }
    }

    /// Is the next entry in the sorted part, if there is one at all?
    #[inline]
    fn is_near(&self) -> bool {
        match (self.far.peek(), self.near.last()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Reverse(far)), Some(near)) => near < far,
        }
    }

    /// Takes the next entry if it is at `time` and of `rank` or before.
    #[inline]
    pub fn take(&mut self, time: Ticks, last: Rank) -> Option<Entry> {
        let due = |next: &&Entry| next.time == time && next.key >> 56 <= last as u64;
        self.peek().filter(due)?;
        match self.is_near() {
            true => self.near.pop(),
            false => self.far.pop().map(|Reverse(next)| next),
        }
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
        while let Some(&next) = agenda.peek() {
            assert_eq!(agenda.take(next.time, Rank::Planning), Some(next));
            taken.push(next);
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
