//! A calendar: a cell a day, shaded by how likely something has happened by its end.

use super::canvas::{Anchor, Canvas, INK, MAIN, MARK, MUTED, RULE, draw, fit, width};

/// One day (or one week).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its name: the day of the month.
    pub name: String,
    /// How likely it has happened by its end; `None` on a free day.
    pub share: Option<f64>,
    /// The same in words.
    pub words: String,
    /// What it is marked as.
    pub mark: Option<String>,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calendar {
    /// What it says in words.
    pub title: String,
    /// Names of the columns.
    pub heads: Vec<String>,
    /// A name (nothing: as above) and cells; an empty place is `None`.
    pub rows: Vec<(String, Vec<Option<Cell>>)>,
}

const HEAD: f64 = 18.0;
const EACH: f64 = 44.0;
const NAMES: f64 = 66.0;
const SMALL: f64 = 10.0;

/// In bold there is room for so much less.
const BOLD: f64 = 0.88;

/// One chart.
pub fn render(calendar: &Calendar) -> String {
    let height = HEAD + EACH * calendar.rows.len() as f64 + 4.0;
    let each = (super::WIDTH - NAMES - 6.0) / calendar.heads.len().max(1) as f64;
    draw((super::WIDTH, height), &calendar.title, |canvas| {
        for (n, head) in calendar.heads.iter().enumerate() {
            let middle = NAMES + each * (n as f64 + 0.5);
            canvas.text(
                &fit(head, each, 11.0),
                (middle, 9.0),
                Anchor::Middle,
                (11.0, MUTED),
            );
        }
        for (n, (name, cells)) in calendar.rows.iter().enumerate() {
            let top = HEAD + EACH * n as f64;
            let label = fit(name, NAMES - 6.0, 11.0);
            canvas.bold(&label, (4.0, top + 10.0), Anchor::Start, (11.0, INK));
            for (place, cell) in cells.iter().enumerate() {
                let left = NAMES + each * place as f64;
                if let Some(cell) = cell {
                    paint(
                        canvas,
                        cell,
                        (left + 1.0, top + 1.0),
                        (left + each - 1.0, top + EACH - 1.0),
                    );
                }
            }
        }
        for (n, (_, cells)) in calendar.rows.iter().enumerate() {
            let top = HEAD + EACH * n as f64;
            for (place, _) in cells
                .iter()
                .enumerate()
                .filter(|(_, c)| is_marked(c.as_ref()))
            {
                let left = NAMES + each * place as f64;
                let (from, to) = (
                    (left + 1.0, top + 1.0),
                    (left + each - 1.0, top + EACH - 1.0),
                );
                canvas.frame(from, to, MARK, 2.0);
            }
        }
    })
}

fn is_marked(cell: Option<&Cell>) -> bool {
    cell.is_some_and(|cell| cell.mark.is_some())
}

fn paint(canvas: &mut Canvas<'_>, cell: &Cell, from: (f64, f64), to: (f64, f64)) {
    let Some(share) = cell.share else {
        canvas.text(
            &cell.name,
            (from.0 + 4.0, from.1 + 9.0),
            Anchor::Start,
            (SMALL, MUTED),
        );
        return;
    };
    canvas.area(from, to, RULE, 0.4);
    canvas.area(from, to, MAIN, 0.6 * share.clamp(0.0, 1.0));
    canvas.text(
        &cell.name,
        (from.0 + 4.0, from.1 + 9.0),
        Anchor::Start,
        (SMALL, INK),
    );
    let middle = (f64::midpoint(from.0, to.0), to.1 - 9.5);
    match &cell.mark {
        Some(mark) => {
            let (place, anchor) = beside_or_below(mark, &cell.name, from, to);
            let mark = fit(mark, (to.0 - from.0 - 8.0) * BOLD, SMALL);
            canvas.bold(&mark, place, anchor, (SMALL, INK));
            canvas.bold(&cell.words, middle, Anchor::Middle, (SMALL, INK));
        }
        None => canvas.text(&cell.words, middle, Anchor::Middle, (11.0, INK)),
    }
}

/// Where a mark stands: beside the name of the day, below it where there is no room.
fn beside_or_below(
    mark: &str,
    name: &str,
    from: (f64, f64),
    to: (f64, f64),
) -> ((f64, f64), Anchor) {
    let needed = width(name, SMALL) + width(mark, SMALL) / BOLD + 3.0;
    if needed <= to.0 - from.0 - 8.0 {
        return ((to.0 - 4.0, from.1 + 9.0), Anchor::End);
    }
    ((f64::midpoint(from.0, to.0), from.1 + 20.5), Anchor::Middle)
}
