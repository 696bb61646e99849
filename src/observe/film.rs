//! A closer look at some trials, for pictures: what the board holds day by day, and one future item by item.
//!
//! A [`Film`] watches trials that are played again for it, so that those who want no pictures pay nothing.

use crate::engine::{Board, Event, Item, ItemId, Observer, Place};
use crate::model::{DAY, Model, Side, Stage, StageId, Ticks, TypeId};
use crate::stats::{Counts, Logarithmic, accumulators};

/// A film looks at the board at most so many times a trial (and once more).
const LOOKS: u64 = 130;

/// At every so many looks it counts what has come as far as each stage: those numbers grow with the horizon.
const EDGES: usize = 4;

/// Of one trial at most so many finished items are kept.
const MOST_FINISHED: usize = 10_000;

/// What a film has seen of its trials. It does not grow with their number.
#[derive(Debug, Clone, Default)]
pub struct FilmSeen {
    /// How many trials.
    pub trials: u64,
    /// Items in the backlog at each look.
    pub backlog: Vec<Counts>,
    /// Items in each stage at each look: `[stage][look]`.
    pub stages: Vec<Vec<Counts>>,
    /// Items that have come as far as a stage in the order of the board or have left it, at every fourth look:
    /// `[stage][edge]`. What waits in Sprint Backlogs lies between the stages before and after commitment.
    pub reached: Vec<Vec<Counts>>,
    /// Items in a stage by type, summed over the looks after the warm-up: `[stage][type]`.
    pub cells: Vec<Vec<u64>>,
    /// Items that reached ready in each whole week.
    pub weeks: Vec<Counts>,
    /// Age since first pull, in ticks, of the items that a stage's next one took from it after the warm-up.
    pub ages: Vec<Logarithmic>,
}

accumulators!(FilmSeen {
    trials,
    backlog,
    stages,
    reached,
    cells,
    weeks,
    ages
});

/// Trial 0, item by item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneFuture {
    /// Items in each stage at each look: `[look][stage]`.
    pub stages: Vec<Vec<u32>>,
    /// Items that reached ready in each whole week.
    pub weeks: Vec<u64>,
    /// The items that reached ready: when, how long after their first pull, and their type; the first ten
    /// thousand.
    pub finished: Vec<(Ticks, Ticks, TypeId)>,
    /// The items in the stages left of ready at the end: stage, time since first pull, type.
    pub open: Vec<(StageId, Ticks, TypeId)>,
}

/// The instants at which a film looks at the board: every so many days, from day 0 on.
pub fn looks(model: &Model) -> Vec<Ticks> {
    let days = model.horizon / DAY;
    let stride = days.div_ceil(LOOKS).max(1);
    (0..=days)
        .step_by(stride as usize)
        .map(|d| d * DAY)
        .collect()
}

/// The instants at which it counts what has come as far as each stage.
pub fn edges(model: &Model) -> Vec<Ticks> {
    looks(model).into_iter().step_by(EDGES).collect()
}

/// Watches trials closely.
#[derive(Debug)]
pub struct Film<'m> {
    model: &'m Model,
    seen: FilmSeen,
    one: OneFuture,
    first: bool,
    looks: Vec<Ticks>,
    next: usize,
    weeks: Vec<u64>,
    gone: u64,
}

impl<'m> Film<'m> {
    /// A film that has seen nothing.
    pub fn new(model: &'m Model) -> Self {
        let looks = looks(model);
        let weeks = model.horizon / (Ticks::from(model.calendar.days_per_week.max(1)) * DAY);
        let (stages, types) = (model.stages.len(), model.types.len());
        Self {
            model,
            seen: FilmSeen {
                backlog: vec![Counts::default(); looks.len()],
                stages: vec![vec![Counts::default(); looks.len()]; stages],
                reached: vec![vec![Counts::default(); looks.len().div_ceil(EDGES)]; stages],
                cells: vec![vec![0; types]; stages],
                weeks: vec![Counts::default(); weeks as usize],
                ages: vec![Logarithmic::default(); stages],
                ..FilmSeen::default()
            },
            one: OneFuture::default(),
            first: false,
            looks,
            next: 0,
            weeks: vec![0; weeks as usize],
            gone: 0,
        }
    }

    /// Gets ready for a trial.
    pub fn begin(&mut self, trial: u64) {
        self.first = trial == 0;
        (self.next, self.gone) = (0, 0);
        self.weeks.fill(0);
    }

    /// Books a trial that has run to the horizon.
    pub fn end(&mut self, board: &Board<'_>) {
        self.look_until(Ticks::MAX, board);
        for (counts, n) in self.seen.weeks.iter_mut().zip(&self.weeks) {
            counts.push(*n);
        }
        self.seen.trials += 1;
        if self.first {
            self.one.weeks.clone_from(&self.weeks);
            self.one.open = board.items().iter().filter_map(|i| self.open(i)).collect();
        }
    }

    /// Hands over what was seen, and trial 0 (empty if it was not among the trials).
    pub fn develop(self) -> (FilmSeen, OneFuture) {
        (self.seen, self.one)
    }

    /// An item that is in progress at the end: its stage, age and type.
    fn open(&self, item: &Item) -> Option<(StageId, Ticks, TypeId)> {
        let stage = item.stage()?;
        let upstream = self.model.stages.get(stage)?.side == Side::Upstream;
        upstream.then(|| (stage, age(item, self.model.horizon), item.type_id()))
    }

    /// Looks at the board as often as is due before the next instant.
    fn look_until(&mut self, next: Ticks, board: &Board<'_>) {
        while let Some(&at) = self.looks.get(self.next).filter(|at| **at < next) {
            self.look(at, board);
            self.next += 1;
        }
    }

    fn look(&mut self, at: Ticks, board: &Board<'_>) {
        let backlog = (0..self.model.types.len()).map(|kind| u64::from(board.in_backlog(kind)));
        if let Some(counts) = self.seen.backlog.get_mut(self.next) {
            counts.push(backlog.sum());
        }
        let stages = (0..self.model.stages.len()).map(|stage| board.in_stage(stage));
        let row: Vec<u32> = stages.collect();
        for (days, n) in self.seen.stages.iter_mut().zip(&row) {
            if let Some(counts) = days.get_mut(self.next) {
                counts.push(u64::from(*n));
            }
        }
        if self.next.is_multiple_of(EDGES) {
            self.count_reached(&row, board);
        }
        if self.first {
            self.one.stages.push(row);
        }
        if at >= self.model.warm_up {
            self.count_cells(board);
        }
    }

    /// What has left the board, and on top of it stage by stage from the last one to the first.
    fn count_reached(&mut self, row: &[u32], board: &Board<'_>) {
        let mut so_far = self.gone;
        for delivery in [true, false] {
            let stages = self.model.stages.iter().zip(row).enumerate().rev();
            let of_side = |stage: &Stage| (stage.side == Side::Downstream) == delivery;
            for (id, (_, inside)) in stages.filter(|(_, (stage, _))| of_side(stage)) {
                so_far += u64::from(*inside);
                let edges = self.seen.reached.get_mut(id);
                if let Some(counts) = edges.and_then(|e| e.get_mut(self.next / EDGES)) {
                    counts.push(so_far);
                }
            }
            if delivery {
                let teams = 0..self.model.teams.len();
                let committed: u32 = teams.map(|team| board.sprint_backlog(team)).sum();
                so_far += u64::from(committed);
            }
        }
    }

    /// An item has left the board, or not: what is committed leaves it only where nothing comes after that.
    fn leave(&mut self, event: Event, board: &Board<'_>) {
        let left = match event {
            Event::Done { .. } | Event::Discarded { .. } | Event::Expired { .. } => true,
            Event::Committed { item, .. } => board.item(item).place == Place::Gone,
            _ => false,
        };
        self.gone += u64::from(left);
    }

    fn count_cells(&mut self, board: &Board<'_>) {
        for item in board.items() {
            if let Place::Stage(stage) = item.place
                && let Some(types) = self.seen.cells.get_mut(usize::from(stage))
                && let Some(cell) = types.get_mut(item.type_id())
            {
                *cell += 1;
            }
        }
    }

    /// A stage has pulled an item out of an earlier one or out of the backlog.
    fn entered(
        &mut self,
        now: Ticks,
        id: ItemId,
        stage: StageId,
        from: Option<StageId>,
        board: &Board<'_>,
    ) {
        let item = board.item(id);
        let age = age(item, now);
        if now >= self.model.warm_up
            && let Some(ages) = from.and_then(|from| self.seen.ages.get_mut(from))
        {
            ages.push(age);
        }
        if !self.model.shelves.has(stage) {
            return;
        }
        let week = now / (Ticks::from(self.model.calendar.days_per_week.max(1)) * DAY);
        if let Some(n) = self.weeks.get_mut(week as usize) {
            *n += 1;
        }
        if self.first && self.one.finished.len() < MOST_FINISHED {
            self.one.finished.push((now, age, item.type_id()));
        }
    }
}

/// Time since an item's first pull.
fn age(item: &Item, now: Ticks) -> Ticks {
    (now as i64).saturating_sub(item.pulled).max(0) as Ticks
}

impl Observer for Film<'_> {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        self.leave(event, board);
        if let Event::Entered { item, stage, from } = event {
            self.entered(now, item, stage, from, board);
        }
    }

    fn settled(&mut self, _: Ticks, next: Ticks, board: &Board<'_>) {
        self.look_until(next, board);
    }
}
