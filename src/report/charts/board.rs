//! The board drawn as a board: columns with their limits, lanes and what stands in them on average.

use super::canvas::{Anchor, Canvas, INK, MAIN, MARK, MUTED, PAPER, RULE, Stroke, TEXT, draw, fit};

/// One column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its limits in words.
    pub limits: String,
    /// Who works there, in words.
    pub people: String,
    /// Items in it, on average; `None` where that is without end.
    pub mean: Option<f64>,
    /// The same in words.
    pub words: String,
    /// Its maximum.
    pub max: Option<u32>,
    /// What each lane holds, in words; as many as there are lanes.
    pub lanes: Vec<String>,
    /// Is it where work waits most?
    pub marked: bool,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Board {
    /// What it says in words.
    pub title: String,
    /// Left to right.
    pub columns: Vec<Column>,
    /// Names of the lanes.
    pub lanes: Vec<String>,
    /// What marked columns are marked as.
    pub mark: String,
    /// Limits over several columns: in words, and from which column to which.
    pub groups: Vec<(String, (usize, usize))>,
    /// Columns beside each other before the next row begins.
    pub beside: usize,
}

const EACH: f64 = 124.0;
const LANE: f64 = 30.0;
const PLAIN: f64 = 112.0;
const SMALL: f64 = 11.0;
const GAP: f64 = 12.0;
/// More places than this are not drawn one by one.
const SLOTS: u32 = 12;

/// One chart.
pub fn render(board: &Board) -> String {
    let beside = board.beside.clamp(1, board.columns.len().max(1));
    let rows = board.columns.len().div_ceil(beside);
    let each = PLAIN + LANE * board.lanes.len() as f64 + GAP;
    let groups = board.groups.len() as f64 * 17.0;
    let size = (EACH * beside as f64, each * rows as f64 + groups + 4.0);
    draw(size, &board.title, |canvas| {
        for (n, column) in board.columns.iter().enumerate() {
            let left = EACH * (n % beside) as f64 + 2.0;
            let top = each * (n / beside) as f64 + 2.0;
            let arrow = n + 1 < board.columns.len();
            paint(
                canvas,
                board,
                column,
                ((left, top), (left + EACH - 9.0, top + each - GAP)),
            );
            if arrow {
                canvas.text(
                    "›",
                    (left + EACH - 5.0, top + 12.0),
                    Anchor::Middle,
                    (14.0, MUTED),
                );
            }
        }
        let top = each * rows as f64;
        let span = (rows == 1).then_some(EACH);
        for (n, (words, ends)) in board.groups.iter().enumerate() {
            group(canvas, words, *ends, (top + 17.0 * n as f64, span), size.0);
        }
    })
}

type Corners = ((f64, f64), (f64, f64));

fn paint(canvas: &mut Canvas<'_>, board: &Board, column: &Column, (from, to): Corners) {
    canvas.area(from, to, RULE, 0.3);
    let (weight, colour) = if column.marked {
        (3.0, MARK)
    } else {
        (1.0, INK)
    };
    canvas.frame(from, to, colour, weight);
    let (left, room) = (from.0 + 7.0, to.0 - from.0 - 14.0);
    let mut line = |n: f64, text: &str, colour| {
        canvas.text(
            &fit(text, room, SMALL),
            (left, from.1 + n),
            Anchor::Start,
            (SMALL, colour),
        );
    };
    line(28.0, &column.limits, INK);
    line(42.0, &column.people, MUTED);
    line(77.0, &column.words, INK);
    if column.marked {
        line(97.0, &board.mark, INK);
    }
    canvas.bold(
        &fit(&column.name, room * 0.88, TEXT),
        (left, from.1 + 13.0),
        Anchor::Start,
        (TEXT, INK),
    );
    places(canvas, column, (left, from.1 + 53.0), room);
    for (n, (lane, words)) in board.lanes.iter().zip(&column.lanes).enumerate() {
        let top = from.1 + PLAIN - 4.0 + LANE * n as f64;
        canvas.line(&[(from.0, top), (to.0, top)], MUTED, 0.75, Stroke::Dashed);
        canvas.text(
            &fit(lane, room, 10.5),
            (left, top + 9.0),
            Anchor::Start,
            (10.5, MUTED),
        );
        canvas.text(
            &fit(words, room, 10.5),
            (left, top + 21.0),
            Anchor::Start,
            (10.5, INK),
        );
    }
}

/// A little square a place; as much of them is filled as is taken on average.
fn places(canvas: &mut Canvas<'_>, column: &Column, (left, top): (f64, f64), room: f64) {
    let Some(mean) = column.mean else { return };
    let many = column.max.unwrap_or(0).max(mean.ceil() as u32);
    let each = (room / f64::from(many.clamp(1, SLOTS))).min(15.0);
    if many > SLOTS && column.max.is_none() {
        for n in 0..SLOTS - 1 {
            let x = left + each * f64::from(n);
            canvas.area((x, top), (x + each - 2.5, top + 12.0), MAIN, 0.85);
        }
        let place = (left + each * f64::from(SLOTS - 1), top + 6.0);
        return canvas.text("…", place, Anchor::Start, (SMALL, INK));
    }
    if many > SLOTS {
        let share = column.max.map_or(1.0, |max| mean / f64::from(max));
        canvas.area((left, top), (left + room, top + 12.0), PAPER, 1.0);
        canvas.area(
            (left, top),
            (left + room * share.clamp(0.0, 1.0), top + 12.0),
            MAIN,
            0.85,
        );
        return canvas.frame((left, top), (left + room, top + 12.0), INK, 0.75);
    }
    for n in 0..many {
        let x = left + each * f64::from(n);
        let (from, to) = ((x, top), (x + each - 2.5, top + 12.0));
        let part = (mean - f64::from(n)).clamp(0.0, 1.0);
        canvas.area(from, to, PAPER, 1.0);
        canvas.area((from.0, to.1 - 12.0 * part), to, MAIN, 0.85);
        let beyond = column.max.is_none_or(|max| n >= max);
        let colour = if beyond { MUTED } else { INK };
        canvas.frame(from, to, colour, 0.75);
    }
}

/// A limit over several columns: a bracket where they stand in one row, and its words.
fn group(
    canvas: &mut Canvas<'_>,
    words: &str,
    (first, last): (usize, usize),
    (top, each): (f64, Option<f64>),
    width: f64,
) {
    let (left, right) = match each {
        Some(each) => (each * first as f64 + 2.0, each * (last + 1) as f64 - 7.0),
        None => (2.0, width - 7.0),
    };
    if each.is_some() {
        let bracket = [
            (left, top - 3.0),
            (left, top + 2.0),
            (right, top + 2.0),
            (right, top - 3.0),
        ];
        canvas.line(&bracket, INK, 1.0, Stroke::Solid);
    }
    let words = fit(words, (width - left - 8.0).max(60.0), SMALL);
    canvas.text(&words, (left + 5.0, top + 9.0), Anchor::Start, (SMALL, INK));
}
