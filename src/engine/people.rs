//! People: what they pick, how long it takes them, and what becomes of it.

use super::allocation::turn;
use super::blockers::NONE;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, Place, State};
use super::outcomes::Outcome;
use super::queue::Standing;
use super::today::NO_ROW;
use super::wiring::{Bench, Passage, QueueId};
use crate::model::{Order, PoolId, Set, StageId, Ticks, ticks};
use crate::random::Key;

impl Board<'_> {
    /// Whoever works on items of this type here, or has stayed with a finished one, is free.
    #[inline]
    pub(super) fn release(&mut self, passage: &Passage<'_>) {
        let Some(pool) = passage.worker else {
            return;
        };
        let staff = &mut self.staff[pool];
        if staff.beyond > 0 {
            staff.beyond -= 1;
            return self.end_overtime(pool, 1);
        }
        staff.free = staff.free.saturating_add(1);
        self.idle = self.idle.with(pool);
        self.choosing = self.choosing.with(pool);
    }

    /// A finished item leaves: whoever has stayed with it is free.
    #[inline]
    pub(super) fn release_from_done(&mut self, id: ItemId, passage: &Passage<'_>) {
        if passage.holds_person && !std::mem::take(&mut self.items[id as usize].alone) {
            self.release(passage);
        }
    }

    /// The item joins those that wait for a person of its stage.
    #[inline]
    pub(super) fn wait_for_person(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &mut self.items[id as usize];
        (item.joined, item.again) = (self.joins, false);
        let class = usize::from(item.expedite());
        let standing = item.standing(id, passage.order, self.joins, passage.left);
        self.joins += 1;
        self.benches[passage.bench[class]].join(standing);
        self.await_person(passage, class);
    }

    /// One more item waits for the people of its stage.
    #[inline]
    pub(super) fn await_person(&mut self, passage: &Passage<'_>, class: usize) {
        if let Some(pool) = passage.worker {
            let staff = &mut self.staff[pool];
            staff.queued += 1;
            staff.urgent += class as u32;
            self.awaited = self.awaited.with(pool);
            self.choosing = self.choosing.with(pool);
        }
    }

    /// Free people pick what they work on next.
    #[inline]
    pub(super) fn choose_all<O: Observer>(&mut self, watch: &mut O) {
        loop {
            self.choosing = self.choosing.and(self.idle).and(self.awaited);
            let Some(pool) = self.choosing.min() else {
                break;
            };
            match self.next_for(pool) {
                Some(bench) => self.start_first(bench, pool, watch),
                None => self.choosing = self.choosing.less(pool),
            }
        }
        if self.wiring.preempts {
            self.interrupt_all(watch);
        }
        self.plan_hands();
    }

    /// The queue whose first item a free person of the pool takes.
    #[inline]
    fn next_for(&mut self, pool: PoolId) -> Option<QueueId> {
        self.wiring.sole[pool].or_else(|| self.choose_bench(pool))
    }

    /// The same where there are several queues.
    #[inline(never)]
    pub(super) fn choose_bench(&mut self, pool: PoolId) -> Option<QueueId> {
        let expedite = self.staff[pool].urgent > 0;
        self.choose_among(pool, |rules| rules.expedite == expedite)
    }

    /// The queue whose first item a person of the pool takes of those that are wanted; if any of these are
    /// expedite, all are.
    pub(super) fn choose_among(
        &mut self,
        pool: PoolId,
        wanted: impl Fn(&Bench) -> bool,
    ) -> Option<QueueId> {
        let (stage, helps) = self.direction(pool, &wanted);
        let fits = |rules: &Bench| {
            wanted(rules) && stage.is_none_or(|s| s == rules.stage) && rules.helps & helps == helps
        };
        let again = self.wiring.crews[pool].resumes && self.has_first(pool, fits);
        let fits = |rules: &Bench| fits(rules) && rules.again == again;
        match self.wiring.in_turn {
            true if self.staff[pool].urgent == 0 => self.bench_in_turn(pool, fits),
            _ => self.best_bench(pool, fits),
        }
    }

    /// Is there among the queues that fit one of items whose blocker has ended?
    fn has_first(&self, pool: PoolId, fits: impl Fn(&Bench) -> bool) -> bool {
        let mut benches = self.wiring.crews[pool].benches.iter();
        benches.any(|&bench| {
            let rules = &self.wiring.benches[bench];
            rules.again && !self.benches[bench].is_empty() && fits(rules)
        })
    }

    /// Where the pool looks for work: in one stage only, if it is called there or prefers it, and only for
    /// items that help these minimums. Only such queues as are wanted count.
    fn direction(&self, pool: PoolId, wanted: impl Fn(&Bench) -> bool) -> (Option<StageId>, u64) {
        let crew = &self.wiring.crews[pool];
        let urgent =
            |bench: QueueId| wanted(&self.wiring.benches[bench]) && !self.benches[bench].is_empty();
        if let Some((stage, minimum)) = self.called(pool, &urgent) {
            return (Some(stage), 1 << minimum);
        }
        let mut benches = crew.benches.iter().copied().filter(|_| crew.by_stage);
        let first = benches.find(|&bench| urgent(bench));
        (first.map(|bench| self.wiring.benches[bench].stage), 0)
    }

    /// The best queue of the owner whose turn it is, among those that fit.
    fn bench_in_turn(&mut self, pool: PoolId, fits: impl Fn(&Bench) -> bool) -> Option<QueueId> {
        let mut present = 0_u64;
        for &bench in &self.wiring.crews[pool].benches {
            let rules = &self.wiring.benches[bench];
            if !self.benches[bench].is_empty() && fits(rules) {
                present |= 1 << rules.owner;
            }
        }
        let has = |owner: usize| present >> owner & 1 == 1;
        let credits = &mut self.pool_credits[pool];
        let turn = turn(self.wiring.strategy, self.wiring, credits, has)?;
        self.best_bench(pool, |rules| {
            fits(rules) && turn.is_for(rules.owner, self.wiring)
        })
    }

    /// The stage that a minimum calls the pool to, and that minimum: of several that are undercut the
    /// one furthest downstream, and of the stages that feed it the nearest with an item that helps.
    fn called(&self, pool: PoolId, fits: &impl Fn(QueueId) -> bool) -> Option<(StageId, usize)> {
        let crew = &self.wiring.crews[pool];
        let low = crew.calls.iter().filter(|call| self.is_low(call.minimum));
        low.into_iter().find_map(|call| {
            let helps = |stage: StageId| {
                crew.benches.iter().any(|&b| {
                    let rules = &self.wiring.benches[b];
                    rules.stage == stage && rules.helps >> call.minimum & 1 == 1 && fits(b)
                })
            };
            call.feeders
                .iter()
                .copied()
                .find(|&s| helps(s))
                .map(|s| (s, call.minimum))
        })
    }

    /// The queue with the best first item among those that fit.
    fn best_bench(&self, pool: PoolId, fits: impl Fn(&Bench) -> bool) -> Option<QueueId> {
        let mut best: Option<(&Standing, QueueId)> = None;
        for &bench in &self.wiring.crews[pool].benches {
            let Some(standing) = self.benches[bench].first() else {
                continue;
            };
            if !fits(&self.wiring.benches[bench]) {
                continue;
            }
            if best.is_none_or(|leader| self.goes_before((standing, bench), leader)) {
                best = Some((standing, bench));
            }
        }
        best.map(|(_, bench)| bench)
    }

    /// Does one queue's first item go before another's? Items of stages that go by different orders
    /// are compared by age.
    pub(super) fn goes_before(
        &self,
        one: (&Standing, QueueId),
        other: (&Standing, QueueId),
    ) -> bool {
        let order =
            |bench: QueueId| -> Order { self.model.stages[self.wiring.benches[bench].stage].order };
        if order(one.1) == order(other.1) {
            return one.0 < other.0;
        }
        one.0.without_order() < other.0.without_order()
    }

    /// A person of the pool starts on the first item of a queue.
    #[inline]
    pub(super) fn start_first<O: Observer>(&mut self, bench: QueueId, pool: PoolId, watch: &mut O) {
        let Some(id) = self.benches[bench].leave() else {
            return;
        };
        let rules = &self.wiring.benches[bench];
        let stage = rules.stage;
        self.leave_bench(pool, rules.expedite);
        self.take_person(pool);
        self.change(id, stage, State::Working);
        let item = &self.items[id as usize];
        let passage = self.passage(stage, item.type_id());
        if item.stop != NONE {
            watch.event(self.now, Event::Resumed { item: id, stage }, self);
            return self.go_on_working(id, passage);
        }
        watch.event(self.now, Event::Started { item: id, stage }, self);
        let item = &self.items[id as usize];
        if item.row != NO_ROW && item.visit == 0 {
            return self.take_up_row(id, passage);
        }
        let effort = self.draw_work(id, passage) + self.bring_out(id);
        let crew = &self.wiring.crews[pool];
        match passage.may_stop {
            true => self.begin_work(id, passage, effort),
            false if crew.shares_effort => self.take_in_hand(id, pool, effort),
            false => self.plan_work_end(id, ticks(crew.time_for(effort))),
        }
    }

    /// One item less waits for a person of the pool.
    #[inline]
    pub(super) fn leave_bench(&mut self, pool: PoolId, expedite: bool) {
        let staff = &mut self.staff[pool];
        staff.urgent -= u32::from(expedite);
        staff.queued -= 1;
        let nobody_waits = u64::from(staff.queued == 0) << pool;
        self.awaited.0 &= !nobody_waits;
    }

    /// One person more of the pool is busy.
    #[inline]
    pub(super) fn take_person(&mut self, pool: PoolId) {
        let staff = &mut self.staff[pool];
        staff.free -= u32::from(staff.free != u32::MAX);
        let nobody_free = u64::from(staff.free == 0) << pool;
        self.idle.0 &= !nobody_free;
    }

    /// The item begins to pass its time in a column where nobody works.
    pub(super) fn pass_time<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        watch.event(self.now, Event::Started { item: id, stage }, self);
        let passage = self.passage(stage, self.items[id as usize].type_id());
        let length: Ticks = ticks(self.draw_work(id, passage));
        self.plan_work_end(id, length);
    }

    /// The work of a visit, in days.
    #[inline]
    pub(super) fn draw_work(&self, id: ItemId, passage: &Passage<'_>) -> f64 {
        let item = &self.items[id as usize];
        let address = item.visit_address(passage.work_link);
        let work = self.work_of(item, passage);
        work.map_or(0.0, |law| law.sample(&mut address.stream()))
    }

    /// The work on an item ends: what is the outcome?
    pub(super) fn end_work<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &self.items[id as usize];
        let Some(stage) = item.stage() else {
            return;
        };
        let passage = self.passage(stage, item.type_id());
        let outcome = item.outcome(passage);
        if let Some(pool) = passage.worker.filter(|_| passage.in_hands) {
            self.end_in_hand(id, pool);
        }
        if passage.may_stop {
            self.forget_underway(id, passage);
            self.close_record(id);
        }
        if !passage.holds_person || !outcome.keeps_person(passage) {
            self.release(passage);
        }
        self.change(id, stage, State::Done);
        self.conclude(id, stage, outcome, watch);
    }

    /// The work of a stage is done.
    #[inline]
    pub(super) fn conclude<O: Observer>(
        &mut self,
        id: ItemId,
        stage: StageId,
        outcome: Outcome,
        watch: &mut O,
    ) {
        match outcome {
            Outcome::Done => self.finish(id, stage, watch),
            Outcome::Discarded => self.discard(id, stage, watch),
            Outcome::Again => self.do_again(id, stage, watch),
            Outcome::Parts => self.fall_apart(id, stage, watch),
        }
    }

    /// The item leaves for good.
    pub(super) fn discard<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        self.depart(id, stage);
        watch.event(self.now, Event::Discarded { item: id, stage }, self);
    }

    /// The item leaves its stage and the board.
    #[inline]
    pub(super) fn depart(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        item.place = Place::Gone;
        let (kind, state) = (item.type_id(), item.state);
        let passage = self.passage(stage, kind);
        self.let_go(id);
        self.vacate(id, stage, passage, Set::default(), state);
    }
}

impl Item {
    /// The address of a draw that belongs to this visit, given the link of stage and purpose.
    #[inline]
    pub(super) fn visit_address(&self, link: u64) -> Key {
        let address = self.key.with(link);
        match self.visit {
            0 => address,
            visit => address.with(u64::from(visit)),
        }
    }

    /// Does the item turn out not to be worth going on with?
    #[inline]
    pub(super) fn is_discarded(&self, passage: &Passage<'_>) -> bool {
        let lot = self.visit_address(passage.discard_link);
        passage.discard > 0.0 && lot.uniform() < passage.discard
    }
}
