//! What the teams make of what they have committed to.

use super::statistic::{of_counts, of_risks, of_share, of_values, per_week};
use super::{Named, Statistic};
use crate::model::{Model, Team};
use crate::observe::{Observations, TeamSeen};
use serde::Serialize;

/// What one team makes of what it has committed to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TeamFlow {
    /// Items its plannings pulled.
    pub committed: Statistic,
    /// Items done.
    pub done: Statistic,
    /// Items that left after commitment without being done.
    pub aborted: Statistic,
    /// Aborted ÷ (aborted + done).
    pub abort_rate: Statistic,
    /// Items done per week.
    pub throughput_per_week: Statistic,
    /// Items in its Sprint Backlog, time average.
    pub sprint_backlog: Statistic,
    /// Items of the team in the stages after ready, time average.
    pub wip: Statistic,
    /// Commitment to done, days.
    pub delivery_time: Statistic,
}

/// Every team; none where no stage comes after ready.
pub(super) fn teams(model: &Model, seen: &Observations) -> Named<TeamFlow> {
    let teams = model.teams.iter().zip(&seen.delivery.teams);
    Named(teams.map(|(team, seen)| one(model, team, seen)).collect())
}

/// One team.
fn one(model: &Model, team: &Team, seen: &TeamSeen) -> (String, TeamFlow) {
    let flow = TeamFlow {
        committed: of_counts(&seen.committed, 1.0),
        done: of_counts(&seen.done, 1.0),
        aborted: of_counts(&seen.aborted, 1.0),
        abort_rate: of_share(&seen.abort_rate),
        throughput_per_week: per_week(&seen.done, model),
        sprint_backlog: of_values(&seen.waiting, 1.0),
        wip: of_values(&seen.wip, 1.0),
        delivery_time: of_risks(&seen.time, &seen.time_mean),
    };
    (team.name.clone(), flow)
}
