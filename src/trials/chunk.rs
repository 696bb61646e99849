//! Consecutive trials of one board, run by one thread.

use super::Failure;
use crate::engine::{Board, Wiring};
use crate::model::Model;
use crate::observe::{Observations, Recorder};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of a chunk.
pub(super) struct Chunk {
    /// What its trials showed.
    pub seen: Observations,
    /// Was it stopped before its last trial?
    pub cut_short: bool,
    /// The trial that failed.
    pub failure: Option<Failure>,
}

/// A thread's own board and recorder; their memory serves all its trials.
pub(super) struct Worker<'m> {
    board: Board<'m>,
    recorder: Recorder<'m>,
}

impl<'m> Worker<'m> {
    /// A worker for the trials of a model.
    pub fn new(model: &'m Model, wiring: &'m Wiring<'m>) -> Self {
        let board = Board::new(model, wiring);
        Self {
            recorder: Recorder::new(&board),
            board,
        }
    }

    /// Runs a chunk, counting its trials and showing each to `watch` when it has ended, unless told to stop
    /// between two of them. What an earlier chunk has shown and nobody needs any more gives its `memory`.
    pub fn run(
        &mut self,
        seed: u64,
        trials: Range<u64>,
        memory: Option<Observations>,
        (done, stop): (&AtomicU64, &dyn Fn() -> bool),
        mut watch: impl FnMut(u64, &Recorder<'m>),
    ) -> Chunk {
        let (mut cut_short, mut failure) = (false, None);
        for trial in trials {
            if stop() {
                cut_short = true;
                break;
            }
            self.recorder.begin();
            if let Err(overrun) = self.board.run(seed, trial, &mut self.recorder) {
                failure = Some(overrun);
                break;
            }
            self.recorder.end(&self.board);
            done.fetch_add(1, Ordering::Relaxed);
            watch(trial, &self.recorder);
        }
        Chunk {
            seen: self.recorder.take(memory),
            cut_short,
            failure,
        }
    }
}
