//! Flow through the stages of a tandem.

use super::{Share, StageSeen, WORKING, Watch};
use crate::engine::{Course, OPEN};
use crate::model::{Model, StageId, Ticks};

impl Watch {
    /// A stay in a stage has ended that was spent so.
    #[inline]
    pub fn put_aside(&mut self, stage: StageId, spent: [Ticks; 4], seen: &mut [StageSeen]) {
        let column = &mut self.columns[stage];
        if column.aside.is_full() {
            column.count_effort();
            column.make_room(true, &mut seen[stage], &mut self.apart);
        }
        column.aside.push(spent);
    }

    /// A stay has ended with a discard.
    #[inline]
    pub fn reject(&mut self, stage: StageId) {
        self.columns[stage].tally.discarded += 1;
    }

    /// A trial of a tandem is over.
    pub fn read(
        &mut self,
        course: &Course,
        model: &Model,
        seen: &mut [StageSeen],
        utilisation: &mut [Share],
    ) {
        let horizon = model.horizon;
        for life in course.staying() {
            if let Some((stage, stay)) = course.stays(life).last() {
                let (column, spent) = (&mut self.columns[stage], stay.so_far(horizon));
                column.tally.spent.add(&spent, spent[WORKING]);
                if stay.ended != OPEN {
                    column.tally.effort += column.law.effort(spent[WORKING]);
                }
                seen[stage].cycle_time.push_open(horizon - stay.entered);
            }
        }
        for (column, level) in self.columns.iter_mut().zip(course.levels()) {
            column.time_with.clone_from(&level.time_with);
            column.count_effort();
            column.sum_up();
            let ended = column.tally.ended.states;
            column.tally.spent.add(&ended, ended[WORKING]);
        }
        self.push(model, |_| 0, seen, utilisation);
    }
}
