//! Settings against each other, trial by trial, until one is left.
//!
//! Batches of trials are the observations, so that chances, ratios and percentiles are close to normal. Every
//! setting plays the first batches, whose variances size the [triangles](Triangle); then all that are left go
//! on together, in the same futures. After some batches each is looked at: one that breaks a bound is dropped,
//! and one that another, known to keep all bounds, has left behind. The errors of all these decisions together
//! are at most what is asked for (Bonferroni): a third each for comparing, for bounds, and for the last choice
//! among those that are as good.

use super::field::Field;
use super::{Bound, Relation, Sense};
use crate::stats::{Triangle, spread, student_quantile};
use std::collections::BTreeMap;
use std::ops::Range;

/// What has become of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may still be the best.
    Open,
    /// Another one is better.
    Worse,
    /// It breaks a bound, by place.
    Breaks(usize),
    /// It has been the same as another one, by place, in every trial of the first batches.
    Same(usize),
    /// It did not look good enough after the first trials.
    Screened,
    /// It is there for comparison only.
    Reference,
}

/// What is looked for, with all that decides.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    /// The number that is to be large or small: always the first that is followed.
    pub sense: Sense,
    /// Bounds, each with the place of its number and what is too little to matter.
    pub bounds: Vec<(Bound, usize, f64)>,
    /// The smallest difference that matters.
    pub matters: f64,
    /// The chance of any error.
    pub error: f64,
}

/// The race.
#[derive(Debug)]
pub(super) struct Race {
    /// What decides.
    pub rules: Rules,
    /// By setting.
    pub fates: Vec<Fate>,
    /// By setting and bound: is it kept?
    kept: Vec<Vec<Option<bool>>>,
    /// By setting: 0 is closest to how things are today.
    pub closeness: Vec<usize>,
    /// The first batch that counts, and the one behind the first stage.
    first: Range<usize>,
    /// For comparing, and for bounds.
    spreads: [f64; 2],
    /// Error of a single choice among those as good.
    error_of_choice: f64,
}

/// What the best of several must not be beaten by: where a number does not exist it is the worst.
const WORST: f64 = f64::NEG_INFINITY;

impl Race {
    /// Those whose fate is open, from the batch `first.start` on; the first stage ends before `first.end`.
    pub fn new(rules: Rules, fates: Vec<Fate>, closeness: Vec<usize>, first: Range<usize>) -> Self {
        let open = fates.iter().filter(|fate| **fate == Fate::Open).count();
        let rivals = open.saturating_sub(1).max(1) as f64;
        let judged = (open * rules.bounds.len()).max(1) as f64;
        let parts = if rules.bounds.is_empty() { 2.0 } else { 3.0 };
        let (error, batches) = (rules.error / parts, first.len() as u64);
        Self {
            kept: vec![vec![None; rules.bounds.len()]; fates.len()],
            spreads: [error / rivals, error / judged].map(|error| spread(error, batches)),
            error_of_choice: error / rivals,
            rules,
            fates,
            closeness,
            first,
        }
    }

    /// Those that may still be the best.
    pub fn open(&self) -> Vec<usize> {
        let all = self.fates.iter().enumerate();
        all.filter(|(_, fate)| **fate == Fate::Open)
            .map(|(setting, _)| setting)
            .collect()
    }

    /// Is everything decided?
    pub fn is_decided(&self) -> bool {
        match self.open().as_slice() {
            [] => true,
            [only] => self.keeps_all(*only),
            _ => false,
        }
    }

    /// Is it known to keep all bounds?
    pub fn keeps_all(&self, setting: usize) -> bool {
        let kept = self.kept.get(setting);
        kept.is_some_and(|kept| kept.iter().all(|kept| *kept == Some(true)))
    }

    /// Looks at all that are left after they have played so many batches.
    pub fn look(&mut self, field: &Field, played: usize) {
        if played == self.first.end {
            self.find_twins(field);
        }
        let batches = self.first.start..played;
        for setting in self.open() {
            self.judge_bounds(field, setting, batches.clone());
        }
        let open = self.open();
        let leaders = open.iter().filter(|setting| self.keeps_all(**setting));
        let leaders: Vec<usize> = leaders.copied().collect();
        let beaten = |setting: &usize| {
            leaders
                .iter()
                .any(|l| self.beats(field, *l, *setting, &batches))
        };
        let dropped: Vec<usize> = open.iter().copied().filter(beaten).collect();
        for setting in dropped {
            self.fates[setting] = Fate::Worse;
        }
    }

    /// Of settings that have not differed in any trial only the one closest to today goes on.
    fn find_twins(&mut self, field: &Field) {
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut open = self.open();
        open.sort_by_key(|setting| self.closeness[*setting]);
        for setting in open {
            let first = known.entry(field.fingerprint(setting)).or_insert(setting);
            if *first != setting {
                self.fates[setting] = Fate::Same(*first);
            }
        }
    }

    fn judge_bounds(&mut self, field: &Field, setting: usize, batches: Range<usize>) {
        for (place, (bound, measure, tolerance)) in self.rules.bounds.iter().enumerate() {
            if self.kept[setting][place].is_some() {
                continue;
            }
            let excess = bound.excess(field.level(setting, *measure, batches.clone()));
            let first = self.first.clone();
            let triangle = Triangle {
                variance: field.variance(setting, *measure, first),
                matters: *tolerance,
                spread: self.spreads[1],
            };
            let n = batches.len() as u64;
            let kept = match triangle.side(excess * n as f64, n) {
                Some(above) => Some(!above),
                None if n as f64 >= triangle.end() => Some(true),
                None => None,
            };
            self.kept[setting][place] = kept;
            if kept == Some(false) {
                self.fates[setting] = Fate::Breaks(place);
                return;
            }
        }
    }

    /// Has one left the other behind?
    fn beats(&self, field: &Field, one: usize, other: usize, batches: &Range<usize>) -> bool {
        let lead = self.score(field, one, batches) - self.score(field, other, batches);
        let lead = if lead.is_nan() { 0.0 } else { lead };
        let triangle = Triangle {
            variance: field.paired(one, other, 0, self.first.clone()),
            matters: self.rules.matters,
            spread: self.spreads[0],
        };
        let n = batches.len() as u64;
        let even = lead == 0.0 && n as f64 >= triangle.end();
        triangle.side(lead * n as f64, n) == Some(true)
            || even && self.closeness[one] < self.closeness[other]
    }

    /// The number that is to be large, or the negative of the one that is to be small.
    pub fn score(&self, field: &Field, setting: usize, batches: &Range<usize>) -> f64 {
        let level = field.level(setting, 0, batches.clone());
        level.map_or(WORST, |level| self.rules.sense.sign() * level)
    }

    /// After how many batches the last decision falls at the latest, for the progress.
    pub fn longest(&self, field: &Field) -> usize {
        let open = self.open();
        let Some(first) = open.first() else { return 0 };
        let end = |setting: &usize| {
            let triangle = Triangle {
                variance: field.paired(*first, *setting, 0, self.first.clone()),
                matters: self.rules.matters,
                spread: self.spreads[0],
            };
            triangle.end()
        };
        let longest = open.iter().map(end).fold(0.0, f64::max);
        self.first.start + longest.ceil().max(self.first.len() as f64) as usize
    }

    /// The setting to take, if any keeps all bounds as far as is known: the best, or the one closest to today
    /// among those that are as good, that is: not worse by what matters, with the confidence asked for.
    pub fn choice(&self, field: &Field) -> Option<usize> {
        let best = self.best(field)?;
        let ready = self.fates.iter().enumerate().filter(|(setting, fate)| {
            matches!(fate, Fate::Open | Fate::Worse) && self.keeps_all(*setting)
        });
        let as_good = ready
            .map(|(setting, _)| setting)
            .filter(|setting| self.is_as_good(field, best, *setting));
        let all = as_good.chain([best]);
        all.min_by_key(|setting| self.closeness[*setting])
    }

    fn is_as_good(&self, field: &Field, best: usize, setting: usize) -> bool {
        let quantile = |freedom| student_quantile(1.0 - self.error_of_choice, freedom);
        field.apart(setting, best, 0).is_some_and(|apart| {
            let lead = self.rules.sense.sign() * apart.difference;
            let freedom = apart.batches.saturating_sub(1);
            let margin = quantile(freedom).map_or(f64::INFINITY, |t| t * apart.error());
            margin.is_finite() && lead + margin <= self.rules.matters
        })
    }

    /// The best by its number among those left: those known to keep all bounds first, then those that seem to.
    fn best(&self, field: &Field) -> Option<usize> {
        let seems = |setting: &usize| self.violation(field, *setting) <= 0.0;
        let open = self.open();
        let known = open.iter().copied().filter(|s| self.keeps_all(*s));
        let known: Vec<usize> = known.collect();
        let left = match known.is_empty() {
            true => open.into_iter().filter(seems).collect(),
            false => known,
        };
        let score = |setting: &usize| {
            let batches = self.first.start..field.played(*setting);
            (
                self.score(field, *setting, &batches),
                std::cmp::Reverse(self.closeness[*setting]),
            )
        };
        let better = |a: &usize, b: &usize| {
            let ((x, p), (y, q)) = (score(a), score(b));
            x.total_cmp(&y).then(p.cmp(&q))
        };
        left.into_iter().max_by(better)
    }

    /// By how much a setting seems to break bounds, each in units of what matters there; 0 where it keeps all.
    pub fn violation(&self, field: &Field, setting: usize) -> f64 {
        let batches = 0..field.played(setting);
        let bounds = self.rules.bounds.iter();
        let each = bounds.map(|(bound, measure, tolerance)| {
            let level = field.level(setting, *measure, batches.clone());
            bound.excess(level).max(0.0) / tolerance
        });
        each.sum()
    }

    /// Keeps the better half of those that are left, by what they seem.
    pub fn halve(&mut self, field: &Field) {
        let batches = 0..field.played(self.open().first().copied().unwrap_or(0));
        let mut open: Vec<(f64, f64, usize)> = self
            .open()
            .into_iter()
            .map(|s| (self.violation(field, s), -self.score(field, s, &batches), s))
            .collect();
        open.sort_by(|a, b| {
            let closer = self.closeness[a.2].cmp(&self.closeness[b.2]);
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(closer)
        });
        let half = open.len().div_ceil(2);
        for (_, _, setting) in open.into_iter().skip(half) {
            self.fates[setting] = Fate::Screened;
        }
    }
}

impl Bound {
    /// How far a number is beyond the bound: above 0 where it breaks it. What does not exist breaks it.
    fn excess(&self, level: Option<f64>) -> f64 {
        let excess = |level: f64| match self.relation {
            Relation::AtMost => level - self.value,
            Relation::AtLeast => self.value - level,
        };
        level.map_or(f64::INFINITY, excess)
    }
}
