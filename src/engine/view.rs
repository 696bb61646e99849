//! What observers may know of the queues of candidates and of what keeps these out. Nothing here changes
//! anything.

use super::board::Board;
use super::item::{Item, ItemId, Place};
use super::pull::Refusal;
use crate::model::{Set, StageId};

impl Item {
    /// The queue it stands in as a candidate, or stood in last.
    #[inline]
    pub(crate) fn line(&self) -> usize {
        self.line as usize
    }
}

impl Board<'_> {
    /// Items of some types on the shelf.
    pub fn shelf_of(&self, types: Set) -> u32 {
        self.shelf.of(types)
    }

    /// Is a minimum (by index into the model's) undercut?
    #[inline]
    pub fn is_low(&self, minimum: usize) -> bool {
        self.stocked[minimum] < self.model.minimums[minimum].min
    }

    /// Is a stage at its own maximum?
    #[inline]
    pub fn at_max(&self, stage: StageId) -> bool {
        self.at_max.has(stage)
    }

    /// Free people of a pool; where each may hold several items, how many more they may take.
    #[inline]
    pub fn free_people(&self, pool: usize) -> u32 {
        self.staff[pool].free
    }

    /// Which maxima are full, one bit each; never the stages' own. Where expedite items may exceed any, the
    /// second half says the same for them.
    #[inline]
    pub(crate) fn full_words(&self) -> &[u64] {
        self.places.full()
    }

    /// In which queues of candidates somebody waits, one bit each.
    #[inline]
    pub(crate) fn waiting_words(&self) -> &[u64] {
        &self.waiting
    }

    /// The stages at their own maximum.
    #[inline]
    pub(crate) fn stages_at_max(&self) -> Set {
        self.at_max
    }

    /// The stages at their own maximum that let expedite items in all the same.
    #[inline]
    pub(crate) fn stages_ajar(&self) -> Set {
        self.ajar
    }

    /// The stages whose own maximum keeps the candidates of a queue out.
    #[inline]
    pub(crate) fn stages_full_for(&self, line: usize) -> Set {
        match self.wiring.lines[line].expedite {
            true => self.at_max.without(self.ajar),
            false => self.at_max,
        }
    }

    /// How many queues of candidates there are.
    pub(crate) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The stage a queue leads into.
    pub(crate) fn line_stage(&self, line: usize) -> StageId {
        self.wiring.lines[line].stage
    }

    /// The stage the candidates of a queue are done in; `None` for the backlog.
    pub(crate) fn line_origin(&self, line: usize) -> Option<StageId> {
        self.wiring.lines[line].from
    }

    /// The stages that those in a queue visit; in the backlog, that they may visit.
    pub(crate) fn line_route(&self, line: usize) -> Set {
        self.wiring.lines[line].route
    }

    /// The maxima but for the stage's own that must have room to let somebody in from a queue: the model's limits by their index,
    /// then those reserved for owners.
    pub(crate) fn line_needs(&self, line: usize) -> impl Iterator<Item = usize> {
        let rules = &self.wiring.lines[line];
        Set(rules.needs)
            .iter()
            .chain(rules.more_needs.iter().copied())
    }

    /// May a queue be let in on slots that others do not use, at some time of the run, so that more than maxima
    /// decides?
    pub(crate) fn line_borrows(&self, line: usize) -> bool {
        let stage = self.wiring.lines[line].stage;
        let (_, first) = self.first;
        let mut states = std::iter::once(first).chain(&first.later);
        states.any(|wiring| !wiring.slots[stage].is_empty())
    }

    /// How many maxima there are.
    pub(crate) fn cap_count(&self) -> usize {
        self.wiring.caps.len()
    }

    /// What would refuse a candidate in a queue now; limits by index into the model's.
    #[inline]
    pub(crate) fn refusal(&self, line: usize) -> Option<Refusal> {
        self.refusing(line)
    }

    /// Is this item the first of a queue?
    #[inline]
    pub(crate) fn is_first(&self, id: ItemId, line: usize) -> bool {
        self.lines[line]
            .first()
            .is_some_and(|first| first.item == id)
    }

    /// Items in the backlog, by type; those of an unlimited one do not exist yet.
    #[inline]
    pub(crate) fn backlogs(&self) -> &[u32] {
        &self.backlog
    }

    /// Items on the shelf, by type.
    #[inline]
    pub(crate) fn shelves(&self) -> &[u32] {
        self.shelf.counts()
    }

    /// The first item of a queue, if it has arrived and waits in its backlog.
    #[inline]
    pub(crate) fn first_in_backlog(&self, line: usize) -> Option<ItemId> {
        let id = self.lines[line].first()?.item;
        (self.items[id as usize].place == Place::Backlog).then_some(id)
    }
}
