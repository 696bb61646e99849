//! `headwater fit`: what goes in comes out again, real histories become scenarios that run, and too little is refused.

mod command;
mod real;
mod recovered;
mod refused;

use headwater::history::History;
use headwater::history::fit::{Fit, Question, StageFit, fit};
use std::error::Error;

type Result = std::result::Result<(), Box<dyn Error>>;

fn learnt(history: &History) -> std::result::Result<Fit, String> {
    fit(
        history,
        &Question {
            weeks: 520,
            as_of: None,
        },
    )
}

fn stage<'f>(fit: &'f Fit, name: &str) -> std::result::Result<&'f StageFit, String> {
    let found = fit.stages.iter().find(|stage| stage.name == name);
    found.ok_or_else(|| format!("no stage {name}"))
}

/// Fates and times by type: discards, stages passed by, work done again.
const FATES: &str = r#"
[calendar]
start = 2026-01-05
horizon = "156w"
[[types]]
name = "feature"
arrivals = { per_week = 6 }
[[types]]
name = "bug"
arrivals = { per_week = 3 }
[[stages]]
name = "triage"
elapsed = { dist = "exponential", mean = 2 }
discard = 0.3
[[stages]]
name = "analysis"
elapsed = { dist = "lognormal", mean = 4, cv = 1 }
skip = 0.4
by_type.bug = { elapsed = { dist = "exponential", mean = 0.5 }, skip = 0.7 }
[[stages]]
name = "review"
elapsed = { dist = "gamma", mean = 3, cv = 0.5 }
discard = 0.1
rework = { probability = 0.2, to = "analysis" }
"#;
