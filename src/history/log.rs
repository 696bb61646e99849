//! What all forms have in common before statuses get a meaning: items with steps from status to status.

use super::audit::Notes;
use super::{Blocked, Timestamp};
use crate::source::Span;
use std::collections::BTreeMap;

/// The content of an export, statuses by their names in it.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// What is counted: `rows`, `issues`, `cards`.
    pub unit: &'static str,
    /// How many of them were read.
    pub read: usize,
    /// Every status, in order of appearance or, where the form tells, in board order.
    pub statuses: Statuses,
    /// Is their order that of the board?
    pub in_order: bool,
    /// The items in the order of the data.
    pub items: Vec<Entry>,
    /// The latest instant of anything.
    pub latest: Option<Timestamp>,
    /// Where the data say themselves that they end.
    pub end: Option<Timestamp>,
    /// Has some stamp a time of day?
    pub has_times: bool,
    /// What is worth knowing.
    pub notes: Notes,
}

/// One item as the tracker tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    pub id: String,
    pub title: String,
    pub created: Option<Timestamp>,
    /// Types over time; the first counts from the beginning.
    pub kinds: Vec<(Option<Timestamp>, String)>,
    /// Are these all it ever had?
    pub kinds_known: bool,
    pub class: String,
    pub steps: Vec<Step>,
    /// The resolution it has at the end, where steps do not tell theirs.
    pub resolution: String,
    /// The status it has at the end, where a column of its own tells it.
    pub status: Option<usize>,
    pub blocked: Vec<Blocked>,
    pub blocked_days: Option<f64>,
    /// It was archived, nobody knows when.
    pub archived_undated: bool,
    /// How many units of the data tell of it.
    pub rows: usize,
    /// Where it stands first.
    pub place: Option<Span>,
}

/// A change of status.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub at: Timestamp,
    /// The status it has from then on; `None` for the first of the board, where the data do not tell.
    pub status: Option<usize>,
    /// The resolution it then has, where that is known for each step.
    pub resolution: Option<String>,
}

/// The statuses of a log by number.
#[derive(Debug, Default)]
pub(super) struct Statuses {
    /// Name, how often it occurs, and where first.
    pub all: Vec<Status>,
    known: BTreeMap<String, usize>,
}

/// One status.
#[derive(Debug, Clone)]
pub(super) struct Status {
    pub name: String,
    pub count: usize,
    pub place: Option<Span>,
    /// Is it a place of the board even if no item was ever there?
    pub listed: bool,
}

impl Statuses {
    /// The number of a status that occurs once more.
    pub fn number(&mut self, name: &str, place: impl FnOnce() -> Option<Span>) -> usize {
        let key = name.trim().to_lowercase();
        let number = match self.known.get(&key) {
            Some(number) => *number,
            None => {
                let number = self.all.len();
                let (name, place) = (name.trim().to_owned(), place());
                self.all.push(Status {
                    name,
                    count: 0,
                    place,
                    listed: false,
                });
                self.known.insert(key, number);
                number
            }
        };
        if let Some(status) = self.all.get_mut(number) {
            status.count += 1;
        }
        number
    }

    /// The number of a status that is known.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.known.get(&name.trim().to_lowercase()).copied()
    }

    /// A status that is named without being an occurrence; is it a place of the board?
    pub fn declare(&mut self, name: &str, listed: bool) -> usize {
        let number = self.number(name, || None);
        if let Some(status) = self.all.get_mut(number) {
            status.count -= 1;
            status.listed |= listed;
        }
        number
    }
}

impl Log {
    /// Notes that something happened then.
    pub fn saw(&mut self, at: Timestamp) {
        self.latest = self.latest.max(Some(at));
    }
}

impl Log {
    /// Takes in another part of the same export.
    pub fn join(&mut self, other: Self) {
        let status = |status: &Status| {
            (
                status.name.clone(),
                status.count,
                status.place,
                status.listed,
            )
        };
        let told: Vec<_> = other.statuses.all.iter().map(status).collect();
        let mut numbers = Vec::new();
        for (name, count, place, listed) in told {
            let number = self.statuses.declare(&name, listed);
            if let Some(status) = self.statuses.all.get_mut(number) {
                status.count += count;
                status.place = status.place.or(place);
            }
            numbers.push(number);
        }
        let renumbered = |status: Option<usize>| status.and_then(|n| numbers.get(n).copied());
        for mut entry in other.items {
            entry
                .steps
                .iter_mut()
                .for_each(|step| step.status = renumbered(step.status));
            entry.status = renumbered(entry.status);
            self.items.push(entry);
        }
        self.read += other.read;
        self.latest = self.latest.max(other.latest);
        self.end = self.end.max(other.end);
        self.has_times |= other.has_times;
        for note in other.notes.0 {
            self.notes.join(note);
        }
    }
}

impl Entry {
    /// Does another entry say the same of the same item?
    pub fn same_as(&self, other: &Self) -> bool {
        let here = |entry: &Self| Self {
            place: None,
            ..entry.clone()
        };
        here(self) == here(other)
    }

    /// The step to a status.
    pub fn step(&mut self, at: Timestamp, status: Option<usize>) {
        self.steps.push(Step {
            at,
            status,
            resolution: None,
        });
    }

    /// The type from an instant on, where it differs from the one before.
    pub fn kind(&mut self, at: Option<Timestamp>, kind: &str) {
        let known = self.kinds.last().map(|(_, kind)| kind.as_str());
        if !kind.is_empty() && known != Some(kind) {
            self.kinds.push((at, kind.to_owned()));
        }
    }
}
