//! One trial of `upstream-3.toml`, by hand: three stages, five people, ten pending events.
//!
//! Everything this board needs and nothing it does not: every queue is first in, first out, limits
//! are constants, the pending events stand in eight slots whose smallest is the next.
//! Two events at exactly the same 10⁻⁹ of a day (about one trial in a million) are taken one after
//! the other, arrivals first, plannings last.

use super::address::{self, Visit};
use headwater::random::Key;

/// Types of items.
pub const TYPES: usize = 4;
/// Their names.
pub const TYPE_NAMES: [&str; TYPES] = ["feature", "bug", "regulatory", "debt"];
/// Stages left of ready.
pub const STAGES: usize = 3;
/// Their names.
pub const STAGE_NAMES: [&str; STAGES] = ["triage", "exploration", "refinement"];
/// People of each stage.
pub const PEOPLE: [usize; STAGES] = [1, 2, 2];
/// Sprint Plannings in a trial; the last one stands at the horizon.
pub const PLANNINGS: usize = 13;
/// What a planning pulls.
pub const PULL: u32 = 8;
/// The horizon in ticks.
pub const HORIZON: u64 = PLANNINGS as u64 * SPRINT;

const DAY: f64 = 1e9;
const SPRINT: u64 = 10_000_000_000;
const PER_DAY: [f64; TYPES] = [4.0 / 5.0, 3.0 / 5.0, 0.5 / 5.0, 2.0 / 5.0];
const STANDING: [u64; TYPES] = [8, 8, 7, 7];
const MAX: [u32; STAGES] = [6, 5, 4];
const MEAN: [f64; STAGES] = [0.2, 1.2, 0.9];
const CV: f64 = 1.0;
const DISCARD: [f64; STAGES] = [0.30, 0.15, 0.05];

/// First slot of each stage's people; slot 0 is the next arrival.
const DESK: [usize; STAGES] = [1, 2, 4];
const PLANNING: usize = 6;
const IDLE: u64 = u64::MAX;

/// Days as ticks; durations here are far from where adding one half would round wrongly.
#[inline]
fn ticks(days: f64) -> u64 {
    (days * DAY + 0.5) as i64 as u64
}

#[derive(Clone, Copy)]
struct Item {
    key: Key,
    arrived: u64,
    pulled: u64,
    kind: usize,
}

/// A queue of at most eight items.
#[derive(Default, Clone, Copy)]
struct Ring {
    items: [u32; 8],
    head: u32,
    tail: u32,
}

impl Ring {
    #[inline]
    fn push(&mut self, item: u32) {
        self.items[(self.tail & 7) as usize] = item;
        self.tail += 1;
    }

    #[inline]
    fn pop(&mut self) -> Option<u32> {
        if self.head == self.tail {
            return None;
        }
        let item = self.items[(self.head & 7) as usize];
        self.head += 1;
        Some(item)
    }
}

/// The arrival process of one type.
#[derive(Clone, Copy)]
struct Demand {
    base: Key,
    process: Key,
    arrived: u64,
    /// When the next item arrives, times four, plus the number of the type.
    next: u64,
}

/// What one planning saw and did.
#[derive(Default, Clone, Copy)]
pub struct Planning {
    /// On the shelf before the pull, by type.
    pub ready: [u32; TYPES],
    /// Pulled, by type.
    pub pulled: [u32; TYPES],
}

/// What one trial brought.
#[derive(Default, Clone)]
pub struct Outcome {
    /// Each planning.
    pub plannings: [Planning; PLANNINGS],
    /// Items that arrived after day 0.
    pub arrived: u32,
    /// Items that reached ready, by type.
    pub ready: [u32; TYPES],
    /// Items discarded in each stage.
    pub discarded: [u32; STAGES],
    /// Item-ticks spent in each stage.
    pub inside: [u64; STAGES],
    /// Person-ticks worked in each stage.
    pub worked: [u64; STAGES],
    /// Sum of arrival to ready, in ticks.
    pub lead: u64,
    /// Sum of first pull to ready, in ticks.
    pub cycle: u64,
}

/// The board; its memory serves one trial after the other.
pub struct Board {
    types: [Key; TYPES],
    visits: [Visit; STAGES],
    mu: [f64; STAGES],
    sigma: f64,
    gap: [f64; TYPES],
    slots: [u64; 8],
    desk: [u32; 8],
    demand: [Demand; TYPES],
    arriving: usize,
    items: Vec<Item>,
    backlog: usize,
    waiting: [Ring; STAGES],
    finished: [Ring; STAGES],
    inside: [u32; STAGES],
    shelf: Vec<u8>,
    taken: usize,
    planning: usize,
    outcome: Outcome,
}

impl Board {
    /// An empty board.
    pub fn new() -> Self {
        let variance = (1.0 + CV * CV).ln();
        let none = Key(0);
        Self {
            types: TYPE_NAMES.map(Key::name),
            visits: STAGE_NAMES.map(|name| address::visit(Key::name(name))),
            mu: MEAN.map(|mean| mean.ln() - 0.5 * variance),
            sigma: variance.sqrt(),
            gap: PER_DAY.map(|rate| 1.0 / rate),
            slots: [IDLE; 8],
            desk: [0; 8],
            demand: [Demand {
                base: none,
                process: none,
                arrived: 0,
                next: IDLE,
            }; TYPES],
            arriving: 0,
            items: Vec::with_capacity(1024),
            backlog: 0,
            waiting: [Ring::default(); STAGES],
            finished: [Ring::default(); STAGES],
            inside: [0; STAGES],
            shelf: Vec::with_capacity(1024),
            taken: 0,
            planning: 0,
            outcome: Outcome::default(),
        }
    }

    /// Runs one trial.
    pub fn trial(&mut self, seed: u64, trial: u64) -> &Outcome {
        self.reset(address::trial(seed, trial));
        for _ in 0..MAX[0] {
            self.refill::<0>(0);
        }
        while self.planning < PLANNINGS {
            let event = self.next();
            let now = event >> 3;
            match event & 7 {
                0 => self.arrive(now),
                1 => self.finish::<0>(now, 1),
                slot @ (2 | 3) => self.finish::<1>(now, slot as usize),
                slot @ (4 | 5) => self.finish::<2>(now, slot as usize),
                _ => self.plan(),
            }
        }
        self.close();
        &self.outcome
    }

    /// Empties the board and puts the backlog of day 0 on it, in random order.
    fn reset(&mut self, trial: Key) {
        self.slots = [IDLE; 8];
        self.waiting = [Ring::default(); STAGES];
        self.finished = [Ring::default(); STAGES];
        self.inside = [0; STAGES];
        self.shelf.clear();
        (self.backlog, self.taken, self.planning) = (0, 0, 0);
        self.outcome = Outcome::default();
        self.items.clear();
        for (kind, name) in self.types.into_iter().enumerate() {
            let base = address::item_type(trial, name);
            let process = address::arrivals(base);
            let next = ticks(address::gap(process, 0) * self.gap[kind]) << 2 | kind as u64;
            self.demand[kind] = Demand {
                base,
                process,
                arrived: 0,
                next,
            };
            self.items.extend((0..STANDING[kind]).map(|index| Item {
                key: address::standing(base, index),
                arrived: 0,
                pulled: 0,
                kind,
            }));
        }
        self.items
            .sort_unstable_by_key(|item| address::tie(item.key));
        self.slots[PLANNING] = SPRINT << 3 | PLANNING as u64;
        self.await_arrival();
    }

    /// The smallest slot: the time of the next event and, in the lowest bits, its place.
    #[inline]
    fn next(&self) -> u64 {
        let [a, b, c, d, e, f, g, _] = self.slots;
        a.min(b).min(c.min(d)).min(e.min(f).min(g))
    }

    /// Puts the next arrival of any type into slot 0.
    #[inline]
    fn await_arrival(&mut self) {
        let [a, b, c, d] = &self.demand;
        let next = a.next.min(b.next).min(c.next.min(d.next));
        self.arriving = (next & 3) as usize;
        self.slots[0] = next >> 2 << 3;
    }

    /// An item arrives, and enters triage if there is room (then nobody waits in the backlog).
    #[inline]
    fn arrive(&mut self, now: u64) {
        let kind = self.arriving;
        let demand = &mut self.demand[kind];
        let key = address::arriving(demand.base, demand.arrived);
        demand.arrived += 1;
        demand.next += ticks(address::gap(demand.process, demand.arrived) * self.gap[kind]) << 2;
        self.items.push(Item {
            key,
            arrived: now,
            pulled: now,
            kind,
        });
        self.await_arrival();
        if self.inside[0] < MAX[0] {
            self.refill::<0>(now);
        }
    }

    /// A person of stage `S` ends the work in `slot` and takes up what waits longest.
    ///
    /// The first in the queue starts before the pulls of the instant, which cannot change who is
    /// first.
    #[inline]
    fn finish<const S: usize>(&mut self, now: u64, slot: usize) {
        let id = self.desk[slot];
        self.outcome.worked[S] = self.outcome.worked[S].wrapping_add(now);
        match self.waiting[S].pop() {
            Some(next) => self.start::<S>(now, slot, next),
            None => self.slots[slot] = IDLE,
        }
        let item = &self.items[id as usize];
        if address::discard(item.key, self.visits[S]) < DISCARD[S] {
            self.outcome.discarded[S] += 1;
        } else if S == 2 {
            self.outcome.ready[item.kind] += 1;
            self.outcome.lead += now - item.arrived;
            self.outcome.cycle += now - item.pulled;
            self.shelf.push(item.kind as u8);
        } else if !self.step_on::<S>(now, id) {
            return self.finished[S].push(id);
        }
        self.leave::<S>(now);
        self.refill::<S>(now);
    }

    /// The stage after `S` pulls a finished item if it has room.
    #[inline]
    fn step_on<const S: usize>(&mut self, now: u64, id: u32) -> bool {
        match S {
            0 if self.inside[1] < MAX[1] => self.enter::<1>(now, id),
            1 if self.inside[2] < MAX[2] => self.enter::<2>(now, id),
            _ => return false,
        }
        true
    }

    /// There is room in stage `S`: the first candidate enters, which may make room further left.
    #[inline]
    fn refill<const S: usize>(&mut self, now: u64) {
        if S == 0 {
            if let Some(item) = self.items.get_mut(self.backlog) {
                item.pulled = now;
                self.backlog += 1;
                self.enter::<0>(now, (self.backlog - 1) as u32);
            }
        } else if let Some(id) = self.finished[S - 1].pop() {
            self.enter::<S>(now, id);
            match S {
                1 => {
                    self.leave::<0>(now);
                    self.refill::<0>(now);
                }
                _ => {
                    self.leave::<1>(now);
                    self.refill::<1>(now);
                }
            }
        }
    }

    /// An item enters stage `S`; a free person starts at once (then nothing else waits).
    #[inline]
    fn enter<const S: usize>(&mut self, now: u64, id: u32) {
        self.inside[S] += 1;
        self.outcome.inside[S] = self.outcome.inside[S].wrapping_sub(now);
        let first = DESK[S];
        let last = first + PEOPLE[S] - 1;
        if self.slots[first] == IDLE {
            self.start::<S>(now, first, id);
        } else if self.slots[last] == IDLE {
            self.start::<S>(now, last, id);
        } else {
            self.waiting[S].push(id);
        }
    }

    /// An item leaves stage `S`.
    #[inline]
    fn leave<const S: usize>(&mut self, now: u64) {
        self.inside[S] -= 1;
        self.outcome.inside[S] = self.outcome.inside[S].wrapping_add(now);
    }

    /// A person of stage `S` starts to work.
    #[inline]
    fn start<const S: usize>(&mut self, now: u64, slot: usize, id: u32) {
        let z = address::work(self.items[id as usize].key, self.visits[S]);
        let work = ticks((self.mu[S] + self.sigma * z).exp());
        self.desk[slot] = id;
        self.slots[slot] = (now + work) << 3 | slot as u64;
        self.outcome.worked[S] = self.outcome.worked[S].wrapping_sub(now);
    }

    /// Sprint Planning: looks at the shelf, then pulls.
    fn plan(&mut self) {
        let mut planning = Planning::default();
        let shelf = &self.shelf[self.taken..];
        for (place, &kind) in shelf.iter().enumerate() {
            planning.ready[kind as usize] += 1;
            planning.pulled[kind as usize] += u32::from(place < PULL as usize);
        }
        self.taken += shelf.len().min(PULL as usize);
        self.outcome.plannings[self.planning] = planning;
        self.planning += 1;
        self.slots[PLANNING] += SPRINT << 3;
    }

    /// Counts what is still inside, and still worked on, up to the horizon.
    fn close(&mut self) {
        self.outcome.arrived = self.demand.iter().map(|demand| demand.arrived as u32).sum();
        for stage in 0..STAGES {
            let open = u64::from(self.inside[stage]) * HORIZON;
            self.outcome.inside[stage] = self.outcome.inside[stage].wrapping_add(open);
            let desks = &self.slots[DESK[stage]..DESK[stage] + PEOPLE[stage]];
            let busy = desks.iter().filter(|&&slot| slot != IDLE).count() as u64;
            self.outcome.worked[stage] = self.outcome.worked[stage].wrapping_add(busy * HORIZON);
        }
    }
}
