//! Is enough ready at each Sprint Planning?

use super::{Figure, Numbers, Picture, Run};
use crate::forecast::{LIKELY, Planning, Statistic};
use crate::report::charts::canvas::{INK, MAIN, MARK, Stroke};
use crate::report::charts::curves::{self, Band, Curves, Line, Panel, Point};
use crate::report::text::words::{chance, need, percent_in_words, whole};

/// Of so many types at most there are charts of their own.
const MOST_TYPES: usize = 12;

pub(super) fn figures(run: Run<'_>) -> Vec<Figure> {
    let teams = run.forecast.teams();
    if teams.is_empty() {
        let why = "No team plans within the horizon: add a [[teams]] entry with a planning, or make \
            calendar.horizon longer.";
        return vec![Figure {
            name: "readiness".to_owned(),
            title: "Ready at Sprint Planning".to_owned(),
            reading: String::new(),
            picture: Picture::Nothing(why.to_owned()),
            numbers: Numbers::default(),
        }];
    }
    let several = teams.len() > 1;
    let mut figures = Vec::new();
    for (n, team) in teams.iter().enumerate() {
        let suffix = if several {
            format!("-{}", n + 1)
        } else {
            String::new()
        };
        figures.push(enough(run, team, &suffix));
        figures.push(fan(run, team, &suffix));
        figures.extend(by_type(run, team, &suffix));
    }
    figures
}

fn name(team: &[&Planning]) -> String {
    team.first().map_or_else(String::new, |p| p.team.clone())
}

/// The chance of enough at each planning.
fn enough(run: Run<'_>, team: &[&Planning], suffix: &str) -> Figure {
    let days: Vec<f64> = team.iter().map(|p| p.day).collect();
    let point = |p: &&Planning| Point {
        at: (p.day, p.ready_enough.probability),
        interval: Some(p.ready_enough.ci95.into()),
    };
    let who = name(team);
    let title = format!("Chance that enough is ready for {who}");
    let best = team
        .iter()
        .map(|p| p.ready_enough.probability)
        .fold(0.0, f64::max);
    let curves = Curves {
        title: format!("{title}: at best {}", percent_in_words(best)),
        along: run.along(&days),
        percents: true,
        points: team.iter().map(point).collect(),
        levels: vec![(LIKELY, "85 %".to_owned())],
        ..Curves::default()
    };
    let need = team.first().map_or_else(String::new, |p| need(&p.needed));
    let mut numbers = Numbers::new(["planning", "chance (95 % interval)"]);
    for p in team {
        numbers.row([run.date(p.day), chance(&p.ready_enough)]);
    }
    Figure {
        name: format!("chance{suffix}"),
        title,
        reading: format!(
            "Enough is {need}. Each dot is the share of {} in which enough is on the shelf when the planning \
            begins; the stroke through it is its 95 % interval. From 85 % on (dashed) it is likely.",
            run.futures()
        ),
        picture: Picture::Drawn(curves::render(&curves)),
        numbers,
    }
}

/// What is on the shelf at each planning against what is needed.
fn fan(run: Run<'_>, team: &[&Planning], suffix: &str) -> Figure {
    let who = name(team);
    let title = format!("What {who} finds on the ready shelf");
    let values: Vec<(f64, Statistic)> = team
        .iter()
        .map(|p| (p.day, p.ready.total.clone().unwrap_or_default()))
        .collect();
    let needed = team.first().and_then(|p| p.needed.total);
    let middle = values.last().and_then(|(_, s)| s.p50);
    let curves = Curves {
        title: format!(
            "{title}: at the last planning {} items or more in half of the futures",
            whole(middle)
        ),
        ..fan_of(
            run,
            &values,
            needed,
            "items on the shelf before the planning",
        )
    };
    let mut header = vec![
        "planning",
        "5 %: at most",
        "half: at most",
        "95 %: at most",
        "85 %: or more",
    ];
    header.extend(needed.map(|_| "enough"));
    let mut numbers = Numbers::new(header);
    for (p, (_, s)) in team.iter().zip(&values) {
        let cells = [s.p5, s.p50, s.p95, s.p15].map(whole);
        let enough = p.needed.total.map(|n| n.to_string());
        numbers.row([run.date(p.day)].into_iter().chain(cells).chain(enough));
    }
    let empty = values.iter().all(|(_, s)| s.max.unwrap_or_default() == 0.0);
    let nothing = if empty {
        " In none of them is anything ever ready at a planning."
    } else {
        ""
    };
    Figure {
        name: format!("readiness{suffix}"),
        title,
        reading: format!(
            "Of {} 90 % lie within the light band and 70 % within the dark one: their lower edge is “85 %: so many \
            or more”. The line is the middle one of all futures.{nothing}",
            run.futures()
        ),
        picture: Picture::Drawn(curves::render(&curves)),
        numbers,
    }
}

/// Two bands and the middle, against what is needed.
fn fan_of(run: Run<'_>, values: &[(f64, Statistic)], needed: Option<u32>, upward: &str) -> Curves {
    let days: Vec<f64> = values.iter().map(|v| v.0).collect();
    let along = run.along(&days);
    let at = |pick: fn(&Statistic) -> Option<f64>| {
        values
            .iter()
            .map(move |(day, s)| (*day, pick(s).unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let band = |label: &str, low: Vec<(f64, f64)>, high: Vec<(f64, f64)>, density| Band {
        label: label.to_owned(),
        points: low
            .into_iter()
            .zip(high)
            .map(|((day, l), (_, h))| (day, l, h))
            .collect(),
        colour: MAIN,
        density,
    };
    let need = needed.map(|n| Line {
        label: if upward.is_empty() {
            "enough".to_owned()
        } else {
            format!("enough: {n}")
        },
        points: vec![
            (along.numbers.0, f64::from(n)),
            (along.numbers.1, f64::from(n)),
        ],
        colour: MARK,
        stroke: Stroke::Dashed,
        level: false,
    });
    let middle = Line {
        label: "middle".to_owned(),
        points: at(|s| s.p50),
        colour: INK,
        stroke: Stroke::Solid,
        level: false,
    };
    Curves {
        along,
        upward: upward.to_owned(),
        reach: 1.0,
        whole: true,
        bands: vec![
            band("90 % of futures", at(|s| s.p5), at(|s| s.p15), 0.22),
            band("", at(|s| s.p85), at(|s| s.p95), 0.22),
            band("70 %", at(|s| s.p15), at(|s| s.p85), 0.5),
        ],
        lines: [Some(middle), need].into_iter().flatten().collect(),
        ..Curves::default()
    }
}

/// A planning's values of one type or lane, and how many are needed.
type Part<'a> = (&'a str, Vec<(f64, Statistic)>, Option<u32>);

/// The same by type and lane: those that enough asks for, or all types.
fn by_type(run: Run<'_>, team: &[&Planning], suffix: &str) -> Option<Figure> {
    let parts = parts(team);
    let drawn: Vec<Panel> = parts
        .iter()
        .take(MOST_TYPES)
        .map(|(name, values, needed)| {
            let curves = fan_of(run, values, *needed, "");
            Panel {
                name: (*name).to_owned(),
                rest: needed.map_or_else(String::new, |n| format!(": {n} needed")),
                curves,
            }
        })
        .collect();
    if drawn.is_empty() {
        return None;
    }
    let title = format!("What {} finds, by type", name(team));
    let more = match parts.len().saturating_sub(MOST_TYPES) {
        0 => String::new(),
        n => format!(" Of {n} more there are only numbers."),
    };
    let mut numbers = Numbers::new([
        "planning",
        "of",
        "5 %: at most",
        "half: at most",
        "95 %: at most",
        "85 %: or more",
        "enough",
    ]);
    for (name, values, needed) in &parts {
        for (day, s) in values {
            let cells = [s.p5, s.p50, s.p95, s.p15].map(whole);
            let enough = needed.map_or_else(|| "–".to_owned(), |n| n.to_string());
            let labels = [run.date(*day), (*name).to_owned()];
            numbers.row(labels.into_iter().chain(cells).chain([enough]));
        }
    }
    Some(Figure {
        name: format!("readiness-by-type{suffix}"),
        title: title.clone(),
        reading: format!(
            "As above, each type by itself: 90 % of {} lie within the light band, 70 % within the dark one.{more}",
            run.futures()
        ),
        picture: Picture::Drawn(match drawn.as_slice() {
            [only] => curves::render(&Curves {
                title: format!("{title}: {}", only.name),
                upward: format!("items of {}{}", only.name, only.rest),
                ..only.curves.clone()
            }),
            several => curves::panels(&title, &super::few_dates(several)),
        }),
        numbers,
    })
}

fn parts<'a>(team: &[&'a Planning]) -> Vec<Part<'a>> {
    let Some(first) = team.first() else {
        return Vec::new();
    };
    let asked = !first.needed.types.is_empty() || !first.needed.lanes.is_empty();
    let of_type = |name: &'a str| {
        let values = team
            .iter()
            .map(|p| (p.day, p.ready.types.get(name).cloned().unwrap_or_default()));
        (
            name,
            values.collect(),
            first.needed.types.get(name).copied(),
        )
    };
    let of_lane = |name: &'a str| {
        let values = team
            .iter()
            .map(|p| (p.day, p.ready.lanes.get(name).cloned().unwrap_or_default()));
        (
            name,
            values.collect(),
            first.needed.lanes.get(name).copied(),
        )
    };
    let names = first.ready.types.iter().map(|(name, _)| name);
    let types = names.filter(|name| !asked || first.needed.types.get(name).is_some());
    let lanes = first.needed.lanes.iter().map(|(name, _)| name);
    let parts: Vec<Part<'a>> = types.map(of_type).chain(lanes.map(of_lane)).collect();
    if parts.len() > 1 || asked {
        parts
    } else {
        Vec::new()
    }
}
