//! One number under two settings: how far apart, how sure, and what it would take to be surer.

use super::evaluate::Evaluation;
use super::track::Track;
use crate::forecast::Field;
use crate::forecast::paths::{Good, Place, ResultPath, Unit};
use crate::stats::{Proportion, sectioned};
use serde::Serialize;

/// More trials than this are not recommended to anybody.
const MOST_TRIALS: f64 = 1e8;

/// Is a difference known?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// There is more of it than under the baseline: the interval lies above 0.
    More,
    /// There is less of it: the interval lies below 0.
    Less,
    /// It is the same in every trial (a percentile: in every section of the trials).
    Same,
    /// The interval contains 0.
    Unknown,
}

/// In which share of the trials there is more, as much, or less than under the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Futures {
    /// More.
    pub more: f64,
    /// Just as much.
    pub same: f64,
    /// Less.
    pub less: f64,
}

/// A number of the result under the baseline and under another setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The path of the number.
    pub path: String,
    /// Whose it is, where it goes by a name.
    #[serde(skip)]
    pub whose: Option<String>,
    /// What a Product Owner calls it.
    #[serde(skip)]
    pub words: &'static str,
    /// Which direction is better.
    #[serde(skip)]
    pub good: Good,
    /// What it counts.
    #[serde(skip)]
    pub unit: Unit,
    /// Which percentile it is; `None` for a mean.
    #[serde(skip)]
    pub percentile: Option<u8>,
    /// Under the baseline; `None` where it does not exist, or lies beyond the horizon.
    pub baseline: Option<f64>,
    /// Under the other setting.
    pub variant: Option<f64>,
    /// How much more it is there.
    pub difference: Option<f64>,
    /// The 95 % interval of the difference, from pairs of trials.
    pub ci95: Option<[f64; 2]>,
    /// What the interval says.
    pub known: Known,
    /// Trial by trial; `None` where single trials have no such number.
    pub futures: Option<Futures>,
    /// How many times as many trials would be needed without the pairing; `None` where nothing differs, and
    /// for percentiles.
    pub pairing_gain: Option<f64>,
    /// Where it is not known: about how many trials would settle it, if the difference is what it seems to be;
    /// `None` where that is more than anybody would run.
    pub trials_to_settle: Option<u64>,
}

impl Difference {
    /// A number of which nothing is known yet but what it is.
    pub(super) fn of(path: &ResultPath, place: &Place) -> Self {
        Self {
            path: path.to_string(),
            whose: path.whose().map(str::to_owned),
            words: place.words(),
            good: place.good(),
            unit: place.unit(),
            percentile: match place.field() {
                Field::Mean => None,
                Field::Percentile(p) => Some(p),
            },
            baseline: None,
            variant: None,
            difference: None,
            ci95: None,
            known: Known::Unknown,
            futures: None,
            pairing_gain: None,
            trials_to_settle: None,
        }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.ci95.map(|[low, high]| (high - low) / 2.0)
    }

    /// The same seen from the other side: how much less the baseline has.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            baseline: self.variant,
            variant: self.baseline,
            difference: self.difference.map(|d| 0.0 - d),
            ci95: self.ci95.map(|[low, high]| [0.0 - high, 0.0 - low]),
            known: match self.known {
                Known::More => Known::Less,
                Known::Less => Known::More,
                same => same,
            },
            futures: self.futures.map(|f| Futures {
                more: f.less,
                less: f.more,
                ..f
            }),
            ..self
        }
    }

    /// Is it known to be better (`true`) or worse (`false`) than under the baseline?
    pub fn is_better(&self) -> Option<bool> {
        match (self.known, self.good) {
            (Known::More, Good::More) | (Known::Less, Good::Less) => Some(true),
            (Known::More, Good::Less) | (Known::Less, Good::More) => Some(false),
            _ => None,
        }
    }
}

impl Evaluation {
    /// Is every number that is followed the same in every trial as under the first setting?
    pub fn is_inert(&self, setting: usize) -> bool {
        let tracks = self.tracks.get(setting).into_iter().flatten();
        let mut tracks = tracks.filter(|track| track.tally.n() > 0);
        tracks.all(|track| track.tally.same == track.tally.n())
    }

    /// How a number differs between the first setting and another one; `None` where it is not followed or the
    /// first setting has no such number.
    pub fn difference(&self, path: &ResultPath, setting: usize) -> Option<Difference> {
        self.between(path, setting)
    }

    /// The same between the settings of one of the further pairs.
    pub fn further(&self, path: &ResultPath, pair: usize) -> Option<Difference> {
        self.between(path, self.sections.len() + pair)
    }

    fn between(&self, path: &ResultPath, pair: usize) -> Option<Difference> {
        let measure = self.measures.index(path)?;
        let place = self.measures.place(0, measure)?;
        let like = Difference::of(path, place);
        let percentile = like.percentile;
        let track = self.tracks.get(pair)?.get(measure)?;
        let numbers = match percentile {
            None => self.means(pair, measure)?,
            Some(percent) => self.percentiles(pair, measure, percent)?,
        };
        let futures = (track.tally.n() > 0).then(|| {
            let share = |count: u64| count as f64 / track.tally.n() as f64;
            Futures {
                more: share(track.tally.more),
                same: share(track.tally.same),
                less: share(track.tally.less),
            }
        });
        let same = futures.is_some_and(|f| f.same >= 1.0) && numbers.difference == Some(0.0);
        let known = known(numbers.ci95, same);
        Some(Difference {
            baseline: numbers.first,
            variant: numbers.second,
            difference: numbers.difference,
            ci95: numbers.ci95,
            known,
            futures,
            pairing_gain: percentile.map_or_else(|| track.pairs.gain(), |_| None),
            trials_to_settle: (known == Known::Unknown)
                .then(|| settling(&numbers, self.trials))
                .flatten(),
            ..like
        })
    }

    /// A number under a setting, with its 95 % interval: of a chance Wilson's, of a mean Student's t, of a
    /// percentile by sectioning.
    pub fn level(&self, path: &ResultPath, setting: usize) -> (Option<f64>, Option<[f64; 2]>) {
        let found = self.measures.index(path).and_then(|measure| {
            let place = self.measures.place(setting, measure)?;
            let track = self.tracks.get(setting)?.get(measure)?;
            Some(match place.field() {
                Field::Mean => (track.pairs.second(), self.level95(measure, track)),
                Field::Percentile(percent) => {
                    let sample = (*self.measures.samples.get(measure)?)?;
                    let sections = self.sections.get(setting)?.get(sample)?;
                    let whole = sections.whole(percent);
                    (
                        whole,
                        whole.and_then(|v| sectioned(v, &sections.each(percent))),
                    )
                }
            })
        });
        found.unwrap_or_default()
    }

    fn level95(&self, measure: usize, track: &Track) -> Option<[f64; 2]> {
        if self.chances.get(measure) != Some(&true) {
            return track.pairs.second95();
        }
        let n = track.pairs.n();
        let hits = (track.pairs.second()? * n as f64).round() as u64;
        Some(Proportion { hits, trials: n }.wilson95())
    }

    fn means(&self, pair: usize, measure: usize) -> Option<Numbers> {
        let track = self.tracks.get(pair)?.get(measure)?;
        let chance = self.chances.get(measure).is_some_and(|chance| *chance);
        let difference = track.pairs.difference();
        Some(Numbers {
            first: track.pairs.first(),
            second: track.pairs.second(),
            difference,
            ci95: match chance {
                true => difference.and_then(|_| track.tally.chances95()),
                false => track.pairs.ci95(),
            },
        })
    }

    fn percentiles(&self, pair: usize, measure: usize, percent: u8) -> Option<Numbers> {
        let sample = (*self.measures.samples.get(measure)?)?;
        let (first, second) = *self.pairs.get(pair)?;
        let first = self.sections.get(first)?.get(sample)?;
        let second = self.sections.get(second)?.get(sample)?;
        let (of_first, of_second) = (first.whole(percent), second.whole(percent));
        let difference = of_second.zip(of_first).map(|(b, a)| b - a);
        let pairs = first.each(percent).into_iter().zip(second.each(percent));
        let apart: Vec<(Option<f64>, u64)> = pairs
            .map(|((a, n), (b, _))| (b.zip(a).map(|(b, a)| b - a), n))
            .collect();
        Some(Numbers {
            first: of_first,
            second: of_second,
            difference,
            ci95: difference.and_then(|d| sectioned(d, &apart)),
        })
    }
}

/// A number under both settings.
struct Numbers {
    first: Option<f64>,
    second: Option<f64>,
    difference: Option<f64>,
    ci95: Option<[f64; 2]>,
}

pub(super) fn known(ci95: Option<[f64; 2]>, same: bool) -> Known {
    match ci95 {
        _ if same => Known::Same,
        Some([0.0, 0.0]) => Known::Same,
        Some([low, _]) if low > 0.0 => Known::More,
        Some([_, high]) if high < 0.0 => Known::Less,
        _ => Known::Unknown,
    }
}

/// How many trials would make the interval as narrow as the difference is large, in two digits, rounded up:
/// its width falls with the root of their number.
fn settling(numbers: &Numbers, trials: u64) -> Option<u64> {
    let [low, high] = numbers.ci95?;
    let times = (high - low) / 2.0 / numbers.difference?.abs();
    let needed = trials as f64 * (times * times).max(1.0);
    if !(needed.is_finite() && needed <= MOST_TRIALS) {
        return None;
    }
    let digit = 10_f64.powf((needed.log10().floor() - 1.0).max(0.0));
    Some(((needed / digit).floor() + 1.0) as u64 * digit as u64)
}
