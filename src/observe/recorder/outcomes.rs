//! What becomes of work that is done, for the watchers: it comes back, falls apart, or comes back later as
//! new demand.

use super::Recorder;
use crate::engine::{Board, ItemId};
use crate::model::{StageId, Ticks};
use crate::observe::delivery::is_committed;

impl Recorder<'_> {
    /// Work has to be done again.
    pub(super) fn reworked(
        &mut self,
        now: Ticks,
        id: ItemId,
        (from, to): (StageId, StageId),
        breach: bool,
        board: &Board<'_>,
    ) {
        self.stages.send_back(now, from);
        if from == to {
            return;
        }
        let item = board.item(id);
        self.stages.spend(now, from, id, item);
        let effort = self.stages.work(now, from, id, item);
        self.stages.depart(now, from, item, &mut self.seen.stages);
        self.causes.leave_stage(now, id, item, from, effort);
        self.come_in(now, to, breach);
    }

    /// Somebody comes into a stage, perhaps beyond a limit.
    fn come_in(&mut self, now: Ticks, stage: StageId, breach: bool) {
        self.stages.enter(now, stage);
        if breach {
            self.stages.exceed(now, stage);
        }
    }

    /// An item falls apart.
    pub(super) fn split(
        &mut self,
        now: Ticks,
        id: ItemId,
        stage: StageId,
        parts: u32,
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        self.stages.spend(now, stage, id, item);
        let effort = self.stages.work(now, stage, id, item);
        self.stages.depart(now, stage, item, &mut self.seen.stages);
        self.causes.leave_stage(now, id, item, stage, effort);
        self.causes.fall_apart(id, parts);
        let committed = is_committed(self.model, stage);
        let seen = &mut self.seen;
        self.flow
            .fall_apart(now, id, item, committed, &mut seen.flow);
        if committed {
            self.delivery
                .fall_apart(now, id, item, board, &mut seen.delivery);
        }
    }

    /// A part of an item comes into being.
    pub(super) fn part(
        &mut self,
        now: Ticks,
        (id, of): (ItemId, ItemId),
        stage: Option<StageId>,
        breach: bool,
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        self.causes.come_apart(id, of);
        self.flow
            .come_apart(now, id, item, self.model, &mut self.seen.flow);
        self.delivery
            .come_apart(now, (id, of), item, board, &mut self.seen.delivery);
        match stage {
            Some(stage) => self.come_in(now, stage, breach),
            None => self.stir(id, item, board),
        }
    }

    /// A delivered item comes back.
    pub(super) fn returned(&mut self, now: Ticks, id: ItemId, board: &Board<'_>) {
        let item = board.item(id);
        self.causes.welcome(id);
        self.flow.come_back(now, id, item.type_id());
        self.series.arrive();
        self.stir(id, item, board);
    }
}
