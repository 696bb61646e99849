//! What happens at one instant: mostly one thing, sometimes several at once.

use super::{Follower, Planned, Tandem};
use crate::engine::agenda::Rank;
use crate::engine::trial::MOST_AT_ONCE;
use crate::model::TypeId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Events of one instant, the first at the top: what decides among them, and the slot.
pub(super) type Pending = BinaryHeap<Reverse<(Rank, u64, usize)>>;

impl Tandem<'_> {
    /// Everything that happens now, at which the event of `slot` is the next.
    #[inline]
    pub(super) fn instant<F: Follower>(&mut self, slot: usize, follower: &mut F) {
        if self.slots.has_rival(slot, self.now) {
            return self.crowd(follower);
        }
        if slot >= self.sources {
            self.taken += 1;
            self.end_alone(slot - self.sources, follower);
        } else if slot < self.types {
            self.taken += 1;
            self.arrive_alone(slot, follower);
        } else {
            self.crowd(follower);
        }
    }

    /// The same where it may be several things, in rounds: events, pulls, plannings, pulls; then people choose.
    #[inline(never)]
    pub(super) fn crowd<F: Follower>(&mut self, follower: &mut F) {
        let before = self.happened();
        let explodes = |tandem: &Self| tandem.happened() - before > MOST_AT_ONCE;
        loop {
            while let Some(slot) = self.take(Rank::WorkEnd) {
                match slot < self.types {
                    true => self.arrive(slot, follower),
                    false => self.end(slot - self.sources, follower),
                }
                if explodes(self) {
                    return;
                }
            }
            self.pull_all(false, follower);
            if !self.pending.is_empty() {
                while let Some(slot) = self.take(Rank::Planning) {
                    self.hold_planning(slot - self.types, follower);
                }
                self.pull_all(false, follower);
            }
            self.choose_all();
            if !self.slots.is_due(self.now) || explodes(self) {
                return;
            }
        }
    }

    /// The slot whose event is the next of this instant, if it is of `rank` or before.
    fn take(&mut self, rank: Rank) -> Option<usize> {
        while let Some((time, slot)) = self.slots.first()
            && time == self.now
        {
            self.slots.close(slot);
            self.pending.push(Reverse(self.standing_of(slot)));
        }
        let &Reverse((first, _, slot)) = self.pending.peek()?;
        if first > rank {
            return None;
        }
        self.pending.pop();
        self.taken += 1;
        Some(slot)
    }

    /// What decides who is first of the events at one instant.
    fn standing_of(&self, slot: usize) -> (Rank, u64, usize) {
        let Some(source) = slot.checked_sub(self.types) else {
            return (Rank::Arrival, self.inflows[slot].lot(), slot);
        };
        match source.checked_sub(self.model.teams.len()) {
            None => (Rank::Planning, source as u64, slot),
            Some(post) => (Rank::WorkEnd, u64::from(self.posts[post].item), slot),
        }
    }

    /// Nothing happens now but that new demand of a type arrives.
    #[inline]
    fn arrive_alone<F: Follower>(&mut self, kind: TypeId, follower: &mut F) {
        let single = self.inflows[kind].size(&self.model.types[kind].arrivals) == 1;
        if !single || !self.is_free_to_enter() {
            self.arrive(kind, follower);
            if !single || self.slots.is_due(self.now) {
                self.crowd(follower);
            }
            return;
        }
        let id = self.be_born(kind);
        self.plan_arrival(kind);
        if self.slots.is_due(self.now) {
            self.join_backlog(id, follower);
            return self.crowd(follower);
        }
        self.joins += 1;
        self.enter(id, 0, true, follower);
        self.pull_all(true, follower);
    }

    /// New demand of a type arrives.
    fn arrive<F: Follower>(&mut self, kind: TypeId, follower: &mut F) {
        let size = self.inflows[kind].size(&self.model.types[kind].arrivals);
        for _ in 0..size.min(MOST_AT_ONCE + 1) {
            let id = self.be_born(kind);
            self.join_backlog(id, follower);
        }
        self.plan_arrival(kind);
    }

    /// Plans the next arrival of a type.
    #[inline]
    pub(super) fn plan_arrival(&mut self, kind: TypeId) {
        let law = &self.model.types[kind].arrivals;
        match self.inflows[kind].next(law, self.now) {
            Some(at) => self.slots.set(kind, at),
            None => self.slots.close(kind),
        }
    }

    /// Plans the next planning of a team.
    pub(super) fn plan_planning(&mut self, team: usize) {
        let plannings = &self.model.teams[team].plannings;
        if let Some(&at) = plannings.get(self.next_planning[team]) {
            self.slots.set(self.types + team, at);
        }
    }

    /// A team plans: what is there is noted, then it pulls.
    fn hold_planning<F: Follower>(&mut self, team: usize, follower: &mut F) {
        let law = &self.model.teams[team];
        self.held += 1;
        self.ready.copy_from_slice(self.shelf.counts());
        self.pulled.fill(0);
        self.shelf.share_out(law, team, law.total);
        for _ in 0..law.total {
            let Some(pile) = self.shelf.next(law, team, self.wiring) else {
                break;
            };
            self.commit(pile);
        }
        follower.planned(Planned {
            team,
            index: self.next_planning[team],
            ready: &self.ready,
            pulled: &self.pulled,
        });
        self.next_planning[team] += 1;
        self.plan_planning(team);
    }
}
