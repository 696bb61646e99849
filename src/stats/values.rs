//! Real numbers of either sign.

use super::Moments;
use super::batched::Batched;
use super::bins::{Bin, FINENESS, FINER, Value};

/// Moments and quantiles of real numbers, negative, zero or positive.
///
/// There are 256 bins to a power of two on either side of zero, and a bin remembers the largest
/// value it has seen. So a quantile is always a value that was really seen, exact where the values
/// in a bin are all the same, and otherwise off by at most 0.4 % of its size. Sizes below 2⁻⁶⁴ are
/// not told from zero; those from 2⁶⁴ on are not told from each other.
#[derive(Debug, Clone, Default)]
pub struct Values {
    moments: Moments,
    bins: Batched<f64>,
}

/// The size below which there is only zero, in such bits.
const SMALLEST: u64 = (1023 - 64) << FINENESS.ilog2();
/// The largest number of a bin on the positive side.
const LARGEST: u64 = 128 << FINENESS.ilog2();

impl Value for f64 {
    type Slot = Bin<Self>;

    const LEAST: Self = Self::NEG_INFINITY;
    const ZERO: usize = LARGEST as usize;
    const FAR: usize = usize::MAX;

    #[inline]
    fn bin(self) -> usize {
        let size = (self.abs().to_bits() >> FINER).saturating_sub(SMALLEST);
        let size = size.min(LARGEST);
        let number = if self < 0.0 {
            LARGEST - size
        } else {
            LARGEST + size
        };
        number as usize
    }

    fn are_plain(_: &[Self]) -> bool {
        true
    }

    #[inline]
    fn plain_bin(self) -> usize {
        self.bin()
    }
}

impl Values {
    /// Takes in one value. Infinite values and NaN are no values and are passed over.
    #[inline]
    pub fn push(&mut self, value: f64) {
        if value.is_finite() {
            self.moments.push(value);
            self.bins.push(value);
        }
    }

    /// Takes in everything another one has seen.
    pub fn merge(&mut self, other: &Self) {
        self.moments.merge(&other.moments);
        self.bins.merge(&other.bins);
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        self.moments.absorb(&mut other.moments);
        self.bins.absorb(&mut other.bins);
    }

    /// The value that was pushed last; 0 before any was and after a merge.
    pub fn latest(&self) -> f64 {
        self.bins.latest().unwrap_or_default()
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.moments.n()
    }

    /// The mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        self.moments.mean()
    }

    /// The standard deviation of the single values (divisor n − 1); `None` below two values.
    pub fn sd(&self) -> Option<f64> {
        self.moments.sd()
    }

    /// The 95 % confidence interval of the mean (Student's t); `None` below two values.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        self.moments.ci95()
    }

    /// The smallest value, exact.
    pub fn min(&self) -> Option<f64> {
        self.bins.bins().min()
    }

    /// The largest value, exact.
    pub fn max(&self) -> Option<f64> {
        self.bins.bins().max()
    }

    /// The smallest value with at least the share `p` of all at or below it, or one that was seen
    /// too and is larger by at most 0.4 % of its size.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let [quantile] = self.quantiles([p]);
        quantile
    }

    /// Several [quantiles](Self::quantile) at once.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<f64>; N] {
        self.bins.bins().quantiles(shares)
    }
}
