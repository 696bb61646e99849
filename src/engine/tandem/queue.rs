//! Waiting queues of a tandem.

use crate::engine::item::ItemId;
use crate::engine::queue::{Queue, Standing};

/// Items that wait.
#[derive(Debug)]
pub(super) enum Waiting {
    /// Whoever has joined first is first.
    Row(Row),
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

    /// An item with this standing joins.
    #[cold]
    pub fn sort_in(&mut self, standing: Standing) {
        match self {
            Self::Row(row) => row.join(standing.item),
            Self::Sorted(queue) => queue.join(standing),
        }
    }

    /// The first leaves; is nobody left?
    #[inline]
    pub fn leave(&mut self) -> Option<(ItemId, bool)> {
        match self {
            Self::Row(row) => row.leave(),
            Self::Sorted(queue) => {
                let first = queue.leave()?;
                Some((first, queue.is_empty()))
            }
        }
    }

    /// Who is first.
    pub fn first(&self) -> Option<ItemId> {
        match self {
            Self::Row(row) => row.first(),
            Self::Sorted(queue) => queue.first().map(|first| first.item),
        }
    }
}

/// A ring of places, whose number is a power of two.
#[derive(Debug, Default)]
pub(super) struct Row {
    places: Vec<ItemId>,
    /// How many have left and how many have joined.
    left: usize,
    joined: usize,
}

impl Row {
    /// Forgets everybody, keeps the memory.
    pub fn clear(&mut self) {
        (self.left, self.joined) = (0, 0);
    }

    /// An item joins behind everybody.
    #[inline]
    pub fn join(&mut self, item: ItemId) {
        if self.joined - self.left == self.places.len() {
            self.grow();
        }
        let last = self.places.len().wrapping_sub(1);
        if let Some(place) = self.places.get_mut(self.joined & last) {
            *place = item;
        }
        self.joined += 1;
    }

    #[inline]
    fn first(&self) -> Option<ItemId> {
        let last = self.places.len().wrapping_sub(1);
        match self.left == self.joined {
            true => None,
            false => self.places.get(self.left & last).copied(),
        }
    }

    /// The first leaves; is nobody left?
    #[inline]
    pub fn leave(&mut self) -> Option<(ItemId, bool)> {
        let first = self.first()?;
        self.left += 1;
        Some((first, self.left == self.joined))
    }

    /// Twice as many places.
    #[cold]
    fn grow(&mut self) {
        let before = self.places.len();
        if before > 0 {
            self.places.rotate_left(self.left & (before - 1));
        }
        (self.left, self.joined) = (0, before);
        self.places.resize((2 * before).max(16), 0);
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
