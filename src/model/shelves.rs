//! Ready shelves: which one a route passes, and on which side of it a stage lies.

use super::context::Context;
use super::names::Kind;
use super::stages::{Board, place};
use super::{Model, Side, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::source::At;

impl Model {
    /// Does anything come after ready? If not, an item is done when a planning pulls it.
    pub fn delivers(&self) -> bool {
        let goes_on = |kind: &WorkItemType| !kind.route.from(kind.ready + 1).is_empty();
        self.types.iter().any(goes_on)
    }
}

/// Gives every stage its side. On a board with several shelves the routes decide; a stage no route
/// visits is upstream as long as a shelf stands to its right.
pub(super) fn sides(
    cx: &mut Context,
    scenario: &Scenario,
    board: &mut Board,
    types: &[WorkItemType],
) {
    let last = board.shelves.max().unwrap_or(board.ready);
    for (id, stage) in board.stages.iter_mut().enumerate() {
        if stage.ready {
            stage.side = Side::Ready;
            continue;
        }
        let visitors = || types.iter().filter(|kind| kind.route.has(id));
        let before = visitors().find(|kind| id < kind.ready);
        let after = visitors().find(|kind| id > kind.ready);
        stage.side = match (before, after) {
            (Some(_), _) => Side::Upstream,
            (None, Some(_)) => Side::Downstream,
            (None, None) if id < last => Side::Upstream,
            (None, None) => Side::Downstream,
        };
        if let (Some(a), Some(b)) = (before, after) {
            let message = format!(
                "`{}` stands before ready for `{}` and after it for `{}`",
                stage.name, a.name, b.name
            );
            let help = "make two stages of it: what is done before commitment, and what after it";
            let span = scenario.stages.get(id).map_or(scenario.span, place);
            cx.report(Diagnostic::error("two-sides", message, span).help(help));
        }
    }
}

/// The shelf a type's route passes, where the board has several: the one it names.
pub(super) fn named(
    cx: &mut Context,
    written: &mirror::WorkItemType,
    board: &Board,
    list: Option<&At<Vec<At<String>>>>,
) -> Option<usize> {
    if board.shelves.len() == 1 {
        return Some(board.ready);
    }
    let names = list.map_or(&[][..], |list| &list.value);
    let shelf = |name: &At<String>| {
        let id = cx.names.id(Kind::Stage, &name.value)?;
        board.shelves.has(id).then_some((id, name.span))
    };
    let shelves: Vec<_> = names.iter().filter_map(shelf).collect();
    match shelves.as_slice() {
        [(one, _)] => Some(*one),
        [] => {
            let place = written.name.as_ref().map_or(written.span, |name| name.span);
            let span = list.map_or(place, |list| list.span);
            let message = "there are several ready shelves, and this does not say which it goes to";
            let help = "give the type a `route` that names one of them";
            cx.report(Diagnostic::error("which-shelf", message, span).help(help));
            None
        }
        [(one, _), (_, second), ..] => {
            let message = "a route passes one ready shelf, and this is a second one";
            let help = "to go on to another board, let items `split` there with `as`";
            cx.report(Diagnostic::error("two-shelves", message, *second).help(help));
            Some(*one)
        }
    }
}
