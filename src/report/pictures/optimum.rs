//! The settings that were tried: what each is worth, and readiness against work in progress.

use super::trade::{At, Trade};
use super::{Figure, Numbers, Picture, Section};
use crate::experiment::optimise::{Optimum, Standing, Tried};
use crate::experiment::sweep::Level;
use crate::forecast::paths::Unit;
use crate::report::charts::bars::{self, Bar, Bars};
use crate::report::charts::curves;
use crate::report::text::amounts::level;
use crate::report::text::optimum::{said, setting};
use crate::report::text::sweep::name;
use crate::report::text::words::{capital, thousands};

/// So many settings have a bar, and so many a row.
const BARS: usize = 12;
const ROWS: usize = 50;

/// All pictures of a search.
pub fn of_optimum(optimum: &Optimum) -> Vec<Section> {
    let figures = [best(optimum), traded(optimum)];
    vec![Section {
        title: "The settings, the best first".to_owned(),
        figures: figures.into_iter().flatten().collect(),
    }]
}

fn futures(optimum: &Optimum) -> String {
    format!(
        "{} simulated futures in all (the same for every setting, as far as it went)",
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
            "The first {BARS} settings at most; the stroke is the 95 % interval of each. From {}: settings known to be worse \
            played fewer, so their intervals are wider.",
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
    let at = |levels: &[Level]| Some((levels.get(along)?.value?, levels.get(up)?.value?));
    let point = |tried: &Tried| at(&tried.results);
    let front = || optimum.front.iter().filter_map(|n| optimum.tried.get(*n));
    let chosen = optimum
        .tried
        .iter()
        .find(|t| t.standing == Standing::Chosen)
        .and_then(point);
    let found = [
        chosen.map(|at| (at, "the one to take".to_owned())),
        at(&optimum.as_written).map(|at| (at, "as written".to_owned())),
    ];
    let mut line: Vec<At> = front().filter_map(point).collect();
    line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let name = |tried: &Tried| Some((point(tried)?, brief(optimum, tried)));
    let trade = Trade {
        up: optimum.results.get(up)?,
        across: optimum.results.get(along)?,
        points: optimum.tried.iter().filter_map(point).collect(),
        names: front().filter_map(name).collect(),
        line: ("the front".to_owned(), line),
        found: found.into_iter().flatten().collect(),
    };
    let title = trade.title();
    let picture = if trade.points.is_empty() {
        Picture::Nothing("No setting has both numbers.".to_owned())
    } else {
        Picture::Drawn(curves::render(&trade.curves(&title)))
    };
    Some(Figure {
        name: "trade".to_owned(),
        reading: format!(
            "Each dot is a setting. Of those on the line, which are in the table, none has both more readiness and less work \
            in progress than another one: it is yours to say how much of one is worth how much of the other. From {}.",
            futures(optimum)
        ),
        picture,
        title,
        numbers: table(optimum, &optimum.front),
    })
}
