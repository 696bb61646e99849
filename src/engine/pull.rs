//! Pulls: who moves into which stage, and what keeps the others out.

use super::allocation::turn;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, Place, State};
use super::queue::Standing;
use super::today::NO_ROW;
use super::wiring::{Line, Passage, QueueId};
use crate::model::{LimitKind, StageId, Ticks};

impl Board<'_> {
    /// Pulls until nothing can move, downstream stages first; an endless supply is cut short. Then stages that are
    /// still low take what is not done, where they do that.
    #[inline]
    pub(super) fn pull_all<O: Observer>(&mut self, watch: &mut O) {
        self.pull_done(watch);
        if !self.wiring.pushes.is_empty() {
            self.push_all(watch);
        }
    }

    /// Pulls until nothing can move.
    #[inline]
    pub(super) fn pull_done<O: Observer>(&mut self, watch: &mut O) {
        if !self.pulling.is_empty() {
            self.pull_on(watch);
        }
    }

    /// The same where something may be able to move.
    fn pull_on<O: Observer>(&mut self, watch: &mut O) {
        let start = self.joins;
        while let Some(stage) = self.promising() {
            if u64::from(self.joins - start) > super::MOST_AT_ONCE {
                return;
            }
            match self.next_into(stage) {
                Some(line) => self.pull(line, stage, watch),
                None => self.pulling = self.pulling.less(stage),
            }
        }
    }

    /// The stage furthest downstream that may be able to pull; those that cannot are struck off.
    #[inline]
    fn promising(&mut self) -> Option<StageId> {
        let full = self.at_max.without(self.ajar);
        self.pulling = self.pulling.and(self.wanted).without(full);
        self.pulling.max()
    }

    /// The queue whose first item is pulled next into `stage`, which is not full for everybody.
    #[inline]
    fn next_into(&mut self, stage: StageId) -> Option<QueueId> {
        match self.wiring.only[stage] {
            Some(only) => self.refusing(only).is_none().then_some(only),
            None => self.choose_line(stage),
        }
    }

    /// The same where there are several queues.
    #[inline(never)]
    pub(super) fn choose_line(&mut self, stage: StageId) -> Option<QueueId> {
        let column = &self.columns[stage];
        let ordinary = column.candidates - column.expedite;
        if column.expedite > 0 {
            let first = self.best_line(stage, |rules| rules.expedite);
            if first.is_some() {
                return first;
            }
        }
        match self.wiring.in_turn {
            true => self.line_in_turn(stage),
            _ if ordinary == 0 => None,
            _ => self.best_line(stage, |_| true),
        }
    }

    /// The first queue by standing among those whose owner's turn it is.
    fn line_in_turn(&mut self, stage: StageId) -> Option<QueueId> {
        let mut present = 0_u64;
        for &line in &self.wiring.into[stage] {
            if self.admits(line) {
                present |= 1 << self.wiring.lines[line].owner;
            }
        }
        let has = |owner: usize| present >> owner & 1 == 1;
        let credits = &mut self.stage_credits[stage];
        let turn = turn(self.wiring.strategy, self.wiring, credits, has)?;
        self.best_line(stage, |rules| turn.is_for(rules.owner, self.wiring))
    }

    /// The queue with the best first item among those that are let in and fit.
    fn best_line(&self, stage: StageId, fits: impl Fn(&Line) -> bool) -> Option<QueueId> {
        let mut best: Option<(&Standing, QueueId)> = None;
        for &line in &self.wiring.into[stage] {
            let Some(standing) = self.lines[line].first() else {
                continue;
            };
            let better = best.is_none_or(|(leader, _)| standing < leader);
            if better && fits(&self.wiring.lines[line]) && self.refusing(line).is_none() {
                best = Some((standing, line));
            }
        }
        best.map(|(_, line)| line)
    }

    /// Has the queue somebody whom every limit lets in?
    fn admits(&self, line: QueueId) -> bool {
        !self.lines[line].is_empty() && self.refusing(line).is_none()
    }

    /// What keeps the candidates of a queue out: a full maximum, or a slot kept for another owner.
    #[inline]
    pub(super) fn refusing(&self, line: QueueId) -> Option<Refusal> {
        let rules = &self.wiring.lines[line];
        if self.at_max.has(rules.stage) && !(rules.expedite && self.ajar.has(rules.stage)) {
            return Some(Refusal::Own);
        }
        if let Some(cap) = self.places.first_full(rules) {
            return Some(match self.wiring.caps[cap].kind {
                LimitKind::Own => Refusal::Own,
                LimitKind::Conwip => Refusal::Conwip(cap),
                LimitKind::Lane(_) => Refusal::Lane(cap),
            });
        }
        let kept = self.wiring.lends && !self.may_borrow(rules);
        kept.then_some(Refusal::Own)
    }

    /// May one more of these enter their stage: on a slot of their owner, or on an idle one that no owner with
    /// a candidate is waiting for? To expedite items those on top are slots of their own.
    fn may_borrow(&self, rules: &Line) -> bool {
        let (stage, owner) = (rules.stage, rules.owner);
        let slots = &self.wiring.slots[stage];
        let Some(&own) = slots.get(owner) else {
            return true;
        };
        let column = &self.columns[stage];
        let over = if rules.expedite {
            column.brim - column.max
        } else {
            0
        };
        if self.owned[stage][owner] < own.saturating_add(over) {
            return true;
        }
        let free = (column.max + over).saturating_sub(column.inside);
        let kept = |other: usize| match self.has_candidate(stage, other) {
            true => slots[other].saturating_sub(self.owned[stage][other]),
            false => 0,
        };
        free > (0..slots.len())
            .filter(|&o| o != owner)
            .map(kept)
            .sum::<u32>()
    }

    /// Has an owner a candidate for a stage, let in or not?
    fn has_candidate(&self, stage: StageId, owner: usize) -> bool {
        let mut lines = self.wiring.into[stage].iter();
        lines.any(|&line| self.wiring.lines[line].owner == owner && !self.lines[line].is_empty())
    }

    /// Moves the first item of a queue into its stage.
    #[inline]
    fn pull<O: Observer>(&mut self, line: QueueId, stage: StageId, watch: &mut O) {
        let Some(id) = self.lines[line].leave() else {
            return;
        };
        self.note_empty(line);
        let item = &mut self.items[id as usize];
        let (kind, expedite) = (item.type_id(), item.expedite());
        let (from, since) = (item.stage(), item.entered);
        let planned = item.place == Place::Committed;
        match from {
            Some(from) => self.leave_stage(id, from, stage),
            None if planned => self.leave_sprint_backlog(id),
            None => self.leave_backlog(id, watch),
        }
        self.leave_line(expedite, stage);
        let passage = self.wiring.passage(stage, kind);
        let state = passage.on_entry.state();
        self.begin_visit(id, stage);
        self.occupy(id, stage, passage, state);
        let item = &mut self.items[id as usize];
        (item.place, item.entered) = (Place::Stage(stage as u8), self.now);
        let item = id;
        if planned {
            watch.event(self.now, Event::TakenUp { item, stage, since }, self);
        } else {
            watch.event(self.now, Event::Entered { item, stage, from }, self);
        }
        self.begin_stay(id, stage, passage, state, watch);
    }

    /// The stay of an item in a stage begins.
    #[inline]
    pub(super) fn begin_stay<O: Observer>(
        &mut self,
        id: ItemId,
        stage: StageId,
        passage: &Passage<'_>,
        state: State,
        watch: &mut O,
    ) {
        let item = &mut self.items[id as usize];
        (item.stay, item.since, item.state) = ([0; 4], self.now, state);
        item.attention = 0;
        (item.row, item.epoch) = (NO_ROW, self.epoch);
        self.take_up(id, stage, passage, state, watch);
    }

    /// What becomes of an item that stands in a stage in its first state there.
    #[inline]
    pub(super) fn take_up<O: Observer>(
        &mut self,
        id: ItemId,
        stage: StageId,
        passage: &Passage<'_>,
        state: State,
        watch: &mut O,
    ) {
        match state {
            State::Done => {
                let outcome = self.items[id as usize].outcome(passage);
                self.conclude(id, stage, outcome, watch);
            }
            State::Working => self.pass_time(id, stage, watch),
            _ => self.wait_for_person(id, passage),
        }
    }

    /// Somebody has left a queue: if it was the last one, nobody waits in it any more.
    #[inline]
    pub(super) fn note_empty(&mut self, line: QueueId) {
        let empty = self.lines[line].is_empty();
        self.waiting[line >> 6] &= !(u64::from(empty) << (line & 63));
    }

    /// A finished item leaves its stage for another; its stay is booked.
    #[inline]
    fn leave_stage(&mut self, id: ItemId, from: StageId, to: StageId) {
        let item = &mut self.items[id as usize];
        item.change(State::Done, self.now);
        let ahead = item.route.from(to);
        let passage = self.wiring.passage(from, item.type_id());
        self.vacate(id, from, passage, ahead, State::Done);
        self.release_from_done(id, passage);
    }

    /// An item leaves its backlog; if it has not been there yet, it comes into being.
    #[inline]
    fn leave_backlog<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &mut self.items[id as usize];
        if item.place == Place::Unborn {
            return self.be_born(id, watch);
        }
        if !item.part {
            item.pulled = self.now as i64;
        }
        item.expires = Ticks::MAX;
        self.backlog[usize::from(item.kind)] -= 1;
    }
}

/// What keeps a candidate out of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The stage's own maximum, or the slots it keeps for others.
    Own,
    /// A CONWIP group, by its cap.
    Conwip(usize),
    /// A lane's limit, by its cap.
    Lane(usize),
}
