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
//! * [`source`] names texts and points into them; [`diagnostic`] is a problem as data.
//! * [`scenario`] is what the file says, [`model`] what it means.
//! * [`random`] gives every random number an address.
//! * [`forecast`] holds the answers as plain structs, [`report`] turns them into pages.

pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod forecast;
pub mod model;
pub mod observe;
pub mod random;
pub mod report;
pub mod scenario;
pub mod source;
pub mod stats;
pub mod trials;
