//! Every number of the result that has a path, with what it is called and made of.

use super::super::quantity::{Quantity, Risks};
use super::super::statistic::weeks;
use crate::model::{Limit, LimitKind, Model, Set};
use crate::observe::{
    BlockerSeen, GoalSeen, GroupSeen, LimitSeen, Observations, PlanningSeen, Share, SprintSeen,
    StageSeen, State, TeamSeen, TypeSeen,
};
use crate::stats::{CompetingRisks, Counts, Values};
use Good::{Less, More, Neither};
use Unit::{Chance, Days, Items, PerWeek, PersonDays, Plain};
use std::borrow::Cow;

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Good {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// It depends.
    Neither,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A chance or a share, from 0 to 1; differences are told in points.
    Chance,
    /// Working days.
    Days,
    /// Items.
    Items,
    /// Items a week.
    PerWeek,
    /// Person-days.
    PersonDays,
    /// Just a number.
    Plain,
}

/// A place in a result.
#[derive(Debug, Clone, Copy)]
pub(in crate::forecast) struct At<'a> {
    /// The board.
    pub model: &'a Model,
    /// What was seen on it.
    pub seen: &'a Observations,
    /// Which planning, goal, group, stage, …
    pub id: usize,
    /// Which part of it: a type, a lane, a need; `None` is the total.
    pub part: Option<usize>,
    /// The types of a group.
    pub types: Set,
}

/// A kind of number, at every place of its kind.
#[derive(Debug)]
pub(in crate::forecast) struct Row {
    /// Its name in the result.
    pub name: &'static str,
    /// What a Product Owner calls it.
    pub words: &'static str,
    /// Which direction is better.
    pub good: Good,
    /// What it counts.
    pub unit: Unit,
    /// What it is made of.
    pub read: for<'a> fn(At<'a>) -> Quantity<'a>,
}

/// A row of a table.
const fn row(
    name: &'static str,
    words: &'static str,
    good: Good,
    unit: Unit,
    read: for<'a> fn(At<'a>) -> Quantity<'a>,
) -> Row {
    Row {
        name,
        words,
        good,
        unit,
        read,
    }
}

/// Bare names that stand for something over the whole board.
#[rustfmt::skip]
pub(in crate::forecast) const WHOLE: &[Row] = &[
    row("ready_enough", "plannings that find enough ready", More, Chance, |at| match at.seen.plannings.as_slice() {
        [] => Quantity::Nothing,
        [only] => Quantity::Chance(&only.enough),
        all => Quantity::Enough(all),
    }),
    row("people", "people", Less, Plain, |at| Quantity::Fixed(people(at.model))),
];

/// Of a planning.
#[rustfmt::skip]
pub(in crate::forecast) const PLANNING: &[Row] = &[
    row("ready_enough", "chance that enough is ready", More, Chance, |at| at.planning(|p| Quantity::Chance(&p.enough))),
    row("sprints_ready", "Sprints of ready work", More, Plain, |at| at.planning(|p| split(&p.ready, None, 1.0 / at.pulls()))),
    row("age", "age in progress", Less, Days, |at| at.planning(|p| Quantity::Times(&p.age, &p.age_mean))),
    row("carried_over", "items carried over", Less, Items, |at| at.sprint(|s| count(&s.carried_over))),
    row("delivered", "items delivered", More, Items, |at| at.sprint(|s| count(&s.delivered))),
];

/// Of a planning, in total, by type and by lane.
#[rustfmt::skip]
pub(in crate::forecast) const PLANNING_SPLIT: &[Row] = &[
    row("ready", "items ready", More, Items, |at| at.planning(|p| split(&p.ready, at.part, 1.0))),
    row("pulled", "items pulled", More, Items, |at| at.planning(|p| split(&p.pulled, at.part, 1.0))),
];

/// Of a planning, in total and by need.
#[rustfmt::skip]
pub(in crate::forecast) const PLANNING_NEEDS: &[Row] = &[
    row("short_of", "chance to fall short", Less, Chance, |at| at.planning(|p| match at.part {
        None => Quantity::Chance(&p.short_total),
        Some(n) => p.short.get(n).map_or(Quantity::Nothing, Quantity::Chance),
    })),
    row("shortfall", "items missing", Less, Items, |at| at.planning(|p| match at.part {
        None => count(&p.shortfall_total),
        Some(n) => p.shortfall.get(n).map_or(Quantity::Nothing, count),
    })),
];

/// Of a goal.
#[rustfmt::skip]
pub(in crate::forecast) const GOAL: &[Row] = &[
    row("by", "chance to make the date", More, Chance, |at| at.goal(|g| Quantity::Chance(&g.by))),
    row("reached", "day it is reached", Less, Days, |at| at.goal(Quantity::Reached)),
    row("never", "chance not to make it within the horizon", Less, Chance, |at| at.goal(|g| Quantity::Not(&g.within))),
    row("wait", "days until it is reached, at most the horizon", Less, Days, |at| at.goal(|g| Quantity::Within(g, at.model.horizon))),
];

/// Of all items, a type, a lane or a source.
#[rustfmt::skip]
pub(in crate::forecast) const FLOW: &[Row] = &[
    row("arrived", "items arrived", Neither, Items, |at| at.group(|g| count(&g.arrived))),
    row("split", "items from splits", Neither, Items, |at| at.group(|g| value(&g.split))),
    row("ready", "items that became ready", More, Items, |at| at.group(|g| count(&g.ready))),
    row("committed", "items planned", More, Items, |at| at.group(|g| count(&g.committed))),
    row("done", "items done", More, Items, |at| at.group(|g| count(&g.done))),
    row("discarded", "items discarded", Less, Items, |at| at.group(|g| count(&g.discarded))),
    row("rejected", "items rejected", Less, Items, |at| at.group(|g| count(&g.rejected))),
    row("throughput_per_week", "items ready a week", More, PerWeek, |at| at.group(|g| per_week(at.model, &g.ready))),
    row("lead_time", "lead time", Less, Days, |at| at.times(0, |t| Cow::Borrowed(&t.lead))),
    row("cycle_time", "cycle time", Less, Days, |at| at.times(1, |t| Cow::Borrowed(&t.cycle))),
    row("lead_time_done", "lead time to done", Less, Days, |at| at.times(2, |t| Cow::Owned(t.lead_done()))),
    row("cycle_time_done", "cycle time to done", Less, Days, |at| at.times(3, |t| Cow::Owned(t.cycle_done()))),
    row("wip", "items in progress", Less, Items, |at| at.group(|g| value(&g.wip))),
    row("age", "age in progress at the end", Less, Days, |at| at.group(|g| Quantity::Ages(&at.seen.flow.types, at.types, &g.age_mean))),
    row("flow_efficiency", "flow efficiency", More, Chance, |at| at.group(|g| Quantity::Share(&g.efficiency))),
    row("on_time", "items ready by their due date", More, Chance, |at| at.group(|g| Quantity::Share(&g.on_time))),
    row("discard_rate", "share of items discarded", Less, Chance, |at| at.group(|g| Quantity::Share(&g.discard_rate))),
    row("aborted", "items aborted", Less, Items, |at| at.group(|g| if at.model.delivers() { count(&g.aborted) } else { Quantity::Fixed(0.0) })),
    row("effort_aborted", "person-days spent on aborted items", Less, PersonDays, |at| at.group(|g| if at.model.delivers() { value(&g.effort_aborted) } else { Quantity::Nothing })),
    row("expired", "items that waited too long", Less, Items, |at| at.group(|g| count(&g.expired))),
    row("refused", "items refused", Less, Items, |at| at.group(|g| count(&g.refused))),
    row("failure_demand", "share of demand that came back", Less, Chance, |at| at.group(|g| Quantity::Share(&g.failure_demand))),
    row("effort_discarded", "person-days spent on discarded items", Less, PersonDays, |at| at.group(|g| value(&g.effort_discarded))),
    row("growth_per_week", "growth of the work before ready a week", Less, PerWeek, |at| at.group(|g| Quantity::Values(&g.growth, f64::from(at.model.calendar.days_per_week)))),
];

/// Of a stage.
#[rustfmt::skip]
pub(in crate::forecast) const STAGE: &[Row] = &[
    row("wip_max", "maximum", Neither, Items, own_max),
    row("wip_min", "minimum", Neither, Items, own_min),
    row("expedite_over", "expedite items beyond the maximum", Neither, Items, expedite_over),
    row("interrupted", "times work was interrupted", Less, Items, |at| at.stage(|s| count(&s.interrupted))),
    row("wip", "items in the stage", Less, Items, |at| at.stage(|s| value(&s.wip))),
    row("wip_by_state.waiting", "items waiting for a person", Less, Items, |at| at.state(State::Waiting)),
    row("wip_by_state.working", "items worked on", Neither, Items, |at| at.state(State::Working)),
    row("wip_by_state.blocked", "items blocked", Less, Items, |at| at.state(State::Blocked)),
    row("wip_by_state.done", "items done and held", Less, Items, |at| at.state(State::Done)),
    row("cycle_time", "time in the stage", Less, Days, |at| at.stage(|s| Quantity::Risks(Risks::One(&s.cycle_time), &s.cycle_mean))),
    row("throughput_per_week", "items leaving a week", More, PerWeek, |at| at.stage(|s| per_week(at.model, &s.passed))),
    row("discarded", "items discarded here", Less, Items, |at| at.stage(|s| count(&s.discarded))),
    row("rejected", "items rejected here", Less, Items, |at| at.stage(|s| count(&s.rejected))),
    row("expired", "items that waited too long here", Less, Items, |at| at.stage(|s| count(&s.expired))),
    row("waiting_time", "time waiting for a person", Less, Days, |at| at.part_of_stay(State::Waiting)),
    row("work_time", "time worked on", Neither, Days, |at| at.part_of_stay(State::Working)),
    row("blocked_time", "time blocked", Less, Days, |at| at.part_of_stay(State::Blocked)),
    row("held_time", "time done and held", Less, Days, |at| at.part_of_stay(State::Done)),
    row("share_at_max", "time at its maximum", Neither, Chance, |at| at.limits(has_own(at), |l| &l.at_max)),
    row("share_below_min", "time below its minimum", Less, Chance, |at| at.limits(at.model.has_minimum(at.id, false), |l| &l.below_min)),
    row("lane_share_below_min", "time with a lane below its minimum", Less, Chance, |at| at.limits(at.model.has_minimum(at.id, true), |l| &l.lane_below_min)),
    row("limit_refused.own", "time its maximum kept items out", Neither, Chance, |at| at.limits(has_own(at), |l| &l.own)),
    row("limit_refused.lane", "time a lane kept items out", Neither, Chance, |at| at.limits(has(at, |k| matches!(k, LimitKind::Lane(_))), |l| &l.lane)),
    row("limit_refused.conwip", "time a CONWIP kept items out", Neither, Chance, |at| at.limits(has(at, |k| *k == LimitKind::Conwip), |l| &l.conwip)),
    row("effort", "person-days worked", Neither, PersonDays, |at| at.stage(|s| value(&s.effort))),
    row("effort_discarded", "person-days on what was discarded", Less, PersonDays, |at| at.stage(|s| value(&s.effort_discarded))),
    row("pushes", "items pushed in", Neither, Items, |at| at.stage(|s| count(&s.pushed))),
    row("breaches", "limits exceeded", Less, Items, |at| at.stage(|s| count(&s.breaches))),
    row("rework", "items sent back", Less, Items, |at| at.stage(|s| count(&s.sent_back))),
];

/// Of a pool.
#[rustfmt::skip]
pub(in crate::forecast) const POOL: &[Row] = &[
    row("people", "people", Less, Plain, |at| fixed(at.model.pools.get(at.id).and_then(|p| p.people))),
    row("items_per_person", "items each may have in hand", Neither, Plain, |at| fixed(at.model.pools.get(at.id).and_then(|p| p.focus.items_per_person))),
    row("switch_cost", "cost of each further item in hand", Less, Plain, |at| at.model.pools.get(at.id).map_or(Quantity::Nothing, |p| Quantity::Fixed(p.focus.switch_cost))),
    row("utilisation", "how busy people are", Neither, Chance, |at| at.seen.utilisation.get(at.id).map_or(Quantity::Nothing, Quantity::Share)),
];

/// Of a team, where stages come after ready.
#[rustfmt::skip]
pub(in crate::forecast) const TEAM: &[Row] = &[
    row("committed", "items committed to", More, Items, |at| at.team(|t| count(&t.committed))),
    row("done", "items done", More, Items, |at| at.team(|t| count(&t.done))),
    row("aborted", "items aborted", Less, Items, |at| at.team(|t| count(&t.aborted))),
    row("abort_rate", "share of items aborted", Less, Chance, |at| at.team(|t| Quantity::Share(&t.abort_rate))),
    row("throughput_per_week", "items done a week", More, PerWeek, |at| at.team(|t| per_week(at.model, &t.done))),
    row("sprint_backlog", "items in the Sprint Backlog", Less, Items, |at| at.team(|t| value(&t.waiting))),
    row("wip", "items in delivery", Less, Items, |at| at.team(|t| value(&t.wip))),
    row("delivery_time", "commitment to done", Less, Days, |at| at.team(|t| Quantity::Risks(Risks::One(&t.time), &t.time_mean))),
];

/// Of a source of blockers.
#[rustfmt::skip]
pub(in crate::forecast) const BLOCKER: &[Row] = &[
    row("count", "times it struck", Less, Items, |at| at.blocker(|b| count(&b.count))),
    row("days", "days blocked", Less, Days, |at| at.blocker(|b| value(&b.days))),
];

/// Of an owner of capacity.
#[rustfmt::skip]
pub(in crate::forecast) const ALLOCATION: &[Row] = &[
    row("planned", "share planned", Neither, Chance, planned),
    row("achieved", "share achieved", Neither, Chance, |at| at.seen.flow.owners.get(at.id).map_or(Quantity::Nothing, Quantity::Share)),
];

fn count(counts: &Counts) -> Quantity<'_> {
    Quantity::Counts(counts, 1.0)
}

fn value(values: &Values) -> Quantity<'_> {
    Quantity::Values(values, 1.0)
}

fn fixed(number: Option<u32>) -> Quantity<'static> {
    number.map_or(Quantity::Nothing, |n| Quantity::Fixed(f64::from(n)))
}

fn per_week<'a>(model: &Model, counts: &'a Counts) -> Quantity<'a> {
    weeks(model).map_or(Quantity::Nothing, |weeks| {
        Quantity::Counts(counts, 1.0 / weeks)
    })
}

fn split(counts: &[Counts], part: Option<usize>, factor: f64) -> Quantity<'_> {
    let counts = counts.get(part.map_or(0, |part| part + 1));
    counts.map_or(Quantity::Nothing, |c| Quantity::Counts(c, factor))
}

/// How many people there are; unlimited ones are nobody.
fn people(model: &Model) -> f64 {
    let people = model.pools.iter().filter_map(|pool| pool.people);
    people.map(f64::from).sum()
}

fn has(at: At<'_>, kind: fn(&LimitKind) -> bool) -> bool {
    let mut limits = at.model.limits.iter();
    limits.any(|limit| limit.stages.has(at.id) && kind(&limit.kind))
}

fn has_own(at: At<'_>) -> bool {
    has(at, |kind| *kind == LimitKind::Own)
}

/// A stage's own maximum.
fn own(at: At<'_>) -> Option<&Limit> {
    let mut limits = at.model.limits.iter();
    limits.find(|l| l.kind == LimitKind::Own && l.stages.has(at.id))
}

fn own_max(at: At<'_>) -> Quantity<'_> {
    fixed(own(at).and_then(Limit::bound))
}

fn expedite_over(at: At<'_>) -> Quantity<'_> {
    fixed(Some(own(at).map_or(0, |limit| limit.expedite_over)))
}

fn own_min(at: At<'_>) -> Quantity<'_> {
    let mut minimums = at.model.minimums.iter();
    fixed(
        minimums
            .find(|m| m.stage == at.id && m.lane.is_none())
            .map(|m| m.min),
    )
}

fn planned(at: At<'_>) -> Quantity<'_> {
    let owners = at.model.allocation.iter().flat_map(|a| &a.owners);
    let sum: f64 = owners.clone().map(|o| o.share).sum();
    let share = owners
        .map(|o| if sum > 0.0 { o.share / sum } else { 0.0 })
        .nth(at.id);
    share.map_or(Quantity::Nothing, Quantity::Fixed)
}

impl<'a> At<'a> {
    fn planning(self, read: impl FnOnce(&'a PlanningSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .plannings
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn sprint(self, read: impl FnOnce(&'a SprintSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .delivery
            .sprints
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn goal(self, read: impl FnOnce(&'a GoalSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen.goals.get(self.id).map_or(Quantity::Nothing, read)
    }

    fn group(self, read: impl FnOnce(&'a GroupSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .flow
            .groups
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn stage(self, read: impl FnOnce(&'a StageSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .stages
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn team(self, read: impl FnOnce(&'a TeamSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .delivery
            .teams
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn blocker(self, read: impl FnOnce(&'a BlockerSeen) -> Quantity<'a>) -> Quantity<'a> {
        self.seen
            .blockers
            .get(self.id)
            .map_or(Quantity::Nothing, read)
    }

    fn state(self, state: State) -> Quantity<'a> {
        self.stage(|s| value(&s.wip_by_state[state as usize]))
    }

    fn part_of_stay(self, state: State) -> Quantity<'a> {
        self.stage(|s| {
            let part = &s.parts[state as usize];
            Quantity::Times(&part.times, &part.mean)
        })
    }

    fn limits(self, exists: bool, share: fn(&LimitSeen) -> &Share) -> Quantity<'a> {
        let seen = self.seen.limits.get(self.id).filter(|_| exists);
        seen.map_or(Quantity::Nothing, |seen| Quantity::Share(share(seen)))
    }

    /// What a planning of the team pulls.
    fn pulls(self) -> f64 {
        let order = crate::observe::output_order(self.model);
        let team = order
            .get(self.id)
            .and_then(|(_, team, _)| self.model.teams.get(*team));
        team.map_or(1.0, |team| f64::from(team.total.max(1)))
    }

    /// The times of the items of a group.
    fn times(self, mean: usize, which: fn(&TypeSeen) -> Cow<'_, CompetingRisks>) -> Quantity<'a> {
        self.group(|g| {
            let risks = Risks::Types(&self.seen.flow.types, self.types, which);
            g.means
                .get(mean)
                .map_or(Quantity::Nothing, |mean| Quantity::Risks(risks, mean))
        })
    }
}
