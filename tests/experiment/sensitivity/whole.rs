//! A whole board: its pages, any number of threads, and a run that is interrupted.

use super::{Question, Result, first};
use crate::snapshot;
use headwater::experiment::sensitivity::Sensitivity;
use headwater::report::{csv, json, text};

/// Limits, allocation, discards, blockers and a change during the run.
const WHOLE: &str = r#"
name = "Everything that may be otherwise"
order = "fifo"
[calendar]
horizon = 60
[[types]]
name = "feature"
arrivals = { per_week = 5 }
backlog = 6
[[types]]
name = "bug"
arrivals = { per_week = 3, batch = { dist = "geometric", mean = 1.4 } }
due = { dist = "uniform", min = "2w", max = "4w" }
[[pools]]
name = "analysts"
people = 2
availability = 0.8
[[stages]]
name = "triage"
people = 1
wip = { max = 3 }
service = { dist = "lognormal", mean = 0.3, cv = 1 }
discard = 0.2
[[stages]]
name = "exploration"
pool = "analysts"
wip = { min = 1, max = 4 }
service = { dist = "lognormal", p50 = "4h", p85 = "2d" }
discard = 0.15
by_type.bug = { service = { dist = "gamma", mean = 0.5, cv = 0.8 } }
rework = { probability = 0.1, to = "triage" }
[[stages]]
name = "refinement"
pool = "analysts"
wip = { max = 4 }
service = 0.5
[[stages]]
name = "ready"
kind = "ready"
wip = { min = 3, max = 20 }
[[conwip]]
stages = ["exploration", "refinement"]
wip = { max = 6 }
[[lanes]]
name = "fixing"
types = ["bug"]
conwip = { max = 4 }
[[lanes]]
name = "making"
types = ["feature"]
[allocation]
strategy = "weighted"
shares = { feature = 60, bug = 40 }
[[blockers]]
source = "legal sign-off"
stages = ["exploration"]
probability = 0.15
duration = { dist = "lognormal", mean = 4, cv = 1.2 }
[[teams]]
name = "team"
planning = { every = "2w" }
pull = { total = 8 }
[[changes]]
at = "6w"
set = { "pools.analysts.people" = 3 }
[[variants]]
name = "of no concern here"
set = { "stages.triage.wip.max" = 9 }
"#;

/// The pages, as agreed; and the same bytes for any number of threads.
#[test]
fn the_pages_read_as_agreed() -> Result {
    let question = |threads| Question {
        trials: 300,
        threads,
        ..Question::default()
    };
    let found = question(1).of(WHOLE)?;
    let hanging = first(&found)?;
    assert_eq!(hanging.inputs.len(), 14);
    assert_eq!(hanging.one_more.len(), 12);
    let data = |found: &Sensitivity| json::render(found).map_err(|e| e.to_string());
    assert_eq!(data(&found)?, data(&question(3).of(WHOLE)?)?);
    snapshot::check(
        "sensitivity.txt",
        &text::sensitivity(&found, "board.toml", text::WIDTH),
    );
    let table = csv::sensitivity(&found).map_err(|e| e.to_string())?;
    snapshot::check("sensitivity.csv", &table);
    Ok(())
}

/// An interrupted run says what as many trials would have said.
#[test]
fn an_interrupted_run_is_a_shorter_run() -> Result {
    let stopped = Question {
        trials: 1_000_000,
        threads: 2,
        stop_after: Some(5000),
        ..Question::default()
    };
    let found = stopped.of(WHOLE)?;
    let whole = Question {
        trials: found.trials,
        ..Question::default()
    };
    assert!(found.trials > 0 && found.trials < 10_000);
    assert_eq!(found, whole.of(WHOLE)?);
    Ok(())
}
