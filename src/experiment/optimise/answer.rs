//! What is said at the end: the setting to take, how sure that is, and what else there is.

use super::closeness::turned;
use super::field::Field;
use super::front::front;
use super::race::{Fate, Race};
use super::{Asked, Bound, Hunt, Relation, Sense};
use crate::experiment::compare::usual_judge;
use crate::experiment::difference::known;
use crate::experiment::sweep::{Apart, Knob, Level, Looked};
use crate::experiment::{Difference, Known};
use crate::forecast::Named;
use crate::forecast::paths::{Good, ResultPath};
use crate::model::days;
use crate::stats::student_share;
use crate::trials::SHARED_CHUNK;
use serde::Serialize;

/// The answer to `headwater optimize`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Optimum {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the scenario.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// Length of a trial in days.
    pub horizon_days: f64,
    /// Where flow statistics start.
    pub warm_up_days: f64,
    /// What is turned.
    pub knobs: Vec<Knob>,
    /// How each knob stands today, as it is written; `None` where the scenario does not say.
    pub today: Vec<Option<String>>,
    /// What is looked for.
    pub aim: Aim,
    /// What has to hold.
    pub subject_to: Vec<Kept>,
    /// What was asked of the settings beforehand, as it was written.
    pub budget: Vec<String>,
    /// How many settings there were to choose from.
    pub settings: usize,
    /// How many more there would have been, but for the budget.
    pub beyond_budget: usize,
    /// How many more made no board at all.
    pub impossible: usize,
    /// What it took.
    pub trials: Spent,
    /// The setting to take; `None` where none keeps all bounds.
    pub chosen: Option<Chosen>,
    /// Places in `tried` of the settings that cannot be told apart from it.
    pub runners_up: Vec<usize>,
    /// Places in `tried` of the settings of which none has more readiness and less work in progress, by rising
    /// work in progress.
    pub front: Vec<usize>,
    /// The numbers that are looked at: the one that is looked for, those with bounds, and the usual ones.
    pub results: Vec<Looked>,
    /// How things are today.
    pub as_written: Vec<Level>,
    /// Every setting, the best first.
    pub tried: Vec<Tried>,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Aim {
    /// The path of the number.
    pub path: String,
    /// Which way it is to go.
    pub sense: Sense,
    /// Is it known without a trial, like how many people there are?
    pub known_beforehand: bool,
    /// The smallest difference that matters.
    pub matters: f64,
    /// The chance to be right that was asked for.
    pub confidence: f64,
}

/// A bound, and whether the setting to take keeps it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// The path of the number.
    pub path: String,
    /// On which side of the value it has to be.
    pub relation: Relation,
    /// The value.
    pub value: f64,
    /// Closer to the value than this a setting may be judged either way.
    pub matters: f64,
}

/// What it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// Trials of all settings together, and of the scenario as it is written.
    pub spent: u64,
    /// What it would have taken to let every setting play as many trials as one may.
    pub brute_force: u64,
    /// The most trials that one setting may play.
    pub most: u64,
    /// The most that one has played.
    pub longest: u64,
}

/// The setting to take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// What to set.
    pub set: Named<String>,
    /// Did the procedure come to its end, so that what was asked for is guaranteed?
    pub decided: bool,
    /// Is it known to keep all bounds?
    pub keeps_bounds: bool,
    /// The chance that no other setting is better by what matters: at least what was asked for where the
    /// procedure came to its end, otherwise estimated from pairs of trials (Bonferroni's bound with Student's t,
    /// as in C.-H. Chen, J. Lin, E. Yücesan, S. E. Chick, "Simulation budget allocation for further enhancing
    /// the efficiency of ordinal optimization", Discrete Event Dynamic Systems 10, 2000).
    pub correct_selection: f64,
    /// The same, estimated in any case.
    pub estimated: f64,
    /// How it differs from the scenario as it is written, number by number.
    #[serde(skip)]
    pub from_today: Vec<Difference>,
}

/// What is said of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The one to take.
    Chosen,
    /// It cannot be told apart from the one to take: the 95 % interval of the difference contains 0.
    NotToldApart,
    /// It has been the same as the one to take in every trial, but is farther from today.
    Same,
    /// Better, but by less than what matters, and farther from today.
    NoMatter,
    /// Worse.
    Worse,
    /// It breaks a bound.
    BreaksBound,
    /// It did not look good enough after the first trials.
    Screened,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// What is set, by path.
    pub set: Named<String>,
    /// Is it the scenario as it is written?
    pub as_written: bool,
    /// How many knobs it turns.
    pub turns: usize,
    /// What is said of it.
    pub standing: Standing,
    /// The path of the number whose bound it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breaks: Option<String>,
    /// Trials that it has played.
    pub trials: u64,
    /// The results, in order; their differences are those from the scenario as it is written.
    pub results: Vec<Level>,
    /// How much more of what is looked for it has than the setting to take.
    pub from_chosen: Option<Apart>,
}

/// All that was found.
pub(super) fn answer(hunt: &Hunt<'_>, race: &Race, asked: &Asked, settings: usize) -> Optimum {
    let (field, model) = (&hunt.field, hunt.settings.first().map(|s| &s.model));
    let teller = Teller {
        hunt,
        race,
        asked,
        chosen: race.choice(field),
    };
    let rules = &race.rules;
    let order = teller.order();
    let tried: Vec<Tried> = order.iter().map(|setting| teller.tried(*setting)).collect();
    let told = |standing| {
        let all = tried.iter().enumerate();
        all.filter(move |(_, t)| t.standing == standing)
            .map(|(place, _)| place)
    };
    let longest = (0..field.len()).map(|s| field.played(s)).max().unwrap_or(0) as u64;
    Optimum {
        headwater: env!("CARGO_PKG_VERSION"),
        scenario: model.map_or_else(String::new, |m| m.name.clone()),
        seed: hunt.trials.seed,
        horizon_days: model.map_or(0.0, |m| days(m.horizon)),
        warm_up_days: model.map_or(0.0, |m| days(m.warm_up)),
        knobs: asked.knobs.clone(),
        today: asked.today.clone(),
        aim: Aim {
            path: asked.aim.0.to_string(),
            sense: asked.aim.1,
            known_beforehand: teller.is_known_beforehand(),
            matters: rules.matters,
            confidence: asked.confidence,
        },
        subject_to: rules
            .bounds
            .iter()
            .map(|(bound, _, little)| kept(bound, *little))
            .collect(),
        budget: asked.budgets.clone(),
        settings,
        beyond_budget: asked.left_out[0],
        impossible: asked.left_out[1],
        trials: Spent {
            spent: hunt.spent,
            brute_force: (settings as u64).saturating_mul(hunt.trials.trials),
            most: hunt.trials.trials,
            longest: longest * SHARED_CHUNK,
        },
        chosen: teller
            .chosen
            .map(|chosen| teller.chosen(chosen, rules.matters)),
        runners_up: told(Standing::NotToldApart).collect(),
        front: teller.front(&order),
        results: teller.looked(),
        as_written: teller.levels(0),
        tried,
    }
}

fn kept(bound: &Bound, matters: f64) -> Kept {
    Kept {
        path: bound.path.to_string(),
        relation: bound.relation,
        value: bound.value,
        matters,
    }
}

/// Puts what was found into words and numbers.
struct Teller<'a, 'w> {
    hunt: &'a Hunt<'w>,
    race: &'a Race,
    asked: &'a Asked,
    chosen: Option<usize>,
}

impl Teller<'_, '_> {
    fn field(&self) -> &Field {
        &self.hunt.field
    }

    fn is_known_beforehand(&self) -> bool {
        let place = self.field().measures.place(0, 0);
        let model = self.hunt.settings.first().map(|s| &s.model);
        let known = place.zip(model).map(|(place, model)| place.known(model));
        known.flatten().is_some()
    }

    /// What has become of a setting; of one that was the same as another what has become of that.
    fn end(&self, setting: usize) -> Fate {
        match self.fate(setting) {
            Fate::Same(twin) => self.fate(twin),
            fate => fate,
        }
    }

    fn fate(&self, setting: usize) -> Fate {
        self.race
            .fates
            .get(setting)
            .copied()
            .unwrap_or(Fate::Reference)
    }

    /// All that could be chosen: the chosen one, then those that keep all bounds, the best first, then the
    /// others by how far they are from keeping them.
    fn order(&self) -> Vec<usize> {
        let all = (0..self.field().len()).filter(|s| self.fate(*s) != Fate::Reference);
        let mut keyed: Vec<(bool, bool, f64, f64, usize)> = all
            .map(|setting| {
                let batches = 0..self.field().played(setting);
                let breaks = matches!(self.end(setting), Fate::Breaks(_));
                let beyond = if breaks {
                    self.race.violation(self.field(), setting)
                } else {
                    0.0
                };
                let score = self.race.score(self.field(), setting, &batches);
                (
                    Some(setting) != self.chosen,
                    breaks,
                    beyond,
                    -score,
                    setting,
                )
            })
            .collect();
        keyed.sort_by(|a, b| {
            let close = |s: usize| self.race.closeness.get(s).copied();
            (a.0, a.1)
                .cmp(&(b.0, b.1))
                .then(a.2.total_cmp(&b.2))
                .then(a.3.total_cmp(&b.3))
                .then(close(a.4).cmp(&close(b.4)))
        });
        keyed.into_iter().map(|key| key.4).collect()
    }

    fn tried(&self, setting: usize) -> Tried {
        let from_chosen = self.chosen.filter(|chosen| *chosen != setting);
        let from_chosen = from_chosen.and_then(|chosen| self.apart(chosen, setting, 0));
        let standing = self.standing(setting, from_chosen.as_ref());
        let broken = match self.end(setting) {
            Fate::Breaks(bound) => self.asked.bounds.get(bound),
            _ => None,
        };
        Tried {
            set: self.set(setting),
            as_written: setting == 0,
            turns: self
                .hunt
                .settings
                .get(setting)
                .map_or(0, |s| turned(s, self.asked)),
            standing,
            breaks: broken.map(|bound| bound.path.to_string()),
            trials: self.field().played(setting) as u64 * SHARED_CHUNK,
            results: self.levels(setting),
            from_chosen,
        }
    }

    fn standing(&self, setting: usize, apart: Option<&Apart>) -> Standing {
        let better =
            self.asked.aim.1.sign() * apart.and_then(|a| a.difference).unwrap_or(0.0) > 0.0;
        match self.fate(setting) {
            _ if self.chosen == Some(setting) => Standing::Chosen,
            Fate::Breaks(_) => Standing::BreaksBound,
            Fate::Screened => Standing::Screened,
            Fate::Same(twin) if self.chosen == Some(twin) => Standing::Same,
            Fate::Same(twin) => self.standing(twin, apart),
            _ => match apart.map(|apart| apart.known) {
                Some(Known::Unknown | Known::Same) => Standing::NotToldApart,
                // It would be taken if it were known to keep what has to hold.
                Some(_) if better && !self.race.keeps_all(setting) => Standing::NotToldApart,
                Some(_) if better => Standing::NoMatter,
                _ => Standing::Worse,
            },
        }
    }

    /// What a setting sets; how things are today as far as it is written.
    fn set(&self, setting: usize) -> Named<String> {
        let edits = self.hunt.settings.get(setting).map(|s| s.edits.clone());
        let today = || {
            let knobs = self.asked.knobs.iter().zip(&self.asked.today);
            knobs.filter_map(|(knob, today)| Some((knob.path.clone(), today.clone()?)))
        };
        match edits {
            Some(edits) if !edits.is_empty() => Named(edits),
            _ => Named(today().collect()),
        }
    }

    fn levels(&self, setting: usize) -> Vec<Level> {
        let paths = self.field().measures.paths.iter().enumerate();
        paths
            .map(|(measure, path)| {
                let (value, ci95) = self.field().level95(setting, measure);
                let apart = (setting > 0)
                    .then(|| self.apart(0, setting, measure))
                    .flatten();
                Level {
                    path: path.to_string(),
                    value,
                    ci95,
                    difference: apart,
                }
            })
            .collect()
    }

    fn apart(&self, a: usize, b: usize, measure: usize) -> Option<Apart> {
        let apart = self.field().apart(a, b, measure)?;
        let ci95 = apart.ci95();
        let known = known(ci95, apart.variance == 0.0 && apart.difference == 0.0);
        let good = self
            .field()
            .measures
            .place(0, measure)
            .map(|place| place.good());
        Some(Apart {
            difference: Some(apart.difference),
            ci95,
            known,
            better: match (known, good) {
                (Known::More, Some(Good::More)) | (Known::Less, Some(Good::Less)) => Some(true),
                (Known::More, Some(Good::Less)) | (Known::Less, Some(Good::More)) => Some(false),
                _ => None,
            },
        })
    }

    fn chosen(&self, chosen: usize, matters: f64) -> Chosen {
        let decided = self.race.is_decided() && !self.hunt.interrupted;
        let estimated = self.estimated(chosen, matters);
        Chosen {
            set: self.set(chosen),
            decided,
            keeps_bounds: self.race.keeps_all(chosen),
            correct_selection: match decided {
                true => estimated.max(self.asked.confidence),
                false => estimated,
            },
            estimated,
            from_today: self.beside_today(chosen),
        }
    }

    /// The chance that no setting that may keep the bounds is better by what matters.
    fn estimated(&self, chosen: usize, matters: f64) -> f64 {
        let rival = |setting: &usize| {
            *setting != chosen && matches!(self.fate(*setting), Fate::Open | Fate::Worse)
        };
        let doubt = |setting: usize| {
            let Some(apart) = self.field().apart(chosen, setting, 0) else {
                return 0.0;
            };
            let lead = self.asked.aim.1.sign() * apart.difference;
            match apart.error() {
                error if error > 0.0 => {
                    let t = (lead - matters) / error;
                    student_share(t, apart.batches.saturating_sub(1))
                }
                _ => f64::from(u8::from(lead > matters)),
            }
        };
        let doubts = (0..self.field().len()).filter(rival).map(doubt);
        (1.0 - doubts.sum::<f64>()).clamp(0.0, 1.0)
    }

    fn beside_today(&self, chosen: usize) -> Vec<Difference> {
        let paths = self.field().measures.paths.iter().enumerate();
        let each = paths.filter_map(|(measure, path)| {
            let place = self.field().measures.place(0, measure)?;
            let apart = self.apart(0, chosen, measure);
            Some(Difference {
                baseline: self.field().level95(0, measure).0,
                variant: self.field().level95(chosen, measure).0,
                difference: apart.and_then(|a| a.difference),
                ci95: apart.and_then(|a| a.ci95),
                known: apart.map_or(Known::Unknown, |a| a.known),
                ..Difference::of(path, place)
            })
        });
        each.collect()
    }

    fn looked(&self) -> Vec<Looked> {
        let paths = self.field().measures.paths.iter().enumerate();
        let looked = |(measure, path): (usize, &ResultPath)| Looked {
            path: path.to_string(),
            like: self
                .field()
                .measures
                .place(0, measure)
                .map(|place| Difference::of(path, place)),
        };
        paths.map(looked).collect()
    }

    /// Places in the order of the settings of which none has more readiness with less work in progress.
    fn front(&self, order: &[usize]) -> Vec<usize> {
        let Some(model) = self.hunt.settings.first().map(|s| &s.model) else {
            return Vec::new();
        };
        let measures = &self.field().measures;
        let judge = measures.index(&usual_judge(model));
        let wip = measures.index(&ResultPath::parse("wip"));
        let sign = judge
            .and_then(|judge| measures.place(0, judge))
            .map(|place| place.good());
        let sign = if sign == Some(Good::Less) { -1.0 } else { 1.0 };
        let level =
            |setting: usize, measure: Option<usize>| self.field().level95(setting, measure?).0;
        let point = |setting: &usize| match self.fate(*setting) {
            Fate::Open | Fate::Worse => {
                Some([sign * level(*setting, judge)?, level(*setting, wip)?])
            }
            _ => None,
        };
        front(&order.iter().map(point).collect::<Vec<_>>())
    }
}
