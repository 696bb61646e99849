//! Where in the file the things stand that a warning is about.

use crate::model::names::READY;
use crate::model::{Minimum, Pool, StageId};
use crate::scenario::mirror::{self, Scenario};
use crate::source::Span;

/// Where things are written.
pub(super) struct Places<'a> {
    /// The file as it was read.
    pub scenario: &'a Scenario,
}

impl Places<'_> {
    /// A stage's name.
    pub fn stage(&self, id: StageId) -> Span {
        let name = |stage: &mirror::Stage| stage.name.as_ref().map_or(stage.span, |name| name.span);
        self.scenario
            .stages
            .get(id)
            .map_or(self.scenario.span, name)
    }

    /// A stage's maximum.
    pub fn max(&self, id: StageId) -> Span {
        let wip = self
            .scenario
            .stages
            .get(id)
            .and_then(|stage| stage.wip.as_ref());
        wip.and_then(|wip| wip.max)
            .map_or(self.stage(id), |at| at.span)
    }

    /// A minimum.
    pub fn min(&self, minimum: &Minimum) -> Span {
        let lane = minimum.lane.and_then(|lane| self.scenario.lanes.get(lane));
        let name = self
            .scenario
            .stages
            .get(minimum.stage)
            .and_then(|s| s.name.as_ref());
        let name = name.map_or(READY, |name| name.value.as_str());
        let in_lane = lane.and_then(|lane| lane.wip.iter().find(|(stage, _)| stage.value == name));
        let own = self
            .scenario
            .stages
            .get(minimum.stage)
            .and_then(|stage| stage.wip.as_ref());
        let wip = if lane.is_some() {
            in_lane.map(|(_, wip)| wip)
        } else {
            own
        };
        wip.and_then(|wip| wip.min)
            .map_or(self.stage(minimum.stage), |at| at.span)
    }

    /// A declared pool, or the stage whose own people it is.
    pub fn pool(&self, id: usize, pool: &Pool) -> Span {
        match self.scenario.pools.get(id) {
            Some(written) => written.name.as_ref().map_or(written.span, |name| name.span),
            None => self.stage(pool.stages.min().unwrap_or(0)),
        }
    }
}
