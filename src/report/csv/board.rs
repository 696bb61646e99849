//! The board of a day as the `board.csv` that a scenario starts from.

use super::{Table, finish, with_header};
use crate::history::board::{Board, Card};

/// One row an open item. Dates are of the calendar; or, for a scenario without dates, ages in working days.
/// Nothing is said of the state of an item that is not blocked: the scenario decides by its people.
pub fn board(board: &Board, ages: bool) -> Table {
    let mut table = with_header(&[
        "id", "type", "stage", "entered", "created", "started", "state", "blocker",
    ])?;
    let as_of = board.as_of.parse().ok();
    for card in &board.items {
        let at = |iso: &str| {
            if ages {
                age(iso, as_of)
            } else {
                iso.to_owned()
            }
        };
        table.write_record(row(card, &at))?;
    }
    finish(table)
}

fn row(card: &Card, at: &dyn Fn(&str) -> String) -> [String; 8] {
    let known = |iso: &Option<String>| iso.as_deref().map_or_else(String::new, at);
    [
        card.id.clone(),
        card.kind.clone(),
        card.stage.clone(),
        at(&card.entered),
        known(&card.created),
        known(&card.started),
        card.state.unwrap_or_default().to_owned(),
        card.blocker.clone().unwrap_or_default(),
    ]
}

/// Working days from a date to the day of the board.
fn age(iso: &str, as_of: Option<jiff::civil::Date>) -> String {
    let days = iso.parse().ok().zip(as_of);
    days.map_or_else(String::new, |(from, to)| {
        crate::history::throughput::working_days_between(from, to).to_string()
    })
}
