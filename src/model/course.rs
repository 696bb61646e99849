//! What becomes of an item on its way, on average: how often it enters each stage, how many parts it
//! falls into, how much of it reaches ready and is done. Nothing is simulated; expiry is left out.

use super::{Set, Stage, StageId, TypeId, Visit, WorkItemType};

/// So many rounds of rework are followed; the chance of more is beyond counting.
const ROUNDS: usize = 20_000;
/// Changes smaller than this end the search.
const TINY: f64 = 1e-13;

/// The course of one item that stands before the first stage of its route, its own parts of the same
/// type included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    /// The stages of its route with the number of times they are entered, in order.
    pub enters: Vec<(StageId, f64)>,
    /// How much of it reaches ready.
    pub ready: f64,
    /// How much of it is done.
    pub done: f64,
    /// How many items of each type start their own route as its parts.
    pub parts: Vec<f64>,
}

/// The course of an item of type `id`; of what reaches ready the share `committed` goes on.
pub(super) fn course(
    stages: &[Stage],
    types: &[WorkItemType],
    id: TypeId,
    committed: f64,
) -> Course {
    let (route, ready) = types
        .get(id)
        .map_or((Set::default(), 0), |kind| (kind.route, kind.ready));
    let visits: Vec<(StageId, &Visit)> = route
        .iter()
        .filter_map(|stage| Some((stage, stages.get(stage)?.visits.get(id)?)))
        .collect();
    let mut again = vec![0.0; stages.len()];
    let mut course = walk(&visits, &again, ready, committed, types.len());
    for _ in 0..ROUNDS {
        let next = reworked(&visits, &course, stages.len());
        let change = next
            .iter()
            .zip(&again)
            .map(|(a, b): (&f64, &f64)| (a - b).abs());
        if change.fold(0.0, f64::max) < TINY {
            break;
        }
        again = next;
        course = walk(&visits, &again, ready, committed, types.len());
    }
    course
}

/// How much comes back to each stage.
fn reworked(visits: &[(StageId, &Visit)], course: &Course, stages: usize) -> Vec<f64> {
    let mut again = vec![0.0; stages];
    for ((_, visit), (_, enters)) in visits.iter().zip(&course.enters) {
        let Some(rework) = visit.rework else { continue };
        if let Some(slot) = again.get_mut(rework.to) {
            *slot += enters * (1.0 - visit.discard) * rework.probability;
        }
    }
    again
}

/// One way along the route with what comes back to each stage given.
fn walk(
    visits: &[(StageId, &Visit)],
    again: &[f64],
    ready: StageId,
    committed: f64,
    types: usize,
) -> Course {
    let mut course = Course {
        enters: Vec::with_capacity(visits.len()),
        ready: 0.0,
        done: 0.0,
        parts: vec![0.0; types],
    };
    let mut left = 1.0;
    for &(stage, visit) in visits {
        let returned = again.get(stage).copied().unwrap_or(0.0);
        let enters = left * (1.0 - visit.skip) + returned;
        course.enters.push((stage, enters));
        let split = visit.split.as_ref().map_or(0.0, |split| {
            let falls = remains(visit) * split.probability;
            let parts = falls * split.into.mean();
            if let Some(slot) = split.kind.and_then(|kind| course.parts.get_mut(kind)) {
                *slot += enters * parts;
                falls
            } else {
                falls - parts
            }
        });
        let out = visit.discard + (1.0 - visit.discard - remains(visit)) + split;
        left = left + returned - enters * if lasting(visit) { visit.discard } else { out };
        if stage == ready {
            course.ready = enters;
            left *= committed;
        }
    }
    course.done = left;
    course
}

/// Neither rework nor split: what is not discarded goes on.
fn lasting(visit: &Visit) -> bool {
    visit.rework.is_none() && visit.split.is_none()
}

/// The share of a visit's work that is neither discarded nor done again.
fn remains(visit: &Visit) -> f64 {
    let again = visit.rework.map_or(0.0, |rework| rework.probability);
    (1.0 - visit.discard) * (1.0 - again)
}

/// How many items of each type there are in all, from those that come from outside: each generation's
/// offspring (`of[a][b]` of type b from one of type a) is added to it. `None` where it never ends.
pub(super) fn descendants(outside: &[f64], of: &[Vec<f64>]) -> Option<Vec<f64>> {
    let mut all = outside.to_vec();
    let mut generation = outside.to_vec();
    for _ in 0..ROUNDS {
        if generation.iter().all(|&n| n < TINY) {
            return Some(all);
        }
        let born = |to: usize| {
            let from = generation.iter().zip(of);
            from.map(|(n, of)| n * of.get(to).copied().unwrap_or(0.0))
                .sum()
        };
        generation = (0..all.len()).map(born).collect();
        all.iter_mut()
            .zip(&generation)
            .for_each(|(all, n)| *all += n);
        if generation.iter().any(|&n| n > ENDLESS) {
            return None;
        }
    }
    None
}

/// More items than any board can mean.
const ENDLESS: f64 = 1e12;
