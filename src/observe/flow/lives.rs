//! Flow through a tandem: read from an item's stays when it becomes ready, is lost or planned, or is there at the end.

use super::Watch;
use super::seen::{FlowSeen, TypeSeen};
use super::tally::Tally;
use crate::engine::{Course, Fate, Life, OPEN, Way};
use crate::model::{Model, Ticks};

impl Watch {
    /// An item has become ready, on which somebody has worked for so long.
    #[inline]
    pub fn reach_ready(&mut self, now: Ticks, way: Way<'_>, worked: Ticks, seen: &mut FlowSeen) {
        let kind = usize::from(way.life.kind);
        let (tally, seen) = (&mut self.tallies[kind], &mut seen.types[kind]);
        let [lead, cycle] = stop(tally, way, now, self.middle);
        tally.ready += 1;
        tally.sums[0] += lead;
        tally.sums[1] += cycle;
        tally.seen_cycle += cycle;
        tally.worked += worked;
        seen.lead.push_event(lead);
        seen.cycle.push_event(cycle);
    }

    /// An item was discarded after so much of people's time.
    #[inline]
    pub fn drop_out(&mut self, now: Ticks, way: Way<'_>, spent: Ticks, seen: &mut FlowSeen) {
        let kind = usize::from(way.life.kind);
        let (tally, seen) = (&mut self.tallies[kind], &mut seen.types[kind]);
        let [lead, cycle] = stop(tally, way, now, self.middle);
        tally.discarded += 1;
        tally.effort_discarded += spent;
        seen.lead.push_competing(lead);
        seen.cycle.push_competing(cycle);
    }

    /// A team has planned an item, and nothing comes after that.
    #[inline]
    pub fn hand_over(&mut self, now: Ticks, way: Way<'_>, seen: &mut FlowSeen) {
        let kind = usize::from(way.life.kind);
        let (tally, seen) = (&mut self.tallies[kind], &mut seen.types[kind]);
        let (lead, cycle) = (since(way.life, now), now - way.pulled());
        tally.done += 1;
        tally.sums[2] += lead;
        tally.sums[3] += cycle;
        seen.lead_done.push_event(lead);
        seen.cycle_done.push_event(cycle);
    }

    /// A trial of a tandem is over.
    pub fn read(&mut self, course: &Course, model: &Model, seen: &mut FlowSeen) {
        let (present, arrived) = course.lives.split_at(course.present);
        for life in present {
            let seen = &mut seen.types[usize::from(life.kind)];
            seen.lead.push_entry(since(life, 0));
        }
        for life in arrived {
            self.tallies[usize::from(life.kind)].arrived += 1;
        }
        for life in course.staying() {
            let kind = usize::from(life.kind);
            let pulled = course.stays(life).next().map(|(_, first)| first.entered);
            let (tally, seen) = (&mut self.tallies[kind], &mut seen.types[kind]);
            stay(tally, life, pulled, [self.middle, model.horizon], seen);
        }
        for tally in &mut self.tallies {
            tally.pulled = tally.ready + tally.discarded + tally.open;
            tally.committed = tally.done;
        }
        self.close(model, seen);
    }
}

/// How long after its arrival, in ticks.
#[inline]
fn since(life: &Life, now: Ticks) -> Ticks {
    now.wrapping_sub(life.arrived as Ticks)
}

/// An item has left the stages before ready: lead and cycle time. Was it there in the middle of the run?
#[inline]
fn stop(tally: &mut Tally, way: Way<'_>, now: Ticks, middle: Ticks) -> [Ticks; 2] {
    let early = way.life.arrived <= middle as i64;
    tally.at_middle += i64::from(early & (now > middle));
    let cycle = now - way.pulled();
    tally.in_progress = tally.in_progress.wrapping_add(cycle);
    [since(way.life, now), cycle]
}

/// An item is there still at the horizon, first pulled then if it has been.
fn stay(
    tally: &mut Tally,
    life: &Life,
    pulled: Option<Ticks>,
    [middle, horizon]: [Ticks; 2],
    seen: &mut TypeSeen,
) {
    let lead = since(life, horizon);
    let cycle = pulled.map(|pulled| horizon - pulled);
    if life.fate == Fate::Ready {
        seen.lead_done.push_open(lead);
        seen.cycle_done.push_open(cycle.unwrap_or(OPEN));
        return;
    }
    tally.before_ready += 1;
    tally.at_middle += i64::from(life.arrived <= middle as i64);
    seen.lead.push_open(lead);
    if let Some(age) = cycle {
        tally.linger(age);
        seen.age.push(age);
        seen.cycle.push_open(age);
    }
}
