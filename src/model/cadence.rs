//! Instants written in a scenario: single moments, lists of them, and cadences.

use super::context::Context;
use super::timeline::Place;
use super::{DAY, Ticks, ticks};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{Duration, Moment, Planning, Unit};
use crate::source::{At, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// At most so many occurrences in one run.
const MOST: f64 = 1e6;

/// One written moment as an instant: the start of a date's day. `None` with a message before day 0
/// and, with a warning, after the horizon.
pub(super) fn moment(cx: &mut Context, written: &At<Moment>) -> Option<Ticks> {
    let at = match written.value {
        Moment::After(duration) => ticks(cx.time.days(duration)),
        Moment::Date(date) => start_of(cx, At::new(date, written.span))?,
    };
    if at > cx.time.horizon {
        cx.report(beyond(written.span));
        return None;
    }
    Some(at)
}

/// The start of a date's working day, or of the next one with a warning.
fn start_of(cx: &mut Context, date: At<Date>) -> Option<Ticks> {
    if !dated(cx, date.span) {
        return None;
    }
    match cx.time.on_or_after(date.value) {
        Place::Before => cx.report(before(date)),
        Place::Beyond => cx.report(beyond(date.span)),
        Place::Day(day) => {
            if let Some(instead) = cx.time.calendar.date(day).filter(|&d| d != date.value) {
                cx.report(cx.time.moved(date, instead));
            }
            return Some(day as u64 * DAY);
        }
    }
    None
}

/// The end of a goal's day, or of the last working day before it with a warning.
pub(super) fn end_of(cx: &mut Context, written: &At<Moment>) -> Option<Ticks> {
    let at = match written.value {
        Moment::After(duration) => ticks(cx.time.days(duration)),
        Moment::Date(date) => {
            let date = At::new(date, written.span);
            if !dated(cx, date.span) {
                return None;
            }
            match cx.time.on_or_before(date.value) {
                Place::Before => {
                    cx.report(before(date));
                    return None;
                }
                Place::Beyond => Ticks::MAX,
                Place::Day(day) => {
                    if let Some(instead) = cx.time.calendar.date(day).filter(|&d| d != date.value) {
                        cx.report(cx.time.moved(date, instead));
                    }
                    (day as u64 + 1) * DAY
                }
            }
        }
    };
    if at > cx.time.horizon {
        let message = "the run ends before this date, so nothing could be said about it";
        cx.report(
            Diagnostic::error("beyond-horizon", message, written.span)
                .help("lengthen `calendar.horizon`"),
        );
        return None;
    }
    Some(at)
}

/// A written list of moments, in order, without those after the horizon.
pub(super) fn moments(cx: &mut Context, list: &At<Vec<At<Moment>>>) -> Vec<Ticks> {
    if list.value.is_empty() {
        cx.error(
            "empty-list",
            "this list names no instant",
            list.span,
            "write dates or day numbers: `at = [10, 20]`",
        );
    }
    let mut written: Vec<(Ticks, Moment)> = Vec::new();
    for item in &list.value {
        let Some(at) = moment(cx, item) else { continue };
        if written
            .iter()
            .any(|&(other, moment)| other == at && same(moment, item.value))
        {
            cx.error(
                "duplicate",
                "this instant stands here twice",
                item.span,
                "name it once; for several items at once use `count`",
            );
        }
        written.push((at, item.value));
    }
    let mut instants: Vec<Ticks> = written.into_iter().map(|(at, _)| at).collect();
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// Two dates may move to the same day and are one then; the same words twice are a slip.
fn same(a: Moment, b: Moment) -> bool {
    match (a, b) {
        (Moment::Date(a), Moment::Date(b)) => a == b,
        (Moment::After(_), Moment::After(_)) => true,
        _ => false,
    }
}

/// The instants of `{ first, every }` or `{ at }`; `who` says of whom, as in "a team plans".
pub(super) fn occurrences(
    cx: &mut Context,
    written: &Planning,
    place: Span,
    who: &str,
) -> Vec<Ticks> {
    let stray = written
        .every
        .map(|at| at.span)
        .or(written.first.map(|at| at.span));
    if let (Some(_), Some(span)) = (&written.at, stray) {
        let message =
            format!("{who} `at` given instants or in a cadence (`first`, `every`), not both");
        cx.error("two-plannings", message, span, "keep one of the two");
    }
    match (&written.at, &written.every) {
        (Some(at), _) => moments(cx, at),
        (None, Some(every)) => cadence(cx, every, written.first.as_ref()),
        (None, None) => {
            let message = format!(
                "this does not say when {}",
                who.replacen("a team", "the team", 1)
            );
            let help = "for instance `{ every = \"2w\" }` or `{ at = [10, 20] }`";
            cx.report(Diagnostic::error("missing", message, place).help(help));
            Vec::new()
        }
    }
}

/// The occurrences of a cadence up to and including the horizon; `first` defaults to `every`.
/// Whole weeks are calendar weeks where there are dates.
pub(super) fn cadence(
    cx: &mut Context,
    every: &At<Duration>,
    first: Option<&At<Moment>>,
) -> Vec<Ticks> {
    let step = cx.time.days(every.value);
    if ticks(step) == 0 {
        cx.error(
            "zero",
            "`every` must be above 0",
            every.span,
            "for instance `every = \"2w\"`",
        );
        return Vec::new();
    }
    if cx.time.horizon_days() / step > MOST {
        let message = "this happens more than a million times in one run";
        cx.error("too-many", message, every.span, "lengthen `every`");
        return Vec::new();
    }
    let instants = match (whole_weeks(every.value), cx.time.start) {
        (Some(weeks), Some(start)) => weekly(cx, weeks, first, start),
        _ => evenly(cx, step, first),
    };
    if instants.is_empty() && first.is_none() {
        cx.report(beyond(every.span));
    }
    instants
}

/// Only whole weeks are calendar weeks.
fn whole_weeks(every: Duration) -> Option<i64> {
    let whole = every.unit == Unit::Weeks && every.amount.fract() == 0.0 && every.amount < MOST;
    whole.then_some(every.amount as i64)
}

fn evenly(cx: &mut Context, step: f64, first: Option<&At<Moment>>) -> Vec<Ticks> {
    let start = match first {
        None => step,
        Some(first) => match moment(cx, first) {
            Some(at) => super::days(at),
            None => return Vec::new(),
        },
    };
    let horizon = cx.time.horizon;
    (0_u32..)
        .map(|k| ticks(start + f64::from(k) * step))
        .take_while(|&at| at <= horizon)
        .collect()
}

/// The same weekday every so many weeks, moved to the next working day where it is free.
fn weekly(cx: &mut Context, weeks: i64, first: Option<&At<Moment>>, start: Date) -> Vec<Ticks> {
    let Some((anchor, within)) = anchor(cx, weeks, first, start) else {
        return Vec::new();
    };
    let mut instants: Vec<Ticks> = Vec::new();
    let dates = (0_i64..).map_while(|k| anchor.checked_add((7 * weeks * k).days()).ok());
    for date in dates {
        let Place::Day(day) = cx.time.on_or_after(date) else {
            break;
        };
        let at = day as u64 * DAY + within;
        if at > cx.time.horizon {
            break;
        }
        if instants.last() != Some(&at) {
            instants.push(at);
        }
    }
    instants
}

/// What to do about a free first day of a weekly cadence.
const KEEPS_WEEKDAY: &str = "the later ones keep the weekday of the date written, so leave it as it is if that is \
                             their day; another first date moves them all";

/// The date a weekly cadence counts from, and how far into its day the instant lies.
fn anchor(
    cx: &mut Context,
    weeks: i64,
    first: Option<&At<Moment>>,
    start: Date,
) -> Option<(Date, Ticks)> {
    let after = |weeks: i64| start.checked_add((7 * weeks).days()).ok();
    let Some(first) = first else {
        return Some((after(weeks)?, 0));
    };
    match first.value {
        Moment::Date(date) => {
            let known = cx.problems.len();
            let at = moment(cx, first);
            // The weekday of a free first day is that of all the others, so that it had better stay.
            for moved in cx
                .problems
                .iter_mut()
                .skip(known)
                .filter(|p| p.code == "free-day")
            {
                moved.help = Some(KEEPS_WEEKDAY.into());
            }
            at.map(|_| (date, 0))
        }
        Moment::After(duration) => match whole_weeks(duration) {
            Some(0) | None => {
                let at = moment(cx, first)?;
                let day = usize::try_from(at / DAY).ok()?;
                Some((cx.time.calendar.date(day)?, at % DAY))
            }
            Some(weeks) => {
                let date = after(weeks)?;
                if matches!(cx.time.on_or_after(date), Place::Beyond) {
                    cx.report(beyond(first.span));
                }
                Some((date, 0))
            }
        },
    }
}

/// Dates mean something only where the run has dates.
fn dated(cx: &mut Context, span: Span) -> bool {
    if cx.time.start.is_none() {
        cx.report(
            Diagnostic::error(
                "no-calendar",
                "a date means nothing as long as day 0 has none",
                span,
            )
            .help("give `calendar.start`, the date of day 0, or write a day number instead"),
        );
    }
    cx.time.start.is_some() && !cx.time.calendar.dates.is_empty()
}

fn before(date: At<Date>) -> Diagnostic {
    Diagnostic::error(
        "before-start",
        format!("{} lies before day 0", date.value),
        date.span,
    )
    .help("start earlier with `calendar.start`, or give a later date")
}

fn beyond(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "beyond-horizon",
        "this lies after the end of the run and never happens",
        span,
    )
    .help("lengthen `calendar.horizon`, or leave it out")
}
