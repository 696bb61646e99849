//! A chunk of consecutive trials, run by one thread.

use super::{CHUNK, Failure, Settings};
use crate::engine::{Board, Wiring};
use crate::model::Model;
use crate::observe::{Observations, Recorder, TrialRow};
use std::sync::atomic::{AtomicU64, Ordering};

/// A chunk to be run.
pub(super) struct Order {
    /// Which chunk.
    pub index: u64,
    /// What an earlier chunk has shown and nobody needs any more: its memory serves again.
    pub memory: Option<Observations>,
}

/// What came of a chunk.
pub(super) struct Chunk {
    /// Which chunk.
    pub index: u64,
    /// What its trials showed.
    pub seen: Observations,
    /// One row a trial, where wanted.
    pub rows: Vec<TrialRow>,
    /// Was it stopped before its last trial?
    pub cut_short: bool,
    /// The trial that failed.
    pub failure: Option<Failure>,
}

/// A thread's own board and recorder; their memory serves all its trials.
pub(super) struct Worker<'m> {
    board: Board<'m>,
    recorder: Recorder<'m>,
    settings: Settings,
    wants_rows: bool,
}

impl<'m> Worker<'m> {
    /// A worker for a run.
    pub fn new(
        model: &'m Model,
        wiring: &'m Wiring<'m>,
        settings: &Settings,
        wants_rows: bool,
    ) -> Self {
        let board = Board::new(model, wiring);
        Self {
            recorder: Recorder::new(&board),
            board,
            settings: *settings,
            wants_rows,
        }
    }

    /// Runs a chunk, counting its trials, unless told to stop between two of them.
    pub fn run(&mut self, order: Order, done: &AtomicU64, stop: impl Fn() -> bool) -> Chunk {
        let Order { index, memory } = order;
        let trials = index * CHUNK..self.settings.trials.min((index + 1) * CHUNK);
        let mut rows = Vec::new();
        let (mut cut_short, mut failure) = (false, None);
        for trial in trials {
            if stop() {
                cut_short = true;
                break;
            }
            self.recorder.begin();
            if let Err(overrun) = self
                .board
                .run(self.settings.seed, trial, &mut self.recorder)
            {
                failure = Some(overrun);
                break;
            }
            self.recorder.end(&self.board);
            done.fetch_add(1, Ordering::Relaxed);
            if self.wants_rows {
                rows.push(self.recorder.row(trial));
            }
        }
        Chunk {
            index,
            seen: self.recorder.take(memory),
            rows,
            cut_short,
            failure,
        }
    }
}
