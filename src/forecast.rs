//! What the trials say about the questions asked: plain structs, each number with its interval.
//!
//! The structs are the JSON result, name by name; `report` only renders them.

mod advice;
mod causes;
mod course;
mod delivery;
mod detail;
mod flows;
mod goals;
mod likely;
pub mod paths;
mod plannings;
mod quantity;
mod series;
mod stages;
pub(crate) mod statistic;

pub use advice::Advice;
pub use course::{Course, Rate, Turn};
pub use detail::{Band, Detail, Finished, Group, Histogram, LaneCell, StageDetail, Week, detail};

use crate::model::{Model, days};
use crate::observe::Observations;
use crate::trials::Outcome;
pub use delivery::TeamFlow;
pub use goals::{By, Goal, Likely, Reached};
pub use likely::{LIKELY, LikelyFrom, first_likely, stays_likely};
pub use quantity::{Field, Sample};
use serde::{Serialize, Serializer, ser::SerializeMap};
pub use series::{Series, TypeSeries};

/// Values by name, in the order of the scenario; serialises as a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The value with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Name and value in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v))
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A quantity over trials or items. What does not exist is `None`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Statistic {
    /// The mean (for a ratio: of the sums).
    pub mean: Option<f64>,
    /// 95 % confidence interval of the mean.
    pub ci95: Option<[f64; 2]>,
    /// Standard deviation of the single values.
    pub sd: Option<f64>,
    /// 5 % of the values are at or below.
    pub p5: Option<f64>,
    /// 15 %; "85 %: this or more".
    pub p15: Option<f64>,
    /// Half.
    pub p50: Option<f64>,
    /// 85 %.
    pub p85: Option<f64>,
    /// 95 %.
    pub p95: Option<f64>,
    /// The smallest.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
    /// Of item times only: how many items were unfinished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
}

/// A probability estimated from trials, with Wilson's interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Probability {
    /// The share of trials.
    pub probability: f64,
    /// 95 % confidence interval.
    pub ci95: [f64; 2],
}

/// A point in time; both `None` beyond the horizon.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Instant {
    /// Working days since day 0.
    pub day: Option<f64>,
    /// ISO date, where there is a calendar.
    pub date: Option<String>,
}

/// A value in total and by type and lane.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Split<T> {
    /// All types together; `None` where nothing is asked of the total.
    pub total: Option<T>,
    /// By type.
    pub types: Named<T>,
    /// By lane, where there are lanes.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub lanes: Named<T>,
}

/// One Sprint Planning of one team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planning {
    /// The team.
    pub team: String,
    /// 1 for its first planning.
    pub index: usize,
    /// When.
    pub day: f64,
    /// Its date, where there is a calendar.
    pub date: Option<String>,
    /// How many items the team wants to pull.
    pub pulls: u32,
    /// Does it pull only what its team lacks of so many in hand (`pull.fill_to`)?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fills_up: bool,
    /// How many must be ready to be enough: only what `ready_when` names, or the pull's total.
    pub needed: Split<u32>,
    /// P(all that `ready_when` asks for is on the shelf).
    pub ready_enough: Probability,
    /// P(this need is not met): only what `ready_when` names.
    pub short_of: Split<Probability>,
    /// Sprints of ready work on the shelf: ready divided by what a planning pulls.
    pub sprints_ready: Statistic,
    /// Age (days since first pull) of the items in progress.
    pub age: Statistic,
    /// Items on the shelf before the pull (of the types the team pulls).
    pub ready: Split<Statistic>,
    /// How many are missing. Total only where `ready_when` has one or is left out.
    pub shortfall: Split<Statistic>,
    /// Items pulled.
    pub pulled: Split<Statistic>,
    /// Where stages come after ready: items the team still had in hand before it pulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_over: Option<Statistic>,
    /// Where stages come after ready: items the team has done since its planning before (or day 0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Statistic>,
}

/// One cause of delay and its share of the lead time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// `worked`, `waiting for a person`, `waiting for room`, `waiting for a meeting`, `blocked`,
    /// `in the column`, `backlog`, `before day 0`.
    pub cause: &'static str,
    /// The pool, stage, group, lane or source; `None` where there is only one.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// Whose room it is, where that is no stage's own: `lane` or `conwip`.
    pub limit: Option<&'static str>,
    /// Share of all item-days between arrival and ready of the items that reached ready.
    pub share: f64,
    /// Mean days per item.
    pub days: f64,
}

/// Flow of a group of types: all of them, one, a lane, a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// Items that arrived.
    pub arrived: Statistic,
    /// Items that came from a split, less those that were split.
    pub split: Statistic,
    /// Items that reached ready.
    pub ready: Statistic,
    /// Items that a planning pulled.
    pub committed: Statistic,
    /// Items done.
    pub done: Statistic,
    /// Items that left before commitment.
    pub discarded: Statistic,
    /// Of these: rejected when a stage's work was done.
    pub rejected: Statistic,
    /// Items reaching ready per week.
    pub throughput_per_week: Statistic,
    /// Arrival to ready, days.
    pub lead_time: Statistic,
    /// First pull to ready, days.
    pub cycle_time: Statistic,
    /// Arrival to done, days.
    pub lead_time_done: Statistic,
    /// First pull to done, days.
    pub cycle_time_done: Statistic,
    /// Items in the stages left of ready, time average.
    pub wip: Statistic,
    /// Age of the items in progress at the end, days since first pull.
    pub age: Statistic,
    /// Time worked ÷ cycle time of the items that reached ready.
    pub flow_efficiency: Statistic,
    /// Of the items with a due date that reached ready, or that should have by the horizon: the share that did by
    /// that date.
    pub on_time: Statistic,
    /// Discarded ÷ (discarded + reached ready).
    pub discard_rate: Statistic,
    /// Items that left after commitment without being done.
    pub aborted: Statistic,
    /// Where stages come after ready: person-days spent on what was aborted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort_aborted: Option<Statistic>,
    /// Of these: dropped because they waited too long.
    pub expired: Statistic,
    /// Items refused on arrival.
    pub refused: Statistic,
    /// Share of arrivals that are returned items.
    pub failure_demand: Statistic,
    /// Person-days spent on items that were discarded.
    pub effort_discarded: Statistic,
    /// Growth of the items before ready, per week, over the second half of the horizon.
    pub growth_per_week: Statistic,
    /// False when the growth's interval lies above 0.
    pub stable: bool,
    /// Where the days between arrival and ready go, the largest first.
    pub held_back_by: Vec<Cause>,
}

/// Items of a stage by state, time averages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByState {
    /// Waiting for a person.
    pub waiting: Statistic,
    /// Being worked on (or passing their time in the column).
    pub working: Statistic,
    /// Blocked.
    pub blocked: Statistic,
    /// Done and waiting to leave.
    pub done: Statistic,
}

/// Share of the time in which a limit kept a candidate out of a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitRefused {
    /// The stage's own maximum.
    pub own: Statistic,
    /// A lane's.
    pub lane: Statistic,
    /// A CONWIP group's.
    pub conwip: Statistic,
}

/// Flow through one stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageFlow {
    /// Its own maximum.
    pub wip_max: Option<u32>,
    /// How many expedite items may exceed it.
    pub expedite_over: u32,
    /// Its own minimum.
    pub wip_min: Option<u32>,
    /// Does it take unfinished items when it is below a minimum?
    #[serde(skip)]
    pub takes_unfinished: bool,
    /// Items in the stage, time average.
    pub wip: Statistic,
    /// The same by state.
    pub wip_by_state: ByState,
    /// Share of the time with n items in it.
    pub wip_share: Vec<f64>,
    /// Entering to leaving, days.
    pub cycle_time: Statistic,
    /// Items leaving to the right per week (for ready: pulled).
    pub throughput_per_week: Statistic,
    /// Items that were dropped here: discarded left of ready, aborted right of it.
    pub discarded: Statistic,
    /// Of these: rejected when the work was done.
    pub rejected: Statistic,
    /// Of these: dropped because they waited too long.
    pub expired: Statistic,
    /// How often expedite work interrupted work here.
    pub interrupted: Statistic,
    /// Waiting for a person, days a stay.
    pub waiting_time: Statistic,
    /// Worked on, days a stay.
    pub work_time: Statistic,
    /// Blocked, days a stay.
    pub blocked_time: Statistic,
    /// Done and held, days a stay.
    pub held_time: Statistic,
    /// Share of the time at its maximum; null without one.
    pub share_at_max: Statistic,
    /// Share of the time below its minimum; null without one.
    pub share_below_min: Statistic,
    /// Share of the time with a lane in it below the lane's minimum; null without one.
    pub lane_share_below_min: Statistic,
    /// Which limit kept candidates out.
    pub limit_refused: LimitRefused,
    /// Person-days worked.
    pub effort: Statistic,
    /// Of these: on items that were later discarded.
    pub effort_discarded: Statistic,
    /// Items pushed in.
    pub pushes: Statistic,
    /// Times a limit was exceeded where the model allows it.
    pub breaches: Statistic,
    /// Items sent back from here.
    pub rework: Statistic,
}

/// One owner of an allocation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocated {
    /// Its share, of 1.
    pub planned: f64,
    /// Its share of the items that were pulled into work.
    pub achieved: Statistic,
}

/// One pool.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolFlow {
    /// How many people; null for unlimited people.
    pub people: Option<u32>,
    /// How many items each may keep in hand at once; null for any number.
    pub items_per_person: Option<u32>,
    /// What each further item in hand costs: 0.2 is a fifth of the time of one.
    pub switch_cost: f64,
    /// People working ÷ people; null for unlimited people.
    pub utilisation: Statistic,
}

/// One source of blockers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blocker {
    /// How often.
    pub count: Statistic,
    /// How many days in all.
    pub days: Statistic,
}

/// All flow statistics after the warm-up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flows {
    /// All items.
    pub total: Flow,
    /// By type.
    pub types: Named<Flow>,
    /// By lane.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub lanes: Named<Flow>,
    /// By source of demand.
    pub sources: Named<Flow>,
    /// How capacity is shared: `none`, `reserved`, `flexible`, `weighted`, `priority`; null where the
    /// scenario says nothing of it.
    pub allocation_strategy: Option<&'static str>,
    /// Planned against achieved.
    pub allocation: Named<Allocated>,
    /// By stage.
    pub stages: Named<StageFlow>,
    /// By pool.
    pub pools: Named<PoolFlow>,
    /// By team, where stages come after ready.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub teams: Named<TeamFlow>,
    /// By source of blockers.
    pub blockers: Named<Blocker>,
}

/// How exactly the probabilities were to be known, and how exactly they are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Precision {
    /// How far the ends of every 95 % interval may lie from the probability.
    pub asked: f64,
    /// How far the farthest of them lies; `None` without trials.
    pub widest: Option<f64>,
    /// Is that near enough? If not, the run ended before: at its most trials, or interrupted.
    pub reached: bool,
}

/// The answer to `headwater run`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the scenario.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// The trials behind every number.
    pub trials: u64,
    /// The precision that decided how many; `None` where their number was given.
    pub precision: Option<Precision>,
    /// Length of a trial in days.
    pub horizon_days: f64,
    /// Where flow statistics start.
    pub warm_up_days: f64,
    /// Every planning, in order of time (at equal instants in file order).
    pub plannings: Vec<Planning>,
    /// By team: from which planning on enough is likely to be ready.
    pub likely_from: Named<LikelyFrom>,
    /// Every goal.
    pub goals: Vec<Goal>,
    /// Flow statistics.
    pub flow: Flows,
    /// What does not stay as it is.
    #[serde(flatten)]
    pub course: Course,
    /// Daily means.
    pub series: Series,
}

/// What the trials say about the questions of the model.
pub fn forecast(model: &Model, outcome: &Outcome) -> Forecast {
    let seen = &outcome.observations;
    let plannings = plannings::plannings(model, seen);
    Forecast {
        headwater: env!("CARGO_PKG_VERSION"),
        scenario: model.name.clone(),
        seed: outcome.settings.seed,
        trials: seen.trials,
        precision: outcome.settings.precision.map(|p| precision(p, seen)),
        horizon_days: days(model.horizon),
        warm_up_days: days(model.warm_up),
        likely_from: likely::likely_from(&plannings),
        plannings,
        goals: goals::goals(model, &seen.goals),
        flow: flows::flows(model, seen),
        course: course::course(model),
        series: series::series(model, seen),
    }
}

/// How exactly the probabilities are known.
fn precision(asked: f64, seen: &Observations) -> Precision {
    let widest = seen.widest();
    Precision {
        asked,
        widest,
        reached: widest.is_some_and(|widest| widest <= asked),
    }
}
