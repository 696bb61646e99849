//! The columns of the board, what they do to items, and the people who work in them.

use super::{Focus, Meetings, PoolId, Rework, Set, Split, TeamId};
use crate::random::{Distribution, Key};

/// The rule that decides last who goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The longest in the system.
    Fifo,
    /// The longest a candidate (for a person: the longest in the stage).
    StageFifo,
    /// The shortest in the system.
    Lifo,
    /// By an addressed random number.
    Random,
    /// The most valuable.
    Value,
    /// The most value per expected service from here to ready.
    Wsjf,
}

/// The work of one visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Nothing: done on entry.
    None,
    /// Hands-on work by the stage's pool: person-days at full availability.
    Service(Distribution),
    /// Time in the column, in days; needs nobody.
    Elapsed(Distribution),
}

/// What happens to an item of one type in one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The work, if any.
    pub work: Work,
    /// Probability that the item is discarded when the work is done.
    pub discard: f64,
    /// Probability that the item passes the stage by.
    pub skip: f64,
    /// May its work have to be done again?
    pub rework: Option<Rework>,
    /// May it fall into several?
    pub split: Option<Split>,
    /// Its patience: the longest it stays in the stage while nobody works on it, in days, drawn once a
    /// visit. The clock starts when it enters or its work stops (blocked counts) and is cleared when
    /// work starts; when it runs out the item is discarded as expired. Not always 0.
    pub expire: Option<Distribution>,
}

/// Does a person leave a finished item?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// The person is free as soon as the work is done.
    Kanban,
    /// The person stays with the item until it leaves the stage.
    Person,
}

/// Where a stage lies: before or after commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Left of ready: what leaves here for good is discarded.
    Upstream,
    /// A ready shelf.
    Ready,
    /// Right of ready (delivery): what leaves here before it is done is aborted.
    Downstream,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The name in the file.
    pub name: String,
    /// The name's address for randomness.
    pub key: Key,
    /// Is it a ready shelf?
    pub ready: bool,
    /// Before or after commitment.
    pub side: Side,
    /// Who works here.
    pub pool: Option<PoolId>,
    /// Who goes first here.
    pub order: Order,
    /// Does a person leave a finished item?
    pub hold: Hold,
    /// The meetings at which done items may leave; at any time when `None`.
    pub leaves: Option<Meetings>,
    /// What unfinished work costs that is pushed here from the stage before: it goes with the item,
    /// times this. Not negative; 1 where nothing is written.
    pub push_cost: f64,
    /// Downstream only: the team whose planned items it takes; those of other teams pass it by. Items of
    /// any team when `None`.
    pub team: Option<TeamId>,
    /// By type.
    pub visits: Vec<Visit>,
}

/// Which of a pool's stages goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// The stage nearest to the end of the board.
    Downstream,
    /// The stage nearest to the start.
    Upstream,
    /// Neither: the item decides.
    Oldest,
}

/// People who work in one or more stages.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The name in the file, or the stage's.
    pub name: String,
    /// How many; `None` is unlimited.
    pub people: Option<u32>,
    /// The part of each day they give; above 0, at most 1.
    pub availability: f64,
    /// Which of their stages goes first.
    pub prefer: Prefer,
    /// How many items each keeps in hand.
    pub focus: Focus,
    /// The stages that name the pool.
    pub stages: Set,
}

impl Pool {
    /// Do its people share their effort among the items they hold, so that the speed of work changes with
    /// their number? Unlimited ones never do: each item has its own.
    pub fn shares_effort(&self) -> bool {
        self.people.is_some() && self.focus.items_per_person != Some(1)
    }
}
