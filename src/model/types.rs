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
use super::{Arrivals, Class, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::random::Key;
use crate::scenario::mirror::{self, Scenario};
use crate::source::{At, Span};

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
        .map(|(id, written)| work_item_type(cx, (id, written), board, &mut sources))
        .collect();
    (types, sources)
}

fn work_item_type(
    cx: &mut Context,
    (id, written): (usize, &mirror::WorkItemType),
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
    WorkItemType {
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
    }
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
        let shares = weights.map(|weight| weight / sum);
        if let mirror::Class::Mix(_) = class.value
            && odd(&weights, sum)
        {
            cx.report(odd_mix(class.span, sum, shares));
        }
        return shares;
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

/// Shares are meant to add up to 1, and several whole numbers are plainly weights.
fn odd(weights: &[f64; 4], sum: f64) -> bool {
    let alone = weights.contains(&sum);
    let whole = weights.iter().all(|weight| weight.fract() == 0.0);
    (sum - 1.0).abs() > 1e-6 && (alone || !whole)
}

/// What a mix means whose shares do not add up.
fn odd_mix(span: Span, sum: f64, shares: [f64; 4]) -> Diagnostic {
    let named = CLASSES.iter().zip(shares).filter(|(_, share)| *share > 0.0);
    let percents = named.map(|((name, _), share)| format!("{:.0} % are `{name}`", share * 100.0));
    let message = format!(
        "this mix of classes adds up to {}: its numbers are relative weights, so {}",
        (sum * 1e6).round() / 1e6,
        percents.collect::<Vec<_>>().join(" and ")
    );
    Diagnostic::warning("odd-mix", message, span).help(
        "name every class, so that the shares add up to 1: `{ expedite = 0.05, standard = 0.95 }`",
    )
}
