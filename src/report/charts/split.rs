//! Wholes split into parts: a bar for each whole under its name, the parts in their order with their numbers.

use super::canvas::{
    Anchor, Canvas, Colour, INK, MAIN, MARK, MUTED, RULE, Stroke, TEXT, draw, fit, width,
};

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Split {
    /// What it says in words.
    pub title: String,
    /// What the three parts are, from left to right.
    pub parts: [String; 3],
    /// From top to bottom: the name, and the shares of the parts, 1 together.
    pub rows: Vec<(String, [f64; 3])>,
}

/// The parts' colours and how dense they are; the middle one is neither this nor that.
const LOOKS: [(Colour, f64); 3] = [(MAIN, 0.55), (RULE, 0.5), (MARK, 0.5)];

const EACH: f64 = 38.0;
const HEAD: f64 = 20.0;
const LEFT: f64 = 8.0;
const SMALL: f64 = 11.0;

/// One chart.
pub fn render(split: &Split) -> String {
    let height = HEAD + EACH * split.rows.len() as f64 + 4.0;
    draw((super::WIDTH, height), &split.title, |canvas| {
        legend(canvas, split);
        for (n, (name, shares)) in split.rows.iter().enumerate() {
            row(canvas, name, shares, HEAD + EACH * n as f64);
        }
    })
}

fn legend(canvas: &mut Canvas<'_>, split: &Split) {
    let mut left = LEFT;
    for (part, (colour, density)) in split.parts.iter().zip(LOOKS) {
        canvas.area((left, 4.0), (left + 15.0, 14.0), colour, density);
        canvas.text(part, (left + 20.0, 9.0), Anchor::Start, (SMALL, MUTED));
        left += width(part, SMALL) + 34.0;
    }
}

fn row(canvas: &mut Canvas<'_>, name: &str, shares: &[f64; 3], top: f64) {
    let room = super::WIDTH - 2.0 * LEFT;
    let label = fit(name, room, TEXT);
    canvas.text(&label, (LEFT, top + 9.0), Anchor::Start, (TEXT, INK));
    let (up, down) = (top + 17.0, top + 33.0);
    let mut left = LEFT;
    for (share, (colour, density)) in shares.iter().zip(LOOKS) {
        let right = left + room * share.clamp(0.0, 1.0);
        canvas.area((left, up), (right, down), colour, density);
        canvas.line(&[(right, up), (right, down)], INK, 0.75, Stroke::Solid);
        let words = crate::report::text::words::percent(*share);
        if width(&words, SMALL) + 6.0 <= right - left {
            let middle = (f64::midpoint(left, right), f64::midpoint(up, down));
            canvas.text(&words, middle, Anchor::Middle, (SMALL, INK));
        }
        left = right;
    }
}
