//! What lies ready for Sprint Plannings, and whom a team takes next.

use super::allocation::{Credits, turn};
use super::item::ItemId;
use super::queue::{Queue, Standing};
use super::wiring::Wiring;
use crate::model::{Model, PullShare, Set, Team, TypeId};

/// A queue on the shelf: a type, ordinary or expedite.
pub(super) type Pile = (TypeId, usize);

/// What is ready, and what is kept of the plannings so far.
#[derive(Debug)]
pub(super) struct Shelf {
    /// By type, ordinary and expedite.
    piles: Vec<[Queue; 2]>,
    /// Items by type.
    counts: Vec<u32>,
    /// By team.
    pub credits: Vec<Credits>,
    /// What each team's last planning left over of each share.
    pub carried: Vec<Vec<f64>>,
    /// What the planning at hand has still to take of each share.
    quotas: Vec<f64>,
}

impl Shelf {
    /// Nothing ready yet.
    pub fn new(model: &Model, wiring: &Wiring<'_>) -> Self {
        let none = |team: &Team| vec![0.0; team.shares.len()];
        Self {
            piles: model.types.iter().map(|_| Default::default()).collect(),
            counts: vec![0; model.types.len()],
            credits: vec![Credits::new(wiring.shares.len()); model.teams.len()],
            carried: model.teams.iter().map(none).collect(),
            quotas: Vec::new(),
        }
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self, model: &Model) {
        self.piles.iter_mut().flatten().for_each(Queue::clear);
        self.counts.fill(0);
        self.credits.iter_mut().for_each(Credits::reset);
        for (carried, team) in self.carried.iter_mut().zip(&model.teams) {
            carried.clear();
            carried.resize(team.shares.len(), 0.0);
        }
    }

    /// Items by type.
    #[inline]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Items of some types.
    pub fn of(&self, types: Set) -> u32 {
        let known = types.and(Set::first(self.counts.len()));
        known.iter().map(|kind| self.counts[kind]).sum()
    }

    /// An item is laid down.
    #[inline]
    pub fn lay(&mut self, (kind, class): Pile, standing: Standing) {
        self.counts[kind] += 1;
        self.piles[kind][class].join(standing);
    }

    /// The first item of a pile is taken.
    #[inline]
    pub fn take(&mut self, (kind, class): Pile) -> Option<ItemId> {
        let id = self.piles[kind][class].leave()?;
        self.counts[kind] -= 1;
        Some(id)
    }

    /// An item goes that nobody has taken.
    pub fn withdraw(&mut self, (kind, class): Pile, standing: Standing) {
        self.counts[kind] -= 1;
        self.piles[kind][class].withdraw(standing);
    }

    /// A team begins to plan and wants so many: divides them by its shares, largest remainder, with what its last
    /// planning left over; what this one leaves over is carried on. (Serving one item at a time to whoever is owed
    /// most is the largest-remainder method, and stays right when somebody is owed less than nothing. Nobody ends
    /// up owed a whole item, so all but the last one or two are served at once.)
    pub fn share_out(&mut self, law: &Team, team: usize, total: u32) {
        let shares = &law.shares;
        let sum: f64 = shares.iter().map(|s| s.share).sum();
        let carried = &mut self.carried[team];
        self.quotas.clear();
        self.quotas.resize(shares.len(), 0.0);
        if sum <= 0.0 {
            return;
        }
        for (owed, share) in carried.iter_mut().zip(shares) {
            *owed += f64::from(total) * share.share / sum;
        }
        let mut rest = total;
        for (owed, quota) in carried.iter_mut().zip(&mut self.quotas) {
            let certain = (*owed - 1.0).floor().max(0.0);
            (*owed, *quota) = (*owed - certain, certain);
            rest -= certain as u32;
        }
        for _ in 0..rest {
            let served = (0..shares.len()).fold(0, |best, n| {
                let more = carried[n] - carried[best];
                let tie = more.abs() <= 1e-9 && earlier(&shares[n], &shares[best]);
                if more > 1e-9 || tie { n } else { best }
            });
            carried[served] -= 1.0;
            self.quotas[served] += 1.0;
        }
    }

    /// The pile whose first item the team commits to next; its quota is charged.
    pub fn next(&mut self, law: &Team, team: usize, wiring: &Wiring<'_>) -> Option<Pile> {
        if wiring.expedites
            && let Some(pile) = self.best_pile(law.types, true)
        {
            self.charge(law, pile.0);
            return Some(pile);
        }
        if law.shares.is_empty() {
            return self.pile_in_turn(team, law.types, wiring);
        }
        if let Some(share) = self.largest_quota(law) {
            let pile = self.best_pile(law.shares[share].types.and(law.types), false)?;
            self.charge(law, pile.0);
            return Some(pile);
        }
        if law.borrow {
            self.best_pile(law.types, false)
        } else {
            None
        }
    }

    /// The share with the largest quota that has something on the shelf.
    fn largest_quota(&self, law: &Team) -> Option<usize> {
        let owed = (0..law.shares.len())
            .filter(|&n| self.quotas[n] > 0.0 && self.of(law.shares[n].types.and(law.types)) > 0);
        owed.reduce(|best, n| {
            let more = self.quotas[n] - self.quotas[best];
            let tie = more == 0.0 && earlier(&law.shares[n], &law.shares[best]);
            if more > 0.0 || tie { n } else { best }
        })
    }

    /// An item of a type counts on its share's quota.
    fn charge(&mut self, law: &Team, kind: TypeId) {
        let mut shares = law.shares.iter();
        if let Some(share) = shares.position(|s| s.types.has(kind)) {
            self.quotas[share] -= 1.0;
        }
    }

    /// Without shares of the team's own: by the allocation, then by standing.
    fn pile_in_turn(&mut self, team: usize, types: Set, wiring: &Wiring<'_>) -> Option<Pile> {
        if !wiring.in_turn {
            return self.best_pile(types, false);
        }
        let on_shelf = types.iter().filter(|&t| !self.piles[t][0].is_empty());
        let present = on_shelf.fold(0_u64, |set, t| set | 1 << wiring.owners[t]);
        let has = |owner: usize| present >> owner & 1 == 1;
        let credits = &mut self.credits[team];
        let turn = turn(wiring.strategy, wiring, credits, has)?;
        let theirs = types
            .iter()
            .filter(|&t| turn.is_for(wiring.owners[t], wiring));
        self.best_pile(Set::of(theirs), false)
    }

    /// The pile with the best first item among these types.
    fn best_pile(&self, types: Set, expedite: bool) -> Option<Pile> {
        let class = usize::from(expedite);
        let mut best: Option<(&Standing, Pile)> = None;
        for kind in types.iter() {
            let Some(standing) = self.piles[kind][class].first() else {
                continue;
            };
            if best.is_none_or(|(leader, _)| standing < leader) {
                best = Some((standing, (kind, class)));
            }
        }
        best.map(|(_, pile)| pile)
    }
}

/// Does one share settle a tie before another: the larger, then the name?
fn earlier(one: &PullShare, other: &PullShare) -> bool {
    one.share > other.share || (one.share == other.share && one.name < other.name)
}
