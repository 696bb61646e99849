//! Fates: what will become of an item when it is pulled, and how long the work on it takes. Nothing on the board changes
//! that, so it is drawn for several items of a type at once, which takes far less time than to draw each number when it is
//! needed.

use super::Tandem;
use super::course::{FOREVER, Life, UNKNOWN};
use super::parts::Visit;
use crate::engine::item::ItemId;
use crate::model::{StageId, Ticks, ticks};
use crate::random::Key;

/// Where those are pulled first who came first, so many are drawn at once.
const AT_ONCE: usize = 32;

/// The work on items, and those of a type whose fates are being drawn.
#[derive(Debug)]
pub(super) struct Fates {
    stages: usize,
    /// How long the work on an item takes: `[item * stages + stage]`.
    work: Vec<Ticks>,
    /// How many are being drawn, who they are, their addresses, and a number of each.
    used: usize,
    ids: [ItemId; AT_ONCE],
    keys: [Key; AT_ONCE],
    days: [f64; AT_ONCE],
}

impl Fates {
    /// Of items that pass so many stages.
    pub fn new(stages: usize) -> Self {
        Self {
            stages,
            work: Vec::new(),
            used: 0,
            ids: [0; AT_ONCE],
            keys: [Key(0); AT_ONCE],
            days: [0.0; AT_ONCE],
        }
    }

    /// How long the work on an item in a stage takes.
    #[inline(always)]
    pub fn work(&self, id: ItemId, stage: StageId) -> Ticks {
        let place = id as usize * self.stages + stage;
        self.work.get(place).copied().unwrap_or_default()
    }

    /// From now on it is about this item and at most so many of its type that come after it, none of whom is known.
    fn gather(&mut self, first: ItemId, most: usize, lives: &mut [Life]) {
        (self.used, self.ids[0]) = (0, first);
        let mut next = first;
        while self.used < most.min(AT_ONCE)
            && let Some(life) = lives.get_mut(next as usize)
            && life.ends_in == UNKNOWN
        {
            life.ends_in = FOREVER;
            (self.ids[self.used], self.keys[self.used]) = (next, life.key);
            self.used += 1;
            next = life.next;
        }
        let last = self.ids[self.used.saturating_sub(1)] as usize;
        let room = (last + 1) * self.stages;
        if self.work.len() < room {
            self.work.resize(room, 0);
        }
    }

    /// Draws how long the work on each of them takes in a stage.
    fn draw_work(&mut self, stage: StageId, visit: &Visit<'_>) {
        let days = &mut self.days[..self.used];
        let keys = self.keys.iter();
        match visit.work {
            Some(law) => law.draw_each(keys.map(|key| key.with(visit.work_link).stream()), days),
            None => days.fill(0.0),
        }
        for (&id, &days) in self.ids.iter().zip(&*days) {
            let place = id as usize * self.stages + stage;
            if let Some(work) = self.work.get_mut(place) {
                *work = length(days, visit.pace);
            }
        }
    }

    /// Draws which of them turn out in a stage not to be worth going on with: it is not about these any more.
    fn reject(&mut self, stage: StageId, visit: &Visit<'_>, lives: &mut [Life]) {
        if visit.discard == 0 {
            return;
        }
        let mut kept = 0;
        for n in 0..self.used {
            let (id, key) = (self.ids[n % AT_ONCE], self.keys[n % AT_ONCE]);
            let bits = key.with(visit.discard_link).stream().bits() >> 11;
            if let Some(life) = lives.get_mut(id as usize) {
                // Without a branch: nobody can foresee who is.
                let end = [FOREVER, stage as u8];
                life.ends_in = end[usize::from(bits < visit.discard)];
            }
            (self.ids[kept % AT_ONCE], self.keys[kept % AT_ONCE]) = (id, key);
            kept += usize::from(bits >= visit.discard);
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
        let lives = &mut self.course.lives;
        let kind = usize::from(lives[id as usize].kind);
        self.fates.gather(id, most, lives);
        for stage in 0..self.shelf_stage {
            let visit = &self.visits[stage * self.types + kind];
            self.fates.draw_work(stage, visit);
            self.fates.reject(stage, visit, lives);
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
