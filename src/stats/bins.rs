//! The common ground of the histograms: numbered bins, side by side from the first that is needed to the last.

mod slot;
mod span;

pub(super) use slot::{Bin, Slot, Small, Value};

use super::rank;
use span::Span;
use std::cmp::Ordering;

/// Bins to a power of two of the values.
pub(super) const FINENESS: usize = 256;

/// Bits of a double to the right of those that number its bin: its exponent, and so many digits that make these bins.
pub(super) const FINER: u32 = f64::MANTISSA_DIGITS - 1 - FINENESS.ilog2();

/// Bins by number, in the order of the values they hold. Zero has its bin apart, since other values may lie
/// far from it.
#[derive(Debug, Clone)]
pub(super) struct Bins<V: Value> {
    n: u64,
    min: V,
    below: Span<Bin<V>>,
    zero: Bin<V>,
    above: Span<V::Slot>,
    /// Those from [`Value::FAR`] on. Where there are more values than a slot can count, all above zero, and there are no
    /// slots.
    far: Span<Bin<V>>,
}

impl<V: Value> Default for Bins<V> {
    fn default() -> Self {
        Self {
            n: 0,
            min: V::default(),
            below: Span::new(),
            zero: Bin::EMPTY,
            above: Span::new(),
            far: Span::new(),
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
        self.count_in(times);
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
        self.count_in(values.len() as u64);
        self.above.fetch(values.len());
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
        while let Some(value) = self
            .above
            .push_while_there(&mut rest, &mut self.min, number)
        {
            self.put(value, 1);
        }
    }

    /// Puts a value into its bin, without a look at how many there are and how small it is.
    #[inline]
    fn put(&mut self, value: V, times: u64) {
        let number = value.bin();
        if let Some(slot) = self.above.get_mut(number) {
            slot.push(value, times);
        } else if let Some(bin) = self.far.get_mut(number) {
            bin.push(value, times);
        } else {
            self.put_elsewhere(number, value, times);
        }
    }

    /// Puts a value into a bin that is not among those above zero, or not yet.
    #[cold]
    fn put_elsewhere(&mut self, number: usize, value: V, times: u64) {
        match number.cmp(&V::ZERO) {
            Ordering::Equal => self.zero.push(value, times),
            Ordering::Less => put_in(&mut self.below, (number, 0), value, times),
            Ordering::Greater => {
                let least = V::ZERO + 1;
                match number < V::FAR && self.n <= V::Slot::MOST {
                    true => put_in(&mut self.above, (number, least), value, times),
                    false => put_in(&mut self.far, (number, least), value, times),
                }
            }
        }
    }

    /// There are so many more values, perhaps more than a slot can count.
    #[inline]
    fn count_in(&mut self, more: u64) {
        self.n += more;
        if self.n > V::Slot::MOST {
            self.widen();
        }
    }

    /// Moves what slots hold to where there is more room for it.
    #[cold]
    fn widen(&mut self) {
        let above = std::mem::replace(&mut self.above, Span::new());
        self.put_far(&above);
    }

    /// Takes in what these slots hold where there is more room for it.
    fn put_far(&mut self, above: &Span<V::Slot>) {
        for (number, Bin { count, max }) in above.iter() {
            put_in(&mut self.far, (number, V::ZERO + 1), max, count);
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        if !self.join(other) {
            return;
        }
        self.below.merge(&other.below);
        self.zero.merge(other.zero);
        self.far.merge(&other.far);
        match self.n <= V::Slot::MOST {
            true => self.above.merge(&other.above),
            false => self.put_far(&other.above),
        }
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        if !self.join(other) {
            return;
        }
        self.below.absorb(&mut other.below);
        self.zero
            .merge(std::mem::replace(&mut other.zero, Bin::EMPTY));
        self.far.absorb(&mut other.far);
        match self.n <= V::Slot::MOST {
            true => self.above.absorb(&mut other.above),
            false => self.put_far(&std::mem::replace(&mut other.above, Span::new())),
        }
        if other.n > V::Slot::MOST {
            // There is to be room for slots again.
            other.far = Span::new();
        }
        other.n = 0;
    }

    /// Counts what another one has seen, and the smallest of it; false if there is nothing.
    fn join(&mut self, other: &Self) -> bool {
        if other.n > 0 && (self.n == 0 || other.min < self.min) {
            self.min = other.min;
        }
        self.count_in(other.n);
        other.n > 0
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The bins that hold something, in ascending order, with their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Bin<V>)> {
        let zero = (self.zero.count > 0).then_some((V::ZERO, self.zero));
        let above = self.above.iter().chain(self.far.iter());
        self.below.iter().chain(zero).chain(above)
    }

    /// The same, read in one go: to ask a chain of spans for one bin after the other takes longer.
    pub fn all(&self) -> Vec<(usize, Bin<V>)> {
        let mut all = Vec::new();
        self.iter().for_each(|bin| all.push(bin));
        all
    }

    /// The smallest value.
    pub fn min(&self) -> Option<V> {
        (self.n > 0).then_some(self.min)
    }

    /// The largest value.
    pub fn max(&self) -> Option<V> {
        self.iter().next_back().map(|(_, bin)| bin.max)
    }

    /// For each of these shares: the largest value of the first bin up to which at least that share of all values lies.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<V>; N] {
        shares.map(|share| {
            let mut missing = rank(share, self.n);
            self.iter().find_map(|(_, bin)| {
                let reached = bin.count >= missing;
                missing = missing.saturating_sub(bin.count);
                reached.then_some(bin.max)
            })
        })
    }
}

/// Puts a value into the bin of a span with this number, which is made if it is not there; `least` is the smallest number
/// there may be.
fn put_in<V: Value, S: Slot<V>>(
    span: &mut Span<S>,
    (number, least): (usize, usize),
    value: V,
    times: u64,
) {
    span.reach(number, least);
    if let Some(slot) = span.get_mut(number) {
        slot.push(value, times);
    }
}
