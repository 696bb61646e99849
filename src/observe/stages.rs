//! Flow through each stage: how many are in it, in what state, and how long they stay.
//!
//! The time average of the items in a state is the sum of the times that items have spent in it, so nothing
//! is booked while states change: each stay is added once, when it ends, and what is under way is added at
//! the ends of the time that counts.

mod notes;
mod pace;
mod seen;

pub use seen::{StageSeen, Stay};

use super::Share;
use crate::engine::{Board, Item, ItemId, State};
use crate::model::{Model, PoolId, Set, StageId, Ticks, TodayItem, TodayState, TypeId, Work, days};
use pace::Paces;

const WORKING: usize = State::Working as usize;

/// So many stays are put aside before they are sorted into the statistics of their stage.
const BATCH: usize = 8192;

/// Times that items have spent in a stage. (2⁶⁴ ticks are a million items for fifty years.)
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    /// By [`State`].
    states: [u64; 4],
    /// While somebody worked on them.
    busy: u64,
}

impl Times {
    /// Adds a stay, or what has passed of one, and how long somebody worked.
    #[inline]
    fn add(&mut self, stay: &[Ticks; 4], busy: Ticks) {
        for (sum, &time) in self.states.iter_mut().zip(stay) {
            *sum = sum.wrapping_add(time);
        }
        self.busy = self.busy.wrapping_add(busy);
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

/// How a stage works.
#[derive(Debug, Clone, Copy, Default)]
struct Law {
    /// The types on which somebody works here.
    hands_on: Set,
    /// The part of each day these people give; 1 where that changes, since their time is weighed by it then.
    availability: f64,
    /// The pool, if it does.
    paced: Option<PoolId>,
    /// The pool, if its people share their effort among the items they hold.
    in_hands: Option<PoolId>,
}

impl Law {
    /// That of a stage of the model.
    fn new(model: &Model, stage: StageId) -> Self {
        let law = &model.stages[stage];
        let hands_on = |kind: &TypeId| matches!(law.visits[*kind].work, Work::Service(_));
        let steady = law.pool.filter(|&pool| !model.changes_pace(pool));
        Self {
            hands_on: Set::of((0..law.visits.len()).filter(hands_on)),
            availability: steady.map_or(1.0, |p| model.pools[p].availability),
            paced: law.pool.filter(|&pool| model.changes_pace(pool)),
            in_hands: law.pool.filter(|&p| model.pools[p].shares_effort()),
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

/// One stage during a trial.
#[derive(Debug, Clone, Default)]
struct Column {
    law: Law,
    /// Items in it, and for how long there were how many: the sum of the ends of such times less the sum of
    /// their starts, so that of the present number only the starts are booked.
    items: usize,
    time_with: Vec<Ticks>,
    /// Stays that have ended: in all, and by the warm-up.
    ended: Times,
    before: Times,
    /// All time spent here: in all, and by the warm-up.
    spent: Times,
    spent_before: Times,
    /// Stays that have ended after the warm-up.
    stays: u64,
    /// Those that are not yet in the statistics.
    aside: Vec<[Ticks; 4]>,
    passed: u64,
    sent_back: u64,
    breaches: u64,
    discarded: u64,
    expired: u64,
    /// Of stays that have ended after the warm-up: what lay before day 0, by [`State`].
    earlier: [Ticks; 4],
    interrupted: u64,
    pushed: u64,
    effort: f64,
    effort_discarded: f64,
}

impl Column {
    /// One more item.
    #[inline]
    fn gain(&mut self, now: Ticks) {
        if self.items + 1 >= self.time_with.len() {
            self.time_with.resize(self.items + 2, 0);
        }
        self.turn(now, self.items + 1);
    }

    /// One item less.
    #[inline]
    fn lose(&mut self, now: Ticks) {
        self.turn(now, self.items - 1);
    }

    /// From now on there are so many items.
    #[inline]
    fn turn(&mut self, now: Ticks, items: usize) {
        self.end(now);
        self.items = items;
        self.start(now);
    }

    /// The time with the present number of items starts.
    #[inline]
    fn start(&mut self, now: Ticks) {
        if let Some(time) = self.time_with.get_mut(self.items) {
            *time = time.wrapping_sub(now);
        }
    }

    /// The time with the present number of items ends.
    #[inline]
    fn end(&mut self, now: Ticks) {
        if let Some(time) = self.time_with.get_mut(self.items) {
            *time = time.wrapping_add(now);
        }
    }

    /// A new trial; the memory stays.
    fn clear(&mut self) {
        let mut time_with = std::mem::take(&mut self.time_with);
        time_with.fill(0);
        *self = Self {
            law: self.law,
            time_with,
            aside: std::mem::take(&mut self.aside),
            ..Self::default()
        };
    }
}

/// The stages during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    columns: Vec<Column>,
    paces: Paces,
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
            // Nothing may ever come here.
            time_with: vec![0],
            ..Column::default()
        };
        Self {
            warm_up: model.warm_up,
            columns: (0..model.stages.len()).map(column).collect(),
            paces: Paces::new(model),
            rows: model.today.iter().map(|row| earlier(model, row)).collect(),
            working: vec![0.0; model.pools.len()],
            in_vain: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.columns.iter_mut().for_each(Column::clear);
        self.paces.begin();
    }

    /// A policy has changed, perhaps the part of the day that people give.
    #[cold]
    pub fn turn(&mut self, now: Ticks, board: &Board<'_>) {
        let columns = &self.columns;
        let worked = staying(board).filter_map(|(stage, id, item)| {
            let law = columns[stage].law;
            let work = law.work_so_far((id, item), &so_far(item, now), now, board);
            Some((law.paced?, id, item, work))
        });
        self.paces.turn(worked, board.model);
    }

    /// A stage has one more item.
    #[inline]
    pub fn enter(&mut self, now: Ticks, stage: StageId) {
        let column = &mut self.columns[stage];
        column.gain(now);
    }

    /// An item stands in a stage on day 0, for so long already.
    pub fn stand(&mut self, stage: StageId, age: Ticks, seen: &mut [StageSeen]) {
        self.enter(0, stage);
        if self.warm_up == 0 {
            seen[stage].cycle_time.push_entry(age);
        }
    }

    /// An item leaves a stage to the right.
    #[inline]
    pub fn pass(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].passed += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, seen);
    }

    /// An item is discarded.
    #[inline]
    pub fn discard(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].discarded += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, seen);
    }

    /// Work that was done here has to be done again.
    pub fn send_back(&mut self, now: Ticks, stage: StageId) {
        self.columns[stage].sent_back += u64::from(now >= self.warm_up);
    }

    /// An item is discarded because it has waited too long.
    pub fn expire(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].expired += u64::from(now >= self.warm_up);
        self.discard(now, stage, item, seen);
    }

    /// A stay has ended.
    pub fn leave(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        let seen = &mut seen[stage];
        let column = &mut self.columns[stage];
        column.lose(now);
        column.ended.add(&item.stay, column.law.work(item));
        if now < self.warm_up {
            return;
        }
        column.stays += 1;
        let mut stay = item.stay;
        if let Some(earlier) = self.rows.get(item.row_number()) {
            add(&mut stay, earlier);
            add(&mut column.earlier, earlier);
        }
        column.aside.push(stay);
        if column.aside.len() >= BATCH {
            seen.take_in(&mut column.aside);
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
    pub fn spend(&mut self, now: Ticks, stage: StageId, id: ItemId, item: &Item) {
        if now >= self.warm_up {
            let work = self.work(now, stage, id, item);
            let column = &mut self.columns[stage];
            column.effort += column.law.effort(work);
        }
    }

    /// How long somebody has worked on an item in its stage, or that which it leaves; where people change their
    /// pace, in full days. Its stay is booked up to `now`.
    #[inline]
    pub fn work(&self, now: Ticks, stage: StageId, id: ItemId, item: &Item) -> Ticks {
        let law = &self.columns[stage].law;
        let work = law.work(item);
        match law.paced {
            None => work,
            Some(pool) => {
                let entered = now - item.stay.iter().sum::<Ticks>();
                self.paces.weigh(work, pool, (id, entered))
            }
        }
    }

    /// Work on an item, by stage from right to left, turns out to have been in vain; returns how many
    /// person-days that is. That on an option counts for each stage.
    pub fn write_off(&mut self, work: impl Iterator<Item = (StageId, Ticks)>, option: bool) -> f64 {
        self.in_vain.clear();
        for (stage, work) in work {
            let column = &mut self.columns[stage];
            let effort = column.law.effort(work);
            if option {
                column.effort_discarded += effort;
            }
            self.in_vain.push(effort);
        }
        // From left to right, since rounding depends on the order.
        self.in_vain.iter().rev().sum()
    }

    /// The statistics begin: stays that are under way enter the estimate at their present length.
    pub fn warm(&mut self, board: &Board<'_>, seen: &mut [StageSeen]) {
        for column in &mut self.columns {
            (column.before, column.spent_before) = (column.ended, column.ended);
            column.time_with.fill(0);
            column.start(self.warm_up);
        }
        for (stage, id, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, self.warm_up);
            let law = column.law;
            let busy = law.work_so_far((id, item), &stay, self.warm_up, board);
            column.spent_before.add(&stay, busy);
            let entry = self.warm_up - item.entered + item.entered_before(board.model);
            seen[stage].cycle_time.push_entry(entry);
        }
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [StageSeen], utilisation: &mut [Share]) {
        let model = board.model;
        let span = (model.horizon - model.warm_up) as f64;
        self.columns.iter_mut().for_each(|c| c.spent = c.ended);
        for (stage, id, item) in staying(board) {
            let column = &mut self.columns[stage];
            let stay = so_far(item, model.horizon);
            let law = column.law;
            let busy = law.work_so_far((id, item), &stay, model.horizon, board);
            column.spent.add(&stay, busy);
            let age = model.horizon - item.entered + item.entered_before(model);
            seen[stage].cycle_time.push_open(age);
        }
        self.working.fill(0.0);
        for ((column, law), seen) in self.columns.iter_mut().zip(&model.stages).zip(seen) {
            column.end(model.horizon);
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
    push_means(column, seen);
    seen.passed.push(column.passed);
    seen.sent_back.push(column.sent_back);
    seen.breaches.push(column.breaches);
    seen.discarded.push(column.discarded);
    seen.expired.push(column.expired);
    seen.rejected.push(column.discarded - column.expired);
    seen.interrupted.push(column.interrupted);
    seen.pushed.push(column.pushed);
    seen.effort.push(column.effort);
    seen.effort_discarded.push(column.effort_discarded);
}

/// Pushes sums and number of the stays that have ended.
fn push_means(column: &Column, seen: &mut StageSeen) {
    let stays = column.stays as f64;
    let mut sums = column.ended.since(&column.before).states;
    add(&mut sums, &column.earlier);
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
