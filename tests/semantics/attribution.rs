//! What holds readiness back, recomputed for each item from the board as it stands between two instants.

use crate::support::{at, json, model, run};
use headwater::engine::{Board, Event, Item, ItemId, Observer, Place, State, Wiring};
use headwater::model::{Limit, LimitKind, Model, StageId, Ticks, days};
use serde_json::Value;
use std::collections::BTreeMap;

/// A cause and where.
type Cause = (&'static str, String);

/// The days of each item by cause, and what came out in the end.
struct Watch<'m> {
    model: &'m Model,
    spent: BTreeMap<ItemId, BTreeMap<Cause, Ticks>>,
    sums: BTreeMap<Cause, u64>,
    leads: Vec<u64>,
    /// What has stopped an item last.
    blocked: BTreeMap<ItemId, usize>,
}

impl Watch<'_> {
    /// How many items hold a place of a limit.
    fn holders(&self, limit: &Limit, board: &Board<'_>) -> u32 {
        let holds = board.items().iter().filter(|item| holds(limit, item));
        holds.count() as u32
    }

    fn is_full(&self, limit: &Limit, board: &Board<'_>) -> bool {
        self.holders(limit, board) >= limit.max
    }

    /// Why an item does not enter `next`: its limits in the order own, group, lane.
    fn refusal(&self, item: &Item, next: StageId, board: &Board<'_>) -> Cause {
        let limits = self.model.limits.iter();
        let mut full = limits.filter(|limit| {
            limit.stages.has(next)
                && limit.types.has(item.type_id())
                && !holds(limit, item)
                && self.is_full(limit, board)
        });
        let Some(limit) = full.next() else {
            return ("nothing", String::new());
        };
        if limit.kind != LimitKind::Own {
            return ("waiting for room", limit.name.clone());
        }
        let at_max = |stage: StageId| {
            let own = |l: &&Limit| l.kind == LimitKind::Own && l.stages.has(stage);
            let limit = self.model.limits.iter().find(own);
            limit.is_some_and(|l| self.is_full(l, board))
        };
        let route = item.route.from(next);
        let last = route.iter().take_while(|&s| at_max(s)).last();
        let stage = last.unwrap_or(next);
        ("waiting for room", self.model.stages[stage].name.clone())
    }

    /// Where an item's time goes from now on.
    fn cause(&self, id: ItemId, item: &Item, board: &Board<'_>) -> Option<Cause> {
        let Some(stage) = item.stage() else {
            let waiting = item.place == Place::Backlog;
            return waiting.then(|| self.in_backlog(id, item, board));
        };
        let law = &self.model.stages[stage];
        match item.state {
            State::Working if law.pool.is_none() => Some(("in the column", String::new())),
            State::Working => Some(("worked", String::new())),
            State::Waiting => {
                let pool = law.pool.map(|p| self.model.pools[p].name.clone());
                Some(("waiting for a person", pool.unwrap_or_default()))
            }
            State::Blocked => {
                let blocker = self.blocked.get(&id).copied().unwrap_or_default();
                Some(("blocked", self.model.blockers[blocker].source.clone()))
            }
            State::Done if law.ready => None,
            State::Done if item.awaits_meeting() => {
                Some(("waiting for a meeting", law.name.clone()))
            }
            State::Done => {
                let next = item.route.from(stage + 1).min()?;
                Some(self.refusal(item, next, board))
            }
        }
    }

    /// The first of its type in the backlog waits for room, the others behind it.
    fn in_backlog(&self, id: ItemId, item: &Item, board: &Board<'_>) -> Cause {
        let before = |(other, it): (usize, &Item)| {
            other != id as usize
                && it.place == Place::Backlog
                && it.kind == item.kind
                && it.route.min() == item.route.min()
                && it.seniority < item.seniority
        };
        if board.items().iter().enumerate().any(before) {
            return ("backlog", String::new());
        }
        let next = item.route.min().unwrap_or(self.model.ready);
        self.refusal(item, next, board)
    }
}

/// Is the item between the first and the last of its stages under the limit?
fn holds(limit: &Limit, item: &Item) -> bool {
    let visits = limit.stages.and(item.route);
    let Some(stage) = item.stage() else {
        return false;
    };
    limit.types.has(item.type_id())
        && visits.min().is_some_and(|first| first <= stage)
        && visits.max().is_some_and(|last| stage <= last)
}

impl Observer for Watch<'_> {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        match event {
            Event::Present { item } => {
                let age = board.item(item).arrived.unsigned_abs();
                let spent = self.spent.entry(item).or_default();
                spent.insert(("backlog", String::new()), age);
            }
            Event::Blocked { item, blocker, .. } => {
                self.blocked.insert(item, blocker);
            }
            Event::Entered { item, stage, .. } if stage == self.model.ready => {
                let spent = self.spent.remove(&item).unwrap_or_default();
                if now < self.model.warm_up {
                    return;
                }
                let lead = (now as i64 - board.item(item).arrived).unsigned_abs();
                assert_eq!(spent.values().sum::<u64>(), lead, "{spent:?}");
                self.leads.push(lead);
                for (cause, time) in spent {
                    *self.sums.entry(cause).or_default() += time;
                }
            }
            _ => {}
        }
    }

    fn settled(&mut self, now: Ticks, next: Ticks, board: &Board<'_>) {
        for (id, item) in board.items().iter().enumerate() {
            let id = id as ItemId;
            if let Some(cause) = self.cause(id, item, board) {
                *self.spent.entry(id).or_default().entry(cause).or_default() += next - now;
            }
        }
    }
}

/// Compares the causes a run tells with those recomputed trial by trial.
fn compare(text: &str) {
    let model = model(text);
    let trials = 30;
    let mut all = Watch {
        model: &model,
        spent: BTreeMap::new(),
        sums: BTreeMap::new(),
        leads: Vec::new(),
        blocked: BTreeMap::new(),
    };
    for trial in 0..trials {
        all.spent.clear();
        assert!(
            Board::new(&model, &Wiring::new(&model))
                .run(1, trial, &mut all)
                .is_ok()
        );
    }
    let result = run(text, trials);
    let told = at(&result, "held_back_by")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let items = all.leads.len() as f64;
    assert!(items > 100.0);
    let nonzero = all.sums.values().filter(|&&time| time > 0).count();
    assert_eq!(told.len(), nonzero, "{told:?}\n{:?}", all.sums);
    for ((cause, place), &time) in all.sums.iter().filter(|(_, time)| **time > 0) {
        let same = |c: &&Value| c["cause"] == *cause && c["where"].as_str().unwrap_or("") == place;
        let found = told.iter().find(same).and_then(|c| c["days"].as_f64());
        let expected = days(time) / items;
        assert!(
            found.is_some_and(|found| (found - expected).abs() < 1e-9),
            "{cause} {place}: {found:?}, {expected}"
        );
    }
    let sum: f64 = told.iter().filter_map(|c| c["days"].as_f64()).sum();
    let leads = days(all.leads.iter().sum()) / items;
    assert!((sum - leads).abs() < 1e-9, "{sum}, {leads}");
}

/// One type, own limits, a group with a gap, skips, discards, an aged backlog, a shared pool.
#[test]
fn every_day_of_an_item_has_its_cause() {
    compare(
        r#"
calendar = { horizon = 80, warm_up = 15 }
types = [{ name = "a", arrivals = { per_week = 5 }, backlog = { items = 9, age = { dist = "exponential", mean = 7 } } }]
pools = [{ name = "P", people = 2 }]
conwip = [{ name = "G", stages = ["A", "C"], wip = { max = 6 } }]
stages = [
  { name = "A", pool = "P", wip = { max = 3 }, service = { dist = "lognormal", mean = 0.6, cv = 1 }, discard = 0.2 },
  { name = "B", elapsed = { dist = "exponential", mean = 0.7 }, wip = { max = 2 } },
  { name = "C", pool = "P", wip = { max = 2 }, service = { dist = "gamma", mean = 0.8, cv = 0.7 }, skip = 0.3, discard = 0.1 },
  { name = "shelf", kind = "ready", wip = { max = 9 } },
]
teams = [{ name = "T", planning = { every = "2w" }, pull = { total = 8 } }]
blockers = [
  { source = "legal", probability = 0.3, duration = { dist = "exponential", mean = 2 } },
  { source = "vendor", stages = ["C"], per_day = 0.4, duration = 1, holds_person = true },
]
"#,
    );
}

/// Meetings before a limit, with and without work, and items that wait too long for them.
#[test]
fn every_day_until_a_meeting_has_its_cause() {
    compare(
        r#"
calendar = { horizon = 80, warm_up = 10 }
types = [{ name = "a", arrivals = { per_week = 5 }, backlog = 6, expire = "4w" }]
stages = [
  { name = "A", people = 2, wip = { max = 6 }, service = { dist = "exponential", mean = 0.9 }, leaves = { every = 5, at_most = 5 } },
  { name = "B", wip = { max = 4 }, leaves = { every = 3 }, expire = 12 },
  { name = "C", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 0.7 }, skip = 0.2 },
]
"#,
    );
}

/// Two lanes with limits of their own, one person who holds what is done, one type to a lane.
#[test]
fn every_day_of_an_item_in_a_lane_has_its_cause() {
    compare(
        r#"
calendar = { horizon = 80 }
allocation = { strategy = "weighted", shares = { a = 2, b = 1 } }
types = [
  { name = "a", arrivals = { per_week = 3 }, backlog = 4 },
  { name = "b", arrivals = { per_week = 3 } },
]
lanes = [
  { name = "L", types = ["a"], wip = { A = { max = 2 } } },
  { name = "M", types = ["b"], conwip = { max = 3 } },
]
stages = [
  { name = "A", people = 2, wip = { max = 4 }, service = { dist = "lognormal", mean = 0.9, cv = 1 } },
  { name = "B", people = 2, wip = { max = 2 }, service = { dist = "exponential", mean = 1.4 }, hold = "person" },
  { name = "C", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 0.7 } },
]
"#,
    );
}

/// A slow last stage behind a stage that everybody, or a part of the items, passes by.
fn with_detour(skip: Option<f64>) -> String {
    let detour = skip.map_or(String::new(), |skip| {
        format!("[[stages]]\nname = \"detour\"\nskip = {skip}\n")
    });
    format!(
        r#"
calendar = {{ horizon = 60 }}
[[types]]
name = "item"
arrivals = {{ every = 1 }}
[[stages]]
name = "first"
people = 1
service = 0.5
wip = {{ max = 2 }}
[[stages]]
name = "second"
people = 1
service = 0.5
wip = {{ max = 1 }}
{detour}
[[stages]]
name = "slow"
people = 1
service = 3
wip = {{ max = 1 }}
"#
    )
}

#[test]
fn a_stage_that_is_passed_by_does_not_hide_the_full_stage_behind_it() {
    let causes = |text: &str| {
        let json: serde_json::Value = serde_json::from_str(&json(text, 1, 1)).unwrap_or_default();
        json["flow"]["total"]["held_back_by"].clone()
    };
    let plain = causes(&with_detour(None));
    assert_eq!(causes(&with_detour(Some(1.0))), plain);
    let rooms = |causes: &serde_json::Value| -> Vec<String> {
        let all = causes.as_array().cloned().unwrap_or_default();
        let room = all.iter().filter(|c| c["cause"] == "waiting for room");
        room.map(|c| c["where"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(rooms(&plain), ["slow"]);
    // The detour has no limit: who visits it waits for room in `second` alone, who does not for `slow`.
    let mixed = causes(&with_detour(Some(0.5)));
    assert!(rooms(&mixed).contains(&"slow".to_owned()));
}
