//! What a tandem is made of: visits, stages, people's places, items on their way.

use super::course::{Course, UNKNOWN};
use super::queue::Waiting;
use crate::engine::arrivals::tie;
use crate::engine::item::{ItemId, Moment, turn};
use crate::engine::queue::{Rank, Standing};
use crate::engine::wiring::{OnEntry, Wiring};
use crate::model::{Order, StageId, TypeId};
use crate::random::{Distribution, Key};

/// No post, or no stay.
pub(super) const NONE: u32 = u32::MAX;

/// What a type meets in a stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit<'m> {
    pub on_entry: OnEntry,
    pub order: Order,
    pub rank: Rank,
    pub work: Option<&'m Distribution>,
    pub pace: f64,
    /// The links, after an item's, to the addresses of its work and its discard.
    pub work_link: u64,
    pub discard_link: u64,
    /// It is discarded when 53 random bits are below this.
    pub discard: u64,
}

impl<'m> Visit<'m> {
    /// What the wiring says of it.
    pub fn new(wiring: &Wiring<'m>, stage: StageId, kind: TypeId) -> Self {
        let passage = wiring.passage(stage, kind);
        Self {
            on_entry: passage.on_entry,
            order: passage.order,
            rank: wiring.births[kind].pattern.rank,
            work: passage.work,
            pace: passage.pace,
            work_link: passage.work_link,
            discard_link: passage.discard_link,
            discard: threshold(passage.discard),
        }
    }

    /// How an item stands in the queues of the stage that was the how-manieth to join one. (The items are numbered by
    /// age.)
    #[cold]
    pub fn standing(&self, id: ItemId, key: Key, joined: u64) -> Standing {
        let order = match self.order {
            Order::Fifo => u64::from(id),
            Order::StageFifo => joined,
            // Without a value of its own an item is worth nothing, whatever is left to do.
            other => turn(other, id, key, (0.0, 0.0)),
        };
        Standing {
            rank: self.rank,
            order,
            seniority: id,
            item: id,
        }
    }
}

/// A uniform variate of 53 bits is below `p` if and only if its bits, as a whole number, are below this.
fn threshold(p: f64) -> u64 {
    (p * (1_u64 << 53) as f64).ceil() as u64
}

/// A stage during a trial; how many are in it is kept in the [`Course`].
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct Stage {
    /// Who would like to come in: for the first stage the backlog, for the others those done in the stage before.
    pub line: Waiting,
    /// Who waits for a person.
    pub bench: Waiting,
    /// The first post without work.
    pub free: u32,
}

/// An item on its way: its number and that of its first stay in one word; in the other one its type, and the stage in
/// which it will turn out not to be worth going on with. (As words: whoever reads together what has just been written
/// apart must wait.)
#[derive(Debug, Clone, Copy)]
pub(super) struct Walker {
    who: u64,
    what: u32,
}

impl Walker {
    /// One that is new, or waits in its backlog.
    #[inline(always)]
    pub fn new(id: ItemId, kind: TypeId) -> Self {
        Self::known(id, NONE, kind as u8, UNKNOWN)
    }

    /// One of which the record knows.
    #[inline]
    pub fn of(id: ItemId, course: &Course) -> Self {
        let life = &course.lives[id as usize];
        Self::known(id, life.row, life.kind, life.ends_in)
    }

    #[inline(always)]
    fn known(id: ItemId, row: u32, kind: u8, ends_in: u8) -> Self {
        Self {
            who: u64::from(row) << 32 | u64::from(id),
            what: u32::from(ends_in) << 8 | u32::from(kind),
        }
    }

    /// It has been pulled: from now on it is known where its first stay is, and in which stage it will be discarded.
    #[inline(always)]
    pub fn pulled(self, row: u32, ends_in: u8) -> Self {
        Self::known(self.id(), row, self.what as u8, ends_in)
    }

    /// Its number.
    #[inline(always)]
    pub fn id(&self) -> ItemId {
        self.who as ItemId
    }

    /// The number of its first stay.
    #[inline(always)]
    pub fn row(&self) -> usize {
        (self.who >> 32) as usize
    }

    /// Its type.
    #[inline(always)]
    pub fn kind(&self) -> TypeId {
        (self.what & 0xff) as TypeId
    }

    /// Will it be discarded in a stage?
    #[inline(always)]
    pub fn ends_in(&self, stage: StageId) -> bool {
        (self.what >> 8) as StageId == stage
    }
}

/// A person's place, and what was worked on there last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub walker: Walker,
    pub stage: u8,
    /// The next post without work.
    pub next: u32,
}

/// An item that is there on day 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newcomer {
    /// Who is first: the oldest, of equal ages whom the lot falls on. (As one number: two are compared at once.)
    pub standing: u128,
    pub key: Key,
    pub arrived: Moment,
    pub kind: TypeId,
}

impl Newcomer {
    pub fn new(kind: TypeId, key: Key, arrived: Moment) -> Self {
        let rank = arrived.abs_diff(Moment::MIN);
        Self {
            standing: u128::from(rank) << 64 | u128::from(tie(key)),
            key,
            arrived,
            kind,
        }
    }
}
