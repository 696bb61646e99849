//! How capacity is shared between types or lanes.

use super::context::Context;
use super::names::{Kind, choose, unknown};
use super::shares::{Claim, at_least_one};
use super::stages::{self, Board};
use super::{Allocation, Lane, Limit, LimitKind, Owner, Set, Strategy, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::source::At;

const STRATEGIES: [(&str, Strategy); 5] = [
    ("none", Strategy::None),
    ("reserved", Strategy::Reserved),
    ("flexible", Strategy::Flexible),
    ("weighted", Strategy::Weighted),
    ("priority", Strategy::Priority),
];

/// What has been read before the allocation.
pub(super) struct Before<'a> {
    /// The columns.
    pub board: &'a Board,
    /// The types, whose routes decide who visits a stage.
    pub types: &'a [WorkItemType],
    /// The lanes.
    pub lanes: &'a [Lane],
    /// The maxima that are divided.
    pub limits: &'a [Limit],
}

/// Reads `[allocation]`. Without `strategy` there is one queue.
pub(super) fn allocation(
    cx: &mut Context,
    scenario: &Scenario,
    so_far: &Before,
) -> Option<Allocation> {
    let written = scenario.allocation.as_ref()?;
    let strategy = written
        .strategy
        .as_ref()
        .map_or(Some(Strategy::None), |word| choose(word, &STRATEGIES))?;
    let mut owners = owners(cx, written, so_far)?;
    give_shares(cx, written, strategy, &mut owners);
    give_ranks(cx, written, strategy, &mut owners);
    let divides = matches!(strategy, Strategy::Reserved | Strategy::Flexible);
    let slots = (0..so_far.board.stages.len())
        .map(|stage| {
            if divides {
                slots(cx, scenario, stage, &owners, so_far)
            } else {
                Vec::new()
            }
        })
        .collect();
    Some(Allocation {
        strategy,
        owners,
        slots,
    })
}

/// Every type, or every lane; by lane every type must be in one.
fn owners(cx: &mut Context, written: &mirror::Allocation, so_far: &Before) -> Option<Vec<Owner>> {
    let by_lane = match &written.by {
        None => false,
        Some(word) => choose(word, &[("type", false), ("lane", true)])?,
    };
    let owner = |name: &str, types| Owner {
        name: name.to_owned(),
        types,
        share: 0.0,
        rank: 0,
    };
    if !by_lane {
        let types = so_far.types.iter().enumerate();
        return Some(
            types
                .map(|(id, kind)| owner(&kind.name, Set::of([id])))
                .collect(),
        );
    }
    let homeless: Vec<String> = so_far
        .types
        .iter()
        .filter(|t| t.lane.is_none())
        .map(|t| format!("`{}`", t.name))
        .collect();
    if !homeless.is_empty() {
        let message = format!(
            "allocation is by lane, but no lane holds {}",
            homeless.join(", ")
        );
        let span = written.by.as_ref().map_or(written.span, |by| by.span);
        cx.report(Diagnostic::error("no-lane", message, span).help("put every type into a lane"));
        return None;
    }
    Some(
        so_far
            .lanes
            .iter()
            .map(|lane| owner(&lane.name, lane.types))
            .collect(),
    )
}

fn find<'o>(cx: &mut Context, name: &At<String>, owners: &'o mut [Owner]) -> Option<&'o mut Owner> {
    let known: Vec<String> = owners.iter().map(|owner| owner.name.clone()).collect();
    let found = owners.iter_mut().find(|owner| owner.name == name.value);
    if found.is_none() {
        let other = [(Kind::Type, "by = \"type\""), (Kind::Lane, "by = \"lane\"")]
            .into_iter()
            .find(|(kind, _)| cx.names.id(*kind, &name.value).is_some());
        let problem = unknown("owner of capacity", name, &known);
        cx.report(match other {
            Some((_, by)) => problem.help(format!("to share between these write `{by}`")),
            None => problem,
        });
    }
    found
}

/// Equal shares where none are written; 0 for an owner left out, with a warning.
fn give_shares(
    cx: &mut Context,
    written: &mirror::Allocation,
    strategy: Strategy,
    owners: &mut [Owner],
) {
    let Some(shares) = &written.shares else {
        owners.iter_mut().for_each(|owner| owner.share = 1.0);
        return;
    };
    for (name, share) in &shares.value {
        if let Some(owner) = find(cx, name, owners) {
            owner.share = share.value;
        }
    }
    if matches!(strategy, Strategy::None | Strategy::Priority) {
        let message = "shares have no effect with this strategy";
        cx.idle(
            message,
            shares.span,
            "shares go with `reserved`, `flexible` or `weighted`",
        );
        return;
    }
    if owners.iter().all(|owner| owner.share <= 0.0) {
        cx.error(
            "no-shares",
            "shares must add up to more than 0",
            shares.span,
            "give at least one of them a number above 0",
        );
        return;
    }
    let without = |owner: &&Owner| {
        !shares
            .value
            .iter()
            .any(|(name, _)| name.value == owner.name)
    };
    let left_out: Vec<String> = owners
        .iter()
        .filter(without)
        .map(|o| format!("`{}`", o.name))
        .collect();
    if !left_out.is_empty() {
        let message = format!("no share for {}: 0 is meant", left_out.join(", "));
        let help = match strategy {
            Strategy::Reserved | Strategy::Flexible => {
                "with a share of 0 there is still one slot in each divided stage; write it down if that is wanted"
            }
            _ => {
                "with a share of 0 items are served when nobody else waits; write it down if that is wanted"
            }
        };
        cx.report(Diagnostic::warning("no-share", message, shares.span).help(help));
    }
}

/// The place in `order`; owners left out come last, together.
fn give_ranks(
    cx: &mut Context,
    written: &mirror::Allocation,
    strategy: Strategy,
    owners: &mut [Owner],
) {
    let Some(order) = &written.order else {
        if strategy == Strategy::Priority {
            let message = "the strategy `priority` needs an `order`";
            let help = "list who goes first: `order = [\"…\", \"…\"]`";
            cx.report(Diagnostic::error("missing", message, written.span).help(help));
        }
        return;
    };
    if strategy != Strategy::Priority {
        let message = "`order` has an effect only with the strategy `priority`";
        cx.idle(message, order.span, "leave it out, or choose that strategy");
        return;
    }
    let last = u32::try_from(order.value.len()).unwrap_or(u32::MAX);
    owners.iter_mut().for_each(|owner| owner.rank = last);
    for (rank, name) in (0..).zip(&order.value) {
        match find(cx, name, owners) {
            Some(owner) if owner.rank < last => {
                cx.error(
                    "duplicate",
                    format!("`{}` stands here twice", name.value),
                    name.span,
                    "name it once",
                );
            }
            Some(owner) => owner.rank = rank,
            None => {}
        }
    }
}

/// The slots of every owner in a stage with a `max` of its own; none where it is not divided.
fn slots(
    cx: &mut Context,
    scenario: &Scenario,
    stage: usize,
    owners: &[Owner],
    so_far: &Before,
) -> Vec<u32> {
    let own = |limit: &&Limit| limit.kind == LimitKind::Own && limit.stages.has(stage);
    let limit = so_far.limits.iter().find(own);
    let Some(limit) = limit.filter(|limit| limit.bound().is_some()) else {
        return Vec::new();
    };
    let visits = |owner: &Owner| {
        owner
            .types
            .iter()
            .any(|id| so_far.types.get(id).is_some_and(|t| t.route.has(stage)))
    };
    let visitors: Vec<&Owner> = owners.iter().filter(|owner| visits(owner)).collect();
    let claims: Vec<Claim> = visitors
        .iter()
        .map(|o| Claim {
            name: &o.name,
            share: o.share,
        })
        .collect();
    match at_least_one(limit.max, &claims) {
        Ok(divided) if !claims.is_empty() => {
            let mut divided = divided.into_iter();
            owners
                .iter()
                .map(|owner| {
                    if visits(owner) {
                        divided.next().unwrap_or(0)
                    } else {
                        0
                    }
                })
                .collect()
        }
        Ok(_) => Vec::new(),
        Err(poor) => {
            let poor: Vec<String> = poor
                .into_iter()
                .filter_map(|n| Some(format!("`{}`", visitors.get(n)?.name)))
                .collect();
            report_poor(cx, scenario, stage, limit, claims.len(), &poor.join(", "));
            Vec::new()
        }
    }
}

fn report_poor(
    cx: &mut Context,
    scenario: &Scenario,
    stage: usize,
    limit: &Limit,
    owners: usize,
    poor: &str,
) {
    let written = scenario.stages.get(stage);
    let max = written
        .and_then(|stage| stage.wip.as_ref())
        .and_then(|wip| wip.max);
    let span = max
        .map(|at| at.span)
        .or(written.map(stages::place))
        .unwrap_or(scenario.span);
    let message = format!(
        "`{}` has {} slot{} for {owners} owners: none is left for {poor}",
        limit.name,
        limit.max,
        if limit.max == 1 { "" } else { "s" }
    );
    let help =
        "raise `max`, or choose the strategy `weighted` or `priority`, which divide no slots";
    cx.report(Diagnostic::error("too-few-slots", message, span).help(help));
}
