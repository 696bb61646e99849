//! Policies: how capacity is shared, how teams plan, and the questions asked.

use super::{Set, StageId, Ticks};

/// How an allocation decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// One queue.
    None,
    /// Each owner has its own slots.
    Reserved,
    /// Each owner has its own slots, which may be borrowed while it has no candidate.
    Flexible,
    /// Credits by share.
    Weighted,
    /// A strict ranking.
    Priority,
}

impl Strategy {
    /// The word for it in a scenario.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Reserved => "reserved",
            Self::Flexible => "flexible",
            Self::Weighted => "weighted",
            Self::Priority => "priority",
        }
    }
}

/// Who shares the capacity: a type, or a lane with its types.
#[derive(Debug, Clone, PartialEq)]
pub struct Owner {
    /// The type's or the lane's name.
    pub name: String,
    /// Its types.
    pub types: Set,
    /// Its relative weight, not negative.
    pub share: f64,
    /// Its rank under [`Strategy::Priority`], 0 first.
    pub rank: u32,
}

/// How capacity is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// How it decides.
    pub strategy: Strategy,
    /// Every type belongs to exactly one owner. In the order types or lanes are declared.
    pub owners: Vec<Owner>,
    /// Slots of each owner in each stage (`[stage][owner]`), for the two strategies that divide a
    /// stage's `max`; empty for stages that are not divided.
    pub slots: Vec<Vec<u32>>,
}

/// A share of a team's pull.
#[derive(Debug, Clone, PartialEq)]
pub struct PullShare {
    /// The type's or the lane's name.
    pub name: String,
    /// Its types.
    pub types: Set,
    /// Its relative weight, not negative.
    pub share: f64,
}

/// What "enough is ready" asks of one type or lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The type's or the lane's name.
    pub name: String,
    /// Is it a lane?
    pub lane: bool,
    /// The types that count.
    pub types: Set,
    /// How many must be ready.
    pub count: u32,
}

/// A Scrum Team that plans Sprints from the ready shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// The name in the file.
    pub name: String,
    /// When it plans, in order, within the horizon.
    pub plannings: Vec<Ticks>,
    /// The shelf it pulls from.
    pub from: StageId,
    /// How many it pulls; with [`fill_to`](Self::fill_to) how many its Sprint Backlog and downstream
    /// stages hold together after a planning, so that the pull is what is missing.
    pub total: u32,
    /// Does it fill up to the total instead of pulling so many?
    pub fill_to: bool,
    /// How the pull is divided; empty when by the keys of section 6 alone.
    pub shares: Vec<PullShare>,
    /// May what one share lacks be filled by others?
    pub borrow: bool,
    /// The types it pulls and counts.
    pub types: Set,
    /// `ready_when.total`, where the file gives one.
    pub need_total: Option<u32>,
    /// `ready_when` by type and lane.
    pub needs: Vec<Need>,
}

impl Team {
    /// How many in total are enough: `ready_when.total`, or the pull where `ready_when` is left out
    /// altogether; `None` where only types or lanes are asked for.
    pub fn enough(&self) -> Option<u32> {
        match (self.need_total, self.needs.is_empty()) {
            (None, true) => Some(self.total),
            (total, _) => total,
        }
    }
}

/// A question "when will so many be ready?".
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The name in the file.
    pub name: String,
    /// How many.
    pub target: u32,
    /// Of which types.
    pub types: Set,
    /// The end of the day by which it should be.
    pub by: Option<Ticks>,
    /// At once on the shelf, instead of in all since day 0.
    pub on_shelf: bool,
}
