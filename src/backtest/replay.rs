//! The forecast of one past day, with only what was known then.

use super::Question;
use super::watch::Watch;
use crate::diagnostic::render;
use crate::engine::{Board, Wiring};
use crate::history::History;
use crate::history::fit::{self, Fit, Row};
use crate::history::throughput::start_of;
use crate::model::{Model, build};
use crate::random::Key;
use crate::scenario::read_then;
use crate::source::Sources;
use crate::stats::Counts;
use jiff::civil::Date;

/// What the forecast of a day says.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasted {
    /// How many finished items the scenario was learnt from.
    pub learnt_from: usize,
    /// How many items were on the board.
    pub open: usize,
    /// How many become ready (without a shelf: are done) within each number of weeks ahead, over the trials.
    pub seen: Vec<Counts>,
}

/// The forecast made at the beginning of a day; `None` when it was stopped. Nothing of that day or later enters
/// it, as far as the data can tell what was known when.
///
/// # Errors
/// What is missing, in words, where there was too little to learn from.
pub fn forecasted(
    history: &History,
    question: &Question,
    day: Date,
    stopped: &dyn Fn() -> bool,
) -> Result<Option<Forecasted>, String> {
    replay(&history.as_then(start_of(day)), question, day, stopped)
}

/// The same from what was known then.
pub(super) fn replay(
    known: &History,
    question: &Question,
    day: Date,
    stopped: &dyn Fn() -> bool,
) -> Result<Option<Forecasted>, String> {
    let asked = fit::Question {
        weeks: question.weeks,
        as_of: Some(day),
    };
    let mut learnt = fit::fit(known, &asked)?;
    // Nobody asks for the goal, which must lie within the horizon.
    learnt.goal.by.clone_from(&learnt.start);
    let longest = question.ahead.iter().copied().max().unwrap_or(1);
    let model = model(&learnt, longest)?;
    let before = ready_before(known, &learnt.rows);
    let mut watch = Watch::new(&model, &question.ahead, &before);
    let (wiring, seed) = (Wiring::new(&model), seed(question.seed, day));
    let mut board = Board::new(&model, &wiring);
    for trial in 0..question.trials {
        if stopped() {
            return Ok(None);
        }
        board
            .run(seed, trial, &mut watch)
            .map_err(|overrun| format!("error: {overrun}"))?;
        watch.end();
    }
    Ok(Some(Forecasted {
        learnt_from: learnt.finished,
        open: learnt.open,
        seen: watch.seen,
    }))
}

/// Every day has random numbers of its own, whatever other days are asked for.
fn seed(seed: u64, day: Date) -> u64 {
    let number = day.to_string();
    Key::seed(seed)
        .with(Key::name("backtest").0)
        .with(Key::name(&number).0)
        .0
}

/// The model of what was learnt, as if its scenario and its board had been written and read.
fn model(learnt: &Fit, weeks: usize) -> Result<Model, String> {
    let rows = fit::board(learnt).map_err(|error| error.to_string())?;
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", fit::scenario(learnt, Some("board.csv")));
    let horizon = sources.add("horizon", format!("calendar.horizon=\"{weeks}w\""));
    let texts = sources.clone();
    let read_file = |_: &str| Ok(rows.clone());
    let built = read_then(&texts, id, &[horizon], |said| {
        build(said, &read_file, &mut sources)
    });
    built
        .map(|built| built.model)
        .map_err(|problems| render(&problems, &sources))
}

/// Which rows of the board have been ready before: what comes to the shelf again has come to it already.
fn ready_before(known: &History, rows: &[Row]) -> Vec<bool> {
    let shelf = known.ready();
    let came = |row: &Row| {
        let item = known.items.iter().find(|item| item.id == row.id);
        let reached = item
            .zip(shelf)
            .and_then(|(item, shelf)| item.reached(shelf));
        reached.is_some()
    };
    if shelf.is_none() {
        return vec![false; rows.len()];
    }
    rows.iter().map(came).collect()
}
