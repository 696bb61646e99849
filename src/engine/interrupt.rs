//! Expedite work that interrupts other work (model.md, section 6).
//!
//! Only where a type says so, or a stage may take unfinished work from another one, anything is kept here: what each pool works on. Whoever is interrupted takes up
//! its place in the queue again, with the rest of its work.

use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, State};
use super::queue::Standing;
use super::wiring::{Passage, QueueId};
use crate::model::{PoolId, Strategy, Ticks, days};

/// Work that may be interrupted, or taken away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Underway {
    item: ItemId,
    /// The queue in which it stood.
    bench: QueueId,
    /// When the work ends, or a blocker strikes, at the speed of this person. Where people share their effort,
    /// their clock tells.
    until: Ticks,
    speed: f64,
}

impl Board<'_> {
    /// Work begins, or goes on, that may be stopped before it is done; it takes `length` if nothing stops it.
    pub(super) fn note_underway(&mut self, id: ItemId, passage: &Passage<'_>, length: Ticks) {
        let item = &self.items[id as usize];
        let taken = passage.gives || !item.expedite();
        let Some(pool) = passage.worker.filter(|_| taken) else {
            return;
        };
        let bench = passage.bench_of(item)[usize::from(item.expedite())];
        self.underway[pool].push(Underway {
            item: id,
            bench,
            until: self.now.saturating_add(length),
            speed: self.wiring.crews[pool].availability,
        });
    }

    /// The work on an item is over, or has stopped for another reason.
    #[cold]
    pub(super) fn forget_underway(&mut self, id: ItemId, passage: &Passage<'_>) {
        let Some(pool) = passage.worker else { return };
        let underway = &mut self.underway[pool];
        if let Some(place) = underway.iter().position(|work| work.item == id) {
            underway.swap_remove(place);
        }
    }

    /// What is left of work under way, in person-days; where people share their effort, as their clocks show it.
    pub(super) fn left_underway(&self, id: ItemId, passage: &Passage<'_>) -> f64 {
        let Some(pool) = passage.worker else {
            return 0.0;
        };
        if passage.in_hands {
            return days(self.left_in_hand(id, pool));
        }
        let work = self.underway[pool].iter().find(|work| work.item == id);
        work.map_or(0.0, |work| days(work.until - self.now) * work.speed)
    }

    /// From now on the work under way on an item ends, or is struck, then, at this speed.
    pub(super) fn move_underway(&mut self, id: ItemId, pool: PoolId, until: Ticks, speed: f64) {
        let mut underway = self.underway[pool].iter_mut();
        if let Some(work) = underway.find(|work| work.item == id) {
            (work.until, work.speed) = (until, speed);
        }
    }

    /// Expedite items that still wait when everybody is busy, and do not put up with it, interrupt other work.
    #[cold]
    pub(super) fn interrupt_all<O: Observer>(&mut self, watch: &mut O) {
        for pool in self.awaited.iter() {
            while self.staff[pool].urgent > 0
                && let Some(place) = self.lowest_underway(pool)
                && let Some(bench) = self.choose_among(pool, |rules| rules.preempts)
            {
                self.interrupt(place, pool, watch);
                self.start_first(bench, pool, watch);
            }
        }
    }

    /// The work under way, by its place, that people would take up last if all of it waited.
    fn lowest_underway(&self, pool: PoolId) -> Option<usize> {
        let all = self.underway[pool].iter().enumerate();
        let makes_way = all.filter(|(_, work)| !self.wiring.benches[work.bench].expedite);
        let places = makes_way.map(|(place, _)| place);
        places.reduce(|low, next| match self.goes_on_before(low, next, pool) {
            true => next,
            false => low,
        })
    }

    /// Would people take up one piece of the work under way before another?
    fn goes_on_before(&self, one: usize, other: usize, pool: PoolId) -> bool {
        let [one, other] = [one, other].map(|place| &self.underway[pool][place]);
        let (first, second) = (self.keys(one.bench, pool), self.keys(other.bench, pool));
        let (ahead, behind) = (self.standing_of(one), self.standing_of(other));
        let earlier = self.goes_before((&ahead, one.bench), (&behind, other.bench));
        first < second || first == second && earlier
    }

    /// Where an item would stand in its queue.
    fn standing_of(&self, work: &Underway) -> Standing {
        let stage = self.wiring.benches[work.bench].stage;
        let kind = self.items[work.item as usize].type_id();
        self.standing_at_bench(work.item, self.passage(stage, kind))
    }

    /// The keys by which people choose a queue before they look at who stands in it: how early they are called
    /// there, how much they prefer the stage, whether its blockers have ended, the rank of the owner. (Whose turn
    /// it is by weight says nothing of work that has had its turn.) The smaller goes first.
    fn keys(&self, bench: QueueId, pool: PoolId) -> (usize, usize, bool, u32) {
        let (rules, crew) = (&self.wiring.benches[bench], &self.wiring.crews[pool]);
        let low = crew.calls.iter().filter(|call| self.is_low(call.minimum));
        let mut calls =
            low.flat_map(|call| call.feeders.iter().map(|stage| (*stage, call.minimum)));
        let called = calls.position(|(stage, m)| stage == rules.stage && rules.helps >> m & 1 == 1);
        let mut stages = crew.benches.iter().map(|&b| self.wiring.benches[b].stage);
        let preferred = stages.position(|stage| crew.by_stage && stage == rules.stage);
        let rank = match self.wiring.strategy {
            Strategy::Priority => self.wiring.shares[rules.owner].1,
            _ => 0,
        };
        let late = called.unwrap_or(usize::MAX);
        (late, preferred.unwrap_or_default(), !rules.again, rank)
    }

    /// Stops some work; its item waits where it stood, with what is left to do.
    fn interrupt<O: Observer>(&mut self, place: usize, pool: PoolId, watch: &mut O) {
        let work = self.underway[pool].swap_remove(place);
        let (id, standing) = (work.item, self.standing_of(&work));
        let item = &self.items[id as usize];
        let Some(stage) = item.stage() else {
            return;
        };
        let passage = self.passage(stage, item.type_id());
        let left = match passage.in_hands {
            true => days(self.lay_down(id, pool)),
            false => days(work.until - self.now) * work.speed,
        };
        self.put_off(id, left);
        self.change(id, stage, State::Waiting);
        watch.event(self.now, Event::Interrupted { item: id, stage }, self);
        self.benches[work.bench].join(standing);
        self.await_person(passage, 0);
        // Whoever is called away has a hand free for the other item, even if there should be fewer people by now.
        let staff = &mut self.staff[pool];
        staff.free = staff.free.saturating_add(1);
    }
}
