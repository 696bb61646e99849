//! One trial of the board, event by event.
//!
//! Time is an integer; what happens at one instant happens in the order of model.md, section 5:
//! arrivals, ends and strikes of blockers, ends of work; pulls, downstream first; plannings; pulls; then people choose. The engine
//! decides and tells an [`Observer`] what happened; it measures nothing itself. Every waiting queue is
//! ordered by a key fixed on entry, and nothing is allocated per event once the memory is warm. Boards that
//! ask for the simplest rules only take a short way through all this (`plain`), which is the same way; boards on which
//! all items go through a row of stages, each with its own people, are played by a [`Tandem`], which comes to the same.

mod agenda;
mod allocation;
mod arrivals;
mod blockers;
mod board;
mod changes;
mod delivery;
mod each;
mod event;
mod expiry;
mod focus;
mod interrupt;
mod item;
mod limits;
mod meetings;
mod outcomes;
mod pace;
mod people;
mod plain;
mod planning;
mod pull;
mod push;
mod queue;
mod reorder;
mod returns;
mod ring;
mod shelf;
mod tandem;
mod today;
mod trial;
mod view;
mod wiring;

pub use board::Board;
pub use event::{Event, Observer};
pub use item::{Item, ItemId, Moment, Place, State};
pub use pull::Refusal;
pub use queue::Standing;
pub use tandem::{Course, Fate, Follower, Level, Life, OPEN, Planned, Stay, Tandem, Way};
pub use trial::{MOST_AT_ONCE, MOST_EVENTS, Overrun};
pub use wiring::Wiring;
