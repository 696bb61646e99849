//! What is going to happen, as one word an event.

use crate::model::Ticks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bits of a word that say whose event it is.
const BITS: u32 = 12;

/// At most so many may have an event each.
pub(super) const MOST: usize = 1 << BITS;

/// No event is later.
pub(super) const LATEST: Ticks = (1 << (64 - BITS)) - 2;

/// No event.
const NEVER: u64 = u64::MAX;

/// How many events the near part holds at most, and its places; any number modulo these is one of them.
const NEAR: usize = 32;
const PLACES: usize = 2 * NEAR;
/// So many of the next events are compared with a new one in any case.
const FRONT: usize = 4;

/// The events to come, up to the horizon: the next few in order, the others in a heap. (It is the agenda of the
/// general way without what goes with an entry: who brings about an event has but one.)
#[derive(Debug)]
pub(super) struct Calendar {
    /// The time of each and in the lowest bits whose it is, the latest first, with [`NEVER`] before them all.
    order: [u64; PLACES],
    near: usize,
    /// Those that come after all of these.
    far: BinaryHeap<Reverse<u64>>,
    horizon: Ticks,
}

impl Calendar {
    /// Without events.
    pub fn new(horizon: Ticks) -> Self {
        Self {
            order: [NEVER; PLACES],
            near: 0,
            far: BinaryHeap::new(),
            horizon,
        }
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.near = 0;
        self.far.clear();
    }

    /// The time of the next event and whose it is.
    #[inline]
    pub fn first(&self) -> Option<(Ticks, usize)> {
        match self.order[self.near % PLACES] {
            NEVER => None,
            word => Some((word >> BITS, word as usize % MOST)),
        }
    }

    /// Is the next event at this instant?
    #[inline]
    pub fn is_due(&self, now: Ticks) -> bool {
        self.order[self.near % PLACES] >> BITS == now
    }

    /// The next event happens.
    #[inline]
    pub fn pass(&mut self) {
        self.near = self.near.wrapping_sub(1) % PLACES;
        if self.near == 0 {
            self.refill();
        }
    }

    /// An event will be at this time, unless the run is over by then.
    #[inline]
    pub fn plan(&mut self, time: Ticks, whose: usize) {
        if time > self.horizon {
            return;
        }
        let word = time << BITS | whose as u64;
        if self.near >= NEAR || !self.far.is_empty() {
            return self.plan_far(word);
        }
        self.put(word);
    }

    /// Puts an event where it belongs among the next ones.
    #[inline]
    fn put(&mut self, mut word: u64) {
        let mut place = self.near;
        self.near = (self.near + 1) % PLACES;
        // Most come to stand among the first. Without asking where, nobody can guess wrong: what comes later
        // steps down one place each time.
        for _ in 0..FRONT {
            let there = self.order[place % PLACES];
            self.order[place.wrapping_add(1) % PLACES] = there.min(word);
            word = there.max(word);
            place = place.wrapping_sub(1);
        }
        while self.order[place % PLACES] < word {
            self.order[place.wrapping_add(1) % PLACES] = self.order[place % PLACES];
            place = place.wrapping_sub(1);
        }
        self.order[place.wrapping_add(1) % PLACES] = word;
    }

    /// The same where there are many.
    #[cold]
    fn plan_far(&mut self, word: u64) {
        let [_, latest, ..] = self.order;
        if word >= latest {
            return self.far.push(Reverse(word));
        }
        if self.near >= NEAR {
            self.far.push(Reverse(latest));
            self.order.copy_within(2..=self.near, 1);
            self.near -= 1;
        }
        self.put(word);
    }

    /// Fetches the next events from the heap.
    #[cold]
    fn refill(&mut self) {
        for _ in 0..NEAR / 2 {
            let Some(Reverse(word)) = self.far.pop() else {
                return;
            };
            self.put(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_in_order_up_to_the_horizon() {
        let mut calendar = Calendar::new(1_000);
        let time = |n: usize| n as Ticks * 7919 % 1_200;
        (0..100).for_each(|n| calendar.plan(time(n), n));
        let mut seen = Vec::new();
        while let Some((at, whose)) = calendar.first() {
            assert!(calendar.is_due(at));
            seen.push(at);
            calendar.pass();
            if whose == 7 {
                (1_000..1_050).for_each(|n| calendar.plan(time(n).max(at), n));
            }
        }
        assert!(seen.is_sorted());
        let within = |n: &usize| time(*n) <= 1_000;
        assert_eq!(
            seen.len(),
            (0..100).filter(within).count() + (1_000..1_050).filter(within).count()
        );
    }
}
