//! How long items take: histograms, one future's items, and how old those in progress are.

use super::{Figure, Numbers, Picture, Run};
use crate::forecast::{Histogram, Statistic};
use crate::report::charts::axis::Along;
use crate::report::charts::canvas::{MAIN, fit};
use crate::report::charts::curves::{self, Band, Curves, Point};
use crate::report::charts::histogram;
use crate::report::text::words::{NOTHING, decimal, list, percent, plain, thousands};

/// Of more items than this only every so many is drawn.
const MOST_DOTS: usize = 400;

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    let total = &run.forecast.flow.total;
    let (lead, cycle) = (&run.detail.lead_time, &run.detail.cycle_time);
    vec![
        distribution(
            run,
            ("cycle-time", "Cycle time: first pull to ready"),
            cycle,
            &total.cycle_time,
        ),
        distribution(
            run,
            ("lead-time", "Lead time: arrival to ready"),
            lead,
            &total.lead_time,
        ),
        scatter(run),
        ageing(run),
    ]
}

/// The percentiles that lie within the horizon, in words; those beyond it apart.
fn percentiles(statistic: &Statistic) -> (Vec<(f64, String)>, Vec<String>) {
    let levels = [
        ("50 %", statistic.p50),
        ("85 %", statistic.p85),
        ("95 %", statistic.p95),
    ];
    let within = levels.iter().filter_map(|(level, value)| {
        value.map(|v| (v, format!("{level}: {} days", decimal(Some(v)))))
    });
    let beyond = levels
        .iter()
        .filter(|l| l.1.is_none())
        .map(|l| l.0.to_owned());
    (within.collect(), beyond.collect())
}

fn distribution(
    run: Run<'_>,
    (name, title): (&str, &str),
    seen: &Histogram,
    times: &Statistic,
) -> Figure {
    let (marks, beyond) = percentiles(times);
    let mut numbers = Numbers::new(["days", "share of the items"]);
    for (n, share) in seen.shares.iter().enumerate() {
        let from = n as f64 * seen.width;
        numbers.row([
            format!("{}–{}", plain(from), plain(from + seen.width)),
            percent(*share),
        ]);
    }
    if seen.beyond > 0.0 {
        numbers.row(["more".to_owned(), percent(seen.beyond)]);
    }
    let open = times.open.unwrap_or_default();
    let unfinished = match (open, beyond.is_empty()) {
        (0, _) => String::new(),
        (n, true) => format!(
            " The lines allow for {} items that were still unfinished at the end.",
            thousands(n)
        ),
        (n, false) => format!(
            " {} items were still unfinished at the end, so many that the time of {} of all lies beyond the horizon.",
            thousands(n),
            list(&beyond)
        ),
    };
    let picture = if seen.items == 0 {
        Picture::Nothing("No item became ready.".to_owned())
    } else {
        let said: Vec<String> = marks.iter().map(|m| m.1.clone()).collect();
        Picture::Drawn(histogram::render(&histogram::Histogram {
            title: format!("{title}. {}", list(&said)),
            along: "working days".to_owned(),
            width: seen.width,
            shares: seen.shares.clone(),
            beyond: seen.beyond,
            marks,
        }))
    };
    Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        reading: format!(
            "Of the {} items that became ready in {}. Dashed: what 50, 85 and 95 % of the items take at most.{unfinished}",
            thousands(seen.items),
            run.futures()
        ),
        picture,
        numbers,
    }
}

/// The items of one future, each where it became ready.
fn scatter(run: Run<'_>) -> Figure {
    let items = &run.detail.finished;
    let stride = items.len().div_ceil(MOST_DOTS).max(1);
    let mut numbers = Numbers::new(["ready on", "type", "cycle time, days"]);
    for item in items.iter().take(MOST_DOTS) {
        numbers.row([
            run.date(item.day),
            item.kind.clone(),
            decimal(Some(item.cycle)),
        ]);
    }
    let (levels, _) = percentiles(&run.forecast.flow.total.cycle_time);
    let short = |(value, words): (f64, String)| (value, words.replace(" days", " d"));
    let title = "One future: the cycle time of each item".to_owned();
    let point = |item: &crate::forecast::Finished| Point {
        at: (item.day, item.cycle),
        interval: None,
    };
    let curves = Curves {
        title: format!("{title}, {} of them", items.len()),
        along: run.along_days(),
        upward: "days from first pull to ready".to_owned(),
        reach: 1.0,
        levels: levels.into_iter().map(short).collect(),
        dots: "an item, on the day it became ready".to_owned(),
        points: items.iter().step_by(stride).map(point).collect(),
        ..Curves::default()
    };
    let picture = if items.is_empty() {
        Picture::Nothing("In this future no item became ready.".to_owned())
    } else {
        Picture::Drawn(curves::render(&curves))
    };
    let some = match stride {
        1 => String::new(),
        n => format!(" Only one item in {n} is drawn."),
    };
    Figure {
        name: "scatter".to_owned(),
        title,
        reading: format!(
            "The items of future 0 (“headwater trace” tells it); the dashed lines are the percentiles of all items of {}.{some}",
            run.futures()
        ),
        picture,
        numbers,
    }
}

/// How old the items in progress are, column by column.
fn ageing(run: Run<'_>) -> Figure {
    let stages: Vec<_> = run
        .detail
        .stages
        .iter()
        .filter(|s| !s.ready && !s.delivery)
        .collect();
    let count = stages.len();
    let mut numbers = Numbers::new([
        "column",
        "50 % left by",
        "70 %",
        "85 %",
        "95 %",
        "in future 0 now",
    ]);
    for stage in &stages {
        let cells = stage.left_by.map(decimal);
        let ages: Vec<String> = stage
            .open
            .iter()
            .map(|(age, kind)| format!("{} ({kind})", decimal(Some(*age))))
            .collect();
        let ages = if ages.is_empty() {
            NOTHING.to_owned()
        } else {
            ages.join(", ")
        };
        numbers.row([stage.name.clone()].into_iter().chain(cells).chain([ages]));
    }
    let named = ["half of the items had moved on by", "70 %", "85 %", "95 %"];
    let densities = [0.55, 0.4, 0.27, 0.14];
    let mut bands = Vec::new();
    for (level, (words, density)) in named.iter().zip(densities).enumerate() {
        for (n, stage) in stages.iter().enumerate() {
            let high = stage.left_by.get(level).copied().flatten();
            let below = level
                .checked_sub(1)
                .and_then(|l| stage.left_by.get(l).copied().flatten());
            let low = below.unwrap_or_default();
            bands.push(Band {
                label: if n == 0 {
                    (*words).to_owned()
                } else {
                    String::new()
                },
                points: [n, n + 1]
                    .map(|x| (x as f64, low, high.unwrap_or(low)))
                    .to_vec(),
                colour: MAIN,
                density,
            });
        }
    }
    let room = 300.0 / count.max(1) as f64;
    let curves = Curves {
        title: "Age of the items in progress at the end of one future, by column".to_owned(),
        along: Along {
            numbers: (0.0, count.max(1) as f64),
            ticks: stages
                .iter()
                .enumerate()
                .map(|(n, s)| (n as f64 + 0.5, fit(&s.name, room - 6.0, 11.0)))
                .collect(),
            label: String::new(),
        },
        upward: "days since first pull".to_owned(),
        reach: 1.0,
        bands,
        dots: "an item in progress".to_owned(),
        points: stages
            .iter()
            .enumerate()
            .flat_map(|(n, s)| dots(n, &s.open))
            .collect(),
        ..Curves::default()
    };
    let unknown: Vec<String> = stages
        .iter()
        .filter(|s| s.left_by.iter().all(Option::is_none))
        .map(|s| s.name.clone())
        .collect();
    let without = match unknown.as_slice() {
        [] => String::new(),
        names => format!(
            " Nothing was pulled on from {}: no shade there.",
            list(names)
        ),
    };
    let picture = if count == 0 {
        Picture::Nothing("No column lies before ready.".to_owned())
    } else {
        Picture::Drawn(curves::render(&curves))
    };
    Figure {
        name: "ageing".to_owned(),
        title: "Work item age by column".to_owned(),
        reading: format!(
            "Dots: what is in progress when future 0 ends, and for how long. The shades, from dark to light: the age by \
            which 50, 70, 85 and 95 % of the items had moved on from a column, in {}. A dot above them is older there than nearly \
            all others were.{without}",
            run.filmed()
        ),
        picture,
        numbers,
    }
}

/// The items of a column side by side.
fn dots(column: usize, open: &[(f64, String)]) -> Vec<Point> {
    let step = 1.0 / (open.len() + 1) as f64;
    let open = open.iter().enumerate();
    open.map(|(n, (age, _))| Point {
        at: (column as f64 + step * (n + 1) as f64, *age),
        interval: None,
    })
    .collect()
}
