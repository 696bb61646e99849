//! What was read, what was used, and what was done with the rest: nothing is dropped silently.

use serde::Serialize;

/// The account of one reading.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Audit {
    /// The form that was recognised or told: `wide`, `transitions`, `events`, `start-end`, `jira`, `trello`
    /// or `trace`.
    pub form: &'static str,
    /// What is counted: `rows`, `issues` or `cards`.
    pub unit: &'static str,
    /// How many of them were read.
    pub read: usize,
    /// How many of them are in the history.
    pub used: usize,
    /// How many items the history has.
    pub items: usize,
    /// Where days are cut: `UTC`, an offset from it, or `as written`.
    pub zone: String,
    /// Do all stamps name a day and no time?
    pub days_only: bool,
    /// All that was left out, changed or noticed.
    pub notes: Vec<Note>,
}

/// What became of what is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It is not in the history.
    LeftOut,
    /// It is in the history otherwise than written.
    Changed,
    /// It is in the history as written; one should know.
    Noticed,
}

/// One thing to know, with all it is true of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// A short stable identifier such as `missing-dates`.
    pub code: &'static str,
    /// What became of it.
    pub effect: Effect,
    /// A sentence without a full stop, in the user's words.
    pub text: String,
    /// How many rows, moves or items it is true of.
    pub count: usize,
    /// The items it is true of, each once, in the order of the data.
    pub items: Vec<String>,
}

/// Notes in the making: each new thing of a kind joins those before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes(pub Vec<Note>);

impl Notes {
    /// Notes that something is true of an item.
    pub fn add(&mut self, code: &'static str, effect: Effect, text: &str, item: &str) {
        let note = self.entry(code, effect, text);
        note.count += 1;
        if !item.is_empty() && note.items.last().map(String::as_str) != Some(item) {
            note.items.push(item.to_owned());
        }
    }

    /// Notes that something is true of so many rows or moves of no particular item.
    pub fn count(&mut self, code: &'static str, effect: Effect, text: &str, count: usize) {
        if count > 0 {
            self.entry(code, effect, text).count += count;
        }
    }

    /// Takes in a note of another part of the data.
    pub fn join(&mut self, note: Note) {
        let own = self.entry(note.code, note.effect, &note.text);
        own.count += note.count;
        own.items.extend(note.items);
    }

    /// The note of this kind and wording.
    fn entry(&mut self, code: &'static str, effect: Effect, text: &str) -> &mut Note {
        let same = |note: &Note| note.code == code && note.text == text;
        let place = self.0.iter().position(same).unwrap_or(self.0.len());
        if place == self.0.len() {
            let (text, items) = (text.to_owned(), Vec::new());
            self.0.push(Note {
                code,
                effect,
                text,
                count: 0,
                items,
            });
        }
        &mut self.0[place]
    }

    /// All notes, what was left out first.
    pub fn sorted(mut self) -> Vec<Note> {
        for note in &mut self.0 {
            let mut seen = std::collections::BTreeSet::new();
            note.items.retain(|item| seen.insert(item.clone()));
        }
        self.0.sort_by_key(|note| note.effect);
        self.0
    }
}
