//! What to do next, with the commands for it.

use super::super::section;
use super::super::words::wrap_under;
use super::{mattering, prices};
use crate::experiment::sensitivity::{Hanging, Input, More, OneMore, Sensitivity};
use crate::experiment::{Difference, Known};
use crate::forecast::paths::Good;
use crate::report::html::typed;

/// So many knobs are proposed to be turned together.
const KNOBS: usize = 3;

/// What to do next, where there is something.
pub fn steps(found: &Sensitivity, scenario: &str, width: usize) -> Option<String> {
    let steps = tries(found, scenario).into_iter();
    let steps = steps.map(|(words, command)| {
        let words = wrap_under(&format!("• {words}:"), width, "  ");
        format!("{words}\n    {command}")
    });
    let steps: Vec<String> = steps.collect();
    (!steps.is_empty()).then(|| section("What to do next", &steps.join("\n")))
}

/// What to measure, which limits to look for, and how many people, each with its command: of the first number that is
/// looked at.
pub fn tries(found: &Sensitivity, scenario: &str) -> Vec<(String, String)> {
    let tries = found.results.first().map(|hanging| {
        [
            measure(hanging, scenario),
            limits(hanging, scenario),
            people(hanging, scenario),
        ]
    });
    tries.into_iter().flatten().flatten().collect()
}

/// The estimate that is worth knowing better.
fn measure(hanging: &Hanging, scenario: &str) -> Option<(String, String)> {
    let first: &Input = mattering(hanging).next()?;
    let low = first.low.as_ref()?.set.iter().next()?;
    let high = first.high.as_ref()?.set.iter().next()?;
    let range = typed(&format!("{}={}..{}", low.0, low.1, high.1));
    let words = format!(
        "Find out about {}: measure it, or see whether headwater fit learns it from an export of your tracker. Then say \
        how low and how high it may really be",
        first.path
    );
    let result = result(hanging);
    Some((
        words,
        format!("headwater sensitivity {scenario}{result} --vary {range}"),
    ))
}

/// The limits that make a difference, to be set together.
fn limits(hanging: &Hanging, scenario: &str) -> Option<(String, String)> {
    let aim = match (hanging.level.path.as_str(), hanging.like.as_ref()?.good) {
        ("ready_enough", _) => String::new(),
        (path, Good::More) => format!(" --maximize {}", typed(path)),
        (path, Good::Less) => format!(" --minimize {}", typed(path)),
        (_, Good::Neither) => return None,
    };
    let moves = |more: &&OneMore| {
        let told = |d: &Difference| matches!(d.known, Known::More | Known::Less);
        more.of != More::Person && (told(&more.effect) || more.one_fewer.as_ref().is_some_and(told))
    };
    let knobs = hanging.one_more.iter().filter(moves).take(KNOBS);
    let knobs = knobs.map(|more| {
        let (below, above, least) = match more.of {
            More::Minimum => (4, 8, 0),
            _ => (3, 3, 1),
        };
        let low = more.now.saturating_sub(below).max(least);
        vary(&more.path, low, more.now.saturating_add(above))
    });
    let knobs: String = knobs.collect();
    let words = "Look for the limits that are best together; they cost nobody's time".to_owned();
    (!knobs.is_empty()).then(|| (words, format!("headwater optimize {scenario}{aim}{knobs}")))
}

/// How many people are enough, where people are what is missing.
fn people(hanging: &Hanging, scenario: &str) -> Option<(String, String)> {
    let person = |more: &&OneMore| more.of == More::Person;
    let first = prices::most_wanted(hanging).find(person)?;
    let words = format!("See what more people bring in {}", first.path);
    let knob = vary(&first.path, first.now, first.now.saturating_add(3));
    let result = result(hanging);
    Some((words, format!("headwater sweep {scenario}{result}{knob}")))
}

fn vary(path: &str, low: u64, high: u64) -> String {
    format!(" --vary {}", typed(&format!("{path}={low}..{high}")))
}

/// The number that is looked at, where it is not the usual one.
fn result(hanging: &Hanging) -> String {
    match hanging.level.path.as_str() {
        "ready_enough" => String::new(),
        path => format!(" --result {}", typed(path)),
    }
}
