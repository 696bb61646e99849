//! What the engine does not play yet, beyond single keys and words.
//!
//! A key that waits for the engine is marked in the [key table](super::keys). What is no key of its
//! own, a board with stages after the shelf for instance, is told here: to let it through, take its
//! line out of [`beyond`].

use super::mirror::{Scenario, Stage};
use super::tree::{Node, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The tree without the keys and words at these places.
pub fn without(node: &Node, places: &[Span]) -> Node {
    let here = |span: Span| places.contains(&span);
    let value = match &node.value {
        Value::List(list) => Value::List(list.iter().map(|n| without(n, places)).collect()),
        Value::Table(table) => {
            let kept = table.0.iter();
            let kept = kept.filter(|(name, node)| !here(name.span) && !here(node.span));
            Value::Table(Table(
                kept.map(|(name, node)| (name.clone(), without(node, places)))
                    .collect(),
            ))
        }
        other => other.clone(),
    };
    Node {
        value,
        span: node.span,
    }
}

/// Every part of the board that is not played yet.
pub fn beyond(scenario: &Scenario) -> Vec<Diagnostic> {
    [several_shelves(scenario), after_the_shelf(scenario)].concat()
}

/// Can the model be asked about this board? With several shelves it would ask back which is meant.
pub fn can_be_judged(scenario: &Scenario) -> bool {
    several_shelves(scenario).is_empty()
}

fn several_shelves(scenario: &Scenario) -> Vec<Diagnostic> {
    let shelves = scenario.stages.iter().filter(|stage| is_shelf(stage));
    let extra = shelves.skip(1);
    extra
        .map(|stage| not_yet("several stages of kind `ready`", stage))
        .collect()
}

fn after_the_shelf(scenario: &Scenario) -> Vec<Diagnostic> {
    let stages = scenario.stages.iter().skip_while(|stage| !is_shelf(stage));
    let after = stages.filter(|stage| !is_shelf(stage));
    let one = scenario
        .stages
        .iter()
        .filter(|stage| is_shelf(stage))
        .count()
        == 1;
    after
        .filter(|_| one)
        .map(|stage| not_yet("a stage after the ready shelf", stage))
        .collect()
}

fn is_shelf(stage: &Stage) -> bool {
    stage
        .kind
        .as_ref()
        .is_some_and(|kind| kind.value == "ready")
}

fn not_yet(what: &str, stage: &Stage) -> Diagnostic {
    let span = stage.name.as_ref().map_or(stage.span, |name| name.span);
    let message = format!("{what}: not supported yet");
    let help = "for now a board ends with one ready shelf, from which Sprint Plannings pull";
    Diagnostic::error("not-supported-yet", message, span).help(help)
}
