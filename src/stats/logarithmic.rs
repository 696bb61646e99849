//! A histogram of whole numbers of any size.

use super::batched::Batched;
use super::bins::{Bins, FINENESS, FINER, Small, Value};
use std::borrow::Cow;

/// How often whole numbers were seen, in bins that grow with the numbers: those below 512 have a
/// bin each, above there are 256 bins to a power of two, so that no bin is wider than 2⁻⁸ of the
/// values in it.
///
/// A bin remembers the largest value it has seen. So a quantile is always a value that was really
/// seen, exact where the values in a bin are all the same, and otherwise at most 0.4 % too large.
#[derive(Debug, Clone, Default)]
pub struct Logarithmic {
    bins: Batched<u64>,
    sum: u128,
}

impl Value for u64 {
    type Slot = Small;

    const LEAST: Self = 0;
    const ZERO: usize = 0;
    const FAR: usize = (Small::FAR + BIAS) * FINENESS;

    #[inline]
    fn bin(self) -> usize {
        match self < EXACT {
            true => self.plain_bin(),
            false => {
                let exponent = self.ilog2();
                let digits = (self >> (exponent - FINENESS.ilog2())) as usize % FINENESS;
                (exponent as usize + BIAS) * FINENESS + digits
            }
        }
    }

    /// They are below 2⁵³; of such numbers 2¹¹ add up in a machine word, too.
    fn are_plain(values: &[Self]) -> bool {
        values.iter().fold(0, |all, value| all | value) < EXACT
    }

    /// Its double has exponent and eight digits at the front: nothing is quicker to get.
    #[inline]
    fn plain_bin(self) -> usize {
        ((self as i64 as f64).to_bits() >> FINER) as usize
    }
}

/// Whole numbers below this are doubles exactly.
const EXACT: u64 = 1 << 53;
/// So many of such numbers add up in a machine word.
const SUMMED: usize = 1 << 11;
/// What is added to the exponent in the bits of a double.
const BIAS: usize = 1023;

impl Logarithmic {
    /// Takes in one number.
    #[inline]
    pub fn push(&mut self, value: u64) {
        self.bins.push(value);
        self.sum += u128::from(value);
    }

    /// Takes in many numbers.
    pub fn push_all(&mut self, values: &[u64]) {
        let plain = self.bins.push_all(values);
        for values in values.chunks(SUMMED) {
            self.sum += match plain {
                true => u128::from(values.iter().sum::<u64>()),
                false => values.iter().map(|&v| u128::from(v)).sum(),
            };
        }
    }

    /// Takes in the same number several times.
    #[inline]
    pub fn push_n(&mut self, value: u64, times: u64) {
        if times > 0 {
            self.bins.push_n(value, times);
            self.sum += u128::from(value) * u128::from(times);
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        self.bins.merge(&other.bins);
        self.sum += other.sum;
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        self.bins.absorb(&mut other.bins);
        self.sum += std::mem::take(&mut other.sum);
    }

    /// How many numbers.
    pub fn n(&self) -> u64 {
        self.bins.n()
    }

    /// The sum of all numbers, exact.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// The mean, exact; `None` without numbers.
    pub fn mean(&self) -> Option<f64> {
        (self.n() > 0).then(|| self.sum as f64 / self.n() as f64)
    }

    /// The standard deviation of the single numbers (divisor n − 1), each taken as the largest of
    /// its bin; `None` below two numbers.
    pub fn sd(&self) -> Option<f64> {
        let divisor = self.n().checked_sub(1).filter(|&d| d > 0)? as f64;
        let bins = self.bins.bins();
        let seen = || {
            bins.iter()
                .map(|(_, bin)| (bin.max as f64, bin.count as f64))
        };
        let mean = seen().map(|(v, c)| v * c).sum::<f64>() / self.n() as f64;
        let squares = seen().map(|(v, c)| (v - mean) * (v - mean) * c);
        Some((squares.sum::<f64>() / divisor).sqrt())
    }

    /// The smallest number seen, exact.
    pub fn min(&self) -> Option<u64> {
        self.bins.bins().min()
    }

    /// The largest number seen, exact.
    pub fn max(&self) -> Option<u64> {
        self.bins.bins().max()
    }

    /// The smallest number with at least the share `p` of all at or below it, or one at most 0.4 %
    /// larger that was seen too.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        let [quantile] = self.quantiles([p]);
        quantile
    }

    /// Several [quantiles](Self::quantile) at once.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<u64>; N] {
        self.bins.bins().quantiles(shares)
    }

    /// The bins in ascending order: the largest number in each, and how many numbers it holds.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, u64)> {
        let bins = self.bins.bins().all();
        bins.into_iter().map(|(_, bin)| (bin.max, bin.count))
    }

    /// The bins themselves.
    pub(super) fn bins(&self) -> Cow<'_, Bins<u64>> {
        self.bins.bins()
    }
}
