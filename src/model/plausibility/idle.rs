//! Keys that change nothing.

use super::places::Places;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Arrivals, Backlog, Class, Model, OnLow, Set, Strategy, TypeId, Visit, WorkItemType,
};
use crate::scenario::mirror::Wip;
use crate::source::Span;

/// Keys of "who goes first" that decide nothing.
pub(super) fn keys(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(idle_preferences(model, place));
    found.extend(idle_orders(model, place));
    found.extend(idle_priority(model, place));
    found.extend(idle_classes(model, place));
    found.extend(idle_allocation(model, place));
    found.extend(idle_expedite(model, place));
    found.extend(idle_push_costs(model, place));
    found.extend(idle_demand(model, place));
    found.extend(idle_blockers(model, place));
    found
}

fn no_effect(message: String, span: Span, help: &str) -> Diagnostic {
    Diagnostic::warning("no-effect", message, span).help(help)
}

fn idle_preferences<'a>(
    model: &'a Model,
    place: &'a Places,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let pools = place
        .scenario
        .pools
        .iter()
        .zip(&model.pools)
        .filter_map(|(written, pool)| {
            (pool.stages.len() == 1).then_some((written.prefer.as_ref()?, pool.name.as_str()))
        });
    let own = place.scenario.stages.iter().filter_map(|stage| {
        stage.people.as_ref()?;
        Some((stage.prefer.as_ref()?, stage.name.as_ref()?.value.as_str()))
    });
    pools.chain(own).map(|(prefer, name)| {
        let message =
            format!("`prefer` has no effect: the people of `{name}` work in one stage only");
        no_effect(message, prefer.span, "leave it out")
    })
}

fn idle_orders<'a>(model: &'a Model, place: &'a Places) -> impl Iterator<Item = Diagnostic> + 'a {
    let valued = model.types.iter().any(|kind| kind.value.is_some());
    let everywhere = place.scenario.order.iter();
    let orders = everywhere.chain(
        place
            .scenario
            .stages
            .iter()
            .filter_map(|stage| stage.order.as_ref()),
    );
    orders
        .filter(move |word| !valued && matches!(word.value.as_str(), "value" | "wsjf"))
        .map(|word| {
            let message = format!(
                "the order `{}` has no effect: no type has a `value`",
                word.value
            );
            no_effect(message, word.span, "give types a `value`")
        })
}

fn idle_priority(model: &Model, place: &Places) -> Option<Diagnostic> {
    let at = place.scenario.types.iter().find_map(|kind| kind.priority)?;
    let first = model.types.first()?.priority;
    model
        .types
        .iter()
        .all(|kind| kind.priority == first)
        .then(|| {
            let message = "`priority` has no effect: all types have the same".to_owned();
            no_effect(message, at.span, "give some types another priority")
        })
}

/// A class for everything, or a fixed date without a date.
fn idle_classes(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let same = model.types.first().is_some_and(|first| {
        first.classes.contains(&1.0) && model.types.iter().all(|kind| kind.classes == first.classes)
    });
    let mut found = Vec::new();
    for (written, kind) in place.scenario.types.iter().zip(&model.types) {
        let Some(class) = &written.class else {
            continue;
        };
        let dated = kind
            .classes
            .get(Class::FixedDate as usize)
            .is_some_and(|&weight| weight > 0.0);
        if dated && kind.due.is_none() {
            let message = format!(
                "`{}` is of the class `fixed-date` but has no `due` date",
                kind.name
            );
            found.push(no_effect(
                message,
                class.span,
                "give it one: `due = \"6w\"`",
            ));
        } else if same && found.is_empty() && !dated {
            let message = "`class` has no effect: all items are of the same".to_owned();
            found.push(no_effect(
                message,
                class.span,
                "leave it out, or give some types another class",
            ));
        }
    }
    found
}

fn idle_allocation(model: &Model, place: &Places) -> Option<Diagnostic> {
    let allocation = model.allocation.as_ref()?;
    let written = place.scenario.allocation.as_ref()?;
    let strategy = written.strategy.as_ref()?;
    let undivided = matches!(allocation.strategy, Strategy::Reserved | Strategy::Flexible)
        && allocation.slots.iter().all(Vec::is_empty)
        && model.teams.iter().all(|team| team.shares.is_empty());
    if allocation.strategy != Strategy::None && allocation.owners.len() == 1 {
        let message = "the allocation has no effect: there is nobody to share with".to_owned();
        return Some(no_effect(message, strategy.span, "leave it out"));
    }
    undivided.then(|| {
        let message = format!(
            "the strategy `{}` divides nothing: no stage has a `max`",
            strategy.value
        );
        no_effect(
            message,
            strategy.span,
            "give stages a `max`, or choose `weighted`",
        )
    })
}

/// The types that may be expedite.
fn expedite(model: &Model) -> Set {
    let types = model.types.iter().enumerate();
    let types = types.filter(|(_, kind)| {
        let weight = kind.classes.get(Class::Expedite as usize);
        weight.is_some_and(|&weight| weight > 0.0)
    });
    Set::of(types.map(|(id, _)| id))
}

/// `preempt` and `expedite_over` where nothing is expedite.
fn idle_expedite(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let expedite = expedite(model);
    let mut found = Vec::new();
    for (id, written) in place.scenario.types.iter().enumerate() {
        let preempt = written.preempt.filter(|at| at.value && !expedite.has(id));
        found.extend(preempt.map(|at| {
            let message = "`preempt` has no effect: no item of this type is expedite".to_owned();
            no_effect(
                message,
                at.span,
                "give the type the class `expedite`, at least to some of its items",
            )
        }));
    }
    let scenario = place.scenario;
    let stages = scenario
        .stages
        .iter()
        .filter_map(|stage| stage.wip.as_ref());
    let groups = scenario
        .conwip
        .iter()
        .filter_map(|group| group.wip.as_ref());
    let over = |wip: &Wip| wip.expedite_over.filter(|_| wip.max.is_some());
    let everywhere = stages.chain(groups).filter_map(over);
    let everywhere = everywhere.filter(|_| expedite.is_empty());
    let lanes = scenario.lanes.iter().zip(&model.lanes);
    let lanes = lanes.filter(|(_, lane)| lane.types.and(expedite).is_empty());
    let lanes = lanes.flat_map(|(written, _)| {
        let group = written
            .conwip
            .as_ref()
            .and_then(|group| group.expedite_over);
        let stages = written.wip.iter().filter_map(|(_, wip)| over(wip));
        stages.chain(group).collect::<Vec<_>>()
    });
    found.extend(everywhere.chain(lanes).map(|at| {
        let message = "`expedite_over` has no effect: nothing it counts is expedite".to_owned();
        no_effect(
            message,
            at.span,
            "give a type the class `expedite`, at least to some of its items",
        )
    }));
    found
}

fn idle_push_costs(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, written) in place.scenario.stages.iter().enumerate() {
        let pushes = |m: &&crate::model::Minimum| m.stage == id && m.on_low == OnLow::Push;
        let cost = written
            .push_cost
            .filter(|_| model.minimums.iter().find(pushes).is_none());
        found.extend(cost.map(|at| {
            let message = "`push_cost` has no effect: nothing is pushed into this stage".to_owned();
            no_effect(
                message,
                at.span,
                "give its `wip` a `min` and `on_low = \"push\"`",
            )
        }));
    }
    found
}

/// Does any item of a type come from somewhere: from outside, from today's board, or from items of another?
fn appears(model: &Model, id: TypeId, kind: &WorkItemType) -> bool {
    let waits = !matches!(kind.backlog, Backlog::Items { items: 0, .. });
    let descends = |visit: &Visit| visit.split.as_ref().is_some_and(|s| s.kind == Some(id));
    let returns = |kind: &WorkItemType| kind.returns.as_ref().is_some_and(|r| r.kind == id);
    let mut visits = model.stages.iter().flat_map(|stage| &stage.visits);
    let mut others = model
        .types
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != id);
    waits
        || kind.arrivals != Arrivals::None
        || model.today.iter().any(|item| item.kind == id)
        || visits.any(descends)
        || others.any(|(_, kind)| returns(kind))
}

/// Types of which there is never an item, orders for a type that never runs dry, and returns of what is never
/// delivered.
fn idle_demand(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, (written, kind)) in place.scenario.types.iter().zip(&model.types).enumerate() {
        if written.arrivals.is_none() && !appears(model, id, kind) {
            let span = written.name.as_ref().map_or(written.span, |name| name.span);
            let message = format!(
                "no `{}` ever appears: it has neither `arrivals` nor a `backlog`",
                kind.name
            );
            let help = "for instance `arrivals = { per_week = 4 }`";
            found.push(no_effect(message, span, help));
        }
        let order = written
            .arrivals
            .as_ref()
            .and_then(|a| a.value.order.as_ref());
        if let Some(order) = order.filter(|_| kind.backlog == Backlog::Unlimited) {
            let message = format!(
                "`{}` never runs dry, so nothing is ever asked for",
                kind.name
            );
            found.push(no_effect(
                message,
                order.span,
                "leave `order` or the unlimited backlog out",
            ));
        }
        let planned = model
            .teams
            .iter()
            .any(|t| t.types.has(id) && !t.plannings.is_empty());
        if let Some(returns) = written.returns.as_ref().filter(|_| !planned) {
            let message = format!(
                "no `{}` ever comes back: none is ever planned, so none is done",
                kind.name
            );
            found.push(no_effect(message, returns.span, "add a team that plans it"));
        }
    }
    found
}

fn idle_blockers(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let meets = |blocker: &crate::model::Blocker| {
        blocker.types.iter().any(|id| {
            let route = model.types.get(id).map(|kind| kind.route);
            route.is_some_and(|route| !route.and(blocker.stages).is_empty())
        })
    };
    let written = place.scenario.blockers.iter().zip(&model.blockers);
    let idle = written.filter(|(_, blocker)| !meets(blocker));
    idle.map(|(written, blocker)| {
        let span = written.source.as_ref().map_or(written.span, |at| at.span);
        let message = format!(
            "`{}` never strikes: none of its types passes its stages",
            blocker.source
        );
        no_effect(
            message,
            span,
            "name other `stages` or `types`, or leave it out",
        )
    })
    .collect()
}
