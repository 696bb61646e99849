//! `headwater trace`: every event of one trial.

use super::number::whole;
use super::output::{self, Folder};
use super::{Stop, load, terminal};
use crate::model::Model;
use crate::report::trace::{Lines, Pages, Table, Text};
use crate::scenario::shape::TRIALS;
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
  event           what happened; all events are listed below
  id, type        the item: its type and a running number, as in bug-17
  class           its class of service
  stage           where it happened: a stage, or backlog
  from, to        filled when an item moves: a stage, backlog, committed (the
                  Sprint Backlog of its team), done, discarded, expired,
                  aborted, refused or split
  state           the item's state afterwards: waiting, working, blocked or
                  done; empty once it is gone
  pool            who works on it
  next, limit     the stage that has no room for it; the limit that keeps it out
  team, planning  the team that plans, or has planned the item; its how-manieth
                  planning it is
  ready, needed   items the team finds on the shelf; how many are enough
  in_stage, max   items in that stage afterwards (in the backlog: of that type);
                  its maximum
  wip             items afterwards in all stages left of ready
  arrived, due    the day the item arrived, negative before day 0; the day it
                  is due
  blocker         what stops its work, or has stopped it
  change, what    which of the changes during the run it is, from 1; what
                  changes, in words
  of, parts       the item it was a part of, or came back from; into how many
                  parts it falls

Events:
  present         it is there on day 0
  arrived         new demand comes into the backlog
  refused         it finds its backlog full and is lost
  entered         a stage pulls it
  pushed          a stage that runs low takes it unfinished from the one before
  started         work on it begins, or its time in the column
  blocked         a blocker stops the work
  unblocked       the blocker ends
  interrupted     expedite work interrupts the work on it
  resumed         work that was stopped goes on
  finished        it is done in its stage
  held            it is done, and there is no room in the next stage
  gathered        it is done, and waits for its stage's next meeting
  freed           a meeting lets it go
  reworked        its work has to be done again
  split           it falls into parts
  part            a part of another item comes into being
  ready           it lies on the shelf, ready for a planning
  discarded       it is dropped before commitment
  expired         it has waited too long and is dropped
  planning        a team looks at the shelf, before it pulls
  committed       a planning pulls it
  done            it has come to the end of its route
  aborted         it is dropped after commitment
  returned        a delivered item comes back as this new one
  changed         a policy changes
  end             the trial is over")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// Which trial, from 0
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value = "0", value_parser = |text: &str| whole(text, 0..=TRIALS - 1))]
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
    stream(arguments, &loaded.model, file.as_mut())?;
    match folder.as_ref().zip(file) {
        Some((folder, file)) => file.end(folder),
        None => Ok(()),
    }
}

/// Prints the events while they happen; what overruns its bounds is told up to there, but leaves no file.
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
