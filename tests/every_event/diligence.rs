//! Nobody is idle beside work, and nothing stands still that could move.

use super::Watch;
use super::limits::{bound, holders, holds, may_be_taken, next_stage};
use headwater::engine::{Board, Item, State};
use headwater::model::{Class, Limit, OnLow, StageId, Strategy, Ticks};

impl Watch<'_> {
    /// Nobody is idle while there is work for them.
    pub(super) fn diligence(&mut self, now: Ticks, board: &Board<'_>) {
        for (id, pool) in board.model.pools.iter().enumerate() {
            let waiting: u32 = pool
                .stages
                .iter()
                .map(|stage| board.by_state(stage)[State::Waiting as usize])
                .sum();
            let idle = pool.people.is_none() || board.free_people(id) > 0;
            self.note(!idle || waiting == 0, now, || {
                format!("{}: {waiting} wait for people who are free", pool.name)
            });
        }
    }

    /// Nobody works on other items of a pool for which an item waits that interrupts them.
    pub(super) fn urgency(&mut self, now: Ticks, board: &Board<'_>) {
        for pool in &self.model.pools {
            let of_pool = |item: &&Item| item.stage().is_some_and(|s| pool.stages.has(s));
            let items = || board.items().iter().filter(of_pool);
            let presses = |item: &Item| {
                let expedite = item.class == Class::Expedite && item.state == State::Waiting;
                expedite && self.model.types[item.type_id()].preempt
            };
            let pressed = items().any(presses);
            let calm = items().any(|i| i.class != Class::Expedite && i.state == State::Working);
            self.note(!pressed || !calm, now, || {
                format!("{}: expedite work waits beside other work", pool.name)
            });
        }
    }

    /// Nothing that could be pulled is left standing. (Where slots are divided, they may.)
    pub(super) fn nothing_left(&mut self, now: Ticks, board: &Board<'_>) {
        let divided = self
            .model
            .allocation
            .as_ref()
            .is_some_and(|a| matches!(a.strategy, Strategy::Reserved | Strategy::Flexible));
        if divided {
            return;
        }
        for item in board.items() {
            let Some(next) = next_stage(item, self.model) else {
                continue;
            };
            let room = self.has_room(item, next, board);
            self.note(!room, now, || format!("{item:?} could move on to {next}"));
        }
    }

    /// Has every limit room for an item in its next stage?
    pub(super) fn has_room(&self, item: &Item, next: StageId, board: &Board<'_>) -> bool {
        let meets = |limit: &&Limit| limit.stages.has(next) && limit.types.has(item.type_id());
        board.model.limits.iter().filter(meets).all(|limit| {
            holds(limit, item, self.model) || holders(limit, board) < bound(limit, item)
        })
    }

    /// No stage that takes what is not done is low beside something that it could take. (Where slots are divided,
    /// it may be.)
    pub(super) fn nothing_low(&mut self, now: Ticks, board: &Board<'_>) {
        let model = board.model;
        let by = model.allocation.as_ref().map(|a| a.strategy);
        if matches!(by, Some(Strategy::Reserved | Strategy::Flexible)) {
            return;
        }
        let minimums = model.minimums.iter().enumerate();
        let low = minimums.filter(|(n, law)| law.on_low == OnLow::Push && board.is_low(*n));
        for (_, law) in low {
            for item in board.items() {
                let takes = law.types.has(item.type_id())
                    && may_be_taken(item, law.stage, model)
                    && self.has_room(item, law.stage, board);
                self.note(!takes, now, || {
                    format!("{item:?} could be taken into {}", law.stage)
                });
            }
        }
    }
}
