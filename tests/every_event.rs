//! One trial, event by event: the board is recounted from its items after everything that happens, and
//! what became of each item is written down.

mod diligence;
mod limits;

use crate::random_models::{board::Board as Random, cases};
use crate::support::model;
use headwater::engine::{Board, Event, Item, ItemId, Observer, State, Wiring};
use headwater::model::{BlockerId, Model, StageId, Ticks, TodayState};
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
