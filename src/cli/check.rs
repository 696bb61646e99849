//! `headwater check`: is the scenario right, and is it plausible?

use super::{Stop, load, terminal};
use clap::Args;

/// Check a scenario: is it right, and is it plausible?
///
/// Shows every problem at once with its file, line and column, and then what is legal but suspicious.
/// Simulates nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater check payments.toml
  headwater check payments.toml --set stages.ready.wip.min=8")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load::load(&arguments.scenario)?;
    terminal::say(&loaded.show(&loaded.warnings));
    let path = arguments.scenario.path.display();
    terminal::print(&format!("{path} is ready to run: headwater run {path}\n"))
}
