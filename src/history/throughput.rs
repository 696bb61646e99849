//! How many items became ready, or were done, in each past week.

use super::{History, Place, Timestamp};
use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;
use serde::Serialize;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    /// Items that reached the ready shelf, or that went past it.
    Ready,
    /// Items that were done.
    Done,
}

/// Whole weeks of the past, each of seven days, the last of which ends with the day before [`Weeks::end`].
#[derive(Debug, Clone, PartialEq)]
pub struct Weeks {
    /// How many items each week brought, oldest first.
    pub counts: Vec<u32>,
    /// The first day after the last week.
    pub end: Date,
}

impl History {
    /// What is counted where nobody says otherwise: ready where the board has such a shelf, else done.
    pub fn counted(&self) -> Counted {
        self.ready().map_or(Counted::Done, |_| Counted::Ready)
    }

    /// When each item (of these types; all where there are none) became ready or was done, in any order.
    pub fn finishes(&self, counted: Counted, types: &[usize]) -> Vec<Timestamp> {
        let items = self.items.iter();
        let asked = items.filter(|item| types.is_empty() || types.contains(&item.kind()));
        let ready = self.ready().filter(|_| counted == Counted::Ready);
        asked
            .filter_map(|item| match ready {
                Some(ready) => item.reached(ready),
                None => item
                    .end(self.closing)
                    .filter(|(_, place)| *place == Place::Done)
                    .map(|(at, _)| at),
            })
            .collect()
    }

    /// The weeks before `end`, as many as the data know whole, of which the latest are kept.
    pub fn weeks(&self, finishes: &[Timestamp], end: Date, most: usize) -> Weeks {
        let days_back = |at: Timestamp| (end - day_of(at)).get_days();
        let known = usize::try_from(days_back(self.from) / 7).unwrap_or(0);
        let mut counts = vec![0_u32; known.min(most)];
        for at in finishes {
            let week = usize::try_from((days_back(*at) - 1).div_euclid(7)).ok();
            let place = week.and_then(|week| counts.len().checked_sub(week + 1));
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        }
        Weeks { counts, end }
    }

    /// The day from which a forecast looks ahead: the first of which the data know nothing.
    pub fn first_unknown_day(&self) -> Date {
        let day = day_of(self.until);
        let midnight =
            self.until.as_second().rem_euclid(86_400) == 0 && self.until.subsec_nanosecond() == 0;
        if midnight {
            day
        } else {
            day.tomorrow().unwrap_or(day)
        }
    }
}

/// The day of an instant.
pub fn day_of(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

/// 00:00 of a day.
pub fn start_of(day: Date) -> Timestamp {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    Offset::UTC
        .to_timestamp(midnight)
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Is it a day from Monday to Friday?
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// How many working days lie from a day up to another, that one not included.
pub fn working_days_between(from: Date, to: Date) -> usize {
    let days = usize::try_from((to - from).get_days()).unwrap_or(0);
    let weeks = days / 7;
    let start = from
        .checked_add(jiff::Span::new().days(7 * weeks as i64))
        .unwrap_or(to);
    5 * weeks + working_days(start).take_while(|day| *day < to).count()
}

/// The working days (Monday to Friday) from a day on.
pub fn working_days(from: Date) -> impl Iterator<Item = Date> {
    let days = std::iter::successors(Some(from), |day| day.tomorrow().ok());
    days.filter(|day| is_working_day(*day))
}
