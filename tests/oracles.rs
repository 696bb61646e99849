//! Boards with known answers: closed forms, exact Markov chains, recursions, and a few long
//! simulations by two independent programs.
//!
//! What a textbook calls *finished* is *reached ready* here: without a stage of kind `ready` a shelf
//! without limits is appended. An unlimited supply is `backlog = "unlimited"`, loss at a full stage is
//! `backlog_max = 0`, a person who stays with finished work is `hold = "person"`, first come first
//! served by entry into the stage is `order = "stage-fifo"`.
//!
//! The result has no counterpart of: the distribution of waiting times at given points, and of the
//! number of items in several stages together; the time average of the backlog (it is checked by
//! lead time less cycle time); waiting time by type (checked by the lead time); the distribution, of
//! single values, of counts at an instant (checked by goals, which are its tails).

mod case;
mod deterministic;
mod first_passage;
mod gates;
mod networks;
mod people;
mod plannings;
mod rates;
mod several_types;
mod single_stage;
mod tandem;
mod today;
mod transient;
