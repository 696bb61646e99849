//! A heat map: rows of cells, the darker the more, each with its number where there is room.

use super::canvas::{Anchor, Canvas, INK, MAIN, MARK, MUTED, RULE, TEXT, draw, fit, width};

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heat {
    /// What it says in words.
    pub title: String,
    /// What the columns are.
    pub along: String,
    /// A name for each column.
    pub columns: Vec<String>,
    /// From top to bottom: the name, and the cell of each column; `None` where there is none.
    pub rows: Vec<(String, Vec<Option<Cell>>)>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// How dark it is, from 0 to 1.
    pub shade: f64,
    /// What is written in it, where there is room.
    pub words: String,
    /// Is it one to be found at once? Then it has a frame.
    pub framed: bool,
}

impl Cell {
    /// A share in percents, the darker the closer to the share that is darkest.
    pub fn of_share(share: f64, darkest: f64) -> Self {
        Self {
            shade: share / darkest.max(1e-12),
            words: match share * 100.0 {
                0.0 => String::new(),
                v if v < 1.0 => "<1".to_owned(),
                v if v > 99.0 => ">99".to_owned(),
                v => format!("{v:.0}"),
            },
            framed: false,
        }
    }
}

const EACH: f64 = 40.0;
const LEFT: f64 = 8.0;
const SMALL: f64 = 10.5;

/// One chart.
pub fn render(heat: &Heat) -> String {
    let height = EACH * heat.rows.len() as f64 + 34.0;
    draw((super::WIDTH, height), &heat.title, |canvas| {
        let cell = (super::WIDTH - 2.0 * LEFT) / heat.columns.len().max(1) as f64;
        for (n, (name, cells)) in heat.rows.iter().enumerate() {
            let top = EACH * n as f64;
            let label = fit(name, super::WIDTH - 2.0 * LEFT, TEXT);
            canvas.text(&label, (LEFT, top + 9.0), Anchor::Start, (TEXT, INK));
            row(canvas, cells, (top + 17.0, cell));
        }
        foot(canvas, heat, cell, height);
    })
}

fn row(canvas: &mut Canvas<'_>, cells: &[Option<Cell>], (top, size): (f64, f64)) {
    for (n, cell) in cells.iter().enumerate() {
        let Some(cell) = cell else { continue };
        let left = LEFT + size * n as f64;
        let (from, to) = ((left + 0.75, top), (left + size - 0.75, top + 20.0));
        canvas.area(from, to, RULE, 0.35);
        canvas.area(from, to, MAIN, 0.6 * cell.shade.clamp(0.0, 1.0));
        if cell.framed {
            canvas.frame(from, to, MARK, 2.0);
        }
        if width(&cell.words, SMALL) <= size - 2.0 {
            canvas.text(
                &cell.words,
                (left + size / 2.0, top + 10.0),
                Anchor::Middle,
                (SMALL, INK),
            );
        }
    }
}

fn foot(canvas: &mut Canvas<'_>, heat: &Heat, cell: f64, height: f64) {
    let mut free = 0.0;
    for (n, name) in heat.columns.iter().enumerate() {
        let (middle, half) = (LEFT + cell * (n as f64 + 0.5), width(name, SMALL) / 2.0);
        if middle - half >= free && middle + half <= super::WIDTH {
            canvas.text(
                name,
                (middle, height - 24.0),
                Anchor::Middle,
                (SMALL, MUTED),
            );
            free = middle + half + 5.0;
        }
    }
    let label = fit(&heat.along, super::WIDTH - 2.0 * LEFT, 11.0);
    canvas.text(
        &label,
        (super::WIDTH - LEFT, height - 9.0),
        Anchor::End,
        (11.0, MUTED),
    );
}
