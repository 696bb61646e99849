//! What is going to happen where few may bring it about, each of them one thing at a time.

use crate::model::Ticks;
use std::hint::select_unpredictable;

/// Bits of a word that say whose event it is.
const BITS: u32 = 8;

/// At most so many may have an event each.
pub(super) const MOST: usize = 1 << BITS;

/// No event is later.
pub(super) const LATEST: Ticks = 1 << 53;

/// Places of a group, and groups.
const GROUP: usize = 1 << (BITS / 2);

/// No event.
const NEVER: u64 = u64::MAX;

/// The events to come, up to the horizon: one place for whoever brings about one event after the other (a type's
/// arrivals, a person). The next is found by comparing all of up to sixteen places, which takes no more time than to keep
/// them in order; where there are more, they stand in groups, of which the first events are compared.
///
/// An event is a word: its time, and in the lowest bits whose it is.
#[derive(Debug)]
pub(super) struct Calendar {
    places: [u64; MOST],
    /// The first of each group, where there are several.
    firsts: [u64; GROUP],
    /// The first of all.
    first: u64,
    /// How many places are in use.
    used: usize,
    horizon: Ticks,
}

/// The smallest of a group, of which so many places are in use, found by quarters.
#[inline(always)]
fn first_of(group: &[u64; GROUP], used: usize) -> u64 {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *group;
    let quarter = |a: u64, b: u64, c: u64, d: u64| a.min(b).min(c).min(d);
    let mut first = quarter(a, b, c, d).min(quarter(e, f, g, h));
    if used > GROUP / 2 {
        first = first.min(quarter(i, j, k, l));
        if used > GROUP * 3 / 4 {
            first = first.min(quarter(m, n, o, p));
        }
    }
    first
}

/// The lesser of two words, without a branch: nobody can foresee which it is.
#[inline(always)]
fn lesser(a: u64, b: u64) -> u64 {
    select_unpredictable(a < b, a, b)
}

impl Calendar {
    /// Without events, for so many who may bring them about.
    pub fn new(horizon: Ticks, sources: usize) -> Self {
        Self {
            places: [NEVER; MOST],
            firsts: [NEVER; GROUP],
            first: NEVER,
            used: sources,
            horizon,
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        let groups = self.places.as_chunks_mut::<GROUP>().0.iter_mut();
        groups
            .take(self.used.div_ceil(GROUP))
            .for_each(|group| group.fill(NEVER));
        (self.firsts, self.first) = ([NEVER; GROUP], NEVER);
    }

    /// The time of the next event and whose it is.
    #[inline]
    pub fn first(&self) -> Option<(Ticks, usize)> {
        match self.first {
            NEVER => None,
            word => Some((word >> BITS, word as usize % MOST)),
        }
    }

    /// Is the next event at this instant?
    #[inline]
    pub fn is_due(&self, now: Ticks) -> bool {
        self.first >> BITS == now
    }

    /// The next event, which is this one's, happens.
    #[inline(always)]
    pub fn pass(&mut self, whose: usize) {
        self.places[whose % MOST] = NEVER;
        if self.used > GROUP {
            return self.pass_in_group(whose / GROUP % GROUP);
        }
        if let Some(group) = self.places.first_chunk() {
            self.first = first_of(group, self.used);
        }
    }

    /// The same where there are several groups: the first event of this one is not to be any more.
    #[inline(never)]
    fn pass_in_group(&mut self, number: usize) {
        if let Some(group) = self.places.as_chunks().0.get(number) {
            self.firsts[number] = first_of(group, GROUP);
            self.first = first_of(&self.firsts, GROUP);
        }
    }

    /// An event of somebody who has none will be at this time, unless the run is over by then.
    #[inline(always)]
    pub fn plan(&mut self, time: Ticks, whose: usize) {
        if time > self.horizon {
            return;
        }
        let word = time << BITS | whose as u64;
        self.places[whose % MOST] = word;
        self.first = lesser(word, self.first);
        if self.used > GROUP {
            let first = &mut self.firsts[whose / GROUP % GROUP];
            *first = word.min(*first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays events of so many until the horizon; each has one after the other.
    fn play(sources: usize) {
        let mut calendar = Calendar::new(1_000, sources);
        let gap = |whose: usize, time: Ticks| 1 + (whose as Ticks * 7919 + time * 31) % 97;
        let mut next: Vec<Ticks> = (0..sources).map(|whose| gap(whose, 0)).collect();
        for (whose, &time) in next.iter().enumerate() {
            calendar.plan(time, whose);
        }
        let mut before = 0;
        while let Some((time, whose)) = calendar.first() {
            assert!(calendar.is_due(time) && time >= before);
            assert_eq!(next[whose], time);
            assert_eq!(next.iter().min(), Some(&time));
            calendar.pass(whose);
            next[whose] = time + gap(whose, time);
            calendar.plan(next[whose], whose);
            before = time;
        }
        assert!(next.iter().all(|&time| time > 1_000));
    }

    #[test]
    fn events_come_in_order_up_to_the_horizon() {
        [1, 2, 16, 17, 100, MOST].into_iter().for_each(play);
    }

    #[test]
    fn the_latest_instant_is_told_from_none() {
        let mut calendar = Calendar::new(LATEST, MOST);
        calendar.plan(LATEST, MOST - 1);
        assert_eq!(calendar.first(), Some((LATEST, MOST - 1)));
        calendar.pass(MOST - 1);
        assert_eq!(calendar.first(), None);
    }
}
