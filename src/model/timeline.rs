//! The calendar while a model is built: durations become days, dates become day numbers.

use super::{Calendar, DAY, Ticks, ticks};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Duration, Unit};
use crate::source::At;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// `calendar.horizon` when left out, in weeks: half a year.
const HORIZON_WEEKS: f64 = 26.0;
/// `calendar.hours_per_day` when left out.
const HOURS_PER_DAY: f64 = 8.0;
/// No date further back than so many days is counted.
const LONGEST: usize = 100_000;
/// Weekdays as written, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Where a date lies in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before day 0.
    Before,
    /// On the day with this number.
    Day(usize),
    /// After the last date the run knows.
    Beyond,
}

/// Working days, dates and the run's length.
#[derive(Debug)]
pub(super) struct Timeline {
    /// What the model keeps.
    pub calendar: Calendar,
    /// `calendar.start` as written.
    pub start: Option<Date>,
    /// How far each trial runs.
    pub horizon: Ticks,
    /// Where flow statistics start.
    pub warm_up: Ticks,
    week: [bool; 7],
    holidays: BTreeSet<Date>,
}

impl Timeline {
    /// Reads `[calendar]`. What is wrong is reported and replaced by the default.
    pub fn read(written: &mirror::Calendar, problems: &mut Vec<Diagnostic>) -> Self {
        let week = week(written, problems);
        let worked = week.iter().filter(|&&works| works).count();
        let mut time = Self {
            calendar: Calendar {
                days_per_week: u32::try_from(worked).unwrap_or(7),
                hours_per_day: written.hours_per_day.map_or(HOURS_PER_DAY, |at| at.value),
                dates: Vec::new(),
            },
            start: written.start.map(|at| at.value),
            horizon: 0,
            warm_up: 0,
            week,
            holidays: written.holidays.iter().map(|at| at.value).collect(),
        };
        let default = Duration {
            amount: HORIZON_WEEKS,
            unit: Unit::Weeks,
        };
        let horizon = written.horizon.map_or(default, |at| at.value);
        time.horizon = ticks(time.days(horizon)).max(1);
        time.warm_up = time.read_warm_up(written, problems);
        time.read_dates(written, problems);
        time
    }

    /// A duration in working days.
    pub fn days(&self, duration: Duration) -> f64 {
        match duration.unit {
            Unit::Hours => duration.amount / self.calendar.hours_per_day,
            Unit::Days => duration.amount,
            Unit::Weeks => duration.amount * f64::from(self.calendar.days_per_week),
        }
    }

    /// The horizon in days.
    pub fn horizon_days(&self) -> f64 {
        super::days(self.horizon)
    }

    /// Is this date a working day?
    pub fn works(&self, date: Date) -> bool {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.week.get(weekday).copied().unwrap_or(false) && !self.holidays.contains(&date)
    }

    /// The weekday of a working day, 0 for Monday; without dates day 0 is the first of the week.
    pub fn weekday(&self, day: usize) -> usize {
        if let Some(date) = self.calendar.date(day) {
            return usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        }
        let worked: Vec<usize> = (0..7).filter(|&n| self.works_on(n)).collect();
        let place = day % worked.len().max(1);
        worked.get(place).copied().unwrap_or(0)
    }

    /// The number of a weekday as written, 0 for Monday.
    pub fn weekday_named(&self, name: &str) -> Option<usize> {
        WEEKDAYS.iter().position(|known| *known == name)
    }

    /// Is this weekday (0 for Monday) worked, holidays apart?
    pub fn works_on(&self, weekday: usize) -> bool {
        self.week.get(weekday).copied().unwrap_or(false)
    }

    /// How many working days before day 0 a date lies; `None` for one after it, or without dates. A free
    /// day counts as the next working day.
    pub fn age(&self, date: Date) -> Option<usize> {
        let first = *self.calendar.dates.first()?;
        let before = days_from(date).take_while(|&d| d < first);
        let age = before.take(LONGEST).filter(|&d| self.works(d)).count();
        (date <= first).then_some(age)
    }

    /// The first working day on or after a date.
    pub fn on_or_after(&self, date: Date) -> Place {
        let Some(&first) = self.calendar.dates.first() else {
            return Place::Before;
        };
        if date < first
            && days_from(date)
                .take_while(|&d| d < first)
                .any(|d| self.works(d))
        {
            return Place::Before;
        }
        let day = self.calendar.dates.partition_point(|&d| d < date);
        if day < self.calendar.dates.len() {
            Place::Day(day)
        } else {
            Place::Beyond
        }
    }

    /// The last working day on or before a date.
    pub fn on_or_before(&self, date: Date) -> Place {
        let days = self.calendar.dates.partition_point(|&d| d <= date);
        match days.checked_sub(1) {
            None => Place::Before,
            Some(_) if self.calendar.dates.last().is_some_and(|&last| last < date) => Place::Beyond,
            Some(day) => Place::Day(day),
        }
    }

    /// Start and length of each week of the run: 7 calendar days each from the start date, or
    /// the working week over and over where there are no dates.
    pub fn weeks(&self) -> Vec<(Ticks, Ticks)> {
        match self.start {
            Some(start) => self.dated_weeks(start),
            None => {
                let week = u64::from(self.calendar.days_per_week) * DAY;
                let starts = (0..).map(|k| k * week);
                starts
                    .take_while(|&s| s < self.horizon)
                    .map(|s| (s, week))
                    .collect()
            }
        }
    }

    fn dated_weeks(&self, start: Date) -> Vec<(Ticks, Ticks)> {
        let dates = &self.calendar.dates;
        let before = |date: Date| dates.partition_point(|&d| d < date) as u64 * DAY;
        days_from(start)
            .step_by(7)
            .filter_map(|monday| {
                let next = days_from(monday).nth(7)?;
                let from = before(monday);
                Some((from, before(next) - from))
            })
            .take_while(|&(from, _)| from < self.horizon)
            .collect()
    }

    /// A warning that a written date is free and another day is meant.
    pub fn moved(&self, written: At<Date>, instead: Date) -> Diagnostic {
        let date = written.value;
        let message = format!("{date} is not a working day, so {instead} is meant");
        let holiday = self.holidays.contains(&date);
        Diagnostic::warning("free-day", message, written.span)
            .label(if holiday {
                "a holiday"
            } else {
                weekday_name(date)
            })
            .help("write the working day itself to silence this")
    }

    fn read_warm_up(&self, written: &mirror::Calendar, problems: &mut Vec<Diagnostic>) -> Ticks {
        let Some(at) = written.warm_up else {
            return 0;
        };
        let warm_up = ticks(self.days(at.value));
        if warm_up >= self.horizon {
            problems.push(
                Diagnostic::error(
                    "warm-up",
                    "the warm-up is not shorter than the horizon, so nothing would be measured",
                    at.span,
                )
                .label(format!(
                    "{} days of {}",
                    super::days(warm_up),
                    self.horizon_days()
                ))
                .help("shorten `warm_up`, or lengthen `calendar.horizon`"),
            );
            return 0;
        }
        warm_up
    }

    fn read_dates(&mut self, written: &mirror::Calendar, problems: &mut Vec<Diagnostic>) {
        let Some(start) = written.start else {
            problems.extend(written.holidays.first().map(idle_holidays));
            return;
        };
        let wanted = usize::try_from(self.horizon.div_ceil(DAY)).unwrap_or(0) + 8;
        let dates = days_from(start.value).filter(|&date| self.works(date));
        let dates: Vec<Date> = dates.take(wanted).collect();
        self.calendar.dates = dates;
        if self.calendar.dates.len() < wanted {
            problems.push(
                Diagnostic::error(
                    "calendar-ends",
                    "the run would go on beyond the last date there is, 9999-12-31",
                    start.span,
                )
                .help("start earlier or shorten `calendar.horizon`"),
            );
        } else if let Some(&first) = self.calendar.dates.first()
            && first != start.value
        {
            problems.push(self.moved(start, first));
        }
    }
}

fn weekday_name(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "a Monday",
        Weekday::Tuesday => "a Tuesday",
        Weekday::Wednesday => "a Wednesday",
        Weekday::Thursday => "a Thursday",
        Weekday::Friday => "a Friday",
        Weekday::Saturday => "a Saturday",
        Weekday::Sunday => "a Sunday",
    }
}

/// This date and all after it.
pub(super) fn days_from(date: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date), |d| d.tomorrow().ok())
}

fn idle_holidays(first: &At<Date>) -> Diagnostic {
    Diagnostic::warning(
        "no-effect",
        "holidays count only where the run has dates",
        first.span,
    )
    .help("give `calendar.start`, the date of day 0")
}

fn week(written: &mirror::Calendar, problems: &mut Vec<Diagnostic>) -> [bool; 7] {
    let mut week = [false; 7];
    for day in written.week.iter().flat_map(|at| &at.value) {
        let known = WEEKDAYS.iter().position(|name| *name == day.value);
        match known.and_then(|n| week.get_mut(n)) {
            None => {}
            Some(true) => {
                let message = format!("`{}` stands twice in the week", day.value);
                let problem = Diagnostic::error("duplicate", message, day.span);
                problems.push(problem.help("name it once"));
            }
            Some(works) => *works = true,
        }
    }
    if let Some(at) = written.week.as_ref().filter(|at| at.value.is_empty()) {
        let message = "a week needs at least one working day";
        let problem = Diagnostic::error("empty-week", message, at.span);
        problems.push(problem.help("list the days: `week = [\"mon\", \"tue\"]`"));
    }
    if week.contains(&true) {
        week
    } else {
        [true, true, true, true, true, false, false]
    }
}
