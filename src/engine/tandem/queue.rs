//! Waiting queues of a tandem.

use super::Walker;
use crate::engine::item::ItemId;
use crate::engine::queue::{Queue, Standing};

/// Items that wait.
#[derive(Debug)]
pub(super) enum Waiting {
    /// Whoever has joined first is first, with what there is to be known of each.
    Row(Row<Walker>),
    /// In the order of their standing.
    Sorted(Box<Queue>),
}

impl Waiting {
    /// Nobody; does whoever joins first always go first?
    pub fn new(in_a_row: bool) -> Self {
        match in_a_row {
            true => Self::Row(Row::default()),
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
            Self::Row(row) => row.leave(),
            Self::Sorted(queue) => {
                let first = queue.leave()?;
                Some((known(first), queue.is_empty()))
            }
        }
    }

    /// Who is first.
    pub fn first(&self) -> Option<ItemId> {
        match self {
            Self::Row(row) => row.first().map(|first| first.id),
            Self::Sorted(queue) => queue.first().map(|first| first.item),
        }
    }
}

/// A ring of places, whose number is a power of two.
#[derive(Debug)]
pub(super) struct Row<T> {
    places: Vec<T>,
    /// How many have left and how many have joined.
    left: usize,
    joined: usize,
}

impl<T> Default for Row<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            left: 0,
            joined: 0,
        }
    }
}

impl<T: Copy> Row<T> {
    /// Forgets everybody, keeps the memory.
    pub fn clear(&mut self) {
        (self.left, self.joined) = (0, 0);
    }

    /// An item joins behind everybody.
    #[inline]
    pub fn join(&mut self, item: T) {
        if self.joined - self.left == self.places.len() {
            self.grow(item);
        }
        let last = self.places.len().wrapping_sub(1);
        if let Some(place) = self.places.get_mut(self.joined & last) {
            *place = item;
        }
        self.joined += 1;
    }

    #[inline]
    fn first(&self) -> Option<T> {
        let last = self.places.len().wrapping_sub(1);
        match self.left == self.joined {
            true => None,
            false => self.places.get(self.left & last).copied(),
        }
    }

    /// The first leaves; is nobody left?
    #[inline]
    pub fn leave(&mut self) -> Option<(T, bool)> {
        let first = self.first()?;
        self.left += 1;
        Some((first, self.left == self.joined))
    }

    /// Twice as many places, filled with anything.
    #[cold]
    fn grow(&mut self, any: T) {
        let before = self.places.len();
        if before > 0 {
            self.places.rotate_left(self.left & (before - 1));
        }
        (self.left, self.joined) = (0, before);
        self.places.resize((2 * before).max(16), any);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_grows_while_some_have_left() {
        let mut row = Row::default();
        (0..10).for_each(|item| row.join(item));
        (0..7).for_each(|_| _ = row.leave());
        (10..40).for_each(|item| row.join(item));
        let all = std::iter::from_fn(|| row.leave().map(|(item, _)| item));
        assert!(all.eq(7..40));
    }
}
