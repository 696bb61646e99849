//! Curves, bands and dots over a common horizontal axis: fans, run charts, chances, scatter plots.

use super::axis::{Along, Scale, apart, foot, number, room, rules, steps, whole_steps};
use super::canvas::{
    Anchor, Canvas, Colour, INK, MAIN, MARK, MUTED, Stroke, TEXT, draw, fit, fit_before, width,
};
use super::names;

/// A shaded stretch between two curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What it is; nothing to leave it out of the legend.
    pub label: String,
    /// Number on the axis, lower and upper end.
    pub points: Vec<(f64, f64, f64)>,
    /// Its colour.
    pub colour: Colour,
    /// How dense it is, from 0 to 1.
    pub density: f64,
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is; nothing to leave it out of the legend.
    pub label: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub colour: Colour,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Does it stay level until the next point?
    pub level: bool,
}

/// A point, perhaps with the interval around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Where.
    pub at: (f64, f64),
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

/// What a chart of this kind shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// What it says in words, for those who do not see it.
    pub title: String,
    /// The horizontal axis.
    pub along: Along,
    /// What the vertical axis counts.
    pub upward: String,
    /// The least number the vertical axis reaches; it begins at 0.
    pub reach: f64,
    /// Is it in percents, of 1?
    pub percents: bool,
    /// Are only whole numbers written on it?
    pub whole: bool,
    /// Shaded, the first at the back.
    pub bands: Vec<Band>,
    /// Over the bands.
    pub lines: Vec<Line>,
    /// Level lines with their names beside them.
    pub levels: Vec<(f64, String)>,
    /// What the points are.
    pub dots: String,
    /// Over the lines.
    pub points: Vec<Point>,
    /// What is written beside a point, where there is room for it.
    pub names: Vec<((f64, f64), String)>,
    /// Points to be found at once, and what each is: the first gets a ring around it, the second a frame.
    pub found: Vec<((f64, f64), String)>,
}

/// Height of a chart, legend apart.
const HEIGHT: f64 = 215.0;
const LEGEND: f64 = 16.0;
const MARGIN: f64 = 8.0;
const SMALL: f64 = 10.5;

/// In bold there is room for so much less.
const BOLD: f64 = 0.88;

/// The names of levels take at most so much.
const MOST_BESIDE: f64 = 90.0;

/// One chart.
pub fn render(curves: &Curves) -> String {
    let rows = legend_rows(curves, super::WIDTH);
    let height = HEIGHT + rows.len() as f64 * LEGEND;
    draw((super::WIDTH, height), &curves.title, |canvas| {
        legend(canvas, &rows, 0.0);
        let top = rows.len() as f64 * LEGEND;
        panel(canvas, curves, (0.0, top), (super::WIDTH, height));
    })
}

/// A small chart under its heading: a name, and what is said after it and never cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it is of.
    pub name: String,
    /// What follows the name; perhaps nothing.
    pub rest: String,
    /// The chart.
    pub curves: Curves,
}

/// Lets all charts reach as high as the highest, so that they can be compared.
pub fn level(panels: &mut [Panel]) {
    let reach = panels.iter().map(|p| most(&p.curves)).fold(0.0, f64::max);
    for panel in panels {
        panel.curves.reach = reach;
    }
}

/// Several small charts in two columns under one legend, each with its heading.
pub fn panels(title: &str, charts: &[Panel]) -> String {
    const EACH: f64 = 154.0;
    let rows = charts
        .first()
        .map_or(Vec::new(), |first| legend_rows(&first.curves, super::WIDTH));
    let top = rows.len() as f64 * LEGEND;
    let height = top + EACH * charts.len().div_ceil(2) as f64;
    draw((super::WIDTH, height), title, |canvas| {
        legend(canvas, &rows, 0.0);
        for (n, chart) in charts.iter().enumerate() {
            let left = if n % 2 == 0 { 0.0 } else { super::WIDTH / 2.0 };
            let up = top + EACH * (n / 2) as f64;
            let half = super::WIDTH / 2.0;
            let room = (half - 2.0 * MARGIN) * BOLD;
            let whole = width(&format!("{}{}", chart.name, chart.rest), TEXT);
            let size = if whole <= room { TEXT } else { SMALL };
            let heading = fit_before(&chart.name, &chart.rest, room, size);
            let place = (left + MARGIN, up + 10.0);
            canvas.bold(&heading, place, Anchor::Start, (size, INK));
            panel(
                canvas,
                &chart.curves,
                (left, up + 20.0),
                (left + half, up + EACH),
            );
        }
    })
}

/// A chart between two corners of the sheet.
fn panel(
    canvas: &mut Canvas<'_>,
    curves: &Curves,
    (left, top): (f64, f64),
    (right, bottom): (f64, f64),
) {
    let ticks = ticks(curves);
    let labels: Vec<String> = ticks.iter().map(|(_, label)| label.clone()).collect();
    let under = if curves.along.label.is_empty() {
        20.0
    } else {
        34.0
    };
    let over = if curves.upward.is_empty() { 6.0 } else { 24.0 };
    let most = ticks.last().map_or(1.0, |(n, _)| *n);
    let x = Scale {
        numbers: curves.along.numbers,
        places: (left + room(&labels), right - beside(curves)),
    };
    let y = Scale {
        numbers: (0.0, most),
        places: (bottom - under, top + over),
    };
    let upward = fit(&curves.upward, right - left - 2.0 * MARGIN, 11.0);
    canvas.text(
        &upward,
        (left + MARGIN, top + 9.0),
        Anchor::Start,
        (11.0, MUTED),
    );
    rules(canvas, y, x.places, &ticks);
    fill(canvas, curves, x, y);
    foot(canvas, x, y.places.0, &curves.along, (left, right - 4.0));
}

/// The numbers along the vertical axis.
fn ticks(curves: &Curves) -> Vec<(f64, String)> {
    if curves.percents {
        return (0..=4)
            .map(|n| f64::from(n) / 4.0)
            .map(|n| (n, format!("{} %", n * 100.0)))
            .collect();
    }
    let most = most(curves);
    let steps = if curves.whole {
        whole_steps(most)
    } else {
        steps(most)
    };
    steps.into_iter().map(|n| (n, number(n))).collect()
}

/// The greatest number that is drawn.
fn most(curves: &Curves) -> f64 {
    let bands = curves
        .bands
        .iter()
        .flat_map(|b| b.points.iter().map(|p| p.2));
    let lines = curves
        .lines
        .iter()
        .flat_map(|l| l.points.iter().map(|p| p.1));
    let points = curves
        .points
        .iter()
        .map(|p| p.interval.map_or(p.at.1, |i| i.1));
    let levels = curves.levels.iter().map(|l| l.0);
    bands
        .chain(lines)
        .chain(points)
        .chain(levels)
        .chain(curves.found.iter().map(|f| f.0.1))
        .fold(curves.reach, f64::max)
}

fn fill(canvas: &mut Canvas<'_>, curves: &Curves, x: Scale, y: Scale) {
    for band in &curves.bands {
        let up = band.points.iter().map(|p| (x.within(p.0), y.within(p.2)));
        let down = band
            .points
            .iter()
            .rev()
            .map(|p| (x.within(p.0), y.within(p.1)));
        let around: Vec<(f64, f64)> = up.chain(down).collect();
        canvas.shape(&around, band.colour, band.density);
        if let [only] = band.points.as_slice() {
            let (place, half) = (x.within(only.0), 8.0);
            let corner = (place + half, y.within(only.2));
            canvas.area(
                (place - half, corner.1),
                (corner.0, y.within(only.1)),
                band.colour,
                band.density,
            );
        }
    }
    for line in &curves.lines {
        canvas.line(&bent(line, x, y), line.colour, 1.75, line.stroke);
    }
    levels(canvas, curves, x, y);
    for point in &curves.points {
        let (place, height) = (x.within(point.at.0), y.within(point.at.1));
        if let Some((low, high)) = point.interval {
            canvas.line(
                &[(place, y.within(low)), (place, y.within(high))],
                INK,
                1.25,
                Stroke::Solid,
            );
        }
        let (radius, density) = if curves.points.len() > 60 {
            (2.2, 0.6)
        } else {
            (3.2, 1.0)
        };
        canvas.dot((place, height), radius, MAIN, density);
    }
    for (n, (at, _)) in curves.found.iter().enumerate() {
        around(canvas, n, (x.within(at.0), y.within(at.1)));
    }
    named(canvas, curves, x, y);
}

/// Names beside points, clear of all points and of each other.
fn named(canvas: &mut Canvas<'_>, curves: &Curves, x: Scale, y: Scale) {
    let at = |(along, up): (f64, f64)| (x.within(along), y.within(up));
    let found = curves.found.iter().map(|found| found.0);
    let dots = curves.points.iter().map(|p| p.at).chain(found);
    let dots: Vec<(f64, f64)> = dots.map(at).collect();
    let wanted = curves.names.iter();
    let wanted: Vec<_> = wanted
        .map(|(point, name)| (at(*point), (width(name, SMALL), SMALL)))
        .collect();
    let inside = (
        (x.places.0, y.places.1 - 6.0),
        (super::WIDTH - 2.0, y.places.0),
    );
    let lines: Vec<_> = curves.lines.iter().map(|line| bent(line, x, y)).collect();
    let places = names::places(&wanted, &dots, &lines, inside);
    for ((_, name), place) in curves.names.iter().zip(places) {
        if let Some(place) = place {
            canvas.text(name, place, Anchor::Middle, (SMALL, INK));
        }
    }
}

/// A ring or a frame around a point.
fn around(canvas: &mut Canvas<'_>, n: usize, (x, y): (f64, f64)) {
    if n > 0 {
        canvas.frame((x - 6.0, y - 6.0), (x + 6.0, y + 6.0), MARK, 1.75);
        return;
    }
    let turn = |step: i32| f64::from(step) * std::f64::consts::TAU / 24.0;
    let ring: Vec<(f64, f64)> = (0..=24)
        .map(|step| (x + 6.5 * turn(step).cos(), y + 6.5 * turn(step).sin()))
        .collect();
    canvas.line(&ring, MARK, 1.75, Stroke::Solid);
}

/// Level lines, each with its name right of the chart.
fn levels(canvas: &mut Canvas<'_>, curves: &Curves, x: Scale, y: Scale) {
    let mut levels: Vec<&(f64, String)> = curves.levels.iter().collect();
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let heights: Vec<f64> = levels.iter().map(|(number, _)| y.within(*number)).collect();
    let (from, to) = x.places;
    for height in &heights {
        canvas.line(
            &[(from, *height), (to, *height)],
            MARK,
            1.25,
            Stroke::Dashed,
        );
    }
    let rows = apart(&heights, (y.places.1, y.places.0 + 6.0), 12.0);
    for ((_, label), row) in levels.iter().zip(rows) {
        let label = fit(label, MOST_BESIDE, SMALL);
        canvas.text(&label, (to + 4.0, row), Anchor::Start, (SMALL, INK));
    }
}

/// Room right of the chart for the names of levels.
fn beside(curves: &Curves) -> f64 {
    let names = curves.levels.iter().map(|(_, label)| width(label, SMALL));
    names.fold(8.0, f64::max).min(MOST_BESIDE) + 6.0
}

/// The points of a line on the sheet.
fn bent(line: &Line, x: Scale, y: Scale) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut last: Option<f64> = None;
    for (at, value) in &line.points {
        let (place, height) = (x.within(*at), y.within(*value));
        if let Some(last) = last.filter(|_| line.level) {
            points.push((place, last));
        }
        points.push((place, height));
        last = Some(height);
    }
    if let [(place, height)] = points.as_slice() {
        points = vec![(place - 8.0, *height), (place + 8.0, *height)];
    }
    points
}

/// What stands for an entry of the legend.
#[derive(Clone)]
enum Sample {
    Band(Colour, f64),
    Line(Colour, Stroke),
    Dot,
    Found(usize),
}

type Entry = (Sample, String);

/// The entries of the legend, in rows that fit.
fn legend_rows(curves: &Curves, most: f64) -> Vec<Vec<Entry>> {
    let bands = curves
        .bands
        .iter()
        .map(|b| (Sample::Band(b.colour, b.density), b.label.clone()));
    let lines = curves
        .lines
        .iter()
        .map(|l| (Sample::Line(l.colour, l.stroke), l.label.clone()));
    let dots = [(Sample::Dot, curves.dots.clone())];
    let found = curves.found.iter().enumerate();
    let found = found.map(|(n, (_, label))| (Sample::Found(n), label.clone()));
    let all = lines
        .chain(bands)
        .chain(dots)
        .chain(found)
        .filter(|(_, label)| !label.is_empty());
    let (mut rows, mut used): (Vec<Vec<Entry>>, f64) = (Vec::new(), 0.0);
    for (sample, label) in all {
        let label = fit(&label, most - 40.0, 11.0);
        let size = width(&label, 11.0) + 34.0;
        match rows.last_mut() {
            Some(row) if used + size <= most => row.push((sample, label)),
            _ => {
                rows.push(vec![(sample, label)]);
                used = 0.0;
            }
        }
        used += size;
    }
    rows
}

fn legend(canvas: &mut Canvas<'_>, rows: &[Vec<Entry>], top: f64) {
    for (n, row) in rows.iter().enumerate() {
        let middle = top + LEGEND * (n as f64 + 0.5);
        let mut left = MARGIN;
        for (sample, label) in row {
            draw_sample(canvas, sample, (left, middle));
            canvas.text(label, (left + 22.0, middle), Anchor::Start, (11.0, INK));
            left += width(label, 11.0) + 34.0;
        }
    }
}

fn draw_sample(canvas: &mut Canvas<'_>, sample: &Sample, (left, middle): (f64, f64)) {
    match sample {
        Sample::Band(colour, density) => {
            canvas.area(
                (left, middle - 4.5),
                (left + 17.0, middle + 4.5),
                *colour,
                *density,
            );
        }
        Sample::Line(colour, stroke) => {
            canvas.line(
                &[(left, middle), (left + 17.0, middle)],
                *colour,
                1.75,
                *stroke,
            );
        }
        Sample::Dot => canvas.dot((left + 8.0, middle), 3.2, MAIN, 1.0),
        Sample::Found(n) => around(canvas, *n, (left + 8.0, middle)),
    }
}
