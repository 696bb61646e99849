//! `headwater check`: is the scenario right, and is it plausible?

mod load_table;

use super::{Stop, load, terminal};
use crate::report::text::words::list;
use clap::Args;

/// Check a scenario: is it right, and is it plausible?
///
/// Shows every problem at once with its file, line and column; then how much work the demand brings
/// to each stage and to its people, where the bottleneck is, and what is legal but suspicious.
/// Simulates nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater check payments.toml
  headwater check payments.toml --set stages.ready.wip.min=8")]
pub struct Arguments {
    #[command(flatten)]
    scenario: load::Scenario,

    /// No warnings
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let loaded = load::load(&arguments.scenario)?;
    let warnings = [&loaded.warnings[..], &loaded.plausibility.warnings].concat();
    let path = &arguments.scenario.path;
    let (name, typed) = (path.display(), terminal::typed(path));
    let ready = format!("{name} is ready to run: headwater run {typed}\n");
    let variants: Vec<String> = loaded.variants.iter().map(|v| v.name.clone()).collect();
    let ready = match variants.as_slice() {
        [] => ready,
        names => format!(
            "{ready}{} to compare it with ({}): headwater compare {typed}\n",
            counted(names.len()),
            list(names)
        ),
    };
    let report = load_table::render(&loaded.model, &loaded.plausibility);
    if !arguments.quiet {
        terminal::say(&loaded.show(&warnings));
    }
    terminal::print(&format!("{report}\n{ready}"))
}

fn counted(variants: usize) -> String {
    let plural = if variants == 1 { "" } else { "s" };
    format!("It has {variants} variant{plural}")
}
