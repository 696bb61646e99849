//! Limits: maxima, minimums and swimlanes.

use super::{LaneId, Model, Set, StageId};

/// What kind of maximum a [`Limit`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// A stage's own `max`.
    Own,
    /// A CONWIP group over several stages.
    Conwip,
    /// A swimlane's maximum in one stage, or its CONWIP.
    Lane(LaneId),
}

/// A maximum number of items of some types in some stages. An item takes its place when it enters the
/// first of the stages it visits and gives it back when it leaves the last of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The words messages use: the stage, the group or the lane.
    pub name: String,
    /// What kind it is.
    pub kind: LimitKind,
    /// Where it counts.
    pub stages: Set,
    /// Whom it counts.
    pub types: Set,
    /// The maximum; at least 1. [`Limit::OPEN`] where a change during the run sets it first.
    pub max: u32,
    /// So many expedite items may exceed the maximum (and reserved slots).
    pub expedite_over: u32,
}

impl Limit {
    /// The maximum of a limit that is not set yet: it limits nothing.
    pub const OPEN: u32 = u32::MAX;

    /// The maximum, where it is set.
    pub fn bound(&self) -> Option<u32> {
        (self.max != Self::OPEN).then_some(self.max)
    }
}

/// What happens while a stage holds fewer items than its minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnLow {
    /// People in shared pools prefer work in the stages that feed it.
    Signal,
    /// The stage takes the unfinished item with the most work done from the stage just before it on the
    /// item's route (model.md, section 7).
    Push,
}

/// A minimum number of items in a stage: the order point below which people upstream are called.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The stage that must not run low.
    pub stage: StageId,
    /// The lane it speaks of; all types when `None`.
    pub lane: Option<LaneId>,
    /// Whom it counts.
    pub types: Set,
    /// Fewer than this is low; at least 1, or 0 where a change during the run sets or lifts it.
    pub min: u32,
    /// What happens then.
    pub on_low: OnLow,
}

/// A swimlane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The name in the file.
    pub name: String,
    /// Its types.
    pub types: Set,
}

impl Model {
    /// Has a stage a minimum of its own, or has a lane one in it?
    pub fn has_minimum(&self, stage: StageId, of_a_lane: bool) -> bool {
        let here =
            |minimum: &Minimum| minimum.stage == stage && minimum.lane.is_some() == of_a_lane;
        self.minimums.iter().any(here)
    }
}
