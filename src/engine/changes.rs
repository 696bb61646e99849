//! Changes during the run: from an instant on the board is wired by another model.
//!
//! Nobody is interrupted and nothing is thrown out: whoever works goes on, a maximum below what is inside lets
//! nobody in, and people above a new number finish what they have in hand.

use super::agenda::{Entry, Rank};
use super::allocation::Credits;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, State};
use super::wiring::{Passage, Wiring};
use crate::model::{Hold, Model, PoolId, Set, StageId, Team, Ticks};

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
        let before = (self.model, self.wiring);
        (self.model, self.wiring) = (&change.then, next);
        self.epoch = number as u16 + 1;
        self.change_maxima();
        for pool in 0..model.pools.len() {
            self.change_people(pool, before.1);
        }
        self.change_owners(before.1);
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
            column.max = self.wiring.max[stage];
            let full = column.inside >= column.max;
            self.at_max = if full {
                self.at_max.with(stage)
            } else {
                self.at_max.less(stage)
            };
        }
        self.pulling = Set::first(self.model.stages.len());
        self.choosing = Set::first(self.model.pools.len());
    }

    /// The people of a pool are as many as the wiring says: the idle ones go first.
    fn change_people(&mut self, pool: PoolId, before: &Wiring<'_>) {
        let (old, new) = (before.crews[pool].people, self.wiring.crews[pool].people);
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

    /// How many people of a pool have something in hand.
    fn busy(&self, pool: PoolId) -> u32 {
        let model = self.model;
        let holds = |item: &&Item| {
            let Some(stage) = item.stage() else {
                return false;
            };
            let keeps = model.stages[stage].hold == Hold::Person && item.state == State::Done;
            let passage = self.passage(stage, item.type_id());
            passage.worker == Some(pool) && (item.state == State::Working || keeps)
        };
        self.items.iter().filter(holds).count() as u32
    }

    /// So many people of a pool go on beyond its number.
    pub(super) fn begin_overtime(&mut self, pool: PoolId, people: u32) {
        let since = self.now.max(self.model.warm_up) as i64;
        self.staff[pool].overtime -= since * i64::from(people);
    }

    /// So many of these have finished.
    pub(super) fn end_overtime(&mut self, pool: PoolId, people: u32) {
        let until = self.now.max(self.model.warm_up) as i64;
        self.staff[pool].overtime += until * i64::from(people);
    }

    /// For how long, after the warm-up, people of a pool have worked beyond its number: the sum over them, at
    /// the horizon.
    pub(crate) fn overtime(&self, pool: PoolId) -> Ticks {
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
            &mut self.team_credits,
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
        let carried = &self.carried[team];
        let old = |name: &str| {
            let place = before.shares.iter().position(|share| share.name == name)?;
            carried.get(place).copied()
        };
        let new = law.shares.iter();
        self.carried[team] = new.map(|s| old(&s.name).unwrap_or_default()).collect();
    }

    /// What an item meets in its stage for work of a visit that began before the last change.
    #[cold]
    pub(super) fn earlier_passage(&self, item: &Item, stage: StageId) -> &'m Passage<'m> {
        let (_, first): (&Model, &'m Wiring<'m>) = self.first;
        let wiring = usize::from(item.epoch).checked_sub(1);
        let wiring = wiring.and_then(|number| first.later.get(number));
        wiring.unwrap_or(first).passage(stage, item.type_id())
    }
}
