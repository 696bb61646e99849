//! Flow through the whole: what arrives, what becomes ready, what is lost, and how long it takes.

mod lives;
mod seen;
mod tally;

pub use seen::{FlowSeen, GroupSeen, TypeSeen};

use super::groups::Groups;
use super::rows::Rows;
use crate::engine::{Board, Item, ItemId, Place};
use crate::model::{Model, Set, Ticks, TypeId, Work};
use tally::{Tally, close};

/// The flow during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    middle: Ticks,
    tallies: Vec<Tally>,
    groups: Groups,
    /// Types whose time worked is not known: their route to ready passes a column without people.
    unknown_work: Set,
    /// Items in progress, and where in that list each is.
    in_progress: Vec<ItemId>,
    places: Rows<u32>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let elapsed = |t: &usize| {
            let law = &model.types[*t];
            law.route
                .before(law.ready)
                .iter()
                .any(|s| matches!(model.stages[s].visits[*t].work, Work::Elapsed(_)))
        };
        Self {
            warm_up: model.warm_up,
            middle: model.horizon / 2,
            tallies: vec![Tally::default(); model.types.len()],
            groups: Groups::new(model),
            unknown_work: Set::of((0..model.types.len()).filter(elapsed)),
            in_progress: Vec::new(),
            places: Rows::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.tallies.fill(Tally::default());
        self.in_progress.clear();
    }

    /// Items that a stage has pulled and that have not reached ready.
    pub fn in_progress(&self) -> &[ItemId] {
        &self.in_progress
    }

    /// An item is there on day 0.
    pub fn present(&mut self, id: ItemId, item: &Item, model: &Model, seen: &mut FlowSeen) {
        self.places.open(id);
        let ready = model.types[item.type_id()].ready;
        if item.stage().is_some_and(|stage| stage < ready) {
            self.progress(0, id, item);
        }
        if self.warm_up == 0 {
            push_entries(item, 0, model, &mut seen.types[item.type_id()]);
        }
    }

    /// An item arrives.
    #[inline]
    pub fn arrive(&mut self, now: Ticks, id: ItemId, kind: TypeId) {
        self.places.open(id);
        self.tallies[kind].arrived += u64::from(now >= self.warm_up);
    }

    /// A delivered item comes back.
    pub fn come_back(&mut self, now: Ticks, id: ItemId, kind: TypeId) {
        self.tallies[kind].returned += u64::from(now >= self.warm_up);
        self.arrive(now, id, kind);
    }

    /// An item in progress falls apart: its parts are watched in its place.
    pub fn fall_apart(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        committed: bool,
        seen: &mut FlowSeen,
    ) {
        if !committed {
            self.stop(now, id, item);
        }
        if now < self.warm_up {
            return;
        }
        self.tallies[item.type_id()].split -= 1;
        let seen = &mut seen.types[item.type_id()];
        let (lead, cycle) = match committed {
            true => (&mut seen.lead_done, &mut seen.cycle_done),
            false => (&mut seen.lead, &mut seen.cycle),
        };
        lead.withdraw_entry(since(item.arrived, self.warm_up));
        cycle.withdraw_entry(since(item.pulled, self.warm_up));
    }

    /// A part of such an item comes into being. Its ages are those of the whole.
    pub fn come_apart(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        model: &Model,
        seen: &mut FlowSeen,
    ) {
        self.places.open(id);
        if item.stage().is_some() && !has_been_ready(item, model) {
            self.progress(now, id, item);
        }
        if now >= self.warm_up {
            self.tallies[item.type_id()].split += 1;
            push_entries(item, self.warm_up, model, &mut seen.types[item.type_id()]);
        }
    }

    /// An item that has arrived is refused.
    pub fn refuse(&mut self, now: Ticks, kind: TypeId) {
        self.tallies[kind].refused += u64::from(now >= self.warm_up);
    }

    /// A stage has pulled an item out of the backlog.
    #[inline]
    pub fn start(&mut self, now: Ticks, id: ItemId, item: &Item) {
        self.tallies[item.type_id()].pulled += u64::from(now >= self.warm_up);
        self.progress(now, id, item);
    }

    /// An item is in progress from now on.
    #[inline]
    fn progress(&mut self, now: Ticks, id: ItemId, item: &Item) {
        let tally = &mut self.tallies[item.type_id()];
        tally.in_progress = tally.in_progress.wrapping_sub(since(item.pulled, now));
        self.places[id] = self.in_progress.len() as u32;
        self.in_progress.push(id);
    }

    /// An item in progress is so no longer: it is ready or gone.
    #[inline]
    fn stop(&mut self, now: Ticks, id: ItemId, item: &Item) {
        let tally = &mut self.tallies[item.type_id()];
        tally.in_progress = tally.in_progress.wrapping_add(since(item.pulled, now));
        let place = self.places[id] as usize;
        self.in_progress.swap_remove(place);
        if let Some(&moved) = self.in_progress.get(place) {
            self.places[moved] = place as u32;
        }
    }

    /// An item has reached ready; `conclude` adds up its days, given its lead time, and says how long it has
    /// been worked on.
    pub fn reach(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        conclude: impl FnOnce(Ticks) -> Ticks,
        seen: &mut FlowSeen,
    ) {
        self.stop(now, id, item);
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.ready += 1;
        tally.sums[0] += lead;
        tally.sums[1] += cycle;
        tally.seen_cycle += since(item.pulled.max(0), now);
        tally.worked += conclude(lead);
        if item.due != i64::MAX {
            tally.dated += 1;
            tally.on_time += u64::from(now as i64 <= item.due);
        }
        let seen = &mut seen.types[item.type_id()];
        seen.lead.push_event(lead);
        seen.cycle.push_event(cycle);
    }

    /// An item is discarded after so much of people's time.
    pub fn lose(&mut self, now: Ticks, id: ItemId, item: &Item, spent: Ticks, seen: &mut FlowSeen) {
        self.stop(now, id, item);
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.discarded += 1;
        tally.effort_discarded += spent;
        let seen = &mut seen.types[item.type_id()];
        seen.lead.push_competing(lead);
        seen.cycle.push_competing(cycle);
    }

    /// An item of a type is committed.
    #[inline]
    pub fn commit(&mut self, now: Ticks, kind: TypeId) {
        self.tallies[kind].committed += u64::from(now >= self.warm_up);
    }

    /// An item is discarded after so much of people's time because it has waited too long.
    pub fn expire(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        spent: Ticks,
        seen: &mut FlowSeen,
    ) {
        self.tallies[item.type_id()].expired += u64::from(now >= self.warm_up);
        self.lose(now, id, item, spent, seen);
    }

    /// An item is discarded after so much of people's time because it has waited too long in its backlog, where only
    /// parts have been pulled and worked on before.
    pub fn expire_in_backlog(
        &mut self,
        now: Ticks,
        item: &Item,
        spent: Ticks,
        seen: &mut FlowSeen,
    ) {
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        tally.discarded += 1;
        tally.expired += 1;
        tally.effort_discarded += spent;
        let seen = &mut seen.types[item.type_id()];
        seen.lead.push_competing(since(item.arrived, now));
        if item.has_been_pulled() {
            seen.cycle.push_competing(since(item.pulled, now));
        }
    }

    /// A ready item is discarded because it has waited too long for a planning.
    pub fn spoil(&mut self, now: Ticks, item: &Item, spent: Ticks, seen: &mut FlowSeen) {
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        tally.discarded += 1;
        tally.expired += 1;
        tally.effort_discarded += spent;
        let seen = &mut seen.types[item.type_id()];
        seen.lead_done.push_competing(since(item.arrived, now));
        seen.cycle_done.push_competing(since(item.pulled, now));
    }

    /// An item leaves after commitment without being done, after so much of people's time.
    pub fn abort(&mut self, now: Ticks, item: &Item, spent: Ticks, seen: &mut FlowSeen) {
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        tally.aborted += 1;
        tally.effort_aborted += spent;
        let seen = &mut seen.types[item.type_id()];
        seen.lead_done.push_competing(since(item.arrived, now));
        seen.cycle_done.push_competing(since(item.pulled, now));
    }

    /// An item is done.
    pub fn deliver(&mut self, now: Ticks, item: &Item, seen: &mut FlowSeen) {
        if now < self.warm_up {
            return;
        }
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.done += 1;
        tally.sums[2] += lead;
        tally.sums[3] += cycle;
        let seen = &mut seen.types[item.type_id()];
        seen.lead_done.push_event(lead);
        seen.cycle_done.push_event(cycle);
    }

    /// The statistics begin.
    pub fn warm(&mut self, board: &Board<'_>, seen: &mut FlowSeen) {
        for item in present(board) {
            let seen = &mut seen.types[item.type_id()];
            push_entries(item, self.warm_up, board.model, seen);
        }
        for tally in &mut self.tallies {
            tally.before = tally.in_progress;
        }
        for &id in &self.in_progress {
            let item = board.item(id);
            let age = since(item.pulled, self.warm_up);
            let before = &mut self.tallies[item.type_id()].before;
            *before = before.wrapping_add(age);
        }
    }

    /// Half of the horizon is over.
    pub fn halve(&mut self, board: &Board<'_>) {
        self.count_before_ready(board);
        for tally in &mut self.tallies {
            tally.at_middle = tally.before_ready;
        }
    }

    /// How many items of each type are in the backlog or in progress?
    fn count_before_ready(&mut self, board: &Board<'_>) {
        for (kind, tally) in self.tallies.iter_mut().enumerate() {
            tally.before_ready = i64::from(board.in_backlog(kind));
        }
        for &id in &self.in_progress {
            self.tallies[board.item(id).type_id()].before_ready += 1;
        }
    }

    /// The trial is over, and an item is still there: it is open, and late if it should be ready by now.
    pub fn stay(&mut self, item: &Item, model: &Model, seen: &mut FlowSeen) {
        let overdue = item.due <= model.horizon as i64 && !has_been_ready(item, model);
        self.tallies[item.type_id()].dated += u64::from(overdue);
        push_open(item, model.horizon, model, &mut seen.types[item.type_id()]);
    }

    /// The trial is booked.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut FlowSeen) {
        let horizon = board.model.horizon;
        self.count_before_ready(board);
        for &id in &self.in_progress {
            let item = board.item(id);
            let age = since(item.pulled, horizon);
            seen.types[item.type_id()].age.push(age);
            self.tallies[item.type_id()].linger(age);
        }
        self.close(board.model, seen);
    }

    /// Adds one trial's values, once everything in it is counted.
    fn close(&self, model: &Model, seen: &mut FlowSeen) {
        let sum = |set: Set| {
            set.iter()
                .fold(Tally::default(), |sum, t| sum.add(&self.tallies[t]))
        };
        let all = sum(Set::first(self.tallies.len()));
        for (&set, seen) in self.groups.sets().iter().zip(&mut seen.groups) {
            let known = set.and(self.unknown_work).is_empty();
            close(&sum(set), &all, known, model, seen);
        }
        let allocation = model.allocation.iter().flat_map(|a| &a.owners);
        for (owner, seen) in allocation.zip(&mut seen.owners) {
            seen.push(sum(owner.types).pulled as f64, all.pulled as f64);
        }
    }
}

/// How long ago, in ticks.
#[inline]
fn since(start: i64, now: Ticks) -> Ticks {
    match start <= now as i64 {
        true => now.wrapping_sub(start as Ticks),
        false => 0,
    }
}

/// Everybody in a backlog, in a stage or in a Sprint Backlog.
fn present<'b>(board: &'b Board<'_>) -> impl Iterator<Item = &'b Item> {
    board.items().iter().filter(|item| is_there(item))
}

/// Is it in a backlog, in a stage or in a Sprint Backlog?
#[inline]
pub(super) fn is_there(item: &Item) -> bool {
    !matches!(item.place, Place::Unborn | Place::Gone)
}

/// Does an item that is present lie on its shelf, or has it gone on from there?
fn has_been_ready(item: &Item, model: &Model) -> bool {
    match item.stage() {
        Some(stage) => stage >= model.types[item.type_id()].ready,
        None => item.place == Place::Committed,
    }
}

/// An item that is present when the statistics begin enters the estimates at the ages it then has.
fn push_entries(item: &Item, at: Ticks, model: &Model, seen: &mut TypeSeen) {
    let (lead, cycle) = match has_been_ready(item, model) {
        true => (&mut seen.lead_done, &mut seen.cycle_done),
        false => (&mut seen.lead, &mut seen.cycle),
    };
    lead.push_entry(since(item.arrived, at));
    if item.place == Place::Committed || item.has_been_pulled() {
        cycle.push_entry(since(item.pulled, at));
    }
}

/// An item that is still there at the horizon is open.
fn push_open(item: &Item, horizon: Ticks, model: &Model, seen: &mut TypeSeen) {
    let (lead, cycle) = match has_been_ready(item, model) {
        true => (&mut seen.lead_done, &mut seen.cycle_done),
        false => (&mut seen.lead, &mut seen.cycle),
    };
    lead.push_open(since(item.arrived, horizon));
    if item.place == Place::Committed || item.has_been_pulled() {
        cycle.push_open(since(item.pulled, horizon));
    }
}
