//! Teams: when they plan, what they pull, and what is enough for them.

use super::cadence::occurrences;
use super::context::{Context, count};
use super::names::{Kind, text, unknown};
use super::stages::Board;
use super::{Allocation, Need, PullShare, Set, Side, StageId, Strategy, Team, WorkItemType};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Scenario};
use crate::scenario::suggest::nearest;
use crate::source::{At, Span};

/// At most so many plannings of all teams together: each has its own forecast.
const MOST_PLANNINGS: usize = 10_000;

/// Reads all teams.
pub(super) fn teams(
    cx: &mut Context,
    scenario: &Scenario,
    board: &mut Board,
    types: &[WorkItemType],
    allocation: Option<&Allocation>,
) -> Vec<Team> {
    let teams: Vec<Team> = scenario
        .teams
        .iter()
        .map(|written| team(cx, written, board, types, allocation))
        .collect();
    give_teams(cx, scenario, board, &teams);
    let plannings: usize = teams.iter().map(|team| team.plannings.len()).sum();
    if let Some(last) = scenario.teams.last().filter(|_| plannings > MOST_PLANNINGS) {
        let message = format!("{plannings} plannings in all are more than can be forecast");
        let help = format!("at most {MOST_PLANNINGS}: plan less often, or shorten the run");
        let span = last.planning.as_ref().map_or(last.span, |p| p.span);
        cx.report(Diagnostic::error("too-many", message, span).help(help));
    }
    teams
}

fn team(
    cx: &mut Context,
    written: &mirror::Team,
    board: &Board,
    all: &[WorkItemType],
    allocation: Option<&Allocation>,
) -> Team {
    let name = text(written.name.as_ref());
    let from = shelf(cx, written, board);
    let types = pulled(cx, written, board, all, from);
    let plannings = written
        .planning
        .as_ref()
        .map(|planning| occurrences(cx, &planning.value, planning.span, "a team plans"));
    let pull = written.pull.as_ref();
    let mut team = Team {
        name,
        plannings: plannings.unwrap_or_default(),
        from,
        total: pull.map_or(1, |pull| total(cx, pull)),
        fill_to: pull.is_some_and(|pull| fills(cx, pull, all)),
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

/// The shelf a team pulls from: the only one, or the one it names.
fn shelf(cx: &mut Context, written: &mirror::Team, board: &Board) -> StageId {
    let Some(name) = &written.from else {
        if board.shelves.len() > 1 {
            let span = written.name.as_ref().map_or(written.span, |name| name.span);
            let message =
                "there are several ready shelves, and this does not say from which it pulls";
            let help = "name one of them with `from`";
            cx.report(Diagnostic::error("which-shelf", message, span).help(help));
        }
        return board.ready;
    };
    let Some(id) = cx.find(Kind::Stage, name) else {
        return board.ready;
    };
    if !board.shelves.has(id) {
        let message = format!(
            "`{}` is no ready shelf, so no team can pull from it",
            name.value
        );
        let help = "name a stage of kind `ready`";
        cx.report(Diagnostic::error("no-shelf", message, name.span).help(help));
        return board.ready;
    }
    id
}

/// The types it names, or all that come to its shelf.
fn pulled(
    cx: &mut Context,
    written: &mirror::Team,
    board: &Board,
    all: &[WorkItemType],
    from: StageId,
) -> Set {
    let coming = all
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.ready == from);
    let coming = Set::of(coming.map(|(id, _)| id));
    let Some(list) = &written.types else {
        return coming;
    };
    let shelf = board
        .stages
        .get(from)
        .map_or("", |stage| stage.name.as_str());
    for name in &list.value {
        if cx
            .names
            .id(Kind::Type, &name.value)
            .is_some_and(|id| !coming.has(id))
        {
            let message = format!("`{}` never comes to the shelf `{shelf}`", name.value);
            let help = "the shelf on its `route` is another one";
            cx.report(Diagnostic::error("not-pulled", message, name.span).help(help));
        }
    }
    Set::of(cx.find_all(Kind::Type, list)).and(coming)
}

/// Downstream stages find the teams they name.
fn give_teams(cx: &mut Context, scenario: &Scenario, board: &mut Board, teams: &[Team]) {
    for (id, written) in scenario.stages.iter().enumerate() {
        let (Some(name), Some(stage)) = (&written.team, board.stages.get_mut(id)) else {
            continue;
        };
        let Some(team) = teams.iter().position(|team| team.name == name.value) else {
            let known: Vec<String> = teams.iter().map(|team| team.name.clone()).collect();
            cx.report(unknown("team", name, &known));
            continue;
        };
        let left = teams.get(team).is_some_and(|team| team.from < id);
        if !stage.ready && (stage.side == Side::Upstream || !left) {
            let message = format!(
                "`{}` does not stand after the shelf of `{}`",
                stage.name, name.value
            );
            let help = "only a stage right of the shelf its team pulls from belongs to a team";
            cx.report(Diagnostic::error("not-here", message, name.span).help(help));
        }
        stage.team = Some(team);
    }
}

/// How many it pulls, or how many it has after a planning.
fn total(cx: &mut Context, pull: &At<mirror::Pull>) -> u32 {
    match (pull.value.total, pull.value.fill_to) {
        (Some(total), None) => return count(total),
        (None, Some(fill_to)) => return count(fill_to),
        (Some(_), Some(at)) => {
            let message = "a planning takes a `total`, or it fills up to `fill_to`, not both";
            cx.error("total-and-fill-to", message, at.span, "keep one of the two");
        }
        (None, None) => {
            let message = "the `total` of the pull is missing";
            let problem = Diagnostic::error("missing", message, pull.span);
            cx.report(problem.help("say how many items a planning takes: `pull = { total = 8 }`"));
        }
    }
    1
}

/// Does it fill up? Without stages after ready there is nothing to fill.
fn fills(cx: &mut Context, pull: &At<mirror::Pull>, all: &[WorkItemType]) -> bool {
    let Some(at) = pull.value.fill_to else {
        return false;
    };
    if all
        .iter()
        .all(|kind| kind.route.from(kind.ready + 1).is_empty())
    {
        let message = "`fill_to` is as `total` where no stage comes after ready";
        cx.idle(
            message,
            at.span,
            "write `total`, or add the stages of delivery",
        );
    }
    true
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
        let known = [Kind::Type, Kind::Lane]
            .iter()
            .any(|kind| cx.names.id(*kind, &name.value).is_some());
        if !known && nearest(&name.value, ["total"]).is_some() {
            cx.report(unknown("type or lane", name, &["total".to_owned()]));
            continue;
        }
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
    let asked = ready_when
        .value
        .total
        .iter()
        .chain(ready_when.value.needs.iter().map(|(_, at)| at));
    if asked.clone().count() > 0 && asked.clone().all(|at| at.value == 0) {
        cx.idle(
            "`ready_when` asks for nothing, so enough is always ready",
            ready_when.span,
            "ask for at least one item, or leave it out: then `pull.total` is what is enough",
        );
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
