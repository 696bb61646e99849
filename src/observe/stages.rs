//! Flow through each stage: how many are in it, in what state, and how long they stay.
//!
//! The time average of the items in a state is the sum of the times that items have spent in it, so nothing
//! is booked while states change: each stay is added once, when it ends, and what is under way is added at
//! the ends of the time that counts.

mod seen;

pub use seen::{StageSeen, Stay};

use super::Share;
use super::area::counted;
use crate::engine::{Board, Item, Place, State};
use crate::model::{
    Model, Set, Spot, StageId, Ticks, TodayItem, TodayState, TypeId, Work, days, ticks,
};

const WORKING: usize = State::Working as usize;

/// Times that items have spent in a stage.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    /// By [`State`].
    states: [u128; 4],
    /// While somebody worked on them.
    busy: u128,
}

impl Times {
    /// Adds a stay, or what has passed of one.
    #[inline]
    fn add(&mut self, stay: &[Ticks; 4], hands_on: bool) {
        for (sum, &time) in self.states.iter_mut().zip(stay) {
            *sum += u128::from(time);
        }
        if hands_on {
            self.busy += u128::from(stay[WORKING]);
        }
    }

    /// What has come on top of an earlier sum.
    fn since(&self, earlier: &Self) -> Self {
        let mut rest = *self;
        for (sum, before) in rest.states.iter_mut().zip(earlier.states) {
            *sum -= before;
        }
        rest.busy -= earlier.busy;
        rest
    }
}

/// What an item that is still in a stage at `now` has passed of its stay.
fn so_far(item: &Item, now: Ticks) -> [Ticks; 4] {
    let mut stay = item.stay;
    stay[item.state as usize] += now - item.since;
    stay
}

/// How a row of today's board had spent its stay by day 0: worked on for as long as its work took, and for the
/// rest as it stands there.
fn earlier(model: &Model, row: &TodayItem) -> [Ticks; 4] {
    let Spot::Stage(stage) = row.spot else {
        return [0; 4];
    };
    let law = &model.stages[stage];
    let hands_on = matches!(law.visits[row.kind].work, Work::Service(_));
    let pool = law.pool.filter(|_| hands_on);
    let speed = pool.map_or(1.0, |pool| model.pools[pool].availability);
    let worked = ticks(row.worked / speed).min(row.entered);
    let state = match row.standing {
        TodayState::Waiting | TodayState::Working => State::Waiting,
        TodayState::Blocked(_) => State::Blocked,
        TodayState::Done => State::Done,
    };
    let mut earlier = [0; 4];
    earlier[WORKING] = worked;
    earlier[state as usize] += row.entered - worked;
    earlier
}

/// Adds times by state.
fn add(sums: &mut [Ticks; 4], times: &[Ticks; 4]) {
    for (sum, time) in sums.iter_mut().zip(times) {
        *sum += time;
    }
}

/// How a stage works.
#[derive(Debug, Clone, Copy, Default)]
struct Law {
    /// The types on which somebody works here.
    hands_on: Set,
    /// The part of each day these people give.
    availability: f64,
}

impl Law {
    /// That of a stage of the model.
    fn new(model: &Model, stage: StageId) -> Self {
        let law = &model.stages[stage];
        let hands_on = |kind: &TypeId| matches!(law.visits[*kind].work, Work::Service(_));
        Self {
            hands_on: Set::of((0..law.visits.len()).filter(hands_on)),
            availability: law.pool.map_or(1.0, |p| model.pools[p].availability),
        }
    }

    /// Does somebody work on this item here?
    #[inline]
    fn hands_on(&self, item: &Item) -> bool {
        self.hands_on.has(item.type_id())
    }

    /// How long somebody has worked on an item during this stay.
    #[inline]
    fn work(&self, item: &Item) -> Ticks {
        match self.hands_on(item) {
            true => item.stay[WORKING],
            false => 0,
        }
    }

    /// The person-days that work of this length takes.
    #[inline]
    fn effort(&self, work: Ticks) -> f64 {
        days(work) * self.availability
    }
}

/// One stage during a trial.
#[derive(Debug, Clone, Default)]
struct Column {
    law: Law,
    /// Items in it, since when, and for how long there were how many.
    items: usize,
    since: Ticks,
    time_with: Vec<Ticks>,
    /// Stays that have ended: in all, and by the warm-up.
    ended: Times,
    before: Times,
    /// All time spent here: in all, and by the warm-up.
    spent: Times,
    spent_before: Times,
    /// Stays that have ended after the warm-up, and how many had a time in each [`State`].
    stays: u64,
    timed: [u64; 4],
    passed: u64,
    breaches: u64,
    discarded: u64,
    /// Of stays that have ended after the warm-up: what lay before day 0, by [`State`].
    earlier: [Ticks; 4],
    effort: f64,
    effort_discarded: f64,
}

impl Column {
    /// Books the time up to `now` with the present number of items.
    #[inline]
    fn book(&mut self, now: Ticks, warm_up: Ticks) {
        let span = counted(self.since, now, warm_up);
        self.since = now;
        if span == 0 {
            return;
        }
        match self.time_with.get_mut(self.items) {
            Some(time) => *time += span,
            None => self.book_first(span),
        }
    }

    /// There have never been so many items.
    #[cold]
    fn book_first(&mut self, span: Ticks) {
        self.time_with.resize(self.items, 0);
        self.time_with.push(span);
    }

    /// A new trial; the memory stays.
    fn clear(&mut self) {
        let mut time_with = std::mem::take(&mut self.time_with);
        time_with.fill(0);
        *self = Self {
            law: self.law,
            time_with,
            ..Self::default()
        };
    }
}

/// The stages during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    columns: Vec<Column>,
    /// How each row of today's board had spent its stay by day 0, by [`State`].
    rows: Vec<[Ticks; 4]>,
    /// Time worked by each pool, and person-days in vain on the item at hand: memory that stays.
    working: Vec<f64>,
    in_vain: Vec<f64>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let column = |stage| Column {
            law: Law::new(model, stage),
            ..Column::default()
        };
        Self {
            warm_up: model.warm_up,
            columns: (0..model.stages.len()).map(column).collect(),
            rows: model.today.iter().map(|row| earlier(model, row)).collect(),
            working: vec![0.0; model.pools.len()],
            in_vain: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.columns.iter_mut().for_each(Column::clear);
    }

    /// A stage has one more item.
    #[inline]
    pub fn enter(&mut self, now: Ticks, stage: StageId) {
        let column = &mut self.columns[stage];
        column.book(now, self.warm_up);
        column.items += 1;
    }

    /// An item stands in a stage on day 0, for so long already.
    pub fn stand(&mut self, stage: StageId, age: Ticks, seen: &mut [StageSeen]) {
        self.enter(0, stage);
        if self.warm_up == 0 {
            seen[stage].cycle_time.push_entry(age);
        }
    }

    /// Somebody has come in whom a limit would have kept out.
    pub fn exceed(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].breaches += u64::from(now >= self.warm_up);
    }

    /// An item leaves a stage to the right.
    #[inline]
    pub fn pass(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].passed += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, &mut seen[stage]);
    }

    /// An item is discarded.
    #[inline]
    pub fn discard(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].discarded += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, &mut seen[stage]);
    }

    /// A stay has ended.
    fn leave(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut StageSeen) {
        let column = &mut self.columns[stage];
        column.book(now, self.warm_up);
        column.items -= 1;
        column.ended.add(&item.stay, column.law.hands_on(item));
        if now < self.warm_up {
            return;
        }
        column.stays += 1;
        let mut stay = item.stay;
        if let Some(earlier) = self.rows.get(item.row_number()) {
            add(&mut stay, earlier);
            add(&mut column.earlier, earlier);
        }
        let parts = seen.parts.iter_mut().zip(&mut column.timed);
        for (&time, (part, timed)) in stay.iter().zip(parts) {
            if time > 0 {
                part.times.push(time);
                *timed += 1;
            }
        }
        seen.cycle_time.push_event(stay.iter().sum());
    }

    /// Books the work that has just ended on an item.
    #[inline]
    pub fn spend(&mut self, now: Ticks, stage: StageId, item: &Item) {
        let column = &mut self.columns[stage];
        if now >= self.warm_up && column.law.hands_on(item) {
            column.effort += column.law.effort(item.stay[WORKING]);
        }
    }

    /// How long somebody has worked on an item in its stage.
    #[inline]
    pub fn work(&self, stage: StageId, item: &Item) -> Ticks {
        self.columns[stage].law.work(item)
    }

    /// Work on an item, by stage from right to left, turns out to have been in vain; returns how many
    /// person-days that is.
    pub fn write_off(&mut self, work: impl Iterator<Item = (StageId, Ticks)>) -> f64 {
        self.in_vain.clear();
        for (stage, work) in work {
            let column = &mut self.columns[stage];
            let effort = column.law.effort(work);
            column.effort_discarded += effort;
            self.in_vain.push(effort);
        }
        // From left to right, since rounding depends on the order.
        self.in_vain.iter().rev().sum()
    }

    /// The statistics begin: stays that are under way enter the estimate at their present length.
    pub fn warm(&mut self, board: &Board<'_>, seen: &mut [StageSeen]) {
        for column in &mut self.columns {
            (column.before, column.spent_before) = (column.ended, column.ended);
        }
        for (stage, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, self.warm_up);
            column.spent_before.add(&stay, column.law.hands_on(item));
            let entry = self.warm_up - item.entered + item.entered_before(board.model);
            seen[stage].cycle_time.push_entry(entry);
        }
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [StageSeen], utilisation: &mut [Share]) {
        let model = board.model;
        let span = (model.horizon - model.warm_up) as f64;
        self.columns.iter_mut().for_each(|c| c.spent = c.ended);
        for (stage, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, model.horizon);
            column.spent.add(&stay, column.law.hands_on(item));
            let age = model.horizon - item.entered + item.entered_before(model);
            seen[stage].cycle_time.push_open(age);
        }
        self.working.fill(0.0);
        for ((column, law), seen) in self.columns.iter_mut().zip(&model.stages).zip(seen) {
            column.book(model.horizon, model.warm_up);
            let spent = column.spent.since(&column.spent_before);
            if let Some(pool) = law.pool {
                self.working[pool] += spent.busy as f64;
            }
            push_areas(&spent.states, span, seen);
            close(column, seen);
        }
        for ((pool, working), seen) in self.working.iter().enumerate().zip(utilisation) {
            if let Some(people) = board.whole_run().people_time(pool) {
                seen.push(*working, people + board.overtime(pool) as f64);
            }
        }
    }
}

/// Pushes how many were in a stage on average.
fn push_areas(areas: &[u128; 4], span: f64, seen: &mut StageSeen) {
    if span <= 0.0 {
        return;
    }
    seen.wip.push(areas.iter().sum::<u128>() as f64 / span);
    for (values, &area) in seen.wip_by_state.iter_mut().zip(areas) {
        values.push(area as f64 / span);
    }
}

/// Pushes one trial's other values of a stage.
fn close(column: &Column, seen: &mut StageSeen) {
    if seen.wip_time.len() < column.time_with.len() {
        seen.wip_time.resize(column.time_with.len(), 0);
    }
    for (sum, &time) in seen.wip_time.iter_mut().zip(&column.time_with) {
        *sum += u128::from(time);
    }
    push_means(column, seen);
    seen.passed.push(column.passed);
    seen.breaches.push(column.breaches);
    seen.discarded.push(column.discarded);
    seen.effort.push(column.effort);
    seen.effort_discarded.push(column.effort_discarded);
}

/// Pushes sums and number of the stays that have ended, and those of no time at all.
fn push_means(column: &Column, seen: &mut StageSeen) {
    let stays = column.stays as f64;
    let mut sums = column.ended.since(&column.before).states;
    for (sum, earlier) in sums.iter_mut().zip(column.earlier) {
        *sum += u128::from(earlier);
    }
    seen.cycle_mean
        .push(days(sums.iter().sum::<u128>() as Ticks), stays);
    let parts = seen.parts.iter_mut().zip(sums).zip(column.timed);
    for ((part, sum), timed) in parts {
        part.times.push_n(0, column.stays - timed);
        part.mean.push(days(sum as Ticks), stays);
    }
}

/// Everybody who is in a stage.
fn staying<'b>(board: &'b Board<'_>) -> impl Iterator<Item = (StageId, &'b Item)> {
    let in_stage = |item: &'b Item| match item.place {
        Place::Stage(stage) => Some((StageId::from(stage), item)),
        _ => None,
    };
    board.items().iter().filter_map(in_stage)
}
