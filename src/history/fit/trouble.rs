//! What keeps a history from being learnt from, what makes the result doubtful, and what is taken for granted.

use super::cadence::Cadence;
use super::journey::{Journeys, Next};
use super::stages::StageFit;
use super::times::FEW;
use super::{NEEDED_ITEMS, NEEDED_WEEKS, clock, said};
use crate::history::History;
use jiff::civil::{Date, Weekday};

/// Do the data reach up to the day? Of the board of a later one nothing is known.
pub fn known(history: &History, day: Date) -> Result<(), String> {
    let end = history.first_unknown_day();
    match day > end {
        false => Ok(()),
        true => Err(format!(
            "error: nothing is known of {day}: the data end with {}\nhelp: --as-of takes a day not after {end}; what is learnt \
            is the board of the beginning of that day too",
            end.yesterday().unwrap_or(end)
        )),
    }
}

/// Is there enough to learn from? If not, the numbers that are missing.
pub fn enough(journeys: &Journeys<'_>, finished: usize, day: Date) -> Result<(), String> {
    let weeks = journeys.weeks().max(0.0).floor() as usize;
    if weeks < NEEDED_WEEKS {
        return Err(format!(
            "error: this is too little to learn from: {weeks} whole weeks before {day}, and {NEEDED_WEEKS} are needed at \
            least ({} more)\nhelp: take a longer history, or a later --as-of",
            NEEDED_WEEKS - weeks
        ));
    }
    if finished < NEEDED_ITEMS {
        return Err(format!(
            "error: this is too little to learn from: {finished} items were finished in the {weeks} weeks before {day}, and \
            {NEEDED_ITEMS} are needed at least ({} more)\nhelp: learn from more weeks with --weeks, or check in the mapping \
            which statuses mean ready and done",
            NEEDED_ITEMS - finished
        ));
    }
    Ok(())
}

/// The doubts, each a sentence.
pub fn doubts(known: &History, journeys: &Journeys<'_>, stages: &[StageFit]) -> Vec<String> {
    let mut doubts = selection(known);
    doubts.extend(weekends(known));
    let stock = journeys
        .all
        .iter()
        .filter(|journey| journey.first_stock)
        .count();
    if stock > 0 && journeys.from <= clock::of(known.from) {
        doubts.push(format!(
            "{stock} items appear at the very first instant, {}: they are taken to have been there before, not to have \
            arrived then.",
            said(known.from)
        ));
    }
    let few = stages
        .iter()
        .filter(|stage| stage.time.as_ref().is_some_and(|time| time.finished < FEW));
    for stage in few {
        let finished = stage.time.as_ref().map_or(0, |time| time.finished);
        doubts.push(format!(
            "Only {finished} stays in {} have ended, and {FEW} are needed at least for more than a guess ({} more).",
            stage.name,
            FEW - finished
        ));
    }
    doubts.extend(across(journeys));
    doubts.extend(bulk(known, journeys));
    doubts
}

/// How the items were chosen.
fn selection(known: &History) -> Vec<String> {
    let mut doubts = Vec::new();
    let seen = &known.selection;
    if seen.closed_only {
        doubts.push(
            "All items of the history are closed by its end, so open ones seem to be left out: what takes long is missing \
            from the last weeks, and stays look shorter than they are. Export the open items too."
                .to_owned(),
        );
    }
    if !seen.arrivals_known {
        doubts.push(
            "Not all items tell when they were created: the first date of such an item counts as its arrival.".to_owned(),
        );
    }
    if let Some(last) = seen.arrivals_end {
        doubts.push(format!(
            "The last arrival is of {}, long before the end of the data: newer items seem to be left out. Arrivals are \
            counted up to that day.",
            said(last)
        ));
    }
    if let Some(first) = seen.closings_begin {
        doubts.push(format!(
            "Nothing was closed before {}, though many items had been there for long: what was closed earlier seems to be \
            left out, so earlier arrivals are too few. Learn from the weeks after that day only, with --weeks.",
            said(first)
        ));
    }
    let again = known.items.iter().filter(|item| {
        item.end(known.closing).is_some() && item.place().is_some_and(|place| !place.is_end())
    });
    let again = again.count();
    if again > 0 {
        doubts.push(format!(
            "{again} items are open again after they were closed. Their first closing counts, so they are not on the board; \
            to count the last one, say `closing = \"last\"` in the mapping."
        ));
    }
    let undated = known
        .items
        .iter()
        .filter(|item| item.discarded_undated)
        .count();
    if undated > 0 {
        doubts.push(format!(
            "{undated} items were discarded nobody knows when: they count in the share of discards, not in any time."
        ));
    }
    if known.items.iter().any(|item| item.type_is_final) && known.types.len() > 1 {
        doubts.push("The data tell only the last type of each item.".to_owned());
    }
    let filled: Vec<&str> = seen
        .backfilled
        .iter()
        .filter_map(|stage| known.stages.get(*stage))
        .map(|stage| stage.name.as_str())
        .collect();
    if !filled.is_empty() {
        doubts.push(format!(
            "Most stays in {} have length 0: skipped stages seem to be filled in. If so, say `backfilled = \"skipped\"` in \
            the mapping.",
            filled.join(", ")
        ));
    }
    doubts
}

/// Does work go on at weekends?
fn weekends(known: &History) -> Option<String> {
    let moves = known.items.iter().flat_map(|item| &item.moves);
    let (mut all, mut free) = (0_usize, 0_usize);
    for (at, _) in moves {
        let day = super::super::throughput::day_of(*at).weekday();
        all += 1;
        free += usize::from(matches!(day, Weekday::Saturday | Weekday::Sunday));
    }
    (free * 10 > all).then(|| {
        format!(
            "{} % of all moves are of Saturdays and Sundays, on which the clock of working days stands still.",
            100 * free / all.max(1)
        )
    })
}

/// Items that went back over the shelf, which a scenario cannot say.
fn across(journeys: &Journeys<'_>) -> Option<String> {
    let shelf = journeys.shelf()?;
    let back = journeys.stays().filter(|(_, stay)| match stay.next {
        Next::Column(to) => stay.column >= shelf && to <= shelf && to < stay.column,
        _ => false,
    });
    let back = back.count();
    (back > 0).then(|| {
        format!("{back} stays at or after the ready shelf ended with a move back to or over it; the scenario leaves that out.")
    })
}

/// Clean-ups in the weeks looked at.
fn bulk(known: &History, journeys: &Journeys<'_>) -> Vec<String> {
    let now = known.selection.bulk_days.iter();
    let now = now.filter(|bulk| clock::of(bulk.day) >= journeys.from);
    now.map(|bulk| {
        format!(
            "{} of all {} moves from {} to {} were made on one day, {}: rather a clean-up than work. It is in the times and \
            shares; {}.",
            bulk.moves,
            bulk.of,
            known.place_name(bulk.from),
            known.place_name(bulk.to),
            said(bulk.day),
            without(journeys, clock::of(bulk.day))
        )
    })
    .collect()
}

/// How to learn without a day: from the weeks after it, or, where these are too few, from those before.
fn without(journeys: &Journeys<'_>, day: f64) -> String {
    let weeks = ((journeys.until - day - 1.0) / 5.0).floor();
    match weeks >= NEEDED_WEEKS as f64 {
        true => format!("to learn without it, say --weeks {weeks:.0}"),
        false => match clock::date(day) {
            Some(date) => format!("to learn without it, say --as-of {date}"),
            None => "it can be left out with --weeks".to_owned(),
        },
    }
}

/// What is taken for granted.
pub fn assumed(known: &History, stages: &[StageFit], planning: Option<&Cadence>) -> Vec<String> {
    let mut assumed = vec![
        "The history tells how long items were in a column, not how long somebody worked on them. So a column's time is \
        `elapsed`: it does not change with limits or people. To ask about those, give the column people and its hands-on \
        work as `service`."
            .to_owned(),
        "How long an item stays, whether it is dropped then and where it goes next do not depend on each other.".to_owned(),
    ];
    if let Some(planning) = planning.filter(|planning| !planning.shown) {
        assumed.push(format!(
            "No rhythm of Sprint Planning shows in what leaves the shelf: a planning a week that takes {} items is assumed.",
            planning.pull
        ));
    }
    if planning.is_none() && known.ready().is_some() {
        assumed.push("Nothing has left the ready shelf, so there is no Sprint Planning: say when you plan and how much.".to_owned());
    }
    if known.ready().is_none() {
        assumed.push(
            "No stage is mapped as the ready shelf, so an item is ready when it is done. Mark the shelf in the mapping with \
            `kind = \"ready\"`."
                .to_owned(),
        );
    }
    if stages.iter().any(|stage| stage.blocked.is_some()) {
        assumed.push("The days of being blocked are part of the time in the column.".to_owned());
    }
    assumed
}
