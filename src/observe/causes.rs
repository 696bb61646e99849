//! What holds readiness back: every day between arrival and ready belongs to one cause.
//!
//! What keeps candidates out of a stage is the same for all that stand in one queue, so each queue has a
//! clock per cause; an item that begins to wait notes the clocks, and reads them again when it moves.

use crate::engine::{Board, Event, ItemId, Place, Refusal, State};
use crate::model::{Model, StageId, Ticks, Work};

/// A cause of delay. Its index orders the counters: the fixed causes, the pools, the stages, the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKey {
    /// Somebody worked on it.
    Worked,
    /// It passed its time in a column where nobody works.
    Column,
    /// It stood in the backlog behind others.
    Backlog,
    /// It waited for a person of this pool.
    Person(usize),
    /// It waited for room in this stage.
    Room(StageId),
    /// It waited for a place of this limit of the model (a CONWIP group or a lane's).
    Limit(usize),
}

const FIXED: usize = 3;

impl CauseKey {
    /// How many causes a model has.
    pub fn count(model: &Model) -> usize {
        FIXED + model.pools.len() + model.stages.len() + model.limits.len()
    }

    /// Its index.
    pub fn index(self, model: &Model) -> usize {
        let room = FIXED + model.pools.len();
        match self {
            Self::Worked => 0,
            Self::Column => 1,
            Self::Backlog => 2,
            Self::Person(pool) => FIXED + pool,
            Self::Room(stage) => room + stage,
            Self::Limit(limit) => room + model.stages.len() + limit,
        }
    }

    /// All causes of a model in the order of their indexes.
    pub fn all(model: &Model) -> impl Iterator<Item = Self> + use<> {
        let fixed = [Self::Worked, Self::Column, Self::Backlog].into_iter();
        let people = (0..model.pools.len()).map(Self::Person);
        let room = (0..model.stages.len()).map(Self::Room);
        fixed
            .chain(people)
            .chain(room)
            .chain((0..model.limits.len()).map(Self::Limit))
    }
}

/// No note, or no cause.
const NONE: u32 = u32::MAX;

/// The causes during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    /// Causes in all, and where those of waiting for room begin.
    width: usize,
    room: usize,
    /// Days of each item by cause so far, `[item * width + cause]`, in ticks.
    spent: Vec<Ticks>,
    /// Each queue's clocks, its present cause and since when.
    clocks: Vec<Ticks>,
    present: Vec<(u32, Ticks)>,
    /// Notes of the clocks, and which item's is which.
    notes: Vec<Ticks>,
    spare: Vec<u32>,
    note_of: Vec<u32>,
    /// Items that have become candidates at this instant.
    fresh: Vec<ItemId>,
    /// The item that is first in the backlog, by queue.
    first: Vec<Option<ItemId>>,
    /// By type and cause, of the items of this trial that reached ready.
    sums: Vec<Vec<u128>>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let width = CauseKey::count(model);
        Self {
            warm_up: model.warm_up,
            width,
            room: FIXED + model.pools.len(),
            spent: Vec::new(),
            clocks: Vec::new(),
            present: Vec::new(),
            notes: Vec::new(),
            spare: Vec::new(),
            note_of: Vec::new(),
            fresh: Vec::new(),
            first: Vec::new(),
            sums: vec![vec![0; width]; model.types.len()],
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.spent.clear();
        self.clocks.fill(0);
        self.present.fill((NONE, 0));
        self.notes.clear();
        self.spare.clear();
        self.note_of.clear();
        self.fresh.clear();
        self.first.fill(None);
        self.sums.iter_mut().for_each(|s| s.fill(0));
    }

    /// An item moves.
    #[inline(always)]
    pub fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        match event {
            Event::Present { item } | Event::Arrived { item } => self.welcome(item),
            Event::Finished { item, stage } if stage != board.model.ready => self.fresh.push(item),
            Event::Entered { item, stage, from } => {
                match from {
                    Some(from) => self.leave_stage(now, item, from, board),
                    None => self.read_note(now, item, board),
                }
                if stage == board.model.ready && now >= self.warm_up {
                    self.conclude(now, item, board);
                }
            }
            Event::Refused { item } | Event::Discarded { item, .. } => self.drop_note(item),
            _ => {}
        }
    }

    /// How long an item has been worked on so far.
    pub fn worked(&self, item: ItemId) -> Ticks {
        self.spent[item as usize * self.width]
    }

    /// Makes room for an item's days.
    fn welcome(&mut self, item: ItemId) {
        let items = item as usize + 1;
        if self.note_of.len() < items {
            self.note_of.resize(items, NONE);
            self.spent.resize(items * self.width, 0);
        }
    }

    /// Books a stay that has ended.
    fn leave_stage(&mut self, now: Ticks, item: ItemId, from: StageId, board: &Board<'_>) {
        let at = board.item(item);
        let law = &board.model.stages[from];
        let working = match law.visits[at.type_id()].work {
            Work::Elapsed(_) => CauseKey::Column,
            _ => CauseKey::Worked,
        };
        let row = item as usize * self.width;
        self.spent[row + working.index(board.model)] += at.stay[State::Working as usize];
        if let Some(pool) = law.pool {
            let waiting = CauseKey::Person(pool).index(board.model);
            self.spent[row + waiting] += at.stay[State::Waiting as usize];
        }
        self.read_note(now, item, board);
    }

    /// The item has reached ready: what is left of its lead time it stood in the backlog behind others.
    fn conclude(&mut self, now: Ticks, item: ItemId, board: &Board<'_>) {
        let at = board.item(item);
        let row = item as usize * self.width..(item as usize + 1) * self.width;
        let lead = (now as i64).saturating_sub(at.arrived).max(0) as u64;
        let booked: Ticks = self.spent[row.clone()].iter().sum();
        self.spent[row.start + CauseKey::Backlog.index(board.model)] += lead.saturating_sub(booked);
        for (sum, &spent) in self.sums[at.type_id()].iter_mut().zip(&self.spent[row]) {
            *sum += u128::from(spent);
        }
    }

    /// Adds to an item what its queue's clocks have counted since its note, and drops the note.
    fn read_note(&mut self, now: Ticks, item: ItemId, board: &Board<'_>) {
        let note = self.note_of[item as usize];
        if note == NONE {
            return;
        }
        let line = board.line_of(item);
        self.tick(line, now);
        let rooms = self.width - self.room;
        let clocks = &self.clocks[line * rooms..(line + 1) * rooms];
        let noted = &self.notes[note as usize * rooms..(note as usize + 1) * rooms];
        let row = item as usize * self.width + self.room;
        for ((spent, clock), noted) in self.spent[row..row + rooms]
            .iter_mut()
            .zip(clocks)
            .zip(noted)
        {
            *spent += clock - noted;
        }
        self.drop_note(item);
    }

    /// Forgets an item's note.
    fn drop_note(&mut self, item: ItemId) {
        let note = std::mem::replace(&mut self.note_of[item as usize], NONE);
        if note != NONE {
            self.spare.push(note);
        }
    }

    /// Notes the clocks of an item's queue.
    fn take_note(&mut self, now: Ticks, item: ItemId, line: usize) {
        if self.note_of[item as usize] != NONE {
            return;
        }
        self.tick(line, now);
        let rooms = self.width - self.room;
        let note = self
            .spare
            .pop()
            .unwrap_or((self.notes.len() / rooms) as u32);
        let place = note as usize * rooms;
        if self.notes.len() < place + rooms {
            self.notes.resize(place + rooms, 0);
        }
        self.notes[place..place + rooms]
            .copy_from_slice(&self.clocks[line * rooms..(line + 1) * rooms]);
        self.note_of[item as usize] = note;
    }

    /// Brings a queue's clock up to now.
    fn tick(&mut self, line: usize, now: Ticks) {
        let (cause, since) = self.present[line];
        if cause != NONE {
            self.clocks[line * (self.width - self.room) + cause as usize] += now - since;
        }
        self.present[line].1 = now;
    }

    /// The instant is over: who has become a candidate and still waits?
    #[inline]
    pub fn settled(&mut self, now: Ticks, board: &Board<'_>) {
        while let Some(item) = self.fresh.pop() {
            let waits = matches!(board.item(item).place, Place::Stage(s) if Some(usize::from(s)) == board.line_origin(board.line_of(item)));
            if waits && board.item(item).state == State::Done {
                self.take_note(now, item, board.line_of(item));
            }
        }
    }

    /// Looks at one queue in which somebody waits: what keeps them out from now on, and who is first in the
    /// backlog.
    #[inline]
    pub fn look(&mut self, now: Ticks, line: usize, refusal: Option<Refusal>, board: &Board<'_>) {
        if self.present.len() <= line {
            self.make_room(board.line_count());
        }
        let cause = cause(line, refusal, board);
        if cause != self.present[line].0 {
            self.tick(line, now);
            self.present[line].0 = cause;
        }
        if board.line_origin(line).is_some() {
            return;
        }
        let first = board.first_in_backlog(line);
        if first != self.first[line] {
            if let Some(before) =
                self.first[line].filter(|&i| board.item(i).place == Place::Backlog)
            {
                self.read_note(now, before, board);
            }
            if let Some(item) = first {
                self.take_note(now, item, line);
            }
            self.first[line] = first;
        }
    }

    /// Makes room for the clocks of all queues.
    #[cold]
    fn make_room(&mut self, lines: usize) {
        self.present.resize(lines, (NONE, 0));
        self.first.resize(lines, None);
        self.clocks.resize(lines * (self.width - self.room), 0);
    }

    /// The trial is over.
    pub fn end(&mut self, seen: &mut [Vec<u128>]) {
        for (seen, sums) in seen.iter_mut().flatten().zip(self.sums.iter().flatten()) {
            *seen += sums;
        }
    }
}

/// What keeps the candidates of a queue out: along their route through stages at their own maximum the last
/// of them, or the CONWIP group or lane that refuses.
fn cause(line: usize, refusal: Option<Refusal>, board: &Board<'_>) -> u32 {
    let stages = board.model.stages.len();
    match refusal {
        None => NONE,
        Some(Refusal::Conwip(limit) | Refusal::Lane(limit)) => (stages + limit) as u32,
        Some(Refusal::Own) => {
            let (stage, route) = board.line_target(line);
            let full = route.from(stage).iter().take_while(|&s| board.at_max(s));
            full.last().unwrap_or(stage) as u32
        }
    }
}
