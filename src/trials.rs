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

pub use crate::engine::Overrun as Failure;
pub use film::{FILMED, film};

use crate::engine::Wiring;
use crate::model::Model;
use crate::observe::{Observations, TrialRow};
use crate::stats::Accumulator;
use chunk::{Chunk, Order, Worker};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

/// Trials in a chunk. Part of the result's definition: folding is exact for whole numbers but rounds for
/// means, so a change of this number may change last digits.
pub const CHUNK: u64 = 250;

/// Trials before the first look at the precision; every further look comes after twice as many.
pub const FIRST_LOOK: u64 = 1_000;

/// More threads than this are not started.
const MOST_THREADS: usize = 256;

/// How long the progress may stand still while trials are slow.
const BEAT: Duration = Duration::from_millis(100);

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
    let threads = threads(settings);
    let chunks = settings.trials.div_ceil(CHUNK);
    let (deal, dealt) = mpsc::channel::<Order>();
    let (hand_in, results) = mpsc::channel::<Chunk>();
    let dealt = Mutex::new(dealt);
    let halt = AtomicBool::new(false);
    let done = AtomicU64::new(0);
    let wiring = Wiring::new(model);
    let fold = Fold {
        model,
        done: &done,
        settings: *settings,
        control,
        chunks,
        ahead: 3 * threads as u64,
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(chunks as usize) {
            let hand_in = hand_in.clone();
            let (wiring, dealt, halt, done) = (&wiring, &dealt, &halt, &done);
            let stop = fold.control.stop;
            let wants_rows = fold.control.rows.is_some();
            scope.spawn(move || {
                let mut worker = Worker::new(model, wiring, settings, wants_rows);
                while let Some(order) = next(dealt) {
                    let chunk = worker.run(order, done, || {
                        stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed)
                    });
                    if hand_in.send(chunk).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        let outcome = fold.run(deal, &results);
        halt.store(true, Ordering::Relaxed);
        outcome
    })
}

/// How many threads to start.
fn threads(settings: &Settings) -> usize {
    match settings.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n.min(MOST_THREADS),
    }
}

/// The next chunk to run, waiting for it; `None` when there are no more.
fn next(dealt: &Mutex<mpsc::Receiver<Order>>) -> Option<Order> {
    dealt.lock().ok()?.recv().ok()
}

/// Deals chunks out and folds the results in order.
struct Fold<'m, 'c> {
    model: &'m Model,
    settings: Settings,
    control: Control<'c>,
    chunks: u64,
    /// Trials that have run, folded or not: for the progress only.
    done: &'m AtomicU64,
    /// How many chunks may be under way beyond the last one folded.
    ahead: u64,
}

impl Fold<'_, '_> {
    /// Folds until all is in, a trial fails or the run is stopped.
    fn run(
        mut self,
        deal: mpsc::Sender<Order>,
        results: &mpsc::Receiver<Chunk>,
    ) -> Result<Outcome, Failure> {
        let mut seen = Observations::new(self.model);
        let mut waiting = BTreeMap::new();
        let mut memories = Vec::new();
        let (mut folded, mut dealt) = (0, 0);
        let (mut interrupted, mut precise) = (false, false);
        while folded < self.chunks && !interrupted && !precise {
            while dealt < self.chunks.min(folded + self.ahead) {
                let (index, memory) = (dealt, memories.pop());
                if deal.send(Order { index, memory }).is_err() {
                    break;
                }
                dealt += 1;
            }
            match results.recv_timeout(BEAT) {
                Ok(chunk) => waiting.insert(chunk.index, chunk),
                Err(mpsc::RecvTimeoutError::Timeout) => None,
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            };
            (self.control.progress)(self.done.load(Ordering::Relaxed));
            while let Some(chunk) = waiting.remove(&folded) {
                interrupted = self.fold(&mut seen, &mut memories, chunk)?;
                folded += 1;
                precise = self.is_precise(&seen);
                if interrupted || precise {
                    break;
                }
            }
        }
        let settings = Settings {
            trials: seen.trials,
            ..self.settings
        };
        Ok(Outcome {
            observations: seen,
            settings,
            interrupted,
        })
    }

    /// Is it time to look, and is everything known as exactly as asked?
    fn is_precise(&self, seen: &Observations) -> bool {
        let looks =
            seen.trials.is_multiple_of(FIRST_LOOK) && (seen.trials / FIRST_LOOK).is_power_of_two();
        let exact = |asked| seen.widest().is_none_or(|widest| widest <= asked);
        looks && self.settings.precision.is_some_and(exact)
    }

    /// Folds one chunk and puts its memory by; returns whether it was cut short.
    fn fold(
        &mut self,
        seen: &mut Observations,
        memories: &mut Vec<Observations>,
        chunk: Chunk,
    ) -> Result<bool, Failure> {
        if let Some(failure) = chunk.failure {
            return Err(failure);
        }
        seen.merge(&chunk.seen);
        memories.push(chunk.seen);
        if let Some(sink) = &mut self.control.rows {
            chunk.rows.into_iter().for_each(sink);
        }
        Ok(chunk.cut_short)
    }
}
