//! What is kept of one number of one setting, beside the same number of the first setting.

use crate::forecast::Sample;
use crate::forecast::paths::Part;
use crate::stats::{PairedRatio, Tally};

/// Into how many sections trials are dealt: enough to see how much a percentile varies, few enough for each to
/// have a good one.
pub(super) const SECTIONS: usize = 20;

/// A mean, beside that of the first setting.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// For means.
    pub pairs: PairedRatio,
    /// Trial by trial.
    pub tally: Tally,
}

impl Track {
    /// Takes in one trial of the first setting and of this one.
    pub fn push(&mut self, first: Part, this: Part) {
        let sound = |part: &Part| part.pair.iter().all(|x| x.is_finite());
        if sound(&first) && sound(&this) {
            self.pairs.push(first.pair, this.pair);
        }
        self.tally.push(first.alone, this.alone);
    }
}

/// What percentiles are made from: of sections, and how many trials each has.
#[derive(Debug, Clone, Default)]
pub(super) struct Sections(Vec<(Sample, u64)>);

impl Sections {
    /// Takes in what a chunk has shown.
    pub fn push(&mut self, chunk: usize, sample: Sample, trials: u64) {
        let section = chunk % SECTIONS;
        if self.0.len() <= section {
            self.0.resize_with(section + 1, Default::default);
        }
        if let Some((all, n)) = self.0.get_mut(section) {
            all.merge(sample);
            *n += trials;
        }
    }

    /// The percentile of all trials.
    pub fn whole(&self, percent: u8) -> Option<f64> {
        let mut all = Sample::default();
        self.0
            .iter()
            .for_each(|(sample, _)| all.merge(sample.clone()));
        all.percentile(percent)
    }

    /// The percentile of each section, with its trials.
    pub fn each(&self, percent: u8) -> Vec<(Option<f64>, u64)> {
        let sections = self.0.iter();
        sections.map(|(s, n)| (s.percentile(percent), *n)).collect()
    }
}
