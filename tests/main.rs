//! All integration tests, one binary.

mod house;
mod report;
mod snapshot;
