//! Points in time as trackers write them: `2015-11-11`, `2010-01-04T09:14:05.844-0500`, `23/02/2018`,
//! `5/31/2023 8:04:10 AM`, `7.6.2025 14:59`, `08/Mar/26 10:39 AM`, `Wed, 2 Oct 2013 10:15:50 +0300`.

use super::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A stamp as written: of some dates it is open which number is the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stamp {
    date: Written,
    /// The time of day; `None` where only a date is written.
    pub time: Option<Time>,
    /// How far the clock that wrote it is ahead of UTC, where that is written.
    pub offset: Option<Offset>,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Written {
    /// It has only one meaning.
    Plain(Date),
    /// Two numbers and a year: day and month in either order.
    Open([i8; 2], i16),
}

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `23/02/2018`
    DayFirst,
    /// `02/23/2018`
    MonthFirst,
}

/// Where days are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// At so far ahead of UTC. Stamps without an offset are of this zone.
    Fixed(Offset),
    /// Where each stamp was written: its local date and time count, whatever its offset.
    AsWritten,
}

impl Default for Zone {
    fn default() -> Self {
        Self::Fixed(Offset::UTC)
    }
}

impl Zone {
    /// `UTC`, `+02:00`, `-0500` or `as written`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "as written" | "as-written" => Some(Self::AsWritten),
            "utc" | "z" => Some(Self::default()),
            other => offset(other).map(Self::Fixed),
        }
    }
}

impl Zone {
    /// As a mapping writes it.
    pub fn word(self) -> String {
        match self {
            Self::AsWritten => "as written".to_owned(),
            Self::Fixed(offset) if offset.seconds() == 0 => "UTC".to_owned(),
            Self::Fixed(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

impl Stamp {
    /// Reads a stamp; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_weekday(text.trim());
        let (date, rest) = date(text)?;
        let (time, rest) = time(rest.trim_start_matches([' ', 'T', 't', ',']))?;
        let rest = rest.trim();
        let offset = match rest {
            "" => None,
            _ => Some(offset(rest)?),
        };
        let whole = time.is_some() || offset.is_none();
        whole.then_some(Self { date, time, offset })
    }

    /// The order its date proves, if it can be a date in only one.
    pub fn proves(&self) -> Option<Order> {
        match self.date {
            Written::Open([first, _], _) if first > 12 => Some(Order::DayFirst),
            Written::Open([_, second], _) if second > 12 => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// Could it be two different dates?
    pub fn is_open(&self) -> bool {
        matches!(self.date, Written::Open([first, second], _) if first != second)
    }

    /// The instant, shifted so that its UTC date is that of the zone; `None` where there is no such date.
    pub fn instant(&self, order: Order, zone: Zone) -> Option<Timestamp> {
        let date = match (self.date, order) {
            (Written::Plain(date), _) => Some(date),
            (Written::Open([day, month], year), Order::DayFirst)
            | (Written::Open([month, day], year), Order::MonthFirst) => {
                Date::new(year, month, day).ok()
            }
        };
        let local = date?.to_datetime(self.time.unwrap_or(Time::midnight()));
        let local = Offset::UTC.to_timestamp(local).ok()?;
        let ahead = |offset: Offset| jiff::SignedDuration::from_secs(offset.seconds().into());
        match (zone, self.offset) {
            (Zone::Fixed(zone), Some(written)) => local
                .checked_sub(ahead(written))
                .and_then(|utc| utc.checked_add(ahead(zone)))
                .ok(),
            _ => Some(local),
        }
    }
}

/// `Wed, 2 Oct 2013` without its first word.
fn without_weekday(text: &str) -> &str {
    match text.split_once(',') {
        Some((day, rest)) if day.len() <= 9 && day.chars().all(char::is_alphabetic) => {
            rest.trim_start()
        }
        _ => text,
    }
}

/// A part of a date.
enum Part {
    Number(i16, usize),
    Month(i8),
}

/// The date at the start, and what follows it.
fn date(text: &str) -> Option<(Written, &str)> {
    let (first, rest) = part(text)?;
    let (second, rest) = part(separated(rest)?)?;
    let (third, rest) = part(separated(rest)?)?;
    let plain = |year: i16, month: i8, day: i16| {
        let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some(Written::Plain(date))
    };
    let small = |n: i16| i8::try_from(n).ok();
    use Part::{Month, Number};
    let written = match (first, second, third) {
        (Number(year, 4), Number(month, _), Number(day, _)) => plain(year, small(month)?, day)?,
        (Number(year, 4), Month(month), Number(day, _)) => plain(year, month, day)?,
        (Number(day, _), Month(month), Number(y, digits)) => plain(year(y, digits)?, month, day)?,
        (Month(month), Number(day, _), Number(y, digits)) => plain(year(y, digits)?, month, day)?,
        (Number(a, 1 | 2), Number(b, 1 | 2), Number(y, digits)) => open(a, b, year(y, digits)?)?,
        _ => return None,
    };
    Some((written, rest))
}

/// Two numbers of which one must be a month and the other a day.
fn open(a: i16, b: i16, year: i16) -> Option<Written> {
    let (first, second) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
    let possible = Date::new(year, first, second).is_ok() || Date::new(year, second, first).is_ok();
    possible.then_some(Written::Open([first, second], year))
}

/// `26` is 2026, `85` is 1985.
fn year(written: i16, digits: usize) -> Option<i16> {
    match (digits, written) {
        (4, _) => Some(written),
        (2, ..70) => Some(2000 + written),
        (2, _) => Some(1900 + written),
        _ => None,
    }
}

/// A number or the name of a month.
fn part(text: &str) -> Option<(Part, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let (number, rest) = text.split_at(digits);
        let number = number.parse().ok().filter(|_| digits <= 4)?;
        return Some((Part::Number(number, digits), rest));
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(letters);
    Some((
        Part::Month(month(name)?),
        rest.strip_prefix('.').unwrap_or(rest),
    ))
}

/// The month of an English name or its first three letters.
fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let meant = |month: &str| name.len() >= 3 && (month.starts_with(&name));
    let place = MONTHS.iter().position(|month| meant(month))?;
    i8::try_from(place + 1).ok()
}

/// What follows one separator between the parts of a date.
fn separated(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '/', '.', ' ', ','])?;
    Some(rest.trim_start())
}

/// A time of day at the start, if there is any, and what follows it.
fn time(text: &str) -> Option<(Option<Time>, &str)> {
    if text.is_empty() {
        return Some((None, text));
    }
    let (hour, rest) = two(text)?;
    let (minute, rest) = two(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => two(rest)?,
        None => (0, rest),
    };
    let (nanosecond, rest) = fraction(rest)?;
    let (hour, rest) = half_day(hour, rest)?;
    let time = Time::new(hour, minute, second.min(59), nanosecond).ok()?;
    Some((Some(time), rest))
}

/// A number of one or two digits.
fn two(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok().filter(|_| digits <= 2)?, rest))
}

/// `.844` as nanoseconds.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let Some(rest) = text.strip_prefix(['.', ',']) else {
        return Some((0, text));
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at(digits);
    let nine: String = number.chars().chain("000000000".chars()).take(9).collect();
    Some((nine.parse().ok().filter(|_| digits > 0)?, rest))
}

/// The hour of 24 where AM or PM follows.
fn half_day(hour: i8, rest: &str) -> Option<(i8, &str)> {
    let word: String = rest.trim_start().chars().take(2).collect();
    let late = match word.to_ascii_uppercase().as_str() {
        "AM" => 0,
        "PM" => 12,
        _ => return Some((hour, rest)),
    };
    let rest = rest.trim_start().get(2..)?;
    (1..=12).contains(&hour).then_some((hour % 12 + late, rest))
}

/// `Z`, `UTC`, `+02`, `+0200` or `+02:00`.
fn offset(text: &str) -> Option<Offset> {
    if ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(Offset::UTC);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let minutes: i32 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    let hours: i32 = hours.parse().ok()?;
    let sound = hours < 24 && minutes < 60;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60))
        .ok()
        .filter(|_| sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str, order: Order) -> Option<String> {
        let instant = Stamp::parse(text)?.instant(order, Zone::default())?;
        Some(instant.to_string())
    }

    #[test]
    fn every_form_in_the_wild_is_read() {
        use Order::{DayFirst, MonthFirst};
        for (text, order, expected) in [
            ("2015-11-11", DayFirst, "2015-11-11T00:00:00Z"),
            ("2015-11-11 23:46:59", DayFirst, "2015-11-11T23:46:59Z"),
            (
                "2010-01-13 08:40:25+00:00",
                DayFirst,
                "2010-01-13T08:40:25Z",
            ),
            (
                "2020-06-01T15:49:02.582000+00:00",
                DayFirst,
                "2020-06-01T15:49:02.582Z",
            ),
            (
                "2010-01-04T09:14:05.844+0000",
                DayFirst,
                "2010-01-04T09:14:05.844Z",
            ),
            (
                "2015-11-21T07:03:02.000-0500",
                DayFirst,
                "2015-11-21T12:03:02Z",
            ),
            (
                "2019-06-12T22:19:30.762Z",
                DayFirst,
                "2019-06-12T22:19:30.762Z",
            ),
            ("23/02/2018", DayFirst, "2018-02-23T00:00:00Z"),
            ("5/31/2023 8:04:10 AM", MonthFirst, "2023-05-31T08:04:10Z"),
            ("1/6/2023 12:27:14 PM", MonthFirst, "2023-01-06T12:27:14Z"),
            ("1/6/2023 12:27:14 AM", MonthFirst, "2023-01-06T00:27:14Z"),
            ("7.6.2025 14:59:28", DayFirst, "2025-06-07T14:59:28Z"),
            ("08/Mar/26 10:39 AM", MonthFirst, "2026-03-08T10:39:00Z"),
            (
                "Wed, 2 Oct 2013 10:15:50 +0300",
                DayFirst,
                "2013-10-02T07:15:50Z",
            ),
            ("Oct 2, 2013", DayFirst, "2013-10-02T00:00:00Z"),
        ] {
            assert_eq!(instant(text, order).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "Story",
            "9",
            "16/",
            "2018-13-01",
            "2018-02-30",
            "606 days 09:21:57.112000000",
            "31/31/2020",
            "6.0.0-OD-2016.03.1",
            "1.2.3",
            "2018-01-01 25:00",
            "2018-01-01 10:00 PM3",
            "13:00:00",
            "2018-01-01 13:00 PM",
        ] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_say_what_they_prove() {
        let proves = |text| Stamp::parse(text).and_then(|stamp| stamp.proves());
        assert_eq!(proves("23/02/2018"), Some(Order::DayFirst));
        assert_eq!(proves("5/31/2023"), Some(Order::MonthFirst));
        assert_eq!(proves("5/6/2023"), None);
        assert!(Stamp::parse("5/6/2023").is_some_and(|stamp| stamp.is_open()));
        assert!(Stamp::parse("6/6/2023").is_some_and(|stamp| !stamp.is_open()));
    }

    #[test]
    fn days_are_cut_where_the_zone_says() {
        let at = |zone| {
            let stamp = Stamp::parse("2015-11-21T23:03:02.000-0500")?;
            Some(
                stamp
                    .instant(Order::DayFirst, Zone::parse(zone)?)?
                    .to_string(),
            )
        };
        assert_eq!(at("UTC").as_deref(), Some("2015-11-22T04:03:02Z"));
        assert_eq!(at("as written").as_deref(), Some("2015-11-21T23:03:02Z"));
        assert_eq!(at("+02:00").as_deref(), Some("2015-11-22T06:03:02Z"));
        assert_eq!(Zone::parse("Berlin"), None);
    }
}
