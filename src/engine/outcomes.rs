//! What comes of work that is done: it is dropped, has to be done again, falls into parts or goes on.

use super::board::Board;
use super::each::Each;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, State};
use super::wiring::Passage;
use crate::model::{StageId, TypeId};
use crate::random::Purpose;

/// What comes of work that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The item is done here and waits to leave.
    Done,
    /// It is not worth going on with.
    Discarded,
    /// Its work has to be done again.
    Again,
    /// It falls apart.
    Parts,
}

impl Outcome {
    /// Where finished items keep their person: do they now? Parts that are done here do in place of the whole.
    #[inline]
    pub fn keeps_person(self, passage: &Passage<'_>) -> bool {
        match self {
            Self::Done => true,
            Self::Parts => passage.split.is_some_and(|split| split.kind.is_none()),
            Self::Discarded | Self::Again => false,
        }
    }
}

impl Item {
    /// What comes of the work of this visit.
    #[inline]
    pub(super) fn outcome(&self, passage: &Passage<'_>) -> Outcome {
        if self.is_discarded(passage) {
            return Outcome::Discarded;
        }
        match passage.turns {
            true => self.other_outcome(passage),
            false => Outcome::Done,
        }
    }

    /// The same where it may have to be done again or fall apart.
    fn other_outcome(&self, passage: &Passage<'_>) -> Outcome {
        let happens = |link, chance| self.visit_address(link).uniform() < chance;
        let again = passage.rework.map_or(0.0, |rework| rework.probability);
        let parts = passage.split.map_or(0.0, |split| split.probability);
        if happens(passage.rework_link, again) {
            Outcome::Again
        } else if happens(passage.split_link, parts) {
            Outcome::Parts
        } else {
            Outcome::Done
        }
    }
}

/// Work that has to be done again.
impl Board<'_> {
    /// An item goes back to wait, and its full work is drawn anew.
    pub(super) fn do_again<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let kind = self.items[id as usize].type_id();
        let Some(rework) = self.passage(stage, kind).rework else {
            return;
        };
        let to = self.first_of_its_team(id, rework.to, stage);
        self.count_round(id, to, stage);
        match to == stage {
            true => self.stay_again(id, stage, watch),
            false => self.go_back(id, stage, to, watch),
        }
    }

    /// The item will visit the stages from one to another once more.
    fn count_round(&mut self, id: ItemId, first: StageId, last: StageId) {
        let item = &mut self.items[id as usize];
        if item.returns == 0 {
            self.sent_back.push(Each::new(|_| 0));
            item.returns = self.sent_back.len() as u32;
        }
        let visits = &mut self.sent_back[item.returns as usize - 1];
        for stage in first..=last {
            visits[stage] = visits[stage].saturating_add(1);
        }
    }

    /// A visit of an item to a stage begins: how many came before?
    #[inline]
    pub(super) fn begin_visit(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        if item.returns != 0 {
            item.visit = self.sent_back[item.returns as usize - 1][stage];
        }
    }

    /// The item waits once more in its stage: it keeps its slot, its stay goes on, and its patience begins anew.
    fn stay_again<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        self.begin_visit(id, stage);
        let item = &mut self.items[id as usize];
        item.epoch = self.epoch;
        let passage = self.wiring.passage(stage, item.type_id());
        let state = passage.on_entry.state();
        self.change(id, stage, state);
        if state != State::Working {
            self.begin_patience(id, stage, passage);
        }
        let again = Event::Reworked {
            item: id,
            stage,
            to: stage,
            breach: false,
        };
        watch.event(self.now, again, self);
        self.take_up(id, stage, passage, state, watch);
    }

    /// The item goes back to an earlier stage, whatever the limits there. Of limits over several stages it keeps
    /// the places it would hold if it had never been further: those that cover the stage or an earlier one.
    fn go_back<O: Observer>(&mut self, id: ItemId, from: StageId, to: StageId, watch: &mut O) {
        let item = &mut self.items[id as usize];
        item.route = item.route.with(to);
        let (kind, state) = (item.type_id(), item.state);
        let so_far = item.route.before(to + 1);
        self.vacate(id, from, self.passage(from, kind), so_far, state);
        let passage = self.passage(to, kind);
        let state = passage.on_entry.state();
        let breach = self.squeeze_in(id, to, state);
        let back = Event::Reworked {
            item: id,
            stage: from,
            to,
            breach,
        };
        watch.event(self.now, back, self);
        self.begin_stay(id, to, passage, state, watch);
    }
}

/// Items that fall apart.
impl Board<'_> {
    /// An item falls into parts, which take its place.
    pub(super) fn fall_apart<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let item = &self.items[id as usize];
        let passage = self.passage(stage, item.type_id());
        let Some(split) = passage.split else {
            return;
        };
        let address = item.visit_address(passage.split_link).with(1);
        let parts = split.into.sample(&mut address.stream()).round().max(1.0) as u64;
        let parts = parts.min(super::MOST_AT_ONCE + 1) as u32;
        self.depart(id, stage);
        let apart = Event::Split {
            item: id,
            stage,
            parts,
        };
        watch.event(self.now, apart, self);
        for number in 1..=parts {
            let part = self.create_part(id, number, split.kind);
            match split.kind {
                Some(_) => self.start_route(part, id, watch),
                None => {
                    self.items[part as usize].alone = passage.holds_person && number < parts;
                    self.stand_beside(part, id, stage, watch);
                }
            }
        }
    }

    /// A part of an item, of another type if one is given. Its address derives from that of the whole.
    fn create_part(&mut self, of: ItemId, number: u32, kind: Option<TypeId>) -> ItemId {
        let whole = &self.items[of as usize];
        let address = whole.key.purpose(Purpose::Part).with(u64::from(number));
        let kind = kind.unwrap_or(whole.type_id());
        let id = self.create(kind, address, whole.arrived);
        let (before, after) = self.items.split_at_mut(id as usize);
        if let (Some(whole), Some(part)) = (before.get(of as usize), after.first_mut()) {
            part.inherit(whole, self.model.types[kind].priority);
        }
        id
    }

    /// A part of another type waits before the first stage of its route.
    fn start_route<O: Observer>(&mut self, id: ItemId, of: ItemId, watch: &mut O) {
        self.stand_in_backlog(id);
        let part = Event::Part {
            item: id,
            of,
            stage: None,
            breach: false,
        };
        watch.event(self.now, part, self);
    }

    /// A part of the same type is done where the whole was, whatever the limits there: it has come the way of the
    /// whole.
    fn stand_beside<O: Observer>(&mut self, id: ItemId, of: ItemId, stage: StageId, watch: &mut O) {
        self.stay_with_team(id, of);
        let way = self.items[of as usize].route.before(stage + 1);
        let item = &mut self.items[id as usize];
        item.route = way.or(item.route.from(stage + 1));
        (item.state, item.since) = (State::Done, self.now);
        let breach = self.squeeze_in(id, stage, State::Done);
        let part = Event::Part {
            item: id,
            of,
            stage: Some(stage),
            breach,
        };
        watch.event(self.now, part, self);
        self.finish(id, stage, watch);
    }
}
