//! One trial: the loop over instants, and the rounds within an instant.

use super::agenda::Rank;
use super::board::Board;
use super::event::Observer;
use crate::model::{Model, StageId, Ticks, days};
use crate::random::Key;
use std::fmt;

/// More events than this in one trial end the run.
pub const MOST_EVENTS: u64 = 10_000_000;

/// More events than this at one instant end the run.
pub const MOST_AT_ONCE: u64 = 1_000_000;

/// A trial exploded: more happens than any board can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrun {
    /// The trial, from 0.
    pub trial: u64,
    /// When.
    pub at: Ticks,
    /// The fullest stage, if the items are not in a backlog.
    pub stage: Option<String>,
    /// All at one instant?
    pub at_once: bool,
}

impl Overrun {
    /// That of a trial at an instant at which so many are in each stage, and so many wait in the backlog.
    pub(super) fn new(
        model: &Model,
        (trial, at): (u64, Ticks),
        at_once: bool,
        inside: &[u32],
        waiting: u32,
    ) -> Self {
        let stages = 0..inside.len();
        let fullest: Option<StageId> = stages.max_by_key(|&s| (inside[s], usize::MAX - s));
        let stage = fullest.filter(|&s| inside[s] >= waiting);
        Self {
            trial,
            at,
            stage: stage.map(|s| model.stages[s].name.clone()),
            at_once,
        }
    }
}

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = days(self.at);
        let place = match &self.stage {
            Some(stage) => format!("most items are in {stage}"),
            None => "most items are in the backlog".to_string(),
        };
        let trial = self.trial;
        if self.at_once {
            write!(
                f,
                "trial {trial} stopped on day {day:.2}: more than {} million events at one instant; {place}",
                MOST_AT_ONCE / 1_000_000
            )
        } else {
            write!(
                f,
                "trial {trial} stopped on day {day:.2}: more than {} million events; {place}",
                MOST_EVENTS / 1_000_000
            )
        }
    }
}

impl std::error::Error for Overrun {}

impl Board<'_> {
    /// Runs one trial to the horizon.
    ///
    /// # Errors
    /// When it exceeds [`MOST_EVENTS`], or [`MOST_AT_ONCE`] at one instant.
    pub fn run<O: Observer>(
        &mut self,
        seed: u64,
        trial: u64,
        watch: &mut O,
    ) -> Result<(), Overrun> {
        self.reset(Key::seed(seed).with(trial));
        self.fill_backlogs(watch);
        for kind in 0..self.model.types.len() {
            self.plan_arrival(kind);
        }
        self.plan_plannings();
        self.plan_meetings();
        self.plan_changes();
        let mut events = self.items.len() as u64;
        if events > MOST_AT_ONCE {
            return Err(self.overrun(trial, true));
        }
        loop {
            let before = self.happened();
            match self.wiring.plain {
                true => self.plain_instant(watch),
                false => self.instant(watch),
            }
            let at_once = self.happened() - before;
            events += at_once;
            if at_once > MOST_AT_ONCE || events > MOST_EVENTS {
                return Err(self.overrun(trial, at_once > MOST_AT_ONCE));
            }
            let next = self.agenda.next();
            watch.settled(self.now, next.unwrap_or(self.model.horizon), self);
            match next {
                Some(next) => self.now = next,
                None => return Ok(()),
            }
        }
    }

    /// How much has happened: entries of the agenda and joins of queues.
    #[inline]
    pub(super) fn happened(&self) -> u64 {
        self.taken + u64::from(self.joins)
    }

    /// Everything that happens now, in rounds: events; pulls; plannings; pulls; people choose. What explodes
    /// is cut short.
    #[inline]
    fn instant<O: Observer>(&mut self, watch: &mut O) {
        let before = self.happened();
        let explodes = |board: &Self| board.happened() - before > MOST_AT_ONCE;
        loop {
            while let Some(entry) = self.agenda.take(self.now, Rank::Meeting) {
                self.taken += 1;
                match entry.rank() {
                    Rank::Arrival => self.receive(entry.subject, watch),
                    Rank::BlockerEnd if self.holds(&entry) => self.unblock(entry.subject, watch),
                    Rank::BlockerStrike if self.holds(&entry) => self.strike(entry.subject, watch),
                    Rank::WorkEnd if self.holds(&entry) => self.end_work(entry.subject, watch),
                    Rank::Meeting => self.hold_meeting(entry.subject, watch),
                    _ => {}
                }
                if explodes(self) {
                    return;
                }
            }
            self.pull_all(watch);
            if self.agenda.next() == Some(self.now) {
                self.decide_all(watch);
                self.pull_all(watch);
            }
            self.choose_all(watch);
            if self.agenda.next() != Some(self.now) || explodes(self) {
                self.refuse_newcomers(watch);
                return self.reorder();
            }
        }
    }

    /// What comes between the pulls of this instant. Whatever of an earlier rank has just come up (the end of a
    /// column's time that is none) is for the next round.
    pub(super) fn decide_all<O: Observer>(&mut self, watch: &mut O) {
        while let Some(entry) = self.agenda.take(self.now, Rank::Change) {
            self.taken += 1;
            match entry.rank() {
                Rank::Planning => self.hold_planning(entry.subject, watch),
                Rank::Change => self.change_policy(entry.subject as usize, watch),
                Rank::Expiry => self.expire(entry.subject, watch),
                rank if rank <= Rank::Meeting => self.next_round.push(entry),
                _ => {}
            }
        }
        while let Some(entry) = self.next_round.pop() {
            self.agenda.insert(entry);
        }
    }

    /// Says where an explosion happened.
    fn overrun(&self, trial: u64, at_once: bool) -> Overrun {
        let stages = 0..self.model.stages.len();
        let inside: Vec<u32> = stages.map(|stage| self.in_stage(stage)).collect();
        let waiting = self.backlog.iter().sum();
        Overrun::new(self.model, (trial, self.now), at_once, &inside, waiting)
    }
}
