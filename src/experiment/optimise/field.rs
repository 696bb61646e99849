//! What batches of trials have shown of every setting: enough to compare any two of them.

use super::super::evaluate::{Kept, chances};
use super::super::{Measures, Setting};
use crate::forecast::paths::{ResultPath, Unit};
use crate::forecast::{Field as Part, Sample};
use crate::model::{Model, days};
use crate::stats::{Proportion, interval};
use std::ops::Range;

/// What is known of one setting.
#[derive(Debug, Clone, Default)]
struct Shown {
    /// By number and batch: numerator and denominator of the mean.
    sums: Vec<Vec<[f64; 2]>>,
    /// By number and batch: the number of that batch alone, NaN where it has none.
    values: Vec<Vec<f64>>,
    /// By sample: all batches together.
    samples: Vec<Sample>,
}

/// All settings.
#[derive(Debug)]
pub(super) struct Field {
    /// The numbers that are followed.
    pub measures: Measures,
    horizons: Vec<f64>,
    chances: Vec<bool>,
    shown: Vec<Shown>,
}

/// How far a number of one setting is from that of another, from the batches that both have played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Apart {
    /// How much more the second has.
    pub difference: f64,
    /// The variance of a batch's difference.
    pub variance: f64,
    /// How many batches.
    pub batches: u64,
}

impl Apart {
    /// The standard error of the difference.
    pub fn error(&self) -> f64 {
        (self.variance / self.batches as f64).sqrt()
    }

    /// The 95 % interval (Student's t over batches).
    pub fn ci95(&self) -> Option<[f64; 2]> {
        interval(self.difference, self.error(), self.batches)
    }
}

impl Field {
    /// These numbers in these settings, before any trial.
    pub fn new(paths: Vec<ResultPath>, settings: &[Setting]) -> Self {
        let measures = Measures::new(paths, settings);
        let models: Vec<&Model> = settings.iter().map(|setting| &setting.model).collect();
        let numbers = measures.paths.len();
        let nothing = Shown {
            sums: vec![Vec::new(); numbers],
            values: vec![Vec::new(); numbers],
            samples: vec![Sample::default(); measures.sampled.len()],
        };
        Self {
            horizons: models.iter().map(|m| days(m.horizon)).collect(),
            chances: chances(&measures, &models),
            shown: vec![nothing; settings.len()],
            measures,
        }
    }

    /// How many settings there are.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// How many batches a setting has played.
    pub fn played(&self, setting: usize) -> usize {
        let shown = self.shown.get(setting).and_then(|s| s.values.first());
        shown.map_or(0, Vec::len)
    }

    /// Takes in the next batch of a setting.
    pub fn push(&mut self, setting: usize, kept: Kept) {
        let Kept { rows, samples } = kept;
        let width = self.measures.paths.len().max(1);
        for measure in 0..self.measures.paths.len() {
            let rows = rows.iter().skip(measure).step_by(width);
            let pairs = rows.map(|part| part.pair);
            let sum = pairs
                .filter(|pair| pair.iter().all(|x| x.is_finite()))
                .fold([0.0; 2], |[x, y], [a, b]| [x + a, y + b]);
            let value = self.of_batch(setting, measure, sum, &samples);
            if let Some(shown) = self.shown.get_mut(setting) {
                shown.sums[measure].push(sum);
                shown.values[measure].push(value);
            }
        }
        if let Some(shown) = self.shown.get_mut(setting) {
            let all = shown.samples.iter_mut().zip(samples);
            all.for_each(|(all, sample)| all.merge(sample));
        }
    }

    /// A number of one batch. A time that lies beyond the horizon counts with it.
    fn of_batch(&self, setting: usize, measure: usize, [x, y]: [f64; 2], of: &[Sample]) -> f64 {
        let Some(place) = self.measures.place(setting, measure) else {
            return f64::NAN;
        };
        let Part::Percentile(percent) = place.field() else {
            return x / y;
        };
        let sample = self.measures.samples.get(measure).copied().flatten();
        let found = sample.and_then(|sample| of.get(sample)?.percentile(percent));
        match (found, place.unit(), self.horizons.get(setting)) {
            (Some(value), ..) => value,
            (None, Unit::Days, Some(horizon)) => *horizon,
            _ => f64::NAN,
        }
    }

    /// A number of a setting in some batches: as the result gives it where these are all it has played, of a
    /// percentile the mean over batches otherwise. `None` where it does not exist, or lies beyond the horizon.
    pub fn level(&self, setting: usize, measure: usize, batches: Range<usize>) -> Option<f64> {
        let place = self.measures.place(setting, measure)?;
        let shown = self.shown.get(setting)?;
        let whole = batches == (0..self.played(setting));
        match place.field() {
            Part::Percentile(percent) if whole => {
                let sample = (*self.measures.samples.get(measure)?)?;
                shown.samples.get(sample)?.percentile(percent)
            }
            Part::Percentile(_) => mean(shown.values.get(measure)?.get(batches)?),
            Part::Mean => {
                let sums = shown.sums.get(measure)?.get(batches)?;
                let [x, y] = sums.iter().fold([0.0; 2], |[x, y], [a, b]| [x + a, y + b]);
                Some(x / y).filter(|ratio| ratio.is_finite())
            }
        }
    }

    /// A number of a setting in all batches that it has played, with its 95 % interval: of a chance Wilson's,
    /// otherwise Student's t over batches.
    pub fn level95(&self, setting: usize, measure: usize) -> (Option<f64>, Option<[f64; 2]>) {
        let batches = 0..self.played(setting);
        let level = self.level(setting, measure, batches.clone());
        if self.chances.get(measure) == Some(&true) {
            let sums = self.shown.get(setting).and_then(|s| s.sums.get(measure));
            let [hits, n] = sums
                .into_iter()
                .flatten()
                .fold([0.0; 2], |[x, y], [a, b]| [x + a, y + b]);
            let seen = Proportion {
                hits: hits as u64,
                trials: n as u64,
            };
            return (level, level.map(|_| seen.wilson95()));
        }
        let n = batches.len() as u64;
        let error = (self.variance(setting, measure, batches) / n as f64).sqrt();
        let place = self.measures.place(setting, measure);
        let share = place.is_some_and(|place| place.unit() == Unit::Chance);
        let within = |[low, high]: [f64; 2]| match share {
            true => [low.max(0.0), high.min(1.0)],
            false => [low, high],
        };
        let ci95 = level.and_then(|level| interval(level, error, n));
        (level, ci95.map(within))
    }

    /// The variance of a number over batches; 0 where it does not vary or cannot be told.
    pub fn variance(&self, setting: usize, measure: usize, batches: Range<usize>) -> f64 {
        variance(self.values(setting, measure, batches).iter().copied())
    }

    fn values(&self, setting: usize, measure: usize, batches: Range<usize>) -> &[f64] {
        let shown = self.shown.get(setting).and_then(|s| s.values.get(measure));
        shown.and_then(|v| v.get(batches)).unwrap_or_default()
    }

    /// The variance of the difference of a number between two settings over batches.
    pub fn paired(&self, a: usize, b: usize, measure: usize, batches: Range<usize>) -> f64 {
        let first = self.values(a, measure, batches.clone());
        let second = self.values(b, measure, batches);
        variance(first.iter().zip(second).map(|(a, b)| b - a))
    }

    /// How far apart a number of two settings is, in the batches that both have played; `None` where one of
    /// them does not have it.
    pub fn apart(&self, a: usize, b: usize, measure: usize) -> Option<Apart> {
        let batches = 0..self.played(a).min(self.played(b));
        let alike = self.played(a) == self.played(b);
        let level = |setting| match alike {
            true => self.level(setting, measure, batches.clone()),
            // Of both in the same way: a percentile as the mean over batches.
            false => match self.measures.place(setting, measure)?.field() {
                Part::Mean => self.level(setting, measure, batches.clone()),
                Part::Percentile(_) => mean(self.values(setting, measure, batches.clone())),
            },
        };
        Some(Apart {
            difference: level(b)? - level(a)?,
            variance: self.paired(a, b, measure, batches.clone()),
            batches: batches.len() as u64,
        })
    }

    /// Everything that is followed of a setting, to be compared bit by bit.
    pub fn fingerprint(&self, setting: usize) -> Vec<u64> {
        let shown = self.shown.get(setting).into_iter();
        let numbers = shown.flat_map(|s| {
            let sums = s.sums.iter().flatten().flatten();
            sums.chain(s.values.iter().flatten())
        });
        numbers.map(|number| number.to_bits()).collect()
    }
}

/// The mean of what exists.
fn mean(values: &[f64]) -> Option<f64> {
    let sound = || values.iter().copied().filter(|v| v.is_finite());
    let mean = sound().sum::<f64>() / sound().count() as f64;
    mean.is_finite().then_some(mean)
}

/// The variance (divisor n − 1) of what exists, 0 below two values. Of equal values it is exactly 0.
fn variance(values: impl Iterator<Item = f64>) -> f64 {
    let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for value in values.filter(|v| v.is_finite()) {
        n += 1.0;
        let before: f64 = value - mean;
        mean += before / n;
        squares += before * (value - mean);
    }
    if n > 1.0 { squares / (n - 1.0) } else { 0.0 }
}
