//! Bars to the right, each under its name, perhaps with an interval and a mark to compare with.

use super::axis::Scale;
use super::canvas::{Anchor, Canvas, INK, MAIN, MARK, MUTED, RULE, Stroke, TEXT, draw, fit, width};

/// One bar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is.
    pub value: f64,
    /// The interval around its end.
    pub interval: Option<(f64, f64)>,
    /// What it is to be compared with.
    pub mark: Option<f64>,
    /// The number at its end, in words.
    pub words: String,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// What it says in words.
    pub title: String,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// The number at the right end of the scale; the longest bar when `None`.
    pub full: Option<f64>,
    /// What the marks are; nothing without marks.
    pub marks: String,
}

const EACH: f64 = 36.0;
const LEFT: f64 = 8.0;
const SMALL: f64 = 11.0;

/// One chart.
pub fn render(bars: &Bars) -> String {
    let head = if bars.marks.is_empty() { 2.0 } else { 18.0 };
    let height = head + EACH * bars.bars.len() as f64 + 4.0;
    draw((super::WIDTH, height), &bars.title, |canvas| {
        if !bars.marks.is_empty() {
            mark(canvas, LEFT + 6.0, (3.0, 15.0));
            let label = fit(&bars.marks, super::WIDTH - 40.0, SMALL);
            canvas.text(&label, (LEFT + 16.0, 9.0), Anchor::Start, (SMALL, INK));
        }
        let scale = scale(bars);
        for (n, bar) in bars.bars.iter().enumerate() {
            row(
                canvas,
                bar,
                (scale, bars.full.is_some()),
                head + EACH * n as f64,
            );
        }
    })
}

/// All bars on one scale, with room for the longest number behind it.
fn scale(bars: &Bars) -> Scale {
    let ends = bars.bars.iter().flat_map(|b| {
        let high = b.interval.map_or(b.value, |i| i.1);
        [b.value, high, b.mark.unwrap_or(0.0)]
    });
    let most = bars.full.unwrap_or_else(|| ends.fold(0.0, f64::max));
    let words = bars
        .bars
        .iter()
        .map(|b| width(&b.words, SMALL))
        .fold(0.0, f64::max);
    Scale {
        numbers: (0.0, if most > 0.0 { most } else { 1.0 }),
        places: (LEFT, super::WIDTH - words - 18.0),
    }
}

/// A bar; the `whole` scale is shaded where its end means something.
fn row(canvas: &mut Canvas<'_>, bar: &Bar, (x, whole): (Scale, bool), top: f64) {
    let label = fit(&bar.label, super::WIDTH - 2.0 * LEFT, TEXT);
    canvas.text(&label, (LEFT, top + 9.0), Anchor::Start, (TEXT, INK));
    let (up, down) = (top + 17.0, top + 30.0);
    let (left, right) = x.places;
    if whole {
        canvas.area((left, up), (right, down), RULE, 0.45);
    }
    canvas.area((left, up), (x.within(bar.value), down), MAIN, 0.85);
    let middle = f64::midpoint(up, down);
    if let Some((low, high)) = bar.interval {
        let (low, high) = (x.within(low), x.within(high));
        canvas.line(&[(low, middle), (high, middle)], INK, 1.25, Stroke::Solid);
        for end in [low, high] {
            canvas.line(
                &[(end, middle - 3.0), (end, middle + 3.0)],
                INK,
                1.25,
                Stroke::Solid,
            );
        }
    }
    if let Some(value) = bar.mark {
        mark(canvas, x.within(value), (up - 3.0, down + 3.0));
    }
    let place = (super::WIDTH - LEFT, middle);
    canvas.text(&bar.words, place, Anchor::End, (SMALL, MUTED));
}

fn mark(canvas: &mut Canvas<'_>, x: f64, (up, down): (f64, f64)) {
    canvas.line(&[(x, up), (x, down)], MARK, 2.5, Stroke::Solid);
}
