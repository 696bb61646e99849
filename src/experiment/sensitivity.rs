//! Which inputs does the forecast hang on, and what would one more person or place bring?
//!
//! Every input alone is made lower and higher in the same trials, the others staying as they are written: one at a
//! time, as in a tornado chart (T. G. Eschenbach, "Spiderplots versus tornado diagrams for sensitivity analysis",
//! Interfaces 22, 1992). What one more person or place brings is a shadow price: the bottleneck is where it is
//! largest.

use super::evaluate::Evaluation;
use super::sweep::{Level, distinct};
use super::{Difference, Failed, Known, Measures, Setting, Trials, evaluate_pairs};
use crate::forecast::Named;
use crate::forecast::paths::{Good, ResultPath};
use crate::model::{Model, days};
use crate::trials::Steer;
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The numbers that are looked at.
    pub results: Vec<ResultPath>,
    /// By which share estimates are lower and higher where nobody says otherwise.
    pub spread: f64,
    /// The inputs.
    pub inputs: Vec<Varied>,
    /// What there may be one more of.
    pub one_more: Vec<Raised>,
}

/// An input, lower and higher.
#[derive(Debug, Clone, PartialEq)]
pub struct Varied {
    /// Its path.
    pub path: String,
    /// What it means, where somebody has said so.
    pub meaning: Option<&'static str>,
    /// How it is written, by path.
    pub written: Vec<(String, String)>,
    /// The places of the settings in which it is lower and higher; `None` where that makes no board.
    pub ends: [Option<usize>; 2],
}

/// What there is one more of, and one fewer.
#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    /// Its path.
    pub path: String,
    /// A person or a place.
    pub of: More,
    /// How many there are now.
    pub now: u64,
    /// The place of the setting with one fewer; `None` where that makes no board.
    pub fewer: Option<usize>,
    /// The place of the setting with one more.
    pub more: usize,
}

/// One more of what?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum More {
    /// A person.
    Person,
    /// A place for an item.
    Place,
    /// An item that should always be there.
    Minimum,
}

/// The answer to `headwater sensitivity`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
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
    /// By which share estimates are lower and higher where nobody says otherwise.
    pub spread: f64,
    /// The numbers that are looked at, each with what hangs on it.
    pub results: Vec<Hanging>,
    /// Does the scenario change something during the run, which stays as it says?
    #[serde(skip)]
    pub changes: bool,
}

/// A number of the result, and what it hangs on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hanging {
    /// The number, as the scenario is written.
    #[serde(flatten)]
    pub level: Level,
    /// What it is called and counts; `None` where the scenario has no such number.
    #[serde(skip)]
    pub like: Option<Difference>,
    /// The inputs, that with the largest swing first.
    pub inputs: Vec<Input>,
    /// What one more person or place brings, the best first.
    pub one_more: Vec<OneMore>,
    /// The people and places of `one_more` that are known to bring most: the best, and those whose intervals meet
    /// its own. Empty where nobody and nothing is known to bring anything.
    pub bottleneck: Vec<String>,
}

/// An input, and what hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// Its path.
    pub path: String,
    /// What it means, where somebody has said so.
    pub meaning: Option<&'static str>,
    /// How it is written, by path.
    pub written: Named<String>,
    /// Lower; `None` where that makes no board.
    pub low: Option<End>,
    /// Higher.
    pub high: Option<End>,
    /// From the smaller to the larger of the results lower and higher; where both are known to lie on the same side
    /// of the result as written, from there to the one further away.
    pub swing: Option<Difference>,
}

/// An input at one end of what it may be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// What is set, by path.
    pub set: Named<String>,
    /// What becomes of the result, beside the scenario as it is written.
    pub effect: Difference,
}

/// One more person or place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneMore {
    /// The path.
    pub path: String,
    /// What it is one more of.
    pub of: More,
    /// How many there are now.
    pub now: u64,
    /// What becomes of the result, beside the scenario as it is written.
    pub effect: Difference,
    /// The same with one fewer; `None` where that makes no board.
    pub one_fewer: Option<Difference>,
}

/// Plays every setting; the first is the scenario as it is written.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn sensitivity(
    settings: &[Setting],
    asked: &Asked,
    trials: &Trials,
    control: Steer<'_>,
) -> Result<(Sensitivity, bool), Failed> {
    let (played, places) = distinct(settings);
    let place = |setting: usize| places.get(setting).copied().unwrap_or_default();
    let both = |input: &Varied| Some((place(input.ends[0]?), place(input.ends[1]?)));
    let pairs = asked.inputs.iter().map(|i| both(i).unwrap_or_default());
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let measures = Measures::new(asked.results.iter().cloned(), &played);
    let evaluation = evaluate_pairs(&played, measures, &pairs, trials, control)?;
    let tell = |path: &ResultPath| {
        let teller = Teller {
            settings,
            places: &places,
            path,
            seen: &evaluation,
        };
        teller.hanging(asked)
    };
    let model = settings.first().map(|setting| &setting.model);
    let answer = Sensitivity {
        headwater: env!("CARGO_PKG_VERSION"),
        scenario: model.map_or_else(String::new, |m: &Model| m.name.clone()),
        seed: trials.seed,
        trials: evaluation.trials,
        horizon_days: model.map_or(0.0, |m| days(m.horizon)),
        warm_up_days: model.map_or(0.0, |m| days(m.warm_up)),
        spread: asked.spread,
        results: asked.results.iter().map(tell).collect(),
        changes: model.is_some_and(|m| !m.changes.is_empty()),
    };
    Ok((answer, evaluation.interrupted))
}

/// Puts what was seen into words and numbers.
struct Teller<'a> {
    settings: &'a [Setting],
    places: &'a [usize],
    path: &'a ResultPath,
    seen: &'a Evaluation,
}

impl Teller<'_> {
    fn hanging(&self, asked: &Asked) -> Hanging {
        let one_more = self.one_more(asked);
        let (value, ci95) = self.seen.level(self.path, 0);
        Hanging {
            level: Level {
                path: self.path.to_string(),
                value,
                ci95,
                difference: None,
            },
            like: self.seen.difference(self.path, 0),
            inputs: self.inputs(asked),
            bottleneck: bottleneck(&one_more),
            one_more,
        }
    }

    /// By falling swing; what is as large stays in the order of the file.
    fn inputs(&self, asked: &Asked) -> Vec<Input> {
        let inputs = asked.inputs.iter().enumerate();
        let mut inputs: Vec<Input> = inputs.map(|(n, input)| self.input(n, input)).collect();
        inputs.sort_by(|a, b| size(b.swing.as_ref()).total_cmp(&size(a.swing.as_ref())));
        inputs
    }

    fn input(&self, n: usize, input: &Varied) -> Input {
        let [low, high] = input.ends.map(|end| self.end(end?));
        let between = (low.is_some() && high.is_some())
            .then(|| self.seen.further(self.path, n))
            .flatten();
        let [of_low, of_high] = [&low, &high].map(|end| end.as_ref().map(|end| &end.effect));
        Input {
            path: input.path.clone(),
            meaning: input.meaning,
            written: Named(input.written.clone()),
            swing: swing(between, of_low, of_high).map(upwards),
            low,
            high,
        }
    }

    fn end(&self, setting: usize) -> Option<End> {
        Some(End {
            set: Named(self.settings.get(setting)?.edits.clone()),
            effect: self.effect(setting)?,
        })
    }

    fn effect(&self, setting: usize) -> Option<Difference> {
        self.seen.difference(self.path, *self.places.get(setting)?)
    }

    fn one_more(&self, asked: &Asked) -> Vec<OneMore> {
        let raised = asked.one_more.iter().filter_map(|raised| {
            Some(OneMore {
                path: raised.path.clone(),
                of: raised.of,
                now: raised.now,
                effect: self.effect(raised.more)?,
                one_fewer: raised.fewer.and_then(|fewer| self.effect(fewer)),
            })
        });
        let mut all: Vec<OneMore> = raised.collect();
        all.sort_by(|a, b| gain(&b.effect).total_cmp(&gain(&a.effect)));
        all
    }
}

/// How far apart the results lie. Which pair that is depends on what is known only, never on which happens to be
/// larger: of the larger of two uncertain numbers too many would be called known.
fn swing(
    between: Option<Difference>,
    low: Option<&Difference>,
    high: Option<&Difference>,
) -> Option<Difference> {
    let further = match size(high) > size(low) {
        true => high,
        false => low,
    };
    let told = |d: &Difference| matches!(d.known, Known::More | Known::Less);
    let same_side = low
        .zip(high)
        .is_some_and(|(a, b)| told(a) && a.known == b.known);
    match between {
        Some(between) if !same_side && between.difference.is_some() => Some(between),
        _ => further.cloned(),
    }
}

/// How much a difference is; one that does not exist at one end only is beyond all others.
fn size(difference: Option<&Difference>) -> f64 {
    match difference {
        None => -1.0,
        Some(d) => match (d.difference, d.baseline.is_some() || d.variant.is_some()) {
            (Some(difference), _) => difference.abs(),
            (None, true) => f64::INFINITY,
            (None, false) => -1.0,
        },
    }
}

/// From the smaller to the larger.
fn upwards(difference: Difference) -> Difference {
    match difference.difference {
        Some(d) if d < 0.0 => difference.reversed(),
        _ => difference,
    }
}

/// How much better it is; where neither is better, how much.
fn gain(d: &Difference) -> f64 {
    let value = d.difference.unwrap_or(0.0);
    match d.good {
        Good::More => value,
        Good::Less => -value,
        Good::Neither => value.abs(),
    }
}

/// Is a difference known to be of use?
fn brings(d: &Difference) -> bool {
    match d.good {
        Good::Neither => matches!(d.known, Known::More | Known::Less),
        _ => d.is_better() == Some(true),
    }
}

/// The best people or places of those that are known to bring something, and all whose intervals meet its own.
fn bottleneck(one_more: &[OneMore]) -> Vec<String> {
    let short = |more: &&OneMore| more.of != More::Minimum && brings(&more.effect);
    let mut known = one_more.iter().filter(short);
    let Some(best) = known.next() else {
        return Vec::new();
    };
    let half = |d: &Difference| d.half_width().unwrap_or(0.0);
    let meets = |more: &&OneMore| {
        gain(&best.effect) - gain(&more.effect) <= half(&best.effect) + half(&more.effect)
    };
    let others = known.filter(meets);
    let all = std::iter::once(best).chain(others);
    all.map(|more| more.path.clone()).collect()
}
