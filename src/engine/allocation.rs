//! Capacity allocation: whose turn it is.
//!
//! Weighted allocation is a smooth weighted round robin over the owners that have a candidate: whoever
//! can be served gains credit by share, the richest is served and pays one item.

use super::wiring::Wiring;
use crate::model::Strategy;

/// Credits closer than this are equal: rounding must not decide.
const EQUAL: f64 = 1e-9;

/// The credit of each owner at one place where items are chosen.
#[derive(Debug, Clone)]
pub(super) struct Credits {
    credit: Vec<f64>,
}

impl Credits {
    /// No credit for anybody.
    pub fn new(owners: usize) -> Self {
        Self {
            credit: vec![0.0; owners],
        }
    }

    /// The credits of the same owners in another order, each from its place in the old one.
    pub fn reorder(&mut self, from: &[usize]) {
        self.credit = from.iter().map(|&place| self.credit[place]).collect();
    }

    /// No credit for anybody again.
    pub fn reset(&mut self) {
        self.credit.fill(0.0);
    }

    /// Serves one of the owners for whom `has` holds. Ties go to the first, which is the larger share,
    /// then the name.
    fn serve(&mut self, shares: &[(f64, u32)], has: impl Fn(usize) -> bool) -> Option<usize> {
        let present: f64 = (0..shares.len())
            .filter(|&o| has(o))
            .map(|o| shares[o].0)
            .sum();
        let mut best: Option<usize> = None;
        for (owner, (share, _)) in shares.iter().enumerate() {
            if !has(owner) {
                self.credit[owner] = self.credit[owner].min(1.0);
                continue;
            }
            if present > 0.0 {
                self.credit[owner] += share / present;
            }
            if best.is_none_or(|b| self.credit[owner] > self.credit[b] + EQUAL) {
                best = Some(owner);
            }
        }
        let served = best?;
        self.credit[served] -= 1.0;
        Some(served)
    }
}

/// The owner whose turn it is among those for whom `has` holds; `None` where the strategy leaves it
/// to the keys that come after.
pub(super) fn turn(
    strategy: Strategy,
    wiring: &Wiring<'_>,
    credits: &mut Credits,
    has: impl Fn(usize) -> bool,
) -> Option<Turn> {
    match strategy {
        Strategy::Weighted => credits.serve(&wiring.shares, has).map(Turn::Owner),
        Strategy::Priority => {
            let present = (0..wiring.shares.len()).filter(|&o| has(o));
            present.map(|o| wiring.shares[o].1).min().map(Turn::Rank)
        }
        Strategy::None | Strategy::Reserved | Strategy::Flexible => None,
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// One owner's.
    Owner(usize),
    /// That of all owners of this rank.
    Rank(u32),
}

impl Turn {
    /// Is it this owner's turn?
    pub fn is_for(self, owner: usize, wiring: &Wiring<'_>) -> bool {
        match self {
            Self::Owner(served) => served == owner,
            Self::Rank(rank) => wiring.shares[owner].1 == rank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_serves_in_proportion_to_the_shares() {
        let shares = [(3.0, 0), (1.0, 0)];
        let mut credits = Credits::new(2);
        let served: Vec<_> = (0..8)
            .filter_map(|_| credits.serve(&shares, |_| true))
            .collect();
        assert_eq!(served.iter().filter(|&&o| o == 0).count(), 6);
    }

    #[test]
    fn who_was_absent_keeps_at_most_one_item_of_credit() {
        let shares = [(1.0, 0), (1.0, 0)];
        let mut credits = Credits {
            credit: vec![0.0, 5.0],
        };
        credits.serve(&shares, |o| o == 0);
        assert_eq!(credits.credit[1], 1.0);
        assert_eq!(credits.serve(&shares, |_| false), None);
    }
}
