//! Rework: work that is done comes back to be done again.

use super::context::Context;
use super::distributions::is_always_zero;
use super::names::Kind;
use super::stages::Board;
use super::{StageId, TypeId, Work, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::source::{At, Span};

/// What may happen to an item whose work is done and that is not discarded (model.md, section 5,
/// number 5): it goes back to wait in `to` and draws its full work there anew.
///
/// In its own stage it keeps its slot and its stay goes on; a move back may exceed limits, and is
/// counted. A model never holds a loop without work in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rework {
    /// The chance that work has to be done again, drawn when it is done and not discarded; above 0,
    /// below 1.
    pub probability: f64,
    /// The stage it goes back to: this or an earlier one on the item's route, on the same side of
    /// ready.
    pub to: StageId,
}

/// Reads `rework` of stage `id`; `None` where it never happens.
pub(super) fn rework(
    cx: &mut Context,
    written: &At<mirror::Rework>,
    id: StageId,
) -> Option<Rework> {
    let at = written.value.probability?;
    let to = match &written.value.to {
        None => id,
        Some(name) => cx.find(Kind::Stage, name)?,
    };
    if at.value >= 1.0 {
        let message = "work that always has to be done again is never done";
        let help = "the probability of rework must be below 1";
        cx.error("rework-for-ever", message, at.span, help);
        return None;
    }
    (at.value > 0.0).then_some(Rework {
        probability: at.value,
        to,
    })
}

/// Checks where rework leads, type by type, since that depends on their routes.
pub(super) fn check(cx: &mut Context, scenario: &Scenario, board: &Board, types: &[WorkItemType]) {
    for (id, stage) in board.stages.iter().enumerate() {
        let mut told: Vec<Span> = Vec::new();
        for (kind, visit) in stage.visits.iter().enumerate() {
            let (Some(rework), Some(item)) = (visit.rework, types.get(kind)) else {
                continue;
            };
            let place = place(scenario, id, &item.name);
            if !item.route.has(id) || told.contains(&place) {
                continue;
            }
            if let Some(problem) = fault(board, item, kind, id, rework.to, place) {
                told.push(place);
                cx.report(problem);
            }
        }
    }
}

/// Where the rework of a type in a stage is written: its target, or its probability.
fn place(scenario: &Scenario, id: StageId, name: &str) -> Span {
    let Some(stage) = scenario.stages.get(id) else {
        return scenario.span;
    };
    let special = stage.by_type.iter().find(|(of, _)| of.value == name);
    let special = special.and_then(|(_, visit)| visit.rework.as_ref());
    let Some(written) = special.or(stage.visit.rework.as_ref()) else {
        return stage.span;
    };
    let target = written.value.to.as_ref().map(|to| to.span);
    target.unwrap_or(written.span)
}

fn fault(
    board: &Board,
    item: &WorkItemType,
    kind: TypeId,
    id: StageId,
    to: StageId,
    place: Span,
) -> Option<Diagnostic> {
    let name = |stage: StageId| board.stages.get(stage).map_or("", |s| s.name.as_str());
    let (here, there, of) = (name(id), name(to), &item.name);
    let (code, message, help) = if to > id {
        (
            "rework-forward",
            format!("rework of `{here}` goes to `{there}`, which stands further right"),
            "work comes back to this stage or to an earlier one",
        )
    } else if !item.route.has(to) {
        (
            "not-on-route",
            format!("`{of}` passes `{here}` but not `{there}`, so it cannot go back there"),
            "let its `route` visit that stage, or give its own `rework` under `by_type`",
        )
    } else if to <= item.ready && item.ready < id {
        (
            "rework-across",
            format!("rework of `{here}` goes back to `{there}`, across the ready shelf"),
            "what is committed stays committed: name a stage right of the shelf",
        )
    } else if !has_work(board, item, kind, to, id) {
        (
            "rework-without-work",
            format!("`{of}` would go round from `{here}` to `{there}` without any work"),
            "give one of the stages in the loop `service`, or leave the rework out",
        )
    } else {
        return None;
    };
    Some(Diagnostic::error(code, message, place).help(help))
}

/// Does an item meet any work on its way from one stage to another?
fn has_work(board: &Board, item: &WorkItemType, kind: TypeId, from: StageId, to: StageId) -> bool {
    let works = |stage: StageId| {
        let visit = board.stages.get(stage).and_then(|s| s.visits.get(kind));
        visit.is_some_and(|visit| takes_time(&visit.work) && (visit.skip < 1.0 || stage == from))
    };
    item.route.from(from).before(to + 1).iter().any(works)
}

/// Can this work take any time at all?
pub(super) fn takes_time(work: &Work) -> bool {
    match work {
        Work::None => false,
        Work::Service(law) | Work::Elapsed(law) => !is_always_zero(law),
    }
}
