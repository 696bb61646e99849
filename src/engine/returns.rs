//! Failure demand: what has been delivered comes back.

use super::agenda::{Entry, Rank};
use super::board::Board;
use super::event::{Event, Observer};
use super::item::ItemId;
use crate::model::ticks;
use crate::random::Purpose;

/// Marks the items that come back among the subjects of arrivals, which are types otherwise.
const BACK: u32 = 1 << 31;

impl Board<'_> {
    /// An item is done: does it come back, and when?
    #[inline]
    pub(super) fn consider_return(&mut self, id: ItemId) {
        if self.model.types[self.items[id as usize].type_id()]
            .returns
            .is_some()
        {
            self.plan_return(id);
        }
    }

    /// The same where it may.
    fn plan_return(&mut self, id: ItemId) {
        let item = &self.items[id as usize];
        let Some(law) = &self.model.types[item.type_id()].returns else {
            return;
        };
        let address = item.key.purpose(Purpose::Return);
        if address.uniform() >= law.probability {
            return;
        }
        let after = ticks(law.after.sample(&mut address.with(1).stream()));
        let at = self.now.saturating_add(after);
        if at <= self.model.horizon {
            let lot = address.with(2).0 >> 8;
            self.agenda
                .insert(Entry::new(at, Rank::Arrival, lot, id | BACK));
        }
    }

    /// Demand arrives: new items of a type, or one that comes back.
    #[inline]
    pub(super) fn receive<O: Observer>(&mut self, subject: u32, watch: &mut O) {
        match subject & BACK {
            0 => self.arrive(subject as usize, watch),
            _ => self.come_back(subject & !BACK, watch),
        }
    }

    /// A delivered item comes back as a new one, whose address derives from its own.
    fn come_back<O: Observer>(&mut self, of: ItemId, watch: &mut O) {
        let delivered = &self.items[of as usize];
        let Some(law) = &self.model.types[delivered.type_id()].returns else {
            return;
        };
        let address = delivered.key.purpose(Purpose::Return).with(3);
        let id = self.create(law.kind, address, self.now as i64);
        self.join_backlog(id);
        if self.model.types[law.kind].backlog_max.is_some() {
            self.newcomers.push(id);
        }
        watch.event(self.now, Event::Returned { item: id, of }, self);
    }
}
