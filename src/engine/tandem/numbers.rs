//! How many items there are where: one row of numbers, so that whoever counts them day by day need not collect them.

use crate::model::{StageId, TypeId};

/// What comes before the stages.
const FIRST: usize = 5;

/// Room for as many stages and types as a model may have.
const ROOM: usize = 256;

/// Items that have arrived since day 0, are done, were discarded, were aborted and are in Sprint Backlogs (of the last two
/// there are none); then those in each stage; then those of each type in the backlog; then those of each type on the shelf.
#[derive(Debug)]
pub struct Numbers {
    row: [u64; ROOM],
    stages: usize,
    types: usize,
}

impl Numbers {
    /// Nothing yet, for so many stages and types.
    pub(super) fn new(stages: usize, types: usize) -> Self {
        Self {
            row: [0; ROOM],
            stages,
            types,
        }
    }

    /// Nothing again.
    pub(super) fn clear(&mut self) {
        self.row.fill(0);
    }

    /// All of them, and perhaps some places more in which there is nothing.
    #[inline]
    pub fn row(&self) -> &[u64] {
        &self.row[..]
    }

    /// Those in each stage.
    pub fn in_stages(&self) -> &[u64] {
        &self.row[FIRST..FIRST + self.stages]
    }

    /// Those in the backlog, by type.
    pub fn in_backlogs(&self) -> &[u64] {
        let first = FIRST + self.stages;
        &self.row[first..first + self.types]
    }

    /// Those on the shelf, by type.
    pub fn on_shelf(&self) -> &[u64] {
        let first = FIRST + self.stages + self.types;
        &self.row[first..first + self.types]
    }

    #[inline(always)]
    pub(super) fn arrived(&mut self) -> &mut u64 {
        &mut self.row[0]
    }

    #[inline(always)]
    pub(super) fn done(&mut self) -> &mut u64 {
        &mut self.row[1]
    }

    #[inline(always)]
    pub(super) fn discarded(&mut self) -> &mut u64 {
        &mut self.row[2]
    }

    #[inline(always)]
    pub(super) fn stage(&mut self, stage: StageId) -> &mut u64 {
        &mut self.row[(FIRST + stage) % ROOM]
    }

    #[inline(always)]
    pub(super) fn backlog(&mut self, kind: TypeId) -> &mut u64 {
        &mut self.row[(FIRST + self.stages + kind) % ROOM]
    }

    #[inline(always)]
    pub(super) fn shelf(&mut self, kind: TypeId) -> &mut u64 {
        &mut self.row[(FIRST + self.stages + self.types + kind) % ROOM]
    }
}
