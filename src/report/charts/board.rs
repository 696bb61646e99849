//! The board drawn as a board: columns with their limits, lanes and what stands in them on average.

use super::canvas::{
    Anchor, Canvas, INK, MAIN, MARK, MUTED, PAPER, RULE, Stroke, TEXT, draw, fit, wrap,
};

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
/// Height of a line of words, and of the air below some.
const LINE: f64 = 13.0;
const AIR: f64 = 5.0;
/// More places than this are not drawn one by one.
const SLOTS: u32 = 12;

/// One chart.
pub fn render(board: &Board) -> String {
    let beside = board.beside.clamp(1, board.columns.len().max(1));
    let rows = board.columns.len().div_ceil(beside);
    let names: Vec<Vec<String>> = board.columns.iter().map(|c| name(&c.name)).collect();
    let down = if names.iter().any(|n| n.len() > 1) {
        LINE
    } else {
        0.0
    };
    let each = PLAIN + down + LANE * board.lanes.len() as f64 + GAP;
    let width = EACH * beside as f64;
    let groups = groups(board, rows, width);
    let below: f64 = groups.iter().map(|g| AIR + LINE * g.1.len() as f64).sum();
    let size = (width, each * rows as f64 + below + 4.0);
    draw(size, &board.title, |canvas| {
        for (n, (column, name)) in board.columns.iter().zip(&names).enumerate() {
            let left = EACH * (n % beside) as f64 + 2.0;
            let top = each * (n / beside) as f64 + 2.0;
            let arrow = n + 1 < board.columns.len();
            let corners = ((left, top), (left + EACH - 9.0, top + each - GAP));
            paint(canvas, board, column, (corners, down));
            for (n, line) in name.iter().enumerate() {
                let place = (left + 7.0, top + 13.0 + LINE * n as f64);
                canvas.bold(line, place, Anchor::Start, (TEXT, INK));
            }
            if arrow {
                canvas.text(
                    "›",
                    (left + EACH - 6.5, top + 12.0),
                    Anchor::Middle,
                    (12.0, MUTED),
                );
            }
        }
        let mut top = each * rows as f64;
        for (span, lines) in &groups {
            group(canvas, *span, lines, top);
            top += AIR + LINE * lines.len() as f64;
        }
    })
}

type Corners = ((f64, f64), (f64, f64));

/// A column's name, in two lines at most.
fn name(name: &str) -> Vec<String> {
    let room = (EACH - 23.0) * 0.88;
    let mut lines = wrap(name, room, TEXT);
    if lines.len() > 2 {
        let rest: Vec<String> = lines.drain(1..).collect();
        lines.push(fit(&rest.join(" "), room, TEXT));
    }
    lines
}

/// All of a column but its name, for which there is so much more room.
fn paint(canvas: &mut Canvas<'_>, board: &Board, column: &Column, (corners, down): (Corners, f64)) {
    let (from, to) = corners;
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
            (left, from.1 + down + n),
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
    places(canvas, column, (left, from.1 + down + 53.0), room);
    for (n, (lane, words)) in board.lanes.iter().zip(&column.lanes).enumerate() {
        let top = from.1 + down + PLAIN - 4.0 + LANE * n as f64;
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

/// Where a limit over several columns is drawn.
#[derive(Clone, Copy)]
struct Span {
    /// From where to where its bracket goes; nothing where the columns stand in several rows.
    bracket: Option<(f64, f64)>,
    /// Where its words begin, and how much room they have.
    words: (f64, f64),
}

impl Span {
    fn of((first, last): (usize, usize), rows: usize, width: f64) -> Self {
        let bracket = (EACH * first as f64 + 2.0, EACH * (last + 1) as f64 - 7.0);
        let bracket = (rows == 1).then_some(bracket);
        let left = bracket.map_or(7.0, |b| b.0 + 5.0);
        let left = left.min((width - 160.0).max(7.0));
        Self {
            bracket,
            words: (left, width - left - 8.0),
        }
    }
}

/// The limits over several columns, each in lines.
fn groups(board: &Board, rows: usize, width: f64) -> Vec<(Span, Vec<String>)> {
    let group = |(words, ends): &(String, (usize, usize))| {
        let span = Span::of(*ends, rows, width);
        (span, wrap(words, span.words.1, SMALL))
    };
    board.groups.iter().map(group).collect()
}

/// A limit over several columns: a bracket where they stand in one row, and its words.
fn group(canvas: &mut Canvas<'_>, span: Span, lines: &[String], top: f64) {
    if let Some((left, right)) = span.bracket {
        let (up, down) = (top - 3.0, top + 2.0);
        let bracket = [(left, up), (left, down), (right, down), (right, up)];
        canvas.line(&bracket, INK, 1.0, Stroke::Solid);
    }
    for (n, line) in lines.iter().enumerate() {
        let place = (span.words.0, top + 9.0 + LINE * n as f64);
        canvas.text(line, place, Anchor::Start, (SMALL, INK));
    }
}
