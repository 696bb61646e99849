//! What keeps candidates out, and for how long.
//!
//! It is the same for all that are done in a stage and stand in one queue, so each of their queues has a
//! clock per cause; an item that begins to wait notes the clocks, and reads them again when it moves. In a
//! backlog only the first one waits for room; all others wait behind it.

use super::CauseKey;
use super::diary::{Diary, Spent};
use crate::engine::{Board, ItemId, Place, Refusal};
use crate::model::{LimitKind, Set, StageId, Ticks};
use crate::observe::rows::Rows;

/// No item, no cause or no clock.
const NONE: u32 = u32::MAX;

/// A queue of candidates.
#[derive(Debug)]
struct Line {
    /// The stage it leads into, and the route of those in it.
    stage: StageId,
    route: Set,
    backlog: bool,
    /// What keeps them out now (the place in `causes`; in a backlog the cause itself), and since when.
    present: u32,
    since: Ticks,
    /// In a backlog: the first item.
    first: u32,
    /// Elsewhere: what may keep them out, and how long each of it has.
    causes: Vec<u32>,
    clocks: Vec<Ticks>,
}

impl Line {
    /// A queue of the board.
    fn new(board: &Board<'_>, line: usize) -> Self {
        let (stage, route) = (board.line_stage(line), board.line_route(line));
        let backlog = board.line_origin(line).is_none();
        let causes = match backlog {
            true => Vec::new(),
            false => causes(board, line, stage, route),
        };
        Self {
            stage,
            route,
            backlog,
            present: NONE,
            since: 0,
            first: NONE,
            clocks: vec![0; causes.len()],
            causes,
        }
    }

    /// A new trial.
    fn begin(&mut self) {
        (self.present, self.since, self.first) = (NONE, 0, NONE);
        self.clocks.fill(0);
    }

    /// Brings the clocks up to now.
    #[inline]
    fn tick(&mut self, now: Ticks) {
        if let Some(clock) = self.clocks.get_mut(self.present as usize) {
            *clock += now - self.since;
        }
        self.since = now;
    }

    /// Books what has kept the first item of a backlog out.
    #[inline]
    fn charge(&mut self, now: Ticks, diary: &mut Diary) {
        if self.first != NONE && self.present != NONE {
            diary.write(self.first, Spent::Kept(self.present), now - self.since);
        }
        self.since = now;
    }
}

/// Everything that may keep candidates out: room in the stages on their way, each behind others that have
/// a maximum, and limits of more than one stage.
fn causes(board: &Board<'_>, line: usize, stage: StageId, route: Set) -> Vec<u32> {
    let model = board.model;
    let limits = || model.limits.iter();
    let bounded = |s: &StageId| limits().any(|l| l.kind == LimitKind::Own && l.stages.has(*s));
    let ahead = route.from(stage + 1).iter();
    let rooms = std::iter::once(stage)
        .chain(ahead)
        .take_while(|s| *s == stage || bounded(s));
    let others = board.line_needs(line).filter(|&cap| {
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
    lines: Vec<Line>,
    /// Notes of clocks, so many to a note; those that are free; and which item's is which.
    width: usize,
    notes: Vec<Ticks>,
    spare: Vec<u32>,
    note_of: Rows<Note>,
    /// Items whose work was done at this instant, and where.
    fresh: Vec<(ItemId, StageId)>,
}

/// The number of an item's note, if it has one.
#[derive(Debug, Clone, Copy)]
struct Note(u32);

impl Default for Note {
    fn default() -> Self {
        Self(NONE)
    }
}

impl Watch {
    /// For the queues of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let model = board.model;
        let lines: Vec<Line> = (0..board.line_count())
            .map(|line| Line::new(board, line))
            .collect();
        Self {
            room: CauseKey::Room(0).index(model),
            limit: CauseKey::Limit(0).index(model),
            width: lines.iter().map(|l| l.clocks.len()).max().unwrap_or(0),
            lines,
            notes: Vec::new(),
            spare: Vec::new(),
            note_of: Rows::new(),
            fresh: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.lines.iter_mut().for_each(Line::begin);
        self.notes.clear();
        self.spare.clear();
        self.fresh.clear();
    }

    /// An item comes.
    #[inline]
    pub fn open(&mut self, id: ItemId) {
        self.note_of.open(id);
    }

    /// The work on an item is done.
    #[inline]
    pub fn finish(&mut self, id: ItemId, stage: StageId) {
        self.fresh.push((id, stage));
    }

    /// A stage has pulled an item out of the backlog.
    #[inline]
    pub fn leave_backlog(&mut self, now: Ticks, id: ItemId, line: usize, diary: &mut Diary) {
        let line = &mut self.lines[line];
        if line.first == id {
            line.charge(now, diary);
            line.first = NONE;
        }
    }

    /// An item leaves a stage: adds to its diary what the clocks have counted since its note.
    #[inline]
    pub fn leave_stage(&mut self, now: Ticks, id: ItemId, line: usize, diary: &mut Diary) {
        let Note(note) = std::mem::take(&mut self.note_of[id]);
        if note != NONE {
            self.read_note(now, id, line, note, diary);
        }
    }

    /// An item that has waited is pulled.
    fn read_note(&mut self, now: Ticks, id: ItemId, line: usize, note: u32, diary: &mut Diary) {
        let line = &mut self.lines[line];
        line.tick(now);
        let noted = &self.notes[note as usize * self.width..];
        for ((&cause, clock), noted) in line.causes.iter().zip(&line.clocks).zip(noted) {
            diary.write(id, Spent::Kept(cause), clock - noted);
        }
        self.spare.push(note);
    }

    /// An item is gone that nobody will ask for.
    #[inline]
    pub fn forget(&mut self, id: ItemId, line: usize) {
        let Note(note) = std::mem::take(&mut self.note_of[id]);
        if note != NONE {
            self.spare.push(note);
        }
        if self.lines[line].first == id {
            self.lines[line].first = NONE;
        }
    }

    /// The instant is over: who was done at it and has not been pulled, waits.
    #[inline]
    pub fn settled(&mut self, now: Ticks, board: &Board<'_>) {
        while let Some((id, stage)) = self.fresh.pop() {
            let item = board.item(id);
            if item.place == Place::Stage(stage as u8) {
                self.take_note(now, id, item.line());
            }
        }
    }

    /// Notes the clocks of an item's queue.
    fn take_note(&mut self, now: Ticks, id: ItemId, line: usize) {
        let line = &mut self.lines[line];
        line.tick(now);
        let note = self.spare.pop().unwrap_or_else(|| {
            let notes = self.notes.len() / self.width;
            self.notes.resize((notes + 1) * self.width, 0);
            notes as u32
        });
        let noted = &mut self.notes[note as usize * self.width..];
        for (noted, clock) in noted.iter_mut().zip(&line.clocks) {
            *noted = *clock;
        }
        self.note_of[id] = Note(note);
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
        let (room, limit) = (self.room, self.limit);
        let number = line;
        let line = &mut self.lines[line];
        let first = match line.backlog {
            true => board.first_in_backlog(number),
            false => None,
        };
        let route = first.map_or(line.route, |id| board.item(id).route);
        let cause = match refusal {
            None => NONE,
            Some(Refusal::Own) => (room + last_full(line.stage, route, board)) as u32,
            Some(Refusal::Conwip(cap) | Refusal::Lane(cap)) => (limit + cap) as u32,
        };
        if line.backlog {
            let first = first.unwrap_or(NONE);
            if (first, cause) != (line.first, line.present) {
                line.charge(now, diary);
                (line.first, line.present) = (first, cause);
            }
            return;
        }
        let place = line.causes.iter().position(|&c| c == cause);
        let present = place.map_or(NONE, |place| place as u32);
        if present != line.present {
            line.tick(now);
            line.present = present;
        }
    }
}

/// Of the stages at their own maximum that stand in a row on the way, the last; if there is none, the first
/// stage of the way.
#[inline]
fn last_full(stage: StageId, route: Set, board: &Board<'_>) -> StageId {
    let ahead = route.from(stage);
    let free = ahead.without(board.stages_at_max()).min();
    let full = free.map_or(ahead, |free| ahead.before(free));
    full.max().unwrap_or(stage)
}
