//! Can the forecasts be trusted?

use super::judge::Coverage;
use crate::stats::interval;
use serde::Serialize;

/// From fewer windows that do not overlap nothing is concluded.
const FEW: usize = 5;

/// What the coverage of all bands says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There are too few windows that do not overlap.
    TooFew,
    /// A band holds what happens clearly less often than it says, by the windows that do not overlap.
    Overconfident,
    /// Were all forecasts independent, it would be overconfident; by the windows that do not overlap it may be luck.
    PerhapsOverconfident,
    /// A band holds it clearly more often than it says.
    TooWide,
    /// Nothing speaks against it.
    Sound,
}

/// On which side of the forecasts what happened lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lean {
    /// Clearly more happens than is foreseen.
    Pessimistic,
    /// Clearly less happens than is foreseen.
    Optimistic,
    /// Neither.
    Level,
}

/// What the coverage of the bands says, with so many windows that do not overlap.
pub fn verdict(coverage: &[Coverage], apart: usize) -> Verdict {
    let any = |fault: fn(&Coverage) -> bool| coverage.iter().any(fault);
    if apart < FEW {
        Verdict::TooFew
    } else if any(|band| band.ci95_apart[1] < band.level) {
        Verdict::Overconfident
    } else if any(|band| band.ci95[1] < band.level) {
        Verdict::PerhapsOverconfident
    } else if any(|band| band.ci95_apart[0] > band.level) {
        Verdict::TooWide
    } else {
        Verdict::Sound
    }
}

/// Is the mean place clearly off the middle? Places are uniform where the forecast is right.
pub fn lean(place_mean: Option<f64>, apart: usize) -> Lean {
    let error = (1.0 / (12.0 * apart.max(1) as f64)).sqrt();
    let limits = place_mean.and_then(|mean| interval(mean, error, apart as u64));
    match limits {
        Some([low, _]) if apart >= FEW && low > 0.5 => Lean::Pessimistic,
        Some([_, high]) if apart >= FEW && high < 0.5 => Lean::Optimistic,
        _ => Lean::Level,
    }
}
