//! People who share their effort among several items in hand (model.md, section 5, number 3).
//!
//! All items that a pool works on progress at one rate, so one clock a pool tells how much work has been done
//! on each. An item's work ends when that clock has moved on by the work's length: this point is fixed when
//! the work begins, whatever the rate does meanwhile. Only the next end is in the agenda; when the rate
//! changes or another item comes first, that plan is made void and the next end is planned anew.

use super::agenda::Rank;
use super::board::Board;
use super::item::{Item, ItemId, State};
use super::wiring::{Crew, Wiring};
use crate::model::{Focus, PoolId, Ticks, ticks};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// An item in hand. The one whose work ends first, of equal ones the older, comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Task {
    /// What the pool's clock of work shows when this work ends.
    end: Ticks,
    seniority: u32,
    item: ItemId,
}

/// What the people of a pool have in hand and work on.
#[derive(Debug, Default)]
pub(super) struct Hands {
    tasks: BinaryHeap<Reverse<Task>>,
    /// Work done on each item since the pool last had nothing to do, in ticks at full speed.
    work: f64,
    /// The time of people given to each item since then, in ticks.
    attention: f64,
    /// When these clocks were last set.
    since: Ticks,
    /// The item whose end is in the agenda, and when that is.
    planned: Option<(ItemId, Ticks)>,
    /// What the clock of attention showed when work on an item began, by item.
    from: Vec<f64>,
}

impl Hands {
    /// Nothing in hand.
    pub fn clear(&mut self) {
        self.tasks.clear();
        (self.work, self.attention, self.since) = (0.0, 0.0, 0);
        self.planned = None;
    }

    /// How many items are worked on.
    #[inline]
    fn items(&self) -> u32 {
        self.tasks.len() as u32
    }

    /// Sets the clocks to `now`.
    fn advance(&mut self, now: Ticks, crew: &Crew, focus: &Focus) {
        let span = (now - self.since) as f64;
        self.since = now;
        match self.items() {
            0 => (self.work, self.attention) = (0.0, 0.0),
            items => {
                self.work += span * focus.rate(items, crew.people) * crew.availability;
                self.attention += span * attention(items, crew.people);
            }
        }
    }

    /// What the clock of attention shows at `time`, not before it was last set.
    fn attention_at(&self, time: Ticks, people: u32) -> f64 {
        let span = time.saturating_sub(self.since) as f64;
        self.attention + span * attention(self.items().max(1), people)
    }

    /// Begins `work` on an item.
    fn take(&mut self, item: ItemId, seniority: u32, work: Ticks) {
        let end = (self.work + work as f64 + 0.5) as Ticks;
        self.tasks.push(Reverse(Task {
            end,
            seniority,
            item,
        }));
        let index = item as usize;
        if self.from.len() <= index {
            self.from.resize(index + 1, 0.0);
        }
        self.from[index] = self.attention;
    }

    /// Ends the work on an item; returns what is left of it and the time of people that went into it, in
    /// ticks. If it is the one that is planned to end, the clock shows its end exactly.
    fn lay_down(&mut self, item: ItemId) -> (Ticks, Ticks) {
        let end = match self.tasks.peek() {
            Some(Reverse(first)) if first.item == item => {
                let end = first.end;
                self.tasks.pop();
                end
            }
            _ => self.pick_out(item),
        };
        if let Some((_, time)) = self.planned.take_if(|(planned, _)| *planned == item)
            && time == self.since
        {
            self.work = end as f64;
        }
        let from = self.from.get(item as usize).copied();
        let attention = self.attention - from.unwrap_or(self.attention);
        ((end as f64 - self.work + 0.5) as Ticks, attention as Ticks)
    }

    /// What is left of the work on an item, in ticks.
    fn left(&self, item: ItemId) -> Option<Ticks> {
        let mut tasks = self.tasks.iter().map(|Reverse(task)| task);
        let task = tasks.find(|task| task.item == item)?;
        Some((task.end as f64 - self.work + 0.5) as Ticks)
    }

    /// Takes out an item that is not the first; returns its end by the clock.
    #[cold]
    fn pick_out(&mut self, item: ItemId) -> Ticks {
        let mut end = 0;
        self.tasks.retain(|Reverse(task)| {
            if task.item == item {
                end = task.end;
            }
            task.item != item
        });
        end
    }

    /// Which item's work ends next, and when; no other can end before.
    fn next_end(&self, now: Ticks, crew: &Crew, focus: &Focus) -> Option<(ItemId, Ticks)> {
        let Reverse(first) = self.tasks.peek()?;
        let rate = focus.rate(self.items(), crew.people) * crew.availability;
        let length = (first.end as f64 - self.work).max(0.0) / rate;
        Some((first.item, now.saturating_add((length + 0.5) as Ticks)))
    }
}

/// How much of a person's time each of so many items gets when people share them.
fn attention(items: u32, people: u32) -> f64 {
    (f64::from(people) / f64::from(items)).min(1.0)
}

/// How many items a pool may have in hand at once; [`u32::MAX`] for any number.
pub(super) fn hands(people: Option<u32>, focus: &Focus) -> u32 {
    let hands = people.and_then(|people| focus.hands(people));
    hands.unwrap_or(u32::MAX)
}

/// Nothing in any hand, for the pools of a board.
pub(super) fn empty_hands(wiring: &Wiring<'_>) -> Vec<Hands> {
    wiring.crews.iter().map(|_| Hands::default()).collect()
}

impl Item {
    /// How much of the time of people who share their effort has gone into the item during this stay, up to
    /// the last change of its state.
    #[inline]
    pub(crate) fn attention(&self) -> Ticks {
        self.attention
    }
}

impl Board<'_> {
    /// People who share their effort take one more item in hand.
    pub(super) fn take_in_hand(&mut self, id: ItemId, pool: PoolId, work: f64) {
        let (now, seniority) = (self.now, self.items[id as usize].seniority);
        let hands = self.set_clocks(pool, now);
        hands.take(id, seniority, ticks(work));
        self.unplanned = self.unplanned.with(pool);
    }

    /// People who share their effort stop working on an item, at its end or before; what went into it is
    /// booked. Returns what is left of the work, in ticks at full speed.
    pub(super) fn lay_down(&mut self, id: ItemId, pool: PoolId) -> Ticks {
        let now = self.now;
        let hands = self.set_clocks(pool, now);
        let (left, attention) = hands.lay_down(id);
        self.items[id as usize].attention += attention;
        self.unplanned = self.unplanned.with(pool);
        left
    }

    /// What is left of the work on an item in hand, in ticks at full speed, where the clocks show what they should.
    pub(super) fn left_in_hand(&self, id: ItemId, pool: PoolId) -> Ticks {
        self.hands[pool].left(id).unwrap_or_default()
    }

    /// An item's work has ended; of those in the same hands another one may end at the same instant.
    #[cold]
    pub(super) fn end_in_hand(&mut self, id: ItemId, pool: PoolId) {
        self.lay_down(id, pool);
        let (crew, law) = (&self.wiring.crews[pool], &self.model.pools[pool]);
        let next = self.hands[pool].next_end(self.now, crew, &law.focus);
        if next.is_some_and(|(_, time)| time == self.now) {
            self.plan_next_end(pool);
        }
    }

    /// The clocks of a pool show what they should at `now`.
    fn set_clocks(&mut self, pool: PoolId, now: Ticks) -> &mut Hands {
        let crew = &self.wiring.crews[pool];
        let hands = &mut self.hands[pool];
        hands.advance(now, crew, &self.model.pools[pool].focus);
        hands
    }

    /// The hands of a pool are looked at again, after what has been done so far is counted.
    pub(super) fn settle_hands(&mut self, pool: PoolId) {
        if self.wiring.crews[pool].shares_effort {
            self.set_clocks(pool, self.now);
            self.unplanned = self.unplanned.with(pool);
        }
    }

    /// Plans the next end of work wherever it may be another one, or at another time, than is planned.
    #[inline]
    pub(super) fn plan_hands(&mut self) {
        while let Some(pool) = self.unplanned.min() {
            self.unplanned = self.unplanned.less(pool);
            self.plan_next_end(pool);
        }
    }

    /// The same for one pool.
    fn plan_next_end(&mut self, pool: PoolId) {
        let crew = &self.wiring.crews[pool];
        let hands = &mut self.hands[pool];
        let next = hands.next_end(self.now, crew, &self.model.pools[pool].focus);
        let before = std::mem::replace(&mut hands.planned, next);
        if before == next {
            return;
        }
        if let Some((item, _)) = before {
            self.items[item as usize].stamp += 1;
        }
        if let Some((item, time)) = next {
            let is_struck = self.stops.strikes(&self.items[item as usize]);
            let rank = if is_struck {
                Rank::BlockerStrike
            } else {
                Rank::WorkEnd
            };
            self.plan(item, rank, time);
        }
    }

    /// How much of people's time has gone into an item during its present stay by `time`, which is now or
    /// later, before anything else happens; in ticks. For items of people who share their effort; elsewhere
    /// it is the time worked.
    pub(crate) fn attention(&self, id: ItemId, pool: PoolId, time: Ticks) -> Ticks {
        let item = &self.items[id as usize];
        let hands = &self.hands[pool];
        let people = self.wiring.crews[pool].people;
        let from = hands.from.get(id as usize).copied().unwrap_or_default();
        let given = hands.attention_at(time, people) - from;
        match item.state {
            State::Working => item.attention + given as Ticks,
            _ => item.attention,
        }
    }
}
