//! From a path to a model: what `run` and `check` have in common.

use super::{Stop, terminal};
use crate::diagnostic::{Diagnostic, render_with};
use crate::model::plausibility::{Plausibility, plausibility};
use crate::model::{Built, Model, Variant, build};
use crate::scenario::{Asked, Input, read_asked_then};
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
    /// What its variants mean, and those asked for.
    pub variants: Vec<Variant>,
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

/// A variant asked for on the command line.
pub struct Wanted {
    /// What it is called.
    pub name: String,
    /// The option that asks for it, for messages.
    pub option: String,
    /// Its settings, each `PATH=VALUE`.
    pub sets: Vec<String>,
}

/// Reads the scenario and builds its model; all problems come at once.
pub fn load(scenario: &Scenario) -> Result<Loaded, Stop> {
    load_with(&scenario.path, &scenario.set, &[])
}

/// The same with further variants beside those of the file.
pub fn load_with(path: &Path, set: &[String], wanted: &[Wanted]) -> Result<Loaded, Stop> {
    let mut sources = Sources::default();
    let id = sources.add(path.display().to_string(), text(path)?);
    let mut add = |option: String, set: &String| sources.add(option, set);
    let sets: Vec<SourceId> = set
        .iter()
        .map(|set| add(format!("--set {set}"), set))
        .collect();
    let asked = wanted.iter().map(|wanted| Asked {
        name: wanted.name.clone(),
        sets: wanted
            .sets
            .iter()
            .map(|set| add(wanted.option.clone(), set))
            .collect(),
    });
    let asked: Vec<Asked> = asked.collect();
    let folder = path.parent().unwrap_or(Path::new(""));
    let read_file = |name: &str| fs::read_to_string(folder.join(name));
    let texts = sources.clone();
    let built = read_asked_then(&texts, id, &sets, &asked, |said| {
        let built = build(said, &read_file, &mut sources)?;
        let plausibility = plausibility(&built.model, said);
        Ok((built, plausibility))
    });
    match built {
        Ok((built, plausibility)) => Ok(loaded(path, built, plausibility, sources)),
        Err(problems) => Err(Stop::Wrong(render_with(
            &once(problems, &asked),
            &sources,
            terminal::coloured(),
        ))),
    }
}

/// Without what is the same for every value of a range: it is told of the first.
fn once(problems: Vec<Diagnostic>, asked: &[Asked]) -> Vec<Diagnostic> {
    let ranged = |problem: &Diagnostic| {
        let source = problem.span.map(|span| span.source);
        source.is_some_and(|source| asked.iter().any(|asked| asked.sets.contains(&source)))
    };
    let mut told: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        let same = |other: &Diagnostic| {
            ranged(other) && other.code == problem.code && other.message == problem.message
        };
        if !ranged(&problem) || !told.iter().any(same) {
            told.push(problem);
        }
    }
    told
}

/// What the scenario, with what is to be changed in it, says at these paths; `None` where it says nothing.
pub fn written(scenario: &Scenario, paths: &[String]) -> Result<Vec<Option<String>>, Stop> {
    let (sources, id, sets) = texts(scenario)?;
    Ok(crate::scenario::written(&sources, id, &sets, paths))
}

/// The estimates of the scenario, with what is to be changed in it, and its decisions on people and room.
pub fn inputs(scenario: &Scenario, spread: f64) -> Result<Vec<Input>, Stop> {
    let (sources, id, sets) = texts(scenario)?;
    Ok(crate::scenario::inputs(&sources, id, &sets, spread))
}

/// The texts of the scenario and of what is to be changed in it.
fn texts(scenario: &Scenario) -> Result<(Sources, SourceId, Vec<SourceId>), Stop> {
    let mut sources = Sources::default();
    let path = &scenario.path;
    let id = sources.add(path.display().to_string(), text(path)?);
    let add = |set: &String| sources.add(format!("--set {set}"), set);
    let sets = scenario.set.iter().map(add).collect();
    Ok((sources, id, sets))
}

/// What was built; a scenario without a name is called like its file.
fn loaded(path: &Path, built: Built, plausibility: Plausibility, sources: Sources) -> Loaded {
    let Built {
        mut model,
        warnings,
        mut variants,
    } = built;
    if model.name.is_empty() {
        let stem = path.file_stem().unwrap_or_default();
        model.name = stem.to_string_lossy().into_owned();
    }
    for variant in &mut variants {
        variant.model.name.clone_from(&model.name);
    }
    Loaded {
        model,
        variants,
        warnings,
        plausibility,
        sources,
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
