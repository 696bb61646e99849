//! Failure demand: delivered items that come back as new work.

use super::context::Context;
use super::distributions::{Quantity, distribution, is_always_zero};
use super::names::Kind;
use super::rework::takes_time;
use super::stages::Board;
use super::{TypeId, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::random::Distribution;
use crate::scenario::mirror::{self, Scenario};
use crate::source::At;

/// What may happen to an item of a type when it is done (model.md, section 5, number 9): after a while
/// it comes back as a new arrival. Without stages after ready, done is pulled by a planning.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    /// The chance that it comes back; above 0, at most 1.
    pub probability: f64,
    /// As an item of this type.
    pub kind: TypeId,
    /// So many days after it was done.
    pub after: Distribution,
}

/// Reads `returns` of type `id`; `None` where it never happens.
pub(super) fn returns(
    cx: &mut Context,
    written: &At<mirror::Returns>,
    id: TypeId,
) -> Option<Returns> {
    let at = written.value.probability?;
    let kind = match &written.value.kind {
        None => id,
        Some(name) => cx.find(Kind::Type, name)?,
    };
    let after = distribution(cx, written.value.after.as_ref()?, Quantity::Duration)?;
    (at.value > 0.0).then_some(Returns {
        probability: at.value,
        kind,
        after,
    })
}

/// Refuses items that always come back at once and never meet any work: they would go round for ever
/// at one instant.
pub(super) fn check(cx: &mut Context, scenario: &Scenario, board: &Board, types: &[WorkItemType]) {
    let at_once = |kind: TypeId| {
        let item = types.get(kind)?;
        let returns = item.returns.as_ref()?;
        let works = item.route.iter().any(|stage| {
            let visit = board.stages.get(stage).and_then(|s| s.visits.get(kind));
            visit.is_some_and(|visit| takes_time(&visit.work) && visit.skip < 1.0)
        });
        let certain = returns.probability >= 1.0 && is_always_zero(&returns.after);
        (certain && !works).then_some(returns.kind)
    };
    for (id, written) in scenario.types.iter().enumerate() {
        let mut next = at_once(id);
        let loops = (0..types.len()).any(|_| {
            let back = next == Some(id);
            next = next.and_then(at_once);
            back
        });
        if let Some(returns) = written.returns.as_ref().filter(|_| loops) {
            let message = "these items would come back for ever without any time passing";
            let help =
                "let them come back after some time, with a probability below 1, or give them work";
            cx.report(Diagnostic::error("returns-for-ever", message, returns.span).help(help));
        }
    }
}
