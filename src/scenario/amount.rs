//! Numbers, durations and dates as people write them.

use super::mirror::{Duration, Moment, Unit};
use super::shape::DAYS;
use super::tree::Value;
use jiff::civil::Date;

/// Why an amount cannot be taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// It is something else altogether.
    NotOne,
    /// It is infinite, or not a number.
    NotFinite,
    /// It lies outside what makes sense; says how.
    Outside(String),
}

/// A number, written with a decimal point or without.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(number) => Some(*number as f64),
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// A whole number; `1e4` and `3.0` are whole too.
pub fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Whole(number) => Some(*number),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e18 => {
            Some(*number as i128)
        }
        _ => None,
    }
}

/// A duration: a number of days, or text with `h`, `d` or `w`.
pub fn duration(value: &Value) -> Result<Duration, Refusal> {
    let (amount, unit) = match value {
        Value::Text(text) => parse(text).ok_or(Refusal::NotOne)?,
        other => (number(other).ok_or(Refusal::NotOne)?, Unit::Days),
    };
    let days = match unit {
        Unit::Hours => amount / 8.0,
        Unit::Days => amount,
        Unit::Weeks => amount * 5.0,
    };
    if !amount.is_finite() {
        Err(Refusal::NotFinite)
    } else if amount < 0.0 {
        Err(Refusal::Outside("this is below 0".into()))
    } else if days > DAYS {
        Err(Refusal::Outside("this is more than 100,000 days".into()))
    } else {
        Ok(Duration { amount, unit })
    }
}

fn parse(text: &str) -> Option<(f64, Unit)> {
    let text = text.trim();
    let (digits, unit) = [('h', Unit::Hours), ('d', Unit::Days), ('w', Unit::Weeks)]
        .into_iter()
        .find_map(|(letter, unit)| Some((text.strip_suffix(letter)?, unit)))?;
    Some((digits.trim_end().parse().ok()?, unit))
}

/// What a cell of a CSV file says: a date, a number of days, or a duration like `2w`.
pub fn moment_in(cell: &str) -> Option<Moment> {
    let text = Value::Text(cell.into());
    if let Some(date) = date(&text) {
        return Some(Moment::Date(date));
    }
    let value = match cell.trim().parse() {
        Ok(number) => Value::Number(number),
        Err(_) => text,
    };
    duration(&value).ok().map(Moment::After)
}

/// A date, with or without quotes.
pub fn date(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) if text.trim().len() == 10 => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<(f64, Unit), Refusal> {
        duration(&Value::Text(text.into())).map(|d| (d.amount, d.unit))
    }

    #[test]
    fn reads_durations() {
        assert_eq!(of("4h"), Ok((4.0, Unit::Hours)));
        assert_eq!(of("1.5d"), Ok((1.5, Unit::Days)));
        assert_eq!(of(" 2 w "), Ok((2.0, Unit::Weeks)));
        assert_eq!(of("2m"), Err(Refusal::NotOne));
        assert_eq!(of("w"), Err(Refusal::NotOne));
        assert_eq!(of("infd"), Err(Refusal::NotFinite));
        assert!(matches!(of("-1d"), Err(Refusal::Outside(_))));
        assert!(matches!(of("1000000000w"), Err(Refusal::Outside(_))));
        assert_eq!(duration(&Value::Flag(true)), Err(Refusal::NotOne));
    }
}
