//! From an item to its queue of candidates: what it may hold and where it may go tell queues apart.

use super::QueueId;
use crate::model::{Model, Set, StageId, TypeId};

/// The queues of candidates of one type, from one place, for one stage.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::engine) struct Door {
    /// The queue of an ordinary item that holds no place of a limit in `open` and passes all of
    /// `forks` by; the queues of the other combinations follow, expedite items after all of them.
    pub first: QueueId,
    /// Limits over several stages of which an item may or may not hold a place already.
    pub open: u64,
    /// Stages ahead that an item may or may not visit.
    pub forks: u64,
}

impl Door {
    /// The queue of an item that holds places of the limits in `held` and visits the stages of `route`.
    #[inline]
    pub fn queue(&self, held: u64, route: Set, expedite: bool) -> QueueId {
        let expedite = usize::from(expedite);
        if self.open | self.forks == 0 {
            return self.first + expedite;
        }
        self.first + gather(gather(expedite, held, self.open), route.0, self.forks)
    }
}

/// `index`, followed by the bits of `value` at the places set in `mask`, lowest first.
fn gather(index: usize, value: u64, mask: u64) -> usize {
    Set(mask)
        .iter()
        .fold(index, |index, bit| index << 1 | (value >> bit & 1) as usize)
}

/// The bits of `combination` moved to the places set in `mask`, lowest first, read from the most
/// significant: the inverse of [`Door::queue`].
pub(super) fn spread(combination: u64, mask: u64) -> u64 {
    let mut rest = mask;
    let mut place = mask.count_ones();
    let mut out = 0;
    while rest != 0 {
        place -= 1;
        if combination >> place & 1 == 1 {
            out |= rest & rest.wrapping_neg();
        }
        rest &= rest - 1;
    }
    out
}

/// Can an item of `kind` come straight from one place into `stage`? It can where it may pass by whatever of
/// its route lies between.
pub(super) fn leads(model: &Model, stage: StageId, kind: TypeId, from: Option<StageId>) -> bool {
    let route = model.types[kind].route;
    let between = route.before(stage).from(from.map_or(0, |s| s + 1));
    let passed_by = |s: StageId| may_pass_by(model, s, kind);
    from.is_none_or(|s| route.has(s)) && between.iter().all(passed_by)
}

/// May an item of `kind` pass by a stage of its route: by chance, or because it is another team's?
pub(super) fn may_pass_by(model: &Model, stage: StageId, kind: TypeId) -> bool {
    let law = &model.stages[stage];
    law.visits[kind].skip > 0.0 || law.team.is_some()
}

/// The stages that belong to other teams than this one.
pub(super) fn elsewhere(model: &Model, team: usize) -> Set {
    let other = |stage: &StageId| model.stages[*stage].team.is_some_and(|t| t != team);
    Set::of((0..model.stages.len()).filter(other))
}

/// At most so many stages that an item may pass by are told apart in the queues before them; beyond
/// these its whole route counts when it is asked what keeps it waiting.
const MOST_FORKS: usize = 4;

/// The stages of a route that items of `kind` visit for certain, and those after `stage` that they may
/// pass by, the nearest first. In the backlog only the first item is asked, so there all stand in one queue.
pub(super) fn ahead(
    model: &Model,
    stage: StageId,
    kind: TypeId,
    from: Option<StageId>,
) -> (Set, u64) {
    let law = &model.types[kind];
    // On the way to ready nobody waits for room beyond it.
    let route = match stage <= law.ready {
        true => law.route.before(law.ready + 1),
        false => law.route,
    };
    let skip = |s: &StageId| model.stages[*s].visits[kind].skip;
    let never = Set::of(route.iter().filter(|s| skip(s) >= 1.0));
    let maybe = route
        .from(stage + 1)
        .iter()
        .filter(|s| may_pass_by(model, *s, kind) && skip(s) < 1.0);
    let told_apart = if from.is_some() { MOST_FORKS } else { 0 };
    let forks = Set::of(maybe.take(told_apart));
    (Set(route.0 & !never.0 & !forks.0), forks.0)
}
