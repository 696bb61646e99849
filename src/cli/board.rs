//! `headwater board`: the board of a day.

use super::history;
use super::options::cannot_render;
use super::output::Folder;
use super::{Stop, terminal};
use crate::history::Reading;
use crate::history::board::{Board, board};
use crate::report::{csv, json, text};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// The board of a past day, to start a forecast from
///
/// Reads the history your tracker exports and says where every open item stood at the beginning of that day, with
/// what was known then and nothing that came later. The CSV form is the board.csv of a scenario.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater board export.json --as-of 2026-01-05
  headwater board export.csv --mapping mapping.toml --format csv > board.csv")]
pub struct Arguments {
    #[command(flatten)]
    history: history::History,

    /// The day; the board is that of its beginning [default: the day after the data end]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// In board.csv, ages in working days instead of dates: for a scenario without dates
    #[arg(long)]
    ages: bool,

    /// How to print the board
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Also write board.csv, the account of what was read and the mapping into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// No word on how the export was read
    #[arg(long, short)]
    quiet: bool,
}

/// How the board is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: how many items stand where, and how long
    Text,
    /// For programs: everything
    Json,
    /// For a scenario: board.csv
    Csv,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let reading = history::load(&arguments.history, arguments.quiet)?;
    let board = board(&reading.history, arguments.as_of).map_err(Stop::Wrong)?;
    if let Some(folder) = arguments.out.as_deref().map(Folder::make).transpose()? {
        write(&folder, arguments, &reading, &board)?;
    }
    let page = match arguments.format {
        Format::Text => text::board::render(&board, terminal::width(text::WIDTH)),
        Format::Json => json::render(&board).map_err(cannot_render)?,
        Format::Csv => csv::board::board(&board, arguments.ages).map_err(cannot_render)?,
    };
    terminal::print(&page)
}

fn write(
    folder: &Folder<'_>,
    arguments: &Arguments,
    reading: &Reading,
    board: &Board,
) -> Result<(), Stop> {
    let table = csv::board::board(board, arguments.ages).map_err(cannot_render)?;
    folder.write("board.csv", &table)?;
    history::account(folder, reading, &arguments.history)
}
