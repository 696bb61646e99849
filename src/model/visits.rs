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
        discard: written.discard.map_or(otherwise.discard, |at| at.value),
        skip: written.skip.map_or(otherwise.skip, |at| at.value),
    }
}
