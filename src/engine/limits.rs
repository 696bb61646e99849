//! Places: taking and giving back what maxima, minimums and owners count.

use super::board::Board;
use super::item::{Item, ItemId, State};
use super::wiring::{Line, Passage, Wiring};
use crate::model::{Set, StageId};

/// The places of one maximum.
#[derive(Debug, Clone, Copy)]
struct Seats {
    taken: u32,
    max: u32,
}

/// How many places of each maximum are taken.
#[derive(Debug)]
pub(super) struct Places {
    seats: Vec<Seats>,
    /// A bit for each maximum of which all are.
    full: Vec<u64>,
    /// The stages at their own maximum.
    at_max: Set,
}

impl Places {
    /// No place taken.
    pub fn new(wiring: &Wiring) -> Self {
        let seats = |max| Seats { taken: 0, max };
        Self {
            seats: wiring.caps.iter().map(|cap| seats(cap.max)).collect(),
            full: vec![0; wiring.caps.len().div_ceil(64).max(1)],
            at_max: Set::default(),
        }
    }

    /// No place taken again.
    pub fn reset(&mut self) {
        self.seats.iter_mut().for_each(|seats| seats.taken = 0);
        self.full.fill(0);
        self.at_max = Set::default();
    }

    /// How many places of a maximum are free.
    pub fn free(&self, cap: usize) -> u32 {
        let seats = self.seats[cap];
        seats.max.saturating_sub(seats.taken)
    }

    /// Which maxima are full, one bit each.
    pub fn full(&self) -> &[u64] {
        &self.full
    }

    /// The first of the limits that a candidate needs to have room that has none.
    #[inline]
    pub fn first_full(&self, rules: &Line) -> Option<usize> {
        let full = self.full[0] & rules.needs;
        if full != 0 {
            return Set(full).min();
        }
        let is_full = |cap: &usize| self.full[cap >> 6] >> (cap & 63) & 1 == 1;
        rules.more_needs.iter().copied().find(is_full)
    }

    /// The stages at their own maximum.
    #[inline]
    pub fn at_max(&self) -> Set {
        self.at_max
    }

    /// One more place taken; is it the last?
    #[inline]
    fn take(&mut self, cap: usize) -> bool {
        let seats = &mut self.seats[cap];
        seats.taken += 1;
        let last = seats.taken >= seats.max;
        if last {
            self.full[cap >> 6] |= 1 << (cap & 63);
        }
        last
    }

    /// One place given back; has the maximum room now?
    #[inline]
    fn give_back(&mut self, cap: usize) -> bool {
        let seats = &mut self.seats[cap];
        seats.taken -= 1;
        let room = seats.taken < seats.max;
        if room {
            self.full[cap >> 6] &= !(1 << (cap & 63));
        }
        room
    }

    /// An item takes its places.
    #[inline]
    fn occupy(&mut self, item: &mut Item, stage: StageId, passage: &Passage, wiring: &Wiring) {
        if let Some(own) = passage.own
            && self.take(own)
        {
            self.at_max = self.at_max.with(stage);
        }
        for &cap in &passage.caps {
            let bit = wiring.caps[cap].group.map_or(0, |bit| 1_u64 << bit);
            if item.held & bit == 0 {
                item.held |= bit;
                self.take(cap);
            }
        }
    }

    /// An item that goes on to stages of `ahead` gives back its places, but for those of limits that
    /// cover one of them. Returns the stages that may pull again.
    #[inline]
    fn vacate(
        &mut self,
        item: &mut Item,
        stage: StageId,
        ahead: Set,
        (passage, wiring): (&Passage, &Wiring),
    ) -> Set {
        let mut room = Set::default();
        if let Some(own) = passage.own
            && self.give_back(own)
        {
            self.at_max = self.at_max.less(stage);
            room = room.with(stage);
        }
        for &cap in &passage.caps {
            if wiring.caps[cap].group.is_none() && self.give_back(cap) {
                room = room.with(stage);
            }
        }
        if item.held != 0 {
            room = room.or(self.leave_groups(item, ahead, wiring));
        }
        room
    }

    /// Gives back the places of limits over several stages that lie behind the item for good.
    fn leave_groups(&mut self, item: &mut Item, ahead: Set, wiring: &Wiring) -> Set {
        let mut room = Set::default();
        for bit in Set(item.held).iter() {
            let cap = wiring.groups[bit];
            let stages = wiring.caps[cap].stages;
            if stages.and(ahead).is_empty() {
                item.held &= !(1 << bit);
                if self.give_back(cap) {
                    room = room.or(stages);
                }
            }
        }
        room
    }
}

impl Board<'_> {
    /// Is a stage at its own maximum?
    #[inline]
    pub fn at_max(&self, stage: StageId) -> bool {
        self.places.at_max().has(stage)
    }

    /// The item takes its places in `stage`, in the given state.
    #[inline]
    pub(super) fn occupy(&mut self, id: ItemId, stage: StageId, passage: &Passage, state: State) {
        let item = &mut self.items[id as usize];
        self.places.occupy(item, stage, passage, self.wiring);
        self.counts[stage][state as usize] += 1;
        for &minimum in &passage.minimums {
            self.stocked[minimum] += 1;
        }
        if self.wiring.lends {
            self.owned[stage][passage.owner] += 1;
        }
    }

    /// The item gives back its places in `stage`; those of limits that cover a stage of `ahead` it keeps.
    #[inline]
    pub(super) fn vacate(&mut self, id: ItemId, stage: StageId, passage: &Passage, ahead: Set) {
        let item = &mut self.items[id as usize];
        let rules = (passage, self.wiring);
        let room = self.places.vacate(item, stage, ahead, rules);
        self.pulling = self.pulling.or(room);
        self.counts[stage][item.state as usize] -= 1;
        for &minimum in &passage.minimums {
            self.stocked[minimum] -= 1;
        }
        if self.wiring.lends {
            self.owned[stage][passage.owner] -= 1;
        }
    }
}
