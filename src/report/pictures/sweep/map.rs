//! Two knobs: a heat map of a result.

use super::{direction, file, futures, undrawn};
use crate::experiment::sweep::{Knob, Level, Looked, Sweep};
use crate::forecast::paths::Unit;
use crate::report::charts::heat::{self, Cell, Heat};
use crate::report::pictures::{Figure, Numbers, Picture};
use crate::report::text::amounts::level;
use crate::report::text::sweep::{cell, name};
use crate::report::text::words::{NOTHING, capital};

/// A heat map has at most so many columns and rows.
const MOST: usize = 40;

/// A result of two knobs: a row a value of the first, a column a value of the second.
pub(super) fn map(
    sweep: &Sweep,
    (rows, columns): (&Knob, &Knob),
    (at, looked): (usize, &Looked),
) -> Figure {
    let width = columns.values.len().max(1);
    let levels: Vec<(Option<&Level>, bool)> = sweep
        .points
        .iter()
        .map(|point| (point.results.get(at), point.as_written))
        .collect();
    let values = || levels.iter().filter_map(|(level, _)| level.as_ref()?.value);
    let range = (
        values().fold(f64::MAX, f64::min),
        values().fold(f64::MIN, f64::max),
    );
    let header = std::iter::once(format!("{} \\ {}", last(rows), last(columns)));
    let mut numbers = Numbers::new(header.chain(columns.values.iter().cloned()));
    let mut heat = Heat {
        along: columns.path.clone(),
        columns: columns.values.iter().take(MOST).cloned().collect(),
        ..Heat::default()
    };
    for (value, cells) in rows.values.iter().zip(levels.chunks(width)) {
        let told = |(level, _): &(Option<&Level>, bool)| {
            let words = level.map_or_else(|| NOTHING.to_owned(), |level| cell(level, looked));
            words.trim_end().to_owned()
        };
        numbers.row([value.clone()].into_iter().chain(cells.iter().map(told)));
        let shaded = cells.iter().take(MOST);
        let shaded = shaded.map(|(level, written)| shade((*level)?, looked, range, *written));
        heat.rows
            .push((format!("{} = {value}", rows.path), shaded.collect()));
    }
    heat.rows.truncate(MOST);
    let title = capital(&name(looked));
    heat.title = format!("{title} for every {} and {}", rows.path, columns.path);
    let picture =
        undrawn(sweep, (at, looked)).unwrap_or_else(|| Picture::Drawn(heat::render(&heat)));
    let shades = match picture {
        Picture::Nothing(_) => String::new(),
        _ => shades(looked, range),
    };
    Figure {
        name: file(at),
        reading: format!(
            "A row for each value of {}, a column for each of {}.{shades}{} From {}. {} ▲ is known to be better than that, ▼ \
            worse.",
            rows.path,
            columns.path,
            direction(looked),
            futures(sweep),
            written(sweep, (at, looked)),
        ),
        picture,
        title,
        numbers,
    }
}

/// What is lightest and what is darkest.
fn shades(looked: &Looked, (least, most): (f64, f64)) -> String {
    let unit = match looked.unit() {
        Unit::Chance => " (in percent)",
        _ => "",
    };
    let number = |value| level(looked.unit(), Some(value));
    format!(
        " The darker, the more{unit}: the lightest cell is {}, the darkest {}.",
        number(least),
        number(most)
    )
}

/// Where the scenario as it is written is found.
fn written(sweep: &Sweep, (at, looked): (usize, &Looked)) -> String {
    if sweep.points.iter().any(|point| point.as_written) {
        return "A frame is around the scenario as it is written.".to_owned();
    }
    let value = sweep.as_written.get(at).and_then(|level| level.value);
    let words = level(looked.unit(), value);
    format!("The scenario as it is written is none of these; there it is {words}.")
}

fn last(knob: &Knob) -> &str {
    knob.path.rsplit('.').next().unwrap_or(&knob.path)
}

/// The darkest cell is that of the largest number, the lightest that of the smallest.
fn shade(found: &Level, looked: &Looked, (least, most): (f64, f64), framed: bool) -> Option<Cell> {
    let value = found.value?;
    let span = if most > least { most - least } else { 1.0 };
    let words = cell(found, looked).replace(" %", "").replace(' ', "");
    Some(Cell {
        shade: 0.08 + 0.92 * (value - least) / span,
        words,
        framed,
    })
}
