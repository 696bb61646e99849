//! What holds readiness back: where the days between arrival and ready go.

use super::table::Sheet;
use super::words::{bar, decimal, percent, percent_in_words, short};
use super::{body, paragraph, section};
use crate::forecast::{Cause, Flow, Forecast};

pub fn render(forecast: &Forecast, width: usize, bars: bool) -> String {
    let total = &forecast.flow.total;
    if total.held_back_by.is_empty() {
        return section("What holds readiness back", &unknown(total));
    }
    let lead = "Every day between the arrival of an item and the moment it is ready has one cause. Of the \
        items that became ready, these days were spent:";
    let parts = [
        paragraph(lead, width),
        table(total, bars).render(width),
        by_type(forecast, width),
    ];
    section("What holds readiness back", &body(parts))
}

/// What there is to say where no item spent any time on its way: none went it, or all at once.
fn unknown(flow: &Flow) -> String {
    match flow.ready.mean {
        Some(ready) if ready > 0.0 => {
            "Nothing: the items that became ready were ready the moment they arrived.".to_owned()
        }
        _ => "Unknown: no item became ready after the warm-up.".to_owned(),
    }
}

fn table(flow: &Flow, bars: bool) -> Sheet {
    let header = ["", "share", "days an item"];
    let picture = bars.then_some("");
    let mut sheet = Sheet::new(1, header.into_iter().chain(picture));
    for cause in flow.held_back_by.iter().filter(|cause| cause.share > 0.0) {
        let cells = [
            phrase(cause),
            percent(cause.share),
            decimal(Some(cause.days)),
        ];
        sheet.row(cells.into_iter().chain(bars.then(|| bar(cause.share))));
    }
    sheet
}

/// The largest cause that somebody could do something about.
pub fn largest(flow: &Flow) -> Option<&Cause> {
    let mut causes = flow.held_back_by.iter().filter(|cause| cause.share > 0.0);
    causes.find(|cause| !matches!(cause.cause, "worked" | "backlog" | "before day 0"))
}

/// A cause in plain words.
pub fn phrase(cause: &Cause) -> String {
    let place = cause.place.as_deref().map(short);
    match (cause.cause, place) {
        ("worked", _) => "being worked on".to_owned(),
        ("backlog", _) => "in the backlog behind other items".to_owned(),
        ("in the column", None) => "passing their time in a column".to_owned(),
        ("before day 0", _) => "on the board before day 0".to_owned(),
        ("waiting for a person", Some(pool)) => format!("waiting for a person in {pool}"),
        ("waiting for room", Some(place)) => match cause.limit {
            Some("lane") => format!("waiting for room in the lane {place}"),
            Some(_) => format!("waiting for room in the group {place}"),
            None => format!("waiting for room in {place}"),
        },
        ("waiting for a meeting", Some(stage)) => format!("waiting for the meeting of {stage}"),
        ("blocked", Some(source)) => format!("blocked by {source}"),
        ("in the column", Some(stage)) => format!("in the column {stage}"),
        (other, Some(place)) => format!("{other} ({place})"),
        (other, None) => other.to_owned(),
    }
}

/// One line a type with its own largest cause; only where types differ in it.
fn by_type(forecast: &Forecast, width: usize) -> String {
    let types: Vec<(&str, &Cause)> = forecast
        .flow
        .types
        .iter()
        .filter_map(|(name, flow)| Some((name, largest(flow)?)))
        .collect();
    if types.len() < 2 {
        return String::new();
    }
    let line = |(name, cause): &(&str, &Cause)| {
        let share = percent_in_words(cause.share);
        paragraph(
            &format!("  {}: {} ({share})", short(name), phrase(cause)),
            width,
        )
    };
    let lines: Vec<String> = types.iter().map(|t| format!("  {}", line(t))).collect();
    format!("What holds each type back most:\n{}", lines.join("\n"))
}
