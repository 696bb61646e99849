//! Maxima and minima: of stages, of CONWIP groups, of lanes.

use super::context::{Context, count};
use super::names::{Kind, text};
use super::stages::Board;
use super::{
    Lane, LaneId, Limit, LimitKind, Minimum, OnLow, Set, Side, StageId, Work, WorkItemType,
};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario, Wip};
use crate::source::{At, Span};

/// At most so many limits may span several stages: an item keeps one bit for each.
const MOST_GROUPS: usize = 64;
/// At most so many minimums: those an item can help are one bit each.
const MOST_MINIMUMS: usize = 64;
/// At most so many limits that a stage comes under again after a gap: who holds a place of which makes
/// twice as many queues with each.
const MOST_GAPS: usize = 6;

/// What stands for a maximum or minimum that a change sets later: no limit yet.
pub(super) const UNSET: u64 = u64::MAX;

/// Reads every maximum (a stage's own first, then CONWIP groups, then lanes) and every minimum in
/// stage order.
pub(super) fn limits(
    cx: &mut Context,
    scenario: &Scenario,
    board: &Board,
    types: &[WorkItemType],
    lanes: &[Lane],
) -> (Vec<Limit>, Vec<Minimum>) {
    let mut reader = Reader {
        everybody: Set::first(cx.names.types.len()),
        board,
        types,
        limits: Vec::new(),
        minimums: Vec::new(),
    };
    for (id, stage) in scenario.stages.iter().enumerate() {
        reader.own(cx, id, stage);
    }
    let mut taken = Vec::new();
    for group in &scenario.conwip {
        reader.group(cx, group, &mut taken);
    }
    for (id, (written, lane)) in scenario.lanes.iter().zip(lanes).enumerate() {
        reader.lane(cx, id, written, lane);
    }
    reader.minimums.sort_by_key(|minimum| minimum.stage);
    at_most_groups(cx, scenario, &reader.limits);
    at_most_minimums(cx, scenario, reader.minimums.len());
    (reader.limits, reader.minimums)
}

struct Reader<'a> {
    everybody: Set,
    board: &'a Board,
    types: &'a [WorkItemType],
    limits: Vec<Limit>,
    minimums: Vec<Minimum>,
}

impl Reader<'_> {
    fn own(&mut self, cx: &mut Context, id: StageId, stage: &mirror::Stage) {
        let Some(wip) = &stage.wip else { return };
        let name = text(stage.name.as_ref());
        let (max, min) = bounds(cx, wip);
        if let Some(max) = max {
            let stages = Set::of([id]);
            self.push(name, LimitKind::Own, stages, self.everybody, max, over(wip));
        }
        if let Some(min) = min {
            let on_low = self.on_low(cx, wip, id, self.everybody);
            self.minimums.push(Minimum {
                stage: id,
                lane: None,
                types: self.everybody,
                min,
                on_low,
            });
        }
    }

    fn group(&mut self, cx: &mut Context, group: &mirror::Conwip, taken: &mut Vec<String>) {
        let ids = group
            .stages
            .as_ref()
            .map(|list| cx.find_all(Kind::Stage, list))
            .unwrap_or_default();
        let name = group_name(cx, group, taken);
        let Some(wip) = &group.wip else { return };
        if let Some(max) = group_max(cx, wip) {
            let stages = Set::of(ids);
            self.push(
                name,
                LimitKind::Conwip,
                stages,
                self.everybody,
                max,
                over(wip),
            );
        }
    }

    fn lane(&mut self, cx: &mut Context, id: LaneId, written: &mirror::Lane, lane: &Lane) {
        let mut wips: Vec<(StageId, &Wip)> = Vec::new();
        for (name, wip) in &written.wip {
            wips.extend(cx.find(Kind::Stage, name).map(|id| (id, wip)));
        }
        wips.sort_by_key(|(stage, _)| *stage);
        for (stage, wip) in wips {
            let (max, min) = bounds(cx, wip);
            if let Some(max) = max {
                self.push(
                    lane.name.clone(),
                    LimitKind::Lane(id),
                    Set::of([stage]),
                    lane.types,
                    max,
                    over(wip),
                );
            }
            if let Some(min) = min {
                let on_low = self.on_low(cx, wip, stage, lane.types);
                self.minimums.push(Minimum {
                    stage,
                    lane: Some(id),
                    types: lane.types,
                    min,
                    on_low,
                });
            }
        }
        if let Some(conwip) = &written.conwip {
            self.lane_conwip(cx, id, conwip, lane);
        }
    }

    fn lane_conwip(
        &mut self,
        cx: &mut Context,
        id: LaneId,
        conwip: &mirror::LaneConwip,
        lane: &Lane,
    ) {
        let stages = match &conwip.stages {
            Some(list) => Set::of(cx.find_all(Kind::Stage, list)),
            None if self.before_ready(lane).is_empty() => {
                cx.error(
                    "empty-list",
                    "there is no stage left of ready to limit",
                    conwip.span,
                    "say which with `stages`, or leave the limit out",
                );
                return;
            }
            None => self.before_ready(lane),
        };
        if let Some(max) = conwip.max {
            self.push(
                lane.name.clone(),
                LimitKind::Lane(id),
                stages,
                lane.types,
                count(max),
                conwip.expedite_over.map_or(0, count),
            );
        }
    }

    /// The stages left of ready; where there are several shelves, those on the lane's routes.
    fn before_ready(&self, lane: &Lane) -> Set {
        let upstream = self.board.stages.iter().enumerate();
        let upstream = upstream.filter(|(_, stage)| stage.side == Side::Upstream);
        let upstream = Set::of(upstream.map(|(id, _)| id));
        if self.board.shelves.len() == 1 {
            return upstream;
        }
        let kinds = lane.types.iter().filter_map(|id| self.types.get(id));
        upstream.and(kinds.fold(Set::default(), |all, kind| all.or(kind.route)))
    }

    /// What happens below the minimum; what is not done cannot be pushed where nothing is done to it.
    fn on_low(&self, cx: &mut Context, wip: &Wip, stage: StageId, types: Set) -> OnLow {
        let Some(word) = wip.on_low.as_ref().filter(|word| word.value == "push") else {
            return OnLow::Signal;
        };
        let visits = self.board.stages.get(stage).map(|stage| &stage.visits);
        let serves = |kind: usize| {
            let visit = visits.and_then(|visits| visits.get(kind));
            visit.is_some_and(|visit| matches!(visit.work, Work::Service(_)))
        };
        if !types.iter().any(serves) {
            let name = self.board.stages.get(stage).map_or("", |s| s.name.as_str());
            let message =
                format!("nothing can be pushed into `{name}`, where no hands-on work is done");
            let help = "what is not done is not ready: leave `on_low` out, or push into a stage with `service`";
            cx.report(Diagnostic::error("push-without-service", message, word.span).help(help));
        }
        OnLow::Push
    }

    fn push(
        &mut self,
        name: String,
        kind: LimitKind,
        stages: Set,
        types: Set,
        max: u32,
        expedite_over: u32,
    ) {
        if !stages.is_empty() {
            self.limits.push(Limit {
                name,
                kind,
                stages,
                types,
                max,
                expedite_over,
            });
        }
    }
}

fn over(wip: &Wip) -> u32 {
    wip.expedite_over.map_or(0, count)
}

/// `max` and `min` of one place; a minimum of 0 is none.
fn bounds(cx: &mut Context, wip: &Wip) -> (Option<u32>, Option<u32>) {
    let max = wip.max.map(count);
    let open = |at: At<u64>| if at.value == UNSET { 0 } else { count(at) };
    let min = wip.min.map(open);
    let unset = wip.min.is_some_and(|at| at.value == UNSET);
    if let (Some(most), Some(least), Some(at)) = (max, min, wip.min)
        && least > most
    {
        let message = format!("`min` is {least} but `max` is {most}: the limits leave no room");
        let help = "the minimum is what should always be there, the maximum what may be there";
        cx.report(Diagnostic::error("min-above-max", message, at.span).help(help));
    }
    if let Some(word) = wip
        .on_low
        .as_ref()
        .filter(|_| !unset && min.is_none_or(|min| min == 0))
    {
        let message = "`on_low` has no effect without a `min`";
        cx.idle(message, word.span, "give a `min`, or leave `on_low` out");
    }
    if let Some(over) = wip.expedite_over.filter(|_| max.is_none()) {
        let message = "`expedite_over` has no effect without a `max`";
        cx.idle(message, over.span, "give a `max`, or leave it out");
    }
    (max, min.filter(|&min| min > 0 || unset))
}

fn group_max(cx: &mut Context, wip: &Wip) -> Option<u32> {
    let strays = [
        ("min", wip.min.map(|at| at.span)),
        ("on_low", wip.on_low.as_ref().map(|at| at.span)),
    ];
    for (key, span) in strays {
        if let Some(span) = span {
            let message =
                format!("`{key}` belongs to a stage; a group over several stages has only a `max`");
            cx.error(
                "not-here",
                message,
                span,
                "write it in the `wip` of a stage",
            );
        }
    }
    match wip.max {
        None => {
            missing_max(cx, wip.span);
            None
        }
        max => max.map(count),
    }
}

fn missing_max(cx: &mut Context, span: Span) {
    let message = "the `max` of this limit is missing";
    cx.report(Diagnostic::error("missing", message, span).help("for instance `{ max = 8 }`"));
}

/// The group's name, or its stages joined with `+`; each may be used once.
fn group_name(cx: &mut Context, group: &mirror::Conwip, taken: &mut Vec<String>) -> String {
    let stages: Vec<&str> = group
        .stages
        .iter()
        .flat_map(|list| &list.value)
        .map(|name| name.value.as_str())
        .collect();
    let name = group
        .name
        .clone()
        .unwrap_or_else(|| At::new(stages.join("+"), group.span));
    if taken.contains(&name.value) {
        let message = format!("there are two conwip groups named `{}`", name.value);
        cx.report(
            Diagnostic::error("duplicate-name", message, name.span)
                .help("give each a `name` of its own"),
        );
    }
    taken.push(name.value.clone());
    name.value
}

fn at_most_groups(cx: &mut Context, scenario: &Scenario, limits: &[Limit]) {
    let groups = limits.iter().filter(|limit| limit.stages.len() > 1).count();
    if groups > MOST_GROUPS {
        let message = format!(
            "{groups} limits span several stages, and {MOST_GROUPS} are the most a board can have"
        );
        let span = scenario
            .conwip
            .last()
            .map_or(scenario.span, |group| group.span);
        cx.error("too-many", message, span, "merge some of them");
    }
}

fn at_most_minimums(cx: &mut Context, scenario: &Scenario, minimums: usize) {
    if minimums > MOST_MINIMUMS {
        let message = format!(
            "there are {minimums} minimums, and {MOST_MINIMUMS} are the most a board can have"
        );
        let span = scenario
            .lanes
            .last()
            .map_or(scenario.span, |lane| lane.span);
        cx.error(
            "too-many",
            message,
            span,
            "keep those that matter: a `min` of the stage itself covers all lanes",
        );
    }
}

/// An item that is done in a stage outside some limits may hold places of them or not, depending on what
/// it has passed by; only so many may be in doubt.
pub(super) fn check_gaps(
    cx: &mut Context,
    scenario: &Scenario,
    types: &[WorkItemType],
    limits: &[Limit],
) {
    let in_doubt = |id: usize, route: Set, from: StageId, stage: StageId| {
        let groups = limits
            .iter()
            .filter(|l| l.stages.len() > 1 && l.types.has(id) && l.stages.has(stage));
        let gaps = groups.filter(|l| {
            let inside = l.stages.and(route);
            !inside.has(from) && !inside.before(from).is_empty()
        });
        gaps.count()
    };
    let most = types.iter().enumerate().flat_map(|(id, kind)| {
        let stages = kind.route.iter();
        stages.flat_map(move |stage| {
            let earlier = kind.route.before(stage);
            earlier
                .iter()
                .map(move |from| (id, kind.route, from, stage))
        })
    });
    let most = most.map(|(id, route, from, stage)| in_doubt(id, route, from, stage));
    if most.max().is_some_and(|gaps| gaps > MOST_GAPS) {
        let message = format!(
            "more than {MOST_GAPS} limits cover one stage again after a gap in their stages"
        );
        let span = scenario
            .conwip
            .last()
            .map_or(scenario.span, |group| group.span);
        cx.error(
            "too-many",
            message,
            span,
            "let them cover the stages in between too, or leave some out",
        );
    }
}
