//! The one addressing language of every what-if: `stages.exploration.wip.max=3`.

use super::tree::Node;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};

/// Makes the settings in a tree, in order; what is wrong with any of them.
pub fn set_all(tree: &mut Node, sources: &Sources, sets: &[SourceId]) -> Vec<Diagnostic> {
    Vec::new()
}
