//! One item and what became of it.

use super::{Closing, Place, Timestamp};

/// One work item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id in the tracker.
    pub id: String,
    /// Its title; empty where the data tell none.
    pub title: String,
    /// Its types over time, oldest first, each with the instant from which it counts: indexes into
    /// [`History::types`](super::History::types). Never empty; the first counts from the beginning. Forms
    /// that tell only the final type have one entry (a leak from the future that a backtest has to mention:
    /// [`Item::type_is_final`]).
    pub kinds: Vec<(Timestamp, usize)>,
    /// Does the data tell only the type it had at the end?
    pub type_is_final: bool,
    /// Was it closed, and do the data tell only the resolution it had at the end, by which it counts as done or
    /// discarded? (Another leak from the future.)
    pub outcome_is_final: bool,
    /// Its class of service, an index into [`History::classes`](super::History::classes).
    pub class: Option<usize>,
    /// When it was created: its arrival. `None` where the data do not say; it is never later than the first
    /// move.
    pub created: Option<Timestamp>,
    /// Where it went and when, by time; the first tells where it began. Consecutive places differ, except
    /// that equal instants are allowed. Empty only for an item of which nothing is dated.
    pub moves: Vec<(Timestamp, Place)>,
    /// When it was blocked, by time; spans do not overlap. A status that means "blocked" is taken out of the
    /// moves: the visit in which it happened goes on.
    pub blocked: Vec<Blocked>,
    /// Days of being blocked in all, where the data give a number and no dates; known only at the end.
    pub blocked_days: Option<f64>,
    /// It was discarded, and nobody knows when (a terminal status or resolution without a date): it counts
    /// in the share of discards, not in any time. Its moves end where it was last seen.
    pub discarded_undated: bool,
}

/// A time of being blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// What blocked it, as far as the data tell: the status or the flag, or the source of a trace.
    pub source: String,
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
}

/// A stay in one stage, from entering to leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The stage: an index into [`History::stages`](super::History::stages).
    pub stage: usize,
    /// How many visits to this stage came before, 0 for the first.
    pub again: usize,
    /// When it entered.
    pub entered: Timestamp,
    /// When it left, and where to; `None` if it was still there at the end of the data (censored).
    pub left: Option<(Timestamp, Place)>,
}

impl Item {
    /// The type at the end of the data (after a cut: at the cut).
    pub fn kind(&self) -> usize {
        self.kinds.last().map_or(0, |(_, kind)| *kind)
    }

    /// When it appeared: its creation or else its first move.
    pub fn appeared(&self) -> Option<Timestamp> {
        self.created.or(self.moves.first().map(|(at, _)| *at))
    }

    /// Where it is at the end of the data (after a cut: at the cut); `None` if nothing of it is dated.
    pub fn place(&self) -> Option<Place> {
        self.moves.last().map(|(_, place)| *place)
    }

    /// When it came to where it is.
    pub fn there_since(&self) -> Option<Timestamp> {
        self.moves.last().map(|(at, _)| *at)
    }

    /// Every stay in a stage, by time, also those after a reopening.
    pub fn visits(&self) -> Vec<Visit> {
        let mut visits: Vec<Visit> = Vec::new();
        for (place, &(entered, to)) in self.moves.iter().enumerate() {
            let Some(stage) = to.stage() else { continue };
            visits.push(Visit {
                stage,
                again: visits.iter().filter(|v| v.stage == stage).count(),
                entered,
                left: self.moves.get(place + 1).copied(),
            });
        }
        visits
    }

    /// How it ended: when, and whether done or discarded; `None` while it is open (censored at
    /// [`History::until`](super::History::until)) or where nobody knows when it ended.
    pub fn end(&self, closing: Closing) -> Option<(Timestamp, Place)> {
        let ends = |(_, place): &&(Timestamp, Place)| place.is_end();
        match closing {
            Closing::First => self.moves.iter().find(ends).copied(),
            Closing::Last => {
                let after = self.moves.iter().rposition(|(_, place)| !place.is_end());
                let first = after.map_or(0, |n| n + 1);
                self.moves.get(first).copied()
            }
        }
    }

    /// The stage from which it was discarded: the last before it ended so; `None` if it stood in none.
    pub fn discarded_from(&self, closing: Closing) -> Option<usize> {
        let (at, place) = self.end(closing)?;
        let before = self.moves.iter().take_while(|m| **m != (at, place));
        let last = before.filter_map(|(_, place)| place.stage()).last();
        last.filter(|_| place == Place::Discarded)
    }

    /// When it was first pulled: its first entry into any stage.
    pub fn started(&self) -> Option<Timestamp> {
        let mut stages = self.moves.iter().filter(|(_, p)| p.stage().is_some());
        stages.next().map(|(at, _)| *at)
    }

    /// When it first came to this stage or to one after it, or was done (never: discarded). This is when an
    /// item that skips the ready shelf was ready.
    pub fn reached(&self, stage: usize) -> Option<Timestamp> {
        let there = |place: &Place| match place {
            Place::Stage(n) => *n >= stage,
            Place::Done => true,
            Place::Backlog | Place::Discarded => false,
        };
        let mut moves = self.moves.iter().filter(|(_, place)| there(place));
        moves.next().map(|(at, _)| *at)
    }

    /// When it was first done.
    pub fn done(&self) -> Option<Timestamp> {
        let mut moves = self.moves.iter().filter(|(_, p)| *p == Place::Done);
        moves.next().map(|(at, _)| *at)
    }

    /// Is it blocked at the end of the data (after a cut: at the cut)?
    pub fn is_blocked(&self) -> bool {
        self.blocked.last().is_some_and(|span| span.until.is_none())
    }
}
