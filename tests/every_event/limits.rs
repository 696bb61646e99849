//! Recounts the board after an event: items, limits, people.

use super::Watch;
use headwater::engine::{Board, Item, ItemId, Place, State};
use headwater::model::{Class, Focus, Hold, Limit, Model, StageId, Ticks, Work};

impl Watch<'_> {
    /// Every item is somewhere, and the board's own counts agree.
    pub(super) fn recount(&mut self, now: Ticks, board: &Board<'_>) {
        let inside = |item: &&Item| matches!(item.place, Place::Stage(_));
        for stage in 0..self.model.stages.len() {
            let mut states = [0; 4];
            let items = board.items().iter().filter(inside);
            for item in items.filter(|item| item.stage() == Some(stage)) {
                states[item.state as usize] += 1;
            }
            let told = board.by_state(stage);
            self.note(told == states, now, || {
                format!("stage {stage}: {told:?}, {states:?}")
            });
        }
        self.hands(now, board);
        let born = board.items().iter().filter(|i| i.place != Place::Unborn);
        let (born, came) = (born.count(), self.came);
        self.note(born == came, now, || format!("{born} items, {came} came"));
    }

    /// Every team has in hand what it has committed to, and its items stay out of others' stages.
    pub(super) fn hands(&mut self, now: Ticks, board: &Board<'_>) {
        for team in 0..self.model.teams.len() {
            let theirs = || {
                let items = board.items().iter();
                items.filter(|i| i.place != Place::Gone && i.team.map(usize::from) == Some(team))
            };
            let waiting = theirs().filter(|i| i.place == Place::Committed).count();
            let told = (board.sprint_backlog(team), board.in_hand(team));
            let counted = (waiting as u32, theirs().count() as u32);
            self.note(told == counted, now, || {
                format!("team {team}: {told:?}, {counted:?}")
            });
            let astray = theirs().filter_map(Item::stage).any(|stage| {
                let law = &self.model.stages[stage];
                law.team.is_some_and(|other| other != team)
            });
            self.note(!astray, now, || format!("an item of team {team} is astray"));
        }
    }

    /// So many hold a place of each limit now.
    pub(super) fn count_limits(&mut self, board: &Board<'_>) {
        let limits = board.model.limits.iter();
        self.held = limits.map(|limit| holders(limit, board)).collect();
    }

    /// Somebody has gone back or come out of a split; only that may exceed a limit, and must say so.
    pub(super) fn exceed(&mut self, now: Ticks, item: &Item, breach: bool, board: &Board<'_>) {
        let before = std::mem::take(&mut self.held);
        self.count_limits(board);
        let limits = board.model.limits.iter().zip(before).zip(&self.held);
        let exceeded = limits
            .filter(|((limit, before), held)| *held > before && **held > bound(limit, item))
            .count();
        self.note(breach || exceeded == 0, now, || {
            "a limit is exceeded unseen".into()
        });
    }

    /// No limit is exceeded, but by what stood there at the start, went back, fell out of a whole or came before
    /// the maximum did; that does not become more.
    pub(super) fn limits(&mut self, now: Ticks, board: &Board<'_>) {
        let before = std::mem::take(&mut self.held);
        self.count_limits(board);
        for (n, limit) in board.model.limits.iter().enumerate() {
            let held = self.held[n];
            let most = limit.max.saturating_add(limit.expedite_over) as usize;
            let so = held <= before[n].max(most);
            self.note(so, now, || {
                format!("{} holds {held} of {}", limit.name, limit.max)
            });
        }
    }

    /// Somebody has been pulled: no limit that counts it anew is exceeded; only expedite items come in above a
    /// maximum.
    pub(super) fn entry(&mut self, now: Ticks, item: &Item, board: &Board<'_>) {
        let first = |limit: &Limit| limit.stages.and(item.route).min() == item.stage();
        let anew = |limit: &&Limit| {
            let taken = holds(limit, item, self.model);
            taken && (limit.stages.len() == 1 || item.visit == 0 && first(limit))
        };
        for limit in board.model.limits.iter().filter(anew) {
            let held = holders(limit, board);
            self.note(held <= bound(limit, item), now, || {
                format!("{} holds {held} for {item:?}", limit.name)
            });
        }
        if item.class == Class::Expedite {
            self.count_limits(board);
        }
    }

    /// Everybody is free, at work, or kept by an item; where people work on one item at a time.
    pub(super) fn people(&mut self, now: Ticks, board: &Board<'_>) {
        let over = !self.model.today.is_empty() || !self.model.changes.is_empty();
        for (id, pool) in board.model.pools.iter().enumerate() {
            let Some(people) = pool.people.filter(|_| pool.focus == Focus::SINGLE) else {
                continue;
            };
            let items = board.items().iter().enumerate();
            let busy = items.filter(|(id, item)| {
                let stage = item.stage().filter(|stage| pool.stages.has(*stage));
                stage.is_some_and(|stage| self.keeps_somebody(*id, item, stage))
            });
            let (busy, free) = (busy.count(), board.free_people(id));
            let all = busy + free as usize;
            let so = all == people as usize || over && free == 0 && all > people as usize;
            self.note(so, now, || {
                format!("{}: {busy} busy and {free} free of {people}", pool.name)
            });
        }
    }

    /// Does an item keep one of the people of its stage?
    pub(super) fn keeps_somebody(&self, id: usize, item: &Item, stage: StageId) -> bool {
        let law = &self.model.stages[stage];
        let served = matches!(law.visits[item.type_id()].work, Work::Service(_));
        let by = self.stopped_by.get(&(id as ItemId)).copied();
        served
            && match item.state {
                State::Waiting => false,
                State::Working => true,
                State::Blocked => by.is_some_and(|by| self.model.blockers[by].holds_person),
                State::Done => law.hold == Hold::Person && !item.alone,
            }
    }
}

/// The shelf on the way of an item.
pub(super) fn ready(item: &Item, model: &Model) -> StageId {
    model.types[item.type_id()].ready
}

/// How many items hold a place of a limit.
pub(super) fn holders(limit: &Limit, board: &Board<'_>) -> usize {
    let items = board.items().iter();
    items.filter(|item| holds(limit, item, board.model)).count()
}

/// How many may hold a place of a limit for this item to come in.
pub(super) fn bound(limit: &Limit, item: &Item) -> usize {
    let over = match item.class {
        Class::Expedite => limit.expedite_over,
        _ => 0,
    };
    limit.max.saturating_add(over) as usize
}

/// Is the item between the first and the last of its stages under the limit?
pub(super) fn holds(limit: &Limit, item: &Item, model: &Model) -> bool {
    let visits = limit.stages.and(item.route);
    // In the Sprint Backlog the shelf lies behind it.
    let (come, ahead) = match item.place {
        Place::Stage(stage) => (usize::from(stage), usize::from(stage)),
        Place::Committed => (ready(item, model), ready(item, model) + 1),
        _ => return false,
    };
    limit.types.has(item.type_id())
        && visits.min().is_some_and(|first| first <= come)
        && visits.max().is_some_and(|last| ahead <= last)
}

/// Is an item unfinished in the stage just before this one, and worked on in both?
pub(super) fn may_be_taken(item: &Item, stage: StageId, model: &Model) -> bool {
    let served = |stage: StageId| {
        let work = &model.stages[stage].visits[item.type_id()].work;
        matches!(work, Work::Service(_))
    };
    let before = |at: StageId| item.route.from(at + 1).min() == Some(stage) && served(at);
    matches!(item.state, State::Waiting | State::Working)
        && item.stage().is_some_and(before)
        && served(stage)
}

/// Where an item that is free to move goes next.
pub(super) fn next_stage(item: &Item, model: &Model) -> Option<StageId> {
    match item.place {
        Place::Committed => item.route.from(ready(item, model) + 1).min(),
        Place::Backlog => item.route.min(),
        Place::Stage(stage)
            if item.state == State::Done
                && !item.awaits_meeting()
                && usize::from(stage) != ready(item, model) =>
        {
            item.route.from(usize::from(stage) + 1).min()
        }
        _ => None,
    }
}
