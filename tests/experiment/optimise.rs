//! The search for the best setting.

use super::settings;
use super::sweep::{knob, points};
use crate::snapshot;
use headwater::experiment::optimise::{
    Asked, Bound, Optimum, Relation, Sense, Standing, Watch, optimise,
};
use headwater::experiment::sweep::{Knob, grid};
use headwater::experiment::{Setting, Trials};
use headwater::forecast::paths::ResultPath;
use headwater::report::{csv, json, text};
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) type Result<T = ()> = std::result::Result<T, String>;

/// How a search is run.
pub(super) struct Search<'a> {
    /// The number, and which way.
    pub aim: (&'a str, Sense),
    /// Path, relation, value.
    pub bounds: &'a [(&'a str, Relation, f64)],
    /// The knobs, and how they stand today.
    pub knobs: &'a [(Knob, Option<&'a str>)],
    /// What matters.
    pub matters: Option<f64>,
    /// The most trials of a setting.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
    /// After how many trials in all it is interrupted.
    pub stop_after: Option<u64>,
}

impl Default for Search<'_> {
    fn default() -> Self {
        Self {
            aim: ("ready_enough", Sense::Maximize),
            bounds: &[],
            knobs: &[],
            matters: None,
            trials: 1000,
            seed: 1,
            threads: 1,
            stop_after: None,
        }
    }
}

impl Search<'_> {
    /// The answer.
    pub fn among(&self, settings: Vec<Setting>) -> Result<Optimum> {
        let bounds = self.bounds.iter().map(|(path, relation, value)| Bound {
            path: ResultPath::parse(path),
            relation: *relation,
            value: *value,
        });
        let asked = Asked {
            knobs: self.knobs.iter().map(|(knob, _)| knob.clone()).collect(),
            today: self
                .knobs
                .iter()
                .map(|(_, now)| now.map(str::to_owned))
                .collect(),
            aim: (ResultPath::parse(self.aim.0), self.aim.1),
            matters: self.matters,
            bounds: bounds.collect(),
            confidence: 0.95,
            budgets: Vec::new(),
            left_out: [0, 0],
        };
        let trials = Trials {
            trials: self.trials,
            seed: self.seed,
            threads: self.threads,
        };
        let stop = AtomicBool::new(false);
        let mut progress = |done: u64, of: u64| {
            assert!(done <= of, "{done} of {of}");
            let enough = self.stop_after.is_some_and(|after| done >= after);
            stop.fetch_or(enough, Ordering::Relaxed);
        };
        let watch = Watch {
            stop: &stop,
            progress: &mut progress,
        };
        let found = optimise(settings, &asked, &trials, watch);
        found
            .map(|(optimum, _)| optimum)
            .map_err(|failed| failed.failure.to_string())
    }

    /// The answer for every point of the grid of the knobs.
    fn on(&self, text: &str) -> Result<Optimum> {
        let knobs: Vec<Knob> = self.knobs.iter().map(|(knob, _)| knob.clone()).collect();
        let mut all = points(text, &knobs)?;
        // Without the variants of the file.
        let own = all.len() - 1 - grid(&knobs).len();
        all.drain(1..=own);
        self.among(all)
    }
}

/// What is chosen, value by value.
pub(super) fn chosen(optimum: &Optimum) -> Vec<&str> {
    let set = optimum.chosen.iter().flat_map(|chosen| chosen.set.iter());
    set.map(|(_, value)| value.as_str()).collect()
}

fn board(name: &str) -> Result<String> {
    std::fs::read_to_string(format!("scenarios/{name}.toml")).map_err(|e| e.to_string())
}

/// One item a day and person; thirty are asked for within ten days.
const PIECEWORK: &str = r#"
[calendar]
horizon = 10
[[types]]
name = "a"
backlog = 60
[[stages]]
name = "work"
people = 1
service = 1
"#;

/// The fewest people that do it, and nobody where none do.
#[test]
fn bounds_are_kept() -> Result {
    let people = [(
        knob("stages.work.people", &["1", "2", "3", "4", "5"]),
        Some("1"),
    )];
    let search = |bound: f64| {
        Search {
            aim: ("people", Sense::Minimize),
            bounds: &[("ready", Relation::AtLeast, 0.0)],
            knobs: &people,
            ..Search::default()
        }
        .on_with(PIECEWORK, bound)
    };
    let optimum = search(30.0)?;
    assert_eq!(chosen(&optimum), ["3"], "{optimum:#?}");
    let standing = |n: usize| optimum.tried[n].standing;
    assert_eq!(optimum.tried.len(), 5);
    assert_eq!([1, 2].map(standing), [Standing::Worse; 2]);
    assert_eq!([3, 4].map(standing), [Standing::BreaksBound; 2]);
    assert_eq!(optimum.tried[3].breaks.as_deref(), Some("ready"));
    assert_eq!(
        optimum.tried[3].results[0].value,
        Some(2.0),
        "closest to the bound"
    );
    let none = search(51.0)?;
    assert_eq!(none.chosen, None);
    assert_eq!(none.tried[0].results[0].value, Some(5.0));
    Ok(())
}

impl Search<'_> {
    /// With another value of the only bound.
    fn on_with(&self, text: &str, value: f64) -> Result<Optimum> {
        let bounds: Vec<_> = self
            .bounds
            .iter()
            .map(|(p, r, _)| (*p, *r, value))
            .collect();
        let this = Search {
            bounds: &bounds,
            knobs: self.knobs,
            ..*self
        };
        this.on(text)
    }
}

/// With three people all forty items are done in time; more change nothing. Of settings that are as good the one
/// closest to today is taken, whichever that is.
#[test]
fn needless_change_is_avoided() -> Result {
    for (today, best) in [("4", "4"), ("5", "5"), ("1", "3"), ("2", "3")] {
        let text = PIECEWORK
            .replace("people = 1", &format!("people = {today}"))
            .replace("backlog = 60", "backlog = 30");
        let people = [(
            knob("stages.work.people", &["5", "4", "3", "2", "1"]),
            Some(today),
        )];
        let search = Search {
            aim: ("ready", Sense::Maximize),
            knobs: &people,
            ..Search::default()
        };
        let optimum = search.on(&text)?;
        assert_eq!(chosen(&optimum), [best], "today {today}");
        let as_good = optimum.runners_up.len();
        assert_eq!(as_good, 2, "{:#?}", optimum.tried);
    }
    Ok(())
}

/// A knob that cannot matter makes settings that are the same in every trial: nothing is to be changed.
#[test]
fn an_inert_knob_changes_nothing() -> Result {
    let inert = [
        (knob("types.feature.priority", &["2", "1", "0"]), None),
        (knob("stages.triage.wip.max", &["300", "400"]), Some("6")),
    ];
    let search = Search {
        knobs: &inert,
        aim: ("wip", Sense::Minimize),
        ..Search::default()
    };
    let optimum = search.on(&board("quickstart")?)?;
    let standings: Vec<Standing> = optimum.tried.iter().map(|t| t.standing).collect();
    assert_eq!(standings[0], Standing::Chosen);
    assert_eq!(standings[1..], [Standing::Same; 5]);
    assert_eq!(optimum.tried[0].turns, 1, "the fewest knobs turned");
    for tried in &optimum.tried[1..] {
        let apart = tried.from_chosen.ok_or("no difference")?;
        assert_eq!(apart.difference, Some(0.0));
        assert_eq!(apart.ci95, Some([0.0, 0.0]));
    }
    let sure = optimum
        .chosen
        .map(|chosen| (chosen.decided, chosen.estimated));
    assert_eq!(sure, Some((true, 1.0)));
    assert_eq!(optimum.trials.spent, 500 * 7, "the first stage is enough");
    Ok(())
}

/// Knobs, and how they stand today.
type Knobs = Vec<(Knob, Option<&'static str>)>;

fn starved() -> Result<(String, Knobs)> {
    let knobs = vec![
        (knob("stages.ready.wip.min", &["1", "4", "5", "6"]), None),
        (knob("stages.exploration.wip.max", &["5", "6"]), Some("6")),
    ];
    Ok((board("starved")?, knobs))
}

/// The same bytes for any number of threads.
#[test]
fn threads_change_no_choice() -> Result {
    let (text, knobs) = starved()?;
    let page = |threads| -> Result<String> {
        let search = Search {
            knobs: &knobs,
            threads,
            bounds: &[("lead_time.p85", Relation::AtMost, 300.0)],
            ..Search::default()
        };
        json::render(&search.on(&text)?).map_err(|e| e.to_string())
    };
    let one = page(1)?;
    assert_eq!(one, page(2)?);
    assert_eq!(one, page(7)?);
    Ok(())
}

/// The pages, as agreed.
#[test]
fn the_pages_read_as_agreed() -> Result {
    let (text, knobs) = starved()?;
    let search = Search {
        knobs: &knobs,
        bounds: &[("wip", Relation::AtMost, 10.5)],
        threads: 2,
        ..Search::default()
    };
    let optimum = search.on(&text)?;
    snapshot::check("optimum.txt", &text::optimum(&optimum, text::WIDTH));
    let table = csv::optimum(&optimum).map_err(|e| e.to_string())?;
    snapshot::check("optimum.csv", &table);
    Ok(())
}

/// An interrupted search says what is known so far, and that it is not decided.
#[test]
fn an_interrupted_search_is_not_decided() -> Result {
    let (text, knobs) = starved()?;
    let search = |stop_after| Search {
        knobs: &knobs,
        trials: 100_000,
        matters: Some(0.0001),
        stop_after: Some(stop_after),
        threads: 2,
        ..Search::default()
    };
    let early = search(1000).on(&text)?;
    let played = early.tried[0].trials;
    assert!(played > 0 && played < 500, "{played}");
    assert_eq!(early.chosen.as_ref().map(|c| c.decided), Some(false));
    let page = text::optimum(&early, text::WIDTH);
    assert!(page.contains("Not as sure as was asked for"), "{page}");
    Ok(())
}

/// More settings than can be raced: the worse halves go first, and the best is found.
#[test]
fn very_many_settings_are_halved() -> Result {
    let text = PIECEWORK.replace("horizon = 10", "horizon = 3");
    let values = |n: u32| (1..=n).map(|v| v.to_string()).collect::<Vec<_>>();
    let knobs = [
        ("stages.work.people", 15, "1"),
        ("stages.work.wip.max", 10, "5"),
        ("types.a.priority", 7, "1"),
    ];
    let knobs: Vec<(Knob, Option<&str>)> = knobs
        .map(|(path, n, today)| {
            let values = values(n);
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            (knob(path, &values), Some(today))
        })
        .into();
    let search = Search {
        aim: ("ready", Sense::Maximize),
        knobs: &knobs,
        threads: 2,
        ..Search::default()
    };
    let optimum = search.on(&text)?;
    assert_eq!(optimum.settings, 1050);
    assert_eq!(optimum.tried[0].results[0].value, Some(30.0));
    assert_eq!(chosen(&optimum), ["10", "10", "1"]);
    let screened = optimum
        .tried
        .iter()
        .filter(|t| t.standing == Standing::Screened);
    assert!(screened.count() > 800);
    assert!(optimum.trials.spent < 300_000, "{:?}", optimum.trials);
    Ok(())
}

/// Settings need not come from a grid, and the scenario as it stands is chosen only if it is one of them.
#[test]
fn today_is_chosen_only_where_it_is_offered() -> Result {
    let search = Search {
        aim: ("ready", Sense::Maximize),
        ..Search::default()
    };
    let worse: &[&str] = &["stages.work.service=2"];
    let alone = search.among(settings(PIECEWORK, &[("slower", worse)])?)?;
    assert_eq!(chosen(&alone), ["2"]);
    assert_eq!(alone.as_written[0].value, Some(10.0));
    let both = settings(
        PIECEWORK,
        &[("slower", worse), ("same", &["types.a.priority=0"])],
    )?;
    let both = search.among(both)?;
    assert!(both.tried[0].as_written && both.tried[0].standing == Standing::Chosen);
    let page = text::optimum(&both, text::WIDTH);
    assert!(page.contains("Leave it as it is"), "{page}");
    Ok(())
}

/// As long as nobody knows whether fewer people keep the bound they are not taken, but they are not called as good
/// either: they are fewer.
#[test]
fn better_but_perhaps_against_a_bound_is_not_told_apart() -> Result {
    let knobs = [
        (knob("pools.analysts.people", &["2", "3"]), Some("3")),
        (knob("stages.ready.wip.min", &["6"]), None),
    ];
    let search = Search {
        knobs: &knobs,
        aim: ("people", Sense::Minimize),
        bounds: &[("ready_enough", Relation::AtLeast, 0.89)],
        trials: 300,
        threads: 2,
        ..Search::default()
    };
    let optimum = search.on(&board("starved")?)?;
    assert_eq!(chosen(&optimum), ["3", "6"]);
    let fewer = optimum
        .tried
        .iter()
        .find(|t| t.set.get("pools.analysts.people").is_some_and(|n| n == "2"));
    assert_eq!(fewer.map(|t| t.standing), Some(Standing::NotToldApart));
    Ok(())
}
