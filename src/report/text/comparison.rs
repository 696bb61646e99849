//! Policies side by side: the verdicts in words first, then the tables behind them.

use super::amounts::{change, change_in_words, label, level, settling};
use super::table::Sheet;
use super::words::{
    NOTHING, capital, date, list, percent, short, thousands, working_days, wrap_under,
};
use super::{body, paragraph, section};
use crate::experiment::compare::{Compared, Comparison, GoalCompared};
use crate::experiment::{Difference, Known, Outcome, Verdict};
use crate::forecast::paths::Unit;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(comparison: &Comparison, width: usize) -> String {
    let mut sections = vec![title(comparison), verdicts(comparison, width)];
    sections.extend(plannings(comparison, width));
    sections.extend(goals(comparison, width));
    sections.push(flow(comparison, width));
    sections.push(footer(comparison, width));
    sections.join("\n")
}

fn title(comparison: &Comparison) -> String {
    let others = comparison.variants.len();
    let plural = if others == 1 { "policy" } else { "policies" };
    format!(
        "{}: {others} {plural} compared with “{}”\n{} simulated futures of {} each, the same for all\n",
        comparison.scenario,
        comparison.baseline.name,
        thousands(comparison.trials),
        working_days(comparison.horizon_days),
    )
}

/// The word for an outcome.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Better => "better",
        Outcome::Worse => "worse",
        Outcome::Same => "the same",
        Outcome::Unknown => "not known yet",
    }
}

/// The question that is answered first.
pub(crate) const QUESTION: &str = "Which is better?";

fn verdicts(comparison: &Comparison, width: usize) -> String {
    let verdicts = paragraphs(comparison);
    let mut parts: Vec<String> = verdicts.iter().map(|text| paragraph(text, width)).collect();
    parts.push(summary(comparison).render(width));
    section(QUESTION, &body(parts))
}

/// What is said of each variant.
pub(crate) fn paragraphs(comparison: &Comparison) -> Vec<String> {
    let variants = comparison.variants.iter();
    variants
        .map(|variant| verdict(variant, comparison))
        .collect()
}

/// What is said of a variant.
fn verdict(variant: &Compared, comparison: &Comparison) -> String {
    let set = variant.setting.set.iter();
    let set: Vec<String> = set
        .map(|(path, value)| format!("{path} = {value}"))
        .collect();
    let set = if set.is_empty() {
        String::new()
    } else {
        format!(" ({})", set.join(", "))
    };
    let mut sentences = vec![format!(
        "{}{set}: {}.",
        variant.setting.name,
        outcome(variant.verdict.outcome)
    )];
    if variant.inert {
        sentences.push(format!(
            "In all {} futures nothing that is compared differs: this knob moves nothing here.",
            thousands(comparison.trials)
        ));
        return sentences.join(" ");
    }
    sentences.extend(shares(&variant.verdict));
    let judge = variant
        .flow
        .iter()
        .find(|d| d.path == variant.verdict.judged_by);
    sentences.extend(judge.map(judged));
    sentences.extend(traded(variant));
    sentences.join(" ")
}

/// `Better in 60, equal in 33, worse in 7 % of the futures.`
fn shares(verdict: &Verdict) -> Option<String> {
    let (better, equal, worse) = (verdict.better?, verdict.equal?, verdict.worse?);
    let number = |share: f64| percent(share).replace(" %", "");
    Some(format!(
        "Better in {}, equal in {}, worse in {} % of the futures.",
        number(better),
        number(equal),
        number(worse)
    ))
}

/// How far apart, and how sure.
fn judged(d: &Difference) -> String {
    let words = label(d);
    let levels = format!(
        "{} instead of {}",
        level(d.unit, d.variant),
        level(d.unit, d.baseline)
    );
    match (d.known, d.difference) {
        (_, None) => format!("{} cannot be compared: {levels}.", capital(&words)),
        (Known::Same, _) => format!(
            "{} is the same: {}.",
            capital(&words),
            level(d.unit, d.variant)
        ),
        (Known::Unknown, _) => format!(
            "{}: {levels}, {}: it may be either way, and {}.",
            capital(&words),
            change_in_words(d),
            settling(d.trials_to_settle)
        ),
        _ => format!("{}: {levels}, {}.", capital(&words), change_in_words(d)),
    }
}

/// What it costs, and what it brings besides.
fn traded(variant: &Compared) -> Vec<String> {
    let verdict = &variant.verdict;
    let name = |path: &String| {
        let found = variant.flow.iter().find(|d| d.path == *path)?;
        Some(format!("{} {}", label(found), change_in_words(found)))
    };
    let named = |paths: &[String]| paths.iter().take(3).filter_map(name).collect::<Vec<_>>();
    let (price, gains) = (named(&verdict.price), named(&verdict.gains));
    let mut sentences = Vec::new();
    match verdict.outcome {
        _ if !price.is_empty() => sentences.push(format!("The price: {}.", list(&price))),
        Outcome::Better => sentences.push("It costs nothing that is compared.".to_owned()),
        _ => {}
    }
    if !gains.is_empty() {
        sentences.push(format!("What it brings besides: {}.", list(&gains)));
    }
    sentences
}

fn summary(comparison: &Comparison) -> Sheet {
    let judge = |variant: &Compared| {
        let path = &variant.verdict.judged_by;
        variant.flow.iter().find(|d| d.path == *path).cloned()
    };
    let first = comparison.variants.first().and_then(judge);
    let unit = first.as_ref().map_or(Unit::Plain, |d| d.unit);
    let what = first.as_ref().map_or_else(String::new, label);
    let header = [
        "policy".to_owned(),
        broken(&what),
        if unit == Unit::Chance {
            "difference,\npoints"
        } else {
            "difference"
        }
        .to_owned(),
        "better\nin".to_owned(),
        "equal\nin".to_owned(),
        "worse\nin".to_owned(),
        "pairing\nsaves".to_owned(),
    ];
    let mut sheet = Sheet::new(1, header);
    let mut row = vec![
        short(&comparison.baseline.name),
        first.map_or_else(String::new, |d| level(d.unit, d.baseline)),
    ];
    row.extend(vec![NOTHING.to_owned(); 5]);
    sheet.row(row);
    for variant in &comparison.variants {
        let share = |share: Option<f64>| share.map_or_else(|| NOTHING.to_owned(), percent);
        let (verdict, judge) = (&variant.verdict, judge(variant));
        sheet.row([
            short(&variant.setting.name),
            judge
                .as_ref()
                .map_or_else(String::new, |d| level(d.unit, d.variant)),
            judge.as_ref().map_or_else(String::new, change),
            share(verdict.better),
            share(verdict.equal),
            share(verdict.worse),
            verdict
                .pairing_gain
                .map_or_else(|| NOTHING.to_owned(), saved),
        ]);
    }
    sheet.without_empty_columns()
}

/// `12 ×`: without pairs so many times as many trials would be needed.
fn saved(gain: f64) -> String {
    match gain {
        g if g >= 10.0 => format!("{} ×", thousands(g.round() as u64)),
        g => format!("{g:.1} ×"),
    }
}

/// A heading on two lines.
pub(super) fn broken(text: &str) -> String {
    let middle = text.len() / 2;
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let at = spaces.min_by_key(|at| at.abs_diff(middle));
    match at.filter(|_| text.len() > 12) {
        Some(at) => format!(
            "{}\n{}",
            text.get(..at).unwrap_or(text),
            text.get(at + 1..).unwrap_or_default()
        ),
        None => text.to_owned(),
    }
}

/// A table with a row a number and a column a policy.
fn side_by_side(comparison: &Comparison, first: &str) -> Sheet {
    let names = comparison.variants.iter().map(|v| short(&v.setting.name));
    let baseline = short(&comparison.baseline.name);
    Sheet::new(1, [first.to_owned(), baseline].into_iter().chain(names))
}

/// One row of it: the number under the baseline, and the differences of all variants.
fn beside(sheet: &mut Sheet, label: String, all: &[Option<&Difference>]) {
    let first = all.iter().flatten().next();
    let baseline = first.map_or_else(|| NOTHING.to_owned(), |d| level(d.unit, d.baseline));
    let cell = |d: &Option<&Difference>| match d {
        Some(d) if d.difference.is_some() => change(d),
        Some(d) => level(d.unit, d.variant),
        None => NOTHING.to_owned(),
    };
    sheet.row([label, baseline].into_iter().chain(all.iter().map(cell)));
}

fn plannings(comparison: &Comparison, width: usize) -> Option<String> {
    let first = comparison.variants.first()?;
    let several = first
        .plannings
        .iter()
        .any(|p| Some(&p.team) != first.plannings.first().map(|p| &p.team));
    let mut enough = side_by_side(comparison, "planning");
    let mut ready = side_by_side(comparison, "planning");
    for (at, planning) in first.plannings.iter().enumerate() {
        let day = date(planning.day, planning.date.as_deref());
        let team = if several {
            format!("{}  ", short(&planning.team))
        } else {
            String::new()
        };
        let label = format!("{team}{:>2}  {day}", planning.index);
        let of = |pick: fn(&crate::experiment::compare::PlanningCompared) -> &Difference| {
            let there = comparison
                .variants
                .iter()
                .map(|v| v.plannings.get(at).map(pick));
            there.collect::<Vec<_>>()
        };
        beside(&mut enough, label.clone(), &of(|p| &p.ready_enough));
        beside(&mut ready, label, &of(|p| &p.ready));
    }
    if enough.is_empty() {
        return None;
    }
    let elsewhere = comparison
        .variants
        .iter()
        .filter(|v| v.plannings_elsewhere > 0);
    let elsewhere = elsewhere.map(|v| {
        let name = &v.setting.name;
        format!(
            "{} of the plannings do not take place at the same time under “{name}”.",
            v.plannings_elsewhere
        )
    });
    let lead = "The chance that enough is ready: of the baseline as it is, of the others the difference in points.";
    let more = "Items ready before the planning pulls (mean):";
    let mut parts = vec![
        paragraph(lead, width),
        enough.render(width),
        paragraph(more, width),
        ready.render(width),
    ];
    parts.extend(elsewhere.map(|text| paragraph(&text, width)));
    Some(section("Sprint Plannings", &body(parts)))
}

fn goals(comparison: &Comparison, width: usize) -> Option<String> {
    let first = comparison.variants.first()?;
    let mut parts = Vec::new();
    for goal in &first.goals {
        let mut sheet = side_by_side(comparison, &goal.name);
        let picks: [fn(&GoalCompared) -> Option<&Difference>; 5] = [
            |g| g.by.as_ref(),
            |g| Some(&g.p50),
            |g| Some(&g.p85),
            |g| Some(&g.wait),
            |g| Some(&g.never),
        ];
        for pick in picks {
            let of = |v: &'_ Compared| v.goals.iter().position(|g| g.name == goal.name);
            let all: Vec<Option<&Difference>> = comparison
                .variants
                .iter()
                .map(|v| of(v).and_then(|at| v.goals.get(at)).and_then(pick))
                .collect();
            let label = pick(goal).map(|d| match d.percentile {
                Some(p) => format!("{p} % by day"),
                None => d.words.to_owned(),
            });
            if let Some(label) = label {
                beside(&mut sheet, label, &all);
            }
        }
        parts.push(sheet.render(width));
    }
    (!parts.is_empty()).then(|| section("Goals", &body(parts)))
}

fn flow(comparison: &Comparison, width: usize) -> String {
    let mut sheet = side_by_side(comparison, "number");
    let first = comparison.variants.first();
    for (at, d) in first.iter().flat_map(|v| v.flow.iter().enumerate()) {
        let all = comparison.variants.iter().map(|v| v.flow.get(at));
        beside(&mut sheet, label(d), &all.collect::<Vec<_>>());
    }
    let lead = "The baseline as it is, and the differences under the others.";
    section(
        "Flow and cost",
        &body([paragraph(lead, width), sheet.render(width)]),
    )
}

fn footer(comparison: &Comparison, width: usize) -> String {
    let lines = reading(comparison);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

/// What somebody cannot know from the tables.
pub(crate) fn reading(comparison: &Comparison) -> Vec<String> {
    let trials = thousands(comparison.trials);
    vec![
        format!(
            "• All policies have met the same {trials} futures: the same demand, work and luck (seed {}). So a \
            difference is that of pairs, and much of the luck cancels. “Pairing saves 12 ×”: without it 12 times \
            as many trials would be needed to know as much.",
            comparison.seed
        ),
        "• “+11.0 ± 1.5”: more trials would very likely (95 %) end between +9.5 and +12.5. Differences of chances \
            are in points: from 54 % to 65 % are +11.0."
            .to_owned(),
        "• “?”: not known yet, the difference may go either way. “=”: the same in every future. “–”: does not \
            exist here or lies beyond the horizon."
            .to_owned(),
        "• Of 20 differences that do not exist about one looks known all the same: a surprising one deserves a \
            run with another seed."
            .to_owned(),
        "• Better and worse count single futures; a future that never makes a goal counts as later than any that \
            does, and with the horizon where days are averaged."
            .to_owned(),
    ]
}
