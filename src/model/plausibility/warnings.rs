//! What is legal but suspicious.

use super::load::{demand, expected, visit};
use super::{PoolLoad, StageLoad};
use crate::diagnostic::Diagnostic;
use crate::model::course::{Course, descendants};
use crate::model::{
    Backlog, Class, Limit, Minimum, Model, Pool, Prefer, Set, StageId, Strategy, Team,
    WorkItemType, days,
};
use crate::scenario::mirror::{self, Scenario};
use crate::source::Span;

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
            .filter_map(|load| overload(model, load, &place)),
    );
    found.extend(stages.iter().filter_map(|load| tight(model, load, &place)));
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
    found.extend(idle_keys(model, &place));
    found
}

/// Where things are written.
struct Places<'a> {
    scenario: &'a Scenario,
}

impl Places<'_> {
    fn stage(&self, id: StageId) -> Span {
        let name = |stage: &mirror::Stage| stage.name.as_ref().map_or(stage.span, |name| name.span);
        self.scenario
            .stages
            .get(id)
            .map_or(self.scenario.span, name)
    }

    fn max(&self, id: StageId) -> Span {
        let wip = self
            .scenario
            .stages
            .get(id)
            .and_then(|stage| stage.wip.as_ref());
        wip.and_then(|wip| wip.max)
            .map_or(self.stage(id), |at| at.span)
    }

    fn min(&self, minimum: &Minimum) -> Span {
        let lane = minimum.lane.and_then(|lane| self.scenario.lanes.get(lane));
        let name = self
            .scenario
            .stages
            .get(minimum.stage)
            .and_then(|s| s.name.as_ref());
        let name = name.map_or(crate::model::names::READY, |name| name.value.as_str());
        let in_lane = lane.and_then(|lane| lane.wip.iter().find(|(stage, _)| stage.value == name));
        let own = self
            .scenario
            .stages
            .get(minimum.stage)
            .and_then(|stage| stage.wip.as_ref());
        let wip = if lane.is_some() {
            in_lane.map(|(_, wip)| wip)
        } else {
            own
        };
        wip.and_then(|wip| wip.min)
            .map_or(self.stage(minimum.stage), |at| at.span)
    }

    /// A declared pool, or the stage whose own people it is.
    fn pool(&self, id: usize, pool: &Pool) -> Span {
        match self.scenario.pools.get(id) {
            Some(written) => written.name.as_ref().map_or(written.span, |name| name.span),
            None => self.stage(pool.stages.min().unwrap_or(0)),
        }
    }
}

/// Demand beyond what people can do.
fn overload(model: &Model, load: &PoolLoad, place: &Places) -> Option<Diagnostic> {
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
    Some(
        warning
            .label(format!("{:.0} % of their capacity", ratio * 100.0))
            .help("queues before them grow all the time: less demand, more people, or less work an item"),
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
    Some(
        warning
            .label(format!("{:.0} % of the slots", used * 100.0))
            .help("items queue before it all the time: raise `max`, or let items take less time"),
    )
}

fn unvisited(model: &Model, stage: StageId, place: &Places) -> Option<Diagnostic> {
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
    let name = &model.stages.get(stage)?.name;
    let message = format!("no type passes through `{name}`");
    let help = "add it to the `route` of a type, or take it out";
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
    let routes = minimum
        .types
        .iter()
        .filter_map(|id| model.types.get(id))
        .map(|kind| kind.route);
    let routes = routes.filter(|route| route.has(minimum.stage));
    routes
        .fold(Set::default(), Set::or)
        .before(minimum.stage)
        .and(pool.stages)
}

/// A team that pulls more than can ever reach the shelf.
fn thirsty(model: &Model, id: usize, team: &Team, place: &Places) -> Option<Diagnostic> {
    let supply: f64 = team.types.iter().map(|id| supply(model, id)).sum();
    let pulls = team.plannings.len() as f64 * f64::from(team.total);
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

/// Items of a type that can reach ready within the horizon: those that arrive, as parts of others
/// too, and those that wait.
fn supply(model: &Model, id: usize) -> f64 {
    let endless = |kind: &WorkItemType| kind.backlog == Backlog::Unlimited || kind.order.is_some();
    let source = |kind: &WorkItemType| endless(kind) || kind.returns.is_some();
    let demand = demand(model);
    let kinds = || model.types.iter().zip(&demand.courses).enumerate();
    let feeds = |course: &Course| course.parts.iter().any(|&parts| parts > 0.0);
    if model.types.get(id).is_some_and(endless)
        || kinds()
            .any(|(_, (kind, course))| source(kind) && feeds(course) || kind.returns.is_some())
    {
        return f64::INFINITY;
    }
    let waiting = kinds().map(|(_, (kind, _))| match kind.backlog {
        Backlog::Items { items, .. } => f64::from(items),
        Backlog::Unlimited => 0.0,
    });
    let parts: Vec<Vec<f64>> = demand.courses.iter().map(|c| c.parts.clone()).collect();
    let all = descendants(&waiting.collect::<Vec<_>>(), &parts).unwrap_or_default();
    let waiting = all.get(id).copied().unwrap_or(0.0);
    let arriving = demand.starts.get(id).copied().unwrap_or(0.0);
    let ready = demand.courses.get(id).map_or(0.0, |course| course.ready);
    (waiting + arriving * days(model.horizon)) * ready
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

/// Keys of "who goes first" that decide nothing.
fn idle_keys(model: &Model, place: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(idle_preferences(model, place));
    found.extend(idle_orders(model, place));
    found.extend(idle_priority(model, place));
    found.extend(idle_classes(model, place));
    found.extend(idle_allocation(model, place));
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
