//! `headwater backtest`: would such forecasts have been right in the past?

use super::again::commands;
use super::history;
use super::number::whole;
use super::options::{Format, cannot_render};
use super::output::{File, Folder};
use super::{Stop, interrupt, progress, terminal};
use crate::backtest::{AHEAD, Backtest, CUTS_APART, Control, Question, TRIALS, backtest, days};
use crate::history::Reading;
use crate::history::fit::LEARNT_WEEKS;
use crate::report::text::words::thousands;
use crate::report::{csv, html, json, pictures, text};
use clap::Args;
use std::path::PathBuf;

/// Would such forecasts have been right in the past?
///
/// Goes back to many days of the history your tracker exports. For each it learns a scenario from what was known
/// then, starts from the board of that day, simulates, and compares with what happened: how often did the bands of
/// 50, 80 and 90 % hold it, and were the forecasts better than plain ones? Ctrl-C ends the test with the days done so
/// far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater backtest export.csv
  headwater backtest export.json --mapping mapping.toml --calibrated --report backtest.html
  headwater backtest export.csv --ahead 2 --ahead 6 --every 2 --format csv > coverage.csv")]
pub struct Arguments {
    #[command(flatten)]
    history: history::History,

    /// How many weeks ahead to look; may be given more than once [default: 2, 4, 8 and 13]
    #[arg(long, value_name = "WEEKS", value_parser = |text: &str| whole(text, 1..=104))]
    ahead: Vec<u64>,

    /// How many weeks lie between one past forecast and the next
    #[arg(long, value_name = "WEEKS", default_value_t = CUTS_APART as u64, value_parser = |text: &str| whole(text, 1..=520))]
    every: u64,

    /// From how many weeks before it each forecast learns, the latest
    #[arg(long, value_name = "N", default_value_t = LEARNT_WEEKS as u64, value_parser = |text: &str| whole(text, 8..=2000))]
    weeks: u64,

    /// Also widen the bands by what earlier forecasts missed, and say by how much to widen those of today
    #[arg(long)]
    calibrated: bool,

    /// How many futures to simulate for each past forecast
    #[arg(long, value_name = "N", default_value_t = TRIALS, value_parser = |text: &str| whole(text, 20..=1_000_000))]
    trials: u64,

    /// Start of the random numbers; another seed is another luck
    #[arg(long, value_name = "N", default_value = "1", value_parser = |text: &str| whole(text, 0..=u64::MAX))]
    seed: u64,

    /// How many processor threads to use, 0 for all; changes the time taken, never the result
    #[arg(long, value_name = "N", default_value = "0", value_parser = |text: &str| whole(text, 0..=1024))]
    threads: u64,

    /// How to print the answer; as CSV the table of coverage
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Also write all tables, a row for every past forecast, all charts as SVG, and the mapping into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Also write one page with the answer, all charts and their numbers, to be opened in a browser or mailed
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// No progress bar, and no word on how the export was read
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let reading = history::load(&arguments.history, arguments.quiet)?;
    let question = question(arguments);
    let all = days(&reading.history, &question)
        .map_err(Stop::Wrong)?
        .len() as u64;
    let folder = arguments.out.as_deref().map(Folder::make).transpose()?;
    let report = arguments.report.as_deref().map(File::begin).transpose()?;
    let bar = progress::days(all, arguments.quiet);
    let listener = interrupt::listen()?;
    let control = Control {
        stop: listener.flag(),
        progress: &mut |done| bar.set_position(done),
        threads: usize::try_from(arguments.threads).unwrap_or(0),
    };
    let tested = backtest(&reading.history, &question, control);
    drop(listener);
    bar.finish_and_clear();
    let (mut test, interrupted) = tested.map_err(Stop::Wrong)?;
    let done = (test.cuts.len() + test.left_out.len()) as u64;
    if test.cuts.is_empty() {
        return Err(Stop::Interrupted(
            "Interrupted before the first past forecast was made: there is no result.".to_owned(),
        ));
    }
    test.audit = Some(reading.audit.clone());
    if let Some(folder) = &folder {
        write(folder, arguments, &reading, &test)?;
    }
    if let Some(file) = report {
        file.end(&html::of_backtest(&test, &commands(None)))?;
    }
    terminal::print(&page(arguments.format, &test)?)?;
    match interrupted {
        false => Ok(()),
        true => Err(Stop::Interrupted(format!(
            "Interrupted: the result is that of the first {} of {} past days.",
            thousands(done),
            thousands(all)
        ))),
    }
}

fn question(arguments: &Arguments) -> Question {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut ahead: Vec<usize> = arguments.ahead.iter().map(|n| number(*n)).collect();
    if ahead.is_empty() {
        ahead.extend(AHEAD);
    }
    ahead.sort_unstable();
    ahead.dedup();
    Question {
        weeks: number(arguments.weeks),
        every: number(arguments.every),
        ahead,
        trials: arguments.trials,
        seed: arguments.seed,
        calibrated: arguments.calibrated,
    }
}

fn page(format: Format, test: &Backtest) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(text::backtest::render(test, terminal::width(text::WIDTH))),
        Format::Json => json::render(test).map_err(cannot_render),
        Format::Csv => csv::backtest::coverage(test).map_err(cannot_render),
    }
}

fn write(
    folder: &Folder<'_>,
    arguments: &Arguments,
    reading: &Reading,
    test: &Backtest,
) -> Result<(), Stop> {
    let tables = csv::backtest::tables(test).map_err(cannot_render)?;
    tables
        .iter()
        .try_for_each(|(name, text)| folder.write(name, text))?;
    folder.draw(&pictures::of_backtest(test))?;
    history::account(folder, reading, &arguments.history)
}
