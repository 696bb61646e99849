//! What a scenario file says, field by field, each word with its place.
//!
//! No defaults and no rules: what the file leaves out is `None` here, and a name is only a name.
//! The shapes (is this a number? is it within its range?) have been checked against the
//! [key table](super::keys) by the time a mirror exists.

use crate::source::{At, Span};
use jiff::civil::Date;

/// Unit of a written duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Working hours, `calendar.hours_per_day` to a day.
    Hours,
    /// Working days; what a bare number counts.
    Days,
    /// Weeks, as many working days as `calendar.week` has.
    Weeks,
}

/// A duration as written: `0.5`, `"4h"`, `"3d"`, `"2w"`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    /// How many units; finite, not negative.
    pub amount: f64,
    /// Which unit.
    pub unit: Unit,
}

/// A point in time as written: a date, or a duration since day 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    /// A calendar date.
    Date(Date),
    /// So long after day 0.
    After(Duration),
}

/// A parameter of a distribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// A number or a duration (a bare number is in the quantity's own unit: days, items, …).
    Amount(Duration),
    /// A list of them (`values`).
    Amounts(Vec<At<Duration>>),
    /// A text (`file`, `column`).
    Text(String),
    /// `whole_days = true`.
    Flag(bool),
}

/// A distribution as written; a bare number or duration is `constant` with the parameter `value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The name after `dist`, e.g. `lognormal`.
    pub dist: At<String>,
    /// The other keys in the order written, each with the place of its value.
    pub params: Vec<(String, At<Param>)>,
}

/// `[calendar]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// `start`: the date of day 0.
    pub start: Option<At<Date>>,
    /// `horizon`: how far each trial runs.
    pub horizon: Option<At<Duration>>,
    /// `warm_up`: flow statistics start here.
    pub warm_up: Option<At<Duration>>,
    /// `holidays`.
    pub holidays: Vec<At<Date>>,
    /// `week`: the working days, `"mon"` … `"sun"`.
    pub week: Option<At<Vec<At<String>>>>,
    /// `hours_per_day`.
    pub hours_per_day: Option<At<f64>>,
}

/// `[simulation]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Simulation {
    /// `trials`.
    pub trials: Option<At<u64>>,
    /// `seed`.
    pub seed: Option<At<u64>>,
    /// `precision`.
    pub precision: Option<At<f64>>,
}

/// `class`: one class, or a mix with relative weights.
#[derive(Debug, Clone, PartialEq)]
pub enum Class {
    /// One of `expedite`, `fixed-date`, `standard`, `intangible`.
    One(String),
    /// Weights by class.
    Mix(Vec<(At<String>, At<f64>)>),
}

/// `arrivals` of a type; which keys go together is the model's business.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrivals {
    /// `per_week`: Poisson rate.
    pub per_week: Option<At<f64>>,
    /// `per_day`: Poisson rate.
    pub per_day: Option<At<f64>>,
    /// `batch`: items per arrival of a Poisson or renewal process.
    pub batch: Option<At<Distribution>>,
    /// `every`: a schedule.
    pub every: Option<At<Duration>>,
    /// `count`: items per scheduled arrival.
    pub count: Option<At<Distribution>>,
    /// `first`: the schedule's first instant.
    pub first: Option<At<Moment>>,
    /// `at`: the instants themselves.
    pub at: Option<At<Vec<At<Moment>>>>,
    /// `between`: a renewal process.
    pub between: Option<At<Distribution>>,
    /// `history`: a CSV file of weekly counts.
    pub history: Option<At<String>>,
}

/// `backlog` of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Backlog {
    /// So many items on day 0, with this age distribution.
    Items {
        /// How many.
        items: At<u64>,
        /// `age`: how long each has been waiting on day 0.
        age: Option<At<Distribution>>,
    },
    /// `"unlimited"`: never runs dry.
    Unlimited,
}

/// `[[types]]`
#[derive(Debug, Clone, PartialEq)]
pub struct WorkItemType {
    /// The place of the whole entry (its header), for faults of absence.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `class`.
    pub class: Option<At<Class>>,
    /// `priority`: 0 goes first.
    pub priority: Option<At<u64>>,
    /// `source`: where the demand comes from.
    pub source: Option<At<String>>,
    /// `arrivals`.
    pub arrivals: Option<At<Arrivals>>,
    /// `backlog`.
    pub backlog: Option<At<Backlog>>,
    /// `backlog_max`.
    pub backlog_max: Option<At<u64>>,
    /// `route`: stage names.
    pub route: Option<At<Vec<At<String>>>>,
    /// `due`: time from arrival to the due date.
    pub due: Option<At<Distribution>>,
    /// `value`.
    pub value: Option<At<Distribution>>,
}

/// `[[pools]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `people`.
    pub people: Option<At<People>>,
    /// `availability`, above 0, at most 1.
    pub availability: Option<At<f64>>,
    /// `prefer`: `downstream`, `upstream` or `oldest`.
    pub prefer: Option<At<String>>,
}

/// How many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// So many.
    Number(u64),
    /// `"unlimited"`.
    Unlimited,
}

/// `wip = { max, min, on_low }`, of a stage, of a lane in a stage, of a CONWIP group.
#[derive(Debug, Clone, PartialEq)]
pub struct Wip {
    /// The place of the whole table.
    pub span: Span,
    /// `max`.
    pub max: Option<At<u64>>,
    /// `min`.
    pub min: Option<At<u64>>,
    /// `on_low`: only `signal` for now.
    pub on_low: Option<At<String>>,
}

/// What a stage, or a type in a stage (`by_type`), does to an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Visit {
    /// `service`: hands-on work.
    pub service: Option<At<Distribution>>,
    /// `elapsed`: time in the column, without people.
    pub elapsed: Option<At<Distribution>>,
    /// `discard`: probability.
    pub discard: Option<At<f64>>,
    /// `skip`: probability.
    pub skip: Option<At<f64>>,
}

/// `[[stages]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `kind`: `ready`, or left out.
    pub kind: Option<At<String>>,
    /// `people`: the stage's own.
    pub people: Option<At<People>>,
    /// `pool`: shared people.
    pub pool: Option<At<String>>,
    /// `availability` of its own people.
    pub availability: Option<At<f64>>,
    /// `prefer` of its own people.
    pub prefer: Option<At<String>>,
    /// `wip`.
    pub wip: Option<Wip>,
    /// `order`: `fifo`, `stage-fifo`, `lifo`, `random`, `value`, `wsjf`.
    pub order: Option<At<String>>,
    /// `hold`: `kanban` or `person`.
    pub hold: Option<At<String>>,
    /// What it does to every item.
    pub visit: Visit,
    /// `by_type`: what it does to items of some types instead.
    pub by_type: Vec<(At<String>, Visit)>,
}

/// `[[conwip]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Conwip {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`; its stages joined with `+` when left out.
    pub name: Option<At<String>>,
    /// `stages`.
    pub stages: Option<At<Vec<At<String>>>>,
    /// `wip`.
    pub wip: Option<Wip>,
}

/// `conwip = { max, stages }` of a lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneConwip {
    /// The place of the whole table.
    pub span: Span,
    /// `max`.
    pub max: Option<At<u64>>,
    /// `stages`: those left of ready when left out.
    pub stages: Option<At<Vec<At<String>>>>,
}

/// `[[lanes]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `types`.
    pub types: Option<At<Vec<At<String>>>>,
    /// `wip`: limits by stage.
    pub wip: Vec<(At<String>, Wip)>,
    /// `conwip`.
    pub conwip: Option<LaneConwip>,
}

/// Relative weights by type or lane name.
pub type Shares = Vec<(At<String>, At<f64>)>;

/// `[allocation]`
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// The place of the whole table.
    pub span: Span,
    /// `by`: `type` or `lane`.
    pub by: Option<At<String>>,
    /// `strategy`: `none`, `reserved`, `flexible`, `weighted`, `priority`.
    pub strategy: Option<At<String>>,
    /// `shares`.
    pub shares: Option<At<Shares>>,
    /// `order`: for `priority`.
    pub order: Option<At<Vec<At<String>>>>,
}

/// `planning` of a team: `{ first, every }` or `{ at }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Planning {
    /// `first`.
    pub first: Option<At<Moment>>,
    /// `every`.
    pub every: Option<At<Duration>>,
    /// `at`.
    pub at: Option<At<Vec<At<Moment>>>>,
}

/// `pull` of a team.
#[derive(Debug, Clone, PartialEq)]
pub struct Pull {
    /// `total`.
    pub total: Option<At<u64>>,
    /// `shares`.
    pub shares: Option<At<Shares>>,
    /// `borrow`.
    pub borrow: Option<At<bool>>,
}

/// `ready_when`: `total` and names of types or lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyWhen {
    /// `total`.
    pub total: Option<At<u64>>,
    /// By type or lane name.
    pub needs: Vec<(At<String>, At<u64>)>,
}

/// `[[teams]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `planning`.
    pub planning: Option<At<Planning>>,
    /// `pull`.
    pub pull: Option<At<Pull>>,
    /// `ready_when`.
    pub ready_when: Option<At<ReadyWhen>>,
    /// `types`: what it pulls and counts; all when left out.
    pub types: Option<At<Vec<At<String>>>>,
}

/// `[[goals]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The place of the whole entry.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `ready`: how many.
    pub ready: Option<At<u64>>,
    /// `types`.
    pub types: Option<At<Vec<At<String>>>>,
    /// `lanes`.
    pub lanes: Option<At<Vec<At<String>>>>,
    /// `by`.
    pub by: Option<At<Moment>>,
    /// `on_shelf`: so many at once instead of so many in all.
    pub on_shelf: Option<At<bool>>,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The place of the whole file.
    pub span: Span,
    /// `name`.
    pub name: Option<At<String>>,
    /// `about`.
    pub about: Option<At<String>>,
    /// `order`: the default everywhere.
    pub order: Option<At<String>>,
    /// `[calendar]`.
    pub calendar: Calendar,
    /// `[simulation]`.
    pub simulation: Simulation,
    /// `[[types]]`.
    pub types: Vec<WorkItemType>,
    /// `[[pools]]`.
    pub pools: Vec<Pool>,
    /// `[[stages]]`.
    pub stages: Vec<Stage>,
    /// `[[conwip]]`.
    pub conwip: Vec<Conwip>,
    /// `[[lanes]]`.
    pub lanes: Vec<Lane>,
    /// `[allocation]`.
    pub allocation: Option<Allocation>,
    /// `[[teams]]`.
    pub teams: Vec<Team>,
    /// `[[goals]]`.
    pub goals: Vec<Goal>,
}
