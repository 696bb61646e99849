//! An exact histogram of whole numbers.

use super::latest::Latest;
use super::{Proportion, interval, rank};
use std::collections::BTreeMap;

/// Values below this have a place of their own in a table; larger ones go into a tree.
const DENSE: usize = 4096;

/// How often each whole number was seen. Everything it says is exact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    n: u64,
    dense: Vec<u64>,
    sparse: BTreeMap<u64, u64>,
    latest: Latest<u64>,
}

impl Counts {
    /// Takes in one number.
    #[inline]
    pub fn push(&mut self, value: u64) {
        self.push_n(value, 1);
    }

    /// Takes in the same number several times.
    #[inline]
    pub fn push_n(&mut self, value: u64, times: u64) {
        self.n += times;
        self.latest = Latest(value);
        match self.dense.get_mut(value as usize) {
            Some(count) => *count += times,
            None => self.push_new(value, times),
        }
    }

    /// A number the table has no place for yet.
    #[cold]
    fn push_new(&mut self, value: u64, times: u64) {
        if value >= DENSE as u64 {
            *self.sparse.entry(value).or_default() += times;
            return;
        }
        self.dense.resize(value as usize + 1, 0);
        if let Some(count) = self.dense.last_mut() {
            *count += times;
        }
    }

    /// Takes in everything another one has seen; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        if self.dense.len() < other.dense.len() {
            self.dense.resize(other.dense.len(), 0);
        }
        for (mine, theirs) in self.dense.iter_mut().zip(&other.dense) {
            *mine += theirs;
        }
        for (&value, count) in &other.sparse {
            *self.sparse.entry(value).or_default() += count;
        }
        self.n += other.n;
    }

    /// The same, and leaves the other one empty; its room stays.
    pub fn absorb(&mut self, other: &mut Self) {
        self.merge(other);
        other.n = 0;
        other.dense.fill(0);
        other.sparse.clear();
    }

    /// The number that was pushed last; without meaning before any was.
    pub fn latest(&self) -> u64 {
        self.latest.0
    }

    /// How many numbers.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The numbers seen, in ascending order, each with how often.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, u64)> {
        let dense = self.dense.iter().enumerate().map(|(v, &c)| (v as u64, c));
        let sparse = self.sparse.iter().map(|(&v, &c)| (v, c));
        dense.chain(sparse).filter(|&(_, count)| count > 0)
    }

    /// The smallest number seen.
    pub fn min(&self) -> Option<u64> {
        self.iter().next().map(|(value, _)| value)
    }

    /// The largest number seen.
    pub fn max(&self) -> Option<u64> {
        self.iter().next_back().map(|(value, _)| value)
    }

    /// The smallest number with at least the share `p` of all at or below it.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        let mut missing = rank(p, self.n);
        for (value, count) in self.iter() {
            if count >= missing {
                return Some(value);
            }
            missing -= count;
        }
        None
    }

    /// In how many of all was the number `least` or more.
    pub fn at_least(&self, least: u64) -> Proportion {
        let above = self.iter().rev().take_while(|&(value, _)| value >= least);
        Proportion {
            hits: above.map(|(_, count)| count).sum(),
            trials: self.n,
        }
    }

    /// The sum of all numbers.
    pub fn sum(&self) -> u128 {
        self.iter()
            .map(|(value, count)| u128::from(value) * u128::from(count))
            .fold(0, u128::saturating_add)
    }

    /// The mean; `None` without numbers.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum() as f64 / self.n as f64)
    }

    /// The standard deviation of the single numbers (divisor n − 1); `None` below two numbers.
    pub fn sd(&self) -> Option<f64> {
        let divisor = self.n.checked_sub(1).filter(|&d| d > 0)?;
        let mean = self.mean()?;
        let squares: f64 = self
            .iter()
            .map(|(value, count)| count as f64 * (value as f64 - mean) * (value as f64 - mean))
            .sum();
        Some((squares / divisor as f64).sqrt())
    }

    /// The 95 % confidence interval of the mean (Student's t); `None` below two numbers.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        interval(self.mean()?, self.sd()? / (self.n as f64).sqrt(), self.n)
    }
}
