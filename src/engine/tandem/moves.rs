//! Moves: who comes into which stage, who works on what, and what becomes of it.

use super::course::{Life, UNKNOWN};
use super::parts::{NONE, Newcomer, Post, Visit, Walker};
use super::{Fate, Follower, Tandem};
use crate::engine::item::ItemId;
use crate::engine::trial::MOST_AT_ONCE;
use crate::engine::wiring::OnEntry;
use crate::model::{Backlog, StageId, Ticks, TypeId};

impl Tandem<'_> {
    /// Puts what is there on day 0 into the backlog, oldest first, equal ages in a random order. How many are they?
    pub(super) fn fill_backlog<F: Follower>(&mut self, follower: &mut F) -> u64 {
        let mut items = std::mem::take(&mut self.newcomers);
        items.clear();
        for (kind, law) in self.model.types.iter().enumerate() {
            if let Backlog::Items { items: count, age } = &law.backlog {
                let room = (MOST_AT_ONCE + 1).saturating_sub(items.len() as u64);
                let numbers = 0..u64::from(*count).min(room);
                let inflow = &self.demand.sources[kind].inflow;
                items.extend(numbers.map(|number| {
                    let (key, arrived) = inflow.standing(number, age.as_ref());
                    Newcomer::new(kind, key, arrived)
                }));
            }
        }
        items.sort_unstable_by_key(|item| item.standing);
        for &Newcomer {
            kind, key, arrived, ..
        } in &items
        {
            self.course.add(Life::new(kind, key, arrived));
        }
        for _ in 0..items.len() {
            let (id, kind) = self.course.bear();
            self.join_backlog(Walker::new(id, kind), follower);
        }
        self.course.present = items.len();
        self.newcomers = items;
        self.course.present as u64
    }

    /// The next item comes into being.
    #[inline(always)]
    pub(super) fn be_born(&mut self) -> Walker {
        *self.course.numbers.arrived() += 1;
        let (id, kind) = self.course.bear();
        Walker::new(id, kind)
    }

    /// What an item's type meets in a stage.
    #[inline(always)]
    fn visit(&self, stage: StageId, kind: TypeId) -> &Visit<'_> {
        &self.visits[stage * self.types + kind]
    }

    /// One join of a queue more; returns its number.
    #[inline(always)]
    fn count_join(&mut self) -> u64 {
        let number = self.happened;
        self.happened += 1;
        number
    }

    /// An item waits in its backlog.
    #[inline]
    pub(super) fn join_backlog<F: Follower>(&mut self, walker: Walker, follower: &mut F) {
        match self.wanted.has(0) && self.stages[0].line.is_row() {
            // Whoever is first in a row remains so.
            true => self.join_line(walker, 0),
            false => self.join_in_front(walker, follower),
        }
    }

    /// The same where it may be the first then.
    #[inline(never)]
    fn join_in_front<F: Follower>(&mut self, walker: Walker, follower: &mut F) {
        let before = self.stages[0].line.first();
        self.join_line(walker, 0);
        let first = self.stages[0].line.first();
        if before != first {
            // Whoever stood in front waits behind it from now on.
            if let Some(before) = before
                && self.now > self.first_since
            {
                follower.waited(0, before, self.first_since..self.now);
            }
            self.first_since = self.now;
        }
    }

    /// Somebody would like to come into a stage.
    #[inline(always)]
    fn join_line(&mut self, walker: Walker, stage: StageId) {
        let joined = self.count_join();
        if !self.wanted.has(stage) {
            self.wanted = self.wanted.with(stage);
            self.course.levels[stage].kept_since = self.now;
        }
        let visit = &self.visits[stage * self.types + walker.kind()];
        let lives = &self.course.lives;
        let standing = || visit.standing(walker.id(), lives[walker.id() as usize].key, joined);
        self.stages[stage].line.join(walker, standing);
    }

    /// The first who would like to come into a stage leaves the queue, and what it has waited is told.
    #[inline(always)]
    fn leave_line<F: Follower>(&mut self, stage: StageId, follower: &mut F) -> Option<Walker> {
        let now = self.now;
        let known = |id| Walker::of(id, &self.course);
        let (walker, last) = self.stages[stage].line.leave(known)?;
        // Without a branch: nobody can foresee who is the last.
        self.wanted = self.wanted.less_if(last, stage);
        let level = &mut self.course.levels[stage];
        level.kept_out += (now - level.kept_since) * Ticks::from(last);
        let since = match stage.checked_sub(1) {
            None => std::mem::replace(&mut self.first_since, now),
            Some(before) => self.course.stay(walker.row() + before).ended,
        };
        if now > since {
            follower.waited(stage, walker.id(), since..now);
        }
        Some(walker)
    }

    /// Can an item go straight into the first stage?
    #[inline(always)]
    pub(super) fn is_free_to_enter(&self) -> bool {
        !self.full.or(self.wanted).has(0)
    }

    /// Pulls until nothing can move, downstream stages first. When what has happened at this instant has happened
    /// `ALONE`, no stage gets more than one item by that.
    #[inline(always)]
    pub(super) fn pull_all<F: Follower, const ALONE: bool>(&mut self, follower: &mut F) {
        let start = self.happened;
        while let Some(stage) = self.wanted.without(self.full).max() {
            let Some(walker) = self.leave_line(stage, follower) else {
                return;
            };
            self.enter::<F, ALONE>(walker, stage, follower);
            if self.happened - start > MOST_AT_ONCE {
                return;
            }
        }
    }

    /// An item comes into a stage out of the one before or out of its backlog.
    #[inline(always)]
    pub(super) fn enter<F: Follower, const ALONE: bool>(
        &mut self,
        mut walker: Walker,
        stage: StageId,
        follower: &mut F,
    ) {
        let now = self.now;
        match stage.checked_sub(1) {
            None => {
                walker = self.leave_backlog(walker);
                self.course.begin(walker.row(), now);
            }
            Some(before) => {
                self.leave(before);
                let spent = self.course.go_on(walker.row() + before, now);
                follower.passed(before, spent);
                if self.keeps.has(before) {
                    self.release_from_done(walker, before);
                }
            }
        }
        let full = self.course.come(stage, now);
        self.full.0 |= u64::from(full) << stage;
        if !self.staffed.has(stage) && self.visit(stage, walker.kind()).on_entry != OnEntry::Waits {
            return self.conclude(walker, stage, follower);
        }
        if ALONE && !self.awaited.has(stage) && self.stages[stage].free != NONE {
            self.happened += 1;
            self.start(walker, stage);
        } else {
            self.join_bench(walker, stage);
        }
    }

    /// An item waits for a person.
    #[inline(always)]
    fn join_bench(&mut self, walker: Walker, stage: StageId) {
        let joined = self.count_join();
        self.awaited = self.awaited.with(stage);
        let visit = &self.visits[stage * self.types + walker.kind()];
        let lives = &self.course.lives;
        let standing = || visit.standing(walker.id(), lives[walker.id() as usize].key, joined);
        self.stages[stage].bench.join(walker, standing);
    }

    /// An item leaves its backlog, pulled for the first time: what is there to be known of it?
    #[inline(always)]
    fn leave_backlog(&mut self, walker: Walker) -> Walker {
        let id = walker.id();
        *self.course.numbers.backlog(walker.kind()) -= 1;
        if self.course.lives[id as usize].ends_in == UNKNOWN {
            self.foretell(id);
        }
        let life = &mut self.course.lives[id as usize];
        life.plannings = self.held;
        walker.pulled(life.row, life.ends_in)
    }

    /// An item leaves a stage.
    #[inline(always)]
    fn leave(&mut self, stage: StageId) {
        let full = self.course.go(stage, self.now);
        self.full = self.full.less_if(!full, stage);
    }

    /// Somebody free begins to work on an item.
    #[inline(always)]
    fn start(&mut self, walker: Walker, stage: StageId) {
        let number = self.stages[stage].free;
        let post = &mut self.posts[number as usize];
        self.stages[stage].free = post.next;
        post.walker = walker;
        let stay = self.course.stay(walker.row() + stage);
        stay.started = self.now;
        let end = self.now.saturating_add(stay.work);
        self.calendar.plan(end, self.sources + number as usize);
    }

    /// Free people pick what they work on next.
    pub(super) fn choose_all(&mut self) {
        for stage in self.awaited.iter() {
            self.choose(stage);
        }
    }

    /// The free people of a stage pick what they work on next.
    #[inline(always)]
    fn choose(&mut self, stage: StageId) {
        while self.awaited.has(stage) && self.stages[stage].free != NONE {
            let known = |id| Walker::of(id, &self.course);
            let Some((walker, last)) = self.stages[stage].bench.leave(known) else {
                return;
            };
            self.awaited = self.awaited.less_if(last, stage);
            self.start(walker, stage);
        }
    }

    /// Somebody is free.
    #[inline(always)]
    fn release(&mut self, number: usize, stage: StageId) {
        let stage = &mut self.stages[stage];
        self.posts[number].next = std::mem::replace(&mut stage.free, number as u32);
    }

    /// Whoever has stayed with an item that is done in a stage is free.
    #[cold]
    fn release_from_done(&mut self, walker: Walker, stage: StageId) {
        if self.visit(stage, walker.kind()).on_entry == OnEntry::Waits {
            let post = self.course.lives[walker.id() as usize].post;
            self.release(usize::from(post), stage);
        }
    }

    /// Nothing happens now but that the work at a post ends.
    #[inline]
    pub(super) fn end_alone<F: Follower>(&mut self, number: usize, follower: &mut F) {
        let (walker, stage) = self.end_work(number);
        let next = stage + 1;
        if walker.ends_in(stage) {
            self.discard(walker, stage, follower);
        } else if self.full.has(next) {
            self.join_line(walker, next);
        } else {
            self.happened += 1;
            self.enter::<F, true>(walker, next, follower);
        }
        self.pull_all::<F, true>(follower);
        match self.keeps.is_empty() {
            true => self.choose(stage),
            // Whoever has moved may have set somebody free whom it had kept.
            false => self.choose_all(),
        }
    }

    /// The work at a post ends.
    pub(super) fn end<F: Follower>(&mut self, number: usize, follower: &mut F) {
        let (walker, stage) = self.end_work(number);
        self.settle(walker, stage, follower);
    }

    /// The work at a post ends: on what, and where? The person is free, unless people stay here with what they have
    /// finished.
    #[inline(always)]
    fn end_work(&mut self, number: usize) -> (Walker, StageId) {
        let Post { walker, stage, .. } = self.posts[number];
        let stage = usize::from(stage);
        self.course.stay(walker.row() + stage).ended = self.now;
        if walker.ends_in(stage) || !self.keeps.has(stage) {
            self.release(number, stage);
        } else {
            self.course.lives[walker.id() as usize].post = number as u8;
        }
        (walker, stage)
    }

    /// An item comes into a stage where nobody works and is done there at once.
    #[inline]
    fn conclude<F: Follower>(&mut self, walker: Walker, stage: StageId, follower: &mut F) {
        let stay = self.course.stay(walker.row() + stage);
        (stay.started, stay.ended) = (self.now, self.now);
        self.settle(walker, stage, follower);
    }

    /// What is done in a stage is discarded, or lies on the shelf, or would like to go on.
    #[inline(always)]
    fn settle<F: Follower>(&mut self, walker: Walker, stage: StageId, follower: &mut F) {
        if walker.ends_in(stage) {
            self.discard(walker, stage, follower);
        } else if stage == self.shelf_stage {
            self.shelve(walker, follower);
        } else {
            self.join_line(walker, stage + 1);
        }
    }

    /// An item is ready.
    #[inline]
    fn shelve<F: Follower>(&mut self, walker: Walker, follower: &mut F) {
        let (id, kind) = (walker.id(), walker.kind());
        self.course.lives[id as usize].fate = Fate::Ready;
        if let Some(way) = self.course.way(id, self.shelf_stage) {
            follower.reached(self.now, way);
        }
        let joined = self.count_join();
        *self.course.numbers.shelf(kind) += 1;
        match self.shelf.is_row() {
            true => self.shelf.lay(id),
            false => {
                let visit = self.visit(self.shelf_stage, walker.kind());
                let standing = visit.standing(id, self.course.lives[id as usize].key, joined);
                self.shelf.sort_in(kind, standing);
            }
        }
    }

    /// An item is gone for good.
    #[inline(always)]
    fn discard<F: Follower>(&mut self, walker: Walker, stage: StageId, follower: &mut F) {
        self.course.lives[walker.id() as usize].fate = Fate::Discarded;
        *self.course.numbers.discarded() += 1;
        let stay = self.course.stay(walker.row() + stage);
        follower.passed(stage, stay.spent(self.now));
        if let Some(way) = self.course.way(walker.id(), stage) {
            follower.discarded(self.now, way);
        }
        self.course.close_row(walker.id());
        self.leave(stage);
    }

    /// A planning commits to an item it has taken from the shelf.
    #[inline]
    pub(super) fn commit<F: Follower>(&mut self, id: ItemId, follower: &mut F) {
        let stage = self.shelf_stage;
        let life = &mut self.course.lives[id as usize];
        life.fate = Fate::Committed;
        let kind = usize::from(life.kind);
        *self.course.numbers.shelf(kind) -= 1;
        *self.course.numbers.done() += 1;
        self.pulled[kind] += 1;
        if let Some(way) = self.course.way(id, stage) {
            if let Some(stay) = way.stays.last() {
                follower.passed(stage, stay.spent(self.now));
            }
            follower.committed(self.now, way);
        }
        self.course.close_row(id);
        self.leave(stage);
    }
}
