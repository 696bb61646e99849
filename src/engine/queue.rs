//! Waiting queues: ordered by a key that is fixed when an item joins.

use super::item::{ItemId, Moment};
use crate::model::Class;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Class, due date (of the fixed-date class) and priority in one number: from the top two bits of class,
/// 51 of the date, ten of priority, and one of being unborn. The smaller goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u64);

/// Bits to the right of the due date.
const BELOW_DATE: u32 = 11;
/// The bits of the due date, with day 0 in the middle. Dates 2⁵⁰ ticks away and more are equal.
const DATE: u64 = ((1 << 51) - 1) << BELOW_DATE;
/// Day 0.
const DAY_ZERO: Moment = 1 << 50;

impl Rank {
    /// The rank of an item; `priority` is below 1024.
    #[inline]
    pub fn new(class: Class, due: Moment, priority: u16) -> Self {
        let date = match class {
            Class::FixedDate => (due.clamp(-DAY_ZERO, DAY_ZERO - 1) + DAY_ZERO) as u64,
            _ => 0,
        };
        Self((class as u64) << 62 | date << BELOW_DATE | u64::from(priority) << 1)
    }

    /// The same behind everybody of equal class and priority. (Of the fixed-date class it stands behind every
    /// date: it has none before it arrives.)
    #[inline]
    fn unborn(self) -> Self {
        match self.0 & DATE {
            0 => Self(self.0 | 1),
            _ => Self(self.0 | DATE | 1),
        }
    }
}

/// An item's place among others: rank, order, age. The smaller goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Class, due date and priority.
    pub(super) rank: Rank,
    /// The key of the order that holds here.
    pub(super) order: u64,
    /// Age: who arrived earlier has the smaller.
    pub(super) seniority: u32,
    /// Who stands there.
    pub(super) item: ItemId,
}

impl Standing {
    /// That of an item which is not born yet, in turn with others like it.
    #[inline]
    pub(super) fn unborn(self, turn: u64, name: u32) -> Self {
        Self {
            rank: self.rank.unborn(),
            order: turn,
            seniority: name,
            item: self.item,
        }
    }

    /// What comes before `order`, and what comes after it.
    #[inline]
    pub(super) fn without_order(&self) -> (Rank, u32) {
        (self.rank, self.seniority)
    }
}

/// Items in the order of their standing: a row of those that joined behind everybody in it, which are
/// nearly all where the order is by age, and a heap of the others.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Whoever stands before `head` has left.
    row: Vec<Standing>,
    head: usize,
    others: BinaryHeap<Reverse<Standing>>,
}

impl Queue {
    /// Forgets everybody, keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.row.clear();
        self.head = 0;
        if !self.others.is_empty() {
            self.others.clear();
        }
    }

    /// An item joins.
    #[inline]
    pub fn join(&mut self, standing: Standing) {
        match self.row.last() {
            Some(last) if *last > standing => self.others.push(Reverse(standing)),
            _ => self.row.push(standing),
        }
    }

    /// Who is first.
    #[inline]
    pub fn first(&self) -> Option<Standing> {
        let first = self.row.get(self.head).copied();
        if self.others.is_empty() {
            return first;
        }
        self.first_of_both(first)
    }

    /// The better of the first in the row and the first of the others.
    #[cold]
    fn first_of_both(&self, row: Option<Standing>) -> Option<Standing> {
        let other = self.others.peek().map(|Reverse(other)| *other);
        row.into_iter().chain(other).min()
    }

    /// The first leaves.
    #[inline]
    pub fn leave(&mut self) -> Option<ItemId> {
        if !self.others.is_empty() {
            return self.leave_either();
        }
        let first = self.row.get(self.head)?.item;
        self.head += 1;
        self.tidy();
        Some(first)
    }

    /// The better of the first in the row and the first of the others leaves.
    #[cold]
    fn leave_either(&mut self) -> Option<ItemId> {
        let first = self.first()?;
        if self.row.get(self.head) == Some(&first) {
            self.head += 1;
            self.tidy();
        } else {
            self.others.pop();
        }
        Some(first.item)
    }

    /// Gives the room of those who have left back when they are the greater part of the row.
    #[inline]
    fn tidy(&mut self) {
        if self.head == self.row.len() {
            self.row.clear();
            self.head = 0;
        } else if self.head >= 64 && 2 * self.head > self.row.len() {
            self.row.drain(..self.head);
            self.head = 0;
        }
    }

    /// One item leaves, wherever it stands. Takes time in proportion to the queue: for the rare
    /// cases in which an item is taken out of turn.
    pub fn withdraw(&mut self, item: ItemId) {
        self.row.drain(..self.head);
        self.head = 0;
        self.row.retain(|other| other.item != item);
        self.others.retain(|Reverse(other)| other.item != item);
    }

    /// Is nobody waiting?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.head == self.row.len() && self.others.is_empty()
    }
}
