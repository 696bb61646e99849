//! Many trials: the only room that runs in parallel.
//!
//! Trials are dealt out in chunks of fixed size and folded in order, so the result does not depend on the
//! number of threads. What counts is the longest unbroken prefix of trials: a run that is stopped gives
//! exactly what it would have given with that many trials.
//!
//! With a precision the run looks at its probabilities after 1,000 · 2ᵏ trials and stops when they are known
//! that well. Looks fall between chunks and see the unbroken prefix only, so they too depend on nothing but
//! the seed.

mod chunk;
mod film;
mod in_order;
mod jobs;
mod many;

pub use crate::engine::Overrun as Failure;
pub use film::{FILMED, film};
pub use jobs::{Done, each};
pub use many::{Played, Probe, SHARED_CHUNK, Shared, Steer, run_many};

use crate::engine::Wiring;
use crate::model::Model;
use crate::observe::{Notes, Observations, TrialRow};
use crate::stats::Accumulator;
use chunk::{Chunk, Worker};
use in_order::{Desk, in_order, threads};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Trials in a chunk. Part of the result's definition: folding is exact for whole numbers but rounds for
/// means, so a change of this number may change last digits.
pub const CHUNK: u64 = 250;

/// Trials before the first look at the precision; every further look comes after twice as many.
pub const FIRST_LOOK: u64 = 1_000;

/// How many trials, from which seed, on how many threads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Trials; at least 1. With a precision: the most.
    pub trials: u64,
    /// Stop as soon as the 95 % interval of every probability asked for is within so much of it.
    pub precision: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// Threads; 0 is as many as the machine has.
    pub threads: usize,
}

impl Settings {
    /// What the scenario says.
    pub fn of(model: &Model) -> Self {
        Self {
            trials: model.trials,
            precision: model.precision,
            seed: model.seed,
            threads: 0,
        }
    }
}

/// How the caller follows and steers a run.
pub struct Control<'a> {
    /// When it becomes true, the run ends with the trials done so far.
    pub stop: &'a AtomicBool,
    /// Told how many trials are done, now and then.
    pub progress: &'a mut dyn FnMut(u64),
    /// Given one row a trial, in order, where wanted.
    pub rows: Option<&'a mut dyn FnMut(TrialRow)>,
}

/// What some trials have shown.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was seen.
    pub observations: Observations,
    /// The settings, with the trials that count.
    pub settings: Settings,
    /// Was the run stopped before its end?
    pub interrupted: bool,
}

/// Runs the trials.
///
/// # Errors
/// When a trial exceeds the bounds on events; of several the first trial is named.
pub fn run(model: &Model, settings: &Settings, control: Control<'_>) -> Result<Outcome, Failure> {
    let (halt, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let wiring = Wiring::new(model);
    let (stop, wants_rows) = (control.stop, control.rows.is_some());
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let memories = Mutex::new(Vec::new());
    let worker = || {
        let mut worker = Worker::new(model, &wiring);
        let (done, stopped) = (&done, &stopped);
        let memory = || lock(&memories).pop();
        move |chunk: u64| {
            let trials = chunk * CHUNK..settings.trials.min((chunk + 1) * CHUNK);
            let mut rows = Vec::new();
            let watch = |trial, notes: &dyn Notes| {
                if wants_rows {
                    rows.push(notes.row(trial));
                }
            };
            let chunk = worker.run(settings.seed, trials, memory, (done, stopped), watch);
            (chunk, rows)
        }
    };
    let mut fold = Fold {
        settings: *settings,
        control,
        done: &done,
        seen: Observations::new(model),
        memories: &memories,
        interrupted: false,
        failure: None,
    };
    let chunks = settings.trials.div_ceil(CHUNK);
    in_order(chunks, threads(settings.threads), &halt, &mut fold, worker);
    fold.outcome()
}

/// What is empty stays so, whatever has become of a thread.
fn lock(memories: &Mutex<Vec<Observations>>) -> MutexGuard<'_, Vec<Observations>> {
    memories.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Folds chunks in order.
struct Fold<'a, 'c> {
    settings: Settings,
    control: Control<'c>,
    /// Trials that have run, folded or not: for the progress only.
    done: &'a AtomicU64,
    seen: Observations,
    /// Memory of chunks that have been folded: empty again, for the next ones.
    memories: &'a Mutex<Vec<Observations>>,
    interrupted: bool,
    failure: Option<Failure>,
}

impl Desk for Fold<'_, '_> {
    type Result = (Chunk, Vec<TrialRow>);

    fn take_in(&mut self, (mut chunk, rows): (Chunk, Vec<TrialRow>)) -> ControlFlow<()> {
        self.failure = chunk.failure;
        if self.failure.is_some() {
            return ControlFlow::Break(());
        }
        self.seen.absorb(&mut chunk.seen);
        lock(self.memories).push(chunk.seen);
        if let Some(sink) = &mut self.control.rows {
            rows.into_iter().for_each(sink);
        }
        self.interrupted = chunk.cut_short;
        match self.interrupted || self.is_precise() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn beat(&mut self) {
        (self.control.progress)(self.done.load(Ordering::Relaxed));
    }
}

impl Fold<'_, '_> {
    /// Is it time to look, and is everything known as exactly as asked?
    fn is_precise(&self) -> bool {
        let seen = &self.seen;
        let looks =
            seen.trials.is_multiple_of(FIRST_LOOK) && (seen.trials / FIRST_LOOK).is_power_of_two();
        let exact = |asked| seen.widest().is_none_or(|widest| widest <= asked);
        looks && self.settings.precision.is_some_and(exact)
    }

    /// What the trials that count have shown.
    fn outcome(self) -> Result<Outcome, Failure> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        Ok(Outcome {
            settings: Settings {
                trials: self.seen.trials,
                ..self.settings
            },
            observations: self.seen,
            interrupted: self.interrupted,
        })
    }
}
