//! One row an activity: id, time, activity. From an activity on the item is where the mapping says.

use super::cells::Cells;
use crate::diagnostic::Diagnostic;
use crate::history::audit::Effect;
use crate::history::log::{Entry, Log};
use std::collections::BTreeMap;

/// Reads the table.
pub fn read(cells: &Cells<'_>) -> Result<Log, Vec<Diagnostic>> {
    let id = cells.needed(cells.found.id, "id")?;
    let time = cells.needed(cells.found.time, "time")?;
    let first = *cells
        .found
        .to
        .first()
        .unwrap_or(&cells.needed(cells.found.to.first().copied(), "to")?);
    let mut log = Log {
        unit: "rows",
        read: cells.rows(),
        ..Log::default()
    };
    let mut numbers = BTreeMap::<String, usize>::new();
    let mut problems = Vec::new();
    for row in 0..cells.rows() {
        let name = cells.sheet.cell(row, id);
        let next = log.items.len();
        let number = *numbers.entry(name.to_owned()).or_insert(next);
        if number == next {
            let entry = super::wide::common(cells, row, id, &mut log);
            log.items.push(Entry { rows: 0, ..entry });
        }
        let activity = cells.sheet.cells(row, &cells.found.to);
        let status = log
            .statuses
            .number(&activity, || Some(cells.span(row, first)));
        let Some(entry) = log.items.get_mut(number) else {
            continue;
        };
        entry.rows += 1;
        let Some(at) = cells.instant(row, Some(time)) else {
            let message = format!("the activity of `{name}` has no time");
            let problem = Diagnostic::error("no-date", message, cells.span(row, time));
            problems.push(problem.help("give every activity its time, or take the row out"));
            continue;
        };
        entry.kind(Some(at), cells.said(row, cells.found.kind));
        entry.status = None;
        entry.step(at, Some(status));
        log.saw(at);
    }
    problems.truncate(5);
    for entry in &mut log.items {
        let sorted = entry.steps.is_sorted_by_key(|step| step.at);
        if !sorted {
            let text =
                "items whose activities do not stand in the order of their times; the times count";
            log.notes.add("unsorted", Effect::Noticed, text, &entry.id);
            entry.steps.sort_by_key(|step| step.at);
        }
        entry.created = entry.created.or(entry.steps.first().map(|step| step.at));
    }
    if problems.is_empty() {
        Ok(log)
    } else {
        Err(problems)
    }
}
