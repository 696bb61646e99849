//! The same trials under several settings.

use super::track::{Sections, Track};
use super::{Measures, Setting, Trials};
use crate::forecast::Sample;
use crate::forecast::paths::{Part, Reader};
use crate::model::Model;
use crate::observe::Observations;
use crate::trials::{self, Failure, Played, Probe, SHARED_CHUNK, Shared, Steer};

/// What some trials have shown of several settings.
#[derive(Debug)]
pub struct Evaluation {
    /// Trials that every setting has played.
    pub trials: u64,
    /// Was the run stopped before its end?
    pub interrupted: bool,
    /// The numbers that were followed.
    pub(super) measures: Measures,
    /// Which settings stand beside each other: the first and every one of them, then further pairs.
    pub(super) pairs: Vec<(usize, usize)>,
    /// By pair and number.
    pub(super) tracks: Vec<Vec<Track>>,
    /// By setting and sample.
    pub(super) sections: Vec<Vec<Sections>>,
    /// By number: is it 1 or 0 in every trial, in all settings?
    pub(super) chances: Vec<bool>,
}

/// A trial that could not be played to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Failed {
    /// The name of the setting.
    pub setting: String,
    /// What happened.
    pub failure: Failure,
}

/// Plays the trials under every setting and follows the numbers.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn evaluate(
    settings: &[Setting],
    measures: Measures,
    trials: &Trials,
    control: Steer<'_>,
) -> Result<Evaluation, Failed> {
    evaluate_pairs(settings, measures, &[], trials, control)
}

/// The same with further pairs of settings beside those of the first setting and each.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_pairs(
    settings: &[Setting],
    measures: Measures,
    further: &[(usize, usize)],
    trials: &Trials,
    control: Steer<'_>,
) -> Result<Evaluation, Failed> {
    let with_first = (0..settings.len()).map(|setting| (0, setting));
    let pairs: Vec<(usize, usize)> = with_first.chain(further.iter().copied()).collect();
    let models: Vec<&Model> = settings.iter().map(|setting| &setting.model).collect();
    let shared = Shared {
        models: &models,
        from: 0,
        trials: trials.trials,
        seed: trials.seed,
        threads: trials.threads,
    };
    let numbers = measures.paths.len();
    let mut tracks = vec![vec![Track::default(); numbers]; pairs.len()];
    let mut sections = vec![vec![Sections::default(); measures.sampled.len()]; settings.len()];
    let probe = |setting| Rows::new(&measures, setting, models.get(setting).copied());
    let played = trials::run_many(&shared, probe, control, &mut |range, kept| {
        let chunk = usize::try_from(range.start / SHARED_CHUNK).unwrap_or(usize::MAX);
        fold(&mut tracks, &pairs, &kept);
        for (sections, kept) in sections.iter_mut().zip(kept) {
            for (sections, sample) in sections.iter_mut().zip(kept.samples) {
                sections.push(chunk, sample, range.end - range.start);
            }
        }
    });
    let Played {
        trials,
        interrupted,
    } = played.map_err(|(setting, failure)| Failed {
        setting: settings
            .get(setting)
            .map_or_else(String::new, |s| s.name.clone()),
        failure,
    })?;
    let chances = chances(&measures, &models);
    Ok(Evaluation {
        trials,
        interrupted,
        measures,
        pairs,
        tracks,
        sections,
        chances,
    })
}

/// Folds the rows of a chunk, trial by trial, the settings of each pair beside each other.
fn fold(tracks: &mut [Vec<Track>], pairs: &[(usize, usize)], kept: &[Kept]) {
    for (tracks, (first, this)) in tracks.iter_mut().zip(pairs) {
        let Some((first, this)) = kept.get(*first).zip(kept.get(*this)) else {
            continue;
        };
        let width = tracks.len().max(1);
        let trials = first.rows.chunks(width).zip(this.rows.chunks(width));
        for (first, this) in trials {
            for ((track, first), this) in tracks.iter_mut().zip(first).zip(this) {
                track.push(*first, *this);
            }
        }
    }
}

/// Which numbers are chances in all settings that have them.
pub(super) fn chances(measures: &Measures, models: &[&Model]) -> Vec<bool> {
    let nothing: Vec<Observations> = models.iter().map(|m| Observations::new(m)).collect();
    let is_chance = |measure: usize| {
        let mut settings = models.iter().zip(&nothing).enumerate();
        settings.all(|(setting, (model, seen))| {
            let place = measures.place(setting, measure);
            place.is_none_or(|place| place.is_chance(model, seen))
        })
    };
    (0..measures.paths.len()).map(is_chance).collect()
}

/// What a chunk of trials of one setting has shown.
pub(super) struct Kept {
    /// Trial by trial, number by number.
    pub rows: Vec<Part>,
    /// By sample.
    pub samples: Vec<Sample>,
}

/// Reads the chosen numbers off every trial.
pub(super) struct Rows<'a> {
    measures: &'a Measures,
    setting: usize,
    model: Option<&'a Model>,
    readers: Vec<Reader>,
    rows: Vec<Part>,
}

impl<'a> Rows<'a> {
    /// A reader of the numbers as one of the settings has them.
    pub fn new(measures: &'a Measures, setting: usize, model: Option<&'a Model>) -> Self {
        let numbers = measures.paths.len();
        Self {
            measures,
            setting,
            model,
            readers: vec![Reader::default(); numbers],
            rows: Vec::with_capacity(numbers * SHARED_CHUNK as usize),
        }
    }
}

/// What a trial says of a number that does not exist.
const SILENT: Part = Part {
    pair: [0.0, 0.0],
    alone: f64::NAN,
};

impl Probe for Rows<'_> {
    type Kept = Kept;

    fn trial(&mut self, seen: &Observations) {
        for (measure, reader) in self.readers.iter_mut().enumerate() {
            let place = self.measures.place(self.setting, measure).zip(self.model);
            let part = place.map_or(SILENT, |(place, model)| place.part(model, seen, reader));
            self.rows.push(part);
        }
    }

    fn end(self, seen: Observations) -> Kept {
        let sample = |measure: &usize| {
            let place = self.measures.place(self.setting, *measure).zip(self.model);
            place.map_or(Sample::Nothing, |(place, model)| place.sample(model, &seen))
        };
        Kept {
            samples: self.measures.sampled.iter().map(sample).collect(),
            rows: self.rows,
        }
    }
}
