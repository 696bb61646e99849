//! A histogram with lines at percentiles.

use super::axis::{Along, Scale, foot, number, room, rules, steps};
use super::canvas::{Anchor, Canvas, INK, MAIN, MARK, MUTED, PAPER, Stroke, draw, fit, width};

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// What it says in words.
    pub title: String,
    /// What the horizontal axis counts.
    pub along: String,
    /// Width of a step, from 0 on.
    pub width: f64,
    /// The share of each step.
    pub shares: Vec<f64>,
    /// The share beyond the last step.
    pub beyond: f64,
    /// Lines: where, and what they are called.
    pub marks: Vec<(f64, String)>,
}

const HEIGHT: f64 = 240.0;

/// One chart.
pub fn render(histogram: &Histogram) -> String {
    let lines = histogram.marks.len() as f64 * 13.0;
    let height = HEIGHT + lines;
    draw((super::WIDTH, height), &histogram.title, |canvas| {
        paint(canvas, histogram, 24.0 + lines, height);
    })
}

fn paint(canvas: &mut Canvas<'_>, histogram: &Histogram, top: f64, height: f64) {
    let most = histogram
        .shares
        .iter()
        .copied()
        .fold(histogram.beyond, f64::max);
    let ticks: Vec<(f64, String)> = steps(most)
        .into_iter()
        .map(|s| (s, format!("{} %", number(s * 100.0))))
        .collect();
    let labels: Vec<String> = ticks.iter().map(|t| t.1.clone()).collect();
    let last = histogram.width * histogram.shares.len() as f64;
    let overflow = if histogram.beyond > 0.0 { 26.0 } else { 0.0 };
    let x = Scale {
        numbers: (0.0, last),
        places: (room(&labels), super::WIDTH - 14.0 - overflow),
    };
    let y = Scale {
        numbers: (0.0, ticks.last().map_or(1.0, |t| t.0)),
        places: (height - 34.0, top),
    };
    canvas.text(
        "share of the items",
        (8.0, 9.0),
        Anchor::Start,
        (11.0, MUTED),
    );
    rules(canvas, y, (x.places.0, x.places.1 + overflow), &ticks);
    for (n, share) in histogram.shares.iter().enumerate() {
        let from = n as f64 * histogram.width;
        let to = (x.place(from + histogram.width) - 0.75, y.places.0);
        canvas.area((x.place(from) + 0.75, y.place(*share)), to, MAIN, 0.75);
    }
    if overflow > 0.0 {
        let left = x.places.1 + 8.0;
        canvas.area(
            (left, y.place(histogram.beyond)),
            (left + 18.0, y.places.0),
            MUTED,
            0.75,
        );
        canvas.text(
            "more",
            (left + 9.0, y.places.0 + 11.0),
            Anchor::Middle,
            (11.0, MUTED),
        );
    }
    marks(canvas, histogram, x, y);
    let ticks = steps(last).into_iter().filter(|s| *s <= last * 0.97);
    let along = Along {
        numbers: (0.0, last),
        ticks: ticks.map(|s| (s, number(s))).collect(),
        label: histogram.along.clone(),
    };
    foot(canvas, x, y.places.0, &along, (0.0, super::WIDTH));
}

/// Each line has its name to its right on a row of its own (to its left where there is no room), the first on
/// top: a line runs down left of the names of those after it.
fn marks(canvas: &mut Canvas<'_>, histogram: &Histogram, x: Scale, y: Scale) {
    for (n, (value, label)) in histogram.marks.iter().enumerate() {
        let last = x.numbers.1;
        let beyond = if *value > last { 17.0 } else { 0.0 };
        let (place, row) = (x.within(*value) + beyond, 24.0 + 13.0 * n as f64);
        canvas.line(
            &[(place, row - 6.0), (place, y.places.0)],
            MARK,
            1.5,
            Stroke::Dashed,
        );
        let label = fit(label, super::WIDTH - 16.0, 11.0);
        let size = width(&label, 11.0);
        let right = place + 4.0;
        let fits = right + size <= super::WIDTH - 8.0;
        let left = if fits { right } else { place - 5.0 - size }.max(8.0);
        canvas.area(
            (left - 1.0, row - 7.0),
            (left + size, row + 5.0),
            PAPER,
            0.85,
        );
        canvas.text(&label, (left, row - 1.0), Anchor::Start, (11.0, INK));
    }
}
