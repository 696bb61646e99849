//! The best setting in words first, then the tables behind it.

use super::amounts::{change, change_in_words, label, level};
use super::comparison::broken;
use super::table::Sheet;
use super::words::{NOTHING, capital, list, percent, plain, thousands, working_days, wrap_under};
use super::{body, paragraph, section};
use crate::experiment::optimise::{Chosen, Kept, Optimum, Relation, Standing, Tried};
use crate::experiment::sweep::{Knob, Looked};
use crate::experiment::{Difference, Known};
use crate::forecast::Named;
use crate::forecast::paths::Unit;

/// So many settings are listed.
const LISTED: usize = 12;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(optimum: &Optimum, width: usize) -> String {
    let mut sections = vec![
        title(optimum),
        best(optimum, width),
        settings(optimum, width),
    ];
    sections.extend(front(optimum, width));
    sections.push(footer(optimum, width));
    sections.join("\n")
}

fn title(optimum: &Optimum) -> String {
    let knobs: Vec<String> = optimum.knobs.iter().map(|knob| knob.path.clone()).collect();
    let plural = if optimum.settings == 1 {
        "setting"
    } else {
        "settings"
    };
    let left_out = [
        (optimum.beyond_budget, "more beyond the budget"),
        (optimum.impossible, "that make no board"),
    ];
    let left_out = left_out.iter().filter(|(n, _)| *n > 0);
    let left_out: Vec<String> = left_out
        .map(|(n, words)| format!("; left out: {} {words}", thousands(*n as u64)))
        .collect();
    format!(
        "{}: the best of {} {plural} of {}{}\n{} simulated futures of {} in all\n",
        optimum.scenario,
        thousands(optimum.settings as u64),
        list(&knobs),
        left_out.concat(),
        thousands(optimum.trials.spent),
        working_days(optimum.horizon_days),
    )
}

/// The question that is answered first.
pub(crate) const QUESTION: &str = "Which setting is best?";

fn best(optimum: &Optimum, width: usize) -> String {
    let parts = paragraphs(optimum);
    section(
        QUESTION,
        &body(parts.iter().map(|text| paragraph(text, width))),
    )
}

/// The answer, in paragraphs.
pub(crate) fn paragraphs(optimum: &Optimum) -> Vec<String> {
    let mut parts = match &optimum.chosen {
        Some(chosen) => vec![
            take(optimum, chosen),
            bounds(optimum, chosen),
            trade(optimum, chosen),
            sure(optimum, chosen),
            others(optimum),
            spent(optimum),
        ],
        None => vec![none(optimum), spent(optimum)],
    };
    parts.retain(|part| !part.is_empty());
    parts
}

/// What to set, and what that does.
fn take(optimum: &Optimum, chosen: &Chosen) -> String {
    let set = setting(&chosen.set, &optimum.knobs);
    let as_is = |t: &Tried| t.standing == Standing::Chosen && t.as_written;
    let judge = chosen.from_today.first();
    match judge {
        Some(d) if optimum.tried.iter().any(as_is) => format!(
            "Leave it as it is: {set}. No other setting does better by enough to matter. {}: {}.",
            capital(&label(d)),
            level(d.unit, d.variant)
        ),
        Some(d) => format!("Take {set}. {}: {}", capital(&label(d)), judged(d)),
        None => format!("Take {set}."),
    }
}

/// `62 % instead of 54 %, +8.0 points ± 0.9.`
fn judged(d: &Difference) -> String {
    let levels = format!(
        "{} instead of {}",
        level(d.unit, d.variant),
        level(d.unit, d.baseline)
    );
    match (d.known, d.difference) {
        (Known::Same, _) => format!("{}, as it is today.", level(d.unit, d.variant)),
        (Known::Unknown, Some(_)) => {
            format!("{levels}, {}: it may be either way.", change_in_words(d))
        }
        (_, None) => format!("{levels}."),
        _ => format!("{levels}, {}.", change_in_words(d)),
    }
}

/// What has to hold, and whether it does.
fn bounds(optimum: &Optimum, chosen: &Chosen) -> String {
    if optimum.subject_to.is_empty() {
        return String::new();
    }
    let each = optimum.subject_to.iter().map(|kept| {
        let found = chosen.from_today.iter().find(|d| d.path == kept.path);
        let now = found.map_or_else(|| NOTHING.to_owned(), |d| level(d.unit, d.variant));
        format!("{}: {now}", bound(kept, found))
    });
    let each: Vec<String> = each.collect();
    let sure = match chosen.keeps_bounds {
        true => "What has to hold does",
        false => "Whether what has to hold does is not certain yet",
    };
    format!("{sure} ({}).", each.join("; "))
}

/// `lead time (85 %) at most 20`.
fn bound(kept: &Kept, like: Option<&Difference>) -> String {
    let words = like.map_or_else(|| kept.path.clone(), label);
    let relation = match kept.relation {
        Relation::AtMost => "at most",
        Relation::AtLeast => "at least",
    };
    let value = match like.map(|d| d.unit) {
        Some(Unit::Chance) => percent(kept.value),
        _ => plain(kept.value),
    };
    format!("{words} {relation} {value}")
}

/// What else is different then.
fn trade(optimum: &Optimum, chosen: &Chosen) -> String {
    let bounded = |d: &&Difference| !optimum.subject_to.iter().any(|kept| kept.path == d.path);
    let others = || chosen.from_today.iter().skip(1).filter(bounded);
    let told = |better: bool| {
        let all = others().filter(|d| d.is_better() == Some(better));
        let by = |d: &Difference| match d.unit {
            Unit::PerWeek => change(d),
            _ => change_in_words(d),
        };
        all.map(|d| format!("{} {}", label(d), by(d)))
            .collect::<Vec<_>>()
    };
    let (price, gains) = (told(false), told(true));
    let mut sentences = Vec::new();
    if !price.is_empty() {
        sentences.push(format!("The price: {}.", list(&price)));
    }
    if !gains.is_empty() {
        sentences.push(format!("What it brings besides: {}.", list(&gains)));
    }
    sentences.join(" ")
}

/// How sure the choice is.
fn sure(optimum: &Optimum, chosen: &Chosen) -> String {
    let matters = matters(optimum);
    let share = percent(chosen.correct_selection);
    let asked = percent(optimum.aim.confidence);
    if optimum.aim.known_beforehand && chosen.decided {
        return format!(
            "How sure is that? This number is known without futures; that what has to hold does is known with a chance of \
            at least {asked}."
        );
    }
    if optimum.aim.known_beforehand {
        return format!(
            "How sure is that? Not as sure as was asked for ({asked}): the futures ran out before it was known which settings \
            keep what has to hold; more --trials make it surer."
        );
    }
    match chosen.decided {
        true => format!(
            "How sure is that? If one setting is better than all others by {matters} or more, this is the one with a \
            chance of at least {asked}; from what the futures have shown it is {share}."
        ),
        false => format!(
            "How sure is that? Not as sure as was asked for ({asked}): the futures ran out before the last settings were told \
            apart. The chance that none is better by {matters} or more is about {share}; more --trials make it surer."
        ),
    }
}

/// What matters, in its unit: `1 point`, `0.3 days`.
fn matters(optimum: &Optimum) -> String {
    let unit = optimum.results.first().map(Looked::unit);
    let value = optimum.aim.matters;
    match unit {
        Some(Unit::Chance) => {
            let points = short(value * 100.0);
            format!("{points} point{}", if points == "1" { "" } else { "s" })
        }
        Some(Unit::Days) => format!("{} days", short(value)),
        Some(Unit::PerWeek) => format!("{} a week", short(value)),
        _ => short(value),
    }
}

/// Two digits.
fn short(value: f64) -> String {
    let places = (1.0 - value.abs().log10().floor()).clamp(0.0, 6.0);
    let scale = 10_f64.powi(places as i32);
    ((value * scale).round() / scale).to_string()
}

/// Those that are as good as far as can be told.
fn others(optimum: &Optimum) -> String {
    let of = |standing: Standing| optimum.tried.iter().filter(move |t| t.standing == standing);
    let mut sentences = Vec::new();
    let runners: Vec<String> = of(Standing::NotToldApart)
        .take(4)
        .map(|t| setting(&t.set, &optimum.knobs))
        .collect();
    let more = of(Standing::NotToldApart)
        .count()
        .saturating_sub(runners.len());
    if !runners.is_empty() {
        let more = if more > 0 {
            format!(", and {more} more")
        } else {
            String::new()
        };
        sentences.push(format!(
            "Not told apart from it: {}{more}.",
            runners.join("; ")
        ));
    }
    let counts = [
        (Standing::Same, "the same in every future"),
        (Standing::NoMatter, "better, but by too little to matter"),
    ];
    for (standing, words) in counts {
        let n = of(standing).count();
        if n > 0 {
            sentences.push(format!(
                "{} {} {words}.",
                n,
                if n == 1 { "is" } else { "are" }
            ));
        }
    }
    match sentences.is_empty() {
        true => {
            "All other settings are known to be worse, or to break what has to hold.".to_owned()
        }
        false => format!(
            "{} Of settings that are as good this one changes least.",
            sentences.join(" ")
        ),
    }
}

fn spent(optimum: &Optimum) -> String {
    let spent = optimum.trials;
    let times = spent.brute_force as f64 / spent.spent.max(1) as f64;
    let took = format!("It took {} futures.", thousands(spent.spent));
    match times {
        t if t >= 1.1 => format!(
            "{took} A sweep with {} for every setting would have taken {}, {t:.1} times as many.",
            thousands(spent.most),
            thousands(spent.brute_force),
        ),
        _ => took,
    }
}

fn none(optimum: &Optimum) -> String {
    let like = |kept: &Kept| {
        let found = optimum.results.iter().find(|l| l.path == kept.path);
        found.and_then(|l| l.like.clone())
    };
    let bounds: Vec<String> = optimum
        .subject_to
        .iter()
        .map(|kept| bound(kept, like(kept).as_ref()))
        .collect();
    format!(
        "None: no setting is known to keep what has to hold ({}). The first in the table below come closest.",
        list(&bounds)
    )
}

/// `stages.refinement.wip.max = 4 and stages.ready.wip.min = 5`.
pub(crate) fn setting(set: &Named<String>, knobs: &[Knob]) -> String {
    let values = knobs.iter().filter_map(|knob| {
        let value = set.iter().find(|(path, _)| *path == knob.path)?.1;
        Some(format!("{} = {value}", knob.path))
    });
    let values: Vec<String> = values.collect();
    match values.is_empty() {
        true => "what the scenario says".to_owned(),
        false => list(&values),
    }
}

fn settings(optimum: &Optimum, width: usize) -> String {
    let mut sheet = sheet(optimum, "");
    if !optimum.tried.iter().any(|t| t.as_written) {
        sheet.row(as_written(optimum));
    }
    for tried in optimum.tried.iter().take(LISTED) {
        sheet.row(row(optimum, tried));
    }
    let more = match optimum.tried.len().saturating_sub(LISTED) {
        0 => String::new(),
        n => format!(
            "… and {} more: --format csv or json has them all.",
            thousands(n as u64)
        ),
    };
    section(
        "The settings, the best first",
        &body([sheet.render(width), paragraph(&more, width)]),
    )
}

/// A table with a row a setting: what is said of it, the knobs, the numbers.
fn sheet(optimum: &Optimum, first: &str) -> Sheet {
    let knobs = optimum.knobs.iter().map(knob_heading);
    let results = optimum.results.iter().map(heading);
    let header = [first.to_owned()].into_iter().chain(knobs).chain(results);
    Sheet::new(
        1 + optimum.knobs.len(),
        header.chain(["futures".to_owned()]),
    )
}

fn as_written(optimum: &Optimum) -> Vec<String> {
    let nothing = || NOTHING.to_owned();
    let today = optimum
        .today
        .iter()
        .map(|v| v.clone().unwrap_or_else(nothing));
    let levels = optimum.as_written.iter().zip(&optimum.results);
    let levels = levels.map(|(l, looked)| level(looked.unit(), l.value));
    let first = ["as written".to_owned()].into_iter();
    first
        .chain(today)
        .chain(levels)
        .chain([nothing()])
        .collect()
}

fn knob_heading(knob: &Knob) -> String {
    let steps: Vec<&str> = knob.path.split('.').collect();
    match steps.as_slice() {
        [_, middle @ .., last] if !middle.is_empty() => format!("{}\n{last}", middle.join(".")),
        _ => knob.path.clone(),
    }
}

fn heading(looked: &Looked) -> String {
    broken(
        &looked
            .like
            .as_ref()
            .map_or_else(|| looked.path.clone(), label),
    )
}

fn row(optimum: &Optimum, tried: &Tried) -> Vec<String> {
    let value = |knob: &Knob| {
        let found = tried.set.iter().find(|(path, _)| *path == knob.path);
        found.map_or_else(|| NOTHING.to_owned(), |(_, value)| value.clone())
    };
    let levels = tried.results.iter().zip(&optimum.results);
    let levels = levels.map(|(l, looked)| level(looked.unit(), l.value));
    let said = [said(tried)]
        .into_iter()
        .chain(optimum.knobs.iter().map(value));
    said.chain(levels)
        .chain([thousands(tried.trials)])
        .collect()
}

pub(crate) fn said(tried: &Tried) -> String {
    let said = match tried.standing {
        Standing::Chosen => "take this",
        Standing::NotToldApart => "not told apart",
        Standing::Same => "the same",
        Standing::NoMatter => "as good",
        Standing::Worse => "worse",
        Standing::Screened => "looked worse",
        Standing::BreaksBound => "breaks a bound",
    };
    match tried.as_written {
        true => format!("{said} (as written)"),
        false => said.to_owned(),
    }
}

/// Readiness against work in progress.
fn front(optimum: &Optimum, width: usize) -> Option<String> {
    if matches!(optimum.front.as_slice(), [] | [0]) {
        return None;
    }
    let lead = match optimum.front.len() {
        1 => "No other setting has more readiness, and none so little work in progress:",
        _ => {
            "None of these settings has both more readiness and less work in progress than another one; it is yours to \
            say how much of one is worth how much of the other."
        }
    };
    let mut sheet = sheet(optimum, "");
    for place in optimum.front.iter().take(2 * LISTED) {
        sheet.row(row(optimum, optimum.tried.get(*place)?));
    }
    Some(section(
        "Readiness against work in progress",
        &body([paragraph(lead, width), sheet.render(width)]),
    ))
}

fn footer(optimum: &Optimum, width: usize) -> String {
    let lines = reading(optimum);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

/// What somebody cannot know from the tables.
pub(crate) fn reading(optimum: &Optimum) -> Vec<String> {
    let halved = optimum
        .tried
        .iter()
        .any(|t| t.standing == Standing::Screened);
    let mut lines = vec![
        format!(
            "• All settings have met the same futures (seed {}), as far as each of them went: what differs is the knobs, \
            not the luck. Who is worse was dropped early, so the numbers of dropped settings are less exact.",
            optimum.seed
        ),
        match optimum.aim.known_beforehand {
            true => "• Of settings that are as good the one with the fewest knobs turned is taken.".to_owned(),
            false => format!(
                "• Differences of less than {} are taken to be of no matter (--matters), and of settings that are as \
                good the one with the fewest knobs turned is taken.",
                matters(optimum)
            ),
        },
        "• The method: Kim and Nelson's fully sequential procedure KN with common random numbers (2001), and Andradóttir \
            and Kim's for what has to hold (2010)."
            .to_owned(),
        "• To know the chosen setting exactly, run it: headwater run with --set for each knob.".to_owned(),
    ];
    if halved {
        lines.push(
            "• “Looked worse”: of so many settings the worse halves were dropped after few futures. How sure the choice is \
            is said of those that were left."
                .to_owned(),
        );
    }
    lines
}
