//! From the files of an export to a history: what `forecast` and `board` have in common.

use super::options::cannot_render;
use super::output::Folder;
use super::{Stop, terminal};
use crate::diagnostic::render_with;
use crate::history::mapping::{self, Mapping};
use crate::history::stamp::Order;
use crate::history::{Form, Reading, read};
use crate::report::csv;
use crate::report::text::WIDTH;
use crate::report::text::words::{list, thousands, wrap};
use crate::source::{At, SourceId, Sources};
use clap::{Args, ValueEnum};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What stands before all but the first line of a list of words.
const MARGIN: &str = "             ";

/// The file of the mapping in `--out`.
const MAPPING: &str = "mapping.toml";

/// The export and how it is to be read.
#[derive(Debug, Args)]
pub struct History {
    /// The exported history: CSV (a date a stage; changes; activities; start and end), Jira JSON with changelog,
    /// Trello JSON, or the CSV of headwater trace; several files where one export has several pages
    #[arg(value_name = "HISTORY", required = true)]
    pub paths: Vec<PathBuf>,

    /// What the words of the export mean: which status is which stage, ready, done, discarded
    ///
    /// Without it headwater proposes a mapping, says so, and goes on; with --out it is written there, to be
    /// adjusted and handed back.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,

    /// How dates like 5/6/2023 are to be read, where the export does not prove it
    #[arg(long, value_enum, value_name = "ORDER")]
    pub dates: Option<Dates>,
}

impl History {
    /// The name of the first file, without its folder.
    pub fn name(&self) -> String {
        let name = self.paths.first().and_then(|path| path.file_name());
        name.unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Which number of a date is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// 5/6/2023 is the fifth of June
    DayFirst,
    /// 5/6/2023 is the sixth of May
    MonthFirst,
}

/// Reads the files; what is doubtful is said unless `quiet`.
pub fn load(history: &History, quiet: bool) -> Result<Reading, Stop> {
    let mut sources = Sources::default();
    let told = told(history, &mut sources)?;
    let mut ids: Vec<SourceId> = Vec::new();
    for path in &history.paths {
        ids.push(sources.add(path.display().to_string(), text(path)?));
    }
    let first = history.paths.first().and_then(|path| path.file_stem());
    let name = first.unwrap_or_default().to_string_lossy();
    let colour = terminal::coloured();
    let wrong = |problems: Vec<_>| Stop::Wrong(render_with(&problems, &sources, colour));
    let reading = read(&sources, &ids, told.as_ref(), &name).map_err(wrong)?;
    if !quiet {
        terminal::say(&render_with(&reading.warnings, &sources, colour));
        if history.mapping.is_none() {
            terminal::say(&proposal(&reading.mapping));
        }
    }
    Ok(reading)
}

/// What the user says: the mapping, and the order of dates of the command line.
fn told(history: &History, sources: &mut Sources) -> Result<Option<Mapping>, Stop> {
    let mut told = None;
    if let Some(path) = &history.mapping {
        let id = sources.add(path.display().to_string(), text(path)?);
        let problems =
            |problems: Vec<_>| Stop::Wrong(render_with(&problems, sources, terminal::coloured()));
        told = Some(mapping::read(sources, id).map_err(problems)?);
    }
    if let Some(order) = history.dates {
        let order = match order {
            Dates::DayFirst => Order::DayFirst,
            Dates::MonthFirst => Order::MonthFirst,
        };
        told.get_or_insert_default().dates.order = Some(order);
    }
    Ok(told)
}

/// What a mapping says, for who has not written it.
fn proposal(mapping: &Mapping) -> String {
    let form = mapping
        .form
        .as_ref()
        .map_or("", |at: &At<Form>| at.value.describe());
    let names = |all: &[At<String>]| {
        list(
            &all.iter()
                .map(|at| format!("`{}`", at.value))
                .collect::<Vec<_>>(),
        )
    };
    let stages = mapping.stages.iter().map(|stage| match stage.ready {
        true => format!("`{}` (ready)", stage.name.value),
        false => format!("`{}`", stage.name.value),
    });
    let width = terminal::width(WIDTH);
    let first =
        format!("No mapping is given, so this is taken to be {form} and its words to mean:");
    let mut lines = vec![wrap(&first, width)];
    let mut line = |what: &str, words: String| {
        if !words.is_empty() {
            let words = wrap(&words, width - MARGIN.len());
            let words = words.replace('\n', &format!("\n{MARGIN}"));
            lines.push(format!("  {what:<10} {words}"));
        }
    };
    line("backlog", names(&mapping.backlog));
    line("stages", stages.collect::<Vec<_>>().join(", "));
    line("done", names(&mapping.done));
    line(
        "discarded",
        names(&[mapping.discarded.clone(), mapping.resolutions.clone()].concat()),
    );
    line("blocked", names(&mapping.blocked));
    lines.push(format!("Write it to a file with --out FOLDER, adjust {MAPPING} there, and hand it back with --mapping."));
    lines.join("\n")
}

fn text(path: &Path) -> Result<String, Stop> {
    let bytes = fs::read(path).map_err(|error| {
        let path = path.display();
        Stop::Wrong(match error.kind() {
            ErrorKind::NotFound => format!(
                "error: there is no file {path}\nhelp: name the file your tracker has exported"
            ),
            ErrorKind::IsADirectory => {
                format!("error: {path} is a folder\nhelp: name the exported file in it")
            }
            _ => format!("error: cannot read {path}: {error}"),
        })
    })?;
    if bytes.len() > u32::MAX as usize {
        let message = format!(
            "error: {} has more than 4 GB\nhelp: export fewer items",
            path.display()
        );
        return Err(Stop::Wrong(message));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|byte| **byte == b'\n').count();
        Stop::Wrong(format!(
            "error: {} is no text in UTF-8 (from line {})\nhelp: save it as UTF-8; in a spreadsheet: “CSV UTF-8”",
            path.display(),
            thousands(line as u64 + 1)
        ))
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

/// Writes how an export was read into a folder: what became of every row, and the mapping.
pub fn account(folder: &Folder<'_>, reading: &Reading, history: &History) -> Result<(), Stop> {
    let audit = csv::simple::audit(&reading.audit).map_err(cannot_render)?;
    folder.write("audit.csv", &audit)?;
    folder.write(MAPPING, &mapping::write(&reading.mapping, &history.name()))
}
