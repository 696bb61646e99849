//! The forms in which trackers give histories, and how each is recognised.

use super::columns::{Found, find};
use super::mapping::Columns;
use super::sheet::Sheet;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One row an item, one date column a stage.
    Wide,
    /// One row a change of status: id, time, from, to.
    Transitions,
    /// One row an activity: id, time, activity.
    Events,
    /// One row an item: its start and its end.
    StartEnd,
    /// The answers of Jira's search with the changelog.
    Jira,
    /// The export of a Trello board.
    Trello,
    /// The CSV form of `headwater trace`.
    Trace,
}

/// The forms with the words for them in a mapping.
pub const FORMS: [(&str, Form); 7] = [
    ("wide", Form::Wide),
    ("transitions", Form::Transitions),
    ("events", Form::Events),
    ("start-end", Form::StartEnd),
    ("jira", Form::Jira),
    ("trello", Form::Trello),
    ("trace", Form::Trace),
];

impl Form {
    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = FORMS.iter().find(|(_, form)| *form == self);
        found.map_or("", |(word, _)| word)
    }

    /// The form with this word.
    pub fn named(word: &str) -> Option<Self> {
        let found = FORMS.iter().find(|(known, _)| *known == word);
        found.map(|(_, form)| *form)
    }

    /// What it is, in words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Wide => "a table with a row for each item and a date for each stage",
            Self::Transitions => "a log of changes of status",
            Self::Events => "a log of activities",
            Self::StartEnd => "a table with the start and the end of each item",
            Self::Jira => "a Jira export with its changelog",
            Self::Trello => "the export of a Trello board",
            Self::Trace => "a trace of a simulated board",
        }
    }

    /// Is it a CSV file?
    pub fn is_csv(self) -> bool {
        !matches!(self, Self::Jira | Self::Trello)
    }
}

/// The form of a table by its headings and dates; `None` where it fits none.
pub(super) fn recognise(sheet: &Sheet, told: &Columns) -> Option<Form> {
    let trace = ["step", "day", "event", "id", "from", "to", "in_stage"];
    if trace.iter().all(|heading| sheet.column(heading).is_some()) {
        return Some(Form::Trace);
    }
    let found = find(sheet, told, false).unwrap_or_default();
    if found.id.is_some() && found.time.is_some() && !found.to.is_empty() && found.from.is_some() {
        return Some(Form::Transitions);
    }
    let events = find(sheet, told, true).unwrap_or_default();
    let has_stages = has_stages(sheet, &found);
    if !has_stages && events.id.is_some() && events.time.is_some() && !events.to.is_empty() {
        return Some(Form::Events);
    }
    let ends = found.end.is_some() && (found.start.is_some() || found.created.is_some());
    let few = found.stages(sheet).len() <= 2;
    match found.id.is_some() {
        true if ends && few => Some(Form::StartEnd),
        true if has_stages => Some(Form::Wide),
        _ => None,
    }
}

/// Has it two columns of dates that may be stages, apart from the time of an event?
fn has_stages(sheet: &Sheet, found: &Found) -> bool {
    let stages = found.stages(sheet);
    stages
        .iter()
        .filter(|stage| Some(**stage) != found.time)
        .count()
        >= 2
}
