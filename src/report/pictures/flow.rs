//! Cumulative flow, and what becomes ready week by week.

use super::{Figure, Numbers, Picture, Run, few_dates};
use crate::forecast::StageDetail;
use crate::report::charts::canvas::{INK, MAIN, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Panel};
use crate::report::charts::stack::{self, Layer, Stack};
use crate::report::text::words::decimal;
use std::collections::BTreeMap;

/// So many days a table has, about.
const DAYS: usize = 7;

/// Why there is no picture of an empty board.
const EMPTY: &str = "No item ever comes or is there.";

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    vec![cumulative(run), strays(run), throughput(run)]
}

fn cumulative(run: Run<'_>) -> Figure {
    let series = &run.forecast.series;
    let layers = layers(run);
    let step = series.day.len().div_ceil(DAYS).max(1);
    let shown = || series.day.iter().step_by(step);
    let dates = shown().map(|day| run.date(*day));
    let mut numbers = Numbers::new(["where".to_owned()].into_iter().chain(dates));
    for layer in layers.iter().rev() {
        let cells = layer.values.iter().step_by(step);
        let cells = cells.map(|v| decimal(Some(*v)));
        numbers.row([layer.label.clone()].into_iter().chain(cells));
    }
    let without = match series.backlog {
        Some(_) => "",
        None => " The backlog is not among them: it never runs dry.",
    };
    let picture = if is_empty(&layers) {
        Picture::Nothing(EMPTY.to_owned())
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
            below. The mean of {}; the next chart shows how far single futures stray from it.{without}",
            run.futures()
        ),
        picture,
        numbers,
    }
}

/// The upper edge of each column's layer in the cumulative flow, with a band.
fn strays(run: Run<'_>) -> Figure {
    let days = &run.detail.edge;
    let means = edges(run);
    let mut numbers = Numbers::new(["column", "day", "mean", "5 %: at most", "95 %: at most"]);
    let mut charts: Vec<Panel> = Vec::new();
    for stage in &run.detail.stages {
        let mean = means
            .get(stage.name.as_str())
            .map_or(&[][..], Vec::as_slice);
        charts.push(Panel {
            name: stage.name.clone(),
            rest: String::new(),
            curves: edge(run, stage, mean),
        });
        let rows = days.iter().zip(&stage.reached).zip(mean);
        for ((day, band), (_, mean)) in rows.step_by(days.len().div_ceil(DAYS).max(1)) {
            let cells = [*mean, band.p5, band.p95].map(|n| decimal(Some(n)));
            numbers.row(
                [stage.name.clone(), run.date(*day)]
                    .into_iter()
                    .chain(cells),
            );
        }
    }
    curves::level(&mut charts);
    let title = "Cumulative flow, column by column".to_owned();
    Figure {
        name: "cumulative-flow-bands".to_owned(),
        title: title.clone(),
        reading: format!(
            "How many items have come as far as each column by then or have left the board: the upper edge of its \
            layer above. The line is the mean of {}; the band holds 90 % of {}.",
            run.futures(),
            run.filmed()
        ),
        picture: if is_empty(&layers(run)) {
            Picture::Nothing(EMPTY.to_owned())
        } else {
            Picture::Drawn(curves::panels(&title, &few_dates(&charts)))
        },
        numbers,
    }
}

fn edge(run: Run<'_>, stage: &StageDetail, mean: &[(f64, f64)]) -> Curves {
    let band = run.detail.edge.iter().zip(&stage.reached);
    Curves {
        along: run.along_days(),
        reach: 1.0,
        whole: true,
        bands: vec![Band {
            label: "90 % of futures".to_owned(),
            points: band.map(|(day, b)| (*day, b.p5, b.p95)).collect(),
            colour: MAIN,
            density: 0.3,
        }],
        lines: vec![Line {
            label: "mean".to_owned(),
            points: mean.to_vec(),
            colour: INK,
            stroke: Stroke::Solid,
            level: false,
        }],
        ..Curves::default()
    }
}

/// The upper edge of each column's layer, by its name, at the instants of the bands.
fn edges(run: Run<'_>) -> BTreeMap<&str, Vec<(f64, f64)>> {
    let series = &run.forecast.series;
    let mut below = series.done.clone();
    pile(&mut below, &series.discarded);
    pile(&mut below, series.aborted.as_deref().unwrap_or_default());
    let mut edges = BTreeMap::new();
    for delivery in [true, false] {
        let stages = run.detail.stages.iter().rev();
        for stage in stages.filter(|stage| stage.delivery == delivery) {
            let inside = series.stages.get(&stage.name);
            pile(&mut below, inside.map_or(&[][..], Vec::as_slice));
            let at = |day: &f64| Some((*day, below.get(*day as usize).copied()?));
            let edge = run.detail.edge.iter().filter_map(at);
            edges.insert(stage.name.as_str(), edge.collect());
        }
        if delivery {
            pile(&mut below, series.committed.as_deref().unwrap_or_default());
        }
    }
    edges
}

fn pile(below: &mut [f64], more: &[f64]) {
    for (sum, value) in below.iter_mut().zip(more) {
        *sum += value;
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

fn is_empty(layers: &[Layer]) -> bool {
    let mut values = layers.iter().flat_map(|layer| &layer.values);
    values.all(|v| *v == 0.0)
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
    let few = weeks.iter().all(|w| w.ready.p95 == 0.0 && w.one == 0);
    let nothing = if few {
        " In nearly all of them nothing ever becomes ready."
    } else {
        ""
    };
    Figure {
        name: "throughput".to_owned(),
        title,
        reading: format!(
            "The band holds 90 % of {}, the dotted line is the middle one of each week; the full line is one future \
            (number 0).{nothing}",
            run.filmed()
        ),
        picture,
        numbers,
    }
}
