//! Two policies in the same trials: what differs, and how well that is known.

use super::{NORMAL_975, interval};

/// Two ratios Σx ÷ Σy over the same trials, and their difference.
///
/// A mean is the ratio whose y are 1. Trials are pairs: both policies meet the same luck in a trial, so that
/// much of it cancels in the difference. Means and centred sums of products are updated as in
/// [`super::Moments`], for four numbers a trial.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PairedRatio {
    count: u64,
    /// x and y of the first, x and y of the second.
    means: [f64; 4],
    /// Σ (vᵢ − v̄ᵢ)(vⱼ − v̄ⱼ).
    products: [[f64; 4]; 4],
}

impl PairedRatio {
    /// Takes in one trial: the finite pairs (x, y) of both policies; (0, 0) where it says nothing.
    pub fn push(&mut self, first: [f64; 2], second: [f64; 2]) {
        self.count += 1;
        let n = self.count as f64;
        let values = [first[0], first[1], second[0], second[1]];
        let mut before = [0.0; 4];
        for ((before, mean), value) in before.iter_mut().zip(&mut self.means).zip(values) {
            *before = value - *mean;
            *mean += *before / n;
        }
        for (row, before) in self.products.iter_mut().zip(before) {
            for ((sum, value), mean) in row.iter_mut().zip(values).zip(self.means) {
                *sum += before * (value - mean);
            }
        }
    }

    /// How many trials.
    pub fn n(&self) -> u64 {
        self.count
    }

    /// The ratio of the first policy; `None` where its Σy is 0.
    pub fn first(&self) -> Option<f64> {
        self.ratio(0)
    }

    /// The ratio of the second policy.
    pub fn second(&self) -> Option<f64> {
        self.ratio(2)
    }

    fn ratio(&self, at: usize) -> Option<f64> {
        let ratio = self.means[at] / self.means[at + 1];
        ratio.is_finite().then_some(ratio)
    }

    /// How much larger the ratio of the second is.
    pub fn difference(&self) -> Option<f64> {
        Some(self.second()? - self.first()?)
    }

    /// The 95 % interval of the first ratio (Student's t).
    pub fn first95(&self) -> Option<[f64; 2]> {
        interval(
            self.first()?,
            self.error(self.covariance(0, 0)?),
            self.count,
        )
    }

    /// The 95 % interval of the second ratio (Student's t).
    pub fn second95(&self) -> Option<[f64; 2]> {
        interval(
            self.second()?,
            self.error(self.covariance(2, 2)?),
            self.count,
        )
    }

    /// The 95 % interval of the difference by the delta method (W. G. Cochran, "Sampling Techniques",
    /// 3rd ed. 1977, chapter 6, on comparing two ratios of one sample; Student's t): its variance is that of
    /// the differences between the residuals (x − R·y) ÷ ȳ of both. For means this is the paired t interval.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        let variance = self.paired_variance()?;
        interval(self.difference()?, self.error(variance), self.count)
    }

    /// By how much the pairing has reduced the variance of the difference: 10 says that ten times as many
    /// trials would be needed, were the luck of both policies independent. `None` where nothing differs.
    pub fn gain(&self) -> Option<f64> {
        let apart = self.covariance(0, 0)? + self.covariance(2, 2)?;
        let gain = apart / self.paired_variance()?;
        gain.is_finite().then_some(gain)
    }

    /// The variance of a trial's difference between residuals. Of equal policies it is exactly 0.
    fn paired_variance(&self) -> Option<f64> {
        let both = self.covariance(0, 2)?;
        let apart = (self.covariance(0, 0)? - both) + (self.covariance(2, 2)? - both);
        Some(apart.max(0.0))
    }

    /// The covariance of the residuals of the ratios that start at two places, by trial.
    fn covariance(&self, a: usize, b: usize) -> Option<f64> {
        let (ra, rb) = (self.ratio(a)?, self.ratio(b)?);
        let s = |i: usize, j: usize| self.products[i][j];
        let sum = s(a, b) - rb * s(a, b + 1) - ra * s(a + 1, b) + ra * rb * s(a + 1, b + 1);
        let divisor = self.count.checked_sub(1).filter(|&d| d > 0)?;
        Some(sum / divisor as f64 / (self.means[a + 1] * self.means[b + 1]))
    }

    /// The standard error of a mean of values with this variance.
    fn error(&self, variance: f64) -> f64 {
        (variance.max(0.0) / self.count as f64).sqrt()
    }
}

/// In how many trials the second policy had more, as much, or less than the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// More.
    pub more: u64,
    /// Just as much.
    pub same: u64,
    /// Less.
    pub less: u64,
}

impl Tally {
    /// Takes in one trial.
    pub fn push(&mut self, first: f64, second: f64) {
        match second.partial_cmp(&first) {
            Some(std::cmp::Ordering::Greater) => self.more += 1,
            Some(std::cmp::Ordering::Less) => self.less += 1,
            Some(std::cmp::Ordering::Equal) => self.same += 1,
            None => {}
        }
    }

    /// How many trials.
    pub fn n(&self) -> u64 {
        self.more + self.same + self.less
    }

    /// The 95 % interval of the difference between two chances, if the numbers compared are 1 where it
    /// happened and 0 where not, by the adjusted Wald method (D. G. Bonett, R. M. Price, "Adjusted Wald
    /// confidence interval for a difference of binomial proportions based on paired data", Journal of
    /// Educational and Behavioral Statistics 37, 2012). Unlike the paired t interval it is no point where no
    /// trial has shown a difference: rare differences may still exist. `None` without trials.
    pub fn chances95(&self) -> Option<[f64; 2]> {
        let n = self.n() as f64 + 2.0;
        let (more, less) = ((self.more + 1) as f64 / n, (self.less + 1) as f64 / n);
        let centre = more - less;
        let half = NORMAL_975 * ((more + less - centre * centre).max(0.0) / n).sqrt();
        let bounded = [(centre - half).max(-1.0), (centre + half).min(1.0)];
        (self.n() > 0).then_some(bounded)
    }
}
