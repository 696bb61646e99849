//! Numbers, dates, chances and lists in words.

use crate::forecast::{Instant, LIKELY, Likely, Probability, Split, Statistic};
use jiff::civil::Date;

/// What stands where there is no number.
pub const NOTHING: &str = "–";

/// `62 %`; never 0 % or 100 %, because trials cannot show either, and 84.6 % is not called 85 %, because
/// that is where likely enough begins.
pub fn percent(share: f64) -> String {
    match share {
        s if s < 0.01 => "< 1 %".to_owned(),
        s if s > 0.99 => "> 99 %".to_owned(),
        s if (0.845..LIKELY).contains(&s) => format!("{:.1} %", (s * 1000.0).floor() / 10.0),
        s => format!("{:.0} %", s * 100.0),
    }
}

/// `62 %`, `less than 1 %`, `more than 99 %`, for a sentence.
pub fn percent_in_words(share: f64) -> String {
    percent(share)
        .replace("< ", "less than ")
        .replace("> ", "more than ")
}

/// `(61–63)`: the 95 % interval in whole percents, rounded outwards; empty where it adds nothing.
pub fn interval([low, high]: [f64; 2]) -> String {
    let low = (low * 100.0 + 1e-9).floor();
    let high = (high * 100.0 - 1e-9).ceil();
    match (low < 1.0, high > 99.0) {
        (true, true) => "(could be anything)".to_owned(),
        (true, false) if high <= 1.0 => String::new(),
        (true, false) => format!("(up to {high:.0})"),
        (false, true) if low >= 99.0 => String::new(),
        (false, true) => format!("({low:.0} or more)"),
        (false, false) => format!("({low:.0}–{high:.0})"),
    }
}

/// `62 % (61–63)`.
pub fn chance(p: &Probability) -> String {
    let text = format!("{} {}", percent(p.probability), interval(p.ci95));
    text.trim_end().to_owned()
}

/// `62 % (61–63)` for a sentence.
pub fn chance_in_words(p: &Probability) -> String {
    let text = format!("{} {}", percent_in_words(p.probability), interval(p.ci95));
    text.trim_end().to_owned()
}

/// A share of time or of items; nothing where there is none or where it never happened.
pub fn share(statistic: &Statistic) -> String {
    match statistic.mean {
        Some(mean) if mean > 0.0 => percent(mean),
        _ => NOTHING.to_owned(),
    }
}

/// A mean or a time with one decimal, two below 1.
pub fn decimal(value: Option<f64>) -> String {
    match value {
        Some(0.0) => "0".to_owned(),
        Some(v) if v > 0.0 && v < 0.005 => "< 0.01".to_owned(),
        Some(v) if v < 0.0 && v > -0.005 => "0".to_owned(),
        Some(v) if v.abs() < 0.995 => format!("{v:.2}").replace('-', "−"),
        Some(v) if v.abs() < 999.95 => format!("{v:.1}").replace('-', "−"),
        Some(v) => whole(Some(v)),
        None => NOTHING.to_owned(),
    }
}

/// A count without decimals.
pub fn whole(value: Option<f64>) -> String {
    match value {
        Some(v) if v < 0.0 => format!("−{}", thousands((-v).round() as u64)),
        Some(v) => thousands(v.round() as u64),
        None => NOTHING.to_owned(),
    }
}

/// As few decimals as the number needs: `130`, `0.5`.
pub fn plain(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}

/// `10,000`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `Fri 16 Jan 2026`, or `day 9` without a calendar.
pub fn date(day: f64, iso: Option<&str>) -> String {
    let parsed: Option<Date> = iso.and_then(|iso| iso.parse().ok());
    match parsed {
        Some(date) => date.strftime("%a %-d %b %Y").to_string(),
        None => iso.map_or_else(|| format!("day {}", plain(day)), str::to_owned),
    }
}

/// `Fri 20 Mar 2026 (19–23 Mar)`: a date with its 95 % interval; `None` beyond the horizon.
pub fn likely_date(likely: &Likely) -> Option<String> {
    let at = date(likely.at.day?, likely.at.date.as_deref());
    let text = format!("{at} {}", dates(&likely.ci95));
    Some(text.trim_end().to_owned())
}

/// `(19–23 Mar)`; nothing where both ends are the same day.
fn dates([low, high]: &[Instant; 2]) -> String {
    let parsed = |at: &Instant| at.date.as_ref().and_then(|iso| iso.parse::<Date>().ok());
    let (first, last) = (parsed(low), parsed(high));
    let same = |part: fn(Date) -> i16| first.map(part) == last.map(part);
    let form = match (same(Date::year), same(|d| i16::from(d.month()))) {
        _ if last.is_none() => "%-d %b %Y",
        (true, true) => "%-d",
        (true, false) => "%-d %b",
        (false, _) => "%-d %b %Y",
    };
    let word = |at: &Instant, date: Option<Date>, form: &str| {
        let day = || at.day.map(plain);
        date.map(|date| date.strftime(form).to_string())
            .or_else(day)
    };
    let end = if same(Date::year) {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    let nothing_before = low.day == Some(0.0);
    match (word(low, first, form), word(high, last, end)) {
        (_, Some(high)) if nothing_before && high != "0" => format!("(up to {high})"),
        (Some(_), Some(_)) if first.is_some() && first == last => String::new(),
        (Some(low), Some(high)) if low == high && first.is_none() => String::new(),
        (Some(low), Some(high)) => format!("({low}–{high})"),
        (Some(low), None) => format!("({low} or later)"),
        (None, _) => String::new(),
    }
}

/// `8 items in total, among them 3 of type bug and 2 in lane business`.
pub fn need(needed: &Split<u32>) -> String {
    let types = needed
        .types
        .iter()
        .map(|(name, n)| format!("{n} of type {name}"));
    let lanes = needed
        .lanes
        .iter()
        .map(|(name, n)| format!("{n} in lane {name}"));
    let parts: Vec<String> = types.chain(lanes).collect();
    match (needed.total, parts.is_empty()) {
        (Some(total), true) => items(total),
        (Some(total), false) => format!("{} in total, among them {}", items(total), list(&parts)),
        (None, _) => list(&parts),
    }
}

/// `1 item`, `8 items`.
pub fn items(n: u32) -> String {
    let plural = if n == 1 { "item" } else { "items" };
    format!("{} {plural}", thousands(u64::from(n)))
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 working day`, `130 working days`.
pub fn working_days(days: f64) -> String {
    let plural = if days == 1.0 { "day" } else { "days" };
    format!("{} working {plural}", plain(days))
}

/// The same with a capital letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A name that leaves room for numbers beside it.
pub fn short(name: &str) -> String {
    if name.chars().count() <= 30 {
        return name.to_owned();
    }
    let start: String = name.chars().take(29).collect();
    format!("{start}…")
}

/// A bar of ten places, as much of it full as the share says.
pub fn bar(share: f64) -> String {
    let full = (share.clamp(0.0, 1.0) * 10.0).round() as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(10 - full))
}

/// Breaks lines at spaces; a word longer than the line stays whole.
pub fn wrap(text: &str, width: usize) -> String {
    wrap_under(text, width, "")
}

/// The same with `margin` before every line but the first.
pub fn wrap_under(text: &str, width: usize, margin: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
            Some(_) => lines.push(format!("{margin}{word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_never_show_certainty() {
        assert_eq!(percent(0.0), "< 1 %");
        assert_eq!(percent(1.0), "> 99 %");
        assert_eq!(percent_in_words(0.996), "more than 99 %");
        assert_eq!(percent(0.99), "99 %");
    }

    #[test]
    fn what_is_not_likely_enough_does_not_look_so() {
        assert_eq!(percent(0.844), "84 %");
        assert_eq!(percent(0.8499), "84.9 %");
        assert_eq!(percent(0.85), "85 %");
    }

    #[test]
    fn intervals_are_rounded_outwards() {
        assert_eq!(interval([0.612, 0.628]), "(61–63)");
        assert_eq!(interval([0.29, 0.31]), "(29–31)");
        assert_eq!(interval([0.0, 0.0004]), "");
        assert_eq!(interval([0.0, 0.03]), "(up to 3)");
        assert_eq!(interval([0.97, 1.0]), "(97 or more)");
    }

    #[test]
    fn bars_are_as_full_as_their_share() {
        assert_eq!(bar(0.62), "██████░░░░");
        assert_eq!(bar(1.7), "██████████");
    }

    #[test]
    fn numbers_and_dates_read_well() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(decimal(Some(0.044)), "0.04");
        assert_eq!(decimal(Some(-12.34)), "−12.3");
        assert_eq!(decimal(Some(0.001)), "< 0.01");
        assert_eq!(date(9.0, Some("2026-01-16")), "Fri 16 Jan 2026");
        assert_eq!(date(9.5, None), "day 9.5");
    }
}
