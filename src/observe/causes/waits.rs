//! What keeps candidates out, and for how long.
//!
//! It is the same for all that are done in a stage and stand in one queue, so each of their queues has a
//! clock per cause and a history of what they showed; whoever leaves reads off what they have counted since
//! it began to wait. In a backlog only the first one waits for room; all others wait behind it.

use super::CauseKey;
use super::diary::Diary;
use crate::engine::{Board, ItemId, Refusal};
use crate::model::{LimitKind, Model, Set, StageId, Ticks};
use std::ops::Range;

/// No item or no cause.
const NONE: u32 = u32::MAX;

/// A queue of candidates.
#[derive(Debug)]
struct Line {
    /// The stage it leads into, and the route of those in it.
    stage: StageId,
    route: Set,
    /// Does it lead out of a backlog?
    is_backlog: bool,
    /// Who is first in a backlog.
    first: ItemId,
    /// What keeps the first one of a backlog out, or all in the queue behind a stage, and since when.
    cause: u32,
    since: Ticks,
    /// For queues behind stages: what has kept those in it out before.
    clocks: Clocks,
}

impl Line {
    /// A queue of the board.
    fn of(board: &Board<'_>, line: usize) -> Self {
        let (stage, route) = (board.line_stage(line), board.line_route(line));
        let causes = causes(board.model, board.line_needs(line), stage, route);
        Self {
            is_backlog: board.line_origin(line).is_none(),
            ..Self::new(stage, route, causes)
        }
    }

    /// A queue behind a stage, or one that is to be treated as such.
    fn new(stage: StageId, route: Set, causes: Vec<u32>) -> Self {
        Self {
            stage,
            route,
            is_backlog: false,
            first: NONE,
            cause: NONE,
            since: 0,
            clocks: Clocks::new(causes),
        }
    }

    /// A new trial.
    fn begin(&mut self) {
        (self.first, self.cause, self.since) = (NONE, NONE, 0);
        self.clocks.begin();
    }

    /// From now on this one is first in the backlog, and this keeps it out. Books what has kept the one
    /// before.
    #[inline]
    fn put_first(&mut self, now: Ticks, first: ItemId, cause: u32, diary: &mut Diary) {
        if (first, cause) == (self.first, self.cause) {
            return;
        }
        if self.first != NONE && self.cause != NONE {
            diary.keep(self.first, self.cause, now - self.since);
        }
        (self.first, self.cause, self.since) = (first, cause, now);
    }

    /// From now on this keeps those in the queue behind a stage out.
    #[inline]
    fn keep_out(&mut self, now: Ticks, cause: u32) {
        if cause != self.cause {
            self.clocks.turn(now, cause);
            (self.cause, self.since) = (cause, now);
        }
    }

    /// Tells what has kept an item out during its wait, and for how long.
    #[inline(always)]
    fn read(&self, waited: Range<Ticks>, mut keep: impl FnMut(u32, Ticks)) {
        if self.since > waited.start {
            self.clocks.read(waited, keep);
        } else if self.cause != NONE {
            // Nothing has changed since: so it is in nearly all cases.
            keep(self.cause, waited.end - waited.start);
        }
    }
}

/// For how long each cause has kept those in a queue out.
#[derive(Debug)]
struct Clocks {
    /// What may keep them out.
    causes: Vec<u32>,
    /// From when on which of these did (by place), and what the clocks showed then, so many to a moment.
    moments: Vec<(Ticks, usize)>,
    shown: Vec<Ticks>,
}

impl Clocks {
    /// Clocks for these causes.
    fn new(causes: Vec<u32>) -> Self {
        Self {
            causes,
            moments: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// A new trial.
    fn begin(&mut self) {
        self.moments.clear();
        self.shown.clear();
    }

    /// The clock of another cause runs from now on; no cause stops the clocks.
    fn turn(&mut self, now: Ticks, cause: u32) {
        let place = self.causes.iter().position(|&c| c == cause);
        let place = place.unwrap_or(self.causes.len());
        for clock in 0..self.causes.len() {
            let shown = self.at(self.moments.len(), clock, now);
            self.shown.push(shown);
        }
        self.moments.push((now, place));
    }

    /// What a clock shows at a time after the first so many moments and not after the next.
    #[inline]
    fn at(&self, moments: usize, clock: usize, time: Ticks) -> Ticks {
        let Some(last) = moments.checked_sub(1) else {
            return 0;
        };
        let (since, running) = self.moments[last];
        let shown = self.shown[last * self.causes.len() + clock];
        match clock == running {
            true => shown + (time - since),
            false => shown,
        }
    }

    /// Tells what has kept an item out during its wait, and for how long.
    #[cold]
    fn read(&self, waited: Range<Ticks>, mut keep: impl FnMut(u32, Ticks)) {
        let all = self.moments.len();
        let before = self.moments.partition_point(|m| m.0 <= waited.start);
        for (clock, &cause) in self.causes.iter().enumerate() {
            let kept = self.at(all, clock, waited.end) - self.at(before, clock, waited.start);
            if kept > 0 {
                keep(cause, kept);
            }
        }
    }
}

/// Everything that may keep candidates out: room in the stages on their way, each behind others that have
/// a maximum, and limits of more than one stage (among those that must have room).
fn causes(
    model: &Model,
    needs: impl Iterator<Item = usize>,
    stage: StageId,
    route: Set,
) -> Vec<u32> {
    let limits = || model.limits.iter();
    let bounded = |s: &StageId| limits().any(|l| l.kind == LimitKind::Own && l.stages.has(*s));
    let ahead = route.from(stage + 1).iter();
    let rooms = std::iter::once(stage)
        .chain(ahead)
        .take_while(|s| *s == stage || bounded(s));
    let others = needs.filter(|&cap| {
        let limit = model.limits.get(cap);
        limit.is_some_and(|l| l.kind != LimitKind::Own)
    });
    let rooms = rooms.map(CauseKey::Room);
    let all = rooms.chain(others.map(CauseKey::Limit));
    all.map(|key| key.index(model) as u32).collect()
}

/// The waiting of a trial.
#[derive(Debug)]
pub(super) struct Watch {
    /// The indexes of the first cause of waiting for room, and of the first limit's.
    room: usize,
    limit: usize,
    shelves: Set,
    lines: Vec<Line>,
}

impl Watch {
    /// For the queues of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let lines = 0..board.line_count();
        Self {
            room: CauseKey::Room(0).index(board.model),
            limit: CauseKey::Limit(0).index(board.model),
            shelves: board.model.shelves,
            lines: lines.map(|line| Line::of(board, line)).collect(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.lines.iter_mut().for_each(Line::begin);
    }

    /// A stage has pulled an item out of the backlog.
    #[inline]
    pub fn leave_backlog(&mut self, now: Ticks, id: ItemId, line: usize, diary: &mut Diary) {
        let line = &mut self.lines[line];
        if line.first == id {
            line.put_first(now, NONE, NONE, diary);
        }
    }

    /// An item that has waited in a queue behind a stage is pulled.
    #[inline]
    pub fn leave_stage(&self, waited: Range<Ticks>, id: ItemId, line: usize, diary: &mut Diary) {
        self.lines[line].read(waited, |cause, kept| diary.keep(id, cause, kept));
    }

    /// An item that waited in the backlog is gone, and nobody will ask for it.
    pub fn forget(&mut self, id: ItemId, line: usize) {
        let line = &mut self.lines[line];
        if line.first == id {
            (line.first, line.cause, line.since) = (NONE, NONE, 0);
        }
    }

    /// What keeps those in a queue out from now on, and in a backlog: who is first.
    #[inline]
    pub fn look(
        &mut self,
        now: Ticks,
        line: usize,
        refusal: Option<Refusal>,
        board: &Board<'_>,
        diary: &mut Diary,
    ) {
        let (room, limit, shelves) = (self.room, self.limit, self.shelves);
        let full = board.stages_full_for(line);
        let rules = &mut self.lines[line];
        let cause = |stage: StageId, route: Set| match refusal {
            None => NONE,
            Some(Refusal::Own) => (room + last_full(stage, route, full)) as u32,
            Some(Refusal::Conwip(cap) | Refusal::Lane(cap)) => (limit + cap) as u32,
        };
        if rules.is_backlog {
            let first = board.first_in_backlog(line);
            let route = first.map_or(rules.route, |id| to_ready(board.item(id).route, shelves));
            let cause = cause(rules.stage, route);
            rules.put_first(now, first.unwrap_or(NONE), cause, diary);
        } else {
            rules.keep_out(now, cause(rules.stage, rules.route));
        }
    }

    /// Nobody waits in a queue any more. Behind a stage the clocks need not be stopped: they are only read
    /// for the time of a wait.
    #[inline]
    pub fn empty(&mut self, now: Ticks, line: usize, diary: &mut Diary) {
        let line = &mut self.lines[line];
        if line.is_backlog {
            line.put_first(now, NONE, NONE, diary);
        }
    }
}

/// The waiting of a trial of a tandem: one queue before each stage, the same for all.
#[derive(Debug)]
pub(super) struct Row {
    /// The first cause of waiting for room.
    room: usize,
    lines: Vec<Line>,
    full: Set,
}

impl Row {
    /// For the stages of a model.
    pub fn new(model: &Model) -> Self {
        let stages = model.stages.len();
        let route = Set::first(stages);
        let line = |stage| {
            let causes = causes(model, std::iter::empty(), stage, route);
            Line::new(stage, route, causes)
        };
        Self {
            room: CauseKey::Room(0).index(model),
            lines: (0..stages).map(line).collect(),
            full: Set::default(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.lines.iter_mut().for_each(Line::begin);
        self.full = Set::default();
    }

    /// These stages are full from now on. Whoever waits before one waits for room in the last of those that are full
    /// in a row from there on.
    #[inline]
    pub fn turn(&mut self, now: Ticks, full: Set) {
        let turned = self.full.0 ^ full.0;
        self.full = full;
        let Some(last) = Set(turned).max() else {
            return;
        };
        let mut cause = Some(last_full(last, Set(u64::MAX), full));
        for stage in (0..=last).rev() {
            if full.has(stage) {
                let cause = *cause.get_or_insert(stage);
                self.lines[stage].keep_out(now, (self.room + cause) as u32);
            } else if turned << (63 - stage) == 0 {
                return;
            } else {
                cause = None;
            }
        }
    }

    /// Tells what has kept an item out of a stage during its wait, and for how long.
    #[inline(always)]
    pub fn read(&self, stage: StageId, waited: Range<Ticks>, keep: impl FnMut(u32, Ticks)) {
        self.lines[stage].read(waited, keep);
    }
}

/// The part of a route that leads to ready.
#[inline]
fn to_ready(route: Set, shelves: Set) -> Set {
    let shelf = route.and(shelves).min();
    shelf.map_or(route, |shelf| route.before(shelf + 1))
}

/// Of the stages in `full` that stand in a row on the way, the last; if there is none, the first stage of the
/// way.
#[inline]
fn last_full(stage: StageId, route: Set, full: Set) -> StageId {
    let ahead = route.from(stage);
    let free = ahead.without(full).min();
    let full = free.map_or(ahead, |free| ahead.before(free));
    full.max().unwrap_or(stage)
}
