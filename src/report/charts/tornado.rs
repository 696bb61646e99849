//! A tornado: what becomes of one number when each of its inputs is lower and higher, the largest swing on top.

use super::axis::Scale;
use super::canvas::{
    Anchor, Canvas, INK, MAIN, MUTED, PAPER, RULE, Stroke, TEXT, draw, fit, width,
};

/// One end of an input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct End {
    /// The number there; `None` where there is none.
    pub value: Option<f64>,
    /// The input and the number, in words; nothing where the input has no such end.
    pub words: String,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Lower.
    pub low: End,
    /// Higher.
    pub high: End,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tornado {
    /// What it says in words.
    pub title: String,
    /// The number with every input as it is; `None` where there is none.
    pub middle: Option<f64>,
    /// What that is, in words.
    pub middle_words: String,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

const EACH: f64 = 50.0;
const HEAD: f64 = 36.0;
const LEFT: f64 = 8.0;
const SMALL: f64 = 11.0;

/// How strong the two sides of a bar are.
const STRENGTHS: [f64; 2] = [0.7, 0.3];

/// One chart.
pub fn render(tornado: &Tornado) -> String {
    let height = HEAD + EACH * tornado.rows.len() as f64 + 4.0;
    draw((super::WIDTH, height), &tornado.title, |canvas| {
        let x = scale(tornado);
        head(canvas, tornado, x);
        for (n, row) in tornado.rows.iter().enumerate() {
            self::row(canvas, row, (x, tornado.middle), HEAD + EACH * n as f64);
        }
    })
}

/// All numbers on one scale.
fn scale(tornado: &Tornado) -> Scale {
    let rows = tornado.rows.iter();
    let ends = rows.flat_map(|row| [row.low.value, row.high.value]);
    let numbers = || ends.clone().chain([tornado.middle]).flatten();
    let least = numbers().fold(f64::INFINITY, f64::min);
    let most = numbers().fold(f64::NEG_INFINITY, f64::max);
    let numbers = match most > least {
        true => (least, most),
        false => (least.min(0.0) - 1.0, most.max(0.0) + 1.0),
    };
    Scale {
        numbers,
        places: (LEFT + 8.0, super::WIDTH - LEFT - 8.0),
    }
}

/// What the dots are, and the number as it is.
fn head(canvas: &mut Canvas<'_>, tornado: &Tornado, x: Scale) {
    let words = ["with the input lower", "with the input higher"];
    let second = LEFT + 26.0 + width(words[0], SMALL);
    for (n, (place, words)) in [LEFT, second].into_iter().zip(words).enumerate() {
        dot(canvas, (place + 5.0, 9.0), n == 1);
        canvas.text(words, (place + 14.0, 9.0), Anchor::Start, (SMALL, INK));
    }
    let Some(middle) = tornado.middle else { return };
    let words = fit(&tornado.middle_words, super::WIDTH - 2.0 * LEFT, SMALL);
    let half = width(&words, SMALL) / 2.0;
    let place = x.place(middle).max(LEFT + half);
    let place = (place.min(super::WIDTH - LEFT - half), 26.0);
    canvas.text(&words, place, Anchor::Middle, (SMALL, MUTED));
}

/// Full for the lower end, empty for the higher one.
fn dot(canvas: &mut Canvas<'_>, place: (f64, f64), empty: bool) {
    canvas.dot(place, 4.0, MAIN, 1.0);
    if empty {
        canvas.dot(place, 2.25, PAPER, 1.0);
    }
}

fn row(canvas: &mut Canvas<'_>, row: &Row, (x, middle): (Scale, Option<f64>), top: f64) {
    let label = fit(&row.label, super::WIDTH - 2.0 * LEFT, TEXT);
    canvas.text(&label, (LEFT, top + 9.0), Anchor::Start, (TEXT, INK));
    let (up, down) = (top + 17.0, top + 30.0);
    canvas.area((LEFT, up), (super::WIDTH - LEFT, down), RULE, 0.3);
    let ends = [&row.low, &row.high].map(|end| end.value.map(|value| x.within(value)));
    let half = f64::midpoint(up, down);
    if let Some(middle) = middle.map(|middle| x.within(middle)) {
        for (end, strength) in ends.into_iter().zip(STRENGTHS) {
            let Some(end) = end else { continue };
            let (from, to) = (end.min(middle), end.max(middle));
            canvas.area((from, up), (to, down), MAIN, strength);
        }
        let line = [(middle, up - 2.0), (middle, down + 2.0)];
        canvas.line(&line, INK, 1.25, Stroke::Solid);
    }
    for (n, end) in ends.into_iter().enumerate() {
        if let Some(end) = end {
            dot(canvas, (end, half), n == 1);
        }
    }
    below(canvas, row, down + 9.0);
}

/// What the ends are, each on the side on which its dot is.
fn below(canvas: &mut Canvas<'_>, row: &Row, height: f64) {
    let room = super::WIDTH / 2.0 - LEFT - 4.0;
    let turned = row.low.value > row.high.value;
    let sides = match turned && row.high.value.is_some() {
        true => [&row.high, &row.low],
        false => [&row.low, &row.high],
    };
    let [left, right] = sides.map(|end| fit(&end.words, room, SMALL));
    canvas.text(&left, (LEFT, height), Anchor::Start, (SMALL, MUTED));
    let end = (super::WIDTH - LEFT, height);
    canvas.text(&right, end, Anchor::End, (SMALL, MUTED));
}
