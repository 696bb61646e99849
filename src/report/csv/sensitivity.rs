//! What the forecast hangs on: one row an input or decision.

use super::{Table, finish, number, with_header};
use crate::experiment::sensitivity::{End, More, Sensitivity};
use crate::experiment::{Difference, Known};
use crate::forecast::Named;

/// The inputs by falling swing, then what one more person or place brings (as the higher end of a row).
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
    let head = |kind: &str, path: &str, written: String| {
        let value = number(found.result.value);
        let result = found.result.path.clone();
        vec![kind.to_owned(), path.to_owned(), written, result, value]
    };
    for input in &found.inputs {
        let mut row = head("input", &input.path, values(&input.written));
        row.extend(input.low.as_ref().map_or_else(nothing, end));
        row.extend(input.high.as_ref().map_or_else(nothing, end));
        row.extend(difference(input.swing.as_ref()));
        let swing = input.swing.as_ref().map(|swing| known(swing.known));
        row.push(swing.unwrap_or_default().to_owned());
        row.push(String::new());
        table.write_record(row)?;
    }
    for more in &found.one_more {
        let kind = match more.of {
            More::Person => "person",
            More::Place => "place",
        };
        let mut row = head(kind, &more.path, more.now.clone());
        row.extend(nothing());
        row.extend([String::new(), number(more.effect.variant)]);
        row.extend(difference(Some(&more.effect)));
        row.extend(difference(None));
        row.push(known(more.effect.known).to_owned());
        row.push(found.bottleneck.contains(&more.path).to_string());
        table.write_record(row)?;
    }
    finish(table)
}

fn nothing() -> Vec<String> {
    vec![String::new(); 5]
}

fn end(end: &End) -> Vec<String> {
    let mut cells = vec![values(&end.set), number(end.effect.variant)];
    cells.extend(difference(Some(&end.effect)));
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
