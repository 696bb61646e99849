//! What one type meets in one stage: everything a move or a piece of work looks up, in one place.

use super::{Door, QueueId};
use crate::engine::blockers::{Threat, threats};
use crate::engine::item::{Item, State};
use crate::model::{Hold, Model, Order, PoolId, Rework, Split, StageId, TypeId, Work};
use crate::random::{Distribution, Purpose};

/// What becomes of an item when it enters a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) enum OnEntry {
    /// It is done at once.
    #[default]
    Done,
    /// It waits for a person.
    Waits,
    /// It passes its time in the column.
    Passes,
}

impl OnEntry {
    /// In what state its stay begins.
    #[inline]
    pub fn state(self) -> State {
        match self {
            Self::Done => State::Done,
            Self::Waits => State::Waiting,
            Self::Passes => State::Working,
        }
    }
}

/// The next stage of a route and the queue of candidates there.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Onward {
    /// The stage.
    pub stage: StageId,
    /// The queue of ordinary items; that of expedite ones follows it.
    pub line: QueueId,
}

/// What one type meets in one stage.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Passage<'m> {
    /// What becomes of it on entry.
    pub on_entry: OnEntry,
    /// Whose people work on it.
    pub worker: Option<PoolId>,
    /// Do these people share their effort among the items they hold?
    pub in_hands: bool,
    /// May blockers, expedite items or a later stage stop the work before it is done?
    pub may_stop: bool,
    /// May a later stage take it away unfinished?
    pub gives: bool,
    /// Does the person stay with a finished item?
    pub holds_person: bool,
    /// How long the work takes, in person-days, or the time in the column, in days.
    pub work: Option<&'m Distribution>,
    /// The speed at which its people work; 1 in a column where nobody does.
    pub pace: f64,
    /// The blockers that may stop it, by name.
    pub threats: Vec<Threat>,
    /// The probability of discard.
    pub discard: f64,
    /// How long it waits here before it is dropped.
    pub patience: Option<&'m Distribution>,
    /// The links, after an item's, to the address of its work here, of its discard and of its patience.
    pub work_link: u64,
    pub discard_link: u64,
    pub patience_link: u64,
    /// Can an item have to be done again here, or fall apart?
    pub turns: bool,
    /// How it may have to be done again, and how it may fall apart.
    pub rework: Option<Rework>,
    pub split: Option<&'m Split>,
    /// The links, after an item's, to the addresses of these draws.
    pub rework_link: u64,
    pub split_link: u64,
    /// Who goes first here.
    pub order: Order,
    /// Expected service from here to ready, this stage included, in days.
    pub left: f64,
    /// Owner under the allocation.
    pub owner: usize,
    /// The maxima it takes a place of, the stage's own left out.
    pub caps: Vec<usize>,
    /// The minimums it counts for.
    pub minimums: Vec<usize>,
    /// Does anybody count it but the maxima?
    pub counted: bool,
    /// Does nobody count it but the stage, and does it wait here for ever? (A limit over several stages may count
    /// it, even one that leaves this one out.)
    pub plain: bool,
    /// Where it goes on to, when that is the same for all items of the type.
    pub onward: Option<Onward>,
    /// The queue in front of a person, ordinary and expedite.
    pub bench: [QueueId; 2],
    /// The same for items whose blocker has ended, where one releases its person.
    pub again: [QueueId; 2],
    /// The queues of candidates for this stage, by where they come from: the backlog first, then
    /// each stage.
    pub lines: Vec<Door>,
}

impl<'m> Passage<'m> {
    /// The queues in front of a person for items that wait as this one does, or did last.
    pub fn bench_of(&self, item: &Item) -> [QueueId; 2] {
        match item.again {
            true => self.again,
            false => self.bench,
        }
    }

    /// What the model says of it; the queues and limits are still missing.
    pub(super) fn new(model: &'m Model, stage: StageId, kind: TypeId) -> Self {
        let law = &model.stages[stage];
        let visit = &law.visits[kind];
        let worker = law.pool.filter(|_| matches!(visit.work, Work::Service(_)));
        Self {
            on_entry: match visit.work {
                Work::None => OnEntry::Done,
                Work::Service(_) => OnEntry::Waits,
                Work::Elapsed(_) => OnEntry::Passes,
            },
            worker,
            in_hands: worker.is_some_and(|pool| model.pools[pool].shares_effort()),
            may_stop: false,
            gives: false,
            holds_person: law.hold == Hold::Person,
            work: match &visit.work {
                Work::None => None,
                Work::Service(law) | Work::Elapsed(law) => Some(law),
            },
            pace: worker.map_or(1.0, |pool| model.pools[pool].availability),
            threats: match visit.work {
                Work::Service(_) => threats(model, stage, kind),
                _ => Vec::new(),
            },
            discard: visit.discard,
            patience: visit.expire.as_ref(),
            work_link: law.key.purpose(Purpose::Work).0,
            discard_link: law.key.purpose(Purpose::Discard).0,
            patience_link: law.key.purpose(Purpose::Patience).0,
            turns: visit.rework.is_some() || visit.split.is_some(),
            rework: visit.rework,
            split: visit.split.as_ref(),
            rework_link: law.key.purpose(Purpose::Rework).0,
            split_link: law.key.purpose(Purpose::Split).0,
            order: law.order,
            left: work_left(model, stage, kind),
            owner: 0,
            caps: Vec::new(),
            minimums: Vec::new(),
            counted: false,
            plain: false,
            onward: None,
            bench: [0; 2],
            again: [0; 2],
            lines: Vec::new(),
        }
    }
}

/// Expected service from `stage` to ready, `stage` included, in days; none from ready on.
fn work_left(model: &Model, stage: StageId, kind: TypeId) -> f64 {
    let expected = |s: StageId| match &model.stages[s].visits[kind] {
        visit if s == stage => (visit, 1.0),
        visit => (visit, 1.0 - visit.skip),
    };
    let law = &model.types[kind];
    let rest = law.route.from(stage).before(law.ready);
    rest.iter()
        .map(expected)
        .map(|(visit, chance)| match &visit.work {
            Work::Service(law) => chance * law.mean(),
            _ => 0.0,
        })
        .sum()
}
