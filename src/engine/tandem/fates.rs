//! Fates: what will become of an item when it is pulled, and how long the work on it takes. Nothing on the board changes
//! that, so it is drawn for several items at once, which takes less time than to draw each number when it is needed.

use super::Tandem;
use super::course::{FOREVER, UNKNOWN};
use super::parts::Visit;
use crate::engine::item::ItemId;
use crate::model::{StageId, Ticks, ticks};
use crate::random::Key;

/// Where those are pulled first who came first, so many are drawn at once.
const AT_ONCE: usize = 16;

/// The work on items.
#[derive(Debug, Default)]
pub(super) struct Fates {
    stages: usize,
    /// How long the work on an item takes: `[item * stages + stage]`.
    work: Vec<Ticks>,
    /// What is to be drawn, and what has been so far.
    open: Vec<Open>,
    drawn: Vec<f64>,
}

/// The length of some work that is to be drawn.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Its address.
    address: Key,
    /// The number of the visit.
    visit: u32,
    /// Where it belongs.
    place: u32,
}

impl Fates {
    /// Of items that pass so many stages.
    pub fn new(stages: usize) -> Self {
        Self {
            stages,
            ..Self::default()
        }
    }

    /// How long the work on an item in a stage takes.
    #[inline(always)]
    pub fn work(&self, id: ItemId, stage: StageId) -> Ticks {
        let place = id as usize * self.stages + stage;
        self.work.get(place).copied().unwrap_or_default()
    }

    /// Makes room for the work on so many items.
    fn make_room(&mut self, items: usize) {
        let all = items * self.stages;
        if self.work.len() < all {
            self.work.resize(all, 0);
        }
    }
}

impl Tandem<'_> {
    /// Draws what will become of an item that nobody knows yet and, where those who follow it are pulled after it, of
    /// these.
    #[inline(never)]
    pub(super) fn foretell(&mut self, id: ItemId) {
        let at_once = match self.stages[0].line.is_row() {
            true => AT_ONCE,
            false => 1,
        };
        let first = id as usize;
        let end = self.course.lives.len().min(first + at_once);
        self.fates.make_room(end);
        self.fates.open.clear();
        for (number, life) in self.course.lives[first..end].iter_mut().enumerate() {
            if life.ends_in != UNKNOWN {
                continue;
            }
            let place = (first + number) * self.fates.stages;
            life.ends_in = FOREVER;
            for stage in 0..self.shelf_stage {
                let number = stage * self.types + usize::from(life.kind);
                let visit = &self.visits[number];
                self.fates.open.push(Open {
                    address: life.key.with(visit.work_link),
                    visit: number as u32,
                    place: (place + stage) as u32,
                });
                if is_discarded(life.key, visit) {
                    life.ends_in = stage as u8;
                    break;
                }
            }
        }
        self.draw();
    }

    /// Draws all that is open, one step of all after the other.
    fn draw(&mut self) {
        let visit = |open: &Open| &self.visits[open.visit as usize];
        let Fates {
            work, open, drawn, ..
        } = &mut self.fates;
        drawn.clear();
        drawn.extend(open.iter().map(|open| match visit(open).work {
            Some(law) => law.standard(&mut open.address.stream()),
            None => 0.0,
        }));
        for (open, drawn) in open.iter().zip(&mut *drawn) {
            *drawn = visit(open).work.map_or(0.0, |law| law.stretch(*drawn));
        }
        for (open, &drawn) in open.iter().zip(&*drawn) {
            if let Some(work) = work.get_mut(open.place as usize) {
                *work = length(drawn, visit(open).pace);
            }
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

/// Does an item turn out not to be worth going on with?
#[inline(always)]
fn is_discarded(key: Key, visit: &Visit<'_>) -> bool {
    visit.discard > 0 && key.with(visit.discard_link).stream().bits() >> 11 < visit.discard
}
