//! How exactly are the probabilities known?

use super::Observations;
use crate::stats::Proportion;

impl Observations {
    /// The largest distance from a probability to an end of its 95 % interval (Wilson's), over P(ready
    /// enough) of every planning and P(reached) of every goal, by its date and within the horizon; from 0
    /// to 1. `None` where nothing is asked.
    pub fn widest(&self) -> Option<f64> {
        let plannings = self.plannings.iter().map(|seen| &seen.enough);
        let goals = self.goals.iter().flat_map(|seen| [&seen.within, &seen.by]);
        let asked = plannings.chain(goals).filter(|p| p.trials > 0);
        asked.filter_map(reach).reduce(f64::max)
    }
}

/// The distance from a share to the farther end of its interval.
fn reach(seen: &Proportion) -> Option<f64> {
    let (share, [low, high]) = (seen.share()?, seen.wilson95());
    Some((share - low).max(high - share))
}
