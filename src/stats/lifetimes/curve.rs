//! What times show of themselves, without a law.

use super::Watched;

/// The share that lasts longer than each age at which one ended, and how far anything was watched.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survival {
    /// Ages at which one or more ended, ascending, each with the share of all that lasts longer.
    pub steps: Vec<(f64, f64)>,
    /// The largest age up to which one was watched.
    pub longest: f64,
    /// How often one ends per unit of time in the oldest third of what was seen; for what lies beyond.
    pub late_rate: f64,
}

/// The curve of E. L. Kaplan and P. Meier ("Nonparametric estimation from incomplete observations", J. Am.
/// Stat. Assoc. 53, 1958), with entries: at risk at an age are those watched from earlier on and up to it. Where
/// all few at risk end although others enter later, the step is left out, for it would end the curve (T. L. Lai,
/// Z. Ying, "Estimating a distribution function with truncated and censored data", Ann. Stat. 19, 1991).
pub fn survival(times: &[Watched]) -> Survival {
    let mut entries: Vec<f64> = times.iter().map(|time| time.entry).collect();
    let mut exits: Vec<f64> = times.iter().map(|time| time.exit).collect();
    let ended = times.iter().filter(|time| time.ended);
    let mut ends: Vec<f64> = ended.map(|time| time.exit).collect();
    for list in [&mut entries, &mut exits, &mut ends] {
        list.sort_by(f64::total_cmp);
    }
    let mut curve = Survival {
        longest: exits.last().copied().unwrap_or(0.0),
        ..Survival::default()
    };
    let mut left = 1.0;
    for same in ends.chunk_by(|a, b| a == b) {
        let age = same.first().copied().unwrap_or(0.0);
        let entered = entries.partition_point(|entry| *entry < age || *entry == 0.0);
        let gone = exits.partition_point(|exit| *exit < age);
        let risk = entered.saturating_sub(gone).max(same.len());
        if risk > same.len() || entered == entries.len() {
            left *= 1.0 - same.len() as f64 / risk as f64;
        }
        curve.steps.push((age, left));
    }
    curve.late_rate = late_rate(times, &ends);
    curve
}

/// Ends per unit of time watched, beyond the age that two thirds of the ends do not exceed.
fn late_rate(times: &[Watched], ends: &[f64]) -> f64 {
    let from = ends.get(ends.len() * 2 / 3).copied().unwrap_or(0.0);
    let late = ends.iter().filter(|end| **end >= from).count() as f64;
    let watched = times
        .iter()
        .map(|time| (time.exit - time.entry.max(from)).max(0.0));
    let watched: f64 = watched.sum();
    if watched > 0.0 {
        late / watched
    } else {
        f64::INFINITY
    }
}

impl Survival {
    /// The share that lasts longer than an age.
    pub fn beyond(&self, age: f64) -> f64 {
        let before = self.steps.partition_point(|(end, _)| *end <= age);
        let step = before.checked_sub(1).and_then(|n| self.steps.get(n));
        step.map_or(1.0, |(_, left)| *left)
    }

    /// The smallest age that at least the share `p` does not exceed; `None` where it lies beyond what was seen.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let left = (1.0 - p) * (1.0 + 1e-12);
        let step = self.steps.iter().find(|(_, share)| *share <= left);
        step.map(|(age, _)| *age)
    }

    /// So many values of equal weight that stand for the curve. What lasts longer than anything that ended goes on
    /// with the rate of the oldest third.
    pub fn values(&self, count: usize) -> Vec<f64> {
        let end = self.steps.last().map_or(1.0, |(_, left)| *left);
        let value = |n: usize| {
            let p = (n as f64 + 0.5) / count as f64;
            self.quantile(p).unwrap_or_else(|| {
                let more = -libm::log((1.0 - p) / end).min(0.0) / self.late_rate;
                self.longest + if more.is_finite() { more } else { 0.0 }
            })
        };
        (0..count).map(value).collect()
    }
}
