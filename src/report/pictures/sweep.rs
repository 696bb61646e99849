//! What every setting of one or two knobs does: a curve with its band, or a heat map.

mod costs;
mod map;

use super::trade::counted;
use super::{Figure, Numbers, Picture, Section};
use crate::experiment::sweep::{Knob, Level, Looked, Sweep};
use crate::forecast::paths::{Good, Unit};
use crate::report::charts::axis::Along;
use crate::report::charts::canvas::{MAIN, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Point};
use crate::report::text::amounts::level;
use crate::report::text::sweep::{cell, name};
use crate::report::text::words::{NOTHING, capital, thousands};

/// All pictures of a sweep: one for each result, and what the first costs in the others.
pub fn of_sweep(sweep: &Sweep) -> Vec<Section> {
    let results = sweep.results.iter().enumerate();
    let figure = |(at, looked): (usize, &Looked)| match sweep.knobs.as_slice() {
        [one] => Some(curve(sweep, one, (at, looked))),
        [rows, columns] => Some(map::map(sweep, (rows, columns), (at, looked))),
        _ => None,
    };
    let section = |title: &str, figures: Vec<Figure>| Section {
        title: title.to_owned(),
        figures,
    };
    let sections = [
        section(
            "What does every setting do?",
            results.filter_map(figure).collect(),
        ),
        section("What does it cost?", costs::figures(sweep)),
    ];
    let told = sections.into_iter().filter(|s| !s.figures.is_empty());
    told.collect()
}

/// Why a result is not drawn: it does not exist, or is the same with every setting and as it is written.
fn undrawn(sweep: &Sweep, (at, looked): (usize, &Looked)) -> Option<Picture> {
    let points = sweep.points.iter().map(|point| point.results.get(at));
    let all = points.chain([sweep.as_written.get(at)]);
    let values: Vec<Option<f64>> = all.map(|found| found?.value).collect();
    if values.iter().all(Option::is_none) {
        let why = "With no setting does this number exist within the horizon.";
        return Some(Picture::Nothing(why.to_owned()));
    }
    let first = *values.first()?;
    let same = values.len() > 2 && values.iter().all(|value| *value == first);
    same.then(|| {
        let words = level(looked.unit(), first);
        Picture::Nothing(format!("It is {words} with every setting."))
    })
}

fn file(at: usize) -> String {
    format!("sweep-{}", at + 1)
}

fn futures(sweep: &Sweep) -> String {
    format!(
        "{} simulated futures (the same for all settings)",
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
    let picture = undrawn(sweep, (at, looked)).unwrap_or_else(|| {
        Picture::Drawn(curves::render(&Curves {
            title: format!("{title} for every {}", knob.path),
            along: along(knob, &places),
            upward: counted(looked),
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
    });
    let marks = match &picture {
        Picture::Nothing(_) => "",
        _ => {
            " The dashed line is the scenario as it is written; ▲ is known to be better than that, ▼ worse."
        }
    };
    Figure {
        name: file(at),
        reading: format!(
            "For every value of {}: the number with its 95 % interval, from {}.{}{marks}",
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
