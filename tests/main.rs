//! All integration tests, one binary.

mod bad;
mod scenario;
