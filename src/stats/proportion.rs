//! A share of trials.

use super::NORMAL_975;

/// How often something happened in how many trials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proportion {
    /// How often it happened.
    pub hits: u64,
    /// How many trials there were.
    pub trials: u64,
}

impl Proportion {
    /// Takes in one trial.
    #[inline]
    pub fn push(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.trials += 1;
    }

    /// Takes in all trials of another one.
    pub fn merge(&mut self, other: &Self) {
        self.hits += other.hits;
        self.trials += other.trials;
    }

    /// The same, and leaves the other one empty.
    pub fn absorb(&mut self, other: &mut Self) {
        self.merge(&std::mem::take(other));
    }

    /// The share of trials in which it happened, from 0 to 1; `None` without trials.
    pub fn share(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.hits as f64 / self.trials as f64)
    }

    /// The 95 % interval of the probability by Wilson's score method (E. B. Wilson, "Probable
    /// inference, the law of succession, and statistical inference", JASA 22, 1927); from 0 to 1
    /// without trials.
    pub fn wilson95(&self) -> [f64; 2] {
        let Some(share) = self.share() else {
            return [0.0, 1.0];
        };
        wilson(share, self.trials as f64)
    }
}

/// The 95 % interval of a probability by Wilson's score method, from a share (0 to 1) seen in `n` trials, which
/// need not be a whole number: trials that depend on each other are worth fewer.
pub fn wilson(share: f64, n: f64) -> [f64; 2] {
    let z2 = NORMAL_975 * NORMAL_975;
    let centre = share + z2 / (2.0 * n);
    let half = NORMAL_975 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At the ends the bound is the end itself; rounding must not say otherwise.
    let low = if share <= 0.0 {
        0.0
    } else {
        (centre - half) / scale
    };
    let high = if share >= 1.0 {
        1.0
    } else {
        (centre + half) / scale
    };
    [low, high]
}
