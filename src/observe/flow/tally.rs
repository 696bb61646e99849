//! What the flow of one type comes to in a trial, and what that adds to the statistics.

use super::seen::GroupSeen;
use crate::model::{DAY, Model, Ticks, days};

/// One type during a trial; also the sum over several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub arrived: u64,
    /// Of these: delivered before and come back.
    pub returned: u64,
    /// Parts that came, less items that fell apart.
    pub split: i64,
    pub ready: u64,
    pub committed: u64,
    pub done: u64,
    pub discarded: u64,
    pub aborted: u64,
    pub expired: u64,
    pub refused: u64,
    pub pulled: u64,
    pub sums: [Ticks; 4],
    pub worked: Ticks,
    /// Items that became ready by their due date; those that became ready or should have.
    pub on_time: u64,
    pub dated: u64,
    /// People's time in vain: whole numbers add up to the same in any order of the types.
    pub effort_discarded: Ticks,
    pub effort_aborted: Ticks,
    /// Cycle time since day 0 of what became ready.
    pub seen_cycle: Ticks,
    /// Time in progress: that of items that no longer are, less what those that are had passed otherwise since
    /// their first pull (before they could be seen; parts, as the whole or in the backlog); and what had passed
    /// by the warm-up. (2⁶⁴ ticks are a million items for fifty years.)
    pub in_progress: Ticks,
    pub before: Ticks,
    /// Items before ready at the horizon, and in the middle.
    pub before_ready: i64,
    pub at_middle: i64,
    pub ages: Ticks,
    pub open: u64,
}

impl Tally {
    /// An item is in progress still at the horizon, so long after its first pull.
    #[inline]
    pub fn linger(&mut self, age: Ticks) {
        self.ages += age;
        self.open += 1;
        self.in_progress = self.in_progress.wrapping_add(age);
    }

    /// Adds another type's.
    pub fn add(mut self, other: &Self) -> Self {
        self.arrived += other.arrived;
        self.returned += other.returned;
        self.split += other.split;
        self.ready += other.ready;
        self.committed += other.committed;
        self.done += other.done;
        self.discarded += other.discarded;
        self.aborted += other.aborted;
        self.expired += other.expired;
        self.refused += other.refused;
        self.pulled += other.pulled;
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
        self.worked += other.worked;
        self.seen_cycle += other.seen_cycle;
        self.on_time += other.on_time;
        self.dated += other.dated;
        self.effort_discarded += other.effort_discarded;
        self.effort_aborted += other.effort_aborted;
        self.in_progress = self.in_progress.wrapping_add(other.in_progress);
        self.before = self.before.wrapping_add(other.before);
        self.before_ready += other.before_ready;
        self.at_middle += other.at_middle;
        self.ages += other.ages;
        self.open += other.open;
        self
    }
}

/// Pushes one trial's values of a group.
pub(super) fn close(
    tally: &Tally,
    all: &Tally,
    work_known: bool,
    model: &Model,
    seen: &mut GroupSeen,
) {
    let span = (model.horizon - model.warm_up) as f64;
    seen.arrived.push(tally.arrived);
    seen.split.push(tally.split as f64);
    seen.failure_demand
        .push(tally.returned as f64, tally.arrived as f64);
    seen.ready.push(tally.ready);
    seen.committed.push(tally.committed);
    seen.done.push(tally.done);
    seen.discarded.push(tally.discarded);
    seen.aborted.push(tally.aborted);
    seen.rejected.push(tally.discarded - tally.expired);
    seen.expired.push(tally.expired);
    seen.refused.push(tally.refused);
    seen.pulled.push(tally.pulled as f64, all.pulled as f64);
    if span > 0.0 {
        let wip = tally.in_progress.wrapping_sub(tally.before);
        seen.wip.push(wip as f64 / span);
    }
    seen.discard_rate.push(
        tally.discarded as f64,
        (tally.discarded + tally.ready) as f64,
    );
    if work_known {
        seen.efficiency
            .push(tally.worked as f64, tally.seen_cycle as f64);
    }
    seen.on_time.push(tally.on_time as f64, tally.dated as f64);
    seen.effort_discarded.push(days(tally.effort_discarded));
    seen.effort_aborted.push(days(tally.effort_aborted));
    let half = (model.horizon - model.horizon / 2) as f64 / DAY as f64;
    if half > 0.0 {
        seen.growth
            .push((tally.before_ready - tally.at_middle) as f64 / half);
    }
    let numbers = [tally.ready, tally.ready, tally.done, tally.done];
    for ((mean, sum), n) in seen.means.iter_mut().zip(tally.sums).zip(numbers) {
        mean.push(days(sum), n as f64);
    }
    seen.age_mean.push(days(tally.ages), tally.open as f64);
}
