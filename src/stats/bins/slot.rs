//! What is kept of the values that fell into one bin.

use super::{FINENESS, FINER};
use std::fmt::Debug;
use std::hint::select_unpredictable;

/// Numbers that bins can hold.
pub(in crate::stats) trait Value: Copy + Debug + Default + PartialOrd {
    /// What is kept of those in a bin near zero.
    type Slot: Slot<Self>;

    /// No value is below it.
    const LEAST: Self;

    /// The number of the bin that holds zero; those of negative values come before it.
    const ZERO: usize;

    /// From this number on a slot cannot tell the largest value of a bin.
    const FAR: usize;

    /// The number of the bin that holds this value.
    fn bin(self) -> usize;

    /// Are all of these such that [`Value::plain_bin`] knows their bins?
    fn are_plain(values: &[Self]) -> bool;

    /// The same as [`Value::bin`] for those values that nearly all are.
    fn plain_bin(self) -> usize;
}

/// Room for a count of values and for the largest of them.
pub(in crate::stats) trait Slot<V>: Copy + Debug {
    /// No values.
    const EMPTY: Self;

    /// So many it can count.
    const MOST: u64;

    /// Takes in a value of its bin, `times` times.
    fn push(&mut self, value: V, times: u64);

    /// Takes in what another one of the same bin holds.
    fn merge(&mut self, other: Self);

    /// How many values.
    fn count(&self) -> u64;

    /// What the bin with this number holds.
    fn read(self, number: usize) -> Bin<V>;
}

/// One bin: how many values, and the largest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::stats) struct Bin<V> {
    /// How many values fell into it.
    pub count: u64,
    /// The largest of them; without meaning when there are none.
    pub max: V,
}

/// Without a branch: nobody can foresee which of two values is larger, and while one bin is fetched into the cache
/// the next push shall go on.
#[inline]
fn larger<T: PartialOrd>(a: T, b: T) -> T {
    select_unpredictable(a > b, a, b)
}

impl<V: Value> Slot<V> for Bin<V> {
    const EMPTY: Self = Self {
        count: 0,
        max: V::LEAST,
    };
    const MOST: u64 = u64::MAX;

    #[inline]
    fn push(&mut self, value: V, times: u64) {
        self.max = larger(value, self.max);
        self.count += times;
    }

    #[inline]
    fn merge(&mut self, other: Self) {
        self.push(other.max, other.count);
    }

    #[inline]
    fn count(&self) -> u64 {
        self.count
    }

    #[inline]
    fn read(self, _: usize) -> Bin<V> {
        self
    }
}

/// A [`Bin`] of whole numbers below 2⁴¹ in half the room, since room in the cache is what histograms are short of. Such
/// numbers are doubles exactly, and the number of the bin is the head of these: exponent and first digits. So it
/// suffices to keep the digits that follow.
#[derive(Debug, Clone, Copy)]
pub(in crate::stats) struct Small {
    count: u32,
    /// Of the double of the largest value: the 32 bits after those that number the bin.
    rest: u32,
}

/// Bits of a double to the right of those that a [`Small`] keeps.
const UNKEPT: u32 = FINER - u32::BITS;

impl Small {
    /// The first exponent of two of which it cannot keep all digits.
    pub const FAR: usize = (FINENESS.ilog2() + u32::BITS + 1) as usize;
}

impl Slot<u64> for Small {
    const EMPTY: Self = Self { count: 0, rest: 0 };
    const MOST: u64 = u32::MAX as u64;

    #[inline]
    fn push(&mut self, value: u64, times: u64) {
        let rest = (value as i64 as f64).to_bits() >> UNKEPT;
        self.rest = larger(rest as u32, self.rest);
        self.count += times as u32;
    }

    #[inline]
    fn merge(&mut self, other: Self) {
        self.rest = larger(other.rest, self.rest);
        self.count += other.count;
    }

    #[inline]
    fn count(&self) -> u64 {
        u64::from(self.count)
    }

    #[inline]
    fn read(self, number: usize) -> Bin<u64> {
        let first = (number as u64) << FINER;
        let max = f64::from_bits(first | u64::from(self.rest) << UNKEPT);
        Bin {
            count: self.count(),
            max: max as u64,
        }
    }
}
