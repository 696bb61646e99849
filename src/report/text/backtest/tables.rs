//! The tables of a test of past forecasts.

use super::super::table::Sheet;
use super::super::words::{NOTHING, decimal, thousands, wrap};
use super::{difference, outcome, weeks};
use crate::backtest::{Backtest, Coverage, Horizon, Score};

/// The longest bar beside a count.
const BAR: usize = 8;

/// How often the bands held what happened.
pub fn coverage(test: &Backtest, width: usize) -> String {
    let mut sheet = Sheet::new(
        1,
        [
            "weeks\nahead",
            "forecasts",
            "windows\napart",
            "50 % band\nheld",
            "80 % band\nheld",
            "90 % band\nheld",
        ],
    );
    for horizon in &test.horizons {
        let mut row = vec![
            horizon.weeks.to_string(),
            thousands(horizon.forecasts as u64),
            thousands(horizon.apart as u64),
        ];
        row.extend(horizon.model.coverage.iter().map(held));
        sheet.row(row);
    }
    sheet.render(width)
}

/// `71 % (66–76, 58–81)`.
fn held(band: &Coverage) -> String {
    let range = |[low, high]: [f64; 2]| {
        format!("{:.0}–{:.0}", (100.0 * low).floor(), (100.0 * high).ceil())
    };
    format!(
        "{:.0} % ({}; {})",
        100.0 * band.share,
        range(band.ci95),
        range(band.ci95_apart)
    )
}

/// The scores of all three forecasts.
pub fn against(test: &Backtest, width: usize) -> String {
    let mut sheet = Sheet::new(
        2,
        [
            "weeks\nahead",
            "forecast",
            "80 % band\nheld",
            "off\n(items)",
            "distance\n(items)",
            "score of\nenough",
        ],
    );
    for horizon in &test.horizons {
        let kinds = [
            ("learnt scenario", &horizon.model, None),
            (
                "past weeks resampled",
                &horizon.resampled,
                Some("resampled"),
            ),
            ("last period repeated", &horizon.repeated, Some("repeated")),
        ];
        for (n, (name, score, baseline)) in kinds.into_iter().enumerate() {
            let label = if n == 0 {
                horizon.weeks.to_string()
            } else {
                String::new()
            };
            sheet.row(row(label, name, score, horizon, baseline));
        }
    }
    let note = "↑ beside a plain forecast: the learnt scenario is clearly better, ↓ clearly worse, by the windows that do not \
        overlap.";
    format!("{}\n{}", sheet.render(width), wrap(note, width))
}

fn row(
    label: String,
    name: &str,
    score: &Score,
    horizon: &Horizon,
    baseline: Option<&str>,
) -> [String; 6] {
    let told = score.coverage.iter().find(|band| band.level == super::TOLD);
    let marks = baseline
        .and_then(|name| difference(horizon, name))
        .map_or(["", ""], |against| {
            [&against.crps, &against.brier].map(|difference| match outcome(difference) {
                Some(true) => " ↑",
                Some(false) => " ↓",
                None => "",
            })
        });
    [
        label,
        name.to_owned(),
        told.map_or_else(
            || NOTHING.to_owned(),
            |band| format!("{:.0} %", 100.0 * band.share),
        ),
        decimal(Some(score.off)),
        decimal(Some(score.crps)) + marks[0],
        format!("{:.3}{}", score.brier, marks[1]),
    ]
}

/// Bands before and after widening.
pub fn calibrated(test: &Backtest) -> Sheet {
    let mut sheet = Sheet::new(
        2,
        [
            "weeks\nahead",
            "band",
            "forecasts",
            "held\nas it was",
            "held\nwidened",
            "95 %:",
            "today",
        ],
    );
    for horizon in &test.horizons {
        let each = horizon.calibrated.iter().flatten().enumerate();
        for (n, band) in each {
            let percent = |share: f64| format!("{:.0} %", 100.0 * share);
            let [low, high] = band.ci95_apart;
            sheet.row([
                if n == 0 {
                    horizon.weeks.to_string()
                } else {
                    String::new()
                },
                percent(band.level),
                thousands(band.of),
                percent(band.before),
                percent(band.after),
                format!("{:.0}–{:.0}", (100.0 * low).floor(), (100.0 * high).ceil()),
                band.factor
                    .map_or_else(|| NOTHING.to_owned(), |factor| format!("{factor:.1} ×")),
            ]);
        }
    }
    sheet
}

/// The places of what happened among the futures: so often in each tenth.
pub fn places(test: &Backtest, width: usize) -> String {
    let heads = test.horizons.iter().map(|horizon| weeks(horizon.weeks));
    let heads = std::iter::once("place of what\nhappened".to_owned()).chain(heads);
    let mut sheet = Sheet::new(1, heads);
    let parts = test
        .horizons
        .iter()
        .map(|horizon| horizon.model.places.len())
        .max()
        .unwrap_or(0);
    for part in 0..parts {
        let label = format!("{}–{} %", 100 * part / parts, 100 * (part + 1) / parts);
        let cells = test.horizons.iter().map(|horizon| {
            let places = &horizon.model.places;
            let count = places.get(part).copied().unwrap_or(0);
            let most = places.iter().copied().max().unwrap_or(0).max(1);
            let bar = (BAR * count as usize).div_ceil(most as usize);
            format!("{} {:<BAR$}", thousands(count), "█".repeat(bar))
        });
        sheet.row(std::iter::once(label).chain(cells));
    }
    let even = test.horizons.iter().map(|horizon| {
        let even = horizon.forecasts as f64 / parts.max(1) as f64;
        format!("{} {:<BAR$}", decimal(Some(even)), "")
    });
    sheet.row(std::iter::once("if right".to_owned()).chain(even));
    sheet.render(width)
}
