//! Which days are asked, and what each of them would have said.

use super::baseline::{Past, resampled};
use super::replay::{Forecasted, replay};
use super::score::Prediction;
use super::{Asked, Cut, LeftOut, Question, after};
use crate::history::fit::{NEEDED_ITEMS, NEEDED_WEEKS};
use crate::history::throughput::{day_of, start_of};
use crate::history::{History, Timestamp};
use crate::random::Key;
use jiff::civil::{Date, Weekday};

/// So many weeks lie between the days where nobody says otherwise.
pub const CUTS_APART: usize = 1;

/// The first Monday that has enough weeks before it to learn from.
fn first_cut(history: &History) -> Date {
    let day = day_of(history.from);
    let whole = match start_of(day) == history.from {
        true => day,
        false => day.tomorrow().unwrap_or(day),
    };
    let first = after(whole, NEEDED_WEEKS);
    let mut days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    days.find(|day| day.weekday() == Weekday::Monday)
        .unwrap_or(first)
}

/// The days on which forecasts are made: Mondays after which at least the shortest window is known whole.
///
/// # Errors
/// What is missing, where there is no such day.
pub fn days(history: &History, question: &Question) -> Result<Vec<Date>, String> {
    let (first, end) = (first_cut(history), history.first_unknown_day());
    let shortest = question.ahead.first().copied().unwrap_or(1);
    let every = question.every.max(1);
    let days = std::iter::successors(Some(first), |day| {
        Some(after(*day, every)).filter(|next| next > day)
    });
    let days: Vec<Date> = days
        .take_while(|day| after(*day, shortest) <= end)
        .collect();
    if !days.is_empty() {
        return Ok(days);
    }
    let there = (end - day_of(history.from)).get_days() / 7;
    let needed = NEEDED_WEEKS + shortest + 1;
    let missing = i64::try_from(needed).unwrap_or(i64::MAX) - i64::from(there);
    Err(format!(
        "error: this is too little to test forecasts with: {there} whole weeks are known, and {NEEDED_WEEKS} before a Monday \
        and {shortest} after it are needed, {needed} in all ({} more)\nhelp: take a longer history, or look fewer weeks \
        ahead with --ahead",
        missing.max(1)
    ))
}

/// Why there is not a single forecast.
pub fn none(left_out: &[LeftOut]) -> String {
    let reason = left_out.last().map_or("", |left| left.reason.as_str());
    let days = left_out.len();
    format!(
        "error: no forecast could be made on any of {days} past days; on the last of them: {reason}\nhelp: a forecast is \
        learnt from at least {NEEDED_WEEKS} weeks and {NEEDED_ITEMS} finished items; take a longer history, learn from \
        more weeks with --weeks, or check in the mapping which statuses mean ready and done"
    )
}

/// The forecasts of a day, or why there are none; `None` when it was stopped.
pub fn cut(
    history: &History,
    truth: &[Timestamp],
    question: &Question,
    day: Date,
    stopped: &dyn Fn() -> bool,
) -> Option<Result<Cut, LeftOut>> {
    let left_out = |reason: String| LeftOut {
        date: day.to_string(),
        reason: first_sentence(&reason),
    };
    let known = history.as_then(start_of(day));
    let plain = match resampled(&known, question, day) {
        Ok(plain) => plain,
        Err(reason) => return Some(Err(left_out(reason))),
    };
    let model = match replay(&known, question, day, stopped) {
        Ok(model) => model?,
        Err(reason) => return Some(Err(left_out(reason))),
    };
    let past = Past::of(&known, day, question.weeks);
    let seen = question.ahead.iter().zip(model.seen.iter().zip(&plain));
    let asked: Vec<Asked> = seen
        .filter(|(weeks, _)| {
            **weeks <= past.weeks() && after(day, **weeks) <= history.first_unknown_day()
        })
        .map(|(weeks, (model, plain))| {
            let happened = happened(truth, day, *weeks);
            let enough = past.enough(*weeks);
            let ties = |of: &str| ties(question.seed, day, *weeks, of);
            Asked {
                weeks: *weeks,
                to: after(day, *weeks).yesterday().unwrap_or(day).to_string(),
                happened,
                enough,
                model: Prediction::of(model, happened, enough, ties("model")),
                resampled: Prediction::of(plain, happened, enough, ties("resampled")),
                repeated: Prediction::of_one(past.last(*weeks), happened, enough),
                calibrated: None,
            }
        })
        .collect();
    if asked.is_empty() {
        let weeks = past.weeks();
        return Some(Err(left_out(format!(
            "only {weeks} weeks are known before it, fewer than any window"
        ))));
    }
    let Forecasted {
        learnt_from, open, ..
    } = model;
    Some(Ok(Cut {
        date: day.to_string(),
        learnt_from,
        open,
        ahead: asked,
    }))
}

/// How many finished in the weeks from a day on.
fn happened(truth: &[Timestamp], day: Date, weeks: usize) -> u64 {
    let (from, until) = (start_of(day), start_of(after(day, weeks)));
    let within = truth.iter().filter(|at| (from..until).contains(*at));
    within.count() as u64
}

/// The address of the random number that breaks ties.
fn ties(seed: u64, day: Date, weeks: usize, of: &str) -> Key {
    let name = format!("ties {of} {day} {weeks}");
    Key::seed(seed).with(Key::name(&name).0)
}

/// A message without its label and its advice.
fn first_sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
