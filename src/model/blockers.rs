//! Blockers: what stops the work on an item for a while.

use super::context::Context;
use super::distributions::{Quantity, distribution, is_always_zero};
use super::names::{Kind, text};
use super::stages::Board;
use super::{Set, Work};
use crate::diagnostic::Diagnostic;
use crate::random::{Distribution, Key};
use crate::scenario::mirror::{self, Scenario};

/// Index into [`Model::blockers`](super::Model::blockers).
pub type BlockerId = usize;

/// At most so many blockers: a set of them fits one machine word.
const MOST: usize = 64;

/// A source of blockage (model.md, section 5, number 4). It stops an item's progress for its duration;
/// the item keeps its slot and is the first its stage takes up again when the blocker ends. It strikes
/// hands-on work only: a visit without [`Work::Service`] is never blocked.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocker {
    /// What holds the work up: its name in the file and in results.
    pub source: String,
    /// The name's address for randomness.
    pub key: Key,
    /// Where it strikes; every one of them has hands-on work for one of its types.
    pub stages: Set,
    /// Whom it strikes.
    pub types: Set,
    /// How often.
    pub strikes: Strikes,
    /// How long it lasts, in days, whatever the availability of people.
    pub duration: Distribution,
    /// Does the person wait too? Else it is free as soon as the blocker strikes.
    pub holds_person: bool,
}

/// How often a blocker strikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Strikes {
    /// With this probability once in a visit, at a point uniform over the visit's work.
    PerVisit(f64),
    /// At exponential intervals of work done: so often, on average, in a person-day of work on the
    /// item; not negative.
    PerDay(f64),
}

impl Blocker {
    /// May it strike an item of this type in this stage?
    pub fn concerns(&self, stage: usize, kind: usize) -> bool {
        self.stages.has(stage) && self.types.has(kind)
    }

    /// How often it strikes in a visit with so many person-days of work, on average.
    pub fn expected(&self, work: f64) -> f64 {
        match self.strikes {
            Strikes::PerVisit(probability) => probability,
            Strikes::PerDay(rate) => rate * work,
        }
    }
}

/// Reads all blockers.
pub(super) fn blockers(cx: &mut Context, scenario: &Scenario, board: &Board) -> Vec<Blocker> {
    if let Some(written) = scenario.blockers.get(MOST) {
        let message = format!(
            "there are {} blockers, and {MOST} are the most a board can have",
            scenario.blockers.len()
        );
        cx.error("too-many", message, written.span, "merge some of them");
    }
    let read = |written| blocker(cx, written, board);
    scenario.blockers.iter().filter_map(read).collect()
}

fn blocker(cx: &mut Context, written: &mirror::Blocker, board: &Board) -> Option<Blocker> {
    let source = text(written.source.as_ref());
    let all = Set::first(cx.names.types.len());
    let named = written
        .types
        .as_ref()
        .map(|list| Set::of(cx.find_all(Kind::Type, list)));
    // Where no name is known, what is said about the stages is judged by all types.
    let types = named.filter(|types| !types.is_empty()).unwrap_or(all);
    let stages = stages(cx, written, board, types);
    let strikes = strikes(cx, written);
    let law = written.duration.as_ref()?;
    let duration = distribution(cx, law, Quantity::Duration)?;
    if is_always_zero(&duration) {
        let message = format!("`{source}` lasts no time, so it stops nothing");
        cx.idle(message, law.span, "give it a `duration` above 0");
    }
    Some(Blocker {
        key: Key::name(&source),
        source,
        stages,
        types,
        strikes: strikes?,
        duration,
        holds_person: written.holds_person.is_some_and(|at| at.value),
    })
}

/// The stages it names, or all in which its types have hands-on work.
fn stages(cx: &mut Context, written: &mirror::Blocker, board: &Board, types: Set) -> Set {
    let worked = |id: usize| {
        let visits = board.stages.get(id).map(|stage| &stage.visits);
        visits.is_some_and(|visits| {
            let serves = |kind: usize| visits.get(kind).map(|visit| &visit.work);
            types
                .iter()
                .any(|kind| matches!(serves(kind), Some(Work::Service(_))))
        })
    };
    let Some(list) = &written.stages else {
        return Set::of((0..board.stages.len()).filter(|&id| worked(id)));
    };
    let ids = cx.find_all(Kind::Stage, list);
    for name in &list.value {
        if cx
            .names
            .id(Kind::Stage, &name.value)
            .is_some_and(|id| !worked(id))
        {
            let message = format!(
                "blockers stop hands-on work, and in `{}` there is none of it",
                name.value
            );
            let help = "name stages with `service` for one of its `types`";
            cx.report(Diagnostic::error("nothing-to-block", message, name.span).help(help));
        }
    }
    Set::of(ids)
}

fn strikes(cx: &mut Context, written: &mirror::Blocker) -> Option<Strikes> {
    match (written.probability, written.per_day) {
        (Some(at), None) => Some(Strikes::PerVisit(at.value)),
        (None, Some(at)) => Some(Strikes::PerDay(at.value)),
        (Some(_), Some(at)) => {
            let message =
                "a blocker strikes with a `probability` per visit or `per_day` of work, not both";
            cx.error("two-strikes", message, at.span, "keep one of the two");
            None
        }
        (None, None) => {
            let message = "this does not say how often the blocker strikes";
            let help = "give a `probability` per visit, or how often it strikes `per_day` of work";
            cx.error("missing", message, written.span, help);
            None
        }
    }
}
