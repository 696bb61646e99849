//! Demand: types of work items, where new ones come from, and what waits on day 0.

use super::{Curve, LaneId, Reorder, Returns, Set, StageId, Ticks};
use crate::random::{Distribution, Key};

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

/// Where new items of a type come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrivals {
    /// None; only what stands in the backlog.
    None,
    /// Exponential gaps at a rate, each arrival a batch.
    Poisson {
        /// Arrivals (batches) per working day, above 0; with a `curve` the average over the run.
        per_day: f64,
        /// How the rate changes over time (`profile`, `weekday`, changes during the run), in arrivals per
        /// day; constant when `None`.
        curve: Option<Curve>,
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

impl Arrivals {
    /// At what rate items come one by one, per working day, if it does not change; else 0.
    pub fn steady_rate(&self) -> f64 {
        match self {
            Self::Poisson {
                per_day,
                curve: None,
                batch: None,
            } => *per_day,
            _ => 0.0,
        }
    }

    /// Does each arrival bring one item, for certain?
    pub fn is_single(&self) -> bool {
        match self {
            Self::Poisson { batch, .. } | Self::Renewal { batch, .. } => batch.is_none(),
            Self::Schedule { .. } => false,
            Self::None | Self::History { .. } => true,
        }
    }

    /// Does each arrival bring an item or more, for certain?
    pub fn bring_something(&self) -> bool {
        match self {
            Self::Poisson { batch, .. } | Self::Renewal { batch, .. } => {
                batch.as_ref().is_none_or(|size| size.least() >= 1.0)
            }
            Self::Schedule { count, .. } => count.least() >= 1.0,
            Self::None | Self::History { .. } => true,
        }
    }

    /// How the rate changes over time; `None` where it does not.
    pub fn curve(&self) -> Option<&Curve> {
        match self {
            Self::Poisson { curve, .. } => curve.as_ref(),
            _ => None,
        }
    }
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
    /// Demand asked for when a stage runs low; then `arrivals` are [`Arrivals::None`].
    pub order: Option<Reorder>,
    /// Demand that waits on day 0.
    pub backlog: Backlog,
    /// More than so many are refused on arrival.
    pub backlog_max: Option<u32>,
    /// The stages it visits (before skips), its ready stage included.
    pub route: Set,
    /// The shelf on its route; it passes exactly one.
    pub ready: StageId,
    /// Days from arrival to the due date.
    pub due: Option<Distribution>,
    /// Value.
    pub value: Option<Distribution>,
    /// Its patience in the backlog: the longest it waits there, in days, before it is discarded as
    /// expired, counted from its arrival (from its age on day 0). Not always 0.
    pub expire: Option<Distribution>,
    /// Does an expedite item of this type interrupt the lowest-ranked work of a pool, which resumes
    /// later where it stopped?
    pub preempt: bool,
    /// How done items come back as new demand.
    pub returns: Option<Returns>,
}
