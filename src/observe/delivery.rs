//! After commitment: what each team has in hand, what it delivers, and how long that takes.

use super::Share;
use super::area::counted;
use super::readiness::places;
use super::rows::Rows;
use crate::engine::{Board, Item, ItemId, Place};
use crate::model::{Model, Side, StageId, Ticks, days};
use crate::stats::{CompetingRisks, Counts, Ratio, Values, accumulators};

/// What was seen of one team after commitment.
#[derive(Debug, Clone, Default)]
pub struct TeamSeen {
    /// Items it committed to.
    pub committed: Counts,
    /// Of what it had committed to: items done.
    pub done: Counts,
    /// The others that left.
    pub aborted: Counts,
    /// Items in its Sprint Backlog, time average.
    pub waiting: Values,
    /// Items in the stages after it, time average.
    pub wip: Values,
    /// Commitment to done, in ticks; abort is the competing event.
    pub time: CompetingRisks,
    /// Sum (days) and number by trial of the times of what was done.
    pub time_mean: Ratio,
    /// Aborted ÷ (aborted + done).
    pub abort_rate: Share,
}

accumulators!(TeamSeen {
    committed,
    done,
    aborted,
    waiting,
    wip,
    time,
    time_mean,
    abort_rate
});

/// What was seen of the Sprint before one planning.
#[derive(Debug, Clone, Default)]
pub struct SprintSeen {
    /// Items the team still had in hand, before it pulled.
    pub carried_over: Counts,
    /// Items done since its planning before, or since day 0.
    pub delivered: Counts,
}

accumulators!(SprintSeen {
    carried_over,
    delivered
});

/// What was seen after commitment.
#[derive(Debug, Clone, Default)]
pub struct DeliverySeen {
    /// By team.
    pub teams: Vec<TeamSeen>,
    /// By planning, in output order.
    pub sprints: Vec<SprintSeen>,
}

impl DeliverySeen {
    /// Nothing seen yet; nothing to see where no stage comes after ready.
    pub(super) fn new(model: &Model) -> Self {
        if !model.delivers() {
            return Self::default();
        }
        let plannings = model.teams.iter().map(|team| team.plannings.len()).sum();
        Self {
            teams: vec![TeamSeen::default(); model.teams.len()],
            sprints: vec![SprintSeen::default(); plannings],
        }
    }
}

accumulators!(DeliverySeen { teams, sprints });

/// A number of items over time.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    items: u64,
    since: Ticks,
    area: u128,
}

impl Level {
    /// There are so many from now on.
    fn set(&mut self, now: Ticks, items: u32, warm_up: Ticks) {
        self.area += u128::from(self.items) * u128::from(counted(self.since, now, warm_up));
        (self.items, self.since) = (u64::from(items), now);
    }
}

/// One team during a trial.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    waiting: Level,
    wip: Level,
    committed: u64,
    done: u64,
    aborted: u64,
    /// Items done since the last planning, warm-up or not.
    delivered: u64,
    /// Of those done whose commitment was seen.
    timed: u64,
    time: Ticks,
}

/// In place of the instant of a commitment: it was before day 0.
const BEFORE: Ticks = Ticks::MAX;

/// What happens after commitment during a trial.
#[derive(Debug)]
pub(super) struct Watch {
    active: bool,
    warm_up: Ticks,
    /// `[team][index]` to the place in output order.
    places: Vec<Vec<usize>>,
    tallies: Vec<Tally>,
    /// When each item was committed; [`BEFORE`] of what today's board has in delivery, whose times from
    /// commitment nobody knows.
    since: Rows<Ticks>,
}

impl Watch {
    /// For a model.
    pub fn new(model: &Model) -> Self {
        Self {
            active: model.delivers(),
            warm_up: model.warm_up,
            places: places(model),
            tallies: vec![Tally::default(); model.teams.len()],
            since: Rows::new(),
        }
    }

    /// A new trial.
    pub fn begin(&mut self) {
        self.tallies.fill(Tally::default());
    }

    /// An item is there on day 0: a team may have planned it.
    pub fn present(&mut self, id: ItemId, item: &Item, board: &Board<'_>) {
        if let Some(team) = item.team.map(usize::from) {
            self.since.open(id);
            self.since[id] = BEFORE;
            self.level(0, team, board);
        }
    }

    /// A team looks at the shelf before it pulls.
    pub fn plan(
        &mut self,
        (team, index): (usize, usize),
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        if let Some(sprint) = seen.sprints.get_mut(self.places[team][index]) {
            let delivered = std::mem::take(&mut self.tallies[team].delivered);
            sprint.carried_over.push(u64::from(board.in_hand(team)));
            sprint.delivered.push(delivered);
        }
    }

    /// A planning has pulled an item.
    #[inline]
    pub fn commit(
        &mut self,
        now: Ticks,
        id: ItemId,
        team: usize,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        if self.active {
            self.take_on(now, id, team, board, seen);
        }
    }

    /// The same where stages come after commitment.
    fn take_on(
        &mut self,
        now: Ticks,
        id: ItemId,
        team: usize,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        self.since.open(id);
        self.since[id] = now;
        self.tallies[team].committed += u64::from(now >= self.warm_up);
        self.level(now, team, board);
        if board.item(id).place == Place::Gone {
            self.complete(now, id, team, seen);
        }
    }

    /// A stage has pulled an item out of the Sprint Backlog of its team.
    pub fn take_up(&mut self, now: Ticks, item: &Item, board: &Board<'_>) {
        if let Some(team) = item.team {
            self.level(now, usize::from(team), board);
        }
    }

    /// An item is done in the last stage of its route.
    pub fn deliver(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        if let Some(team) = item.team.map(usize::from) {
            self.level(now, team, board);
            self.complete(now, id, team, seen);
        }
    }

    /// An item is done.
    fn complete(&mut self, now: Ticks, id: ItemId, team: usize, seen: &mut DeliverySeen) {
        let tally = &mut self.tallies[team];
        tally.delivered += 1;
        if now >= self.warm_up {
            tally.done += 1;
            if let Some(time) = now.checked_sub(self.since[id]) {
                tally.timed += 1;
                tally.time += time;
                seen.teams[team].time.push_event(time);
            }
        }
    }

    /// An item leaves after commitment, but not done.
    pub fn abort(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        let Some(team) = item.team.map(usize::from) else {
            return;
        };
        self.level(now, team, board);
        if now >= self.warm_up {
            self.tallies[team].aborted += 1;
            if let Some(time) = now.checked_sub(self.since[id]) {
                seen.teams[team].time.push_competing(time);
            }
        }
    }

    /// An item falls apart after commitment.
    pub fn fall_apart(
        &mut self,
        now: Ticks,
        id: ItemId,
        item: &Item,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        if let Some(team) = item.team.map(usize::from) {
            self.level(now, team, board);
            if let Some(age) = self.entered_at(now, id) {
                seen.teams[team].time.withdraw_entry(age);
            }
        }
    }

    /// A part of such an item comes into being; it was committed with the whole.
    pub fn come_apart(
        &mut self,
        now: Ticks,
        (id, of): (ItemId, ItemId),
        item: &Item,
        board: &Board<'_>,
        seen: &mut DeliverySeen,
    ) {
        if let Some(team) = item.team.map(usize::from) {
            self.since.open(id);
            self.since[id] = self.since[of];
            self.level(now, team, board);
            if let Some(age) = self.entered_at(now, id) {
                seen.teams[team].time.push_entry(age);
            }
        }
    }

    /// At what age since its commitment, if that is known, an item that is in the estimates `now` has entered them.
    fn entered_at(&self, now: Ticks, id: ItemId) -> Option<Ticks> {
        let since = Some(self.since[id]).filter(|&since| since != BEFORE && now >= self.warm_up);
        since.map(|since| self.warm_up.saturating_sub(since))
    }

    /// Books the time for which a team had as many in hand as it had.
    fn level(&mut self, now: Ticks, team: usize, board: &Board<'_>) {
        let waiting = board.sprint_backlog(team);
        let tally = &mut self.tallies[team];
        tally.waiting.set(now, waiting, self.warm_up);
        let wip = board.in_hand(team) - waiting;
        tally.wip.set(now, wip, self.warm_up);
    }

    /// The statistics begin: what is in hand enters the estimates at its present age.
    pub fn warm(&self, board: &Board<'_>, seen: &mut DeliverySeen) {
        for (team, since) in self.in_hand(board) {
            seen.teams[team].time.push_entry(self.warm_up - since);
        }
    }

    /// Everything the teams have in hand of which it is known when it was committed: whose it is, and when.
    fn in_hand(&self, board: &Board<'_>) -> impl Iterator<Item = (usize, Ticks)> {
        let items = board.items().iter().enumerate();
        let here = items.filter(|(_, item)| !matches!(item.place, Place::Gone));
        here.filter_map(|(id, item)| {
            let team = item.team.map(usize::from)?;
            let since = Some(self.since[id as ItemId]).filter(|&since| since != BEFORE);
            Some((team, since?))
        })
    }

    /// The trial is over.
    pub fn end(&mut self, board: &Board<'_>, seen: &mut DeliverySeen) {
        if !self.active {
            return;
        }
        let horizon = board.model.horizon;
        for (team, since) in self.in_hand(board) {
            seen.teams[team].time.push_open(horizon - since);
        }
        for team in 0..self.tallies.len() {
            self.level(horizon, team, board);
        }
        let span = (horizon - self.warm_up) as f64;
        for (tally, seen) in self.tallies.iter().zip(&mut seen.teams) {
            close(tally, span, seen);
        }
    }
}

/// Pushes one trial's values of a team.
fn close(tally: &Tally, span: f64, seen: &mut TeamSeen) {
    seen.committed.push(tally.committed);
    seen.done.push(tally.done);
    seen.aborted.push(tally.aborted);
    seen.time_mean.push(days(tally.time), tally.timed as f64);
    seen.abort_rate
        .push(tally.aborted as f64, (tally.aborted + tally.done) as f64);
    if span > 0.0 {
        seen.waiting.push(tally.waiting.area as f64 / span);
        seen.wip.push(tally.wip.area as f64 / span);
    }
}

/// Does what leaves here leave after commitment?
pub(super) fn is_committed(model: &Model, stage: StageId) -> bool {
    model.stages[stage].side == Side::Downstream
}
