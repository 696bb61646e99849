//! What every setting of one or two knobs does.

use super::evaluate::Evaluation;
use super::{Difference, Failed, Known, Measures, Setting, Trials, evaluate};
use crate::forecast::Named;
use crate::forecast::paths::{Good, ResultPath, Unit};
use crate::model::{Model, days};
use crate::trials::Steer;
use serde::Serialize;

/// A knob and the values it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Knob {
    /// Its path.
    pub path: String,
    /// The values as they are written, in order.
    pub values: Vec<String>,
}

/// The answer to `headwater sweep`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sweep {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the scenario.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// The trials that every setting has played.
    pub trials: u64,
    /// Length of a trial in days.
    pub horizon_days: f64,
    /// Where flow statistics start.
    pub warm_up_days: f64,
    /// What is turned.
    pub knobs: Vec<Knob>,
    /// What is looked at; settings are judged by the first.
    pub results: Vec<Looked>,
    /// The scenario as it is written.
    pub as_written: Vec<Level>,
    /// Every setting: of two knobs the second turns fastest.
    pub points: Vec<Point>,
    /// Of one knob with numbers: the point, by place, beyond which more of it brings little.
    pub knee: Option<usize>,
}

/// A number of the result that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Looked {
    /// Its path.
    pub path: String,
    /// What a Product Owner calls it, and what it counts.
    #[serde(skip)]
    pub like: Option<Difference>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// What is set, by path.
    pub set: Named<String>,
    /// Is it the scenario as it is written?
    pub as_written: bool,
    /// The results, in order.
    pub results: Vec<Level>,
}

/// One number under one setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// Its path.
    pub path: String,
    /// The number; `None` where it does not exist, or lies beyond the horizon.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub ci95: Option<[f64; 2]>,
    /// How it differs from the scenario as it is written; `None` for that itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Apart>,
}

/// How far a number is from what it is as the scenario is written.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Apart {
    /// How much more it is.
    pub difference: Option<f64>,
    /// The 95 % interval, from pairs of trials.
    pub ci95: Option<[f64; 2]>,
    /// What the interval says.
    pub known: Known,
    /// Is it known to be better (`true`) or worse (`false`)?
    pub better: Option<bool>,
}

/// The grid of one or two knobs as settings: what each point sets, in order.
pub fn grid(knobs: &[Knob]) -> Vec<Vec<(String, String)>> {
    let mut points: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for knob in knobs {
        let turned = |point: &Vec<(String, String)>| {
            let edit = |value: &String| (knob.path.clone(), value.clone());
            let mut all = Vec::new();
            for value in &knob.values {
                all.push([point.as_slice(), &[edit(value)]].concat());
            }
            all
        };
        points = points.iter().flat_map(turned).collect();
    }
    points
}

/// Plays every point of a grid; the first setting is the scenario as it is written, the others are the points of
/// the [`grid`] in order.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn sweep(
    settings: &[Setting],
    knobs: &[Knob],
    results: &[ResultPath],
    trials: &Trials,
    control: Steer<'_>,
) -> Result<(Sweep, bool), Failed> {
    let (played, places) = distinct(settings);
    let measures = Measures::new(results.iter().cloned(), &played);
    let evaluation = evaluate(&played, measures, trials, control)?;
    let model = settings.first().map(|setting| &setting.model);
    let looked: Vec<Looked> = results
        .iter()
        .map(|path| Looked::new(path, &evaluation))
        .collect();
    let points = settings.iter().zip(&places).skip(1);
    let points: Vec<Point> = points
        .map(|(setting, place)| Point {
            set: Named(setting.edits.clone()),
            as_written: *place == 0,
            results: levels(results, *place, &evaluation),
        })
        .collect();
    let sweep = Sweep {
        headwater: env!("CARGO_PKG_VERSION"),
        scenario: model.map_or_else(String::new, |m: &Model| m.name.clone()),
        seed: trials.seed,
        trials: evaluation.trials,
        horizon_days: model.map_or(0.0, |m| days(m.horizon)),
        warm_up_days: model.map_or(0.0, |m| days(m.warm_up)),
        as_written: levels(results, 0, &evaluation),
        knee: knee(knobs, &looked, &points),
        results: looked,
        knobs: knobs.to_vec(),
        points,
    };
    Ok((sweep, evaluation.interrupted))
}

/// What results are looked at when nobody says which.
pub fn usual_results(model: &Model) -> Vec<ResultPath> {
    let judge = super::compare::usual_judge(model);
    let mut results = vec![judge];
    results
        .extend(["throughput_per_week", "lead_time.p85", "wip", "people"].map(ResultPath::parse));
    results.dedup();
    results
}

/// The settings without those that mean the same as the first, and the place of each setting among them.
pub(super) fn distinct(settings: &[Setting]) -> (Vec<Setting>, Vec<usize>) {
    let mut played: Vec<Setting> = Vec::new();
    let mut places = Vec::new();
    for setting in settings {
        let same = played
            .first()
            .is_some_and(|first| first.model == setting.model);
        if same {
            places.push(0);
        } else {
            places.push(played.len());
            played.push(setting.clone());
        }
    }
    (played, places)
}

impl Looked {
    fn new(path: &ResultPath, evaluation: &Evaluation) -> Self {
        Self {
            path: path.to_string(),
            like: evaluation.difference(path, 0),
        }
    }

    /// Which direction is better.
    pub fn good(&self) -> Good {
        self.like.as_ref().map_or(Good::Neither, |d| d.good)
    }

    /// What it counts.
    pub fn unit(&self) -> Unit {
        self.like.as_ref().map_or(Unit::Plain, |d| d.unit)
    }
}

fn levels(results: &[ResultPath], place: usize, evaluation: &Evaluation) -> Vec<Level> {
    let level = |path: &ResultPath| {
        let (value, ci95) = evaluation.level(path, place);
        let apart = evaluation.difference(path, place).filter(|_| place > 0);
        Level {
            path: path.to_string(),
            value,
            ci95,
            difference: apart.map(|d| Apart {
                difference: d.difference,
                ci95: d.ci95,
                known: d.known,
                better: d.is_better(),
            }),
        }
    };
    results.iter().map(level).collect()
}

/// The point where the curve of the first result bends most, if it rises with the knob: the one farthest above
/// the straight line between its ends, in shares of the whole way (V. Satopaa, J. Albrecht, D. Irwin, B.
/// Raghavan, "Finding a ‘kneedle’ in a haystack", ICDCS workshops 2011). `None` where the line is nowhere
/// left by more than a tenth of the way, where there are fewer than four points, and where what is judged does
/// not change.
fn knee(knobs: &[Knob], results: &[Looked], points: &[Point]) -> Option<usize> {
    let [knob] = knobs else { return None };
    let sign = match results.first()?.good() {
        Good::Less => -1.0,
        _ => 1.0,
    };
    let number = |value: &String| value.parse::<f64>().ok();
    let x: Option<Vec<f64>> = knob.values.iter().map(number).collect();
    let y = |point: &Point| Some(sign * point.results.first()?.value?);
    let (x, y): (Vec<f64>, Option<Vec<f64>>) = (x?, points.iter().map(y).collect());
    let y = y?;
    let (width, height) = (x.last()? - x.first()?, y.last()? - y.first()?);
    let (left, low) = (*x.first()?, *y.first()?);
    if x.len() < 4 || width == 0.0 || height <= 0.0 {
        return None;
    }
    let above = x
        .iter()
        .zip(&y)
        .map(|(x, y)| (y - low) / height - (x - left) / width);
    let (place, most) = above.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (most > 0.1).then_some(place)
}
