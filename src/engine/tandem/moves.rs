//! Moves: who comes into which stage, who works on what, and what becomes of it.

use super::parts::{NONE, Newcomer, Post, Visit, Walker};
use super::{Fate, Follower, Tandem};
use crate::engine::item::{ItemId, Moment};
use crate::engine::trial::MOST_AT_ONCE;
use crate::engine::wiring::OnEntry;
use crate::model::{Backlog, StageId, Ticks, TypeId, ticks};
use crate::random::Key;

impl Tandem<'_> {
    /// Puts what is there on day 0 into the backlog, oldest first, equal ages in a random order. How many are they?
    pub(super) fn fill_backlog<F: Follower>(&mut self, follower: &mut F) -> u64 {
        let mut items = std::mem::take(&mut self.newcomers);
        items.clear();
        for (kind, law) in self.model.types.iter().enumerate() {
            if let Backlog::Items { items: count, age } = &law.backlog {
                let room = (MOST_AT_ONCE + 1).saturating_sub(items.len() as u64);
                let numbers = 0..u64::from(*count).min(room);
                let inflow = &self.inflows[kind];
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
            let work = self.first_length(key, kind);
            let walker = self.create(kind, (key, work), arrived);
            self.join_backlog(walker, follower);
        }
        self.course.present = items.len();
        self.newcomers = items;
        self.course.present as u64
    }

    /// An item of a type comes into being.
    #[inline(always)]
    pub(super) fn be_born(&mut self, kind: TypeId, item: (Key, Ticks)) -> Walker {
        self.course.arrived += 1;
        self.create(kind, item, self.now as Moment)
    }

    /// The same of one that arrived then, with its address and the length of its work in the first stage.
    #[inline(always)]
    fn create(&mut self, kind: TypeId, item: (Key, Ticks), arrived: Moment) -> Walker {
        let id = self.course.create(kind, item, arrived);
        Walker::new(id, kind, item.0)
    }

    /// How long work takes in a stage, if somebody works there.
    #[inline(always)]
    pub(super) fn length(&self, key: Key, stage: StageId, kind: u8) -> Ticks {
        let visit = self.visit(stage, kind);
        let mut stream = key.with(visit.work_link).stream();
        let effort = match visit.work {
            Some(law) => law.draw(&mut stream),
            None => 0.0,
        };
        if visit.pace == 1.0 {
            return ticks(effort);
        }
        paced(effort, visit.pace)
    }

    /// What an item's type meets in a stage.
    #[inline(always)]
    fn visit(&self, stage: StageId, kind: u8) -> &Visit<'_> {
        &self.visits[stage * self.types + usize::from(kind)]
    }

    /// One join of a queue more; returns its number.
    #[inline(always)]
    fn count_join(&mut self) -> u64 {
        let number = self.happened;
        self.happened += 1;
        number
    }

    /// How long work takes in the first stage, where it need not be quick.
    #[inline(never)]
    pub(super) fn first_length(&self, key: Key, kind: TypeId) -> Ticks {
        self.length(key, 0, kind as u8)
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
    #[inline]
    fn join_line(&mut self, walker: Walker, stage: StageId) {
        let joined = self.count_join();
        if !self.wanted.has(stage) {
            self.wanted = self.wanted.with(stage);
            self.course.levels[stage].kept_since = self.now;
        }
        let visit = &self.visits[stage * self.types + usize::from(walker.kind)];
        let standing = || visit.standing(walker, joined);
        self.stages[stage].line.join(walker, standing);
    }

    /// The first who would like to come into a stage leaves the queue, and what it has waited is told.
    #[inline(always)]
    fn leave_line<F: Follower>(&mut self, stage: StageId, follower: &mut F) -> Option<Walker> {
        let now = self.now;
        let known = |id| Walker::of(id, &self.course);
        let (walker, last) = self.stages[stage].line.leave(known)?;
        if last {
            self.wanted = self.wanted.less(stage);
            let level = &mut self.course.levels[stage];
            level.kept_out += now - level.kept_since;
        }
        let since = match stage.checked_sub(1) {
            None => std::mem::replace(&mut self.first_since, now),
            Some(before) => self.course.stay(walker.row as usize + before).ended,
        };
        if now > since {
            follower.waited(stage, walker.id, since..now);
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
                walker.row = self.leave_backlog(walker);
                self.course.begin(walker.row as usize, now);
            }
            Some(before) => {
                self.leave(before);
                let spent = self.course.go_on(walker.row as usize + before, now);
                follower.passed(before, spent);
                if self.keeps.has(before) {
                    self.release_from_done(walker, before);
                }
            }
        }
        let level = &mut self.course.levels[stage];
        let full = level.turn(now, level.items + 1);
        self.full.0 |= u64::from(full) << stage;
        if !self.staffed.has(stage) && self.visit(stage, walker.kind).on_entry != OnEntry::Waits {
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
    #[inline]
    fn join_bench(&mut self, walker: Walker, stage: StageId) {
        let joined = self.count_join();
        self.awaited = self.awaited.with(stage);
        let visit = &self.visits[stage * self.types + usize::from(walker.kind)];
        let standing = || visit.standing(walker, joined);
        self.stages[stage].bench.join(walker, standing);
    }

    /// An item leaves its backlog, pulled for the first time; returns the number of its first stay.
    #[inline(always)]
    fn leave_backlog(&mut self, walker: Walker) -> u32 {
        self.course.backlog[usize::from(walker.kind)] -= 1;
        let row = self.course.open();
        let life = &mut self.course.lives[walker.id as usize];
        (life.row, life.plannings) = (row, self.held);
        self.course.stay(row as usize).work = life.work;
        row
    }

    /// An item leaves a stage.
    #[inline(always)]
    fn leave(&mut self, stage: StageId) {
        let level = &mut self.course.levels[stage];
        let full = level.turn(self.now, level.items - 1);
        self.full.0 &= !(u64::from(!full) << stage);
    }

    /// Somebody free begins to work on an item.
    #[inline(always)]
    fn start(&mut self, walker: Walker, stage: StageId) {
        // Part by part: what a call can see would have to be put together in memory for all.
        let Walker { key, id, row, kind } = walker;
        self.begin_work(key, id, row, kind, stage);
    }

    /// The same. Will the item be discarded then, and if not, how long will the work in the next stage take?
    #[inline(never)]
    fn begin_work(&mut self, key: Key, id: ItemId, row: u32, kind: u8, stage: StageId) {
        let number = self.stages[stage].free;
        let post = &mut self.posts[number as usize];
        self.stages[stage].free = post.next;
        let stay = self.course.stay(row as usize + stage);
        stay.started = self.now;
        let end = self.now.saturating_add(stay.work);
        self.calendar.plan(end, self.sources + number as usize);
        let visit = &self.visits[stage * self.types + usize::from(kind)];
        let walker = Walker { key, id, row, kind };
        post.walker = walker;
        post.discarded = is_discarded(key, visit);
        if !post.discarded {
            self.prepare(walker, stage + 1);
        }
    }

    /// Draws how long the work on an item will take in a stage.
    #[inline(always)]
    fn prepare(&mut self, walker: Walker, stage: StageId) {
        if stage < self.shelf_stage {
            let work = self.length(walker.key, stage, walker.kind);
            self.course.stay(walker.row as usize + stage).work = work;
        }
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
            if last {
                self.awaited = self.awaited.less(stage);
            }
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
        if self.visit(stage, walker.kind).on_entry == OnEntry::Waits {
            let post = self.course.lives[walker.id as usize].post;
            self.release(post as usize, stage);
        }
    }

    /// Nothing happens now but that the work at a post ends.
    #[inline]
    pub(super) fn end_alone<F: Follower>(&mut self, number: usize, follower: &mut F) {
        let (walker, stage, discarded) = self.end_work(number);
        let next = stage + 1;
        if discarded {
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
        let (walker, stage, discarded) = self.end_work(number);
        self.settle(walker, stage, discarded, follower);
    }

    /// The work at a post ends: on what, where, and does it turn out not to be worth going on with? The person is free,
    /// unless people stay here with what they have finished.
    #[inline(always)]
    fn end_work(&mut self, number: usize) -> (Walker, StageId, bool) {
        let Post {
            walker,
            stage,
            discarded,
            ..
        } = self.posts[number];
        let stage = usize::from(stage);
        self.course.stay(walker.row as usize + stage).ended = self.now;
        if discarded || !self.keeps.has(stage) {
            self.release(number, stage);
        } else {
            self.course.lives[walker.id as usize].post = number as u32;
        }
        (walker, stage, discarded)
    }

    /// An item comes into a stage where nobody works and is done there at once.
    #[inline]
    fn conclude<F: Follower>(&mut self, walker: Walker, stage: StageId, follower: &mut F) {
        let stay = self.course.stay(walker.row as usize + stage);
        (stay.started, stay.ended) = (self.now, self.now);
        let discarded = is_discarded(walker.key, self.visit(stage, walker.kind));
        self.prepare(walker, stage + 1);
        self.settle(walker, stage, discarded, follower);
    }

    /// What is done in a stage is discarded, or lies on the shelf, or would like to go on.
    #[inline(always)]
    fn settle<F: Follower>(
        &mut self,
        walker: Walker,
        stage: StageId,
        discarded: bool,
        follower: &mut F,
    ) {
        if discarded {
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
        let (id, kind) = (walker.id, usize::from(walker.kind));
        self.course.lives[id as usize].fate = Fate::Ready;
        if let Some(way) = self.course.way(id, self.shelf_stage) {
            follower.reached(self.now, way);
        }
        let joined = self.count_join();
        match self.shelf.is_row() {
            true => self.shelf.lay(id, kind),
            false => {
                let visit = self.visit(self.shelf_stage, walker.kind);
                let standing = visit.standing(walker, joined);
                self.shelf.sort_in(kind, standing);
            }
        }
    }

    /// An item is gone for good.
    #[inline(always)]
    fn discard<F: Follower>(&mut self, walker: Walker, stage: StageId, follower: &mut F) {
        self.course.lives[walker.id as usize].fate = Fate::Discarded;
        self.course.discarded += 1;
        let stay = self.course.stay(walker.row as usize + stage);
        follower.passed(stage, stay.spent(self.now));
        if let Some(way) = self.course.way(walker.id, stage) {
            follower.discarded(self.now, way);
        }
        self.course.close_row(walker.id);
        self.leave(stage);
    }

    /// A planning commits to an item it has taken from the shelf.
    #[inline]
    pub(super) fn commit<F: Follower>(&mut self, id: ItemId, follower: &mut F) {
        let stage = self.shelf_stage;
        let life = &mut self.course.lives[id as usize];
        life.fate = Fate::Committed;
        let kind = usize::from(life.kind);
        self.shelf.count_taken(kind);
        self.course.committed += 1;
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

/// How long work takes at another pace than one: apart, since to divide takes long.
#[cold]
fn paced(effort: f64, pace: f64) -> Ticks {
    ticks(effort / pace)
}

/// Does an item turn out not to be worth going on with?
#[inline(always)]
fn is_discarded(key: Key, visit: &Visit<'_>) -> bool {
    visit.discard > 0 && key.with(visit.discard_link).stream().bits() >> 11 < visit.discard
}
