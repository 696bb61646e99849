//! Splits: an epic falls into features, a feature into stories.

use super::context::Context;
use super::course::{Course, Planned, course, descendants};
use super::distributions::{Quantity, distribution};
use super::names::Kind;
use super::stages::Board;
use super::{Set, TypeId, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Sampler};
use crate::scenario::mirror::{self, Scenario};
use crate::source::At;

/// What may happen to an item whose work is done, that is not discarded and has not to be done again
/// (model.md, section 5, number 5): its parts replace it.
///
/// They inherit arrival, first pull, due date, value and lane; they may exceed limits until they move
/// on, which is counted. Less their parent they count as split, so that day-0 items + arrived + split
/// = departed + inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The chance that it falls apart; above 0, at most 1.
    pub probability: f64,
    /// How many parts; every draw is at least 1.
    pub into: Distribution,
    /// The type whose route the parts start, at its beginning. `None`: they are of the type of their
    /// parent and done in this stage as it was.
    pub kind: Option<TypeId>,
}

/// Reads `split`; `None` where it never happens.
pub(super) fn split(cx: &mut Context, written: &At<mirror::Split>) -> Option<Split> {
    let at = written.value.probability?;
    let written_into = written.value.into.as_ref()?;
    let into = distribution(cx, written_into, Quantity::Count)?;
    let kind = match &written.value.kind {
        None => None,
        Some(name) => Some(cx.find(Kind::Type, name)?),
    };
    // What is written is at least 1; of all that may be drawn only this may be less.
    if matches!(into.sampler, Sampler::Poisson { .. }) {
        let message = "an item cannot fall into nothing: every draw must be at least 1";
        let help = "for instance { dist = \"uniform-int\", min = 2, max = 4 } or \
                    { dist = \"geometric\", mean = 2 }";
        cx.error("split-into-nothing", message, written_into.span, help);
        return None;
    }
    if kind.is_none() && into.sampler == Sampler::Constant(1.0) {
        let message = "a split into one part of the same type changes nothing";
        cx.idle(
            message,
            written_into.span,
            "let it fall into more, or name another type with `as`",
        );
    }
    (at.value > 0.0).then_some(Split {
        probability: at.value,
        into,
        kind,
    })
}

/// Refuses types that fall into one another faster than they are done.
pub(super) fn check(cx: &mut Context, scenario: &Scenario, board: &Board, types: &[WorkItemType]) {
    if board
        .stages
        .iter()
        .all(|s| s.visits.iter().all(|v| v.split.is_none()))
    {
        return;
    }
    let courses: Vec<Option<Course>> = (0..types.len())
        .map(|id| course(&board.stages, types, id, &Planned::ALL))
        .collect();
    let parts = |course: &Option<Course>| course.as_ref().map(|c| c.parts.clone());
    let parts: Vec<Vec<f64>> = courses
        .iter()
        .map(|c| parts(c).unwrap_or_default())
        .collect();
    let circles = descendants(&vec![1.0; types.len()], &parts).is_none();
    let endless = |id: usize| {
        courses.get(id).is_some_and(Option::is_none) || circles && falls_into(id, &parts).has(id)
    };
    for (id, kind) in types.iter().enumerate() {
        if !endless(id) {
            continue;
        }
        let written = scenario.types.get(id);
        let span = written.map_or(scenario.span, |t| {
            t.name.as_ref().map_or(t.span, |name| name.span)
        });
        let message = format!(
            "`{}` falls into parts that fall into parts without end",
            kind.name
        );
        let help = "on average less than one part may become an item of the same type again: lower \
                    `probability` or `into`, or let the parts be of another type";
        cx.report(Diagnostic::error("split-without-end", message, span).help(help));
        return;
    }
}

/// The types that a type falls into sooner or later.
fn falls_into(id: TypeId, parts: &[Vec<f64>]) -> Set {
    let of = |from: TypeId| {
        let parts = parts.get(from).into_iter().flatten().enumerate();
        Set::of(parts.filter(|(_, n)| **n > 0.0).map(|(to, _)| to))
    };
    (0..parts.len()).fold(of(id), |all, _| all.iter().map(of).fold(all, Set::or))
}
