//! One trial told step by step: what the engine does, with names, days and dates in place of indexes.
//!
//! A [`Step`] is handed on as soon as it has happened; what is kept is a number for each item of the trial.

mod names;
mod teller;
mod words;

use crate::engine::Overrun;
use crate::model::Model;
use serde::Serialize;
use teller::Teller;

/// What happened in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Happening {
    /// An item is there on day 0.
    Present,
    /// An item arrives.
    Arrived,
    /// An item that has just arrived finds its backlog full and is lost.
    Refused,
    /// A stage pulls an item.
    Entered,
    /// A stage below its minimum takes an item that is not done in the one before.
    Pushed,
    /// Work on an item begins, or its time in the column.
    Started,
    /// A blocker stops the work on an item.
    Blocked,
    /// The blocker of an item ends.
    Unblocked,
    /// Work on an item goes on that was stopped before it was done.
    Resumed,
    /// Expedite work interrupts the work on an item, which waits again.
    Interrupted,
    /// An item is done in its stage.
    Finished,
    /// An item lies on the shelf, where plannings find it.
    Ready,
    /// An item that has just become done finds no room in its next stage.
    Held,
    /// An item that has just become done stays until its stage's next meeting.
    Gathered,
    /// A meeting lets an item go.
    Freed,
    /// An item has waited too long and is dropped.
    Expired,
    /// Work has to be done again: an item goes back to wait.
    Reworked,
    /// An item falls into parts.
    Split,
    /// A part of an item comes into being.
    Part,
    /// A delivered item comes back as a new one.
    Returned,
    /// An item is dropped before commitment.
    Discarded,
    /// A policy changes.
    Changed,
    /// An item is dropped after commitment.
    Aborted,
    /// An item has come to the end of its route.
    Done,
    /// A team looks at the shelf, before it pulls.
    Planning,
    /// A planning pulls an item.
    Committed,
    /// The horizon: the trial is over.
    End,
}

impl Happening {
    /// The word for it in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Arrived => "arrived",
            Self::Refused => "refused",
            Self::Entered => "entered",
            Self::Pushed => "pushed",
            Self::Started => "started",
            Self::Blocked => "blocked",
            Self::Unblocked => "unblocked",
            Self::Resumed => "resumed",
            Self::Interrupted => "interrupted",
            Self::Finished => "finished",
            Self::Ready => "ready",
            Self::Held => "held",
            Self::Gathered => "gathered",
            Self::Freed => "freed",
            Self::Reworked => "reworked",
            Self::Split => "split",
            Self::Part => "part",
            Self::Returned => "returned",
            Self::Discarded => "discarded",
            Self::Changed => "changed",
            Self::Aborted => "aborted",
            Self::Done => "done",
            Self::Expired => "expired",
            Self::Planning => "planning",
            Self::Committed => "committed",
            Self::End => "end",
        }
    }
}

/// One step of a trial. What does not exist is `None`. The fields are the columns of the tables.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step<'m> {
    /// Which step of the trial, from 1: the order in which things happened, at one instant too.
    pub step: u64,
    /// When, in working days since day 0, exact to 10⁻⁹.
    pub day: f64,
    /// The working day it falls on, where there is a calendar. Midnight belongs to the day that begins.
    pub date: Option<String>,
    /// The same with the part of the working day that has passed, as that part of 24 hours; whole seconds.
    pub time: Option<String>,
    /// What happened.
    pub event: Happening,
    /// The item: its type and its number among the items of that type, in the order in which they came.
    pub id: Option<String>,
    /// The item's type.
    #[serde(rename = "type")]
    pub kind: Option<&'m str>,
    /// Its class of service.
    pub class: Option<&'static str>,
    /// Where it happened: the stage, or `backlog`.
    pub stage: Option<&'m str>,
    /// Where an item comes from that moves: a stage, `backlog` or `committed` (the Sprint Backlog of its
    /// team); `None` for one that is new.
    pub from: Option<&'m str>,
    /// Where it moves to: a stage, `backlog`, `committed`, `done`, `discarded`, `expired`, `aborted`, `refused` or
    /// `split`; `None` if it stays.
    pub to: Option<&'m str>,
    /// What is the matter with it now: `waiting`, `working`, `blocked` or `done`; `None` once it is gone.
    pub state: Option<&'static str>,
    /// Who works on it.
    pub pool: Option<&'m str>,
    /// The stage in which there is no room for it.
    pub next: Option<&'m str>,
    /// The limit that keeps it out.
    pub limit: Option<&'m str>,
    /// The team that plans, or that has planned the item.
    pub team: Option<&'m str>,
    /// Its how-manieth planning, from 1.
    pub planning: Option<usize>,
    /// How many items the team finds on the shelf.
    pub ready: Option<u32>,
    /// How many in total would be enough.
    pub needed: Option<u32>,
    /// Items in the stage afterwards; in the backlog those of this type.
    pub in_stage: Option<u32>,
    /// The stage's own maximum.
    pub max: Option<u32>,
    /// Items afterwards in all stages left of ready.
    pub wip: u32,
    /// The day the item arrived, negative before day 0.
    pub arrived: Option<f64>,
    /// The day it is due.
    pub due: Option<f64>,
    /// What stops its work, or has stopped it: the source of the blocker.
    pub blocker: Option<&'m str>,
    /// Which of the changes during the run it is, from 1.
    pub change: Option<usize>,
    /// What changes, in words.
    pub what: Option<String>,
    /// What this item was a part of, or was delivered as before it came back.
    pub of: Option<String>,
    /// Into how many parts it falls.
    pub parts: Option<u32>,
}

/// Plays one trial of a run with this seed and hands on every step.
///
/// # Errors
/// When the trial exceeds the bounds on events; the steps up to there have been handed on.
pub fn tell<'m>(
    model: &'m Model,
    seed: u64,
    trial: u64,
    sink: &mut dyn FnMut(&Step<'m>),
) -> Result<(), Overrun> {
    Teller::new(model, sink).tell(seed, trial)
}
