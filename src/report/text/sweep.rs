//! What every setting of one or two knobs does, as tables.

use super::amounts::{label, level};
use super::table::Sheet;
use super::words::{NOTHING, capital, list, thousands, working_days, wrap_under};
use super::{body, paragraph, section};
use crate::experiment::sweep::{Knob, Level, Looked, Point, Sweep};

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(sweep: &Sweep, width: usize) -> String {
    let knobs: Vec<String> = sweep.knobs.iter().map(|knob| knob.path.clone()).collect();
    let title = format!(
        "{}: {} settings of {}\n{} simulated futures of {} each, the same for all\n",
        sweep.scenario,
        sweep.points.len(),
        list(&knobs),
        thousands(sweep.trials),
        working_days(sweep.horizon_days),
    );
    let tables = match sweep.knobs.as_slice() {
        [one] => section(
            &one.path,
            &body([one_knob(sweep, one, width), knee(sweep, one, width)]),
        ),
        [rows, columns] => two_knobs(sweep, rows, columns, width),
        _ => String::new(),
    };
    [title, tables, footer(sweep, width)].join("\n")
}

/// A row a value, a column a result.
fn one_knob(sweep: &Sweep, knob: &Knob, width: usize) -> String {
    let name = knob.path.rsplit('.').next().unwrap_or(&knob.path);
    let heads = sweep.results.iter().map(heading);
    let header: Vec<String> = [name.to_owned()].into_iter().chain(heads).collect();
    let mut sheet = Sheet::new(1, header);
    for (place, (value, point)) in knob.values.iter().zip(&sweep.points).enumerate() {
        let marks = [
            (point.as_written, "as written"),
            (sweep.knee == Some(place), "knee"),
        ];
        let marks: Vec<&str> = marks
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, word)| *word)
            .collect();
        let value = match marks.as_slice() {
            [] => value.clone(),
            marks => format!("{value}  ({})", marks.join(", ")),
        };
        let cells = point
            .results
            .iter()
            .zip(&sweep.results)
            .map(|(l, looked)| cell(l, looked));
        sheet.row([value].into_iter().chain(cells));
    }
    if !sweep.points.iter().any(|point| point.as_written) {
        let cells = sweep
            .as_written
            .iter()
            .zip(&sweep.results)
            .map(|(l, looked)| cell(l, looked));
        sheet.row(["as written".to_owned()].into_iter().chain(cells));
    }
    sheet.render(width)
}

fn knee(sweep: &Sweep, knob: &Knob, width: usize) -> String {
    knee_in_words(sweep, knob).map_or_else(String::new, |text| paragraph(&text, width))
}

/// Where the knee is, if there is one.
pub(crate) fn knee_in_words(sweep: &Sweep, knob: &Knob) -> Option<String> {
    let value = sweep.knee.and_then(|place| knob.values.get(place))?;
    let words = sweep.results.first().map(name).unwrap_or_default();
    Some(format!(
        "The knee is at {value}: beyond it more of {} brings little for “{words}”.",
        knob.path
    ))
}

/// A table for every result: a row a value of the first knob, a column a value of the second.
fn two_knobs(sweep: &Sweep, rows: &Knob, columns: &Knob, width: usize) -> String {
    let tables = sweep.results.iter().enumerate().map(|(at, looked)| {
        let last = |knob: &Knob| {
            knob.path
                .rsplit('.')
                .next()
                .unwrap_or(&knob.path)
                .to_owned()
        };
        let corner = format!("{} \\ {}", last(rows), last(columns));
        let mut sheet = Sheet::new(
            1,
            [corner].into_iter().chain(columns.values.iter().cloned()),
        );
        let lines = rows
            .values
            .iter()
            .zip(sweep.points.chunks(columns.values.len().max(1)));
        for (value, points) in lines {
            let cell = |point: &Point| {
                let text = point
                    .results
                    .get(at)
                    .map_or_else(String::new, |l| cell(l, looked));
                if point.as_written {
                    format!("{text} *")
                } else {
                    text
                }
            };
            sheet.row([value.clone()].into_iter().chain(points.iter().map(cell)));
        }
        section(&capital(&name(looked)), &sheet.render(width))
    });
    tables.collect::<Vec<_>>().join("\n")
}

/// What a Product Owner calls a number.
pub(crate) fn name(looked: &Looked) -> String {
    looked
        .like
        .as_ref()
        .map_or_else(|| looked.path.clone(), label)
}

fn heading(looked: &Looked) -> String {
    super::comparison::broken(&name(looked))
}

/// The number, with ▲ where it is known to be better than as written and ▼ where worse.
pub(crate) fn cell(l: &Level, looked: &Looked) -> String {
    let text = match l.value {
        None => return NOTHING.to_owned(),
        value => level(looked.unit(), value),
    };
    match l.difference.and_then(|d| d.better) {
        Some(true) => format!("{text} ▲"),
        Some(false) => format!("{text} ▼"),
        None => format!("{text}  "),
    }
}

fn footer(sweep: &Sweep, width: usize) -> String {
    let lines = reading(sweep);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

/// What somebody cannot know from the tables.
pub(crate) fn reading(sweep: &Sweep) -> Vec<String> {
    vec![
        format!(
            "• All settings have met the same {} futures (seed {}): what differs is the knob, not the luck.",
            thousands(sweep.trials),
            sweep.seed
        ),
        "• ▲ better, ▼ worse than the scenario as it is written, as far as 95 % intervals tell; without a mark \
            the difference is not known, or none. Of 20 marks about one may be luck."
            .to_owned(),
        "• “as written” (* in a table of two knobs): this is how the scenario stands. “–”: does not exist, or lies \
            beyond the horizon. --format csv and json have every interval."
            .to_owned(),
    ]
}
