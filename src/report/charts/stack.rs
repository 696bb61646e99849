//! Layers upon each other over a common horizontal axis, each named where it is.

use super::axis::{Along, Scale, apart, foot, number, room, rules, steps};
use super::canvas::{Anchor, Canvas, INK, MUTED, PAPER, SERIES, Stroke, draw, fit, width};

/// One layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it is.
    pub label: String,
    /// How thick it is at each point of the axis.
    pub values: Vec<f64>,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stack {
    /// What it says in words.
    pub title: String,
    /// The horizontal axis.
    pub along: Along,
    /// What the vertical axis counts.
    pub upward: String,
    /// The points of the axis.
    pub at: Vec<f64>,
    /// From bottom to top.
    pub layers: Vec<Layer>,
}

const HEIGHT: f64 = 290.0;
const ROW: f64 = 14.0;

/// One chart: the layers on the left, their names in the same order on the right.
pub fn render(stack: &Stack) -> String {
    let names = stack.layers.len() as f64 * ROW + 30.0;
    let height = HEIGHT.max(names + 30.0);
    draw((super::WIDTH, height), &stack.title, |canvas| {
        paint(canvas, stack, height)
    })
}

fn paint(canvas: &mut Canvas<'_>, stack: &Stack, height: f64) {
    let mut below = vec![0.0; stack.at.len()];
    let mut tops: Vec<Vec<f64>> = Vec::new();
    for layer in &stack.layers {
        for (sum, value) in below.iter_mut().zip(&layer.values) {
            *sum += value;
        }
        tops.push(below.clone());
    }
    let most = below.iter().copied().fold(0.0, f64::max);
    let ticks: Vec<(f64, String)> = steps(most).into_iter().map(|s| (s, number(s))).collect();
    let labels: Vec<String> = ticks.iter().map(|t| t.1.clone()).collect();
    let x = Scale {
        numbers: stack.along.numbers,
        places: (room(&labels), super::WIDTH - names_width(stack) - 24.0),
    };
    let y = Scale {
        numbers: (0.0, ticks.last().map_or(1.0, |t| t.0)),
        places: (height - 34.0, 22.0),
    };
    canvas.text(&stack.upward, (8.0, 9.0), Anchor::Start, (11.0, MUTED));
    rules(canvas, y, x.places, &ticks);
    let mut under: Vec<(f64, f64)> = stack
        .at
        .iter()
        .map(|at| (x.within(*at), y.place(0.0)))
        .collect();
    for (n, top) in tops.iter().enumerate() {
        let over: Vec<(f64, f64)> = stack
            .at
            .iter()
            .zip(top)
            .map(|(at, v)| (x.within(*at), y.place(*v)))
            .collect();
        let around: Vec<(f64, f64)> = over
            .iter()
            .copied()
            .chain(under.into_iter().rev())
            .collect();
        canvas.shape(&around, colour(n), 1.0);
        canvas.line(&over, INK, 0.75, Stroke::Solid);
        under = over;
    }
    names(canvas, stack, &tops, x, y);
    foot(canvas, x, y.places.0, &stack.along, (0.0, super::WIDTH));
}

fn colour(n: usize) -> super::Colour {
    SERIES.get(n % SERIES.len()).copied().unwrap_or(MUTED)
}

fn names_width(stack: &Stack) -> f64 {
    let widest = stack
        .layers
        .iter()
        .map(|l| width(&l.label, 11.0))
        .fold(0.0, f64::max);
    widest.min(115.0) + 12.0
}

/// Names at the height of their layers, moved apart where these are thin, each tied to its layer by a line.
fn names(canvas: &mut Canvas<'_>, stack: &Stack, tops: &[Vec<f64>], x: Scale, y: Scale) {
    let ends: Vec<f64> = tops.iter().filter_map(|t| t.last().copied()).collect();
    let starts = std::iter::once(0.0).chain(ends.iter().copied());
    let middles: Vec<f64> = starts
        .zip(&ends)
        .map(|(low, high)| y.place(f64::midpoint(low, *high)))
        .collect();
    let right = x.places.1;
    for (n, (row, layer)) in apart(&middles, (y.places.1, y.places.0), ROW)
        .iter()
        .zip(&stack.layers)
        .enumerate()
    {
        let middle = middles.get(n).copied().unwrap_or(*row);
        canvas.line(
            &[(right, middle), (right + 12.0, *row)],
            MUTED,
            0.75,
            Stroke::Solid,
        );
        canvas.area(
            (right + 12.0, row - 5.0),
            (right + 21.0, row + 5.0),
            colour(n),
            1.0,
        );
        canvas.frame(
            (right + 12.0, row - 5.0),
            (right + 21.0, row + 5.0),
            INK,
            0.5,
        );
        let label = fit(&layer.label, super::WIDTH - right - 27.0, 11.0);
        canvas.text(&label, (right + 25.0, *row), Anchor::Start, (11.0, INK));
    }
    canvas.line(
        &[(right, y.places.0), (right, y.places.1)],
        PAPER,
        0.5,
        Stroke::Solid,
    );
}
