//! What the forecast hangs on, where the right answer is known.

use super::settings;
use crate::snapshot;
use headwater::experiment::sensitivity::{
    Asked, Input, More, Raised, Sensitivity, Varied, sensitivity,
};
use headwater::experiment::{Difference, Known, Trials};
use headwater::forecast::paths::ResultPath;
use headwater::report::{csv, json, text};
use headwater::scenario::{Role, inputs};
use headwater::source::Sources;
use headwater::trials::Steer;
use std::sync::atomic::{AtomicBool, Ordering};

type Result<T = ()> = std::result::Result<T, String>;

/// How it is asked.
struct Question<'a> {
    result: &'a str,
    trials: u64,
    seed: u64,
    threads: usize,
    /// After how many trials in all it is interrupted.
    stop_after: Option<u64>,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            result: "ready_enough",
            trials: 100,
            seed: 1,
            threads: 1,
            stop_after: None,
        }
    }
}

impl Question<'_> {
    /// Everything in the scenario that could be otherwise, by a fifth or by one.
    fn of(&self, text: &str) -> Result<Sensitivity> {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", text);
        let found = inputs(&sources, id, &[], 0.2);
        let points = found.iter().flat_map(|input| [&input.low, &input.high]);
        let points: Vec<Vec<String>> = points
            .map(|edits| edits.iter().map(|(p, v)| format!("{p}={v}")).collect())
            .collect();
        let points: Vec<Vec<&str>> = points
            .iter()
            .map(|sets| sets.iter().map(String::as_str).collect())
            .collect();
        let names: Vec<String> = (1..=points.len()).map(|n| n.to_string()).collect();
        let variants = names.iter().zip(&points);
        let variants: Vec<(&str, &[&str])> = variants
            .map(|(name, sets)| (name.as_str(), sets.as_slice()))
            .collect();
        let settings = settings(text, &variants)?;
        let own = settings.len() - 1 - variants.len();
        let mut asked = Asked {
            result: ResultPath::parse(self.result),
            spread: 0.2,
            inputs: Vec::new(),
            one_more: Vec::new(),
        };
        for (n, input) in found.into_iter().enumerate() {
            let low = own + 2 * n + 1;
            let now = input.written.first().map(|(_, value)| value.clone());
            let raised = |of| Raised {
                path: input.path.clone(),
                of,
                now: now.unwrap_or_default(),
                setting: low + 1,
            };
            match input.role {
                Role::People => asked.one_more.push(raised(More::Person)),
                Role::Room => asked.one_more.push(raised(More::Place)),
                Role::Estimate => asked.inputs.push(Varied {
                    path: input.path,
                    written: input.written,
                    ends: [Some(low), Some(low + 1)],
                }),
            }
        }
        let trials = Trials {
            trials: self.trials,
            seed: self.seed,
            threads: self.threads,
        };
        let stop = AtomicBool::new(false);
        let mut progress = |done: u64| {
            let enough = self.stop_after.is_some_and(|after| done >= after);
            stop.fetch_or(enough, Ordering::Relaxed);
        };
        let control = Steer {
            stop: &stop,
            progress: &mut progress,
        };
        let found = sensitivity(&settings, &asked, &trials, control);
        let (found, interrupted) = found.map_err(|failed| failed.failure.to_string())?;
        assert_eq!(interrupted, found.trials < self.trials);
        Ok(found)
    }
}

fn input<'a>(found: &'a Sensitivity, path: &str) -> Result<&'a Input> {
    let mut all = found.inputs.iter();
    all.find(|input| input.path == path)
        .ok_or_else(|| format!("no {path}"))
}

/// What one more brings, by path.
fn prices(found: &Sensitivity) -> Vec<(&str, Option<f64>)> {
    let all = found.one_more.iter();
    all.map(|more| (more.path.as_str(), more.effect.difference))
        .collect()
}

/// M/M/1 at load one half: the mean number in the system is ρ/(1 − ρ), whether ρ comes from the arrivals or from the
/// work. Its standard error over a long time T is that of the asymptotic variance 2ρ(1 + ρ)/(1 − ρ)⁴ in service times
/// (W. Whitt, "Planning queueing simulations", Management Science 35, 1989); that of a difference of two numbers is at
/// most the sum of theirs.
#[test]
fn the_number_in_a_queue_hangs_on_arrivals_and_work_alike() -> Result {
    const DAYS: f64 = 1000.0;
    let text = r#"
        calendar = { warm_up = 200, horizon = 1200 }
        types = [{ name = "a", arrivals = { per_day = 0.5 } }]
        [[stages]]
        name = "work"
        people = 1
        service = { dist = "exponential", mean = 1 }
    "#;
    let question = Question {
        result: "wip",
        threads: 2,
        ..Question::default()
    };
    let found = question.of(text)?;
    let time = DAYS * question.trials as f64;
    let number = |load: f64| load / (1.0 - load);
    let error = |load: f64, work: f64| {
        let variance = 2.0 * load * (1.0 + load) / (1.0 - load).powi(4);
        (variance * work / time).sqrt()
    };
    let close = |what: &str, value: Option<f64>, exact: f64, error: f64| {
        let near = value.is_some_and(|value| (value - exact).abs() < 4.9 * error);
        assert!(near, "{what}: {value:?}, exactly {exact} ± {error}");
    };
    for (path, low, high) in [
        ("types.a.arrivals.per_day", 1.0, 1.0),
        ("stages.work.service", 0.8, 1.2),
    ] {
        let input = input(&found, path)?;
        let (low, high) = (error(0.4, low), error(0.6, high));
        let value = |end: Option<&headwater::experiment::sensitivity::End>| end?.effect.variant;
        close(path, value(input.low.as_ref()), number(0.4), low);
        close(path, value(input.high.as_ref()), number(0.6), high);
        let swing = input.swing.as_ref().ok_or("no swing")?;
        assert_eq!(swing.known, Known::More);
        close(
            path,
            swing.difference,
            number(0.6) - number(0.4),
            low + high,
        );
    }
    assert_eq!(found.bottleneck, ["stages.work.people"]);
    Ok(())
}

/// What cannot matter gives exactly nothing, in every seed, and stands last.
#[test]
fn an_inert_input_gives_exactly_nothing() -> Result {
    let text = r#"
        calendar = { horizon = 30 }
        types = [{ name = "a", arrivals = { per_day = 0.7 }, due = { dist = "exponential", mean = 9 } }]
        [[stages]]
        name = "work"
        people = 2
        wip = { max = 500 }
        service = { dist = "exponential", mean = 1 }
        [[teams]]
        name = "team"
        planning = { every = 10 }
        pull = { total = 6 }
    "#;
    for seed in 0..20 {
        let question = Question {
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let nothing = |d: &Difference| {
            assert_eq!(d.known, Known::Same);
            assert_eq!(d.difference, Some(0.0));
            assert_eq!(d.ci95, Some([0.0, 0.0]));
        };
        let due = found.inputs.last().ok_or("no inputs")?;
        assert_eq!(due.path, "types.a.due");
        due.swing.iter().for_each(nothing);
        let room = found.one_more.iter().find(|more| more.of == More::Place);
        nothing(&room.ok_or("no room")?.effect);
    }
    Ok(())
}

/// Three stations in a row without any luck: n items take n times the slowest station's time and once the others'.
/// One more person doubles the slowest and nothing else.
#[test]
fn the_bottleneck_of_a_tandem_has_the_largest_price() -> Result {
    let text = r#"
        calendar = { horizon = 40 }
        types = [{ name = "a", backlog = 100 }]
        stages = [
          { name = "first", people = 1, service = 1 },
          { name = "second", people = 1, service = 2 },
          { name = "third", people = 1, service = 1 },
        ]
    "#;
    let question = Question {
        result: "ready",
        ..Question::default()
    };
    let found = question.of(text)?;
    // 2 + 2n ≤ 40, and with one more 3 + n ≤ 40.
    assert_eq!(found.result.value, Some(19.0));
    assert_eq!(found.bottleneck, ["stages.second.people"]);
    assert_eq!(
        prices(&found),
        [
            ("stages.second.people", Some(18.0)),
            ("stages.first.people", Some(0.0)),
            ("stages.third.people", Some(0.0)),
        ]
    );
    let slowest = found.inputs.first().ok_or("no inputs")?;
    assert_eq!(slowest.path, "stages.second.service");
    // 2 + 1.6n ≤ 40 and 2 + 2.4n ≤ 40.
    assert_eq!(
        slowest.swing.as_ref().and_then(|s| s.difference),
        Some(23.0 - 15.0)
    );
    Ok(())
}

/// Two people with one place: the place is what is missing.
#[test]
fn a_missing_place_is_told_from_a_missing_person() -> Result {
    let text = r#"
        calendar = { horizon = 10 }
        types = [{ name = "a", backlog = 100 }]
        stages = [{ name = "work", people = 2, wip = { max = 1 }, service = 1 }]
    "#;
    let question = Question {
        result: "ready",
        ..Question::default()
    };
    let found = question.of(text)?;
    assert_eq!(found.bottleneck, ["stages.work.wip.max"]);
    assert_eq!(
        prices(&found),
        [
            ("stages.work.wip.max", Some(10.0)),
            ("stages.work.people", Some(0.0))
        ]
    );
    let page = text::sensitivity(&found, text::WIDTH);
    assert!(
        page.contains("The bottleneck is stages.work.wip.max: one more place there brings +10"),
        "{page}"
    );
    Ok(())
}

/// A result that exists on one side only matters more than any number.
#[test]
fn what_ends_beyond_the_horizon_comes_first() -> Result {
    let text = r#"
        calendar = { horizon = 9 }
        types = [{ name = "a", backlog = 100 }]
        stages = [{ name = "work", people = 1, service = 1, discard = 0.000001 }]
        goals = [{ name = "all", ready = 8 }]
    "#;
    let question = Question {
        result: "goals.all.reached.p50",
        ..Question::default()
    };
    let found = question.of(text)?;
    assert_eq!(found.result.value, Some(8.0));
    let first = found.inputs.first().ok_or("no inputs")?;
    assert_eq!(first.path, "stages.work.service");
    let high = first.high.as_ref().ok_or("no higher end")?;
    assert_eq!(high.effect.variant, None);
    assert_eq!(first.swing.as_ref().and_then(|s| s.difference), None);
    let page = text::sensitivity(&found, text::WIDTH);
    assert!(page.contains("no such number within the"), "{page}");
    Ok(())
}

/// Limits, allocation, discards, blockers and a change during the run.
const WHOLE: &str = r#"
name = "Everything that may be otherwise"
order = "fifo"
[calendar]
horizon = 60
[[types]]
name = "feature"
arrivals = { per_week = 5 }
backlog = 6
[[types]]
name = "bug"
arrivals = { per_week = 3, batch = { dist = "geometric", mean = 1.4 } }
due = { dist = "uniform", min = "2w", max = "4w" }
[[pools]]
name = "analysts"
people = 2
availability = 0.8
[[stages]]
name = "triage"
people = 1
wip = { max = 3 }
service = { dist = "lognormal", mean = 0.3, cv = 1 }
discard = 0.2
[[stages]]
name = "exploration"
pool = "analysts"
wip = { min = 1, max = 4 }
service = { dist = "lognormal", p50 = "4h", p85 = "2d" }
discard = 0.15
by_type.bug = { service = { dist = "gamma", mean = 0.5, cv = 0.8 } }
rework = { probability = 0.1, to = "triage" }
[[stages]]
name = "refinement"
pool = "analysts"
wip = { max = 4 }
service = 0.5
[[stages]]
name = "ready"
kind = "ready"
wip = { min = 3, max = 20 }
[[conwip]]
stages = ["exploration", "refinement"]
wip = { max = 6 }
[[lanes]]
name = "fixing"
types = ["bug"]
conwip = { max = 4 }
[[lanes]]
name = "making"
types = ["feature"]
[allocation]
strategy = "weighted"
shares = { feature = 60, bug = 40 }
[[blockers]]
source = "legal sign-off"
stages = ["exploration"]
probability = 0.15
duration = { dist = "lognormal", mean = 4, cv = 1.2 }
[[teams]]
name = "team"
planning = { every = "2w" }
pull = { total = 8 }
[[changes]]
at = "6w"
set = { "pools.analysts.people" = 3 }
[[variants]]
name = "of no concern here"
set = { "stages.triage.wip.max" = 9 }
"#;

/// The pages, as agreed; and the same bytes for any number of threads.
#[test]
fn the_pages_read_as_agreed() -> Result {
    let question = |threads| Question {
        trials: 300,
        threads,
        ..Question::default()
    };
    let found = question(1).of(WHOLE)?;
    assert_eq!(found.inputs.len(), 14);
    assert_eq!(found.one_more.len(), 8);
    let data = |found: &Sensitivity| json::render(found).map_err(|e| e.to_string());
    assert_eq!(data(&found)?, data(&question(3).of(WHOLE)?)?);
    snapshot::check("sensitivity.txt", &text::sensitivity(&found, text::WIDTH));
    let table = csv::sensitivity(&found).map_err(|e| e.to_string())?;
    snapshot::check("sensitivity.csv", &table);
    Ok(())
}

/// An interrupted run says what as many trials would have said.
#[test]
fn an_interrupted_run_is_a_shorter_run() -> Result {
    let stopped = Question {
        trials: 1_000_000,
        threads: 2,
        stop_after: Some(2000),
        ..Question::default()
    };
    let found = stopped.of(WHOLE)?;
    let whole = Question {
        trials: found.trials,
        ..Question::default()
    };
    assert!(found.trials > 0 && found.trials < 10_000);
    assert_eq!(found, whole.of(WHOLE)?);
    Ok(())
}

/// Another seed moves the ends within their intervals: those of the swing are from pairs, so they hold its true value
/// as those of a comparison do.
#[test]
fn swings_hold_the_true_value_in_95_percent_of_seeds() -> Result {
    const SEEDS: u64 = 300;
    let text = r#"
        calendar = { horizon = 10 }
        types = [{ name = "a", arrivals = { per_day = 0.5 } }]
        stages = [{ name = "work", elapsed = 1 }]
    "#;
    let mut held = 0.0;
    for seed in 0..SEEDS {
        let question = Question {
            result: "arrived",
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let rate = input(&found, "types.a.arrivals.per_day")?;
        let ends = rate.swing.as_ref().and_then(|swing| swing.ci95);
        let inside = ends.is_some_and(|[low, high]| low <= 2.0 && 2.0 <= high);
        held += f64::from(u8::from(inside));
    }
    let (share, error) = (held / SEEDS as f64, (0.05 * 0.95 / SEEDS as f64).sqrt());
    assert!((share - 0.95).abs() < 4.9 * error, "{share} of the seeds");
    Ok(())
}
