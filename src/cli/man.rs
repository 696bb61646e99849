//! `headwater man`: the manual pages.

use super::{Stop, command, terminal};
use clap::Args;
use clap_mangen::Man;

/// Print the manual page of headwater or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater man > headwater.1
  headwater man run | man -l -")]
pub struct Arguments {
    /// The command; headwater itself when left out
    command: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let mut whole = command();
    whole.build();
    let page = match &arguments.command {
        None => whole,
        Some(name) => whole
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| unknown(name))?,
    };
    let mut text = Vec::new();
    let rendered = Man::new(page).render(&mut text);
    rendered.map_err(|error| Stop::Failed(format!("error: cannot write the page: {error}")))?;
    terminal::print(&String::from_utf8_lossy(&text))
}

fn unknown(name: &str) -> Stop {
    Stop::Wrong(format!(
        "error: there is no command `{name}`\nhelp: `headwater help` lists them"
    ))
}
