//! Where an item can be.

/// A place on the board or beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Before the first stage, under no limit.
    Backlog,
    /// In a stage: an index into [`History::stages`](super::History::stages).
    Stage(usize),
    /// Delivered.
    Done,
    /// Dropped, wherever it stood.
    Discarded,
}

impl Place {
    /// Is it an end: done or discarded?
    pub fn is_end(self) -> bool {
        matches!(self, Self::Done | Self::Discarded)
    }

    /// The stage, if it is one.
    pub fn stage(self) -> Option<usize> {
        match self {
            Self::Stage(stage) => Some(stage),
            _ => None,
        }
    }
}
