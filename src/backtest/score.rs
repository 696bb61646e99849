//! How good one forecast was.

use crate::random::Key;
use crate::stats::Counts;
use serde::Serialize;

/// The levels of the bands.
pub const LEVELS: [f64; 3] = [0.50, 0.80, 0.90];

/// A band of whole numbers that should hold what happens with a certain probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The probability.
    pub level: f64,
    /// The smallest number in it.
    pub low: u64,
    /// The largest number in it.
    pub high: u64,
}

impl Band {
    /// Does it hold this number?
    pub fn holds(&self, number: u64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// What a forecast said, and how good that was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prediction {
    /// Half of its futures brought so many or fewer.
    pub median: u64,
    /// What its futures brought on average.
    pub mean: f64,
    /// Its bands, from the narrowest; none for a forecast of a single number.
    pub bands: Vec<Band>,
    /// The place of what happened among its futures, from 0 to 1; `None` for a forecast of a single number.
    pub place: Option<f64>,
    /// The probability of enough.
    pub enough: f64,
    /// The continuous ranked probability score, in items: the distance between what was foreseen and what happened,
    /// smaller is better; of a single number it is how far off that was (T. Gneiting, A. E. Raftery, "Strictly proper
    /// scoring rules, prediction, and estimation", JASA 102, 2007).
    pub crps: f64,
}

impl Prediction {
    /// Of many futures. `ties` is the address of the random number that breaks ties.
    pub fn of(seen: &Counts, happened: u64, enough: u64, ties: Key) -> Self {
        let at = |p: f64| seen.quantile(p).unwrap_or(0);
        let band = |level: f64| Band {
            level,
            low: at((1.0 - level) / 2.0),
            high: at(f64::midpoint(1.0, level)),
        };
        Self {
            median: at(0.5),
            mean: seen.mean().unwrap_or(0.0),
            bands: LEVELS.map(band).to_vec(),
            place: Some(place(seen, happened, ties)),
            enough: seen.at_least(enough).share().unwrap_or(0.0),
            crps: crps(seen, happened),
        }
    }

    /// Of a single number.
    pub fn of_one(number: u64, happened: u64, enough: u64) -> Self {
        Self {
            median: number,
            mean: number as f64,
            bands: Vec::new(),
            place: None,
            enough: f64::from(u8::from(number >= enough)),
            crps: number.abs_diff(happened) as f64,
        }
    }
}

/// The randomised rank of what happened among the futures and itself: uniform from 0 to 1 where they are alike.
fn place(seen: &Counts, happened: u64, ties: Key) -> f64 {
    let below = seen.n() - seen.at_least(happened).hits;
    let equal = seen.at_least(happened).hits - seen.at_least(happened + 1).hits;
    (below as f64 + ties.uniform() * (equal + 1) as f64) / (seen.n() + 1) as f64
}

/// The integral of the squared distance between the distribution of the futures and the step at what happened.
fn crps(seen: &Counts, happened: u64) -> f64 {
    let n = seen.n().max(1) as f64;
    let mut numbers: Vec<(u64, u64)> = seen.iter().collect();
    numbers.push((happened, 0));
    numbers.sort_unstable();
    let (mut below, mut sum) = (0_u64, 0.0);
    for pair in numbers.windows(2) {
        let [(from, count), (to, _)] = pair else {
            continue;
        };
        below += count;
        let step = f64::from(u8::from(*from >= happened));
        let off = below as f64 / n - step;
        sum += off * off * (to - from) as f64;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Prediction, crps, place};
    use crate::random::Key;
    use crate::stats::Counts;

    fn counts(numbers: &[u64]) -> Counts {
        let mut counts = Counts::default();
        numbers.iter().for_each(|n| counts.push(*n));
        counts
    }

    #[test]
    fn the_score_is_the_mean_distance_less_half_the_spread() {
        let numbers = [1_u64, 4, 4, 7, 12];
        for happened in [0, 1, 5, 7, 20] {
            let n = numbers.len() as f64;
            let off: u64 = numbers.iter().map(|x| x.abs_diff(happened)).sum();
            let pairs = numbers.iter().flat_map(|x| numbers.map(|y| x.abs_diff(y)));
            let expected = off as f64 / n - pairs.sum::<u64>() as f64 / (2.0 * n * n);
            let found = crps(&counts(&numbers), happened);
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(crps(&counts(&[5]), 9), 4.0);
    }

    #[test]
    fn the_place_lies_where_what_happened_does() {
        let seen = counts(&[1, 2, 2, 3]);
        let at = |n| place(&seen, n, Key::seed(1));
        assert!(at(0) < 0.2 && at(4) >= 0.8);
        assert!((0.2..0.8).contains(&at(2)));
        assert_eq!(Prediction::of_one(3, 5, 3).crps, 2.0);
        assert_eq!(Prediction::of_one(3, 5, 4).enough, 0.0);
    }
}
