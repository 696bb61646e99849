//! Would past forecasts have been right? The verdicts in words first, then the tables behind them.

mod tables;

use super::words::{NOTHING, date, decimal, list, thousands, wrap_under};
use super::{audit, body, paragraph, section};
use crate::backtest::{
    Against, Backtest, Coverage, Cut, Difference, Horizon, Lean, LeftOut, Verdict,
};
use crate::history::throughput::Counted;

/// What stands beside a share in the table.
const INTERVALS: &str = "The first interval beside a share takes all forecasts for independent, which is too narrow where \
    they overlap; the second counts the windows that do not overlap only and is rather too wide.";

/// The level whose coverage is told in sentences.
const TOLD: f64 = 0.80;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(test: &Backtest, width: usize) -> String {
    let mut sections = vec![title(test, width), trusted(test, width)];
    sections.push(section(
        "Against two plain forecasts",
        &body([told(test, compared, width), tables::against(test, width)]),
    ));
    sections.extend(widened(test, width));
    sections.push(section("Where it missed", &tables::places(test, width)));
    sections.push(left_out(test, width));
    sections.push(section("What this test cannot see", &limits(test, width)));
    sections.extend(
        test.audit
            .as_ref()
            .map(|account| audit::render(account, width)),
    );
    sections.push(section("How to read this", &how_to_read(test, width)));
    sections.join("\n")
}

/// `ready` or `done`.
pub fn verb(test: &Backtest) -> &'static str {
    match test.counted {
        Counted::Ready => "ready",
        Counted::Done => "done",
    }
}

fn day(iso: &str) -> String {
    date(0.0, Some(iso))
}

/// `1 week`, `8 weeks`.
pub fn weeks(n: usize) -> String {
    match n {
        1 => "1 week".to_owned(),
        n => format!("{n} weeks"),
    }
}

/// `1 past forecast`, `223 past forecasts`.
fn forecasts(n: u64) -> String {
    match n {
        1 => "1 past forecast".to_owned(),
        n => format!("{} past forecasts", thousands(n)),
    }
}

/// What a page of it answers.
pub const QUESTION: &str = "Would the forecasts have been right?";

/// What stands behind it, in a line.
pub fn behind(test: &Backtest) -> String {
    let span = match (test.cuts.first(), test.cuts.last()) {
        (Some(only), _) if test.cuts.len() == 1 => format!(" of {}", day(&only.date)),
        (Some(first), Some(last)) => {
            format!(" from {} to {}", day(&first.date), day(&last.date))
        }
        _ => String::new(),
    };
    format!(
        "{}{span}, one every {}, each learnt from at most {} before it, started from the board of its day and played in {} \
        futures",
        forecasts(test.cuts.len() as u64),
        weeks(test.every_weeks).trim_start_matches("1 "),
        weeks(test.weeks),
        thousands(test.trials)
    )
}

fn title(test: &Backtest, width: usize) -> String {
    format!("{}\n{}\n", test.history, paragraph(&behind(test), width))
}

/// The verdicts, the comparison with plain forecasts, and what overlap means.
pub fn paragraphs(test: &Backtest) -> Vec<String> {
    let verdicts = each(test, verdict);
    let compared = each(test, compared);
    let overlap = Some(overlap(test)).filter(|words| !words.is_empty());
    verdicts
        .into_iter()
        .chain(compared)
        .chain(overlap)
        .collect()
}

fn trusted(test: &Backtest, width: usize) -> String {
    let what = format!(
        "How many items are {} within so many weeks: how often did a band hold what happened?",
        verb(test)
    );
    section(
        QUESTION,
        &body([
            told(test, verdict, width),
            paragraph(&what, width),
            tables::coverage(test, width),
            paragraph(&format!("{} {INTERVALS}", overlap(test)), width),
        ]),
    )
}

/// Of each number of weeks ahead.
fn each(test: &Backtest, words: fn(&Horizon) -> String) -> Vec<String> {
    let horizons = test.horizons.iter();
    let words = |horizon: &Horizon| format!("{} ahead: {}", weeks(horizon.weeks), words(horizon));
    horizons.map(words).collect()
}

fn told(test: &Backtest, words: fn(&Horizon) -> String, width: usize) -> String {
    let each = each(test, words);
    let each = each.iter().map(|words| paragraph(words, width));
    each.collect::<Vec<_>>().join("\n")
}

/// The word for a verdict.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooFew => "too few to tell",
        Verdict::Overconfident => "overconfident",
        Verdict::PerhapsOverconfident => "perhaps overconfident",
        Verdict::TooWide => "wider than need be",
        Verdict::Sound => "nothing speaks against it",
    }
}

/// What is said of the forecasts so many weeks ahead.
pub fn verdict(horizon: &Horizon) -> String {
    let Some(told) = worst(horizon) else {
        return word(horizon.verdict).to_owned();
    };
    let [low, high] = whole_percents(told.ci95_apart);
    let held = format!(
        "the {:.0} % band held what happened in {:.0} % of {}",
        100.0 * told.level,
        100.0 * told.share,
        forecasts(told.of)
    );
    let apart = thousands(horizon.apart as u64);
    let sentence = match horizon.verdict {
        Verdict::TooFew => format!(
            "too few to tell: without overlap there is room for {apart} of its windows only. As it is, {held}."
        ),
        Verdict::Overconfident => format!(
            "OVERCONFIDENT: {held}, not in {:.0} %. By the {apart} windows that do not overlap that is no luck ({low}–{high} \
            %). Take its bands for narrower than they should be; --calibrated widens them.",
            100.0 * told.level
        ),
        Verdict::PerhapsOverconfident => format!(
            "perhaps overconfident: {held}. That would be too few, were the windows independent; of the {apart} that do not \
            overlap it may be luck ({low}–{high} %)."
        ),
        Verdict::TooWide => format!(
            "wider than need be: {held} ({low}–{high} % by the {apart} windows that do not overlap)."
        ),
        Verdict::Sound => format!(
            "nothing speaks against it: {held} ({low}–{high} % by the {apart} windows that do not overlap)."
        ),
    };
    sentence + leaning(horizon.lean)
}

/// The band that decided on the verdict.
fn worst(horizon: &Horizon) -> Option<&Coverage> {
    let coverage = &horizon.model.coverage;
    let told = || coverage.iter().find(|band| band.level == TOLD);
    let far = |fault: fn(&Coverage) -> f64| {
        let mut bands: Vec<&Coverage> = coverage.iter().collect();
        bands.sort_by(|a, b| fault(a).total_cmp(&fault(b)));
        bands.into_iter().next_back()
    };
    match horizon.verdict {
        Verdict::Overconfident => far(|band| band.level - band.ci95_apart[1]),
        Verdict::PerhapsOverconfident => far(|band| band.level - band.ci95[1]),
        Verdict::TooWide => far(|band| band.ci95_apart[0] - band.level),
        _ => told(),
    }
}

fn leaning(lean: Lean) -> &'static str {
    match lean {
        Lean::Pessimistic => " More happens than it foresees.",
        Lean::Optimistic => " Less happens than it foresees.",
        Lean::Level => "",
    }
}

fn whole_percents([low, high]: [f64; 2]) -> [String; 2] {
    [(100.0 * low).floor(), (100.0 * high).ceil()].map(|n| format!("{n:.0}"))
}

fn overlap(test: &Backtest) -> String {
    let overlapping = test
        .horizons
        .iter()
        .filter(|h| h.apart < h.forecasts)
        .count();
    if overlapping == 0 {
        return String::new();
    }
    format!(
        "Forecasts made every {} judge the same weeks again and again, so that {} of them tell little more than the windows \
        that do not overlap.",
        weeks(test.every_weeks).trim_start_matches("1 "),
        thousands(test.horizons.iter().map(|h| h.forecasts).max().unwrap_or(0) as u64)
    )
}

/// The model against the plain forecasts.
fn compared(horizon: &Horizon) -> String {
    let each = horizon.against.iter().map(|against| {
        let name = baseline(against.baseline);
        if against.crps.ci95_apart.is_none() {
            return format!("tested too seldom to be compared with {name}");
        }
        match outcome(&against.crps) {
            Some(true) => format!("better than {name} (by {} items)", size(&against.crps)),
            Some(false) => format!("worse than {name} (by {} items)", size(&against.crps)),
            None => format!(
                "not clearly different from {name} ({} items)",
                size(&against.crps)
            ),
        }
    });
    let parts: Vec<String> = each.collect();
    format!("the learnt scenario is {}.", list(&parts))
}

/// Is the model clearly better? `None` where it is not clear.
pub fn outcome(difference: &Difference) -> Option<bool> {
    let [low, high] = difference.ci95_apart?;
    match (low > 0.0, high < 0.0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn size(difference: &Difference) -> String {
    let half = difference.ci95_apart.map_or_else(
        || NOTHING.to_owned(),
        |[low, high]| decimal(Some((high - low) / 2.0)),
    );
    let mean = match outcome(difference) {
        Some(_) => difference.mean.abs(),
        None => difference.mean,
    };
    let sign = if outcome(difference).is_none() && mean > 0.0 {
        "+"
    } else {
        ""
    };
    format!("{sign}{} ± {half}", decimal(Some(mean)))
}

/// What a plain forecast is called.
pub fn baseline(name: &str) -> &'static str {
    match name {
        "resampled" => "resampling past weeks",
        _ => "repeating the last period",
    }
}

fn widened(test: &Backtest, width: usize) -> Option<String> {
    let asked = test.horizons.iter().any(|h| h.calibrated.is_some());
    let sheet = tables::calibrated(test);
    let words = "Each band was made as much wider as the earlier forecasts whose windows had ended by its day would have \
        needed, never narrower. “Today” is the factor for a forecast from the end of the data: a band reaches so many times \
        as far from its median on either side. It holds what happens at least as often as it says if the future is like the \
        past, and less often if things change.";
    asked.then(|| {
        section(
            "Widened honestly",
            &body([sheet.render(width), paragraph(words, width)]),
        )
    })
}

/// Days without a forecast, one after the other for the same reason told together.
fn left_out(test: &Backtest, width: usize) -> String {
    if test.left_out.is_empty() {
        return section("What was left out", "No past day was left out.");
    }
    let together = |a: &LeftOut, b: &LeftOut| {
        let between = |cut: &Cut| a.date < cut.date && cut.date < b.date;
        kind(a) == kind(b) && !test.cuts.iter().any(between)
    };
    let runs = test.left_out.chunk_by(together);
    let each = runs.map(|run| paragraph(&left_out_words(run), width));
    section("What was left out", &body(each.collect::<Vec<_>>()))
}

/// A reason without its numbers, which differ from day to day.
fn kind(left: &LeftOut) -> String {
    left.reason.replace(|c: char| c.is_ascii_digit(), "")
}

fn left_out_words(run: &[LeftOut]) -> String {
    match run {
        [] => String::new(),
        [only] => format!("{}: {}.", day(&only.date), only.reason),
        [first, .., last] => format!(
            "{} days from {} to {}; on the first of them: {}.",
            thousands(run.len() as u64),
            day(&first.date),
            day(&last.date),
            first.reason
        ),
    }
}

fn limits(test: &Backtest, width: usize) -> String {
    let each = test
        .limits
        .iter()
        .map(|limit| wrap_under(&format!("• {limit}"), width, "  "));
    each.collect::<Vec<_>>().join("\n")
}

fn how_to_read(test: &Backtest, width: usize) -> String {
    let lines = reading(test);
    let lines = lines
        .iter()
        .map(|words| wrap_under(&format!("• {words}"), width, "  "));
    lines.collect::<Vec<_>>().join("\n")
}

/// How to read it, line by line.
pub fn reading(test: &Backtest) -> Vec<String> {
    let enough = format!(
        "Enough is the median of all earlier stretches of as many weeks. The score of enough (Brier) is the mean squared \
        distance between its forecast chance and what happened: 0 is perfect, 0.25 is tossing a coin. The distance (CRPS) \
        is how many items lie between a forecast as a whole and what happened: it rewards narrow bands that hold. “Off” is \
        how far the median was from what was {}.",
        verb(test)
    );
    let place = "The place of what happened is its rank among the simulated futures. Were the forecasts right, every tenth \
        would hold as many; a heap at both ends means bands too narrow, one in the middle bands too wide, one at the left \
        that less happens than is foreseen. Where many futures bring the same whole number, a random number breaks the tie, \
        so that rounding does not flatter.";
    vec![enough, place.to_owned()]
}

/// The differences of a plain forecast, for tables.
fn difference<'h>(horizon: &'h Horizon, name: &str) -> Option<&'h Against> {
    horizon
        .against
        .iter()
        .find(|against| against.baseline == name)
}
