//! `trials.csv`, written while the run goes on.

use crate::cli::Stop;
use crate::cli::output::Folder;
use crate::model::{Model, days};
use crate::observe::{TrialRow, output_order};
use crate::report::csv::Trials;
use csv::Error;
use std::io::BufWriter;
use tempfile::NamedTempFile;

const NAME: &str = "trials.csv";

/// The table and the first thing that went wrong while writing it.
pub struct TrialsTable {
    table: Trials<BufWriter<NamedTempFile>>,
    fault: Option<Error>,
}

impl TrialsTable {
    /// Starts the table under a temporary name.
    pub fn begin(folder: &Folder, model: &Model) -> Result<Self, Stop> {
        let goals: Vec<String> = model.goals.iter().map(|goal| goal.name.clone()).collect();
        let file = BufWriter::new(folder.begin()?);
        let table = Trials::new(file, &plannings(model), &goals).map_err(cannot)?;
        Ok(Self { table, fault: None })
    }

    /// Writes the next trial; after a fault nothing more.
    pub fn row(&mut self, row: &TrialRow) {
        if self.fault.is_none() {
            let reached: Vec<Option<f64>> = row.reached.iter().map(|at| at.map(days)).collect();
            self.fault = self.table.row(row.trial, &row.ready, &reached).err();
        }
    }

    /// Gives the finished table its name.
    pub fn end(self, folder: &Folder) -> Result<(), Stop> {
        if let Some(fault) = self.fault {
            return Err(cannot(fault));
        }
        let file = self.table.finish().map_err(cannot)?;
        let file = file
            .into_inner()
            .map_err(|error| cannot(error.into_error().into()))?;
        folder.end(file, NAME)
    }
}

/// Team and index of every planning, in the order of the forecast.
fn plannings(model: &Model) -> Vec<(String, usize)> {
    let named = |(_, team, index): (_, usize, usize)| {
        let team = model.teams.get(team);
        team.map(|team| (team.name.clone(), index + 1))
    };
    output_order(model).into_iter().filter_map(named).collect()
}

fn cannot(error: Error) -> Stop {
    Stop::Failed(format!("error: cannot write {NAME}: {error}"))
}
