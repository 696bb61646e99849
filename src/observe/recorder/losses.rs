//! What is dropped, and what was spent on it in vain.

use super::Recorder;
use crate::engine::{Board, Item, ItemId, State};
use crate::model::{StageId, Ticks};
use crate::observe::delivery::is_committed;

impl Recorder<'_> {
    /// An item is dropped when its work is done.
    pub(super) fn discarded(&mut self, now: Ticks, id: ItemId, stage: StageId, board: &Board<'_>) {
        let item = board.item(id);
        self.stages.spend(now, stage, id, item);
        if item.state == State::Blocked
            && let Some(blocker) = board.blocker_of(item, stage)
        {
            self.blockers.end_strike(now, blocker, item.since);
        }
        let spent = self.write_off(now, id, stage, item);
        self.stages.discard(now, stage, item, &mut self.seen.stages);
        if is_committed(self.model, stage) {
            self.abort(now, id, spent, board);
        } else {
            self.flow.lose(now, id, item, spent, &mut self.seen.flow);
            self.series.discard();
        }
    }

    /// An item has waited too long: in its backlog, in a stage or on the shelf.
    pub(super) fn expired(
        &mut self,
        now: Ticks,
        id: ItemId,
        stage: Option<StageId>,
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        let Some(stage) = stage else {
            return self.expired_in_backlog(now, id, item);
        };
        if item.state != State::Done {
            self.stages.spend(now, stage, id, item);
        }
        if item.state == State::Blocked
            && let Some(blocker) = board.blocker_of(item, stage)
        {
            self.blockers.end_strike(now, blocker, item.since);
        }
        let spent = self.write_off(now, id, stage, item);
        self.stages.expire(now, stage, item, &mut self.seen.stages);
        if is_committed(self.model, stage) {
            return self.abort(now, id, spent, board);
        }
        self.series.discard();
        match self.model.shelves.has(stage) {
            true => self.flow.spoil(now, item, spent, &mut self.seen.flow),
            false => self.flow.expire(now, id, item, spent, &mut self.seen.flow),
        }
    }

    /// An item leaves after commitment without being done.
    fn abort(&mut self, now: Ticks, id: ItemId, spent: Ticks, board: &Board<'_>) {
        let item = board.item(id);
        self.flow.abort(now, item, spent, &mut self.seen.flow);
        let seen = &mut self.seen.delivery;
        self.delivery.abort(now, id, item, board, seen);
        self.series.abort();
    }

    /// What was spent on a discarded item was spent in vain; returns how much of people's time.
    fn write_off(&mut self, now: Ticks, id: ItemId, stage: StageId, item: &Item) -> Ticks {
        if now < self.model.warm_up {
            return 0;
        }
        let here = self.stages.work(now, stage, id, item);
        let option = !is_committed(self.model, stage);
        let here = self.stages.waste((stage, here), option);
        self.stages.write_off(self.causes.work(id), option) + here
    }

    /// An item has waited too long in its backlog; of a part, what was spent on the whole is lost.
    fn expired_in_backlog(&mut self, now: Ticks, id: ItemId, item: &Item) {
        let spent = match now >= self.model.warm_up && item.part {
            true => self.stages.write_off(self.causes.work(id), true),
            false => 0,
        };
        let seen = &mut self.seen.flow;
        self.flow.expire_in_backlog(now, item, spent, seen);
        self.series.discard();
        self.causes.forget(id, item);
        self.queues.stir(item.line());
    }
}
