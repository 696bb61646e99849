//! One trial step by step, written while it is played, so that its length costs no memory.

mod table;
mod text;

pub use table::{COLUMNS, Table};
pub use text::Text;

use crate::trace::Step;
use serde_json::ser::Serializer;
use std::io::{Result, Write};

/// A form in which a trial is written, step by step.
pub trait Pages {
    /// The next step.
    fn step(&mut self, step: &Step<'_>) -> Result<()>;

    /// Writes what is still held back.
    fn finish(&mut self) -> Result<()>;
}

/// JSON lines: one object a step, with the names of the table's columns; what does not exist is null.
pub struct Lines<W: Write>(W);

impl<W: Write> Lines<W> {
    /// Starts without a line.
    pub fn new(to: W) -> Self {
        Self(to)
    }
}

impl<W: Write> Pages for Lines<W> {
    fn step(&mut self, step: &Step<'_>) -> Result<()> {
        serde::Serialize::serialize(step, &mut Serializer::new(&mut self.0))?;
        self.0.write_all(b"\n")
    }

    fn finish(&mut self) -> Result<()> {
        self.0.flush()
    }
}
