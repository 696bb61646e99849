//! What each item's days went into, stay by stay.

use crate::engine::ItemId;
use crate::model::{StageId, Ticks};
use crate::observe::rows::Rows;

/// Above the number of any stage: where an item fell into parts, as many as the effort tells.
const FORK: StageId = 64;

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
    /// How long something else kept it.
    pub kept: Ticks,
    /// What and where that was.
    pub label: Label,
}

/// A cause, by the index of its [`super::CauseKey`], and a stage, in one number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label(u32);

/// Bits of the stage, [`FORK`] included.
const STAGE: u32 = 7;

impl Label {
    /// Of both.
    #[inline]
    pub fn new(cause: u32, stage: StageId) -> Self {
        Self(cause << STAGE | stage as u32)
    }

    /// The cause.
    #[inline]
    pub fn cause(self) -> usize {
        (self.0 >> STAGE) as usize
    }

    /// The stage.
    #[inline]
    pub fn stage(self) -> StageId {
        (self.0 & ((1 << STAGE) - 1)) as StageId
    }
}

impl Entry {
    /// Into how many parts the item fell here, if it did.
    #[inline]
    pub fn parts(&self) -> Option<Ticks> {
        (self.label.stage() == FORK).then_some(self.effort.max(1))
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
            effort: Ticks::from(parts),
            kept: 0,
            label: Label::new(0, FORK),
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
            kept,
            label: Label::new(cause, 0),
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
