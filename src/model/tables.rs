//! CSV files named in a scenario: one column of numbers, each with its place.

use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::source::{At, SourceId, Sources, Span, open_quote};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::rc::Rc;

/// The files a scenario names, each read once.
pub(super) struct Files<'a> {
    /// Reads a file by the name written in the scenario.
    pub read: &'a dyn Fn(&str) -> io::Result<String>,
    /// Where texts are kept for messages.
    pub sources: &'a mut Sources,
    /// What has been read so far; `None` where it could not be.
    pub known: BTreeMap<String, Option<Text>>,
}

/// The text of a file.
#[derive(Debug, Clone)]
pub(super) struct Text {
    id: SourceId,
    text: Rc<str>,
}

/// Which column is meant.
pub(super) enum Wanted<'a> {
    /// The one with this heading.
    Named(&'a At<String>),
    /// The first of these headings, or else the only column.
    AnyOf(&'a [&'a str]),
}

/// A column of numbers; `None` (and a message) when there is none or a cell is no number.
pub(super) fn column(cx: &mut Context, file: &At<String>, wanted: &Wanted) -> Option<Vec<At<f64>>> {
    let text = open(cx, file)?;
    let before = cx.problems.len();
    let values = read_column(cx, file, &text, wanted)?;
    if values.is_empty() && cx.problems.len() == before {
        cx.error(
            "empty-file",
            format!("`{}` holds no numbers", file.value),
            file.span,
            "it needs at least one row below the headings",
        );
    }
    (cx.problems.len() == before).then_some(values)
}

/// A whole file: its headings, and its rows with every cell at its place.
pub(super) struct Sheet {
    /// The first row, without spaces around the words and in small letters.
    pub headings: Vec<At<String>>,
    /// The rows below it, each with as many cells as there are headings, and the place of its line.
    pub rows: Vec<At<Vec<At<String>>>>,
}

/// All of a file; `None` (and a message) where it cannot be read. Empty lines are left out.
pub(super) fn sheet(cx: &mut Context, file: &At<String>) -> Option<Sheet> {
    let text = open(cx, file)?;
    let mut reader = reader(&text);
    let mut sheet: Option<Sheet> = None;
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                cx.report(unreadable_row(file, &text, &error));
                continue;
            }
        };
        let cell =
            |(n, cell): (usize, &str)| At::new(cell.trim().to_owned(), cell_span(&text, &row, n));
        let cells: Vec<At<String>> = row.iter().enumerate().map(cell).collect();
        match &mut sheet {
            None => {
                let lower = |at: At<String>| At::new(at.value.to_lowercase(), at.span);
                let headings = cells.into_iter().map(lower).collect();
                let rows = Vec::new();
                sheet = Some(Sheet { headings, rows });
            }
            Some(sheet) if cells.len() == sheet.headings.len() => {
                sheet.rows.push(At::new(cells, line_of(&text, &row)));
            }
            Some(sheet) => cx.report(uneven(&text, &row, sheet.headings.len())),
        }
    }
    if sheet.is_none() {
        cx.report(empty(file, "it needs a row of headings"));
    }
    sheet
}

fn reader(text: &Text) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text.text))
        .from_reader(text.text.as_bytes())
}

fn empty(file: &At<String>, needs: &str) -> Diagnostic {
    let message = format!("`{}` is empty", file.value);
    Diagnostic::error("empty-file", message, file.span).help(needs)
}

/// A row with too many or too few cells.
fn uneven(text: &Text, row: &csv::StringRecord, headings: usize) -> Diagnostic {
    let line = row.position().map_or(0, csv::Position::line);
    let message = format!(
        "row {line} has {} column{}, the first row has {headings}",
        row.len(),
        if row.len() == 1 { "" } else { "s" }
    );
    Diagnostic::error("malformed-csv", message, line_of(text, row))
        .help("every row needs as many columns as the headings")
}

fn open(cx: &mut Context, file: &At<String>) -> Option<Text> {
    if let Some(known) = cx.files.known.get(&file.value) {
        return known.clone();
    }
    let text = match (cx.files.read)(&file.value) {
        Ok(text) => {
            let text = text
                .strip_prefix('\u{feff}')
                .map_or(text.clone(), str::to_owned);
            let name = beside_scenario(cx.files.sources, &file.value);
            let id = cx.files.sources.add(name, text.clone());
            Some(Text {
                id,
                text: text.into(),
            })
        }
        Err(error) => {
            let message = format!("the file `{}` cannot be read", file.value);
            let help = format!("{error}; files are looked for beside the scenario");
            cx.report(Diagnostic::error("unreadable-file", message, file.span).help(help));
            None
        }
    };
    let text = text.filter(|text| closes_quotes(cx, text));
    cx.files.known.insert(file.value.clone(), text.clone());
    text
}

/// Is every quote closed? Otherwise the rest of the file would be one cell.
fn closes_quotes(cx: &mut Context, text: &Text) -> bool {
    let open = open_quote(&text.text, delimiter(&text.text));
    if let Some(at) = open {
        let message = "this quote is never closed";
        let place = line_at(text, at as u64);
        cx.error("malformed-csv", message, place, "close it, or leave it out");
    }
    open.is_none()
}

/// A file named in the scenario, by the path from where the scenario itself was named: the first text there is.
fn beside_scenario(sources: &Sources, file: &str) -> String {
    let scenario = sources
        .get(SourceId::default())
        .map(|source| Path::new(&source.name));
    let folder = scenario.and_then(Path::parent).unwrap_or(Path::new(""));
    folder.join(file).display().to_string()
}

fn read_column(
    cx: &mut Context,
    file: &At<String>,
    text: &Text,
    wanted: &Wanted,
) -> Option<Vec<At<f64>>> {
    let mut reader = reader(text);
    let mut rows = reader.records();
    let first = match rows.next() {
        None => {
            let needs = "it needs a row of headings and at least one row of numbers";
            cx.report(empty(file, needs));
            return None;
        }
        Some(Err(error)) => {
            cx.report(unreadable_row(file, text, &error));
            return None;
        }
        Some(Ok(row)) => row,
    };
    let bare = first.len() == 1 && first.get(0).is_some_and(|cell| number(cell).is_some());
    let heading = if bare {
        0
    } else {
        find_column(cx, file, text, &first, wanted)?
    };
    let mut values = Vec::new();
    if bare {
        values.extend(cell(cx, text, &first, &first, 0));
    }
    for row in rows {
        match row {
            Ok(row) => values.extend(cell(cx, text, &first, &row, heading)),
            Err(error) => cx.report(unreadable_row(file, text, &error)),
        }
    }
    Some(values)
}

/// The first line's semicolons outnumber its commas where a spreadsheet writes decimals with commas.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    if line.matches(';').count() > line.matches(',').count() {
        b';'
    } else {
        b','
    }
}

fn find_column(
    cx: &mut Context,
    file: &At<String>,
    text: &Text,
    headings: &csv::StringRecord,
    wanted: &Wanted,
) -> Option<usize> {
    let position = |name: &str| headings.iter().position(|h| h.trim() == name);
    let found = match wanted {
        Wanted::Named(name) => position(&name.value),
        Wanted::AnyOf(names) => names
            .iter()
            .find_map(|name| position(name))
            .or((headings.len() == 1).then_some(0)),
    };
    if found.is_none() {
        let known: Vec<String> = headings.iter().map(|h| h.trim().to_owned()).collect();
        cx.report(match wanted {
            Wanted::Named(name) => super::names::unknown("column", name, &known),
            Wanted::AnyOf(names) => {
                let message = format!(
                    "it is not clear which column of `{}` holds the numbers",
                    file.value
                );
                let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
                Diagnostic::error("unknown-column", message, line_of(text, headings))
                    .help(format!("head the column with {}", names.join(" or ")))
            }
        });
    }
    found
}

/// The number in one cell; an error where there is none.
fn cell(
    cx: &mut Context,
    text: &Text,
    headings: &csv::StringRecord,
    row: &csv::StringRecord,
    column: usize,
) -> Option<At<f64>> {
    let heading = headings.get(column).unwrap_or_default().trim();
    let line = row.position().map_or(0, csv::Position::line);
    if row.len() != headings.len() {
        cx.report(uneven(text, row, headings.len()));
        return None;
    }
    let written = row.get(column).unwrap_or_default();
    let span = cell_span(text, row, column);
    match number(written) {
        Some(value) if value >= 0.0 => Some(At::new(value, span)),
        _ => {
            let message = format!(
                "row {line}, column `{heading}`: `{}` is no number of at least 0",
                written.trim()
            );
            cx.error(
                "malformed-csv",
                message,
                span,
                "write a plain number such as 3 or 0.5",
            );
            None
        }
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.trim()
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

fn unreadable_row(file: &At<String>, text: &Text, error: &csv::Error) -> Diagnostic {
    let message = format!("`{}` cannot be read as CSV: {error}", file.value);
    let span = error
        .position()
        .map_or(file.span, |at| line_at(text, at.byte()));
    Diagnostic::error("malformed-csv", message, span).help("save the file as CSV in UTF-8")
}

/// The whole line a row starts on.
fn line_of(text: &Text, row: &csv::StringRecord) -> Span {
    line_at(text, row.position().map_or(0, csv::Position::byte))
}

fn line_at(text: &Text, byte: u64) -> Span {
    let whole = text.text.as_ref();
    let from = usize::try_from(byte).unwrap_or(0).min(whole.len());
    let rest = whole.get(from..).unwrap_or_default();
    let start = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let line = whole
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    span(text, start, start + line.len())
}

/// The cell itself, or its whole line where quotes shift it.
fn cell_span(text: &Text, row: &csv::StringRecord, column: usize) -> Span {
    let line = line_of(text, row);
    let written = text
        .text
        .get(line.start as usize..line.end as usize)
        .unwrap_or_default();
    match row.as_byte_record().range(column) {
        Some(range) if !written.contains('"') => {
            let start = line.start as usize + range.start + column;
            span(text, start, start + range.len())
        }
        _ => line,
    }
}

fn span(text: &Text, start: usize, end: usize) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        source: text.id,
        start: byte(start),
        end: byte(end),
    }
}
