//! The board of a day: where every open item stood, as far as it was known then.

use super::throughput::{day_of, start_of, working_days_between};
use super::{History, Item, Place};
use crate::stats::Counts;
use jiff::civil::Date;
use serde::Serialize;

/// The board at 00:00 of a day: nothing of that day or later is known to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the history.
    pub history: String,
    /// The day.
    pub as_of: String,
    /// The backlog and the stages in board order.
    pub places: Vec<Standing>,
    /// Every open item, by place, then the one that has been there longest first.
    pub items: Vec<Card>,
    /// What makes the board doubtful, in sentences.
    pub doubts: Vec<String>,
}

/// How many items stand in one place, and how long they have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// `backlog` or the name of a stage.
    pub name: String,
    /// How many items.
    pub items: usize,
    /// How many of them are blocked.
    pub blocked: usize,
    /// Half of them have been there for so many working days or less.
    pub days_p50: Option<u64>,
    /// The working days of the one that has been there longest.
    pub days_max: Option<u64>,
}

/// One open item. The names are the columns of `board.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its type at that time.
    #[serde(rename = "type")]
    pub kind: String,
    /// `backlog` or the name of its stage.
    pub stage: String,
    /// The day it came there.
    pub entered: String,
    /// The day it was created, where that is known.
    pub created: Option<String>,
    /// The day it was first pulled; `None` in the backlog.
    pub started: Option<String>,
    /// `blocked`, or `None` where the history cannot tell whether somebody works on it.
    pub state: Option<&'static str>,
    /// What blocks it.
    pub blocker: Option<String>,
    /// Working days (Monday to Friday) it has been there.
    pub days: u64,
    /// Its title.
    pub title: String,
}

/// The board at the beginning of a day; of the first day after the data where none is given.
///
/// # Errors
/// A day of which the data know nothing.
pub fn board(history: &History, as_of: Option<Date>) -> Result<Board, String> {
    let (first, last) = (day_of(history.from), history.first_unknown_day());
    let day = as_of.unwrap_or(last);
    if day <= first || day > last {
        return Err(format!(
            "error: nothing is known of the board of {day}: the data are of {first} to {}\nhelp: --as-of takes a day after \
            {first} and not after {last}; the board is that of the beginning of the day",
            last.yesterday().unwrap_or(last)
        ));
    }
    let known = history.as_of(start_of(day));
    let mut open: Vec<(Place, &Item)> = known.items.iter().filter_map(on_board).collect();
    open.sort_by_key(|(place, item)| (*place, item.there_since(), item.appeared()));
    let items: Vec<Card> = open
        .iter()
        .filter_map(|(place, item)| card(&known, *place, item, day))
        .collect();
    let stages = (0..known.stages.len()).map(Place::Stage);
    let places = std::iter::once(Place::Backlog).chain(stages);
    let places = places.map(|place| standing(known.place_name(place), &items));
    let backlog = |standing: &Standing| standing.name != "backlog" || standing.items > 0;
    Ok(Board {
        headwater: env!("CARGO_PKG_VERSION"),
        history: history.name.clone(),
        as_of: day.to_string(),
        places: places.filter(backlog).collect(),
        items,
        doubts: doubts(history),
    })
}

/// The place of an item that is open.
fn on_board(item: &Item) -> Option<(Place, &Item)> {
    let place = item.place().filter(|place| !place.is_end())?;
    (!item.discarded_undated).then_some((place, item))
}

fn card(known: &History, place: Place, item: &Item, day: Date) -> Option<Card> {
    let since = day_of(item.there_since()?);
    let iso = |at| day_of(at).to_string();
    let blocker = item.blocked.last().filter(|_| item.is_blocked());
    let days = working_days_between(since, day);
    Some(Card {
        id: item.id.clone(),
        kind: known.types.get(item.kind()).cloned().unwrap_or_default(),
        stage: known.place_name(place).to_owned(),
        entered: since.to_string(),
        created: item.created.map(iso),
        started: item.started().filter(|_| place != Place::Backlog).map(iso),
        state: blocker.map(|_| "blocked"),
        blocker: blocker
            .map(|span| span.source.clone())
            .filter(|source| !source.is_empty()),
        days: days as u64,
        title: item.title.clone(),
    })
}

fn standing(name: &str, items: &[Card]) -> Standing {
    let mut days = Counts::default();
    let here = items.iter().filter(|card| card.stage == name);
    here.clone().for_each(|card| days.push(card.days));
    Standing {
        name: name.to_owned(),
        items: here.clone().count(),
        blocked: here.filter(|card| card.state.is_some()).count(),
        days_p50: days.quantile(0.5),
        days_max: days.max(),
    }
}

fn doubts(history: &History) -> Vec<String> {
    let mut doubts = Vec::new();
    if history.selection.closed_only {
        doubts.push(
            "All items of the history are closed by its end: open ones seem to be left out, so the boards of its last \
            weeks show too little."
                .to_owned(),
        );
    }
    let undated = history
        .items
        .iter()
        .filter(|item| item.discarded_undated)
        .count();
    if undated > 0 {
        doubts.push(format!(
            "{undated} items were discarded nobody knows when, and are on no board of the past."
        ));
    }
    if history.items.iter().any(|item| item.type_is_final) && history.types.len() > 1 {
        doubts.push(
            "The data tell only the last type of each item, not the one it had on that day."
                .to_owned(),
        );
    }
    doubts
}
