//! Which setting of the knobs is best, under bounds, with as few trials as possible?
//!
//! A fully sequential selection procedure with common random numbers (Kim & Nelson 2001, with bounds as in
//! Andradóttir & Kim 2010; see [`crate::stats::Triangle`]) drops settings as soon as they are known to be worse
//! or to break a bound. Of very many settings the worse halves are dropped first, on the sight of few trials
//! (sequential halving: Z. Karnin, T. Koren, O. Somekh, "Almost optimal exploration in multi-armed bandits",
//! ICML 2013); what is said of the chance to have chosen the best is then said of those that were left.

mod answer;
mod closeness;
mod field;
mod front;
mod race;

use super::compare::usual_judge;
use super::evaluate::Rows;
use super::sweep::{Knob, usual_results};
use super::{Failed, Setting, Trials};
use crate::forecast::paths::{ResultPath, Unit};
use crate::model::Model;
use crate::trials::{self, SHARED_CHUNK, Shared, Steer};
pub use answer::{Aim, Chosen, Kept, Optimum, Spent, Standing, Tried};
use field::Field;
use race::{Fate, Race, Rules};
use serde::Serialize;
use std::sync::atomic::AtomicBool;

/// So many batches of [`SHARED_CHUNK`] trials make the first stage, where there are trials enough.
const FIRST_STAGE: usize = 10;

/// Fewer trials of a setting than this cannot be judged: two batches.
pub const FEWEST_TRIALS: u64 = 2 * SHARED_CHUNK;

/// More settings than this are halved first.
pub const MOST_RACED: usize = 1000;

/// Halving ends where no more than this are left.
const FINALISTS: usize = 125;

/// Differences in what is known without a trial all matter.
const LEAST: f64 = 1e-9;

/// Which way the number is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// As large as possible.
    Maximize,
    /// As small as possible.
    Minimize,
}

impl Sense {
    fn sign(self) -> f64 {
        match self {
            Self::Maximize => 1.0,
            Self::Minimize => -1.0,
        }
    }
}

/// On which side of a bound a number has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Relation {
    /// At or below it.
    #[serde(rename = "<=")]
    AtMost,
    /// At or above it.
    #[serde(rename = ">=")]
    AtLeast,
}

/// What a number of the result has to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The number.
    pub path: ResultPath,
    /// On which side it has to be.
    pub relation: Relation,
    /// Of what.
    pub value: f64,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The knobs that were turned.
    pub knobs: Vec<Knob>,
    /// How each of them stands today, as it is written; `None` where the scenario does not say.
    pub today: Vec<Option<String>>,
    /// The number to make large or small, and which way.
    pub aim: (ResultPath, Sense),
    /// The smallest difference in it that matters; when left out a point of a chance, or a hundredth.
    pub matters: Option<f64>,
    /// What has to hold.
    pub bounds: Vec<Bound>,
    /// The chance to be right that is asked for, between ½ and 1.
    pub confidence: f64,
    /// What was asked of the settings beforehand, as it was written.
    pub budgets: Vec<String>,
    /// How many settings were left out beforehand: beyond the budget, and such as make no board.
    pub left_out: [usize; 2],
}

/// How the caller follows and steers the search.
pub struct Watch<'a> {
    /// When it becomes true, the search ends with what is known.
    pub stop: &'a AtomicBool,
    /// Told how many trials of all settings together are done, and how many it will be about.
    pub progress: &'a mut dyn FnMut(u64, u64),
}

/// Looks for the best of the settings; the first is the scenario as it is written, and can be chosen only if it
/// is one of the others too. No setting plays more than the `trials`.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn optimise(
    mut settings: Vec<Setting>,
    asked: &Asked,
    trials: &Trials,
    watch: Watch<'_>,
) -> Result<(Optimum, bool), Failed> {
    let total = settings.len().saturating_sub(1);
    let stays = take_out_today(&mut settings);
    let paths = paths(asked, settings.first().map(|s| &s.model));
    let mut hunt = Hunt {
        field: Field::new(paths, &settings),
        closeness: closeness::ranks(&settings, asked),
        settings,
        trials: *trials,
        most: usize::try_from(trials.trials / SHARED_CHUNK)
            .unwrap_or(usize::MAX)
            .max(2),
        watch,
        interrupted: false,
        spent: 0,
    };
    let race = hunt.run(asked, stays)?;
    let interrupted = hunt.interrupted;
    Ok((answer::answer(&hunt, &race, asked, total), interrupted))
}

/// Takes the settings out that are the first one; the first is then called as they are. Were there any?
fn take_out_today(settings: &mut Vec<Setting>) -> bool {
    let (mut rest, mut today) = (settings.split_off(settings.len().min(1)), None);
    if let Some(first) = settings.first_mut() {
        today = rest
            .extract_if(.., |setting| setting.model == first.model)
            .next();
        rest.retain(|setting| setting.model != first.model);
        if let Some(today) = &today {
            first.edits.clone_from(&today.edits);
        }
    }
    settings.append(&mut rest);
    today.is_some()
}

/// What is followed: the number itself, what has bounds, and what people look at.
fn paths(asked: &Asked, model: Option<&Model>) -> Vec<ResultPath> {
    let mut paths = vec![asked.aim.0.clone()];
    paths.extend(asked.bounds.iter().map(|bound| bound.path.clone()));
    paths.extend(model.into_iter().flat_map(usual_results));
    paths
}

/// The search.
struct Hunt<'a> {
    settings: Vec<Setting>,
    field: Field,
    closeness: Vec<usize>,
    trials: Trials,
    /// The most batches that a setting plays.
    most: usize,
    watch: Watch<'a>,
    interrupted: bool,
    /// Trials of all settings together.
    spent: u64,
}

impl Hunt<'_> {
    fn run(&mut self, asked: &Asked, stays: bool) -> Result<Race, Failed> {
        let mut fates = vec![Fate::Open; self.settings.len()];
        if let Some(first) = fates.first_mut().filter(|_| !stays) {
            *first = Fate::Reference;
        }
        let (fates, base) = self.halve(asked, fates)?;
        let first = base..(base + FIRST_STAGE).min(self.most);
        self.play(&fates, first.end, first.end)?;
        let rules = self.rules(asked);
        let mut race = Race::new(rules, fates, self.closeness.clone(), first.clone());
        let mut played = first.end;
        while !self.interrupted {
            race.look(&self.field, played);
            if race.is_decided() || played >= self.most {
                break;
            }
            let longest = race.longest(&self.field).clamp(played, self.most);
            let step = ((played - first.start) / 8).max(1);
            played = (played + step).min(self.most);
            self.play(&race.fates, played, longest)?;
        }
        Ok(race)
    }

    /// Of very many settings keeps those that look good after few trials, and after how many batches.
    fn halve(&mut self, asked: &Asked, fates: Vec<Fate>) -> Result<(Vec<Fate>, usize), Failed> {
        let open = |fates: &[Fate]| fates.iter().filter(|fate| **fate == Fate::Open).count();
        if open(&fates) <= MOST_RACED {
            return Ok((fates, 0));
        }
        let (mut fates, mut played) = (fates, 1);
        while !self.interrupted && open(&fates) > FINALISTS && played + 2 < self.most {
            self.play(&fates, played, 2 * played)?;
            let rules = self.rules(asked);
            let mut race = Race::new(rules, fates, self.closeness.clone(), 0..played);
            if !self.interrupted {
                race.halve(&self.field);
            }
            fates = race.fates;
            played *= 2;
        }
        let base = (0..fates.len()).map(|setting| self.field.played(setting));
        Ok((fates, base.max().unwrap_or(0)))
    }

    /// Lets all that are left, and how things are today, play up to so many batches.
    fn play(&mut self, fates: &[Fate], to: usize, longest: usize) -> Result<(), Failed> {
        let plays = |fate: &Fate| matches!(fate, Fate::Open | Fate::Reference);
        let who = fates.iter().enumerate().filter(|(_, fate)| plays(fate));
        let who: Vec<usize> = who.map(|(setting, _)| setting).collect();
        let models: Vec<&Model> = who.iter().map(|s| &self.settings[*s].model).collect();
        let from = who.first().map_or(0, |first| self.field.played(*first));
        let shared = Shared {
            models: &models,
            from: from as u64 * SHARED_CHUNK,
            trials: to as u64 * SHARED_CHUNK,
            seed: self.trials.seed,
            threads: self.trials.threads,
        };
        if self.interrupted || from >= to {
            return Ok(());
        }
        let (spent, left) = (self.spent, longest.max(to).saturating_sub(from));
        let about = spent + (left * who.len()) as u64 * SHARED_CHUNK;
        let watch = &mut self.watch;
        let mut progress = |done| (watch.progress)(spent + done, about);
        let control = Steer {
            stop: watch.stop,
            progress: &mut progress,
        };
        let measures = self.field.measures.clone();
        let probe = |n: usize| Rows::new(&measures, who[n], models.get(n).copied());
        let field = &mut self.field;
        let played = trials::run_many(&shared, probe, control, &mut |_, kept| {
            for (setting, kept) in who.iter().zip(kept) {
                field.push(*setting, kept);
            }
        });
        let played = played.map_err(|(n, failure)| Failed {
            setting: who
                .get(n)
                .map_or_else(String::new, |s| self.settings[*s].name.clone()),
            failure,
        })?;
        self.interrupted = played.interrupted;
        self.spent += (played.trials - shared.from) * who.len() as u64;
        Ok(())
    }

    /// What decides, with what is too little to matter.
    fn rules(&self, asked: &Asked) -> Rules {
        let measures = &self.field.measures;
        let model = self.settings.first().map(|s| &s.model);
        let little = |measure: usize, like: f64| match measures.place(0, measure).zip(model) {
            Some((place, model)) if place.known(model).is_some() => LEAST,
            Some((place, _)) if place.unit() == Unit::Chance => 0.01,
            _ if like == 0.0 => 0.01,
            _ => like.abs() / 100.0,
        };
        let bounds = asked.bounds.iter().filter_map(|bound| {
            let measure = measures.index(&bound.path)?;
            Some((bound.clone(), measure, little(measure, bound.value)))
        });
        Rules {
            sense: asked.aim.1,
            bounds: bounds.collect(),
            matters: asked.matters.unwrap_or_else(|| little(0, self.typical())),
            error: 1.0 - asked.confidence,
        }
    }

    /// How large the number is, in one digit: as things are today, or else where it is largest.
    fn typical(&self) -> f64 {
        let level = |setting| self.field.level(setting, 0, 0..self.field.played(setting));
        let all = || (0..self.field.len()).filter_map(level).map(f64::abs);
        let size = level(0).map_or(0.0, f64::abs);
        let size = if size > 0.0 {
            size
        } else {
            all().fold(0.0, f64::max)
        };
        let digit = 10_f64.powf(size.log10().floor());
        let rounded = (size / digit).round() * digit;
        if rounded.is_finite() { rounded } else { 0.0 }
    }
}

/// The number to look for when nobody says which, and which way: readiness, or else the goal, or else throughput.
pub fn usual_aim(model: &Model) -> (ResultPath, Sense) {
    let path = usual_judge(model);
    let sense = natural_sense(&path, model);
    (path, sense.unwrap_or(Sense::Maximize))
}

/// Which way a number is better; `None` where that depends.
pub fn natural_sense(path: &ResultPath, model: &Model) -> Option<Sense> {
    use crate::forecast::paths::Good;
    match path.locate(model).ok()?.good() {
        Good::More => Some(Sense::Maximize),
        Good::Less => Some(Sense::Minimize),
        Good::Neither => None,
    }
}
