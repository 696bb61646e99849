//! The answers of Jira's search with `expand=changelog`: one page, several in a list or one after another,
//! or a bare list of issues. Fields that are not asked for are passed over.

use super::{File, no_json};
use crate::diagnostic::Diagnostic;
use crate::history::audit::Effect;
use crate::history::log::{Entry, Log, Step};
use crate::history::mapping::Mapping;
use crate::history::stamp::{Order, Stamp, Zone};
use crate::history::{Blocked, Timestamp};
use serde::Deserialize;

const HELP: &str =
    "save the answer of Jira's search with expand=changelog as it came: {\"issues\": […]}";

/// A page, or an issue.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    issues: Option<Vec<Issue>>,
    #[serde(flatten)]
    issue: Issue,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Issue {
    key: String,
    id: String,
    fields: Option<Fields>,
    changelog: Option<Changelog>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    summary: Option<String>,
    created: Option<String>,
    updated: Option<String>,
    issuetype: Option<Named>,
    resolution: Option<Named>,
    status: Option<Named>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Changelog {
    total: usize,
    histories: Vec<Change>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Change {
    created: String,
    items: Vec<Field>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field {
    field: String,
    #[serde(rename = "fromString")]
    from: Option<String>,
    #[serde(rename = "toString")]
    to: Option<String>,
}

/// Reads all issues of a file.
pub fn read(file: &File<'_>, mapping: &Mapping) -> Result<Log, Vec<Diagnostic>> {
    let issues = issues(file)?;
    let mut log = Log {
        unit: "issues",
        read: issues.len(),
        ..Log::default()
    };
    let mut reader = Reader {
        zone: mapping.dates.zone,
        log: &mut log,
        file,
        problems: Vec::new(),
    };
    for issue in &issues {
        reader.issue(issue);
    }
    let mut problems = reader.problems;
    problems.truncate(5);
    if issues.is_empty() {
        let place = crate::source::Span {
            source: file.id,
            start: 0,
            end: 0,
        };
        problems.push(
            Diagnostic::error("empty-file", "there are no issues in this file", place).help(HELP),
        );
    }
    if problems.is_empty() {
        Ok(log)
    } else {
        Err(problems)
    }
}

fn issues(file: &File<'_>) -> Result<Vec<Issue>, Vec<Diagnostic>> {
    let fault = |error: serde_json::Error| no_json(file, &error, "an answer of Jira", HELP);
    let answers: Vec<Answer> = if file.text.trim_start().starts_with('[') {
        serde_json::from_str(file.text).map_err(fault)?
    } else {
        let pages = serde_json::Deserializer::from_str(file.text).into_iter();
        pages.collect::<Result<_, _>>().map_err(fault)?
    };
    let issues = answers.into_iter().flat_map(|answer| match answer.issues {
        Some(issues) => issues,
        None if answer.issue.fields.is_some() => vec![answer.issue],
        None => Vec::new(),
    });
    Ok(issues.collect())
}

/// Turns issues into items.
struct Reader<'a, 'b> {
    zone: Zone,
    log: &'b mut Log,
    file: &'b File<'a>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn issue(&mut self, issue: &Issue) {
        let Some(fields) = &issue.fields else {
            let text = "issues without fields";
            self.log
                .notes
                .add("no-fields", Effect::LeftOut, text, &issue.key);
            return;
        };
        let name = |named: &Option<Named>| named.as_ref().map_or(String::new(), |n| n.name.clone());
        let changes = self.changes(issue);
        let mut entry = Entry {
            id: if issue.key.is_empty() {
                issue.id.clone()
            } else {
                issue.key.clone()
            },
            title: fields.summary.clone().unwrap_or_default(),
            created: self.instant(fields.created.as_deref(), &issue.key),
            kinds_known: issue.changelog.is_some(),
            rows: 1,
            ..Entry::default()
        };
        let updated = self.instant(fields.updated.as_deref(), &issue.key);
        let all = changes
            .iter()
            .map(|(at, _)| *at)
            .chain(entry.created)
            .chain(updated);
        all.for_each(|at| self.log.saw(at));
        self.log.has_times = true;
        kinds(&mut entry, &changes, &name(&fields.issuetype));
        self.steps(
            &mut entry,
            &changes,
            &name(&fields.status),
            &name(&fields.resolution),
        );
        entry.blocked = flagged(&changes);
        self.log.items.push(entry);
    }

    /// The changes of an issue, oldest first, with their instants.
    fn changes<'i>(&mut self, issue: &'i Issue) -> Vec<(Timestamp, &'i Change)> {
        let Some(changelog) = &issue.changelog else {
            let text = "issues without a changelog: nothing is known of their moves; export with expand=changelog";
            self.log
                .notes
                .add("no-changelog", Effect::Noticed, text, &issue.key);
            return Vec::new();
        };
        if changelog.total > changelog.histories.len() {
            let text = "issues with more changes than the export gives; moves are missing";
            self.log
                .notes
                .add("changelog-cut", Effect::Noticed, text, &issue.key);
        }
        let mut changes: Vec<(Timestamp, &Change)> = Vec::new();
        for change in &changelog.histories {
            changes.extend(
                self.instant(Some(&change.created), &issue.key)
                    .map(|at| (at, change)),
            );
        }
        let newest_first = changes.windows(2).all(|pair| pair[0].0 >= pair[1].0);
        if newest_first {
            changes.reverse();
        }
        changes.sort_by_key(|(at, _)| *at);
        changes
    }

    fn instant(&mut self, text: Option<&str>, key: &str) -> Option<Timestamp> {
        let text = text?;
        let stamp = Stamp::parse(text).filter(|stamp| !stamp.is_open());
        let instant = stamp.and_then(|stamp| stamp.instant(Order::DayFirst, self.zone));
        if instant.is_none() {
            let at = u32::try_from(self.file.text.find(text).unwrap_or(0)).unwrap_or(u32::MAX);
            let end = at.saturating_add(u32::try_from(text.len()).unwrap_or(0));
            let place = crate::source::Span {
                source: self.file.id,
                start: at,
                end,
            };
            let message = format!("`{text}` of {key} is no date");
            let help = "Jira writes dates like 2010-01-04T09:14:05.844+0000";
            self.problems
                .push(Diagnostic::error("no-date", message, place).help(help));
        }
        instant
    }

    /// The statuses of an issue over time, with the resolution each of them had.
    fn steps(
        &mut self,
        entry: &mut Entry,
        changes: &[(Timestamp, &Change)],
        last: &str,
        resolution: &str,
    ) {
        let first = of(changes, "status").next();
        let first = first.map_or(last, |(_, field)| field.from.as_deref().unwrap_or_default());
        let known = of(changes, "resolution").next().is_some();
        let mut resolved = of(changes, "resolution")
            .next()
            .and_then(|(_, f)| f.from.clone())
            .unwrap_or_default();
        if !known {
            resolution.clone_into(&mut resolved);
        }
        if let Some(created) = entry.created {
            let status = self.log.statuses.number(first, || None);
            entry.step(created, Some(status));
        }
        for (at, change) in changes {
            for field in change.items.iter().filter(|f| f.field == "resolution") {
                resolved = field.to.clone().unwrap_or_default();
                later_resolution(entry, &resolved);
            }
            for field in change.items.iter().filter(|f| f.field == "status") {
                let status = self
                    .log
                    .statuses
                    .number(field.to.as_deref().unwrap_or_default(), || None);
                entry.steps.push(Step {
                    at: *at,
                    status: Some(status),
                    resolution: Some(resolved.clone()),
                });
            }
        }
    }
}

/// A resolution given after the closing counts for it, where it had none.
fn later_resolution(entry: &mut Entry, resolution: &str) {
    let last = entry
        .steps
        .last_mut()
        .and_then(|step| step.resolution.as_mut());
    if let Some(none) = last.filter(|known| known.is_empty()) {
        resolution.clone_into(none);
    }
}

/// The changes of one field.
fn of<'c>(
    changes: &'c [(Timestamp, &Change)],
    name: &str,
) -> impl Iterator<Item = (Timestamp, &'c Field)> {
    let fields = changes
        .iter()
        .flat_map(|(at, change)| change.items.iter().map(|field| (*at, field)));
    fields.filter(move |(_, field)| field.field == name)
}

fn kinds(entry: &mut Entry, changes: &[(Timestamp, &Change)], last: &str) {
    let first = of(changes, "issuetype")
        .next()
        .and_then(|(_, field)| field.from.as_deref());
    entry.kind(None, first.unwrap_or(last));
    for (at, field) in of(changes, "issuetype") {
        entry.kind(Some(at), field.to.as_deref().unwrap_or_default());
    }
}

/// The times for which an issue carried a flag.
fn flagged(changes: &[(Timestamp, &Change)]) -> Vec<Blocked> {
    let mut spans: Vec<Blocked> = Vec::new();
    for (at, field) in of(changes, "Flagged") {
        let flag = field.to.as_deref().unwrap_or_default();
        let open = spans.last_mut().filter(|span| span.until.is_none());
        match (open, flag.is_empty()) {
            (Some(span), true) => span.until = Some(at),
            (None, false) => spans.push(Blocked {
                source: flag.to_owned(),
                from: at,
                until: None,
            }),
            _ => {}
        }
    }
    spans
}
