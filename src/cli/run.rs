//! `headwater run`: the forecast.

mod drawn;
mod table;

use super::number::whole;
use super::options::{Futures, cannot_render};
use super::{Stop, interrupt, load, output, progress, terminal};
use crate::forecast::{Forecast, forecast};
use crate::model::Model;
use crate::report::{csv, json, text};
use crate::scenario::shape::TRIALS;
use crate::trials::{self, Control, Outcome, Settings};
use clap::{Args, ValueEnum};
use drawn::Drawn;
use std::path::PathBuf;
use table::TrialsTable;

/// Forecast: will enough be ready at each Sprint Planning, and when?
///
/// Simulates thousands of futures of the board and reports how likely each Sprint Planning finds
/// enough ready, when goals are reached, how work flows, and what holds readiness back. The same
/// scenario and seed give the same result on every machine, with any number of threads. Ctrl-C ends
/// the run with the trials done so far.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater run payments.toml
  headwater run payments.toml --set pools.analysts.people=3
  headwater run payments.toml --format json > forecast.json
  headwater run payments.toml --report payments.html
  headwater run payments.toml --out results --trials 100000")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// How many futures to simulate, or at most where the scenario asks for a precision [default: what the
    /// scenario says, or 10000]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = |text: &str| whole(text, 1..=TRIALS))]
    trials: Option<u64>,

    #[command(flatten)]
    futures: Futures,

    /// How to print the forecast
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Also write all tables as CSV files and all charts as SVG into this folder, with a row for every trial in
    /// trials.csv
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Also write one page with the answer, all charts and their numbers, to be opened in a browser or mailed
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// No progress bar and no warnings
    #[arg(long, short)]
    quiet: bool,
}

/// How the forecast is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// For programs: everything
    Json,
    /// For spreadsheets: the Sprint Plannings
    Csv,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load::load(&arguments.scenario)?;
    let (model, warnings) = (&loaded.model, &loaded.warnings);
    if !arguments.quiet {
        terminal::say(&loaded.show(warnings));
    }
    let folder = arguments
        .out
        .as_deref()
        .map(output::Folder::make)
        .transpose()?;
    let mut table = folder
        .as_ref()
        .map(|f| TrialsTable::begin(f, model))
        .transpose()?;
    let report = arguments.report.as_deref();
    let report = report.map(output::File::begin).transpose()?;
    let settings = settings(arguments, model);
    let outcome = simulate(model, &settings, arguments.quiet, table.as_mut())?;
    let forecast = forecast(model, &outcome);
    let wanted = folder.is_some() || report.is_some();
    let drawn = wanted.then(|| Drawn::new(model, &outcome, &forecast));
    let drawn = drawn.transpose()?;
    if let Some((folder, drawn)) = folder.as_ref().zip(drawn.as_ref()) {
        write_all(folder, &forecast, drawn)?;
    }
    if let Some((folder, table)) = folder.as_ref().zip(table) {
        table.end(folder)?;
    }
    if let Some((file, drawn)) = report.zip(drawn.as_ref()) {
        drawn.report(&forecast, arguments, file)?;
    }
    terminal::print(&page(arguments.format, &forecast)?)?;
    interrupted(&outcome, &settings)
}

/// All tables and all charts.
fn write_all(folder: &output::Folder<'_>, forecast: &Forecast, drawn: &Drawn) -> Result<(), Stop> {
    let tables = csv::tables(forecast).map_err(cannot_render)?;
    tables
        .iter()
        .try_for_each(|(name, text)| folder.write(name, text))?;
    drawn.write(folder)
}

fn settings(arguments: &Arguments, model: &Model) -> Settings {
    Settings {
        trials: arguments.trials.unwrap_or(model.trials),
        precision: model.precision,
        seed: arguments.futures.seed(model),
        threads: arguments.futures.threads(),
    }
}

fn simulate(
    model: &Model,
    settings: &Settings,
    quiet: bool,
    table: Option<&mut TrialsTable>,
) -> Result<Outcome, Stop> {
    let listener = interrupt::listen()?;
    let bar = progress::bar(settings, quiet);
    let mut progress = |done| bar.set_position(done);
    let mut sink = table.map(|table| |row| table.row(&row));
    let control = Control {
        stop: listener.flag(),
        progress: &mut progress,
        rows: sink.as_mut().map(|sink| sink as _),
    };
    let outcome = trials::run(model, settings, control);
    bar.finish_and_clear();
    outcome.map_err(|failure| Stop::Failed(format!("error: {failure}")))
}

fn page(format: Format, forecast: &Forecast) -> Result<String, Stop> {
    match format {
        Format::Text => Ok(words(forecast)),
        Format::Json => json::render(forecast).map_err(cannot_render),
        Format::Csv => csv::plannings(forecast).map_err(cannot_render),
    }
}

/// The text, with bars for whoever looks at a terminal.
fn words(forecast: &Forecast) -> String {
    let width = terminal::width(text::WIDTH);
    if terminal::draws() {
        text::render_with_bars(forecast, width)
    } else {
        text::render(forecast, width)
    }
}

fn interrupted(outcome: &Outcome, settings: &Settings) -> Result<(), Stop> {
    if !outcome.interrupted {
        return Ok(());
    }
    let done = text::words::thousands(outcome.settings.trials);
    let asked = text::words::thousands(settings.trials);
    let most = settings.precision.map_or("", |_| "at most ");
    Err(Stop::Interrupted(format!(
        "Interrupted: the result is that of the first {done} of {most}{asked} trials."
    )))
}
