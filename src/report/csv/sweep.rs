//! A sweep in long format: one row a setting and number.

use super::{Table, finish, number, with_header};
use crate::experiment::Known;
use crate::experiment::sweep::{Level, Sweep};

/// Every number of every setting; the scenario as it is written comes first, without values of the knobs.
pub fn sweep(sweep: &Sweep) -> Table {
    let mut table = with_header(&[
        "point",
        "as_written",
        "knob",
        "value",
        "second_knob",
        "second_value",
        "result",
        "level",
        "level_low",
        "level_high",
        "difference",
        "difference_low",
        "difference_high",
        "known",
        "knee",
    ])?;
    for level in &sweep.as_written {
        let head = ["0", "true", "", "", "", ""].map(str::to_owned);
        table.write_record(row(head, level, false))?;
    }
    for (place, point) in sweep.points.iter().enumerate() {
        let mut knobs = point.set.iter();
        let mut knob = || {
            knobs
                .next()
                .map(|(path, value)| [path.to_owned(), value.clone()])
        };
        let [first, second] = [knob().unwrap_or_default(), knob().unwrap_or_default()];
        for level in &point.results {
            let [a, b] = first.clone();
            let [c, d] = second.clone();
            let head = [
                (place + 1).to_string(),
                point.as_written.to_string(),
                a,
                b,
                c,
                d,
            ];
            table.write_record(row(head, level, sweep.knee == Some(place)))?;
        }
    }
    finish(table)
}

fn row(head: [String; 6], level: &Level, knee: bool) -> Vec<String> {
    let mut row = Vec::from(head);
    row.push(level.path.clone());
    row.push(number(level.value));
    row.extend(ends(level.ci95));
    row.push(number(level.difference.and_then(|d| d.difference)));
    row.extend(ends(level.difference.and_then(|d| d.ci95)));
    row.push(match level.difference.map(|d| d.known) {
        None => String::new(),
        Some(Known::More) => "more".to_owned(),
        Some(Known::Less) => "less".to_owned(),
        Some(Known::Same) => "same".to_owned(),
        Some(Known::Unknown) => "unknown".to_owned(),
    });
    row.push(knee.to_string());
    row
}

fn ends(ci95: Option<[f64; 2]>) -> [String; 2] {
    [number(ci95.map(|ci| ci[0])), number(ci95.map(|ci| ci[1]))]
}
