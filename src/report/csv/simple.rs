//! The simple forecast and the account of a reading as CSV tables.

use super::{
    Table, finish, goal_header, goal_row, mean, number, numbers, p5, p15, p50, p85, p95,
    with_header,
};
use crate::history::Audit;
use crate::history::resample::Simple;
use crate::report::text::audit::effect;

/// Name and content of every file of `--out DIR` that comes from the simple forecast.
pub fn tables(simple: &Simple) -> Result<Vec<(&'static str, String)>, csv::Error> {
    Ok(vec![
        ("by.csv", by(simple)?),
        ("goals.csv", goals(simple)?),
        ("throughput.csv", throughput(simple)?),
    ])
}

/// How many by each day.
pub fn by(simple: &Simple) -> Table {
    let mut table = with_header(&["date", "day", "mean", "p5", "p15", "p50", "p85", "p95"])?;
    for by in &simple.by {
        let mut row = vec![by.date.clone(), by.day.to_string()];
        row.extend(numbers(Some(&by.items), &[mean, p5, p15, p50, p85, p95]));
        table.write_record(row)?;
    }
    finish(table)
}

/// When so many: the same columns as the goals of a run.
pub fn goals(simple: &Simple) -> Table {
    let mut table = goal_header()?;
    for goal in &simple.goals {
        table.write_record(goal_row(goal))?;
    }
    finish(table)
}

/// The sampled weeks, oldest first.
pub fn throughput(simple: &Simple) -> Table {
    let mut table = with_header(&["week", "items"])?;
    for (week, items) in simple.sample.counts.iter().enumerate() {
        table.write_record([(week + 1).to_string(), items.to_string()])?;
    }
    finish(table)
}

/// One row for every item a note is true of, one for a note without items.
pub fn audit(audit: &Audit) -> Table {
    let mut table = with_header(&["effect", "code", "what", "number", "item"])?;
    for note in &audit.notes {
        let count = number(Some(note.count as f64));
        let row = |item: &str| {
            [effect(note.effect), note.code, &note.text, &count, item].map(str::to_owned)
        };
        for item in &note.items {
            table.write_record(row(item))?;
        }
        if note.items.is_empty() {
            table.write_record(row(""))?;
        }
    }
    finish(table)
}
