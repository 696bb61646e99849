//! Flow through the stages of a tandem: read from the stays when the trial is over.

use super::column::Times;
use super::{BATCH, Share, StageSeen, WORKING, Watch};
use crate::engine::{Course, Fate, OPEN, State, Stay};
use crate::model::{Model, StageId, Ticks};

const WAITING: usize = State::Waiting as usize;
const DONE: usize = State::Done as usize;

impl Watch {
    /// What work in a stage, so long, takes of people's time.
    #[inline]
    pub fn effort(&self, stage: StageId, work: Ticks) -> Ticks {
        self.columns[stage].law.effort(work)
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
        for column in &mut self.columns {
            column.tally = Default::default();
        }
        for life in &course.lives {
            let stays = course.stays(life);
            let ends = stays.iter().skip(1).map(|next| next.entered);
            let discarded = life.fate == Fate::Discarded;
            let columns = self.columns.iter_mut().zip(seen.iter_mut());
            let each = stays.iter().zip(ends.chain([life.left])).zip(columns);
            for ((stay, left), (column, seen)) in each {
                if left == OPEN {
                    let passed = passed(stay, horizon);
                    let busy = passed[WORKING];
                    column.tally.spent.add(&passed, busy);
                    seen.cycle_time.push_open(horizon - stay.entered);
                } else {
                    if column.aside.len() >= BATCH {
                        column.make_room(true, seen);
                    }
                    column.aside.push(passed(stay, left));
                }
                if stay.ended != OPEN {
                    let effort = column.law.effort(stay.ended - stay.started);
                    column.tally.effort += effort;
                    column.tally.effort_discarded += if discarded { effort } else { 0 };
                }
            }
            if discarded && let Some(last) = stays.len().checked_sub(1) {
                self.columns[last].tally.discarded += 1;
            }
        }
        for (column, level) in self.columns.iter_mut().zip(&course.levels) {
            column.time_with.clone_from(&level.time_with);
            let open = std::mem::take(&mut column.tally.spent);
            column.sum_up();
            column.tally.spent = column.tally.ended;
            column.tally.spent.join(&open);
        }
        self.push(model, |_| 0, seen, utilisation);
    }
}

/// What has passed of a stay by `now`, in each state.
#[inline]
fn passed(stay: &Stay, now: Ticks) -> [Ticks; 4] {
    let (started, ended) = (stay.started.min(now), stay.ended.min(now));
    let mut passed = [0; 4];
    passed[WAITING] = started - stay.entered;
    passed[WORKING] = ended - started;
    passed[DONE] = now - ended;
    passed
}

impl Times {
    /// Adds other times.
    fn join(&mut self, other: &Self) {
        self.add(&other.states, other.busy);
    }
}
