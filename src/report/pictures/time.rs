//! Days and dates along the axes.

use super::Run;
use crate::report::charts::axis::Along;
use crate::report::text::words;
use jiff::civil::Date;

/// About so many dates stand along an axis.
const LABELS: usize = 6;

/// Longer than this (in working days) a date needs its year.
pub(super) const LONG: f64 = 270.0;

/// A day on an axis: `16 Jan`, `Jan 2027` on a long one, or its number.
pub(super) fn tick(day: f64, iso: Option<&str>, long: bool) -> String {
    let date: Option<Date> = iso.and_then(|iso| iso.parse().ok());
    let format = if long { "%b %Y" } else { "%-d %b" };
    date.map_or_else(
        || words::plain(day),
        |date| date.strftime(format).to_string(),
    )
}

/// Certain days along an axis, with some air at its ends; with dates its name goes without saying.
pub(super) fn along(ticks: Vec<(f64, String)>, dated: bool) -> Along {
    let days = || ticks.iter().map(|(day, _)| *day);
    let first = days().fold(f64::MAX, f64::min).min(1e15);
    let last = days().fold(first, f64::max);
    let air = ((last - first) * 0.06).max(0.5);
    let label = if dated {
        ""
    } else {
        "working days since day 0"
    };
    Along {
        numbers: (first - air, last + air),
        ticks,
        label: label.to_owned(),
    }
}

impl Run<'_> {
    fn tick(&self, day: f64) -> String {
        let long = self.forecast.horizon_days > LONG;
        tick(day, self.detail.date(day), long)
    }

    /// A day in a table: `Fri 16 Jan 2026`, or `day 9`.
    pub(super) fn date(&self, day: f64) -> String {
        words::date(day, self.detail.date(day))
    }

    /// What the axis of days is called; with dates that goes without saying.
    pub(super) fn days_label(&self) -> String {
        let dated = !self.detail.dates.is_empty();
        if dated {
            String::new()
        } else {
            "working days since day 0".to_owned()
        }
    }

    /// The days of a trial along an axis, at the beginnings of weeks.
    pub(super) fn along_days(&self) -> Along {
        let last = self.forecast.horizon_days;
        let week = f64::from(self.detail.days_per_week.max(1));
        let weeks = (last / week).floor() as usize;
        let stride = weeks.div_ceil(LABELS).max(1);
        let ticks = (0..=weeks).step_by(stride).map(|n| n as f64 * week);
        Along {
            numbers: (0.0, last),
            ticks: ticks.map(|day| (day, self.tick(day))).collect(),
            label: self.days_label(),
        }
    }

    /// Certain days along an axis, with some air at its ends.
    pub(super) fn along(&self, days: &[f64]) -> Along {
        let ticks = days.iter().map(|day| (*day, self.tick(*day)));
        along(ticks.collect(), !self.detail.dates.is_empty())
    }
}
