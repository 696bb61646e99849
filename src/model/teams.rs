//! Teams: when they plan, what they pull, and what is enough for them.

use super::cadence::{cadence, moments};
use super::context::{Context, count};
use super::names::{Kind, text};
use super::{Allocation, Need, PullShare, Set, Strategy, Team, Ticks};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::source::{At, Span};

/// At most so many plannings of all teams together: each has its own forecast.
const MOST_PLANNINGS: usize = 10_000;

/// Reads all teams.
pub(super) fn teams(
    cx: &mut Context,
    scenario: &Scenario,
    allocation: Option<&Allocation>,
) -> Vec<Team> {
    let teams: Vec<Team> = scenario
        .teams
        .iter()
        .map(|written| team(cx, written, allocation))
        .collect();
    let plannings: usize = teams.iter().map(|team| team.plannings.len()).sum();
    if let Some(last) = scenario.teams.last().filter(|_| plannings > MOST_PLANNINGS) {
        let message = format!("{plannings} plannings in all are more than can be forecast");
        let help = format!("at most {MOST_PLANNINGS}: plan less often, or shorten the run");
        let span = last.planning.as_ref().map_or(last.span, |p| p.span);
        cx.report(Diagnostic::error("too-many", message, span).help(help));
    }
    teams
}

fn team(cx: &mut Context, written: &mirror::Team, allocation: Option<&Allocation>) -> Team {
    let name = text(written.name.as_ref());
    let types = match &written.types {
        None => Set::first(cx.names.types.len()),
        Some(list) => Set::of(cx.find_all(Kind::Type, list)),
    };
    let plannings = written
        .planning
        .as_ref()
        .map(|planning| plannings(cx, planning));
    let pull = written.pull.as_ref();
    let mut team = Team {
        name,
        plannings: plannings.unwrap_or_default(),
        total: pull.map_or(1, |pull| total(cx, pull)),
        shares: Vec::new(),
        borrow: true,
        types,
        need_total: None,
        needs: Vec::new(),
    };
    if let Some(pull) = pull {
        read_shares(cx, &mut team, &pull.value, allocation);
    }
    if let Some(ready_when) = &written.ready_when {
        read_needs(cx, &mut team, ready_when);
    }
    team
}

fn plannings(cx: &mut Context, planning: &At<mirror::Planning>) -> Vec<Ticks> {
    let written = &planning.value;
    let stray = written
        .every
        .map(|at| at.span)
        .or(written.first.map(|at| at.span));
    if let (Some(_), Some(span)) = (&written.at, stray) {
        let message =
            "a team plans `at` given instants or in a cadence (`first`, `every`), not both";
        cx.error("two-plannings", message, span, "keep one of the two");
    }
    match (&written.at, &written.every) {
        (Some(at), _) => moments(cx, at),
        (None, Some(every)) => cadence(cx, every, written.first.as_ref()),
        (None, None) => {
            let message = "this does not say when the team plans";
            let help = "for instance `{ every = \"2w\" }` or `{ at = [10, 20] }`";
            cx.report(Diagnostic::error("missing", message, planning.span).help(help));
            Vec::new()
        }
    }
}

fn total(cx: &mut Context, pull: &At<mirror::Pull>) -> u32 {
    if pull.value.total.is_none() {
        let problem = Diagnostic::error("missing", "the `total` of the pull is missing", pull.span);
        cx.report(problem.help("say how many items a planning takes: `pull = { total = 8 }`"));
    }
    pull.value.total.map_or(1, count)
}

/// Its own shares, or those of an allocation that divides.
fn read_shares(
    cx: &mut Context,
    team: &mut Team,
    pull: &mirror::Pull,
    allocation: Option<&Allocation>,
) {
    match (&pull.shares, allocation) {
        (Some(shares), _) => team.shares = own_shares(cx, team, shares),
        (None, Some(a)) if matches!(a.strategy, Strategy::Reserved | Strategy::Flexible) => {
            team.shares = allocated(team, a);
            team.borrow = a.strategy == Strategy::Flexible;
        }
        _ => {}
    }
    if let Some(borrow) = pull.borrow {
        team.borrow = borrow.value;
        if team.shares.is_empty() && pull.shares.is_none() {
            let message = "`borrow` has no effect where the pull is not divided by `shares`";
            cx.idle(
                message,
                borrow.span,
                "divide it with `shares`, or leave `borrow` out",
            );
        }
    }
}

fn own_shares(cx: &mut Context, team: &Team, written: &At<mirror::Shares>) -> Vec<PullShare> {
    let mut shares: Vec<PullShare> = Vec::new();
    let mut taken = Set::default();
    for (name, share) in &written.value {
        if let Some((types, _)) = claim(cx, team, name, &mut taken) {
            shares.push(PullShare {
                name: name.value.clone(),
                types,
                share: share.value,
            });
        }
    }
    if written.value.iter().all(|(_, share)| share.value <= 0.0) {
        cx.error(
            "no-shares",
            "shares must add up to more than 0",
            written.span,
            "give at least one of them a number above 0",
        );
    }
    shares
}

fn allocated(team: &Team, allocation: &Allocation) -> Vec<PullShare> {
    let share = |owner: &super::Owner| PullShare {
        name: owner.name.clone(),
        types: owner.types.and(team.types),
        share: owner.share,
    };
    allocation
        .owners
        .iter()
        .map(share)
        .filter(|share| !share.types.is_empty())
        .collect()
}

/// The types behind a name that this team pulls and nobody has claimed before.
fn claim(cx: &mut Context, team: &Team, name: &At<String>, taken: &mut Set) -> Option<(Set, bool)> {
    let (named, lane) = cx.find_types(name)?;
    let types = named.and(team.types);
    if types.is_empty() && !named.is_empty() {
        let message = format!("the team `{}` does not pull `{}`", team.name, name.value);
        let help = "its `types` leave it out";
        cx.report(Diagnostic::error("not-pulled", message, name.span).help(help));
        return None;
    }
    if !types.and(*taken).is_empty() {
        cx.report(overlap(&name.value, name.span));
        return None;
    }
    *taken = taken.or(types);
    Some((types, lane))
}

/// A type and its own lane must not stand side by side.
pub(super) fn overlap(name: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{name}` would count twice: a type and its own lane stand here together");
    Diagnostic::error("type-and-lane", message, span).help("name the lane or its types, not both")
}

fn read_needs(cx: &mut Context, team: &mut Team, ready_when: &At<mirror::ReadyWhen>) {
    team.need_total = ready_when.value.total.map(count);
    let mut taken = Set::default();
    for (name, needed) in &ready_when.value.needs {
        let claimed = claim(cx, team, name, &mut taken);
        if let Some((types, lane)) = claimed {
            team.needs.push(Need {
                name: name.value.clone(),
                lane,
                types,
                count: count(*needed),
            });
        }
    }
    if ready_when.value.total.is_none() && ready_when.value.needs.is_empty() {
        let message = "`ready_when` asks for nothing, so `pull.total` is what is enough";
        cx.idle(
            message,
            ready_when.span,
            "ask for a `total` or for types, or leave it out",
        );
    }
}
