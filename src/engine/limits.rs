//! Places: taking and giving back what maxima, minimums and owners count.

use super::board::Board;
use super::item::{Item, ItemId, Place, State};
use super::wiring::{Cap, Line, Passage, Wiring};
use crate::model::{Set, StageId, Ticks};

/// The places of one maximum.
#[derive(Debug, Clone, Copy)]
struct Seats {
    taken: u32,
    max: u32,
    /// The maximum with the expedite items that may come on top.
    brim: u32,
}

impl Seats {
    /// How many there are for expedite items, or for others.
    fn bound(&self, expedite: bool) -> u32 {
        if expedite { self.brim } else { self.max }
    }
}

/// How many places of each maximum are taken; a stage's own are counted in its column.
#[derive(Debug)]
pub(super) struct Places {
    seats: Vec<Seats>,
    /// A bit for each maximum of which all are. Where expedite items may exceed any: the same again for those
    /// that are full even for them.
    full: Vec<u64>,
    /// Where the words for expedite items begin.
    brim: usize,
}

impl Places {
    /// No place taken.
    pub fn new(wiring: &Wiring<'_>) -> Self {
        let seats = |cap: &Cap| Seats {
            taken: 0,
            max: cap.max,
            brim: cap.brim,
        };
        let words = wiring.caps.len().div_ceil(64).max(1);
        let brim = if wiring.brims { words } else { 0 };
        Self {
            seats: wiring.caps.iter().map(seats).collect(),
            full: vec![0; words + brim],
            brim,
        }
    }

    /// No place taken again.
    pub fn reset(&mut self, wiring: &Wiring<'_>) {
        for (seats, cap) in self.seats.iter_mut().zip(&wiring.caps) {
            (seats.taken, seats.max, seats.brim) = (0, cap.max, cap.brim);
        }
        self.full.fill(0);
    }

    /// How many places more than there are, for expedite items or for others, have been taken.
    pub fn excess(&self, expedite: bool) -> u32 {
        let over = |seats: &Seats| seats.taken.saturating_sub(seats.bound(expedite));
        self.seats.iter().map(over).sum()
    }

    /// The maxima are others from now on; what is taken stays taken.
    pub fn change(&mut self, wiring: &Wiring<'_>) {
        for (cap, (seats, law)) in self.seats.iter_mut().zip(&wiring.caps).enumerate() {
            (seats.max, seats.brim) = (law.max, law.brim);
            let bounds = [(0, seats.max), (self.brim, seats.brim)];
            for (words, bound) in bounds {
                let full = u64::from(seats.taken >= bound) << (cap & 63);
                let word = &mut self.full[words + (cap >> 6)];
                *word = *word & !(1 << (cap & 63)) | full;
            }
        }
    }

    /// Which maxima are full, one bit each; never those of single stages. Where expedite items may exceed any,
    /// the second half says it for them.
    pub fn full(&self) -> &[u64] {
        &self.full
    }

    /// The first of the limits that a candidate needs to have room that has none.
    #[inline]
    pub fn first_full(&self, rules: &Line) -> Option<usize> {
        let words = if rules.expedite { self.brim } else { 0 };
        let full = self.full[words] & rules.needs;
        if full != 0 {
            return Set(full).min();
        }
        let is_full = |cap: &usize| self.full[words + (cap >> 6)] >> (cap & 63) & 1 == 1;
        rules.more_needs.iter().copied().find(is_full)
    }

    /// Are more places taken than there are for this item?
    pub fn is_exceeded(&self, cap: usize, item: &Item) -> bool {
        let seats = &self.seats[cap];
        seats.taken > seats.bound(item.expedite())
    }

    /// One more place taken.
    #[inline]
    fn take(&mut self, cap: usize) {
        let seats = &mut self.seats[cap];
        seats.taken += 1;
        if seats.taken >= seats.max {
            self.full[cap >> 6] |= 1 << (cap & 63);
        }
        if self.brim > 0 && seats.taken >= seats.brim {
            self.full[self.brim + (cap >> 6)] |= 1 << (cap & 63);
        }
    }

    /// One place given back; has the maximum room now, if only for expedite items?
    #[inline]
    fn give_back(&mut self, cap: usize) -> bool {
        let seats = &mut self.seats[cap];
        seats.taken -= 1;
        let room = seats.taken < seats.max;
        if room {
            self.full[cap >> 6] &= !(1 << (cap & 63));
        }
        if self.brim == 0 {
            return room;
        }
        let gap = seats.taken < seats.brim;
        if gap {
            self.full[self.brim + (cap >> 6)] &= !(1 << (cap & 63));
        }
        gap
    }

    /// An item takes its places.
    #[inline]
    fn occupy(&mut self, item: &mut Item, passage: &Passage<'_>, wiring: &Wiring<'_>) {
        for &cap in &passage.caps {
            let bit = wiring.caps[cap].group.map_or(0, |bit| 1_u64 << bit);
            if item.held & bit == 0 {
                item.held |= bit;
                self.take(cap);
            }
        }
    }

    /// An item stands in `stage` without having been pulled there: of limits over several stages it takes the
    /// places it would hold if it had come along its route, those that cover a stage so far and one from here on.
    pub fn catch_up(&mut self, item: &mut Item, stage: StageId, wiring: &Wiring<'_>) {
        let (so_far, ahead) = (item.route.before(stage + 1), item.route.from(stage));
        for (bit, &cap) in wiring.groups.iter().enumerate() {
            let rules = &wiring.caps[cap];
            let meets = |stages: Set| !rules.stages.and(stages).is_empty();
            let holds = rules.types.has(item.type_id()) && meets(so_far) && meets(ahead);
            if holds && item.held >> bit & 1 == 0 {
                item.held |= 1 << bit;
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
        ahead: Set,
        (passage, wiring): (&Passage<'_>, &Wiring<'_>),
    ) -> Set {
        let mut room = Set::default();
        for &cap in &passage.caps {
            let rules = &wiring.caps[cap];
            if rules.group.is_none() && self.give_back(cap) {
                room = room.or(rules.stages);
            }
        }
        if item.held != 0 {
            room = room.or(self.leave_groups(item, ahead, wiring));
        }
        room
    }

    /// Gives back the places of limits over several stages that lie behind the item for good.
    fn leave_groups(&mut self, item: &mut Item, ahead: Set, wiring: &Wiring<'_>) -> Set {
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
    /// One more item is in `stage`, in the given state.
    #[inline]
    pub(super) fn let_in(&mut self, stage: StageId, state: State) {
        let column = &mut self.columns[stage];
        column.counts[state as usize] += 1;
        column.inside += 1;
        self.at_max.0 |= u64::from(column.inside >= column.max) << stage;
    }

    /// An item in the given state has left `stage`.
    #[inline]
    pub(super) fn let_out(&mut self, stage: StageId, state: State) {
        let column = &mut self.columns[stage];
        column.counts[state as usize] -= 1;
        column.inside -= 1;
        let free = u64::from(column.inside < column.max) << stage;
        self.at_max.0 &= !free;
        self.pulling.0 |= free;
    }

    /// An item takes its places in `stage`, in the given state.
    #[inline]
    pub(super) fn occupy(
        &mut self,
        id: ItemId,
        stage: StageId,
        passage: &Passage<'_>,
        state: State,
    ) {
        self.let_in(stage, state);
        if !passage.plain {
            let item = &mut self.items[id as usize];
            self.places.occupy(item, passage, self.wiring);
            self.count(stage, passage, 1);
            self.mind_brim(stage);
            if passage.gives {
                self.given[stage].push(id);
            }
            if state != State::Working {
                self.begin_patience(id, stage, passage);
            }
        }
    }

    /// The same for an item that has not been pulled into `stage` but goes back or falls out of another one there,
    /// whatever the limits. Is one exceeded by that?
    pub(super) fn squeeze_in(&mut self, id: ItemId, stage: StageId, state: State) -> bool {
        let item = &self.items[id as usize];
        let (kind, expedite) = (item.type_id(), item.expedite());
        let before = self.excess(stage, expedite);
        self.begin_visit(id, stage);
        self.occupy(id, stage, self.passage(stage, kind), state);
        let item = &mut self.items[id as usize];
        self.places.catch_up(item, stage, self.wiring);
        item.place = Place::Stage(stage as u8);
        item.entered = self.now;
        self.excess(stage, expedite) > before
    }

    /// An item in the given state gives back its places in `stage`; those of limits that cover a stage of
    /// `ahead` it keeps.
    #[inline]
    pub(super) fn vacate(
        &mut self,
        id: ItemId,
        stage: StageId,
        passage: &Passage<'_>,
        ahead: Set,
        state: State,
    ) {
        self.let_out(stage, state);
        if !passage.plain {
            let item = &mut self.items[id as usize];
            let room = self.places.vacate(item, ahead, (passage, self.wiring));
            self.items[id as usize].expires = Ticks::MAX;
            self.pulling = self.pulling.or(room);
            self.count(stage, passage, -1);
            if passage.gives {
                self.forget_given(id, stage);
            }
            self.pulling = self.pulling.or(self.mind_brim(stage));
        }
    }

    /// By how much a stage and all limits of several stages or of some types are exceeded, expedite items on top
    /// left out if it is for one.
    fn excess(&self, stage: StageId, expedite: bool) -> u32 {
        let column = &self.columns[stage];
        let bound = if expedite { column.brim } else { column.max };
        column.inside.saturating_sub(bound) + self.places.excess(expedite)
    }

    /// Notes whether a stage at its own maximum lets expedite items in; returns it if so.
    pub(super) fn mind_brim(&mut self, stage: StageId) -> Set {
        let column = &self.columns[stage];
        let ajar = column.inside >= column.max && column.inside < column.brim;
        let here = Set(u64::from(ajar) << stage);
        self.ajar = self.ajar.less(stage).or(here);
        here
    }

    /// Counts one more or one less for minimums and owners.
    fn count(&mut self, stage: StageId, passage: &Passage<'_>, change: i32) {
        if !passage.counted {
            return;
        }
        for &minimum in &passage.minimums {
            let stocked = &mut self.stocked[minimum];
            *stocked = stocked.wrapping_add_signed(change);
        }
        let owned = &mut self.owned[stage][passage.owner];
        *owned = owned.wrapping_add_signed(change);
    }
}
