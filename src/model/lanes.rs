//! Swimlanes: which types belong to which.

use super::context::Context;
use super::names::{Kind, text};
use super::{Lane, Set};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::Scenario;

/// Reads who belongs to which lane; a type belongs to one at most.
pub(super) fn lanes(cx: &mut Context, scenario: &Scenario) -> Vec<Lane> {
    let mut taken: Vec<Option<String>> = vec![None; cx.names.types.len()];
    let mut lanes = Vec::new();
    for written in &scenario.lanes {
        let name = text(written.name.as_ref());
        let list = written.types.as_ref();
        let mut types = Set::default();
        for id in list
            .map(|list| cx.find_all(Kind::Type, list))
            .unwrap_or_default()
        {
            let Some(slot) = taken.get_mut(id) else {
                continue;
            };
            if let Some(other) = slot {
                let kind = cx.names.types.get(id).cloned().unwrap_or_default();
                let at = list.and_then(|list| list.value.iter().find(|at| at.value == kind));
                let message = format!("the type `{kind}` is in two lanes, `{other}` and `{name}`");
                let span = at.map_or(written.span, |at| at.span);
                cx.report(
                    Diagnostic::error("two-lanes", message, span)
                        .help("a type belongs to one lane at most"),
                );
            } else {
                *slot = Some(name.clone());
                types = types.with(id);
            }
        }
        lanes.push(Lane { name, types });
    }
    cx.names.lane_types = lanes.iter().map(|lane| lane.types).collect();
    lanes
}
