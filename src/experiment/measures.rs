//! Which numbers of the results are followed, and where each setting has them.

use super::Setting;
use crate::forecast::Field;
use crate::forecast::paths::{Place, ResultPath};
use crate::model::Model;

/// Numbers to follow, by their paths in the results of the first setting.
#[derive(Debug, Clone)]
pub struct Measures {
    /// By number.
    pub(super) paths: Vec<ResultPath>,
    /// By setting and number; `None` where a setting has no such number.
    pub(super) places: Vec<Vec<Option<Place>>>,
    /// By number: which of the samples its percentile is taken from; `None` for a mean.
    pub(super) samples: Vec<Option<usize>>,
    /// By sample: the number that stands for it.
    pub(super) sampled: Vec<usize>,
}

impl Measures {
    /// These numbers, each once, in these settings.
    pub fn new(paths: impl IntoIterator<Item = ResultPath>, settings: &[Setting]) -> Self {
        let mut unique: Vec<ResultPath> = Vec::new();
        for path in paths {
            if !unique.contains(&path) {
                unique.push(path);
            }
        }
        let first = settings.first().map(|setting| &setting.model);
        let locate = |model: &Model| -> Vec<Option<Place>> {
            let there = |path: &ResultPath| path.locate_as(first?, model);
            unique.iter().map(there).collect()
        };
        let places: Vec<_> = settings.iter().map(|s| locate(&s.model)).collect();
        let (samples, sampled) = samples(places.first().map_or(&[], Vec::as_slice));
        Self {
            paths: unique,
            places,
            samples,
            sampled,
        }
    }

    /// The number with this path.
    pub(super) fn index(&self, path: &ResultPath) -> Option<usize> {
        self.paths.iter().position(|known| known == path)
    }

    /// Where a setting has a number.
    pub(super) fn place(&self, setting: usize, measure: usize) -> Option<&Place> {
        self.places.get(setting)?.get(measure)?.as_ref()
    }
}

/// Percentiles of one quantity are taken from one sample.
fn samples(places: &[Option<Place>]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut sampled: Vec<usize> = Vec::new();
    let mut samples = Vec::new();
    for (measure, place) in places.iter().enumerate() {
        let percentile = place.filter(|p| matches!(p.field(), Field::Percentile(_)));
        samples.push(percentile.map(|place| {
            let same = |other: &usize| {
                let other = places.get(*other).and_then(Option::as_ref);
                other.is_some_and(|other| other.shares_sample(&place))
            };
            sampled.iter().position(same).unwrap_or_else(|| {
                sampled.push(measure);
                sampled.len() - 1
            })
        }));
    }
    (samples, sampled)
}
