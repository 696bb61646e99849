//! What a watcher keeps of each item.

use crate::engine::ItemId;
use std::ops::{Index, IndexMut};

/// One row an item. The rows stay from trial to trial, so that a new item costs one write.
#[derive(Debug)]
pub(super) struct Rows<T>(Vec<T>);

/// How many rows are made at a time.
const BLOCK: usize = 256;

impl<T: Clone + Default> Rows<T> {
    /// No rows yet.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Gives an item an empty row.
    #[inline]
    pub fn open(&mut self, item: ItemId) {
        match self.0.get_mut(item as usize) {
            Some(row) => *row = T::default(),
            None => self.grow(item as usize),
        }
    }

    /// Makes room.
    #[cold]
    fn grow(&mut self, item: usize) {
        self.0.resize(item + BLOCK, T::default());
    }
}

impl<T> Index<ItemId> for Rows<T> {
    type Output = T;

    #[inline]
    fn index(&self, item: ItemId) -> &T {
        &self.0[item as usize]
    }
}

impl<T> IndexMut<ItemId> for Rows<T> {
    #[inline]
    fn index_mut(&mut self, item: ItemId) -> &mut T {
        &mut self.0[item as usize]
    }
}
