//! Consecutive trials of one board, run by one thread.

use super::Failure;
use crate::engine::{Board, Tandem, Wiring};
use crate::model::Model;
use crate::observe::{Notes, Observations, Reader, Recorder};
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

/// A thread's own board and who watches it; their memory serves all its trials.
pub(super) enum Worker<'m> {
    /// Any board.
    General(Box<(Board<'m>, Recorder<'m>)>),
    /// A tandem.
    Tandem(Box<(Tandem<'m>, Reader<'m>)>),
}

impl<'m> Worker<'m> {
    /// A worker for the trials of a model.
    pub fn new(model: &'m Model, wiring: &'m Wiring<'m>) -> Self {
        if let Some(tandem) = Tandem::new(model, wiring) {
            return Self::Tandem(Box::new((tandem, Reader::new(model))));
        }
        let board = Board::new(model, wiring);
        let recorder = Recorder::new(&board);
        Self::General(Box::new((board, recorder)))
    }

    /// Runs a chunk, counting its trials and showing what was seen of each to `watch` when it has ended, unless told
    /// to stop between two of them. What an earlier chunk has shown and nobody needs any more gives its `memory`, if there
    /// is any by the end of this one.
    pub fn run(
        &mut self,
        seed: u64,
        trials: Range<u64>,
        memory: impl FnOnce() -> Option<Observations>,
        (done, stop): (&AtomicU64, &dyn Fn() -> bool),
        mut watch: impl FnMut(u64, &dyn Notes),
    ) -> Chunk {
        let (mut cut_short, mut failure) = (false, None);
        for trial in trials {
            if stop() {
                cut_short = true;
                break;
            }
            if let Err(overrun) = self.play(seed, trial) {
                failure = Some(overrun);
                break;
            }
            done.fetch_add(1, Ordering::Relaxed);
            watch(trial, self.notes());
        }
        Chunk {
            seen: self.notes().take(memory()),
            cut_short,
            failure,
        }
    }

    /// Plays one trial and books it.
    fn play(&mut self, seed: u64, trial: u64) -> Result<(), Failure> {
        match self {
            Self::General(pair) => {
                let (board, recorder) = &mut **pair;
                recorder.begin();
                board.run(seed, trial, recorder)?;
                recorder.end(board);
            }
            Self::Tandem(pair) => {
                let (tandem, reader) = &mut **pair;
                reader.begin();
                tandem.run(seed, trial, reader)?;
                reader.end(tandem.course());
            }
        }
        Ok(())
    }

    /// What was seen.
    fn notes(&mut self) -> &mut dyn Notes {
        match self {
            Self::General(pair) => &mut pair.1,
            Self::Tandem(pair) => &mut pair.1,
        }
    }
}
