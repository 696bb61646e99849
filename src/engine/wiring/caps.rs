//! Every maximum in force: the model's limits, and the slots that an allocation reserves.

use super::Cap;
use crate::engine::each::Each;
use crate::model::{Limit, LimitKind, Model, Set, StageId, Strategy};

/// The model's limits, then the reserved slots of each owner.
pub(super) fn caps(model: &Model, all_stages: bool) -> Vec<Cap> {
    let mut groups = 0..64_u8;
    let limits = model.limits.iter().map(|limit| Cap {
        max: limit.max,
        brim: limit.max.saturating_add(limit.expedite_over),
        stages: limit.stages,
        types: limit.types,
        group: if limit.stages.len() > 1 {
            groups.next()
        } else {
            None
        },
        kind: limit.kind,
        own: limit.kind == LimitKind::Own,
    });
    let divided = model
        .allocation
        .iter()
        .filter(|a| a.strategy == Strategy::Reserved);
    let slots = divided.flat_map(|a| {
        a.slots
            .iter()
            .enumerate()
            .map(move |(stage, slots)| (a, stage, slots))
    });
    let reserved = slots.flat_map(|(a, stage, slots)| {
        let open = slots.is_empty() && all_stages;
        let open = a.owners.iter().filter(move |_| open).map(|_| &u32::MAX);
        let maxima = slots.iter().chain(open);
        let over = over(model, stage);
        a.owners.iter().zip(maxima).map(move |(owner, &max)| Cap {
            max,
            brim: max.saturating_add(over),
            stages: Set::of([stage]),
            types: owner.types,
            group: None,
            kind: LimitKind::Own,
            own: false,
        })
    });
    limits.chain(reserved).collect()
}

/// How many expedite items may exceed a stage's own maximum.
fn over(model: &Model, stage: StageId) -> u32 {
    let own = |limit: &&Limit| limit.kind == LimitKind::Own && limit.stages.has(stage);
    let own = model.limits.iter().find(own);
    own.map_or(0, |limit| limit.expedite_over)
}

/// What the own maximum of each stage says.
pub(super) fn own_maxima(caps: &[Cap], bound: fn(&Cap) -> u32) -> Each<u32> {
    let own = |stage| caps.iter().find(|c| c.own && c.stages.has(stage));
    Each::new(|stage| own(stage).map_or(u32::MAX, bound))
}
