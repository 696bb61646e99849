//! What a stage does to an item: service, elapsed time, discards and skips, by type.

use super::context::Context;
use super::distributions::{Quantity, distribution};
use super::names::Kind;
use super::{Visit, Work};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror;

/// The visits of every type to one stage.
pub(super) fn visits(cx: &mut Context, stage: &mirror::Stage) -> Vec<Visit> {
    let general = visit(cx, &stage.visit, &NOTHING);
    let mut visits = vec![general.clone(); cx.names.types.len()];
    for (name, written) in &stage.by_type {
        let special = visit(cx, written, &general);
        if let Some(id) = cx.find(Kind::Type, name)
            && let Some(slot) = visits.get_mut(id)
        {
            *slot = special;
        }
    }
    visits
}

/// What happens where nothing is written: done on entry, never discarded, never skipped.
pub(super) const NOTHING: Visit = Visit {
    work: Work::None,
    discard: 0.0,
    skip: 0.0,
};

/// One visit; what is left out is as in `otherwise`.
fn visit(cx: &mut Context, written: &mirror::Visit, otherwise: &Visit) -> Visit {
    if let (Some(_), Some(elapsed)) = (&written.service, &written.elapsed) {
        cx.report(
            Diagnostic::error(
                "service-and-elapsed",
                "an item has either `service` or `elapsed` here, not both",
                elapsed.span,
            )
            .help("`service` is hands-on work of a person, `elapsed` all the time in the column"),
        );
    }
    let work = match (&written.service, &written.elapsed) {
        (Some(service), _) => distribution(cx, service, Quantity::Duration).map(Work::Service),
        (None, Some(elapsed)) => distribution(cx, elapsed, Quantity::Duration).map(Work::Elapsed),
        (None, None) => None,
    };
    Visit {
        work: work.unwrap_or_else(|| otherwise.work.clone()),
        discard: probability(cx, written.discard, "discard").unwrap_or(otherwise.discard),
        skip: probability(cx, written.skip, "skip").unwrap_or(otherwise.skip),
    }
}

fn probability(cx: &mut Context, at: Option<crate::source::At<f64>>, key: &str) -> Option<f64> {
    let at = at?;
    if (0.0..=1.0).contains(&at.value) {
        return Some(at.value);
    }
    let message = format!("`{key}` is a probability: between 0 and 1");
    cx.error("not-a-probability", message, at.span);
    None
}
