//! The board of today: items that stand in their stages on day 0, at their ages and with what has been done
//! on them.

use super::agenda::Rank;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, Place, State};
use super::wiring::Passage;
use crate::model::{Model, Side, Spot, StageId, Ticks, TodayItem, TodayState, TypeId, ticks};
use crate::random::{Distribution, Key, Stream};
use std::cmp::Reverse;

/// The item is no row of today's board, or no longer where it stood.
pub(super) const NO_ROW: u32 = u32::MAX;

/// The address space of the rows.
const TODAY: u64 = 3 << 62;

impl Item {
    /// Its row of today's board, as long as it is where it stood on day 0.
    #[inline]
    pub fn row<'m>(&self, model: &'m Model) -> Option<&'m TodayItem> {
        model.today.get(self.row as usize)
    }

    /// The number of this row; of no row when there is none.
    #[inline]
    pub(crate) fn row_number(&self) -> usize {
        self.row as usize
    }

    /// How long it had been in its stage on day 0, if its stay began before.
    #[inline]
    pub fn entered_before(&self, model: &Model) -> Ticks {
        self.row(model).map_or(0, |row| row.entered)
    }
}

impl Board<'_> {
    /// Creates the items of today's board; each is put into its place in order of age.
    pub(super) fn create_today(&mut self) {
        let before = |age: Ticks| 0_i64.saturating_sub_unsigned(age);
        for (number, row) in self.model.today.iter().enumerate() {
            let space = self.inflows[row.kind].key.with(TODAY);
            let address: Key = space.with(row.key.0);
            let id = self.create(row.kind, address, before(row.arrived));
            let item = &mut self.items[id as usize];
            item.row = number as u32;
            if let Spot::Stage(stage) = row.spot {
                (item.place, item.pulled) = (Place::Stage(stage as u8), before(row.started));
                // It is there, so it has not passed the stage by.
                item.route = item.route.with(stage);
            }
        }
    }

    /// Puts everything that is there on day 0, the oldest first, where it stands: the backlogs, then the
    /// stages in order of entry.
    pub(super) fn place_all<O: Observer>(&mut self, oldest_first: &[ItemId], watch: &mut O) {
        let mut rows: Vec<(ItemId, StageId, &TodayItem)> = Vec::new();
        for &id in oldest_first {
            let row = self.items[id as usize].row(self.model);
            if let Some((row, Spot::Stage(stage))) = row.map(|row| (row, row.spot)) {
                self.items[id as usize].seniority = self.seniority;
                self.seniority += 1;
                rows.push((id, stage, row));
            } else {
                self.join_backlog(id);
                watch.event(self.now, Event::Present { item: id }, self);
            }
        }
        rows.sort_by_key(|(_, _, row)| Reverse(row.entered));
        for (id, stage, row) in rows {
            self.stand(id, stage, row, watch);
        }
    }

    /// An item stands in a stage on day 0; the limits may be broken by that.
    fn stand<O: Observer>(&mut self, id: ItemId, stage: StageId, row: &TodayItem, watch: &mut O) {
        let passage = self.wiring.passage(stage, row.kind);
        let state = match row.standing {
            TodayState::Waiting => State::Waiting,
            TodayState::Working => State::Working,
            TodayState::Blocked(_) => State::Blocked,
            TodayState::Done => State::Done,
        };
        self.items[id as usize].state = state;
        self.join_team(id, stage, row.kind);
        self.occupy(id, stage, passage, state);
        let item = &mut self.items[id as usize];
        self.places.catch_up(item, stage, self.wiring);
        if let TodayState::Blocked(blocker) = row.standing {
            let work = self.whole_work(id, row, passage);
            self.open_row(id, passage, work, row.worked);
            self.be_blocked(id, passage, blocker);
        }
        watch.event(self.now, Event::Present { item: id }, self);
        match row.standing {
            TodayState::Waiting => self.wait_for_person(id, passage),
            TodayState::Working => self.begin_at_work(id, passage),
            TodayState::Blocked(blocker) if !self.model.blockers[blocker].holds_person => {}
            TodayState::Blocked(_) => self.keep_hand(passage),
            TodayState::Done => {
                if passage.holds_person {
                    self.keep_hand(passage);
                }
                self.put_down(id, stage, watch);
            }
        }
    }

    /// After ready an item belongs to the team that has planned it, and passes by the stages of others.
    fn join_team(&mut self, id: ItemId, stage: StageId, kind: TypeId) {
        if self.model.stages[stage].side != Side::Downstream {
            return;
        }
        if let Some(team) = self.model.planner(kind, stage) {
            let item = &mut self.items[id as usize];
            item.team = Some(team as u8);
            let ahead = item.route.from(stage + 1);
            let ahead = ahead.without(self.wiring.elsewhere[team]);
            item.route = item.route.before(stage + 1).or(ahead);
            self.in_hand[team] += 1;
        }
    }

    /// Somebody is at work on it, or its time in the column runs.
    fn begin_at_work(&mut self, id: ItemId, passage: &Passage<'_>) {
        self.keep_hand(passage);
        match passage.worker {
            Some(_) => self.take_up_row(id, passage),
            None => self.pass_rest(id, passage),
        }
    }

    /// What is left of its time in a column where nobody works.
    fn pass_rest(&mut self, id: ItemId, passage: &Passage<'_>) {
        if let Some(row) = self.items[id as usize].row(self.model) {
            let time = self.whole_work(id, row, passage);
            self.plan_work_end(id, ticks(time - row.worked));
        }
    }

    /// People take up an item of today's board where it stands: what is left of its work.
    #[cold]
    pub(super) fn take_up_row(&mut self, id: ItemId, passage: &Passage<'_>) {
        let Some(row) = self.items[id as usize].row(self.model) else {
            return;
        };
        let work = self.whole_work(id, row, passage);
        if passage.threats.is_empty() && !passage.gives {
            return self.work_on(id, passage, work - row.worked, Rank::WorkEnd);
        }
        self.open_row(id, passage, work, row.worked);
        self.go_on_working(id, passage);
    }

    /// All the work of the visit of an item of today's board, what is done included, in person-days.
    pub(super) fn whole_work(&self, id: ItemId, row: &TodayItem, passage: &Passage<'_>) -> f64 {
        let item = &self.items[id as usize];
        let address = item.visit_address(passage.work_link);
        let law = self.work_of(item, passage);
        law.map_or(row.worked, |law| {
            lasting(law, row.worked, &mut address.stream())
        })
    }

    /// One more of the people who work there has something in hand.
    fn keep_hand(&mut self, passage: &Passage<'_>) {
        let Some(pool) = passage.worker else { return };
        let staff = &mut self.staff[pool];
        match staff.free {
            u32::MAX => {}
            0 => {
                staff.beyond += 1;
                self.begin_overtime(pool, 1);
            }
            _ => staff.free -= 1,
        }
        if self.staff[pool].free == 0 {
            self.idle = self.idle.less(pool);
        }
    }

    /// Does an item, where it stands, exceed a limit?
    pub fn exceeds(&self, item: &Item, stage: StageId) -> bool {
        let column = &self.columns[stage];
        let passage = self.passage(stage, item.type_id());
        let over = |cap: &usize| self.places.is_exceeded(*cap, item);
        let bound = if item.expedite() {
            column.brim
        } else {
            column.max
        };
        column.inside > bound || passage.caps.iter().any(over)
    }
}

/// How long something lasts that has lasted for so long: no longer, where it cannot.
pub(super) fn lasting(law: &Distribution, so_far: f64, stream: &mut Stream) -> f64 {
    match so_far {
        none if none <= 0.0 => law.sample(stream),
        some if some < law.most() => law.sample_beyond(some, stream).max(some),
        enough => enough,
    }
}
