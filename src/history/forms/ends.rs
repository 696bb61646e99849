//! One row an item: when it started and when it ended.

use super::cells::Cells;
use super::wide::common;
use crate::diagnostic::Diagnostic;
use crate::history::audit::Effect;
use crate::history::log::Log;

/// Reads the table. The headings of the two columns are the statuses.
pub fn read(cells: &Cells<'_>) -> Result<Log, Vec<Diagnostic>> {
    let id = cells.needed(cells.found.id, "id")?;
    let end = cells.needed(cells.found.end, "end")?;
    let start = cells.needed(cells.found.start.or(cells.found.created), "start")?;
    let mut log = Log {
        unit: "rows",
        read: cells.rows(),
        in_order: true,
        ..Log::default()
    };
    let begun = log.statuses.declare(cells.sheet.heading(start), true);
    let ended = log.statuses.declare(cells.sheet.heading(end), true);
    for row in 0..cells.rows() {
        let mut entry = common(cells, row, id, &mut log);
        let (mut from, until) = (
            cells.instant(row, Some(start)),
            cells.instant(row, Some(end)),
        );
        if let Some((first, last)) = from.zip(until).filter(|(first, last)| last < first) {
            let days = first.duration_since(last).as_hours();
            let text = match days {
                ..=24 => "items that end up to a day before they start; their time counts as 0",
                _ => "items that end more than a day before they start; their time counts as 0",
            };
            log.notes
                .add("ends-before-start", Effect::Changed, text, &entry.id);
            from = until;
            entry.created = entry.created.map(|created| created.min(last));
        }
        for (at, status) in [(from, begun), (until, ended)] {
            let Some(at) = at else { continue };
            log.saw(at);
            log.statuses.number(
                cells
                    .sheet
                    .heading(if status == begun { start } else { end }),
                || None,
            );
            entry.step(at, Some(status));
        }
        if from.is_none() && until.is_some() {
            log.notes.add(
                "no-start",
                Effect::Noticed,
                "items that end without a start; they count as finished, without a time",
                &entry.id,
            );
        }
        log.items.push(entry);
    }
    Ok(log)
}
