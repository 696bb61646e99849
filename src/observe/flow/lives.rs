//! Flow through a tandem: read from the lives of its items when the trial is over.

use super::seen::{FlowSeen, TypeSeen};
use super::tally::Tally;
use super::{Watch, since};
use crate::engine::{Course, Fate, Life, Stay};
use crate::model::{Model, StageId, Ticks};

/// The instants that count.
struct Times {
    middle: Ticks,
    horizon: Ticks,
    shelf: StageId,
}

impl Watch {
    /// A trial of a tandem is over. `spent` is what work of a stage, so long, takes of people's time.
    pub fn read(
        &mut self,
        course: &Course,
        model: &Model,
        spent: impl Fn(StageId, Ticks) -> Ticks,
        seen: &mut FlowSeen,
    ) {
        let times = Times {
            middle: model.horizon / 2,
            horizon: model.horizon,
            shelf: course.levels.len() - 1,
        };
        for (number, life) in course.lives.iter().enumerate() {
            let tally = &mut self.tallies[usize::from(life.kind)];
            let seen = &mut seen.types[usize::from(life.kind)];
            match number < course.present {
                true => seen.lead.push_entry(since(life.arrived, 0)),
                false => tally.arrived += 1,
            }
            let stays = course.stays(life);
            let Some(first) = stays.first() else {
                wait(tally, life, &times, seen);
                continue;
            };
            tally.pulled += 1;
            match (stays.get(times.shelf), life.fate) {
                (Some(ready), _) => reach(tally, life, [first, ready], stays, &times, seen),
                (None, Fate::Present) => go_on(tally, life, first, &times, seen),
                (None, _) => {
                    let work = stays.iter().enumerate();
                    let work = work.map(|(stage, stay)| spent(stage, stay.ended - stay.started));
                    tally.effort_discarded += work.sum::<Ticks>();
                    lose(tally, life, first, &times, seen);
                }
            }
        }
        self.close(model, seen);
    }
}

/// An item is in its backlog still.
#[inline]
fn wait(tally: &mut Tally, life: &Life, times: &Times, seen: &mut TypeSeen) {
    tally.before_ready += 1;
    tally.at_middle += i64::from(life.arrived <= times.middle as i64);
    seen.lead.push_open(since(life.arrived, times.horizon));
}

/// An item is in progress still.
#[inline]
fn go_on(tally: &mut Tally, life: &Life, first: &Stay, times: &Times, seen: &mut TypeSeen) {
    wait(tally, life, times, seen);
    let age = times.horizon - first.entered;
    tally.linger(age);
    seen.age.push(age);
    seen.cycle.push_open(age);
}

/// An item has left the stages before ready at `end`. Where was it in the middle?
#[inline]
fn stop(tally: &mut Tally, life: &Life, first: &Stay, end: Ticks, times: &Times) -> [Ticks; 2] {
    let there = life.arrived <= times.middle as i64 && end > times.middle;
    tally.at_middle += i64::from(there);
    let cycle = end - first.entered;
    tally.in_progress = tally.in_progress.wrapping_add(cycle);
    [since(life.arrived, end), cycle]
}

/// An item was discarded.
#[inline]
fn lose(tally: &mut Tally, life: &Life, first: &Stay, times: &Times, seen: &mut TypeSeen) {
    let [lead, cycle] = stop(tally, life, first, life.left, times);
    tally.discarded += 1;
    seen.lead.push_competing(lead);
    seen.cycle.push_competing(cycle);
}

/// An item has become ready, and perhaps a team has planned it since.
#[inline]
fn reach(
    tally: &mut Tally,
    life: &Life,
    [first, ready]: [&Stay; 2],
    stays: &[Stay],
    times: &Times,
    seen: &mut TypeSeen,
) {
    let [lead, cycle] = stop(tally, life, first, ready.entered, times);
    tally.ready += 1;
    tally.sums[0] += lead;
    tally.sums[1] += cycle;
    tally.seen_cycle += cycle;
    let worked = stays.iter().map(|stay| stay.ended - stay.started);
    tally.worked += worked.sum::<Ticks>();
    seen.lead.push_event(lead);
    seen.cycle.push_event(cycle);
    let end = life.left.min(times.horizon);
    let (lead, cycle) = (since(life.arrived, end), end - first.entered);
    if life.fate == Fate::Committed {
        tally.committed += 1;
        tally.done += 1;
        tally.sums[2] += lead;
        tally.sums[3] += cycle;
        seen.lead_done.push_event(lead);
        seen.cycle_done.push_event(cycle);
    } else {
        seen.lead_done.push_open(lead);
        seen.cycle_done.push_open(cycle);
    }
}
