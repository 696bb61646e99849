//! Groups of types that results speak of: all, each type, each lane, each source.

use crate::model::{Model, Set};

/// The groups, in a fixed order: all types, the types, the lanes, the sources.
#[derive(Debug, Clone)]
pub struct Groups {
    sets: Vec<Set>,
    types: usize,
    lanes: usize,
}

impl Groups {
    /// The groups of a model.
    pub fn new(model: &Model) -> Self {
        let types = model.types.len();
        let of_source = |s| Set::of((0..types).filter(|&t| model.types[t].source == Some(s)));
        let mut sets = vec![Set::first(types)];
        sets.extend((0..types).map(|t| Set::of([t])));
        sets.extend(model.lanes.iter().map(|lane| lane.types));
        sets.extend((0..model.sources.len()).map(of_source));
        Self {
            sets,
            types,
            lanes: model.lanes.len(),
        }
    }

    /// The types of every group.
    pub fn sets(&self) -> &[Set] {
        &self.sets
    }

    /// The group of all types.
    pub fn total(&self) -> usize {
        0
    }

    /// The group of one type.
    pub fn of_type(&self, kind: usize) -> usize {
        1 + kind
    }

    /// The group of one lane.
    pub fn of_lane(&self, lane: usize) -> usize {
        1 + self.types + lane
    }

    /// The group of one source.
    pub fn of_source(&self, source: usize) -> usize {
        1 + self.types + self.lanes + source
    }
}
