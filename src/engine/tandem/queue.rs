//! Waiting queues of a tandem.

use super::parts::Walker;
use crate::engine::item::ItemId;
use crate::engine::queue::{Queue, Standing};
use crate::engine::ring::Ring;

/// Items that wait.
#[derive(Debug)]
pub(super) enum Waiting {
    /// Whoever has joined first is first, with what there is to be known of each.
    Row(Ring<Walker>),
    /// In the order of their standing.
    Sorted(Box<Queue>),
}

impl Waiting {
    /// Nobody; does whoever joins first always go first?
    pub fn new(in_a_row: bool) -> Self {
        match in_a_row {
            true => Self::Row(Ring::default()),
            false => Self::Sorted(Box::default()),
        }
    }

    /// Does whoever joins first always go first?
    #[inline]
    pub fn is_row(&self) -> bool {
        matches!(self, Self::Row(_))
    }

    /// Forgets everybody, keeps the memory.
    pub fn clear(&mut self) {
        match self {
            Self::Row(row) => row.clear(),
            Self::Sorted(queue) => queue.clear(),
        }
    }

    /// An item joins; how does it stand there, if anybody asks?
    #[inline(always)]
    pub fn join(&mut self, walker: Walker, standing: impl FnOnce() -> Standing) {
        match self {
            Self::Row(row) => row.join(walker),
            Self::Sorted(queue) => queue.join(standing()),
        }
    }

    /// The first leaves, of whom `known` says what there is to be known; is nobody left?
    #[inline(always)]
    pub fn leave(&mut self, known: impl FnOnce(ItemId) -> Walker) -> Option<(Walker, bool)> {
        match self {
            Self::Row(row) => Some((row.leave()?, row.is_empty())),
            Self::Sorted(queue) => {
                let first = queue.leave()?;
                Some((known(first), queue.is_empty()))
            }
        }
    }

    /// Who is first.
    pub fn first(&self) -> Option<ItemId> {
        match self {
            Self::Row(row) => row.first().map(|first| first.id()),
            Self::Sorted(queue) => queue.first().map(|first| first.item),
        }
    }
}
