//! What changes during the run.

use super::section;
use super::words::{date, list, wrap_under};
use crate::forecast::{Forecast, Turn};

pub fn render(forecast: &Forecast, width: usize) -> Option<String> {
    let changes = &forecast.course.changes;
    if changes.is_empty() {
        return None;
    }
    let line = |turn: &Turn| {
        let when = date(turn.day, turn.date.as_deref());
        let line = format!("• From {when} on: {}.", list(&turn.what));
        wrap_under(&line, width, "  ")
    };
    let lines: Vec<String> = changes.iter().map(line).collect();
    Some(section("Changes during the run", &lines.join("\n")))
}
