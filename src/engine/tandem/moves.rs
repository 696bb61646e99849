//! Moves: who comes into which stage, who works on what, and what becomes of it.

use super::{BUSY, Fate, Follower, NONE, Post, Tandem, Visit};
use crate::engine::arrivals::tie;
use crate::engine::item::{ItemId, turn};
use crate::engine::queue::Standing;
use crate::engine::shelf::Pile;
use crate::engine::trial::MOST_AT_ONCE;
use crate::engine::wiring::OnEntry;
use crate::model::{Backlog, Order, StageId, TypeId, ticks};
use crate::random::Key;

impl Tandem<'_> {
    /// Puts what is there on day 0 into the backlog, oldest first, equal ages in a random order. How many are they?
    pub(super) fn fill_backlog<F: Follower>(&mut self, follower: &mut F) -> u64 {
        let mut items = Vec::new();
        for (kind, law) in self.model.types.iter().enumerate() {
            if let Backlog::Items { items: count, age } = &law.backlog {
                let room = (MOST_AT_ONCE + 1).saturating_sub(items.len() as u64);
                let numbers = 0..u64::from(*count).min(room);
                let inflow = &self.inflows[kind];
                items.extend(numbers.map(|n| (kind, inflow.standing(n, age.as_ref()))));
            }
        }
        items.sort_by_cached_key(|&(_, (key, arrived))| (arrived, tie(key)));
        for &(kind, (key, arrived)) in &items {
            let id = self.course.create(kind, key, arrived);
            self.join_backlog(id, follower);
        }
        self.course.present = items.len();
        items.len() as u64
    }

    /// An item of a type comes into being.
    #[inline]
    pub(super) fn be_born(&mut self, kind: TypeId) -> ItemId {
        let key = self.inflows[kind].next_item(0);
        self.course.arrived += 1;
        self.course.create(kind, key, self.now as i64)
    }

    /// An item's standing in a queue of a stage. (The items are numbered by age.)
    #[inline]
    fn standing(&mut self, id: ItemId, stage: StageId) -> Standing {
        let life = &self.course.lives[id as usize];
        let kind = usize::from(life.kind);
        let joined = self.joins;
        self.joins += 1;
        let order = match self.visits[stage * self.types + kind].order {
            Order::Fifo => u64::from(id),
            Order::StageFifo => u64::from(joined),
            // Without a value of its own an item is worth nothing, whatever is left to do.
            other => turn(other, id, life.key, (0.0, 0.0)),
        };
        Standing {
            rank: self.wiring.births[kind].pattern.rank,
            order,
            seniority: id,
            item: id,
        }
    }

    /// An item waits in its backlog.
    pub(super) fn join_backlog<F: Follower>(&mut self, id: ItemId, follower: &mut F) {
        let standing = self.standing(id, 0);
        let first = self.stages[0].line.first().copied();
        self.join_line(0, standing);
        if first.is_none_or(|first| standing < first) {
            // Whoever stood in front of it waits behind it from now on.
            if let Some(first) = first
                && self.now > self.first_since
            {
                follower.waited(0, first.item, self.first_since..self.now);
            }
            self.first_since = self.now;
        }
    }

    /// Somebody would like to come into a stage.
    #[inline]
    fn join_line(&mut self, stage: StageId, standing: Standing) {
        if !self.wanted.has(stage) {
            self.wanted = self.wanted.with(stage);
            self.course.levels[stage].kept_since = self.now;
        }
        self.stages[stage].line.join(standing);
    }

    /// The first who would like to come into a stage leaves the queue, and what it has waited is told.
    #[inline]
    fn leave_line<F: Follower>(&mut self, stage: StageId, follower: &mut F) -> Option<ItemId> {
        let now = self.now;
        let line = &mut self.stages[stage].line;
        let id = line.leave()?;
        if line.is_empty() {
            self.wanted = self.wanted.less(stage);
            let level = &mut self.course.levels[stage];
            level.kept_out += now - level.kept_since;
        }
        let since = match stage.checked_sub(1) {
            None => std::mem::replace(&mut self.first_since, now),
            Some(before) => self.course.stay(id as usize, before).ended,
        };
        if now > since {
            follower.waited(stage, id, since..now);
        }
        Some(id)
    }

    /// Can an item go straight into the first stage?
    #[inline]
    pub(super) fn is_free_to_enter(&self) -> bool {
        !self.full.or(self.wanted).has(0)
    }

    /// Pulls until nothing can move, downstream stages first. When it is `alone` that something has happened at this
    /// instant, no stage gets more than one item by that.
    #[inline]
    pub(super) fn pull_all<F: Follower>(&mut self, alone: bool, follower: &mut F) {
        let start = self.joins;
        while let Some(stage) = self.wanted.without(self.full).max() {
            let Some(id) = self.leave_line(stage, follower) else {
                return;
            };
            self.enter(id, stage, alone, follower);
            if u64::from(self.joins - start) > MOST_AT_ONCE {
                return;
            }
        }
    }

    /// An item comes into a stage out of the one before or out of its backlog.
    #[inline]
    pub(super) fn enter<F: Follower>(
        &mut self,
        id: ItemId,
        stage: StageId,
        alone: bool,
        follower: &mut F,
    ) {
        let now = self.now;
        let kind = usize::from(self.course.lives[id as usize].kind);
        match stage.checked_sub(1) {
            None => self.leave_backlog(id, kind),
            Some(before) => {
                self.leave(before);
                if self.stages[before].keeps {
                    self.release_from_done(id, before, kind);
                }
            }
        }
        let level = &mut self.course.levels[stage];
        let full = level.turn(now, level.items + 1);
        self.full.0 |= u64::from(full) << stage;
        self.course.lives[id as usize].entered = stage as u8 + 1;
        let stay = self.course.stay(id as usize, stage);
        stay.entered = now;
        if self.visits[stage * self.types + kind].on_entry != OnEntry::Waits {
            (stay.started, stay.ended) = (now, now);
            return self.conclude(id, stage, kind, follower);
        }
        if alone && !self.awaited.has(stage) && self.stages[stage].free != NONE {
            self.joins += 1;
            self.start(id, stage, kind);
        } else {
            let standing = self.standing(id, stage);
            self.stages[stage].bench.join(standing);
            self.awaited = self.awaited.with(stage);
        }
    }

    /// An item leaves its backlog, pulled for the first time.
    #[inline]
    fn leave_backlog(&mut self, id: ItemId, kind: TypeId) {
        self.course.backlog[kind] -= 1;
        let row = self.course.open();
        let life = &mut self.course.lives[id as usize];
        (life.row, life.plannings[0]) = (row, self.held);
    }

    /// An item leaves a stage.
    #[inline]
    fn leave(&mut self, stage: StageId) {
        let level = &mut self.course.levels[stage];
        let full = level.turn(self.now, level.items - 1);
        self.full.0 &= !(u64::from(!full) << stage);
    }

    /// Somebody free begins to work on an item.
    #[inline]
    fn start(&mut self, id: ItemId, stage: StageId, kind: TypeId) {
        let number = self.stages[stage].free as usize;
        let post = &mut self.posts[number];
        post.item = id;
        self.stages[stage].free = std::mem::replace(&mut post.next, BUSY);
        let life = &mut self.course.lives[id as usize];
        life.post = number as u32;
        let visit = &self.visits[stage * self.types + kind];
        let mut stream = life.key.with(visit.work_link).stream();
        let effort = visit.work.map_or(0.0, |law| law.sample(&mut stream));
        let end = self.now.saturating_add(ticks(effort / visit.pace));
        self.course.stay(id as usize, stage).started = self.now;
        self.slots.set(self.sources + number, end);
    }

    /// Free people pick what they work on next.
    pub(super) fn choose_all(&mut self) {
        for stage in self.awaited.iter() {
            self.choose(stage);
        }
    }

    /// The free people of a stage pick what they work on next.
    #[inline]
    fn choose(&mut self, stage: StageId) {
        while self.awaited.has(stage) && self.stages[stage].free != NONE {
            let bench = &mut self.stages[stage].bench;
            let Some(id) = bench.leave() else {
                return;
            };
            if bench.is_empty() {
                self.awaited = self.awaited.less(stage);
            }
            let kind = usize::from(self.course.lives[id as usize].kind);
            self.start(id, stage, kind);
        }
    }

    /// Somebody is free.
    #[inline]
    fn release(&mut self, number: usize, stage: StageId) {
        let stage = &mut self.stages[stage];
        self.posts[number].next = std::mem::replace(&mut stage.free, number as u32);
    }

    /// Whoever has stayed with an item that is done in a stage is free.
    #[cold]
    fn release_from_done(&mut self, id: ItemId, stage: StageId, kind: TypeId) {
        if self.visits[stage * self.types + kind].on_entry == OnEntry::Waits {
            let post = self.course.lives[id as usize].post;
            self.release(post as usize, stage);
        }
    }

    /// Nothing happens now but that the work at a post ends.
    #[inline]
    pub(super) fn end_alone<F: Follower>(&mut self, number: usize, follower: &mut F) {
        let done = self.end_work(number);
        let next = done.stage + 1;
        if done.discarded || self.full.has(next) {
            self.settle(done, follower);
        } else {
            self.joins += 1;
            self.enter(done.id, next, true, follower);
        }
        self.pull_all(true, follower);
        self.choose(done.stage);
        if self.posts[number].next != BUSY {
            self.slots.close(self.sources + number);
        }
    }

    /// The work at a post ends, whose slot has been closed.
    pub(super) fn end<F: Follower>(&mut self, number: usize, follower: &mut F) {
        let done = self.end_work(number);
        self.settle(done, follower);
    }

    /// The work at a post ends: the person is free, unless people stay here with what they have finished.
    #[inline]
    fn end_work(&mut self, number: usize) -> Done {
        let Post {
            stage, item: id, ..
        } = self.posts[number];
        let stage = stage as usize;
        self.course.stay(id as usize, stage).ended = self.now;
        let life = &self.course.lives[id as usize];
        let kind = usize::from(life.kind);
        let discarded = is_discarded(life.key, &self.visits[stage * self.types + kind]);
        if discarded || !self.stages[stage].keeps {
            self.release(number, stage);
        } else {
            self.slots.close(self.sources + number);
        }
        Done {
            id,
            stage,
            kind,
            discarded,
        }
    }

    /// What is done at once in a stage where nobody works.
    #[inline]
    fn conclude<F: Follower>(
        &mut self,
        id: ItemId,
        stage: StageId,
        kind: TypeId,
        follower: &mut F,
    ) {
        let key = self.course.lives[id as usize].key;
        let done = Done {
            id,
            stage,
            kind,
            discarded: is_discarded(key, &self.visits[stage * self.types + kind]),
        };
        self.settle(done, follower);
    }

    /// What is done in a stage is discarded, or lies on the shelf, or would like to go on.
    #[inline]
    fn settle<F: Follower>(&mut self, done: Done, follower: &mut F) {
        let Done {
            id,
            stage,
            kind,
            discarded,
        } = done;
        if discarded {
            self.discard(id, stage);
        } else if stage == self.shelf_stage {
            self.course.lives[id as usize].plannings[1] = self.held;
            let standing = self.standing(id, stage);
            self.shelf.lay((kind, 0), standing);
            if self.has_goals {
                follower.reached(self.now, kind);
            }
        } else {
            let standing = self.standing(id, stage + 1);
            self.join_line(stage + 1, standing);
        }
    }

    /// An item is gone for good.
    #[inline]
    fn discard(&mut self, id: ItemId, stage: StageId) {
        let life = &mut self.course.lives[id as usize];
        (life.fate, life.left) = (Fate::Discarded, self.now);
        life.plannings[1] = self.held;
        self.course.discarded += 1;
        self.leave(stage);
    }

    /// A planning commits to the first item of a pile.
    pub(super) fn commit(&mut self, pile: Pile) {
        let Some(id) = self.shelf.take(pile) else {
            return;
        };
        let life = &mut self.course.lives[id as usize];
        (life.fate, life.left) = (Fate::Committed, self.now);
        self.course.committed += 1;
        self.pulled[pile.0] += 1;
        self.leave(self.shelf_stage);
    }
}

/// An item whose work is done in a stage.
#[derive(Debug, Clone, Copy)]
struct Done {
    id: ItemId,
    stage: StageId,
    kind: TypeId,
    discarded: bool,
}

/// Does an item turn out not to be worth going on with?
#[inline]
fn is_discarded(key: Key, visit: &Visit<'_>) -> bool {
    visit.discard > 0 && key.with(visit.discard_link).stream().bits() >> 11 < visit.discard
}
