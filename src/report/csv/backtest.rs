//! A test of past forecasts as CSV tables.

use super::{Table, finish, number, with_header};
use crate::backtest::{Asked, Backtest, Band, Cut, Prediction, Score};

/// Name and content of every table of `--out DIR`.
pub fn tables(test: &Backtest) -> Result<Vec<(&'static str, String)>, csv::Error> {
    Ok(vec![
        ("coverage.csv", coverage(test)?),
        ("scores.csv", scores(test)?),
        ("places.csv", places(test)?),
        ("forecasts.csv", forecasts(test)?),
        ("left-out.csv", left_out(test)?),
    ])
}

/// One row for each number of weeks ahead, forecast and level.
pub fn coverage(test: &Backtest) -> Table {
    let mut table = with_header(&[
        "weeks",
        "forecast",
        "level",
        "hits",
        "of",
        "apart",
        "share",
        "low95",
        "high95",
        "low95_apart",
        "high95_apart",
        "as_printed",
        "calibrated_of",
        "calibrated_before",
        "calibrated",
        "calibrated_factor",
    ])?;
    for horizon in &test.horizons {
        for (name, score) in [("model", &horizon.model), ("resampled", &horizon.resampled)] {
            for band in &score.coverage {
                let mut row = vec![
                    horizon.weeks.to_string(),
                    name.to_owned(),
                    band.level.to_string(),
                    band.hits.to_string(),
                    band.of.to_string(),
                    horizon.apart.to_string(),
                ];
                let [low, high] = band.ci95;
                let [low_apart, high_apart] = band.ci95_apart;
                let shares = [
                    band.share,
                    low,
                    high,
                    low_apart,
                    high_apart,
                    band.as_printed,
                ];
                row.extend(shares.map(|share| number(Some(share))));
                let mut wider = horizon.calibrated.iter().flatten();
                let wider = wider.find(|wider| name == "model" && wider.level == band.level);
                row.push(wider.map_or_else(String::new, |wider| wider.of.to_string()));
                row.push(number(wider.map(|wider| wider.before)));
                row.push(number(wider.map(|wider| wider.after)));
                row.push(number(wider.and_then(|wider| wider.factor)));
                table.write_record(row)?;
            }
        }
    }
    finish(table)
}

/// One row for each number of weeks ahead and forecast.
pub fn scores(test: &Backtest) -> Table {
    let mut table = with_header(&[
        "weeks",
        "forecast",
        "off",
        "crps",
        "brier",
        "place_mean",
        "model_better_crps",
        "model_better_crps_low95",
        "model_better_crps_high95",
        "model_better_brier",
        "model_better_brier_low95",
        "model_better_brier_high95",
    ])?;
    for horizon in &test.horizons {
        let kinds: [(&str, &Score); 3] = [
            ("model", &horizon.model),
            ("resampled", &horizon.resampled),
            ("repeated", &horizon.repeated),
        ];
        for (name, score) in kinds {
            let mut row = vec![horizon.weeks.to_string(), name.to_owned()];
            let values = [
                Some(score.off),
                Some(score.crps),
                Some(score.brier),
                score.place_mean,
            ];
            row.extend(values.map(number));
            let against = horizon.against.iter().find(|a| a.baseline == name);
            for difference in [against.map(|a| a.crps), against.map(|a| a.brier)] {
                let limits = difference.and_then(|d| d.ci95_apart);
                row.push(number(difference.map(|d| d.mean)));
                row.push(number(limits.map(|[low, _]| low)));
                row.push(number(limits.map(|[_, high]| high)));
            }
            table.write_record(row)?;
        }
    }
    finish(table)
}

/// How often what happened had its place in each part of the futures.
pub fn places(test: &Backtest) -> Table {
    let mut table = with_header(&["weeks", "from", "to", "model", "resampled"])?;
    for horizon in &test.horizons {
        let parts = horizon.model.places.len();
        let both = horizon.model.places.iter().zip(&horizon.resampled.places);
        for (n, (model, resampled)) in both.enumerate() {
            let edge = |n: usize| number(Some(n as f64 / parts.max(1) as f64));
            table.write_record([
                horizon.weeks.to_string(),
                edge(n),
                edge(n + 1),
                model.to_string(),
                resampled.to_string(),
            ])?;
        }
    }
    finish(table)
}

/// One row for each forecast made.
pub fn forecasts(test: &Backtest) -> Table {
    let mut header: Vec<String> = ["date", "weeks", "to", "happened", "enough"]
        .map(str::to_owned)
        .to_vec();
    for name in ["model", "resampled"] {
        let columns = [
            "median", "mean", "low50", "high50", "low80", "high80", "low90", "high90",
        ];
        header.extend(columns.map(|column| format!("{name}_{column}")));
        header.extend(["place", "enough", "crps"].map(|column| format!("{name}_{column}")));
    }
    header.push("repeated".to_owned());
    let wider = ["low50", "high50", "low80", "high80", "low90", "high90"];
    header.extend(wider.map(|column| format!("calibrated_{column}")));
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = with_header(&names)?;
    for cut in &test.cuts {
        for asked in &cut.ahead {
            table.write_record(forecast(cut, asked))?;
        }
    }
    finish(table)
}

fn forecast(cut: &Cut, asked: &Asked) -> Vec<String> {
    let mut row = vec![
        cut.date.clone(),
        asked.weeks.to_string(),
        asked.to.clone(),
        asked.happened.to_string(),
        asked.enough.to_string(),
    ];
    for said in [&asked.model, &asked.resampled] {
        row.extend(prediction(said));
    }
    row.push(asked.repeated.median.to_string());
    match &asked.calibrated {
        Some(bands) => row.extend(edges(bands)),
        None => row.extend(std::iter::repeat_n(String::new(), 6)),
    }
    row
}

fn prediction(said: &Prediction) -> Vec<String> {
    let mut cells = vec![said.median.to_string(), number(Some(said.mean))];
    cells.extend(edges(&said.bands));
    cells.extend([said.place, Some(said.enough), Some(said.crps)].map(number));
    cells
}

fn edges(bands: &[Band]) -> Vec<String> {
    let each = bands.iter().flat_map(|band| [band.low, band.high]);
    each.map(|edge| edge.to_string()).collect()
}

/// The days without a forecast, and why.
pub fn left_out(test: &Backtest) -> Table {
    let mut table = with_header(&["date", "reason"])?;
    for left in &test.left_out {
        table.write_record([&left.date, &left.reason])?;
    }
    finish(table)
}
