//! What makes a forecast from past weeks doubtful.

use super::History;
use super::resample::NEEDED_WEEKS;
use super::throughput::{Weeks, day_of};

/// Two halves differ by more than chance where the difference of their sums exceeds so many of its standard
/// deviations, were the weeks Poisson and alike.
const CLEAR: f64 = 3.0;

/// The doubts, each a sentence.
pub(super) fn doubts(history: &History, weeks: &Weeks) -> Vec<String> {
    let mut doubts: Vec<String> = beyond(history, weeks).into_iter().collect();
    doubts.extend(changed(weeks));
    let idle = weeks.counts.iter().rev().take_while(|n| **n == 0).count();
    if idle >= 3 {
        doubts.push(format!(
            "Nothing was finished in the last {idle} weeks: either work has stopped, or the data end earlier than they say."
        ));
    }
    if history.selection.closed_only {
        doubts.push(
            "The history has closed items only. That does not change how many were finished, but one cannot see how \
            much is open."
                .to_owned(),
        );
    }
    if let Some((most, all)) = dominated(weeks) {
        doubts.push(format!(
            "One week alone has {most} of the {all} items, perhaps a clean-up: every future that draws it looks better \
            than it may be."
        ));
    }
    doubts
}

/// Do the weeks go on after the data end?
fn beyond(history: &History, weeks: &Weeks) -> Option<String> {
    let last = day_of(history.until);
    (weeks.end > history.first_unknown_day()).then(|| {
        format!(
            "The last thing the data know is of {last}. That nothing was finished from then until {} is taken for granted.",
            weeks.end
        )
    })
}

/// Has throughput changed between the halves of the sample?
fn changed(weeks: &Weeks) -> Option<String> {
    let half = weeks.counts.len() / 2;
    let (early, late) = (
        weeks.counts.get(..half)?,
        weeks.counts.get(weeks.counts.len() - half..)?,
    );
    let sum = |part: &[u32]| part.iter().map(|n| f64::from(*n)).sum::<f64>();
    let (before, after) = (sum(early), sum(late));
    let clear = (after - before).abs() > CLEAR * (after + before).sqrt();
    let mean = |sum: f64| format!("{:.1}", sum / half as f64);
    let advice = match half {
        NEEDED_WEEKS.. => format!(" Sample the newer ones only with --weeks {half}."),
        _ => String::new(),
    };
    clear.then(|| {
        format!(
            "Throughput has changed: {} items a week in the first half of the sampled weeks, {} in the second.{advice}",
            mean(before),
            mean(after)
        )
    })
}

/// A single week with more than a quarter of everything.
fn dominated(weeks: &Weeks) -> Option<(u32, u32)> {
    let (most, all) = (
        weeks.counts.iter().max().copied()?,
        weeks.counts.iter().sum::<u32>(),
    );
    (most >= 10 && most * 4 > all).then_some((most, all))
}
