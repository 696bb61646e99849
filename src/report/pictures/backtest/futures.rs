//! Every past forecast with what happened.

use super::super::{Figure, Numbers, Picture};
use super::{TOLD, asked};
use crate::backtest::{Asked, Backtest, Band as Foreseen, Horizon};
use crate::report::charts::axis::Along;
use crate::report::charts::canvas::{MAIN, SERIES, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Point};
use crate::report::text::backtest::{verb, weeks};
use crate::report::text::words::thousands;
use jiff::civil::Date;

pub fn figure(test: &Backtest, horizon: &Horizon) -> Figure {
    let all: Vec<(Date, &Asked)> = asked(test, horizon)
        .filter_map(|(date, asked)| Some((date.parse().ok()?, asked)))
        .collect();
    let mut numbers = Numbers::new(["from", "to", "happened", "half", "80 % band", "widened"]);
    for (date, asked) in &all {
        numbers.row([
            date.to_string(),
            asked.to.clone(),
            thousands(asked.happened),
            thousands(asked.model.median),
            told(&asked.model.bands),
            told(asked.calibrated.as_deref().unwrap_or_default()),
        ]);
    }
    let title = format!("{} ahead: items {}", weeks(horizon.weeks), verb(test));
    Figure {
        name: format!("past-{}-weeks", horizon.weeks),
        reading: "Each dot is what happened in the window that begins on that day; the line is the median of the forecast \
            made then, shaded its 80 % band."
            .to_owned()
            + if test.horizons.iter().any(|h| h.calibrated.is_some()) {
                " Lighter: the band widened by what earlier forecasts missed."
            } else {
                ""
            },
        picture: Picture::Drawn(curves::render(&curves(&title, &all))),
        title,
        numbers,
    }
}

fn told(bands: &[Foreseen]) -> String {
    let band = bands.iter().find(|band| band.level == TOLD);
    band.map_or_else(String::new, |band| {
        format!("{}–{}", thousands(band.low), thousands(band.high))
    })
}

fn curves(title: &str, all: &[(Date, &Asked)]) -> Curves {
    let first = all.first().map_or(Date::MIN, |(date, _)| *date);
    let at = |date: &Date| f64::from((*date - first).get_days());
    let band = |label: &str, density: f64, of: fn(&Asked) -> Option<&[Foreseen]>| Band {
        label: label.to_owned(),
        points: all
            .iter()
            .filter_map(|(date, asked)| {
                let band = of(asked)?.iter().find(|band| band.level == TOLD)?;
                Some((at(date), band.low as f64, band.high as f64))
            })
            .collect(),
        colour: MAIN,
        density,
    };
    let wide = band("widened", 0.15, |asked| asked.calibrated.as_deref());
    let plain = band("80 % band", 0.35, |asked| {
        Some(asked.model.bands.as_slice())
    });
    let bands = [wide, plain]
        .into_iter()
        .filter(|band| !band.points.is_empty());
    Curves {
        title: title.to_owned(),
        along: Along {
            numbers: (0.0, all.last().map_or(1.0, |(date, _)| at(date)).max(1.0)),
            ticks: ticks(all)
                .iter()
                .map(|date| (at(date), date.strftime("%b %Y").to_string()))
                .collect(),
            label: "the day of the forecast".to_owned(),
        },
        upward: "items in the window".to_owned(),
        bands: bands.collect(),
        lines: vec![Line {
            label: "median".to_owned(),
            points: all
                .iter()
                .map(|(date, asked)| (at(date), asked.model.median as f64))
                .collect(),
            colour: SERIES[7],
            stroke: Stroke::Solid,
            level: false,
        }],
        dots: "what happened".to_owned(),
        points: all
            .iter()
            .map(|(date, asked)| Point {
                at: (at(date), asked.happened as f64),
                interval: None,
            })
            .collect(),
        whole: true,
        ..Curves::default()
    }
}

/// A few days along the axis.
fn ticks(all: &[(Date, &Asked)]) -> Vec<Date> {
    let last = all.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..4).map(|n| n * last / 3).collect();
    places.dedup();
    places.iter().filter_map(|n| Some(all.get(*n)?.0)).collect()
}
