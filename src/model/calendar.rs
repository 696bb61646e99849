//! Working days and dates: day 0 is the first working day on or after `calendar.start`.

use super::{DAY, Ticks};
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

    /// The date of something planned for an instant: the day that contains it, and at midnight the
    /// day that begins.
    pub fn date_of_planning(&self, at: Ticks) -> Option<Date> {
        self.date(usize::try_from(at / DAY).ok()?)
    }

    /// The date of something finished at an instant: the day that contains it, and at midnight the
    /// day that ends. Never before day 0.
    pub fn date_of_finish(&self, at: Ticks) -> Option<Date> {
        self.date(usize::try_from(at.div_ceil(DAY).saturating_sub(1)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_instant_has_the_date_of_its_day() {
        let calendar = Calendar {
            days_per_week: 5,
            hours_per_day: 8.0,
            dates: vec![date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)],
        };
        assert_eq!(calendar.date_of_planning(0), Some(date(2026, 1, 5)));
        assert_eq!(calendar.date_of_planning(DAY), Some(date(2026, 1, 6)));
        assert_eq!(
            calendar.date_of_planning(DAY * 3 / 2),
            Some(date(2026, 1, 6))
        );
        assert_eq!(calendar.date_of_finish(0), Some(date(2026, 1, 5)));
        assert_eq!(calendar.date_of_finish(DAY), Some(date(2026, 1, 5)));
        assert_eq!(calendar.date_of_finish(DAY + 1), Some(date(2026, 1, 6)));
        assert_eq!(calendar.date_of_finish(4 * DAY), None);
    }
}
