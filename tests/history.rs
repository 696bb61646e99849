//! Histories: exports of every form, read, accounted for, cut off at any day, and forecast from.

#![expect(
    clippy::panic,
    reason = "a history that cannot be read has failed the test"
)]

mod backtest;
mod commands;
mod fit;
mod forecast;
mod forms;
mod mangled;
mod mappings;
mod real;
mod traces;

use crate::cli::Desk;
use headwater::diagnostic::render;
use headwater::history::throughput::start_of;
use headwater::history::{History, Item, Place, Reading, Timestamp, mapping, read};
use headwater::source::Sources;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

/// What came of reading texts by a mapping (none where that is empty), or the rendered problems.
pub fn outcome(texts: &[&str], map: &str) -> Result<Reading, String> {
    let mut sources = Sources::default();
    let mapping = match map {
        "" => None,
        map => {
            let id = sources.add("mapping.toml", map);
            let told = mapping::read(&sources, id);
            Some(told.map_err(|problems| render(&problems, &sources))?)
        }
    };
    let ids: Vec<_> = texts
        .iter()
        .map(|text| sources.add("export", *text))
        .collect();
    let reading = read(&sources, &ids, mapping.as_ref(), "export");
    reading.map_err(|problems| render(&problems, &sources))
}

/// The reading of a text that can be read.
pub fn reading(text: &str, map: &str) -> Reading {
    outcome(&[text], map).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The history that a trial of a scenario tells.
fn simulated(text: &str) -> Result<History, Box<dyn Error>> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("model.toml"), text)?;
    let trace = desk.run("trace model.toml --format csv --quiet")?;
    assert_eq!(trace.code, Some(0), "{}", trace.err);
    Ok(reading(&trace.out, "").history)
}

/// The rendered problems of a text that cannot be read.
pub fn problems(text: &str, map: &str) -> String {
    match outcome(&[text], map) {
        Ok(reading) => panic!("it was read: {:?}", reading.audit),
        Err(problems) => problems,
    }
}

/// How many open items are where.
pub fn board(history: &History) -> BTreeMap<String, usize> {
    let mut board = BTreeMap::new();
    let known = history.items.iter().filter(|item| !item.discarded_undated);
    for place in known.filter_map(Item::place) {
        if !matches!(place, Place::Done | Place::Discarded) {
            *board
                .entry(history.place_name(place).to_owned())
                .or_default() += 1;
        }
    }
    board
}

/// 00:00 of a date.
pub fn at(date: &str) -> Timestamp {
    date.parse()
        .map_or_else(|_| panic!("{date} is no date"), start_of)
}

/// An item's moves as `day place`, with the time where it is not midnight.
pub fn path(reading: &Reading, id: &str) -> Vec<String> {
    let item = item(reading, id);
    let stamp = |at: &Timestamp| at.to_string().replace("T00:00:00Z", "").replace('Z', "");
    let place = |place: &Place| reading.history.place_name(*place).to_owned();
    item.moves
        .iter()
        .map(|(at, to)| format!("{} {}", stamp(at), place(to)))
        .collect()
}

/// The item with this id.
pub fn item<'r>(reading: &'r Reading, id: &str) -> &'r Item {
    let found = reading.history.items.iter().find(|item| item.id == id);
    found.unwrap_or_else(|| panic!("no item {id}"))
}

/// How many rows, moves or items a note is true of; 0 without it.
pub fn noted(reading: &Reading, code: &str) -> usize {
    let notes = reading.audit.notes.iter().filter(|note| note.code == code);
    notes.map(|note| note.count).sum()
}
