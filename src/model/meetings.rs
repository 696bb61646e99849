//! Meetings: done items leave a stage only at certain instants.

use super::Ticks;
use super::cadence::occurrences;
use super::context::{Context, count};
use crate::scenario::mirror;
use crate::source::At;

/// When done items may leave a stage (model.md, section 5, number 6).
///
/// At each meeting the first [`at_most`](Self::at_most) done items by class, priority and order become
/// free to leave, and stay so until they are pulled.
#[derive(Debug, Clone, PartialEq)]
pub struct Meetings {
    /// The instants, in order, within the horizon.
    pub instants: Vec<Ticks>,
    /// The most items that one meeting sets free, at least 1; all when `None`.
    pub at_most: Option<u32>,
}

/// Reads `leaves`.
pub(super) fn meetings(cx: &mut Context, written: &At<mirror::Leaves>) -> Meetings {
    Meetings {
        instants: occurrences(cx, &written.value.meetings, written.span, "items leave"),
        at_most: written.value.at_most.map(count),
    }
}
