//! Working days and dates: day 0 is the first working day on or after `calendar.start`.

use jiff::civil::Date;

/// Which days are worked, and which date each of them has.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Working days a week.
    pub days_per_week: u32,
    /// Working hours a day.
    pub hours_per_day: f64,
    /// The dates of the working days from day 0 to past the horizon; empty without a start.
    pub dates: Vec<Date>,
}

impl Calendar {
    /// The date of a working day, where there is a calendar and it reaches so far.
    pub fn date(&self, day: usize) -> Option<Date> {
        self.dates.get(day).copied()
    }
}
