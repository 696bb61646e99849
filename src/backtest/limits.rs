//! What such a test cannot see, in sentences.

use crate::history::throughput::day_of;
use crate::history::{History, Item};

/// What of the future the data cannot hide, and what else limits the test.
pub fn limits(history: &History) -> Vec<String> {
    let mut limits = known_later(history);
    limits.push(
        "What each status means (the mapping) and the order of the stages are those of today, for every past day."
            .to_owned(),
    );
    if history.selection.closed_only {
        limits.push(
            "All items of the history are closed by its end, so open ones seem to be left out: past boards show only what \
            was finished later, and the forecasts know it."
                .to_owned(),
        );
    }
    if !history.selection.arrivals_known {
        limits.push(
            "Not all items tell when they were created, so past boards lack what had not moved yet.".to_owned(),
        );
    }
    limits.extend(bulk(history));
    limits
}

/// What the tracker tells only as it was at the end.
fn known_later(history: &History) -> Vec<String> {
    let count = |fault: fn(&Item) -> bool| history.items.iter().filter(|item| fault(item)).count();
    let mut told = Vec::new();
    let types = count(|item| item.type_is_final);
    if types > 0 && history.types.len() > 1 {
        told.push(format!(
            "The data tell only the last type of {}: a past forecast may know a type that was given later.",
            items(types)
        ));
    }
    let outcomes = count(|item| item.outcome_is_final);
    if outcomes > 0 {
        told.push(format!(
            "The data tell only the last resolution of {}: whether a closed item was done or discarded may have been \
            settled after the forecast that knows it.",
            items(outcomes)
        ));
    }
    let undated = count(|item| item.discarded_undated);
    if undated > 0 {
        told.push(format!(
            "{} discarded nobody knows when. They are on no past board, though they were there for some time.",
            match undated {
                1 => "1 item was".to_owned(),
                n => format!("{n} items were"),
            }
        ));
    }
    told
}

fn items(n: usize) -> String {
    match n {
        1 => "1 item".to_owned(),
        n => format!("{n} items"),
    }
}

/// Clean-ups, which nobody can foresee.
fn bulk(history: &History) -> Option<String> {
    let mut days: Vec<String> = history
        .selection
        .bulk_days
        .iter()
        .map(|bulk| day_of(bulk.day).to_string())
        .collect();
    days.sort();
    days.dedup();
    (!days.is_empty()).then(|| {
        format!(
            "On {} a large part of all moves of a kind were made on one day. No forecast foresees such clean-ups; where \
            they close items, the windows that hold them are missed.",
            days.join(", ")
        )
    })
}
