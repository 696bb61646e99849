//! What the commands that try several settings have in common: options, progress, and how they end.

use super::number::whole;
use super::{Stop, interrupt, output, progress, terminal};
use crate::experiment::{Failed, Setting, Trials};
use crate::forecast::paths::ResultPath;
use crate::model::Model;
use crate::report::csv::Table;
use crate::report::pictures::Section;
use crate::report::text::words::{list, thousands};
use crate::scenario::shape::TRIALS;
use crate::scenario::suggest::nearest;
use crate::trials::Steer;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// How many trials, and where the answer goes.
#[derive(Debug, Args)]
pub struct Options {
    /// How many futures to simulate with every setting [default: what the scenario says, or 10000]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = |text: &str| whole(text, 1..=TRIALS))]
    trials: Option<u64>,

    #[command(flatten)]
    futures: Futures,

    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Also write all tables as CSV files and all charts as SVG into this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Also write one page with the answer, all charts and their numbers, to be opened in a browser or mailed
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,

    /// No progress bar and no warnings
    #[arg(long, short)]
    pub quiet: bool,
}

/// From which seed futures are played, and by how many threads.
#[derive(Debug, Args)]
pub struct Futures {
    /// Start of the random numbers; another seed is another luck [default: the scenario's, or 1]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = |text: &str| whole(text, 0..=u64::MAX))]
    pub seed: Option<u64>,

    /// How many processor threads to use, 0 for all; changes the time taken, never the result
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value = "0", value_parser = |text: &str| whole(text, 0..=1024))]
    threads: u64,
}

impl Futures {
    /// The seed, the scenario's where none is given.
    pub fn seed(&self, model: &Model) -> u64 {
        self.seed.unwrap_or(model.seed)
    }

    /// The threads, 0 for all.
    pub fn threads(&self) -> usize {
        usize::try_from(self.threads).unwrap_or(0)
    }
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// For programs: everything
    Json,
    /// For spreadsheets
    Csv,
}

impl Options {
    /// Which trials are played, where the scenario says what the options leave out.
    pub fn trials(&self, model: &Model) -> Trials {
        Trials {
            trials: self.trials.unwrap_or(model.trials),
            seed: self.futures.seed(model),
            threads: self.futures.threads(),
        }
    }

    /// Plays trials with a progress bar, until they are done or Ctrl-C is pressed.
    pub fn play<T>(
        &self,
        settings: &[Setting],
        trials: &Trials,
        play: impl FnOnce(Steer<'_>) -> Result<T, Failed>,
    ) -> Result<T, Stop> {
        let all = trials.trials.saturating_mul(settings.len() as u64);
        self.follow(all, |stop, progress| {
            let mut progress = |done| progress(done, all);
            play(Steer {
                stop,
                progress: &mut progress,
            })
        })
    }

    /// Does something of which the progress and its end (at first `all`) are told in trials, until it is done
    /// or Ctrl-C is pressed.
    pub fn follow<T>(
        &self,
        all: u64,
        work: impl FnOnce(&AtomicBool, &mut dyn FnMut(u64, u64)) -> Result<T, Failed>,
    ) -> Result<T, Stop> {
        let listener = interrupt::listen()?;
        let bar = progress::steps(all, self.quiet);
        let mut progress = |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        };
        let done = work(listener.flag(), &mut progress);
        bar.finish_and_clear();
        done.map_err(|Failed { setting, failure }| {
            Stop::Failed(format!("error: with “{setting}”: {failure}"))
        })
    }

    /// Are charts wanted?
    pub fn draws(&self) -> bool {
        self.out.is_some() || self.report.is_some()
    }

    /// Where the answer goes besides standard output; begun before the work, so that a wrong place is told at once.
    pub fn places(&self) -> Result<Places<'_>, Stop> {
        Ok(Places {
            folder: self.out.as_deref().map(output::Folder::make).transpose()?,
            report: self
                .report
                .as_deref()
                .map(output::File::begin)
                .transpose()?,
        })
    }
}

/// Where an answer goes besides standard output.
pub struct Places<'a> {
    folder: Option<output::Folder<'a>>,
    report: Option<output::File<'a>>,
}

/// An answer in all its forms.
pub struct Answer<'a> {
    /// What is printed.
    pub printed: Result<String, Stop>,
    /// Tables and the names of their files.
    pub tables: Vec<(&'static str, Table)>,
    /// Its charts, drawn when they are wanted.
    pub charts: &'a dyn Fn() -> Vec<Section>,
    /// Its page, written when it is wanted.
    pub page: &'a dyn Fn() -> String,
}

/// Prints the answer, and writes its tables, charts and page to where they are wanted.
pub fn answer(places: Places<'_>, answer: Answer<'_>) -> Result<(), Stop> {
    if let Some(folder) = places.folder {
        for (name, table) in answer.tables {
            folder.write(name, &table.map_err(cannot_render)?)?;
        }
        folder.draw(&(answer.charts)())?;
    }
    if let Some(file) = places.report {
        file.end(&(answer.page)())?;
    }
    terminal::print(&answer.printed?)
}

/// A result that cannot be rendered.
pub fn cannot_render(error: impl std::fmt::Display) -> Stop {
    Stop::Failed(format!("error: cannot write the result: {error}"))
}

/// How a run that was perhaps interrupted ends, after so many of the trials asked for.
pub fn ending(interrupted: bool, done: u64, asked: u64) -> Result<(), Stop> {
    if !interrupted {
        return Ok(());
    }
    let (done, asked) = (thousands(done), thousands(asked));
    Err(Stop::Interrupted(format!(
        "Interrupted: the result is that of the first {done} of {asked} trials of every setting."
    )))
}

/// A run that was interrupted before there was anything to tell.
pub fn nothing_done() -> Stop {
    Stop::Interrupted(
        "Interrupted before the first trials of every setting were done: there is no result."
            .to_owned(),
    )
}

/// A result path that must lead somewhere in the results of a model.
pub fn result_path(text: &str, model: &Model) -> Result<ResultPath, Stop> {
    let path = ResultPath::parse(text);
    match path.locate(model) {
        Ok(_) => Ok(path),
        Err(unknown) => {
            let known = || unknown.known.iter().map(String::as_str);
            let help = match nearest(&unknown.step, known()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if unknown.known.is_empty() => "the path ends too late".to_owned(),
                None => format!("here can stand {}", list(&unknown.known)),
            };
            let what = match unknown.step.as_str() {
                "" => format!("the path `{text}` names no number of the result"),
                step => format!("there is no number `{text}` in the result: `{step}` is not known"),
            };
            Err(Stop::Wrong(format!("error: {what}\nhelp: {help}")))
        }
    }
}
