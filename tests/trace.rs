//! One trial step by step: what the run says of it can be recomputed from its trace, and the trace reads
//! back as a history.

mod log;

use crate::snapshot;
use crate::support::{maybe, model, names, number};
use headwater::engine::{Board, Wiring};
use headwater::forecast::forecast;
use headwater::model::Model;
use headwater::observe::{Notes, Recorder, TrialRow};
use headwater::report::trace::{COLUMNS, Lines, Pages, Table, Text};
use headwater::trace::tell;
use headwater::trials::{self, Control, Outcome, Settings};
use log::Log;
use serde_json::Value;
use std::error::Error;
use std::sync::atomic::AtomicBool;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Everything that makes events, and a warm-up.
const BOARD: &str = r#"
calendar = { start = 2026-01-05, horizon = "16w", warm_up = "3w", holidays = [2026-02-03] }
types = [
  { name = "feature", arrivals = { per_week = 4 }, backlog = { items = 9, age = { dist = "exponential", mean = "2w" } }, expire = "3w" },
  { name = "bug-fix", arrivals = { per_week = 3, batch = { dist = "geometric", mean = 1.4 } }, backlog_max = 2, class = { expedite = 0.2, standard = 0.8 }, preempt = true },
  { name = "rule", class = "fixed-date", arrivals = { every = "2w" }, due = "5w", route = ["exploration", "build", "ship"] },
  { name = "idea", backlog = "unlimited", route = ["triage", "exploration", "build"] },
]
pools = [{ name = "analysts", people = 2, availability = 0.8 }]
stages = [
  { name = "triage", people = 1, wip = { max = 4 }, service = { dist = "exponential", mean = 0.3 }, discard = 0.3 },
  { name = "exploration", pool = "analysts", wip = { min = 1, max = 4, on_low = "push" }, service = { dist = "lognormal", mean = 0.8, cv = 1 }, discard = 0.1, skip = 0.2 },
  { name = "sign-off", elapsed = { dist = "uniform", min = 0, max = 3 } },
  { name = "options", wip = { min = 1, max = 5 }, discard = 0.05 },
  { name = "refinement", pool = "analysts", wip = { max = 3 }, service = 0.5, hold = "kanban", leaves = { every = 2 } },
  { name = "shelf", kind = "ready", wip = { max = 9 }, expire = 8 },
  { name = "build", people = 3, wip = { max = 4 }, service = 1.5, discard = 0.1 },
  { name = "ship", team = "one", elapsed = 1 },
]
conwip = [{ name = "upstream", stages = ["exploration", "sign-off", "options"], wip = { max = 6 } }]
lanes = [{ name = "business", types = ["feature", "idea", "rule"], wip = { exploration = { max = 2 } } }]
teams = [
  { name = "one", planning = { every = "1w" }, pull = { total = 5 }, ready_when = { total = 5 } },
  { name = "two", types = ["bug-fix"], planning = { every = "2w" }, pull = { total = 3 } },
]
goals = [{ name = "G", ready = 40 }]
blockers = [
  { source = "legal", stages = ["exploration"], probability = 0.2, duration = 2 },
  { source = "tools", stages = ["refinement"], per_day = 0.3, duration = 0.5, holds_person = true },
]
"#;

/// The trial as CSV.
fn csv_of(model: &Model, trial: u64) -> Result<String> {
    let mut table = Table::new(Vec::new())?;
    tell(model, 1, trial, &mut |step| keep(table.step(step)))?;
    Ok(String::from_utf8(table.into_inner()?)?)
}

/// Writing to memory does not fail.
fn keep(written: std::io::Result<()>) {
    assert!(written.is_ok(), "{written:?}");
}

/// The result of exactly one trial, and its row of `trials.csv`.
fn alone(model: &Model, trial: u64) -> Result<(Value, TrialRow)> {
    let wiring = Wiring::new(model);
    let mut board = Board::new(model, &wiring);
    let mut recorder = Recorder::new(&board);
    recorder.begin();
    board.run(1, trial, &mut recorder)?;
    recorder.end(&board);
    let row = recorder.row(trial);
    let outcome = Outcome {
        observations: recorder.take(None),
        settings: Settings::of(model),
        interrupted: false,
    };
    Ok((serde_json::to_value(forecast(model, &outcome))?, row))
}

/// Two numbers that differ by rounding only.
fn same(told: f64, counted: f64, what: &str) {
    let near = (told - counted).abs() <= 1e-9 * (1.0 + told.abs());
    assert!(near, "{what}: the run says {told}, the trace {counted}");
}

#[test]
fn every_aggregate_of_a_trial_can_be_recomputed() -> Result<()> {
    let model = model(BOARD);
    for trial in 0..12 {
        let (result, row) = alone(&model, trial)?;
        let log = Log::read(&csv_of(&model, trial)?, model.warm_up, &model.types)?;
        assert_eq!(log.end, Some(model.horizon));
        assert_eq!(log.found, row.ready, "ready counts of trial {trial}");
        assert_eq!(
            log.told, row.ready,
            "ready counts of trial {trial}, as told"
        );
        assert_eq!(log.reached(40), row.reached[0]);
        for (path, counted) in log.totals() {
            same(number(&result, path), counted, path);
        }
        for name in names(&result, "types") {
            let path = format!("types.{name}.ready");
            let of_type = |(kind, _, _): &&(String, _, _)| *kind == name;
            same(
                number(&result, &path),
                log.ready.iter().filter(of_type).count() as f64,
                &path,
            );
        }
        let span = (model.horizon - model.warm_up) as f64;
        for stage in &model.stages {
            let (area, discarded) = log.stage(&stage.name);
            let wip = format!("stages.{}.wip", stage.name);
            same(number(&result, &wip), area as f64 / span, &wip);
            let path = format!("stages.{}.discarded", stage.name);
            same(number(&result, &path), discarded as f64, &path);
        }
        let times = [
            ("lead_time", log.lead()),
            ("cycle_time", log.cycle()),
            ("lead_time_done", log.lead_done()),
        ];
        for (path, mean) in times {
            match (maybe(&result, path), mean) {
                (Some(told), Some(counted)) => same(told, counted, path),
                (told, counted) => assert_eq!(told, counted, "{path}"),
            }
        }
    }
    Ok(())
}

/// Trial 7 of the trace is trial 7 of `trials.csv`.
#[test]
fn trials_are_numbered_as_in_the_run() -> Result<()> {
    let model = model(BOARD);
    let stop = AtomicBool::new(false);
    let mut rows = Vec::new();
    let control = Control {
        stop: &stop,
        progress: &mut |_| {},
        rows: Some(&mut |row: TrialRow| rows.push(row)),
    };
    let settings = Settings {
        trials: 8,
        ..Settings::of(&model)
    };
    trials::run(&model, &settings, control)?;
    for trial in [0, 7] {
        let log = Log::read(&csv_of(&model, trial)?, model.warm_up, &model.types)?;
        let row = rows.iter().find(|row| row.trial == trial);
        assert_eq!(row.map(|row| &row.ready), Some(&log.found));
    }
    Ok(())
}

/// The moves alone tell where everybody is: every move starts where the last one ended, limits hold, nobody
/// moves after the end, and the counts that the rows tell are those of the moves.
#[test]
fn the_table_reads_back_as_a_history() -> Result<()> {
    let model = model(BOARD);
    for trial in 0..6 {
        let log = Log::read(&csv_of(&model, trial)?, model.warm_up, &model.types)?;
        assert!(log.wrong.is_empty(), "{:#?}", log.wrong);
        for event in [
            "present",
            "arrived",
            "refused",
            "entered",
            "pushed",
            "started",
            "blocked",
            "unblocked",
            "interrupted",
            "resumed",
            "finished",
            "ready",
            "held",
            "gathered",
            "freed",
            "discarded",
            "expired",
            "planning",
            "committed",
            "done",
            "aborted",
            "end",
        ] {
            assert!(log.events.contains(event), "no {event} in trial {trial}");
        }
        for limit in ["refinement", "upstream", "business"] {
            assert!(log.limits.contains(limit), "nobody was kept out by {limit}");
        }
    }
    Ok(())
}

/// The three forms say the same.
#[test]
fn lines_have_the_columns_of_the_table() -> Result<()> {
    let model = model(BOARD);
    let mut lines = Vec::new();
    let mut pages = Lines::new(&mut lines);
    tell(&model, 1, 2, &mut |step| keep(pages.step(step)))?;
    let (lines, table) = (String::from_utf8(lines)?, csv_of(&model, 2)?);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut rows = reader.records();
    for line in lines.lines() {
        let object: serde_json::Map<String, Value> = serde_json::from_str(line)?;
        let keys: Vec<&String> = object.keys().collect();
        assert_eq!(keys, COLUMNS);
        let row = rows.next().ok_or("fewer rows than lines")??;
        for (cell, value) in row.iter().zip(object.values()) {
            match value {
                Value::Null => assert_eq!(cell, ""),
                Value::String(text) => assert_eq!(cell, text),
                number => assert_eq!(cell.parse().ok(), number.as_f64(), "{line}"),
            }
        }
    }
    assert!(rows.next().is_none());
    Ok(())
}

/// What changes is told on the day it does.
#[test]
fn changes_are_told() -> Result<()> {
    let model = model(
        r#"
        calendar = { horizon = 9 }
        types = [{ name = "item", backlog = 1 }]
        pools = [{ name = "analysts", people = 1 }]
        stages = [{ name = "A", pool = "analysts", service = 4 }]
        changes = [{ at = 1, set = { "pools.analysts.availability" = 0.625 } }]
        "#,
    );
    let mut text = Vec::new();
    let mut pages = Text::new(&mut text, "board", 0, 1)?;
    tell(&model, 1, 0, &mut |step| keep(pages.step(step)))?;
    let text = String::from_utf8(text)?;
    let sentence = "1.000  from now on: analysts give 62.5 % of each day";
    assert!(text.contains(sentence), "{text}");
    assert!(text.contains("5.800  item-1 is done in A"), "{text}");
    Ok(())
}

/// What waits too long after commitment is aborted, as the run says.
#[test]
fn what_expires_in_delivery_is_aborted() -> Result<()> {
    let model = model(
        r#"
        calendar = { horizon = 9 }
        types = [{ name = "item", backlog = 3 }]
        stages = [
          { name = "A", people = 3, service = 1 },
          { name = "shelf", kind = "ready", wip = { max = 3 }, expire = 5 },
          { name = "dev", people = 1, service = 4, expire = 2 },
        ]
        teams = [{ name = "t", planning = { at = [1] }, pull = { total = 2 } }]
        "#,
    );
    let mut text = Vec::new();
    let mut pages = Text::new(&mut text, "board", 0, 1)?;
    tell(&model, 1, 0, &mut |step| keep(pages.step(step)))?;
    let text = String::from_utf8(text)?.replace('\n', " ");
    assert!(
        text.contains("has waited too long in shelf and is dropped"),
        "{text}"
    );
    assert!(
        text.contains("has waited too long in dev and is aborted, after commitment"),
        "{text}"
    );
    let end = "2 went into a Sprint, 1 is done, 1 was aborted, 0 were discarded, 1 dropped because they waited too \
               long and 0 refused; 0 are still on the way.";
    assert!(text.contains(end), "{text}");
    Ok(())
}

/// Every setting has words of its own, and what says the same of two of them is not said.
#[test]
fn changes_are_told_apart() {
    let model = model(
        r#"
        calendar = { horizon = 20 }
        types = [{ name = "f", arrivals = { per_week = 10 } }, { name = "g", arrivals = { every = 1 } }]
        stages = [{ name = "A", people = 2, service = 1 }, { name = "B", elapsed = 2 }]
        conwip = [{ stages = ["A", "B"], wip = { max = 12 } }]
        lanes = [{ name = "L", types = ["f"], wip = { A = { min = 1, max = 4 } }, conwip = { max = 9 } }]
        teams = [{ name = "t", planning = { every = 5 }, pull = { total = 5, shares = { f = 1, g = 1 } }, ready_when = { total = 4, f = 2 } }]
        changes = [
          { at = 5, set = { "lanes.L.wip.A.max" = 1, "lanes.L.conwip.max" = 2, "conwip.A+B.wip.max" = 3, "lanes.L.wip.A.min" = 0, "stages.B.wip.max" = 2 } },
          { at = 5, set = { "teams.t.pull.shares.g" = 0, "stages.B.wip.expedite_over" = 1 } },
          { at = 9, set = { "teams.t.ready_when.f" = 1, "teams.t.ready_when.total" = 9 } },
          { at = 12, set = { "teams.t.pull.borrow" = false, "teams.t.pull.total" = 4 } },
        ]
        "#,
    );
    let told: Vec<Vec<String>> = model.changes.iter().map(|c| c.words(&model)).collect();
    let expected = [
        vec![
            "at most 2 in B",
            "at most 3 in the group A+B",
            "at most 1 of the lane L in A",
            "at most 2 of the lane L in A+B together",
            "at least 0 of the lane L in A",
        ],
        vec![
            "1 expedite item may exceed the maximum in B",
            "t pulls by the shares f 1, g 0",
        ],
        vec!["enough for t is 9 ready in total, 1 f"],
        vec!["a pull of 4 for t", "t leaves empty what a share lacks"],
    ];
    assert_eq!(told, expected);
}

/// A board on which everything takes whole hours, as a Product Owner and a spreadsheet read it.
const SMALL: &str = r#"
name = "Two days"
calendar = { start = 2026-01-05, horizon = 2 }
types = [
  { name = "bug", backlog = { items = 2, age = 1.5 } },
  { name = "noise", arrivals = { at = [0.5, 1.0], count = 3 }, backlog_max = 1, class = "expedite" },
  { name = "law", arrivals = { at = [1] }, class = "fixed-date", due = 6, expire = 0.25 },
]
pools = [{ name = "analysts", people = 1 }]
stages = [
  { name = "triage", people = 1, wip = { max = 1 }, service = "2h", by_type.noise.discard = 1 },
  { name = "look", elapsed = "1h", wip = { max = 2 } },
  { name = "refinement", pool = "analysts", wip = { max = 1 }, service = "6h", leaves = { at = [1.4] } },
]
conwip = [{ name = "late", stages = ["look", "refinement"], wip = { max = 2 } }]
blockers = [{ source = "vendor", stages = ["refinement"], types = ["bug"], probability = 1, duration = "2h" }]
teams = [{ name = "payments", planning = { at = [1, 1.5] }, pull = { total = 1 } }]
"#;

#[test]
fn text_and_table_read_as_agreed() -> Result<()> {
    let model = model(SMALL);
    let mut text = Vec::new();
    let mut pages = Text::new(&mut text, &model.name, 0, 1)?;
    tell(&model, 1, 0, &mut |step| keep(pages.step(step)))?;
    snapshot::check("trace.txt", &String::from_utf8(text)?);
    snapshot::check("trace.csv", &csv_of(&model, 0)?);
    Ok(())
}
