//! The mean board, day by day.

use super::{Named, Series, TypeSeries};
use crate::model::{Backlog, Model};
use crate::observe::Observations;

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
