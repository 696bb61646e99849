//! Which stages a type visits.

use super::context::Context;
use super::names::Kind;
use super::shelves::named;
use super::stages::Board;
use super::{Limit, Set, StageId, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};

/// The stages of a route: those it lists, in board order, and the ready shelf at its place; all of
/// them when left out. And the shelf it passes.
pub(super) fn route(
    cx: &mut Context,
    written: &mirror::WorkItemType,
    board: &Board,
) -> (Set, StageId) {
    let list = written.route.as_ref();
    match named(cx, written, board, list) {
        Some(ready) => (stages(cx, written, board, ready), ready),
        None => (Set::of([board.ready]), board.ready),
    }
}

fn stages(cx: &mut Context, written: &mirror::WorkItemType, board: &Board, ready: StageId) -> Set {
    let all = Set::first(board.stages.len());
    let Some(list) = &written.route else {
        return all;
    };
    if list.value.is_empty() {
        let message = "this route is empty: such items would never reach anything";
        let help = "list the stages it visits, or leave `route` out for all of them";
        cx.report(Diagnostic::error("empty-route", message, list.span).help(help));
        return all;
    }
    let ids = cx.find_all(Kind::Stage, list);
    let mut furthest = None;
    for name in &list.value {
        let id = cx.names.id(Kind::Stage, &name.value);
        if id < furthest && id.is_some() {
            let message = format!(
                "`{}` stands further left on the board than the stage before it",
                name.value
            );
            let help = "a route lists its stages in board order";
            cx.report(Diagnostic::error("route-order", message, name.span).help(help));
        }
        furthest = furthest.max(id);
    }
    Set::of(ids).with(ready)
}

/// A backlog that never runs dry fills whatever has no limit: every stage its items may enter first
/// needs one.
pub(super) fn check_unlimited(
    cx: &mut Context,
    scenario: &Scenario,
    types: &[WorkItemType],
    board: &Board,
    limits: &[Limit],
) {
    for (id, (written, kind)) in scenario.types.iter().zip(types).enumerate() {
        let Some(backlog) = &written.backlog else {
            continue;
        };
        if !matches!(backlog.value, mirror::Backlog::Unlimited) {
            continue;
        }
        let open = entries(kind, id, board).find(|&stage| {
            !limits
                .iter()
                .any(|l| l.bound().is_some() && l.stages.has(stage) && l.types.has(id))
        });
        if let Some(stage) = open.and_then(|stage| board.stages.get(stage)) {
            let message = format!(
                "an unlimited backlog needs a limit on `{}`, where its items go first",
                stage.name
            );
            let help = format!(
                "give `{}` a `wip = {{ max = … }}`, or let a `conwip` or the lane cover it",
                stage.name
            );
            cx.report(Diagnostic::error("unlimited-backlog", message, backlog.span).help(help));
        }
    }
}

/// The stages an item may enter first: up to the first that is never skipped.
fn entries(kind: &WorkItemType, id: usize, board: &Board) -> impl Iterator<Item = usize> {
    let mut open = true;
    kind.route.iter().take_while(move |&stage| {
        let skip = board
            .stages
            .get(stage)
            .and_then(|s| s.visits.get(id))
            .map_or(0.0, |v| v.skip);
        let entered = open;
        open &= skip > 0.0;
        entered
    })
}
