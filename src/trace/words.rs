//! Times, states, classes and limits as a trace writes them.

use crate::engine::{Board, Moment, State};
use crate::model::{Class, DAY, Limit, LimitKind, StageId, Ticks};

/// A moment in days.
pub(super) fn day(at: Moment) -> f64 {
    at as f64 / DAY as f64
}

/// The part of the day that has passed, as a time of day.
pub(super) fn clock(at: Ticks) -> String {
    let seconds = at % DAY * 86_400 / DAY;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// A state as results name it.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Working => "working",
        State::Blocked => "blocked",
        State::Done => "done",
    }
}

/// A class of service as scenarios write it.
pub(super) fn class(class: Class) -> &'static str {
    match class {
        Class::Expedite => "expedite",
        Class::FixedDate => "fixed-date",
        Class::Standard => "standard",
        Class::Intangible => "intangible",
    }
}

/// A stage's own maximum as it is now.
pub(super) fn own_max(board: &Board<'_>, stage: StageId) -> Option<u32> {
    let own = |limit: &&Limit| limit.kind == LimitKind::Own && limit.stages.has(stage);
    board.model.limits.iter().find(own)?.bound()
}
