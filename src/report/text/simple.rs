//! The simple forecast as a Product Owner reads it.

use super::goals::reached;
use super::table::Sheet;
use super::words::{
    chance_in_words, date, decimal, list, percent_in_words, thousands, whole, wrap_under,
};
use super::{audit, body, paragraph, section};
use crate::forecast::{Goal, Statistic};
use crate::history::resample::{HowMany, Simple};
use crate::history::throughput::Counted;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(simple: &Simple, width: usize) -> String {
    let mut sections = vec![title(simple)];
    sections.extend(how_many(simple, width));
    sections.extend(when(simple, width));
    sections.push(rests_on(simple, width));
    sections.push(audit::render(&simple.audit, width));
    sections.push(how_to_read(simple, width));
    sections.join("\n")
}

fn title(simple: &Simple) -> String {
    format!(
        "{}\n{} simulated futures from {} on, each week of them like one of {} past weeks\n",
        simple.history,
        thousands(simple.trials),
        day(&simple.as_of),
        simple.sample.weeks
    )
}

/// What counts, as it reads behind "items".
fn verb(simple: &Simple) -> &'static str {
    match simple.counted {
        Counted::Ready => "ready",
        Counted::Done => "done",
    }
}

fn day(iso: &str) -> String {
    date(0.0, Some(iso))
}

fn items(n: Option<f64>) -> String {
    let word = if n == Some(1.0) { "item" } else { "items" };
    format!("{} {word}", whole(n))
}

fn how_many(simple: &Simple, width: usize) -> Option<String> {
    let first = simple.by.first()?;
    let (what, one) = (verb(simple), first.items.p15 == Some(1.0));
    let likely = format!(
        "By {} it is 85 % likely that at least {} more {}{} {} {what}; {}.",
        day(&first.date),
        whole(first.items.p15),
        if one { "item" } else { "items" },
        of_types(simple),
        if one { "is" } else { "are" },
        even(first)
    );
    let unlikely = format!(
        "By {} it is not 85 % likely that any item{} is {what}; {}.",
        day(&first.date),
        of_types(simple),
        even(first)
    );
    let answer = if first.items.p15 == Some(0.0) {
        unlikely
    } else {
        likely
    };
    let mut sheet = Sheet::new(1, ["by the end of", "95 %:", "85 %:", "50 %:", "mean"]);
    for by in &simple.by {
        sheet.row(row(by));
    }
    let heading = format!("How many will be {}?", verb(simple));
    Some(section(
        &heading,
        &body([paragraph(&answer, width), sheet.render(width)]),
    ))
}

/// What half of the futures bring, behind a semicolon.
fn even(by: &HowMany) -> String {
    match by.items.p50 {
        Some(0.0) => "in half of the futures none is".to_owned(),
        Some(1.0) => "in half of the futures at least one is".to_owned(),
        n => format!("in half of the futures at least {} are", whole(n)),
    }
}

fn row(by: &HowMany) -> [String; 5] {
    let Statistic {
        p5, p15, p50, mean, ..
    } = &by.items;
    let or_more = |n: &Option<f64>| format!("{} or more", whole(*n));
    [
        day(&by.date),
        or_more(p5),
        or_more(p15),
        or_more(p50),
        decimal(*mean),
    ]
}

fn of_types(simple: &Simple) -> String {
    match simple.types.as_slice() {
        [] => String::new(),
        [one] => format!(" of type {one}"),
        types => format!(" of the types {}", list(types)),
    }
}

fn when(simple: &Simple, width: usize) -> Option<String> {
    let first = simple.goals.first()?;
    let goals = simple
        .goals
        .iter()
        .map(|goal| paragraph(&one_goal(simple, goal), width));
    let what = if simple.goals.iter().all(|goal| goal.target == first.target) {
        format!(
            "When will {} be {}?",
            items(Some(f64::from(first.target))),
            verb(simple)
        )
    } else {
        format!("When will so many be {}?", verb(simple))
    };
    Some(section(&what, &body(goals)))
}

fn one_goal(simple: &Simple, goal: &Goal) -> String {
    let number = items(Some(f64::from(goal.target)));
    let mut sentences = vec![format!(
        "{number}{} {}: {}",
        of_types(simple),
        verb(simple),
        reached(&goal.reached)
    )];
    if let Some(by) = &goal.by {
        let (day, chance) = (
            date(by.day, by.date.as_deref()),
            chance_in_words(&by.probability),
        );
        sentences.push(format!("The chance to make it by {day} is {chance}."));
    }
    if goal.never.probability > 0.0 {
        let share = percent_in_words(goal.never.probability);
        sentences.push(format!(
            "In {share} of the futures it takes more than ten years."
        ));
    }
    sentences.join(" ")
}

fn rests_on(simple: &Simple, width: usize) -> String {
    let sample = &simple.sample;
    let what = match &simple.stage {
        Some(stage) => format!("items that reached `{stage}` (or went past it)"),
        None => "items that were done".to_owned(),
    };
    let drawn = format!(
        "Drawn from the {} weeks from {} to {}: {} {what}{}, {} a week.",
        sample.weeks,
        day(&sample.from),
        day(&sample.to),
        thousands(sample.items),
        of_types(simple),
        decimal(sample.per_week.mean)
    );
    let counts: Vec<String> = sample.counts.iter().map(u32::to_string).collect();
    let counts = format!(
        "Items in each week, the oldest first: {}.",
        counts.join(", ")
    );
    let doubts = simple
        .doubts
        .iter()
        .map(|doubt| format!("Careful: {doubt}"));
    let parts: Vec<String> = [drawn, counts].into_iter().chain(doubts).collect();
    section(
        "What this rests on",
        &body(parts.iter().map(|part| paragraph(part, width))),
    )
}

fn how_to_read(simple: &Simple, width: usize) -> String {
    let lines = [
        format!(
            "• Behind every number stand {} trials with another luck (seed {}). Each draws for every week to come one of \
            the past weeks and spreads its items over the working days, Monday to Friday.",
            thousands(simple.trials),
            simple.seed
        ),
        "• “85 %: 6 or more”: in 85 of 100 trials at least 6 items were finished by the end of that day. “85 % by …”: in \
            85 of 100 trials it had happened by the end of that day; the days behind it, “(19–23 Mar)”, are where more \
            trials would very likely end."
            .to_owned(),
        "• The board of today, limits, people and changes of them have no part in this. To ask about them, describe the \
            board in a scenario and run it: headwater new, headwater run."
            .to_owned(),
    ];
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}
