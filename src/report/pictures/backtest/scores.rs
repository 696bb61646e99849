//! The learnt scenario beside two plain forecasts.

use super::super::{Figure, Numbers, Picture};
use super::behind;
use crate::backtest::{Backtest, Horizon, Score};
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::text::backtest::weeks;
use crate::report::text::words::decimal;

/// What each forecast is called.
const NAMES: [&str; 3] = ["learnt scenario", "weeks resampled", "last period repeated"];

pub fn figures(test: &Backtest) -> Vec<Figure> {
    vec![
        figure(
            test,
            "distance",
            "Distance between forecast and what happened, in items",
            "The continuous ranked probability score: how many items lie between a forecast as a whole and what happened. \
            Shorter is better; narrow bands that hold are rewarded.",
            (|score| score.crps, &|value| decimal(Some(value)), None),
        ),
        figure(
            test,
            "enough",
            "Score of the chance of enough",
            "Brier’s score: the mean squared distance between the forecast chance of enough (at least the median of all \
            earlier stretches) and what happened. 0 is perfect, the mark is a coin’s. Shorter is better.",
            (
                |score| score.brier,
                &|value| format!("{value:.3}"),
                Some(0.25),
            ),
        ),
    ]
}

type Told<'a> = (fn(&Score) -> f64, &'a dyn Fn(f64) -> String, Option<f64>);

fn figure(
    test: &Backtest,
    name: &str,
    title: &str,
    reading: &str,
    (of, words, mark): Told<'_>,
) -> Figure {
    let header = std::iter::once("weeks ahead").chain(NAMES);
    let mut numbers = Numbers::new(header);
    let mut drawn = Vec::new();
    for horizon in &test.horizons {
        let values = kinds(horizon).map(of);
        let cells = values.iter().map(|value| words(*value));
        numbers.row(std::iter::once(weeks(horizon.weeks)).chain(cells));
        for (kind, value) in NAMES.iter().zip(values) {
            drawn.push(Bar {
                label: format!("{} ahead, {kind}", weeks(horizon.weeks)),
                value,
                interval: None,
                mark,
                words: words(value),
            });
        }
    }
    Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        reading: format!("{reading} {}", behind(test)),
        picture: Picture::Drawn(bars::render(&Bars {
            title: title.to_owned(),
            bars: drawn,
            full: None,
            marks: mark.map_or_else(String::new, |_| "tossing a coin".to_owned()),
        })),
        numbers,
    }
}

fn kinds(horizon: &Horizon) -> [&Score; 3] {
    [&horizon.model, &horizon.resampled, &horizon.repeated]
}
