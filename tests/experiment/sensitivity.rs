//! What the forecast hangs on, where the right answer is known.

mod counted;
mod queues;
mod seeds;
mod whole;

use super::settings;
use headwater::experiment::Trials;
use headwater::experiment::sensitivity::{
    Asked, Hanging, Input, More, Raised, Sensitivity, Varied, sensitivity,
};
use headwater::forecast::paths::ResultPath;
use headwater::scenario::{Role, inputs};
use headwater::source::Sources;
use headwater::trials::Steer;
use std::sync::atomic::{AtomicBool, Ordering};

type Result<T = ()> = std::result::Result<T, String>;

/// How it is asked.
struct Question<'a> {
    results: &'a [&'a str],
    /// Only this input, of all.
    only: Option<&'a str>,
    trials: u64,
    seed: u64,
    threads: usize,
    /// After how many trials in all it is interrupted.
    stop_after: Option<u64>,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            results: &["ready_enough"],
            only: None,
            trials: 100,
            seed: 1,
            threads: 1,
            stop_after: None,
        }
    }
}

impl Question<'_> {
    /// Everything in the scenario that could be otherwise, by a fifth or by one.
    fn of(&self, text: &str) -> Result<Sensitivity> {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", text);
        let mut found = inputs(&sources, id, &[], 0.2);
        found.retain(|input| self.only.is_none_or(|only| input.path == only));
        let points = found.iter().flat_map(|input| [&input.low, &input.high]);
        let points = points.filter(|edits| !edits.is_empty());
        let points: Vec<Vec<String>> = points
            .map(|edits| edits.iter().map(|(p, v)| format!("{p}={v}")).collect())
            .collect();
        let points: Vec<Vec<&str>> = points
            .iter()
            .map(|sets| sets.iter().map(String::as_str).collect())
            .collect();
        let names: Vec<String> = (1..=points.len()).map(|n| n.to_string()).collect();
        let variants = names.iter().zip(&points);
        let variants: Vec<(&str, &[&str])> = variants
            .map(|(name, sets)| (name.as_str(), sets.as_slice()))
            .collect();
        let settings = settings(text, &variants)?;
        let own = settings.len() - 1 - variants.len();
        let mut asked = Asked {
            results: self
                .results
                .iter()
                .copied()
                .map(ResultPath::parse)
                .collect(),
            spread: 0.2,
            inputs: Vec::new(),
            one_more: Vec::new(),
        };
        let mut setting = own;
        for input in found {
            let mut place = |edits: &Vec<(String, String)>| {
                setting += usize::from(!edits.is_empty());
                (!edits.is_empty()).then_some(setting)
            };
            let ends = [place(&input.low), place(&input.high)];
            let of = match input.role {
                Role::People => More::Person,
                Role::Room => More::Place,
                Role::Minimum => More::Minimum,
                Role::Estimate => {
                    asked.inputs.push(Varied {
                        path: input.path,
                        meaning: input.meaning,
                        written: input.written,
                        ends,
                    });
                    continue;
                }
            };
            let now = input.written.first().and_then(|(_, n)| n.parse().ok());
            asked.one_more.push(Raised {
                path: input.path,
                of,
                now: now.ok_or("no number")?,
                fewer: ends[0],
                more: ends[1].ok_or("no more")?,
            });
        }
        let trials = Trials {
            trials: self.trials,
            seed: self.seed,
            threads: self.threads,
        };
        let stop = AtomicBool::new(false);
        let mut progress = |done: u64| {
            let enough = self.stop_after.is_some_and(|after| done >= after);
            stop.fetch_or(enough, Ordering::Relaxed);
        };
        let control = Steer {
            stop: &stop,
            progress: &mut progress,
        };
        let found = sensitivity(&settings, &asked, &trials, control);
        let (found, interrupted) = found.map_err(|failed| failed.failure.to_string())?;
        assert_eq!(interrupted, found.trials < self.trials);
        Ok(found)
    }
}

/// What hangs on the first number that is looked at.
fn first(found: &Sensitivity) -> Result<&Hanging> {
    found
        .results
        .first()
        .ok_or_else(|| "nothing looked at".to_owned())
}

fn input<'a>(found: &'a Hanging, path: &str) -> Result<&'a Input> {
    let mut all = found.inputs.iter();
    all.find(|input| input.path == path)
        .ok_or_else(|| format!("no {path}"))
}
