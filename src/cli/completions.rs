//! `headwater completions`: what a shell needs to complete commands and options.

use super::{Stop, command, terminal};
use clap::Args;
use clap_complete::{Shell, generate};

/// Print completions for your shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater completions bash > ~/.local/share/bash-completion/completions/headwater
  headwater completions zsh > ~/.zfunc/_headwater
  headwater completions fish > ~/.config/fish/completions/headwater.fish")]
pub struct Arguments {
    /// Which shell
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut command(), "headwater", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))
}
