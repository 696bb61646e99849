//! Which of several policies is best: when may one be dropped while trials still run?

/// The boundary of a sum of differences between two policies over batches of trials that both have played.
///
/// Procedure KN (S.-H. Kim, B. L. Nelson, "A fully sequential procedure for indifference-zone selection in
/// simulation", ACM Transactions on Modeling and Computer Simulation 11, 2001): the sum may wander within a
/// triangle that narrows with every batch; who leaves it on the wrong side is worse. Luck that policies share
/// makes the variance of differences small, and the triangle with it. The same boundary tells whether a mean
/// lies above or below a bound (S. Andradóttir, S.-H. Kim, "Fully sequential procedures for comparing
/// constrained systems via simulation", Naval Research Logistics 57, 2010).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangle {
    /// The variance of a batch's difference, from the first batches alone.
    pub variance: f64,
    /// The smallest difference that matters; above 0.
    pub matters: f64,
    /// The square of the procedure's constant h, from [`spread`].
    pub spread: f64,
}

/// The square of KN's constant h (with c = 1): the chance to drop the better of two policies, if it is better
/// by what matters, is at most `error` (below ½), where the variance is known from so many `first` batches.
pub fn spread(error: f64, first: u64) -> f64 {
    let freedom = first.saturating_sub(1).max(1) as f64;
    let eta = ((2.0 * error).powf(-2.0 / freedom) - 1.0) / 2.0;
    2.0 * eta * freedom
}

impl Triangle {
    /// After how many batches the triangle ends, so that the sign decides.
    pub fn end(&self) -> f64 {
        self.spread * self.variance / (self.matters * self.matters)
    }

    /// How far the sum of differences over so many batches may be from 0.
    pub fn bound(&self, batches: u64) -> f64 {
        (self.matters / 2.0 * (self.end() - batches as f64)).max(0.0)
    }

    /// Is the sum over so many batches above the triangle (`Some(true)`), below it, or within? Behind the end
    /// of the triangle a sum of exactly 0 stays within.
    pub fn side(&self, sum: f64, batches: u64) -> Option<bool> {
        let bound = self.bound(batches);
        if sum > bound {
            Some(true)
        } else if sum < -bound {
            Some(false)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Triangle, spread};

    /// η of the paper for k = 10, n₀ = 10, α = 0.05: ½·((2·0.05 ÷ 9)^(−2/9) − 1).
    #[test]
    fn the_constant_is_that_of_the_paper() {
        let eta = 0.5 * ((0.1_f64 / 9.0).powf(-2.0 / 9.0) - 1.0);
        assert!((spread(0.05 / 9.0, 10) - 18.0 * eta).abs() < 1e-12);
    }

    #[test]
    fn the_triangle_narrows_to_a_point() {
        let triangle = Triangle {
            variance: 4.0,
            matters: 2.0,
            spread: 10.0,
        };
        assert_eq!((triangle.end(), triangle.bound(0)), (10.0, 10.0));
        assert_eq!(triangle.side(6.0, 5), Some(true));
        assert_eq!(triangle.side(-4.0, 5), None);
        assert_eq!(triangle.side(-0.1, 10), Some(false));
        assert_eq!(triangle.side(0.0, 11), None);
    }
}
