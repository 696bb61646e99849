//! Plain boards: the same rules where items wait for nothing but people and room in the next stage.
//!
//! Whatever a board has beyond that (limits over several stages, minimums, blockers, patience, ...) is asked
//! for at every step by the general way of a trial. This is the short way, for boards that have none of it:
//! the same moves, told in the same order, without those questions. It is only about speed; what it may take
//! for granted is said in [`is_plain`].

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{ItemId, Place, State};
use super::wiring::{Onward, Passage, QueueId, Wiring};
use crate::model::{Backlog, Model, PoolId, Set, StageId, TypeId, WorkItemType, ticks};

/// May trials of the board, which nothing changes meanwhile, take the short way?
pub(super) fn is_plain(model: &Model, wiring: &Wiring<'_>) -> bool {
    let simple = |law: &WorkItemType| {
        let unlimited = matches!(law.backlog, Backlog::Unlimited);
        let refuses = law.expire.is_some() || law.backlog_max.is_some();
        !unlimited && !refuses && law.returns.is_none()
    };
    let plain = |(kind, law): (usize, &WorkItemType)| {
        let mut passages = law.route.iter().map(|s| wiring.passage(s, kind));
        simple(law) && passages.all(|p| p.plain && !p.turns && !p.may_stop && !p.in_hands)
    };
    let sets = [wiring.meets, wiring.solicited, wiring.impatient];
    model.today.is_empty()
        && sets.iter().all(|set| set.is_empty())
        && !wiring.expedites
        && !wiring.lends
        && !wiring.preempts
        && model.types.iter().enumerate().all(plain)
}

/// An item that need not wait to move, and where to.
type Move = Option<(ItemId, u32)>;

impl Board<'_> {
    /// Everything that happens now, in rounds.
    #[inline]
    pub(super) fn plain_instant<O: Observer>(&mut self, watch: &mut O) {
        let before = self.happened();
        let explodes = |board: &Self| board.happened() - before > super::MOST_AT_ONCE;
        loop {
            let mut first = None;
            while let Some(entry) = self.agenda.take(self.now, Rank::Meeting) {
                self.taken += 1;
                first = match entry.is_arrival() {
                    true => self.plain_arrival(entry.subject as usize, watch),
                    false => self.plain_end(entry.subject, watch),
                };
                if explodes(self) {
                    return;
                }
                if !self.agenda.is_due(self.now) {
                    break;
                }
            }
            self.plain_pulls(first, watch);
            if self.agenda.is_due(self.now) {
                self.decide_all(watch);
                self.plain_pulls(None, watch);
            }
            self.plain_choices(watch);
            if !self.agenda.is_due(self.now) || explodes(self) {
                return;
            }
        }
    }

    /// New demand of a type arrives.
    #[inline]
    fn plain_arrival<O: Observer>(&mut self, kind: TypeId, watch: &mut O) -> Move {
        let law = &self.model.types[kind];
        let Some(entrance) = self.wiring.entrances[kind] else {
            self.arrive(kind, watch);
            return None;
        };
        if self.inflows[kind].size(&law.arrivals) != 1 {
            self.arrive(kind, watch);
            return None;
        }
        let address = self.inflows[kind].next_item(0);
        let id = self.create(kind, address, self.now as i64);
        self.give_rank(id);
        self.enter_backlog(id);
        self.items[id as usize].line = entrance.line as u32;
        watch.event(self.now, Event::Arrived { item: id }, self);
        self.plan_arrival(kind);
        self.plain_step(id, entrance)
    }

    /// The work on an item ends.
    #[inline]
    fn plain_end<O: Observer>(&mut self, id: ItemId, watch: &mut O) -> Move {
        let now = self.now;
        let item = &mut self.items[id as usize];
        let stage = item.stage()?;
        item.stay[State::Working as usize] += now - item.since;
        (item.state, item.since) = (State::Done, now);
        let passage = self.wiring.passage(stage, item.type_id());
        let discarded = item.is_discarded(passage);
        if discarded || !passage.holds_person {
            self.release(passage);
        }
        let counts = &mut self.columns[stage].counts;
        counts[State::Working as usize] -= 1;
        counts[State::Done as usize] += 1;
        self.plain_conclusion(id, stage, discarded, watch)
    }

    /// The work of a stage is done: the item is discarded, or lies on the shelf, or goes on.
    #[inline]
    fn plain_conclusion<O: Observer>(
        &mut self,
        id: ItemId,
        stage: StageId,
        discarded: bool,
        watch: &mut O,
    ) -> Move {
        if discarded {
            self.discard(id, stage, watch);
            return None;
        }
        watch.event(self.now, Event::Finished { item: id, stage }, self);
        if self.model.shelves.has(stage) {
            self.shelve(id, stage);
            return None;
        }
        let item = &mut self.items[id as usize];
        let Some(onward) = self.wiring.passage(stage, item.type_id()).onward else {
            self.go_on(id, stage, watch);
            return None;
        };
        item.line = onward.line as u32;
        self.plain_step(id, onward)
    }

    /// The item joins a queue of candidates, unless there is room for it and nothing else could happen before
    /// it moves.
    #[inline]
    fn plain_step(&mut self, id: ItemId, onward: Onward) -> Move {
        let stage = onward.stage;
        let movable = self.movable();
        let waits = self.at_max.or(self.wanted).has(stage);
        if waits || !movable.is_empty() || self.agenda.is_due(self.now) {
            self.plain_line(id, onward);
            return None;
        }
        self.joins += 1;
        Some((id, stage as u32))
    }

    /// The stages that may be able to pull.
    #[inline]
    fn movable(&self) -> Set {
        self.pulling.and(self.wanted).without(self.at_max)
    }

    /// The item joins a queue of candidates.
    #[inline(never)]
    fn plain_line(&mut self, id: ItemId, Onward { stage, line }: Onward) {
        let item = &self.items[id as usize];
        let passage = self.wiring.passage(stage, item.type_id());
        let standing = item.standing(id, passage.order, self.joins, passage.left);
        self.joins += 1;
        self.lines[line].join(standing);
        self.waiting[line >> 6] |= 1 << (line & 63);
        self.columns[stage].candidates += 1;
        self.wanted = self.wanted.with(stage);
        self.pulling = self.pulling.with(stage);
    }

    /// Pulls until nothing can move, downstream stages first; an endless supply is cut short.
    #[inline]
    fn plain_pulls<O: Observer>(&mut self, first: Move, watch: &mut O) {
        if first.is_some() || !self.movable().is_empty() {
            self.plain_moves(first, watch);
        }
    }

    /// The same where something moves, or may do so.
    fn plain_moves<O: Observer>(&mut self, first: Move, watch: &mut O) {
        let start = self.joins;
        let mut first = first;
        while let Some((id, stage)) = first.take().or_else(|| self.plain_next()) {
            self.plain_entry(id, stage as usize, watch);
            if u64::from(self.joins - start) > super::MOST_AT_ONCE {
                return;
            }
        }
    }

    /// Who is pulled next leaves the queue.
    #[inline(always)]
    fn plain_next(&mut self) -> Move {
        while let Some(stage) = self.movable().max() {
            let line = self.wiring.only[stage];
            let Some(line) = line.or_else(|| self.choose_line(stage)) else {
                self.pulling = self.pulling.less(stage);
                continue;
            };
            let queue = &mut self.lines[line];
            let id = queue.leave()?;
            let empty = u64::from(queue.is_empty()) << (line & 63);
            self.waiting[line >> 6] &= !empty;
            self.leave_line(false, stage);
            return Some((id, stage as u32));
        }
        None
    }

    /// Moves an item into a stage.
    #[inline]
    fn plain_entry<O: Observer>(&mut self, id: ItemId, stage: StageId, watch: &mut O) {
        let now = self.now;
        let item = &mut self.items[id as usize];
        let (place, since, kind) = (item.place, item.entered, item.type_id());
        let from = item.stage();
        match place {
            Place::Stage(_) => {
                item.stay[State::Done as usize] += now - item.since;
                item.since = now;
            }
            Place::Committed => self.leave_sprint_backlog(id),
            _ => {
                item.pulled = now as i64;
                self.backlog[kind] -= 1;
            }
        }
        if let Some(from) = from {
            self.let_out(from, State::Done);
            if self.wiring.keeps.has(from) {
                self.release(self.wiring.passage(from, kind));
            }
        }
        let passage = self.wiring.passage(stage, kind);
        let state = passage.on_entry.state();
        self.let_in(stage, state);
        let item = &mut self.items[id as usize];
        (item.place, item.entered) = (Place::Stage(stage as u8), now);
        let event = match place {
            Place::Committed => Event::TakenUp {
                item: id,
                stage,
                since,
            },
            _ => Event::Entered {
                item: id,
                stage,
                from,
            },
        };
        watch.event(now, event, self);
        let item = &mut self.items[id as usize];
        (item.stay, item.since, item.state) = ([0; 4], now, state);
        match state {
            State::Waiting => self.plain_wait(id, passage),
            State::Done => {
                let outcome = item.outcome(passage);
                self.conclude(id, stage, outcome, watch);
            }
            _ => self.pass_time(id, stage, watch),
        }
    }

    /// The item joins those that wait for a person of its stage.
    #[inline]
    fn plain_wait(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &self.items[id as usize];
        let standing = item.standing(id, passage.order, self.joins, passage.left);
        self.joins += 1;
        let [bench, _] = passage.bench;
        self.benches[bench].join(standing);
        self.await_person(passage, 0);
    }

    /// Free people pick what they work on next.
    #[inline]
    fn plain_choices<O: Observer>(&mut self, watch: &mut O) {
        loop {
            self.choosing = self.choosing.and(self.idle).and(self.awaited);
            let Some(pool) = self.choosing.min() else {
                return;
            };
            let bench = self.wiring.sole[pool];
            match bench.or_else(|| self.choose_bench(pool)) {
                Some(bench) => self.plain_start(bench, pool, watch),
                None => self.choosing = self.choosing.less(pool),
            }
        }
    }

    /// A person of the pool starts on the first item of a queue.
    #[inline]
    fn plain_start<O: Observer>(&mut self, bench: QueueId, pool: PoolId, watch: &mut O) {
        let Some(id) = self.benches[bench].leave() else {
            return;
        };
        self.leave_bench(pool, false);
        self.take_person(pool);
        let now = self.now;
        let item = &mut self.items[id as usize];
        let Some(stage) = item.stage() else {
            return;
        };
        item.stay[State::Waiting as usize] += now - item.since;
        (item.state, item.since) = (State::Working, now);
        let (address, age) = (item.key, u64::from(item.seniority));
        let passage = self.wiring.passage(stage, item.type_id());
        let counts = &mut self.columns[stage].counts;
        counts[State::Waiting as usize] -= 1;
        counts[State::Working as usize] += 1;
        watch.event(now, Event::Started { item: id, stage }, self);
        let mut stream = address.with(passage.work_link).stream();
        let effort = passage.work.map_or(0.0, |law| law.sample(&mut stream));
        let end = now.saturating_add(ticks(effort / passage.pace));
        if end <= self.model.horizon {
            self.agenda.insert(Entry::new(end, Rank::WorkEnd, age, id));
        }
    }
}
