//! Addresses and laws.

mod addresses;
mod beyond;
mod laws;
mod pinned;
