//! `headwater schema`: the shape of a scenario, for editors.

use super::{Stop, terminal};
use crate::{report, scenario};
use clap::Args;

/// The name under which a starter scenario finds the schema.
pub const FILE: &str = "headwater.schema.json";

/// Print the JSON Schema of scenario files
///
/// Editors that know TOML schemas complete and check a scenario whose first line is
/// `#:schema headwater.schema.json`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  headwater schema > headwater.schema.json")]
pub struct Arguments {}

pub fn run(_: &Arguments) -> Result<(), Stop> {
    terminal::print(&text()?)
}

/// The schema as text.
pub fn text() -> Result<String, Stop> {
    let text = report::json::render(&scenario::schema());
    text.map_err(|error| Stop::Failed(format!("error: cannot write the schema: {error}")))
}
