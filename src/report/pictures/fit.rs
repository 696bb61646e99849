//! What was learnt from a history, drawn over what was seen.

use super::{Figure, Numbers, Picture, Section};
use crate::history::fit::{Fit, Share, StageFit, TimeFit};
use crate::report::charts::axis::{Along, number, steps};
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::charts::canvas::{MAIN, MARK, Stroke};
use crate::report::charts::curves::{self, Curves, Line};
use crate::report::text::words::{NOTHING, decimal, percent, thousands};

/// All pictures of a fit.
pub fn of_fit(fit: &Fit) -> Vec<Section> {
    let section = |title: &str, figures: Vec<Figure>| Section {
        title: title.to_owned(),
        figures,
    };
    let all = vec![
        section("What arrives?", arrivals(fit).into_iter().collect()),
        section("How long do items stay in each column?", times(fit)),
        section("What becomes of items?", ends(fit)),
    ];
    all.into_iter()
        .filter(|section| !section.figures.is_empty())
        .collect()
}

fn arrivals(fit: &Fit) -> Option<Figure> {
    let mut numbers = Numbers::new(["type", "arrived", "a week", "95 %", "variance ÷ mean"]);
    let mut drawn = Vec::new();
    for kind in fit.types.iter().filter(|kind| kind.arrived > 0) {
        let [low, high] = kind.ci95;
        drawn.push(Bar {
            label: kind.name.clone(),
            value: kind.per_week,
            interval: Some((low, high)),
            words: format!("{} a week", decimal(Some(kind.per_week))),
            ..Bar::default()
        });
        numbers.row([
            kind.name.clone(),
            thousands(kind.arrived as u64),
            decimal(Some(kind.per_week)),
            format!("{}–{}", decimal(Some(low)), decimal(Some(high))),
            decimal(kind.dispersion),
        ]);
    }
    let title = "Items that arrive a week, by type".to_owned();
    (!drawn.is_empty()).then(|| Figure {
        name: "arrivals".to_owned(),
        reading: format!(
            "From the {:.0} weeks before {}; the stroke is the 95 % interval. Where the weeks differ more than by chance \
            (variance ÷ mean clearly above 1), items come in batches.",
            fit.weeks, fit.as_of
        ),
        picture: Picture::Drawn(bars::render(&Bars {
            title: title.clone(),
            bars: drawn,
            ..Bars::default()
        })),
        title,
        numbers,
    })
}

/// One figure a column, and one for each type whose times differ there.
fn times(fit: &Fit) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (n, stage) in fit.stages.iter().enumerate() {
        let own = stage.by_type.iter().filter_map(|kind| {
            let title = format!("{}, {}", stage.name, kind.name);
            Some((title, kind.time.as_ref()?))
        });
        let common = stage.time.as_ref().map(|time| (stage.name.clone(), time));
        for (k, (title, time)) in common.into_iter().chain(own).enumerate() {
            figures.push(stay(&format!("stay-{}-{}", n + 1, k + 1), &title, time));
        }
    }
    figures
}

fn stay(name: &str, title: &str, time: &TimeFit) -> Figure {
    let mut numbers = Numbers::new(["at most, days", "seen", "by the law"]);
    for [age, seen, law] in &time.curve {
        numbers.row([decimal(Some(*age)), percent(*seen), percent(*law)]);
    }
    Figure {
        name: name.to_owned(),
        title: format!("{title}: how many stays took at most so long"),
        reading: reading(time),
        picture: if time.curve.is_empty() {
            Picture::Nothing("Too few stays have ended for a curve.".to_owned())
        } else {
            Picture::Drawn(curves::render(&curves(title, time)))
        },
        numbers,
    }
}

/// What was seen as a staircase, the law as a curve through it.
fn curves(title: &str, time: &TimeFit) -> Curves {
    let from_zero = |of: fn(&[f64; 3]) -> f64| {
        let points = time.curve.iter().map(|point| (point[0], of(point)));
        std::iter::once((0.0, 0.0)).chain(points).collect()
    };
    let last = time.curve.last().map_or(1.0, |point| point[0]);
    let ticks: Vec<(f64, String)> = steps(last)
        .into_iter()
        .filter(|n| *n <= last)
        .map(|n| (n, number(n)))
        .collect();
    Curves {
        title: format!(
            "{title}: shares of stays by their length, seen and by the {} law",
            law(time)
        ),
        along: Along {
            numbers: (0.0, last),
            ticks,
            label: "working days".to_owned(),
        },
        percents: true,
        lines: vec![
            Line {
                label: "seen (Kaplan–Meier)".to_owned(),
                points: from_zero(|point| point[1]),
                colour: MAIN,
                stroke: Stroke::Solid,
                level: true,
            },
            Line {
                label: format!("{} law", law(time)),
                points: from_zero(|point| point[2]),
                colour: MARK,
                stroke: Stroke::Dashed,
                level: false,
            },
        ],
        ..Curves::default()
    }
}

/// The law that is drawn: the best, also where none is good enough.
fn law(time: &TimeFit) -> &str {
    let best = time.candidates.first();
    best.map_or(time.family, |best| best.family)
}

fn reading(time: &TimeFit) -> String {
    let seen = match (time.seen_p50, time.seen_p85) {
        (None, _) => "fewer than half ended while they were watched".to_owned(),
        (Some(_), None) => format!(
            "half took up to {} days, and fewer than 85 % ended while they were watched",
            decimal(time.seen_p50)
        ),
        (Some(_), Some(_)) => format!(
            "half took up to {}, 85 % up to {} days",
            decimal(time.seen_p50),
            decimal(time.seen_p85)
        ),
    };
    let good = match (time.distance, time.p) {
        (Some(distance), Some(p)) => format!(
            " It is off by up to {:.0} points (χ² {} with {} degrees of freedom, p {}).",
            100.0 * distance,
            decimal(time.chi_squared),
            time.freedom,
            if p < 0.001 {
                "< 0.001".to_owned()
            } else {
                format!("{p:.3}")
            }
        ),
        (Some(distance), None) => format!(
            " It is off by up to {:.0} points; there are too few stays for a test.",
            100.0 * distance
        ),
        _ => String::new(),
    };
    let chosen = match time.family {
        "empirical" => format!(
            "Of four laws the {} is best and still does not fit, so evenly spread values of what was seen are drawn.",
            law(time)
        ),
        family => format!("Of four laws the {family} fits best (AIC)."),
    };
    format!(
        "{} stays ended; {} go on and count as lasting at least so long. Seen: {seen}; as learnt up to \
        {} and {}. {chosen}{good}",
        thousands(time.finished as u64),
        thousands(time.open as u64),
        decimal(Some(time.p50)),
        decimal(Some(time.p85))
    )
}

/// Which share of a column.
type Of = fn(&StageFit) -> Option<&Share>;

fn ends(fit: &Fit) -> Vec<Figure> {
    let kinds: [(&str, &str, Of); 3] = [
        (
            "discards",
            "Stays that end with the item being dropped",
            |stage| Some(&stage.discard),
        ),
        ("skips", "Items that pass a column by", |stage| {
            Some(&stage.skip)
        }),
        ("back", "Stays after which the item goes back", |stage| {
            stage.back.as_ref().map(|back| &back.share)
        }),
    ];
    let figures = kinds
        .iter()
        .map(|(name, title, of)| shares(fit, name, title, *of));
    figures.flatten().collect()
}

fn shares(fit: &Fit, name: &str, title: &str, of: Of) -> Option<Figure> {
    let there = |stage: &&StageFit| of(stage).is_some_and(|share| share.hits > 0);
    let mut numbers = Numbers::new(["column", "share", "95 %", "times", "of"]);
    let mut drawn = Vec::new();
    for stage in fit.stages.iter().filter(there) {
        let Some(share) = of(stage) else { continue };
        let [low, high] = share.ci95;
        let said = share.share.map_or(NOTHING.to_owned(), percent);
        drawn.push(Bar {
            label: stage.name.clone(),
            value: share.value(),
            interval: Some((low, high)),
            words: format!("{said} ({} of {})", share.hits, share.of),
            ..Bar::default()
        });
        numbers.row([
            stage.name.clone(),
            said,
            format!(
                "{:.0}–{:.0} %",
                (100.0 * low).floor(),
                (100.0 * high).ceil()
            ),
            thousands(share.hits),
            thousands(share.of),
        ]);
    }
    (!drawn.is_empty()).then(|| Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        reading: "As counted; the stroke is the 95 % interval.".to_owned(),
        picture: Picture::Drawn(bars::render(&Bars {
            title: title.to_owned(),
            bars: drawn,
            full: Some(1.0),
            ..Bars::default()
        })),
        numbers,
    })
}
