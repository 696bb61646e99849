//! The integration tests, one binary: one module a subject.

mod bad;
mod cli;
mod consistency;
mod every_event;
mod experiment;
mod history;
mod house;
mod invariants;
mod model;
mod oracles;
mod pictures;
mod plain;
mod precision;
mod random;
mod random_models;
mod report;
mod rules;
mod scenario;
mod scenarios;
mod semantics;
mod snapshot;
mod stats;
mod support;
mod together;
mod trace;
mod whole;
