//! Stages that are below their minimum and take unfinished work from the stage before (model.md, section 7).
//!
//! It happens when nothing can be pulled any more. The item that is furthest comes first; its person is free, and
//! what is left of its work goes with it and is done in the new stage before anything else.

use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, Place, State};
use super::wiring::{Passage, Push};
use crate::model::{StageId, TodayItem, days};
use std::cmp::Reverse;

/// Work is compared in so many parts of a day: rounding shall not decide between items with which people began
/// together.
const PARTS: f64 = 1e6;

/// Who is taken first: the smaller. The work done, then the age.
type Turn = (Reverse<u64>, u32, ItemId);

impl Board<'_> {
    /// Stages that are low take unfinished work, downstream stages first; whatever can be pulled after that is
    /// pulled before the next one.
    pub(super) fn push_all<O: Observer>(&mut self, watch: &mut O) {
        let start = self.joins;
        while let Some((id, stage)) = self.next_push() {
            if u64::from(self.joins - start) > super::MOST_AT_ONCE {
                return;
            }
            self.push(id, stage, watch);
            self.pull_done(watch);
        }
    }

    /// Who is taken next, and into which stage.
    fn next_push(&mut self) -> Option<(ItemId, StageId)> {
        let wiring = self.wiring;
        for push in &wiring.pushes {
            if self.is_low(push.minimum)
                && let Some((.., id)) = self.furthest(push)
            {
                return Some((id, push.stage));
            }
        }
        None
    }

    /// The item with the most work done that a stage may take from those before it.
    fn furthest(&mut self, push: &Push) -> Option<Turn> {
        let mut first: Option<Turn> = None;
        for source in push.sources.iter() {
            for place in 0..self.given[source].len() {
                let id = self.given[source][place];
                if self.may_be_pushed(id, source, push) {
                    let turn = self.turn_of(id, source);
                    first = first.map_or(Some(turn), |first| Some(first.min(turn)));
                }
            }
        }
        first
    }

    /// Does an item stand just before the stage, neither done nor blocked, and do all limits let it in?
    fn may_be_pushed(&self, id: ItemId, source: StageId, push: &Push) -> bool {
        let item = &self.items[id as usize];
        let unfinished = matches!(item.state, State::Waiting | State::Working);
        let next = item.route.from(source + 1).min();
        if !unfinished || next != Some(push.stage) || !push.types.has(item.type_id()) {
            return false;
        }
        let passage = self.passage(push.stage, item.type_id());
        let door = &passage.lines[source + 1];
        let line = door.queue(item.held, item.route, item.expedite());
        self.refusing(line).is_none()
    }

    /// An item's turn among those that may be taken.
    fn turn_of(&mut self, id: ItemId, stage: StageId) -> Turn {
        let item = &self.items[id as usize];
        let (seniority, passage) = (item.seniority, self.passage(stage, item.type_id()));
        if let Some(pool) = passage.worker {
            self.settle_hands(pool);
        }
        let done = self.work_done(id, passage);
        (Reverse((done * PARTS + 0.5) as u64), seniority, id)
    }

    /// How much work is done on an item in its stage, in person-days.
    fn work_done(&self, id: ItemId, passage: &Passage<'_>) -> f64 {
        let item = &self.items[id as usize];
        match (self.done_on_record(item), item.state) {
            (Some(done), State::Working) => done - self.left_underway(id, passage),
            (Some(done), _) => done,
            (None, _) => self.row_of_visit(item).map_or(0.0, |row| row.worked),
        }
    }

    /// The row of today's board that tells how far the work of an item's visit is, which nobody has taken up since.
    fn row_of_visit(&self, item: &Item) -> Option<&TodayItem> {
        item.row(self.first.0).filter(|_| item.visit == 0)
    }

    /// A stage takes an item that is not done.
    fn push<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let item = &self.items[id as usize];
        let Some(from) = item.stage() else { return };
        let (kind, state) = (item.type_id(), item.state);
        let before = self.passage(from, kind);
        self.stop_work(id, before);
        let rest = self.rest_of(id, before) * self.model.stages[stage].push_cost;
        let item = &mut self.items[id as usize];
        item.book(self.now);
        let ahead = item.route.from(stage);
        self.vacate(id, from, before, ahead, state);
        let passage = self.passage(stage, kind);
        self.begin_visit(id, stage);
        self.occupy(id, stage, passage, State::Waiting);
        let item = &mut self.items[id as usize];
        (item.place, item.entered) = (Place::Stage(stage as u8), self.now);
        let item = id;
        watch.event(self.now, Event::Pushed { item, stage, from }, self);
        self.bring_along(id, rest);
        self.begin_stay(id, stage, passage, State::Waiting, watch);
    }

    /// Nobody works on an item any more, or it waits for nobody any more.
    fn stop_work(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &mut self.items[id as usize];
        if item.state == State::Waiting {
            return self.leave_bench_out_of_turn(id, passage);
        }
        item.stamp = item.stamp.wrapping_add(1);
        let left = match passage.worker.filter(|_| passage.in_hands) {
            Some(pool) => days(self.lay_down(id, pool)),
            None => self.left_underway(id, passage),
        };
        self.put_off(id, left);
        self.forget_underway(id, passage);
        self.release(passage);
    }

    /// What is left of an item's work in its stage, in person-days; whatever would have stopped it there is past.
    fn rest_of(&mut self, id: ItemId, passage: &Passage<'_>) -> f64 {
        if let Some((work, done)) = self.close_record(id) {
            return (work - done).max(0.0);
        }
        let item = &self.items[id as usize];
        if let Some(row) = self.row_of_visit(item) {
            return (self.whole_work(id, row, passage) - row.worked).max(0.0);
        }
        self.draw_work(id, passage) + self.bring_out(id)
    }

    /// The item brings so much work along from where it was.
    fn bring_along(&mut self, id: ItemId, work: f64) {
        let index = id as usize;
        if self.carried_work.len() <= index {
            self.carried_work.resize(self.items.len(), 0.0);
        }
        self.carried_work[index] = work;
    }

    /// What an item has brought along unfinished, in person-days: it is begun now.
    #[inline]
    pub(super) fn bring_out(&mut self, id: ItemId) -> f64 {
        let carried = self.carried_work.get_mut(id as usize);
        carried.map_or(0.0, std::mem::take)
    }

    /// An item leaves a stage from which it could be taken.
    pub(super) fn forget_given(&mut self, id: ItemId, stage: StageId) {
        let given = &mut self.given[stage];
        if let Some(place) = given.iter().position(|&other| other == id) {
            given.swap_remove(place);
        }
    }
}
