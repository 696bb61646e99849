//! Patience: items that nobody works on for too long are dropped, wherever they wait.
//!
//! Each item knows when its patience ends. What the agenda holds of earlier ends is void.

use super::agenda::Rank;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, Place, State};
use super::queue::Standing;
use super::today::lasting;
use super::wiring::Passage;
use crate::model::{Spot, StageId, Ticks, TodayItem, days, ticks};
use crate::random::{Distribution, Purpose, Stream};

impl Board<'_> {
    /// Nobody works on an item in a stage from now on: its patience begins, if it has an end.
    #[inline]
    pub(super) fn begin_patience(&mut self, id: ItemId, stage: StageId, passage: &Passage<'_>) {
        if let Some(patience) = passage.patience {
            let item = &self.items[id as usize];
            let mut stream = item.visit_address(passage.patience_link).stream();
            let stands = |row: &&TodayItem| row.spot == Spot::Stage(stage) && item.visit == 0;
            let row = item.row(self.model).filter(|_| self.now == 0);
            let length = match row.filter(stands) {
                Some(row) => rest(patience, row.unattended(self.model), &mut stream),
                None => patience.sample(&mut stream),
            };
            self.end_patience_at(id, self.now.saturating_add(ticks(length)));
        }
    }

    /// The same in the backlog, where it began when the item arrived, on day 0 at the latest found out; that of a
    /// part begins now, since it has not waited here before.
    #[inline]
    pub(super) fn begin_patience_in_backlog(&mut self, id: ItemId) {
        let item = &self.items[id as usize];
        let Some(patience) = &self.model.types[item.type_id()].expire else {
            return;
        };
        let mut stream = item.key.purpose(Purpose::Patience).stream();
        if let Some(row) = item.row(self.model) {
            let length = rest(patience, row.arrived, &mut stream);
            return self.end_patience_at(id, ticks(length));
        }
        let start = match item.part {
            true => self.now as i64,
            false => item.arrived,
        };
        let end = start.saturating_add_unsigned(ticks(patience.sample(&mut stream)));
        let end = Ticks::try_from(end).unwrap_or(0).max(self.now);
        self.end_patience_at(id, end);
    }

    /// The item is dropped at `end` unless something happens to it before.
    fn end_patience_at(&mut self, id: ItemId, end: Ticks) {
        self.items[id as usize].expires = end;
        self.plan(id, Rank::Expiry, end);
    }

    /// An item of an impatient stage was in another state before: patience begins when work stops and is
    /// forgotten when work starts.
    pub(super) fn mind_patience(&mut self, id: ItemId, stage: StageId, before: State) {
        let item = &mut self.items[id as usize];
        match (before, item.state) {
            (State::Working, State::Working) => {}
            (_, State::Working) => item.expires = Ticks::MAX,
            (State::Working, _) => {
                let passage = self.wiring.passage(stage, item.type_id());
                self.begin_patience(id, stage, passage);
            }
            _ => {}
        }
    }

    /// The item has waited too long, if this is still the end of its patience.
    #[cold]
    pub(super) fn expire<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &self.items[id as usize];
        if item.expires != self.now {
            return;
        }
        let stage = item.stage();
        match stage {
            Some(stage) => self.expire_in_stage(id, stage),
            None => self.leave_backlog_out_of_turn(id),
        }
        watch.event(self.now, Event::Expired { item: id, stage }, self);
    }

    /// It gives back whatever it holds in its stage. Whoever else waits there may be let in now.
    fn expire_in_stage(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        item.book(self.now);
        item.stamp = item.stamp.wrapping_add(1);
        let passage = self.wiring.passage(stage, item.type_id());
        match item.state {
            State::Waiting => self.leave_bench_out_of_turn(id, passage),
            State::Done if self.model.shelves.has(stage) => {
                self.leave_shelf_out_of_turn(id, passage)
            }
            State::Done if item.awaits_meeting() => {
                let standing = self.standing_at_meeting(id, stage);
                self.gathered[stage].withdraw(standing);
            }
            State::Done => self.leave_line_out_of_turn(id),
            State::Blocked => self.release_from_blocker(id, stage, passage),
            State::Working => {}
        }
        if self.items[id as usize].state == State::Done {
            self.release_from_done(id, passage);
        }
        self.depart(id, stage);
    }

    /// An item that waits for a person no longer does.
    pub(super) fn leave_bench_out_of_turn(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &self.items[id as usize];
        let expedite = item.expedite();
        let bench = passage.bench_of(item);
        let standing = self.standing_at_bench(id, passage);
        self.benches[bench[usize::from(expedite)]].withdraw(standing);
        if let Some(pool) = passage.worker {
            self.leave_bench(pool, expedite);
        }
    }

    /// A blocked item is gone; whoever was kept with it is free.
    fn release_from_blocker(&mut self, id: ItemId, stage: StageId, passage: &Passage<'_>) {
        let blocker = self.blocker_of(&self.items[id as usize], stage);
        if blocker.is_some_and(|blocker| self.model.blockers[blocker].holds_person) {
            self.release(passage);
        }
    }

    /// An item on the shelf is not to be planned any more.
    fn leave_shelf_out_of_turn(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &self.items[id as usize];
        let (kind, class) = (item.type_id(), usize::from(item.expedite()));
        let standing = item.standing(id, passage.order, item.joined, 0.0);
        self.shelf.withdraw((kind, class), standing);
    }

    /// An item of a backlog is gone.
    pub(super) fn leave_backlog_out_of_turn(&mut self, id: ItemId) {
        self.leave_line_out_of_turn(id);
        let item = &mut self.items[id as usize];
        (item.place, item.expires) = (Place::Gone, Ticks::MAX);
        self.backlog[usize::from(item.kind)] -= 1;
    }

    /// An item is a candidate no longer; those behind it, and those it kept a slot from, may be let in.
    fn leave_line_out_of_turn(&mut self, id: ItemId) {
        let line = self.items[id as usize].line as usize;
        let standing = self.standing_in_line(id, line);
        self.lines[line].withdraw(standing);
        self.note_empty(line);
        let rules = &self.wiring.lines[line];
        self.leave_line(rules.expedite, rules.stage);
        self.pulling = self.pulling.with(rules.stage);
    }

    /// The standing of an item in its queue of candidates.
    pub(super) fn standing_in_line(&self, id: ItemId, line: usize) -> Standing {
        let item = &self.items[id as usize];
        let passage = self.passage(self.wiring.lines[line].stage, item.type_id());
        let standing = item.standing(id, passage.order, item.joined, passage.left);
        match item.place {
            Place::Unborn => {
                let kind = item.type_id();
                standing.unborn(self.inflows[kind].born - 1, self.wiring.names[kind])
            }
            _ => standing,
        }
    }
}

/// For how many days more somebody is patient who has waited for so long.
fn rest(patience: &Distribution, waited: Ticks, stream: &mut Stream) -> f64 {
    let waited = days(waited);
    lasting(patience, waited, stream) - waited
}
