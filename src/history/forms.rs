//! One file a form: from its text to a [`Log`].

mod cells;
mod ends;
mod events;
mod jira;
mod trace;
mod transitions;
mod trello;
mod wide;

use super::columns::{self, Found};
use super::form::{Form, recognise};
use super::log::Log;
use super::mapping::Mapping;
use super::sheet::{Sheet, sheet};
use crate::diagnostic::Diagnostic;
use crate::source::{At, SourceId, Span};
use cells::Cells;

/// One file of an export.
pub(super) struct File<'a> {
    /// Where its text is kept for messages.
    pub id: SourceId,
    /// Its text, without a mark at its beginning.
    pub text: &'a str,
}

/// The form of a file, what it says, and the columns it was read by.
pub(super) struct Content {
    pub form: Form,
    pub log: Log,
    /// What the mapping says, completed by what was recognised.
    pub mapping: Mapping,
}

/// Reads one file by a mapping, which may be empty.
pub(super) fn read(file: &File<'_>, mapping: &Mapping) -> Result<Content, Vec<Diagnostic>> {
    let told = mapping.form.map(|at| at.value);
    let is_json = file.text.trim_start().starts_with(['{', '[']);
    match told {
        Some(Form::Jira) => content(Form::Jira, jira::read(file, mapping)?, mapping),
        Some(Form::Trello) => content(Form::Trello, trello::read(file, mapping)?, mapping),
        None if file.text.trim_start().starts_with('{') && trello::is_board(file.text) => {
            content(Form::Trello, trello::read(file, mapping)?, mapping)
        }
        None if is_json => content(Form::Jira, jira::read(file, mapping)?, mapping),
        _ => table(file, told, mapping),
    }
}

fn content(form: Form, log: Log, mapping: &Mapping) -> Result<Content, Vec<Diagnostic>> {
    let form_at = At::new(form, Span::default());
    let mapping = Mapping {
        form: Some(form_at),
        ..mapping.clone()
    };
    Ok(Content { form, log, mapping })
}

/// Reads a CSV file.
fn table(
    file: &File<'_>,
    told: Option<Form>,
    mapping: &Mapping,
) -> Result<Content, Vec<Diagnostic>> {
    let sheet = sheet(file.text, file.id)?;
    columns::find(&sheet, &mapping.columns, true)?;
    let form = told.or_else(|| recognise(&sheet, &mapping.columns));
    let form = form.ok_or_else(|| vec![unclear(file, &sheet)])?;
    let found = columns::find(&sheet, &mapping.columns, form == Form::Events)?;
    let dates = date_columns(form, &sheet, &found, mapping)?;
    let cells = Cells::new(file.text, &sheet, found, &mapping.dates, dates)?;
    let mut log = match form {
        Form::Wide => wide::read(&cells)?,
        Form::Transitions => transitions::read(&cells)?,
        Form::Events => events::read(&cells)?,
        Form::StartEnd => ends::read(&cells)?,
        _ => trace::read(&cells)?,
    };
    cells.tell(&mut log, form);
    let mapping = cells.completed(form, mapping);
    Ok(Content { form, log, mapping })
}

/// The columns that hold dates.
fn date_columns(
    form: Form,
    sheet: &Sheet,
    found: &Found,
    mapping: &Mapping,
) -> Result<Vec<usize>, Vec<Diagnostic>> {
    let own = match form {
        Form::Wide => wide::stages(sheet, found, mapping)?,
        Form::StartEnd => [found.start, found.end].into_iter().flatten().collect(),
        Form::Trace => Vec::new(),
        _ => found.time.into_iter().collect(),
    };
    let created = found
        .created
        .filter(|column| form != Form::Trace && !own.contains(column));
    Ok(own.into_iter().chain(created).collect())
}

fn unclear(file: &File<'_>, sheet: &Sheet) -> Diagnostic {
    let message = "it is not clear what kind of history this is";
    let help = "a history needs a column with the id of the item and, for instance: a date column for each \
        stage; or columns time, from and to; or time and activity; or start and end. Where yours are called \
        otherwise, name them under [columns] of a mapping";
    let problem = Diagnostic::error("unknown-form", message, sheet.head(file.text));
    problem.label("its headings").help(help)
}

/// A place in a JSON text, by line and column from 1.
fn json_place(file: &File<'_>, error: &serde_json::Error) -> Span {
    let before: usize = file
        .text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at = u32::try_from(before + error.column().saturating_sub(1)).unwrap_or(u32::MAX);
    Span {
        source: file.id,
        start: at,
        end: at,
    }
}

/// A JSON text that is not what it should be.
fn no_json(file: &File<'_>, error: &serde_json::Error, what: &str, help: &str) -> Vec<Diagnostic> {
    let place = json_place(file, error);
    let words = error.to_string();
    let words = words.split(" at line").next().unwrap_or_default();
    let message = format!("this cannot be read as {what}: {words}");
    vec![Diagnostic::error("malformed-json", message, place).help(help)]
}
