//! Flow through the stages of a tandem: read from the stays when the trial is over.

use super::{Share, StageSeen, WORKING, Watch};
use crate::engine::{Course, Fate, Life, OPEN, State, Stay};
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
        for life in &course.lives {
            if let Some(stays) = course.stays(life) {
                self.read_stays(life, stays, model.horizon, seen);
            }
        }
        for (column, level) in self.columns.iter_mut().zip(course.levels()) {
            column.time_with.clone_from(&level.time_with);
            let ended = column.tally.ended.states;
            column.tally.spent.add(&ended, ended[WORKING]);
        }
        self.push(model, |_| 0, seen, utilisation);
    }

    /// Books the stays of an item.
    #[inline]
    fn read_stays(&mut self, life: &Life, stays: &[Stay], horizon: Ticks, seen: &mut [StageSeen]) {
        let discarded = life.fate == Fate::Discarded;
        for ((stays, column), seen) in stays.windows(2).zip(&mut self.columns).zip(seen) {
            let [stay, next] = stays else { return };
            if stay.entered == OPEN {
                return;
            }
            let left = next.entered.min(life.left);
            if left == OPEN {
                let passed = passed(stay, horizon);
                column.tally.spent.add(&passed, passed[WORKING]);
                seen.cycle_time.push_open(horizon - stay.entered);
            } else {
                column.put_aside(&passed(stay, left), true, seen);
            }
            if stay.ended != OPEN {
                let effort = column.law.effort(stay.ended - stay.started);
                column.tally.effort += effort;
                column.tally.effort_discarded += if discarded { effort } else { 0 };
            }
            if discarded && next.entered == OPEN {
                column.tally.discarded += 1;
                return;
            }
        }
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
