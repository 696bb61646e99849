//! Shares: of the days, of what is lost, of capacity.

use super::{Figure, Numbers, Picture, Run};
use crate::forecast::{Cause, Statistic};
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::text::causes::phrase;
use crate::report::text::words::{decimal, interval, percent};

/// More bars than this are left to the table.
const MOST: usize = 12;

pub(super) fn delays(run: Run<'_>) -> Vec<Figure> {
    vec![causes(run), efficiency(run), blockers(run)]
}

pub(super) fn losses(run: Run<'_>) -> Vec<Figure> {
    let mut figures = vec![discards(run)];
    figures.extend(allocation(run));
    figures
}

/// A figure of bars, or why there are none.
fn figure(name: &str, bars: Bars, reading: String, nothing: &str, numbers: Numbers) -> Figure {
    let title = bars.title.clone();
    let more = match bars.bars.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!(" Of {n} more there are only numbers."),
    };
    let largest = bars
        .bars
        .first()
        .map(|b| format!(": {} {}", b.label, b.words))
        .unwrap_or_default();
    let empty = bars.bars.is_empty();
    let picture = if empty {
        Picture::Nothing(nothing.to_owned())
    } else {
        Picture::Drawn(bars::render(&Bars {
            title: format!("{title}{largest}"),
            bars: bars.bars.into_iter().take(MOST).collect(),
            ..bars
        }))
    };
    Figure {
        name: name.to_owned(),
        title,
        reading: if empty {
            String::new()
        } else {
            format!("{reading}{more}")
        },
        picture,
        numbers,
    }
}

/// Where the days between arrival and ready go.
fn causes(run: Run<'_>) -> Figure {
    let mut numbers = Numbers::new(["cause", "share of the days", "days an item"]);
    let causes = run
        .forecast
        .flow
        .total
        .held_back_by
        .iter()
        .filter(|c| c.share > 0.0);
    let bar = |cause: &Cause| {
        numbers.row([
            phrase(cause),
            percent(cause.share),
            decimal(Some(cause.days)),
        ]);
        Bar {
            label: phrase(cause),
            value: cause.share,
            words: percent(cause.share),
            ..Bar::default()
        }
    };
    let bars = Bars {
        title: "Where the days between arrival and ready go".to_owned(),
        bars: causes.map(bar).collect(),
        ..Bars::default()
    };
    let reading = format!(
        "Every day between the arrival of an item and the moment it is ready has one cause. All items that became ready in {}.",
        run.futures()
    );
    figure(
        "causes",
        bars,
        reading,
        "No item became ready after the warm-up.",
        numbers,
    )
}

/// Worked days of all days in progress.
fn efficiency(run: Run<'_>) -> Figure {
    let flow = &run.forecast.flow;
    let total = std::iter::once(("all types", &flow.total));
    let types = flow.types.iter().filter(|_| flow.types.iter().count() > 1);
    let mut numbers = Numbers::new(["type", "flow efficiency", "95 % interval"]);
    let bars = total.chain(types).filter_map(|(name, flow)| {
        let mean = flow.flow_efficiency.mean?;
        numbers.row([
            name.to_owned(),
            percent(mean),
            between(&flow.flow_efficiency),
        ]);
        Some(Bar {
            label: name.to_owned(),
            value: mean,
            interval: flow.flow_efficiency.ci95.map(Into::into),
            words: percent(mean),
            ..Bar::default()
        })
    });
    let bars = Bars {
        title: "Flow efficiency".to_owned(),
        bars: bars.collect(),
        full: Some(1.0),
        ..Bars::default()
    };
    let reading = format!(
        "Of the days an item is in progress, the share in which it is worked on. The stroke is the 95 % interval of the \
        mean, from {}.",
        run.futures()
    );
    let nothing = "Unknown: either no item became ready, or all pass a column of which only the time spent in it is known.";
    figure("flow-efficiency", bars, reading, nothing, numbers)
}

fn between(statistic: &Statistic) -> String {
    statistic.ci95.map_or_else(String::new, interval)
}

/// Parts of a whole, the largest first, with what they make up together.
fn pareto(mut parts: Vec<(String, f64)>, numbers: &mut Numbers) -> Vec<Bar> {
    parts.retain(|(_, value)| *value > 0.0);
    parts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let all: f64 = parts.iter().map(|p| p.1).sum();
    let mut so_far = 0.0;
    let bar = |(label, value): (String, f64)| {
        so_far += value;
        let together = format!("{:.0} %", so_far / all * 100.0);
        let number = decimal(Some(value));
        numbers.row([
            label.clone(),
            number.clone(),
            if value < all {
                percent(value / all)
            } else {
                together.clone()
            },
            together.clone(),
        ]);
        Bar {
            label,
            value,
            words: format!("{number} · Σ {together}"),
            ..Bar::default()
        }
    };
    parts.into_iter().map(bar).collect()
}

/// Blocked days by source.
fn blockers(run: Run<'_>) -> Figure {
    let sources = run.forecast.flow.blockers.iter();
    let days = sources.map(|(name, b)| (name.to_owned(), b.days.mean.unwrap_or_default()));
    let mut numbers = Numbers::new(["source", "blocked days", "share", "together"]);
    let bars = Bars {
        title: "Blocked days by source".to_owned(),
        bars: pareto(days.collect(), &mut numbers),
        ..Bars::default()
    };
    let reading = format!(
        "Mean blocked days in one future, the largest source first; Σ is what it and those above it make up. From {}.",
        run.futures()
    );
    let nothing = if run.forecast.flow.blockers.is_empty() {
        "The scenario has no blockers."
    } else {
        "No blocker ever struck."
    };
    figure("blockers", bars, reading, nothing, numbers)
}

/// Discarded items by column and reason.
fn discards(run: Run<'_>) -> Figure {
    let flow = &run.forecast.flow;
    let mut numbers = Numbers::new(["where and why", "items", "share", "together"]);
    let mean = |s: &Statistic| s.mean.unwrap_or_default();
    let mut parts: Vec<(String, f64)> = Vec::new();
    for (name, stage) in flow.stages.iter() {
        parts.push((
            format!("{name}: found not worth going on with"),
            mean(&stage.rejected),
        ));
        parts.push((format!("{name}: waited too long"), mean(&stage.expired)));
    }
    parts.push((
        "refused: the backlog was full".to_owned(),
        mean(&flow.total.refused),
    ));
    let in_stages: f64 = flow.stages.iter().map(|(_, s)| mean(&s.expired)).sum();
    parts.push((
        "backlog: waited too long".to_owned(),
        (mean(&flow.total.expired) - in_stages).max(0.0),
    ));
    parts.retain(|p| p.1 > 1e-9);
    let bars = Bars {
        title: "What is lost, and where".to_owned(),
        bars: pareto(parts, &mut numbers),
        ..Bars::default()
    };
    let reading = format!(
        "Mean number of items in one future, the largest part first; Σ is what it and those above it make up. From {}.",
        run.futures()
    );
    figure(
        "discards",
        bars,
        reading,
        "Nothing is discarded, refused or expires.",
        numbers,
    )
}

/// Planned against achieved shares.
fn allocation(run: Run<'_>) -> Option<Figure> {
    let owners = &run.forecast.flow.allocation;
    run.forecast.flow.allocation_strategy?;
    let mut numbers = Numbers::new(["type or lane", "planned", "achieved", "95 % interval"]);
    let bar = |(name, a): (&str, &crate::forecast::Allocated)| {
        let achieved = a.achieved.mean.unwrap_or_default();
        numbers.row([
            name.to_owned(),
            percent(a.planned),
            percent(achieved),
            between(&a.achieved),
        ]);
        Bar {
            label: name.to_owned(),
            value: achieved,
            interval: a.achieved.ci95.map(Into::into),
            mark: Some(a.planned),
            words: format!("{} of {}", percent(achieved), percent(a.planned)),
        }
    };
    let bars = Bars {
        title: "Capacity: planned and achieved".to_owned(),
        bars: owners.iter().map(bar).collect(),
        marks: "planned share".to_owned(),
        ..Bars::default()
    };
    let reading = format!(
        "The bar is the share of the items pulled into work, its stroke the 95 % interval of the mean from {}; the upright line is the share \
        that was planned.",
        run.futures()
    );
    Some(figure(
        "allocation",
        bars,
        reading,
        "Nobody shares the capacity.",
        numbers,
    ))
}
