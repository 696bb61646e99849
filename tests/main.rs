//! The one test binary.

mod random;
mod stats;
