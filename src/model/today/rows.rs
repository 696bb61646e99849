//! Each row of the board's file for itself.

use super::{Now, Spot};
use crate::diagnostic::Diagnostic;
use crate::model::blockers::BlockerId;
use crate::model::context::Context;
use crate::model::names::{Kind, unknown};
use crate::model::tables::{Sheet, sheet};
use crate::model::{Ticks, TypeId, ticks};
use crate::scenario::mirror::Moment;
use crate::scenario::moment_in;
use crate::scenario::suggest::nearest;
use crate::source::{At, Span};

/// The columns a file must have.
const NEEDED: [&str; 4] = ["id", "type", "stage", "entered"];
/// The columns it may have; others are for people.
const OPTIONAL: [&str; 5] = ["created", "state", "started", "worked", "blocker"];

/// One row as it is written.
pub struct Row {
    /// `id`.
    pub id: At<String>,
    /// `type`.
    pub kind: TypeId,
    /// `stage`.
    pub spot: Spot,
    /// Age since `created`; since it entered when left out.
    pub arrived: Ticks,
    /// Age since `started`; since it entered when left out.
    pub started: Ticks,
    /// Age since `entered`.
    pub entered: Ticks,
    /// `state`, if any, and its place (the id's when left out).
    pub state: Option<Word>,
    /// The place of `state`.
    pub state_at: Span,
    /// `worked`, in days.
    pub worked: Option<f64>,
    /// `blocker`.
    pub blocker: Option<BlockerId>,
}

/// The words of the column `state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// `waiting`
    Waiting,
    /// `working`
    Working,
    /// `blocked`
    Blocked,
    /// `done`
    Done,
}

const WORDS: [(&str, Word); 4] = [
    ("waiting", Word::Waiting),
    ("working", Word::Working),
    ("blocked", Word::Blocked),
    ("done", Word::Done),
];

/// All rows that make sense; a message for every other one.
pub fn rows(cx: &mut Context, file: &At<String>, now: &Now) -> Vec<Row> {
    let Some(sheet) = sheet(cx, file) else {
        return Vec::new();
    };
    if !has_columns(cx, file, &sheet) {
        return Vec::new();
    }
    let mut rows: Vec<Row> = Vec::new();
    for cells in &sheet.rows {
        let line = Line {
            sheet: &sheet,
            cells,
        };
        let Some(row) = line.read(cx, now) else {
            continue;
        };
        if rows.iter().any(|known| known.id.value == row.id.value) {
            let message = format!("the id `{}` stands here twice", row.id.value);
            cx.error(
                "duplicate",
                message,
                row.id.span,
                "give every item an id of its own",
            );
        } else {
            rows.push(row);
        }
    }
    rows
}

/// Are the needed columns there? A heading that looks like a mistyped one is told.
fn has_columns(cx: &mut Context, file: &At<String>, sheet: &Sheet) -> bool {
    let has = |name: &str| sheet.headings.iter().any(|h| h.value == name);
    let place = sheet.headings.first().map_or(file.span, |h| h.span);
    let all = NEEDED.iter().chain(&OPTIONAL);
    let absent: Vec<&str> = all.copied().filter(|name| !has(name)).collect();
    for heading in &sheet.headings {
        let stray = !NEEDED.contains(&&*heading.value) && !OPTIONAL.contains(&&*heading.value);
        let meant = nearest(&heading.value, absent.iter().copied()).filter(|_| stray);
        if let Some(meant) = meant.filter(|meant| OPTIONAL.contains(meant)) {
            let message = format!("the column `{}` is not read", heading.value);
            let problem = Diagnostic::warning("unknown-column", message, heading.span);
            cx.report(problem.help(format!("did you mean `{meant}`?")));
        }
    }
    let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !has(name)).collect();
    for name in &missing {
        let headings = sheet.headings.iter().map(|h| h.value.as_str());
        let like = nearest(name, headings.filter(|h| !NEEDED.contains(h)));
        let help = match like {
            Some(like) => format!("is it the column `{like}`? Then head it with `{name}`"),
            None => "the columns are id, type, stage, entered and, where known, created, state, started, \
                     worked and blocker"
                .to_owned(),
        };
        let message = format!("the board has no column `{name}`");
        cx.report(Diagnostic::error("unknown-column", message, place).help(help));
    }
    missing.is_empty()
}

/// A row with its headings.
struct Line<'a> {
    sheet: &'a Sheet,
    cells: &'a At<Vec<At<String>>>,
}

impl Line<'_> {
    /// The cell of a column; `None` where there is no such column or it is empty.
    fn cell(&self, column: &str) -> Option<&At<String>> {
        let place = self.sheet.headings.iter().position(|h| h.value == column)?;
        let cell = self.cells.value.get(place)?;
        (!cell.value.is_empty()).then_some(cell)
    }

    /// The cell of a column that must not be empty.
    fn needed(&self, cx: &mut Context, column: &str) -> Option<At<String>> {
        let cell = self.cell(column).cloned();
        if cell.is_none() {
            let message = format!("this row has no `{column}`");
            let help = "every item needs an id, a type, a stage, and since when it is there";
            cx.error("malformed-csv", message, self.cells.span, help);
        }
        cell
    }

    fn read(&self, cx: &mut Context, now: &Now) -> Option<Row> {
        let id = self.needed(cx, "id");
        let kind = self.needed(cx, "type");
        let kind = kind.and_then(|name| cx.find(Kind::Type, &name));
        let stage = self.needed(cx, "stage");
        let spot = stage.as_ref().and_then(|name| spot(cx, name));
        let since = self.needed(cx, "entered");
        let entered = since.and_then(|cell| age(cx, &cell));
        let created = self.cell("created").and_then(|cell| age(cx, cell));
        let begun = self.cell("started").and_then(|cell| age(cx, cell));
        let state = self.cell("state").and_then(|cell| state(cx, cell));
        let worked = self.cell("worked").and_then(|cell| worked(cx, cell));
        let blocker = self.cell("blocker").and_then(|cell| blocker(cx, cell, now));
        let (id, kind, spot, entered) = (id?, kind?, spot?, entered?);
        on_route(cx, stage.as_ref()?, now, kind, spot);
        let started = begun.unwrap_or(entered);
        let arrived = created.unwrap_or(started.max(entered));
        self.in_order(cx, "started", started, "entered", entered);
        let since = begun.map_or("entered", |_| "started");
        self.in_order(cx, "created", arrived, since, started);
        Some(Row {
            kind,
            spot,
            arrived,
            started: if spot == Spot::Backlog { 0 } else { started },
            entered,
            state: state.or(blocker.map(|_| Word::Blocked)),
            state_at: self.cell("state").map_or(id.span, |cell| cell.span),
            worked,
            blocker,
            id,
        })
    }

    /// What happened earlier is longer ago.
    fn in_order(&self, cx: &mut Context, first: &str, age: Ticks, then: &str, younger: Ticks) {
        if let Some(cell) = self.cell(first).filter(|_| age < younger) {
            let message = format!("`{first}` is later than `{then}`");
            let help = "an item is created first, then started, and then enters the stage it is in";
            cx.error("row-order", message, cell.span, help);
        }
    }
}

fn spot(cx: &mut Context, name: &At<String>) -> Option<Spot> {
    if name.value == "backlog" {
        return Some(Spot::Backlog);
    }
    if let Some(id) = cx.names.id(Kind::Stage, &name.value) {
        return Some(Spot::Stage(id));
    }
    let mut known = cx.names.stages.clone();
    known.push("backlog".to_owned());
    cx.report(unknown("stage", name, &known));
    None
}

fn on_route(cx: &mut Context, stage: &At<String>, now: &Now, kind: TypeId, spot: Spot) {
    let Some(item) = now.types.get(kind) else {
        return;
    };
    if matches!(spot, Spot::Stage(id) if !item.route.has(id)) {
        let message = format!("`{}` does not pass `{}`", item.name, stage.value);
        let help = "put the stage into the `route` of the type, or correct the row";
        cx.report(Diagnostic::error("not-on-route", message, stage.span).help(help));
    }
}

/// How long ago: a date, or an age in days or as a duration.
fn age(cx: &mut Context, cell: &At<String>) -> Option<Ticks> {
    match moment_in(&cell.value) {
        Some(Moment::After(age)) => Some(ticks(cx.time.days(age))),
        Some(Moment::Date(_)) if cx.time.start.is_none() => {
            let message = "a date means nothing as long as day 0 has none";
            let help = "give `calendar.start`, the date of day 0, or write an age in days";
            cx.error("no-calendar", message, cell.span, help);
            None
        }
        Some(Moment::Date(date)) => {
            let age = cx.time.age(date);
            if age.is_none() {
                let message = format!("{date} lies after day 0");
                let help = "today's board tells what has happened before the run starts";
                cx.error("after-start", message, cell.span, help);
            }
            Some(age? as u64 * crate::model::DAY)
        }
        None => {
            let message = format!("`{}` is neither a date nor an age", cell.value);
            let help = "write a date like 2026-01-05, or an age in working days like 3 or \"2w\"";
            cx.error("malformed-csv", message, cell.span, help);
            None
        }
    }
}

fn state(cx: &mut Context, cell: &At<String>) -> Option<Word> {
    let word = WORDS
        .iter()
        .find(|(word, _)| *word == cell.value.to_lowercase());
    if word.is_none() {
        let known: Vec<String> = WORDS.iter().map(|(word, _)| (*word).to_owned()).collect();
        cx.report(unknown("state", cell, &known));
    }
    word.map(|(_, word)| *word)
}

fn worked(cx: &mut Context, cell: &At<String>) -> Option<f64> {
    match moment_in(&cell.value) {
        Some(Moment::After(work)) => Some(cx.time.days(work)),
        _ => {
            let message = format!("`{}` is no amount of work", cell.value);
            let help = "write days of hands-on work, like 0.5 or \"4h\"";
            cx.error("malformed-csv", message, cell.span, help);
            None
        }
    }
}

fn blocker(cx: &mut Context, cell: &At<String>, now: &Now) -> Option<BlockerId> {
    let found = now.blockers.iter().position(|b| b.source == cell.value);
    if found.is_none() {
        let known: Vec<String> = now.blockers.iter().map(|b| b.source.clone()).collect();
        cx.report(unknown("blocker", cell, &known));
    }
    found
}
