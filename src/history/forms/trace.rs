//! The CSV form of `headwater trace`: a simulated board read back as if it were a real one.

use super::cells::Cells;
use crate::diagnostic::Diagnostic;
use crate::history::audit::Effect;
use crate::history::log::{Entry, Log};
use crate::history::stamp::{Order, Stamp, Zone};
use crate::history::{Blocked, Timestamp};
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;

/// The Monday that stands for day 0 of a board without dates.
const DAY_0: Date = date(2001, 1, 1);

/// Reads the table. Of a working day as much has passed as of the 24 hours of its date.
pub fn read(cells: &Cells<'_>) -> Result<Log, Vec<Diagnostic>> {
    let trace = Trace::of(cells)?;
    let mut log = Log {
        unit: "rows",
        read: cells.rows(),
        has_times: true,
        ..Log::default()
    };
    for end in ["done", "discarded"] {
        log.statuses.declare(end, true);
    }
    if trace.dates.is_empty() {
        let text = "trace without dates; its day 0 is taken to be Monday 2001-01-01, with weeks of five days";
        log.notes.count("no-calendar", Effect::Changed, text, 1);
    }
    let mut numbers = BTreeMap::<String, usize>::new();
    for row in 0..cells.rows() {
        let Some(at) = trace.instant(trace.number(row, "day")) else {
            let text = "rows without a day";
            log.notes.count("no-day", Effect::LeftOut, text, 1);
            continue;
        };
        log.saw(at);
        match trace.word(row, "event") {
            "end" => {
                log.end = Some(at);
                let text = "row that tells of the end of the trace";
                log.notes.count("end", Effect::LeftOut, text, 1);
            }
            _ if trace.word(row, "id").is_empty() => {
                let text = "rows that tell of no item (plannings)";
                log.notes.count("no-item", Effect::LeftOut, text, 1);
            }
            event => {
                let id = trace.word(row, "id").to_owned();
                let next = log.items.len();
                let number = *numbers.entry(id).or_insert(next);
                if number == next {
                    log.items.push(trace.entry(row));
                }
                if event == "split" {
                    let text = "items that fell into parts, which are items of their own";
                    let id = trace.word(row, "id");
                    log.notes.add("split", Effect::Noticed, text, id);
                }
                trace.step(row, at, event, number, &mut log);
            }
        }
    }
    Ok(log)
}

struct Trace<'c> {
    cells: &'c Cells<'c>,
    columns: BTreeMap<&'static str, usize>,
    /// The date of each working day that has one.
    dates: BTreeMap<i64, Date>,
}

impl<'c> Trace<'c> {
    fn of(cells: &'c Cells<'c>) -> Result<Self, Vec<Diagnostic>> {
        let names = [
            "day", "date", "event", "id", "type", "class", "to", "arrived", "blocker",
        ];
        let mut columns = BTreeMap::new();
        for name in names {
            columns.insert(name, cells.needed(cells.sheet.column(name), name)?);
        }
        let mut trace = Self {
            cells,
            columns,
            dates: BTreeMap::new(),
        };
        for row in 0..cells.rows() {
            let day = trace.number(row, "day").map(|day| day.floor() as i64);
            let date: Option<Date> = trace.word(row, "date").parse().ok();
            trace.dates.extend(day.zip(date));
        }
        Ok(trace)
    }

    fn word(&self, row: usize, name: &str) -> &str {
        self.cells.words(row, self.columns.get(name).copied())
    }

    fn number(&self, row: usize, name: &str) -> Option<f64> {
        self.word(row, name)
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite() && number.abs() < 1e6)
    }

    /// The instant of a point of a working day.
    fn instant(&self, day: Option<f64>) -> Option<Timestamp> {
        let day = day?;
        let midnight = self.date(day.floor() as i64)?.to_string();
        let midnight = Stamp::parse(&midnight)?.instant(Order::DayFirst, Zone::default())?;
        let passed = (day - day.floor()) * 86_400.0;
        midnight
            .checked_add(jiff::SignedDuration::from_secs_f64(passed))
            .ok()
    }

    /// The date of a working day: its own, or counted from the nearest that has one, without weekends.
    fn date(&self, day: i64) -> Option<Date> {
        if let Some(date) = self.dates.get(&day) {
            return Some(*date);
        }
        let after = self.dates.range(day..).next();
        let (known, mut date) = after
            .or(self.dates.last_key_value())
            .map_or((0, DAY_0), |(n, date)| (*n, *date));
        let mut left = day - known;
        while left != 0 {
            date = if left > 0 {
                date.tomorrow().ok()?
            } else {
                date.yesterday().ok()?
            };
            if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
                left -= left.signum();
            }
        }
        Some(date)
    }

    fn entry(&self, row: usize) -> Entry {
        let mut entry = Entry {
            id: self.word(row, "id").to_owned(),
            created: self.instant(self.number(row, "arrived")),
            kinds_known: true,
            class: self.word(row, "class").to_owned(),
            rows: 0,
            ..Entry::default()
        };
        entry.kind(None, self.word(row, "type"));
        entry
    }

    fn step(&self, row: usize, at: Timestamp, event: &str, number: usize, log: &mut Log) {
        let to = self.word(row, "to");
        let status = (!to.is_empty()).then(|| log.statuses.number(to, || None));
        let Some(entry) = log.items.get_mut(number) else {
            return;
        };
        entry.rows += 1;
        match event {
            "blocked" => {
                let source = self.word(row, "blocker").to_owned();
                entry.blocked.push(Blocked {
                    source,
                    from: at,
                    until: None,
                });
            }
            "unblocked" => {
                let open = entry.blocked.last_mut().filter(|span| span.until.is_none());
                open.into_iter().for_each(|span| span.until = Some(at));
            }
            _ => {}
        }
        if status.is_some() {
            let at = if event == "present" {
                entry.created.unwrap_or(at)
            } else {
                at
            };
            entry.step(at, status);
        }
    }
}
