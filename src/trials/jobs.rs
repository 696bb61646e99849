//! Jobs of any other kind, dealt out to threads in the same way.

use super::in_order::{Desk, in_order, threads};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What came of the jobs 0, 1, … in their order, and whether they were stopped before the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    /// The results of the first jobs, without a gap.
    pub results: Vec<T>,
    /// Was there more to do?
    pub interrupted: bool,
}

/// Does so many jobs on so many threads (0 is as many as the machine has). A job is given its number and a
/// question it asks now and then: is it to end at once, with `None`? The result does not depend on the number of
/// threads; stopped, it is that of the first jobs.
pub fn each<T: Send>(
    jobs: u64,
    threads_asked: usize,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64),
    work: impl Fn(u64, &dyn Fn() -> bool) -> Option<T> + Sync,
) -> Done<T> {
    let (halt, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let job = |number: u64| {
        let result = (!stopped()).then(|| work(number, &stopped)).flatten();
        done.fetch_add(1, Ordering::Relaxed);
        result
    };
    let mut pile = Pile {
        kept: Done {
            results: Vec::new(),
            interrupted: false,
        },
        done: &done,
        progress,
    };
    in_order(jobs, threads(threads_asked), &halt, &mut pile, || &job);
    pile.kept
}

/// Where results come together.
struct Pile<'a, T> {
    kept: Done<T>,
    done: &'a AtomicU64,
    progress: &'a mut dyn FnMut(u64),
}

impl<T: Send> Desk for Pile<'_, T> {
    type Result = Option<T>;

    fn take_in(&mut self, result: Option<T>) -> ControlFlow<()> {
        match result {
            Some(result) => {
                self.kept.results.push(result);
                ControlFlow::Continue(())
            }
            None => {
                self.kept.interrupted = true;
                ControlFlow::Break(())
            }
        }
    }

    fn beat(&mut self) {
        (self.progress)(self.done.load(Ordering::Relaxed));
    }
}
