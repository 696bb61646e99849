//! From what a scenario says to what it means, one rule a file; every problem at once.

use super::allocation::{Before, allocation};
use super::blockers::blockers;
use super::context::Context;
use super::goals::goals;
use super::lanes::lanes;
use super::limits::{check_gaps, limits};
use super::names::{self, text};
use super::routes::check_unlimited;
use super::shelves::sides;
use super::simulation::simulation;
use super::stages::board;
use super::tables::Files;
use super::teams::teams;
use super::timeline::Timeline;
use super::types::types;
use super::{Model, changes, returns, rework, split, today};
use crate::diagnostic::{Diagnostic, Severity};
use crate::scenario::mirror::{self, Scenario};
use crate::source::Sources;
use std::collections::BTreeMap;
use std::io;

/// A model, and what is legal but worth a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// What the scenario means.
    pub model: Model,
    /// Dates that moved, keys without effect, and the like; in the order of the file.
    pub warnings: Vec<Diagnostic>,
    /// What its variants mean, in the order of the file.
    pub variants: Vec<Variant>,
}

/// A variant of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it is called.
    pub name: String,
    /// What it sets: paths and values as they are written.
    pub edits: Vec<(String, String)>,
    /// What the scenario means with that set.
    pub model: Model,
    /// Warnings that the scenario itself has not; without those of keys that have lost their effect, since
    /// what a variant switches off may stay in the file.
    pub warnings: Vec<Diagnostic>,
}

/// Builds the model. Files named in the scenario are read through `read_file`, by the name written
/// there, and become sources that messages can point into.
///
/// # Errors
/// All of them at once, in the order of the file; warnings are for a scenario without errors.
pub fn build(
    scenario: &Scenario,
    read_file: &dyn Fn(&str) -> io::Result<String>,
    sources: &mut Sources,
) -> Result<Built, Vec<Diagnostic>> {
    let written = alone(scenario, read_file, sources);
    let heard = match &written {
        Ok(built) => &built.warnings,
        Err(problems) => problems,
    };
    let (mut variants, mut faults) = (Vec::new(), Vec::new());
    for variant in &scenario.variants {
        let fresh = |problem: &Diagnostic| !heard.iter().any(|old| says_the_same(old, problem));
        match alone(&variant.then, read_file, sources) {
            Ok(mut built) => {
                built.warnings.retain(|w| fresh(w) && w.code != "no-effect");
                variants.push(meant(variant, built));
            }
            Err(problems) => {
                let fresh = problems.into_iter().filter(fresh);
                faults.extend(fresh.map(|problem| blamed(problem, &variant.name)));
            }
        }
    }
    match written {
        Ok(built) if faults.is_empty() => Ok(Built { variants, ..built }),
        Ok(_) => Err(faults),
        Err(problems) => Err([problems, faults].concat()),
    }
}

/// Is it the same problem, perhaps in a file that was read again?
fn says_the_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == other.code && one.message == other.message
}

fn meant(variant: &mirror::Variant, built: Built) -> Variant {
    let edits = variant.edits.iter();
    Variant {
        name: variant.name.clone(),
        edits: edits.map(|e| (e.path.clone(), e.value.clone())).collect(),
        model: built.model,
        warnings: built.warnings,
    }
}

/// A problem that only a variant has.
fn blamed(problem: Diagnostic, variant: &str) -> Diagnostic {
    Diagnostic {
        message: format!("in the variant `{variant}`: {}", problem.message),
        ..problem
    }
}

/// Builds the model without its variants.
fn alone(
    scenario: &Scenario,
    read_file: &dyn Fn(&str) -> io::Result<String>,
    sources: &mut Sources,
) -> Result<Built, Vec<Diagnostic>> {
    let problems = names::too_many(scenario);
    if !problems.is_empty() {
        return Err(problems);
    }
    let files = Files {
        read: read_file,
        sources,
        known: BTreeMap::new(),
    };
    let states = changes::states(scenario);
    let mut states = states.iter();
    let first = states.next().unwrap_or(scenario);
    let (mut model, mut cx) = one(first, files);
    let times = changes::times(&mut cx, scenario);
    let (mut problems, mut files) = (cx.problems, cx.files);
    let mut later = Vec::new();
    for (state, at) in states.zip(times) {
        let (after, cx) = one(state, files);
        let fresh = cx.problems.into_iter().filter(is_error);
        let fresh: Vec<Diagnostic> = fresh.filter(|p| !problems.contains(p)).collect();
        problems.extend(fresh);
        files = cx.files;
        later.extend(at.map(|at| (at, after)));
    }
    changes::put(&mut model, later);
    problems.sort_by_key(|problem| problem.span);
    let errors: Vec<Diagnostic> = problems.extract_if(.., |p| is_error(p)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Built {
        model,
        warnings: problems,
        variants: Vec::new(),
    })
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}

/// The model of a scenario without its changes.
fn one<'a>(scenario: &Scenario, files: Files<'a>) -> (Model, Context<'a>) {
    let mut problems = Vec::new();
    let time = Timeline::read(&scenario.calendar, &mut problems);
    let names = names::read(scenario, &mut problems);
    let mut cx = Context {
        problems,
        names,
        time,
        files,
    };
    (assemble(&mut cx, scenario), cx)
}

/// One rule after the other, each with what those before it found.
fn assemble(cx: &mut Context, scenario: &Scenario) -> Model {
    let lanes = lanes(cx, scenario);
    let mut board = board(cx, scenario);
    let (types, sources) = types(cx, scenario, &board);
    sides(cx, scenario, &mut board, &types);
    rework::check(cx, scenario, &board, &types);
    split::check(cx, scenario, &board, &types);
    returns::check(cx, scenario, &board, &types);
    let (limits, minimums) = limits(cx, scenario, &board, &types, &lanes);
    check_gaps(cx, scenario, &types, &limits);
    check_unlimited(cx, scenario, &types, &board, &limits);
    let so_far = Before {
        board: &board,
        types: &types,
        lanes: &lanes,
        limits: &limits,
    };
    let allocation = allocation(cx, scenario, &so_far);
    let teams = teams(cx, scenario, &mut board, &types, allocation.as_ref());
    let blockers = blockers(cx, scenario, &board);
    let goals = goals(cx, scenario);
    let on = today::Now {
        board: &board,
        types: &types,
        blockers: &blockers,
    };
    let today = today::today(cx, scenario, &on);
    let simulation = simulation(cx, &scenario.simulation, &teams, &goals);
    Model {
        name: text(scenario.name.as_ref()),
        about: text(scenario.about.as_ref()),
        horizon: cx.time.horizon,
        warm_up: cx.time.warm_up,
        trials: simulation.trials,
        precision: simulation.precision,
        seed: simulation.seed,
        calendar: cx.time.calendar.clone(),
        types,
        sources,
        ready: board.ready,
        shelves: board.shelves,
        stages: board.stages,
        pools: board.pools,
        limits,
        minimums,
        lanes,
        allocation,
        teams,
        goals,
        blockers,
        today,
        changes: Vec::new(),
    }
}
