//! Axes: from numbers to places on the sheet, with a few round numbers written beside them.

use super::canvas::{Anchor, Canvas, INK, MUTED, RULE, Stroke, fit, width};
use crate::report::text::words::thousands;

/// Size of the numbers on an axis.
const SMALL: f64 = 11.0;

/// A stretch of numbers laid onto a stretch of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The numbers at its two ends.
    pub numbers: (f64, f64),
    /// The places of these on the sheet.
    pub places: (f64, f64),
}

impl Scale {
    /// Where a number lies.
    pub fn place(&self, number: f64) -> f64 {
        let (from, to) = self.numbers;
        let span = if to > from { to - from } else { 1.0 };
        let (low, high) = self.places;
        low + (number - from) / span * (high - low)
    }

    /// The same, but never beyond its ends.
    pub fn within(&self, number: f64) -> f64 {
        self.place(number.clamp(self.numbers.0, self.numbers.1.max(self.numbers.0)))
    }
}

/// The horizontal axis: where it begins and ends, and what is written along it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Along {
    /// The first and the last number.
    pub numbers: (f64, f64),
    /// What is written where.
    pub ticks: Vec<(f64, String)>,
    /// What the numbers are; nothing where that goes without saying.
    pub label: String,
}

/// Round numbers from 0 to at least `most`, about four steps of them.
pub fn steps(most: f64) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 {
        most
    } else {
        1.0
    };
    let step = step(most / 4.0);
    let count = (most / step - 1e-9).ceil() as usize;
    (0..=count).map(|n| n as f64 * step).collect()
}

/// The same in whole numbers.
pub fn whole_steps(most: f64) -> Vec<f64> {
    let found = steps(most);
    match found.get(1) {
        Some(step) if *step >= 1.0 && step.fract() == 0.0 => found,
        _ => (0..=(most.ceil().max(1.0) as u32)).map(f64::from).collect(),
    }
}

/// Round numbers around all from `least` to `most`, neither below 0, about four steps of them. They begin at 0 where the
/// least is not far from it.
pub fn steps_around(least: f64, most: f64) -> Vec<f64> {
    let span = most - least;
    if !span.is_finite() || least <= span {
        return steps(most);
    }
    let step = step((span / 4.0).max(most * 0.005));
    let (first, last) = ((least / step).floor(), (most / step).ceil());
    let count = (last - first).max(1.0) as usize;
    (0..=count).map(|n| (first + n as f64) * step).collect()
}

/// The next of 1, 2 and 5 times a power of ten.
fn step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let fits = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|s| s * power >= least * 0.999);
    fits.unwrap_or(10.0) * power
}

/// A number on an axis.
pub fn number(value: f64) -> String {
    if value >= 1000.0 && value.fract() == 0.0 {
        return thousands(value as u64);
    }
    ((value * 1000.0).round() / 1000.0).to_string()
}

/// Room left of a vertical axis for these numbers.
pub fn room(labels: &[String]) -> f64 {
    let widest = labels.iter().map(|l| width(l, SMALL)).fold(0.0, f64::max);
    widest + 8.0
}

/// Lines across the sheet at these numbers, each with its label to the left.
pub fn rules(
    canvas: &mut Canvas<'_>,
    y: Scale,
    (left, right): (f64, f64),
    labels: &[(f64, String)],
) {
    for (number, label) in labels {
        let height = y.place(*number);
        canvas.line(
            &[(left, height), (right, height)],
            RULE,
            0.75,
            Stroke::Solid,
        );
        canvas.text(label, (left - 5.0, height), Anchor::End, (SMALL, MUTED));
    }
}

/// What is written along the foot of a chart; where all of it would not fit, every second label, or every third …
/// Everything stays between `least` and `most`.
pub fn foot(canvas: &mut Canvas<'_>, x: Scale, y: f64, along: &Along, (least, most): (f64, f64)) {
    canvas.line(&[(x.places.0, y), (x.places.1, y)], INK, 1.0, Stroke::Solid);
    let label = |(number, label): &(f64, String)| {
        let half = width(label, SMALL) / 2.0;
        let centre = x.place(*number).min(most - half).max(least + half);
        (centre, half)
    };
    let places: Vec<(f64, f64)> = along.ticks.iter().map(label).collect();
    let stride = stride(&places);
    for (n, ((number, label), (centre, _))) in along.ticks.iter().zip(&places).enumerate() {
        let place = x.place(*number);
        canvas.line(&[(place, y), (place, y + 3.0)], INK, 0.75, Stroke::Solid);
        if n % stride == 0 {
            canvas.text(label, (*centre, y + 11.0), Anchor::Middle, (SMALL, MUTED));
        }
    }
    if !along.label.is_empty() {
        let label = fit(&along.label, x.places.1 - x.places.0, SMALL);
        canvas.text(&label, (x.places.1, y + 25.0), Anchor::End, (SMALL, MUTED));
    }
}

/// The least stride at which labels, each with its centre and half its width, stand apart.
fn stride(places: &[(f64, f64)]) -> usize {
    let apart = |stride: &usize| {
        let kept: Vec<_> = places.iter().step_by(*stride).collect();
        let clear =
            |(one, next): (&&(f64, f64), &&(f64, f64))| one.0 + one.1 + 7.0 <= next.0 - next.1;
        kept.iter().zip(kept.iter().skip(1)).all(clear)
    };
    (1..places.len()).find(apart).unwrap_or(places.len().max(1))
}

/// Heights (the first the lowest on the sheet) moved until they are `gap` apart, within bounds as far as they go.
pub fn apart(wanted: &[f64], (top, bottom): (f64, f64), gap: f64) -> Vec<f64> {
    let mut rows: Vec<f64> = Vec::new();
    for height in wanted {
        let most = rows.last().map_or(bottom - 4.0, |last| last - gap);
        rows.push(height.min(most));
    }
    let mut least = top + 4.0;
    for row in rows.iter_mut().rev() {
        *row = row.max(least);
        least = *row + gap;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_too_close_is_moved_apart() {
        let rows = apart(&[90.0, 89.0, 10.0], (0.0, 100.0), 12.0);
        assert_eq!(rows, [90.0, 78.0, 10.0]);
    }

    #[test]
    fn labels_are_left_out_evenly() {
        let wide = |n: i32| (f64::from(n) * 20.0, 12.0);
        let places: Vec<_> = (0..9).map(wide).collect();
        assert_eq!(stride(&places), 2);
        assert_eq!((stride(&[]), stride(&[(0.0, 99.0)])), (1, 1));
    }

    #[test]
    fn axes_have_a_few_round_numbers() {
        assert_eq!(steps(7.1), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(steps(0.0), [0.0, 0.5, 1.0]);
        assert_eq!(steps_around(41.0, 56.0), [40.0, 45.0, 50.0, 55.0, 60.0]);
        assert_eq!(steps_around(3.0, 9.0), steps(9.0));
        assert!(steps_around(7.0, 7.0).len() >= 2);
        assert_eq!(whole_steps(2.0), [0.0, 1.0, 2.0]);
        assert_eq!(whole_steps(0.0), [0.0, 1.0]);
        assert!(whole_steps(123_456.0).len() < 8);
    }
}
