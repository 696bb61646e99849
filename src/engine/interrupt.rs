//! Expedite work that interrupts other work (model.md, section 6).
//!
//! Only where a type says so anything is kept here: what each pool works on, and its place among those that
//! wait. Whoever is interrupted takes up that place again, with the rest of its work.

use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, State};
use super::queue::Standing;
use super::wiring::{Bench, QueueId};
use crate::model::{PoolId, Ticks};

/// Work that may be interrupted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Underway {
    /// The item, as it stood in its queue, and the queue.
    standing: Standing,
    bench: QueueId,
    /// When the work ends. Where people share their effort, their clock tells.
    end: Ticks,
}

impl Board<'_> {
    /// Work begins that expedite items may interrupt.
    #[cold]
    pub(super) fn note_underway(
        &mut self,
        pool: PoolId,
        bench: QueueId,
        standing: Standing,
        length: Ticks,
    ) {
        let end = self.now.saturating_add(length);
        self.underway[pool].push(Underway {
            standing,
            bench,
            end,
        });
    }

    /// The work on an item is over, or stops for another reason.
    #[cold]
    pub(super) fn forget_underway(&mut self, pool: PoolId, id: ItemId) {
        let underway = &mut self.underway[pool];
        if let Some(place) = underway.iter().position(|w| w.standing.item == id) {
            underway.swap_remove(place);
        }
    }

    /// Expedite items that still wait, and do not put up with it, interrupt other work.
    #[cold]
    pub(super) fn interrupt_all<O: Observer>(&mut self, watch: &mut O) {
        for pool in self.pressing.iter() {
            while let Some(bench) = self.pressing_bench(pool) {
                let Some(place) = self.lowest_underway(pool) else {
                    break;
                };
                self.interrupt(place, pool, watch);
                self.start_first(bench, pool, watch);
            }
        }
    }

    /// The queue whose first item interrupts other work.
    fn pressing_bench(&self, pool: PoolId) -> Option<QueueId> {
        if !self.pressing.has(pool) {
            return None;
        }
        let (stage, helps) = self.direction(pool, |rules| rules.preempts);
        self.best_bench(pool, |rules: &Bench| {
            rules.preempts && rules.leads_to(stage, helps)
        })
    }

    /// The work under way that ranks lowest, by its place.
    fn lowest_underway(&self, pool: PoolId) -> Option<usize> {
        let places = 0..self.underway[pool].len();
        let work = |place: usize| {
            let work = &self.underway[pool][place];
            (&work.standing, work.bench)
        };
        places.reduce(|low, next| match self.goes_before(work(low), work(next)) {
            true => next,
            false => low,
        })
    }

    /// Stops some work; its item waits where it stood, with what is left to do.
    fn interrupt<O: Observer>(&mut self, place: usize, pool: PoolId, watch: &mut O) {
        let work = self.underway[pool].swap_remove(place);
        let id = work.standing.item;
        let item = &self.items[id as usize];
        let Some(stage) = item.stage() else {
            return;
        };
        let passage = self.passage(stage, item.type_id());
        let left = match passage.in_hands {
            true => self.lay_down(id, pool),
            false => work.end - self.now,
        };
        let item = &mut self.items[id as usize];
        item.left = left.max(1);
        item.stamp += 1;
        self.change(id, stage, State::Waiting);
        watch.event(self.now, Event::Interrupted { item: id, stage }, self);
        self.release(passage);
        self.benches[work.bench].join(work.standing);
        self.staff[pool].queued[0] += 1;
        self.awaited = self.awaited.with(pool);
    }
}
