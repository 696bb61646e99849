//! Stages, the ready shelf, and the people who work in them.

use super::context::{Context, count};
use super::focus::focus;
use super::meetings::meetings;
use super::names::{Kind, READY, choose, text};
use super::visits::{self, NOTHING};
use super::{Focus, Hold, Order, Pool, PoolId, Prefer, Set, Side, Stage, StageId, Work};
use crate::diagnostic::Diagnostic;
use crate::random::Key;
use crate::scenario::mirror::{self, People, Scenario};
use crate::source::{At, Span};

/// The words for [`Order`].
pub(super) const ORDERS: [(&str, Order); 6] = [
    ("fifo", Order::Fifo),
    ("stage-fifo", Order::StageFifo),
    ("lifo", Order::Lifo),
    ("random", Order::Random),
    ("value", Order::Value),
    ("wsjf", Order::Wsjf),
];
const PREFERENCES: [(&str, Prefer); 3] = [
    ("downstream", Prefer::Downstream),
    ("upstream", Prefer::Upstream),
    ("oldest", Prefer::Oldest),
];
const HOLDS: [(&str, Hold); 2] = [("kanban", Hold::Kanban), ("person", Hold::Person)];

/// The columns of the board and who works in them.
pub(super) struct Board {
    /// Left to right; their sides and teams are found later.
    pub stages: Vec<Stage>,
    /// Declared pools, then stages' own people.
    pub pools: Vec<Pool>,
    /// The first ready shelf.
    pub ready: StageId,
    /// All ready shelves.
    pub shelves: Set,
}

/// Reads stages and pools.
pub(super) fn board(cx: &mut Context, scenario: &Scenario) -> Board {
    if scenario.stages.is_empty() {
        let help = "add the columns of the board, each under a `[[stages]]`";
        cx.absent("no-stages", "the board has no stages", help);
    }
    let default = scenario
        .order
        .as_ref()
        .and_then(|word| choose(word, &ORDERS));
    let pools = scenario.pools.iter();
    let mut pools: Vec<Pool> = pools.map(|written| declared(cx, written)).collect();
    let mut stages: Vec<Stage> = Vec::new();
    for (id, written) in scenario.stages.iter().enumerate() {
        let mut stage = stage(cx, id, written, default.unwrap_or(Order::Fifo));
        stage.pool = people(cx, written, &mut pools);
        if let Some(pool) = stage.pool.and_then(|pool| pools.get_mut(pool)) {
            pool.stages = pool.stages.with(id);
        }
        check_work(cx, written, &stage);
        stages.push(stage);
    }
    check_holds(cx, scenario, &stages, &pools);
    idle_pools(cx, scenario, &pools);
    let ready = ready(cx, scenario, &mut stages, default.unwrap_or(Order::Fifo));
    let shelves = (0..stages.len()).filter(|&id| stages.get(id).is_some_and(|s| s.ready));
    Board {
        shelves: Set::of(shelves),
        stages,
        pools,
        ready,
    }
}

fn stage(cx: &mut Context, id: StageId, written: &mirror::Stage, default: Order) -> Stage {
    let name = text(written.name.as_ref());
    let ready = is_ready(written);
    let order = written
        .order
        .as_ref()
        .and_then(|word| choose(word, &ORDERS));
    let hold = written.hold.as_ref().and_then(|word| choose(word, &HOLDS));
    let visits = if ready {
        check_shelf(cx, written);
        visits::shelf(cx, written)
    } else {
        visits::visits(cx, id, written)
    };
    let leaves = written.leaves.as_ref().map(|leaves| meetings(cx, leaves));
    Stage {
        key: Key::name(&name),
        name,
        ready,
        side: Side::Upstream,
        pool: None,
        order: order.unwrap_or(default),
        hold: hold.unwrap_or(Hold::Kanban),
        leaves: leaves.filter(|_| !ready),
        push_cost: written.push_cost.map_or(1.0, |at| at.value),
        team: None,
        visits,
    }
}

fn is_ready(written: &mirror::Stage) -> bool {
    let word = written.kind.as_ref();
    word.and_then(|word| choose(word, &[("ready", true)]))
        .unwrap_or(false)
}

/// On the shelf no work happens, and only a planning takes items out.
fn check_shelf(cx: &mut Context, stage: &mirror::Stage) {
    let visit = &stage.visit;
    let only_expires = |visit: &mirror::Visit| {
        let expires = mirror::Visit {
            expire: visit.expire.clone(),
            ..mirror::Visit::default()
        };
        visit.expire.is_some() && *visit == expires
    };
    let special = stage.by_type.iter().find(|(_, visit)| !only_expires(visit));
    let keys = [
        ("service", visit.service.as_ref().map(|at| at.span)),
        ("elapsed", visit.elapsed.as_ref().map(|at| at.span)),
        ("discard", visit.discard.map(|at| at.span)),
        ("skip", visit.skip.map(|at| at.span)),
        ("people", stage.people.as_ref().map(|at| at.span)),
        ("pool", stage.pool.as_ref().map(|at| at.span)),
        ("hold", stage.hold.as_ref().map(|at| at.span)),
        ("rework", visit.rework.as_ref().map(|at| at.span)),
        ("split", visit.split.as_ref().map(|at| at.span)),
        ("leaves", stage.leaves.as_ref().map(|at| at.span)),
        ("focus", stage.focus.as_ref().map(|at| at.span)),
        ("push_cost", stage.push_cost.map(|at| at.span)),
        ("team", stage.team.as_ref().map(|at| at.span)),
        ("by_type", special.map(|(name, _)| name.span)),
    ];
    for (key, span) in keys {
        if let Some(span) = span {
            let message = format!("the ready shelf takes no `{key}`");
            let help = "on the shelf no work happens, and only a Sprint Planning takes items out";
            cx.report(Diagnostic::error("ready-shelf", message, span).help(help));
        }
    }
}

/// Finds the first ready shelf, or adds one without limits.
fn ready(cx: &mut Context, scenario: &Scenario, stages: &mut Vec<Stage>, order: Order) -> StageId {
    match stages.iter().position(|stage| stage.ready) {
        Some(first) => first,
        None => added_shelf(cx, scenario, stages, order),
    }
}

fn added_shelf(
    cx: &mut Context,
    scenario: &Scenario,
    stages: &mut Vec<Stage>,
    order: Order,
) -> StageId {
    if let Some(taken) = cx.names.id(Kind::Stage, READY) {
        let span = scenario.stages.get(taken).map_or(scenario.span, place);
        cx.report(
            Diagnostic::error(
                "ready-shelf",
                "this stage is named `ready` but is not of that kind",
                span,
            )
            .help("write `kind = \"ready\"` here, or give the stage another name"),
        );
    }
    cx.names.stages.push(READY.to_owned());
    stages.push(Stage {
        name: READY.to_owned(),
        key: Key::name(READY),
        ready: true,
        side: Side::Ready,
        pool: None,
        order,
        hold: Hold::Kanban,
        leaves: None,
        push_cost: 1.0,
        team: None,
        visits: vec![NOTHING; cx.names.types.len()],
    });
    stages.len() - 1
}

/// Where a stage is written: its name, or its entry.
pub(super) fn place(stage: &mirror::Stage) -> Span {
    stage.name.as_ref().map_or(stage.span, |name| name.span)
}

fn declared(cx: &mut Context, written: &mirror::Pool) -> Pool {
    let name = text(written.name.as_ref());
    let pool = pool(
        name,
        written.people,
        written.availability,
        written.prefer.as_ref(),
    );
    Pool {
        focus: focus(cx, written.focus.as_ref(), pool.people),
        ..pool
    }
}

fn pool(
    name: String,
    people: Option<At<People>>,
    availability: Option<At<f64>>,
    prefer: Option<&At<String>>,
) -> Pool {
    let people = people.map_or(Some(1), |at| match at.value {
        People::Unlimited => None,
        People::Number(number) => Some(count(At::new(number, at.span))),
    });
    let prefer = prefer.and_then(|word| choose(word, &PREFERENCES));
    Pool {
        name,
        people,
        availability: availability.map_or(1.0, |at| at.value),
        prefer: prefer.unwrap_or(Prefer::Downstream),
        focus: Focus::SINGLE,
        stages: Set::default(),
    }
}

/// The pool of a stage: the one it names, or its own people as a pool with the stage's name.
fn people(cx: &mut Context, stage: &mirror::Stage, pools: &mut Vec<Pool>) -> Option<PoolId> {
    if let (Some(_), Some(named)) = (&stage.people, &stage.pool) {
        let message = "a stage has either `people` of its own or a `pool`, not both";
        cx.error(
            "people-and-pool",
            message,
            named.span,
            "keep one of the two",
        );
    }
    if let Some(named) = &stage.pool {
        not_here(cx, stage);
        return cx.find(Kind::Pool, named);
    }
    if stage.people.is_none() {
        not_here(cx, stage);
    }
    let people = stage.people?;
    let name = text(stage.name.as_ref());
    if cx.names.id(Kind::Pool, &name).is_some() {
        let message = format!("the stage's own people would be a second pool named `{name}`");
        let help = "rename the pool, or let the stage name it with `pool`";
        cx.report(Diagnostic::error("duplicate-name", message, people.span).help(help));
    }
    let own = pool(
        name,
        Some(people),
        stage.availability,
        stage.prefer.as_ref(),
    );
    pools.push(Pool {
        focus: focus(cx, stage.focus.as_ref(), own.people),
        ..own
    });
    Some(pools.len() - 1)
}

/// `availability`, `prefer` and `focus` belong to people.
fn not_here(cx: &mut Context, stage: &mirror::Stage) {
    let spans = [
        ("availability", stage.availability.map(|at| at.span)),
        ("prefer", stage.prefer.as_ref().map(|at| at.span)),
        ("focus", stage.focus.as_ref().map(|at| at.span)),
    ];
    for (key, span) in spans {
        if let Some(span) = span {
            let message = format!("`{key}` belongs to people, and this stage has none of its own");
            let help = format!("write `{key}` in the pool's entry");
            cx.report(Diagnostic::error("not-here", message, span).help(help));
        }
    }
}

/// Work needs somebody, and people need work.
fn check_work(cx: &mut Context, written: &mirror::Stage, stage: &Stage) {
    let named = written.people.is_some() || written.pool.is_some();
    let special = written.by_type.iter().map(|(_, visit)| visit);
    let service = std::iter::once(&written.visit)
        .chain(special)
        .find_map(|v| v.service.as_ref());
    match service {
        Some(_) if !named && !stage.ready => {
            let message = format!(
                "who works here? `{}` has `service` but neither `people` nor a `pool`",
                stage.name
            );
            let help = "give `people = 1` or `pool = \"…\"`; if this is the time items spend in the column, write `elapsed`";
            cx.report(Diagnostic::error("who-works-here", message, written.span).help(help));
        }
        None if named && !stage.ready => {
            let message = format!(
                "the people of `{}` have nothing to do: it has no `service`",
                stage.name
            );
            let help = "give it `service`, or leave its people out";
            cx.idle(message, place(written), help);
        }
        _ => {}
    }
}

/// A person who holds an item of one stage while working in a later one could block both for ever.
fn check_holds(cx: &mut Context, scenario: &Scenario, stages: &[Stage], pools: &[Pool]) {
    for (id, (written, stage)) in scenario.stages.iter().zip(stages).enumerate() {
        let Some(hold) = written.hold.as_ref().filter(|_| stage.hold == Hold::Person) else {
            continue;
        };
        let pool = stage.pool.and_then(|pool| pools.get(pool));
        let later = pool
            .and_then(|pool| pool.stages.from(id + 1).min())
            .and_then(|id| stages.get(id));
        if let Some(later) = later {
            let message = format!(
                "the people of `{}` also work in `{}`, further downstream",
                stage.name, later.name
            );
            let help = "if they held finished items here, nobody might be left to make room there; \
                        give the stages people of their own, or leave `hold` out";
            cx.report(Diagnostic::error("hold-shared", message, hold.span).help(help));
        } else if !stage
            .visits
            .iter()
            .any(|v| matches!(v.work, Work::Service(_)))
        {
            let message = "nobody works here, so nobody can hold a finished item";
            cx.idle(message, hold.span, "leave `hold` out");
        }
    }
}

fn idle_pools(cx: &mut Context, scenario: &Scenario, pools: &[Pool]) {
    for (written, pool) in scenario.pools.iter().zip(pools) {
        if pool.stages.is_empty() {
            let message = format!("no stage names the pool `{}`", pool.name);
            let span = written.name.as_ref().map_or(written.span, |name| name.span);
            cx.idle(
                message,
                span,
                "let a stage name it with `pool`, or take it out",
            );
        }
    }
}
