//! The clock of working days, Monday to Friday: of each as much has passed as of the 24 hours of its date.

use crate::history::Timestamp;
use jiff::civil::Date;

/// The Monday at whose beginning the clock shows 0.
const MONDAY: Date = jiff::civil::date(2001, 1, 1);
/// Its place among the seconds of the epoch.
const MONDAY_SECOND: i64 = 978_307_200;

/// What the clock shows at an instant; it stands still on Saturdays and Sundays.
pub fn of(at: Timestamp) -> f64 {
    let seconds = at.as_second() - MONDAY_SECOND;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (week, weekday) = (day.div_euclid(7), day.rem_euclid(7));
    let part = (second as f64 + f64::from(at.subsec_nanosecond()) * 1e-9) / 86_400.0;
    let within = if weekday < 5 {
        weekday as f64 + part
    } else {
        5.0
    };
    week as f64 * 5.0 + within
}

/// The date of the working day the clock is in.
pub fn date(clock: f64) -> Option<Date> {
    let day = clock.floor() as i64;
    let days = day.div_euclid(5) * 7 + day.rem_euclid(5);
    MONDAY
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// Monday (0) to Friday (4).
pub fn weekday(clock: f64) -> usize {
    (clock.floor() as i64).rem_euclid(5) as usize
}

#[cfg(test)]
mod tests {
    use super::{date, of, weekday};
    use crate::history::throughput::start_of;

    #[test]
    fn the_clock_stands_still_at_weekends() {
        let at = |day| start_of(jiff::civil::date(2026, 1, day));
        // 2 January 2026 is a Friday.
        assert_eq!(of(at(3)) - of(at(2)), 1.0);
        assert_eq!(of(at(5)), of(at(3)));
        assert_eq!(of(at(12)) - of(at(2)), 6.0);
        assert_eq!(weekday(of(at(2))), 4);
        assert_eq!(date(of(at(5))), Some(jiff::civil::date(2026, 1, 5)));
    }
}
