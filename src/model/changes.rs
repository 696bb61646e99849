//! Policy changes during the run.
//!
//! The scenario after each change is built like the scenario itself, so that it obeys the same rules;
//! what differs between two such models is the change.

mod words;

use super::arrivals::on_curve;
use super::cadence::moment;
use super::context::Context;
use super::{Arrivals, Curve, Model, PoolId, StageId, Team, TeamId, Ticks, TypeId, Work};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{LaneConwip, Scenario, Wip};
use crate::source::At;

/// What changes at an instant (model.md, section 12): nobody is interrupted and nothing is thrown out.
///
/// Every limit and minimum that a change sets is in the model from the start: a maximum with
/// [`Limit::OPEN`](super::Limit::OPEN), a minimum with 0, until it is set. Arrival rates are not among the settings, since
/// the whole course of a rate is in its [`Curve`].
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When it takes effect; within the horizon.
    pub at: Ticks,
    /// What is set, at least one thing.
    pub settings: Vec<Setting>,
    /// The model as it is from then on. Its demand, today's board and its questions are those of the whole run,
    /// and it has no changes.
    pub then: Model,
}

/// One thing that changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// A maximum; items beyond it stay, and it binds new ones.
    Max {
        /// Index into [`Model::limits`].
        limit: usize,
        /// The new maximum.
        max: u32,
    },
    /// How many expedite items may exceed a maximum.
    ExpediteOver {
        /// Index into [`Model::limits`].
        limit: usize,
        /// So many from now on.
        over: u32,
    },
    /// A minimum.
    Min {
        /// Index into [`Model::minimums`].
        minimum: usize,
        /// The new minimum; 0 for none.
        min: u32,
    },
    /// The number of people; those who leave finish what they have in hand.
    People {
        /// Whose.
        pool: PoolId,
        /// `None` is unlimited.
        people: Option<u32>,
    },
    /// The part of each day that people give; what is left of work under way goes on at the new rate.
    Availability {
        /// Whose.
        pool: PoolId,
        /// Above 0, at most 1.
        availability: f64,
    },
    /// The discard probability of work that ends from now on.
    Discard {
        /// Where.
        stage: StageId,
        /// Of which type.
        kind: TypeId,
        /// From 0 to 1.
        probability: f64,
    },
    /// The work of visits that begin from now on.
    Work {
        /// Where.
        stage: StageId,
        /// Of which type.
        kind: TypeId,
        /// The new law.
        work: Work,
    },
    /// An owner's share of the allocation.
    Share {
        /// Index into the allocation's owners.
        owner: usize,
        /// Its relative weight.
        share: f64,
    },
    /// How an allocation divides a stage's slots, after a change of its maximum or of shares.
    Slots {
        /// Which stage.
        stage: StageId,
        /// By owner; empty where it is not divided.
        slots: Vec<u32>,
    },
    /// A team's pull, shares or needs; its plannings stay.
    Team {
        /// Which team.
        team: TeamId,
        /// The team as it is from now on.
        to: Box<Team>,
    },
}

/// The instants of all changes; `None` for those that never happen. They stand in order of time, since
/// each builds on those before it.
pub(super) fn times(cx: &mut Context, scenario: &Scenario) -> Vec<Option<Ticks>> {
    let mut last = 0;
    let mut times = Vec::new();
    for change in &scenario.changes {
        let at = change.at.as_ref().and_then(|at| moment(cx, at));
        if at.is_some_and(|at| at < last) {
            let span = change.at.map_or(change.span, |at| at.span);
            let message = "this change happens before the one above it";
            let help = "list changes in order of time: each builds on those before it";
            cx.report(Diagnostic::error("changes-order", message, span).help(help));
        }
        last = last.max(at.unwrap_or(0));
        times.push(at);
    }
    times
}

/// The scenario as written, and as it is after each change; every limit that one of them has is in all
/// of them, so that they have the same limits in the same order.
pub(super) fn states(scenario: &Scenario) -> Vec<Scenario> {
    let mut states = vec![scenario.clone()];
    states.extend(scenario.changes.iter().map(|change| change.then.clone()));
    for stage in 0..scenario.stages.len() {
        align(&mut states, |state| {
            state.stages.get_mut(stage).map(|s| &mut s.wip)
        });
    }
    for lane in 0..scenario.lanes.len() {
        let lanes = states.iter().filter_map(|state| state.lanes.get(lane));
        let mut names: Vec<At<String>> = Vec::new();
        for (name, _) in lanes.flat_map(|lane| &lane.wip) {
            if !names.iter().any(|known| known.value == name.value) {
                names.push(name.clone());
            }
        }
        for name in names {
            align_in_lane(&mut states, lane, &name);
        }
        align_conwip(&mut states, lane);
    }
    states
}

/// What is written for a limit that is not set yet.
const UNSET: u64 = super::limits::UNSET;

/// Gives every state the maximum and the minimum that one of them has.
fn align(states: &mut [Scenario], wip: impl Fn(&mut Scenario) -> Option<&mut Option<Wip>>) {
    let written = |state: &mut Scenario| wip(state).and_then(|wip| wip.clone());
    let all: Vec<Wip> = states.iter_mut().filter_map(written).collect();
    let max = all.iter().find_map(|wip| wip.max);
    let min = all
        .iter()
        .find_map(|wip| wip.min.filter(|min| min.value > 0));
    let Some(first) = all.first() else { return };
    for place in states.iter_mut().filter_map(wip) {
        let bare = Wip {
            span: first.span,
            max: None,
            min: None,
            on_low: None,
            expedite_over: None,
        };
        let wip = place.get_or_insert(bare);
        wip.max = wip.max.or(max.map(|at| At::new(UNSET, at.span)));
        let low = wip.min.filter(|min| min.value > 0);
        wip.min = low.or(min.map(|at| At::new(UNSET, at.span)));
    }
}

fn align_in_lane(states: &mut [Scenario], lane: usize, stage: &At<String>) {
    for state in states.iter_mut() {
        let Some(lane) = state.lanes.get_mut(lane) else {
            continue;
        };
        if lane.wip.iter().all(|(name, _)| name.value != stage.value) {
            let bare = Wip {
                span: stage.span,
                max: None,
                min: None,
                on_low: None,
                expedite_over: None,
            };
            lane.wip.push((stage.clone(), bare));
        }
    }
    let wip = |state: &Scenario| {
        let lane = state.lanes.get(lane)?;
        let found = lane.wip.iter().find(|(name, _)| name.value == stage.value);
        found.map(|(_, wip)| wip.clone())
    };
    let mut alone: Vec<Option<Wip>> = states.iter().map(wip).collect();
    let max = alone.iter().flatten().find_map(|wip| wip.max);
    let min = alone
        .iter()
        .flatten()
        .find_map(|wip| wip.min.filter(|min| min.value > 0));
    for wip in alone.iter_mut().flatten() {
        wip.max = wip.max.or(max.map(|at| At::new(UNSET, at.span)));
        let low = wip.min.filter(|min| min.value > 0);
        wip.min = low.or(min.map(|at| At::new(UNSET, at.span)));
    }
    for (state, wip) in states.iter_mut().zip(alone) {
        let Some(lane) = state.lanes.get_mut(lane) else {
            continue;
        };
        let place = lane
            .wip
            .iter_mut()
            .find(|(name, _)| name.value == stage.value);
        if let (Some((_, place)), Some(wip)) = (place, wip) {
            *place = wip;
        }
    }
}

fn align_conwip(states: &mut [Scenario], lane: usize) {
    let lanes = states.iter().filter_map(|state| state.lanes.get(lane));
    let known: Option<LaneConwip> = lanes.filter_map(|lane| lane.conwip.clone()).next();
    let Some(known) = known else { return };
    for lane in states
        .iter_mut()
        .filter_map(|state| state.lanes.get_mut(lane))
    {
        lane.conwip.get_or_insert_with(|| LaneConwip {
            max: known.max.map(|at| At::new(UNSET, at.span)),
            ..known.clone()
        });
    }
}

/// Puts the changes into the model: what differs from one state to the next, and the course of rates.
pub(super) fn put(model: &mut Model, later: Vec<(Ticks, Model)>) {
    for id in 0..model.types.len() {
        let course = rates(id, model, &later);
        if let (Some(arrivals), Some(kind)) = (course, model.types.get_mut(id)) {
            kind.arrivals = arrivals;
        }
    }
    let mut changes: Vec<Change> = Vec::new();
    for (at, mut then) in later {
        for (kind, whole) in then.types.iter_mut().zip(&model.types) {
            kind.arrivals = whole.arrivals.clone();
        }
        // What changes on day 0 is so from the start.
        if at == 0 {
            *model = then;
            continue;
        }
        then.today = model.today.clone();
        let before = changes.last().map_or(&*model, |change| &change.then);
        let settings = settings(before, &then);
        if !settings.is_empty() {
            changes.push(Change { at, settings, then });
        }
    }
    model.changes = changes;
}

impl Model {
    /// The model as it is at an instant, before the changes of this very instant.
    pub fn before(&self, at: Ticks) -> &Self {
        let mut changes = self.changes.iter().rev();
        let last = changes.find(|change| change.at < at);
        last.map_or(self, |change| &change.then)
    }

    /// Do the people of a pool give another part of their day from some change on?
    pub fn changes_pace(&self, pool: PoolId) -> bool {
        let settings = self.changes.iter().flat_map(|change| &change.settings);
        let here = |setting: &Setting| matches!(setting, Setting::Availability { pool: id, .. } if *id == pool);
        settings.into_iter().any(here)
    }

    /// The time of all people of a pool between the warm-up and the horizon, in ticks; `None` where they are
    /// unlimited at some time.
    pub fn people_time(&self, pool: PoolId) -> Option<f64> {
        let people = |model: &Self| Some(f64::from(model.pools.get(pool)?.people?));
        self.integral(self.warm_up, people)
    }

    /// The model as it is at the start and after each change, each with the part of the run for which it lasts.
    pub fn phases(&self) -> Vec<(&Self, f64)> {
        let states = std::iter::once((0, self)).chain(self.changes.iter().map(|c| (c.at, &c.then)));
        let ends = self.changes.iter().map(|change| change.at);
        let ends = ends.chain([self.horizon]);
        let part = |from: Ticks, to: Ticks| to.saturating_sub(from) as f64 / self.horizon as f64;
        let phases = states.zip(ends);
        phases
            .map(|((from, state), to)| (state, part(from, to)))
            .collect()
    }

    /// The average of something over the whole run; `None` where it does not exist at some time.
    pub fn average(&self, value: impl Fn(&Self) -> Option<f64>) -> Option<f64> {
        match self.changes.is_empty() {
            true => value(self),
            false => Some(self.integral(0, value)? / self.horizon as f64),
        }
    }

    /// Something times the ticks for which it is so, from an instant to the horizon.
    fn integral(&self, from: Ticks, value: impl Fn(&Self) -> Option<f64>) -> Option<f64> {
        let mut sum = 0.0;
        let mut since = from;
        let mut present = value(self)?;
        for change in &self.changes {
            let at = change.at.clamp(since, self.horizon.max(since));
            sum += present * (at - since) as f64;
            (since, present) = (at, value(&change.then)?);
        }
        Some(sum + present * self.horizon.saturating_sub(since) as f64)
    }
}

/// What differs between two states.
fn settings(before: &Model, after: &Model) -> Vec<Setting> {
    let mut found = Vec::new();
    for (limit, (old, new)) in before.limits.iter().zip(&after.limits).enumerate() {
        let (max, over) = (new.max, new.expedite_over);
        found.extend((old.max != max).then_some(Setting::Max { limit, max }));
        found.extend((old.expedite_over != over).then_some(Setting::ExpediteOver { limit, over }));
    }
    for (minimum, (old, new)) in before.minimums.iter().zip(&after.minimums).enumerate() {
        let min = new.min;
        found.extend((old.min != min).then_some(Setting::Min { minimum, min }));
    }
    for (pool, (old, new)) in before.pools.iter().zip(&after.pools).enumerate() {
        let (people, availability) = (new.people, new.availability);
        found.extend((old.people != people).then_some(Setting::People { pool, people }));
        let differs = old.availability != availability;
        found.extend(differs.then_some(Setting::Availability { pool, availability }));
    }
    found.extend(visits(before, after));
    found.extend(allocation(before, after));
    for (team, (old, new)) in before.teams.iter().zip(&after.teams).enumerate() {
        let to = || Box::new(new.clone());
        found.extend((old != new).then(|| Setting::Team { team, to: to() }));
    }
    found
}

fn visits(before: &Model, after: &Model) -> Vec<Setting> {
    let mut found = Vec::new();
    for (stage, (old, new)) in before.stages.iter().zip(&after.stages).enumerate() {
        for (kind, (old, new)) in old.visits.iter().zip(&new.visits).enumerate() {
            let probability = new.discard;
            found.extend((old.discard != probability).then_some(Setting::Discard {
                stage,
                kind,
                probability,
            }));
            found.extend((old.work != new.work).then(|| Setting::Work {
                stage,
                kind,
                work: new.work.clone(),
            }));
        }
    }
    found
}

fn allocation(before: &Model, after: &Model) -> Vec<Setting> {
    let (Some(old), Some(new)) = (&before.allocation, &after.allocation) else {
        return Vec::new();
    };
    let owners = old.owners.iter().zip(&new.owners).enumerate();
    let shares = owners.filter(|(_, (old, new))| old.share != new.share);
    let shares = shares.map(|(owner, (_, new))| Setting::Share {
        owner,
        share: new.share,
    });
    let stages = old.slots.iter().zip(&new.slots).enumerate();
    let slots = stages.filter(|(_, (old, new))| old != new);
    let slots = slots.map(|(stage, (_, new))| Setting::Slots {
        stage,
        slots: new.clone(),
    });
    shares.chain(slots).collect()
}

/// The arrivals of a type whose rate changes: one curve through all states. `None` where it does not.
fn rates(id: TypeId, model: &Model, later: &[(Ticks, Model)]) -> Option<Arrivals> {
    let of = |model: &Model| model.types.get(id).map(|kind| kind.arrivals.clone());
    let first = of(model)?;
    let states: Vec<(Ticks, Arrivals)> = std::iter::once((0, first.clone()))
        .chain(
            later
                .iter()
                .filter_map(|(at, model)| Some((*at, of(model)?))),
        )
        .collect();
    if states.iter().all(|(_, arrivals)| *arrivals == first) {
        return None;
    }
    let ends = states.iter().skip(1).map(|(at, _)| *at).chain([Ticks::MAX]);
    let mut course: Vec<(Ticks, f64)> = Vec::new();
    for ((from, arrivals), end) in states.iter().zip(ends) {
        course.extend(between(arrivals, *from, end));
    }
    let batch = states
        .into_iter()
        .find_map(|(_, arrivals)| match arrivals {
            Arrivals::Poisson { batch, .. } => Some(batch),
            _ => None,
        })?;
    Some(on_curve(Curve::new(course), batch, model.horizon))
}

/// The rates of a state while it lasts.
fn between(arrivals: &Arrivals, from: Ticks, end: Ticks) -> Vec<(Ticks, f64)> {
    let Arrivals::Poisson { per_day, curve, .. } = arrivals else {
        return vec![(from, 0.0)];
    };
    let Some(curve) = curve else {
        return vec![(from, *per_day)];
    };
    let begun = curve.segments.iter().rev().find(|s| s.start <= from);
    let mut rates = vec![(from, begun.map_or(0.0, |s| s.per_day))];
    let within = curve
        .segments
        .iter()
        .filter(|s| s.start > from && s.start < end);
    rates.extend(within.map(|s| (s.start, s.per_day)));
    rates
}
