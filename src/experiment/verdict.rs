//! Is a setting better than the baseline, and what does that cost?

use super::difference::{Difference, Futures, Known};
use crate::forecast::paths::Good;
use serde::Serialize;

/// What is said of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Better than the baseline.
    Better,
    /// Worse.
    Worse,
    /// The same in every trial.
    Same,
    /// Not known yet.
    Unknown,
}

/// What is to be said of a setting, judged by one number of the result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// What is said.
    pub outcome: Outcome,
    /// The path of the number by which it is judged.
    pub judged_by: String,
    /// In which share of the trials the setting does better than the baseline; `None` where single trials have
    /// no such number.
    pub better: Option<f64>,
    /// As well.
    pub equal: Option<f64>,
    /// Worse.
    pub worse: Option<f64>,
    /// How much more of it there is.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub ci95: Option<[f64; 2]>,
    /// How many times as many trials would be needed without the pairing.
    pub pairing_gain: Option<f64>,
    /// Where it is not known: about how many trials would settle it.
    pub trials_to_settle: Option<u64>,
    /// Paths of the numbers that are known to be worse, the most changed first.
    pub price: Vec<String>,
    /// Paths of the other numbers that are known to be better.
    pub gains: Vec<String>,
}

/// Changes below this share of the number are no price worth naming.
const SLIGHT: f64 = 0.01;

impl Verdict {
    /// The verdict by a number of which more (or less) is better, with what else differs.
    pub(super) fn new(judge: &Difference, others: &[Difference]) -> Self {
        let less_is_better = judge.good == Good::Less;
        let outcome = match judge.is_better() {
            Some(true) => Outcome::Better,
            Some(false) => Outcome::Worse,
            None if judge.known == Known::Same => Outcome::Same,
            None => Outcome::Unknown,
        };
        let share = |share: fn(&Futures) -> f64| judge.futures.as_ref().map(share);
        let (more, less) = (share(|f| f.more), share(|f| f.less));
        Self {
            outcome,
            judged_by: judge.path.clone(),
            better: if less_is_better { less } else { more },
            equal: share(|f| f.same),
            worse: if less_is_better { more } else { less },
            difference: judge.difference,
            ci95: judge.ci95,
            pairing_gain: judge.pairing_gain,
            trials_to_settle: judge.trials_to_settle,
            price: changed(others, judge, false),
            gains: changed(others, judge, true),
        }
    }
}

/// The numbers that are known to be better, or worse, the most changed first.
fn changed(others: &[Difference], judge: &Difference, better: bool) -> Vec<String> {
    let fits = |d: &&Difference| d.path != judge.path && d.is_better() == Some(better);
    let mut found: Vec<(f64, &Difference)> = others
        .iter()
        .filter(fits)
        .map(|d| (change(d), d))
        .filter(|(change, _)| *change >= SLIGHT)
        .collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.into_iter().map(|(_, d)| d.path.clone()).collect()
}

/// By which share of the larger value a number has changed.
fn change(d: &Difference) -> f64 {
    let size = |value: Option<f64>| value.unwrap_or_default().abs();
    let larger = size(d.baseline).max(size(d.variant));
    let change = size(d.difference) / larger;
    if change.is_finite() { change } else { 0.0 }
}
