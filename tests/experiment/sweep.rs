//! Sweeps over one knob or two.

use super::settings;
use crate::support::{Run, number, parse};
use headwater::experiment::sweep::{Knob, Sweep, grid, sweep};
use headwater::experiment::{Setting, Trials};
use headwater::forecast::paths::ResultPath;
use headwater::trials::Steer;
use std::sync::atomic::AtomicBool;

type Result<T> = std::result::Result<T, String>;

pub(super) fn knob(path: &str, values: &[&str]) -> Knob {
    Knob {
        path: path.to_owned(),
        values: values.iter().map(|v| (*v).to_owned()).collect(),
    }
}

fn board() -> Result<String> {
    std::fs::read_to_string("scenarios/quickstart.toml").map_err(|e| e.to_string())
}

/// The scenario as written and every point of the grid.
pub(super) fn points(text: &str, knobs: &[Knob]) -> Result<Vec<Setting>> {
    let sets: Vec<Vec<String>> = grid(knobs)
        .iter()
        .map(|point| {
            point
                .iter()
                .map(|(path, value)| format!("{path}={value}"))
                .collect()
        })
        .collect();
    let sets: Vec<Vec<&str>> = sets
        .iter()
        .map(|s| s.iter().map(String::as_str).collect())
        .collect();
    let names: Vec<String> = sets.iter().map(|s| s.join(", ")).collect();
    let variants: Vec<_> = names
        .iter()
        .map(String::as_str)
        .zip(sets.iter().map(Vec::as_slice))
        .collect();
    settings(text, &variants)
}

fn swept(text: &str, knobs: &[Knob], results: &[&str], threads: usize) -> Result<Sweep> {
    let results: Vec<ResultPath> = results.iter().map(|path| ResultPath::parse(path)).collect();
    let trials = Trials {
        trials: 120,
        seed: 1,
        threads,
    };
    let control = Steer {
        stop: &AtomicBool::new(false),
        progress: &mut |_| {},
    };
    let swept = sweep(&points(text, knobs)?, knobs, &results, &trials, control);
    swept
        .map(|(sweep, _)| sweep)
        .map_err(|failed| failed.failure.to_string())
}

/// Every point is what `run` says with these settings; the point that is the scenario itself is known as such.
#[test]
fn every_point_is_that_of_run() -> Result<()> {
    let (text, results) = (board()?, ["ready", "lead_time.p85", "wip", "discard_rate"]);
    let knobs = [
        knob("stages.refinement.people", &["1", "2", "3"]),
        knob("stages.refinement.wip.max", &["5", "8"]),
    ];
    let sweep = swept(&text, &knobs, &results, 2)?;
    assert_eq!(sweep.points.len(), 6);
    for point in &sweep.points {
        let sets: Vec<String> = point
            .set
            .iter()
            .map(|(path, value)| format!("{path}={value}"))
            .collect();
        let set: Vec<&str> = sets.iter().map(String::as_str).collect();
        let run = Run {
            text: &text,
            set: &set,
            trials: 120,
            seed: 1,
            threads: 1,
        };
        let result = parse(&run.outcome()?.0);
        for level in &point.results {
            let (told, known) = (
                level.value.unwrap_or(f64::NAN),
                number(&result, &level.path),
            );
            assert!(
                (told - known).abs() <= 1e-9 * known.abs(),
                "{sets:?} {}: {told}, {known}",
                level.path
            );
            assert!(
                level
                    .ci95
                    .is_some_and(|[low, high]| low <= told && told <= high)
            );
            assert_eq!(level.difference.is_none(), point.as_written);
        }
        assert_eq!(
            point.as_written,
            sets == ["stages.refinement.people=2", "stages.refinement.wip.max=5"]
        );
    }
    assert_eq!(sweep.knee, None, "two knobs have no knee");
    Ok(())
}

/// The same bytes for any number of threads.
#[test]
fn threads_change_no_sweep() -> Result<()> {
    let knobs = [knob("stages.refinement.people", &["1", "2", "3"])];
    let json = |threads| -> Result<String> {
        let sweep = swept(
            &board()?,
            &knobs,
            &["ready_enough", "lead_time.p50"],
            threads,
        )?;
        serde_json::to_string(&sweep).map_err(|e| e.to_string())
    };
    let one = json(1)?;
    assert_eq!(one, json(2)?);
    assert_eq!(one, json(7)?);
    Ok(())
}

/// Each person refines an item a day; with three of them all thirty are ready on day 10.
#[test]
fn the_knee_is_where_more_brings_nothing() -> Result<()> {
    let text = r#"
[calendar]
horizon = 10
[[types]]
name = "a"
backlog = 30
[[stages]]
name = "work"
people = 1
service = 1
"#;
    let knobs = [knob("stages.work.people", &["1", "2", "3", "4", "5", "6"])];
    let sweep = swept(text, &knobs, &["ready", "people"], 1)?;
    let ready: Vec<Option<f64>> = sweep.points.iter().map(|p| p.results[0].value).collect();
    assert_eq!(ready, [10.0, 20.0, 30.0, 30.0, 30.0, 30.0].map(Some));
    assert_eq!(sweep.knee, Some(2));
    let people: Vec<Option<f64>> = sweep.points.iter().map(|p| p.results[1].value).collect();
    assert_eq!(people, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Some));
    Ok(())
}
