//! `headwater forecast`: the simple way.

use super::history;
use super::number::whole;
use super::options::cannot_render;
use super::output::Folder;
use super::{Stop, terminal};
use crate::history::Reading;
use crate::history::resample::{Prepared, Question, Row, SAMPLED_WEEKS, Simple, prepare};
use crate::history::throughput::Counted;
use crate::report::csv::{Trials, simple as csv};
use crate::report::{json, text};
use crate::scenario::suggest::nearest;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::BufWriter;
use std::path::PathBuf;
use tempfile::NamedTempFile;

/// The simple way: how many by then, when N, from past weekly throughput
///
/// Reads the history your tracker exports and simulates futures in which every week is like one of the past
/// weeks, drawn at random. It knows nothing of the board of today, of limits or of people: compare it with what
/// `headwater run` says of a scenario.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater forecast export.csv
  headwater forecast export.csv --by 2026-06-30 --items 40
  headwater forecast export.json --mapping mapping.toml --weeks 12 --format json")]
pub struct Arguments {
    #[command(flatten)]
    history: history::History,

    /// How many items by the end of this day? May be given more than once [default: 2, 4, 8 and 13 weeks ahead]
    #[arg(long, value_name = "DATE")]
    by: Vec<Date>,

    /// When will so many items be finished? May be given more than once
    #[arg(long, value_name = "N", value_parser = |text: &str| whole(text, 1..=1_000_000))]
    items: Vec<u64>,

    /// What counts as finished [default: ready where the mapping names the ready shelf, else done]
    #[arg(long, value_enum, value_name = "WHAT")]
    count: Option<Count>,

    /// Only items of this type; may be given more than once
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,

    /// From how many of the past weeks is drawn, the latest
    #[arg(long, value_name = "N", default_value_t = SAMPLED_WEEKS as u64, value_parser = |text: &str| whole(text, 8..=2000))]
    weeks: u64,

    /// The first day of the forecast; what happened on it and later is not looked at [default: the day after
    /// the data end]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// How many futures to simulate
    #[arg(long, value_name = "N", default_value = "10000", value_parser = |text: &str| whole(text, 1..=100_000_000))]
    trials: u64,

    /// Start of the random numbers; another seed is another luck
    #[arg(long, value_name = "N", default_value = "1", value_parser = |text: &str| whole(text, 0..=u64::MAX))]
    seed: u64,

    /// How to print the forecast
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Also write all tables as CSV files into this folder, a row for every trial, and the mapping
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// No word on how the export was read
    #[arg(long, short)]
    quiet: bool,
}

/// What counts as finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Count {
    /// Reached the ready shelf, or went past it
    Ready,
    /// Done
    Done,
}

/// How the forecast is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// For programs: everything
    Json,
    /// For spreadsheets: how many by each day
    Csv,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let reading = history::load(&arguments.history, arguments.quiet)?;
    let question = question(arguments, &reading)?;
    let prepared = prepare(&reading.history, &question).map_err(Stop::Wrong)?;
    let folder = arguments.out.as_deref().map(Folder::make).transpose()?;
    let table = folder
        .as_ref()
        .map(|folder| TrialsTable::begin(folder, &prepared, &question));
    let mut table = table.transpose()?;
    let mut sink = |row: &Row| table.iter_mut().for_each(|table| table.row(row));
    let simple = prepared.run(&reading.audit, &mut sink);
    if let Some((folder, table)) = folder.as_ref().zip(table) {
        write(folder, arguments, &reading, &simple)?;
        table.end(folder)?;
    }
    terminal::print(&page(arguments.format, &simple)?)
}

fn question(arguments: &Arguments, reading: &Reading) -> Result<Question, Stop> {
    let history = &reading.history;
    let counted = match arguments.count {
        Some(Count::Ready) if history.ready().is_none() => return Err(Stop::Wrong(no_shelf())),
        Some(Count::Ready) => Counted::Ready,
        Some(Count::Done) => Counted::Done,
        None => history.counted(),
    };
    let types: Result<Vec<usize>, Stop> = arguments
        .types
        .iter()
        .map(|name| kind(name, &history.types))
        .collect();
    let items = arguments
        .items
        .iter()
        .map(|n| u32::try_from(*n).unwrap_or(u32::MAX));
    Ok(Question {
        counted,
        types: types?,
        weeks: usize::try_from(arguments.weeks).unwrap_or(SAMPLED_WEEKS),
        by: arguments.by.clone(),
        items: items.collect(),
        as_of: arguments.as_of,
        trials: arguments.trials,
        seed: arguments.seed,
    })
}

fn no_shelf() -> String {
    "error: the mapping does not say which stage is the ready shelf\nhelp: write `kind = \"ready\"` into one of its \
        [[stages]], or count what is done"
        .to_owned()
}

fn kind(name: &str, types: &[String]) -> Result<usize, Stop> {
    let known = types
        .iter()
        .position(|known| known.to_lowercase() == name.to_lowercase());
    known.ok_or_else(|| {
        let help = match nearest(name, types.iter().map(String::as_str)) {
            Some(like) => format!("did you mean `{like}`?"),
            None => format!("the types of this history are {}", types.join(", ")),
        };
        Stop::Wrong(format!(
            "error: there is no type `{name}` in this history\nhelp: {help}"
        ))
    })
}

fn write(
    folder: &Folder<'_>,
    arguments: &Arguments,
    reading: &Reading,
    simple: &Simple,
) -> Result<(), Stop> {
    let tables = csv::tables(simple).map_err(cannot_render)?;
    tables
        .iter()
        .try_for_each(|(name, text)| folder.write(name, text))?;
    history::account(folder, reading, &arguments.history)
}

/// `trials.csv`, one row a future, and the first thing that went wrong while writing it.
struct TrialsTable {
    table: Trials<BufWriter<NamedTempFile>>,
    fault: Option<::csv::Error>,
}

impl TrialsTable {
    fn begin(
        folder: &Folder<'_>,
        prepared: &Prepared<'_>,
        question: &Question,
    ) -> Result<Self, Stop> {
        let by = prepared.days().map(|day| format!("by_{day}"));
        let reached: Vec<String> = question
            .items
            .iter()
            .map(|n| format!("{n} items"))
            .collect();
        let file = BufWriter::new(folder.begin()?);
        let table = Trials::with_columns(file, by, &reached).map_err(cannot_render)?;
        Ok(Self { table, fault: None })
    }

    /// Writes the next future; after a fault nothing more.
    fn row(&mut self, row: &Row) {
        if self.fault.is_none() {
            let counts: Vec<u32> = row
                .by
                .iter()
                .map(|n| u32::try_from(*n).unwrap_or(u32::MAX))
                .collect();
            let days: Vec<Option<f64>> = row
                .reached
                .iter()
                .map(|day| day.map(|day| day as f64))
                .collect();
            self.fault = self.table.row(row.trial, &counts, &days).err();
        }
    }

    fn end(self, folder: &Folder<'_>) -> Result<(), Stop> {
        if let Some(fault) = self.fault {
            return Err(cannot_render(fault));
        }
        let file = self.table.finish().map_err(cannot_render)?;
        let file = file
            .into_inner()
            .map_err(|error| cannot_render(error.into_error()))?;
        folder.end(file, "trials.csv")
    }
}

fn page(format: Format, simple: &Simple) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(text::simple::render(simple, terminal::width(text::WIDTH))),
        Format::Json => json::render(simple).map_err(cannot_render),
        Format::Csv => csv::by(simple).map_err(cannot_render),
    }
}
