//! Bands made as wide as earlier forecasts would have needed them.
//!
//! Conformal prediction (V. Vovk, A. Gammerman, G. Shafer, "Algorithmic learning in a random world", 2005), in the
//! form that stretches the bands of a forecast on either side of its median (Y. Romano, E. Patterson, E. Candès,
//! "Conformalized quantile regression", NeurIPS 2019): by the smallest factor that would have been enough for the
//! asked-for share of the earlier forecasts, one more counted. Only forecasts whose windows had ended by then are
//! looked at. Were the future like the past, a widened band would hold what happens at least as often as it says.

use super::judge::of_weeks;
use super::score::{Band, Prediction};
use super::{Asked, Cut, after};
use jiff::civil::Date;

/// From fewer earlier forecasts than these nothing is learnt.
pub const EARLIER: usize = 20;

/// Adds the widened bands wherever there are enough earlier forecasts.
pub fn widen(cuts: &mut [Cut]) {
    let before: Vec<Cut> = cuts.to_vec();
    for cut in cuts {
        let Ok(day) = cut.date.parse::<Date>() else {
            continue;
        };
        for asked in &mut cut.ahead {
            let known: Vec<&Asked> = known(&before, asked.weeks, day).collect();
            let wider = |band: &Band| {
                let factor = factor(&known, band.level)?;
                Some(stretched(band, asked.model.median, factor))
            };
            asked.calibrated = asked.model.bands.iter().map(wider).collect();
        }
    }
}

/// By how much a band of today would be made wider; `None` where there are too few forecasts.
pub fn today(weeks: usize, level: f64, cuts: &[Cut]) -> Option<f64> {
    let known: Vec<&Asked> = of_weeks(weeks, cuts).map(|(_, asked)| asked).collect();
    factor(&known, level)
}

/// The forecasts so many weeks ahead of which was known on a day what became of them.
fn known(cuts: &[Cut], weeks: usize, day: Date) -> impl Iterator<Item = &Asked> {
    of_weeks(weeks, cuts)
        .filter(move |(date, _)| after(*date, weeks) <= day)
        .map(|(_, asked)| asked)
}

/// The factor by which these forecasts would have had to be wider, never below 1.
fn factor(known: &[&Asked], level: f64) -> Option<f64> {
    if known.len() < EARLIER {
        return None;
    }
    let mut needed: Vec<f64> = known
        .iter()
        .filter_map(|asked| needed(&asked.model, level, asked.happened))
        .collect();
    needed.sort_by(f64::total_cmp);
    let rank = ((needed.len() + 1) as f64 * level).ceil() as usize;
    let factor = needed.get(rank.clamp(1, needed.len().max(1)) - 1)?;
    Some(factor.max(1.0))
}

/// The factor by which a band would have had to be wider to hold what happened. An edge is half an item beyond the
/// last number it holds.
fn needed(said: &Prediction, level: f64, happened: u64) -> Option<f64> {
    let band = said.bands.iter().find(|band| band.level == level)?;
    let off = happened.abs_diff(said.median) as f64;
    let room = match happened >= said.median {
        true => band.high.saturating_sub(said.median),
        false => said.median.saturating_sub(band.low),
    };
    Some(off / (room as f64 + 0.5))
}

fn stretched(band: &Band, median: u64, factor: f64) -> Band {
    let up = factor * (band.high.saturating_sub(median) as f64 + 0.5);
    let down = factor * (median.saturating_sub(band.low) as f64 + 0.5);
    let centre = median as f64;
    // Rounding in the last digit must not lose the number that decided on the factor.
    let slack = 1e-9;
    let (low, high) = (
        (centre - down - slack).ceil().max(0.0),
        (centre + up + slack).floor(),
    );
    Band {
        level: band.level,
        low: band.low.min(low as u64),
        high: band.high.max(high as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_stretched_until_it_holds_what_it_missed() {
        let band = Band {
            level: 0.8,
            low: 8,
            high: 13,
        };
        let said = Prediction {
            median: 10,
            mean: 10.0,
            bands: vec![band],
            place: None,
            enough: 0.5,
            crps: 0.0,
        };
        for happened in 0..40 {
            let factor = needed(&said, 0.8, happened).unwrap_or(f64::NAN);
            assert_eq!(factor <= 1.0, band.holds(happened), "{happened}");
            let wider = stretched(&band, 10, factor.max(1.0));
            assert!(wider.holds(happened), "{happened}: {wider:?}");
            let short = stretched(&band, 10, (factor - 0.3).max(1.0));
            assert!(band.holds(happened) || !short.holds(happened) || short == wider);
        }
        assert_eq!(stretched(&band, 10, 1.0), band);
    }
}
