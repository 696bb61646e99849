//! The settings that were tried: what each is worth, and readiness against work in progress.

use super::{Figure, Numbers, Picture, Section};
use crate::experiment::optimise::{Optimum, Standing, Tried};
use crate::experiment::sweep::{Level, Looked};
use crate::forecast::paths::Unit;
use crate::report::charts::axis::{Along, number, steps};
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::charts::canvas::{MAIN, Stroke};
use crate::report::charts::curves::{self, Curves, Line, Point};
use crate::report::text::amounts::level;
use crate::report::text::optimum::{said, setting};
use crate::report::text::sweep::name;
use crate::report::text::words::{capital, thousands};

/// So many settings have a bar, and so many a row.
const BARS: usize = 12;
const ROWS: usize = 50;

/// All pictures of a search.
pub fn of_optimum(optimum: &Optimum) -> Vec<Section> {
    let section = |title: &str, figure: Figure| Section {
        title: title.to_owned(),
        figures: vec![figure],
    };
    let mut sections = Vec::new();
    sections.extend(best(optimum).map(|figure| section("The settings, the best first", figure)));
    sections.extend(
        traded(optimum).map(|figure| section("Readiness against work in progress", figure)),
    );
    sections
}

fn futures(optimum: &Optimum) -> String {
    format!(
        "{} simulated futures in all, the same for every setting as far as it went",
        thousands(optimum.trials.spent)
    )
}

/// The number that is looked for, of the best settings.
fn best(optimum: &Optimum) -> Option<Figure> {
    let looked = optimum.results.first()?;
    let bar = |tried: &Tried| {
        let found = tried.results.first()?;
        Some(Bar {
            label: format!("{}: {}", said(tried), brief(optimum, tried)),
            value: found.value?,
            interval: found.ci95.map(Into::into),
            words: level(looked.unit(), found.value),
            ..Bar::default()
        })
    };
    let bars: Vec<Bar> = optimum.tried.iter().take(BARS).filter_map(bar).collect();
    let title = capital(&name(looked));
    let picture = if bars.is_empty() {
        Picture::Nothing("With no setting does this number exist within the horizon.".to_owned())
    } else {
        Picture::Drawn(bars::render(&Bars {
            title: format!("{title} with the best settings"),
            bars,
            full: (looked.unit() == Unit::Chance).then_some(1.0),
            ..Bars::default()
        }))
    };
    let places: Vec<usize> = (0..optimum.tried.len().min(ROWS)).collect();
    Some(Figure {
        name: "settings".to_owned(),
        reading: format!(
            "The first {BARS} settings at most; the stroke is the 95 % interval of each. From {}: settings that were known to \
            be worse played fewer, and their intervals are wider.",
            futures(optimum)
        ),
        picture,
        title,
        numbers: table(optimum, &places),
    })
}

/// A setting in few letters: `people 4, wip.max 5`.
fn brief(optimum: &Optimum, tried: &Tried) -> String {
    let paths: Vec<&str> = optimum
        .knobs
        .iter()
        .map(|knob| knob.path.as_str())
        .collect();
    let values = paths.iter().filter_map(|path| {
        let value = tried.set.iter().find(|(set, _)| set == path)?.1;
        Some(format!("{} {value}", ending(path, &paths)))
    });
    values.collect::<Vec<_>>().join(", ")
}

/// As many of the last steps of a path as tell it apart from the others.
fn ending<'a>(path: &'a str, paths: &[&str]) -> &'a str {
    let points = path.rmatch_indices('.').map(|(at, _)| at + 1);
    let endings = points.filter_map(|at| path.get(at..));
    let alone = |ending: &&str| paths.iter().filter(|p| p.ends_with(*ending)).count() == 1;
    endings.into_iter().find(alone).unwrap_or(path)
}

fn table(optimum: &Optimum, places: &[usize]) -> Numbers {
    let results = optimum.results.iter().map(name);
    let header = ["setting".to_owned(), "what is said of it".to_owned()];
    let header = header.into_iter().chain(results);
    let mut numbers = Numbers::new(header.chain(["futures".to_owned()]));
    for tried in places.iter().filter_map(|place| optimum.tried.get(*place)) {
        let levels = tried.results.iter().zip(&optimum.results);
        let levels = levels.map(|(l, looked)| level(looked.unit(), l.value));
        let first = [setting(&tried.set, &optimum.knobs), said(tried)];
        let cells = first.into_iter().chain(levels);
        numbers.row(cells.chain([thousands(tried.trials)]));
    }
    numbers
}

/// The place of the number that stands for readiness: that itself, the wait for the goal, or throughput.
fn readiness(optimum: &Optimum) -> Option<usize> {
    let place = |fits: &dyn Fn(&str) -> bool| optimum.results.iter().position(|l| fits(&l.path));
    place(&|path| path == "ready_enough")
        .or_else(|| place(&|path| path.starts_with("goals.") && path.ends_with(".wait")))
        .or_else(|| place(&|path| path == "throughput_per_week"))
}

/// Every setting with its work in progress and its readiness.
fn traded(optimum: &Optimum) -> Option<Figure> {
    let up = readiness(optimum)?;
    let along = optimum.results.iter().position(|l| l.path == "wip")?;
    let looked = optimum.results.get(up)?;
    let at = |levels: &[Level]| Some((levels.get(along)?.value?, levels.get(up)?.value?));
    let point = |tried: &Tried| at(&tried.results);
    let points: Vec<(f64, f64)> = optimum.tried.iter().filter_map(point).collect();
    let front = optimum.front.iter().filter_map(|n| optimum.tried.get(*n));
    let front: Vec<(f64, f64)> = front.filter_map(point).collect();
    let chosen = optimum
        .tried
        .iter()
        .find(|t| t.standing == Standing::Chosen)
        .and_then(point);
    let found = [
        chosen.map(|at| (at, "the one to take".to_owned())),
        at(&optimum.as_written).map(|at| (at, "as written".to_owned())),
    ];
    let most = points.iter().chain(found.iter().flatten().map(|f| &f.0));
    let most = most.map(|p| p.0).fold(0.0, f64::max);
    let title = format!("{} against work in progress", capital(&name(looked)));
    let picture = if points.is_empty() {
        Picture::Nothing("No setting has both numbers.".to_owned())
    } else {
        Picture::Drawn(curves::render(&chart(
            looked,
            &title,
            &points,
            front,
            (most, found.into_iter().flatten().collect()),
        )))
    };
    Some(Figure {
        name: "trade".to_owned(),
        reading: format!(
            "Each dot is a setting. Of those on the line none has both more readiness and less work in progress than another \
            one: it is yours to say how much of one is worth how much of the other; they are in the table. From {}.",
            futures(optimum)
        ),
        picture,
        title,
        numbers: table(optimum, &optimum.front),
    })
}

fn chart(
    looked: &Looked,
    title: &str,
    points: &[(f64, f64)],
    front: Vec<(f64, f64)>,
    (most, found): (f64, Vec<((f64, f64), String)>),
) -> Curves {
    let ticks = steps(most);
    let dot = |at: &(f64, f64)| Point {
        at: *at,
        interval: None,
    };
    Curves {
        title: format!("{title}: {} settings", thousands(points.len() as u64)),
        along: Along {
            numbers: (0.0, ticks.last().copied().unwrap_or(1.0)),
            ticks: ticks.into_iter().map(|n| (n, number(n))).collect(),
            label: "items in progress".to_owned(),
        },
        upward: capital(&name(looked)),
        percents: looked.unit() == Unit::Chance,
        lines: vec![Line {
            label: "the front".to_owned(),
            points: front,
            colour: MAIN,
            stroke: Stroke::Solid,
            level: false,
        }],
        dots: "a setting".to_owned(),
        points: points.iter().map(dot).collect(),
        found,
        ..Curves::default()
    }
}
