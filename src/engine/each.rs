//! One value for each stage or pool.

use std::ops::{Index, IndexMut};

/// A model has at most so many stages, and so many pools.
const MOST: usize = 64;

/// One value for each of at most 64 stages or pools: looking one up cannot fail, and costs nothing.
#[derive(Debug, Clone)]
pub(super) struct Each<T>([T; MOST]);

impl<T> Each<T> {
    /// What `value` says for each index; for those that the model does not have, too.
    pub fn new(value: impl FnMut(usize) -> T) -> Self {
        Self(std::array::from_fn(value))
    }

    /// The first so many of them.
    #[inline]
    pub fn first(&self, number: usize) -> &[T] {
        self.0.get(..number).unwrap_or(&self.0)
    }

    /// All of them, by index.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> Index<usize> for Each<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: usize) -> &T {
        &self.0[index % MOST]
    }
}

impl<T> IndexMut<usize> for Each<T> {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut T {
        &mut self.0[index % MOST]
    }
}
