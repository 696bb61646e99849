//! `headwater new`: a scenario to start from.

use super::{Stop, output, schema, terminal};
use clap::Args;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const STARTER: &str = include_str!("starter.toml");

/// Write a scenario to start from
///
/// The file is commented, runs as it is, and is never written over an existing one. A schema file is
/// put beside it, so that editors which know TOML schemas complete and check what you type.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  headwater new              writes headwater.toml
  headwater new payments     writes payments.toml")]
pub struct Arguments {
    /// The name of the scenario, with or without .toml
    #[arg(default_value = "headwater")]
    name: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let folder = arguments
        .name
        .as_os_str()
        .as_encoded_bytes()
        .ends_with(b"/");
    if folder || arguments.name.file_name().is_none() {
        return Err(Stop::Wrong(format!(
            "error: {} is a folder\nhelp: add the name that the scenario shall have",
            arguments.name.display()
        )));
    }
    let path = with_extension(&arguments.name);
    if !write(&path, STARTER)? {
        return Err(Stop::Wrong(format!(
            "error: {} is there already and is left as it is\nhelp: choose another name",
            path.display()
        )));
    }
    write(&path.with_file_name(schema::FILE), &schema::text()?)?;
    let (name, typed) = (path.display(), terminal::typed(&path));
    terminal::print(&format!(
        "{name} is written. What next:\n  headwater check {typed}\n  headwater run {typed}\n"
    ))
}

/// Writes a file; false when there is one of that name, which is left alone.
fn write(path: &Path, text: &str) -> Result<bool, Stop> {
    match output::write_new(path, text) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(output::cannot(path, &error)),
    }
}

/// `payments` and `payments.toml` both mean `payments.toml`; `v1.2` means `v1.2.toml`.
fn with_extension(name: &Path) -> PathBuf {
    if name
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        return name.to_owned();
    }
    let mut name = name.as_os_str().to_owned();
    name.push(".toml");
    name.into()
}
