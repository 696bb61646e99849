//! Places: taking and giving back what maxima, minimums and owners count.

use super::board::Board;
use super::item::{ItemId, State};
use super::wiring::{Cap, Line, Wiring};
use crate::model::{Set, StageId};

/// How many places of each maximum are taken.
#[derive(Debug)]
pub(super) struct Places {
    taken: Vec<u32>,
    /// A bit for each maximum of which all are.
    full: Vec<u64>,
    /// The stages at their own maximum.
    at_max: Set,
}

impl Places {
    /// No place taken.
    pub fn new(wiring: &Wiring) -> Self {
        Self {
            taken: vec![0; wiring.caps.len()],
            full: vec![0; wiring.caps.len().div_ceil(64).max(1)],
            at_max: Set::default(),
        }
    }

    /// No place taken again.
    pub fn reset(&mut self) {
        self.taken.fill(0);
        self.full.fill(0);
        self.at_max = Set::default();
    }

    /// How many places of a maximum are taken.
    pub fn taken(&self, cap: usize) -> u32 {
        self.taken[cap]
    }

    /// Which maxima are full, one bit each.
    pub fn full(&self) -> &[u64] {
        &self.full
    }

    /// The first of the limits that a candidate needs to have room that has none.
    #[inline]
    pub fn first_full(&self, rules: &Line) -> Option<usize> {
        let full = self.full[0] & rules.needs;
        let is_full = |cap: &usize| self.full[cap >> 6] >> (cap & 63) & 1 == 1;
        match Set(full).min() {
            None => rules.more_needs.iter().copied().find(is_full),
            first => first,
        }
    }

    /// The stages at their own maximum.
    #[inline]
    pub fn at_max(&self) -> Set {
        self.at_max
    }

    /// One more place taken.
    #[inline]
    fn take(&mut self, cap: usize, rules: &Cap) {
        self.taken[cap] += 1;
        if self.taken[cap] >= rules.max {
            self.full[cap >> 6] |= 1 << (cap & 63);
            self.at_max = self.at_max.or(rules.own_of);
        }
    }

    /// One place given back. Returns the stages that may pull again: those under the limit, if it has room.
    #[inline]
    fn give_back(&mut self, cap: usize, rules: &Cap) -> Set {
        self.taken[cap] -= 1;
        if self.taken[cap] >= rules.max {
            return Set::default();
        }
        self.full[cap >> 6] &= !(1 << (cap & 63));
        self.at_max = self.at_max.without(rules.own_of);
        rules.stages
    }
}

impl Board<'_> {
    /// Is a stage at its own maximum?
    #[inline]
    pub fn at_max(&self, stage: StageId) -> bool {
        self.places.at_max().has(stage)
    }

    /// The item takes its places in `stage`, in the given state.
    pub(super) fn occupy(&mut self, id: ItemId, stage: StageId, state: State) {
        let item = &mut self.items[id as usize];
        let passage = self.wiring.passage(stage, item.type_id());
        for &cap in &passage.caps {
            let rules = &self.wiring.caps[cap];
            let bit = rules.group.map_or(0, |bit| 1_u64 << bit);
            if item.held & bit == 0 {
                item.held |= bit;
                self.places.take(cap, rules);
            }
        }
        self.counts[stage][state as usize] += 1;
        for &minimum in &passage.minimums {
            self.stocked[minimum] += 1;
        }
        self.owned[stage][self.wiring.owners[item.type_id()]] += 1;
    }

    /// The item gives back its places in `stage`; those of limits that cover a stage of `ahead` it keeps.
    pub(super) fn vacate(&mut self, id: ItemId, stage: StageId, ahead: Set) {
        let item = &self.items[id as usize];
        let passage = self.wiring.passage(stage, item.type_id());
        for &cap in &passage.caps {
            let rules = &self.wiring.caps[cap];
            if rules.group.is_none() {
                self.pulling = self.pulling.or(self.places.give_back(cap, rules));
            }
        }
        self.counts[stage][item.state as usize] -= 1;
        for &minimum in &passage.minimums {
            self.stocked[minimum] -= 1;
        }
        self.owned[stage][self.wiring.owners[item.type_id()]] -= 1;
        if item.held != 0 {
            self.leave_groups(id, ahead);
        }
    }

    /// Gives back the places of limits over several stages that lie behind the item for good.
    fn leave_groups(&mut self, id: ItemId, ahead: Set) {
        let item = &mut self.items[id as usize];
        for bit in Set(item.held).iter() {
            let cap = self.wiring.groups[bit];
            let rules = &self.wiring.caps[cap];
            if rules.stages.and(ahead).is_empty() {
                item.held &= !(1 << bit);
                self.pulling = self.pulling.or(self.places.give_back(cap, rules));
            }
        }
    }
}
