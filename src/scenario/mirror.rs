//! What a scenario file says, field by field, each word with its place.
//!
//! No defaults and no rules: what the file leaves out is `None` here, and a name is only a name.
//! The shapes (is this a number? is it within its range?) have been checked against the
//! [key table](super::keys) by the time a mirror exists.

mod columns;
mod demand;

use crate::source::{At, Span};
use jiff::civil::Date;

pub use columns::{Focus, Leaves, People, Pool, Rework, Split, Stage, Visit, Wip};
pub use demand::{Arrivals, Backlog, Class, Reorder, Returns, Step, WorkItemType};

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
    /// `precision`: how exact probabilities must be before the run stops.
    pub precision: Option<At<f64>>,
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
    /// `expedite_over`: how many expedite items may exceed `max`.
    pub expedite_over: Option<At<u64>>,
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
    /// `fill_to`: how many the team wants in hand after a planning.
    pub fill_to: Option<At<u64>>,
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
    /// `from`: the shelf it pulls from.
    pub from: Option<At<String>>,
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

/// `[[blockers]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Blocker {
    /// The place of the whole entry.
    pub span: Span,
    /// `source`: what holds the work up; its name.
    pub source: Option<At<String>>,
    /// `stages` it strikes in; all with service when left out.
    pub stages: Option<At<Vec<At<String>>>>,
    /// `types` it strikes; all when left out.
    pub types: Option<At<Vec<At<String>>>>,
    /// `probability` of striking during a visit.
    pub probability: Option<At<f64>>,
    /// `per_day`: how often it strikes in a day of work.
    pub per_day: Option<At<f64>>,
    /// `duration`.
    pub duration: Option<At<Distribution>>,
    /// `holds_person`: the person waits too.
    pub holds_person: Option<At<bool>>,
}

/// `[[changes]]`
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The place of the whole entry.
    pub span: Span,
    /// `at`: when it takes effect.
    pub at: Option<At<Moment>>,
    /// What the whole file says from then on, the changes before this one in the file made too. Holds
    /// no changes itself.
    pub then: Scenario,
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
    /// `[[blockers]]`.
    pub blockers: Vec<Blocker>,
    /// `[board]`, its `file`: today's board as CSV.
    pub board: Option<At<String>>,
    /// `[[changes]]`.
    pub changes: Vec<Change>,
    /// `[[variants]]` and those asked for; a variant has none itself.
    pub variants: Vec<Variant>,
}

/// One of `[[variants]]`, or one asked for on the command line.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name, or the whole entry.
    pub span: Span,
    /// `name`.
    pub name: String,
    /// What it sets, in the order written.
    pub edits: Vec<Edit>,
    /// What the file says with that set.
    pub then: Scenario,
}

/// One setting as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The path.
    pub path: String,
    /// The value.
    pub value: String,
}
