//! What every setting of one or two knobs does: a curve with its band, or a heat map.

use super::{Figure, Numbers, Picture, Section};
use crate::experiment::sweep::{Knob, Level, Looked, Sweep};
use crate::forecast::paths::{Good, Unit};
use crate::report::charts::axis::Along;
use crate::report::charts::canvas::{MAIN, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Point};
use crate::report::charts::heat::{self, Cell, Heat};
use crate::report::text::amounts::level;
use crate::report::text::sweep::{cell, name};
use crate::report::text::words::{NOTHING, capital, thousands};

/// A heat map has at most so many columns and rows.
const MOST: usize = 40;

/// All pictures of a sweep: one for each result.
pub fn of_sweep(sweep: &Sweep) -> Vec<Section> {
    let results = sweep.results.iter().enumerate();
    let figure = |(at, looked): (usize, &Looked)| match sweep.knobs.as_slice() {
        [one] => Some(curve(sweep, one, (at, looked))),
        [rows, columns] => Some(map(sweep, (rows, columns), (at, looked))),
        _ => None,
    };
    vec![Section {
        title: "What does every setting do?".to_owned(),
        figures: results.filter_map(figure).collect(),
    }]
}

fn file(at: usize) -> String {
    format!("sweep-{}", at + 1)
}

fn futures(sweep: &Sweep) -> String {
    format!(
        "{} simulated futures, the same for all settings",
        thousands(sweep.trials)
    )
}

/// What is better, in a sentence.
fn direction(looked: &Looked) -> &'static str {
    match looked.good() {
        Good::More => " More is better.",
        Good::Less => " Less is better.",
        Good::Neither => "",
    }
}

/// A result of one knob.
fn curve(sweep: &Sweep, knob: &Knob, (at, looked): (usize, &Looked)) -> Figure {
    let places = places(knob);
    let levels = sweep.points.iter().map(|point| point.results.get(at));
    let mut points: Vec<(f64, &Level)> = places
        .iter()
        .zip(levels)
        .filter_map(|(place, level)| Some((*place, level?)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let there: Vec<(f64, f64, Option<[f64; 2]>)> = points
        .iter()
        .filter_map(|(place, level)| Some((*place, level.value?, level.ci95)))
        .collect();
    let title = capital(&name(looked));
    let knee = sweep.knee.and_then(|n| Some((*places.get(n)?, n)));
    let picture = if there.is_empty() {
        Picture::Nothing("With no setting does this number exist within the horizon.".to_owned())
    } else {
        Picture::Drawn(curves::render(&Curves {
            title: format!("{title} for every {}", knob.path),
            along: along(knob, &places),
            upward: title.clone(),
            reach: f64::MIN_POSITIVE,
            percents: looked.unit() == Unit::Chance,
            bands: vec![band(&there)],
            lines: vec![Line {
                label: String::new(),
                points: there.iter().map(|(x, y, _)| (*x, *y)).collect(),
                colour: MAIN,
                stroke: Stroke::Solid,
                level: false,
            }],
            points: there
                .iter()
                .map(|(x, y, interval)| Point {
                    at: (*x, *y),
                    interval: interval.map(Into::into),
                })
                .collect(),
            levels: as_written(sweep, at),
            found: knee
                .filter(|_| at == 0)
                .and_then(|(x, n)| {
                    let value = sweep.points.get(n)?.results.get(at)?.value?;
                    let at = knob.values.get(n)?;
                    Some(((x, value), format!("the knee, at {at}")))
                })
                .into_iter()
                .collect(),
            ..Curves::default()
        }))
    };
    Figure {
        name: file(at),
        reading: format!(
            "For every value of {}: the number with its 95 % interval, from {}.{} The dashed line is the scenario as it is \
            written; in the table ▲ and ▼ are what is known to be better and worse than that.",
            knob.path,
            futures(sweep),
            direction(looked)
        ),
        picture,
        title,
        numbers: table(sweep, knob, (at, looked)),
    }
}

fn band(points: &[(f64, f64, Option<[f64; 2]>)]) -> Band {
    let each = points.iter();
    Band {
        label: "95 % interval".to_owned(),
        points: each
            .filter_map(|(x, _, interval)| interval.map(|[low, high]| (*x, low, high)))
            .collect(),
        colour: MAIN,
        density: 0.25,
    }
}

fn as_written(sweep: &Sweep, at: usize) -> Vec<(f64, String)> {
    let value = sweep.as_written.get(at).and_then(|level| level.value);
    value
        .map(|value| (value, "as written".to_owned()))
        .into_iter()
        .collect()
}

/// Where the values of a knob lie along an axis: as the numbers they are, or one after another.
fn places(knob: &Knob) -> Vec<f64> {
    let numbers: Option<Vec<f64>> = knob.values.iter().map(|v| v.parse().ok()).collect();
    let finite = numbers.filter(|all| all.iter().all(|n: &f64| n.is_finite()));
    finite.unwrap_or_else(|| (0..knob.values.len()).map(|n| n as f64).collect())
}

fn along(knob: &Knob, places: &[f64]) -> Along {
    let mut ticks: Vec<(f64, String)> = places.iter().copied().zip(knob.values.clone()).collect();
    ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let first = ticks.first().map_or(0.0, |t| t.0);
    let last = ticks.last().map_or(1.0, |t| t.0);
    let air = match last - first {
        0.0 => 0.5,
        span => 0.06 * span,
    };
    Along {
        numbers: (first - air, last + air),
        ticks,
        label: knob.path.clone(),
    }
}

fn table(sweep: &Sweep, knob: &Knob, (at, looked): (usize, &Looked)) -> Numbers {
    let mut numbers = Numbers::new([&knob.path, "the number", "95 % interval", "as written"]);
    let mut row = |value: &str, found: Option<&Level>, written: bool| {
        let Some(found) = found else { return };
        let mark = if written { "yes" } else { "" };
        numbers.row([
            value.to_owned(),
            cell(found, looked).trim_end().to_owned(),
            interval(found, looked.unit()),
            mark.to_owned(),
        ]);
    };
    for (value, point) in knob.values.iter().zip(&sweep.points) {
        row(value, point.results.get(at), point.as_written);
    }
    if !sweep.points.iter().any(|point| point.as_written) {
        row("as written", sweep.as_written.get(at), true);
    }
    numbers
}

fn interval(found: &Level, unit: Unit) -> String {
    let ends = found
        .ci95
        .map(|ends| ends.map(|end| level(unit, Some(end))));
    ends.map_or_else(
        || NOTHING.to_owned(),
        |[low, high]| format!("{low} to {high}"),
    )
}

/// A result of two knobs: a row a value of the first, a column a value of the second.
fn map(sweep: &Sweep, (rows, columns): (&Knob, &Knob), (at, looked): (usize, &Looked)) -> Figure {
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
    let picture = match values().next() {
        Some(_) => Picture::Drawn(heat::render(&heat)),
        None => Picture::Nothing(
            "With no setting does this number exist within the horizon.".to_owned(),
        ),
    };
    let unit = match looked.unit() {
        Unit::Chance => " in percent",
        _ => "",
    };
    Figure {
        name: file(at),
        reading: format!(
            "A row for each value of {}, a column for each of {}; the darker a cell, the more{unit}.{} From {}. A frame is \
            around the scenario as it is written; ▲ and ▼ are what is known to be better and worse than that.",
            rows.path,
            columns.path,
            direction(looked),
            futures(sweep)
        ),
        picture,
        title,
        numbers,
    }
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
