//! People: what they pick, how long it takes them, and what becomes of it.

use super::allocation::turn;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, Place, State};
use super::queue::Standing;
use super::wiring::{Bench, QueueId};
use crate::model::{Hold, Order, PoolId, Set, StageId, Strategy, Ticks, Work, ticks};
use crate::random::Purpose;

impl Board<'_> {
    /// A person of the pool is free.
    pub(super) fn release_person(&mut self, pool: PoolId) {
        if self.wiring.crews[pool].people != u32::MAX {
            self.free[pool] += 1;
        }
        self.choosing = self.choosing.with(pool);
    }

    /// The item joins those that wait for a person of its stage.
    pub(super) fn wait_for_person(&mut self, id: ItemId, stage: StageId) {
        let item = &self.items[id as usize];
        let kind = item.type_id();
        let passage = self.wiring.passage(stage, kind);
        let bench = passage.bench[usize::from(item.expedite())];
        let (priority, order) = (
            self.model.types[kind].priority,
            self.model.stages[stage].order,
        );
        let standing = item.standing(priority, order, self.joins, passage.left);
        self.joins += 1;
        self.benches[bench].join(standing, id);
        if let Some(pool) = self.model.stages[stage].pool {
            self.queued[pool][usize::from(item.expedite())] += 1;
            self.choosing = self.choosing.with(pool);
        }
    }

    /// Free people pick what they work on next.
    pub(super) fn choose_all<O: Observer>(&mut self, watch: &mut O) {
        while let Some(pool) = self.choosing.min() {
            match self.next_for(pool) {
                Some(bench) => self.start_first(bench, pool, watch),
                None => self.choosing.0 &= !(1 << pool),
            }
        }
    }

    /// The queue whose first item a free person of the pool takes.
    fn next_for(&mut self, pool: PoolId) -> Option<QueueId> {
        let [ordinary, expedite] = self.queued[pool];
        if self.free[pool] == 0 || ordinary + expedite == 0 {
            return None;
        }
        let expedite = expedite > 0;
        let (stage, helps) = self.direction(pool, expedite);
        let fits = |rules: &Bench| {
            rules.expedite == expedite
                && stage.is_none_or(|s| s == rules.stage)
                && rules.helps & helps == helps
        };
        match self.wiring.strategy {
            Strategy::Weighted | Strategy::Priority if !expedite => self.bench_in_turn(pool, fits),
            _ => self.best_bench(pool, fits),
        }
    }

    /// Where the pool looks for work: in one stage only, if it is called there or prefers it, and only for
    /// items that help these minimums.
    fn direction(&self, pool: PoolId, expedite: bool) -> (Option<StageId>, u64) {
        let crew = &self.wiring.crews[pool];
        let urgent = |bench: QueueId| {
            self.wiring.benches[bench].expedite == expedite && !self.benches[bench].is_empty()
        };
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
        let turn = turn(self.wiring.strategy, &self.wiring, credits, has)?;
        self.best_bench(pool, |rules| {
            fits(rules) && turn.is_for(rules.owner, &self.wiring)
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
        let mut best: Option<(Standing, QueueId)> = None;
        for &bench in &self.wiring.crews[pool].benches {
            let Some((standing, _)) = self.benches[bench].first() else {
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
    fn goes_before(&self, one: (Standing, QueueId), other: (Standing, QueueId)) -> bool {
        let order =
            |bench: QueueId| -> Order { self.model.stages[self.wiring.benches[bench].stage].order };
        if order(one.1) == order(other.1) {
            return one.0 < other.0;
        }
        let age = |s: Standing| (s.before_order(), s.seniority());
        age(one.0) < age(other.0)
    }

    /// A person of the pool starts on the first item of a queue.
    fn start_first<O: Observer>(&mut self, bench: QueueId, pool: PoolId, watch: &mut O) {
        let Some(id) = self.benches[bench].leave() else {
            return;
        };
        let &Bench {
            stage, expedite, ..
        } = &self.wiring.benches[bench];
        self.queued[pool][usize::from(expedite)] -= 1;
        if self.wiring.crews[pool].people != u32::MAX {
            self.free[pool] -= 1;
        }
        self.change(id, stage, State::Working);
        watch.event(self.now, Event::Started { item: id, stage }, self);
        let effort = self.draw_work(id, stage);
        self.plan_work_end(id, ticks(effort / self.wiring.crews[pool].availability));
    }

    /// The item begins to pass its time in a column where nobody works.
    pub(super) fn pass_time<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        watch.event(self.now, Event::Started { item: id, stage }, self);
        let length: Ticks = ticks(self.draw_work(id, stage));
        self.plan_work_end(id, length);
    }

    /// The work of a visit, in days.
    fn draw_work(&self, id: ItemId, stage: StageId) -> f64 {
        let item = &self.items[id as usize];
        let law = &self.model.stages[stage];
        match &law.visits[item.type_id()].work {
            Work::Service(work) | Work::Elapsed(work) => {
                work.sample(&mut item.key.purpose(Purpose::Work).with(law.key.0).stream())
            }
            Work::None => 0.0,
        }
    }

    /// The work on an item ends: it is discarded, or waits for its next stage.
    pub(super) fn end_work<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let Some(stage) = self.items[id as usize].stage() else {
            return;
        };
        let hold = self.model.stages[stage].hold;
        let discarded = self.is_discarded(id, stage);
        if let Some(pool) = self.worker(id, stage)
            && (discarded || hold == Hold::Kanban)
        {
            self.release_person(pool);
        }
        self.change(id, stage, State::Done);
        self.conclude(id, stage, discarded, watch);
    }

    /// The pool of which somebody works, or has worked, on an item in a stage; in a column nobody does.
    pub(super) fn worker(&self, id: ItemId, stage: StageId) -> Option<PoolId> {
        let law = &self.model.stages[stage];
        let work = &law.visits[self.items[id as usize].type_id()].work;
        law.pool.filter(|_| matches!(work, Work::Service(_)))
    }

    /// Does the item turn out not to be worth going on with?
    pub(super) fn is_discarded(&self, id: ItemId, stage: StageId) -> bool {
        let (item, law) = (&self.items[id as usize], &self.model.stages[stage]);
        let discard = law.visits[item.type_id()].discard;
        let lot = item.key.purpose(Purpose::Discard).with(law.key.0);
        discard > 0.0 && lot.uniform() < discard
    }

    /// The work of a stage is done.
    pub(super) fn conclude<O: Observer>(
        &mut self,
        id: ItemId,
        stage: StageId,
        discarded: bool,
        watch: &mut O,
    ) {
        if discarded {
            self.discard(id, stage, watch);
        } else {
            self.finish(id, stage, watch);
        }
    }

    /// The item leaves for good.
    fn discard<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        self.vacate(id, stage, Set::default());
        self.items[id as usize].place = Place::Gone;
        watch.event(self.now, Event::Discarded { item: id, stage }, self);
    }
}
