//! The command line: reads arguments and files, calls the rooms, writes results, and is the only room
//! that prints. One file a command.

mod again;
mod backtest;
mod board;
mod bound;
mod check;
mod compare;
mod completions;
mod fit;
mod forecast;
mod history;
mod interrupt;
mod load;
mod man;
mod new;
mod number;
mod optimise;
mod options;
mod output;
mod progress;
mod run;
mod schema;
mod sensitivity;
mod sweep;
mod terminal;
mod trace;
mod vary;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

/// Will enough be ready at each Sprint Planning, and when?
///
/// Headwater reads a scenario that describes your upstream board (demand, stages, people, limits,
/// Sprint Plannings), simulates thousands of futures of it, and says how likely it is that enough is
/// ready, what is missing, and what holds it back.
#[derive(Debug, Parser)]
#[command(name = "headwater", version, after_help = FIRST_STEPS)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "First steps:
  headwater new payments          write payments.toml, a scenario to start from
  headwater check payments.toml   is it right, and is it plausible?
  headwater run payments.toml     the forecast
  headwater fit export.csv        a scenario learnt from what your tracker exports
  headwater backtest export.csv   would such forecasts have been right?
  headwater forecast export.csv   the simple way, from its weekly throughput";

/// What can be asked.
#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Check(check::Arguments),
    Compare(compare::Arguments),
    Sweep(sweep::Arguments),
    #[command(name = "optimize", visible_alias = "optimise")]
    Optimise(optimise::Arguments),
    Sensitivity(sensitivity::Arguments),
    Trace(trace::Arguments),
    Fit(fit::Arguments),
    Forecast(forecast::Arguments),
    Backtest(backtest::Arguments),
    Board(board::Arguments),
    New(new::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Why a command ended without having done all it was asked.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The run failed.
    Failed(String),
    /// The command line or an input is wrong.
    Wrong(String),
    /// Ctrl-C; what was done so far has been written.
    Interrupted(String),
    /// Nobody reads the output any more, which is no fault.
    Unread,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    exit(match cli.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Optimise(arguments) => optimise::run(&arguments),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Fit(arguments) => fit::run(&arguments),
        Command::Forecast(arguments) => forecast::run(&arguments),
        Command::Backtest(arguments) => backtest::run(&arguments),
        Command::Board(arguments) => board::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    })
}

/// All exit codes of the program; where nobody listens to Ctrl-C, it ends with 130 at once.
fn exit(result: Result<(), Stop>) -> ExitCode {
    let (message, code) = match result {
        Ok(()) | Err(Stop::Unread) => (String::new(), 0),
        Err(Stop::Failed(message)) => (message, 1),
        Err(Stop::Wrong(message)) => (message, 2),
        Err(Stop::Interrupted(message)) => (message, 130),
    };
    terminal::say(&message);
    ExitCode::from(code)
}

/// Help and version, or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    // Nobody may be reading; that changes nothing.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The whole command line, for completions and manual pages.
fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_well_formed() {
        super::command().debug_assert();
    }
}
