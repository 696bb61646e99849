//! What happens on the board: the one closed list that every observer reads.

use super::board::Board;
use super::item::ItemId;
use crate::model::{BlockerId, StageId, Ticks};

/// Something that has just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An item is there on day 0, in its backlog or where the board of today has it. It does not count as
    /// arrived.
    Present {
        /// The item.
        item: ItemId,
    },
    /// An item has arrived: in its backlog, or (from an unlimited one) straight before its first pull.
    Arrived {
        /// The item.
        item: ItemId,
    },
    /// An item that arrived at this instant found its backlog full and is lost.
    Refused {
        /// The item.
        item: ItemId,
    },
    /// A stage has pulled an item. [`Board`] shows it in the new stage.
    Entered {
        /// The item.
        item: ItemId,
        /// The new stage.
        stage: StageId,
        /// Where it comes from; `None` from the backlog.
        from: Option<StageId>,
    },
    /// A stage below its minimum has taken an item unfinished from the stage before. [`Board`] shows it in the new
    /// stage, where what is left of its work is done first.
    Pushed {
        /// The item.
        item: ItemId,
        /// The new stage.
        stage: StageId,
        /// Where it comes from.
        from: StageId,
    },
    /// Work has begun.
    Started {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
    },
    /// A blocker has stopped the work on an item.
    Blocked {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
        /// What stops it.
        blocker: BlockerId,
    },
    /// The blocker of an item has ended: it is worked on if its person was kept, else waits for one.
    Unblocked {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
        /// What stopped it.
        blocker: BlockerId,
        /// When it did.
        since: Ticks,
    },
    /// Expedite work has interrupted the work on an item, which waits for a person again.
    Interrupted {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
    },
    /// Somebody has taken up work again that was stopped before it was done.
    Resumed {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
    },
    /// The work of the stage is done (in a buffer: on entry).
    Finished {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
    },
    /// A stage after ready has pulled an item out of its team's Sprint Backlog, where it waited since
    /// `since`. [`Board`] shows it in the new stage.
    TakenUp {
        /// The item.
        item: ItemId,
        /// The new stage.
        stage: StageId,
        /// When it was committed.
        since: Ticks,
    },
    /// The item has come to the end of its route: it is delivered.
    Done {
        /// The item.
        item: ItemId,
        /// The stage it leaves.
        stage: StageId,
    },
    /// A meeting lets a done item go: from now on it may be pulled on.
    Freed {
        /// The item.
        item: ItemId,
        /// The stage.
        stage: StageId,
    },
    /// The item was found not worth going on with when the work was done.
    Discarded {
        /// The item.
        item: ItemId,
        /// The stage it leaves.
        stage: StageId,
    },
    /// Work that has been done has to be done again: the item goes back to wait, in its stage (then its stay
    /// there goes on) or in an earlier one.
    Reworked {
        /// The item.
        item: ItemId,
        /// Where its work was done.
        stage: StageId,
        /// Where it waits now.
        to: StageId,
        /// Does it exceed a limit by that?
        breach: bool,
    },
    /// An item falls apart: it is gone, and its parts, told next, take its place.
    Split {
        /// The item.
        item: ItemId,
        /// Where its work was done.
        stage: StageId,
        /// How many parts.
        parts: u32,
    },
    /// A part of an item comes into being.
    Part {
        /// The part.
        item: ItemId,
        /// What it was a part of.
        of: ItemId,
        /// The stage in which it is done, as the whole was; `None` in the backlog of its type.
        stage: Option<StageId>,
        /// Does it exceed a limit by that?
        breach: bool,
    },
    /// A delivered item comes back as a new one, which has arrived in its backlog.
    Returned {
        /// The new item.
        item: ItemId,
        /// The delivered one.
        of: ItemId,
    },
    /// A policy has changed. [`Board`] shows the model as it is from now on.
    Changed {
        /// Index into the changes of the model.
        number: usize,
    },
    /// The item has waited too long and is dropped.
    Expired {
        /// The item.
        item: ItemId,
        /// The stage it leaves; `None` in its backlog.
        stage: Option<StageId>,
    },
    /// A team looks at the shelf, before it pulls.
    Planning {
        /// The team.
        team: usize,
        /// Its how-manieth planning, from 0.
        index: usize,
    },
    /// A planning has pulled an item from the shelf: it is committed. It waits in the team's Sprint Backlog
    /// from now on, or, if its route ends here, it is gone and done.
    Committed {
        /// The item.
        item: ItemId,
        /// The shelf.
        stage: StageId,
        /// The team.
        team: usize,
    },
}

/// Who watches a trial. Watching decides nothing.
pub trait Observer {
    /// Something has happened at `now`. For an item that leaves a stage, its stay there is still in
    /// the item ([`super::Item::stay`], booked up to `now`).
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>);

    /// Everything that happens at `now` has happened; `next` is the following instant, or the
    /// horizon.
    fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>);
}
