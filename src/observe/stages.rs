//! Flow through each stage: how many are in it, in what state, and how long they stay.
//!
//! The time average of the items in a state is the sum of the times that items have spent in it, so nothing
//! is booked while states change, and of a stay that ends no more is done than to put it aside: many are
//! added up at once. What is under way is added at the ends of the time that counts.

mod aside;
mod column;
mod law;
mod notes;
mod pace;
mod seen;
mod stays;

pub use seen::{StageSeen, Stay};

use super::Share;
use crate::engine::{Board, Item, ItemId, State};
use crate::model::{Model, PoolId, StageId, Ticks, TodayItem, TodayState, days};
use aside::Apart;
use column::{Column, Tally};
use law::Law;
use pace::Paces;

const WORKING: usize = State::Working as usize;

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

/// The stages during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    columns: Vec<Column>,
    paces: Paces,
    /// How each row of today's board had spent its stay by day 0, by [`State`].
    rows: Vec<[Ticks; 4]>,
    /// Time worked by each pool: memory that stays.
    working: Vec<f64>,
    /// Memory for stays that are taken apart.
    apart: Box<Apart>,
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
            paces: Paces::new(model),
            rows: model.today.iter().map(|row| earlier(model, row)).collect(),
            working: vec![0.0; model.pools.len()],
            apart: Apart::new(),
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
        column.turn(now, column.tally.items + 1);
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
        self.leave(now, stage, item, seen);
    }

    /// An item is discarded.
    #[inline]
    pub fn discard(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].tally.discarded += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, seen);
    }

    /// An item leaves neither to the right nor with a discard: its work has to be done again, or it falls apart.
    pub fn depart(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].tally.departed += u64::from(now >= self.warm_up);
        self.leave(now, stage, item, seen);
    }

    /// An item is discarded because it has waited too long.
    pub fn expire(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        self.columns[stage].tally.expired += u64::from(now >= self.warm_up);
        self.discard(now, stage, item, seen);
    }

    /// A stay has ended.
    #[inline(always)]
    fn leave(&mut self, now: Ticks, stage: StageId, item: &Item, seen: &mut [StageSeen]) {
        let column = &mut self.columns[stage];
        column.turn(now, column.tally.items - 1);
        if column.law.mixed {
            let busy = &mut column.tally.ended.busy;
            *busy = busy.wrapping_add(column.law.work(item));
        }
        if column.aside.is_full() {
            column.make_room(now >= self.warm_up, &mut seen[stage], &mut self.apart);
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
            seen.take_in(&mut column.aside, &mut self.apart);
        }
    }

    /// Books the work that has just ended on an item.
    #[inline]
    pub fn spend(&mut self, now: Ticks, stage: StageId, id: ItemId, item: &Item) {
        if now >= self.warm_up {
            let work = self.work(now, stage, id, item);
            let column = &mut self.columns[stage];
            column.tally.effort += column.law.effort(work);
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
            Some(pool) => self.paces.weigh(work, pool, (id, item.stay, now)),
        }
    }

    /// Work on an item, by stage, turns out to have been in vain; returns how much of people's time that is. That
    /// on an option counts for each stage.
    pub fn write_off(
        &mut self,
        work: impl Iterator<Item = (StageId, Ticks)>,
        option: bool,
    ) -> Ticks {
        work.map(|work| self.waste(work, option)).sum()
    }

    /// The time of people that work in vain in one stage has taken.
    #[inline]
    pub fn waste(&mut self, (stage, work): (StageId, Ticks), option: bool) -> Ticks {
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

    /// The trial is over: no more stays end.
    pub fn close(&mut self, now: Ticks) {
        self.columns.iter_mut().for_each(|column| column.close(now));
    }

    /// After that: an item is in a stage still.
    pub fn stay(
        &mut self,
        (id, item): (ItemId, &Item),
        stage: StageId,
        board: &Board<'_>,
        seen: &mut [StageSeen],
    ) {
        let column = &mut self.columns[stage];
        let horizon = board.model.horizon;
        let stay = so_far(item, horizon);
        let law = column.law;
        let busy = law.work_so_far((id, item), &stay, horizon, board);
        column.tally.spent.add(&stay, busy);
        let age = horizon - item.entered + item.entered_before(board.model);
        seen[stage].cycle_time.push_open(age);
    }

    /// And at last: the trial is booked.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [StageSeen], utilisation: &mut [Share]) {
        let overtime = |pool| board.overtime(pool);
        self.push(board.whole_run(), overtime, seen, utilisation);
    }

    /// Adds one trial's values; of each pool people have worked so long beyond what there is of them.
    fn push(
        &mut self,
        model: &Model,
        overtime: impl Fn(PoolId) -> Ticks,
        seen: &mut [StageSeen],
        utilisation: &mut [Share],
    ) {
        let span = (model.horizon - model.warm_up) as f64;
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
            if let Some(people) = model.people_time(pool) {
                seen.push(*working, people + overtime(pool) as f64);
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
    // Whoever leaves in no other way leaves to the right.
    let passed = tally.stays - tally.discarded - tally.departed;
    seen.passed.push(passed);
    seen.sent_back.push(tally.sent_back);
    seen.breaches.push(tally.breaches);
    seen.discarded.push(tally.discarded);
    seen.expired.push(tally.expired);
    seen.rejected.push(tally.discarded - tally.expired);
    seen.interrupted.push(tally.interrupted);
    seen.pushed.push(tally.pushed);
    seen.effort.push(days(tally.effort));
    seen.effort_discarded.push(days(tally.effort_discarded));
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
