//! Waiting queues: ordered by a key that is fixed when an item joins.

use super::item::{ItemId, Moment};
use super::ring::Ring;
use crate::model::Class;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Class, due date (of the fixed-date class) and priority in one number: from the top two bits of class,
/// 51 of the date, ten of priority, and one of being unborn. The smaller goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
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
    row: Ring<Standing>,
    /// Is there anybody outside the row, or has anybody left out of turn?
    mixed: bool,
    others: BinaryHeap<Reverse<Standing>>,
    /// Those of the row and of the others who have left out of turn. None of them is the first of all.
    void: BinaryHeap<Reverse<Standing>>,
}

impl Queue {
    /// Forgets everybody, keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.row.clear();
        self.mixed = false;
        self.others.clear();
        self.void.clear();
    }

    /// An item joins.
    #[inline]
    pub fn join(&mut self, standing: Standing) {
        // Part by part: what a call can see would have to be put together in memory for all.
        let Standing {
            rank,
            order,
            seniority,
            item,
        } = standing;
        if ends_before(&self.row, rank, order) && self.row.has_room() {
            self.row.join(standing);
        } else {
            self.join_other(rank, order, seniority, item);
        }
    }

    /// The same where a rank or an order changes, or the row is full.
    #[cold]
    fn join_other(&mut self, rank: Rank, order: u64, seniority: u32, item: ItemId) {
        let standing = Standing {
            rank,
            order,
            seniority,
            item,
        };
        if self.row.last().is_some_and(|last| standing <= *last) {
            self.mixed = true;
            return self.others.push(Reverse(standing));
        }
        self.row.join(standing);
    }

    /// Who is first.
    #[inline]
    pub fn first(&self) -> Option<&Standing> {
        match self.mixed {
            false => self.row.first(),
            true => self.first_of_both(),
        }
    }

    /// The better of the first in the row and the first of the others.
    #[cold]
    fn first_of_both(&self) -> Option<&Standing> {
        let other = self.others.peek().map(|Reverse(other)| other);
        self.row.first().into_iter().chain(other).min()
    }

    /// The first leaves.
    #[inline]
    pub fn leave(&mut self) -> Option<ItemId> {
        if self.mixed {
            return self.leave_either();
        }
        Some(self.row.leave()?.item)
    }

    /// The same wherever the first stands.
    #[cold]
    fn leave_either(&mut self) -> Option<ItemId> {
        let first = *self.first_of_both()?;
        self.advance(first);
        self.skip_void();
        Some(first.item)
    }

    /// Those in front who have left out of turn are taken out.
    #[cold]
    fn skip_void(&mut self) {
        while let Some(first) = self.first_of_both().copied()
            && self.void.peek() == Some(&Reverse(first))
        {
            self.void.pop();
            self.advance(first);
        }
        self.mixed = !(self.others.is_empty() && self.void.is_empty());
    }

    /// The first of all, who this is, is taken out of where it stands.
    fn advance(&mut self, first: Standing) {
        match self.row.first() {
            Some(in_row) if *in_row == first => _ = self.row.leave(),
            _ => _ = self.others.pop(),
        }
    }

    /// The item with this standing, which is here, leaves out of turn. It is only noted as gone until
    /// everybody before it has left, so that nobody is looked for.
    pub fn withdraw(&mut self, standing: Standing) {
        self.void.push(Reverse(standing));
        self.skip_void();
    }

    /// Is nobody waiting?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty() && self.others.is_empty()
    }
}

/// Does who joined last, whether still here or not, have this rank and a smaller order?
#[inline]
fn ends_before(row: &Ring<Standing>, rank: Rank, order: u64) -> bool {
    let latest = row.latest();
    latest.is_some_and(|latest| latest.rank == rank && latest.order < order)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A standing by a single number, which is the item too.
    fn standing(order: u32) -> Standing {
        Standing {
            order: u64::from(order),
            item: order,
            ..Standing::default()
        }
    }

    #[test]
    fn whoever_leaves_out_of_turn_is_never_first() {
        let mut queue = Queue::default();
        let scrambled = |n: u32| n * 37 % 101;
        (0..101).for_each(|n| queue.join(standing(scrambled(n))));
        (0..101)
            .filter(|n| n % 3 != 1)
            .for_each(|n| queue.withdraw(standing(n)));
        let left: Vec<ItemId> = std::iter::from_fn(|| queue.leave()).collect();
        let expected: Vec<ItemId> = (0..101).filter(|n| n % 3 == 1).collect();
        assert_eq!(left, expected);
        assert!(queue.is_empty() && queue.first().is_none());
    }

    #[test]
    fn a_queue_that_everybody_has_left_is_empty_and_can_be_joined_again() {
        let mut queue = Queue::default();
        (0..5).for_each(|n| queue.join(standing(n)));
        (0..5).rev().for_each(|n| queue.withdraw(standing(n)));
        assert!(queue.is_empty());
        queue.join(standing(2));
        assert_eq!(queue.leave(), Some(2));
        assert!(queue.is_empty());
    }
}
