//! What becomes of the items of a tandem: every item and every stay.

use super::numbers::Numbers;
use super::parts::NONE;
use crate::engine::each::Each;
use crate::engine::item::{ItemId, Moment, State};
use crate::model::{Set, StageId, Ticks, TypeId};
use crate::random::Key;
use std::ops::Range;

/// In place of an instant that has not come by the horizon.
pub const OPEN: Ticks = Ticks::MAX;

/// In place of the stage in which an item is discarded: it is not, or nobody knows yet.
pub(super) const FOREVER: u8 = u8::MAX - 1;
pub(super) const UNKNOWN: u8 = u8::MAX;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in the backlog or in a stage before ready.
    Present,
    /// It lies on the shelf.
    Ready,
    /// It was discarded.
    Discarded,
    /// A team has planned it.
    Committed,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Life {
    /// Its address for randomness.
    pub key: Key,
    /// When it arrived in the system.
    pub arrived: Moment,
    /// Its type.
    pub kind: u8,
    /// What became of it.
    pub fate: Fate,
    /// How many plannings had been held when a stage first pulled it.
    pub plannings: u16,
    /// Its first stay; none before its fate is known.
    pub(super) row: u32,
    /// Who has stayed with it, where people do.
    pub(super) post: u8,
    /// The stage in which it will turn out not to be worth going on with.
    pub(super) ends_in: u8,
    /// Does it come together with the one before?
    pub(super) follows: bool,
    /// The next of its type, if that is known.
    pub(super) next: ItemId,
}

impl Life {
    /// One that is to come, or is there on day 0.
    #[inline(always)]
    pub(super) fn new(kind: TypeId, key: Key, arrived: Moment) -> Self {
        Self {
            key,
            arrived,
            kind: kind as u8,
            fate: Fate::Present,
            plannings: 0,
            row: NONE,
            post: 0,
            ends_in: UNKNOWN,
            follows: false,
            next: NONE,
        }
    }
}

/// An item in a stage. It leaves when it enters the next one, or the board.
///
/// The instants do not lie side by side in their order: those that are taken from each other would be read together, and
/// whoever reads together what has just been written apart must wait.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct Stay {
    /// When the work began; [`OPEN`] if it did not.
    pub started: Ticks,
    /// How long the work takes, known before it begins.
    pub(super) work: Ticks,
    /// When the work was done; [`OPEN`] if it was not.
    pub ended: Ticks,
    /// When a stage pulled it; [`OPEN`] if none has.
    pub entered: Ticks,
}

impl Stay {
    /// One that has not begun.
    const NONE: Self = Self {
        entered: OPEN,
        started: OPEN,
        ended: OPEN,
        work: 0,
    };

    /// How it was spent up to `now`, by [`State`], by an item that is done.
    #[inline]
    pub(super) fn spent(&self, now: Ticks) -> [Ticks; 4] {
        let mut spent = [0; 4];
        spent[State::Waiting as usize] = self.started.wrapping_sub(self.entered);
        spent[State::Working as usize] = self.ended.wrapping_sub(self.started);
        spent[State::Done as usize] = now.wrapping_sub(self.ended);
        spent
    }

    /// How it has been spent up to `now`, by [`State`].
    pub fn so_far(&self, now: Ticks) -> [Ticks; 4] {
        let (started, ended) = (self.started.min(now), self.ended.min(now));
        let stay = Self {
            started,
            ended,
            ..*self
        };
        stay.spent(now)
    }
}

/// An item and its stays so far.
#[derive(Debug, Clone, Copy)]
pub struct Way<'a> {
    /// The item.
    pub life: &'a Life,
    /// Its stays, the first stage's first; at least one.
    pub stays: &'a [Stay],
}

impl Way<'_> {
    /// When a stage first pulled it.
    #[inline]
    pub fn pulled(&self) -> Ticks {
        self.stays.first().map_or(0, |stay| stay.entered)
    }
}

/// How many items there were in a stage, and for how long.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub struct Level {
    /// The stage's own maximum; [`u32::MAX`] without one.
    pub max: u32,
    /// Since when there are as many as there are.
    since: Ticks,
    /// For how long there were how many.
    pub time_with: Vec<Ticks>,
    /// For how long somebody was kept out, and since when somebody has been.
    pub kept_out: Ticks,
    pub(super) kept_since: Ticks,
}

impl Level {
    /// Until now there were so many.
    #[inline]
    fn turn(&mut self, now: Ticks, before: u64) {
        let passed = now - std::mem::replace(&mut self.since, now);
        match self.time_with.get_mut(before as usize) {
            Some(time) => *time += passed,
            None => self.grow(before as usize, passed),
        }
    }

    /// The same where there have never been as many as before.
    #[cold]
    fn grow(&mut self, before: usize, passed: Ticks) {
        self.time_with.resize(before, 0);
        self.time_with.push(passed);
    }

    /// A new trial; the memory stays.
    pub(super) fn clear(&mut self) {
        self.time_with.fill(0);
        self.since = 0;
        (self.kept_out, self.kept_since) = (0, 0);
    }
}

/// The record of one trial.
#[derive(Debug)]
pub struct Course {
    /// All items, the oldest first; during the trial also those that are known to come.
    pub lives: Vec<Life>,
    /// How many of these were there on day 0.
    pub present: usize,
    /// How many have come.
    pub(super) born: usize,
    /// The latest of each type.
    latest: Vec<ItemId>,
    /// The stays of the items that are in a stage: of each a row, one more than there are stages.
    stays: Vec<Stay>,
    /// How many of these there have been at most, and rows of items that are gone.
    rows: usize,
    free_rows: Vec<u32>,
    /// How many stages there are.
    pub stages: usize,
    /// By stage.
    pub(super) levels: Each<Level>,
    /// How many items there are where.
    pub numbers: Numbers,
    /// When the trial is over: those in a backlog or in a stage still.
    staying: Vec<ItemId>,
}

impl Course {
    /// An empty record for so many stages, with these maxima, and so many types.
    pub(super) fn new(stages: usize, types: usize, max: &Each<u32>) -> Self {
        Self {
            lives: Vec::new(),
            present: 0,
            born: 0,
            latest: vec![NONE; types],
            stays: Vec::new(),
            rows: 0,
            free_rows: Vec::new(),
            stages,
            levels: Each::new(|stage| Level {
                max: max[stage],
                ..Level::default()
            }),
            numbers: Numbers::new(stages, types),
            staying: Vec::new(),
        }
    }

    /// By stage: how many items there were in it.
    #[inline]
    pub fn levels(&self) -> &[Level] {
        self.levels.first(self.stages)
    }

    /// A new trial; the memory stays.
    pub(super) fn clear(&mut self) {
        self.lives.clear();
        // Those of the trial before are there already.
        self.free_rows.clear();
        let rows = (0..self.rows as u32).step_by(self.stages + 1);
        self.free_rows.extend(rows.rev());
        let levels = self.levels.iter_mut().take(self.stages);
        levels.for_each(Level::clear);
        self.latest.fill(NONE);
        self.numbers.clear();
        (self.present, self.born) = (0, 0);
    }

    /// The stays so far of an item that is still there; none while it is in the backlog.
    pub fn stays(&self, life: &Life) -> impl Iterator<Item = (StageId, &Stay)> {
        let row = life.row as usize;
        let stays = self.stays.get(row..row + self.stages);
        let stays = stays.unwrap_or_default().iter().enumerate();
        stays.take_while(|(_, stay)| stay.entered != OPEN)
    }

    /// Those in a backlog or in a stage still when the trial is over.
    pub fn staying(&self) -> impl Iterator<Item = &Life> {
        let life = |&id: &ItemId| self.lives.get(id as usize);
        self.staying.iter().filter_map(life)
    }

    /// An item and its stays, up to a stage that it has come to.
    #[inline]
    pub(super) fn way(&self, id: ItemId, stage: StageId) -> Option<Way<'_>> {
        let life = self.lives.get(id as usize)?;
        let row = life.row as usize;
        let stays = self.stays.get(row..=row + stage)?;
        Some(Way { life, stays })
    }

    /// One more item is known.
    #[inline(always)]
    pub(super) fn add(&mut self, life: Life) {
        let id = self.lives.len() as ItemId;
        let before = std::mem::replace(&mut self.latest[usize::from(life.kind)], id);
        if let Some(before) = self.lives.get_mut(before as usize) {
            before.next = id;
        }
        self.lives.push(life);
    }

    /// The next of those known comes: its number, and its type.
    #[inline(always)]
    pub(super) fn bear(&mut self) -> (ItemId, TypeId) {
        let id = self.born;
        self.born += 1;
        let kind = usize::from(self.lives[id].kind);
        *self.numbers.backlog(kind) += 1;
        (id as ItemId, kind)
    }

    /// The next who is known to come.
    #[inline(always)]
    pub(super) fn next(&self) -> Option<&Life> {
        self.lives.get(self.born)
    }

    /// What will become of an item is known from now on, that it is not discarded unless something else is said. Makes room
    /// for its stays; returns its address, the number of its first stay, and who is the next of its type. `None` if it
    /// was known before, or nobody is.
    #[inline]
    pub(super) fn open(&mut self, id: ItemId) -> Option<(Key, u32, ItemId)> {
        let known = self.lives.get(id as usize)?.ends_in != UNKNOWN;
        if known {
            return None;
        }
        let row = self.free_rows.pop().unwrap_or_else(|| self.add_row());
        self.stay(row as usize).entered = OPEN;
        let life = self.lives.get_mut(id as usize)?;
        (life.row, life.ends_in) = (row, FOREVER);
        Some((life.key, row, life.next))
    }

    /// The same where all rows are in use.
    fn add_row(&mut self) -> u32 {
        let row = self.rows;
        self.rows += self.stages + 1;
        if self.rows > self.stays.len() {
            self.stays.resize(2 * self.rows, Stay::NONE);
        }
        row as u32
    }

    /// An item is gone: its stays, of which nobody will ask any more, make room for another one's.
    #[inline]
    pub(super) fn close_row(&mut self, id: ItemId) {
        if let Some(life) = self.lives.get_mut(id as usize) {
            self.free_rows.push(std::mem::replace(&mut life.row, NONE));
        }
    }

    /// A stay begins; the next one has not.
    #[inline]
    pub(super) fn begin(&mut self, number: usize, now: Ticks) {
        if let Some([stay, next]) = self.stays.get_mut(number..number + 2) {
            (stay.entered, stay.started, stay.ended) = (now, OPEN, OPEN);
            next.entered = OPEN;
        }
    }

    /// A stay ends, and the one after it begins; how was it spent?
    #[inline]
    pub(super) fn go_on(&mut self, number: usize, now: Ticks) -> [Ticks; 4] {
        let Some([stay, next, after]) = self.stays.get_mut(number..number + 3) else {
            return [0; 4];
        };
        (next.entered, next.started, next.ended) = (now, OPEN, OPEN);
        after.entered = OPEN;
        stay.spent(now)
    }

    /// All stays from this number on: by the number of its first stay, an item's stay in the stage of this number.
    #[inline]
    pub(super) fn stays_from(&mut self, number: usize) -> &mut [Stay] {
        self.stays.get_mut(number..).unwrap_or_default()
    }

    /// A stay by its number.
    #[inline]
    pub(super) fn stay(&mut self, number: usize) -> &mut Stay {
        &mut self.stays[number]
    }

    /// One more item is in a stage from now on. Is the stage at its maximum?
    #[inline(always)]
    pub(super) fn come(&mut self, stage: StageId, now: Ticks) -> bool {
        let (items, level) = (self.numbers.stage(stage), &mut self.levels[stage]);
        level.turn(now, *items);
        *items += 1;
        *items >= u64::from(level.max)
    }

    /// One item less is in a stage from now on. Is the stage at its maximum still?
    #[inline(always)]
    pub(super) fn go(&mut self, stage: StageId, now: Ticks) -> bool {
        let (items, level) = (self.numbers.stage(stage), &mut self.levels[stage]);
        level.turn(now, *items);
        *items -= 1;
        *items >= u64::from(level.max)
    }

    /// The trial is over: whatever lasts, lasts until then. `kept` are those into which somebody is not let.
    pub(super) fn end(&mut self, horizon: Ticks, kept: impl Fn(StageId) -> bool) {
        let stays = |life: &Life| matches!(life.fate, Fate::Present | Fate::Ready);
        let staying = (0..).zip(&self.lives).filter(|(_, life)| stays(life));
        self.staying.clear();
        self.staying.extend(staying.map(|(id, _)| id));
        let levels = self.levels.iter_mut().take(self.stages);
        for (stage, level) in levels.enumerate() {
            level.turn(horizon, *self.numbers.stage(stage));
            if kept(stage) {
                level.kept_out += horizon - level.kept_since;
            }
        }
    }
}

/// A planning.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// The team.
    pub team: usize,
    /// Its how-manieth planning, from 0.
    pub index: usize,
    /// What lay on the shelf before, by type.
    pub ready: &'a [u64],
    /// What was pulled, by type.
    pub pulled: &'a [u64],
}

/// Who follows a trial of a tandem: is told what cannot be read from its [`Course`] when it is over.
pub trait Follower {
    /// A day has begun, and what happens at its first instant has happened.
    fn day(&mut self, course: &Course);

    /// An item that was first in the backlog or done in a stage has waited so long for room in `stage`.
    fn waited(&mut self, stage: StageId, item: ItemId, span: Range<Ticks>);

    /// The instant is over, and the stages at their own maximum are others than before.
    fn turned(&mut self, now: Ticks, full: Set);

    /// A team has planned.
    fn planned(&mut self, planned: Planned<'_>);

    /// A stay in a stage has ended that was spent so, by [`crate::engine::State`].
    fn passed(&mut self, stage: StageId, spent: [Ticks; 4]);

    /// An item has become ready; its last stay is that on the shelf.
    fn reached(&mut self, now: Ticks, way: Way<'_>);

    /// An item was discarded; its last stay is that in which it was.
    fn discarded(&mut self, now: Ticks, way: Way<'_>);

    /// A team has planned an item.
    fn committed(&mut self, now: Ticks, way: Way<'_>);
}
