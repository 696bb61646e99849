//! The pages of experiments: policies side by side, sweeps, and searches for the best setting.

use super::{Next, Page, render, typed};
use crate::experiment::Outcome;
use crate::experiment::compare::{Compared, Comparison};
use crate::experiment::optimise::Optimum;
use crate::experiment::sweep::{Knob, Level, Sweep};
use crate::forecast::Named;
use crate::forecast::paths::{Good, Unit};
use crate::report::pictures;
use crate::report::text::amounts::level;
use crate::report::text::words::{capital, interval, list, thousands, working_days};
use crate::report::text::{comparison, optimum, sweep};

/// How an answer is found once more, and how the scenario itself is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commands {
    /// The command of this answer.
    pub again: String,
    /// The command that runs the scenario; `None` where there are several.
    pub run: Option<String>,
}

impl Commands {
    /// The whole forecast of a setting, as a page.
    fn forecast(&self, set: &Named<String>) -> Option<String> {
        let sets = set.iter().map(|(path, value)| {
            let edit = typed(&format!("{path}={value}"));
            format!(" --set {edit}")
        });
        let run = self.run.as_ref()?;
        Some(format!(
            "{run}{} --report forecast.html",
            sets.collect::<String>()
        ))
    }

    /// What can be tried in any case: the whole forecast of a setting first, then another luck.
    fn next(&self, setting: Option<(String, &Named<String>)>, seed: u64) -> Next {
        let whole = setting.and_then(|(called, set)| Some((called, self.forecast(set)?)));
        let whole = whole.map(|(called, command)| {
            let words = format!("See the whole forecast {called}, with all charts");
            (words, command)
        });
        let other = format!("{} --seed {}", self.again, seed.wrapping_add(1));
        let luck = "Ask again with another luck: what is true stays, what was chance goes";
        let luck = (!self.again.contains(" --seed ")).then(|| (luck.to_owned(), other));
        Next {
            lead: "Before you decide, look at what a setting costs, and at what the scenario leaves out:".to_owned(),
            tries: whole.into_iter().chain(luck).collect(),
        }
    }
}

fn behind(trials: u64, horizon_days: f64) -> String {
    format!(
        "{} simulated futures of {} each, the same for all",
        thousands(trials),
        working_days(horizon_days)
    )
}

/// The page of a comparison.
pub fn of_comparison(answer: &Comparison, commands: &Commands) -> String {
    let better = answer.variants.iter();
    let better = better.filter(|v| v.verdict.outcome == Outcome::Better);
    let size = |difference: Option<f64>| difference.map_or(0.0, f64::abs);
    let best =
        better.max_by(|a, b| size(a.verdict.difference).total_cmp(&size(b.verdict.difference)));
    let best = best.map(|best| (format!("of “{}”", best.setting.name), &best.setting.set));
    let best = best.filter(|(_, set)| !set.is_empty());
    let mut next = commands.next(best, answer.seed);
    let settle = answer
        .variants
        .iter()
        .filter_map(|v| v.verdict.trials_to_settle);
    if let Some(trials) = settle
        .max()
        .filter(|_| !commands.again.contains(" --trials "))
    {
        let words =
            "Settle what is not known yet, if the differences are what they seem".to_owned();
        let command = format!("{} --trials {trials}", commands.again);
        next.tries.insert(0, (words, command));
    }
    render(&Page {
        scenario: &answer.scenario,
        kind: "comparison",
        behind: behind(answer.trials, answer.horizon_days),
        question: comparison::QUESTION,
        answer: lead(answer)
            .into_iter()
            .chain(comparison::paragraphs(answer))
            .collect(),
        next,
        sections: &pictures::of_comparison(answer),
        reading: comparison::reading(answer),
        headwater: answer.headwater,
        command: &commands.again,
    })
}

/// Of several policies: which are better than the baseline, and which are not, the best first.
fn lead(answer: &Comparison) -> Option<String> {
    if answer.variants.len() < 2 {
        return None;
    }
    let mut variants: Vec<&Compared> = answer.variants.iter().collect();
    let size = |v: &Compared| v.verdict.difference.map_or(0.0, f64::abs);
    variants.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let named = |outcome: Outcome| {
        let those = variants.iter().filter(|v| v.verdict.outcome == outcome);
        let names: Vec<String> = those.map(|v| format!("“{}”", v.setting.name)).collect();
        (!names.is_empty()).then(|| list(&names))
    };
    let baseline = &answer.baseline.name;
    let told = [
        (Outcome::Better, format!("Better than “{baseline}”")),
        (Outcome::Worse, format!("Worse than “{baseline}”")),
        (Outcome::Same, "The same in every future".to_owned()),
        (Outcome::Unknown, "Not known yet".to_owned()),
    ];
    let told = told.into_iter();
    let sentences = told.filter_map(|(outcome, words)| {
        let names = named(outcome)?;
        Some(format!("{words}: {names}."))
    });
    Some(sentences.collect::<Vec<_>>().join(" "))
}

/// The page of a sweep.
pub fn of_sweep(answer: &Sweep, commands: &Commands) -> String {
    let best = best(answer).map(|(point, _)| ("of the best setting".to_owned(), &point.set));
    let knee = answer.knee.and_then(|place| answer.points.get(place));
    let knee = knee.map(|point| ("at the knee".to_owned(), &point.set));
    render(&Page {
        scenario: &answer.scenario,
        kind: "sweep",
        behind: behind(answer.trials, answer.horizon_days),
        question: "What does every setting do?",
        answer: told(answer),
        next: commands.next(knee.or(best), answer.seed),
        sections: &pictures::of_sweep(answer),
        reading: sweep::reading(answer),
        headwater: answer.headwater,
        command: &commands.again,
    })
}

/// The point at which the first result is best, and its number there.
fn best(answer: &Sweep) -> Option<(&crate::experiment::sweep::Point, &Level)> {
    let sign = match answer.results.first()?.good() {
        Good::More => 1.0,
        Good::Less => -1.0,
        Good::Neither => return None,
    };
    let points = answer.points.iter();
    let there = points.filter_map(|point| {
        let level = point.results.first()?;
        Some((point, level, sign * level.value?))
    });
    let mut found: Option<(_, _, f64)> = None;
    for (point, level, value) in there {
        if found.as_ref().is_none_or(|(_, _, most)| value > *most) {
            found = Some((point, level, value));
        }
    }
    found.map(|(point, level, _)| (point, level))
}

/// Where the first result is best, and where the knee is.
fn told(answer: &Sweep) -> Vec<String> {
    let mut paragraphs = Vec::new();
    if let Some((looked, (point, found))) = answer.results.first().zip(best(answer)) {
        let number = |value| level(looked.unit(), value);
        let ends = found.ci95.map(|[low, high]| match looked.unit() {
            Unit::Chance => interval([low, high]),
            _ => format!("({} to {})", number(Some(low)), number(Some(high))),
        });
        let ends = ends.filter(|ends| !ends.is_empty());
        let ends = ends.map_or_else(String::new, |ends| format!(" {ends}"));
        let written = answer.as_written.first().and_then(|level| level.value);
        let set = point.set.iter();
        let set: Vec<String> = set
            .map(|(path, value)| format!("{path} = {value}"))
            .collect();
        paragraphs.push(format!(
            "“{}” is best with {}: {}{ends}; as the scenario is written it is {}.",
            capital(&sweep::name(looked)),
            list(&set),
            number(found.value),
            number(written)
        ));
    }
    let knobs: &[Knob] = &answer.knobs;
    if let [knob] = knobs {
        paragraphs.extend(sweep::knee_in_words(answer, knob));
    }
    if paragraphs.is_empty() {
        paragraphs.push("The charts below show each number for every setting.".to_owned());
    }
    paragraphs
}

/// The page of a search for the best setting.
pub fn of_optimum(answer: &Optimum, commands: &Commands) -> String {
    let chosen = answer.chosen.as_ref();
    let chosen = chosen.map(|chosen| ("of that setting".to_owned(), &chosen.set));
    render(&Page {
        scenario: &answer.scenario,
        kind: "optimum",
        behind: format!(
            "{} simulated futures of {} in all",
            thousands(answer.trials.spent),
            working_days(answer.horizon_days)
        ),
        question: optimum::QUESTION,
        answer: optimum::paragraphs(answer),
        next: commands.next(chosen, answer.seed),
        sections: &pictures::of_optimum(answer),
        reading: optimum::reading(answer),
        headwater: answer.headwater,
        command: &commands.again,
    })
}
