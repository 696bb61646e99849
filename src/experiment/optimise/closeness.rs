//! Which setting is closest to how things are today? People dislike needless change.

use super::super::Setting;
use super::super::sweep::Knob;
use super::Asked;

/// By setting: 0 for the one closest to today. What counts is how many knobs are turned, then by how many steps,
/// then the order in which values were given. The first setting is how things are today.
pub(super) fn ranks(settings: &[Setting], asked: &Asked) -> Vec<usize> {
    let mut order: Vec<(usize, f64, usize)> = settings
        .iter()
        .enumerate()
        .map(|(place, setting)| {
            let steps = if place == 0 {
                Vec::new()
            } else {
                steps(setting, asked)
            };
            let turned = steps.iter().filter(|s| **s > 0.0).count();
            (turned, steps.iter().sum(), place)
        })
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut ranks = vec![0; settings.len()];
    for (rank, (_, _, place)) in order.into_iter().enumerate() {
        ranks[place] = rank;
    }
    ranks
}

/// How many knobs a setting turns.
pub(super) fn turned(setting: &Setting, asked: &Asked) -> usize {
    steps(setting, asked).iter().filter(|s| **s > 0.0).count()
}

/// By how many steps each knob is turned.
fn steps(setting: &Setting, asked: &Asked) -> Vec<f64> {
    let knobs = asked.knobs.iter().zip(&asked.today);
    let value = |knob: &Knob| setting.edits.iter().find(|(path, _)| *path == knob.path);
    knobs
        .map(|(knob, today)| value(knob).map_or(0.0, |(_, to)| far(knob, today.as_deref(), to)))
        .collect()
}

/// How far a value is from today's, in steps of the knob; 1 where that is no number.
fn far(knob: &Knob, today: Option<&str>, to: &str) -> f64 {
    let highest = || {
        knob.values
            .iter()
            .filter_map(|v| number(v))
            .fold(0.0, f64::max)
    };
    // What the scenario leaves out: no maximum is like a high one, and most other knobs stand at 0.
    let assumed = match knob.path.rsplit('.').next() {
        Some("max") => highest() + step(knob),
        Some("availability") => 1.0,
        _ => 0.0,
    };
    let from = today.map_or(Some(assumed), number);
    match (from, number(to)) {
        _ if today == Some(to) => 0.0,
        (Some(from), Some(to)) => (to - from).abs() / step(knob),
        _ => 1.0,
    }
}

/// The smallest step between values of a knob.
fn step(knob: &Knob) -> f64 {
    let mut values: Vec<f64> = knob.values.iter().filter_map(|v| number(v)).collect();
    values.sort_by(f64::total_cmp);
    let gaps = values.iter().zip(values.iter().skip(1)).map(|(a, b)| b - a);
    let least = gaps.filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { 1.0 }
}

/// The number at the start of a value: 2 of `2w`.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches('"').replace('_', "");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    digits.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Knob, far};

    #[test]
    fn distances_are_steps() {
        let knob = |path: &str, values: &[&str]| Knob {
            path: path.to_owned(),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
        };
        let max = knob("stages.a.wip.max", &["2", "4", "6"]);
        assert_eq!(far(&max, Some("4"), "4"), 0.0);
        assert_eq!(far(&max, Some("3"), "6"), 1.5);
        assert_eq!(far(&max, None, "6"), 1.0, "no maximum is like a high one");
        let min = knob("stages.a.wip.min", &["1", "2"]);
        assert_eq!(far(&min, None, "2"), 2.0);
        let rhythm = knob("teams.a.planning.every", &["1w", "2w"]);
        assert_eq!(far(&rhythm, Some("2w"), "1w"), 1.0);
        let word = knob("allocation.strategy", &["none", "weighted"]);
        assert_eq!(far(&word, Some("none"), "weighted"), 1.0);
    }
}
