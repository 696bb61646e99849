//! What the forecast hangs on, where the right answer is known.

use super::settings;
use crate::snapshot;
use headwater::experiment::sensitivity::{
    Asked, End, Hanging, Input, More, OneMore, Raised, Sensitivity, Varied, sensitivity,
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
    results: &'a [&'a str],
    /// Only this input, of all.
    only: Option<&'a str>,
    trials: u64,
    seed: u64,
    threads: usize,
    /// After how many trials in all it is interrupted.
    stop_after: Option<u64>,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            results: &["ready_enough"],
            only: None,
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
        let mut found = inputs(&sources, id, &[], 0.2);
        found.retain(|input| self.only.is_none_or(|only| input.path == only));
        let points = found.iter().flat_map(|input| [&input.low, &input.high]);
        let points = points.filter(|edits| !edits.is_empty());
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
            results: self
                .results
                .iter()
                .copied()
                .map(ResultPath::parse)
                .collect(),
            spread: 0.2,
            inputs: Vec::new(),
            one_more: Vec::new(),
        };
        let mut setting = own;
        for input in found {
            let mut place = |edits: &Vec<(String, String)>| {
                setting += usize::from(!edits.is_empty());
                (!edits.is_empty()).then_some(setting)
            };
            let ends = [place(&input.low), place(&input.high)];
            let of = match input.role {
                Role::People => More::Person,
                Role::Room => More::Place,
                Role::Minimum => More::Minimum,
                Role::Estimate => {
                    asked.inputs.push(Varied {
                        path: input.path,
                        meaning: input.meaning,
                        written: input.written,
                        ends,
                    });
                    continue;
                }
            };
            let now = input.written.first().and_then(|(_, n)| n.parse().ok());
            asked.one_more.push(Raised {
                path: input.path,
                of,
                now: now.ok_or("no number")?,
                fewer: ends[0],
                more: ends[1].ok_or("no more")?,
            });
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

/// What hangs on the first number that is looked at.
fn first(found: &Sensitivity) -> Result<&Hanging> {
    found
        .results
        .first()
        .ok_or_else(|| "nothing looked at".to_owned())
}

fn input<'a>(found: &'a Hanging, path: &str) -> Result<&'a Input> {
    let mut all = found.inputs.iter();
    all.find(|input| input.path == path)
        .ok_or_else(|| format!("no {path}"))
}

/// What one more brings, by path.
fn prices(found: &Hanging) -> Vec<(&str, Option<f64>)> {
    let all = found.one_more.iter();
    all.map(|more| (more.path.as_str(), more.effect.difference))
        .collect()
}

/// The mean number of items in M/M/c at this offered load, and its standard error when watched for so many service
/// times: Erlang's C, and of a birth-and-death process with mean α the asymptotic variance
/// 2 Σ (Σ (i − α) πᵢ)² / (λ πⱼ), the inner sum over i ≤ j (W. Whitt, "Asymptotic formulas for Markov processes with
/// applications to simulation", Operations Research 40, 1992).
fn number_in_queue(load: f64, servers: u32, time: f64) -> (f64, f64) {
    let mut weights = vec![1.0];
    for n in 1..400_u32 {
        let last: f64 = weights.last().copied().unwrap_or_default();
        weights.push(last * load / f64::from(n.min(servers)));
    }
    let all: f64 = weights.iter().sum();
    let share = |(n, weight): (usize, &f64)| (n as f64, weight / all);
    let mean: f64 = weights
        .iter()
        .enumerate()
        .map(share)
        .map(|(n, p)| n * p)
        .sum();
    let (mut below, mut variance) = (0.0, 0.0);
    for (n, p) in weights
        .iter()
        .enumerate()
        .map(share)
        .take_while(|(_, p)| *p > 1e-12)
    {
        below += (n - mean) * p;
        variance += 2.0 * below * below / (load * p);
    }
    (mean, (variance / time).sqrt())
}

fn close(what: &str, value: Option<f64>, exact: f64, error: f64) {
    let near = value.is_some_and(|value| (value - exact).abs() < 4.9 * error);
    assert!(near, "{what}: {value:?}, exactly {exact} ± {error}");
}

fn reached(end: Option<&End>) -> Option<f64> {
    end?.effect.variant
}

const DAYS: f64 = 1000.0;

/// Exponential work of a day, after 200 days to warm up.
fn queue(per_day: f64, people: u32) -> String {
    format!(
        r#"
        calendar = {{ warm_up = 200, horizon = 1200 }}
        types = [{{ name = "a", arrivals = {{ per_day = {per_day} }} }}]
        [[stages]]
        name = "work"
        people = {people}
        service = {{ dist = "exponential", mean = 1 }}
    "#
    )
}

/// M/M/1 at load one half: the mean number in the system is ρ/(1 − ρ), whether ρ comes from the arrivals or from the
/// work, but the time in it is 1/(μ − λ) (J. D. C. Little, "A proof for the queuing formula L = λW", Operations
/// Research 9, 1961). The error of a difference of two numbers is at most the sum of theirs; that of a time, the
/// number divided by the rate, has a part from both.
#[test]
fn a_queue_hangs_on_arrivals_and_work() -> Result {
    let question = Question {
        results: &["wip", "lead_time.mean"],
        threads: 2,
        ..Question::default()
    };
    let found = question.of(&queue(0.5, 1))?;
    let days = DAYS * question.trials as f64;
    let [number, time] = found.results.as_slice() else {
        return Err("two numbers are looked at".to_owned());
    };
    for (path, rates, works) in [
        ("types.a.arrivals.per_day", [0.4, 0.6], [1.0, 1.0]),
        ("stages.work.service", [0.5, 0.5], [0.8, 1.2]),
    ] {
        let ends = [0, 1].map(|end| {
            let (rate, work): (f64, f64) = (rates[end], works[end]);
            let (mean, error) = number_in_queue(rate * work, 1, days / work);
            let (wait, luck) = (mean / rate, (1.0 / (rate * days)).sqrt());
            [(mean, error), (wait, error / rate + wait * luck)]
        });
        for (hanging, n) in [(number, 0), (time, 1)] {
            let ((low, below), (high, above)) = (ends[0][n], ends[1][n]);
            let input = input(hanging, path)?;
            close(path, reached(input.low.as_ref()), low, below);
            close(path, reached(input.high.as_ref()), high, above);
            let swing = input.swing.as_ref().ok_or("no swing")?;
            assert_eq!(swing.known, Known::More);
            close(path, swing.difference, high - low, below + above);
        }
    }
    assert_eq!(number.bottleneck, ["stages.work.people"]);
    Ok(())
}

/// From M/M/2 to M/M/3, and to M/M/1: what one more and one fewer are worth, by Erlang's C.
#[test]
fn one_more_server_brings_what_erlang_says() -> Result {
    let question = Question {
        results: &["wip"],
        only: Some("stages.work.people"),
        threads: 2,
        ..Question::default()
    };
    let load = 0.6;
    let found = question.of(&queue(load, 2))?;
    let days = DAYS * question.trials as f64;
    let [one, two, three] = [1, 2, 3].map(|servers| number_in_queue(load, servers, days));
    assert!((one.0 - 1.5).abs() < 1e-9 && (two.0 - 1.2 / 1.82).abs() < 1e-9);
    let [more] = first(&found)?.one_more.as_slice() else {
        return Err("there is one decision".to_owned());
    };
    let OneMore {
        effect,
        one_fewer,
        now,
        ..
    } = more;
    let fewer = one_fewer.as_ref().ok_or("one fewer makes a board")?;
    assert_eq!(
        (*now, effect.known, fewer.known),
        (2, Known::Less, Known::More)
    );
    close(
        "one more",
        effect.difference,
        three.0 - two.0,
        three.1 + two.1,
    );
    close("one fewer", fewer.difference, one.0 - two.0, one.1 + two.1);
    Ok(())
}

/// Who is served first changes what happens, but not how many wait on average, as long as it does not depend on the
/// work to come: an input that changes only that is called one that matters in 5 % of seeds.
#[test]
fn an_input_without_effect_is_called_one_in_5_percent_of_seeds() -> Result {
    const SEEDS: u64 = 200;
    let text = r#"
        calendar = { horizon = 20 }
        [[types]]
        name = "a"
        class = "fixed-date"
        arrivals = { per_day = 0.4 }
        due = { dist = "exponential", mean = 5 }
        [[types]]
        name = "b"
        class = "fixed-date"
        arrivals = { per_day = 0.4 }
        due = { dist = "exponential", mean = 5 }
        [[stages]]
        name = "work"
        people = 1
        service = { dist = "exponential", mean = 1 }
    "#;
    let (mut called, mut moved) = (0.0, 0);
    for seed in 0..SEEDS {
        let question = Question {
            results: &["wip"],
            only: Some("types.a.due"),
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let swing = input(first(&found)?, "types.a.due")?.swing.as_ref();
        let known = swing.map(|swing| swing.known);
        called += f64::from(u8::from(known == Some(Known::More)));
        moved += u64::from(known != Some(Known::Same));
    }
    let (share, error) = (called / SEEDS as f64, (0.05 * 0.95 / SEEDS as f64).sqrt());
    assert_eq!(moved, SEEDS, "it has to change something");
    assert!((share - 0.05).abs() < 4.9 * error, "{share} of the seeds");
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
        let found = first(&found)?;
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
        results: &["ready"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let found = first(&found)?;
    // 2 + 2n ≤ 40, and with one more 3 + n ≤ 40.
    assert_eq!(found.level.value, Some(19.0));
    assert_eq!(found.bottleneck, ["stages.second.people"]);
    assert_eq!(
        prices(found),
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
        results: &["ready"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let hanging = first(&found)?;
    assert_eq!(hanging.bottleneck, ["stages.work.wip.max"]);
    assert_eq!(
        prices(hanging),
        [
            ("stages.work.wip.max", Some(10.0)),
            ("stages.work.people", Some(0.0)),
            ("stages.work.wip.min", Some(0.0))
        ]
    );
    // The second person has nothing to do.
    let people = hanging.one_more.iter().find(|more| more.of == More::Person);
    let fewer = people.and_then(|people| people.one_fewer.as_ref());
    assert_eq!(fewer.map(|d| d.known), Some(Known::Same));
    let page = text::sensitivity(&found, "board.toml", text::WIDTH);
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
        results: &["goals.all.reached.p50"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let hanging = first(&found)?;
    assert_eq!(hanging.level.value, Some(8.0));
    let first = hanging.inputs.first().ok_or("no inputs")?;
    assert_eq!(first.path, "stages.work.service");
    let high = first.high.as_ref().ok_or("no higher end")?;
    assert_eq!(high.effect.variant, None);
    assert_eq!(first.swing.as_ref().and_then(|s| s.difference), None);
    let page = text::sensitivity(&found, "board.toml", text::WIDTH);
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
    let hanging = first(&found)?;
    assert_eq!(hanging.inputs.len(), 14);
    assert_eq!(hanging.one_more.len(), 12);
    let data = |found: &Sensitivity| json::render(found).map_err(|e| e.to_string());
    assert_eq!(data(&found)?, data(&question(3).of(WHOLE)?)?);
    snapshot::check(
        "sensitivity.txt",
        &text::sensitivity(&found, "board.toml", text::WIDTH),
    );
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
        stop_after: Some(5000),
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
            results: &["arrived"],
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let rate = input(first(&found)?, "types.a.arrivals.per_day")?;
        let ends = rate.swing.as_ref().and_then(|swing| swing.ci95);
        let inside = ends.is_some_and(|[low, high]| low <= 2.0 && 2.0 <= high);
        held += f64::from(u8::from(inside));
    }
    let (share, error) = (held / SEEDS as f64, (0.05 * 0.95 / SEEDS as f64).sqrt());
    assert!((share - 0.95).abs() < 4.9 * error, "{share} of the seeds");
    Ok(())
}
