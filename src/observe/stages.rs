//! Flow through each stage: how many are in it, in what state, and how long they stay.
//!
//! The time average of the items in a state is the sum of the times that items have spent in it, so nothing
//! is booked while states change, and of a stay that ends no more is done than to put it aside: many are
//! added up at once. What is under way is added at the ends of the time that counts.

mod seen;

pub use seen::{StageSeen, Stay};

use super::Share;
use crate::engine::{Board, Item, ItemId, State};
use crate::model::{Model, PoolId, Set, StageId, Ticks, TodayItem, TodayState, TypeId, Work, days};

const WORKING: usize = State::Working as usize;

/// So many stays are put aside before they are sorted into the statistics of their stage.
const BATCH: usize = 2048;

/// Times that items have spent in a stage. (2⁶⁴ ticks are a million items for fifty years.)
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    /// By [`State`].
    states: [u64; 4],
    /// While somebody worked on them.
    busy: u64,
}

impl Times {
    /// Adds what has passed of a stay, and how long somebody worked.
    fn add(&mut self, stay: &[Ticks; 4], busy: Ticks) {
        self.add_stays(std::slice::from_ref(stay));
        self.busy = self.busy.wrapping_add(busy);
    }

    /// Adds stays, but not how long somebody worked.
    fn add_stays(&mut self, stays: &[[Ticks; 4]]) {
        let mut sums = self.states;
        for stay in stays {
            for (sum, &time) in sums.iter_mut().zip(stay) {
                *sum = sum.wrapping_add(time);
            }
        }
        self.states = sums;
    }

    /// What has come on top of an earlier sum.
    fn since(&self, earlier: &Self) -> Self {
        let mut rest = *self;
        for (sum, before) in rest.states.iter_mut().zip(earlier.states) {
            *sum = sum.wrapping_sub(before);
        }
        rest.busy = rest.busy.wrapping_sub(earlier.busy);
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
    let worked = row.attended(model);
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

/// Takes away times by state.
fn subtract(sums: &mut [Ticks; 4], times: &[Ticks; 4]) {
    for (sum, time) in sums.iter_mut().zip(times) {
        *sum = sum.wrapping_sub(*time);
    }
}

/// How a stage works.
#[derive(Debug, Clone, Copy, Default)]
struct Law {
    /// The types on which somebody works here.
    hands_on: Set,
    /// For how long somebody works depends on more than the stay: on the type, or on how its people share
    /// their effort.
    mixed: bool,
    /// The part of each day these people give.
    availability: f64,
    /// The pool, if its people share their effort among the items they hold.
    in_hands: Option<PoolId>,
}

impl Law {
    /// That of a stage of the model.
    fn new(model: &Model, stage: StageId) -> Self {
        let law = &model.stages[stage];
        let is_hands_on = |kind: &TypeId| matches!(law.visits[*kind].work, Work::Service(_));
        let types = law.visits.len();
        let hands_on = Set::of((0..types).filter(is_hands_on));
        let in_hands = law.pool.filter(|&p| model.pools[p].shares_effort());
        let alike = hands_on.is_empty() || hands_on == Set::first(types);
        Self {
            hands_on,
            mixed: in_hands.is_some() || !alike,
            availability: law.pool.map_or(1.0, |p| model.pools[p].availability),
            in_hands,
        }
    }

    /// Does somebody work on this item here?
    #[inline]
    fn hands_on(&self, item: &Item) -> bool {
        self.hands_on.has(item.type_id())
    }

    /// How long somebody has worked on an item during this stay. Who has several items in hand gives each
    /// but a part of the time.
    #[inline]
    fn work(&self, item: &Item) -> Ticks {
        match self.hands_on(item) {
            true if self.in_hands.is_some() => item.attention(),
            true => item.stay[WORKING],
            false => 0,
        }
    }

    /// The same at `now`, of an item that is still in the stage and has passed so much of its stay.
    fn work_so_far(
        &self,
        (id, item): (ItemId, &Item),
        stay: &[Ticks; 4],
        now: Ticks,
        board: &Board<'_>,
    ) -> Ticks {
        match self.in_hands {
            _ if !self.hands_on(item) => 0,
            Some(pool) => board.attention(id, pool, now),
            None => stay[WORKING],
        }
    }

    /// The person-days that work of this length takes.
    #[inline]
    fn effort(&self, work: Ticks) -> f64 {
        days(work) * self.availability
    }
}

/// What a stage has seen since the trial began, or of some of it since the warm-up.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Items in it, and since when so many.
    items: usize,
    since: Ticks,
    /// Stays that have ended: in all, and by the warm-up.
    ended: Times,
    before: Times,
    /// All time spent here: in all, and by the warm-up.
    spent: Times,
    spent_before: Times,
    /// Stays that have ended after the warm-up.
    stays: u64,
    breaches: u64,
    discarded: u64,
    expired: u64,
    /// Of stays that have ended after the warm-up: what lay before day 0, by [`State`].
    earlier: [Ticks; 4],
    effort: f64,
    effort_discarded: f64,
}

/// One stage during a trial.
#[derive(Debug, Clone, Default)]
struct Column {
    law: Law,
    tally: Tally,
    /// For how long there were how many items in it.
    time_with: Vec<Ticks>,
    /// Stays that are not yet in the statistics, and how many of them are in the sums of the trial, too.
    aside: Vec<[Ticks; 4]>,
    summed: usize,
    /// How many are of earlier trials.
    mark: usize,
}

impl Column {
    /// From now on there are so many items.
    #[inline]
    fn turn(&mut self, now: Ticks, items: usize) {
        let tally = &mut self.tally;
        match self.time_with.get_mut(tally.items) {
            Some(time) => *time += now - tally.since,
            None => self.grow(now),
        }
        (self.tally.items, self.tally.since) = (items, now);
    }

    /// The same where there have never been as many as now.
    #[cold]
    fn grow(&mut self, now: Ticks) {
        self.time_with.resize(self.tally.items, 0);
        self.time_with.push(now - self.tally.since);
    }

    /// The stay put aside last had begun before day 0.
    fn prolong(&mut self, earlier: &[Ticks; 4]) {
        if let Some(stay) = self.aside.last_mut() {
            add(stay, earlier);
            add(&mut self.tally.earlier, earlier);
        }
    }

    /// Adds up the stays put aside since the last time.
    fn sum_up(&mut self) {
        let (tally, law) = (&mut self.tally, &self.law);
        let new = &self.aside[self.summed..];
        tally.ended.add_stays(new);
        tally.stays += new.len() as u64;
        self.summed = self.aside.len();
        if !law.mixed && !law.hands_on.is_empty() {
            tally.ended.busy = tally.ended.states[WORKING].wrapping_sub(tally.earlier[WORKING]);
        }
    }

    /// Makes room for more stays; do those of this trial count?
    #[cold]
    fn make_room(&mut self, count: bool, seen: &mut StageSeen) {
        self.sum_up();
        if !count {
            self.aside.truncate(self.mark);
        }
        seen.take_in(&mut self.aside);
        (self.summed, self.mark) = (0, 0);
    }

    /// The statistics begin.
    fn warm(&mut self, now: Ticks) {
        self.sum_up();
        self.aside.truncate(self.mark);
        self.summed = self.mark;
        self.time_with.fill(0);
        let tally = &mut self.tally;
        (tally.since, tally.stays) = (now, 0);
        (tally.before, tally.spent_before) = (tally.ended, tally.ended);
    }

    /// The trial is over.
    fn close(&mut self, now: Ticks) {
        self.turn(now, self.tally.items);
        self.sum_up();
        self.tally.spent = self.tally.ended;
        subtract(&mut self.tally.spent.states, &self.tally.earlier);
    }

    /// A new trial; the memory stays.
    fn clear(&mut self) {
        self.time_with.fill(0);
        self.tally = Tally::default();
        (self.summed, self.mark) = (self.aside.len(), self.aside.len());
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
        column.turn(now, column.tally.items + 1);
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
        self.columns[stage].tally.breaches += u64::from(now >= self.warm_up);
    }

    /// An item leaves a stage to the right.
    #[inline]
    pub fn pass(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.leave(now, stage, item, seen);
    }

    /// An item is discarded.
    #[inline]
    pub fn discard(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].tally.discarded += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, seen);
    }

    /// An item is discarded because it has waited too long.
    pub fn expire(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].tally.expired += u64::from(now >= self.warm_up);
        self.discard(now, stage, item, seen);
    }

    /// A stay has ended.
    #[inline]
    fn leave(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        let column = &mut self.columns[stage];
        column.turn(now, column.tally.items - 1);
        if column.law.mixed {
            let busy = &mut column.tally.ended.busy;
            *busy = busy.wrapping_add(column.law.work(item));
        }
        if column.aside.len() >= BATCH {
            column.make_room(now >= self.warm_up, &mut seen[stage]);
        }
        column.aside.push(item.stay);
        if let Some(earlier) = self.rows.get(item.row_number())
            && now >= self.warm_up
        {
            column.prolong(earlier);
        }
    }

    /// Books what was put aside.
    pub fn book(&mut self, seen: &mut [StageSeen]) {
        for (column, seen) in self.columns.iter_mut().zip(seen) {
            seen.take_in(&mut column.aside);
        }
    }

    /// Books the work that has just ended on an item.
    #[inline]
    pub fn spend(&mut self, now: Ticks, stage: StageId, item: &Item) {
        let column = &mut self.columns[stage];
        if now >= self.warm_up {
            column.tally.effort += column.law.effort(column.law.work(item));
        }
    }

    /// How long somebody has worked on an item in its stage.
    #[inline]
    pub fn work(&self, stage: StageId, item: &Item) -> Ticks {
        self.columns[stage].law.work(item)
    }

    /// Work on an item turns out to have been in vain: that in its stage and, by stage from right to left,
    /// that in those before; returns how many person-days it is. That on an option counts for each stage.
    pub fn write_off(
        &mut self,
        here: (StageId, Ticks),
        before: impl Iterator<Item = (StageId, Ticks)>,
        option: bool,
    ) -> f64 {
        let here = self.waste(here, option);
        self.in_vain.clear();
        for work in before {
            let effort = self.waste(work, option);
            self.in_vain.push(effort);
        }
        // From left to right, since rounding depends on the order.
        self.in_vain.iter().rev().sum::<f64>() + here
    }

    /// The person-days of work in vain in one stage.
    #[inline]
    fn waste(&mut self, (stage, work): (StageId, Ticks), option: bool) -> f64 {
        let column = &mut self.columns[stage];
        let effort = column.law.effort(work);
        if option {
            column.tally.effort_discarded += effort;
        }
        effort
    }

    /// The statistics begin: stays that are under way enter the estimate at their present length.
    pub fn warm(&mut self, board: &Board<'_>, seen: &mut [StageSeen]) {
        for column in &mut self.columns {
            column.warm(self.warm_up);
        }
        for (stage, id, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, self.warm_up);
            let law = column.law;
            let busy = law.work_so_far((id, item), &stay, self.warm_up, board);
            column.tally.spent_before.add(&stay, busy);
            let entry = self.warm_up - item.entered + item.entered_before(board.model);
            seen[stage].cycle_time.push_entry(entry);
        }
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [StageSeen], utilisation: &mut [Share]) {
        let model = board.model;
        let span = (model.horizon - model.warm_up) as f64;
        for column in &mut self.columns {
            column.close(model.horizon);
        }
        for (stage, id, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, model.horizon);
            let law = column.law;
            let busy = law.work_so_far((id, item), &stay, model.horizon, board);
            column.tally.spent.add(&stay, busy);
            let age = model.horizon - item.entered + item.entered_before(model);
            seen[stage].cycle_time.push_open(age);
        }
        self.working.fill(0.0);
        for ((column, law), seen) in self.columns.iter_mut().zip(&model.stages).zip(seen) {
            let spent = column.tally.spent.since(&column.tally.spent_before);
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
fn push_areas(areas: &[u64; 4], span: f64, seen: &mut StageSeen) {
    if span <= 0.0 {
        return;
    }
    seen.wip.push(areas.iter().sum::<u64>() as f64 / span);
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
    let tally = &column.tally;
    push_means(tally, seen);
    seen.passed.push(tally.stays - tally.discarded);
    seen.breaches.push(tally.breaches);
    seen.discarded.push(tally.discarded);
    seen.expired.push(tally.expired);
    seen.rejected.push(tally.discarded - tally.expired);
    seen.effort.push(tally.effort);
    seen.effort_discarded.push(tally.effort_discarded);
}

/// Pushes sums and number of the stays that have ended.
fn push_means(tally: &Tally, seen: &mut StageSeen) {
    let stays = tally.stays as f64;
    let sums = tally.ended.since(&tally.before).states;
    seen.cycle_mean.push(days(sums.iter().sum()), stays);
    for (part, sum) in seen.parts.iter_mut().zip(sums) {
        part.mean.push(days(sum), stays);
    }
}

/// Everybody who is in a stage.
fn staying<'b>(board: &'b Board<'_>) -> impl Iterator<Item = (StageId, ItemId, &'b Item)> {
    let items = (0..).zip(board.items());
    items.filter_map(|(id, item)| Some((item.stage()?, id, item)))
}
