//! Work item types: class, priority, source, route, due date and value.

use super::arrivals::{arrivals, backlog};
use super::context::Context;
use super::distributions::{Quantity, distribution};
use super::names::text;
use super::reorder::reorder;
use super::returns::returns;
use super::routes::route;
use super::stages::Board;
use super::visits::expire;
use super::{Arrivals, Backlog, Class, Visit, WorkItemType};
use crate::random::Key;
use crate::scenario::mirror::{self, Scenario};
use crate::source::At;

const CLASSES: [(&str, Class); 4] = [
    ("expedite", Class::Expedite),
    ("fixed-date", Class::FixedDate),
    ("standard", Class::Standard),
    ("intangible", Class::Intangible),
];

/// Reads all types, and the sources of their demand in order of first mention.
pub(super) fn types(
    cx: &mut Context,
    scenario: &Scenario,
    board: &Board,
) -> (Vec<WorkItemType>, Vec<String>) {
    if scenario.types.is_empty() {
        let message = "there are no work item types, so there is nothing to do";
        let help = "add the kinds of work, each under a `[[types]]`";
        cx.absent("no-types", message, help);
    }
    let mut sources: Vec<String> = Vec::new();
    let types = scenario.types.iter().enumerate();
    let types = types
        .map(|(id, written)| work_item_type(cx, (id, written), scenario, board, &mut sources))
        .collect();
    (types, sources)
}

fn work_item_type(
    cx: &mut Context,
    (id, written): (usize, &mirror::WorkItemType),
    scenario: &Scenario,
    board: &Board,
    sources: &mut Vec<String>,
) -> WorkItemType {
    let name = text(written.name.as_ref());
    let (backlog, backlog_max) = backlog(cx, written);
    let (route, ready) = route(cx, written, board);
    let order = written
        .arrivals
        .as_ref()
        .and_then(|a| a.value.order.as_ref());
    let kind = WorkItemType {
        key: Key::name(&name),
        classes: written
            .class
            .as_ref()
            .map_or(STANDARD, |class| classes(cx, class)),
        priority: written
            .priority
            .map_or(0, |at| u16::try_from(at.value).unwrap_or(u16::MAX)),
        source: written
            .source
            .as_ref()
            .map(|source| source_id(sources, &source.value)),
        lane: cx.names.lane_types.iter().position(|types| types.has(id)),
        arrivals: written
            .arrivals
            .as_ref()
            .map_or(Arrivals::None, |a| arrivals(cx, a, &name)),
        backlog,
        backlog_max,
        order: order.and_then(|order| reorder(cx, &order.value, &name, route)),
        route,
        ready,
        due: written
            .due
            .as_ref()
            .and_then(|due| distribution(cx, due, Quantity::Duration)),
        value: written
            .value
            .as_ref()
            .and_then(|value| distribution(cx, value, Quantity::Number)),
        expire: expire(cx, written.expire.as_ref()),
        preempt: written.preempt.is_some_and(|at| at.value),
        returns: written.returns.as_ref().and_then(|at| returns(cx, at, id)),
        name,
    };
    let descends = descends(board, scenario, id, &kind.name);
    if !descends {
        never(cx, written, &kind);
    }
    kind
}

/// Everything standard.
const STANDARD: [f64; 4] = [0.0, 0.0, 1.0, 0.0];

/// The weights of the four classes, adding up to 1.
fn classes(cx: &mut Context, class: &At<mirror::Class>) -> [f64; 4] {
    let mut weights = [0.0; 4];
    let mix = match &class.value {
        mirror::Class::One(word) => vec![(word, 1.0)],
        mirror::Class::Mix(mix) => mix
            .iter()
            .map(|(word, at)| (&word.value, at.value))
            .collect(),
    };
    for (word, weight) in mix {
        let known = CLASSES.iter().find(|(name, _)| name == word);
        if let Some(slot) = known.and_then(|(_, class)| weights.get_mut(*class as usize)) {
            *slot += weight;
        }
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        return weights.map(|weight| weight / sum);
    }
    if matches!(class.value, mirror::Class::Mix(_)) {
        cx.error(
            "empty-mix",
            "the weights of a mix of classes must add up to more than 0",
            class.span,
            "give at least one of them a number above 0",
        );
    }
    STANDARD
}

fn source_id(sources: &mut Vec<String>, name: &str) -> usize {
    sources
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            sources.push(name.to_owned());
            sources.len() - 1
        })
}

/// Do items of a type come from other items, as parts of them or as delivered ones that come back?
fn descends(board: &Board, scenario: &Scenario, id: usize, name: &str) -> bool {
    let split = |visit: &Visit| visit.split.as_ref().is_some_and(|s| s.kind == Some(id));
    let mut visits = board.stages.iter().flat_map(|stage| &stage.visits);
    let returns = |kind: &mirror::WorkItemType| {
        let returns = kind.returns.as_ref();
        let comes_as = returns.and_then(|returns| returns.value.kind.as_ref());
        comes_as.is_some_and(|at| at.value == name)
    };
    visits.any(split) || scenario.types.iter().any(returns)
}

fn never(cx: &mut Context, written: &mirror::WorkItemType, kind: &WorkItemType) {
    let none =
        matches!(kind.backlog, Backlog::Items { items: 0, .. }) && kind.arrivals == Arrivals::None;
    if none && written.arrivals.is_none() {
        let span = written.name.as_ref().map_or(written.span, |name| name.span);
        let message = format!(
            "no `{}` ever appears: it has neither `arrivals` nor a `backlog`",
            kind.name
        );
        cx.idle(message, span, "for instance `arrivals = { per_week = 4 }`");
    }
}
