//! Jobs dealt out to threads, their results taken in in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

/// More threads than this are not started.
const MOST_THREADS: usize = 256;

/// How long the progress may stand still while jobs are slow.
const BEAT: Duration = Duration::from_millis(100);

/// Who deals jobs out and takes their results in, all on one thread.
pub(super) trait Desk {
    /// What comes of it.
    type Result: Send;

    /// Takes in the result of the next job; are there to be more?
    fn take_in(&mut self, result: Self::Result) -> ControlFlow<()>;

    /// Some time has passed.
    fn beat(&mut self);
}

/// How many threads to start, if so many are asked for (0 is as many as the machine has).
pub(super) fn threads(asked: usize) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n.min(MOST_THREADS),
    }
}

/// Runs the jobs 0, 1, … below `jobs` on so many threads, each with a worker of its own, and hands their
/// results to the desk in order. `halt` becomes true when no more results are wanted.
pub(super) fn in_order<D: Desk, W>(
    jobs: u64,
    threads: usize,
    halt: &AtomicBool,
    desk: &mut D,
    worker: impl Fn() -> W + Sync,
) where
    W: FnMut(u64) -> D::Result,
{
    let (deal, dealt) = mpsc::channel();
    let (hand_in, results) = mpsc::channel::<(u64, D::Result)>();
    let dealt = Mutex::new(dealt);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(usize::try_from(jobs).unwrap_or(threads)) {
            let hand_in = hand_in.clone();
            let (dealt, worker) = (&dealt, &worker);
            scope.spawn(move || {
                let mut work = worker();
                while let Some(job) = next(dealt) {
                    if hand_in.send((job, work(job))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        take_in(jobs, ahead(threads), desk, deal, &results);
        halt.store(true, Ordering::Relaxed);
    });
}

/// How many jobs may be dealt out before their results are taken in. On one thread each waits for the one before, so
/// that nothing is done at the same time; on several nobody is to wait for whoever is slower.
fn ahead(threads: usize) -> u64 {
    match threads {
        1 => 1,
        several => 3 * several as u64,
    }
}

/// The next job, waiting for it; `None` when there are no more.
fn next(dealt: &Mutex<mpsc::Receiver<u64>>) -> Option<u64> {
    dealt.lock().ok()?.recv().ok()
}

/// Deals jobs out, at most so many `ahead` of the last result taken in, until all are in or enough is.
fn take_in<D: Desk>(
    jobs: u64,
    ahead: u64,
    desk: &mut D,
    deal: mpsc::Sender<u64>,
    results: &mpsc::Receiver<(u64, D::Result)>,
) {
    let mut waiting = BTreeMap::new();
    let (mut taken, mut dealt) = (0, 0);
    while taken < jobs {
        while dealt < jobs.min(taken + ahead) {
            if deal.send(dealt).is_err() {
                break;
            }
            dealt += 1;
        }
        match results.recv_timeout(BEAT) {
            Ok((job, result)) => waiting.insert(job, result),
            Err(mpsc::RecvTimeoutError::Timeout) => None,
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        };
        desk.beat();
        while let Some(result) = waiting.remove(&taken) {
            taken += 1;
            if desk.take_in(result).is_break() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// Takes results in, and looks whether anybody works meanwhile.
    struct Watching<'a> {
        working: &'a AtomicUsize,
        results: Vec<u64>,
        disturbed: bool,
    }

    impl Desk for Watching<'_> {
        type Result = u64;

        fn take_in(&mut self, result: u64) -> ControlFlow<()> {
            std::thread::sleep(Duration::from_millis(3));
            self.disturbed |= self.working.load(Ordering::SeqCst) > 0;
            self.results.push(result);
            ControlFlow::Continue(())
        }

        fn beat(&mut self) {}
    }

    /// What comes of ten jobs on so many threads; has anybody worked while results were taken in?
    fn watch(threads: usize) -> (Vec<u64>, bool) {
        let working = AtomicUsize::new(0);
        let mut desk = Watching {
            working: &working,
            results: Vec::new(),
            disturbed: false,
        };
        let work = |job: u64| {
            working.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(6));
            working.fetch_sub(1, Ordering::SeqCst);
            job
        };
        in_order(10, threads, &AtomicBool::new(false), &mut desk, || work);
        (desk.results, desk.disturbed)
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for threads in [1, 2, 7] {
            assert!(watch(threads).0.into_iter().eq(0..10));
        }
    }

    #[test]
    fn on_one_thread_nothing_is_done_at_the_same_time() {
        assert!(!watch(1).1);
    }
}
