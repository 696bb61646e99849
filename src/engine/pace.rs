//! People who give another part of their day from some instant on: what they have under way takes longer, or
//! less long.
//!
//! Work is counted in person-days and plans are made in time, so every end of work and every strike of a blocker
//! that is planned moves: what is left till then takes old ÷ new times as long. Plans beyond the horizon, which
//! are made for nothing elsewhere, are kept, since they may come nearer. People who share their effort go by a
//! clock of their own (see [`super::focus`]), whose next end is planned anew after every change.

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::item::ItemId;
use super::wiring::Wiring;
use crate::model::{PoolId, Ticks};

impl Board<'_> {
    /// A plan for after the horizon is kept if it may come nearer.
    #[cold]
    pub(super) fn keep_beyond(&mut self, id: ItemId, rank: Rank, time: Ticks) {
        if self.paced.is_empty() {
            return;
        }
        let entry = self.entry(id, rank, time);
        if self.pace_of(&entry).is_some() {
            self.beyond.push(entry);
        }
    }

    /// The pool whose people bring it about that an entry happens when it does, if they may change their pace.
    fn pace_of(&self, entry: &Entry) -> Option<PoolId> {
        let by_work = matches!(entry.rank(), Rank::BlockerStrike | Rank::WorkEnd);
        let item = self.items.get(entry.subject as usize).filter(|_| by_work)?;
        let passage = self.passage(item.stage()?, item.type_id());
        passage
            .worker
            .filter(|&pool| !passage.in_hands && self.paced.has(pool))
    }

    /// The ends of work that is under way, and the strikes of blockers, are moved to where they are at the paces
    /// of the wiring.
    pub(super) fn change_paces(&mut self, before: &Wiring<'_>) {
        if self.paced.is_empty() {
            return;
        }
        let mut plans = std::mem::take(&mut self.beyond);
        plans.extend(self.agenda.entries().filter(|entry| entry.time > self.now));
        for entry in plans {
            let Some(pool) = self.pace_of(&entry).filter(|_| self.holds(&entry)) else {
                continue;
            };
            let [old, new] = [before, self.wiring].map(|wiring| wiring.crews[pool].availability);
            if old != new {
                self.plan_anew(&entry, pool, (old, new));
            } else if entry.time > self.model.horizon {
                self.beyond.push(entry);
            }
        }
    }

    /// What was planned for an item of a pool moves to where it is at another pace.
    fn plan_anew(&mut self, entry: &Entry, pool: PoolId, (old, new): (f64, f64)) {
        let left = (entry.time - self.now) as f64 * (old / new);
        let time = self.now.saturating_add((left + 0.5) as Ticks);
        let id = entry.subject;
        let item = &mut self.items[id as usize];
        item.stamp = item.stamp.wrapping_add(1);
        self.plan(id, entry.rank(), time);
        self.move_underway(id, pool, time, new);
    }
}
