//! Places: taking and giving back what maxima, minimums and owners count.

use super::board::Board;
use super::item::{ItemId, State};
use crate::model::{Set, StageId};

impl Board<'_> {
    /// Are all places of a maximum taken?
    #[inline]
    pub(super) fn is_full(&self, cap: usize) -> bool {
        self.full[cap >> 6] >> (cap & 63) & 1 == 1
    }

    /// Is a stage at its own maximum?
    #[inline]
    pub fn at_max(&self, stage: StageId) -> bool {
        self.wiring.own[stage].is_some_and(|cap| self.is_full(cap))
    }

    /// One more place taken.
    #[inline]
    fn take(&mut self, cap: usize) {
        self.taken[cap] += 1;
        if self.taken[cap] >= self.wiring.caps[cap].max {
            self.full[cap >> 6] |= 1 << (cap & 63);
        }
    }

    /// One place given back: the stages under the limit may pull again.
    #[inline]
    fn give_back(&mut self, cap: usize) {
        let limit = &self.wiring.caps[cap];
        self.taken[cap] -= 1;
        if self.taken[cap] < limit.max {
            self.full[cap >> 6] &= !(1 << (cap & 63));
            self.pulling = self.pulling.or(limit.stages);
        }
    }

    /// The item takes its places in `stage`, in the given state.
    pub(super) fn occupy(&mut self, id: ItemId, stage: StageId, state: State) {
        let kind = self.items[id as usize].type_id();
        for n in 0..self.wiring.passage(stage, kind).caps.len() {
            let cap = self.wiring.passage(stage, kind).caps[n];
            let bit = self.wiring.caps[cap].group.map_or(0, |bit| 1_u64 << bit);
            let item = &mut self.items[id as usize];
            if item.held & bit == 0 {
                item.held |= bit;
                self.take(cap);
            }
        }
        self.counts[stage][state as usize] += 1;
        for &minimum in &self.wiring.passage(stage, kind).minimums {
            self.stocked[minimum] += 1;
        }
        self.owned[stage][self.wiring.owners[kind]] += 1;
    }

    /// The item gives back its places in `stage`; those of limits that cover a stage of `ahead` it keeps.
    pub(super) fn vacate(&mut self, id: ItemId, stage: StageId, ahead: Set) {
        let item = &self.items[id as usize];
        let (kind, state) = (item.type_id(), item.state);
        for n in 0..self.wiring.passage(stage, kind).caps.len() {
            let cap = self.wiring.passage(stage, kind).caps[n];
            if self.wiring.caps[cap].group.is_none() {
                self.give_back(cap);
            }
        }
        if self.items[id as usize].held != 0 {
            self.leave_groups(id, ahead);
        }
        self.counts[stage][state as usize] -= 1;
        for &minimum in &self.wiring.passage(stage, kind).minimums {
            self.stocked[minimum] -= 1;
        }
        self.owned[stage][self.wiring.owners[kind]] -= 1;
    }

    /// Gives back the places of limits over several stages that lie behind the item for good.
    fn leave_groups(&mut self, id: ItemId, ahead: Set) {
        let mut rest = Set(self.items[id as usize].held);
        while let Some(bit) = rest.min() {
            rest.0 &= rest.0 - 1;
            let cap = self.wiring.groups[bit];
            if self.wiring.caps[cap].stages.and(ahead).is_empty() {
                self.items[id as usize].held &= !(1 << bit);
                self.give_back(cap);
            }
        }
    }
}
