//! Flow through a tandem: read from the lives of its items when the trial is over.

use super::Watch;
use super::seen::{FlowSeen, TypeSeen};
use super::tally::Tally;
use crate::engine::{Course, Fate, Life, OPEN, Stay};
use crate::model::{Model, StageId, Ticks};

/// The instants that count.
struct Times {
    middle: Ticks,
    horizon: Ticks,
}

impl Watch {
    /// A trial of a tandem is over. `waste` is told what work, of which stage and how long, was in vain, and says how much
    /// of people's time that took.
    pub fn read(
        &mut self,
        course: &Course,
        model: &Model,
        mut waste: impl FnMut((StageId, Ticks)) -> Ticks,
        seen: &mut FlowSeen,
    ) {
        let times = Times {
            middle: model.horizon / 2,
            horizon: model.horizon,
        };
        let (present, arrived) = course.lives.split_at(course.present);
        for life in present {
            let seen = &mut seen.types[usize::from(life.kind)];
            seen.lead.push_entry(since(life, 0));
        }
        for life in arrived {
            self.tallies[usize::from(life.kind)].arrived += 1;
        }
        for life in &course.lives {
            let tally = &mut self.tallies[usize::from(life.kind)];
            let seen = &mut seen.types[usize::from(life.kind)];
            let Some([first, stays @ ..]) = course.stays(life) else {
                wait(tally, life, &times, seen);
                continue;
            };
            tally.pulled += 1;
            if let Some((stays, ready)) = course.way_to_ready(life) {
                let worked = stays.iter().map(|stay| stay.ended - stay.started);
                tally.worked += worked.sum::<Ticks>();
                reach(tally, life, [first, ready], &times, seen);
            } else if life.fate == Fate::Present {
                go_on(tally, life, first, &times, seen);
            } else {
                let stays = std::iter::once(first).chain(stays).enumerate();
                let been = stays.take_while(|(_, stay)| stay.entered != OPEN);
                let work = been.map(|(stage, stay)| waste((stage, stay.ended - stay.started)));
                tally.effort_discarded += work.sum::<Ticks>();
                lose(tally, life, first, &times, seen);
            }
        }
        self.close(model, seen);
    }
}

/// How long after its arrival, in ticks.
#[inline]
fn since(life: &Life, now: Ticks) -> Ticks {
    now.wrapping_sub(life.arrived as Ticks)
}

/// Had it arrived by half of the horizon?
#[inline]
fn early(life: &Life, times: &Times) -> bool {
    life.arrived <= times.middle as i64
}

/// An item is in its backlog still.
#[inline]
fn wait(tally: &mut Tally, life: &Life, times: &Times, seen: &mut TypeSeen) {
    tally.before_ready += 1;
    tally.at_middle += i64::from(early(life, times));
    seen.lead.push_open(since(life, times.horizon));
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

/// An item has left the stages before ready at `end`; lead and cycle time by then.
#[inline]
fn stop(tally: &mut Tally, life: &Life, first: &Stay, end: Ticks, times: &Times) -> [Ticks; 2] {
    tally.at_middle += i64::from(early(life, times) & (end > times.middle));
    let cycle = end - first.entered;
    tally.in_progress = tally.in_progress.wrapping_add(cycle);
    [since(life, end), cycle]
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
    times: &Times,
    seen: &mut TypeSeen,
) {
    let [lead, cycle] = stop(tally, life, first, ready.entered, times);
    tally.ready += 1;
    tally.sums[0] += lead;
    tally.sums[1] += cycle;
    tally.seen_cycle += cycle;
    seen.lead.push_event(lead);
    seen.cycle.push_event(cycle);
    let end = life.left.min(times.horizon);
    let (lead, cycle) = (since(life, end), end - first.entered);
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
