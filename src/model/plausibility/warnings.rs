//! What is legal but suspicious.

use super::idle;
use super::load::{Demand, demand, expected, extra_arrivals, visit};
use super::meetings;
use super::places::Places;
use super::{PoolLoad, StageLoad, overflow};
use crate::diagnostic::Diagnostic;
use crate::model::course::{Course, descendants};
use crate::model::{
    Backlog, Limit, Minimum, Model, OnLow, Pool, Prefer, Set, Side, StageId, Team, Ticks, Work,
    WorkItemType, days,
};
use crate::scenario::mirror::Scenario;

/// Hands-on work on one item that takes longer than this many weeks looks like a column's time.
const LONG_WORK_WEEKS: f64 = 1.0;
/// Time in a column shorter than this many days looks like hands-on work.
const SHORT_STAY_DAYS: f64 = 0.25;

/// All warnings, in no particular order.
pub(super) fn all(
    model: &Model,
    scenario: &Scenario,
    stages: &[StageLoad],
    pools: &[PoolLoad],
) -> Vec<Diagnostic> {
    let place = Places { scenario };
    let mut found = Vec::new();
    found.extend(
        pools
            .iter()
            .filter_map(|load| overload(model, load, stages, &place)),
    );
    found.extend(stages.iter().filter_map(|load| tight(model, load, &place)));
    found.extend(
        stages
            .iter()
            .filter_map(|load| meetings::too_short(model, load, &place)),
    );
    found.extend((0..model.stages.len()).filter_map(|stage| unvisited(model, stage, &place)));
    found.extend(
        model
            .minimums
            .iter()
            .filter_map(|min| never_met(model, min, &place)),
    );
    found.extend(
        model
            .minimums
            .iter()
            .filter_map(|min| helpless(model, min, &place)),
    );
    found.extend(
        model
            .teams
            .iter()
            .enumerate()
            .filter_map(|(id, team)| thirsty(model, id, team, &place)),
    );
    found.extend((0..model.stages.len()).flat_map(|stage| strange_times(model, stage, &place)));
    found.extend(idle::keys(model, &place));
    found
}

/// Demand beyond what people can do.
fn overload(
    model: &Model,
    load: &PoolLoad,
    stages: &[StageLoad],
    place: &Places,
) -> Option<Diagnostic> {
    let pool = model.pools.get(load.pool)?;
    let (capacity, ratio) = (load.capacity?, load.load?);
    if ratio <= 1.0 {
        return None;
    }
    let message = format!(
        "demand asks `{}` for {:.2} person-days of work a day, and they can give {capacity:.2}",
        pool.name, load.work
    );
    let warning = Diagnostic::warning("overload", message, place.pool(load.pool, pool));
    let mut served = stages.iter().filter(|load| pool.stages.has(load.stage));
    let fate = match served.any(|load| overflow::grows(model, load)) {
        true => "queues before them grow all the time",
        false => "what is too much expires or is refused",
    };
    Some(
        warning
            .label(format!("{:.0} % of their capacity", ratio * 100.0))
            .help(format!(
                "{fate}: less demand, more people, or less work an item"
            )),
    )
}

/// Demand beyond what a stage's maximum lets through.
fn tight(model: &Model, load: &StageLoad, place: &Places) -> Option<Diagnostic> {
    let used = load.slots.filter(|&used| used > 1.0)?;
    let stage = model.stages.get(load.stage)?;
    let message = format!(
        "even without any waiting `{}` would need more slots than its `max`",
        stage.name
    );
    let warning = Diagnostic::warning("tight-limit", message, place.max(load.stage));
    let fate = match overflow::grows(model, load) {
        true => "items queue before it all the time",
        false => "what is too much expires or is refused",
    };
    Some(
        warning
            .label(format!("{:.0} % of the slots", used * 100.0))
            .help(format!("{fate}: raise `max`, or let items take less time")),
    )
}

fn unvisited(model: &Model, stage: StageId, place: &Places) -> Option<Diagnostic> {
    let named = model.stages.get(stage)?;
    let pulled = |(id, kind): (usize, &WorkItemType)| {
        let team = |team: &Team| team.types.has(id) && !team.plannings.is_empty();
        kind.route.has(stage) && model.teams.iter().any(team)
    };
    if named.side == Side::Downstream && !model.types.iter().enumerate().any(pulled) {
        let message = format!(
            "nothing ever comes to `{}`: no team plans what goes there",
            named.name
        );
        let help = "what is ready goes on only when a Sprint Planning pulls it: add a team";
        return Some(Diagnostic::warning("unvisited", message, place.stage(stage)).help(help));
    }
    let passes = |id: usize, route: Set| {
        route.has(stage) && visit(model, stage, id).is_some_and(|visit| visit.skip < 1.0)
    };
    if model
        .types
        .iter()
        .enumerate()
        .any(|(id, kind)| passes(id, kind.route))
    {
        return None;
    }
    let name = &named.name;
    let skipped = model.types.iter().any(|kind| kind.route.has(stage));
    let (message, help) = match skipped {
        true => (
            format!("everything skips `{name}`"),
            "lower its `skip`, or take the stage out",
        ),
        false => (
            format!("no type passes through `{name}`"),
            "add it to the `route` of a type, or take it out",
        ),
    };
    Some(Diagnostic::warning("unvisited", message, place.stage(stage)).help(help))
}

/// A minimum above what a maximum allows.
fn never_met(model: &Model, minimum: &Minimum, place: &Places) -> Option<Diagnostic> {
    let binds = |limit: &&Limit| {
        limit.stages.has(minimum.stage)
            && minimum.types.and(limit.types) == minimum.types
            && limit.max < minimum.min
    };
    let limit = model.limits.iter().find(binds)?;
    let message = format!(
        "`min` asks for {} items, and the limit `{}` allows {}",
        minimum.min, limit.name, limit.max
    );
    let help = "the stage would be below its minimum all the time: lower `min`, or raise the limit";
    Some(Diagnostic::warning("min-above-limit", message, place.min(minimum)).help(help))
}

/// A minimum whose signal nobody can follow.
fn helpless(model: &Model, minimum: &Minimum, place: &Places) -> Option<Diagnostic> {
    if minimum.on_low == OnLow::Push {
        return nothing_to_push(model, minimum, place);
    }
    if model
        .pools
        .iter()
        .any(|pool| can_help(model, pool, minimum))
    {
        return None;
    }
    let name = &model.stages.get(minimum.stage)?.name;
    let in_order = |pool: &Pool| feeders(model, pool, minimum).len() > 1;
    let (message, help) = match model.pools.iter().any(in_order) {
        true => (
            format!(
                "the minimum of `{name}` changes nothing: its people take what is furthest downstream first anyway"
            ),
            "the time below `min` is measured; for a minimum that calls people, give the pool `prefer = \"oldest\"` \
             or `prefer = \"upstream\"`",
        ),
        false => (
            format!("nobody can answer when `{name}` runs low"),
            "the time below `min` is measured, but those who feed the stage work nowhere else: \
             share a pool between stages, so that people can come to help",
        ),
    };
    Some(Diagnostic::warning("helpless-min", message, place.min(minimum)).help(help))
}

/// A minimum that takes unfinished work from the stage before, where there is none.
fn nothing_to_push(model: &Model, minimum: &Minimum, place: &Places) -> Option<Diagnostic> {
    let before = |id: usize| {
        let kind = model.types.get(id)?;
        let earlier = same_side(kind, minimum.stage).before(minimum.stage);
        let stage = earlier.max().filter(|_| kind.route.has(minimum.stage))?;
        visit(model, stage, id).map(|visit| matches!(visit.work, Work::Service(_)))
    };
    if minimum.types.iter().any(|id| before(id) == Some(true)) {
        return None;
    }
    let name = &model.stages.get(minimum.stage)?.name;
    let message =
        format!("there is nothing to push into `{name}`: no hands-on work is done just before it");
    let help = "leave `on_low` out, or let a stage with `service` come before it";
    Some(Diagnostic::warning("helpless-min", message, place.min(minimum)).help(help))
}

/// The stages of a route on the same side of ready as a stage.
fn same_side(kind: &WorkItemType, stage: StageId) -> Set {
    if stage > kind.ready {
        kind.route.from(kind.ready + 1)
    } else {
        kind.route.before(kind.ready + 1)
    }
}

/// Could these people do something else first when the stage runs low?
fn can_help(model: &Model, pool: &Pool, minimum: &Minimum) -> bool {
    let feeders = feeders(model, pool, minimum);
    let elsewhere = pool.stages.iter().any(|stage| !feeders.has(stage));
    let others = minimum.lane.is_some()
        && feeders.iter().any(|stage| {
            let outside = |(id, kind): (usize, &crate::model::WorkItemType)| {
                kind.route.has(stage) && !minimum.types.has(id)
            };
            model.types.iter().enumerate().any(outside)
        });
    let reorder = feeders.len() > 1 && pool.prefer != Prefer::Downstream;
    !feeders.is_empty() && (elsewhere || others || reorder)
}

/// The pool's stages before the minimum's on the routes it counts.
fn feeders(model: &Model, pool: &Pool, minimum: &Minimum) -> Set {
    let routes = minimum.types.iter().filter_map(|id| model.types.get(id));
    let routes = routes.filter(|kind| kind.route.has(minimum.stage));
    routes
        .map(|kind| same_side(kind, minimum.stage))
        .fold(Set::default(), Set::or)
        .before(minimum.stage)
        .and(pool.stages)
}

/// A team that pulls more than can ever reach the shelf.
fn thirsty(model: &Model, id: usize, team: &Team, place: &Places) -> Option<Diagnostic> {
    let most = |state: &Model| -> f64 {
        let demand = demand(state);
        team.types.iter().map(|id| supply(state, &demand, id)).sum()
    };
    let supply = model.phases().into_iter().map(|(state, _)| most(state));
    let supply = supply.fold(0.0, f64::max);
    let pull = |at: &Ticks| model.before(*at).teams.get(id).map_or(0, |team| team.total);
    let pulls: f64 = team.plannings.iter().map(pull).map(f64::from).sum();
    if pulls <= supply * 1.05 || team.fill_to {
        return None;
    }
    let message = format!(
        "`{}` wants to pull {pulls:.0} items in {} plannings, and at most {supply:.0} can become ready",
        team.name,
        team.plannings.len()
    );
    let written = place.scenario.teams.get(id)?;
    let span = written
        .pull
        .as_ref()
        .and_then(|pull| pull.value.total)
        .map_or(written.span, |at| at.span);
    let help = "lower `pull.total`, plan less often, or let more demand in";
    Some(Diagnostic::warning("thirsty-team", message, span).help(help))
}

/// The most items of a type that can reach ready within the horizon: those that arrive, as parts of
/// others too, and those that wait or are on the board; infinite where that cannot be told.
fn supply(model: &Model, demand: &Demand, id: usize) -> f64 {
    let endless = |kind: &WorkItemType| kind.backlog == Backlog::Unlimited || kind.order.is_some();
    let falls = |course: &Course| course.parts.iter().any(|&parts| parts > 0.0);
    let mut kinds = model.types.iter().zip(&demand.courses);
    let fed = kinds.any(|(kind, course)| endless(kind) && falls(course) || kind.returns.is_some());
    if fed || model.types.get(id).is_some_and(endless) {
        return f64::INFINITY;
    }
    let waiting = model.types.iter().map(|kind| match kind.backlog {
        Backlog::Items { items, .. } => f64::from(items) + extra_arrivals(model, kind),
        Backlog::Unlimited => 0.0,
    });
    let parts: Vec<Vec<f64>> = demand.courses.iter().map(|c| c.parts.clone()).collect();
    let all = descendants(&waiting.collect::<Vec<_>>(), &parts).unwrap_or_default();
    let waiting = all.get(id).copied().unwrap_or(0.0);
    let arriving = demand.starts.get(id).copied().unwrap_or(0.0);
    let ready = demand.courses.get(id).map_or(0.0, |course| course.ready);
    let today = model.today.iter().filter(|item| item.kind == id).count();
    (waiting + arriving * days(model.horizon)) * ready + today as f64
}

/// `service` that looks like a column's time, `elapsed` that looks like hands-on work.
fn strange_times(model: &Model, stage: StageId, place: &Places) -> Option<Diagnostic> {
    let written = place.scenario.stages.get(stage)?;
    let visits = model.stages.get(stage)?.visits.iter();
    let times: Vec<(f64, bool)> = visits
        .map(expected)
        .filter(|(time, _)| *time > 0.0)
        .collect();
    let week = f64::from(model.calendar.days_per_week) * LONG_WORK_WEEKS;
    let name = &model.stages.get(stage)?.name;
    if let Some((time, _)) = times
        .iter()
        .find(|(time, hands_on)| *hands_on && *time > week)
    {
        let span = written
            .visit
            .service
            .as_ref()
            .map_or(place.stage(stage), |at| at.span);
        let message = format!("an item in `{name}` takes {time:.1} days of hands-on work");
        let help =
            "if this is the time items spend in the column, write `elapsed` instead of `service`";
        return Some(Diagnostic::warning("long-service", message, span).help(help));
    }
    let (time, _) = times
        .iter()
        .find(|(time, hands_on)| !*hands_on && *time < SHORT_STAY_DAYS)?;
    let span = written
        .visit
        .elapsed
        .as_ref()
        .map_or(place.stage(stage), |at| at.span);
    let message = format!("items spend only {time:.2} days in `{name}`");
    let help = "if this is hands-on work, write `service` and say who works here";
    Some(Diagnostic::warning("short-elapsed", message, span).help(help))
}
