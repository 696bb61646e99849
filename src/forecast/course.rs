//! What does not stay as it is: demand whose rate changes, and policies that do.

use crate::model::{Arrivals, Change, Model, Ticks, WorkItemType, days};
use serde::Serialize;

/// What changes while a trial runs, the same in every trial.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Course {
    /// The types whose arrival rate changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<Rate>,
    /// How many items stand on the board of today, from which every trial starts; `None` without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board_items: Option<usize>,
    /// The policies that change, in order of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Turn>,
}

/// A change of policy during the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// When it takes effect.
    pub day: f64,
    /// Its date, where there is a calendar.
    pub date: Option<String>,
    /// What changes, in words, one thing each.
    pub what: Vec<String>,
}

/// How the arrival rate of a type changes within the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The lowest rate, in arrivals (batches) per working day.
    pub lowest_per_day: f64,
    /// The highest.
    pub highest_per_day: f64,
    /// The average over the horizon, per week.
    pub mean_per_week: f64,
}

/// What changes in a run of this model.
pub(super) fn course(model: &Model) -> Course {
    let week = f64::from(model.calendar.days_per_week);
    let rates = model.types.iter();
    Course {
        rates: rates.filter_map(|t| rate(t, week, model.horizon)).collect(),
        changes: model.changes.iter().map(|c| turn(model, c)).collect(),
        board_items: Some(model.today.len()).filter(|items| *items > 0),
    }
}

fn turn(model: &Model, change: &Change) -> Turn {
    let date = model.calendar.date_of_planning(change.at);
    Turn {
        day: days(change.at),
        date: date.map(|date| date.to_string()),
        what: change.words(model),
    }
}

fn rate(kind: &WorkItemType, days_per_week: f64, horizon: Ticks) -> Option<Rate> {
    let Arrivals::Poisson {
        per_day,
        curve: Some(curve),
        ..
    } = &kind.arrivals
    else {
        return None;
    };
    let (lowest_per_day, highest_per_day) = curve.range(horizon);
    Some(Rate {
        kind: kind.name.clone(),
        lowest_per_day,
        highest_per_day,
        mean_per_week: per_day * days_per_week,
    })
}
