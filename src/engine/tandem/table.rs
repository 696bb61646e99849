//! Tables of few rows.

use super::calendar::MOST;
use std::ops::{Index, IndexMut};

/// At most [`MOST`] rows: looking one up cannot fail, and costs nothing.
#[derive(Debug)]
pub(super) struct Table<T> {
    rows: [T; MOST],
    used: usize,
}

impl<T: Copy> Table<T> {
    /// These rows, the others being like `blank`.
    pub fn new(rows: &[T], blank: T) -> Self {
        let row = |number| rows.get(number).copied().unwrap_or(blank);
        Self {
            rows: std::array::from_fn(row),
            used: rows.len().min(MOST),
        }
    }

    /// The rows in use.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> + ExactSizeIterator {
        self.rows.iter_mut().take(self.used)
    }
}

impl<T> Index<usize> for Table<T> {
    type Output = T;

    #[inline]
    fn index(&self, row: usize) -> &T {
        &self.rows[row % MOST]
    }
}

impl<T> IndexMut<usize> for Table<T> {
    #[inline]
    fn index_mut(&mut self, row: usize) -> &mut T {
        &mut self.rows[row % MOST]
    }
}
