//! Changes during the run: from an instant on the board is wired by another model.
//!
//! Nobody is interrupted and nothing is thrown out: whoever works goes on, a maximum below what is inside lets
//! nobody in, and people above a new number finish what they have in hand.

use super::agenda::{Entry, Rank};
use super::allocation::Credits;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, State};
use super::queue::{Queue, Standing};
use super::wiring::{Passage, Wiring};
use crate::model::{Model, Order, PoolId, Set, Stage, StageId, Team, Ticks};
use crate::random::Distribution;

/// The number of unlimited people.
const UNLIMITED: u32 = u32::MAX;

impl<'m> Board<'m> {
    /// Plans the changes of a trial.
    pub(super) fn plan_changes(&mut self) {
        for (number, change) in self.model.changes.iter().enumerate() {
            let entry = Entry::new(change.at, Rank::Change, number as u64, number as u32);
            self.agenda.insert(entry);
        }
    }

    /// Everything is again as at the start of a trial.
    pub(super) fn undo_changes(&mut self) {
        (self.model, self.wiring) = self.first;
        self.epoch = 0;
    }

    /// The model of the whole run, whatever has changed by now.
    pub(crate) fn whole_run(&self) -> &'m Model {
        self.first.0
    }

    /// A policy changes.
    pub(super) fn change_policy<O: Observer>(&mut self, number: usize, watch: &mut O) {
        let (model, wiring) = self.first;
        let (Some(change), Some(next)) = (model.changes.get(number), wiring.later.get(number))
        else {
            return;
        };
        for pool in 0..model.pools.len() {
            self.settle_hands(pool);
        }
        let before = (self.model, self.wiring);
        (self.model, self.wiring) = (&change.then, next);
        self.epoch = number as u16 + 1;
        self.change_maxima();
        for pool in 0..model.pools.len() {
            self.change_people(pool, before.1);
        }
        self.change_paces(before.1);
        self.change_owners(before.1);
        self.change_turns();
        for team in 0..model.teams.len() {
            self.change_shares(team, &before.0.teams[team]);
        }
        watch.event(self.now, Event::Changed { number }, self);
    }

    /// The maxima are those of the wiring. Whoever may have found room, or people, is looked at again.
    fn change_maxima(&mut self) {
        self.places.change(self.wiring);
        for stage in 0..self.model.stages.len() {
            let column = &mut self.columns[stage];
            (column.max, column.brim) = (self.wiring.max[stage], self.wiring.brim[stage]);
            let full = column.inside >= column.max;
            self.at_max = if full {
                self.at_max.with(stage)
            } else {
                self.at_max.less(stage)
            };
            self.mind_brim(stage);
        }
        self.pulling = Set::first(self.model.stages.len());
        self.choosing = Set::first(self.model.pools.len());
    }

    /// The hands of a pool are as many as the wiring says: the free ones go first.
    fn change_people(&mut self, pool: PoolId, before: &Wiring<'_>) {
        let (old, new) = (before.crews[pool].hands, self.wiring.crews[pool].hands);
        if old == new {
            return;
        }
        let busy = match old {
            UNLIMITED => self.busy(pool),
            _ => old - self.staff[pool].free + self.staff[pool].beyond,
        };
        self.end_overtime(pool, self.staff[pool].beyond);
        let staff = &mut self.staff[pool];
        (staff.free, staff.beyond) = match new {
            UNLIMITED => (UNLIMITED, 0),
            _ => (new.saturating_sub(busy), busy.saturating_sub(new)),
        };
        let free = staff.free > 0;
        self.idle = if free {
            self.idle.with(pool)
        } else {
            self.idle.less(pool)
        };
        self.begin_overtime(pool, self.staff[pool].beyond);
    }

    /// How many hands of a pool are full.
    fn busy(&self, pool: PoolId) -> u32 {
        let blocker_holds = |item: &Item, stage: StageId| {
            let blocker = self.blocker_of(item, stage);
            blocker.is_some_and(|blocker| self.model.blockers[blocker].holds_person)
        };
        let holds = |item: &&Item| {
            let Some(stage) = item.stage() else {
                return false;
            };
            let passage = self.passage(stage, item.type_id());
            passage.worker == Some(pool)
                && match item.state {
                    State::Waiting => false,
                    State::Working => true,
                    State::Blocked => blocker_holds(item, stage),
                    State::Done => passage.holds_person && !item.alone,
                }
        };
        self.items.iter().filter(holds).count() as u32
    }

    /// Where items go by the work that is left, they stand where they should by the laws that hold now.
    fn change_turns(&mut self) {
        let by_work = |stage: &Stage| stage.order == Order::Wsjf;
        if !self.model.stages.iter().any(by_work) {
            return;
        }
        for line in 0..self.lines.len() {
            self.reorder_queue(
                |board| &mut board.lines[line],
                |board, id| board.standing_in_line(id, line),
            );
        }
        for bench in 0..self.benches.len() {
            let stage = self.wiring.benches[bench].stage;
            let standing = |board: &Self, id: ItemId| {
                let kind = board.items[id as usize].type_id();
                board.standing_at_bench(id, board.passage(stage, kind))
            };
            self.reorder_queue(|board| &mut board.benches[bench], standing);
        }
        for stage in self.wiring.meets.iter() {
            self.reorder_queue(
                |board| &mut board.gathered[stage],
                |board, id| board.standing_at_meeting(id, stage),
            );
        }
    }

    /// Everybody in a queue joins it again.
    fn reorder_queue(
        &mut self,
        queue: impl Fn(&mut Self) -> &mut Queue,
        standing: impl Fn(&Self, ItemId) -> Standing,
    ) {
        let items: Vec<ItemId> = std::iter::from_fn(|| queue(self).leave()).collect();
        queue(self).clear();
        for id in items {
            let standing = standing(self, id);
            queue(self).join(standing);
        }
    }

    /// So many hands of a pool are full beyond those there are.
    pub(super) fn begin_overtime(&mut self, pool: PoolId, people: u32) {
        let since = self.now.max(self.model.warm_up) as i64;
        self.staff[pool].overtime -= since * i64::from(people);
    }

    /// So many of these are no longer.
    pub(super) fn end_overtime(&mut self, pool: PoolId, people: u32) {
        let until = self.now.max(self.model.warm_up) as i64;
        self.staff[pool].overtime += until * i64::from(people);
    }

    /// For how long, after the warm-up, people of a pool have worked beyond its number: the sum over them, at
    /// the horizon. (Where people share their effort, fewer of them share what is in their hands.)
    pub(crate) fn overtime(&self, pool: PoolId) -> Ticks {
        if self.wiring.crews[pool].shares_effort {
            return 0;
        }
        let staff = &self.staff[pool];
        let still = self.model.horizon as i64 * i64::from(staff.beyond);
        (staff.overtime + still).max(0) as Ticks
    }

    /// What is kept of the owners of an allocation goes over to the new order of the owners.
    fn change_owners(&mut self, before: &Wiring<'_>) {
        let (old, new) = (&before.sorted, &self.wiring.sorted);
        if old == new {
            return;
        }
        let place = |owner: &usize| old.iter().position(|o| o == owner).unwrap_or_default();
        let from: Vec<usize> = new.iter().map(place).collect();
        for owned in &mut self.owned {
            *owned = from.iter().map(|&place| owned[place]).collect();
        }
        let pots = [
            &mut self.stage_credits,
            &mut self.pool_credits,
            &mut self.shelf.credits,
        ];
        let credits = pots.into_iter().flatten();
        credits.for_each(|credits: &mut Credits| credits.reorder(&from));
    }

    /// What the last planning of a team left over goes over to its new shares, by name.
    fn change_shares(&mut self, team: usize, before: &Team) {
        let law = &self.model.teams[team];
        if law.shares == before.shares {
            return;
        }
        let carried = &self.shelf.carried[team];
        let old = |name: &str| {
            let place = before.shares.iter().position(|share| share.name == name)?;
            carried.get(place).copied()
        };
        let new = law.shares.iter();
        self.shelf.carried[team] = new.map(|s| old(&s.name).unwrap_or_default()).collect();
    }

    /// The law of an item's work in its stage: that which held when the visit began.
    #[inline]
    pub(super) fn work_of<'p>(&self, item: &Item, passage: &Passage<'p>) -> Option<&'p Distribution>
    where
        'm: 'p,
    {
        match item.epoch == self.epoch {
            true => passage.work,
            false => self.earlier_work(item),
        }
    }

    /// The same where the visit began before the last change.
    #[cold]
    fn earlier_work(&self, item: &Item) -> Option<&'m Distribution> {
        let (_, first) = self.first;
        let number = usize::from(item.epoch).checked_sub(1);
        let wiring = number.and_then(|number| first.later.get(number));
        let passage = wiring
            .unwrap_or(first)
            .passage(item.stage()?, item.type_id());
        passage.work
    }
}
