//! A CSV file as a table in which every cell can be found again.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span, open_quote};
use csv::{Position, StringRecord};

/// The most faulty lines that are shown.
const SHOWN: usize = 5;

/// A table with headings.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Where its text is kept for messages.
    pub source: SourceId,
    /// The headings, without spaces around them.
    pub headings: Vec<String>,
    /// The rows below, without those that have no word in any cell.
    pub rows: Vec<StringRecord>,
    /// How many rows had no word in any cell.
    pub empty: usize,
    /// Rows with fewer cells than headings, which are read as if the rest were empty: their lines.
    pub short: Vec<u64>,
    delimiter: u8,
}

/// Reads a table: commas, semicolons or tabs, whichever the first line has most of.
///
/// # Errors
/// Rows that have more cells than headings, text that is no CSV, a file without rows.
pub fn sheet(text: &str, source: SourceId) -> Result<Sheet, Vec<Diagnostic>> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let mut sheet = Sheet {
        source,
        headings: Vec::new(),
        rows: Vec::new(),
        empty: 0,
        short: Vec::new(),
        delimiter,
    };
    if let Some(Ok(first)) = records.next() {
        sheet.headings = first.iter().map(|cell| cell.trim().to_owned()).collect();
    }
    let open = open_quote(text, delimiter);
    let mut problems: Vec<Diagnostic> = open
        .map(|at| unclosed(text, source, at))
        .into_iter()
        .collect();
    for record in records {
        match record {
            Ok(record) => problems.extend(sheet.take(record, text)),
            Err(error) => problems.push(unreadable(&error, text, source)),
        }
    }
    if sheet.headings.len() == 1 && !problems.is_empty() {
        problems = vec![no_table(text, source)];
    }
    shorten(&mut problems);
    if sheet.rows.is_empty() && problems.is_empty() {
        let start = Span {
            source,
            start: 0,
            end: 0,
        };
        let problem =
            Diagnostic::error("empty-file", "there is nothing in this file to read", start);
        problems.push(problem.help("it needs a row of headings and at least one row below it"));
    }
    if problems.is_empty() {
        Ok(sheet)
    } else {
        Err(problems)
    }
}

impl Sheet {
    /// The words of a cell, without spaces around them; empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let cell = self.rows.get(row).and_then(|row| row.get(column));
        cell.unwrap_or_default().trim()
    }

    /// The words of the cells of several columns with a space between; of one, its own.
    pub fn cells(&self, row: usize, columns: &[usize]) -> String {
        let cells = columns.iter().map(|column| self.cell(row, *column));
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        cells.join(" ")
    }

    /// The columns with this heading, ignoring capitals, spaces and lines between words.
    pub fn columns(&self, heading: &str) -> Vec<usize> {
        let wanted = plain(heading);
        let same = |(place, known): (usize, &String)| (plain(known) == wanted).then_some(place);
        self.headings.iter().enumerate().filter_map(same).collect()
    }

    /// The first column with this heading.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.columns(heading).first().copied()
    }

    /// The heading of a column.
    pub fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }

    /// The place of a cell.
    pub fn span(&self, text: &str, row: usize, column: usize) -> Span {
        let at = self.rows.get(row).and_then(StringRecord::position);
        let start = start(text, at.map_or(0, Position::byte));
        let range = cell_range(text, start, column, self.delimiter);
        span(self.source, range.0, range.1)
    }

    /// The place of the headings.
    pub fn head(&self, text: &str) -> Span {
        span(self.source, 0, text.lines().next().map_or(0, str::len))
    }

    /// Takes in a row; a problem where it has too many cells.
    fn take(&mut self, record: StringRecord, text: &str) -> Option<Diagnostic> {
        let headings = self.headings.len();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            self.empty += 1;
            return None;
        }
        let more = record
            .iter()
            .skip(headings)
            .any(|cell| !cell.trim().is_empty());
        let line = record.position().map_or(0, Position::line);
        if more {
            let start = start(text, record.position().map_or(0, Position::byte));
            let place = span(self.source, start, start + line_length(text, start));
            let message = format!(
                "line {line} has {} cells, but there are {headings} headings",
                record.len()
            );
            let help = "put quotes around cells that contain the sign between the columns";
            return Some(Diagnostic::error("malformed-csv", message, place).help(help));
        }
        if record.len() < headings {
            self.short.push(line);
        }
        self.rows.push(record);
        None
    }
}

/// A heading or name to be compared: small letters and digits only.
pub fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The sign between the columns: the one the first line has most of outside quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let outside: String = line.split('"').step_by(2).collect();
    let count = |sign: u8| outside.bytes().filter(|b| *b == sign).count();
    let most = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign));
    most.filter(|sign| count(*sign) > 0).unwrap_or(b',')
}

/// A text whose first line is no row of headings.
fn no_table(text: &str, source: SourceId) -> Diagnostic {
    let place = span(source, 0, line_length(text, 0));
    let message = "this is no row of headings: it has no comma, semicolon or tab between columns";
    let help =
        "a history is a table whose first row names the columns, or the JSON of Jira or Trello";
    Diagnostic::error("malformed-csv", message, place).help(help)
}

/// The first few problems, of which the last says how many more there are.
fn shorten(problems: &mut Vec<Diagnostic>) {
    let hidden = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    if let Some(last) = problems.last_mut().filter(|_| hidden > 0) {
        let help = last.help.take().unwrap_or_default();
        let lines = if hidden == 1 {
            "line has"
        } else {
            "lines have"
        };
        last.help = Some(format!("{help}; {hidden} more {lines} such a fault"));
    }
}

fn unreadable(error: &csv::Error, text: &str, source: SourceId) -> Diagnostic {
    let at = start(text, error.position().map_or(0, Position::byte));
    let place = span(source, at, at + line_length(text, at));
    let message = format!("this cannot be read as CSV: {error}");
    Diagnostic::error("malformed-csv", message, place).help("save the file as CSV in UTF-8")
}

/// A quote that swallows the rest of the file.
fn unclosed(text: &str, source: SourceId, at: usize) -> Diagnostic {
    let place = span(source, at, at + line_length(text, at));
    Diagnostic::error("malformed-csv", "this quote is never closed", place)
        .help("close it, or leave it out")
}

/// Where a record really starts: behind the line ends before it.
fn start(text: &str, byte: u64) -> usize {
    let from = usize::try_from(byte).unwrap_or(0).min(text.len());
    let rest = text.get(from..).unwrap_or_default();
    from + rest.len() - rest.trim_start_matches(['\r', '\n']).len()
}

fn line_length(text: &str, start: usize) -> usize {
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    line.map_or(0, str::len)
}

/// First byte and one past the last of a cell of the record that starts here.
fn cell_range(text: &str, start: usize, column: usize, delimiter: u8) -> (usize, usize) {
    let (mut quoted, mut place, mut from) = (false, 0, start);
    let bytes = text.as_bytes().get(start..).unwrap_or_default();
    for (offset, byte) in bytes.iter().enumerate() {
        let at = start + offset;
        let ends = !quoted && (*byte == delimiter || matches!(byte, b'\r' | b'\n'));
        match byte {
            b'"' => quoted = !quoted,
            _ if ends && place == column => return (from, at),
            b'\r' | b'\n' if ends => return (start, at),
            _ if ends => (place, from) = (place + 1, at + 1),
            _ => {}
        }
    }
    (from, text.len())
}

fn span(source: SourceId, start: usize, end: usize) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        source,
        start: byte(start),
        end: byte(end),
    }
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read has failed the test"
)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_again_behind_quotes() {
        let text = "id;name\r\nA;\"one; \"\"two\"\"\"\r\nB;three\r\n";
        let sheet = sheet(text, SourceId(0)).unwrap();
        assert_eq!(sheet.cell(0, 1), "one; \"two\"");
        let found = |row, column| {
            let span = sheet.span(text, row, column);
            &text[span.start as usize..span.end as usize]
        };
        assert_eq!(found(0, 1), "\"one; \"\"two\"\"\"");
        assert_eq!((found(1, 0), found(1, 1)), ("B", "three"));
    }

    #[test]
    fn tabs_empty_rows_and_short_rows_are_seen() {
        let text = "id\tdone\tteam\n1\t2020-01-01\n\t\t\n2\t2020-01-02\tx\t\n";
        let sheet = sheet(text, SourceId(0)).unwrap();
        assert_eq!(
            (sheet.rows.len(), sheet.empty, sheet.short.as_slice()),
            (2, 1, [2].as_slice())
        );
        assert_eq!(sheet.column("Done"), Some(1));
        assert_eq!(sheet.cells(1, &[0, 2]), "2 x");
    }

    #[test]
    fn too_many_cells_are_an_error_at_their_line() {
        let problems = super::sheet("id,name\n1,a, b\n", SourceId(0)).unwrap_err();
        assert_eq!(
            problems[0].message,
            "line 2 has 3 cells, but there are 2 headings"
        );
    }
}
