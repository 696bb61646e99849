//! Result paths name the numbers of the JSON, all of them.

use headwater::forecast::forecast;
use headwater::forecast::paths::ResultPath;
use headwater::trials::{self, Control, Settings};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

/// Every number of the result of a run has a path, which leads to the same number.
#[test]
fn every_number_has_its_path() -> Result<(), String> {
    for name in [
        "two-boards",
        "two-lanes",
        "blocked",
        "weekly-session",
        "urgent",
        "half-done",
        "epics",
        "product-backlog",
    ] {
        let text = std::fs::read_to_string(format!("scenarios/{name}.toml"));
        check(&text.map_err(|e| e.to_string())?)?;
    }
    Ok(())
}

fn check(text: &str) -> Result<(), String> {
    let goal = "\n[[goals]]\nname = \"The end. Now!\"\nready = 5\nby = 40\n";
    let model = crate::support::model(&format!("{text}{goal}"));
    let settings = Settings {
        trials: 60,
        threads: 1,
        ..Settings::of(&model)
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &mut |_| {},
        rows: None,
    };
    let outcome = trials::run(&model, &settings, control).map_err(|f| f.to_string())?;
    let json = serde_json::to_value(forecast(&model, &outcome)).map_err(|e| e.to_string())?;
    let mut numbers = Vec::new();
    for part in ["plannings", "goals", "flow"] {
        collect(&json[part], &mut vec![part.to_owned()], &mut numbers);
    }
    assert!(numbers.len() > 300, "{} numbers", numbers.len());
    for (steps, expected) in numbers {
        let path = ResultPath::of(steps);
        let path = ResultPath::parse(&path.to_string());
        let place = path.locate(&model).map_err(|e| format!("{path}: {e:?}"))?;
        let found = place.value(&model, &outcome.observations);
        let same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() <= 1e-12 * expected.abs(),
            (found, expected) => found == expected,
        };
        assert!(same, "{path}: {found:?} is not {expected:?}");
    }
    Ok(())
}

/// All numbers below a value that are means, chances, percentiles or plain: path and number.
fn collect(value: &Value, steps: &mut Vec<String>, numbers: &mut Vec<(Vec<String>, Option<f64>)>) {
    const OTHERS: [&str; 18] = [
        "ci95",
        "sd",
        "min",
        "max",
        "open",
        "held_back_by",
        "wip_share",
        "stable",
        "date",
        "index",
        "day",
        "pulls",
        "needed",
        "target",
        "fills_up",
        "of",
        "on_shelf",
        "allocation_strategy",
    ];
    let mut down = |step: String, value: &Value| {
        steps.push(step);
        collect(value, steps, numbers);
        steps.pop();
    };
    match value {
        Value::Object(map)
            if map.contains_key("day") && map.contains_key("date") && map.len() == 2 =>
        {
            numbers.push((steps.clone(), value["day"].as_f64()));
        }
        Value::Object(map) => {
            for (key, value) in map
                .iter()
                .filter(|(key, _)| !OTHERS.contains(&key.as_str()))
            {
                down(key.clone(), value);
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                let name = value["name"].as_str().map(str::to_owned);
                down(name.unwrap_or_else(|| place.to_string()), value);
            }
        }
        Value::Number(_) | Value::Null => numbers.push((steps.clone(), value.as_f64())),
        _ => {}
    }
}

/// What may be left out, bare names, and what leads nowhere.
#[test]
fn paths_may_be_short() -> Result<(), String> {
    let text = std::fs::read_to_string("scenarios/two-boards.toml").map_err(|e| e.to_string())?;
    let model = crate::support::model(&text);
    for (written, short) in [
        ("flow.total.lead_time.p85", "lead_time.p85"),
        ("total.wip", "wip"),
        (
            "flow.stages.triage.wip_by_state.done.p15",
            "stages.triage.wip_by_state.done.p15",
        ),
        (
            "plannings[1].ready.types.feature.p15",
            "plannings[1].ready.types.feature.p15",
        ),
        ("ready_enough", "ready_enough"),
        ("people", "people"),
    ] {
        let path = ResultPath::parse(written);
        assert_eq!(path.to_string(), short);
    }
    for (wrong, step) in [
        ("lead_tim.p85", "lead_tim"),
        ("lead_time.p99", "p99"),
        ("lead_time.max", "max"),
        ("stages.nowhere.wip", "nowhere"),
        ("plannings[99].ready_enough", "99"),
        ("plannings[0].ready_enough.p5", "p5"),
        ("wip.mean.more", "more"),
        ("stages", ""),
        ("", ""),
    ] {
        let found = ResultPath::parse(wrong).locate(&model);
        assert_eq!(
            found.err().map(|e| e.step),
            Some(step.to_owned()),
            "{wrong}"
        );
    }
    Ok(())
}
