//! All integration tests, one binary.

mod bad;
mod house;
mod report;
mod scenario;
mod snapshot;
