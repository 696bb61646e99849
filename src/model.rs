//! What the scenario means: validated, immutable, with dense ids as indexes.
//!
//! A [`Model`] that exists can be run: every rule has been checked when it was built, and nothing
//! downstream of this room fails for a reason that the file could have told.

mod allocation;
mod arrivals;
mod blockers;
mod build;
mod cadence;
pub mod calendar;
mod changes;
mod columns;
mod context;
mod course;
mod demand;
mod distributions;
mod focus;
mod goals;
mod lanes;
mod limits;
mod maxima;
mod meetings;
mod names;
pub mod plausibility;
mod policy;
mod rate;
mod reorder;
mod returns;
mod rework;
mod routes;
mod set;
mod shares;
mod shelves;
mod simulation;
mod split;
mod stages;
mod tables;
mod teams;
mod timeline;
mod today;
mod types;
mod visits;

pub use blockers::{Blocker, BlockerId, Strikes};
pub use build::{Built, Variant, build};
pub use calendar::Calendar;
pub use changes::{Change, Setting};
pub use columns::{Hold, Order, Pool, Prefer, Side, Stage, Visit, Work};
pub use demand::{Arrivals, Backlog, Class, WorkItemType};
pub use focus::Focus;
pub use maxima::{Lane, Limit, LimitKind, Minimum, OnLow};
pub use meetings::Meetings;
pub use policy::{Allocation, Goal, Need, Owner, PullShare, Strategy, Team};
pub use rate::{Curve, Segment};
pub use reorder::Reorder;
pub use returns::Returns;
pub use rework::Rework;
pub use set::Set;
pub use split::Split;
pub use today::{Spot, TodayItem, TodayState};

/// Time inside: an integer number of 10⁻⁹ working days since day 0.
pub type Ticks = u64;

/// Ticks in one working day.
pub const DAY: Ticks = 1_000_000_000;

/// A length of time in days as ticks, rounded to the nearest; 0 below 0. (A number below 2⁵¹, added to 2⁵², is rounded to
/// a whole one, which then stands in the lower bits.)
#[inline]
pub fn ticks(days: f64) -> Ticks {
    const SHORT: f64 = (1_u64 << 51) as f64;
    const WHOLE: f64 = (1_u64 << 52) as f64;
    let ticks = days * DAY as f64;
    if ticks < SHORT {
        let positive = if ticks > 0.0 { ticks } else { 0.0 };
        (positive + WHOLE).to_bits() - WHOLE.to_bits()
    } else {
        long(ticks)
    }
}

/// The same of a long time; there are no halves from 2⁵² ticks on.
#[cold]
fn long(ticks: f64) -> Ticks {
    ticks.round() as Ticks
}

/// Ticks as days.
#[inline]
pub fn days(ticks: Ticks) -> f64 {
    ticks as f64 / DAY as f64
}

/// Index into [`Model::types`].
pub type TypeId = usize;
/// Index into [`Model::stages`].
pub type StageId = usize;
/// Index into [`Model::pools`].
pub type PoolId = usize;
/// Index into [`Model::lanes`].
pub type LaneId = usize;
/// Index into [`Model::teams`].
pub type TeamId = usize;

/// A board, its demand and the questions asked of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// `name`, or the file's.
    pub name: String,
    /// `about`, empty when left out.
    pub about: String,
    /// Working days and dates.
    pub calendar: Calendar,
    /// How far each trial runs.
    pub horizon: Ticks,
    /// Where flow statistics start.
    pub warm_up: Ticks,
    /// How many trials unless the command line says otherwise; with a precision, the most.
    pub trials: u64,
    /// How far the ends of a probability's interval may lie from it before the run stops, above 0 and at
    /// most 1; `None` where exactly `trials` are wanted, or nothing is asked that has a probability.
    pub precision: Option<f64>,
    /// The seed unless the command line says otherwise.
    pub seed: u64,
    /// Types of work items.
    pub types: Vec<WorkItemType>,
    /// Sources of demand, in order of first mention.
    pub sources: Vec<String>,
    /// The columns, left to right.
    pub stages: Vec<Stage>,
    /// The first ready shelf; the only one unless a board has several. Where items go is
    /// [`WorkItemType::ready`].
    pub ready: StageId,
    /// All ready shelves, at least one.
    pub shelves: Set,
    /// People.
    pub pools: Vec<Pool>,
    /// Every maximum. A stage's own comes first in stage order, then CONWIP groups, then lanes.
    pub limits: Vec<Limit>,
    /// Every minimum, in stage order.
    pub minimums: Vec<Minimum>,
    /// Swimlanes.
    pub lanes: Vec<Lane>,
    /// How capacity is shared.
    pub allocation: Option<Allocation>,
    /// Teams that plan Sprints.
    pub teams: Vec<Team>,
    /// Questions.
    pub goals: Vec<Goal>,
    /// What stops work for a while.
    pub blockers: Vec<Blocker>,
    /// The items of today's board, which stand on it at day 0 beside what `backlog` says; in the order of
    /// the file.
    pub today: Vec<TodayItem>,
    /// What changes during the run, in order of time.
    pub changes: Vec<Change>,
}
