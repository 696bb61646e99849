//! What the forecast hangs on, in words first, then as a tornado and as what one more and one fewer would bring.

pub(crate) mod next;
mod prices;

use super::amounts::{change, label, level};
use super::table::Sheet;
use super::words::{NOTHING, capital, list, percent, plain, thousands, working_days, wrap_under};
use super::{body, paragraph, section};
use crate::experiment::Known;
use crate::experiment::sensitivity::{End, Hanging, Input, Sensitivity};
use crate::forecast::Named;
use crate::forecast::paths::Unit;

/// So many rows of a table are shown.
const LISTED: usize = 20;

/// So many paths are named in a sentence.
const NAMED: usize = 6;

/// The question that is answered.
pub(crate) const QUESTION: &str = "What matters most?";

/// How long the longer side of a bar is.
const BAR: f64 = 8.0;

/// The whole page, at most `width` columns wide where names allow it; `scenario` is what is typed after a command
/// to ask it about the same board.
pub fn render(found: &Sensitivity, scenario: &str, width: usize) -> String {
    let mut sections = vec![title(found)];
    for hanging in &found.results {
        let of = match found.results.len() {
            1 => String::new(),
            _ => format!(" – {}", words(hanging)),
        };
        sections.push(most(hanging, &of, width));
        if !hanging.inputs.is_empty() {
            sections.push(tornado(hanging, &of, width));
        }
        if !hanging.one_more.is_empty() {
            sections.push(prices::table(hanging, &of, width));
        }
    }
    sections.extend(next::steps(found, scenario, width));
    sections.push(footer(found, width));
    sections.join("\n")
}

/// What is looked at, in words.
pub(crate) fn words(hanging: &Hanging) -> String {
    let path = || hanging.level.path.clone();
    hanging.like.as_ref().map_or_else(path, label)
}

pub(crate) fn unit(hanging: &Hanging) -> Unit {
    hanging.like.as_ref().map_or(Unit::Plain, |like| like.unit)
}

fn title(found: &Sensitivity) -> String {
    format!(
        "{}: what does the forecast hang on?\n{} simulated futures of {} each, the same for all\n",
        found.scenario,
        thousands(found.trials),
        working_days(found.horizon_days),
    )
}

fn most(hanging: &Hanging, of: &str, width: usize) -> String {
    let parts = paragraphs(hanging);
    let parts = parts.iter().map(|text| paragraph(text, width));
    section(&format!("{QUESTION}{of}"), &body(parts))
}

/// What matters most, in paragraphs.
pub(crate) fn paragraphs(hanging: &Hanging) -> Vec<String> {
    let now = format!(
        "{}: {} as the scenario is written.",
        capital(&words(hanging)),
        level(unit(hanging), hanging.level.value)
    );
    let parts = [
        now,
        hangs_on(hanging),
        prices::bottleneck(hanging),
        prices::minimum(hanging),
        prices::fewer(hanging),
    ];
    let told = parts.into_iter().filter(|part| !part.is_empty());
    told.collect()
}

/// The inputs that are known to matter, that with the largest swing first.
fn mattering(hanging: &Hanging) -> impl Iterator<Item = &Input> {
    hanging.inputs.iter().filter(|input| {
        let swing = input.swing.as_ref();
        swing.is_some_and(|swing| swing.known == Known::More || swing.difference.is_none())
    })
}

/// The input at the top, and what comes after it.
fn hangs_on(hanging: &Hanging) -> String {
    let mut known = mattering(hanging);
    let Some(first) = known.next() else {
        return match hanging.inputs.is_empty() {
            true => String::new(),
            false => "No estimate is known to matter.".to_owned(),
        };
    };
    let ends = [&first.low, &first.high];
    let ends = ends.into_iter().flatten().map(|end| {
        let at = values(&end.set);
        match end.effect.variant {
            None => format!("at {at} there is no such number within the horizon"),
            value => format!("at {at} it is {}", level(unit(hanging), value)),
        }
    });
    let ends: Vec<String> = ends.collect();
    let after: Vec<String> = known.take(2).map(|input| input.path.clone()).collect();
    let then = match after.as_slice() {
        [] => String::new(),
        [one] => format!(" Then comes {one}."),
        more => format!(" Then come {}.", list(more)),
    };
    format!(
        "The forecast hangs most on {}{}: {}.{then}",
        first.path,
        described(first),
        list(&ends)
    )
}

/// ` (the hands-on work on an item; 2d as written)`.
fn described(input: &Input) -> String {
    let written = input.written.iter().next();
    let written = written.map(|_| format!("{} as written", values(&input.written)));
    let meaning = input.meaning.map(str::to_owned);
    let parts: Vec<String> = [meaning, written].into_iter().flatten().collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!(" ({})", parts.join("; ")),
    }
}

/// `1.2`, of several numbers `0.8 / 2.4`.
pub(crate) fn values(set: &Named<String>) -> String {
    let values: Vec<&str> = set.iter().map(|(_, value)| value.as_str()).collect();
    let text = values.join(" / ");
    match text.chars().count() {
        0 => NOTHING.to_owned(),
        n if n > 24 => "…".to_owned(),
        _ => text,
    }
}

/// The inputs by falling swing, with a bar from the lower to the higher result.
fn tornado(hanging: &Hanging, of: &str, width: usize) -> String {
    let same = |input: &&Input| input.swing.as_ref().is_none_or(|s| s.known == Known::Same);
    let moving = hanging.inputs.iter().filter(|input| !same(input));
    let header = ["input", "lower", "result", "higher", "result"];
    let header = header.map(str::to_owned).into_iter();
    let mut sheet = Sheet::new(1, header.chain([swing_heading(hanging), String::new()]));
    let most = moving.clone().flat_map(|input| reach(hanging, input));
    let most = most.map(f64::abs).fold(0.0, f64::max);
    for input in moving.clone().take(LISTED) {
        let [low, high] = [&input.low, &input.high].map(|end| cells(hanging, end.as_ref()));
        let swing = input.swing.as_ref().map_or_else(String::new, change);
        let last = [
            swing.trim_start_matches('+').to_owned(),
            bar(hanging, input, most),
        ];
        let first = [input.path.clone()].into_iter();
        sheet.row(first.chain(low).chain(high).chain(last));
    }
    let more = moving.count().saturating_sub(LISTED);
    let table = match sheet.is_empty() {
        true => String::new(),
        false => sheet.render(width),
    };
    let inert = hanging.inputs.iter().filter(same);
    let inert = match named(inert.map(|input| &input.path)) {
        text if text.is_empty() => text,
        paths => format!("Nothing at all hangs on {paths}."),
    };
    let parts = [table, and_more(more), paragraph(&inert, width)];
    let title = format!("Estimates, each alone a little lower and higher{of}");
    section(&title, &body(parts))
}

/// Paths in a sentence; nothing where there are none.
fn named<'a>(paths: impl Iterator<Item = &'a String>) -> String {
    let all: Vec<String> = paths.cloned().collect();
    let others = all.len().saturating_sub(NAMED);
    let shown = all.into_iter().take(NAMED);
    let others = (others > 0).then(|| format!("{others} more"));
    match shown.chain(others).collect::<Vec<_>>() {
        none if none.is_empty() => String::new(),
        shown => list(&shown),
    }
}

fn swing_heading(hanging: &Hanging) -> String {
    match unit(hanging) {
        Unit::Chance => "swing, points".to_owned(),
        Unit::Days => "swing, days".to_owned(),
        _ => "swing".to_owned(),
    }
}

fn cells(hanging: &Hanging, end: Option<&End>) -> [String; 2] {
    match end {
        Some(end) => [values(&end.set), level(unit(hanging), end.effect.variant)],
        None => [NOTHING.to_owned(), NOTHING.to_owned()],
    }
}

/// How far the results of both ends are from the one as written.
fn reach(hanging: &Hanging, input: &Input) -> Vec<f64> {
    let ends = [&input.low, &input.high].into_iter().flatten();
    let apart = |end: &End| Some(end.effect.variant? - hanging.level.value?);
    ends.filter_map(apart).collect()
}

/// A bar to the left and to the right of how it is as written; what is smaller is left.
fn bar(hanging: &Hanging, input: &Input, most: f64) -> String {
    let reach = reach(hanging, input);
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

fn footer(found: &Sensitivity, width: usize) -> String {
    let lines = reading(found);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| wrap_under(line, width, "  "))
        .collect();
    section("How to read this", &lines.join("\n"))
}

/// What somebody cannot know from the tables.
pub(crate) fn reading(found: &Sensitivity) -> Vec<String> {
    let spread = match found.spread {
        0.0 => "as --vary says".to_owned(),
        spread => format!(
            "{} lower and higher, where --vary does not say otherwise",
            share(spread)
        ),
    };
    let mut lines = vec![
        format!(
            "• All settings have met the same {} futures (seed {}): what differs is the input, not the luck. Each is \
            changed alone; what several of them do together is for headwater compare and optimize.",
            thousands(found.trials),
            found.seed
        ),
        format!(
            "• Estimates are taken {spread}; a distribution is stretched as a whole. The swing is how far apart the \
            results at the two ends lie; its bar begins at the result as written."
        ),
        "• ± is half of the 95 % interval, from pairs of futures. “?”: more or less, it is not known yet; more --trials \
            tell. “Nothing”: the same in every future."
            .to_owned(),
    ];
    if found.changes {
        lines.push("• What the scenario changes during the run stays as it says there.".to_owned());
    }
    lines
}

fn share(spread: f64) -> String {
    match spread {
        s if (0.01..=0.99).contains(&s) => percent(s),
        s => format!("{} %", plain(s * 100.0)),
    }
}
