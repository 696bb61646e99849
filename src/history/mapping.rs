//! What the words of an export mean: a small file the tool writes and the user adjusts.

mod keys;
mod propose;
mod read;
mod write;

pub use keys::MAPPING;
pub use read::read;
pub use write::{quoted, write};

pub(super) use propose::propose;

use super::form::Form;
use super::stamp::{Order, Zone};
use super::{Closing, Timestamp};
use crate::source::{At, SourceId};

/// A mapping, every name with its place in the file (the beginning, where the tool proposes it).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// `form`: recognised where it is not told.
    pub form: Option<At<Form>>,
    /// `[columns]`: known by their headings where they are not told.
    pub columns: Columns,
    /// `[dates]`: how dates are read.
    pub dates: Dates,
    /// `backlog`: statuses before the first stage.
    pub backlog: Vec<At<String>>,
    /// `[[stages]]` in board order.
    pub stages: Vec<StageMapping>,
    /// `[done]`: statuses that mean delivered, and which closing counts.
    pub done: Vec<At<String>>,
    /// `closing` of `[done]`.
    pub closing: Closing,
    /// `statuses` of `[discarded]`.
    pub discarded: Vec<At<String>>,
    /// `resolutions` of `[discarded]`: an item that is done with one of them is discarded.
    pub resolutions: Vec<At<String>>,
    /// `jumps` of `[discarded]`: an item that goes from the first place to done at once is discarded.
    pub jumps: bool,
    /// `blocked`: statuses in which work on an item stands still in the stage where it is.
    pub blocked: Vec<At<String>>,
    /// `ignored`: statuses that change nothing.
    pub ignored: Vec<At<String>>,
    /// `backfilled = "skipped"`: a stage left at the stamp it was entered was skipped.
    pub drop_backfilled: bool,
    /// `types = "last"`: an item has its last type from the beginning.
    pub last_type: bool,
    /// The file it stands in; `None` where the tool proposes it.
    pub source: Option<SourceId>,
}

/// The headings of the columns of a CSV file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// `id`: the item.
    pub id: Option<At<String>>,
    /// `title`.
    pub title: Option<At<String>>,
    /// `type`: the type of the work item.
    pub kind: Option<At<String>>,
    /// `class`: the class of service.
    pub class: Option<At<String>>,
    /// `created`: when the item was created.
    pub created: Option<At<String>>,
    /// `time`: when the change or activity happened.
    pub time: Option<At<String>>,
    /// `from`: the status before.
    pub from: Option<At<String>>,
    /// `to`: the status after, or the activity; several columns are read as one.
    pub to: Vec<At<String>>,
    /// `start`: when work on the item began.
    pub start: Option<At<String>>,
    /// `end`: when the item was done.
    pub end: Option<At<String>>,
    /// `resolution`.
    pub resolution: Option<At<String>>,
    /// `status`: the status at the end.
    pub status: Option<At<String>>,
    /// `blocked_days`: days blocked in all.
    pub blocked_days: Option<At<String>>,
}

/// How dates are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dates {
    /// `order`: is 5/6/2023 the fifth or the sixth of something? Proven by the data where it is not told.
    pub order: Option<Order>,
    /// `zone`: where days are cut.
    pub zone: Zone,
    /// `end`: the data end before this instant (00:00 of the day after the last one known); the latest stamp
    /// where it is not told.
    pub end: Option<At<Timestamp>>,
}

/// One stage and the statuses that mean it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageMapping {
    /// Its name in scenarios and results.
    pub name: At<String>,
    /// Is it the ready shelf?
    pub ready: bool,
    /// Its statuses.
    pub statuses: Vec<At<String>>,
}
