//! The mean board, day by day.

use super::Named;
use crate::model::{Backlog, Model};
use crate::observe::Observations;
use serde::Serialize;

/// Daily means of one type; what does not exist (an unlimited backlog) is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeSeries {
    /// Items in its backlog.
    pub backlog: Option<Vec<f64>>,
    /// Items on the shelf.
    pub ready: Vec<f64>,
}

/// Means over trials at the instants 0, 1, … of the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The instants.
    pub day: Vec<f64>,
    /// Arrived since day 0.
    pub arrived: Vec<f64>,
    /// In the backlog; `None` with an unlimited one.
    pub backlog: Option<Vec<f64>>,
    /// On the shelf.
    pub ready: Vec<f64>,
    /// Done since day 0.
    pub done: Vec<f64>,
    /// Discarded since day 0.
    pub discarded: Vec<f64>,
    /// Aborted since day 0; `None` where nothing comes after ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted: Option<Vec<f64>>,
    /// In the teams' Sprint Backlogs; `None` where nothing comes after ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<Vec<f64>>,
    /// In each stage.
    pub stages: Named<Vec<f64>>,
    /// By type.
    pub types: Named<TypeSeries>,
}

/// Means over trials at the instants 0, 1, … of the horizon.
pub(super) fn series(model: &Model, seen: &Observations) -> Series {
    let rows = &seen.series;
    let mean = |sums: Vec<u64>| -> Vec<f64> {
        sums.into_iter()
            .map(|s| s as f64 / seen.trials.max(1) as f64)
            .collect()
    };
    let unlimited = |t: usize| matches!(model.types[t].backlog, Backlog::Unlimited);
    let types = 0..model.types.len();
    let all = |column: &dyn Fn(usize) -> Vec<u64>| {
        let add = |mut sums: Vec<u64>, t: usize| {
            sums.resize(sums.len().max(column(t).len()), 0);
            sums.iter_mut()
                .zip(column(t))
                .for_each(|(sum, more)| *sum += more);
            sums
        };
        mean(types.clone().fold(Vec::new(), add))
    };
    let arrived = mean(rows.arrived());
    Series {
        day: (0..arrived.len()).map(|d| d as f64).collect(),
        arrived,
        backlog: (!types.clone().any(unlimited)).then(|| all(&|t| rows.backlog(t))),
        ready: all(&|t| rows.ready(t)),
        done: mean(rows.done()),
        discarded: mean(rows.discarded()),
        aborted: model.delivers().then(|| mean(rows.aborted())),
        committed: model.delivers().then(|| mean(rows.committed())),
        stages: Named(
            model
                .stages
                .iter()
                .enumerate()
                .map(|(s, stage)| (stage.name.clone(), mean(rows.stage(s))))
                .collect(),
        ),
        types: Named(
            types
                .map(|t| {
                    let backlog = (!unlimited(t)).then(|| mean(rows.backlog(t)));
                    (
                        model.types[t].name.clone(),
                        TypeSeries {
                            backlog,
                            ready: mean(rows.ready(t)),
                        },
                    )
                })
                .collect(),
        ),
    }
}
