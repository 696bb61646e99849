//! Limits: maxima, minimums and swimlanes.

use super::{LaneId, Set, StageId};

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
    /// The maximum; at least 1.
    pub max: u32,
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
    /// Fewer than this is low; at least 1.
    pub min: u32,
}

/// A swimlane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The name in the file.
    pub name: String,
    /// Its types.
    pub types: Set,
}
