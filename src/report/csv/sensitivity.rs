//! What the forecast hangs on: one row an input or decision, for each number that is looked at.

use super::{Table, finish, number, with_header};
use crate::experiment::sensitivity::{End, Hanging, Input, More, OneMore, Sensitivity};
use crate::experiment::{Difference, Known};
use crate::forecast::Named;

/// The inputs by falling swing, then what one more person or place brings (as the higher end of a row) and one fewer
/// (as the lower end).
pub fn sensitivity(found: &Sensitivity) -> Table {
    let mut table = with_header(&[
        "kind",
        "path",
        "written",
        "result",
        "as_written",
        "low",
        "low_result",
        "low_difference",
        "low_difference_low",
        "low_difference_high",
        "high",
        "high_result",
        "high_difference",
        "high_difference_low",
        "high_difference_high",
        "swing",
        "swing_low",
        "swing_high",
        "known",
        "bottleneck",
    ])?;
    for hanging in &found.results {
        for input in &hanging.inputs {
            table.write_record(input_row(hanging, input))?;
        }
        for more in &hanging.one_more {
            table.write_record(one_more_row(hanging, more))?;
        }
    }
    finish(table)
}

fn input_row(hanging: &Hanging, input: &Input) -> Vec<String> {
    let mut row = head(hanging, "input", &input.path, values(&input.written));
    row.extend(input.low.as_ref().map_or_else(nothing, end));
    row.extend(input.high.as_ref().map_or_else(nothing, end));
    row.extend(difference(input.swing.as_ref()));
    let swing = input.swing.as_ref().map(|swing| known(swing.known));
    row.push(swing.unwrap_or_default().to_owned());
    row.push(String::new());
    row
}

fn one_more_row(hanging: &Hanging, more: &OneMore) -> Vec<String> {
    let kind = match more.of {
        More::Person => "person",
        More::Place => "place",
        More::Minimum => "minimum",
    };
    let now = more.now;
    let mut row = head(hanging, kind, &more.path, now.to_string());
    let fewer = |d| reached(now.saturating_sub(1).to_string(), d);
    row.extend(more.one_fewer.as_ref().map_or_else(nothing, fewer));
    row.extend(reached(now.saturating_add(1).to_string(), &more.effect));
    row.extend(difference(None));
    row.push(known(more.effect.known).to_owned());
    row.push(hanging.bottleneck.contains(&more.path).to_string());
    row
}

fn head(hanging: &Hanging, kind: &str, path: &str, written: String) -> Vec<String> {
    let value = number(hanging.level.value);
    let result = hanging.level.path.clone();
    vec![kind.to_owned(), path.to_owned(), written, result, value]
}

fn nothing() -> Vec<String> {
    vec![String::new(); 5]
}

fn end(end: &End) -> Vec<String> {
    reached(values(&end.set), &end.effect)
}

fn reached(set: String, effect: &Difference) -> Vec<String> {
    let mut cells = vec![set, number(effect.variant)];
    cells.extend(difference(Some(effect)));
    cells
}

fn difference(d: Option<&Difference>) -> [String; 3] {
    let ci95 = d.and_then(|d| d.ci95);
    [
        number(d.and_then(|d| d.difference)),
        number(ci95.map(|ci| ci[0])),
        number(ci95.map(|ci| ci[1])),
    ]
}

fn values(set: &Named<String>) -> String {
    let values: Vec<&str> = set.iter().map(|(_, value)| value.as_str()).collect();
    values.join("; ")
}

fn known(known: Known) -> &'static str {
    match known {
        Known::More => "more",
        Known::Less => "less",
        Known::Same => "same",
        Known::Unknown => "unknown",
    }
}
