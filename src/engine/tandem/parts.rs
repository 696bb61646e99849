//! What a tandem is made of: visits, stages, people's places, items on their way.

use super::Course;
use super::queue::Waiting;
use crate::engine::arrivals::tie;
use crate::engine::item::{ItemId, Moment, turn};
use crate::engine::queue::{Rank, Standing};
use crate::engine::wiring::{OnEntry, Wiring};
use crate::model::{Order, StageId, Ticks, TypeId};
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
    pub fn standing(&self, walker: Walker, joined: u64) -> Standing {
        let Walker { key, id, .. } = walker;
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
pub(super) struct Stage {
    /// Who would like to come in: for the first stage the backlog, for the others those done in the stage before.
    pub line: Waiting,
    /// Who waits for a person.
    pub bench: Waiting,
    /// The first post without work.
    pub free: u32,
}

/// An item on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walker {
    pub key: Key,
    pub id: ItemId,
    /// The number of its first stay.
    pub row: u32,
    pub kind: u8,
}

impl Walker {
    /// One that is new, or waits in its backlog.
    #[inline]
    pub fn new(id: ItemId, kind: TypeId, key: Key) -> Self {
        let (row, kind) = (NONE, kind as u8);
        Self { key, id, row, kind }
    }

    /// One of which the record knows.
    #[inline]
    pub fn of(id: ItemId, course: &Course) -> Self {
        let life = &course.lives[id as usize];
        Self {
            row: life.row,
            ..Self::new(id, usize::from(life.kind), life.key)
        }
    }
}

/// A person's place, and what was worked on there last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub walker: Walker,
    pub stage: u8,
    /// Will it turn out not to be worth going on with?
    pub discarded: bool,
    /// The next post without work.
    pub next: u32,
}

/// What is known of the next item of a type that arrives one by one at a steady rate, and of the gap after it. Whatever
/// is drawn is drawn before it is needed, so that nothing waits for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upcoming {
    /// Items per day; 0 of a type that arrives otherwise, of which nothing is known ahead.
    pub rate: f64,
    pub key: Key,
    pub work: Ticks,
    pub gap: Ticks,
}

impl Upcoming {
    /// Of a type with this rate; nothing is known yet.
    pub fn of(rate: f64) -> Self {
        let (key, work, gap) = (Key(0), 0, 0);
        Self {
            rate,
            key,
            work,
            gap,
        }
    }
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
