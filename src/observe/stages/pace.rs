//! The time that people have worked on items where the part of the day they give changes: piece by piece, in full
//! days.

use crate::engine::{Item, ItemId};
use crate::model::{Model, PoolId, Ticks};

/// What the work on an item during a stay comes to beyond its length at the present pace, in ticks: positive
/// where people gave more of their day before.
#[derive(Debug, Clone, Copy)]
struct Surplus {
    item: ItemId,
    /// When the stay began. No other stay of the item in which somebody worked began then.
    entered: Ticks,
    ticks: f64,
}

/// The paces of a trial.
#[derive(Debug)]
pub(super) struct Paces {
    /// The part of each day that the people of each pool give: at first, and now.
    first: Vec<f64>,
    now: Vec<f64>,
    /// Stays during which the pace has changed, those that have ended since perhaps included; by item.
    surplus: Vec<Surplus>,
}

impl Paces {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        let first = paces(model);
        Self {
            now: first.clone(),
            first,
            surplus: Vec::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.now.copy_from_slice(&self.first);
        self.surplus.clear();
    }

    /// The paces are those of the model from now on. `worked` is who is in the stages of people who ever change
    /// theirs, in order of the items, and for how long these have worked on it.
    pub fn turn<'i>(
        &mut self,
        worked: impl Iterator<Item = (PoolId, ItemId, &'i Item, Ticks)>,
        model: &Model,
    ) {
        let next = paces(model);
        let surplus = worked.map(|(pool, item, stay, work)| Surplus {
            item,
            entered: stay.entered,
            ticks: self.surplus((item, stay.entered)) + work as f64 * (self.now[pool] - next[pool]),
        });
        self.surplus = surplus.filter(|surplus| surplus.ticks != 0.0).collect();
        self.now = next;
    }

    /// So long a time of work on an item during a stay, of which so much is booked up to some instant, in full
    /// days.
    #[cold]
    pub fn weigh(
        &self,
        work: Ticks,
        pool: PoolId,
        (item, stay, up_to): (ItemId, [Ticks; 4], Ticks),
    ) -> Ticks {
        let entered = up_to - stay.iter().sum::<Ticks>();
        let weighed = work as f64 * self.now[pool] + self.surplus((item, entered));
        (weighed + 0.5) as Ticks
    }

    /// The surplus of the stay of an item that began then.
    fn surplus(&self, (item, entered): (ItemId, Ticks)) -> f64 {
        let found = self
            .surplus
            .binary_search_by_key(&item, |surplus| surplus.item);
        let surplus = found.ok().map(|place| self.surplus[place]);
        let surplus = surplus.filter(|surplus| surplus.entered == entered);
        surplus.map_or(0.0, |surplus| surplus.ticks)
    }
}

/// The part of each day that people give, by pool.
fn paces(model: &Model) -> Vec<f64> {
    model.pools.iter().map(|pool| pool.availability).collect()
}
