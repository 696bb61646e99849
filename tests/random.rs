//! Addresses and laws.

mod addresses;
mod laws;
mod pinned;
