//! What the items of a trial are called.

use crate::engine::ItemId;
use crate::model::{Model, TypeId};
use std::collections::BTreeMap;

/// The names of the items: as today's board has them, or by type and number.
pub(super) struct Names<'m> {
    model: &'m Model,
    /// Each item's number among those of its type, and how many there are of each type.
    numbers: Vec<u32>,
    counts: Vec<u32>,
    /// Which row of today's board an item is.
    rows: BTreeMap<ItemId, usize>,
}

impl<'m> Names<'m> {
    /// Nobody has a name.
    pub fn new(model: &'m Model) -> Self {
        Self {
            model,
            numbers: Vec::new(),
            counts: vec![0; model.types.len()],
            rows: BTreeMap::new(),
        }
    }

    /// What an item is called: as in the file, or by its number among those of its type.
    pub fn of(&self, id: ItemId, kind: &str) -> String {
        let row = self
            .rows
            .get(&id)
            .and_then(|&row| self.model.today.get(row));
        let number = self.numbers.get(id as usize).copied().unwrap_or_default();
        row.map_or_else(|| format!("{kind}-{number}"), |row| row.id.clone())
    }

    /// The item is this row of today's board.
    pub fn give_row(&mut self, id: ItemId, row: usize) {
        self.rows.insert(id, row);
    }

    /// The item is the next one of its type.
    pub fn give_number(&mut self, id: ItemId, kind: TypeId) {
        let number = self.next_number(kind);
        if self.numbers.len() <= id as usize {
            self.numbers.resize(id as usize + 1, 0);
        }
        self.numbers[id as usize] = number;
    }

    /// The next free number among the items of a type.
    fn next_number(&mut self, kind: TypeId) -> u32 {
        let count = &mut self.counts[kind];
        let name = &self.model.types[kind].name;
        let taken = |n: u32| {
            let id = format!("{name}-{n}");
            self.model.today.iter().any(|row| row.id == id)
        };
        *count += 1;
        while taken(*count) {
            *count += 1;
        }
        *count
    }
}
