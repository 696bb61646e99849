//! Differences and what they are differences of, in words.

use super::words::{NOTHING, decimal, percent, plain, thousands};
use crate::experiment::{Difference, Known};
use crate::forecast::paths::Unit;

/// `85 % of the lead times`, `bug: items that became ready`.
pub fn label(d: &Difference) -> String {
    let words = match d.percentile {
        Some(p) if d.unit == Unit::Days => format!("{} ({p} %)", d.words),
        Some(p) => format!("{} ({} %: or more)", d.words, 100 - p),
        None => d.words.to_owned(),
    };
    match &d.whose {
        Some(name) => format!("{name}: {words}"),
        None => words,
    }
}

/// A number of the result with its unit left to the label.
pub fn level(unit: Unit, value: Option<f64>) -> String {
    match (unit, value) {
        (Unit::Chance, Some(share)) => percent(share),
        (Unit::Plain, Some(number)) => plain(number),
        (_, value) => decimal(value),
    }
}

/// `+11.0 ± 1.5`, in points where it is a chance; with `?` where it is not known, `=` where nothing differs.
pub fn change(d: &Difference) -> String {
    match (d.known, d.difference) {
        (Known::Same, _) => "=".to_owned(),
        (_, None) => NOTHING.to_owned(),
        (known, Some(difference)) => {
            let scale = if d.unit == Unit::Chance { 100.0 } else { 1.0 };
            let half = d.half_width().map(|half| half * scale);
            let unsure = if known == Known::Unknown { " ?" } else { "" };
            format!("{}{unsure}", plus_minus(difference * scale, half))
        }
    }
}

/// `+11.0 points ± 1.5`, `−3.2 days ± 0.4`.
pub fn change_in_words(d: &Difference) -> String {
    let text = change(d);
    if text == "=" || text == NOTHING {
        return text;
    }
    let text = text.trim_end_matches(" ?");
    let unit = match d.unit {
        Unit::Chance => " points",
        Unit::Days => " days",
        Unit::PerWeek => " a week",
        Unit::Items | Unit::PersonDays | Unit::Plain => "",
    };
    match text.split_once(" ± ") {
        Some((value, half)) => format!("{value}{unit} ± {half}"),
        None => format!("{text}{unit}"),
    }
}

/// Nobody sees less than that.
const UNSEEN: f64 = 0.00005;

/// A signed number with its uncertainty, both with as many decimals as the first digit of the latter needs,
/// and one more where that is no decimal yet.
fn plus_minus(value: f64, half: Option<f64>) -> String {
    let Some(half) = half.filter(|half| *half > UNSEEN) else {
        let whole = (value - value.round()).abs() < UNSEEN;
        return match value.abs() < UNSEEN {
            true => "≈ 0".to_owned(),
            false => signed(value, if whole { 0 } else { 2 }),
        };
    };
    let places = match half {
        half if half >= 9.5 => 0,
        half if half >= 0.095 => 1,
        half => (-half.log10().floor()).clamp(0.0, 4.0) as usize,
    };
    format!("{} ± {half:.places$}", signed(value, places))
}

fn signed(value: f64, places: usize) -> String {
    let digits = format!("{:.places$}", value.abs());
    let zero = digits.chars().all(|c| c == '0' || c == '.');
    match value {
        _ if zero => format!("±{digits}"),
        v if v < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// What it would take to know a difference that is not known.
pub fn settling(trials_to_settle: Option<u64>) -> String {
    match trials_to_settle {
        Some(trials) => format!(
            "about {} trials would settle it, if the difference is what it seems",
            thousands(trials)
        ),
        None => "it is too small to be settled by trials".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plus_minus;

    #[test]
    fn decimals_follow_the_uncertainty() {
        assert_eq!(plus_minus(11.04, Some(1.49)), "+11.0 ± 1.5");
        assert_eq!(plus_minus(-0.1234, Some(0.021)), "−0.12 ± 0.02");
        assert_eq!(plus_minus(250.0, Some(31.0)), "+250 ± 31");
        assert_eq!(plus_minus(1.0, Some(0.0)), "+1");
        assert_eq!(plus_minus(0.001, Some(0.5)), "±0.0 ± 0.5");
    }
}
