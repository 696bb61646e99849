//! A row of those who wait, in the order in which they have joined.

/// A ring of places, whose number is a power of two.
#[derive(Debug)]
pub(super) struct Ring<T> {
    places: Vec<T>,
    /// How many have left and how many have joined.
    left: usize,
    joined: usize,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            left: 0,
            joined: 0,
        }
    }
}

impl<T: Copy> Ring<T> {
    /// Forgets everybody, keeps the memory.
    pub fn clear(&mut self) {
        (self.left, self.joined) = (0, 0);
    }

    /// Is nobody here?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.joined == self.left
    }

    /// Is there a place for one more?
    #[inline]
    pub fn has_room(&self) -> bool {
        self.joined - self.left < self.places.len()
    }

    /// Where the `n`-th that has joined stands.
    #[inline]
    fn place(&self, n: usize) -> usize {
        n & self.places.len().wrapping_sub(1)
    }

    /// Who joined last, whether still here or not; without meaning before anybody has joined since it was cleared.
    #[inline]
    pub fn latest(&self) -> Option<&T> {
        self.places.get(self.place(self.joined.wrapping_sub(1)))
    }

    /// The last one here.
    pub fn last(&self) -> Option<&T> {
        match self.is_empty() {
            true => None,
            false => self.latest(),
        }
    }

    /// The first one here.
    #[inline]
    pub fn first(&self) -> Option<&T> {
        match self.is_empty() {
            true => None,
            false => self.places.get(self.place(self.left)),
        }
    }

    /// Somebody joins behind everybody.
    #[inline]
    pub fn join(&mut self, one: T) {
        if !self.has_room() {
            self.grow(one);
        }
        let place = self.place(self.joined);
        if let Some(place) = self.places.get_mut(place) {
            *place = one;
        }
        self.joined += 1;
    }

    /// The first leaves.
    #[inline]
    pub fn leave(&mut self) -> Option<T> {
        let first = *self.first()?;
        self.left += 1;
        Some(first)
    }

    /// Twice as many places, the new ones filled with anything.
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
    fn a_ring_grows_while_some_have_left() {
        let mut ring = Ring::default();
        (0..10).for_each(|one| ring.join(one));
        (0..7).for_each(|_| _ = ring.leave());
        (10..40).for_each(|one| ring.join(one));
        assert_eq!((ring.first(), ring.last()), (Some(&7), Some(&39)));
        assert!(std::iter::from_fn(|| ring.leave()).eq(7..40));
        assert!(ring.is_empty() && ring.last().is_none());
        assert_eq!(ring.latest(), Some(&39));
    }
}
