//! Counts what becomes ready in a trial, by the end of each window.

use crate::engine::{Board, Event, ItemId, Observer};
use crate::model::{DAY, Model, Ticks};
use crate::stats::Counts;

/// Watches one trial after another.
pub struct Watch<'m> {
    model: &'m Model,
    /// Where the windows end, ascending.
    ends: Vec<Ticks>,
    /// The rows of today's board that have been ready before.
    before: &'m [bool],
    /// Items of those rows that are still on their way.
    again: Vec<ItemId>,
    now: Vec<u64>,
    /// How many became ready in each window, over the trials.
    pub seen: Vec<Counts>,
}

impl<'m> Watch<'m> {
    /// For windows of so many weeks of five working days.
    pub fn new(model: &'m Model, weeks: &[usize], before: &'m [bool]) -> Self {
        Self {
            model,
            ends: weeks.iter().map(|weeks| 5 * *weeks as u64 * DAY).collect(),
            before,
            again: Vec::new(),
            now: vec![0; weeks.len()],
            seen: vec![Counts::default(); weeks.len()],
        }
    }

    /// The trial is over.
    pub fn end(&mut self) {
        for (seen, now) in self.seen.iter_mut().zip(&mut self.now) {
            seen.push(std::mem::take(now));
        }
        self.again.clear();
    }

    fn ready(&mut self, now: Ticks, item: ItemId) {
        let known = self.again.iter().position(|again| *again == item);
        if let Some(place) = known {
            self.again.swap_remove(place);
            return;
        }
        let windows = self.ends.iter().zip(&mut self.now);
        windows
            .filter(|(end, _)| now < **end)
            .for_each(|(_, count)| *count += 1);
    }
}

impl Observer for Watch<'_> {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        match event {
            Event::Present { item } => {
                let row = board.item(item).row_number();
                if self.before.get(row).copied().unwrap_or(false) {
                    self.again.push(item);
                }
            }
            Event::Entered { item, stage, .. } | Event::Pushed { item, stage, .. }
                if self.model.shelves.has(stage) =>
            {
                self.ready(now, item);
            }
            Event::Discarded { item, .. } => self.again.retain(|again| *again != item),
            _ => {}
        }
    }

    fn settled(&mut self, _: Ticks, _: Ticks, _: &Board<'_>) {}
}
