//! All integration tests, one binary.

mod bad;
mod cli;
mod house;
mod report;
mod scenario;
mod snapshot;
