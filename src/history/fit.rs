//! A scenario learnt from a history: what arrives, how long it stays where, what becomes of it, what is planned.
//!
//! The history tells how long items *were* in a column, not how long somebody worked on them; so each stage gets
//! `elapsed`, and limits and people are told as they were, in comments. Times still running at the end of the
//! data enter as censored ones, and those that began before the weeks looked at from the age they had then.

mod cadence;
mod clock;
mod demand;
mod journey;
mod shares;
mod stages;
mod times;
mod trouble;
mod write;

pub use cadence::Cadence;
pub use demand::{Halves, TypeFit};
pub use shares::{Back, Share};
pub use stages::{BlockedFit, KindFit, StageFit};
pub use times::{Candidate, TimeFit};
pub use write::{board, scenario};

use super::throughput::{day_of, start_of};
use super::{Audit, History};
use jiff::civil::Date;
use journey::{Journeys, journeys};
use serde::Serialize;

/// So many past weeks are learnt from where nobody says otherwise: a year.
pub const LEARNT_WEEKS: usize = 52;
/// Fewer weeks than these say too little of how demand comes.
pub const NEEDED_WEEKS: usize = 8;
/// Fewer items that became ready or were done in these weeks say too little of how they flow.
pub const NEEDED_ITEMS: usize = 20;

/// From what is learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The latest so many weeks, at most.
    pub weeks: usize,
    /// The first day of the forecast; what happened on it and later is not looked at. That after the data where
    /// none is given.
    pub as_of: Option<Date>,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            weeks: LEARNT_WEEKS,
            as_of: None,
        }
    }
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the history.
    pub history: String,
    /// The day up to whose beginning was learnt.
    pub as_of: String,
    /// The first working day from then on, on which the scenario starts.
    pub start: String,
    /// The first of the weeks that were looked at.
    pub from: String,
    /// How many weeks of five working days these are.
    pub weeks: f64,
    /// Items of which anything was seen in them.
    pub items: usize,
    /// Items that became ready (without a shelf: were done) in them.
    pub finished: usize,
    /// Items still open at the end.
    pub open: usize,
    /// The types, in the order of the history.
    pub types: Vec<TypeFit>,
    /// The weights of Monday to Friday, on average 1; `None` where the days do not differ clearly.
    pub weekday: Option<[f64; 5]>,
    /// The stages in board order. One called `waiting` stands for the time before the first.
    pub stages: Vec<StageFit>,
    /// When the shelf is planned from; `None` without a shelf, or where nothing has left it.
    pub planning: Option<Cadence>,
    /// How many became ready in the last quarter, for a goal.
    pub goal: Goal,
    /// What makes the scenario doubtful, in sentences.
    pub doubts: Vec<String>,
    /// What is taken for granted because no history tells it, in sentences.
    pub assumed: Vec<String>,
    /// The board of the first day.
    #[serde(skip)]
    pub rows: Vec<Row>,
    /// What was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audit>,
}

/// A question for the scenario: as many again as in the weeks before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// How many.
    pub ready: usize,
    /// In how many weeks.
    pub weeks: usize,
    /// The last working day of as many weeks from the first day of the scenario on.
    pub by: String,
}

/// An open item on the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Index into [`Fit::types`].
    pub kind: usize,
    /// Index into [`Fit::stages`].
    pub stage: usize,
    /// Working days ago it came there.
    pub entered: f64,
    /// Working days ago it was created, at least `started`.
    pub created: f64,
    /// Working days ago it was first pulled, at least `entered`.
    pub started: f64,
}

/// Learns a scenario from a history.
///
/// # Errors
/// What is missing, in words, where there is too little to learn from; a day after the end of the data.
pub fn fit(history: &History, question: &Question) -> Result<Fit, String> {
    let day = question
        .as_of
        .unwrap_or_else(|| history.first_unknown_day());
    trouble::known(history, day)?;
    let known = history.as_of(start_of(day));
    let journeys = journeys(&known, day, question.weeks);
    let finished = journeys.finishes(&known).filter(|at| *at >= journeys.from);
    let finished = finished.count();
    trouble::enough(&journeys, finished, day)?;
    let kinds = demand::kinds(&known, &journeys);
    let stages = stages::stages(&known, &journeys);
    let planning = known
        .ready()
        .and_then(|shelf| cadence::planning(&journeys, journeys.column(shelf), day));
    let doubts = trouble::doubts(&known, &journeys, &stages);
    Ok(Fit {
        headwater: env!("CARGO_PKG_VERSION"),
        history: history.name.clone(),
        as_of: day.to_string(),
        start: clock::date(clock::of(start_of(day)))
            .unwrap_or(day)
            .to_string(),
        from: clock::date(journeys.from).map_or_else(String::new, |date| date.to_string()),
        weeks: journeys.weeks(),
        items: journeys.seen(),
        finished,
        open: journeys.rows().count(),
        weekday: demand::weekday(&journeys),
        goal: goal(&known, &journeys, day),
        rows: journeys.rows().collect(),
        assumed: trouble::assumed(&known, &stages, planning.as_ref()),
        types: kinds,
        stages,
        planning,
        doubts,
        audit: None,
    })
}

/// As many as in the last quarter, or in all the weeks there are.
fn goal(known: &History, journeys: &Journeys<'_>, day: Date) -> Goal {
    let weeks = (journeys.weeks() as usize).clamp(1, 13);
    let from = clock::of(start_of(day)) - 5.0 * weeks as f64;
    let ready = journeys.finishes(known).filter(|at| *at >= from).count();
    Goal {
        ready: ready.max(1),
        weeks,
        // The last working day of as many weeks.
        by: clock::date(clock::of(start_of(day)) + 5.0 * weeks as f64 - 1.0)
            .unwrap_or(day)
            .to_string(),
    }
}

/// The day an instant of the history belongs to, for sentences.
fn said(at: super::Timestamp) -> String {
    day_of(at).to_string()
}
