//! What happens next where it is known from the start who may bring it about.

use crate::model::Ticks;

/// Bits of a word that say whose it is.
const BITS: u32 = 12;

/// At most so many slots.
pub(super) const MOST: usize = 1 << BITS;

/// Events after this instant cannot be told apart from none.
pub(super) const LATEST: Ticks = (1 << (64 - BITS)) - 2;

/// No event.
const NEVER: u64 = u64::MAX;

/// One slot for whatever brings about one event after the other (a type's arrivals, a person), with the time of
/// the next one: the leaves of a tournament, in which every match is won by the earlier (D. E. Knuth, The Art of
/// Computer Programming 3, section 5.4.1). A change is played up to the final, and nothing is moved.
#[derive(Debug)]
pub(super) struct Slots {
    /// The final at 1, the two matches before it at 2 and 3, and so on; the slots from `leaves` on. In each the
    /// winner: its time, and in the lowest bits its slot.
    tree: Vec<u64>,
    leaves: usize,
    horizon: Ticks,
}

impl Slots {
    /// So many slots, whose events count up to the horizon.
    pub fn new(slots: usize, horizon: Ticks) -> Self {
        let leaves = slots.next_power_of_two().max(2);
        Self {
            tree: vec![NEVER; 2 * leaves],
            leaves,
            horizon,
        }
    }

    /// No events.
    pub fn clear(&mut self) {
        self.tree.fill(NEVER);
    }

    /// Time and slot of the next event.
    #[inline]
    pub fn first(&self) -> Option<(Ticks, usize)> {
        match self.tree[1] {
            NEVER => None,
            word => Some((word >> BITS, word as usize % MOST)),
        }
    }

    /// Is there an event at this instant, before which there are none?
    #[inline]
    pub fn is_due(&self, now: Ticks) -> bool {
        self.tree[1] >> BITS == now
    }

    /// Is there another event at this instant, at which that of `slot` is the next?
    #[inline]
    pub fn has_rival(&self, slot: usize, now: Ticks) -> bool {
        let mut place = self.leaves + slot;
        let mut best = NEVER;
        while place > 1 {
            best = best.min(self.tree[place ^ 1]);
            place >>= 1;
        }
        best >> BITS == now
    }

    /// The next event of a slot is at this time.
    #[inline]
    pub fn set(&mut self, slot: usize, time: Ticks) {
        match time <= self.horizon {
            true => self.put(slot, time << BITS | slot as u64),
            false => self.put(slot, NEVER),
        }
    }

    /// Nothing more comes from a slot.
    #[inline]
    pub fn close(&mut self, slot: usize) {
        self.put(slot, NEVER);
    }

    /// A slot has a new word: plays its matches.
    #[inline]
    fn put(&mut self, slot: usize, word: u64) {
        let mut place = self.leaves + slot;
        let mut best = word;
        self.tree[place] = word;
        while place > 1 {
            best = best.min(self.tree[place ^ 1]);
            place >>= 1;
            self.tree[place] = best;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_in_order_whatever_the_slots() {
        let mut slots = Slots::new(100, 1_000);
        (0..100).for_each(|slot| slots.set(slot, slot as Ticks * 7919 % 1_200));
        let mut times = Vec::new();
        while let Some((time, slot)) = slots.first() {
            assert!(slots.is_due(time));
            times.push(time);
            slots.close(slot);
        }
        let within = (0..100).map(|n| n * 7919 % 1_200).filter(|&t| t <= 1_000);
        let mut expected: Vec<Ticks> = within.collect();
        expected.sort_unstable();
        assert_eq!(times, expected);
    }

    #[test]
    fn a_rival_is_another_event_at_the_same_instant() {
        let mut slots = Slots::new(3, 10);
        slots.set(0, 4);
        slots.set(2, 5);
        assert!(!slots.has_rival(0, 4));
        slots.set(2, 4);
        assert!(slots.has_rival(0, 4) && slots.has_rival(2, 4));
    }
}
