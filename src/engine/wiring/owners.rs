//! Who shares the capacity: owners in the order that settles ties, and the slots of each.

use crate::model::{Allocation, Model, Owner, Strategy};

/// Do the people's choices follow the allocation too?
pub(super) fn shares_people(model: &Model) -> bool {
    let strategy = model.allocation.as_ref().map(|a| a.strategy);
    matches!(strategy, Some(Strategy::Weighted | Strategy::Priority))
}

/// The owners of an allocation by index, the larger share first, then by name.
pub(super) fn sorted(allocation: &Allocation) -> Vec<usize> {
    let owner = |o: &usize| &allocation.owners[*o];
    let mut sorted: Vec<usize> = (0..allocation.owners.len()).collect();
    sorted.sort_by(|a, b| {
        owner(b)
            .share
            .total_cmp(&owner(a).share)
            .then_with(|| owner(a).name.cmp(&owner(b).name))
    });
    sorted
}

/// Slots that may be borrowed, by stage and owner in sorted order.
pub(super) fn slots(model: &Model) -> Vec<Vec<u32>> {
    let none = vec![Vec::new(); model.stages.len()];
    let Some(allocation) = model
        .allocation
        .as_ref()
        .filter(|a| a.strategy == Strategy::Flexible)
    else {
        return none;
    };
    let order = sorted(allocation);
    let stage = |slots: &Vec<u32>| {
        order
            .iter()
            .filter_map(|&o| slots.get(o).copied())
            .collect()
    };
    allocation.slots.iter().map(stage).collect()
}

/// May owners borrow slots, now or (where the model is one of several states) later?
pub(super) fn lends(model: &Model, one_of_several: bool) -> bool {
    let flexible = |a: &Allocation| a.strategy == Strategy::Flexible;
    slots(model).iter().any(|slots| !slots.is_empty())
        || one_of_several && model.allocation.as_ref().is_some_and(flexible)
}

/// Each type's owner, and the owners' shares and ranks.
pub(super) fn owners(model: &Model) -> (Vec<usize>, Vec<(f64, u32)>) {
    let Some(allocation) = model
        .allocation
        .as_ref()
        .filter(|a| a.strategy != Strategy::None)
    else {
        return (vec![0; model.types.len()], vec![(1.0, 0)]);
    };
    let sorted: Vec<&Owner> = sorted(allocation)
        .into_iter()
        .map(|o| &allocation.owners[o])
        .collect();
    let owner = |kind| {
        sorted
            .iter()
            .position(|o| o.types.has(kind))
            .unwrap_or_default()
    };
    let owners = (0..model.types.len()).map(owner).collect();
    (owners, sorted.iter().map(|o| (o.share, o.rank)).collect())
}
