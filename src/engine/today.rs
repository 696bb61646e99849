//! The board of today: items that stand in their stages on day 0, at their ages and with what has been done
//! on them.

use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Item, ItemId, Place, State};
use super::wiring::Passage;
use crate::model::{Model, PoolId, Set, Spot, StageId, Ticks, TodayItem, TodayState, ticks};
use crate::random::Key;

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

    /// Puts an item that is there on day 0 where it stands.
    pub(super) fn place<O: Observer>(&mut self, id: ItemId, watch: &mut O) {
        let row = self.items[id as usize].row(self.model);
        match row.map(|row| (row.spot, row)) {
            Some((Spot::Stage(stage), row)) => self.stand(id, stage, row, watch),
            _ => {
                self.join_backlog(id);
                watch.event(self.now, Event::Present { item: id }, self);
            }
        }
    }

    /// An item stands in a stage on day 0; the limits may be broken by that.
    fn stand<O: Observer>(&mut self, id: ItemId, stage: StageId, row: &TodayItem, watch: &mut O) {
        let passage = self.wiring.passage(stage, row.kind);
        let state = match row.standing {
            TodayState::Waiting | TodayState::Blocked(_) => State::Waiting,
            TodayState::Working => State::Working,
            TodayState::Done => State::Done,
        };
        let item = &mut self.items[id as usize];
        (item.state, item.seniority) = (state, self.seniority);
        self.seniority += 1;
        self.occupy(id, stage, passage, state);
        self.hold_around(id, stage);
        watch.event(self.now, Event::Present { item: id }, self);
        match state {
            State::Waiting => self.wait_for_person(id, passage),
            State::Working => self.work_on(id, stage, passage),
            _ => self.rest(id, stage, passage),
        }
    }

    /// It holds its places of limits over several stages, too, whose stages lie on both sides of where it
    /// stands.
    fn hold_around(&mut self, id: ItemId, stage: StageId) {
        let item = &mut self.items[id as usize];
        let route = item.route;
        for (bit, &cap) in self.wiring.groups.iter().enumerate() {
            let limit = &self.wiring.caps[cap];
            let stages = if limit.types.has(item.type_id()) {
                limit.stages.and(route)
            } else {
                Set::default()
            };
            let around = !stages.before(stage).is_empty() && !stages.from(stage + 1).is_empty();
            if around && item.held >> bit & 1 == 0 {
                item.held |= 1 << bit;
                self.places.take(cap);
            }
        }
    }

    /// Somebody is at work on it, or its time in the column runs.
    fn work_on(&mut self, id: ItemId, stage: StageId, passage: &Passage<'_>) {
        let speed = passage.worker.map_or(1.0, |pool| {
            self.take_hand(pool);
            self.wiring.crews[pool].availability
        });
        let rest = self.draw_work(id, stage);
        self.plan_work_end(id, ticks(rest / speed));
    }

    /// Its work here is done: it waits to go on, perhaps with the person who did it.
    fn rest(&mut self, id: ItemId, stage: StageId, passage: &Passage<'_>) {
        if let Some(pool) = passage.worker.filter(|_| passage.holds_person) {
            self.take_hand(pool);
        }
        self.lay_down(id, stage);
    }

    /// One more of the pool's people has something in hand.
    fn take_hand(&mut self, pool: PoolId) {
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

    /// What is left of work that had begun by day 0, in days.
    #[cold]
    pub(super) fn rest_of_work(&self, item: &Item, passage: &Passage<'_>, address: Key) -> f64 {
        let Some(law) = passage.work else { return 0.0 };
        let done = item.row(self.model).map_or(0.0, |row| row.worked);
        let mut stream = address.stream();
        match done {
            done if done <= 0.0 => law.sample(&mut stream),
            done if done < law.most() => (law.sample_beyond(done, &mut stream) - done).max(0.0),
            _ => 0.0,
        }
    }

    /// Does an item, where it stands, exceed a limit?
    pub fn exceeds(&self, item: &Item, stage: StageId) -> bool {
        let column = &self.columns[stage];
        let passage = self.passage(stage, item.type_id());
        let over = |cap: &usize| self.places.is_exceeded(*cap);
        column.inside > column.max || passage.caps.iter().any(over)
    }
}
