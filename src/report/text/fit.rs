//! What was learnt from a history, and how well it fits.

use super::table::Sheet;
use super::words::{NOTHING, date, decimal, percent_in_words, thousands, wrap, wrap_under};
use super::{audit, body, paragraph, section};
use crate::history::fit::{Fit, Share, StageFit, TimeFit};

/// The bars of a picture are so wide.
const BAR: usize = 40;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(fit: &Fit, width: usize) -> String {
    let mut sections = vec![title(fit, width), demand(fit, width), times(fit, width)];
    sections.extend(pictures(fit, width));
    sections.push(ends(fit, width));
    sections.push(careful(fit, width));
    sections.extend(
        fit.audit
            .as_ref()
            .map(|account| audit::render(account, width)),
    );
    sections.join("\n")
}

fn day(iso: &str) -> String {
    date(0.0, Some(iso))
}

/// What a page of it answers.
pub const QUESTION: &str = "What has the past taught?";

/// What was learnt, in paragraphs.
pub fn paragraphs(fit: &Fit) -> Vec<String> {
    let learnt = format!("{}.", learnt(fit));
    std::iter::once(learnt).chain(rhythm(fit)).collect()
}

fn title(fit: &Fit, width: usize) -> String {
    format!("{}\n{}\n", fit.history, wrap(&learnt(fit), width))
}

fn learnt(fit: &Fit) -> String {
    format!(
        "Learnt from the {:.0} weeks from {} to the beginning of {}: {} items, of which {} were finished in them and {} open at \
        the end",
        fit.weeks,
        day(&fit.from),
        day(&fit.as_of),
        thousands(fit.items as u64),
        thousands(fit.finished as u64),
        thousands(fit.open as u64)
    )
}

fn demand(fit: &Fit, width: usize) -> String {
    let mut sheet = Sheet::new(
        1,
        [
            "type",
            "arrived",
            "a week",
            "95 %",
            "variance\n÷ mean",
            "at once",
            "open",
        ],
    );
    for kind in fit.types.iter().filter(|kind| kind.arrived + kind.open > 0) {
        sheet.row([
            kind.name.clone(),
            thousands(kind.arrived as u64),
            decimal(Some(kind.per_week)),
            format!(
                "{}–{}",
                decimal(Some(kind.ci95[0])),
                decimal(Some(kind.ci95[1]))
            ),
            decimal(kind.dispersion),
            kind.batch
                .map_or_else(|| "1".to_owned(), |mean| decimal(Some(mean))),
            thousands(kind.open as u64),
        ]);
    }
    let words = "Where the weeks differ more than by chance (variance ÷ mean clearly above 1), items are taken to come in \
        batches; “at once” is their mean size.";
    let mut parts = vec![sheet.render(width), paragraph(words, width)];
    if let Some(days) = fit.weekday {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
        let days = names
            .iter()
            .zip(days)
            .map(|(name, n)| format!("{name} {n:.2}"));
        let days = days.collect::<Vec<_>>().join(", ");
        parts.push(paragraph(
            &format!("The days of the week differ: {days} (1 is the mean)."),
            width,
        ));
    }
    for kind in &fit.types {
        if let Some(halves) = kind.halves {
            let words = format!(
                "Careful: the rate of {} has changed, from {} a week in the first half to {} in the second.",
                kind.name,
                decimal(Some(halves.first)),
                decimal(Some(halves.second))
            );
            parts.push(paragraph(&words, width));
        }
    }
    section("What arrives", &body(parts))
}

fn times(fit: &Fit, width: usize) -> String {
    let mut sheet = Sheet::new(
        2,
        [
            "stage",
            "law",
            "ended",
            "go on",
            "half up to:\nseen",
            "\nlaw",
            "85 % up to:\nseen",
            "\nlaw",
            "off by\npoints",
            "p",
        ],
    );
    for (name, time) in all_times(fit) {
        sheet.row(time_row(name, time));
    }
    let words = "Days are working days. Of exponential, gamma, lognormal and Weibull the most likely law by AIC is taken; \
        stays that go on count as at least so long. “Off by” is the largest distance between the shares by the law and \
        those seen (Kaplan–Meier); p is the chance of so bad a fit or a worse one, were the law true (χ²). Below 1 % and \
        more than 5 points off, what was seen is drawn instead: empirical.";
    section(
        "How long items stay",
        &body([sheet.render(width), paragraph(words, width)]),
    )
}

/// The times of every stage, then those of types that differ.
fn all_times(fit: &Fit) -> impl Iterator<Item = (String, &TimeFit)> {
    fit.stages.iter().flat_map(|stage| {
        let common = stage.time.iter().map(|time| (stage.name.clone(), time));
        let kinds = stage.by_type.iter().filter_map(|kind| {
            Some((
                format!("{}: {}", stage.name, kind.name),
                kind.time.as_ref()?,
            ))
        });
        common.chain(kinds).collect::<Vec<_>>()
    })
}

fn time_row(name: String, time: &TimeFit) -> [String; 10] {
    let points = |share: f64| format!("{:.0}", 100.0 * share);
    let chance = |p: f64| {
        if p < 0.001 {
            "< 0.001".to_owned()
        } else {
            format!("{p:.3}")
        }
    };
    [
        name,
        time.family.to_owned(),
        thousands(time.finished as u64),
        thousands(time.open as u64),
        decimal(time.seen_p50),
        decimal(Some(time.p50)),
        decimal(time.seen_p85),
        decimal(Some(time.p85)),
        time.distance.map_or_else(|| NOTHING.to_owned(), points),
        time.p.map_or_else(|| NOTHING.to_owned(), chance),
    ]
}

/// A picture of every stage's times.
fn pictures(fit: &Fit, width: usize) -> Option<String> {
    let drawn = fit
        .stages
        .iter()
        .filter_map(|stage| Some((stage, stage.time.as_ref()?)));
    let drawn: Vec<String> = drawn
        .filter(|(_, time)| time.curve.len() >= 4)
        .map(|(stage, time)| picture(stage, time))
        .collect();
    let words = "A bar is the share of stays that was seen to be at most so long; ◆ is where the best law has it.";
    (!drawn.is_empty()).then(|| {
        section(
            "How well the laws fit",
            &body([paragraph(words, width)].into_iter().chain(drawn)),
        )
    })
}

fn picture(stage: &StageFit, time: &TimeFit) -> String {
    let best = time
        .candidates
        .first()
        .map_or(time.family, |best| best.family);
    let mut lines = vec![format!("{} ({best})", stage.name)];
    let step = time.curve.len().div_ceil(8);
    for [age, seen, law] in time.curve.iter().skip(step - 1).step_by(step) {
        lines.push(format!(
            "{:>9} days  {}  {:>3.0} %",
            decimal(Some(*age)),
            bar(*seen, *law),
            100.0 * seen
        ));
    }
    lines.join("\n")
}

fn bar(seen: f64, law: f64) -> String {
    let place = |share: f64| ((share * BAR as f64).round() as usize).min(BAR);
    let (end, mark) = (place(seen), place(law).min(BAR - 1));
    let sign = |n: usize| match n {
        n if n == mark => '◆',
        n if n < end => '█',
        _ => '·',
    };
    (0..BAR).map(sign).collect()
}

fn ends(fit: &Fit, width: usize) -> String {
    let mut sheet = Sheet::new(
        1,
        [
            "stage",
            "dropped",
            "95 %",
            "passed by",
            "goes back",
            "back to",
            "items:\nmean",
            "\nmost",
            "\nat the end",
        ],
    );
    for stage in &fit.stages {
        sheet.row(end_row(stage));
        for kind in &stage.by_type {
            if kind.discard.is_some() || kind.skip.is_some() {
                sheet.row(own_row(
                    &format!("{}: {}", stage.name, kind.name),
                    kind.discard,
                    kind.skip,
                ));
            }
        }
    }
    let mut parts = vec![sheet.without_empty_columns().render(width)];
    parts.extend(rhythm(fit).map(|words| paragraph(&words, width)));
    section("What becomes of them", &body(parts))
}

/// When Sprints are planned, as far as that shows.
fn rhythm(fit: &Fit) -> Option<String> {
    let planning = fit.planning.as_ref()?;
    Some(match planning.shown {
        true => format!(
            "Sprint Planning shows: every {} weeks, {} items, next on {}. {} of the {} items that left the shelf left on \
            such a day.",
            planning.every_weeks,
            planning.pull,
            day(&planning.first),
            (planning.share * planning.left as f64).round(),
            planning.left
        ),
        false => "No rhythm of Sprint Planning shows.".to_owned(),
    })
}

fn percent(share: &Share) -> String {
    share
        .share
        .filter(|_| share.hits > 0)
        .map_or_else(|| NOTHING.to_owned(), percent_in_words)
}

fn interval(share: &Share) -> String {
    match share.hits {
        0 => NOTHING.to_owned(),
        _ => format!("{:.0}–{:.0}", 100.0 * share.ci95[0], 100.0 * share.ci95[1]),
    }
}

fn end_row(stage: &StageFit) -> [String; 9] {
    let back = stage.back.as_ref().filter(|back| back.share.hits > 0);
    let nothing = || NOTHING.to_owned();
    [
        stage.name.clone(),
        percent(&stage.discard),
        interval(&stage.discard),
        percent(&stage.skip),
        back.map_or_else(nothing, |back| percent(&back.share)),
        back.map_or_else(nothing, |back| back.to.clone()),
        decimal(Some(stage.wip_mean)),
        stage.wip_max.to_string(),
        stage.open.to_string(),
    ]
}

/// The shares of a type that differs.
fn own_row(name: &str, discard: Option<Share>, skip: Option<Share>) -> [String; 9] {
    let nothing = || NOTHING.to_owned();
    let of =
        |share: &Option<Share>, say: fn(&Share) -> String| share.as_ref().map_or_else(nothing, say);
    [
        name.to_owned(),
        of(&discard, percent),
        of(&discard, interval),
        of(&skip, percent),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
    ]
}

fn careful(fit: &Fit, width: usize) -> String {
    let doubts = fit
        .doubts
        .iter()
        .map(|doubt| paragraph(&format!("Careful: {doubt}"), width));
    let assumed = fit
        .assumed
        .iter()
        .map(|words| wrap_under(&format!("• {words}"), width, "  "));
    let assumed = assumed.collect::<Vec<_>>().join("\n");
    section("What to know of it", &body(doubts.chain([assumed])))
}
