//! What happens at one instant: mostly one thing, sometimes several at once.

use super::parts::Upcoming;
use super::{Follower, Planned, Tandem};
use crate::engine::agenda::Rank;
use crate::engine::trial::MOST_AT_ONCE;
use crate::model::{Ticks, TypeId};
use crate::random::Key;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Events of one instant, the first at the top: what decides among them, and whose they are.
pub(super) type Pending = BinaryHeap<Reverse<(Rank, u64, usize)>>;

impl Tandem<'_> {
    /// Everything that happens now, at which this one's event is the next.
    #[inline]
    pub(super) fn instant<F: Follower>(&mut self, whose: usize, follower: &mut F) {
        self.calendar.pass(whose);
        let post = whose.checked_sub(self.sources);
        let simple = post.is_some() || self.singles.has(whose);
        if self.calendar.is_due(self.now) || !simple {
            self.pending.push(Reverse(self.standing_of(whose)));
            return self.crowd(follower);
        }
        self.happened += 1;
        match post {
            Some(number) => self.end_alone(number, follower),
            None => self.arrive_alone(whose, follower),
        }
    }

    /// The same where it may be several things, in rounds: events, pulls, plannings, pulls; then people choose.
    #[inline(never)]
    pub(super) fn crowd<F: Follower>(&mut self, follower: &mut F) {
        let before = self.happened;
        let explodes = |tandem: &Self| tandem.happened - before > MOST_AT_ONCE;
        loop {
            while let Some(whose) = self.take(Rank::WorkEnd) {
                match whose.checked_sub(self.sources) {
                    Some(number) => self.end(number, follower),
                    None => self.arrive(whose, follower),
                }
                if explodes(self) {
                    return;
                }
            }
            self.pull_all::<F, false>(follower);
            if !self.pending.is_empty() {
                while let Some(whose) = self.take(Rank::Planning) {
                    self.hold_planning(whose - self.types, follower);
                }
                self.pull_all::<F, false>(follower);
            }
            self.choose_all();
            if !self.calendar.is_due(self.now) || explodes(self) {
                return;
            }
        }
    }

    /// Takes the next event of this instant, if it is of `rank` or before.
    fn take(&mut self, rank: Rank) -> Option<usize> {
        while let Some((time, whose)) = self.calendar.first()
            && time == self.now
        {
            self.calendar.pass(whose);
            self.pending.push(Reverse(self.standing_of(whose)));
        }
        let &Reverse((first, _, whose)) = self.pending.peek()?;
        if first > rank {
            return None;
        }
        self.pending.pop();
        self.happened += 1;
        Some(whose)
    }

    /// What decides who is first of the events at one instant.
    fn standing_of(&self, whose: usize) -> (Rank, u64, usize) {
        let (rank, sequence) = match whose.checked_sub(self.sources) {
            Some(post) => (Rank::WorkEnd, u64::from(self.posts[post].walker.id)),
            None if whose < self.types => {
                let ahead = u64::from(self.steady.has(whose));
                (Rank::Arrival, self.inflows[whose].lot(ahead))
            }
            None => (Rank::Planning, whose as u64),
        };
        (rank, sequence, whose)
    }

    /// Nothing happens now but that an item of a type arrives.
    #[inline]
    fn arrive_alone<F: Follower>(&mut self, kind: TypeId, follower: &mut F) {
        let item = match self.steady.has(kind) {
            true => self.next_of_steady(kind),
            false => self.next_of_other(kind),
        };
        let walker = self.be_born(kind, item);
        let crowded = self.calendar.is_due(self.now);
        if crowded || !self.is_free_to_enter() {
            self.join_backlog(walker, follower);
            if crowded {
                self.crowd(follower);
            }
            return;
        }
        self.happened += 1;
        self.enter::<F, true>(walker, 0, follower);
        self.pull_all::<F, true>(follower);
    }

    /// New demand of a type arrives.
    fn arrive<F: Follower>(&mut self, kind: TypeId, follower: &mut F) {
        if self.steady.has(kind) {
            let item = self.next_of_steady(kind);
            let walker = self.be_born(kind, item);
            return self.join_backlog(walker, follower);
        }
        let size = self.inflows[kind].size(&self.model.types[kind].arrivals);
        for _ in 0..size.min(MOST_AT_ONCE + 1) {
            let item = self.draw_item(kind);
            let walker = self.be_born(kind, item);
            self.join_backlog(walker, follower);
        }
        self.plan_arrival(kind);
    }

    /// Plans the first arrival of a type.
    pub(super) fn plan_first_arrival(&mut self, kind: TypeId) {
        let rate = self.upcoming[kind].rate;
        if !self.steady.has(kind) {
            return self.plan_arrival(kind);
        }
        let first = self.inflows[kind].gap(rate);
        self.calendar.plan(self.now.saturating_add(first), kind);
        self.look_ahead(kind, rate);
    }

    /// What is known of the item of a type that arrives now at a steady rate; the next arrival is planned.
    #[inline(always)]
    fn next_of_steady(&mut self, kind: TypeId) -> (Key, Ticks) {
        let Upcoming {
            rate,
            key,
            work,
            gap,
        } = self.upcoming[kind];
        self.calendar.plan(self.now.saturating_add(gap), kind);
        self.look_ahead(kind, rate);
        (key, work)
    }

    /// Draws what is to be known of the next item of such a type.
    #[inline(always)]
    fn look_ahead(&mut self, kind: TypeId, rate: f64) {
        let inflow = &mut self.inflows[kind];
        let (gap, key) = (inflow.gap(rate), inflow.next_item(0));
        let work = self.length(key, 0, kind as u8);
        self.upcoming[kind] = Upcoming {
            rate,
            key,
            work,
            gap,
        };
    }

    /// The single item of a type that arrives otherwise; the next arrival is planned.
    #[inline(never)]
    fn next_of_other(&mut self, kind: TypeId) -> (Key, Ticks) {
        self.plan_arrival(kind);
        self.draw_item(kind)
    }

    /// Plans the next arrival of such a type.
    fn plan_arrival(&mut self, kind: TypeId) {
        let law = &self.model.types[kind].arrivals;
        if let Some(at) = self.inflows[kind].next(law, self.now) {
            self.calendar.plan(at, kind);
        }
    }

    /// The address of the next item of such a type, and the length of its work in the first stage.
    fn draw_item(&mut self, kind: TypeId) -> (Key, Ticks) {
        let key = self.inflows[kind].next_item(0);
        (key, self.first_length(key, kind))
    }

    /// Plans the next planning of a team.
    pub(super) fn plan_planning(&mut self, team: usize) {
        let plannings = &self.model.teams[team].plannings;
        if let Some(&at) = plannings.get(self.next_planning[team]) {
            self.calendar.plan(at, self.types + team);
        }
    }

    /// A team plans: what is there is noted, then it pulls.
    fn hold_planning<F: Follower>(&mut self, team: usize, follower: &mut F) {
        let total = self.model.teams[team].total;
        self.held += 1;
        self.ready.copy_from_slice(self.shelf.counts());
        self.pulled.fill(0);
        self.shelf.share_out(self.model, team, total);
        for _ in 0..total {
            let Some(id) = self.shelf.take(self.model, team, self.wiring) else {
                break;
            };
            self.commit(id, follower);
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
