//! Experiments: several settings of a board in the same simulated futures, and what differs.
//!
//! A [`Setting`] is a scenario with some knobs turned. [`evaluate`] plays the same trials on the boards of all
//! settings, chunk by chunk, and follows chosen numbers of the result, each by its
//! [path](crate::forecast::paths): what a trial adds to a number is a row, and rows are folded in pairs with
//! those of the first setting, so that memory does not grow with the number of trials.
//!
//! * [`compare`]: is this policy better than that one, and how sure are we?
//! * [`sweep`]: what every setting of one or two knobs does.
//! * [`sensitivity`]: which inputs the forecast hangs on, and what one more of anything would bring.
//! * [`optimise`]: which setting is best, under bounds, with as few trials as possible?

pub mod compare;
mod difference;
mod evaluate;
mod measures;
pub mod optimise;
pub mod sensitivity;
pub mod sweep;
mod track;
mod verdict;

pub use difference::{Difference, Futures, Known};
pub use evaluate::{Evaluation, Failed, evaluate, evaluate_pairs};
pub use measures::Measures;
pub use verdict::{Outcome, Verdict};

use crate::model::Model;

/// A board with some knobs turned.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// What it is called.
    pub name: String,
    /// What was set: paths and values as they are written; nothing for a scenario as it stands.
    pub edits: Vec<(String, String)>,
    /// What it means.
    pub model: Model,
}

/// Which trials are played, and on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trials {
    /// How many each setting plays; at least 1.
    pub trials: u64,
    /// The seed, the same for all.
    pub seed: u64,
    /// Threads; 0 is as many as the machine has.
    pub threads: usize,
}
