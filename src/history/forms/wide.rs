//! One row an item, one date column a stage: the date at which the item (last) entered it.

use super::cells::Cells;
use crate::diagnostic::Diagnostic;
use crate::history::audit::Effect;
use crate::history::columns::Found;
use crate::history::log::{Entry, Log};
use crate::history::mapping::Mapping;
use crate::history::sheet::Sheet;
use crate::scenario::suggest::nearest;

/// The stage columns: those a mapping names, else all that hold dates.
pub fn stages(
    sheet: &Sheet,
    found: &Found,
    mapping: &Mapping,
) -> Result<Vec<usize>, Vec<Diagnostic>> {
    if mapping.source.is_none() || mapping.stages.is_empty() {
        return Ok(found.stages(sheet));
    }
    let named = mapping.stages.iter().flat_map(|stage| &stage.statuses);
    let others = [
        &mapping.backlog,
        &mapping.done,
        &mapping.discarded,
        &mapping.blocked,
    ];
    let (mut columns, mut problems) = (found.stages(sheet), Vec::new());
    for name in named.chain(others.into_iter().flatten()) {
        match sheet.column(&name.value) {
            Some(column) if columns.contains(&column) => {}
            Some(column) => columns.push(column),
            None if is_status(sheet, found, &name.value) => {}
            None => {
                let message = format!("the file has no column `{}`", name.value);
                let like = nearest(&name.value, sheet.headings.iter().map(String::as_str));
                let help = like.map_or_else(
                    || {
                        "the statuses of a wide file are the headings of its date columns"
                            .to_owned()
                    },
                    |like| format!("did you mean `{like}`?"),
                );
                problems.push(Diagnostic::error("unknown-column", message, name.span).help(help));
            }
        }
    }
    columns.sort_unstable();
    if problems.is_empty() {
        Ok(columns)
    } else {
        Err(problems)
    }
}

/// Does the column of statuses have this one?
fn is_status(sheet: &Sheet, found: &Found, name: &str) -> bool {
    let mut rows = 0..sheet.rows.len();
    let name = name.trim().to_lowercase();
    found
        .status
        .is_some_and(|column| rows.any(|row| sheet.cell(row, column).to_lowercase() == name))
}

/// Reads the table.
pub fn read(cells: &Cells<'_>) -> Result<Log, Vec<Diagnostic>> {
    let id = cells.needed(cells.found.id, "id")?;
    let mut log = Log {
        unit: "rows",
        read: cells.rows(),
        in_order: true,
        ..Log::default()
    };
    let stages: Vec<usize> = cells
        .dates
        .iter()
        .copied()
        .filter(|c| Some(*c) != cells.found.created)
        .collect();
    for column in &stages {
        let head = cells.sheet.heading(*column);
        log.statuses.declare(head, true);
    }
    for row in 0..cells.rows() {
        let mut entry = common(cells, row, id, &mut log);
        let dated = stages
            .iter()
            .filter_map(|c| Some((cells.instant(row, Some(*c))?, *c)));
        let mut dated: Vec<_> = dated.collect();
        out_of_order(cells, &dated, &entry, &mut log);
        dated.sort_by_key(|(at, _)| *at);
        for (at, column) in dated {
            let place = || Some(cells.span(row, column));
            let status = log.statuses.number(cells.sheet.heading(column), place);
            entry.step(at, Some(status));
            log.saw(at);
        }
        let first = entry.steps.first().map(|step| step.at);
        entry.created = entry.created.or(first);
        log.items.push(entry);
    }
    Ok(log)
}

/// What tables with one row an item have in common.
pub fn common(cells: &Cells<'_>, row: usize, id: usize, log: &mut Log) -> Entry {
    let found = &cells.found;
    let created = cells.instant(row, found.created);
    created.into_iter().for_each(|at| log.saw(at));
    let mut entry = Entry {
        id: cells.sheet.cell(row, id).to_owned(),
        title: cells.words(row, found.title).to_owned(),
        created,
        class: cells.said(row, found.class).to_owned(),
        resolution: cells.said(row, found.resolution).to_owned(),
        blocked_days: cells.number(row, found.blocked_days),
        rows: 1,
        place: Some(cells.span(row, id)),
        ..Entry::default()
    };
    entry.kind(None, cells.said(row, found.kind));
    if let Some(status) = found
        .status
        .filter(|_| !cells.said(row, found.status).is_empty())
    {
        let name = cells.sheet.cell(row, status);
        // Words of this column that are no date column mean something only where the mapping says so.
        entry.status = log
            .statuses
            .find(name)
            .or_else(|| Some(log.statuses.declare(name, false)));
    }
    entry
}

/// Notes every two stages next to each other of which the later has the earlier date.
fn out_of_order(
    cells: &Cells<'_>,
    dated: &[(crate::history::Timestamp, usize)],
    entry: &Entry,
    log: &mut Log,
) {
    for pair in dated.windows(2) {
        let [(first, left), (second, right)] = pair else {
            continue;
        };
        if second < first {
            let text = format!(
                "items in which `{}` is dated before `{}`, which stands left of it; the dates count, as a move back",
                cells.sheet.heading(*right),
                cells.sheet.heading(*left)
            );
            log.notes
                .add("out-of-order", Effect::Noticed, &text, &entry.id);
        }
    }
}
