//! What the first result costs in those of which less is better: every setting as a dot.

use super::futures;
use crate::experiment::sweep::{Level, Looked, Point, Sweep};
use crate::forecast::paths::Good;
use crate::report::charts::curves;
use crate::report::pictures::trade::{At, Trade};
use crate::report::pictures::{Figure, Numbers, Picture};
use crate::report::text::amounts::level;
use crate::report::text::sweep::name;
use crate::report::text::words::{NOTHING, list};

/// A picture for each cost that differs between settings.
pub(super) fn figures(sweep: &Sweep) -> Vec<Figure> {
    let Some(up) = sweep.results.first().filter(|up| up.good() == Good::More) else {
        return Vec::new();
    };
    let results = sweep.results.iter().enumerate();
    let costs = results.filter(|(at, looked)| looked.good() == Good::Less && differs(sweep, *at));
    costs
        .enumerate()
        .filter_map(|(n, cost)| figure(sweep, up, cost, n))
        .collect()
}

/// Is it another number with another setting?
fn differs(sweep: &Sweep, at: usize) -> bool {
    let mut values = sweep.points.iter().map(|p| Some(p.results.get(at)?.value));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn figure(sweep: &Sweep, up: &Looked, (at, across): (usize, &Looked), n: usize) -> Option<Figure> {
    let place = |levels: &[Level]| Some((levels.get(at)?.value?, levels.first()?.value?));
    let point = |point: &Point| place(&point.results);
    let points: Vec<At> = sweep.points.iter().filter_map(point).collect();
    points.first()?;
    let one = sweep.knobs.len() == 1;
    let knee = sweep.knee.and_then(|knee| sweep.points.get(knee));
    let found = [
        knee.and_then(point).map(|at| (at, "the knee".to_owned())),
        place(&sweep.as_written).map(|at| (at, "as written".to_owned())),
    ];
    let named = sweep.points.iter();
    let trade = Trade {
        up,
        across,
        names: named.filter_map(|p| Some((point(p)?, values(p)))).collect(),
        line: (String::new(), if one { points.clone() } else { Vec::new() }),
        points,
        found: found.into_iter().flatten().collect(),
    };
    let title = trade.title();
    let knobs: Vec<String> = sweep.knobs.iter().map(|knob| knob.path.clone()).collect();
    Some(Figure {
        name: format!("cost-{}", n + 1),
        reading: format!(
            "Each dot is a setting of {}; what it brings is upwards, what it costs to the right, so that what lies up and \
            left is better. From {}.",
            list(&knobs),
            futures(sweep)
        ),
        picture: Picture::Drawn(curves::render(&trade.curves(&title))),
        title,
        numbers: table(sweep, (0, up), (at, across)),
    })
}

/// The values of the knobs at a point.
fn values(point: &Point) -> String {
    let values: Vec<&str> = point.set.iter().map(|(_, value)| value.as_str()).collect();
    values.join(", ")
}

fn table(sweep: &Sweep, up: (usize, &Looked), across: (usize, &Looked)) -> Numbers {
    let knobs = sweep.knobs.iter().map(|knob| knob.path.clone());
    let results = [up, across].map(|(_, looked)| name(looked));
    let mut numbers = Numbers::new(knobs.chain(results));
    let words = |levels: &[Level]| {
        [up, across].map(|(at, looked)| {
            let found = levels.get(at);
            found.map_or_else(|| NOTHING.to_owned(), |l| level(looked.unit(), l.value))
        })
    };
    for point in &sweep.points {
        let set = sweep.knobs.iter().map(|knob| {
            let mut all = point.set.iter();
            let own = all.find(|(path, _)| **path == knob.path);
            own.map_or_else(|| NOTHING.to_owned(), |(_, value)| value.clone())
        });
        numbers.row(set.chain(words(&point.results)));
    }
    numbers
}
