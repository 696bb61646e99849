//! From what a scenario says to what it means, one rule a file; every problem at once.

use super::Model;
use super::allocation::{Before, allocation};
use super::context::Context;
use super::goals::goals;
use super::lanes::lanes;
use super::limits::{check_gaps, limits};
use super::names::{self, text};
use super::routes::check_unlimited;
use super::simulation::simulation;
use super::stages::board;
use super::tables::Files;
use super::teams::teams;
use super::timeline::Timeline;
use super::types::types;
use crate::diagnostic::{Diagnostic, Severity};
use crate::scenario::mirror::Scenario;
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
    let mut problems = names::too_many(scenario);
    if !problems.is_empty() {
        return Err(problems);
    }
    let time = Timeline::read(&scenario.calendar, &mut problems);
    let names = names::read(scenario, &mut problems);
    let files = Files {
        read: read_file,
        sources,
        known: BTreeMap::new(),
    };
    let mut cx = Context {
        problems,
        names,
        time,
        files,
    };
    let model = assemble(&mut cx, scenario);
    let mut problems = cx.problems;
    problems.sort_by_key(|problem| problem.span);
    let error = |problem: &mut Diagnostic| problem.severity == Severity::Error;
    let errors: Vec<Diagnostic> = problems.extract_if(.., error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Built {
        model,
        warnings: problems,
    })
}

/// One rule after the other, each with what those before it found.
fn assemble(cx: &mut Context, scenario: &Scenario) -> Model {
    let lanes = lanes(cx, scenario);
    let board = board(cx, scenario);
    let (types, sources) = types(cx, scenario, &board);
    let (limits, minimums) = limits(cx, scenario, &board, &lanes);
    check_gaps(cx, scenario, &types, &limits);
    check_unlimited(cx, scenario, &types, &board, &limits);
    let so_far = Before {
        board: &board,
        types: &types,
        lanes: &lanes,
        limits: &limits,
    };
    let allocation = allocation(cx, scenario, &so_far);
    let teams = teams(cx, scenario, allocation.as_ref());
    let goals = goals(cx, scenario);
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
        stages: board.stages,
        pools: board.pools,
        limits,
        minimums,
        lanes,
        allocation,
        teams,
        goals,
    }
}
