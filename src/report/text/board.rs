//! The board of a day, read from left to right.

use super::table::Sheet;
use super::words::{NOTHING, date, thousands};
use super::{body, paragraph, section};
use crate::history::board::{Board, Card, Standing};

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(board: &Board, width: usize) -> String {
    let day = date(0.0, Some(&board.as_of));
    let title = format!("{}\nThe board at the beginning of {day}\n", board.history);
    let doubts = board
        .doubts
        .iter()
        .map(|doubt| paragraph(&format!("Careful: {doubt}"), width));
    let parts = [paragraph(&count(board), width), places(board, width)]
        .into_iter()
        .chain(doubts);
    [
        title,
        section("What is open", &body(parts)),
        section("What next", &next(board, width)),
    ]
    .join("\n")
}

fn count(board: &Board) -> String {
    let backlog = board
        .places
        .iter()
        .filter(|place| place.name == "backlog")
        .map(|place| place.items)
        .sum::<usize>();
    let all = board.items.len();
    let items = |n: usize| {
        format!(
            "{} {}",
            thousands(n as u64),
            if n == 1 { "item" } else { "items" }
        )
    };
    match backlog {
        0 => format!("{} on the board.", items(all)),
        _ => format!(
            "{} on the board, {} in the backlog.",
            items(all - backlog),
            thousands(backlog as u64)
        ),
    }
}

fn places(board: &Board, width: usize) -> String {
    let mut sheet = Sheet::new(
        1,
        [
            "place",
            "items",
            "blocked",
            "days there:\nhalf up to",
            "\nlongest",
            "who that is",
        ],
    );
    for place in &board.places {
        sheet.row(row(board, place));
    }
    sheet.without_empty_columns().render(width)
}

fn row(board: &Board, place: &Standing) -> [String; 6] {
    let days = |days: Option<u64>| days.map_or_else(|| NOTHING.to_owned(), thousands);
    let oldest: Option<&Card> = board.items.iter().find(|card| card.stage == place.name);
    let blocked = if place.blocked == 0 {
        NOTHING.to_owned()
    } else {
        place.blocked.to_string()
    };
    [
        place.name.clone(),
        thousands(place.items as u64),
        blocked,
        days(place.days_p50),
        days(place.days_max),
        oldest.map_or_else(|| NOTHING.to_owned(), |card| card.id.clone()),
    ]
}

fn next(board: &Board, width: usize) -> String {
    let text = format!(
        "--format csv prints this board as a scenario reads it, --out FOLDER writes it as board.csv. Let the scenario \
        start on that day and name the file: `[calendar] start = {}` and `[board] file = \"board.csv\"`. Its stages and \
        types must have these names.",
        board.as_of
    );
    paragraph(&text, width)
}
