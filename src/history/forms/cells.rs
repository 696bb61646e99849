//! The cells of a table by what they say, its dates read once for all.

use crate::diagnostic::Diagnostic;
use crate::history::Timestamp;
use crate::history::audit::Effect;
use crate::history::columns::{Found, is_blank};
use crate::history::form::Form;
use crate::history::log::Log;
use crate::history::mapping::{Columns, Dates, Mapping};
use crate::history::sheet::{Sheet, plain};
use crate::history::stamp::{Order, Stamp, Zone};
use crate::source::{At, Span};
use std::collections::BTreeMap;

/// The most cells of one kind that are shown.
const SHOWN: usize = 5;

/// A table whose dates are understood.
pub struct Cells<'a> {
    /// The table.
    pub sheet: &'a Sheet,
    /// Which column says what.
    pub found: Found,
    /// The date columns in the order asked for.
    pub dates: Vec<usize>,
    text: &'a str,
    stamps: BTreeMap<usize, Vec<Option<Stamp>>>,
    order: Order,
    told: Option<Order>,
    zone: Zone,
}

impl<'a> Cells<'a> {
    /// Reads all dates and settles which number of them is the day.
    pub fn new(
        text: &'a str,
        sheet: &'a Sheet,
        found: Found,
        told: &Dates,
        dates: Vec<usize>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut cells = Self {
            sheet,
            found,
            dates,
            text,
            stamps: BTreeMap::new(),
            order: told.order.unwrap_or(Order::DayFirst),
            told: told.order,
            zone: told.zone,
        };
        let mut bad = Vec::new();
        for column in cells.dates.clone() {
            let stamps = cells.column(column, &mut bad);
            cells.stamps.insert(column, stamps);
        }
        let hidden = bad.len().saturating_sub(SHOWN);
        bad.truncate(SHOWN);
        if let Some(last) = bad.last_mut().filter(|_| hidden > 0) {
            last.help = Some(format!(
                "{hidden} more cells are like this; a date is written like 2026-01-05 or 2026-01-05 14:30"
            ));
        }
        if !bad.is_empty() {
            return Err(bad);
        }
        cells.order = cells.settled().map_err(|problem| vec![*problem])?;
        Ok(cells)
    }

    /// The stamps of a column, and a problem for every cell that has none but words.
    fn column(&self, column: usize, bad: &mut Vec<Diagnostic>) -> Vec<Option<Stamp>> {
        let read = |row: usize| {
            let cell = self.sheet.cell(row, column);
            let stamp = Stamp::parse(cell);
            if stamp.is_none() && !is_blank(cell) {
                let message = format!(
                    "`{cell}` in column `{}` is no date",
                    self.sheet.heading(column)
                );
                let problem = Diagnostic::error("no-date", message, self.span(row, column));
                bad.push(problem.help("a date is written like 2026-01-05 or 2026-01-05 14:30"));
            }
            stamp
        };
        (0..self.sheet.rows.len()).map(read).collect()
    }

    /// The order of day and month that the dates prove.
    fn settled(&self) -> Result<Order, Box<Diagnostic>> {
        let proven = |order| self.first(|stamp| stamp.proves() == Some(order));
        let (day, month) = (proven(Order::DayFirst), proven(Order::MonthFirst));
        match (self.told, day, month) {
            (Some(Order::DayFirst), _, Some(at)) => {
                Err(self.contradicts(at, "day first", "month-first"))
            }
            (Some(Order::MonthFirst), Some(at), _) => {
                Err(self.contradicts(at, "month first", "day-first"))
            }
            (Some(told), ..) => Ok(told),
            (None, Some(day), Some(month)) => Err(self.mixed(day, month)),
            (None, Some(_), None) => Ok(Order::DayFirst),
            (None, None, Some(_)) => Ok(Order::MonthFirst),
            (None, None, None) => match self.first(Stamp::is_open) {
                Some(at) => Err(self.open(at)),
                None => Ok(self.order),
            },
        }
    }

    /// The first cell, by row, whose stamp is such.
    fn first(&self, such: impl Fn(&Stamp) -> bool) -> Option<(usize, usize)> {
        let of = |(column, stamps): (&usize, &Vec<Option<Stamp>>)| {
            let row = stamps.iter().position(|s| s.as_ref().is_some_and(&such));
            row.map(|row| (row, *column))
        };
        self.stamps.iter().filter_map(of).min()
    }

    fn contradicts(
        &self,
        (row, column): (usize, usize),
        told: &str,
        other: &str,
    ) -> Box<Diagnostic> {
        let message = format!(
            "`{}` cannot be read with the {told}",
            self.sheet.cell(row, column)
        );
        let help =
            format!("correct the date, or say `order = \"{other}\"` under [dates] of the mapping");
        Box::new(Diagnostic::error("date-order", message, self.span(row, column)).help(help))
    }

    fn mixed(&self, day: (usize, usize), month: (usize, usize)) -> Box<Diagnostic> {
        let (of_day, of_month) = (
            self.sheet.cell(day.0, day.1),
            self.sheet.cell(month.0, month.1),
        );
        let message = format!("`{of_month}` has the month first, but `{of_day}` has the day first");
        let help =
            "the dates of a file must all be written in one way; 2026-01-05 is never mistaken";
        Box::new(Diagnostic::error("date-order", message, self.span(month.0, month.1)).help(help))
    }

    fn open(&self, (row, column): (usize, usize)) -> Box<Diagnostic> {
        let cell = self.sheet.cell(row, column);
        let message =
            format!("nothing tells which number of `{cell}` is the day and which the month");
        let help = "no date of the file settles it. Say it: --dates day-first or --dates month-first, or `order` \
            under [dates] of the mapping";
        let problem = Diagnostic::error("ambiguous-date", message, self.span(row, column));
        Box::new(problem.label("two days are possible").help(help))
    }

    /// The instant in a cell of one of the date columns.
    pub fn instant(&self, row: usize, column: Option<usize>) -> Option<Timestamp> {
        let stamp = self.stamps.get(&column?)?.get(row)?.as_ref()?;
        stamp.instant(self.order, self.zone)
    }

    /// The words in a cell.
    pub fn words(&self, row: usize, column: Option<usize>) -> &str {
        column.map_or("", |column| self.sheet.cell(row, column))
    }

    /// The words in a cell, or nothing where they mean nothing.
    pub fn said(&self, row: usize, column: Option<usize>) -> &str {
        let words = self.words(row, column);
        if is_blank(words) { "" } else { words }
    }

    /// The place of a cell.
    pub fn span(&self, row: usize, column: usize) -> Span {
        self.sheet.span(self.text, row, column)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.sheet.rows.len()
    }

    /// The number in a cell; a comma may stand for the point.
    pub fn number(&self, row: usize, column: Option<usize>) -> Option<f64> {
        let number = self.words(row, column).replace(',', ".").parse().ok();
        number.filter(|number: &f64| number.is_finite() && *number >= 0.0)
    }

    /// The column a form cannot do without.
    pub fn needed(&self, column: Option<usize>, what: &str) -> Result<usize, Vec<Diagnostic>> {
        column.ok_or_else(|| {
            let message = format!("no column is known to hold the {what}");
            let help = format!("name it under [columns] of the mapping: {what} = \"…\"");
            vec![
                Diagnostic::error("unknown-column", message, self.sheet.head(self.text)).help(help),
            ]
        })
    }

    /// What the table as a whole is worth telling.
    pub fn tell(&self, log: &mut Log, form: Form) {
        let moves = self
            .dates
            .iter()
            .filter(|column| Some(**column) != self.found.created);
        let moves: Vec<usize> = moves.copied().collect();
        let read = if moves.is_empty() {
            &self.dates
        } else {
            &moves
        };
        let timed = |column: &usize| {
            let stamps = self.stamps.get(column).into_iter().flatten().flatten();
            stamps.into_iter().any(|stamp| stamp.time.is_some())
        };
        log.has_times |= read.iter().any(timed);
        log.read += self.sheet.empty;
        let notes = &mut log.notes;
        let text = "rows without a word in any cell";
        notes.count("empty-rows", Effect::LeftOut, text, self.sheet.empty);
        let text =
            "rows with fewer cells than there are headings; the missing cells are read as empty";
        notes.count("short-rows", Effect::Noticed, text, self.sheet.short.len());
        for heading in self.doubled() {
            let text = format!("columns headed `{heading}`; the first of them is read");
            notes.count(
                "duplicate-columns",
                Effect::Noticed,
                &text,
                self.sheet.columns(&heading).len(),
            );
        }
        let unused = self.unused();
        if form != Form::Trace && !unused.is_empty() {
            let text = format!("columns that are not read: {}", unused.join(", "));
            notes.count("unread-columns", Effect::Noticed, &text, unused.len());
        }
    }

    /// The headings that more than one column has.
    fn doubled(&self) -> Vec<String> {
        let mut names: Vec<&String> = self
            .sheet
            .headings
            .iter()
            .filter(|h| !h.is_empty())
            .collect();
        names.sort_by_key(|name| plain(name));
        let twice = names
            .windows(2)
            .filter(|pair| plain(pair[0]) == plain(pair[1]));
        let mut twice: Vec<String> = twice.map(|pair| pair[0].clone()).collect();
        twice.dedup_by_key(|name| plain(name));
        twice
    }

    /// The headings of columns nothing is read from.
    fn unused(&self) -> Vec<&str> {
        let found = &self.found;
        let one = [
            found.id,
            found.title,
            found.kind,
            found.class,
            found.created,
            found.time,
            found.from,
            found.start,
            found.end,
            found.resolution,
            found.status,
            found.blocked_days,
        ];
        let used = |column: &usize| {
            one.contains(&Some(*column)) || found.to.contains(column) || self.dates.contains(column)
        };
        let all = (0..self.sheet.headings.len()).filter(|column| !used(column));
        all.map(|column| self.sheet.heading(column))
            .filter(|heading| !heading.is_empty())
            .collect()
    }

    /// The mapping with the form, the columns and the order of dates that were found.
    pub fn completed(&self, form: Form, told: &Mapping) -> Mapping {
        let name = |column: Option<usize>| {
            column.map(|column| At::new(self.sheet.heading(column).to_owned(), Span::default()))
        };
        let (found, log) = (
            &self.found,
            matches!(form, Form::Transitions | Form::Events),
        );
        let when = |such: bool, column: Option<usize>| name(column.filter(|_| such));
        let ends = form == Form::StartEnd;
        let to = found.to.iter().filter_map(|column| name(Some(*column)));
        let columns = Columns {
            id: name(found.id),
            title: name(found.title),
            kind: name(found.kind),
            class: name(found.class),
            created: name(found.created),
            time: when(log, found.time),
            from: when(form == Form::Transitions, found.from),
            to: if log { to.collect() } else { Vec::new() },
            start: when(ends, found.start),
            end: when(ends, found.end),
            resolution: name(found.resolution),
            status: when(!log, found.status),
            blocked_days: name(found.blocked_days),
        };
        let proven = self
            .first(|stamp| stamp.proves().is_some())
            .map(|_| self.order);
        let mut mapping = told.clone();
        mapping.form = Some(At::new(form, Span::default()));
        mapping.columns = if form == Form::Trace {
            Columns::default()
        } else {
            columns
        };
        mapping.dates.order = self.told.or(proven);
        mapping
    }
}
