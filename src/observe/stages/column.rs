//! One stage during a trial.

use super::WORKING;
use super::aside::{Apart, Aside};
use super::law::Law;
use super::seen::StageSeen;
use crate::model::Ticks;

/// Times that items have spent in a stage. (2⁶⁴ ticks are a million items for fifty years.)
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Times {
    /// By [`State`].
    pub states: [u64; 4],
    /// While somebody worked on them.
    pub busy: u64,
}

impl Times {
    /// Adds what has passed of a stay, and how long somebody worked.
    pub fn add(&mut self, stay: &[Ticks; 4], busy: Ticks) {
        self.add_stays(&[*stay]);
        self.busy = self.busy.wrapping_add(busy);
    }

    /// Adds stays, by [`State`], but not how long somebody worked.
    pub fn add_stays(&mut self, stays: &[[Ticks; 4]]) {
        for stay in stays {
            let sums = self.states.iter_mut().zip(stay);
            sums.for_each(|(sum, time)| *sum = sum.wrapping_add(*time));
        }
    }

    /// What has come on top of an earlier sum.
    pub fn since(&self, earlier: &Self) -> Self {
        let mut rest = *self;
        for (sum, before) in rest.states.iter_mut().zip(earlier.states) {
            *sum = sum.wrapping_sub(before);
        }
        rest.busy = rest.busy.wrapping_sub(earlier.busy);
        rest
    }
}

/// Adds times by state.
fn add(sums: &mut [Ticks; 4], times: &[Ticks; 4]) {
    for (sum, time) in sums.iter_mut().zip(times) {
        *sum += time;
    }
}

/// Takes away times by state.
fn subtract(sums: &mut [Ticks; 4], times: &[Ticks; 4]) {
    for (sum, time) in sums.iter_mut().zip(times) {
        *sum = sum.wrapping_sub(*time);
    }
}

/// What a stage has seen since the trial began, or of some of it since the warm-up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Items in it, and since when so many.
    pub items: usize,
    pub since: Ticks,
    /// Stays that have ended: in all, and by the warm-up.
    pub ended: Times,
    pub before: Times,
    /// All time spent here: in all, and by the warm-up.
    pub spent: Times,
    pub spent_before: Times,
    /// Stays that have ended after the warm-up.
    pub stays: u64,
    /// Of these: those that ended neither to the right nor with a discard.
    pub departed: u64,
    pub sent_back: u64,
    pub breaches: u64,
    pub discarded: u64,
    pub expired: u64,
    pub interrupted: u64,
    pub pushed: u64,
    /// Of stays that have ended after the warm-up: what lay before day 0, by [`State`].
    pub earlier: [Ticks; 4],
    pub effort: Ticks,
    pub effort_discarded: Ticks,
}

/// One stage during a trial.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub law: Law,
    pub tally: Tally,
    /// For how long there were how many items in it.
    pub time_with: Vec<Ticks>,
    /// Stays that are not yet in the statistics, and how many of them are in the sums of the trial, too.
    pub aside: Aside,
    pub summed: usize,
    /// How many are of earlier trials.
    pub mark: usize,
}

impl Column {
    /// From now on there are so many items.
    #[inline]
    pub fn turn(&mut self, now: Ticks, items: usize) {
        let tally = &mut self.tally;
        match self.time_with.get_mut(tally.items) {
            Some(time) => *time += now - tally.since,
            None => self.grow(now),
        }
        (self.tally.items, self.tally.since) = (items, now);
    }

    /// The same where there have never been as many as now.
    #[cold]
    pub fn grow(&mut self, now: Ticks) {
        self.time_with.resize(self.tally.items, 0);
        self.time_with.push(now - self.tally.since);
    }

    /// The stay put aside last had begun before day 0.
    pub fn prolong(&mut self, earlier: &[Ticks; 4]) {
        if self.aside.prolong(earlier) {
            add(&mut self.tally.earlier, earlier);
        }
    }

    /// Adds up the stays put aside since the last time.
    pub fn sum_up(&mut self) {
        let (tally, law) = (&mut self.tally, &self.law);
        tally.ended.add_stays(self.aside.after(self.summed));
        tally.stays += (self.aside.len() - self.summed) as u64;
        self.summed = self.aside.len();
        if !law.mixed && !law.hands_on.is_empty() {
            tally.ended.busy = tally.ended.states[WORKING].wrapping_sub(tally.earlier[WORKING]);
        }
    }

    /// Books what the work in the stays put aside since they were summed up has taken of people's time.
    pub fn count_effort(&mut self) {
        let stays = self.aside.after(self.summed).iter();
        let efforts = stays.map(|stay| self.law.effort(stay[WORKING]));
        self.tally.effort += efforts.sum::<Ticks>();
    }

    /// Makes room for more stays; do those of this trial count?
    #[cold]
    pub fn make_room(&mut self, count: bool, seen: &mut StageSeen, apart: &mut Apart) {
        self.sum_up();
        if !count {
            self.aside.truncate(self.mark);
        }
        seen.take_in(&mut self.aside, apart);
        (self.summed, self.mark) = (0, 0);
    }

    /// The statistics begin.
    pub fn warm(&mut self, now: Ticks) {
        self.sum_up();
        self.aside.truncate(self.mark);
        self.summed = self.mark;
        self.time_with.fill(0);
        let tally = &mut self.tally;
        (tally.since, tally.stays) = (now, 0);
        (tally.before, tally.spent_before) = (tally.ended, tally.ended);
    }

    /// The trial is over.
    pub fn close(&mut self, now: Ticks) {
        self.turn(now, self.tally.items);
        self.sum_up();
        self.tally.spent = self.tally.ended;
        subtract(&mut self.tally.spent.states, &self.tally.earlier);
    }

    /// A new trial; the memory stays.
    pub fn clear(&mut self) {
        self.time_with.fill(0);
        self.tally = Tally::default();
        (self.summed, self.mark) = (self.aside.len(), self.aside.len());
    }
}
