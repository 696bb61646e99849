//! What each status of an export means, by a mapping.

use super::Place;
use super::log::{Entry, Log, Status};
use super::mapping::Mapping;
use crate::diagnostic::Diagnostic;
use crate::scenario::suggest::nearest;
use crate::source::At;
use std::collections::{BTreeMap, BTreeSet};

/// Resolutions that nobody wonders at.
const USUAL: [&str; 8] = [
    "done",
    "fixed",
    "resolved",
    "complete",
    "completed",
    "implemented",
    "delivered",
    "closed",
];

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The item is there.
    Place(Place),
    /// The item stands still where it is.
    Blocked,
    /// Nothing changes.
    Ignored,
}

/// The meanings of the statuses by number; `None` for one the mapping does not know.
pub(super) struct Meanings {
    of: Vec<Option<Meaning>>,
    /// Resolutions that mean dropped, in small letters.
    dropping: BTreeSet<String>,
    /// Where an item is of which no status is known.
    pub first: Place,
}

impl Meanings {
    /// What the mapping says of the log's statuses.
    pub fn of(log: &Log, mapping: &Mapping) -> Self {
        let table = table(mapping);
        let meaning = |status: &Status| table.get(&status.name.to_lowercase()).copied();
        let backlog = if mapping.backlog.is_empty() {
            Place::Stage(0)
        } else {
            Place::Backlog
        };
        let plain = |at: &At<String>| at.value.trim().to_lowercase();
        Self {
            of: log.statuses.all.iter().map(meaning).collect(),
            dropping: mapping.resolutions.iter().map(plain).collect(),
            first: if mapping.stages.is_empty() {
                Place::Backlog
            } else {
                backlog
            },
        }
    }

    /// The meaning of a status by number; one that is not known changes nothing.
    pub fn get(&self, status: Option<usize>) -> Meaning {
        match status {
            None => Meaning::Place(self.first),
            Some(status) => self
                .of
                .get(status)
                .copied()
                .flatten()
                .unwrap_or(Meaning::Ignored),
        }
    }

    /// Does this resolution mean dropped?
    pub fn drops(&self, resolution: &str) -> bool {
        self.dropping.contains(&resolution.trim().to_lowercase())
    }

    /// The resolution with which an item is done, if it is none of the usual ones.
    pub fn unusual<'e>(&self, entry: &'e Entry, place: Option<Place>) -> Option<&'e str> {
        let mut of_steps = entry
            .steps
            .iter()
            .filter_map(|step| step.resolution.as_deref());
        let last = of_steps.next_back().unwrap_or(&entry.resolution);
        let usual =
            USUAL.contains(&last.to_lowercase().as_str()) || last.is_empty() || self.drops(last);
        (place == Some(Place::Done) && !usual).then_some(last)
    }

    /// A problem for every status that occurs and has no meaning.
    pub fn unknown(&self, log: &Log, mapping: &Mapping) -> Vec<Diagnostic> {
        let all = log.statuses.all.iter().zip(&self.of);
        let unknown = all.filter(|(status, meaning)| meaning.is_none() && status.count > 0);
        unknown
            .map(|(status, _)| unknown_status(status, mapping))
            .collect()
    }
}

/// All statuses of a mapping, in small letters.
fn table(mapping: &Mapping) -> BTreeMap<String, Meaning> {
    let ends = [
        (&mapping.backlog, Meaning::Place(Place::Backlog)),
        (&mapping.done, Meaning::Place(Place::Done)),
        (&mapping.discarded, Meaning::Place(Place::Discarded)),
        (&mapping.blocked, Meaning::Blocked),
        (&mapping.ignored, Meaning::Ignored),
    ];
    let stages = mapping.stages.iter().enumerate();
    let stages = stages.map(|(n, stage)| (&stage.statuses, Meaning::Place(Place::Stage(n))));
    let all = ends.into_iter().chain(stages);
    let each = all.flat_map(|(list, meaning)| list.iter().map(move |at| (at, meaning)));
    each.map(|(at, meaning)| (at.value.trim().to_lowercase(), meaning))
        .collect()
}

/// Every status a mapping names.
fn named(mapping: &Mapping) -> impl Iterator<Item = &At<String>> {
    let lists = [
        &mapping.backlog,
        &mapping.done,
        &mapping.discarded,
        &mapping.blocked,
        &mapping.ignored,
    ];
    let stages = mapping.stages.iter().map(|stage| &stage.statuses);
    lists.into_iter().chain(stages).flatten()
}

fn unknown_status(status: &Status, mapping: &Mapping) -> Diagnostic {
    let times = if status.count == 1 {
        "once".to_owned()
    } else {
        format!("{} times", status.count)
    };
    let message = format!(
        "the mapping does not say what the status `{}` means, which occurs {times}",
        status.name
    );
    let like = nearest(&status.name, named(mapping).map(|at| at.value.as_str()));
    let like = like.map_or_else(String::new, |like| format!(" (it knows `{like}`)"));
    let help = format!(
        "put it among the statuses of a stage, or of backlog, done, discarded, blocked or ignored{like}"
    );
    let problem = Diagnostic::error("unknown-status", message, status.place.unwrap_or_default());
    Diagnostic {
        span: status.place,
        ..problem.help(help)
    }
}

/// A warning for every status the mapping names and the data never have.
pub(super) fn never_seen(log: &Log, mapping: &Mapping) -> Vec<Diagnostic> {
    if mapping.source.is_none() {
        return Vec::new();
    }
    let unseen = named(mapping).filter(|at| log.statuses.find(&at.value).is_none());
    let problem = |at: &At<String>| {
        let message = format!("the status `{}` never occurs in the data", at.value);
        let known = log.statuses.all.iter().map(|status| status.name.as_str());
        let problem = Diagnostic::warning("unseen-status", message, at.span);
        match nearest(&at.value, known) {
            Some(like) => problem.help(format!("did you mean `{like}`?")),
            None => problem,
        }
    };
    unseen.map(problem).collect()
}
