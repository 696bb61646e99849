//! The first lines: the answer to the question, in sentences.

use super::causes::{largest, phrase};
use super::words::{chance_in_words, date, need, percent_in_words};
use super::{body, paragraph, section};
use crate::forecast::{Forecast, Planning, Probability, first_likely, stays_likely};

pub fn render(forecast: &Forecast, width: usize) -> String {
    let parts = paragraphs(forecast);
    let parts = parts.iter().map(|part| paragraph(part, width));
    section(QUESTION, &body(parts))
}

/// What is asked.
pub(crate) const QUESTION: &str = "Will enough be ready?";

/// The answer: a paragraph a team, then what holds readiness back, then what to be careful about.
pub(crate) fn paragraphs(forecast: &Forecast) -> Vec<String> {
    let mut parts: Vec<String> = forecast.teams().iter().map(|team| answer(team)).collect();
    if parts.is_empty() {
        parts.push(NO_PLANNING.to_owned());
    }
    parts.push(held_back(forecast));
    parts.push(stability(forecast));
    parts.retain(|part| !part.is_empty());
    parts
}

const NO_PLANNING: &str = "No Sprint Planning happens within the horizon, so there is none to \
    forecast: add a [[teams]] entry with a planning, or make calendar.horizon longer.";

fn answer(team: &[&Planning]) -> String {
    let Some(first) = team.first() else {
        return String::new();
    };
    let mut sentences = vec![format!(
        "On {} it is {} likely that enough is ready for {}: {}.",
        when(first),
        chance_in_words(&first.ready_enough),
        first.team,
        need(&first.needed),
    )];
    sentences.extend(missing(first));
    sentences.extend(later(team));
    sentences.join(" ")
}

fn when(planning: &Planning) -> String {
    date(planning.day, planning.date.as_deref())
}

/// Which need is met least often; silent where there is only one.
fn missing(planning: &Planning) -> Option<String> {
    let short = &planning.short_of;
    let total = short.total.iter().map(|p| ("items in total".to_owned(), p));
    let types = short
        .types
        .iter()
        .map(|(name, p)| (format!("items of type {name}"), p));
    let lanes = short
        .lanes
        .iter()
        .map(|(name, p)| (format!("items in lane {name}"), p));
    let all: Vec<(String, &Probability)> = total.chain(types).chain(lanes).collect();
    let often = |p: &Probability| p.probability;
    let (name, p) = all
        .iter()
        .max_by(|a, b| often(a.1).total_cmp(&often(b.1)))?;
    (all.len() > 1 && p.probability > 0.0).then(|| {
        let share = percent_in_words(p.probability);
        format!("What is missing most often: {name} (short in {share} of the futures).")
    })
}

/// The plannings of a team beside each other.
fn later(team: &[&Planning]) -> Option<String> {
    let by = |a: &&&Planning, b: &&&Planning| {
        a.ready_enough
            .probability
            .total_cmp(&b.ready_enough.probability)
    };
    let (worst, best) = (team.iter().min_by(by)?, team.iter().max_by(by)?);
    let chance = |p: &Planning| percent_in_words(p.ready_enough.probability);
    let count = team.len();
    (count > 1).then(|| match (chance(worst), chance(best)) {
        (low, high) if low == high => {
            format!("Each of its {count} plannings has a chance of {high}.")
        }
        (low, high) => format!(
            "Of its {count} plannings {} has the worst chance ({low}) and {} the best ({high}); {}.",
            when(worst),
            when(best),
            since(team),
        ),
    })
}

/// From when on the chance is good.
fn since(team: &[&Planning]) -> String {
    match first_likely(team) {
        None => "none of them reaches 85 %".to_owned(),
        Some(p) if !stays_likely(team) => {
            format!(
                "it first reaches 85 % on {}, but does not stay there",
                when(p)
            )
        }
        Some(p) if p.index == 1 => "all of them reach 85 %".to_owned(),
        Some(p) => format!("from {} on it is 85 % or more", when(p)),
    }
}

fn held_back(forecast: &Forecast) -> String {
    let flow = &forecast.flow.total;
    let ready = flow.ready.mean.unwrap_or(0.0);
    if flow.held_back_by.is_empty() && ready > 0.0 {
        return "Nothing holds readiness back: the items that became ready were ready the moment they arrived."
            .to_owned();
    }
    if flow.held_back_by.is_empty() {
        return "What holds readiness back cannot be told: no item became ready.".to_owned();
    }
    let Some(cause) = largest(flow) else {
        return "Nothing holds readiness back: the items that became ready waited for nothing but \
            their turn in the backlog."
            .to_owned();
    };
    let most = format!(
        "What holds readiness back most: {} ({} of the days between arrival and ready).",
        phrase(cause),
        percent_in_words(cause.share),
    );
    let backlog = flow.held_back_by.iter().find(|c| c.cause == "backlog");
    match backlog.filter(|backlog| backlog.share > cause.share) {
        Some(backlog) => format!(
            "{most} Before that, items stand in the backlog behind others ({}).",
            percent_in_words(backlog.share)
        ),
        None => most,
    }
}

fn stability(forecast: &Forecast) -> String {
    if forecast.flow.total.stable {
        return String::new();
    }
    "Careful: work piles up before ready faster than it leaves (see “Demand”), so waiting times grow \
        for as long as this goes on."
        .to_owned()
}
