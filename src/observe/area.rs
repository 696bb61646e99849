//! Integrals over time: level times duration, from the warm-up on.

use crate::model::Ticks;

/// The part of `since..now` that lies after the warm-up.
#[inline]
pub(super) fn counted(since: Ticks, now: Ticks, warm_up: Ticks) -> Ticks {
    now.saturating_sub(since.max(warm_up))
}

/// A condition that holds or does not, and for how long it has held.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spell {
    holds: bool,
    since: Ticks,
    /// How long, after the warm-up.
    pub held: Ticks,
}

impl Spell {
    /// From now on it holds, or not.
    #[inline]
    pub fn set(&mut self, holds: bool, now: Ticks, warm_up: Ticks) {
        if self.holds == holds {
            return;
        }
        if self.holds {
            self.held += counted(self.since, now, warm_up);
        }
        (self.holds, self.since) = (holds, now);
    }
}

/// A number of items over time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Level {
    /// How many now.
    pub now: u32,
    since: Ticks,
    /// Item-ticks after the warm-up.
    pub area: u128,
}

impl Level {
    /// Books the time up to `now` at the present level.
    #[inline]
    pub fn book(&mut self, now: Ticks, warm_up: Ticks) {
        self.area += u128::from(self.now) * u128::from(counted(self.since, now, warm_up));
        self.since = now;
    }

    /// One more.
    #[inline]
    pub fn rise(&mut self, now: Ticks, warm_up: Ticks) {
        self.book(now, warm_up);
        self.now += 1;
    }

    /// One less.
    #[inline]
    pub fn fall(&mut self, now: Ticks, warm_up: Ticks) {
        self.book(now, warm_up);
        self.now = self.now.saturating_sub(1);
    }
}
