//! Flow through each stage: how many are in it, in what state, and how long they stay.

use super::Share;
use super::area::counted;
use crate::engine::{Board, Event, Item, Place, State};
use crate::model::{Model, Set, StageId, Ticks, TypeId, Work, days};
use crate::stats::{CompetingRisks, Counts, Logarithmic, Ratio, Values};

/// A part of the stays in a stage: the single times, and sum and number by trial.
#[derive(Debug, Clone, Default)]
pub struct Stay {
    /// The times in ticks.
    pub times: Logarithmic,
    /// Sum (days) and number by trial.
    pub mean: Ratio,
}

/// What was seen of one stage.
#[derive(Debug, Clone, Default)]
pub struct StageSeen {
    /// Items in it, time average.
    pub wip: Values,
    /// The same by [`State`].
    pub wip_by_state: [Values; 4],
    /// Ticks with n items in it, over all trials.
    pub wip_time: Vec<u128>,
    /// Entering to leaving, in ticks: every way of leaving counts, open stays are censored.
    pub cycle_time: CompetingRisks,
    /// Sum (days) and number of the stays that ended, by trial.
    pub cycle_mean: Ratio,
    /// The parts of a stay by [`State`].
    pub parts: [Stay; 4],
    /// Items that left to the right.
    pub passed: Counts,
    /// Items discarded here.
    pub discarded: Counts,
    /// Person-days of work that ended.
    pub effort: Values,
    /// Of these: on items that were later discarded.
    pub effort_discarded: Values,
}

impl StageSeen {
    /// Adds what another has seen.
    pub(super) fn merge(&mut self, other: &Self) {
        self.wip.merge(&other.wip);
        super::each(&mut self.wip_by_state, &other.wip_by_state, Values::merge);
        self.wip_time
            .resize(self.wip_time.len().max(other.wip_time.len()), 0);
        super::each(&mut self.wip_time, &other.wip_time, |mine, theirs| {
            *mine += theirs
        });
        self.cycle_time.merge(&other.cycle_time);
        self.cycle_mean.merge(&other.cycle_mean);
        super::each(&mut self.parts, &other.parts, |mine, theirs| {
            mine.times.merge(&theirs.times);
            mine.mean.merge(&theirs.mean);
        });
        self.passed.merge(&other.passed);
        self.discarded.merge(&other.discarded);
        self.effort.merge(&other.effort);
        self.effort_discarded.merge(&other.effort_discarded);
    }
}

/// One stage during a trial.
#[derive(Debug, Clone, Default)]
struct Column {
    counts: [u32; 4],
    since: Ticks,
    areas: [u128; 4],
    /// Items that somebody works on: as it is, as last booked, and their item-ticks.
    busy: u32,
    busy_booked: u32,
    busy_area: u128,
    time_with: Vec<Ticks>,
    /// The stays that have ended, by [`State`].
    stays: Vec<[Ticks; 4]>,
    passed: u64,
    discarded: u64,
    effort: f64,
    effort_discarded: f64,
}

impl Column {
    /// Books the time up to `now` and takes the new counts over.
    #[inline]
    fn book(&mut self, now: Ticks, warm_up: Ticks, counts: [u32; 4]) {
        let span = counted(self.since, now, warm_up);
        if span > 0 {
            let mut all = 0;
            for (area, n) in self.areas.iter_mut().zip(self.counts) {
                *area += u128::from(n) * u128::from(span);
                all += n as usize;
            }
            self.busy_area += u128::from(self.busy_booked) * u128::from(span);
            if self.time_with.len() <= all {
                self.time_with.resize(all + 1, 0);
            }
            self.time_with[all] += span;
        }
        (self.since, self.counts, self.busy_booked) = (now, counts, self.busy);
    }

    /// A new trial; the memory stays.
    fn clear(&mut self) {
        let (mut time_with, mut stays) = Default::default();
        std::mem::swap(&mut self.time_with, &mut time_with);
        std::mem::swap(&mut self.stays, &mut stays);
        time_with.fill(0);
        stays.clear();
        *self = Self {
            time_with,
            stays,
            ..Self::default()
        };
    }
}

/// The stages during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    columns: Vec<Column>,
    /// Stages whose items have changed at this instant.
    changed: Set,
    /// Person-days spent on each item in each stage, `[item * stages + stage]`.
    efforts: Vec<f64>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let columns = vec![Column::default(); model.stages.len()];
        Self {
            warm_up: model.warm_up,
            columns,
            changed: Set::default(),
            efforts: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.columns.iter_mut().for_each(Column::clear);
        self.efforts.clear();
    }

    /// An item moves, or its state changes.
    #[inline(always)]
    pub fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        match event {
            Event::Entered { item, stage, from } => {
                if let Some(from) = from {
                    self.changed = self.changed.with(from);
                    self.leave(now, from, board.item(item));
                    self.columns[from].passed += u64::from(now >= self.warm_up);
                }
                self.changed = self.changed.with(stage);
            }
            Event::Started { item, stage } => {
                self.changed = self.changed.with(stage);
                let kind = board.item(item).type_id();
                let hands_on = is_hands_on(board.model, stage, kind);
                self.columns[stage].busy += u32::from(hands_on);
            }
            Event::Finished { item, stage } => {
                self.changed = self.changed.with(stage);
                self.spend(now, item as usize, stage, board);
            }
            Event::Discarded { item, stage } => {
                self.changed = self.changed.with(stage);
                self.spend(now, item as usize, stage, board);
                self.leave(now, stage, board.item(item));
                self.write_off(now, item as usize, stage);
            }
            Event::Committed { item, stage, .. } => {
                self.changed = self.changed.with(stage);
                self.leave(now, stage, board.item(item));
                self.columns[stage].passed += u64::from(now >= self.warm_up);
            }
            _ => {}
        }
    }

    /// A stay has ended.
    #[inline]
    fn leave(&mut self, now: Ticks, stage: StageId, item: &Item) {
        if now >= self.warm_up {
            self.columns[stage].stays.push(item.stay);
        }
    }

    /// Books the work that has just ended.
    fn spend(&mut self, now: Ticks, item: usize, stage: StageId, board: &Board<'_>) {
        let at = board.item(item as u32);
        if !is_hands_on(board.model, stage, at.type_id()) {
            return;
        }
        self.columns[stage].busy -= 1;
        let law = &board.model.stages[stage];
        let availability = law.pool.map_or(1.0, |p| board.model.pools[p].availability);
        let effort = days(at.stay[State::Working as usize]) * availability;
        let width = self.columns.len();
        if self.efforts.len() < (item + 1) * width {
            self.efforts.resize((item + 1) * width, 0.0);
        }
        self.efforts[item * width + stage] += effort;
        if now >= self.warm_up {
            self.columns[stage].effort += effort;
        }
    }

    /// An item was discarded: what was spent on it was spent in vain.
    fn write_off(&mut self, now: Ticks, item: usize, stage: StageId) {
        if now < self.warm_up {
            return;
        }
        self.columns[stage].discarded += 1;
        let width = self.columns.len();
        let spent = self
            .efforts
            .get(item * width..(item + 1) * width)
            .unwrap_or_default();
        for (column, effort) in self.columns.iter_mut().zip(spent) {
            column.effort_discarded += effort;
        }
    }

    /// Person-days spent on an item, by stage.
    pub fn spent_on(&self, item: usize) -> &[f64] {
        let width = self.columns.len();
        self.efforts
            .get(item * width..(item + 1) * width)
            .unwrap_or_default()
    }

    /// The instant is over: books the stages that have changed. At the warm-up stays that are under way enter
    /// the estimate at their present length.
    #[inline]
    pub fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>, seen: &mut [StageSeen]) {
        for stage in std::mem::take(&mut self.changed).iter() {
            self.columns[stage].book(now, self.warm_up, board.by_state(stage));
        }
        if self.warm_up > now && self.warm_up <= next {
            for_each_stay(board, |item, stage| {
                seen[stage]
                    .cycle_time
                    .push_entry(self.warm_up - item.entered)
            });
        }
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut [StageSeen], utilisation: &mut [Share]) {
        let model = board.model;
        let span = (model.horizon - model.warm_up) as f64;
        for_each_stay(board, |item, stage| {
            seen[stage]
                .cycle_time
                .push_open(model.horizon - item.entered)
        });
        let mut working = vec![0.0; model.pools.len()];
        for (stage, (column, seen)) in self.columns.iter_mut().zip(seen).enumerate() {
            column.book(model.horizon, model.warm_up, column.counts);
            if let Some(pool) = model.stages[stage].pool {
                working[pool] += column.busy_area as f64;
            }
            close(column, span, seen);
        }
        for ((pool, working), seen) in model.pools.iter().zip(working).zip(utilisation) {
            if let Some(people) = pool.people {
                seen.push(working, f64::from(people) * span);
            }
        }
    }
}

/// Pushes one trial's values of a stage.
fn close(column: &Column, span: f64, seen: &mut StageSeen) {
    if span > 0.0 {
        let all: u128 = column.areas.iter().sum();
        seen.wip.push(all as f64 / span);
        for (values, area) in seen.wip_by_state.iter_mut().zip(column.areas) {
            values.push(area as f64 / span);
        }
    }
    if seen.wip_time.len() < column.time_with.len() {
        seen.wip_time.resize(column.time_with.len(), 0);
    }
    for (sum, &time) in seen.wip_time.iter_mut().zip(&column.time_with) {
        *sum += u128::from(time);
    }
    push_stays(&column.stays, seen);
    seen.passed.push(column.passed);
    seen.discarded.push(column.discarded);
    seen.effort.push(column.effort);
    seen.effort_discarded.push(column.effort_discarded);
}

/// Pushes the stays of one trial.
fn push_stays(stays: &[[Ticks; 4]], seen: &mut StageSeen) {
    let mut all = 0;
    for stay in stays {
        let length = stay.iter().sum();
        seen.cycle_time.push_event(length);
        all += length;
    }
    seen.cycle_mean.push(days(all), stays.len() as f64);
    for (state, part) in seen.parts.iter_mut().enumerate() {
        let (mut sum, mut without) = (0, 0);
        for time in stays.iter().map(|stay| stay[state]) {
            if time > 0 {
                part.times.push(time);
                sum += time;
            } else {
                without += 1;
            }
        }
        part.times.push_n(0, without);
        part.mean.push(days(sum), stays.len() as f64);
    }
}

/// Everybody who is in a stage.
fn for_each_stay(board: &Board<'_>, mut visit: impl FnMut(&Item, StageId)) {
    for item in board.items() {
        if let Place::Stage(stage) = item.place {
            visit(item, usize::from(stage));
        }
    }
}

/// Does somebody work on items of a type here?
fn is_hands_on(model: &Model, stage: StageId, kind: TypeId) -> bool {
    matches!(model.stages[stage].visits[kind].work, Work::Service(_))
}
