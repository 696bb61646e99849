//! Times that some trials never see: when a goal is reached, if it is.

use super::{Counts, rank};
use statrs::distribution::{Binomial, DiscreteCDF};

/// The chance that the true quantile lies beyond either end of an interval, at most.
const TAIL: f64 = 0.025;

/// When something came about, over so many trials; those that are missing never saw it.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// When it did.
    pub times: &'a Counts,
    /// All trials.
    pub trials: u64,
}

impl Passage<'_> {
    /// The smallest time by which at least the share `p` of all trials had seen it; `None` where fewer ever did.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        self.nth(rank(p, self.trials))
    }

    /// The 95 % interval of that by [`ranks95`]; of an end that is `None` no more is known than that it comes
    /// later than whatever was seen.
    pub fn quantile95(&self, p: f64) -> [Option<u64>; 2] {
        let (first, last) = ranks95(p, self.trials);
        // Nothing comes before 0.
        let low = if first == 0 { Some(0) } else { self.nth(first) };
        [low, self.nth(last)]
    }

    /// The time of the trial that comes to it as number `n`, from 1.
    fn nth(&self, n: u64) -> Option<u64> {
        let mut missing = n;
        for (time, count) in self.times.iter() {
            if count >= missing {
                return Some(time);
            }
            missing -= count;
        }
        None
    }
}

/// Between which of `n` values in ascending order (the first is number 1) the quantile of their law lies
/// with a chance of at least 95 %: the first that at most so many fall short of, and the last, by the binomial
/// law of how many lie below it. 0 and n + 1 where there is no such value. (W. R. Thompson, "On confidence
/// ranges for the median and other expectation distributions for populations of unknown distribution form",
/// Ann. Math. Statist. 7, 1936.)
pub fn ranks95(p: f64, n: u64) -> (u64, u64) {
    let Ok(below) = Binomial::new(p.clamp(0.0, 1.0), n) else {
        return (0, n + 1);
    };
    // The largest l with P(fewer than l below) ≤ TAIL, and the smallest u with P(at least u below) ≤ TAIL.
    let first = count_while(n, |l| below.cdf(l) <= TAIL);
    let last = count_while(n, |u| below.sf(u) > TAIL) + 1;
    (first, last)
}

/// How many of 0, 1, … fulfil a condition that holds up to some number, which is at most `most`.
fn count_while(most: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        match holds(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}
