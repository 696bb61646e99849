//! The future event list: what is going to happen, in the order in which it will.

use crate::model::Ticks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Which of two things at one instant comes first (model.md, section 5). Stages pull after the meetings,
/// and again at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Rank {
    /// New demand of a type.
    Arrival,
    /// A blocker of an item ends.
    BlockerEnd,
    /// A blocker strikes an item.
    BlockerStrike,
    /// An item's work ends.
    WorkEnd,
    /// A stage's meeting lets items go.
    Meeting,
    /// A team plans its Sprint.
    Planning,
    /// An item has waited too long.
    Expiry,
    /// A policy changes.
    Change,
}

/// The ranks in their order.
const RANKS: [Rank; 8] = [
    Rank::Arrival,
    Rank::BlockerEnd,
    Rank::BlockerStrike,
    Rank::WorkEnd,
    Rank::Meeting,
    Rank::Planning,
    Rank::Expiry,
    Rank::Change,
];

/// Something that is going to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// When.
    pub time: Ticks,
    /// The rank in the top byte, then what decides among equals: the smaller goes first.
    key: u64,
    /// The type, item, stage, team or change it happens to.
    pub subject: u32,
    /// Of what happens to an item: which plan for the item this belongs to. When the item has another
    /// plan by now, nothing happens.
    pub stamp: u32,
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
            stamp: 0,
        }
    }

    /// The same as part of a plan.
    #[inline]
    pub fn stamped(self, stamp: u32) -> Self {
        Self { stamp, ..self }
    }

    /// Its rank.
    #[inline]
    pub fn rank(&self) -> Rank {
        RANKS[(self.key >> 56) as usize % RANKS.len()]
    }

    /// Is it new demand?
    #[inline]
    pub fn is_arrival(&self) -> bool {
        self.key >> 56 == Rank::Arrival as u64
    }
}

/// How many entries the near part holds; its slots are numbered in [`BITS`] bits.
const NEAR: usize = 32;
const BITS: u32 = NEAR.ilog2();
/// Places for their times; any place modulo this number is one of them. Those never used hold [`NEVER`].
const PLACES: usize = 2 * NEAR;
/// So many of the next entries are compared with a new one in any case.
const FRONT: usize = 4;
/// No entry.
const NEVER: u64 = u64::MAX;

/// A priority queue of entries: the next few sorted by time, the others in a heap.
///
/// Most boards have fewer people than the near part has slots. What is sorted there is one word an entry,
/// its time and its slot. Entries at one instant, which are rare, are told apart when they are taken.
#[derive(Debug)]
pub(super) struct Agenda {
    /// Times and slots, the latest first, with [`NEVER`] before them all. None of them comes after any of
    /// `far`, and there are only none when there are no far ones.
    order: [u64; PLACES],
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
            order: [NEVER; PLACES],
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
        self.near = 0;
        self.free = u32::MAX;
        self.far.clear();
    }

    /// Adds an entry.
    #[inline]
    pub fn insert(&mut self, entry: Entry) {
        if self.free == 0 || !self.far.is_empty() {
            // Part by part: what a call can see would have to be put together in memory for all.
            let Entry {
                time,
                key,
                subject,
                stamp,
            } = entry;
            return self.insert_far(time, key, subject, stamp);
        }
        self.insert_near(entry);
    }

    /// Adds an entry to the near part, which has a free slot.
    #[inline]
    fn insert_near(&mut self, entry: Entry) {
        let slot = self.free.trailing_zeros() as usize % NEAR;
        self.free &= self.free - 1;
        self.slots[slot] = entry;
        let mut word = entry.time << BITS | slot as u64;
        let mut place = self.near;
        self.near += 1;
        // Most come to stand among the first. Without asking where, nobody can guess wrong: what comes later
        // steps down one place each time.
        for _ in 0..FRONT {
            let there = self.order[place % PLACES];
            self.order[place.wrapping_add(1) % PLACES] = there.min(word);
            word = there.max(word);
            place = place.wrapping_sub(1);
        }
        while self.order[place % PLACES] < word {
            self.order[(place + 1) % PLACES] = self.order[place % PLACES];
            place -= 1;
        }
        self.order[place.wrapping_add(1) % PLACES] = word;
    }

    /// Adds an entry where there are many.
    #[cold]
    fn insert_far(&mut self, time: Ticks, key: u64, subject: u32, stamp: u32) {
        let entry = Entry {
            time,
            key,
            subject,
            stamp,
        };
        let [_, latest, ..] = self.order;
        if entry.time >= latest >> BITS {
            return self.far.push(Reverse(entry));
        }
        if self.free == 0 {
            let slot = latest as usize % NEAR;
            self.far.push(Reverse(self.slots[slot]));
            self.close(1, slot);
        }
        self.insert_near(entry);
    }

    /// All entries, in no particular order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let slots = self.slots.iter().enumerate();
        let near = slots.filter(|(slot, _)| self.free >> slot & 1 == 0);
        let far = self.far.iter().map(|Reverse(entry)| entry);
        near.map(|(_, entry)| entry).chain(far)
    }

    /// When the next entry is.
    #[inline]
    pub fn next(&self) -> Option<Ticks> {
        match self.first() {
            NEVER => None,
            word => Some(word >> BITS),
        }
    }

    /// Is the next entry at this instant, before which there are none?
    #[inline]
    pub fn is_due(&self, time: Ticks) -> bool {
        self.first() >> BITS == time
    }

    /// Time and slot of the next entry.
    #[inline]
    fn first(&self) -> u64 {
        self.order[self.near % PLACES]
    }

    /// Takes the next entry if it is at `time` and of `rank` or before.
    #[inline]
    pub fn take(&mut self, time: Ticks, last: Rank) -> Option<Entry> {
        if self.first() >> BITS != time {
            return None;
        }
        let then = self.order[self.near.wrapping_sub(1) % PLACES];
        if then >> BITS == time || !self.far.is_empty() {
            self.bring_forward(time);
        }
        let slot = self.first() as usize % NEAR;
        let next = self.slots[slot];
        if next.key >> 56 > last as u64 {
            return None;
        }
        self.near -= 1;
        self.free |= 1 << slot;
        Some(next)
    }

    /// Where several entries are at one instant, or some are far: sees to it that the first of those at this
    /// instant is the first of the near part, and not the only one there while others are far.
    #[cold]
    fn bring_forward(&mut self, time: Ticks) {
        self.fetch(time);
        if self.near == 1 {
            self.refill();
        }
        let places = (1..=self.near).rev();
        let at_once = places.take_while(|&place| self.order[place % PLACES] >> BITS == time);
        let slot = |place: &usize| self.order[place % PLACES] as usize % NEAR;
        if let Some(place) = at_once.min_by_key(|place| self.slots[slot(place)]) {
            self.order.swap(place % PLACES, self.near % PLACES);
        }
    }

    /// Takes an entry out of the near part.
    fn close(&mut self, place: usize, slot: usize) {
        self.order.copy_within(place + 1..=self.near, place);
        self.near -= 1;
        self.free |= 1 << slot;
    }

    /// Sees to it that the first of all entries at an instant is in the near part: of the far ones at
    /// this instant the first takes the place of one of the near ones, if it comes before.
    fn fetch(&mut self, time: Ticks) {
        let Some(&Reverse(far)) = self.far.peek().filter(|Reverse(far)| far.time == time) else {
            return;
        };
        let slot = self.first() as usize % NEAR;
        if far < self.slots[slot] {
            self.far.pop();
            self.far
                .push(Reverse(std::mem::replace(&mut self.slots[slot], far)));
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
