//! How a stage works: who works there, on what, and how much of people's time that takes.

use super::WORKING;
use crate::engine::{Board, Item, ItemId};
use crate::model::{Model, PoolId, Set, StageId, Ticks, TypeId, Work};

/// How a stage works.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Law {
    /// The types on which somebody works here.
    pub hands_on: Set,
    /// For how long somebody works depends on more than the stay: on the type, or on how its people share
    /// their effort.
    pub mixed: bool,
    /// The part of each day these people give; 1 where that changes, since their time is weighed by it then.
    pub availability: f64,
    /// The pool, if it does.
    pub paced: Option<PoolId>,
    /// The pool, if its people share their effort among the items they hold.
    pub in_hands: Option<PoolId>,
}

impl Law {
    /// That of a stage of the model.
    pub fn new(model: &Model, stage: StageId) -> Self {
        let law = &model.stages[stage];
        let is_hands_on = |kind: &TypeId| matches!(law.visits[*kind].work, Work::Service(_));
        let types = law.visits.len();
        let hands_on = Set::of((0..types).filter(is_hands_on));
        let in_hands = law.pool.filter(|&p| model.pools[p].shares_effort());
        let steady = law.pool.filter(|&pool| !model.changes_pace(pool));
        let alike = hands_on.is_empty() || hands_on == Set::first(types);
        Self {
            hands_on,
            mixed: in_hands.is_some() || !alike,
            availability: steady.map_or(1.0, |p| model.pools[p].availability),
            paced: law.pool.filter(|&pool| model.changes_pace(pool)),
            in_hands,
        }
    }

    /// Does somebody work on this item here?
    #[inline]
    pub fn hands_on(&self, item: &Item) -> bool {
        self.hands_on.has(item.type_id())
    }

    /// How long somebody has worked on an item during this stay. Who has several items in hand gives each
    /// but a part of the time.
    #[inline]
    pub fn work(&self, item: &Item) -> Ticks {
        match self.hands_on(item) {
            true if self.in_hands.is_some() => item.attention(),
            true => item.stay[WORKING],
            false => 0,
        }
    }

    /// The same at `now`, of an item that is still in the stage and has passed so much of its stay.
    pub fn work_so_far(
        &self,
        (id, item): (ItemId, &Item),
        stay: &[Ticks; 4],
        now: Ticks,
        board: &Board<'_>,
    ) -> Ticks {
        match self.in_hands {
            _ if !self.hands_on(item) => 0,
            Some(pool) => board.attention(id, pool, now),
            None => stay[WORKING],
        }
    }

    /// What work of this length takes of people's time, in ticks of full days.
    #[inline]
    pub fn effort(&self, work: Ticks) -> Ticks {
        match self.availability < 1.0 {
            true => (work as f64 * self.availability + 0.5) as Ticks,
            false => work,
        }
    }
}
