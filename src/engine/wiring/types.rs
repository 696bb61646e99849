//! What the wiring wants to know of all types, or all limits, together.

use crate::model::{Class, Model, Set, StageId, WorkItemType};

/// The stages that items of some type leave when they have waited too long.
pub(super) fn impatient(model: &Model) -> Set {
    let drops = |stage: &StageId| {
        model.stages[*stage]
            .visits
            .iter()
            .any(|v| v.expire.is_some())
    };
    Set::of((0..model.stages.len()).filter(drops))
}

/// Can any item be of the expedite class? Where none can, there are no queues for it.
pub(super) fn has_expedite(model: &Model) -> bool {
    model
        .types
        .iter()
        .any(|t| t.classes[Class::Expedite as usize] > 0.0)
}

/// May expedite items exceed any maximum, from the start or after a change?
pub(super) fn has_brims(model: &Model) -> bool {
    let exceeded = |model: &Model| model.limits.iter().any(|limit| limit.expedite_over > 0);
    exceeded(model) || model.changes.iter().any(|change| exceeded(&change.then))
}

/// May any item interrupt other work?
pub(super) fn has_preempting(model: &Model) -> bool {
    let preempting = |t: &WorkItemType| t.preempt && t.classes[Class::Expedite as usize] > 0.0;
    model.types.iter().any(preempting)
}

/// Each type's rank by name.
pub(super) fn name_ranks(model: &Model) -> Vec<u32> {
    let rank = |name: &str| {
        model
            .types
            .iter()
            .filter(|t| t.name.as_str() < name)
            .count() as u32
    };
    model.types.iter().map(|t| rank(&t.name)).collect()
}
