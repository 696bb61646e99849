//! Flow through the stages of a tandem: read from the stays when the trial is over.

use super::column::Column;
use super::{Share, StageSeen, WORKING, Watch};
use crate::engine::{Course, Fate, Life, OPEN, State, Stay};
use crate::model::{Model, Ticks};

const WAITING: usize = State::Waiting as usize;
const DONE: usize = State::Done as usize;

impl Watch {
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
            column.sum_up();
            let ended = column.tally.ended.states;
            column.tally.spent.add(&ended, ended[WORKING]);
        }
        self.push(model, |_| 0, seen, utilisation);
    }

    /// Books the stays of an item.
    #[inline]
    fn read_stays(&mut self, life: &Life, stays: &[Stay], horizon: Ticks, seen: &mut [StageSeen]) {
        let mut next = stays.iter();
        let Some(mut stay) = next.next() else { return };
        for ((stage, column), next) in self.columns.iter_mut().enumerate().zip(next) {
            if next.entered == OPEN {
                return close(life, stay, horizon, column, &mut seen[stage]);
            }
            column.tally.effort += column.law.effort(stay.ended - stay.started);
            let passed = [
                stay.started - stay.entered,
                stay.ended - stay.started,
                0,
                next.entered - stay.ended,
            ];
            column.put_aside(passed, &mut seen[stage]);
            stay = next;
        }
    }
}

/// Books an item's last stay.
#[inline]
fn close(life: &Life, stay: &Stay, horizon: Ticks, column: &mut Column, seen: &mut StageSeen) {
    if stay.ended != OPEN {
        column.tally.effort += column.law.effort(stay.ended - stay.started);
    }
    if life.left == OPEN {
        let passed = passed(stay, horizon);
        column.tally.spent.add(&passed, passed[WORKING]);
        seen.cycle_time.push_open(horizon - stay.entered);
    } else {
        column.tally.discarded += u64::from(life.fate == Fate::Discarded);
        column.put_aside(passed(stay, life.left), seen);
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
