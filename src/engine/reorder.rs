//! Demand that is asked for when a stage runs low.

use super::agenda::{Entry, Rank};
use super::arrivals::Inflow;
use super::board::Board;
use crate::model::{Reorder, TypeId, ticks};
use crate::random::Purpose;

/// The address space of items that were asked for.
pub(super) const ORDERED: u64 = 1 << 61;

/// The orders of one type during a trial.
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// How many so far.
    placed: u64,
    /// Is one on its way?
    open: bool,
}

impl Inflow {
    /// The order that is open arrives: how many items it brings.
    pub(super) fn receive(&mut self, law: &Reorder) -> u64 {
        self.orders.open = false;
        let address = self.key.purpose(Purpose::Batch);
        let address = address.with(ORDERED | self.orders.placed);
        law.count.sample(&mut address.stream()).round() as u64
    }
}

impl Board<'_> {
    /// When everything at an instant has happened, more is asked for of what has run low.
    #[inline]
    pub(super) fn reorder(&mut self) {
        for kind in self.wiring.solicited.iter() {
            if let Some(law) = &self.model.types[kind].order
                && !self.inflows[kind].orders.open
                && self.columns[law.stage].inside + self.backlog[kind] < law.below
            {
                self.place_order(kind, law);
            }
        }
    }

    /// Asks for items of a type; they come later, if only by a moment.
    fn place_order(&mut self, kind: TypeId, law: &Reorder) {
        let inflow = &mut self.inflows[kind];
        let address = inflow.key.purpose(Purpose::Lead);
        let mut stream = address.with(inflow.orders.placed).stream();
        let lead = law.lead.sample(&mut stream);
        let lot = inflow.ties.with(ORDERED | inflow.orders.placed).0;
        inflow.orders.placed += 1;
        inflow.orders.open = true;
        let at = self.now.saturating_add(ticks(lead).max(1));
        if at <= self.model.horizon {
            let entry = Entry::new(at, Rank::Arrival, lot >> 8, kind as u32);
            self.agenda.insert(entry);
        }
    }
}
