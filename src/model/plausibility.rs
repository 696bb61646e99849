//! Is a scenario plausible? Offered load per stage and pool, the bottleneck, and what looks wrong
//! although it is legal.

mod idle;
mod load;
mod meetings;
mod overflow;
mod places;
mod warnings;

use super::{Model, PoolId, StageId};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::Scenario;

/// What can be told about a model without simulating it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plausibility {
    /// By stage, in the order of the board.
    pub stages: Vec<StageLoad>,
    /// By pool, in the order of [`Model::pools`].
    pub pools: Vec<PoolLoad>,
    /// Where the load is highest; `None` where nothing has a capacity or nothing arrives, and where somebody takes
    /// all they can and nobody is asked for more than that: only a simulation tells who limits whom then.
    pub bottleneck: Option<Bottleneck>,
    /// What is legal but suspicious, in the order of the file. Those of the
    /// [build](super::build) are not repeated.
    pub warnings: Vec<Diagnostic>,
}

/// What new demand asks of a stage on an average day of the run, with its changes; what stands in a backlog on
/// day 0 is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct StageLoad {
    /// Which stage.
    pub stage: StageId,
    /// Items that enter on an average day, thinned by skips and discards upstream.
    pub items_per_day: f64,
    /// The same by type.
    pub by_type: Vec<f64>,
    /// Person-days of hands-on work asked for on an average day.
    pub work: f64,
    /// The least share of the stage's own maximum that is in use: item-days of work or elapsed
    /// time a day (waiting left out) divided by the maximum. Above 1 the limit alone is too tight.
    /// `None` without a maximum.
    pub slots: Option<f64>,
    /// Does a type with an unlimited backlog pass here? Then the stage takes all it can.
    pub unlimited: bool,
}

/// What new demand asks of a pool on an average day.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolLoad {
    /// Which pool.
    pub pool: PoolId,
    /// Person-days it gives a day: people × availability, on average over the run where they change; `None`
    /// where people are unlimited at some time.
    pub capacity: Option<f64>,
    /// Person-days asked for a day.
    pub work: f64,
    /// Work divided by capacity: above 1 more is asked for than can be done. `None` where people are unlimited.
    pub load: Option<f64>,
    /// Does a type with an unlimited backlog pass here? Then the pool takes all it can.
    pub unlimited: bool,
}

/// Where the load is highest.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottleneck {
    /// The stage, or that of the pool's stages which asks for most work.
    pub stage: StageId,
    /// The pool, where people are the bottleneck; `None` where the stage's maximum is.
    pub pool: Option<PoolId>,
    /// Its load; above 1 more is asked for than can be done.
    pub load: f64,
    /// Does the queue before it grow for ever where its load is above 1? Otherwise items expire or are refused.
    pub grows: bool,
}

/// Looks a model over; `scenario` is what it was built from and gives the places.
pub fn plausibility(model: &Model, scenario: &Scenario) -> Plausibility {
    let stages = load::stages(model);
    let pools = load::pools(model, &stages);
    let bottleneck = load::bottleneck(model, &stages, &pools);
    let mut warnings = warnings::all(model, scenario, &stages, &pools);
    warnings.sort_by_key(|warning| warning.span);
    Plausibility {
        stages,
        pools,
        bottleneck,
        warnings,
    }
}
