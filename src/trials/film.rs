//! Some trials once more, looked at closely for pictures.

use super::{Failure, Settings, threads};
use crate::engine::{Board, Wiring};
use crate::model::Model;
use crate::observe::{Film, FilmSeen, OneFuture};
use crate::stats::Accumulator;

/// At most so many trials are filmed: enough for a band in a picture.
pub const FILMED: u64 = 1_000;

/// The first trials of a run once more, at most [`FILMED`] of them, and trial 0 item by item.
///
/// What a film keeps merges in any order, so the result does not depend on the number of threads.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn film(model: &Model, settings: &Settings) -> Result<(FilmSeen, OneFuture), Failure> {
    let trials = settings.trials.min(FILMED);
    let threads = threads(settings.threads).min(trials.max(1) as usize);
    let wiring = Wiring::new(model);
    let reels = std::thread::scope(|scope| {
        let share = |first: usize| (first as u64..trials).step_by(threads);
        let reels: Vec<_> = (0..threads)
            .map(|first| (share(first), &wiring))
            .map(|(share, wiring)| scope.spawn(move || reel(model, wiring, settings.seed, share)))
            .collect();
        let joined = reels.into_iter().filter_map(|reel| reel.join().ok());
        joined.collect::<Vec<_>>()
    });
    let mut reels = reels.into_iter();
    let (mut seen, one) = reels
        .next()
        .unwrap_or_else(|| Ok(Film::new(model).develop()))?;
    for reel in reels {
        seen.merge(&reel?.0);
    }
    Ok((seen, one))
}

/// The trials of one thread.
fn reel(
    model: &Model,
    wiring: &Wiring<'_>,
    seed: u64,
    trials: impl Iterator<Item = u64>,
) -> Result<(FilmSeen, OneFuture), Failure> {
    let mut board = Board::new(model, wiring);
    let mut film = Film::new(model);
    for trial in trials {
        film.begin(trial);
        board.run(seed, trial, &mut film)?;
        film.end(&board);
    }
    Ok(film.develop())
}
