//! A ratio of sums.

use super::interval;
use super::latest::Latest;

/// The ratio Σx ÷ Σy over independent pairs (x, y), y ≥ 0.
///
/// Means and centred sums are updated and merged as in [`super::Moments`], for pairs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ratio {
    count: u64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    latest: Latest<[f64; 2]>,
}

impl Ratio {
    /// Takes in one pair of finite numbers.
    #[inline]
    pub fn push(&mut self, x: f64, y: f64) {
        self.count += 1;
        self.latest = Latest([x, y]);
        let n = self.count as f64;
        let (dx, dy) = (x - self.x, y - self.y);
        self.x += dx / n;
        self.y += dy / n;
        self.xx += dx * (x - self.x);
        self.xy += dx * (y - self.y);
        self.yy += dy * (y - self.y);
    }

    /// Takes in all pairs of another one.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        let weight = n * m / (n + m);
        self.count += other.count;
        self.x += dx * (m / (n + m));
        self.y += dy * (m / (n + m));
        self.xx += other.xx + dx * dx * weight;
        self.xy += other.xy + dx * dy * weight;
        self.yy += other.yy + dy * dy * weight;
    }

    /// The same, and leaves the other one empty.
    pub fn absorb(&mut self, other: &mut Self) {
        self.merge(&std::mem::take(other));
    }

    /// The pair (x, y) that was pushed last; without meaning before any was.
    pub fn latest(&self) -> [f64; 2] {
        self.latest.0
    }

    /// How many pairs.
    pub fn n(&self) -> u64 {
        self.count
    }

    /// Σx ÷ Σy; `None` when Σy is 0.
    pub fn ratio(&self) -> Option<f64> {
        let ratio = self.x / self.y;
        ratio.is_finite().then_some(ratio)
    }

    /// The 95 % interval of the ratio by the delta method (W. G. Cochran, "Sampling Techniques",
    /// 3rd ed. 1977, section 6.4, without the finite-population correction; Student's t): the
    /// variance of the ratio R is that of the residuals x − R·y, divided by n·ȳ². `None` when Σy
    /// is 0 and below two pairs.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        let ratio = self.ratio()?;
        let residuals = (self.xx - 2.0 * ratio * self.xy + ratio * ratio * self.yy).max(0.0);
        let divisor = self.count.checked_sub(1).filter(|&d| d > 0)? as f64;
        let standard_error = (residuals / divisor / self.count as f64).sqrt() / self.y.abs();
        interval(ratio, standard_error, self.count)
    }
}
