//! One trial as a list of what happened, in words.

use crate::support::model;
use headwater::engine::{Board, Event, ItemId, Observer, Wiring};
use headwater::model::{Model, Ticks, days};
use std::collections::BTreeMap;

/// What happened to which item in which stage, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The day.
    pub day: f64,
    /// The event in one word.
    pub what: &'static str,
    /// The item: its type's name and its number among the items of that type.
    pub item: String,
    /// The stage, or the team; empty for the backlog.
    pub place: String,
}

/// Everything that happened in a trial.
pub struct Log {
    /// In order.
    pub lines: Vec<Line>,
    names: BTreeMap<ItemId, String>,
    numbers: BTreeMap<usize, usize>,
}

impl Log {
    /// The first trial of a scenario.
    pub fn of(text: &str) -> Self {
        Self::of_trial(&model(text), 0)
    }

    /// One trial of a model, with seed 1.
    pub fn of_trial(model: &Model, trial: u64) -> Self {
        let mut log = Self {
            lines: Vec::new(),
            names: BTreeMap::new(),
            numbers: BTreeMap::new(),
        };
        let run = Board::new(model, &Wiring::new(model)).run(1, trial, &mut log);
        assert!(run.is_ok(), "{run:?}");
        log
    }

    /// All events of one kind in one place, as `item@day`.
    pub fn told(&self, what: &str, place: &str) -> String {
        let lines = self.lines.iter();
        let fitting = lines.filter(|l| l.what == what && l.place == place);
        let words: Vec<String> = fitting.map(|l| format!("{}@{}", l.item, l.day)).collect();
        words.join(" ")
    }

    /// The items of all events of one kind in one place.
    pub fn items(&self, what: &str, place: &str) -> String {
        let lines = self.lines.iter();
        let fitting = lines.filter(|l| l.what == what && l.place == place);
        let words: Vec<&str> = fitting.map(|l| l.item.as_str()).collect();
        words.join(" ")
    }

    /// The name of an item, which gets one when it comes.
    fn name(&mut self, id: ItemId, board: &Board<'_>) -> String {
        let kind = board.item(id).type_id();
        let numbers = &mut self.numbers;
        let name = self.names.entry(id).or_insert_with(|| {
            let number = numbers.entry(kind).or_default();
            *number += 1;
            format!("{}{number}", board.model.types[kind].name)
        });
        name.clone()
    }
}

impl Observer for Log {
    fn event(&mut self, now: Ticks, event: Event, board: &Board<'_>) {
        let stage = |s: usize| board.model.stages[s].name.clone();
        let (what, item, place) = match event {
            Event::Present { item } => ("present", Some(item), String::new()),
            Event::Arrived { item } => ("arrived", Some(item), String::new()),
            Event::Refused { item } => ("refused", Some(item), String::new()),
            Event::Entered { item, stage: s, .. } => ("entered", Some(item), stage(s)),
            Event::Pushed { item, stage: s, .. } => ("pushed", Some(item), stage(s)),
            Event::TakenUp { item, stage: s, .. } => ("taken", Some(item), stage(s)),
            Event::Done { item, stage: s } => ("done", Some(item), stage(s)),
            Event::Started { item, stage: s } => ("started", Some(item), stage(s)),
            Event::Blocked { item, stage: s, .. } => ("blocked", Some(item), stage(s)),
            Event::Unblocked { item, stage: s, .. } => ("unblocked", Some(item), stage(s)),
            Event::Resumed { item, stage: s } => ("resumed", Some(item), stage(s)),
            Event::Interrupted { item, stage: s } => ("interrupted", Some(item), stage(s)),
            Event::Finished { item, stage: s } => ("finished", Some(item), stage(s)),
            Event::Discarded { item, stage: s } => ("discarded", Some(item), stage(s)),
            Event::Changed { number } => ("changed", None, number.to_string()),
            Event::Freed { item, stage: s } => ("freed", Some(item), stage(s)),
            Event::Expired { item, stage: s } => {
                ("expired", Some(item), s.map_or_else(String::new, stage))
            }
            Event::Reworked { item, to, .. } => ("reworked", Some(item), stage(to)),
            Event::Split { item, stage: s, .. } => ("split", Some(item), stage(s)),
            Event::Part { item, stage: s, .. } => {
                ("part", Some(item), s.map(stage).unwrap_or_default())
            }
            Event::Returned { item, .. } => ("returned", Some(item), String::new()),
            Event::Planning { team, .. } => {
                ("planning", None, board.model.teams[team].name.clone())
            }
            Event::Committed { item, team, .. } => (
                "committed",
                Some(item),
                board.model.teams[team].name.clone(),
            ),
        };
        let item = item.map(|id| self.name(id, board)).unwrap_or_default();
        self.lines.push(Line {
            day: days(now),
            what,
            item,
            place,
        });
    }

    fn settled(&mut self, _now: Ticks, _next: Ticks, _board: &Board<'_>) {}
}
