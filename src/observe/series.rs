//! The board day by day: sums over trials at the instants 0, 1, … of the horizon.

use crate::engine::{Board, Course};
use crate::model::{DAY, Model, Ticks};
use crate::stats::Accumulator;

/// What is counted since day 0, and what besides the stages and types is counted at all.
const TOTALS: usize = 4;
const FIRST: usize = TOTALS + 1;

/// The numbers of a day stand in groups of so many, which are added at once.
const GROUP: usize = 4;

/// Sums over trials, one row a day: arrived, done, discarded, aborted, in Sprint Backlogs, then the stages,
/// then the backlogs and the shelves of the types.
#[derive(Debug, Clone)]
pub struct SeriesSeen {
    /// Places of a day: a whole number of groups.
    width: usize,
    stages: usize,
    types: usize,
    sums: Vec<u64>,
}

impl SeriesSeen {
    /// Nothing seen yet.
    pub(super) fn new(model: &Model) -> Self {
        let numbers = FIRST + model.stages.len() + 2 * model.types.len();
        let width = numbers.next_multiple_of(GROUP);
        let days = (model.horizon / DAY) as usize + 1;
        Self {
            width,
            stages: model.stages.len(),
            types: model.types.len(),
            sums: vec![0; width * days],
        }
    }

    /// One column, day by day.
    fn column(&self, column: usize) -> Vec<u64> {
        self.sums
            .iter()
            .skip(column)
            .step_by(self.width)
            .copied()
            .collect()
    }

    /// Adds what there is on a day of one trial: a row as wide as a day, or wider.
    #[inline]
    fn add(&mut self, day: usize, row: &[u64]) {
        debug_assert!(row.len() >= self.width);
        let sums = self.sums.get_mut(day * self.width..(day + 1) * self.width);
        let (sums, _) = sums.unwrap_or_default().as_chunks_mut::<GROUP>();
        let (groups, _) = row.as_chunks::<GROUP>();
        for (sums, numbers) in sums.iter_mut().zip(groups) {
            let pairs = sums.iter_mut().zip(numbers);
            pairs.for_each(|(sum, number)| *sum += number);
        }
    }

    /// Arrived since day 0.
    pub fn arrived(&self) -> Vec<u64> {
        self.column(0)
    }

    /// Done since day 0.
    pub fn done(&self) -> Vec<u64> {
        self.column(1)
    }

    /// Discarded since day 0.
    pub fn discarded(&self) -> Vec<u64> {
        self.column(2)
    }

    /// Aborted since day 0.
    pub fn aborted(&self) -> Vec<u64> {
        self.column(3)
    }

    /// In the teams' Sprint Backlogs.
    pub fn committed(&self) -> Vec<u64> {
        self.column(4)
    }

    /// In a stage.
    pub fn stage(&self, stage: usize) -> Vec<u64> {
        self.column(FIRST + stage)
    }

    /// In a type's backlog.
    pub fn backlog(&self, kind: usize) -> Vec<u64> {
        self.column(FIRST + self.stages + kind)
    }

    /// On the shelf, of a type.
    pub fn ready(&self, kind: usize) -> Vec<u64> {
        self.column(FIRST + self.stages + self.types + kind)
    }
}

impl Accumulator for SeriesSeen {
    fn merge(&mut self, other: &Self) {
        self.sums.merge(&other.sums);
    }

    fn absorb(&mut self, other: &mut Self) {
        self.sums.absorb(&mut other.sums);
    }
}

/// The days of a trial.
#[derive(Debug)]
pub(super) struct Watch {
    day: usize,
    days: usize,
    totals: [u64; TOTALS],
    /// Does anything come after commitment?
    delivers: bool,
    /// Memory for a day's numbers.
    row: Vec<u64>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        Self {
            day: 0,
            days: (model.horizon / DAY) as usize + 1,
            totals: [0; TOTALS],
            delivers: model.delivers(),
            row: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        (self.day, self.totals) = (0, [0; TOTALS]);
    }

    /// An item has arrived.
    #[inline]
    pub fn arrive(&mut self) {
        self.totals[0] += 1;
    }

    /// An item is done.
    #[inline]
    pub fn deliver(&mut self) {
        self.totals[1] += 1;
    }

    /// An item was discarded.
    #[inline]
    pub fn discard(&mut self) {
        self.totals[2] += 1;
    }

    /// An item was aborted.
    #[inline]
    pub fn abort(&mut self) {
        self.totals[3] += 1;
    }

    /// The start of the next day; [`Ticks::MAX`] beyond the horizon.
    #[inline]
    pub fn next_day(&self) -> Ticks {
        match self.day < self.days {
            true => self.day as Ticks * DAY,
            false => Ticks::MAX,
        }
    }

    /// Books the days that start before the next instant.
    #[inline]
    pub fn settled(&mut self, next: Ticks, board: &Board<'_>, seen: &mut SeriesSeen) {
        while self.next_day() < next {
            self.book(board, seen);
        }
    }

    /// Books the rest of the horizon.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut SeriesSeen) {
        while self.day < self.days {
            self.book(board, seen);
        }
    }

    /// Books one day.
    fn book(&mut self, board: &Board<'_>, seen: &mut SeriesSeen) {
        let stages = (0..seen.stages).map(|stage| board.in_stage(stage));
        let types = board.backlogs().iter().chain(board.shelves()).copied();
        let teams = 0..board.model.teams.len();
        let committed: u32 = match self.delivers {
            true => teams.map(|team| board.sprint_backlog(team)).sum(),
            false => 0,
        };
        self.row.clear();
        self.row.extend(self.totals);
        self.row.push(u64::from(committed));
        self.row.extend(stages.chain(types).map(u64::from));
        self.row.resize(seen.width, 0);
        seen.add(self.day, &self.row);
        self.day += 1;
    }

    /// A day of a tandem has begun.
    #[inline]
    pub fn read(&mut self, course: &Course, seen: &mut SeriesSeen) {
        seen.add(self.day, course.numbers.row());
        self.day += 1;
    }
}
