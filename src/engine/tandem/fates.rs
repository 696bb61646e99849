//! Fates: what will become of an item when it is pulled, and how long the work on it takes. Nothing on the board changes
//! that, so it is drawn for several items of a type at once, which takes far less time than to draw each number when it is
//! needed.

use super::Tandem;
use super::course::{Course, FOREVER, Life};
use super::parts::Visit;
use crate::engine::item::ItemId;
use crate::model::{StageId, Ticks, ticks};
use crate::random::Key;
use std::hint::select_unpredictable;

/// Where those are pulled first who came first, so many are drawn at once.
const AT_ONCE: usize = 32;

/// An item whose fate is being drawn: its address, its number and that of its first stay.
#[derive(Debug, Clone, Copy)]
struct Open {
    key: Key,
    id: ItemId,
    row: u32,
}

/// Those of a type whose fates are being drawn.
#[derive(Debug)]
pub(super) struct Fates {
    /// How many there are, who they are, and a number of each.
    used: usize,
    open: [Open; AT_ONCE],
    days: [f64; AT_ONCE],
}

impl Fates {
    /// Nobody's yet.
    pub fn new() -> Self {
        let (key, id, row) = (Key(0), 0, 0);
        Self {
            used: 0,
            open: [Open { key, id, row }; AT_ONCE],
            days: [0.0; AT_ONCE],
        }
    }

    /// From now on it is about this item and at most so many of its type that come after it, of whom nothing is known.
    fn gather(&mut self, first: ItemId, most: usize, course: &mut Course) {
        let mut id = first;
        self.used = 0;
        while self.used < most.min(AT_ONCE)
            && let Some((key, row, next)) = course.open(id)
        {
            self.open[self.used % AT_ONCE] = Open { key, id, row };
            self.used += 1;
            id = next;
        }
    }

    /// Draws how long the work on each of them takes in a stage.
    fn draw_work(&mut self, stage: StageId, visit: &Visit<'_>, course: &mut Course) {
        let days = &mut self.days[..self.used];
        let address = |open: &Open| open.key.with(visit.work_link);
        match visit.work {
            Some(law) => law.draw_each(self.open.iter().map(|open| address(open).stream()), days),
            None => days.fill(0.0),
        }
        for (open, &days) in self.open.iter().zip(&*days) {
            course.stay(open.row as usize + stage).work = length(days, visit.pace);
        }
    }

    /// Draws which of them turn out in a stage not to be worth going on with: it is not about these any more.
    #[inline(never)]
    fn reject(&mut self, stage: StageId, visit: &Visit<'_>, lives: &mut [Life]) {
        if visit.discard == 0 {
            return;
        }
        let mut kept = 0;
        for n in 0..self.used {
            let open = self.open[n % AT_ONCE];
            let bits = open.key.with(visit.discard_link).stream().bits() >> 11;
            let rejected = bits < visit.discard;
            if let Some(life) = lives.get_mut(open.id as usize) {
                // Without a branch: nobody can foresee who is.
                life.ends_in = select_unpredictable(rejected, stage as u8, FOREVER);
            }
            self.open[kept % AT_ONCE] = open;
            kept += usize::from(!rejected);
        }
        self.used = kept;
    }
}

impl Tandem<'_> {
    /// Draws what will become of an item that nobody knows yet and, where those who follow it are pulled after it, of
    /// those of its type.
    #[inline(never)]
    pub(super) fn foretell(&mut self, id: ItemId) {
        let most = match self.stages[0].line.is_row() {
            true => AT_ONCE,
            false => 1,
        };
        let course = &mut self.course;
        let kind = usize::from(course.lives[id as usize].kind);
        self.fates.gather(id, most, course);
        for stage in 0..self.shelf_stage {
            let visit = &self.visits[stage * self.types + kind];
            self.fates.draw_work(stage, visit, course);
            self.fates.reject(stage, visit, &mut course.lives);
        }
    }
}

/// How long work of so many days takes, if somebody works at that pace.
#[inline(always)]
fn length(days: f64, pace: f64) -> Ticks {
    if pace == 1.0 {
        return ticks(days);
    }
    paced(days, pace)
}

/// The same at another pace than one: apart, since to divide takes long.
#[cold]
fn paced(days: f64, pace: f64) -> Ticks {
    ticks(days / pace)
}
