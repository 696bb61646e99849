//! Waiting queues: ordered by a key that is fixed when an item joins.

use super::item::{ItemId, Moment};
use crate::model::Class;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Who goes first: class, due date (of the fixed-date class), priority, order, age. The smaller
/// goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    class_and_due: u64,
    priority: u32,
    order: u64,
    seniority: u32,
}

/// The bits of the due date, below those of the class.
const DATE: u64 = (1 << 62) - 1;

impl Standing {
    /// The standing of an item with these keys.
    #[inline]
    pub(super) fn new(
        class: Class,
        due: Moment,
        priority: u16,
        order: u64,
        seniority: u32,
    ) -> Self {
        let date = match class {
            Class::FixedDate => (due.max(Moment::MIN / 4) >> 2).wrapping_add(1 << 61) as u64,
            _ => 0,
        };
        let class_and_due = (class as u64) << 62 | date & DATE;
        Self {
            class_and_due,
            priority: u32::from(priority) << 1,
            order,
            seniority,
        }
    }

    /// The same behind everybody of equal class and priority, in turn with others like it. (Of the
    /// fixed-date class it stands behind every date: it has none before it arrives.)
    #[inline]
    pub(super) fn unborn(self, turn: u64, name: u32) -> Self {
        let class_and_due = match self.class_and_due {
            ordinary if ordinary & DATE == 0 => ordinary,
            dated => dated | DATE,
        };
        Self {
            class_and_due,
            priority: self.priority | 1,
            order: turn,
            seniority: name,
        }
    }

    /// Class, due date and priority: what comes before `order`.
    #[inline]
    pub(super) fn before_order(&self) -> (u64, u32) {
        (self.class_and_due, self.priority)
    }

    /// The last key: how old the item is.
    #[inline]
    pub(super) fn seniority(&self) -> u32 {
        self.seniority
    }
}

/// Items in the order of their standing: a row of those that joined behind everybody in it, which are
/// nearly all where the order is by age, and a heap of the others.
#[derive(Debug, Default)]
pub(super) struct Queue {
    row: VecDeque<(Standing, ItemId)>,
    others: BinaryHeap<Reverse<(Standing, ItemId)>>,
}

impl Queue {
    /// Forgets everybody, keeps the memory.
    pub fn clear(&mut self) {
        self.row.clear();
        self.others.clear();
    }

    /// An item joins.
    #[inline]
    pub fn join(&mut self, standing: Standing, item: ItemId) {
        let joined = (standing, item);
        if self.row.back().is_some_and(|last| *last > joined) {
            self.others.push(Reverse(joined));
        } else {
            self.row.push_back(joined);
        }
    }

    /// Who is first.
    #[inline]
    pub fn first(&self) -> Option<(Standing, ItemId)> {
        match self.is_in_row() {
            true => self.row.front().copied(),
            false => self.others.peek().map(|Reverse(first)| *first),
        }
    }

    /// Is the first one in the row, if there is one at all?
    #[inline]
    fn is_in_row(&self) -> bool {
        match (self.others.peek(), self.row.front()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Reverse(other)), Some(first)) => first < other,
        }
    }

    /// The first leaves.
    #[inline]
    pub fn leave(&mut self) -> Option<ItemId> {
        let first = match self.is_in_row() {
            true => self.row.pop_front(),
            false => self.others.pop().map(|Reverse(first)| first),
        };
        first.map(|(_, item)| item)
    }

    /// One item leaves, wherever it stands. Takes time in proportion to the queue: for the rare
    /// cases in which an item is taken out of turn.
    pub fn withdraw(&mut self, item: ItemId) {
        self.row.retain(|(_, other)| *other != item);
        self.others.retain(|Reverse((_, other))| *other != item);
    }

    /// Is nobody waiting?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty() && self.others.is_empty()
    }
}
