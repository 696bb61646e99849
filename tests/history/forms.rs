//! Every convention found in exports, each in a few lines of its own.

mod log;
mod tables;
pub mod trackers;
mod wide;
