//! Experiments: the same trials under several settings, and what differs.

mod calibration;
mod compare;
mod optimise;
mod oracle;
mod paths;
mod selection;
mod sweep;
mod variants;

use crate::support::parse;
use headwater::diagnostic::render;
use headwater::experiment::compare::{Asked, Comparison, compare};
use headwater::experiment::{Setting, Trials};
use headwater::forecast::paths::ResultPath;
use headwater::model::{Built, build};
use headwater::scenario::{self, Asked as Wanted};
use headwater::source::{SourceId, Sources};
use headwater::trials::Steer;
use serde_json::Value;
use std::sync::atomic::AtomicBool;

/// A variant: its name and its settings, each `PATH=VALUE`.
type Variant<'a> = (&'a str, &'a [&'a str]);

/// The model of a scenario with its variants and further ones, or the rendered problems.
fn built(text: &str, variants: &[Variant]) -> Result<Built, String> {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let mut add = |set: &&str| sources.add(format!("--set {set}"), *set);
    let wanted = variants.iter().map(|(name, sets)| Wanted {
        name: (*name).to_owned(),
        sets: sets.iter().map(&mut add).collect::<Vec<SourceId>>(),
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let told = sources.clone();
    let no_file = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
    scenario::read_asked_then(&told, id, &[], &wanted, |said| {
        build(said, &no_file, &mut sources)
    })
    .map_err(|problems| render(&problems, &told))
}

/// The scenario as written, then its variants and further ones.
fn settings(text: &str, variants: &[Variant]) -> Result<Vec<Setting>, String> {
    let built = built(text, variants)?;
    let written = Setting {
        name: "as written".to_owned(),
        edits: Vec::new(),
        model: built.model,
    };
    let others = built.variants.into_iter().map(|variant| Setting {
        name: variant.name,
        edits: variant.edits,
        model: variant.model,
    });
    Ok([written].into_iter().chain(others).collect())
}

/// How a comparison is run.
struct How<'a> {
    /// Trials.
    trials: u64,
    /// The seed.
    seed: u64,
    /// Threads.
    threads: usize,
    /// The number by which settings are judged.
    judge: Option<&'a str>,
    /// Further numbers.
    also: &'a [&'a str],
    /// After how many trials of all settings together it is interrupted.
    stop_after: Option<u64>,
}

impl Default for How<'_> {
    fn default() -> Self {
        Self {
            trials: 200,
            seed: 1,
            threads: 1,
            judge: None,
            also: &[],
            stop_after: None,
        }
    }
}

impl How<'_> {
    /// The comparison as JSON text.
    fn json(&self, settings: &[Setting]) -> Result<String, String> {
        let comparison = self.comparison(settings)?;
        serde_json::to_string(&comparison).map_err(|e| e.to_string())
    }

    /// The comparison.
    fn comparison(&self, settings: &[Setting]) -> Result<Comparison, String> {
        let asked = Asked {
            judge: self.judge.map(ResultPath::parse),
            fans: true,
            also: self
                .also
                .iter()
                .map(|path| ResultPath::parse(path))
                .collect(),
        };
        let trials = Trials {
            trials: self.trials,
            seed: self.seed,
            threads: self.threads,
        };
        let stop = AtomicBool::new(false);
        let mut progress = |done: u64| {
            let enough = self.stop_after.is_some_and(|after| done >= after);
            stop.fetch_or(enough, std::sync::atomic::Ordering::Relaxed);
        };
        let control = Steer {
            stop: &stop,
            progress: &mut progress,
        };
        let (comparison, interrupted) =
            compare(settings, &asked, &trials, control).map_err(|f| f.failure.to_string())?;
        assert_eq!(interrupted, comparison.trials < self.trials);
        Ok(comparison)
    }

    /// The same as a value.
    fn run(&self, settings: &[Setting]) -> Result<Value, String> {
        self.json(settings).map(|json| parse(&json))
    }
}

/// A difference in flow or cost of a variant.
fn flow<'a>(comparison: &'a Value, variant: usize, path: &str) -> &'a Value {
    let all = comparison["variants"][variant]["flow"].as_array();
    let mut all = all.into_iter().flatten();
    all.find(|d| d["path"] == path).unwrap_or(&Value::Null)
}

/// The number behind a key.
fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or(f64::NAN)
}
