//! What pictures need beyond the forecast: bands day by day, one future item by item, the board itself.

mod bottleneck;

use super::Flows;
use super::advice::{Advice, advice};
use crate::model::{Backlog, DAY, Lane, Limit, LimitKind, Model, Side, StageId, days};
use crate::observe::{FilmSeen, GoalSeen, Observations, OneFuture, TypeSeen, edges, looks};
use crate::stats::{Accumulator, Counts, Logarithmic};
use crate::trials::Outcome;
use bottleneck::bottleneck;

/// What pictures need beyond the forecast.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// How many trials stand behind the bands.
    pub filmed: u64,
    /// The dates of the working days from day 0 on; empty without a calendar.
    pub dates: Vec<String>,
    /// Working days in a week.
    pub days_per_week: u32,
    /// The instants of the bands, in days.
    pub day: Vec<f64>,
    /// The instants of the edges of cumulative flow, in days.
    pub edge: Vec<f64>,
    /// Items in the backlog; `None` with an unlimited one.
    pub backlog: Option<Vec<Band>>,
    /// Mean number of waiting items of each lane; none without lanes or with an unlimited backlog.
    pub backlog_lanes: Vec<LaneCell>,
    /// The columns of the board, left to right.
    pub stages: Vec<StageDetail>,
    /// Limits over several columns: CONWIP groups and those of lanes.
    pub groups: Vec<Group>,
    /// Items reaching ready, week by week.
    pub weeks: Vec<Week>,
    /// The items of trial 0 that reached ready, in the order in which they did.
    pub finished: Vec<Finished>,
    /// Arrival to ready, of the items that reached it.
    pub lead_time: Histogram,
    /// First pull to ready, of the items that reached it.
    pub cycle_time: Histogram,
    /// The distribution of each goal's day: the share of trials that have reached it by the end of day 0,
    /// 1, …; in the order of the goals.
    pub goals: Vec<Vec<f64>>,
    /// What could be tried next.
    pub advice: Vec<Advice>,
}

/// How many at an instant, over trials.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// 5 % of the trials are at or below.
    pub p5: f64,
    /// Half.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
}

/// One column of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct StageDetail {
    /// Its name.
    pub name: String,
    /// Is it a ready shelf?
    pub ready: bool,
    /// Does it lie after ready?
    pub delivery: bool,
    /// Who works here, and how many they are (`None`: unlimited).
    pub people: Option<(String, Option<u32>)>,
    /// Its own maximum.
    pub max: Option<u32>,
    /// Its own minimum.
    pub min: Option<u32>,
    /// Items in it, at the instants of [`Detail::day`].
    pub bands: Vec<Band>,
    /// The same in trial 0.
    pub one: Vec<u32>,
    /// Items that have come as far as this on the board or have left it, at the instants of [`Detail::edge`].
    pub reached: Vec<Band>,
    /// Mean number of items of each lane (without lanes: of each type) and the lane's limits here.
    pub lanes: Vec<LaneCell>,
    /// Days since first pull at which items move on from here: by 50, 70, 85 and 95 % of those that do.
    pub left_by: [Option<f64>; 4],
    /// Days since first pull of the items that trial 0 has here at the end, with their types.
    pub open: Vec<(f64, String)>,
    /// Is it the column whose people and room hold readiness back more than those of any other?
    pub bottleneck: bool,
}

/// A lane (or a type) in a column.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneCell {
    /// Its name.
    pub name: String,
    /// Items of it, on average.
    pub mean: f64,
    /// The lane's own maximum here.
    pub max: Option<u32>,
    /// The lane's own minimum here.
    pub min: Option<u32>,
}

/// A limit over several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The columns, by place.
    pub stages: Vec<usize>,
    /// The maximum.
    pub max: u32,
}

/// A week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Its first day.
    pub day: f64,
    /// Items that reach ready in it.
    pub ready: Band,
    /// The same in trial 0.
    pub one: u64,
}

/// An item of trial 0 that reached ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// When.
    pub day: f64,
    /// How many days after its first pull.
    pub cycle: f64,
    /// Its type.
    pub kind: String,
}

/// Shares of items by time, in steps of equal width from 0 on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// Width of a step in days.
    pub width: f64,
    /// The share of each step: from its start (not included, but for the first) to its end.
    pub shares: Vec<f64>,
    /// The share of what takes longer.
    pub beyond: f64,
    /// How many items.
    pub items: u64,
}

/// What pictures of a run need beyond its forecast.
pub fn detail(
    model: &Model,
    outcome: &Outcome,
    flows: &Flows,
    (film, one): &(FilmSeen, OneFuture),
) -> Detail {
    let seen = &outcome.observations;
    let mut times = TypeSeen::default();
    seen.flow.types.iter().for_each(|t| times.merge(t));
    let unlimited = has_unlimited_backlog(model);
    Detail {
        filmed: film.trials,
        dates: model
            .calendar
            .dates
            .iter()
            .map(ToString::to_string)
            .collect(),
        days_per_week: model.calendar.days_per_week,
        day: looks(model).into_iter().map(days).collect(),
        edge: edges(model).into_iter().map(days).collect(),
        backlog: (!unlimited).then(|| film.backlog.iter().map(band).collect()),
        backlog_lanes: if unlimited {
            Vec::new()
        } else {
            backlog_lanes(model, seen)
        },
        stages: stages(model, seen, film, one),
        groups: groups(model),
        weeks: weeks(model, film, one),
        finished: finished(model, one),
        lead_time: histogram(times.lead.observed()),
        cycle_time: histogram(times.cycle.observed()),
        goals: seen.goals.iter().map(|goal| course(model, goal)).collect(),
        advice: advice(model, seen, flows),
    }
}

fn has_unlimited_backlog(model: &Model) -> bool {
    let mut types = model.types.iter();
    types.any(|t| matches!(t.backlog, Backlog::Unlimited))
}

fn band(counts: &Counts) -> Band {
    let at = |p| counts.quantile(p).unwrap_or_default() as f64;
    Band {
        p5: at(0.05),
        p50: at(0.50),
        p95: at(0.95),
    }
}

fn stages(
    model: &Model,
    seen: &Observations,
    film: &FilmSeen,
    one: &OneFuture,
) -> Vec<StageDetail> {
    let bottleneck = bottleneck(model, seen);
    let all = model.stages.iter().enumerate();
    all.map(|(id, stage)| StageDetail {
        name: stage.name.clone(),
        ready: stage.ready,
        delivery: stage.side == Side::Downstream,
        people: stage
            .pool
            .and_then(|pool| model.pools.get(pool))
            .map(|pool| (pool.name.clone(), pool.people)),
        max: own(model, id).and_then(Limit::bound),
        min: minimum(model, id, None),
        bands: film
            .stages
            .get(id)
            .into_iter()
            .flatten()
            .map(band)
            .collect(),
        one: one
            .stages
            .iter()
            .filter_map(|row| row.get(id).copied())
            .collect(),
        reached: film
            .reached
            .get(id)
            .into_iter()
            .flatten()
            .map(band)
            .collect(),
        lanes: lanes(model, id, seen, film),
        left_by: film.ages.get(id).map(left_by).unwrap_or_default(),
        open: open(model, id, one),
        bottleneck: bottleneck == Some(id),
    })
    .collect()
}

fn own(model: &Model, id: StageId) -> Option<&Limit> {
    let mut limits = model.limits.iter();
    limits.find(|l| l.kind == LimitKind::Own && l.stages.has(id))
}

fn minimum(model: &Model, id: StageId, lane: Option<usize>) -> Option<u32> {
    let mut minimums = model.minimums.iter();
    let found = minimums.find(|m| m.stage == id && m.lane == lane)?;
    (found.min > 0).then_some(found.min)
}

/// What a column holds of each lane, or of each type where there are no lanes.
/// Days are looked at, not all time, so that the parts are scaled to make up the whole.
fn lanes(model: &Model, id: StageId, seen: &Observations, film: &FilmSeen) -> Vec<LaneCell> {
    let cells = film.cells.get(id).map(Vec::as_slice).unwrap_or_default();
    let inside = seen.stages.get(id).and_then(|stage| stage.wip.mean());
    let all = cells.iter().sum::<u64>().max(1) as f64;
    let mean = |sum: u64| sum as f64 / all * inside.unwrap_or_default();
    if model.lanes.is_empty() {
        let types = model.types.iter().zip(cells);
        return types
            .map(|(kind, sum)| LaneCell {
                name: kind.name.clone(),
                mean: mean(*sum),
                max: None,
                min: None,
            })
            .collect();
    }
    let lane = |(n, lane): (usize, &Lane)| {
        let limit = model.limits.iter().find(|l| {
            l.kind == LimitKind::Lane(n) && l.stages.has(id) && l.stages.iter().count() == 1
        });
        LaneCell {
            name: lane.name.clone(),
            mean: mean(lane.types.iter().filter_map(|t| cells.get(t)).sum()),
            max: limit.and_then(Limit::bound),
            min: minimum(model, id, Some(n)),
        }
    };
    model.lanes.iter().enumerate().map(lane).collect()
}

/// What waits in the backlog of each lane, averaged over the days.
fn backlog_lanes(model: &Model, seen: &Observations) -> Vec<LaneCell> {
    let mean = |kind| {
        let days = seen.series.backlog(kind);
        let looks = days.len() as f64 * seen.trials.max(1) as f64;
        days.iter().sum::<u64>() as f64 / looks.max(1.0)
    };
    let lane = |lane: &Lane| LaneCell {
        name: lane.name.clone(),
        mean: lane.types.iter().map(mean).sum(),
        max: None,
        min: None,
    };
    model.lanes.iter().map(lane).collect()
}

fn left_by(ages: &Logarithmic) -> [Option<f64>; 4] {
    let quantiles = ages.quantiles([0.50, 0.70, 0.85, 0.95]);
    quantiles.map(|age| age.map(days))
}

fn open(model: &Model, id: StageId, one: &OneFuture) -> Vec<(f64, String)> {
    let here = one.open.iter().filter(|(stage, ..)| *stage == id);
    here.map(|(_, age, kind)| (days(*age), name(model, *kind)))
        .collect()
}

fn name(model: &Model, kind: usize) -> String {
    model
        .types
        .get(kind)
        .map_or_else(String::new, |t| t.name.clone())
}

/// The limits over several columns.
fn groups(model: &Model) -> Vec<Group> {
    let several = |limit: &&Limit| limit.stages.iter().count() > 1;
    let groups = model.limits.iter().filter(several).filter_map(|limit| {
        Some(Group {
            name: limit.name.clone(),
            stages: limit.stages.iter().collect(),
            max: limit.bound()?,
        })
    });
    groups.collect()
}

fn weeks(model: &Model, film: &FilmSeen, one: &OneFuture) -> Vec<Week> {
    let length = f64::from(model.calendar.days_per_week.max(1));
    let weeks = film.weeks.iter().enumerate();
    weeks
        .map(|(n, counts)| Week {
            day: n as f64 * length,
            ready: band(counts),
            one: one.weeks.get(n).copied().unwrap_or_default(),
        })
        .collect()
}

fn finished(model: &Model, one: &OneFuture) -> Vec<Finished> {
    let item = |&(at, cycle, kind): &(u64, u64, usize)| Finished {
        day: days(at),
        cycle: days(cycle),
        kind: name(model, kind),
    };
    one.finished.iter().map(item).collect()
}

/// About so many steps a histogram has.
const STEPS: f64 = 24.0;

/// Steps up to where all but 1 % are, of a width that reads well.
fn histogram(times: &Logarithmic) -> Histogram {
    let Some(last) = times.quantile(0.99).map(days).filter(|_| times.n() > 0) else {
        return Histogram::default();
    };
    let width = round_width(last.max(0.01) / STEPS);
    let count = ((last / width).ceil() as usize).max(1);
    let mut sums = vec![0_u64; count];
    let mut beyond = 0;
    for (value, n) in times.iter() {
        let step = (days(value) / width - 1e-9).ceil().max(1.0) as usize - 1;
        match sums.get_mut(step) {
            Some(sum) => *sum += n,
            None => beyond += n,
        }
    }
    let share = |n: u64| n as f64 / times.n() as f64;
    Histogram {
        width,
        shares: sums.into_iter().map(share).collect(),
        beyond: share(beyond),
        items: times.n(),
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_width(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    let fits = steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9));
    fits.unwrap_or(10.0 * power)
}

/// The share of trials that have reached a goal by the end of each day.
fn course(model: &Model, goal: &GoalSeen) -> Vec<f64> {
    let trials = goal.within.trials.max(1) as f64;
    let mut reached = goal.reached.iter().peekable();
    let mut so_far = 0;
    let days = 0..model.horizon.div_ceil(DAY);
    days.map(|day| {
        while let Some((_, n)) = reached.next_if(|(at, _)| *at <= (day + 1) * 100) {
            so_far += n;
        }
        so_far as f64 / trials
    })
    .collect()
}

impl Detail {
    /// The date of the working day that begins at (or contains) this instant.
    pub fn date(&self, day: f64) -> Option<&str> {
        let index = (day >= 0.0).then_some(day.floor() as usize)?;
        self.dates.get(index).map(String::as_str)
    }
}
