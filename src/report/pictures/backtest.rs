//! Past forecasts against what happened: how often bands held, where what happened lay, and who was better.

mod futures;
mod scores;

use super::{Figure, Numbers, Picture, Section};
use crate::backtest::{Asked, Backtest, Coverage, Horizon};
use crate::report::charts::axis::Along;
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::charts::canvas::{Colour, INK, MAIN, MARK, SERIES, Stroke};
use crate::report::charts::curves::{self, Curves, Line, Panel};
use crate::report::text::backtest::weeks;
use crate::report::text::words::thousands;

/// The band that is drawn.
const TOLD: f64 = 0.80;

/// All pictures of a test.
pub fn of_backtest(test: &Backtest) -> Vec<Section> {
    let section = |title: &str, figures: Vec<Figure>| Section {
        title: title.to_owned(),
        figures,
    };
    let held = [held(test), calibration(test), places(test)];
    vec![
        section(
            "Did the bands hold what happened?",
            held.into_iter().collect(),
        ),
        section("Was it better than plain forecasts?", scores::figures(test)),
        section(
            "What was foreseen, and what happened?",
            test.horizons
                .iter()
                .map(|h| futures::figure(test, h))
                .collect(),
        ),
    ]
}

/// How many forecasts stand behind a picture.
fn behind(test: &Backtest) -> String {
    let each = test.horizons.iter().map(|horizon| {
        format!(
            "{} of {} ahead ({} windows apart)",
            thousands(horizon.forecasts as u64),
            weeks(horizon.weeks),
            thousands(horizon.apart as u64)
        )
    });
    format!("Past forecasts: {}.", each.collect::<Vec<_>>().join(", "))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn of_level(coverage: &[Coverage]) -> Option<&Coverage> {
    coverage.iter().find(|band| band.level == TOLD)
}

/// How often the 80 % band held what happened, beside the plain forecast and the widened bands.
fn held(test: &Backtest) -> Figure {
    let mut drawn = Vec::new();
    let mut numbers = Numbers::new(["forecast", "50 %", "80 %", "90 %", "95 % of the 80 %"]);
    for horizon in &test.horizons {
        let kinds = [
            ("learnt scenario", &horizon.model),
            ("weeks resampled", &horizon.resampled),
        ];
        for (name, score) in kinds {
            let label = format!("{} ahead, {name}", weeks(horizon.weeks));
            let Some(told) = of_level(&score.coverage) else {
                continue;
            };
            drawn.push(bar(&label, told.share, told.ci95_apart));
            let shares = score.coverage.iter().map(|band| percent(band.share));
            let row = std::iter::once(label).chain(shares);
            numbers.row(row.chain([between(told.ci95_apart)]));
        }
        let wide = horizon
            .calibrated
            .iter()
            .flatten()
            .find(|band| band.level == TOLD);
        if let Some(wide) = wide {
            let label = format!("{} ahead, learnt and widened", weeks(horizon.weeks));
            drawn.push(bar(&label, wide.after, wide.ci95_apart));
            let shares = horizon
                .calibrated
                .iter()
                .flatten()
                .map(|band| percent(band.after));
            let row = std::iter::once(label).chain(shares);
            numbers.row(row.chain([between(wide.ci95_apart)]));
        }
    }
    let title = "How often the 80 % band held what happened".to_owned();
    Figure {
        name: "held".to_owned(),
        reading: format!(
            "The mark is where it should be. The stroke is the 95 % interval by the windows that do not overlap. {}",
            behind(test)
        ),
        picture: Picture::Drawn(bars::render(&Bars {
            title: title.clone(),
            bars: drawn,
            full: Some(1.0),
            marks: "80 %, as often as it says".to_owned(),
        })),
        title,
        numbers,
    }
}

fn bar(label: &str, share: f64, [low, high]: [f64; 2]) -> Bar {
    Bar {
        label: label.to_owned(),
        value: share,
        interval: Some((low, high)),
        mark: Some(TOLD),
        words: percent(share),
    }
}

fn between([low, high]: [f64; 2]) -> String {
    format!(
        "{:.0}–{:.0} %",
        (100.0 * low).floor(),
        (100.0 * high).ceil()
    )
}

/// Levels of bands, and how often each held what happened.
fn calibration(test: &Backtest) -> Figure {
    let strokes = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted];
    let colours: [Colour; 4] = [MAIN, SERIES[1], SERIES[5], INK];
    let levels: Vec<f64> = (0..=20).map(|n| f64::from(n) / 20.0).collect();
    let mut numbers = Numbers::new(
        std::iter::once("band".to_owned()).chain(test.horizons.iter().map(|h| weeks(h.weeks))),
    );
    let held: Vec<Vec<f64>> = test
        .horizons
        .iter()
        .map(|horizon| {
            levels
                .iter()
                .map(|level| share(test, horizon, *level))
                .collect()
        })
        .collect();
    for (n, level) in levels.iter().enumerate() {
        let cells = held
            .iter()
            .map(|shares| percent(shares.get(n).copied().unwrap_or(0.0)));
        numbers.row(std::iter::once(percent(*level)).chain(cells));
    }
    let mut lines = vec![Line {
        label: "as it should be".to_owned(),
        points: vec![(0.0, 0.0), (1.0, 1.0)],
        colour: MARK,
        stroke: Stroke::Dotted,
        level: false,
    }];
    for (n, (horizon, shares)) in test.horizons.iter().zip(&held).enumerate() {
        lines.push(Line {
            label: format!("{} ahead", weeks(horizon.weeks)),
            points: levels.iter().copied().zip(shares.iter().copied()).collect(),
            colour: colours.get(n % colours.len()).copied().unwrap_or(MAIN),
            stroke: strokes
                .get(n % strokes.len())
                .copied()
                .unwrap_or(Stroke::Solid),
            level: false,
        });
    }
    let title = "Bands of every width: how often they should hold, and did".to_owned();
    let ticks = (0..=4).map(|n| f64::from(n) / 4.0);
    Figure {
        name: "calibration".to_owned(),
        reading: format!(
            "A line below the dotted one means bands that are too narrow, one above it bands that are too wide. {}",
            behind(test)
        ),
        picture: Picture::Drawn(curves::render(&Curves {
            title: title.clone(),
            along: Along {
                numbers: (0.0, 1.0),
                ticks: ticks.map(|n| (n, percent(n))).collect(),
                label: "a band of so many percent".to_owned(),
            },
            upward: "held what happened".to_owned(),
            percents: true,
            lines,
            ..Curves::default()
        })),
        title,
        numbers,
    }
}

/// The forecasts of a horizon.
fn asked<'t>(test: &'t Backtest, horizon: &Horizon) -> impl Iterator<Item = (&'t str, &'t Asked)> {
    let weeks = horizon.weeks;
    test.cuts.iter().filter_map(move |cut| {
        let asked = cut.ahead.iter().find(|asked| asked.weeks == weeks)?;
        Some((cut.date.as_str(), asked))
    })
}

/// How often a band of this level held what happened.
fn share(test: &Backtest, horizon: &Horizon, level: f64) -> f64 {
    let places = asked(test, horizon).filter_map(|(_, asked)| asked.model.place);
    let (mut inside, mut all) = (0.0, 0.0);
    for place in places {
        all += 1.0;
        inside += f64::from(u8::from((place - 0.5).abs() <= level / 2.0));
    }
    if all > 0.0 { inside / all } else { 0.0 }
}

/// Where what happened lay among the simulated futures.
fn places(test: &Backtest) -> Figure {
    let mut numbers = Numbers::new(
        std::iter::once("place".to_owned()).chain(test.horizons.iter().map(|h| weeks(h.weeks))),
    );
    let parts = test.horizons.first().map_or(0, |h| h.model.places.len());
    for part in 0..parts {
        let label = format!("{}–{} %", 100 * part / parts, 100 * (part + 1) / parts);
        let cells = test
            .horizons
            .iter()
            .map(|horizon| thousands(horizon.model.places.get(part).copied().unwrap_or(0)));
        numbers.row(std::iter::once(label).chain(cells));
    }
    let mut panels: Vec<Panel> = test.horizons.iter().map(panel).collect();
    curves::level(&mut panels);
    let title = "Where what happened lay among the simulated futures".to_owned();
    Figure {
        name: "places".to_owned(),
        reading: format!(
            "Were the forecasts right, every tenth would hold a tenth (dashed). Heaps at both ends: bands too narrow. A heap \
            at the left: less happens than is foreseen; at the right: more. {}",
            behind(test)
        ),
        picture: Picture::Drawn(curves::panels(&title, &panels)),
        title,
        numbers,
    }
}

fn panel(horizon: &Horizon) -> Panel {
    let parts = horizon.model.places.len().max(1) as f64;
    let share = |count: u64| count as f64 / horizon.forecasts.max(1) as f64;
    let mut bands = Vec::new();
    for (n, count) in horizon.model.places.iter().enumerate() {
        let (from, to) = (n as f64 / parts, (n + 1) as f64 / parts);
        bands.push(curves::Band {
            label: String::new(),
            points: vec![
                (from + 0.005, 0.0, share(*count)),
                (to - 0.005, 0.0, share(*count)),
            ],
            colour: MAIN,
            density: 0.75,
        });
    }
    Panel {
        name: format!("{} ahead", weeks(horizon.weeks)),
        rest: String::new(),
        curves: Curves {
            along: Along {
                numbers: (0.0, 1.0),
                ticks: [0.0, 0.5, 1.0].map(|n| (n, percent(n))).to_vec(),
                label: String::new(),
            },
            bands,
            levels: vec![(1.0 / parts, String::new())],
            ..Curves::default()
        },
    }
}
