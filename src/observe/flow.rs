//! Flow through the whole: what arrives, what becomes ready, what is lost, and how long it takes.

mod seen;

pub use seen::{FlowSeen, GroupSeen, TypeSeen};

use super::area::Level;
use super::groups::Groups;
use super::{causes, stages};
use crate::engine::{Board, Event, Item, ItemId, Place};
use crate::model::{DAY, Model, Set, Ticks, Work, days};

/// One type during a trial; also the sum over several.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    arrived: u64,
    ready: u64,
    committed: u64,
    discarded: u64,
    refused: u64,
    pulled: u64,
    sums: [Ticks; 4],
    worked: Ticks,
    on_time: u64,
    dated: u64,
    effort_discarded: f64,
    wip: Level,
    before_ready: i64,
    at_middle: i64,
    ages: Ticks,
    open: u64,
}

impl Tally {
    /// Adds another type's.
    fn add(mut self, other: &Self) -> Self {
        self.arrived += other.arrived;
        self.ready += other.ready;
        self.committed += other.committed;
        self.discarded += other.discarded;
        self.refused += other.refused;
        self.pulled += other.pulled;
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
        self.worked += other.worked;
        self.on_time += other.on_time;
        self.dated += other.dated;
        self.effort_discarded += other.effort_discarded;
        self.wip.area += other.wip.area;
        self.before_ready += other.before_ready;
        self.at_middle += other.at_middle;
        self.ages += other.ages;
        self.open += other.open;
        self
    }
}

/// The flow during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    warm_up: Ticks,
    middle: Ticks,
    tallies: Vec<Tally>,
    groups: Groups,
    /// Types whose time worked is not known: their route passes a column without people.
    unknown_work: Set,
    /// Items in progress, and where in that list each is.
    in_progress: Vec<ItemId>,
    places: Vec<u32>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let elapsed = |t: &usize| {
            let route = model.types[*t].route;
            route
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
            places: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.tallies.fill(Tally::default());
        self.in_progress.clear();
        self.places.clear();
    }

    /// Items that a stage has pulled and that have not reached ready.
    pub fn in_progress(&self) -> &[ItemId] {
        &self.in_progress
    }

    /// An item comes, moves or goes.
    #[inline(always)]
    pub fn event(
        &mut self,
        now: Ticks,
        event: Event,
        board: &Board<'_>,
        causes: &causes::Watch,
        stages: &stages::Watch,
        seen: &mut FlowSeen,
    ) {
        let after = u64::from(now >= self.warm_up);
        match event {
            Event::Present { item } => {
                let item = board.item(item);
                self.tallies[item.type_id()].before_ready += 1;
                if self.warm_up == 0 {
                    push_entries(item, 0, board.model, &mut seen.types[item.type_id()]);
                }
            }
            Event::Arrived { item } => {
                let tally = &mut self.tallies[board.item(item).type_id()];
                tally.arrived += after;
                tally.before_ready += 1;
            }
            Event::Refused { item } => {
                let tally = &mut self.tallies[board.item(item).type_id()];
                tally.refused += after;
                tally.before_ready -= 1;
            }
            Event::Entered { item, stage, from } => {
                let kind = board.item(item).type_id();
                if from.is_none() {
                    self.tallies[kind].pulled += after;
                    self.start(now, item, kind);
                }
                if stage == board.model.ready {
                    self.stop(now, item, kind);
                    self.tallies[kind].before_ready -= 1;
                    if after == 1 {
                        self.reach(now, item, board.item(item), causes, &mut seen.types[kind]);
                    }
                }
            }
            Event::Discarded { item, .. } => {
                let at = board.item(item);
                self.stop(now, item, at.type_id());
                self.tallies[at.type_id()].before_ready -= 1;
                if after == 1 {
                    let spent: f64 = stages.spent_on(item as usize).iter().sum();
                    self.lose(now, at, spent, &mut seen.types[at.type_id()]);
                }
            }
            Event::Committed { item, .. } if after == 1 => {
                let at = board.item(item);
                self.commit(now, at, &mut seen.types[at.type_id()]);
            }
            _ => {}
        }
    }

    /// A stage has pulled an item out of the backlog.
    fn start(&mut self, now: Ticks, item: ItemId, kind: usize) {
        self.tallies[kind].wip.rise(now, self.warm_up);
        let items = item as usize + 1;
        if self.places.len() < items {
            self.places.resize(items, 0);
        }
        self.places[item as usize] = self.in_progress.len() as u32;
        self.in_progress.push(item);
    }

    /// An item in progress is so no longer.
    fn stop(&mut self, now: Ticks, item: ItemId, kind: usize) {
        self.tallies[kind].wip.fall(now, self.warm_up);
        let place = self.places[item as usize] as usize;
        self.in_progress.swap_remove(place);
        if let Some(&moved) = self.in_progress.get(place) {
            self.places[moved as usize] = place as u32;
        }
    }

    /// An item has reached ready.
    fn reach(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        causes: &causes::Watch,
        seen: &mut TypeSeen,
    ) {
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.ready += 1;
        tally.sums[0] += lead;
        tally.sums[1] += cycle;
        tally.worked += causes.worked(id);
        if item.due != i64::MAX {
            tally.dated += 1;
            tally.on_time += u64::from(now as i64 <= item.due);
        }
        seen.lead.push_event(lead);
        seen.cycle.push_event(cycle);
    }

    /// An item is discarded after so many person-days.
    fn lose(&mut self, now: Ticks, item: &Item, spent: f64, seen: &mut TypeSeen) {
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.discarded += 1;
        tally.effort_discarded += spent;
        seen.lead.push_competing(lead);
        seen.cycle.push_competing(cycle);
        seen.lead_done.push_competing(lead);
        seen.cycle_done.push_competing(cycle);
    }

    /// An item is committed; without downstream stages it is done.
    fn commit(&mut self, now: Ticks, item: &Item, seen: &mut TypeSeen) {
        let tally = &mut self.tallies[item.type_id()];
        let (lead, cycle) = (since(item.arrived, now), since(item.pulled, now));
        tally.committed += 1;
        tally.sums[2] += lead;
        tally.sums[3] += cycle;
        seen.lead_done.push_event(lead);
        seen.cycle_done.push_event(cycle);
    }

    /// The instant is over: notes what the warm-up and the middle of the horizon find.
    #[inline]
    pub fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>, seen: &mut FlowSeen) {
        if now < self.warm_up && self.warm_up <= next {
            for item in present(board) {
                push_entries(
                    item,
                    self.warm_up,
                    board.model,
                    &mut seen.types[item.type_id()],
                );
            }
        }
        if now <= self.middle && self.middle < next {
            self.tallies
                .iter_mut()
                .for_each(|t| t.at_middle = t.before_ready);
        }
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut FlowSeen) {
        let horizon = board.model.horizon;
        for item in present(board) {
            push_open(item, horizon, board.model, &mut seen.types[item.type_id()]);
        }
        for &id in &self.in_progress {
            let item = board.item(id);
            let age = since(item.pulled, horizon);
            seen.types[item.type_id()].age.push(age);
            self.tallies[item.type_id()].ages += age;
            self.tallies[item.type_id()].open += 1;
        }
        self.tallies
            .iter_mut()
            .for_each(|t| t.wip.book(horizon, self.warm_up));
        let sum = |set: Set| {
            set.iter()
                .fold(Tally::default(), |sum, t| sum.add(&self.tallies[t]))
        };
        let all = sum(Set::first(self.tallies.len()));
        for (&set, seen) in self.groups.sets().iter().zip(&mut seen.groups) {
            let known = set.and(self.unknown_work).is_empty();
            close(&sum(set), &all, known, board.model, seen);
        }
        let allocation = board.model.allocation.iter().flat_map(|a| &a.owners);
        for (owner, seen) in allocation.zip(&mut seen.owners) {
            seen.push(sum(owner.types).pulled as f64, all.pulled as f64);
        }
    }
}

/// Pushes one trial's values of a group.
fn close(tally: &Tally, all: &Tally, work_known: bool, model: &Model, seen: &mut GroupSeen) {
    let span = (model.horizon - model.warm_up) as f64;
    seen.arrived.push(tally.arrived);
    seen.ready.push(tally.ready);
    seen.committed.push(tally.committed);
    seen.discarded.push(tally.discarded);
    seen.refused.push(tally.refused);
    seen.pulled.push(tally.pulled as f64, all.pulled as f64);
    if span > 0.0 {
        seen.wip.push(tally.wip.area as f64 / span);
    }
    seen.discard_rate.push(
        tally.discarded as f64,
        (tally.discarded + tally.ready) as f64,
    );
    if work_known {
        seen.efficiency
            .push(tally.worked as f64, tally.sums[1] as f64);
    }
    seen.on_time.push(tally.on_time as f64, tally.dated as f64);
    seen.effort_discarded.push(tally.effort_discarded);
    let half = (model.horizon - model.horizon / 2) as f64 / DAY as f64;
    if half > 0.0 {
        seen.growth
            .push((tally.before_ready - tally.at_middle) as f64 / half);
    }
    let numbers = [tally.ready, tally.ready, tally.committed, tally.committed];
    for ((mean, sum), n) in seen.means.iter_mut().zip(tally.sums).zip(numbers) {
        mean.push(days(sum), n as f64);
    }
    seen.age_mean.push(days(tally.ages), tally.open as f64);
}

/// How long ago, in ticks.
fn since(start: i64, now: Ticks) -> Ticks {
    (now as i64).saturating_sub(start).max(0) as Ticks
}

/// Everybody in a backlog or in a stage.
fn present<'b>(board: &'b Board<'_>) -> impl Iterator<Item = &'b Item> {
    board
        .items()
        .iter()
        .filter(|i| matches!(i.place, Place::Backlog | Place::Stage(_)))
}

/// An item that is present when the statistics begin enters the estimates at the ages it then has;
/// those of becoming ready only if it is not ready yet.
fn push_entries(item: &Item, at: Ticks, model: &Model, seen: &mut TypeSeen) {
    let reached = item.stage() == Some(model.ready);
    let lead = since(item.arrived, at);
    if lead > 0 {
        seen.lead_done.push_entry(lead);
        if !reached {
            seen.lead.push_entry(lead);
        }
    }
    let cycle = since(item.pulled, at);
    if item.stage().is_some() && cycle > 0 {
        seen.cycle_done.push_entry(cycle);
        if !reached {
            seen.cycle.push_entry(cycle);
        }
    }
}

/// An item that is still there at the horizon: open for everything it has not reached.
fn push_open(item: &Item, horizon: Ticks, model: &Model, seen: &mut TypeSeen) {
    let lead = since(item.arrived, horizon);
    let pulled = item.stage().is_some();
    let reached = item.stage() == Some(model.ready);
    seen.lead_done.push_open(lead);
    if !reached {
        seen.lead.push_open(lead);
    }
    if pulled {
        let cycle = since(item.pulled, horizon);
        seen.cycle_done.push_open(cycle);
        if !reached {
            seen.cycle.push_open(cycle);
        }
    }
}
