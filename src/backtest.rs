//! Would such forecasts have been right? For many past days, with only what was known then: learn a scenario,
//! start from the board of that day, play its futures, and compare with what happened.
//!
//! What happened is judged by the randomised probability integral transform (the place of the true number among the
//! simulated ones, ties broken by a random number): were the forecast right, every place from 0 to 1 would be
//! equally likely (A. P. Dawid, "Statistical theory: the prequential approach", JRSS A 147, 1984; C. Czado,
//! T. Gneiting, L. Held, "Predictive model assessment for count data", Biometrics 65, 2009). A band of 80 % holds
//! the places from 0.1 to 0.9.
//!
//! Forecasts whose windows overlap judge the same weeks, so that they are worth fewer than they are. What is said of
//! a forecast rests on as many as there are windows that do not overlap.

mod baseline;
mod cuts;
mod judge;
mod limits;
mod replay;
mod score;
mod verdict;
mod watch;
mod widen;

pub use cuts::{CUTS_APART, days};
pub use judge::{Against, Calibrated, Coverage, Difference, Horizon, Score, SoMany};
pub use replay::{Forecasted, forecasted};
pub use score::{Band, LEVELS, Prediction};
pub use verdict::{Lean, Verdict};
pub use widen::EARLIER;

use crate::history::fit::LEARNT_WEEKS;
use crate::history::throughput::Counted;
use crate::history::{Audit, History};
use crate::trials::{Done, each};
use jiff::civil::Date;
use serde::Serialize;
use std::sync::atomic::AtomicBool;

/// So many weeks ahead is looked where nobody says otherwise.
pub const AHEAD: [usize; 4] = [2, 4, 8, 13];

/// So many futures are played for every past day where nobody says otherwise.
pub const TRIALS: u64 = 300;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// From how many weeks before each day is learnt, at most.
    pub weeks: usize,
    /// So many weeks lie between one day and the next; at least 1.
    pub every: usize,
    /// So many weeks ahead is looked, ascending; each at least 1.
    pub ahead: Vec<usize>,
    /// How many futures are played for each day; at least 1.
    pub trials: u64,
    /// Start of the random numbers.
    pub seed: u64,
    /// Are bands to be widened by what earlier forecasts missed?
    pub calibrated: bool,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            weeks: LEARNT_WEEKS,
            every: CUTS_APART,
            ahead: AHEAD.to_vec(),
            trials: TRIALS,
            seed: 1,
            calibrated: false,
        }
    }
}

/// How the caller follows and steers a test.
pub struct Control<'a> {
    /// When it becomes true, the test ends with the days done so far.
    pub stop: &'a AtomicBool,
    /// Told how many days are done.
    pub progress: &'a mut dyn FnMut(u64),
    /// Threads; 0 is as many as the machine has. The result does not depend on it.
    pub threads: usize,
}

/// The answer to `headwater backtest`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the history.
    pub history: String,
    /// What counts as finished.
    pub counted: Counted,
    /// The stage that is the ready shelf, where that is what counts.
    pub stage: Option<String>,
    /// The seed.
    pub seed: u64,
    /// The trials of every forecast.
    pub trials: u64,
    /// From how many weeks was learnt, at most.
    pub weeks: usize,
    /// Weeks between the days.
    pub every_weeks: usize,
    /// The verdict on each number of weeks ahead.
    pub horizons: Vec<Horizon>,
    /// Every forecast made.
    pub cuts: Vec<Cut>,
    /// The days on which no forecast could be made.
    pub left_out: Vec<LeftOut>,
    /// What of the future the data cannot hide from such a test, and what else limits it, in sentences.
    pub limits: Vec<String>,
    /// What was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audit>,
}

/// The forecasts of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cut {
    /// The day; nothing of it or later was known to its forecasts.
    pub date: String,
    /// How many finished items the scenario was learnt from.
    pub learnt_from: usize,
    /// How many items were on the board.
    pub open: usize,
    /// One for each number of weeks ahead for which as long a past is known, and the future too.
    pub ahead: Vec<Asked>,
}

/// One forecast and what happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// So many weeks ahead.
    pub weeks: usize,
    /// The last day of the window.
    pub to: String,
    /// How many items finished in the window.
    pub happened: u64,
    /// How many would have been enough: the median of all such windows in the weeks learnt from, at least 1.
    pub enough: u64,
    /// By the scenario that was learnt.
    pub model: Prediction,
    /// By resampling past weekly throughput.
    pub resampled: Prediction,
    /// By the number of the last such window.
    pub repeated: Prediction,
    /// The bands of the model, widened by what earlier forecasts missed; `None` where there were too few of them,
    /// or nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibrated: Option<Vec<Band>>,
}

/// A day without a forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The day.
    pub date: String,
    /// Why, in words.
    pub reason: String,
}

/// Tests the forecasts of the past; also says whether it was stopped before the last day.
///
/// # Errors
/// What is missing, in words, where no day has enough before and after it.
pub fn backtest(
    history: &History,
    question: &Question,
    control: Control<'_>,
) -> Result<(Backtest, bool), String> {
    let days = cuts::days(history, question)?;
    let truth = history.finishes(history.counted(), &[]);
    let work = |job: u64, stopped: &dyn Fn() -> bool| {
        let day = *days.get(usize::try_from(job).ok()?)?;
        cuts::cut(history, &truth, question, day, stopped)
    };
    let Control {
        stop,
        progress,
        threads,
    } = control;
    let Done {
        results,
        interrupted,
    } = each(days.len() as u64, threads, stop, progress, work);
    let (mut cuts, mut left_out) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(cut) => cuts.push(cut),
            Err(left) => left_out.push(left),
        }
    }
    if cuts.is_empty() && !interrupted {
        return Err(cuts::none(&left_out));
    }
    if question.calibrated {
        widen::widen(&mut cuts);
    }
    let answer = answer(history, question, cuts, left_out);
    Ok((answer, interrupted))
}

fn answer(
    history: &History,
    question: &Question,
    cuts: Vec<Cut>,
    left_out: Vec<LeftOut>,
) -> Backtest {
    let shelf = history
        .ready()
        .and_then(|stage| history.stages.get(stage))
        .map(|stage| stage.name.clone());
    let horizons = question.ahead.iter();
    Backtest {
        headwater: env!("CARGO_PKG_VERSION"),
        history: history.name.clone(),
        counted: history.counted(),
        stage: shelf,
        seed: question.seed,
        trials: question.trials,
        weeks: question.weeks,
        every_weeks: question.every,
        horizons: horizons
            .filter_map(|weeks| judge::horizon(*weeks, &cuts))
            .collect(),
        limits: limits::limits(history),
        cuts,
        left_out,
        audit: None,
    }
}

/// The day after so many weeks.
fn after(day: Date, weeks: usize) -> Date {
    let weeks = i64::try_from(weeks).unwrap_or(i64::MAX);
    let span = jiff::Span::new().try_weeks(weeks);
    span.and_then(|span| day.checked_add(span))
        .unwrap_or(Date::MAX)
}
