//! What a stage does to an item: work, discards, skips, rework, splits and patience, by type.

use super::context::Context;
use super::distributions::{Quantity, distribution, is_always_zero};
use super::names::Kind;
use super::rework::rework;
use super::split::split;
use super::{StageId, Visit, Work};
use crate::diagnostic::Diagnostic;
use crate::random::Distribution;
use crate::scenario::mirror;
use crate::source::At;

/// The visits of every type to the ready shelf, where nothing happens but that items expire.
pub(super) fn shelf(cx: &mut Context, stage: &mirror::Stage) -> Vec<Visit> {
    let patience = |cx: &mut Context, written: Option<&At<mirror::Distribution>>| Visit {
        expire: expire(cx, written),
        ..NOTHING
    };
    let general = patience(cx, stage.visit.expire.as_ref());
    let mut visits = vec![general; cx.names.types.len()];
    for (name, written) in stage.by_type.iter().filter(|(_, v)| v.expire.is_some()) {
        let special = patience(cx, written.expire.as_ref());
        if let Some(slot) = cx.find(Kind::Type, name).and_then(|id| visits.get_mut(id)) {
            *slot = special;
        }
    }
    visits
}

/// A patience; one of no time at all would drop everything on entry.
pub(super) fn expire(
    cx: &mut Context,
    written: Option<&At<mirror::Distribution>>,
) -> Option<Distribution> {
    let written = written?;
    let law = distribution(cx, written, Quantity::Duration)?;
    if is_always_zero(&law) {
        let message = "what expires after no time at all is dropped at once";
        let help = "give `expire` a time above 0; to drop items when they are done use `discard`";
        cx.error("zero", message, written.span, help);
    }
    Some(law)
}

/// The visits of every type to stage `id`.
pub(super) fn visits(cx: &mut Context, id: StageId, stage: &mirror::Stage) -> Vec<Visit> {
    let general = visit(cx, id, &stage.visit, &NOTHING);
    let mut visits = vec![general.clone(); cx.names.types.len()];
    for (name, written) in &stage.by_type {
        let special = visit(cx, id, written, &general);
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
    rework: None,
    split: None,
    expire: None,
};

/// One visit; what is left out is as in `otherwise`.
fn visit(cx: &mut Context, id: StageId, written: &mirror::Visit, otherwise: &Visit) -> Visit {
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
        rework: match &written.rework {
            Some(again) => rework(cx, again, id),
            None => otherwise.rework,
        },
        split: match &written.split {
            Some(parts) => split(cx, parts),
            None => otherwise.split.clone(),
        },
        expire: expire(cx, written.expire.as_ref()).or_else(|| otherwise.expire.clone()),
    }
}
