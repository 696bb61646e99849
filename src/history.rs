//! What a team's tracker remembers, made into one clean structure on which fits, boards, backtests and the
//! simple forecast are built.
//!
//! A [`History`] is a list of items, each with its *moves*: at this instant it came to this place. All else
//! (visits, times, outcomes, the board of a day) is derived from the moves, so that cutting them off at an
//! instant ([`History::as_of`]) gives exactly what could have been known then.
//!
//! Instants are UTC or, where days are cut elsewhere, shifted so that their UTC date is the local one (the
//! zone of the mapping). Data that have only dates stand at 00:00 ([`History::days_only`]).

mod audit;
pub mod board;
mod build;
mod columns;
mod cut;
mod doubts;
pub mod fit;
mod form;
mod forms;
mod item;
mod log;
pub mod mapping;
mod meaning;
mod place;
mod reading;
pub mod resample;
mod selection;
mod sheet;
pub mod stamp;
pub mod throughput;

pub use audit::{Audit, Effect, Note};
pub use form::Form;
pub use item::{Blocked, Item, Visit};
pub use jiff::Timestamp;
pub use place::Place;
pub use reading::{Reading, read};

/// The history of a board.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// What it is called in results: the name of the file without its ending.
    pub name: String,
    /// The stages in board order; [`Place::Stage`] and [`Visit::stage`] are indexes into them. Neither the
    /// backlog nor done is among them.
    pub stages: Vec<Stage>,
    /// The types of work items, in order of their first arrival; [`Item::kind`] is an index into them. Where
    /// the data tell no types there is one, called `item`.
    pub types: Vec<String>,
    /// The classes of service; [`Item::class`] is an index into them. Empty where the data tell none.
    pub classes: Vec<String>,
    /// The items, by creation (or first move), then by id. No two have the same id.
    pub items: Vec<Item>,
    /// The instant of the first thing that happened.
    pub from: Timestamp,
    /// The end of the data: nothing is known of what happens at or after it, so that an item open then is
    /// censored there.
    pub until: Timestamp,
    /// Do all stamps name a day and no time? Then a stay of 0 is anything below a day, and several moves on
    /// one day stand in board order.
    pub days_only: bool,
    /// Which entry into done or discarded ends an item that was reopened.
    pub closing: Closing,
    /// How the items were chosen, as far as it can be seen.
    pub selection: Selection,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name in scenarios and results.
    pub name: String,
    /// Is it the shelf of options that are ready for Sprint Planning?
    pub ready: bool,
    /// The statuses (lists, activities, date columns) of the data that mean it.
    pub statuses: Vec<String>,
}

/// Which of several closings ends an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Closing {
    /// The first: what follows is another matter.
    #[default]
    First,
    /// The last, if the item is still closed after it; one that stays reopened is open.
    Last,
}

/// What can be seen of how the items were chosen. Each is a bias that a fit has to allow for or say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// No item is open: the export asked for finished items only, and what takes long is missing from its
    /// last weeks.
    pub closed_only: bool,
    /// Do items tell when they were created? Without it arrivals and lead times are unknown.
    pub arrivals_known: bool,
    /// The last arrival, where so long a time without any follows it that one must suspect the export to
    /// leave newer items out.
    pub arrivals_end: Option<Timestamp>,
    /// The first time an item was closed, where so many had been there for so long before it that one must suspect the
    /// export to leave out what was closed earlier.
    pub closings_begin: Option<Timestamp>,
    /// Stages whose dates are filled with that of the next one where an item skipped them: a share of their
    /// visits that is large and has length 0. Indexes into [`History::stages`].
    pub backfilled: Vec<usize>,
    /// Days on which a large part of all moves between two places happened at once.
    pub bulk_days: Vec<BulkDay>,
}

/// A day on which more than a tenth of all moves of one kind were made: a clean-up, no continuous service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkDay {
    /// 00:00 of the day.
    pub day: Timestamp,
    /// Where the items came from.
    pub from: Place,
    /// Where they went.
    pub to: Place,
    /// How many moved on that day.
    pub moves: usize,
    /// How many ever made this move.
    pub of: usize,
}

impl History {
    /// The stage that is the ready shelf; `None` where the mapping names none.
    pub fn ready(&self) -> Option<usize> {
        self.stages.iter().position(|stage| stage.ready)
    }

    /// The name of a place, as in `board.csv`: a stage, `backlog`, `done` or `discarded`.
    pub fn place_name(&self, place: Place) -> &str {
        match place {
            Place::Backlog => "backlog",
            Place::Stage(stage) => self.stages.get(stage).map_or("", |s| &s.name),
            Place::Done => "done",
            Place::Discarded => "discarded",
        }
    }
}
