//! Cumulative flow, and what becomes ready week by week.

use super::{Figure, Numbers, Picture, Run};
use crate::report::charts::canvas::{INK, MAIN, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line};
use crate::report::charts::stack::{self, Layer, Stack};
use crate::report::text::words::decimal;

/// So many rows a table of days has, about.
const ROWS: usize = 8;

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    vec![cumulative(run), throughput(run)]
}

fn cumulative(run: Run<'_>) -> Figure {
    let series = &run.forecast.series;
    let layers = layers(run);
    let step = series.day.len().div_ceil(ROWS).max(1);
    let mut numbers = Numbers::new(
        ["day".to_owned()]
            .into_iter()
            .chain(layers.iter().rev().map(|l| l.label.clone())),
    );
    for (place, day) in series.day.iter().enumerate().step_by(step) {
        let cells = layers
            .iter()
            .rev()
            .map(|l| decimal(l.values.get(place).copied()));
        numbers.row([run.date(*day)].into_iter().chain(cells));
    }
    let without = match series.backlog {
        Some(_) => "",
        None => " The backlog is not among them: it never runs dry.",
    };
    let picture = if layers.iter().all(|l| l.values.iter().all(|v| *v == 0.0)) {
        Picture::Nothing("No item ever comes or is there.".to_owned())
    } else {
        Picture::Drawn(stack::render(&Stack {
            title: format!("Cumulative flow over {} days", run.forecast.horizon_days),
            along: run.along_days(),
            upward: "items, mean of all futures".to_owned(),
            at: series.day.clone(),
            layers,
        }))
    };
    Figure {
        name: "cumulative-flow".to_owned(),
        title: "Cumulative flow".to_owned(),
        reading: format!(
            "How many items are where on each day, in the order of the board from top to bottom; what has left lies \
            below. The mean of {}: how far single futures stray from it is in the charts of the columns.{without}",
            run.futures()
        ),
        picture,
        numbers,
    }
}

/// From what has left to what has not begun.
fn layers(run: Run<'_>) -> Vec<Layer> {
    let series = &run.forecast.series;
    let layer = |label: &str, values: &[f64]| Layer {
        label: label.to_owned(),
        values: values.to_vec(),
    };
    let lost = |label: &str, values: &[f64]| {
        values
            .iter()
            .any(|v| *v > 0.0)
            .then(|| layer(label, values))
    };
    let delivers = series.aborted.is_some();
    let mut layers: Vec<Layer> = Vec::new();
    layers.extend(lost("discarded", &series.discarded));
    layers.extend(series.aborted.as_ref().and_then(|a| lost("aborted", a)));
    layers.push(layer(
        if delivers { "done" } else { "planned" },
        &series.done,
    ));
    let (right, left): (Vec<_>, Vec<_>) = run.detail.stages.iter().partition(|s| s.delivery);
    let stage = |name: &str| series.stages.get(name).map(|values| layer(name, values));
    layers.extend(right.iter().rev().filter_map(|s| stage(&s.name)));
    layers.extend(
        series
            .committed
            .as_ref()
            .map(|c| layer("Sprint Backlogs", c)),
    );
    layers.extend(left.iter().rev().filter_map(|s| stage(&s.name)));
    layers.extend(series.backlog.as_ref().map(|b| layer("backlog", b)));
    layers
}

fn throughput(run: Run<'_>) -> Figure {
    let weeks = &run.detail.weeks;
    let title = "Items becoming ready, week by week".to_owned();
    let mut numbers = Numbers::new([
        "week of",
        "5 %: at most",
        "half: at most",
        "95 %: at most",
        "in future 0",
    ]);
    for week in weeks {
        let cells = [week.ready.p5, week.ready.p50, week.ready.p95].map(|n| n.to_string());
        numbers.row(
            [run.date(week.day)]
                .into_iter()
                .chain(cells)
                .chain([week.one.to_string()]),
        );
    }
    let band = weeks.iter().map(|w| (w.day, w.ready.p5, w.ready.p95));
    let line = |label: &str, points: Vec<(f64, f64)>, stroke| Line {
        label: label.to_owned(),
        points,
        colour: INK,
        stroke,
        level: false,
    };
    let curves = Curves {
        title: title.clone(),
        along: run.along_days(),
        upward: "items reaching ready in a week".to_owned(),
        reach: 1.0,
        whole: true,
        bands: vec![Band {
            label: "90 % of futures".to_owned(),
            points: band.collect(),
            colour: MAIN,
            density: 0.3,
        }],
        lines: vec![
            line(
                "one future",
                weeks.iter().map(|w| (w.day, w.one as f64)).collect(),
                Stroke::Solid,
            ),
            line(
                "middle",
                weeks.iter().map(|w| (w.day, w.ready.p50)).collect(),
                Stroke::Dotted,
            ),
        ],
        ..Curves::default()
    };
    let picture = if weeks.is_empty() {
        Picture::Nothing("The horizon is shorter than a week.".to_owned())
    } else {
        Picture::Drawn(curves::render(&curves))
    };
    Figure {
        name: "throughput".to_owned(),
        title,
        reading: format!(
            "The band holds 90 % of {}, the dotted line is the middle one of each week; the full line is one future \
            (number 0).",
            run.filmed()
        ),
        picture,
        numbers,
    }
}
