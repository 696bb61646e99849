//! Rates that change over time: profiles and weekdays.

use super::cadence::moment;
use super::context::Context;
use super::{DAY, Ticks, days, ticks};
use crate::diagnostic::Diagnostic;
use crate::scenario::mirror::{self, Moment, Step};
use crate::source::At;

/// The rate of a Poisson process as a function of time: constant from each segment's start to the
/// next one's, the last one's for ever.
///
/// Expected arrivals as a function of time (the cumulative hazard) are piecewise linear, so a process
/// of unit rate in that measure is turned into one of this rate exactly by [`Self::instant`]: with
/// unit exponential gaps e₁, e₂, … the arrivals are instant(e₁), instant(e₁ + e₂), …
/// (inversion; Çinlar, Introduction to Stochastic Processes, 1975, section 4.7).
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// In order; the first starts at 0.
    pub segments: Vec<Segment>,
}

/// A time of constant rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its first instant.
    pub start: Ticks,
    /// Arrivals per working day, not negative.
    pub per_day: f64,
    /// Arrivals expected before its start.
    pub before: f64,
}

impl Curve {
    /// The curve through these rates, each from its instant on; in order, the first at 0. Equal
    /// neighbours become one.
    pub fn new(rates: impl IntoIterator<Item = (Ticks, f64)>) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        for (start, per_day) in rates {
            let last = segments.last().copied();
            match last {
                Some(last) if last.per_day == per_day => continue,
                Some(last) if last.start == start => {
                    segments.pop();
                    segments.push(Segment { per_day, ..last });
                }
                _ => segments.push(Segment {
                    start,
                    per_day,
                    before: last.map_or(0.0, |last| last.expected(start)),
                }),
            }
        }
        Self { segments }
    }

    /// How many arrivals are expected up to an instant.
    pub fn expected(&self, at: Ticks) -> f64 {
        let place = self.segments.partition_point(|segment| segment.start <= at);
        let segment = place.checked_sub(1).and_then(|n| self.segments.get(n));
        segment.map_or(0.0, |segment| segment.expected(at))
    }

    /// The first instant by which so many arrivals are expected; `None` where it never comes to that.
    pub fn instant(&self, expected: f64) -> Option<Ticks> {
        let place = self
            .segments
            .partition_point(|segment| segment.before < expected);
        let segment = self.segments.get(place.saturating_sub(1))?;
        let more = expected - segment.before;
        if more <= 0.0 {
            return Some(segment.start);
        }
        let at = |rate: f64| segment.start.saturating_add(ticks(more / rate));
        (segment.per_day > 0.0).then(|| at(segment.per_day))
    }

    /// The rate, if it never changes and is above 0.
    pub fn constant(&self) -> Option<f64> {
        match self.segments[..] {
            [only] if only.per_day > 0.0 => Some(only.per_day),
            _ => None,
        }
    }

    /// The lowest and the highest rate per working day before an instant.
    pub fn range(&self, until: Ticks) -> (f64, f64) {
        let begun = self.segments.iter().filter(|s| s.start < until);
        begun.fold((f64::INFINITY, 0.0), |(low, high), segment| {
            (segment.per_day.min(low), segment.per_day.max(high))
        })
    }

    /// The average rate per working day up to an instant above 0.
    pub fn mean(&self, until: Ticks) -> f64 {
        self.expected(until) / days(until)
    }
}

impl Segment {
    fn expected(&self, at: Ticks) -> f64 {
        self.before + self.per_day * days(at.saturating_sub(self.start))
    }
}

/// The curve of a rate with `profile` and `weekday`; `None` where it never changes.
pub(super) fn curve(cx: &mut Context, written: &mirror::Arrivals, per_day: f64) -> Option<Curve> {
    if written.profile.is_none() && written.weekday.is_none() {
        return None;
    }
    let steps = written
        .profile
        .as_ref()
        .map(|list| profile(cx, &list.value));
    let steps = steps.unwrap_or_default();
    let week = match &written.weekday {
        Some(weights) => weekday(cx, weights),
        None => Vec::new(),
    };
    let mut starts: Vec<Ticks> = steps.iter().map(|&(from, _)| from).collect();
    starts.push(0);
    if !week.is_empty() {
        let all = cx.time.horizon.div_ceil(DAY);
        starts.extend((0..all).map(|day| day * DAY));
    }
    starts.sort_unstable();
    starts.dedup();
    let rates = starts.into_iter().map(|start| {
        let step = steps.iter().rev().find(|(from, _)| *from <= start);
        let factor = step.map_or(1.0, |(_, factor)| *factor);
        let day = usize::try_from(start / DAY).unwrap_or(usize::MAX);
        let weight = week.get(cx.time.weekday(day)).copied().unwrap_or(1.0);
        (start, per_day * factor * weight)
    });
    let rates: Vec<_> = rates.collect();
    Some(Curve::new(rates))
}

/// Factors with the instant each starts at, in order; 1 before the first.
fn profile(cx: &mut Context, list: &[At<Step>]) -> Vec<(Ticks, f64)> {
    let mut steps: Vec<(Ticks, f64)> = Vec::new();
    for step in list {
        let (Some(from), Some(factor)) = (step.value.from, step.value.factor) else {
            continue;
        };
        let Some(at) = start(cx, &from) else { continue };
        if steps.last().is_some_and(|(last, _)| *last >= at) {
            let message = "this step of the profile does not start after the one before it";
            cx.error(
                "profile-order",
                message,
                from.span,
                "list the steps in order of time",
            );
        }
        steps.push((at, factor.value));
    }
    steps
}

/// A step may start at day 0 or later; one after the end of the run warns.
fn start(cx: &mut Context, from: &At<Moment>) -> Option<Ticks> {
    moment(cx, from)
}

/// What the rate is multiplied with on each weekday, Monday first, so that the mean over the working
/// days of a full week stays what it is.
fn weekday(cx: &mut Context, written: &At<mirror::Shares>) -> Vec<f64> {
    let mut weights = vec![1.0; 7];
    for (name, weight) in &written.value {
        let Some(day) = cx.time.weekday_named(&name.value) else {
            continue;
        };
        if !cx.time.works_on(day) {
            let message = format!(
                "nobody works on `{}`, so its weight has no effect",
                name.value
            );
            cx.idle(
                message,
                name.span,
                "leave it out, or add the day to `calendar.week`",
            );
        }
        if let Some(slot) = weights.get_mut(day) {
            *slot = weight.value;
        }
    }
    let worked: Vec<usize> = (0..7).filter(|&day| cx.time.works_on(day)).collect();
    let sum: f64 = worked.iter().filter_map(|&day| weights.get(day)).sum();
    if sum <= 0.0 {
        let message = "the weights of the working days must add up to more than 0";
        let problem = Diagnostic::error("no-shares", message, written.span);
        cx.report(problem.help("give at least one of them a number above 0"));
        return Vec::new();
    }
    let factor = worked.len() as f64 / sum;
    weights.into_iter().map(|weight| weight * factor).collect()
}
