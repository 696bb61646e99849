//! How many trials are run, and from which seed.

use super::context::Context;
use super::{Goal, Team};
use crate::scenario::mirror;

/// `simulation.trials` when left out.
const TRIALS: u64 = 10_000;
/// `simulation.trials` when left out beside a `precision`: the most that are run for it.
const CEILING: u64 = 1_000_000;
/// `simulation.seed` when left out.
const SEED: u64 = 1;

/// What `[simulation]` means.
pub(super) struct Simulation {
    pub trials: u64,
    pub precision: Option<f64>,
    pub seed: u64,
}

/// Reads `[simulation]`. A precision speaks of the chances of plannings and goals; without any it has no
/// effect.
pub(super) fn simulation(
    cx: &mut Context,
    written: &mirror::Simulation,
    teams: &[Team],
    goals: &[Goal],
) -> Simulation {
    let asked = !goals.is_empty() || teams.iter().any(|team| !team.plannings.is_empty());
    if let (Some(precision), false) = (written.precision, asked) {
        cx.idle(
            "`precision` has no effect: nothing is asked that has a chance",
            precision.span,
            "add a team that plans or a goal, or say how many `trials` to run",
        );
    }
    let precision = written.precision.filter(|_| asked).map(|at| at.value);
    let default = precision.map_or(TRIALS, |_| CEILING);
    Simulation {
        trials: written.trials.map_or(default, |at| at.value),
        precision,
        seed: written.seed.map_or(SEED, |at| at.value),
    }
}
