//! Mean and standard deviation.

use super::interval;

/// Mean and spread of real numbers, in constant memory.
///
/// Updating: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962). Merging: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating
/// formulae and a pairwise algorithm for computing sample variances" (1979).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes in a finite value.
    #[inline]
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    /// Takes in everything another one has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let distance = other.mean - self.mean;
        self.count += other.count;
        self.mean += distance * (m / (n + m));
        self.squares += other.squares + distance * distance * (n * m / (n + m));
    }

    /// The same, and leaves the other one empty.
    pub fn absorb(&mut self, other: &mut Self) {
        self.merge(&std::mem::take(other));
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.count
    }

    /// The mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The standard deviation of the single values (divisor n − 1); `None` below two values.
    pub fn sd(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.squares / (self.count - 1) as f64).max(0.0).sqrt())
    }

    /// The 95 % confidence interval of the mean (Student's t); `None` below two values.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        let standard_error = self.sd()? / (self.count as f64).sqrt();
        interval(self.mean, standard_error, self.count)
    }
}
