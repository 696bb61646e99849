//! Sprint Planning: a team looks at the shelf and pulls what it commits to.

use super::agenda::{Entry, Rank};
use super::allocation::turn;
use super::board::Board;
use super::event::{Event, Observer};
use super::item::{Place, State};
use super::queue::Standing;
use crate::model::{Set, TypeId};

/// A queue on the shelf: a type, ordinary or expedite.
type Pile = (TypeId, usize);

impl Board<'_> {
    /// Plans the plannings of all teams.
    pub(super) fn plan_plannings(&mut self) {
        for team in 0..self.model.teams.len() {
            self.plan_planning(team, 0);
        }
    }

    /// Plans one planning of a team.
    fn plan_planning(&mut self, team: usize, index: usize) {
        if let Some(&at) = self.model.teams[team].plannings.get(index) {
            let subject = (index as u32) << 8 | team as u32;
            self.agenda
                .insert(Entry::new(at, Rank::Planning, team as u64, subject));
        }
    }

    /// Holds a planning: observe first, then pull.
    pub(super) fn hold_planning<O: Observer>(&mut self, subject: u32, watch: &mut O) {
        let (team, index) = ((subject & 0xff) as usize, (subject >> 8) as usize);
        watch.event(self.now, Event::Planning { team, index }, self);
        let mut left = self.wanted_by(team);
        self.share_out(team, left);
        while left > 0 {
            let Some(pile) = self.next_to_commit(team) else {
                break;
            };
            self.commit(pile, team, watch);
            left -= 1;
        }
        self.plan_planning(team, index + 1);
    }

    /// Divides a pull by shares, largest remainder, with what the last planning left over; what this one
    /// leaves over is carried on. (Serving one item at a time to whoever is owed most is the
    /// largest-remainder method, and stays right when somebody is owed less than nothing. Nobody ends up
    /// owed a whole item, so all but the last one or two are served at once.)
    fn share_out(&mut self, team: usize, total: u32) {
        let shares = &self.model.teams[team].shares;
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
    fn next_to_commit(&mut self, team: usize) -> Option<Pile> {
        let model = self.model;
        let law = &model.teams[team];
        if self.wiring.expedites
            && let Some(pile) = self.best_pile(law.types, true)
        {
            self.charge(team, pile.0);
            return Some(pile);
        }
        if law.shares.is_empty() {
            return self.pile_in_turn(team, law.types);
        }
        if let Some(share) = self.largest_quota(team) {
            let pile = self.best_pile(law.shares[share].types.and(law.types), false)?;
            self.charge(team, pile.0);
            return Some(pile);
        }
        if law.borrow {
            self.best_pile(law.types, false)
        } else {
            None
        }
    }

    /// The share with the largest quota that has something on the shelf.
    fn largest_quota(&self, team: usize) -> Option<usize> {
        let law = &self.model.teams[team];
        let owed = (0..law.shares.len()).filter(|&n| {
            self.quotas[n] > 0.0 && self.shelf_of(law.shares[n].types.and(law.types)) > 0
        });
        owed.reduce(|best, n| {
            let more = self.quotas[n] - self.quotas[best];
            let tie = more == 0.0 && earlier(&law.shares[n], &law.shares[best]);
            if more > 0.0 || tie { n } else { best }
        })
    }

    /// An item of a type counts on its share's quota.
    fn charge(&mut self, team: usize, kind: TypeId) {
        let mut shares = self.model.teams[team].shares.iter();
        if let Some(share) = shares.position(|s| s.types.has(kind)) {
            self.quotas[share] -= 1.0;
        }
    }

    /// Without shares of the team's own: by the allocation, then by standing.
    fn pile_in_turn(&mut self, team: usize, types: Set) -> Option<Pile> {
        if !self.wiring.in_turn {
            return self.best_pile(types, false);
        }
        let on_shelf = types.iter().filter(|&t| !self.shelf[t][0].is_empty());
        let present = on_shelf.fold(0_u64, |set, t| set | 1 << self.wiring.owners[t]);
        let has = |owner: usize| present >> owner & 1 == 1;
        let credits = &mut self.team_credits[team];
        let turn = turn(self.wiring.strategy, self.wiring, credits, has)?;
        let theirs = types
            .iter()
            .filter(|&t| turn.is_for(self.wiring.owners[t], self.wiring));
        self.best_pile(Set::of(theirs), false)
    }

    /// The pile with the best first item among these types.
    fn best_pile(&self, types: Set, expedite: bool) -> Option<Pile> {
        let class = usize::from(expedite);
        let mut best: Option<(&Standing, Pile)> = None;
        for kind in types.iter() {
            let Some(standing) = self.shelf[kind][class].first() else {
                continue;
            };
            if best.is_none_or(|(leader, _)| standing < leader) {
                best = Some((standing, (kind, class)));
            }
        }
        best.map(|(_, pile)| pile)
    }

    /// The team commits to the first item of a pile.
    fn commit<O: Observer>(&mut self, (kind, class): Pile, team: usize, watch: &mut O) {
        let Some(id) = self.shelf[kind][class].leave() else {
            return;
        };
        let stage = self.model.teams[team].from;
        self.on_shelf[kind] -= 1;
        self.change(id, stage, State::Done);
        self.hand_over(id, stage, team);
        watch.event(
            self.now,
            Event::Committed {
                item: id,
                stage,
                team,
            },
            self,
        );
        self.await_delivery(id, stage);
        if self.items[id as usize].place == Place::Gone {
            self.consider_return(id);
        }
    }
}

/// Does one share settle a tie before another: the larger, then the name?
fn earlier(one: &crate::model::PullShare, other: &crate::model::PullShare) -> bool {
    one.share > other.share || (one.share == other.share && one.name < other.name)
}
