//! `headwater trace`: every event of one trial.

use super::number::whole;
use super::output::{self, Folder};
use super::{Stop, load, terminal};
use crate::model::Model;
use crate::report::trace::{Lines, Pages, Table, Text};
use crate::trace::{Step, tell};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const NAME: &str = "trace.csv";

/// Tell one simulated future, event by event, to understand it and to trust it.
///
/// Trials are numbered from 0, as in the trials.csv of `headwater run --out`, and are the same futures:
/// trial 17 of a run with this seed is what `--trial 17` tells. The CSV form is an event log with one row an
/// event, which can be read back as a history of the board.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater trace payments.toml --trial 17
  headwater trace payments.toml --trial 17 | grep -w feature-3
  headwater trace payments.toml --trial 17 --format csv > history.csv

Columns of the CSV form, and names in the JSON form (one object a line):
  step            the order in which things happened, from 1
  day             when, in working days since day 0
  date, time      the same in the calendar; of the time, so much of 24 hours
                  has passed as of the working day
  event           present (in the backlog on day 0), arrived, refused,
                  entered (a stage), started, finished (done in a stage),
                  ready (on the shelf), held (no room in the next stage),
                  discarded, planning, committed (pulled by a planning),
                  end (of the trial)
  id, type        the item: its type and a running number, as in bug-17
  class           its class of service
  stage           where it happened: a stage, or backlog
  from, to        filled when an item moves: a stage, backlog, done,
                  discarded or refused
  state           the item's state afterwards: waiting, working, blocked or
                  done; empty once it is gone
  pool            who works on it
  next, limit     the stage that has no room for it; the limit that keeps it out
  team, planning  the team that plans; its how-manieth planning it is
  ready, needed   items the team finds on the shelf; how many are enough
  in_stage, max   items in that stage afterwards (in the backlog: of that type);
                  its maximum
  wip             items afterwards in all stages left of ready
  arrived, due    the day the item arrived, negative before day 0; the day it
                  is due")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// Which trial, from 0
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value = "0", value_parser = |text: &str| whole(text, 0..=999_999_999))]
    trial: u64,

    /// Start of the random numbers [default: the scenario's, or 1]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = |text: &str| whole(text, 0..=u64::MAX))]
    seed: Option<u64>,

    /// How to print the events
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Also write the events as trace.csv into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// No warnings
    #[arg(long, short)]
    quiet: bool,
}

/// How the events are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// For programs: one object a line
    Json,
    /// For spreadsheets, and to be read back as a history
    Csv,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load::load(&arguments.scenario)?;
    if !arguments.quiet {
        terminal::say(&loaded.show(&loaded.warnings));
    }
    let folder = arguments.out.as_deref().map(Folder::make).transpose()?;
    let mut file = folder.as_ref().map(File::begin).transpose()?;
    let told = stream(arguments, &loaded.model, file.as_mut());
    if let Some((folder, file)) = folder.as_ref().zip(file) {
        file.end(folder)?;
    }
    told
}

/// Prints the events while they happen; what overruns its bounds is told up to there.
fn stream(arguments: &Arguments, model: &Model, mut file: Option<&mut File>) -> Result<(), Stop> {
    let seed = arguments.seed.unwrap_or(model.seed);
    let mut pages = pages(arguments, model, seed).map_err(|error| terminal::unwritten(&error))?;
    let mut printed = Ok(());
    let mut sink = |step: &Step<'_>| {
        if printed.is_ok() {
            printed = pages.step(step);
        }
        if let Some(file) = &mut file {
            file.step(step);
        }
    };
    let told = tell(model, seed, arguments.trial, &mut sink);
    let printed = printed.and_then(|()| pages.finish());
    told.map_err(|overrun| Stop::Failed(format!("error: {overrun}")))?;
    printed.map_err(|error| terminal::unwritten(&error))
}

/// Standard output in the form asked for.
fn pages(arguments: &Arguments, model: &Model, seed: u64) -> io::Result<Box<dyn Pages>> {
    let out = terminal::stream();
    Ok(match arguments.format {
        Format::Text => Box::new(Text::new(out, &model.name, arguments.trial, seed)?),
        Format::Json => Box::new(Lines::new(out)),
        Format::Csv => Box::new(Table::new(out)?),
    })
}

/// `trace.csv` under a temporary name, and the first thing that went wrong while writing it.
struct File {
    table: Table<BufWriter<NamedTempFile>>,
    fault: io::Result<()>,
}

impl File {
    fn begin(folder: &Folder<'_>) -> Result<Self, Stop> {
        let table = Table::new(BufWriter::new(folder.begin()?)).map_err(|error| cannot(&error))?;
        let fault = Ok(());
        Ok(Self { table, fault })
    }

    /// Writes the next step; after a fault nothing more.
    fn step(&mut self, step: &Step<'_>) {
        if self.fault.is_ok() {
            self.fault = self.table.step(step);
        }
    }

    /// Gives the finished table its name.
    fn end(self, folder: &Folder<'_>) -> Result<(), Stop> {
        self.fault.map_err(|error| cannot(&error))?;
        let file = self.table.into_inner().map_err(|error| cannot(&error))?;
        let file = file.into_inner().map_err(|error| cannot(error.error()))?;
        folder.end(file, NAME)
    }
}

fn cannot(error: &io::Error) -> Stop {
    output::cannot(Path::new(NAME), error)
}
