//! Fates: what will become of an item when it is pulled, and how long the work on it takes. Nothing on the board changes
//! that, so it is drawn for several items of a type at once, which takes far less time than to draw each number when it is
//! needed.

use super::Tandem;
use super::course::{Course, Life};
use super::parts::Visit;
use crate::engine::item::ItemId;
use crate::model::{StageId, ticks};
use crate::random::Key;

/// Where those are pulled first who came first, so many are drawn at once.
const AT_ONCE: usize = 32;

/// An item whose fate is being drawn: its number and that of its first stay.
#[derive(Debug, Clone, Copy)]
struct Open {
    id: ItemId,
    row: u32,
}

/// Those of a type whose fates are being drawn.
#[derive(Debug)]
pub(super) struct Fates {
    /// How many there are, their addresses, who they are, and a number of each.
    used: usize,
    keys: [Key; AT_ONCE],
    open: [Open; AT_ONCE],
    days: [f64; AT_ONCE],
}

impl Fates {
    /// Nobody's yet.
    pub fn new() -> Self {
        Self {
            used: 0,
            keys: [Key(0); AT_ONCE],
            open: [Open { id: 0, row: 0 }; AT_ONCE],
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
            self.keys[self.used % AT_ONCE] = key;
            self.open[self.used % AT_ONCE] = Open { id, row };
            self.used += 1;
            id = next;
        }
    }

    /// Draws how long the work on each of them takes in a stage.
    fn draw_work(&mut self, stage: StageId, visit: &Visit<'_>, course: &mut Course) {
        let days = &mut self.days[..self.used];
        let stream = |key: &Key| key.with(visit.work_link).stream();
        match visit.work {
            Some(law) => law.draw_each(self.keys.iter().map(stream), days),
            None => days.fill(0.0),
        }
        if visit.pace != 1.0 {
            days.iter_mut().for_each(|days| *days /= visit.pace);
        }
        let stays = course.stays_from(stage);
        for (open, &days) in self.open.iter().zip(&*days) {
            stays[open.row as usize].work = ticks(days);
        }
    }

    /// Draws which of them turn out in a stage not to be worth going on with: it is not about these any more.
    #[inline(never)]
    fn reject(&mut self, stage: StageId, visit: &Visit<'_>, lives: &mut [Life]) {
        if visit.discard == 0 {
            return;
        }
        let (mut kept, mut rejected) = (0, [0; AT_ONCE]);
        for n in 0..self.used {
            let (key, open) = (self.keys[n % AT_ONCE], self.open[n % AT_ONCE]);
            let bits = key.with(visit.discard_link).stream().bits() >> 11;
            // Without a branch: nobody can foresee who is.
            self.keys[kept % AT_ONCE] = key;
            self.open[kept % AT_ONCE] = open;
            rejected[(n - kept) % AT_ONCE] = open.id;
            kept += usize::from(bits >= visit.discard);
        }
        for &id in rejected.iter().take(self.used - kept) {
            if let Some(life) = lives.get_mut(id as usize) {
                life.ends_in = stage as u8;
            }
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
