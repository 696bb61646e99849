//! Integrals over time, from the warm-up on.

use crate::model::Ticks;

/// The part of `since..now` that lies after the warm-up.
#[inline]
pub(super) fn counted(since: Ticks, now: Ticks, warm_up: Ticks) -> Ticks {
    now.saturating_sub(since.max(warm_up))
}

/// How long a condition holds for which there may be several reasons at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spell {
    reasons: u32,
    since: Ticks,
    /// How long it has held, after the warm-up.
    held: Ticks,
}

impl Spell {
    /// One more reason.
    #[inline]
    pub fn begin(&mut self, now: Ticks) {
        if self.reasons == 0 {
            self.since = now;
        }
        self.reasons += 1;
    }

    /// One reason less.
    #[inline]
    pub fn end(&mut self, now: Ticks, warm_up: Ticks) {
        self.reasons -= 1;
        if self.reasons == 0 {
            self.held += counted(self.since, now, warm_up);
        }
    }

    /// How long it has held by `now`, after the warm-up.
    pub fn until(&self, now: Ticks, warm_up: Ticks) -> Ticks {
        match self.reasons {
            0 => self.held,
            _ => self.held + counted(self.since, now, warm_up),
        }
    }
}
