//! Meetings with too little time.

use super::StageLoad;
use super::load::visit;
use super::places::Places;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, days};

/// A stage whose meetings let fewer items go than demand brings.
pub(super) fn too_short(model: &Model, load: &StageLoad, place: &Places) -> Option<Diagnostic> {
    let meetings = model.stages.get(load.stage)?.leaves.as_ref()?;
    let at_most = f64::from(meetings.at_most?);
    let leave = load.by_type.iter().enumerate().map(|(kind, items)| {
        let discard = |state: &Model| Some(visit(state, load.stage, kind)?.discard);
        items * (1.0 - model.average(discard).unwrap_or(0.0))
    });
    let week = f64::from(model.calendar.days_per_week);
    let leave = leave.sum::<f64>() * week;
    let let_go = at_most * meetings.instants.len() as f64 / days(model.horizon) * week;
    if leave <= let_go * 1.05 {
        return None;
    }
    let written = place.scenario.stages.get(load.stage)?;
    let message = format!(
        "demand brings {leave:.1} items a week through `{}`, and its meetings let at most {let_go:.1} go",
        model.stages.get(load.stage)?.name
    );
    let span = written
        .leaves
        .as_ref()
        .map_or(place.stage(load.stage), |at| at.span);
    let help = "meet more often, raise `at_most`, or let less demand in";
    Some(Diagnostic::warning("short-meeting", message, span).help(help))
}
