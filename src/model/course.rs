//! What becomes of an item on its way, on average: how often it enters each stage, how many parts it
//! falls into, how much of it reaches ready and is done. Nothing is simulated; expiry is left out.

use super::{Set, Stage, StageId, TypeId, Visit, WorkItemType};

/// The course of one item that stands before the first stage of its route, its own parts of the same
/// type included.
#[derive(Debug, Clone, Default, PartialEq)]
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

/// What plannings make of the items of a type that reach ready.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    /// The share that they pull.
    pub share: f64,
    /// Each team's part of what is pulled; where it says nothing, everything passes the stages of a team.
    pub by_team: Vec<f64>,
}

impl Planned {
    /// Everything is pulled, and passes the stages of all teams.
    pub const ALL: Self = Self {
        share: 1.0,
        by_team: Vec::new(),
    };

    /// The part of what is pulled that passes a stage.
    fn passes(&self, stage: Option<&Stage>) -> f64 {
        let team = stage.and_then(|stage| stage.team);
        let part = team.and_then(|team| self.by_team.get(team));
        part.copied().unwrap_or(1.0)
    }
}

/// The course of an item of type `id`, if plannings make this of what reaches ready. `None`
/// where rework and splits make more of it without end.
///
/// What comes back to a stage by rework depends linearly on what comes back to all of them, so that it
/// is found by solving one equation for each stage that work comes back to.
pub(super) fn course(
    stages: &[Stage],
    types: &[WorkItemType],
    id: TypeId,
    planned: &Planned,
) -> Option<Course> {
    let (route, ready) = types
        .get(id)
        .map_or((Set::default(), 0), |kind| (kind.route, kind.ready));
    let visits: Vec<(StageId, &Visit)> = route
        .iter()
        .filter_map(|stage| Some((stage, stages.get(stage)?.visits.get(id)?)))
        .collect();
    let passes = |stage: StageId| planned.passes(stages.get(stage));
    let walked = |again: &[f64]| {
        let committed = (ready, planned.share);
        walk(&visits, again, committed, &passes, types.len())
    };
    let none = vec![0.0; stages.len()];
    let reworks = visits.iter().filter_map(|(_, visit)| visit.rework);
    let targets: Vec<StageId> = Set::of(reworks.map(|rework| rework.to)).iter().collect();
    let returning = |again: &[f64]| -> Vec<f64> {
        let back = reworked(&visits, &walked(again), stages.len());
        let at = |&stage: &StageId| back.get(stage).copied().unwrap_or(0.0);
        targets.iter().map(at).collect()
    };
    let base = returning(&none);
    let one_more = |&target: &StageId| -> Vec<f64> {
        let mut again = none.clone();
        again.iter_mut().skip(target).take(1).for_each(|n| *n = 1.0);
        let more = returning(&again);
        more.iter()
            .zip(&base)
            .map(|(more, base)| more - base)
            .collect()
    };
    let of: Vec<Vec<f64>> = targets.iter().map(one_more).collect();
    let back = descendants(&base, &of)?;
    let mut again = none.clone();
    for (&target, n) in targets.iter().zip(back) {
        again
            .iter_mut()
            .skip(target)
            .take(1)
            .for_each(|slot| *slot = n);
    }
    Some(walked(&again))
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
    (ready, committed): (StageId, f64),
    passes: &impl Fn(StageId) -> f64,
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
        let enters = left * (1.0 - visit.skip) * passes(stage) + returned;
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

/// How many items of each type there are in all, from those that come from outside, where one of type
/// a brings forth `of[a][b]` of type b: x = outside + ofᵀ x. `None` where it never ends.
///
/// For a matrix without negative entries the solution has none exactly where generations die out
/// (A. Berman, R. Plemmons, Nonnegative Matrices in the Mathematical Sciences, 1979, chapter 6), as long
/// as everything comes from outside too.
pub(super) fn descendants(outside: &[f64], of: &[Vec<f64>]) -> Option<Vec<f64>> {
    let entry = |to: usize, from: usize| {
        let born = of.get(from).and_then(|of| of.get(to)).copied();
        f64::from(u8::from(to == from)) - born.unwrap_or(0.0)
    };
    let n = outside.len();
    let rows: Vec<Vec<f64>> = (0..n)
        .map(|to| {
            let row = (0..n).map(|from| entry(to, from));
            row.chain(outside.get(to).copied()).collect()
        })
        .collect();
    let found = solve(rows)?;
    found
        .iter()
        .all(|&x| (0.0..ENDLESS).contains(&x))
        .then_some(found)
}

/// More items than any board can mean.
const ENDLESS: f64 = 1e12;

/// Solves linear equations, the right side last in each row, by elimination with the largest pivots.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    let at = |row: &[f64], column: usize| row.get(column).copied().unwrap_or(0.0);
    for column in 0..n {
        let size = |row: &usize| rows.get(*row).map_or(0.0, |row| at(row, column).abs());
        let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b)).then(b.cmp(a)))?;
        rows.swap(column, pivot);
        let lead = rows.get(column)?.clone();
        if at(&lead, column).abs() < SINGULAR {
            return None;
        }
        for (_, row) in rows.iter_mut().enumerate().filter(|(id, _)| *id != column) {
            let factor = at(row, column) / at(&lead, column);
            if factor != 0.0 {
                row.iter_mut()
                    .zip(&lead)
                    .for_each(|(x, lead)| *x -= factor * lead);
            }
        }
    }
    let unknowns = rows.iter().enumerate();
    Some(unknowns.map(|(id, row)| at(row, n) / at(row, id)).collect())
}

/// Smaller pivots mean that there is no one solution.
const SINGULAR: f64 = 1e-12;
