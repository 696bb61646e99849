//! Headwater: a Monte Carlo flow simulator for Upstream Kanban.
//!
//! A scenario takes one way through the house, and every room knows only what lies upstream:
//!
//! ```text
//! file text    spanned tree    meaning     one trial   what happened  many trials   answers     pages
//! source ────► scenario ─────► model ────► engine ───► observe ─────► trials ─────► forecast ─► report
//!                 │             │           ▲            ▲              ▲             ▲
//!                 └► diagnostic ◄┘        random       stats ───────────┴─────────────┘
//! ```
//!
//! * [`source`] names texts and points into them; [`diagnostic`] is a problem as data, rendered with the
//!   line it stands on.
//! * [`scenario`] is what the file says: one table of keys feeds the decoder, the paths of `--set`, the
//!   JSON Schema and the suggestions. [`model`] is what it means: validated, immutable, dense ids; building
//!   one reports every problem at once.
//! * [`random`] gives every random number an address, so that two variants of a scenario meet the same items.
//! * [`engine`] plays one trial, event by event, in whole ticks of 10⁻⁹ days; it decides and tells, and
//!   measures nothing.
//! * [`observe`] turns what happened into accumulators of [`stats`], one file a question; they merge and do
//!   not grow with the number of trials.
//! * [`trace`] tells one trial step by step, with names and dates, to whoever wants to follow it.
//! * [`trials`] runs chunks of trials in parallel and folds them in order: the same bytes for any number of
//!   threads.
//! * [`history`] reads what a tracker exports into one clean structure, forecasts from it directly, and
//!   learns a scenario from it; [`backtest`] asks whether such forecasts would have been right in the past.
//! * [`forecast`] holds the answers as plain structs, each number with its interval and its path;
//!   [`experiment`] plays several settings in the same trials and says what differs; [`report`] turns
//!   answers into pages.
//! * [`cli`] reads arguments and files, calls the rooms and is the only one that prints.

pub mod backtest;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod experiment;
pub mod forecast;
pub mod history;
pub mod model;
pub mod observe;
pub mod random;
pub mod report;
pub mod scenario;
pub mod source;
pub mod stats;
pub mod trace;
pub mod trials;
