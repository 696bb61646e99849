//! What the scenario means: validated, immutable, with dense ids as indexes.
//!
//! A [`Model`] that exists can be run: every rule has been checked when it was built, and nothing
//! downstream of this room fails for a reason that the file could have told.

mod allocation;
mod arrivals;
mod build;
mod cadence;
pub mod calendar;
mod context;
mod distributions;
mod goals;
mod lanes;
mod limits;
mod names;
pub mod plausibility;
mod routes;
mod set;
mod shares;
mod simulation;
mod stages;
mod tables;
mod teams;
mod timeline;
mod types;
mod visits;

use crate::random::{Distribution, Key};
pub use build::{Built, build};
pub use calendar::Calendar;
pub use set::Set;

/// Time inside: an integer number of 10⁻⁹ working days since day 0.
pub type Ticks = u64;

/// Ticks in one working day.
pub const DAY: Ticks = 1_000_000_000;

/// A length of time in days as ticks, rounded to the nearest; 0 below 0. (From 2⁵² ticks on there are no
/// halves to round.)
#[inline]
pub fn ticks(days: f64) -> Ticks {
    const NO_HALVES: f64 = (1_u64 << 52) as f64;
    let ticks = days * DAY as f64;
    if ticks < NO_HALVES {
        (ticks + 0.5) as i64 as u64 * u64::from(ticks > 0.0)
    } else {
        ticks as Ticks
    }
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

/// Class of service, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Goes before everything else.
    Expedite,
    /// Has a date; among these the earliest due date goes first.
    FixedDate,
    /// The ordinary class.
    Standard,
    /// Improves without a date.
    Intangible,
}

/// The rule that decides last who goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The longest in the system.
    Fifo,
    /// The longest a candidate (for a person: the longest in the stage).
    StageFifo,
    /// The shortest in the system.
    Lifo,
    /// By an addressed random number.
    Random,
    /// The most valuable.
    Value,
    /// The most value per expected service from here to ready.
    Wsjf,
}

/// Where new items of a type come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrivals {
    /// None; only what stands in the backlog.
    None,
    /// Exponential gaps at a constant rate, each arrival a batch.
    Poisson {
        /// Arrivals (batches) per working day, above 0.
        per_day: f64,
        /// Items per arrival; one when `None`.
        batch: Option<Distribution>,
    },
    /// At given instants within the horizon, in order.
    Schedule {
        /// When.
        instants: Vec<Ticks>,
        /// Items per instant.
        count: Distribution,
    },
    /// Independent gaps; the first arrival after one whole gap.
    Renewal {
        /// The gap in days.
        between: Distribution,
        /// Items per arrival; one when `None`.
        batch: Option<Distribution>,
    },
    /// Weekly counts drawn from a history, spread evenly at random over each week's working days.
    History {
        /// The counts to draw from, at least one.
        counts: Vec<u32>,
        /// Start and length of each week of the run; a week without working days has length 0.
        weeks: Vec<(Ticks, Ticks)>,
    },
}

/// What waits on day 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Backlog {
    /// So many items.
    Items {
        /// How many.
        items: u32,
        /// Age on day 0 in days; all 0 when `None`.
        age: Option<Distribution>,
    },
    /// Never runs dry.
    Unlimited,
}

/// A type of work item.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkItemType {
    /// The name in the file.
    pub name: String,
    /// The name's address for randomness.
    pub key: Key,
    /// Weights of the four classes in the order of [`Class`], adding up to 1.
    pub classes: [f64; 4],
    /// 0 goes first.
    pub priority: u16,
    /// Index into [`Model::sources`].
    pub source: Option<usize>,
    /// The lane it belongs to.
    pub lane: Option<LaneId>,
    /// New demand.
    pub arrivals: Arrivals,
    /// Demand that waits on day 0.
    pub backlog: Backlog,
    /// More than so many are refused on arrival.
    pub backlog_max: Option<u32>,
    /// The stages it visits (before skips), its ready stage included.
    pub route: Set,
    /// Days from arrival to the due date.
    pub due: Option<Distribution>,
    /// Value.
    pub value: Option<Distribution>,
}

/// What happens to an item of one type in one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The work, if any.
    pub work: Work,
    /// Probability that the item is discarded when the work is done.
    pub discard: f64,
    /// Probability that the item passes the stage by.
    pub skip: f64,
}

/// The work of one visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Nothing: done on entry.
    None,
    /// Hands-on work by the stage's pool: person-days at full availability.
    Service(Distribution),
    /// Time in the column, in days; needs nobody.
    Elapsed(Distribution),
}

/// Does a person leave a finished item?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// The person is free as soon as the work is done.
    Kanban,
    /// The person stays with the item until it leaves the stage.
    Person,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The name in the file.
    pub name: String,
    /// The name's address for randomness.
    pub key: Key,
    /// Is it the ready shelf?
    pub ready: bool,
    /// Who works here.
    pub pool: Option<PoolId>,
    /// Who goes first here.
    pub order: Order,
    /// Does a person leave a finished item?
    pub hold: Hold,
    /// By type.
    pub visits: Vec<Visit>,
}

/// Which of a pool's stages goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// The stage nearest to the end of the board.
    Downstream,
    /// The stage nearest to the start.
    Upstream,
    /// Neither: the item decides.
    Oldest,
}

/// People who work in one or more stages.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The name in the file, or the stage's.
    pub name: String,
    /// How many; `None` is unlimited.
    pub people: Option<u32>,
    /// The part of each day they give; above 0, at most 1.
    pub availability: f64,
    /// Which of their stages goes first.
    pub prefer: Prefer,
    /// The stages that name the pool.
    pub stages: Set,
}

/// What kind of maximum a [`Limit`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// A stage's own `max`.
    Own,
    /// A CONWIP group over several stages.
    Conwip,
    /// A swimlane's maximum in one stage, or its CONWIP.
    Lane(LaneId),
}

/// A maximum number of items of some types in some stages. An item takes its place when it enters the
/// first of the stages it visits and gives it back when it leaves the last of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The words messages use: the stage, the group or the lane.
    pub name: String,
    /// What kind it is.
    pub kind: LimitKind,
    /// Where it counts.
    pub stages: Set,
    /// Whom it counts.
    pub types: Set,
    /// The maximum; at least 1.
    pub max: u32,
}

/// A minimum number of items in a stage: the order point below which people upstream are called.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The stage that must not run low.
    pub stage: StageId,
    /// The lane it speaks of; all types when `None`.
    pub lane: Option<LaneId>,
    /// Whom it counts.
    pub types: Set,
    /// Fewer than this is low; at least 1.
    pub min: u32,
}

/// A swimlane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The name in the file.
    pub name: String,
    /// Its types.
    pub types: Set,
}

/// How an allocation decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// One queue.
    None,
    /// Each owner has its own slots.
    Reserved,
    /// Each owner has its own slots, which may be borrowed while it has no candidate.
    Flexible,
    /// Credits by share.
    Weighted,
    /// A strict ranking.
    Priority,
}

impl Strategy {
    /// The word for it in a scenario.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Reserved => "reserved",
            Self::Flexible => "flexible",
            Self::Weighted => "weighted",
            Self::Priority => "priority",
        }
    }
}

/// Who shares the capacity: a type, or a lane with its types.
#[derive(Debug, Clone, PartialEq)]
pub struct Owner {
    /// The type's or the lane's name.
    pub name: String,
    /// Its types.
    pub types: Set,
    /// Its relative weight, not negative.
    pub share: f64,
    /// Its rank under [`Strategy::Priority`], 0 first.
    pub rank: u32,
}

/// How capacity is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// How it decides.
    pub strategy: Strategy,
    /// Every type belongs to exactly one owner. In the order types or lanes are declared.
    pub owners: Vec<Owner>,
    /// Slots of each owner in each stage (`[stage][owner]`), for the two strategies that divide a
    /// stage's `max`; empty for stages that are not divided.
    pub slots: Vec<Vec<u32>>,
}

/// A share of a team's pull.
#[derive(Debug, Clone, PartialEq)]
pub struct PullShare {
    /// The type's or the lane's name.
    pub name: String,
    /// Its types.
    pub types: Set,
    /// Its relative weight, not negative.
    pub share: f64,
}

/// What "enough is ready" asks of one type or lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The type's or the lane's name.
    pub name: String,
    /// Is it a lane?
    pub lane: bool,
    /// The types that count.
    pub types: Set,
    /// How many must be ready.
    pub count: u32,
}

/// A Scrum Team that plans Sprints from the ready shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// The name in the file.
    pub name: String,
    /// When it plans, in order, within the horizon.
    pub plannings: Vec<Ticks>,
    /// How many it pulls.
    pub total: u32,
    /// How the pull is divided; empty when by the keys of section 6 alone.
    pub shares: Vec<PullShare>,
    /// May what one share lacks be filled by others?
    pub borrow: bool,
    /// The types it pulls and counts.
    pub types: Set,
    /// `ready_when.total`, where the file gives one.
    pub need_total: Option<u32>,
    /// `ready_when` by type and lane.
    pub needs: Vec<Need>,
}

impl Team {
    /// How many in total are enough: `ready_when.total`, or the pull where `ready_when` is left out
    /// altogether; `None` where only types or lanes are asked for.
    pub fn enough(&self) -> Option<u32> {
        match (self.need_total, self.needs.is_empty()) {
            (None, true) => Some(self.total),
            (total, _) => total,
        }
    }
}

/// A question "when will so many be ready?".
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The name in the file.
    pub name: String,
    /// How many.
    pub target: u32,
    /// Of which types.
    pub types: Set,
    /// The end of the day by which it should be.
    pub by: Option<Ticks>,
    /// At once on the shelf, instead of in all since day 0.
    pub on_shelf: bool,
}

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
    /// The ready shelf.
    pub ready: StageId,
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
}
