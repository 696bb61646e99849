//! Several boards in the same trials.

use super::Failure;
use super::chunk::{Chunk, Worker};
use super::in_order::{Desk, in_order, threads};
use crate::engine::Wiring;
use crate::model::Model;
use crate::observe::Observations;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Trials in a chunk of [`run_many`]: every board plays them before any goes on. Part of the result's
/// definition, since intervals of quantiles are made from sections of whole chunks.
pub const SHARED_CHUNK: u64 = 50;

/// What is kept of a board's trials, chunk by chunk.
pub trait Probe {
    /// What is kept of a chunk.
    type Kept: Send;

    /// A trial has ended; the observations are those of the chunk so far.
    fn trial(&mut self, seen: &Observations);

    /// The chunk has ended with these observations.
    fn end(self, seen: Observations) -> Self::Kept;
}

/// Which boards play which trials.
#[derive(Debug, Clone, Copy)]
pub struct Shared<'a> {
    /// The boards.
    pub models: &'a [&'a Model],
    /// The first trial: a multiple of [`SHARED_CHUNK`].
    pub from: u64,
    /// Where trials end; above `from`.
    pub trials: u64,
    /// The seed, the same for all.
    pub seed: u64,
    /// Threads; 0 is as many as the machine has.
    pub threads: usize,
}

/// How the caller follows and steers such a run.
pub struct Steer<'a> {
    /// When it becomes true, the run ends with the trials that all boards have played.
    pub stop: &'a AtomicBool,
    /// Told how many trials of all boards together are done, now and then.
    pub progress: &'a mut dyn FnMut(u64),
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// Trials that every board has played, with those before the first one.
    pub trials: u64,
    /// Was the run stopped before its end?
    pub interrupted: bool,
}

/// Plays the same trials on several boards. Of each chunk `fold` is given the trials and what the probe of
/// each board has kept, chunk after chunk, whatever the number of threads. A chunk that not all boards have
/// played to its end does not count.
///
/// # Errors
/// When a trial exceeds the bounds on events: which board's, and what happened.
pub fn run_many<P: Probe>(
    shared: &Shared<'_>,
    probe: impl Fn(usize) -> P + Sync,
    control: Steer<'_>,
    fold: &mut dyn FnMut(Range<u64>, Vec<P::Kept>),
) -> Result<Played, (usize, Failure)> {
    let wirings: Vec<Wiring<'_>> = shared.models.iter().map(|m| Wiring::new(m)).collect();
    let (halt, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let boards = shared.models.len() as u64;
    let stop = control.stop;
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let play = |job: u64| {
        let board = (job % boards) as usize;
        let (model, wiring) = (shared.models[board], &wirings[board]);
        let mut probe = probe(board);
        let trials = shared.chunk(job / boards);
        let Chunk {
            seen,
            cut_short,
            failure,
        } = Worker::new(model, wiring).run(
            shared.seed,
            trials,
            || None,
            (&done, &stopped),
            |_, notes| {
                probe.trial(notes.seen());
            },
        );
        match failure {
            Some(failure) => Err((board, failure)),
            None => Ok((!cut_short).then(|| probe.end(seen))),
        }
    };
    let mut table = Table {
        shared,
        control,
        fold,
        done: &done,
        kept: Vec::new(),
        played: Played {
            trials: shared.from,
            interrupted: false,
        },
        failure: None,
    };
    let jobs = boards * (shared.trials - shared.from).div_ceil(SHARED_CHUNK);
    in_order(jobs, threads(shared.threads), &halt, &mut table, || play);
    match table.failure {
        Some(failure) => Err(failure),
        None => Ok(table.played),
    }
}

impl Shared<'_> {
    /// The trials of a chunk.
    fn chunk(&self, chunk: u64) -> Range<u64> {
        let start = self.from + chunk * SHARED_CHUNK;
        start..self.trials.min(start + SHARED_CHUNK)
    }
}

/// Where the chunks of all boards come together.
struct Table<'a, 'c, K> {
    shared: &'a Shared<'a>,
    control: Steer<'c>,
    fold: &'a mut dyn FnMut(Range<u64>, Vec<K>),
    done: &'a AtomicU64,
    /// Of the chunk at hand, what the first boards have kept.
    kept: Vec<K>,
    played: Played,
    failure: Option<(usize, Failure)>,
}

impl<K: Send> Desk for Table<'_, '_, K> {
    type Result = Result<Option<K>, (usize, Failure)>;

    fn take_in(&mut self, result: Self::Result) -> ControlFlow<()> {
        match result {
            Err(failure) => {
                self.failure = Some(failure);
                return ControlFlow::Break(());
            }
            Ok(None) => {
                self.played.interrupted = true;
                return ControlFlow::Break(());
            }
            Ok(Some(kept)) => self.kept.push(kept),
        }
        if self.kept.len() == self.shared.models.len() {
            let before = self.played.trials - self.shared.from;
            let trials = self.shared.chunk(before / SHARED_CHUNK);
            self.played.trials = trials.end;
            (self.fold)(trials, std::mem::take(&mut self.kept));
        }
        ControlFlow::Continue(())
    }

    fn beat(&mut self) {
        (self.control.progress)(self.done.load(Ordering::Relaxed));
    }
}
