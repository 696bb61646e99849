//! `trials.csv`: one row a trial, written while the run goes on, so that its length costs no memory.

use super::number;
use csv::{Error, Writer};
use std::io::Write;

/// Writes one row a trial: `trial`, `ready_<team>_<index>` for each planning, `reached_<goal>` (the day,
/// empty when beyond the horizon) for each goal.
pub struct Trials<W: Write> {
    table: Writer<W>,
}

impl<W: Write> Trials<W> {
    /// Starts the table; plannings (team and index) and goals in the order of the forecast.
    pub fn new(to: W, plannings: &[(String, usize)], goals: &[String]) -> Result<Self, Error> {
        let ready = plannings
            .iter()
            .map(|(team, index)| format!("ready_{team}_{index}"));
        Self::with_columns(to, ready, goals)
    }

    /// Starts a table with other counts than those of plannings.
    pub fn with_columns(
        to: W,
        counts: impl IntoIterator<Item = String>,
        goals: &[String],
    ) -> Result<Self, Error> {
        let mut table = Writer::from_writer(to);
        let reached = goals.iter().map(|goal| format!("reached_{goal}"));
        table.write_record(
            ["trial".to_owned()]
                .into_iter()
                .chain(counts)
                .chain(reached),
        )?;
        Ok(Self { table })
    }

    /// The next trial: how many were ready at each planning, the day each goal was reached.
    pub fn row(&mut self, trial: u64, ready: &[u32], reached: &[Option<f64>]) -> Result<(), Error> {
        let ready = ready.iter().map(u32::to_string);
        let reached = reached.iter().map(|day| number(*day));
        let cells = [trial.to_string()].into_iter().chain(ready).chain(reached);
        self.table.write_record(cells)
    }

    /// Ends the table and gives back what it was written to.
    pub fn finish(self) -> Result<W, Error> {
        self.table
            .into_inner()
            .map_err(|e| Error::from(e.into_error()))
    }
}
