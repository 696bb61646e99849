//! What each item's days went into, entry by entry.

use crate::engine::ItemId;
use crate::model::Ticks;
use crate::observe::rows::Rows;

/// No entry.
const NONE: u32 = u32::MAX;

/// What a part of an item's days went into.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spent {
    /// Work in this stage.
    Worked(u32),
    /// Waiting, for the cause with this index of [`super::CauseKey`].
    Kept(u32),
}

/// A part of an item's days.
#[derive(Debug, Clone, Copy)]
struct Entry {
    spent: Spent,
    /// The item's entry before this one.
    before: u32,
    time: Ticks,
}

/// An item's last entry.
#[derive(Debug, Clone, Copy)]
struct Page(u32);

impl Default for Page {
    fn default() -> Self {
        Self(NONE)
    }
}

/// The entries of all items of a trial, chained item by item.
#[derive(Debug)]
pub(super) struct Diary {
    entries: Vec<Entry>,
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

    /// An item's next entry; no time needs no entry.
    #[inline]
    pub fn write(&mut self, item: ItemId, spent: Spent, time: Ticks) {
        if time == 0 {
            return;
        }
        let Page(last) = &mut self.pages[item];
        let before = std::mem::replace(last, self.entries.len() as u32);
        self.entries.push(Entry {
            spent,
            before,
            time,
        });
    }

    /// An item's entries, the last one first.
    #[inline]
    pub fn read(&self, item: ItemId) -> impl Iterator<Item = (Spent, Ticks)> {
        let Page(mut next) = self.pages[item];
        std::iter::from_fn(move || {
            let entry = self.entries.get(next as usize)?;
            next = entry.before;
            Some((entry.spent, entry.time))
        })
    }
}
