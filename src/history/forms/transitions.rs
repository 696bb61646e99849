//! One row a change of status: id, time, from, to.

use super::cells::Cells;
use crate::diagnostic::Diagnostic;
use crate::history::Timestamp;
use crate::history::audit::Effect;
use crate::history::log::{Entry, Log};
use std::collections::BTreeMap;

/// A change as it is written.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    at: Timestamp,
    from: String,
    to: String,
    row: usize,
}

/// Reads the table.
pub fn read(cells: &Cells<'_>) -> Result<Log, Vec<Diagnostic>> {
    let id = cells.needed(cells.found.id, "id")?;
    let time = cells.needed(cells.found.time, "time")?;
    if cells.found.to.is_empty() {
        cells.needed(None, "to")?;
    }
    let mut log = Log {
        unit: "rows",
        read: cells.rows(),
        ..Log::default()
    };
    let (mut items, mut numbers) = (
        Vec::<(Entry, Vec<Change>)>::new(),
        BTreeMap::<String, usize>::new(),
    );
    let mut problems = Vec::new();
    for row in 0..cells.rows() {
        let name = cells.sheet.cell(row, id);
        let number = *numbers.entry(name.to_owned()).or_insert(items.len());
        if number == items.len() {
            items.push((first(cells, row, id), Vec::new()));
        }
        let Some((entry, changes)) = items.get_mut(number) else {
            continue;
        };
        entry.rows += 1;
        let at = cells.instant(row, Some(time));
        entry.kind(
            at.filter(|_| entry.rows > 1),
            cells.said(row, cells.found.kind),
        );
        match change(cells, row, at) {
            Ok(change) => changes.extend(change),
            Err(()) => problems.push(undated(cells, row, time)),
        }
    }
    if !problems.is_empty() {
        problems.truncate(5);
        return Err(problems);
    }
    for (entry, changes) in items {
        let entry = entry_of(cells, entry, changes, &mut log);
        log.items.push(entry);
    }
    Ok(log)
}

/// An item by its first row.
fn first(cells: &Cells<'_>, row: usize, id: usize) -> Entry {
    let found = &cells.found;
    Entry {
        id: cells.sheet.cell(row, id).to_owned(),
        title: cells.words(row, found.title).to_owned(),
        created: cells.instant(row, found.created),
        class: cells.said(row, found.class).to_owned(),
        resolution: cells.said(row, found.resolution).to_owned(),
        blocked_days: cells.number(row, found.blocked_days),
        place: Some(cells.span(row, id)),
        ..Entry::default()
    }
}

/// The change in a row; none in a row that only says that the item exists.
fn change(cells: &Cells<'_>, row: usize, at: Option<Timestamp>) -> Result<Option<Change>, ()> {
    let from = cells.said(row, cells.found.from).to_owned();
    let to = cells.sheet.cells(row, &cells.found.to);
    match at {
        _ if to.is_empty() => Ok(None),
        Some(at) => Ok(Some(Change { at, from, to, row })),
        None => Err(()),
    }
}

fn undated(cells: &Cells<'_>, row: usize, time: usize) -> Diagnostic {
    let message = format!(
        "the change of `{}` has no time",
        cells.words(row, cells.found.id)
    );
    let problem = Diagnostic::error("no-date", message, cells.span(row, time));
    problem.help("give every change its time, or take the row out")
}

/// The item with its steps, by time; rows of one instant stay in the order of the file.
fn entry_of(cells: &Cells<'_>, mut entry: Entry, mut changes: Vec<Change>, log: &mut Log) -> Entry {
    changes.sort_by_key(|change| change.at);
    let mut place = 0;
    while let [first, second, ..] = changes.get(place..).unwrap_or_default() {
        let same = (first.at, &first.from, &first.to) == (second.at, &second.from, &second.to);
        if same {
            let text = "rows that say the same as another one; each counts once";
            log.notes
                .add("duplicate-rows", Effect::LeftOut, text, &entry.id);
            changes.remove(place + 1);
            entry.rows -= 1;
        } else {
            place += 1;
        }
    }
    entry.created.into_iter().for_each(|at| log.saw(at));
    begin(cells, &mut entry, &changes, log);
    let mut before: Option<&str> = None;
    for change in &changes {
        log.saw(change.at);
        if before.is_some_and(|before| {
            !change.from.is_empty() && before.to_lowercase() != change.from.to_lowercase()
        }) {
            let text = "items that change from a status they had not come to: a change is missing, and the later one counts";
            log.notes.add("gaps", Effect::Noticed, text, &entry.id);
        }
        before = Some(&change.to);
        let at_cell = || Some(cells.span(change.row, *cells.found.to.first()?));
        let status = log.statuses.number(&change.to, at_cell);
        entry.step(change.at, Some(status));
    }
    entry
}

/// Where the item was from its creation on.
fn begin(cells: &Cells<'_>, entry: &mut Entry, changes: &[Change], log: &mut Log) {
    let Some(first) = changes.first() else {
        if let Some(created) = entry.created {
            entry.step(created, None);
        }
        return;
    };
    if first.from.is_empty() {
        entry.created = entry.created.or(Some(first.at));
        return;
    }
    let place = || Some(cells.span(first.row, cells.found.from?));
    let status = log.statuses.number(&first.from, place);
    if let Some(created) = entry.created {
        entry.step(created.min(first.at), Some(status));
    }
}
