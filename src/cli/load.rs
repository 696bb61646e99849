//! From a path to a model: what `run` and `check` have in common.

use super::{Stop, terminal};
use crate::diagnostic::{Diagnostic, render_with};
use crate::model::plausibility::{Plausibility, plausibility};
use crate::model::{Built, Model, build};
use crate::scenario::read_then;
use crate::source::{SourceId, Sources};
use clap::Args;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The scenario and what is to be changed in it.
#[derive(Debug, Args)]
pub struct Scenario {
    /// The scenario file
    #[arg(value_name = "SCENARIO")]
    pub path: PathBuf,

    /// Try another setting without changing the file, as in --set stages.triage.wip.max=3
    ///
    /// The path names a knob as the file does, with names in place of numbers:
    /// pools.analysts.people, types.bug.arrivals.per_week, stages."Ready to plan".wip.min.
    /// May be given more than once.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// The model of a scenario, with the texts its warnings point into.
pub struct Loaded {
    /// What the scenario means.
    pub model: Model,
    /// What is legal but worth a word.
    pub warnings: Vec<Diagnostic>,
    /// What can be told without simulating.
    pub plausibility: Plausibility,
    sources: Sources,
}

impl Loaded {
    /// Problems as text for standard error.
    pub fn show(&self, problems: &[Diagnostic]) -> String {
        render_with(problems, &self.sources, terminal::coloured())
    }
}

/// Reads the scenario and builds its model; all problems come at once.
pub fn load(scenario: &Scenario) -> Result<Loaded, Stop> {
    let mut sources = Sources::default();
    let id = sources.add(scenario.path.display().to_string(), text(&scenario.path)?);
    let sets: Vec<SourceId> = scenario
        .set
        .iter()
        .map(|set| sources.add(format!("--set {set}"), set))
        .collect();
    let folder = scenario.path.parent().unwrap_or(Path::new(""));
    let read_file = |name: &str| fs::read_to_string(folder.join(name));
    let texts = sources.clone();
    let built = read_then(&texts, id, &sets, |said| {
        let Built {
            mut model,
            warnings,
        } = build(said, &read_file, &mut sources)?;
        if model.name.is_empty() {
            model.name = scenario
                .path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
        }
        let plausibility = plausibility(&model, said);
        Ok((model, warnings, plausibility))
    });
    match built {
        Ok((model, warnings, plausibility)) => Ok(Loaded {
            model,
            warnings,
            plausibility,
            sources,
        }),
        Err(problems) => Err(Stop::Wrong(render_with(
            &problems,
            &sources,
            terminal::coloured(),
        ))),
    }
}

fn text(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        Stop::Wrong(match error.kind() {
            ErrorKind::NotFound => format!(
                "error: there is no file {path}\nhelp: `headwater new` writes a scenario to start from"
            ),
            ErrorKind::IsADirectory => format!(
                "error: {path} is a folder\nhelp: name the scenario file, a text ending in .toml"
            ),
            ErrorKind::InvalidData => format!(
                "error: {path} is no text in UTF-8\nhelp: save the scenario as plain text in UTF-8"
            ),
            _ => format!("error: cannot read {path}: {error}"),
        })
    })
}
