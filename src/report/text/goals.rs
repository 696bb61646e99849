//! When so many items will be ready.

use super::words::{chance_in_words, date, likely_date, list, percent_in_words, thousands};
use super::{body, paragraph, section};
use crate::forecast::{Forecast, Goal, Likely, Reached};

pub fn render(forecast: &Forecast, width: usize) -> String {
    if forecast.goals.is_empty() {
        return section(
            "Goals",
            "None asked for: add a [[goals]] entry to learn when so many items are ready.",
        );
    }
    let goals = forecast.goals.iter().map(|goal| one_goal(goal, width));
    section("Goals", &body(goals))
}

fn one_goal(goal: &Goal, width: usize) -> String {
    let asked = format!("{}: {}.", goal.name, asked(goal));
    let by = goal.by.as_ref().map(|by| {
        let day = date(by.day, by.date.as_deref());
        let chance = chance_in_words(&by.probability);
        format!("The chance to make it by {day} is {chance}.")
    });
    let sentences = [Some(asked), Some(reached(&goal.reached)), by, never(goal)];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    paragraph(&sentences.join(" "), width)
}

pub(crate) fn asked(goal: &Goal) -> String {
    let place = if goal.on_shelf {
        "on the ready shelf at once"
    } else {
        "ready"
    };
    let of = match goal.of.as_slice() {
        [] => String::new(),
        [one] => format!(" of type {one}"),
        types => format!(" of the types {}", list(types)),
    };
    let items = if goal.target == 1 { "item" } else { "items" };
    format!("{} {items}{of} {place}", thousands(u64::from(goal.target)))
}

/// `50 % by …, 70 % by …`; those beyond the horizon together at the end.
pub(crate) fn reached(reached: &Reached) -> String {
    let steps = reached.steps();
    let by = |(share, likely): &(&str, &Likely)| {
        likely_date(likely).map(|date| format!("{share} by {date}"))
    };
    let mut parts: Vec<String> = steps.iter().filter_map(by).collect();
    let late = steps.iter().filter(|(_, likely)| likely.at.day.is_none());
    let late: Vec<String> = late.map(|(share, _)| (*share).to_owned()).collect();
    if !late.is_empty() {
        parts.push(format!("{} only beyond the horizon", list(&late)));
    }
    format!("{}.", parts.join(", "))
}

fn never(goal: &Goal) -> Option<String> {
    let share = goal.never.probability;
    (share > 0.0).then(|| {
        format!(
            "In {} of the futures it is not reached within the horizon.",
            percent_in_words(share)
        )
    })
}
