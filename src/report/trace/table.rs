//! A trial as an event log in CSV: one row a step, in the order in which things happened.
//!
//! The rows whose `to` is filled are the moves of the items: `id`, `time` (or `day`), `from`, `to` are a
//! transition log. `ready` is an item becoming ready, `discarded` one that is dropped, a `state` of
//! `blocked` one that is stopped. The row `end` says how far the log reaches, so that items
//! without an end are known to be open.

use super::Pages;
use crate::report::csv::number;
use crate::trace::Step;
use csv::Writer;
use std::io::{Error, Result, Write};

/// The columns: what they mean is said at the fields of [`Step`].
pub const COLUMNS: [&str; 29] = [
    "step", "day", "date", "time", "event", "id", "type", "class", "stage", "from", "to", "state",
    "pool", "next", "limit", "team", "planning", "ready", "needed", "in_stage", "max", "wip",
    "arrived", "due", "blocker", "change", "what", "of", "parts",
];

/// Writes the table.
pub struct Table<W: Write>(Writer<W>);

impl<W: Write> Table<W> {
    /// Starts the table with its header.
    pub fn new(to: W) -> Result<Self> {
        let mut table = Writer::from_writer(to);
        table.write_record(COLUMNS).map_err(fault)?;
        Ok(Self(table))
    }

    /// Ends the table and gives back what it was written to.
    pub fn into_inner(self) -> Result<W> {
        self.0.into_inner().map_err(|error| error.into_error())
    }
}

impl<W: Write> Pages for Table<W> {
    fn step(&mut self, step: &Step<'_>) -> Result<()> {
        self.0.write_record(cells(step)).map_err(fault)
    }

    fn finish(&mut self) -> Result<()> {
        self.0.flush()
    }
}

/// What went wrong, as it was told by what the table is written to.
fn fault(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => Error::other(format!("{other:?}")),
    }
}

/// The cells of a row.
fn cells(step: &Step<'_>) -> [String; COLUMNS.len()] {
    let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
    let count = |count: Option<u32>| count.map_or_else(String::new, |n| n.to_string());
    [
        step.step.to_string(),
        number(Some(step.day)),
        name(step.date.as_deref()),
        name(step.time.as_deref()),
        step.event.word().to_owned(),
        name(step.id.as_deref()),
        name(step.kind),
        name(step.class),
        name(step.stage),
        name(step.from),
        name(step.to),
        name(step.state),
        name(step.pool),
        name(step.next),
        name(step.limit),
        name(step.team),
        step.planning.map_or_else(String::new, |n| n.to_string()),
        count(step.ready),
        count(step.needed),
        count(step.in_stage),
        count(step.max),
        step.wip.to_string(),
        number(step.arrived),
        number(step.due),
        name(step.blocker),
        step.change.map_or_else(String::new, |n| n.to_string()),
        name(step.what.as_deref()),
        name(step.of.as_deref()),
        count(step.parts),
    ]
}
