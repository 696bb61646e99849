//! One trial, event by event: the board is recounted from its items after everything that happens, and
//! what became of each item is written down.

use crate::random_models::{board::Board as Random, cases};
use crate::support::model;
use headwater::engine::{Board, Event, Item, ItemId, Observer, Place, State, Wiring};
use headwater::model::{
    BlockerId, Class, Focus, Hold, Limit, Model, OnLow, StageId, Strategy, Ticks, TodayState, Work,
};
use proptest::collection::vec;
use proptest::prelude::{any, proptest};
use std::collections::BTreeMap;

/// What became of an item, whatever the limits were.
#[derive(Debug, Clone, PartialEq, Default)]
struct Trace {
    /// When it arrived.
    arrived: i64,
    /// Its work in each stage it has been through.
    work: Vec<(StageId, Ticks)>,
    /// Where it was discarded.
    discarded: Option<StageId>,
    /// Whether it has left the stages before ready.
    ended: bool,
    /// Whether it came from a split, which may happen too late under other limits.
    part: bool,
}

/// Recounts and writes down.
struct Watch<'m> {
    model: &'m Model,
    came: usize,
    refused: usize,
    traces: BTreeMap<u64, Trace>,
    /// How many held a place of each limit when last counted: as many may.
    held: Vec<usize>,
    /// What has stopped an item last.
    stopped_by: BTreeMap<ItemId, BlockerId>,
    wrong: Vec<String>,
}

impl<'m> Watch<'m> {
    fn new(model: &'m Model) -> Self {
        Self {
            model,
            came: 0,
            refused: 0,
            traces: BTreeMap::new(),
            held: vec![0; model.limits.len()],
            stopped_by: BTreeMap::new(),
            wrong: Vec::new(),
        }
    }

    /// Runs one trial.
    fn trial(model: &'m Model, seed: u64, trial: u64) -> Self {
        let mut watch = Self::new(model);
        if let Err(overrun) = Board::new(model, &Wiring::new(model)).run(seed, trial, &mut watch) {
            watch.wrong.push(overrun.to_string());
        }
        watch
    }

    fn note(&mut self, so: bool, now: Ticks, words: impl FnOnce() -> String) {
        if !so && self.wrong.len() < 5 {
            self.wrong.push(format!("at tick {now}: {}", words()));
        }
    }

    /// The item's stay in `stage` is over.
    fn left(&mut self, item: &Item, stage: StageId) {
        let trace = self.traces.entry(item.key.0).or_default();
        let work = item.stay[State::Working as usize];
        trace.work.push((stage, work));
        trace.ended |= item
            .route
            .from(stage + 1)
            .min()
            .is_none_or(|s| s >= self.model.types[item.type_id()].ready);
    }

    /// Every item is somewhere, and the board's own counts agree.
    fn recount(&mut self, now: Ticks, board: &Board<'_>) {
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
    fn hands(&mut self, now: Ticks, board: &Board<'_>) {
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
    fn count_limits(&mut self, board: &Board<'_>) {
        let limits = board.model.limits.iter();
        self.held = limits.map(|limit| holders(limit, board)).collect();
    }

    /// Somebody has gone back or come out of a split; only that may exceed a limit, and must say so.
    fn exceed(&mut self, now: Ticks, item: &Item, breach: bool, board: &Board<'_>) {
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
    fn limits(&mut self, now: Ticks, board: &Board<'_>) {
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
    fn entry(&mut self, now: Ticks, item: &Item, board: &Board<'_>) {
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
    fn people(&mut self, now: Ticks, board: &Board<'_>) {
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
    fn keeps_somebody(&self, id: usize, item: &Item, stage: StageId) -> bool {
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

    /// Nobody is idle while there is work for them.
    fn diligence(&mut self, now: Ticks, board: &Board<'_>) {
        for (id, pool) in board.model.pools.iter().enumerate() {
            let waiting: u32 = pool
                .stages
                .iter()
                .map(|stage| board.by_state(stage)[State::Waiting as usize])
                .sum();
            let idle = pool.people.is_none() || board.free_people(id) > 0;
            self.note(!idle || waiting == 0, now, || {
                format!("{}: {waiting} wait for people who are free", pool.name)
            });
        }
    }

    /// Nobody works on other items of a pool for which an item waits that interrupts them.
    fn urgency(&mut self, now: Ticks, board: &Board<'_>) {
        for pool in &self.model.pools {
            let of_pool = |item: &&Item| item.stage().is_some_and(|s| pool.stages.has(s));
            let items = || board.items().iter().filter(of_pool);
            let presses = |item: &Item| {
                let expedite = item.class == Class::Expedite && item.state == State::Waiting;
                expedite && self.model.types[item.type_id()].preempt
            };
            let pressed = items().any(presses);
            let calm = items().any(|i| i.class != Class::Expedite && i.state == State::Working);
            self.note(!pressed || !calm, now, || {
                format!("{}: expedite work waits beside other work", pool.name)
            });
        }
    }

    /// Nothing that could be pulled is left standing. (Where slots are divided, they may.)
    fn nothing_left(&mut self, now: Ticks, board: &Board<'_>) {
        let divided = self
            .model
            .allocation
            .as_ref()
            .is_some_and(|a| matches!(a.strategy, Strategy::Reserved | Strategy::Flexible));
        if divided {
            return;
        }
        for item in board.items() {
            let Some(next) = next_stage(item, self.model) else {
                continue;
            };
            let room = self.has_room(item, next, board);
            self.note(!room, now, || format!("{item:?} could move on to {next}"));
        }
    }

    /// Has every limit room for an item in its next stage?
    fn has_room(&self, item: &Item, next: StageId, board: &Board<'_>) -> bool {
        let meets = |limit: &&Limit| limit.stages.has(next) && limit.types.has(item.type_id());
        board.model.limits.iter().filter(meets).all(|limit| {
            holds(limit, item, self.model) || holders(limit, board) < bound(limit, item)
        })
    }

    /// No stage that takes what is not done is low beside something that it could take. (Where slots are divided,
    /// it may be.)
    fn nothing_low(&mut self, now: Ticks, board: &Board<'_>) {
        let model = board.model;
        let by = model.allocation.as_ref().map(|a| a.strategy);
        if matches!(by, Some(Strategy::Reserved | Strategy::Flexible)) {
            return;
        }
        let minimums = model.minimums.iter().enumerate();
        let low = minimums.filter(|(n, law)| law.on_low == OnLow::Push && board.is_low(*n));
        for (_, law) in low {
            for item in board.items() {
                let takes = law.types.has(item.type_id())
                    && may_be_taken(item, law.stage, model)
                    && self.has_room(item, law.stage, board);
                self.note(!takes, now, || {
                    format!("{item:?} could be taken into {}", law.stage)
                });
            }
        }
    }
}

/// The shelf on the way of an item.
fn ready(item: &Item, model: &Model) -> StageId {
    model.types[item.type_id()].ready
}

/// How many items hold a place of a limit.
fn holders(limit: &Limit, board: &Board<'_>) -> usize {
    let items = board.items().iter();
    items.filter(|item| holds(limit, item, board.model)).count()
}

/// How many may hold a place of a limit for this item to come in.
fn bound(limit: &Limit, item: &Item) -> usize {
    let over = match item.class {
        Class::Expedite => limit.expedite_over,
        _ => 0,
    };
    limit.max.saturating_add(over) as usize
}

/// Is the item between the first and the last of its stages under the limit?
fn holds(limit: &Limit, item: &Item, model: &Model) -> bool {
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
fn may_be_taken(item: &Item, stage: StageId, model: &Model) -> bool {
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
fn next_stage(item: &Item, model: &Model) -> Option<StageId> {
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

impl Observer for Watch<'_> {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        if let Event::Entered { item, .. }
        | Event::TakenUp { item, .. }
        | Event::Pushed { item, .. } = event
        {
            self.entry(now, board.item(item), board);
        }
        match event {
            Event::Present { item: id }
            | Event::Arrived { item: id }
            | Event::Returned { item: id, .. }
            | Event::Part { item: id, .. } => {
                self.came += 1;
                let item = board.item(id);
                let row = item.row(self.model).map(|row| row.standing);
                if let Some(TodayState::Blocked(blocker)) = row {
                    self.stopped_by.insert(id, blocker);
                }
                let trace = self.traces.entry(item.key.0).or_default();
                (trace.arrived, trace.part) = (item.arrived, item.part);
                match event {
                    Event::Part { breach, .. } => self.exceed(now, item, breach, board),
                    Event::Present { .. } if row.is_some() => self.count_limits(board),
                    _ => {}
                }
            }
            Event::Changed { .. } => {
                self.count_limits(board);
            }
            Event::Refused { .. } => self.refused += 1,
            Event::Blocked { item, blocker, .. } => {
                self.stopped_by.insert(item, blocker);
            }
            Event::Entered { item, from, .. } => {
                let item = board.item(item);
                if let Some(from) = from {
                    self.left(item, from);
                }
            }
            Event::Pushed { item, from, .. } => self.left(board.item(item), from),
            Event::Reworked {
                item,
                stage,
                to,
                breach,
            } => {
                let item = board.item(item);
                self.exceed(now, item, breach, board);
                if stage != to {
                    let work = item.stay[State::Working as usize];
                    let trace = self.traces.entry(item.key.0).or_default();
                    trace.work.push((stage, work));
                }
            }
            Event::Split { item, stage, .. } => {
                let item = board.item(item);
                self.left(item, stage);
                self.traces.entry(item.key.0).or_default().ended = true;
            }
            Event::Done { item, stage } => self.left(board.item(item), stage),
            Event::Expired {
                item,
                stage: Some(stage),
            } => self.left(board.item(item), stage),
            Event::Discarded { item, stage } => {
                let item = board.item(item);
                self.left(item, stage);
                let trace = self.traces.entry(item.key.0).or_default();
                trace.discarded = Some(stage);
                trace.ended = true;
            }
            _ => {}
        }
    }

    fn settled(&mut self, now: Ticks, _next: Ticks, board: &Board<'_>) {
        self.recount(now, board);
        self.limits(now, board);
        self.diligence(now, board);
        self.urgency(now, board);
        self.people(now, board);
        self.nothing_left(now, board);
        self.nothing_low(now, board);
    }
}

proptest! {
    #![proptest_config(cases(128, 7))]

    /// On random boards, after every event: items are conserved, limits are kept, nobody is idle beside
    /// work, and nothing that could move stands still.
    #[test]
    fn board_is_right_after_every_event(bytes in vec(any::<u8>(), 0..240)) {
        let random = Random::random(&bytes);
        let model = model(&random.text);
        for trial in 0..3 {
            let watch = Watch::trial(&model, 1, trial);
            assert!(watch.wrong.is_empty(), "{}\n{}", watch.wrong.join("\n"), random.text);
        }
    }
}

/// A board whose limits are filled in.
fn limited(triage: u32, exploration: u32, conwip: u32) -> String {
    format!(
        r#"
calendar = {{ horizon = 120 }}
types = [
  {{ name = "feature", arrivals = {{ per_week = 4 }}, backlog = 8, class = {{ expedite = 0.2, standard = 0.8 }} }},
  {{ name = "bug", arrivals = {{ per_week = 2, batch = {{ dist = "geometric", mean = 1.5 }} }}, backlog = {{ items = 5, age = {{ dist = "exponential", mean = 9 }} }} }},
  {{ name = "debt", arrivals = {{ between = {{ dist = "gamma", mean = 4, cv = 0.7 }} }} }},
]
pools = [{{ name = "analysts", people = 2 }}]
blockers = [
  {{ source = "legal", probability = 0.2, duration = 2 }},
  {{ source = "vendor", per_day = 0.1, duration = {{ dist = "exponential", mean = 1 }}, holds_person = true }},
]
conwip = [{{ stages = ["triage", "exploration", "refinement"], wip = {{ max = {conwip} }} }}]
stages = [
  {{ name = "triage", people = 1, wip = {{ max = {triage} }}, service = {{ dist = "lognormal", mean = 0.2, cv = 1 }}, discard = 0.3 }},
  {{ name = "exploration", pool = "analysts", wip = {{ max = {exploration} }}, service = {{ dist = "weibull", p50 = 0.7, p85 = 2 }}, discard = 0.15, skip = 0.2, rework = {{ probability = 0.1 }}, split = {{ probability = 0.2, into = 2 }} }},
  {{ name = "refinement", pool = "analysts", wip = {{ max = 4 }}, service = {{ dist = "gamma", mean = 0.8, cv = 0.8 }}, discard = 0.05, rework = {{ probability = 0.2, to = "triage" }} }},
]
"#
    )
}

/// Another limit moves no arrival, no class, no work and no fate of any item.
#[test]
fn limits_move_no_arrival_no_work_and_no_discard() {
    let (tight, loose) = (model(&limited(2, 2, 5)), model(&limited(6, 9, 30)));
    let mut compared = 0;
    for trial in 0..20 {
        let (tight, loose) = (
            Watch::trial(&tight, 1, trial),
            Watch::trial(&loose, 1, trial),
        );
        let arrivals = |watch: &Watch<'_>| -> Vec<(u64, i64)> {
            let traces = watch.traces.iter().filter(|(_, trace)| !trace.part);
            traces.map(|(key, trace)| (*key, trace.arrived)).collect()
        };
        assert_eq!(arrivals(&tight), arrivals(&loose));
        for (key, trace) in tight.traces {
            let Some(other) = loose.traces.get(&key) else {
                assert!(trace.part, "an item is missing");
                continue;
            };
            let common = trace.work.len().min(other.work.len());
            assert_eq!(trace.work[..common], other.work[..common]);
            if trace.ended && other.ended {
                assert_eq!(trace, *other);
                compared += 1;
            }
        }
    }
    assert!(
        compared > 500,
        "{compared} items went all the way under both"
    );
}
