//! Demand that is asked for when a stage runs low.

use super::context::{Context, count};
use super::distributions::{Quantity, distribution, is_always_zero};
use super::names::Kind;
use super::{Set, StageId};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Sampler};
use crate::scenario::mirror;

/// A reorder point (model.md, section 4): when, after the pulls of an instant, the stage and the
/// type's backlog together hold fewer than [`below`](Self::below) and no such order is open, as many
/// as [`count`](Self::count) says are asked for and arrive after [`lead`](Self::lead).
#[derive(Debug, Clone, PartialEq)]
pub struct Reorder {
    /// The stage that is watched; on the type's route.
    pub stage: StageId,
    /// Fewer than so many items of any type in the stage plus this type's in its backlog is low; at
    /// least 1.
    pub below: u32,
    /// Items asked for at once.
    pub count: Distribution,
    /// Days until they come; not always 0.
    pub lead: Distribution,
}

/// Reads `arrivals.order` of a type with this name and route.
pub(super) fn reorder(
    cx: &mut Context,
    written: &mirror::Reorder,
    name: &str,
    route: Set,
) -> Option<Reorder> {
    let watched = written.stage.as_ref()?;
    let stage = cx.find(Kind::Stage, watched);
    if stage.is_some_and(|stage| !route.has(stage)) {
        let message = format!(
            "`{name}` does not pass `{}`, so it cannot fill it",
            watched.value
        );
        let help = "watch a stage on the type's route";
        cx.report(Diagnostic::error("not-on-route", message, watched.span).help(help));
    }
    let count_law = written.count.as_ref();
    let items = match count_law {
        None => Distribution::plain(Sampler::Constant(1.0)),
        Some(law) => distribution(cx, law, Quantity::Count)?,
    };
    if let Some(law) = count_law.filter(|_| is_always_zero(&items)) {
        cx.error(
            "zero",
            "an order of no items never fills anything",
            law.span,
            "ask for at least 1",
        );
    }
    let written_lead = written.lead.as_ref()?;
    let lead = distribution(cx, written_lead, Quantity::Duration)?;
    if is_always_zero(&lead) {
        let message = "`lead` must be above 0: what is asked for takes some time to come";
        cx.error(
            "zero",
            message,
            written_lead.span,
            "for instance `lead = \"2d\"`",
        );
    }
    Some(Reorder {
        stage: stage?,
        below: count(written.below?),
        count: items,
        lead,
    })
}
