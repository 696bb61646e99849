//! `headwater fit`: a scenario learnt from a history.

use super::again::commands;
use super::history;
use super::number::whole;
use super::options::cannot_render;
use super::output::{File, Folder, cannot, write_new};
use super::{Stop, terminal};
use crate::history::Reading;
use crate::history::fit::{Fit, LEARNT_WEEKS, Question, board, fit, scenario};
use crate::report::{csv, html, json, pictures, text};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The names of the files in `--out`.
const SCENARIO: &str = "scenario.toml";
const BOARD: &str = "board.csv";

/// A scenario learnt from a team's history
///
/// Reads the history your tracker exports and writes a scenario that runs at once: what arrives, how long items
/// stay in each stage, what is dropped, passed by and done again, with a comment on every number. Work that goes on
/// counts as lasting at least so long. What no history can tell is assumed aloud.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater fit export.csv --out learnt && headwater run learnt/scenario.toml
  headwater fit export.json --mapping mapping.toml -o payments.toml --report fit.html
  headwater fit export.csv > payments.toml")]
pub struct Arguments {
    #[command(flatten)]
    history: history::History,

    /// From how many of the past weeks is learnt, the latest
    #[arg(long, value_name = "N", default_value_t = LEARNT_WEEKS as u64, value_parser = |text: &str| whole(text, 8..=2000))]
    weeks: u64,

    /// The first day of the scenario; what happened on it and later is not looked at [default: the day after the
    /// data end]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Write the scenario into this new file, and the board it starts from beside it
    #[arg(long, short = 'o', value_name = "FILE")]
    scenario: Option<PathBuf>,

    /// Write scenario.toml, board.csv, the mapping, all tables, and all charts as SVG into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Also write one page with the answer, all charts and their numbers, to be opened in a browser or mailed
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// What to print [default: the scenario, or text where that is written to a file]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// No word on how the export was read
    #[arg(long, short)]
    quiet: bool,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The scenario
    Toml,
    /// For reading: what was learnt and how well it fits
    Text,
    /// For programs: everything
    Json,
    /// For spreadsheets: one row a stage
    Csv,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let reading = history::load(&arguments.history, arguments.quiet)?;
    let question = Question {
        weeks: usize::try_from(arguments.weeks).unwrap_or(LEARNT_WEEKS),
        as_of: arguments.as_of,
    };
    let mut learnt = fit(&reading.history, &question).map_err(Stop::Wrong)?;
    learnt.audit = Some(reading.audit.clone());
    let report = arguments.report.as_deref().map(File::begin).transpose()?;
    if let Some(path) = &arguments.scenario {
        beside(path, &learnt)?;
    }
    if let Some(folder) = arguments.out.as_deref().map(Folder::make).transpose()? {
        write(&folder, arguments, &reading, &learnt)?;
    }
    if let Some(file) = report {
        file.end(&html::of_fit(&learnt, &commands(None)))?;
    }
    let written = arguments.scenario.is_some() || arguments.out.is_some();
    let default = if written { Format::Text } else { Format::Toml };
    terminal::print(&match arguments.format.unwrap_or(default) {
        Format::Toml => scenario(&learnt, None),
        Format::Text => text::fit::render(&learnt, terminal::width(text::WIDTH)),
        Format::Json => json::render(&learnt).map_err(cannot_render)?,
        Format::Csv => csv::fit::stages(&learnt).map_err(cannot_render)?,
    })
}

/// The scenario in a file of its own, and its board in one beside it; neither takes the place of another.
fn beside(path: &Path, learnt: &Fit) -> Result<(), Stop> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-{BOARD}");
    let new = |path: &Path, text: &str| {
        write_new(path, text).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Stop::Wrong(format!(
                "error: {} is already there\nhelp: take another name, or remove it first",
                path.display()
            )),
            _ => cannot(path, &error),
        })
    };
    new(path, &scenario(learnt, Some(&name)))?;
    new(
        &path.with_file_name(&name),
        &board(learnt).map_err(cannot_render)?,
    )
}

fn write(
    folder: &Folder<'_>,
    arguments: &Arguments,
    reading: &Reading,
    learnt: &Fit,
) -> Result<(), Stop> {
    folder.write(SCENARIO, &scenario(learnt, Some(BOARD)))?;
    folder.write(BOARD, &board(learnt).map_err(cannot_render)?)?;
    let tables = csv::fit::tables(learnt).map_err(cannot_render)?;
    tables
        .iter()
        .try_for_each(|(name, text)| folder.write(name, text))?;
    folder.draw(&pictures::of_fit(learnt))?;
    history::account(folder, reading, &arguments.history)
}
