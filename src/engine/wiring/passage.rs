//! What one type meets in one stage: everything a move or a piece of work looks up, in one place.

use super::{Door, QueueId};
use crate::model::{Hold, Model, Order, PoolId, StageId, TypeId, Work};
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
    /// Do expedite items interrupt other work?
    pub preempts: bool,
    /// Does the person stay with a finished item?
    pub holds_person: bool,
    /// How long the work takes, in person-days, or the time in the column, in days.
    pub work: Option<&'m Distribution>,
    /// The probability of discard.
    pub discard: f64,
    /// The links, after an item's, to the address of its work here and of its discard.
    pub work_link: u64,
    pub discard_link: u64,
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
    /// Does nobody count it but the stage? (A limit over several stages may, even one that leaves this one out.)
    pub plain: bool,
    /// Where it goes on to, when that is the same for all items of the type.
    pub onward: Option<Onward>,
    /// The queue in front of a person, ordinary and expedite.
    pub bench: [QueueId; 2],
    /// The queues of candidates for this stage, by where they come from: the backlog first, then
    /// each stage.
    pub lines: Vec<Door>,
}

impl<'m> Passage<'m> {
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
            preempts: false,
            holds_person: law.hold == Hold::Person,
            work: match &visit.work {
                Work::None => None,
                Work::Service(law) | Work::Elapsed(law) => Some(law),
            },
            discard: visit.discard,
            work_link: law.key.purpose(Purpose::Work).0,
            discard_link: law.key.purpose(Purpose::Discard).0,
            order: law.order,
            left: work_left(model, stage, kind),
            owner: 0,
            caps: Vec::new(),
            minimums: Vec::new(),
            counted: false,
            plain: false,
            onward: None,
            bench: [0; 2],
            lines: Vec::new(),
        }
    }
}

/// Expected service from `stage` to ready, `stage` included, in days.
fn work_left(model: &Model, stage: StageId, kind: TypeId) -> f64 {
    let expected = |s: StageId| match &model.stages[s].visits[kind] {
        visit if s == stage => (visit, 1.0),
        visit => (visit, 1.0 - visit.skip),
    };
    let rest = model.types[kind].route.from(stage);
    rest.iter()
        .map(expected)
        .map(|(visit, chance)| match &visit.work {
            Work::Service(law) => chance * law.mean(),
            _ => 0.0,
        })
        .sum()
}
