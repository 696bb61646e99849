//! How the tests run a scenario and read its result: the only place that knows the way through
//! the library.

#![expect(
    clippy::panic,
    reason = "a test that cannot read its result has failed"
)]

use headwater::diagnostic::render;
use headwater::forecast::{Forecast, forecast};
use headwater::model::{Model, build};
use headwater::report::text as report;
use headwater::scenario;
use headwater::source::{SourceId, Sources};
use headwater::trials::{self, Control, Settings};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

/// A run to be made: the scenario's text and how to run it.
pub struct Run<'a> {
    /// The scenario file.
    pub text: &'a str,
    /// `--set` arguments, each `PATH=VALUE`.
    pub set: &'a [&'a str],
    /// How many trials.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// How many threads.
    pub threads: usize,
}

impl Run<'_> {
    /// The JSON result and the rendered warnings, or the rendered problems.
    pub fn outcome(&self) -> Result<(String, String), String> {
        let (forecast, warnings) = self.forecast()?;
        let json = serde_json::to_string(&forecast).map_err(|e| e.to_string())?;
        Ok((json, warnings))
    }

    /// The forecast and the rendered warnings, or the rendered problems.
    fn forecast(&self) -> Result<(Forecast, String), String> {
        let (model, warnings) = self.built()?;
        let settings = Settings {
            trials: self.trials,
            precision: model.precision,
            seed: self.seed,
            threads: self.threads,
        };
        let stop = AtomicBool::new(false);
        let control = Control {
            stop: &stop,
            progress: &mut |_| {},
            rows: None,
        };
        let outcome =
            trials::run(&model, &settings, control).map_err(|failure| failure.to_string())?;
        Ok((forecast(&model, &outcome), warnings))
    }

    /// The model and the rendered warnings, or the rendered problems.
    fn built(&self) -> Result<(Model, String), String> {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", self.text);
        let sets: Vec<SourceId> = self
            .set
            .iter()
            .map(|set| sources.add(format!("--set {set}"), *set))
            .collect();
        let told = sources.clone();
        let read = |name: &str| file(self.text, name);
        scenario::read_then(&told, id, &sets, |s| build(s, &read, &mut sources))
            .map(|built| (built.model, render(&built.warnings, &told)))
            .map_err(|problems| render(&problems, &told))
    }
}

/// A file that a scenario names: the lines behind `#: ` in the scenario, where there are any, else the file
/// beside the shipped scenarios.
fn file(text: &str, name: &str) -> std::io::Result<String> {
    let within = text.lines().filter_map(|line| line.strip_prefix("#: "));
    let lines: Vec<&str> = within.collect();
    match lines.is_empty() {
        true => {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
            std::fs::read_to_string(folder.join(name))
        }
        false => Ok(lines.join("\n") + "\n"),
    }
}

/// The model of a scenario.
pub fn model(text: &str) -> Model {
    let run = Run {
        text,
        set: &[],
        trials: 1,
        seed: 1,
        threads: 1,
    };
    match run.built() {
        Ok((model, _)) => model,
        Err(problem) => panic!("the scenario does not build:\n{problem}\n{text}"),
    }
}

/// The page of a run on one thread with seed 1, its lines joined.
pub fn page(text: &str, trials: u64) -> String {
    let run = Run {
        text,
        set: &[],
        trials,
        seed: 1,
        threads: 1,
    };
    match run.forecast() {
        Ok((forecast, _)) => report::render(&forecast, report::WIDTH).replace('\n', " "),
        Err(problem) => panic!("the scenario does not run:\n{problem}\n{text}"),
    }
}

/// The JSON result as text.
pub fn json(text: &str, trials: u64, threads: usize) -> String {
    let run = Run {
        text,
        set: &[],
        trials,
        seed: 1,
        threads,
    };
    match run.outcome() {
        Ok((json, _)) => json,
        Err(problem) => panic!("the scenario does not run:\n{problem}\n{text}"),
    }
}

/// The result of a run on one thread with seed 1.
pub fn run(text: &str, trials: u64) -> Value {
    parse(&json(text, trials, 1))
}

/// The JSON text as a value.
pub fn parse(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|e| panic!("no JSON: {e}"))
}

/// The number at a result path, such as `stages.Work.wip_share[0]` or `lead_time.p85`.
///
/// `flow.` and `flow.total.` may be left out. A statistic is read as its mean, a probability as its
/// probability; `a / b` is the ratio of two paths.
pub fn number(result: &Value, path: &str) -> f64 {
    if let Some((above, below)) = path.split_once(" / ") {
        return number(result, above) / number(result, below);
    }
    let found = at(result, path);
    plain(found).unwrap_or_else(|| panic!("`{path}` is no number but {found}"))
}

/// The value at a result path.
pub fn at<'a>(result: &'a Value, path: &str) -> &'a Value {
    let whole = full(path);
    whole.split('.').fold(result, |value, step| {
        find(value, step).unwrap_or_else(|| panic!("no `{step}` of `{whole}` in the result"))
    })
}

/// The number at a result path, `None` where it is null or has nothing to say.
pub fn maybe(result: &Value, path: &str) -> Option<f64> {
    plain(at(result, path))
}

/// The names below a result path, such as `stages`.
pub fn names(result: &Value, path: &str) -> Vec<String> {
    let map = at(result, path).as_object();
    map.map(|map| map.keys().cloned().collect())
        .unwrap_or_default()
}

/// The numbers of the list at a result path; none where it is null.
pub fn list(result: &Value, path: &str) -> Vec<f64> {
    let list = at(result, path).as_array();
    list.map(|list| list.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default()
}

/// A number, or what a statistic or a probability is read as.
fn plain(value: &Value) -> Option<f64> {
    let inner = value.get("mean").or_else(|| value.get("probability"));
    inner.unwrap_or(value).as_f64()
}

/// The path with what may be left out.
fn full(path: &str) -> String {
    let first = path.split(['.', '[']).next().unwrap_or(path);
    match first {
        "flow" | "plannings" | "likely_from" | "goals" | "series" | "trials" | "horizon_days"
        | "warm_up_days" => path.to_owned(),
        "types" | "stages" | "pools" | "lanes" | "sources" | "allocation" => format!("flow.{path}"),
        _ => format!("flow.total.{path}"),
    }
}

/// One step down: a name, or a name with an index behind it.
fn find<'a>(value: &'a Value, step: &str) -> Option<&'a Value> {
    match step.split_once('[') {
        None => value.get(step),
        Some((name, index)) => {
            let index: usize = index.strip_suffix(']')?.parse().ok()?;
            value.get(name)?.get(index)
        }
    }
}
