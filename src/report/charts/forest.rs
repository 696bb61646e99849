//! Differences: a dot with its interval on either side of nothing, each under its name.

use super::axis::Scale;
use super::canvas::{Anchor, Canvas, INK, MAIN, MUTED, RULE, Stroke, TEXT, draw, fit, width};

/// One difference.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Of what.
    pub label: String,
    /// How much; `None` where it is not known at all.
    pub value: Option<f64>,
    /// The interval around it.
    pub interval: Option<(f64, f64)>,
    /// The number, in words.
    pub words: String,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forest {
    /// What it says in words.
    pub title: String,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// What it means to lie left of nothing.
    pub left: String,
    /// What it means to lie right of it.
    pub right: String,
}

const EACH: f64 = 36.0;
const HEAD: f64 = 18.0;
const LEFT: f64 = 8.0;
const SMALL: f64 = 11.0;

/// One chart.
pub fn render(forest: &Forest) -> String {
    let height = HEAD + EACH * forest.rows.len() as f64 + 6.0;
    draw((super::WIDTH, height), &forest.title, |canvas| {
        let x = scale(&forest.rows);
        head(canvas, forest, x);
        for (n, row) in forest.rows.iter().enumerate() {
            self::row(canvas, row, x, HEAD + EACH * n as f64);
        }
    })
}

/// All differences on one scale, with nothing somewhere on it and room for the longest number beside it.
fn scale(rows: &[Row]) -> Scale {
    let ends = || {
        let each = |row: &Row| row.interval.or(row.value.map(|v| (v, v)));
        rows.iter().filter_map(each)
    };
    let least = ends().map(|e| e.0).fold(0.0, f64::min);
    let most = ends().map(|e| e.1).fold(0.0, f64::max);
    // Some air, so that nothing itself is never at an end.
    let air = 0.08 * (most - least);
    let air = if air > 0.0 { air } else { 1.0 };
    let words = rows
        .iter()
        .map(|r| width(&r.words, SMALL))
        .fold(0.0, f64::max);
    Scale {
        numbers: (least - air, most + air),
        places: (
            LEFT,
            super::WIDTH - words.min(super::WIDTH / 2.0) - 2.0 * LEFT,
        ),
    }
}

/// What the two sides mean, each at its end.
fn head(canvas: &mut Canvas<'_>, forest: &Forest, x: Scale) {
    let room = super::WIDTH / 2.0 - 2.0 * LEFT;
    let (left, right) = (
        fit(&format!("← {}", forest.left), room, SMALL),
        fit(&format!("{} →", forest.right), room, SMALL),
    );
    let zero = x.place(0.0);
    let from = (zero - 6.0 - width(&left, SMALL)).max(LEFT);
    let after = (zero + 6.0).max(from + width(&left, SMALL) + 8.0);
    let before = super::WIDTH - LEFT - width(&right, SMALL);
    canvas.text(&left, (from, 9.0), Anchor::Start, (SMALL, MUTED));
    let place = (after.min(before), 9.0);
    canvas.text(&right, place, Anchor::Start, (SMALL, MUTED));
}

fn row(canvas: &mut Canvas<'_>, row: &Row, x: Scale, top: f64) {
    let label = fit(&row.label, super::WIDTH - 2.0 * LEFT, TEXT);
    canvas.text(&label, (LEFT, top + 9.0), Anchor::Start, (TEXT, INK));
    let middle = top + 24.0;
    let (left, right) = x.places;
    canvas.area((left, middle - 7.0), (right, middle + 7.0), RULE, 0.3);
    let zero = x.place(0.0);
    canvas.line(
        &[(zero, middle - 9.0), (zero, middle + 9.0)],
        INK,
        1.25,
        Stroke::Solid,
    );
    if let Some((low, high)) = row.interval {
        let ends = (x.within(low), x.within(high));
        canvas.line(
            &[(ends.0, middle), (ends.1, middle)],
            MAIN,
            3.0,
            Stroke::Solid,
        );
    }
    if let Some(value) = row.value {
        canvas.dot((x.within(value), middle), 4.0, MAIN, 1.0);
    }
    let words = fit(&row.words, super::WIDTH / 2.0, SMALL);
    let place = (super::WIDTH - LEFT, middle);
    canvas.text(&words, place, Anchor::End, (SMALL, INK));
}
