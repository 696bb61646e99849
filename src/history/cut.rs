//! The past as it was known at an instant.

use super::throughput::{day_of, start_of};
use super::{Blocked, History, Item, Selection, Timestamp};

impl History {
    /// What was known just before `cut`: only what happened earlier, with the types of that time. Items of
    /// which nothing was known yet are not there; nor are those that were discarded nobody knows when.
    /// Classes of service are those of the data, which tell no other. A cut after the end of the data changes
    /// nothing.
    ///
    /// What the tracker tells only at the end (days blocked in all, an undated discard) is taken away; a
    /// type it tells only at the end is kept, and [`Item::type_is_final`] says so.
    #[must_use]
    pub fn as_of(&self, cut: Timestamp) -> Self {
        if cut >= self.until {
            return self.clone();
        }
        self.known_before(cut)
    }

    /// The same for a test of forecasts: also the types are those that were known then, in the order in which they
    /// had become known, and whether stamps have times is judged by those of then. Their numbers are not those of
    /// this history.
    #[must_use]
    pub fn as_then(&self, cut: Timestamp) -> Self {
        let mut known = self.known_before(cut);
        let mut types: Vec<usize> = Vec::new();
        let mut kinds: Vec<(Timestamp, usize)> = Vec::new();
        for item in &known.items {
            kinds.extend(&item.kinds);
        }
        kinds.sort_by_key(|(at, _)| *at);
        for (_, kind) in kinds {
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
        let number = |kind: usize| types.iter().position(|known| *known == kind).unwrap_or(0);
        for item in &mut known.items {
            for (_, kind) in &mut item.kinds {
                *kind = number(*kind);
            }
        }
        known.types = types
            .iter()
            .filter_map(|kind| self.types.get(*kind).cloned())
            .collect();
        known.days_only = known.items.iter().all(Item::has_days_only);
        known.selection = known.seen_selection();
        known
    }

    /// The same, also where the cut is the end of the data.
    pub(super) fn known_before(&self, cut: Timestamp) -> Self {
        let items = self.items.iter().filter_map(|item| item.as_of(cut));
        let mut known = Self {
            items: items.collect(),
            until: cut,
            stages: self.stages.clone(),
            types: self.types.clone(),
            classes: self.classes.clone(),
            selection: Selection::default(),
            name: self.name.clone(),
            ..*self
        };
        known.selection = known.seen_selection();
        known
    }
}

impl Item {
    /// Do its stamps name days and no times?
    fn has_days_only(&self) -> bool {
        let moves = self.moves.iter().map(|(at, _)| *at);
        let midnight = |at: Timestamp| at == start_of(day_of(at));
        moves.chain(self.created).all(midnight)
    }

    /// The item as it was known just before `cut`; `None` if it was not.
    fn as_of(&self, cut: Timestamp) -> Option<Self> {
        self.appeared().filter(|at| *at < cut)?;
        if self.discarded_undated {
            return None;
        }
        let mut item = self.clone();
        item.moves.retain(|(at, _)| *at < cut);
        let first = item.kinds.first().copied();
        item.kinds.retain(|(at, _)| *at < cut);
        if item.kinds.is_empty() {
            item.kinds.extend(first);
        }
        item.blocked.retain(|span| span.from < cut);
        for span in &mut item.blocked {
            span.until = span.until.filter(|until| *until < cut);
        }
        item.blocked_days = None;
        Some(item)
    }
}

impl Blocked {
    /// How long it lasted, in seconds, up to `end` if it lasts longer.
    pub fn seconds(&self, end: Timestamp) -> f64 {
        let until = self.until.unwrap_or(end).min(end);
        until.duration_since(self.from).as_secs_f64().max(0.0)
    }
}
