//! Goals: how many should be ready, of what, and by when.

use super::cadence::end_of;
use super::context::{Context, count};
use super::names::{Kind, text};
use super::teams::overlap;
use super::{Goal, Set};
use crate::scenario::mirror::{self, Scenario};

/// Reads all goals.
pub(super) fn goals(cx: &mut Context, scenario: &Scenario) -> Vec<Goal> {
    scenario
        .goals
        .iter()
        .map(|written| goal(cx, written))
        .collect()
}

fn goal(cx: &mut Context, written: &mirror::Goal) -> Goal {
    Goal {
        name: text(written.name.as_ref()),
        target: written.ready.map_or(1, count),
        types: types(cx, written),
        by: written.by.as_ref().and_then(|by| end_of(cx, by)),
        on_shelf: written.on_shelf.is_some_and(|at| at.value),
    }
}

/// The types and the types of the lanes it names; all when it names none.
fn types(cx: &mut Context, written: &mirror::Goal) -> Set {
    if written.types.is_none() && written.lanes.is_none() {
        return Set::first(cx.names.types.len());
    }
    let ids = written
        .types
        .as_ref()
        .map(|list| cx.find_all(Kind::Type, list))
        .unwrap_or_default();
    let mut types = Set::of(ids);
    let Some(list) = &written.lanes else {
        return types;
    };
    for id in cx.find_all(Kind::Lane, list) {
        let lane = cx.names.lane_types.get(id).copied().unwrap_or_default();
        if !lane.and(types).is_empty() {
            let name = cx.names.lanes.get(id).cloned().unwrap_or_default();
            cx.report(overlap(&name, list.span));
        }
        types = types.or(lane);
    }
    types
}
