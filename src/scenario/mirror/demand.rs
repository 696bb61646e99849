//! What the file says about demand.

use super::{Distribution, Duration, Moment, Shares};
use crate::source::{At, Span};

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
    /// `order`: demand asked for when a stage runs low.
    pub order: Option<At<Reorder>>,
    /// `profile`: how a Poisson rate changes over time.
    pub profile: Option<At<Vec<At<Step>>>>,
    /// `weekday`: weights of the days of the week, by their names.
    pub weekday: Option<At<Shares>>,
}

/// `arrivals.order`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reorder {
    /// `stage`: the one that is watched.
    pub stage: Option<At<String>>,
    /// `below`: fewer than so many there and in the backlog, and more are asked for.
    pub below: Option<At<u64>>,
    /// `count`: how many are asked for.
    pub count: Option<At<Distribution>>,
    /// `lead`: how long they take to come.
    pub lead: Option<At<Distribution>>,
}

/// One entry of `arrivals.profile`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// `from`: when it starts to count.
    pub from: Option<At<Moment>>,
    /// `factor`: what the rate is multiplied with from then on.
    pub factor: Option<At<f64>>,
}

/// `returns` of a type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Returns {
    /// `probability`.
    pub probability: Option<At<f64>>,
    /// `as`: a type; its own when left out.
    pub kind: Option<At<String>>,
    /// `after`: how long after delivery.
    pub after: Option<At<Distribution>>,
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
    /// `expire`: how long an item waits in the backlog before it is dropped.
    pub expire: Option<At<Distribution>>,
    /// `preempt`: an expedite item interrupts other work.
    pub preempt: Option<At<bool>>,
    /// `returns`: how delivered items come back.
    pub returns: Option<At<Returns>>,
}
