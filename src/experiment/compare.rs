//! Is this policy better than that one, and how sure are we?

use super::evaluate::Evaluation;
use super::{Difference, Failed, Measures, Setting, Trials, Verdict, evaluate};
use crate::forecast::Named;
use crate::forecast::paths::ResultPath;
use crate::model::{Model, days};
use crate::observe::output_order;
use crate::trials::Steer;
use serde::Serialize;

/// The answer to `headwater compare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Version of the program.
    pub headwater: &'static str,
    /// Name of the baseline's scenario.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// The trials that every setting has played.
    pub trials: u64,
    /// Length of a trial in days.
    pub horizon_days: f64,
    /// Where flow statistics start.
    pub warm_up_days: f64,
    /// What everything is compared with.
    pub baseline: Called,
    /// What is compared with it.
    pub variants: Vec<Compared>,
}

/// What a setting is called, and what it sets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Called {
    /// What it is called.
    pub name: String,
    /// What it sets, by path.
    pub set: Named<String>,
}

/// A setting beside the baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// What it is called, and what it sets.
    #[serde(flatten)]
    pub setting: Called,
    /// Better or worse, and what it costs.
    pub verdict: Verdict,
    /// Does nothing that is compared differ in any trial?
    pub inert: bool,
    /// Every planning of the baseline.
    pub plannings: Vec<PlanningCompared>,
    /// How many plannings of the baseline the setting does not have at the same time.
    pub plannings_elsewhere: usize,
    /// Every goal of the baseline that the setting has too.
    pub goals: Vec<GoalCompared>,
    /// Flow and cost, by path, and whatever else was asked for.
    pub flow: Vec<Difference>,
}

/// One planning under both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanningCompared {
    /// The team.
    pub team: String,
    /// 1 for its first planning.
    pub index: usize,
    /// When.
    pub day: f64,
    /// Its date, where there is a calendar.
    pub date: Option<String>,
    /// P(ready enough).
    pub ready_enough: Difference,
    /// Items on the shelf.
    pub ready: Difference,
    /// How many are enough in total, as the baseline has it; `None` where no total is asked for.
    #[serde(skip)]
    pub needed: Option<u32>,
    /// Where most futures of the baseline and of the other setting lie, where that was asked for.
    #[serde(skip)]
    pub fans: Option<[Fan; 2]>,
}

/// Where most futures lie: percentiles of the items on the shelf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fan {
    /// In 85 % of the futures there are so many or more.
    pub p15: f64,
    /// In half of them.
    pub p50: f64,
    /// In 15 % of them.
    pub p85: f64,
}

/// One goal under both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoalCompared {
    /// Its name.
    pub name: String,
    /// P(reached by the date), where one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Difference>,
    /// P(not within the horizon).
    pub never: Difference,
    /// Days until it is reached; a trial that does not make it within the horizon counts with the horizon, so
    /// that every trial has its pair. (The restricted mean: P. Royston, M. K. B. Parmar, "Restricted mean
    /// survival time", BMC Medical Research Methodology 13, 2013.)
    pub wait: Difference,
    /// The day by which half of the trials have reached it.
    pub p50: Difference,
    /// The day by which 85 % of the trials have reached it.
    pub p85: Difference,
}

/// What is to be compared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// The number by which settings are judged; readiness when left out.
    pub judge: Option<ResultPath>,
    /// Further numbers.
    pub also: Vec<ResultPath>,
    /// Are the percentiles of what is on the shelf wanted, for pictures?
    pub fans: bool,
}

/// Compares the first setting with each of the others.
///
/// # Errors
/// When a trial exceeds the bounds on events.
pub fn compare(
    settings: &[Setting],
    asked: &Asked,
    trials: &Trials,
    control: Steer<'_>,
) -> Result<(Comparison, bool), Failed> {
    let model = settings.first().map(|setting| &setting.model);
    let plan = model
        .map(|model| Plan::new(model, asked))
        .unwrap_or_default();
    let measures = Measures::new(plan.paths(), settings);
    let evaluation = evaluate(settings, measures, trials, control)?;
    let comparison = Comparison {
        headwater: env!("CARGO_PKG_VERSION"),
        scenario: model.map_or_else(String::new, |m| m.name.clone()),
        seed: trials.seed,
        trials: evaluation.trials,
        horizon_days: model.map_or(0.0, |m| days(m.horizon)),
        warm_up_days: model.map_or(0.0, |m| days(m.warm_up)),
        baseline: settings.first().map_or_else(nobody, called),
        variants: variants(settings, &plan, &evaluation),
    };
    Ok((comparison, evaluation.interrupted))
}

fn nobody() -> Called {
    Called {
        name: String::new(),
        set: Named::default(),
    }
}

fn called(setting: &Setting) -> Called {
    Called {
        name: setting.name.clone(),
        set: Named(setting.edits.clone()),
    }
}

/// Which numbers are compared.
#[derive(Debug, Clone, Default)]
struct Plan {
    judge: Option<ResultPath>,
    plannings: Vec<Planned>,
    /// Name, and whether a date is asked for.
    goals: Vec<(String, bool)>,
    flow: Vec<ResultPath>,
    fans: bool,
}

/// A planning of the baseline.
#[derive(Debug, Clone)]
struct Planned {
    team: String,
    index: usize,
    day: f64,
    date: Option<String>,
    needed: Option<u32>,
}

impl Plan {
    fn new(model: &Model, asked: &Asked) -> Self {
        let judge = asked.judge.clone().unwrap_or_else(|| usual_judge(model));
        let mut flow = vec![judge.clone()];
        flow.extend(usual_flow(model));
        flow.extend(asked.also.iter().cloned());
        flow.dedup();
        let goals = model.goals.iter();
        Self {
            judge: Some(judge),
            plannings: plannings(model),
            goals: goals.map(|g| (g.name.clone(), g.by.is_some())).collect(),
            flow,
            fans: asked.fans,
        }
    }

    /// All numbers to follow.
    fn paths(&self) -> Vec<ResultPath> {
        let plannings = (0..self.plannings.len()).flat_map(|n| [enough_at(n), ready_at(n)]);
        let goals = self.goals.iter().flat_map(|(name, by)| {
            let mut all = vec![
                never(name),
                wait(name),
                reached(name, "p50"),
                reached(name, "p85"),
            ];
            all.extend(by.then(|| by_date(name)));
            all
        });
        let fans = (0..self.plannings.len()).filter(|_| self.fans);
        plannings
            .chain(fans.flat_map(fan_at))
            .chain(goals)
            .chain(self.flow.iter().cloned())
            .collect()
    }
}

fn plannings(model: &Model) -> Vec<Planned> {
    let order = output_order(model).into_iter();
    let planned = |(at, team, index): (u64, usize, usize)| {
        let date = model.calendar.date_of_planning(at);
        let team = model.teams.get(team)?;
        Some(Planned {
            team: team.name.clone(),
            index: index + 1,
            day: days(at),
            date: date.map(|date| date.to_string()),
            needed: team.enough(),
        })
    };
    order.filter_map(planned).collect()
}

/// What a setting is judged by when nobody says otherwise: readiness, or else the goal, or else throughput.
pub(super) fn usual_judge(model: &Model) -> ResultPath {
    let planned = model.teams.iter().any(|team| !team.plannings.is_empty());
    match model.goals.first() {
        _ if planned => ResultPath::of(["ready_enough"]),
        Some(goal) => wait(&goal.name),
        None => ResultPath::of(["throughput_per_week"]),
    }
}

/// What a change may cost or bring, whatever it is judged by.
const TRADED: [&str; 6] = [
    "people",
    "lead_time.p85",
    "wip",
    "effort_discarded",
    "done",
    "ready",
];

/// Flow and cost.
fn usual_flow(model: &Model) -> Vec<ResultPath> {
    let mut flow = vec![
        "people",
        "ready",
        "lead_time.p50",
        "lead_time.p85",
        "cycle_time.p85",
        "wip",
        "discarded",
        "discard_rate",
        "effort_discarded",
    ];
    if model.delivers() {
        flow.extend(["done", "aborted", "lead_time_done.p85"]);
    }
    let mut flow: Vec<ResultPath> = flow.into_iter().map(ResultPath::parse).collect();
    if model.types.len() > 1 {
        let of = |name: &String, step| ResultPath::of(["types", name, step]);
        flow.extend(model.types.iter().map(|kind| of(&kind.name, "ready")));
    }
    flow
}

fn enough_at(planning: usize) -> ResultPath {
    ResultPath::of(["plannings", &planning.to_string(), "ready_enough"])
}

fn ready_at(planning: usize) -> ResultPath {
    ResultPath::of(["plannings", &planning.to_string(), "ready"])
}

fn fan_at(planning: usize) -> [ResultPath; 3] {
    let path =
        |percentile| ResultPath::of(["plannings", &planning.to_string(), "ready", percentile]);
    ["p15", "p50", "p85"].map(path)
}

fn never(goal: &str) -> ResultPath {
    ResultPath::of(["goals", goal, "never"])
}

fn wait(goal: &str) -> ResultPath {
    ResultPath::of(["goals", goal, "wait"])
}

fn by_date(goal: &str) -> ResultPath {
    ResultPath::of(["goals", goal, "by"])
}

fn reached(goal: &str, percentile: &str) -> ResultPath {
    ResultPath::of(["goals", goal, "reached", percentile])
}

/// Every setting but the first.
fn variants(settings: &[Setting], plan: &Plan, evaluation: &Evaluation) -> Vec<Compared> {
    let others = settings.iter().enumerate().skip(1);
    others
        .filter_map(|(n, setting)| one(setting, n, plan, evaluation))
        .collect()
}

fn one(setting: &Setting, n: usize, plan: &Plan, seen: &Evaluation) -> Option<Compared> {
    let differs = |path: &ResultPath| seen.difference(path, n);
    let flow: Vec<Difference> = plan.flow.iter().filter_map(differs).collect();
    let judge = plan.judge.as_ref().and_then(differs)?;
    let traded = |path: &&str| flow.iter().find(|d| d.path == **path).cloned();
    let traded: Vec<Difference> = TRADED.iter().filter_map(traded).collect();
    let plannings: Vec<PlanningCompared> = (0..)
        .zip(&plan.plannings)
        .filter_map(|(at, planned)| planning(at, planned, n, seen))
        .collect();
    let there = |p: &&PlanningCompared| p.ready_enough.variant.is_some();
    Some(Compared {
        setting: called(setting),
        verdict: Verdict::new(&judge, &traded),
        inert: seen.is_inert(n),
        plannings_elsewhere: plannings.len() - plannings.iter().filter(there).count(),
        plannings,
        goals: plan
            .goals
            .iter()
            .filter_map(|goal| compared_goal(goal, n, seen))
            .collect(),
        flow,
    })
}

fn planning(at: usize, planned: &Planned, n: usize, seen: &Evaluation) -> Option<PlanningCompared> {
    Some(PlanningCompared {
        team: planned.team.clone(),
        index: planned.index,
        day: planned.day,
        date: planned.date.clone(),
        ready_enough: seen.difference(&enough_at(at), n)?,
        ready: seen.difference(&ready_at(at), n)?,
        needed: planned.needed,
        fans: fans(at, n, seen),
    })
}

/// Where most futures of the first setting and of another one lie; `None` where nobody has looked.
fn fans(at: usize, n: usize, seen: &Evaluation) -> Option<[Fan; 2]> {
    let [p15, p50, p85] = fan_at(at).map(|path| seen.difference(&path, n));
    let (p15, p50, p85) = (p15?, p50?, p85?);
    let fan = |pick: fn(&Difference) -> Option<f64>| {
        Some(Fan {
            p15: pick(&p15)?,
            p50: pick(&p50)?,
            p85: pick(&p85)?,
        })
    };
    Some([fan(|d| d.baseline)?, fan(|d| d.variant)?])
}

fn compared_goal((name, by): &(String, bool), n: usize, seen: &Evaluation) -> Option<GoalCompared> {
    let differs = |path: ResultPath| seen.difference(&path, n);
    Some(GoalCompared {
        name: name.clone(),
        by: by.then(|| differs(by_date(name))).flatten(),
        never: differs(never(name))?,
        wait: differs(wait(name))?,
        p50: differs(reached(name, "p50"))?,
        p85: differs(reached(name, "p85"))?,
    })
}
