//! What became of each item, on the clock of working days and in the columns of the scenario.

use super::{Row, clock};
use crate::history::throughput::start_of;
use crate::history::{Closing, History, Item, Place, Timestamp};
use jiff::civil::Date;

/// Stays shorter than this (a minute of a day's 24 hours) from which an item went on are no stays: it was passed by.
const MOMENT: f64 = 1.0 / 1440.0;

/// Where a stay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It goes on.
    Open,
    /// In another column.
    Column(usize),
    /// The item was done.
    Done,
    /// The item was dropped.
    Discarded,
}

/// A stay in a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// Index into [`Journeys::columns`].
    pub column: usize,
    /// When it began.
    pub from: f64,
    /// When it ended; the end of the data where it goes on; `None` where nobody knows (an undated discard).
    pub until: Option<f64>,
    /// How.
    pub next: Next,
}

/// One item's way.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey<'h> {
    /// The item.
    pub item: &'h Item,
    /// Its type.
    pub kind: usize,
    /// When it appeared.
    pub arrived: f64,
    /// Was it there when the history began, at the same instant as others?
    pub first_stock: bool,
    /// Its stays, by time.
    pub stays: Vec<Stay>,
}

/// A column of the scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name there.
    pub name: String,
    /// The stage of the history; `None` for the time before the first.
    pub stage: Option<usize>,
    /// Is it the ready shelf?
    pub ready: bool,
}

/// All ways, and the weeks that are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Journeys<'h> {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// One for each item.
    pub all: Vec<Journey<'h>>,
    /// Where the weeks begin.
    pub from: f64,
    /// Where the data end.
    pub until: f64,
    /// Where arrivals end, no later.
    pub arrivals_until: f64,
    /// How exactly instants are known: a day, or a minute.
    pub resolution: f64,
}

/// The ways of a history up to a day.
pub fn journeys(known: &History, day: Date, weeks: usize) -> Journeys<'_> {
    let until = clock::of(known.until.min(start_of(day)));
    let began = clock::of(known.from);
    let waits = known.items.iter().any(|item| waits(item, known));
    let mut all: Vec<Journey<'_>> = known
        .items
        .iter()
        .filter_map(|item| journey(item, known, waits, until))
        .collect();
    let first = all
        .iter()
        .filter(|j| j.item.appeared() == Some(known.from))
        .count();
    for journey in &mut all {
        journey.first_stock = first > 1 && journey.item.appeared() == Some(known.from);
    }
    let end = known.selection.arrivals_end.map(clock::of);
    Journeys {
        columns: columns(known, waits),
        all,
        from: began.max(until - 5.0 * weeks as f64),
        until,
        arrivals_until: end.unwrap_or(until).min(until),
        resolution: if known.days_only { 1.0 } else { MOMENT },
    }
}

/// The columns: the stages, and before them one for what waits.
fn columns(known: &History, waits: bool) -> Vec<Column> {
    let free = |name: &str| {
        let taken = |name: &str| {
            known.stages.iter().any(|stage| stage.name == name)
                || crate::scenario::shape::RESERVED.contains(&name)
        };
        let mut name = name.to_owned();
        while taken(&name) {
            name += " column";
        }
        name
    };
    let first = waits.then(|| Column {
        name: free("waiting"),
        stage: None,
        ready: false,
    });
    let others = known.stages.iter().enumerate().map(|(n, stage)| Column {
        name: if crate::scenario::shape::RESERVED.contains(&stage.name.as_str()) {
            free(&stage.name)
        } else {
            stage.name.clone()
        },
        stage: Some(n),
        ready: stage.ready,
    });
    first.into_iter().chain(others).collect()
}

/// Does it wait before its first stage for longer than a moment?
fn waits(item: &Item, known: &History) -> bool {
    let mut at = places(item, known).into_iter().peekable();
    while let Some((from, place)) = at.next() {
        let until = at.peek().map_or(known.until, |(next, _)| *next);
        if place == Place::Backlog && clock::of(until) - clock::of(from) > MOMENT {
            return true;
        }
    }
    false
}

/// Where it was, from its creation to its end.
fn places(item: &Item, known: &History) -> Vec<(Timestamp, Place)> {
    let end = item.end(known.closing);
    let mut places: Vec<(Timestamp, Place)> = Vec::new();
    let before = item
        .moves
        .first()
        .is_none_or(|first| item.created.is_some_and(|created| created < first.0));
    if before {
        places.extend(item.created.map(|at| (at, Place::Backlog)));
    }
    for step in &item.moves {
        let last = Some(*step) == end;
        // Where the last closing counts, what was closed and reopened went on.
        if !step.1.is_end() || last {
            places.push(*step);
        }
        if last && known.closing == Closing::First {
            break;
        }
    }
    places
}

fn journey<'h>(item: &'h Item, known: &History, waits: bool, end: f64) -> Option<Journey<'h>> {
    let places = places(item, known);
    let mut stays: Vec<Stay> = Vec::new();
    for (n, (at, place)) in places.iter().enumerate() {
        let Some(column) = column(*place, waits) else {
            continue;
        };
        let next = places.get(n + 1);
        let from = clock::of(*at);
        stays.push(Stay {
            column,
            from,
            until: match next {
                Some((at, _)) => Some(clock::of(*at)),
                None => (!item.discarded_undated).then_some(end),
            },
            next: next.map_or(open(item), |(_, place)| to(*place, waits)),
        });
    }
    joined(&mut stays);
    if !known.days_only {
        passed_by(&mut stays);
    }
    Some(Journey {
        item,
        kind: item.kind(),
        arrived: clock::of(item.appeared()?),
        first_stock: false,
        stays,
    })
}

fn open(item: &Item) -> Next {
    match item.discarded_undated {
        true => Next::Discarded,
        false => Next::Open,
    }
}

/// The column of a place; none for an end, and for the backlog where nothing waits there.
fn column(place: Place, waits: bool) -> Option<usize> {
    match place {
        Place::Backlog => waits.then_some(0),
        Place::Stage(stage) => Some(stage + usize::from(waits)),
        Place::Done | Place::Discarded => None,
    }
}

fn to(place: Place, waits: bool) -> Next {
    match place {
        Place::Done => Next::Done,
        Place::Discarded => Next::Discarded,
        _ => Next::Column(column(place, waits).unwrap_or(0)),
    }
}

/// Stays in the same column one after the other are one.
fn joined(stays: &mut Vec<Stay>) {
    stays.dedup_by(|later, stay| {
        let same = later.column == stay.column;
        if same {
            (stay.until, stay.next) = (later.until, later.next);
        }
        same
    });
}

/// Takes out the stays that lasted but a moment and from which the item went on to the right.
fn passed_by(stays: &mut Vec<Stay>) {
    let on = |stay: &Stay| match stay.next {
        Next::Column(to) => to > stay.column,
        Next::Done => true,
        _ => false,
    };
    let moment = |stay: &Stay| stay.until.is_some_and(|until| until - stay.from < MOMENT);
    let mut n = 0;
    while n < stays.len() {
        let Some(stay) = stays.get(n).copied() else {
            break;
        };
        if stays.len() > 1 && on(&stay) && moment(&stay) {
            stays.remove(n);
            if let Some(before) = n.checked_sub(1).and_then(|n| stays.get_mut(n)) {
                before.next = stay.next;
            }
        } else {
            n += 1;
        }
    }
}

impl Journeys<'_> {
    /// How many weeks of five working days.
    pub fn weeks(&self) -> f64 {
        (self.until - self.from) / 5.0
    }

    /// The column of a stage of the history.
    pub fn column(&self, stage: usize) -> usize {
        let here = |column: &Column| column.stage == Some(stage);
        self.columns.iter().position(here).unwrap_or(0)
    }

    /// The shelf, if there is one.
    pub fn shelf(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.ready)
    }

    /// When items became ready, or, without a shelf, were done.
    pub fn finishes(&self, known: &History) -> impl Iterator<Item = f64> {
        let counted = known.counted();
        known.finishes(counted, &[]).into_iter().map(clock::of)
    }

    /// Items of which anything was seen in these weeks.
    pub fn seen(&self) -> usize {
        let late = |stay: &Stay| stay.until.is_none_or(|until| until >= self.from);
        let seen = |journey: &&Journey<'_>| journey.stays.iter().any(late);
        self.all.iter().filter(seen).count()
    }

    /// All stays of which something falls into these weeks, each with the type of its item.
    pub fn stays(&self) -> impl Iterator<Item = (usize, Stay)> + Clone {
        let each = |j: &Journey<'_>| j.stays.iter().map(|s| (j.kind, *s)).collect::<Vec<_>>();
        let all = self.all.iter().flat_map(each);
        all.filter(|(_, stay)| stay.until.is_none_or(|until| until >= self.from))
    }

    /// The open items at the end.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.all.iter().filter_map(|journey| {
            let last = journey
                .stays
                .last()
                .filter(|stay| stay.next == Next::Open)?;
            let pulled = journey.stays.iter().find(|stay| self.is_stage(stay.column));
            let ago = |at: f64| (self.until - at).max(0.0);
            let entered = ago(last.from);
            let started = pulled.map_or(entered, |stay| ago(stay.from)).max(entered);
            Some(Row {
                id: journey.item.id.clone(),
                kind: journey.kind,
                stage: last.column,
                entered,
                started,
                created: ago(journey.arrived).max(started),
            })
        })
    }

    fn is_stage(&self, column: usize) -> bool {
        self.columns
            .get(column)
            .is_some_and(|column| column.stage.is_some())
    }
}
