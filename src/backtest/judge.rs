//! What all forecasts so many weeks ahead were worth together.

use super::score::{Band, LEVELS, Prediction};
use super::verdict::{Lean, Verdict, lean, verdict};
use super::{Asked, Cut, after, widen};
use crate::stats::{Proportion, interval, wilson};
use jiff::civil::Date;
use serde::Serialize;

/// Into so many parts are places counted.
const PARTS: usize = 10;

/// The forecasts so many weeks ahead.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Horizon {
    /// So many weeks ahead.
    pub weeks: usize,
    /// How many forecasts.
    pub forecasts: usize,
    /// How many of them have windows that do not overlap: so many are they worth at least.
    pub apart: usize,
    /// Can the model be trusted?
    pub verdict: Verdict,
    /// Does it foresee too little or too much?
    pub lean: Lean,
    /// Items that finished in a window, on average.
    pub happened: f64,
    /// In how many windows enough did.
    pub enough: SoMany,
    /// The scenario that was learnt.
    pub model: Score,
    /// Resampling past weekly throughput.
    pub resampled: Score,
    /// The number of the last such window.
    pub repeated: Score,
    /// The model against each of the plain ones.
    pub against: Vec<Against>,
    /// What widening does, level by level; `None` where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibrated: Option<Vec<Calibrated>>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SoMany {
    /// It happened.
    pub hits: u64,
    /// It could have.
    pub of: u64,
}

/// What the forecasts of one kind were worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// By level; none for forecasts of a single number.
    pub coverage: Vec<Coverage>,
    /// How often what happened had its place in each tenth of the futures; empty for forecasts of a single number.
    pub places: Vec<u64>,
    /// The mean place; 0.5 where a forecast leans to neither side.
    pub place_mean: Option<f64>,
    /// Items by which the median was off, on average.
    pub off: f64,
    /// The mean continuous ranked probability score, in items; smaller is better.
    pub crps: f64,
    /// The mean squared distance between the probability of enough and what happened, from 0 to 1; smaller is better
    /// (G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78, 1950).
    pub brier: f64,
}

/// How often a band held what happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// How often it should.
    pub level: f64,
    /// How often it did; what lies on its edge counts as inside as often as the edge belongs to it.
    pub hits: u64,
    /// Of so many.
    pub of: u64,
    /// Their ratio.
    pub share: f64,
    /// Wilson's interval, were the forecasts independent.
    pub ci95: [f64; 2],
    /// The same for as many as there are windows that do not overlap.
    pub ci95_apart: [f64; 2],
    /// How often the whole numbers of the band, both ends included, held it; more, since they are rounded outwards.
    pub as_printed: f64,
}

/// The model against a plain forecast of the same windows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// `resampled` or `repeated`.
    pub baseline: &'static str,
    /// Its mean score less that of the model, in items; above 0 where the model is better.
    pub crps: Difference,
    /// The same for the chance of enough.
    pub brier: Difference,
}

/// A mean difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// The mean.
    pub mean: f64,
    /// Its interval for as many forecasts as there are windows that do not overlap; `None` below two.
    pub ci95_apart: Option<[f64; 2]>,
}

/// What widening a band does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calibrated {
    /// The level.
    pub level: f64,
    /// How many forecasts had enough earlier ones to learn from.
    pub of: u64,
    /// How often the band held what happened in them, as it was (both ends included).
    pub before: f64,
    /// How often the widened band did.
    pub after: f64,
    /// The interval of that for as many as there are windows that do not overlap.
    pub ci95_apart: [f64; 2],
    /// By how much a band of today would be made wider, by all forecasts; at least 1, `None` where they are too few.
    pub factor: Option<f64>,
}

/// The forecasts so many weeks ahead; `None` where there are none.
pub fn horizon(weeks: usize, cuts: &[Cut]) -> Option<Horizon> {
    let asked: Vec<(Date, &Asked)> = of_weeks(weeks, cuts).collect();
    if asked.is_empty() {
        return None;
    }
    let dates: Vec<Date> = asked.iter().map(|(date, _)| *date).collect();
    let asked: Vec<&Asked> = asked.into_iter().map(|(_, asked)| asked).collect();
    let apart = apart(&dates, weeks);
    let score = |of: fn(&Asked) -> &Prediction| score(&asked, of, apart);
    let model = score(|asked| &asked.model);
    let against = |baseline, of: fn(&Asked) -> &Prediction| against(baseline, &asked, of, apart);
    Some(Horizon {
        weeks,
        forecasts: asked.len(),
        apart,
        verdict: verdict(&model.coverage, apart),
        lean: lean(model.place_mean, apart),
        happened: mean(asked.iter().map(|asked| asked.happened as f64)),
        enough: SoMany {
            hits: asked.iter().filter(|asked| was_enough(asked)).count() as u64,
            of: asked.len() as u64,
        },
        resampled: score(|asked| &asked.resampled),
        repeated: score(|asked| &asked.repeated),
        against: vec![
            against("resampled", |asked| &asked.resampled),
            against("repeated", |asked| &asked.repeated),
        ],
        calibrated: calibrated(weeks, cuts),
        model,
    })
}

/// The forecasts so many weeks ahead, with their days.
pub fn of_weeks(weeks: usize, cuts: &[Cut]) -> impl Iterator<Item = (Date, &Asked)> {
    cuts.iter().filter_map(move |cut| {
        let asked = cut.ahead.iter().find(|asked| asked.weeks == weeks)?;
        Some((cut.date.parse().ok()?, asked))
    })
}

/// How many windows of so many weeks do not overlap, taking each that begins after the last one taken.
fn apart(dates: &[Date], weeks: usize) -> usize {
    let (mut free, mut count) = (Date::MIN, 0);
    for date in dates {
        if *date >= free {
            count += 1;
            free = after(*date, weeks);
        }
    }
    count
}

fn was_enough(asked: &Asked) -> bool {
    asked.happened >= asked.enough
}

fn score(asked: &[&Asked], of: fn(&Asked) -> &Prediction, apart: usize) -> Score {
    let each = || asked.iter().map(|asked| (*asked, of(asked)));
    let places: Vec<f64> = each().filter_map(|(_, said)| said.place).collect();
    let mut parts = vec![0; if places.is_empty() { 0 } else { PARTS }];
    for place in &places {
        let part = ((place * PARTS as f64) as usize).min(PARTS - 1);
        parts.iter_mut().skip(part).take(1).for_each(|n| *n += 1);
    }
    let levels = LEVELS.iter().filter(|_| !places.is_empty());
    Score {
        coverage: levels
            .map(|level| coverage(*level, asked, of, apart))
            .collect(),
        place_mean: (!places.is_empty()).then(|| mean(places.iter().copied())),
        places: parts,
        off: mean(each().map(|(asked, said)| said.median.abs_diff(asked.happened) as f64)),
        crps: mean(each().map(|(_, said)| said.crps)),
        brier: mean(each().map(|(asked, said)| brier(asked, said))),
    }
}

fn brier(asked: &Asked, said: &Prediction) -> f64 {
    let off = said.enough - f64::from(u8::from(was_enough(asked)));
    off * off
}

fn coverage(level: f64, asked: &[&Asked], of: fn(&Asked) -> &Prediction, apart: usize) -> Coverage {
    let inside = |place: f64| (place - 0.5).abs() <= level / 2.0;
    let mut seen = Proportion::default();
    for place in asked.iter().filter_map(|asked| of(asked).place) {
        seen.push(inside(place));
    }
    let share = seen.share().unwrap_or(0.0);
    let printed = asked
        .iter()
        .map(|asked| f64::from(u8::from(holds(&of(asked).bands, level, asked.happened))));
    Coverage {
        level,
        hits: seen.hits,
        of: seen.trials,
        share,
        ci95: seen.wilson95(),
        ci95_apart: wilson(share, apart as f64),
        as_printed: mean(printed),
    }
}

/// Does the band of this level hold the number?
pub fn holds(bands: &[Band], level: f64, number: u64) -> bool {
    let band = bands.iter().find(|band| band.level == level);
    band.is_some_and(|band| band.holds(number))
}

fn against(
    baseline: &'static str,
    asked: &[&Asked],
    of: fn(&Asked) -> &Prediction,
    apart: usize,
) -> Against {
    let by = |value: &dyn Fn(&Asked, &Prediction) -> f64| {
        let each = asked
            .iter()
            .map(|asked| value(asked, of(asked)) - value(asked, &asked.model));
        difference(&each.collect::<Vec<_>>(), apart)
    };
    Against {
        baseline,
        crps: by(&|_, said| said.crps),
        brier: by(&brier),
    }
}

fn difference(each: &[f64], apart: usize) -> Difference {
    let (centre, n) = (mean(each.iter().copied()), each.len() as f64);
    let squares: f64 = each.iter().map(|x| (x - centre) * (x - centre)).sum();
    let sd = (squares / (n - 1.0).max(1.0)).sqrt();
    Difference {
        mean: centre,
        ci95_apart: interval(centre, sd / (apart.max(1) as f64).sqrt(), apart as u64),
    }
}

fn calibrated(weeks: usize, cuts: &[Cut]) -> Option<Vec<Calibrated>> {
    let asked: Vec<(Date, &Asked)> = of_weeks(weeks, cuts)
        .filter(|(_, asked)| asked.calibrated.is_some())
        .collect();
    if asked.is_empty() {
        return None;
    }
    let dates: Vec<Date> = asked.iter().map(|(date, _)| *date).collect();
    let apart = apart(&dates, weeks);
    let held = |bands: fn(&Asked) -> &[Band], level: f64| {
        mean(
            asked
                .iter()
                .map(|(_, asked)| f64::from(u8::from(holds(bands(asked), level, asked.happened)))),
        )
    };
    let each = LEVELS.iter().map(|&level| {
        let after = held(
            |asked| asked.calibrated.as_deref().unwrap_or_default(),
            level,
        );
        Calibrated {
            level,
            of: asked.len() as u64,
            before: held(|asked| &asked.model.bands, level),
            after,
            ci95_apart: wilson(after, apart as f64),
            factor: widen::today(weeks, level, cuts),
        }
    });
    Some(each.collect())
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in values {
        sum += value;
        n += 1;
    }
    sum / n.max(1) as f64
}
