//! The integration tests, one binary: one module a subject.

mod bad;
mod consistency;
mod every_event;
mod invariants;
mod model;
mod oracles;
mod random_models;
mod scenario;
mod scenarios;
mod support;
mod together;
