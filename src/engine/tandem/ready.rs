//! What lies ready on the shelf of a tandem.

use crate::engine::item::ItemId;
use crate::engine::queue::Standing;
use crate::engine::ring::Ring;
use crate::engine::shelf::Shelf;
use crate::engine::wiring::Wiring;
use crate::model::{Model, Set, TypeId};

/// The shelf: one row where every team takes whatever has lain there longest, else the shelf of the general way.
#[derive(Debug)]
pub(super) struct Ready {
    row: Ring<ItemId>,
    shelf: Option<Box<Shelf>>,
}

impl Ready {
    /// Nothing ready yet; is whoever became ready first always first?
    pub fn new(model: &Model, wiring: &Wiring<'_>, in_a_row: bool) -> Self {
        let all = Set::first(model.types.len());
        let mut teams = model.teams.iter();
        let simple = teams.all(|team| team.shares.is_empty() && team.types.and(all) == all);
        let row = in_a_row && simple && !wiring.in_turn;
        Self {
            row: Ring::default(),
            shelf: (!row).then(|| Box::new(Shelf::new(model, wiring))),
        }
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self, model: &Model) {
        self.row.clear();
        if let Some(shelf) = &mut self.shelf {
            shelf.clear(model);
        }
    }

    /// Is it one row?
    #[inline]
    pub fn is_row(&self) -> bool {
        self.shelf.is_none()
    }

    /// An item is laid down at the end of the row.
    #[inline]
    pub fn lay(&mut self, item: ItemId) {
        self.row.join(item);
    }

    /// An item is laid down where it belongs.
    pub fn sort_in(&mut self, kind: TypeId, standing: Standing) {
        if let Some(shelf) = &mut self.shelf {
            shelf.lay((kind, 0), standing);
        }
    }

    /// A team begins to plan and wants so many.
    pub fn share_out(&mut self, model: &Model, team: usize, total: u32) {
        if let Some(shelf) = &mut self.shelf {
            shelf.share_out(&model.teams[team], team, total);
        }
    }

    /// The team takes the next item.
    #[inline]
    pub fn take(&mut self, model: &Model, team: usize, wiring: &Wiring<'_>) -> Option<ItemId> {
        match &mut self.shelf {
            None => self.row.leave(),
            Some(shelf) => {
                let pile = shelf.next(&model.teams[team], team, wiring)?;
                shelf.take(pile)
            }
        }
    }
}
