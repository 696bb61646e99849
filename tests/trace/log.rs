//! A trace read back, as an importer of histories would: from the cells alone.

use headwater::model::{DAY, Ticks, WorkItemType};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

/// A row by the names of its columns.
type Row = BTreeMap<String, String>;

/// What the rows add up to.
#[derive(Default)]
pub struct Log {
    warm_up: Ticks,
    /// The horizon, if the trial came so far.
    pub end: Option<Ticks>,
    /// Ready items at each planning, recounted from the moves, and as the row tells it.
    pub found: Vec<u32>,
    pub told: Vec<u32>,
    /// Type, lead time and cycle time of the items that became ready after the warm-up.
    pub ready: Vec<(String, i64, i64)>,
    /// Lead time to done.
    done: Vec<i64>,
    /// When items became ready.
    pub instants: Vec<Ticks>,
    /// Which events there were, and which limits kept somebody out.
    pub events: BTreeSet<String>,
    pub limits: BTreeSet<String>,
    /// What does not fit together.
    pub wrong: Vec<String>,
    counts: BTreeMap<String, u32>,
    discarded: BTreeMap<String, u32>,
    places: BTreeMap<String, Item>,
    levels: BTreeMap<String, (u32, Ticks, u128)>,
}

/// Where an item is, and what is needed to time it.
#[derive(Clone, Default)]
struct Item {
    place: String,
    kind: String,
    arrived: i64,
    pulled: i64,
}

fn ticks(day: &str) -> i64 {
    (day.parse::<f64>().unwrap_or(f64::NAN) * DAY as f64).round() as i64
}

impl Log {
    /// Reads the table of a trial.
    pub fn read(
        table: &str,
        warm_up: Ticks,
        types: &[WorkItemType],
    ) -> Result<Self, Box<dyn Error>> {
        let mut log = Self {
            warm_up,
            ..Self::default()
        };
        let known: BTreeSet<&str> = types.iter().map(|t| t.name.as_str()).collect();
        for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let row: Row = row?;
            log.events.insert(row["event"].clone());
            log.limits.insert(row["limit"].clone());
            log.expect(
                row["id"].is_empty() || known.contains(row["type"].as_str()),
                &row,
            );
            log.take(&row);
        }
        Ok(log)
    }

    fn expect(&mut self, so: bool, row: &Row) {
        if !so && self.wrong.len() < 5 {
            self.wrong.push(format!("{row:?}"));
        }
    }

    fn take(&mut self, row: &Row) {
        let now = ticks(&row["day"]) as Ticks;
        if !row["to"].is_empty() {
            self.carry(now, row);
        }
        match row["event"].as_str() {
            "planning" => {
                let counts = |item: &&Item| {
                    item.place == "shelf" && (row["team"] == "one" || item.kind == "bug-fix")
                };
                self.found
                    .push(self.places.values().filter(counts).count() as u32);
                self.told.extend(row["ready"].parse::<u32>());
            }
            "ready" => self.instants.push(now),
            "end" => {
                self.end = Some(now);
                let places: Vec<String> = self.levels.keys().cloned().collect();
                places.iter().for_each(|place| self.level(place, now, 0));
            }
            _ => {}
        }
        if now >= self.warm_up {
            *self.counts.entry(row["event"].clone()).or_default() += 1;
        }
        self.compare(row);
    }

    /// An item moves.
    fn carry(&mut self, now: Ticks, row: &Row) {
        let (from, to) = (row["from"].clone(), row["to"].clone());
        let before = self.places.get(&row["id"]).cloned().unwrap_or_default();
        self.expect(before.place == from, row);
        let pulled = if from == "backlog" {
            now as i64
        } else {
            before.pulled
        };
        let item = Item {
            place: to.clone(),
            kind: row["type"].clone(),
            arrived: ticks(&row["arrived"]),
            pulled,
        };
        self.level(&from, now, -1);
        self.level(&to, now, 1);
        if now >= self.warm_up {
            if to == "shelf" {
                let now = now as i64;
                self.ready
                    .push((item.kind.clone(), now - item.arrived, now - item.pulled));
            }
            if to == "done" {
                self.done.push(now as i64 - item.arrived);
            }
            if to == "discarded" || to == "expired" || to == "aborted" {
                *self.discarded.entry(from).or_default() += 1;
            }
        }
        self.places.insert(row["id"].clone(), item);
    }

    /// Books the time at a place's level and changes it.
    fn level(&mut self, place: &str, now: Ticks, change: i32) {
        let (level, since, area) = self.levels.entry(place.to_owned()).or_default();
        *area += u128::from(*level) * u128::from(now.saturating_sub((*since).max(self.warm_up)));
        (*level, *since) = (level.saturating_add_signed(change), now);
    }

    /// The counts of a row are those of the moves so far.
    fn compare(&mut self, row: &Row) {
        let inside = |place: &str| self.levels.get(place).map_or(0, |level| level.0);
        let upstream = ["triage", "exploration", "sign-off", "options", "refinement"];
        let wip: u32 = upstream.iter().map(|stage| inside(stage)).sum();
        let here = inside(&row["stage"]).to_string();
        let max = row["max"].parse().unwrap_or(u32::MAX);
        let right = row["wip"] == wip.to_string()
            && (row["stage"].is_empty() || row["stage"] == "backlog" || row["in_stage"] == here)
            && inside(&row["stage"]) <= max;
        self.expect(right, row);
    }

    /// When so many had become ready.
    pub fn reached(&self, target: usize) -> Option<Ticks> {
        self.instants.get(target - 1).copied()
    }

    /// Counts over all items, by their path in the result.
    pub fn totals(&self) -> Vec<(&'static str, f64)> {
        let count = |event: &str| f64::from(self.counts.get(event).copied().unwrap_or_default());
        vec![
            ("arrived", count("arrived")),
            ("refused", count("refused")),
            ("ready", count("ready")),
            ("committed", count("committed")),
            ("discarded", count("discarded") + count("expired")),
            ("expired", count("expired")),
            ("aborted", count("aborted")),
            ("done", self.done.len() as f64),
        ]
    }

    /// Item-ticks and discards of a stage after the warm-up.
    pub fn stage(&self, name: &str) -> (u128, u32) {
        let area = self.levels.get(name).map_or(0, |level| level.2);
        (area, self.discarded.get(name).copied().unwrap_or_default())
    }

    /// Mean lead time in days.
    pub fn lead(&self) -> Option<f64> {
        mean(self.ready.iter().map(|(_, lead, _)| *lead))
    }

    /// Mean lead time to done in days.
    pub fn lead_done(&self) -> Option<f64> {
        mean(self.done.iter().copied())
    }

    /// Mean cycle time in days.
    pub fn cycle(&self) -> Option<f64> {
        mean(self.ready.iter().map(|(_, _, cycle)| *cycle))
    }
}

fn mean(times: impl Iterator<Item = i64> + Clone) -> Option<f64> {
    let n = times.clone().count();
    (n > 0).then(|| times.sum::<i64>() as f64 / n as f64 / DAY as f64)
}
