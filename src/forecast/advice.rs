//! What could be tried next, as a setting of a knob.

use super::{Cause, Flows};
use crate::model::{Blocker, LimitKind, Model, Strikes};
use crate::observe::Observations;

/// A change that is worth a run of its own. Whether it helps is for that run to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// What it does, in words: "give refinement room for 6 items instead of 5".
    pub words: String,
    /// The knob and its value, as `--set` takes them.
    pub set: String,
}

/// A cause that takes less of the days than this is not worth a try.
const LITTLE: f64 = 0.05;

/// What could be done about the largest causes of delay, then what else.
pub(super) fn advice(model: &Model, seen: &Observations, flows: &Flows) -> Vec<Advice> {
    let causes = flows.total.held_back_by.iter().filter(|c| c.share > LITTLE);
    let mut found: Vec<Advice> = causes.filter_map(|cause| against(model, cause)).collect();
    found.extend(busiest(model, flows));
    found.extend(ask_for_less(model, seen));
    let mut kept: Vec<Advice> = Vec::new();
    for advice in found {
        if kept.iter().all(|known| known.set != advice.set) {
            kept.push(advice);
        }
    }
    kept.truncate(3);
    kept
}

/// What could be done about one cause.
fn against(model: &Model, cause: &Cause) -> Option<Advice> {
    let place = cause.place.as_deref()?;
    match cause.cause {
        "waiting for room" => more_room(model, place),
        "waiting for a person" => one_more(model, place),
        "blocked" => {
            let blocker = model.blockers.iter().find(|b| b.source == place)?;
            rarer(blocker)
        }
        _ => None,
    }
}

/// Room for one more in a column, a group or a lane.
fn more_room(model: &Model, place: &str) -> Option<Advice> {
    let limit = model.limits.iter().find(|limit| limit.name == place)?;
    let (max, name) = (limit.bound()?, quoted(place));
    let path = match limit.kind {
        LimitKind::Own => format!("stages.{name}.wip.max"),
        LimitKind::Conwip => format!("conwip.{name}.wip.max"),
        LimitKind::Lane(_) => return None,
    };
    let more = max.checked_add(1)?;
    Some(Advice {
        words: format!("give {place} room for {more} items instead of {max}"),
        set: format!("{path}={more}"),
    })
}

/// One more person in a pool.
fn one_more(model: &Model, pool: &str) -> Option<Advice> {
    let found = model.pools.iter().find(|p| p.name == pool)?;
    let (people, name) = (found.people?, quoted(pool));
    let more = people.checked_add(1)?;
    Some(Advice {
        words: format!("have {more} people instead of {people} in {pool}"),
        set: format!("pools.{name}.people={more}"),
    })
}

/// A blocker that strikes half as often.
fn rarer(blocker: &Blocker) -> Option<Advice> {
    let name = quoted(&blocker.source);
    let (key, half) = match blocker.strikes {
        Strikes::PerVisit(p) => ("probability", p / 2.0),
        Strikes::PerDay(rate) => ("per_day", rate / 2.0),
    };
    (half > 0.0).then(|| Advice {
        words: format!("let {} block half as often", blocker.source),
        set: format!("blockers.{name}.{key}={half}"),
    })
}

/// One more person where people are busiest.
fn busiest(model: &Model, flows: &Flows) -> Option<Advice> {
    let busy = flows
        .pools
        .iter()
        .filter_map(|(name, pool)| Some((name, pool.utilisation.mean?)));
    let (name, _) = busy.max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))?;
    one_more(model, name)
}

/// A planning that is content with one item less, for the first team that lacks some.
fn ask_for_less(model: &Model, seen: &Observations) -> Option<Advice> {
    let lacking = seen
        .plannings
        .iter()
        .any(|p| p.enough.hits < p.enough.trials);
    let team = model
        .teams
        .iter()
        .find(|team| team.enough() == Some(team.total) && team.total > 1);
    let team = team.filter(|team| lacking && !team.fill_to && team.need_total.is_none())?;
    let less = team.total - 1;
    Some(Advice {
        words: format!(
            "let {} plan {less} instead of {} items",
            team.name, team.total
        ),
        set: format!("teams.{}.pull.total={less}", quoted(&team.name)),
    })
}

/// A name in a path, in quotes where it needs them.
fn quoted(name: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !".=\"'".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    format!("\"{name}\"")
}
