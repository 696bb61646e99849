//! The common ground of the histograms: numbered bins, side by side from the first that is needed to the last.

use super::rank;
use std::cmp::Ordering;
use std::hint::select_unpredictable;
use std::slice::Iter;

/// Bins to a power of two of the values.
pub(super) const FINENESS: usize = 256;

/// Bins are made so many at a time.
const BLOCK: usize = 256;

/// Numbers that bins can hold.
pub(super) trait Value: Copy + Default + PartialOrd {
    /// No value is below it.
    const LEAST: Self;

    /// The number of the bin that holds zero; those of negative values come before it.
    const ZERO: usize;

    /// The number of the bin that holds this value.
    fn bin(self) -> usize;

    /// Are all of these such that [`Value::plain_bin`] knows their bins?
    fn are_plain(values: &[Self]) -> bool;

    /// The same as [`Value::bin`] for those values that nearly all are.
    fn plain_bin(self) -> usize;
}

/// One bin: how many values, and the largest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bin<V> {
    /// How many values fell into it.
    pub count: u64,
    /// The largest of them; without meaning when there are none.
    pub max: V,
}

impl<V: Value> Bin<V> {
    const EMPTY: Self = Self {
        count: 0,
        max: V::LEAST,
    };

    /// Without a branch: nobody can foresee which values are larger, and while one bin is fetched into the
    /// cache the next push shall go on.
    #[inline]
    fn add(&mut self, value: V, times: u64) {
        self.max = select_unpredictable(value > self.max, value, self.max);
        self.count += times;
    }
}

/// Bins with consecutive numbers.
#[derive(Debug, Clone)]
struct Span<V> {
    /// The number of the first one.
    first: usize,
    bins: Vec<Bin<V>>,
}

impl<V: Value> Span<V> {
    /// No bins.
    fn new() -> Self {
        Self {
            first: 0,
            bins: Vec::new(),
        }
    }

    /// The bin with this number, if there is one.
    #[inline]
    fn get_mut(&mut self, number: usize) -> Option<&mut Bin<V>> {
        self.bins.get_mut(number.wrapping_sub(self.first))
    }

    /// Puts values into their bins, which `number` knows, up to the first for which there is none yet, and returns
    /// that one. Lowers `min` to the smallest of them.
    #[inline(always)]
    fn add_while_there(
        &mut self,
        values: &mut Iter<'_, V>,
        min: &mut V,
        number: impl Fn(V) -> usize,
    ) -> Option<V> {
        let (first, bins) = (self.first, &mut self.bins[..]);
        let mut least = *min;
        let missed = values.copied().find(|&value| {
            least = select_unpredictable(value < least, value, least);
            match bins.get_mut(number(value).wrapping_sub(first)) {
                Some(bin) => bin.add(value, 1),
                None => return true,
            }
            false
        });
        *min = least;
        missed
    }

    /// Makes bins so that the one with this number is among them; `least` is the smallest number there may be.
    fn reach(&mut self, number: usize, least: usize) {
        let start = (number / BLOCK * BLOCK).max(least);
        let end = (number / BLOCK + 1) * BLOCK;
        if self.bins.is_empty() {
            self.first = start;
        }
        if start < self.first {
            let missing = std::iter::repeat_n(Bin::EMPTY, self.first - start);
            self.bins.splice(0..0, missing);
            self.first = start;
        }
        let all = self.bins.len().max(end - self.first);
        self.bins.resize(all, Bin::EMPTY);
    }

    /// Takes in everything another one holds.
    fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.beside(other).iter_mut().zip(&other.bins) {
            mine.add(theirs.max, theirs.count);
        }
    }

    /// The same, and leaves the other one's bins empty.
    fn absorb(&mut self, other: &mut Self) {
        for (mine, theirs) in self.beside(other).iter_mut().zip(&mut other.bins) {
            let Bin { count, max } = std::mem::replace(theirs, Bin::EMPTY);
            mine.add(max, count);
        }
    }

    /// The bins from the first one of another span on; there are some for all of its numbers.
    fn beside(&mut self, other: &Self) -> &mut [Bin<V>] {
        let (first, all) = (other.first, other.bins.len());
        if all == 0 {
            return &mut [];
        }
        self.reach(first, first);
        self.reach(first + all - 1, first);
        &mut self.bins[first - self.first..]
    }

    /// The bins with their numbers.
    fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Bin<V>)> {
        let bins = self.bins.iter().enumerate();
        bins.map(|(index, bin)| (self.first + index, *bin))
    }
}

/// Bins by number, in the order of the values they hold. Zero has its bin apart, since other values may lie
/// far from it.
#[derive(Debug, Clone)]
pub(super) struct Bins<V> {
    n: u64,
    min: V,
    below: Span<V>,
    zero: Bin<V>,
    above: Span<V>,
}

impl<V: Value> Default for Bins<V> {
    fn default() -> Self {
        Self {
            n: 0,
            min: V::default(),
            below: Span::new(),
            zero: Bin::EMPTY,
            above: Span::new(),
        }
    }
}

impl<V: Value> Bins<V> {
    /// Puts a value into its bin, `times` > 0 times.
    #[inline]
    pub fn add(&mut self, value: V, times: u64) {
        if self.n == 0 || value < self.min {
            self.min = value;
        }
        self.n += times;
        self.put(value, times);
    }

    /// Puts each of these values into its bin. Are they all plain?
    pub fn add_all(&mut self, values: &[V]) -> bool {
        let Some(&first) = values.first() else {
            return true;
        };
        if self.n == 0 {
            self.min = first;
        }
        self.n += values.len() as u64;
        let plain = V::are_plain(values);
        match plain {
            true => self.put_all(values, V::plain_bin),
            false => self.put_all(values, V::bin),
        }
        plain
    }

    /// The same, by the numbers of their bins, without a look at how many.
    #[inline(always)]
    fn put_all(&mut self, values: &[V], number: impl Fn(V) -> usize + Copy) {
        let mut rest = values.iter();
        while let Some(value) = self.above.add_while_there(&mut rest, &mut self.min, number) {
            self.put_elsewhere(value.bin(), value, 1);
        }
    }

    /// Puts a value into its bin, without a look at how many there are and how small it is.
    #[inline]
    fn put(&mut self, value: V, times: u64) {
        let number = value.bin();
        match self.above.get_mut(number) {
            Some(bin) => bin.add(value, times),
            None => self.put_elsewhere(number, value, times),
        }
    }

    /// Puts a value into a bin that is not among those above zero, or not yet.
    #[cold]
    fn put_elsewhere(&mut self, number: usize, value: V, times: u64) {
        let (span, least) = match number.cmp(&V::ZERO) {
            Ordering::Equal => return self.zero.add(value, times),
            Ordering::Less => (&mut self.below, 0),
            Ordering::Greater => (&mut self.above, V::ZERO + 1),
        };
        span.reach(number, least);
        if let Some(bin) = span.get_mut(number) {
            bin.add(value, times);
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        if !self.count_in(other) {
            return;
        }
        self.below.merge(&other.below);
        self.zero.add(other.zero.max, other.zero.count);
        self.above.merge(&other.above);
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        if !self.count_in(other) {
            return;
        }
        self.below.absorb(&mut other.below);
        let zero = std::mem::replace(&mut other.zero, Bin::EMPTY);
        self.zero.add(zero.max, zero.count);
        self.above.absorb(&mut other.above);
        other.n = 0;
    }

    /// Takes in how many values another one has seen, and the smallest; false if there are none.
    fn count_in(&mut self, other: &Self) -> bool {
        if other.n > 0 && (self.n == 0 || other.min < self.min) {
            self.min = other.min;
        }
        self.n += other.n;
        other.n > 0
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The bins that hold something, in ascending order, with their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Bin<V>)> {
        let zero = std::iter::once((V::ZERO, self.zero));
        let all = self.below.iter().chain(zero).chain(self.above.iter());
        all.filter(|(_, bin)| bin.count > 0)
    }

    /// The bin with this number; empty if nothing fell into it.
    pub fn get(&self, number: usize) -> Bin<V> {
        let span = match number.cmp(&V::ZERO) {
            Ordering::Equal => return self.zero,
            Ordering::Less => &self.below,
            Ordering::Greater => &self.above,
        };
        let bin = span.bins.get(number.wrapping_sub(span.first));
        bin.copied().unwrap_or(Bin::EMPTY)
    }

    /// The smallest value.
    pub fn min(&self) -> Option<V> {
        (self.n > 0).then_some(self.min)
    }

    /// The largest value.
    pub fn max(&self) -> Option<V> {
        self.iter().next_back().map(|(_, bin)| bin.max)
    }

    /// The largest value of the first bin up to which at least the share `p` of all values lies.
    pub fn quantile(&self, p: f64) -> Option<V> {
        let mut missing = rank(p, self.n);
        for (_, bin) in self.iter() {
            if bin.count >= missing {
                return Some(bin.max);
            }
            missing -= bin.count;
        }
        None
    }
}
