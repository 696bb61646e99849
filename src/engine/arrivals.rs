//! New demand: when it comes and how many items it brings.

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, Moment, Place};
use super::reorder::{ORDERED, Orders};
use crate::model::{Arrivals, Backlog, Curve, Model, Ticks, TypeId, WorkItemType, ticks};
use crate::random::{Distribution, Key, Purpose};

/// The address space of items that wait on day 0, and of those an unlimited backlog brings forth.
const DAY_ZERO: u64 = 1 << 62;
const UNLIMITED: u64 = 1 << 63;

/// The arrival process of one type during a trial.
#[derive(Debug)]
pub(super) struct Inflow {
    name: Key,
    pub(super) key: Key,
    /// The addresses of its gaps, and of what settles ties.
    gaps: Key,
    pub(super) ties: Key,
    /// Arrivals (batches, scheduled instants, weeks) so far.
    arrivals: u64,
    /// Items so far.
    items: u64,
    /// Items an unlimited backlog has brought forth so far.
    pub born: u64,
    /// What was asked for.
    pub orders: Orders,
    /// The rest of a week's instants, latest first.
    week: Vec<Ticks>,
    /// Arrivals expected up to the latest one, where the rate changes over time.
    expected: f64,
}

impl Inflow {
    /// The process of a type.
    pub fn new(kind: &WorkItemType) -> Self {
        Self {
            name: kind.key,
            key: kind.key,
            gaps: kind.key,
            ties: kind.key,
            arrivals: 0,
            items: 0,
            born: 0,
            orders: Orders::default(),
            week: Vec::new(),
            expected: 0.0,
        }
    }

    /// Starts a new trial.
    pub fn reset(&mut self, trial: Key) {
        self.key = trial.with(self.name.0);
        self.gaps = self.key.purpose(Purpose::Arrival);
        self.ties = self.key.purpose(Purpose::Tie);
        (self.arrivals, self.items, self.born) = (0, 0, 0);
        self.orders = Orders::default();
        self.week.clear();
        self.expected = 0.0;
    }

    /// When the next arrival after `last` is, or `None` when there is none.
    #[inline]
    pub fn next(&mut self, law: &Arrivals, last: Ticks) -> Option<Ticks> {
        if let Arrivals::Poisson {
            curve: None,
            per_day,
            ..
        } = law
        {
            return Some(last.saturating_add(self.gap(*per_day)));
        }
        self.next_of_other(law, self.gaps.with(self.arrivals), last)
    }

    /// The next gap between two arrivals of a steady Poisson process.
    #[inline(always)]
    pub fn gap(&mut self, per_day: f64) -> Ticks {
        let gap = self.gaps.with(self.arrivals);
        self.arrivals += 1;
        ticks(crate::random::exponential(&mut gap.stream()) / per_day)
    }

    /// The same for processes other than the steady Poisson process; `gap` is the address of the draw.
    #[inline(never)]
    fn next_of_other(&mut self, law: &Arrivals, gap: Key, last: Ticks) -> Option<Ticks> {
        let at = match law {
            Arrivals::None | Arrivals::Poisson { curve: None, .. } => return None,
            Arrivals::Poisson {
                curve: Some(curve), ..
            } => self.next_on_curve(curve, gap, last)?,
            Arrivals::Renewal { between, .. } => {
                last.saturating_add(ticks(between.sample(&mut gap.stream())))
            }
            Arrivals::Schedule { instants, .. } => *instants.get(self.arrivals as usize)?,
            Arrivals::History { counts, weeks } => return self.next_of_history(counts, weeks),
        };
        self.arrivals += 1;
        Some(at)
    }

    /// The next instant of a process whose rate changes over time: a process of unit rate, seen through the
    /// curve. Where the rate is another, the same arrivals come earlier or later.
    #[cold]
    fn next_on_curve(&mut self, curve: &Curve, gap: Key, last: Ticks) -> Option<Ticks> {
        self.expected += crate::random::exponential(&mut gap.stream());
        // Instants are rounded, each in its segment, and time does not run backwards.
        curve.instant(self.expected).map(|at| at.max(last))
    }

    /// The next instant of a resampled history, drawing week after week.
    fn next_of_history(&mut self, counts: &[u32], weeks: &[(Ticks, Ticks)]) -> Option<Ticks> {
        while self.week.is_empty() {
            let &(start, length) = weeks.get(self.arrivals as usize)?;
            let mut stream = self.gaps.with(self.arrivals).stream();
            self.arrivals += 1;
            let count = if length == 0 {
                0
            } else {
                counts[(stream.uniform() * counts.len() as f64) as usize]
            };
            let at = |u: f64| start + (u * length as f64) as Ticks;
            self.week.extend((0..count).map(|_| at(stream.uniform())));
            self.week.sort_unstable_by(|a, b| b.cmp(a));
        }
        self.week.pop()
    }

    /// The address of the next item, in an address space.
    #[inline]
    pub fn next_item(&mut self, space: u64) -> Key {
        let address = self.key.with(space | self.items);
        self.items += 1;
        address
    }

    /// Address and arrival of the `number`-th item that waits on day 0; of this `age`, if it has any.
    pub fn standing(&self, number: u64, age: Option<&Distribution>) -> (Key, Moment) {
        let address = self.key.with(DAY_ZERO | number);
        let age = age.map_or(0, |law| {
            ticks(law.sample(&mut address.purpose(Purpose::Age).stream()))
        });
        (address, 0_i64.saturating_sub_unsigned(age))
    }

    /// What settles ties with arrivals of other types at the instant of the next one; so many gaps have been drawn
    /// that come after it.
    pub fn lot(&self, ahead: u64) -> u64 {
        self.ties.with(self.arrivals - ahead).0 >> 8
    }

    /// How many items the latest arrival brings.
    #[inline]
    pub fn size(&self, law: &Arrivals) -> u64 {
        match law {
            Arrivals::Poisson { batch: None, .. } | Arrivals::Renewal { batch: None, .. } => 1,
            Arrivals::Poisson {
                batch: Some(count), ..
            }
            | Arrivals::Renewal {
                batch: Some(count), ..
            }
            | Arrivals::Schedule { count, .. } => self.draw_size(count),
            Arrivals::History { .. } | Arrivals::None => 1,
        }
    }

    /// The same where it is drawn.
    #[inline(never)]
    fn draw_size(&self, count: &Distribution) -> u64 {
        let address = self.key.purpose(Purpose::Batch).with(self.arrivals);
        count.sample(&mut address.stream()).round() as u64
    }
}

/// Who goes first among the items of day 0 that arrived at once: the smallest.
pub(super) fn tie(item: Key) -> u64 {
    item.purpose(Purpose::Tie).0
}

impl Board<'_> {
    /// Plans the next arrival of a type.
    pub(super) fn plan_arrival(&mut self, kind: TypeId) {
        let law = &self.model.types[kind].arrivals;
        let Some(at) = self.inflows[kind].next(law, self.now) else {
            return;
        };
        if at <= self.model.horizon {
            let lot = self.inflows[kind].lot(0);
            self.agenda
                .insert(Entry::new(at, Rank::Arrival, lot, kind as u32));
        }
    }

    /// New demand of a type arrives.
    pub(super) fn arrive<O: Observer>(&mut self, kind: TypeId, watch: &mut O) {
        let law = &self.model.types[kind];
        let (size, space) = match &law.order {
            Some(order) => (self.inflows[kind].receive(order), ORDERED),
            None => (self.inflows[kind].size(&law.arrivals), 0),
        };
        for _ in 0..size.min(super::MOST_AT_ONCE + 1) {
            let address = self.inflows[kind].next_item(space);
            let id = self.create(kind, address, self.now as i64);
            self.join_backlog(id);
            if law.backlog_max.is_some() {
                self.newcomers.push(id);
            }
            watch.event(self.now, Event::Arrived { item: id }, self);
        }
        self.plan_arrival(kind);
    }

    /// Puts what is there on day 0 into the backlogs and stages, oldest first, equal ages in a random order, and
    /// makes unlimited backlogs ready to bring forth their first item.
    pub(super) fn fill_backlogs<O: Observer>(&mut self, watch: &mut O) {
        for (kind, law) in self.model.types.iter().enumerate() {
            match &law.backlog {
                Backlog::Items { items, age } => self.create_backlog(kind, *items, age.as_ref()),
                Backlog::Unlimited => self.conceive(kind),
            }
        }
        self.create_today();
        let unborn = |model: &Model, item: &Item| {
            item.row(model).is_none() && model.types[item.type_id()].backlog == Backlog::Unlimited
        };
        let mut order: Vec<ItemId> = (0..self.items.len() as ItemId)
            .filter(|&id| !unborn(self.model, &self.items[id as usize]))
            .collect();
        order.sort_by_key(|&id| {
            let item = &self.items[id as usize];
            (item.arrived, tie(item.key))
        });
        self.place_all(&order, watch);
    }

    /// Creates the items of one type that wait on day 0.
    fn create_backlog(&mut self, kind: TypeId, items: u32, age: Option<&Distribution>) {
        for number in 0..u64::from(items) {
            if self.items.len() as u64 > super::MOST_AT_ONCE {
                return;
            }
            let (address, arrived) = self.inflows[kind].standing(number, age);
            self.create(kind, address, arrived);
        }
    }

    /// Makes the next item of an unlimited backlog a candidate; it comes into being when it is pulled.
    pub(super) fn conceive(&mut self, kind: TypeId) {
        let inflow = &mut self.inflows[kind];
        let address = inflow.key.with(UNLIMITED | inflow.born);
        let id = self.create(kind, address, self.now as i64);
        self.line_up(id, None);
        self.inflows[kind].born += 1;
    }

    /// An item of an unlimited backlog comes into being: it is pulled, and the next one steps up.
    pub(super) fn be_born<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let item = &mut self.items[id as usize];
        let kind = item.type_id();
        item.date(self.now as i64, self.model.types[kind].priority);
        (item.entered, item.since) = (self.now, self.now);
        item.place = Place::Backlog;
        item.seniority = self.seniority;
        self.seniority += 1;
        watch.event(self.now, Event::Arrived { item: id }, self);
        self.conceive(kind);
    }

    /// When everything at an instant has happened, the newest of those who arrived at it and still wait
    /// are refused until no more than `backlog_max` wait.
    pub(super) fn refuse_newcomers<O: Observer>(&mut self, watch: &mut O) {
        while let Some(id) = self.newcomers.pop() {
            let item = &self.items[id as usize];
            let kind = item.type_id();
            let limit = self.model.types[kind].backlog_max.unwrap_or(u32::MAX);
            if item.place != Place::Backlog || self.backlog[kind] <= limit {
                continue;
            }
            self.leave_backlog_out_of_turn(id);
            watch.event(self.now, Event::Refused { item: id }, self);
        }
    }
}
