//! What holds readiness back: every day between arrival and ready belongs to one cause.

mod diary;
mod tandem;
mod waits;

pub(super) use tandem::Ledger;

use super::rows::Rows;
use crate::engine::{Board, Item, ItemId, Refusal};
use crate::model::{BlockerId, Model, Set, StageId, Ticks, Work};
use diary::{Diary, Entry, Label};

/// A cause of delay. Its index orders the counters: the fixed causes, the pools, the stages, the limits,
/// the blockers, the meetings of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKey {
    /// Somebody worked on it.
    Worked,
    /// It passed its time in a column where nobody works.
    Column,
    /// It stood in the backlog behind others.
    Backlog,
    /// It stood on the board before day 0.
    Before,
    /// It waited for a person of this pool.
    Person(usize),
    /// It waited for room in this stage.
    Room(StageId),
    /// It waited for a place of this limit of the model (a CONWIP group or a lane's).
    Limit(usize),
    /// This blocker stopped the work on it.
    Blocked(BlockerId),
    /// It was done and waited for the meeting of this stage.
    Meeting(StageId),
}

const FIXED: usize = 4;
const BEFORE: usize = 3;
const WORKED: usize = 0;

impl CauseKey {
    /// How many causes a model has.
    pub fn count(model: &Model) -> usize {
        Self::Meeting(0).index(model) + model.stages.len()
    }

    /// Its index.
    pub fn index(self, model: &Model) -> usize {
        let room = FIXED + model.pools.len();
        match self {
            Self::Worked => WORKED,
            Self::Column => 1,
            Self::Backlog => 2,
            Self::Before => BEFORE,
            Self::Person(pool) => FIXED + pool,
            Self::Room(stage) => room + stage,
            Self::Limit(limit) => room + model.stages.len() + limit,
            Self::Blocked(blocker) => room + model.stages.len() + model.limits.len() + blocker,
            Self::Meeting(stage) => Self::Blocked(model.blockers.len()).index(model) + stage,
        }
    }

    /// All causes of a model in the order of their indexes.
    pub fn all(model: &Model) -> impl Iterator<Item = Self> + use<> {
        let fixed = [Self::Worked, Self::Column, Self::Backlog, Self::Before].into_iter();
        let people = (0..model.pools.len()).map(Self::Person);
        let room = (0..model.stages.len()).map(Self::Room);
        fixed
            .chain(people)
            .chain(room)
            .chain((0..model.limits.len()).map(Self::Limit))
            .chain((0..model.blockers.len()).map(Self::Blocked))
            .chain((0..model.stages.len()).map(Self::Meeting))
    }
}

/// How time in a stage counts.
#[derive(Debug)]
struct Law {
    /// The types that pass their time here without anybody working on them.
    column: Set,
    /// The cause while an item waits for a person.
    person: u32,
}

impl Law {
    /// That of a stage of the model.
    fn new(model: &Model, stage: StageId) -> Self {
        let law = &model.stages[stage];
        let elapsed = |kind: &usize| matches!(law.visits[*kind].work, Work::Elapsed(_));
        let person = CauseKey::Person(law.pool.unwrap_or_default());
        Self {
            column: Set::of((0..law.visits.len()).filter(elapsed)),
            person: person.index(model) as u32,
        }
    }
}

/// The causes during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    laws: Vec<Law>,
    column: u32,
    backlog: usize,
    /// The index of the first blocker's cause.
    blocked: usize,
    /// The first cause of waiting for a meeting, and when each item was last let go by one, where there are any.
    meeting: u32,
    meets: bool,
    freed: Rows<Ticks>,
    diary: Diary,
    waits: waits::Watch,
}

impl Watch {
    /// For the model of a board.
    pub fn new(board: &Board<'_>) -> Self {
        let model = board.model;
        Self {
            laws: (0..model.stages.len())
                .map(|s| Law::new(model, s))
                .collect(),
            column: CauseKey::Column.index(model) as u32,
            backlog: CauseKey::Backlog.index(model),
            blocked: CauseKey::Blocked(0).index(model),
            meeting: CauseKey::Meeting(0).index(model) as u32,
            meets: model.stages.iter().any(|s| s.leaves.is_some()),
            freed: Rows::new(),
            diary: Diary::new(),
            waits: waits::Watch::new(board),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.diary.begin();
        self.waits.begin();
    }

    /// An item comes.
    #[inline]
    pub fn welcome(&mut self, id: ItemId) {
        self.diary.open(id);
        if self.meets {
            self.freed.open(id);
        }
    }

    /// An item of today's board comes, so long after it arrived.
    pub fn welcome_row(&mut self, id: ItemId, age: Ticks) {
        self.welcome(id);
        self.diary.keep(id, BEFORE as u32, age);
    }

    /// An item falls into so many parts.
    pub fn fall_apart(&mut self, id: ItemId, parts: u32) {
        self.diary.fork(id, parts);
    }

    /// A part of an item comes: until then its days are those of the whole.
    pub fn come_apart(&mut self, id: ItemId, of: ItemId) {
        self.welcome(id);
        self.diary.go_on(id, of);
    }

    /// A stage has pulled an item out of the backlog.
    #[inline]
    pub fn leave_backlog(&mut self, now: Ticks, id: ItemId, item: &Item) {
        self.waits
            .leave_backlog(now, id, item.line(), &mut self.diary);
    }

    /// An item leaves a stage to the right in which so much of people's time went into it.
    #[inline]
    pub fn leave_stage(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        from: StageId,
        effort: Ticks,
    ) {
        let law = &self.laws[from];
        let [waited, worked, _, done] = item.stay;
        let (worked, cause, kept) = match law.column.has(item.type_id()) {
            true => (0, self.column, worked),
            false => (worked, law.person, waited),
        };
        let label = Label::new(cause, from);
        let entry = Entry {
            worked,
            effort,
            kept,
            label,
        };
        self.diary.write(id, entry);
        if done > 0 {
            let since = match self.meets {
                true => self.freed[id].max(now - done),
                false => now - done,
            };
            let waited = since..now;
            self.waits
                .leave_stage(waited, id, item.line(), &mut self.diary);
        }
    }

    /// A blocker has stopped an item for so long.
    pub fn unblock(&mut self, id: ItemId, blocker: BlockerId, stopped: Ticks) {
        let cause = (self.blocked + blocker) as u32;
        self.diary.keep(id, cause, stopped);
    }

    /// A meeting lets an item go that has been done in its stage since `item.since`.
    pub fn free(&mut self, now: Ticks, id: ItemId, item: &Item, stage: StageId) {
        self.diary
            .keep(id, self.meeting + stage as u32, now - item.since);
        self.freed[id] = now;
    }

    /// An item that has arrived finds no room: nobody will ask what kept it.
    pub fn forget(&mut self, id: ItemId, item: &Item) {
        self.waits.forget(id, item.line());
    }

    /// The item has reached ready: adds up what its days went into. What is left of its lead time it stood
    /// in the backlog behind others. Returns how long it has been worked on.
    pub fn conclude(&self, id: ItemId, lead: Ticks, sums: &mut [u128]) -> Ticks {
        let (mut worked, mut kept) = (0, 0);
        for entry in self.diary.read(id) {
            worked += entry.worked;
            kept += entry.kept;
            sums[entry.label.cause()] += u128::from(entry.kept);
        }
        sums[WORKED] += u128::from(worked);
        sums[self.backlog] += u128::from(lead.saturating_sub(worked + kept));
        worked
    }

    /// The time of people that went into an item so far in the stages it has left, the last one first. Of what
    /// went into a whole each part has an equal share.
    pub fn work(&self, id: ItemId) -> impl Iterator<Item = (StageId, Ticks)> {
        let mut parts = 1;
        let work = move |entry: &Entry| match entry.parts() {
            Some(more) => {
                parts *= more;
                None
            }
            None => Some((entry.label.stage(), entry.effort / parts)),
        };
        self.diary.read(id).filter_map(work)
    }

    /// What keeps those in a queue out from now on, and in a backlog: who is first.
    #[inline]
    pub fn look(&mut self, now: Ticks, line: usize, refusal: Option<Refusal>, board: &Board<'_>) {
        self.waits.look(now, line, refusal, board, &mut self.diary);
    }

    /// Nobody waits in a queue any more.
    #[inline]
    pub fn empty(&mut self, now: Ticks, line: usize) {
        self.waits.empty(now, line, &mut self.diary);
    }
}
