//! What each item's days went into, stay by stay.

use crate::engine::ItemId;
use crate::model::Ticks;
use crate::observe::rows::Rows;

/// Above the number of any stage: how many parts an item fell into, told in place of the stage.
const FORK: u32 = 64;

/// No entry.
const NONE: u32 = u32::MAX;

/// A part of an item's days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// How long somebody worked on it in this stage.
    pub worked: Ticks,
    /// How much of people's time that took: less where they share their effort among several items, and in full
    /// days where the part of them that they give changes.
    pub effort: Ticks,
    pub stage: u32,
    /// How long something else kept it, by the index of its [`super::CauseKey`].
    pub cause: u32,
    pub kept: Ticks,
}

impl Entry {
    /// Into how many parts the item fell here, if it did.
    #[inline]
    pub fn parts(&self) -> Option<Ticks> {
        let parts = self.stage.checked_sub(FORK)?;
        Some(Ticks::from(parts.max(1)))
    }
}

/// An item's last entry.
#[derive(Debug, Clone, Copy)]
struct Page(u32);

impl Default for Page {
    fn default() -> Self {
        Self(NONE)
    }
}

/// The entries of all items of a trial, each with the item's entry before it.
#[derive(Debug)]
pub(super) struct Diary {
    entries: Vec<(Entry, Page)>,
    pages: Rows<Page>,
}

impl Diary {
    /// Nothing written.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            pages: Rows::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.entries.clear();
    }

    /// An item comes.
    #[inline]
    pub fn open(&mut self, item: ItemId) {
        self.pages.open(item);
    }

    /// An item falls into so many parts.
    pub fn fork(&mut self, item: ItemId, parts: u32) {
        let entry = Entry {
            worked: 0,
            effort: 0,
            stage: FORK.saturating_add(parts),
            cause: 0,
            kept: 0,
        };
        self.write(item, entry);
    }

    /// An item goes on where another one's entries end.
    pub fn go_on(&mut self, item: ItemId, from: ItemId) {
        self.pages[item] = self.pages[from];
    }

    /// An item's next entry.
    #[inline]
    pub fn write(&mut self, item: ItemId, entry: Entry) {
        let new = Page(self.entries.len() as u32);
        let before = std::mem::replace(&mut self.pages[item], new);
        self.entries.push((entry, before));
    }

    /// A time in which an item was only kept.
    #[inline]
    pub fn keep(&mut self, item: ItemId, cause: u32, kept: Ticks) {
        let entry = Entry {
            worked: 0,
            effort: 0,
            stage: 0,
            cause,
            kept,
        };
        self.write(item, entry);
    }

    /// An item's entries, the last one first.
    #[inline]
    pub fn read(&self, item: ItemId) -> impl Iterator<Item = &Entry> {
        let mut next = self.pages[item];
        std::iter::from_fn(move || {
            let (entry, before) = self.entries.get(next.0 as usize)?;
            next = *before;
            Some(entry)
        })
    }
}
