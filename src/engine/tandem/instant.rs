//! What happens at one instant: mostly one thing, sometimes several at once.

use super::{ARRIVALS, FIRST_TEAM, Follower, Planned, Tandem};
use crate::engine::agenda::Rank;
use crate::engine::trial::MOST_AT_ONCE;
use crate::model::Ticks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Events of one instant, the first at the top: what decides among them, and whose they are.
pub(super) type Pending = BinaryHeap<Reverse<(Rank, u64, usize)>>;

impl Tandem<'_> {
    /// Everything that happens now, at which this one's event is the next.
    #[inline(always)]
    pub(super) fn instant<F: Follower>(&mut self, whose: usize, follower: &mut F) {
        self.calendar.pass(whose);
        let post = whose.checked_sub(self.sources);
        let simple = post.is_some() || (whose == ARRIVALS && self.demand.single);
        if self.calendar.is_due(self.now) || !simple {
            self.pending.push(Reverse(self.standing_of(whose)));
            return self.crowd(follower);
        }
        self.happened += 1;
        match post {
            Some(number) => self.end_alone(number, follower),
            None => self.arrive_alone(follower),
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
                    None => self.arrive(follower),
                }
                if explodes(self) {
                    return;
                }
            }
            self.pull_all::<F, false>(follower);
            if !self.pending.is_empty() {
                while let Some(whose) = self.take(Rank::Planning) {
                    self.hold_planning(whose - FIRST_TEAM, follower);
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
            Some(post) => (Rank::WorkEnd, u64::from(self.posts[post].walker.id())),
            None if whose == ARRIVALS => (Rank::Arrival, 0),
            None => (Rank::Planning, whose as u64),
        };
        (rank, sequence, whose)
    }

    /// Nothing happens now but that an item arrives.
    #[inline]
    fn arrive_alone<F: Follower>(&mut self, follower: &mut F) {
        let walker = self.be_born();
        self.plan_arrival();
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

    /// New demand arrives: an item, or several that come together.
    fn arrive<F: Follower>(&mut self, follower: &mut F) {
        loop {
            let walker = self.be_born();
            self.join_backlog(walker, follower);
            if !self.course.next().is_some_and(|next| next.follows) {
                return self.plan_arrival();
            }
        }
    }

    /// Plans the next arrival.
    #[inline(always)]
    pub(super) fn plan_arrival(&mut self) {
        if self.course.next().is_none() {
            self.demand.foresee(&mut self.course);
        }
        if let Some(next) = self.course.next() {
            self.calendar.plan(next.arrived as Ticks, ARRIVALS);
        }
    }

    /// Plans the next planning of a team.
    pub(super) fn plan_planning(&mut self, team: usize) {
        let plannings = &self.model.teams[team].plannings;
        if let Some(&at) = plannings.get(self.next_planning[team]) {
            self.calendar.plan(at, FIRST_TEAM + team);
        }
    }

    /// A team plans: what is there is noted, then it pulls.
    fn hold_planning<F: Follower>(&mut self, team: usize, follower: &mut F) {
        let total = self.model.teams[team].total;
        self.held += 1;
        self.ready.copy_from_slice(self.course.numbers.on_shelf());
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
