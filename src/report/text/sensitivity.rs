//! What the forecast hangs on, in words first, then as a tornado and as what one more would bring.

use super::amounts::{change, change_in_words, label, level};
use super::table::Sheet;
use super::words::{NOTHING, capital, list, percent, plain, thousands, working_days, wrap_under};
use super::{body, paragraph, section};
use crate::experiment::sensitivity::{End, Input, More, OneMore, Sensitivity};
use crate::experiment::{Difference, Known};
use crate::forecast::Named;
use crate::forecast::paths::Unit;

/// So many rows of a table are shown.
const LISTED: usize = 20;

/// How long the longer side of a bar is.
const BAR: f64 = 8.0;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(found: &Sensitivity, width: usize) -> String {
    let mut sections = vec![title(found), most(found, width)];
    if !found.inputs.is_empty() {
        sections.push(tornado(found, width));
    }
    if !found.one_more.is_empty() {
        sections.push(one_more(found, width));
    }
    sections.push(footer(found, width));
    sections.join("\n")
}

/// What is looked at, in words.
fn words(found: &Sensitivity) -> String {
    let path = || found.result.path.clone();
    found.like.as_ref().map_or_else(path, label)
}

fn unit(found: &Sensitivity) -> Unit {
    found.like.as_ref().map_or(Unit::Plain, |like| like.unit)
}

fn title(found: &Sensitivity) -> String {
    format!(
        "{}: what does the forecast hang on?\n{} simulated futures of {} each, the same for all\n",
        found.scenario,
        thousands(found.trials),
        working_days(found.horizon_days),
    )
}

fn most(found: &Sensitivity, width: usize) -> String {
    let now = format!(
        "{}: {} as the scenario is written.",
        capital(&words(found)),
        level(unit(found), found.result.value)
    );
    let parts = [now, hangs_on(found), bottleneck(found)];
    let parts = parts.iter().map(|text| paragraph(text, width));
    section("What matters most?", &body(parts))
}

/// The input at the top, and what comes after it.
fn hangs_on(found: &Sensitivity) -> String {
    let known = |input: &&Input| {
        let swing = input.swing.as_ref();
        swing.is_some_and(|swing| swing.known == Known::More || swing.difference.is_none())
    };
    let mut known = found.inputs.iter().filter(known);
    let Some(first) = known.next() else {
        return match found.inputs.is_empty() {
            true => String::new(),
            false => "No estimate is known to matter.".to_owned(),
        };
    };
    let ends = [&first.low, &first.high];
    let ends = ends.into_iter().flatten().map(|end| {
        let at = values(&end.set);
        match end.effect.variant {
            None => format!("at {at} there is no such number within the horizon"),
            value => format!("at {at} it is {}", level(unit(found), value)),
        }
    });
    let ends: Vec<String> = ends.collect();
    let after: Vec<String> = known.take(2).map(|input| input.path.clone()).collect();
    let then = match after.is_empty() {
        true => String::new(),
        false => format!(" Then come {}.", list(&after)),
    };
    let now = match first.written.iter().next() {
        Some(_) => format!(" ({} as written)", values(&first.written)),
        None => String::new(),
    };
    format!(
        "The forecast hangs most on {}{now}: {}.{then} What is worth measuring is at the top.",
        first.path,
        list(&ends)
    )
}

/// Where one more brings most.
fn bottleneck(found: &Sensitivity) -> String {
    let path = |more: &&OneMore| found.bottleneck.contains(&more.path);
    let mut best = found.one_more.iter().filter(path);
    let Some(first) = best.next() else {
        return match found.one_more.is_empty() {
            true => String::new(),
            false => "No single further person or place is known to bring anything.".to_owned(),
        };
    };
    let others: Vec<String> = best.map(|more| more.path.clone()).collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(" Not told apart from it: {}.", list(&others)),
    };
    format!(
        "The bottleneck is {}: {} {}.{others}{}",
        first.path,
        of(first.of),
        brings(found, first),
        person(found, first)
    )
}

fn of(more: More) -> &'static str {
    match more {
        More::Person => "one more person there",
        More::Place => "one more place there",
    }
}

/// `brings +4.2 points ± 0.3 (34 %)`.
fn brings(found: &Sensitivity, more: &OneMore) -> String {
    let value = level(unit(found), more.effect.variant);
    format!("brings {} ({value})", change_in_words(&more.effect))
}

/// The best person, where a place is better than all: people cost more.
fn person(found: &Sensitivity, first: &OneMore) -> String {
    let person = |more: &&OneMore| more.of == More::Person;
    let best = found.one_more.iter().find(person);
    let known = |more: &&OneMore| more.effect.is_better() == Some(true);
    match best.filter(known) {
        Some(best) if first.of == More::Place => {
            let brings = brings(found, best);
            format!(" Of people one more in {} {brings}.", best.path)
        }
        _ => String::new(),
    }
}

/// `1.2`, of several numbers `0.8 / 2.4`.
fn values(set: &Named<String>) -> String {
    let values: Vec<&str> = set.iter().map(|(_, value)| value.as_str()).collect();
    let text = values.join(" / ");
    match text.chars().count() {
        0 => NOTHING.to_owned(),
        n if n > 24 => "…".to_owned(),
        _ => text,
    }
}

/// The inputs by falling swing, with a bar from the lower to the higher result.
fn tornado(found: &Sensitivity, width: usize) -> String {
    let same = |input: &&Input| input.swing.as_ref().is_none_or(|s| s.known == Known::Same);
    let moving = found.inputs.iter().filter(|input| !same(input));
    let header = ["input", "lower", "result", "higher", "result"];
    let header = header.map(str::to_owned).into_iter();
    let mut sheet = Sheet::new(1, header.chain([swing_heading(found), String::new()]));
    let most = moving.clone().flat_map(|input| reach(found, input));
    let most = most.map(f64::abs).fold(0.0, f64::max);
    for input in moving.clone().take(LISTED) {
        let [low, high] = [&input.low, &input.high].map(|end| cells(found, end.as_ref()));
        let swing = input.swing.as_ref().map_or_else(String::new, change);
        let last = [
            swing.trim_start_matches('+').to_owned(),
            bar(found, input, most),
        ];
        let first = [input.path.clone()].into_iter();
        sheet.row(first.chain(low).chain(high).chain(last));
    }
    let more = moving.count().saturating_sub(LISTED);
    let table = match sheet.is_empty() {
        true => String::new(),
        false => sheet.render(width),
    };
    let inert: Vec<String> = found
        .inputs
        .iter()
        .filter(same)
        .map(|i| i.path.clone())
        .collect();
    let inert = match inert.as_slice() {
        [] => String::new(),
        paths => format!("Nothing at all hangs on {}.", list(paths)),
    };
    let parts = [table, and_more(more), paragraph(&inert, width)];
    section(
        "Estimates, each alone a little lower and higher",
        &body(parts),
    )
}

fn swing_heading(found: &Sensitivity) -> String {
    match unit(found) {
        Unit::Chance => "swing, points".to_owned(),
        Unit::Days => "swing, days".to_owned(),
        _ => "swing".to_owned(),
    }
}

fn cells(found: &Sensitivity, end: Option<&End>) -> [String; 2] {
    match end {
        Some(end) => [values(&end.set), level(unit(found), end.effect.variant)],
        None => [NOTHING.to_owned(), NOTHING.to_owned()],
    }
}

/// How far the results of both ends are from the one as written.
fn reach(found: &Sensitivity, input: &Input) -> Vec<f64> {
    let ends = [&input.low, &input.high].into_iter().flatten();
    let apart = |end: &End| Some(end.effect.variant? - found.result.value?);
    ends.filter_map(apart).collect()
}

/// A bar to the left and to the right of how it is as written; what is smaller is left.
fn bar(found: &Sensitivity, input: &Input, most: f64) -> String {
    let reach = reach(found, input);
    let side = |sign: f64| reach.iter().map(|d| d * sign).fold(0.0, f64::max);
    let full = |length: f64| match most > 0.0 {
        true => (length / most * BAR).round() as usize,
        false => 0,
    };
    let (left, right) = (full(side(-1.0)), full(side(1.0)));
    let all = BAR as usize;
    format!(
        "{}{}│{}{}",
        "·".repeat(all.saturating_sub(left)),
        "█".repeat(left),
        "█".repeat(right),
        "·".repeat(all.saturating_sub(right)),
    )
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        n => format!(
            "… and {} more: --format csv or json has them all.",
            thousands(n as u64)
        ),
    }
}

/// What one more person or place brings, the best first.
fn one_more(found: &Sensitivity, width: usize) -> String {
    let mut sheet = Sheet::new(2, ["one more", "at", "now", "result then", "difference"]);
    for more in found.one_more.iter().take(LISTED) {
        let of = match more.of {
            More::Person => "person",
            More::Place => "place",
        };
        sheet.row([
            of.to_owned(),
            more.path.clone(),
            more.now.clone(),
            level(unit(found), more.effect.variant),
            shown(&more.effect),
        ]);
    }
    let parts = [
        sheet.render(width),
        and_more(found.one_more.len().saturating_sub(LISTED)),
    ];
    section("What one more person or place would bring", &body(parts))
}

fn shown(d: &Difference) -> String {
    match d.known {
        Known::Same => "nothing".to_owned(),
        _ => change(d),
    }
}

fn footer(found: &Sensitivity, width: usize) -> String {
    let spread = match found.spread {
        0.0 => "what --vary says".to_owned(),
        spread => format!(
            "{} lower and higher, where --vary does not say otherwise",
            share(spread)
        ),
    };
    let mut lines = vec![
        format!(
            "• All settings have met the same {} futures (seed {}): what differs is the input, not the luck. Each is \
            changed alone; what two of them do together is for headwater compare.",
            thousands(found.trials),
            found.seed
        ),
        format!(
            "• Estimates are taken {spread}; a distribution is stretched as a whole. The swing goes from the smallest to \
            the largest result; the bar shows it left and right of the result as written."
        ),
        "• ± is half of the 95 % interval, from pairs of futures. “?”: more or less, it is not known yet; more --trials \
            tell. “Nothing”: the same in every future."
            .to_owned(),
    ];
    if found.changes {
        lines.push("• What the scenario changes during the run stays as it says there.".to_owned());
    }
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

fn share(spread: f64) -> String {
    match spread {
        s if (0.01..=0.99).contains(&s) => percent(s),
        s => format!("{} %", plain(s * 100.0)),
    }
}
