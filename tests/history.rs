//! Histories: exports of every form, read, accounted for, cut off at any day, and forecast from.

#![expect(
    clippy::panic,
    reason = "a history that cannot be read has failed the test"
)]

mod real;

use headwater::diagnostic::render;
use headwater::history::{History, Place, Reading, mapping, read};
use headwater::source::Sources;
use std::collections::BTreeMap;

/// What came of reading a text by a mapping (none where that is empty), or the rendered problems.
pub fn outcome(texts: &[&str], map: &str) -> Result<Reading, String> {
    let mut sources = Sources::default();
    let mapping = match map {
        "" => None,
        map => {
            let id = sources.add("mapping.toml", map);
            Some(mapping::read(&sources, id).map_err(|problems| render(&problems, &sources))?)
        }
    };
    let ids: Vec<_> = texts
        .iter()
        .map(|text| sources.add("export", *text))
        .collect();
    read(&sources, &ids, mapping.as_ref(), "export").map_err(|problems| render(&problems, &sources))
}

/// The reading of a text that can be read.
pub fn reading(text: &str, map: &str) -> Reading {
    outcome(&[text], map).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The rendered problems of a text that cannot be read.
pub fn problems(text: &str, map: &str) -> String {
    match outcome(&[text], map) {
        Ok(reading) => panic!("it was read: {:?}", reading.audit),
        Err(problems) => problems,
    }
}

/// How many items are where.
pub fn board(history: &History) -> BTreeMap<String, usize> {
    let mut board = BTreeMap::new();
    for place in history.items.iter().filter_map(|item| item.place()) {
        if !matches!(place, Place::Done | Place::Discarded) {
            *board
                .entry(history.place_name(place).to_owned())
                .or_default() += 1;
        }
    }
    board
}
