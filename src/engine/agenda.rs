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

/// How many entries the near part holds; its slots are numbered in [`BITS`] bits.
const NEAR: usize = 32;
const BITS: u32 = NEAR.ilog2();
/// A new entry sinks so many places at once: a loop that mostly takes as many rounds as the last time.
const BLOCK: usize = 4;

/// A priority queue of entries: the next few sorted by time, the others in a heap.
///
/// Most boards have fewer people than the near part has slots. What is sorted there is one word an entry,
/// its time and its slot, and a new one sinks to its place in a way that nobody has to foresee. Entries at
/// one instant, which are rare, are told apart when they are taken.
#[derive(Debug)]
pub(super) struct Agenda {
    /// Times and slots, the latest first, then zeros; none of them comes after any of `far`, and there are
    /// only none when there are no far ones.
    order: [u64; NEAR],
    /// How many there are.
    near: usize,
    slots: [Entry; NEAR],
    /// A bit for each slot that is free.
    free: u32,
    far: BinaryHeap<Reverse<Entry>>,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            order: [0; NEAR],
            near: 0,
            slots: [Entry::new(0, Rank::Arrival, 0, 0); NEAR],
            free: u32::MAX,
            far: BinaryHeap::new(),
        }
    }
}

impl Agenda {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        (self.order, self.near) = ([0; NEAR], 0);
        self.free = u32::MAX;
        self.far.clear();
    }

    /// Adds an entry.
    #[inline]
    pub fn insert(&mut self, entry: Entry) {
        if self.free == 0 || !self.far.is_empty() {
            return self.insert_far(entry);
        }
        self.insert_near(entry);
    }

    /// Adds an entry to the near part, which has a free slot.
    #[inline]
    fn insert_near(&mut self, entry: Entry) {
        let slot = self.free.trailing_zeros() as usize % NEAR;
        self.free &= self.free - 1;
        self.slots[slot] = entry;
        let mut sinking = entry.time << BITS | slot as u64;
        let (blocks, _) = self.order.as_chunks_mut::<BLOCK>();
        for block in blocks.iter_mut().take(self.near / BLOCK + 1) {
            for word in block {
                (*word, sinking) = ((*word).max(sinking), (*word).min(sinking));
            }
        }
        self.near += 1;
    }

    /// Adds an entry where there are many.
    #[cold]
    fn insert_far(&mut self, entry: Entry) {
        let [latest, ..] = self.order;
        if entry.time >= latest >> BITS {
            return self.far.push(Reverse(entry));
        }
        if self.free == 0 {
            let slot = latest as usize % NEAR;
            self.far.push(Reverse(self.slots[slot]));
            self.order.rotate_left(1);
            self.drop_last(slot);
        }
        self.insert_near(entry);
    }

    /// When the next entry is.
    #[inline]
    pub fn next(&self) -> Option<Ticks> {
        let last = self.near.checked_sub(1)?;
        Some(self.order[last % NEAR] >> BITS)
    }

    /// Takes the next entry if it is at `time` and of `rank` or before.
    #[inline]
    pub fn take(&mut self, time: Ticks, last: Rank) -> Option<Entry> {
        let word = self.order[self.near.checked_sub(1)? % NEAR];
        if word >> BITS != time {
            return None;
        }
        let before = self.order[self.near.wrapping_sub(2) % NEAR];
        if !self.far.is_empty() || before >> BITS == time {
            return self.take_of_many(time, last);
        }
        let slot = word as usize % NEAR;
        let next = self.slots[slot];
        if next.key >> 56 > last as u64 {
            return None;
        }
        self.drop_last(slot);
        Some(next)
    }

    /// The last entry leaves its slot.
    #[inline]
    fn drop_last(&mut self, slot: usize) {
        self.near -= 1;
        self.order[self.near % NEAR] = 0;
        self.free |= 1 << slot;
    }

    /// The same where several entries are at one instant, or some are far.
    #[cold]
    fn take_of_many(&mut self, time: Ticks, last: Rank) -> Option<Entry> {
        self.fetch(time);
        let words = self.order.iter().take(self.near).enumerate().rev();
        let at_once = words.take_while(|(_, word)| **word >> BITS == time);
        let places = at_once.map(|(place, word)| (place, *word as usize % NEAR));
        let (place, slot) = places.min_by_key(|&(_, slot)| self.slots[slot])?;
        let next = self.slots[slot];
        if next.key >> 56 > last as u64 {
            return None;
        }
        if let Some(rest) = self.order.get_mut(place..self.near) {
            rest.rotate_left(1);
        }
        self.drop_last(slot);
        if self.near == 0 {
            self.refill();
        }
        Some(next)
    }

    /// Sees to it that the first of all entries at an instant is in the near part: of the far ones at
    /// this instant the first takes the place of the near part's last one at it, if it comes before.
    fn fetch(&mut self, time: Ticks) {
        let Some(&Reverse(far)) = self.far.peek() else {
            return;
        };
        let at_once = |word: &&mut u64| **word >> BITS == time;
        let word = self.order.iter_mut().take(self.near).find(at_once);
        if far.time == time && let Some(word) = word {
            let slot = *word as usize % NEAR;
            if far < self.slots[slot] {
                self.far.pop();
                self.far.push(Reverse(std::mem::replace(&mut self.slots[slot], far)));
            }
        }
    }

    /// Fetches the next entries from the heap.
    fn refill(&mut self) {
        for _ in 0..NEAR / 2 {
            let Some(Reverse(entry)) = self.far.pop() else {
                return;
            };
            self.insert_near(entry);
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
