//! `--vary PATH=VALUES`: a knob and the values it takes.

use super::Stop;
use super::load::{Scenario, Wanted, load_with};
use crate::experiment::Setting;
use crate::experiment::sweep::{Knob, grid};
use crate::scenario::path::halves;

/// More settings than this take nobody anywhere.
const MOST: usize = 1000;

/// Reads a knob: values with commas between, and ranges like `2..8` or `0.5..2:0.25` (in steps of 0.25).
///
/// # Errors
/// What is wrong with it, in words.
pub fn knob(text: &str) -> Result<Knob, String> {
    let (path, values) = halves(text);
    let (path, values) = (path.trim(), values.trim());
    if path.is_empty() || values.is_empty() {
        return Err(
            "it must be a path, an equals sign and values, like stages.triage.wip.max=2..8"
                .to_owned(),
        );
    }
    let mut all = Vec::new();
    for piece in pieces(values) {
        match piece.split_once("..") {
            Some((from, to)) if !piece.starts_with(['"', '\'', '[', '{']) => {
                all.extend(range(from, to)?)
            }
            _ => all.push(piece),
        }
    }
    if all.len() > MOST {
        return Err(format!("these are more than {MOST} values"));
    }
    Ok(Knob {
        path: path.to_owned(),
        values: all,
    })
}

/// What stands between commas outside quotes and brackets.
fn pieces(text: &str) -> Vec<String> {
    let (mut pieces, mut piece) = (Vec::new(), String::new());
    let (mut quote, mut depth) = (None, 0_u32);
    for letter in text.chars() {
        match letter {
            _ if quote == Some(letter) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(letter),
            '[' | '{' if quote.is_none() => depth += 1,
            ']' | '}' if quote.is_none() => depth = depth.saturating_sub(1),
            ',' if quote.is_none() && depth == 0 => {
                pieces.push(std::mem::take(&mut piece));
                continue;
            }
            _ => {}
        }
        piece.push(letter);
    }
    pieces.push(piece);
    let trimmed = pieces.iter().map(|piece| piece.trim().to_owned());
    trimmed.filter(|piece| !piece.is_empty()).collect()
}

/// The values from one to another, both included where the steps meet them.
fn range(from: &str, to: &str) -> Result<Vec<String>, String> {
    let (to, step) = to
        .split_once(':')
        .map_or((to, None), |(to, step)| (to, Some(step)));
    let ((low, unit), (high, end)) = (number(from)?, number(to)?);
    if !unit.is_empty() && unit != end {
        return Err(format!(
            "a range goes from and to the same unit: `{from}..{to}`"
        ));
    }
    let written = step.map(number).transpose()?;
    let places = decimals(from)
        .max(decimals(to))
        .max(step.map_or(0, decimals));
    let step = match written {
        Some((step, unit)) if step > 0.0 && (unit.is_empty() || unit == end) => step,
        Some(_) => return Err(format!("the steps of a range go up: `{from}..{to}:1`")),
        None if places == 0 => 1.0,
        None => return Err(format!("say how large the steps are: `{from}..{to}:0.1`")),
    };
    let count = ((high - low) / step + 1e-9).floor();
    if !(0.0..MOST as f64).contains(&count) {
        let why = if count < 0.0 {
            "ends before it begins"
        } else {
            "has too many steps"
        };
        return Err(format!("the range `{from}..{to}` {why}"));
    }
    let value = |n: u32| format!("{:.places$}{end}", low + f64::from(n) * step);
    Ok((0..=count as u32).map(value).collect())
}

/// A number and the letters of its unit.
fn number(text: &str) -> Result<(f64, &str), String> {
    let text = text.trim();
    let unit = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(unit);
    let number = digits
        .replace('_', "")
        .parse::<f64>()
        .ok()
        .filter(|n| n.is_finite());
    let number = number.ok_or_else(|| {
        format!("a range goes from number to number, like 2..8: `{text}` is none")
    })?;
    Ok((number, unit))
}

fn decimals(text: &str) -> usize {
    let digits = text
        .trim()
        .trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.split_once('.').map_or(0, |(_, places)| places.len())
}

/// What a point of a grid sets: paths and values.
pub type Point = Vec<(String, String)>;

/// The points of a grid as variants, each called by what it sets.
pub fn wanted(knobs: &[Knob]) -> Result<Vec<Wanted>, Stop> {
    if count(knobs).is_none_or(|points| points > MOST) {
        return Err(Stop::Wrong(format!(
            "error: these are more than {MOST} settings\nhelp: take larger steps, or one knob at a time"
        )));
    }
    Ok(grid(knobs).iter().map(variant).collect())
}

/// How many points the grid has.
pub fn count(knobs: &[Knob]) -> Option<usize> {
    let values = knobs.iter().map(|knob| knob.values.len());
    values.into_iter().try_fold(1, usize::checked_mul)
}

/// A point as a variant, called by what it sets.
pub fn variant(point: &Point) -> Wanted {
    let sets: Vec<String> = point
        .iter()
        .map(|(path, value)| format!("{path}={value}"))
        .collect();
    Wanted {
        name: sets.join(", "),
        option: format!("--vary {}", sets.join(" ")),
        sets,
    }
}

/// The board of every point, or why it makes none.
pub fn boards(scenario: &Scenario, points: &[Point]) -> Vec<Result<Setting, Stop>> {
    let alone = |point: &Point| built(scenario, std::slice::from_ref(point));
    match built(scenario, points) {
        Ok(all) => all.into_iter().map(Ok).collect(),
        Err(_) => points
            .iter()
            .flat_map(|point| match alone(point) {
                Ok(one) => one.into_iter().map(Ok).collect(),
                Err(problem) => vec![Err(problem)],
            })
            .collect(),
    }
}

fn built(scenario: &Scenario, points: &[Point]) -> Result<Vec<Setting>, Stop> {
    let wanted: Vec<Wanted> = points.iter().map(variant).collect();
    let loaded = load_with(&scenario.path, &scenario.set, &wanted)?;
    // The variants of the file come first, and are none of these.
    let own = loaded.variants.len().saturating_sub(wanted.len());
    let variants = loaded.variants.into_iter().skip(own);
    let setting = variants.map(|variant| Setting {
        name: variant.name,
        edits: variant.edits,
        model: variant.model,
    });
    Ok(setting.collect())
}

#[cfg(test)]
mod tests {
    use super::knob;

    fn values(text: &str) -> Result<String, String> {
        knob(text).map(|knob| knob.values.join(" "))
    }

    #[test]
    fn ranges_and_lists() {
        let told = |text: &str| values(&format!("a.b={text}")).unwrap_or_else(|e| e);
        assert_eq!(told("2..5"), "2 3 4 5");
        assert_eq!(told("2..8:3"), "2 5 8");
        assert_eq!(told("0.5..1:0.25"), "0.50 0.75 1.00");
        assert_eq!(told("1w..3w, 6w"), "1w 2w 3w 6w");
        assert_eq!(told("none,\"a, b\",[1, 2]"), "none \"a, b\" [1, 2]");
        assert_eq!(told("0.1..0.3:0.1"), "0.1 0.2 0.3");
        assert!(told("0.1..0.3").contains("how large the steps"));
        assert!(told("5..2").contains("ends before it begins"));
        assert!(told("1..9999999").contains("too many steps"));
        assert!(told("a..b").contains("from number to number"));
        assert!(values("a.b").is_err() && values("=3").is_err() && values("a=").is_err());
    }
}
