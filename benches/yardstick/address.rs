//! The addresses of all random numbers of the yardstick, and nothing else.
//!
//! They follow the engine's convention, so that both simulate the same trials and can be compared
//! number by number. If the engine's convention changes, this is the only file to change.

use headwater::random::{Key, Purpose, Stream};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// The address of one trial of a run.
pub fn trial(seed: u64, trial: u64) -> Key {
    Key::seed(seed).with(trial)
}

/// The address of a type of items in a trial; `name` is the type's name as a key.
pub fn item_type(trial: Key, name: Key) -> Key {
    trial.with(name.0)
}

/// The address of a type's arrival process.
pub fn arrivals(item_type: Key) -> Key {
    item_type.purpose(Purpose::Arrival)
}

/// The `k`-th gap between two arrivals, as a multiple of its mean.
#[inline]
pub fn gap(arrivals: Key, k: u64) -> f64 {
    Exp1.sample(&mut arrivals.with(k).stream())
}

/// The address of the item that stands in the type's backlog on day 0 at place `index`.
pub fn standing(item_type: Key, index: u64) -> Key {
    item_type.with(1 << 62 | index)
}

/// The address of the item that arrives as number `index` of its type, the first being 0.
#[inline]
pub fn arriving(item_type: Key, index: u64) -> Key {
    item_type.with(index)
}

/// Who goes first among the items of day 0: the smallest.
pub fn tie(item: Key) -> u64 {
    item.purpose(Purpose::Tie).0
}

/// The last links of an item's draws in a stage, worked out once.
#[derive(Clone, Copy)]
pub struct Visit {
    work: u64,
    discard: u64,
}

/// The links of a stage by its name.
pub fn visit(stage: Key) -> Visit {
    Visit {
        work: stage.purpose(Purpose::Work).0,
        discard: stage.purpose(Purpose::Discard).0,
    }
}

/// The standard normal variate behind an item's work in a stage.
#[inline]
pub fn work(item: Key, visit: Visit) -> f64 {
    let mut stream: Stream = item.with(visit.work).stream();
    StandardNormal.sample(&mut stream)
}

/// The uniform variate that decides whether an item is discarded after a stage.
#[inline]
pub fn discard(item: Key, visit: Visit) -> f64 {
    item.with(visit.discard).uniform()
}
