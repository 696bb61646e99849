//! Blockers: where they stop the work of a visit, for how long, and how it goes on.
//!
//! Where a blocker strikes is counted in work done, so it depends neither on who works nor on when. A visit
//! that nothing stops costs a few draws when its work begins and nothing after that.

use super::agenda::Rank;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, State};
use super::queue::Standing;
use super::wiring::Passage;
use crate::model::{
    Blocker, BlockerId, Model, Order, Spot, StageId, Strikes, TodayState, TypeId, ticks,
};
use crate::random::{Key, Purpose, exponential};

/// No record of work that stops before it is done.
pub(super) const NONE: u32 = u32::MAX;

/// A blocker that may strike one type in one stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threat {
    /// Which.
    pub blocker: BlockerId,
    /// How often.
    strikes: Strikes,
    /// The links, after an item's, to the addresses of its strikes and of how long they last.
    strike_link: u64,
    length_link: u64,
}

/// The blockers that may strike items of `kind` in `stage`, by name.
pub(super) fn threats(model: &Model, stage: StageId, kind: TypeId) -> Vec<Threat> {
    let concerned = |(id, law): &(BlockerId, &Blocker)| {
        law.concerns(stage, kind) || has_struck(model, *id, stage, kind)
    };
    let mut found: Vec<(BlockerId, &Blocker)> = model
        .blockers
        .iter()
        .enumerate()
        .filter(concerned)
        .collect();
    found.sort_by_key(|(_, law)| law.source.as_str());
    let here = model.stages[stage].key;
    let link = |purpose, law: &Blocker| here.purpose(purpose).with(law.key.0).0;
    let threat = |(blocker, law): (BlockerId, &Blocker)| Threat {
        blocker,
        strikes: match law.concerns(stage, kind) {
            true => law.strikes,
            false => Strikes::PerVisit(0.0),
        },
        strike_link: link(Purpose::Strike, law),
        length_link: link(Purpose::Blocked, law),
    };
    found.into_iter().map(threat).collect()
}

/// Does today's board have an item of `kind` in `stage` that this blocker stops?
fn has_struck(model: &Model, blocker: BlockerId, stage: StageId, kind: TypeId) -> bool {
    let here = (kind, Spot::Stage(stage), TodayState::Blocked(blocker));
    let mut rows = model.today.iter();
    rows.any(|row| (row.kind, row.spot, row.standing) == here)
}

/// The next strike of one blocker in a visit.
#[derive(Debug, Clone, Copy)]
struct Strike {
    /// After how many person-days of work; infinite for never.
    at: f64,
    /// How many there have been in this visit.
    before: u32,
}

/// Work that is stopped at least once more before it is done, or has been interrupted.
#[derive(Debug, Clone, Copy)]
struct Stopped {
    /// The work of the visit (or what was left of it when it was interrupted and nothing else was to stop it), and
    /// what of it is done: when the next blocker strikes, or while it is interrupted. In person-days.
    work: f64,
    done: f64,
    /// Which of the passage's threats strikes next, or has struck.
    threat: usize,
    /// Is the work that is under way to be struck before it is done?
    strikes: bool,
}

/// The stopped work of a trial: a record for each item whose visit a blocker will stop again, or whose work is
/// interrupted.
#[derive(Debug, Default)]
pub(super) struct Stops {
    /// How many blockers a record has room for.
    room: usize,
    records: Vec<Stopped>,
    strikes: Vec<Strike>,
    /// Records without an item.
    free: Vec<u32>,
    /// The first strikes of the visit that begins: memory that stays.
    first: Vec<Strike>,
}

impl Stops {
    /// For visits that at most so many blockers may strike.
    pub fn new(room: usize) -> Self {
        Self {
            room,
            ..Self::default()
        }
    }

    /// A new trial; the memory stays.
    pub fn clear(&mut self) {
        self.records.clear();
        self.strikes.clear();
        self.free.clear();
    }

    /// Opens a record for work of so many person-days, some of which are done, with the first strikes of its
    /// visit.
    fn open(&mut self, work: f64, done: f64) -> u32 {
        self.first.resize(self.room, Strike::NEVER);
        let record = Stopped {
            work,
            done,
            threat: 0,
            strikes: false,
        };
        if let Some(id) = self.free.pop() {
            self.records[id as usize] = record;
            let start = id as usize * self.room;
            self.strikes[start..start + self.room].copy_from_slice(&self.first);
            return id;
        }
        self.records.push(record);
        self.strikes.extend_from_slice(&self.first);
        self.records.len() as u32 - 1
    }

    /// The strike of a record that comes next.
    fn next(&self, id: u32) -> Option<(usize, f64)> {
        let start = id as usize * self.room;
        earliest(&self.strikes[start..start + self.room])
    }

    /// Gives back the record of an item; returns the work of the visit and what of it is done.
    fn close(&mut self, item: &mut Item) -> Option<(f64, f64)> {
        let stop = std::mem::replace(&mut item.stop, NONE);
        let record = self.records.get(stop as usize)?;
        self.free.push(stop);
        Some((record.work, record.done))
    }

    /// Is the work on an item to be struck before it is done?
    pub fn strikes(&self, item: &Item) -> bool {
        let record = self.records.get(item.stop as usize);
        record.is_some_and(|record| record.strikes)
    }

    /// The strike of a record by the threat that is at hand.
    fn at_hand(&mut self, id: u32) -> &mut Strike {
        let start = id as usize * self.room;
        &mut self.strikes[start + self.records[id as usize].threat]
    }
}

/// The earliest strike by its place; of several the first.
fn earliest(strikes: &[Strike]) -> Option<(usize, f64)> {
    let strikes = strikes.iter().map(|strike| strike.at).enumerate();
    strikes.reduce(|first, next| if next.1 < first.1 { next } else { first })
}

impl Strike {
    const NEVER: Self = Self {
        at: f64::INFINITY,
        before: 0,
    };

    /// The first strike in a visit with so much work, whose draws are at `address`.
    fn first(threat: &Threat, address: Key, work: f64) -> Self {
        match threat.strikes {
            Strikes::PerVisit(probability) => {
                let mut stream = address.stream();
                let strikes = stream.uniform() < probability;
                let at = if strikes {
                    work * stream.uniform()
                } else {
                    f64::INFINITY
                };
                Self { at, before: 0 }
            }
            Strikes::PerDay(rate) => Self {
                at: interval(rate, address, 0),
                before: 0,
            },
        }
    }

    /// The same where so much of the work is done and nothing is known of what has struck so far.
    fn first_after(done: f64, threat: &Threat, address: Key, work: f64) -> Self {
        let strike = Self::first(threat, address, work);
        match threat.strikes {
            Strikes::PerDay(_) => Self {
                at: done + strike.at,
                ..strike
            },
            Strikes::PerVisit(_) if strike.at <= done => Self::NEVER,
            Strikes::PerVisit(_) => strike,
        }
    }

    /// The one after it.
    fn next(self, threat: &Threat, address: Key) -> Self {
        let before = self.before + 1;
        let at = match threat.strikes {
            Strikes::PerVisit(_) => f64::INFINITY,
            Strikes::PerDay(rate) => self.at + interval(rate, address, before),
        };
        Self { at, before }
    }
}

/// The work between two strikes, in person-days.
fn interval(rate: f64, address: Key, before: u32) -> f64 {
    exponential(&mut address.with(u64::from(before)).stream()) / rate
}

impl Board<'_> {
    /// Work of so many person-days begins on an item in a stage where blockers strike.
    pub(super) fn begin_work(&mut self, id: ItemId, passage: &Passage<'_>, work: f64) {
        let item = &self.items[id as usize];
        let first = passage.threats.iter().map(|threat| {
            let address = item.visit_address(threat.strike_link);
            Strike::first(threat, address, work)
        });
        self.stops.first.clear();
        self.stops.first.extend(first);
        let struck = earliest(&self.stops.first).is_some_and(|(_, at)| at <= work);
        if struck || passage.gives {
            self.items[id as usize].stop = self.stops.open(work, 0.0);
            self.go_on_working(id, passage);
        } else {
            self.work_on(id, passage, work, Rank::WorkEnd);
        }
    }

    /// Opens the record of an item of today's board on which some of its work is done, with what may strike
    /// after that.
    pub(super) fn open_row(&mut self, id: ItemId, passage: &Passage<'_>, work: f64, done: f64) {
        let item = &self.items[id as usize];
        let first = passage.threats.iter().map(|threat| {
            let address = item.visit_address(threat.strike_link);
            Strike::first_after(done, threat, address, work)
        });
        self.stops.first.clear();
        self.stops.first.extend(first);
        self.items[id as usize].stop = self.stops.open(work, done);
    }

    /// The blocker of an item that is blocked on day 0 has struck, and lasts as long as if it did so now.
    pub(super) fn be_blocked(&mut self, id: ItemId, passage: &Passage<'_>, blocker: BlockerId) {
        let item = &self.items[id as usize];
        let stop = item.stop;
        let at_hand = |threat: &Threat| threat.blocker == blocker;
        let Some(place) = passage.threats.iter().position(at_hand) else {
            return;
        };
        let threat = &passage.threats[place];
        let length = item.visit_address(threat.length_link).with(0);
        let at = item.visit_address(threat.strike_link);
        let record = &mut self.stops.records[stop as usize];
        record.threat = place;
        let done = record.done;
        let strike = self.stops.at_hand(stop);
        *strike = Strike {
            at: done,
            before: 0,
        }
        .next(threat, at);
        self.end_blocker(id, blocker, length);
    }

    /// Plans the end of a blocker that strikes now; the draw of its length is at `address`.
    fn end_blocker(&mut self, id: ItemId, blocker: BlockerId, address: Key) {
        let law = &self.model.blockers[blocker].duration;
        let days = law.sample(&mut address.stream());
        let time = self.now.saturating_add(ticks(days));
        self.plan(id, Rank::BlockerEnd, time);
    }

    /// The work on an item goes on: until the next strike, or to its end.
    pub(super) fn go_on_working(&mut self, id: ItemId, passage: &Passage<'_>) {
        let stop = self.items[id as usize].stop;
        let next = self.stops.next(stop);
        let record = &mut self.stops.records[stop as usize];
        let (done, work) = (record.done, record.work);
        match next.filter(|(_, at)| *at <= work) {
            Some((threat, at)) => {
                (record.done, record.threat, record.strikes) = (at, threat, true);
                self.work_on(id, passage, at - done, Rank::BlockerStrike);
            }
            None => {
                (record.done, record.strikes) = (work, false);
                if !passage.gives {
                    self.close_record(id);
                }
                self.work_on(id, passage, work - done, Rank::WorkEnd);
            }
        }
    }

    /// People work on an item for so many person-days, until its end or a strike.
    pub(super) fn work_on(&mut self, id: ItemId, passage: &Passage<'_>, work: f64, until: Rank) {
        let Some(pool) = passage.worker else { return };
        let length = ticks(self.wiring.crews[pool].time_for(work));
        if self.wiring.preempts || passage.gives {
            self.note_underway(id, passage, length);
        }
        match passage.in_hands {
            true => self.take_in_hand(id, pool, work),
            false => self.plan(id, until, self.now.saturating_add(length)),
        }
    }

    /// The work on an item stops before it is done or a blocker strikes; so many person-days were left till then.
    pub(super) fn put_off(&mut self, id: ItemId, left: f64) {
        let item = &mut self.items[id as usize];
        item.stamp = item.stamp.wrapping_add(1);
        match item.stop {
            NONE => {
                self.stops.first.clear();
                item.stop = self.stops.open(left, 0.0);
            }
            stop => self.stops.records[stop as usize].done -= left,
        }
    }

    /// Nothing more is to be known of how far the work on an item is; returns the work of the visit and what of it
    /// is done, or will be when it ends or is struck, in person-days.
    pub(super) fn close_record(&mut self, id: ItemId) -> Option<(f64, f64)> {
        self.stops.close(&mut self.items[id as usize])
    }

    /// How much of the work on an item is done, or will be when it ends or is struck, in person-days.
    pub(super) fn done_on_record(&self, item: &Item) -> Option<f64> {
        let record = self.stops.records.get(item.stop as usize)?;
        Some(record.done)
    }

    /// A blocker stops the work on an item.
    pub(super) fn strike<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &self.items[id as usize];
        let Some(stage) = item.stage() else {
            return;
        };
        let passage = self.passage(stage, item.type_id());
        let threat = &passage.threats[self.stops.records[item.stop as usize].threat];
        let (stop, law) = (item.stop, &self.model.blockers[threat.blocker]);
        let at = item.visit_address(threat.strike_link);
        let length = item.visit_address(threat.length_link);
        let strike = self.stops.at_hand(stop);
        let length = length.with(u64::from(strike.before));
        *strike = strike.next(threat, at);
        if let Some(pool) = passage.worker.filter(|_| passage.in_hands) {
            self.end_in_hand(id, pool);
        }
        self.forget_underway(id, passage);
        self.change(id, stage, State::Blocked);
        if !law.holds_person {
            self.release(passage);
        }
        let blocker = threat.blocker;
        watch.event(
            self.now,
            Event::Blocked {
                item: id,
                stage,
                blocker,
            },
            self,
        );
        self.end_blocker(id, blocker, length);
    }

    /// The blocker of an item ends: work goes on, or waits for a person.
    pub(super) fn unblock<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &self.items[id as usize];
        let Some(stage) = item.stage() else { return };
        let Some(blocker) = self.blocker_of(item, stage) else {
            return;
        };
        let (since, passage) = (item.since, self.passage(stage, item.type_id()));
        let kept = self.model.blockers[blocker].holds_person;
        let state = if kept { State::Working } else { State::Waiting };
        self.change(id, stage, state);
        let event = Event::Unblocked {
            item: id,
            stage,
            blocker,
            since,
        };
        watch.event(self.now, event, self);
        if kept {
            self.go_on_working(id, passage);
        } else {
            self.wait_to_go_on(id, passage);
        }
    }

    /// The item joins those that wait to be taken up again.
    fn wait_to_go_on(&mut self, id: ItemId, passage: &Passage<'_>) {
        let item = &mut self.items[id as usize];
        (item.joined, item.again) = (self.joins, true);
        self.joins += 1;
        let class = usize::from(self.items[id as usize].expedite());
        let standing = self.standing_at_bench(id, passage);
        self.benches[passage.again[class]].join(standing);
        self.await_person(passage, class);
    }

    /// The standing of an item among those that wait for a person; one whose blocker has ended stands where it
    /// would by its entry.
    pub(super) fn standing_at_bench(&self, id: ItemId, passage: &Passage<'_>) -> Standing {
        let item = &self.items[id as usize];
        let mut standing = item.standing(id, passage.order, item.joined, passage.left);
        if passage.order == Order::StageFifo && item.again {
            standing.order = item.entered;
        }
        standing
    }

    /// The blocker that stops an item in a stage, or has stopped it when it left.
    pub(crate) fn blocker_of(&self, item: &Item, stage: StageId) -> Option<BlockerId> {
        let record = self.stops.records.get(item.stop as usize)?;
        let threats = &self.passage(stage, item.type_id()).threats;
        threats.get(record.threat).map(|threat| threat.blocker)
    }
}
