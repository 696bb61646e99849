//! `headwater fit`: what goes in comes out again, real histories become scenarios that run, and too little is refused.

use super::real::{self, file};
use super::{at, outcome, reading};
use crate::cli::Desk;
use crate::support::Run;
use headwater::history::fit::{Fit, Question, StageFit, board, fit, scenario};
use headwater::history::{History, Place};
use headwater::stats::lifetimes::{Family, Law};
use serde_json::Value;
use std::error::Error;
use std::fs;

type Result = std::result::Result<(), Box<dyn Error>>;

/// The history that a trial of a scenario tells.
fn simulated(text: &str) -> std::result::Result<History, Box<dyn Error>> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("model.toml"), text)?;
    let trace = desk.run("trace model.toml --format csv --quiet")?;
    assert_eq!(trace.code, Some(0), "{}", trace.err);
    Ok(reading(&trace.out, "").history)
}

fn learnt(history: &History) -> std::result::Result<Fit, String> {
    fit(
        history,
        &Question {
            weeks: 520,
            as_of: None,
        },
    )
}

fn stage<'f>(fit: &'f Fit, name: &str) -> std::result::Result<&'f StageFit, String> {
    let found = fit.stages.iter().find(|stage| stage.name == name);
    found.ok_or_else(|| format!("no stage {name}"))
}

/// The law that was found puts its half and its 85 % where the true law has them, within 4.9 standard errors of the
/// shares of so many stays seen.
fn agrees(stage: &StageFit, kind: Option<&str>, truth: &Law) {
    let own = stage
        .by_type
        .iter()
        .find(|own| Some(own.name.as_str()) == kind);
    let time = match kind {
        Some(_) => own.and_then(|own| own.time.as_ref()),
        None => stage.time.as_ref(),
    };
    let Some(time) = time else {
        panic!("no time of its own: {} {kind:?}", stage.name)
    };
    for (p, days) in [(0.5, time.p50), (0.85, time.p85)] {
        let share = 1.0 - truth.log_survival(days).exp();
        let bound = 4.9 * (p * (1.0 - p) / time.finished as f64).sqrt();
        assert!(
            (share - p).abs() < bound,
            "{} {kind:?}: {share} instead of {p}",
            stage.name
        );
    }
}

fn share_agrees(name: &str, share: &headwater::history::fit::Share, truth: f64) {
    let bound = 4.9 * (truth * (1.0 - truth) / share.of as f64).sqrt();
    assert!(
        share.of > 100 && (share.value() - truth).abs() < bound,
        "{name}: {share:?}"
    );
}

fn law(family: Family, a: f64, b: f64) -> Law {
    Law {
        family,
        parameters: [a, b],
    }
}

/// Fates and times by type: discards, stages passed by, work done again.
const FATES: &str = r#"
[calendar]
start = 2026-01-05
horizon = "156w"
[[types]]
name = "feature"
arrivals = { per_week = 6 }
[[types]]
name = "bug"
arrivals = { per_week = 3 }
[[stages]]
name = "triage"
elapsed = { dist = "exponential", mean = 2 }
discard = 0.3
[[stages]]
name = "analysis"
elapsed = { dist = "lognormal", mean = 4, cv = 1 }
skip = 0.4
by_type.bug = { elapsed = { dist = "exponential", mean = 0.5 }, skip = 0.7 }
[[stages]]
name = "review"
elapsed = { dist = "gamma", mean = 3, cv = 0.5 }
discard = 0.1
rework = { probability = 0.2, to = "analysis" }
"#;

#[test]
fn fates_and_times_come_back() -> Result {
    let fit = learnt(&simulated(FATES)?)?;
    for kind in &fit.types {
        let per_week = if kind.name == "bug" { 3.0 } else { 6.0 };
        // Poisson numbers over 156 weeks.
        let bound = 4.9 * (per_week / 156.0_f64).sqrt();
        assert!((kind.per_week - per_week).abs() < bound, "{kind:?}");
        assert_eq!((kind.batch, kind.halves), (None, None), "{kind:?}");
    }
    let (triage, analysis, review) = (
        stage(&fit, "triage")?,
        stage(&fit, "analysis")?,
        stage(&fit, "review")?,
    );
    agrees(triage, None, &law(Family::Exponential, 2.0, 1.0));
    share_agrees("triage", &triage.discard, 0.3);
    // Mean 4, cv 1: variance of the logarithm ln 2.
    let spread = std::f64::consts::LN_2;
    agrees(
        analysis,
        Some("feature"),
        &law(Family::Lognormal, 4_f64.ln() - spread / 2.0, spread.sqrt()),
    );
    agrees(analysis, Some("bug"), &law(Family::Exponential, 0.5, 1.0));
    for (kind, skip) in [("feature", 0.4), ("bug", 0.7)] {
        let own = analysis
            .by_type
            .iter()
            .find(|own| own.name == kind)
            .and_then(|own| own.skip);
        share_agrees(kind, &own.ok_or("a share of its own")?, skip);
    }
    assert_eq!(analysis.discard.hits, 0);
    agrees(review, None, &law(Family::Gamma, 4.0, 0.75));
    share_agrees("review", &review.discard, 0.1);
    let back = review.back.as_ref().ok_or("work is done again")?;
    assert_eq!(back.to, "analysis");
    share_agrees("back", &back.share, 0.2);
    assert_eq!(fit.planning, None);
    assert!(
        !fit.stages
            .iter()
            .any(|stage| stage.waiting && stage.time.is_some()),
        "nothing waits before triage"
    );
    Ok(())
}

/// Demand in batches on some days of the week, and a shelf planned from every second Friday.
const RHYTHM: &str = r#"
[calendar]
start = 2026-01-05
horizon = "156w"
[[types]]
name = "idea"
arrivals = { per_week = 3, batch = { dist = "geometric", mean = 2 }, weekday = { mon = 3, fri = 0.5 } }
[[stages]]
name = "shaping"
people = "unlimited"
service = { dist = "weibull", shape = 1.8, scale = 6 }
[[stages]]
name = "ready"
kind = "ready"
[[stages]]
name = "building"
elapsed = { dist = "lognormal", p50 = "3d", p85 = "7d" }
discard = 0.05
[[teams]]
name = "team"
planning = { first = 2026-01-16, every = "2w" }
pull = { total = 11 }
"#;

#[test]
fn demand_and_the_rhythm_of_planning_come_back() -> Result {
    let fit = learnt(&simulated(RHYTHM)?)?;
    let idea = &fit.types[0];
    // Batches of geometric size 2: variance ÷ mean of weekly numbers is 3, their mean 6. The variance of a sample
    // variance of compound Poisson numbers: κ₄ ÷ n + 2 κ₂² ÷ (n − 1), with κ₄ = 3 E(B⁴) = 3 · 150.
    let (n, mean, ratio) = (156.0_f64, 6.0_f64, 3.0_f64);
    assert!(
        (idea.per_week - mean).abs() < 4.9 * (ratio * mean / n).sqrt(),
        "{idea:?}"
    );
    let variance = ratio * mean;
    let spread = (450.0 / n + 2.0 * variance * variance / (n - 1.0)).sqrt() / mean;
    let bound = 4.9 * (spread + ratio * (ratio / (mean * n)).sqrt()) / 2.0;
    assert!(
        (idea.batch.ok_or("batches show")? - 2.0).abs() < bound,
        "{idea:?}"
    );
    let days = fit.weekday.ok_or("days of the week show")?;
    // Weights 3, 1, 1, 1, 0.5 have the mean 1.3. Numbers on a day have three times the variance of Poisson.
    for (found, weight) in days.iter().zip([3.0, 1.0, 1.0, 1.0, 0.5]) {
        let truth = weight / 1.3;
        let bound = 4.9 * (ratio * truth / (n * mean / 5.0)).sqrt();
        assert!((found - truth).abs() < bound, "{days:?}");
    }
    agrees(
        stage(&fit, "shaping")?,
        None,
        &law(Family::Weibull, 1.8, 6.0),
    );
    let z85 = 1.036_433_389_493_789_6;
    agrees(
        stage(&fit, "building")?,
        None,
        &law(Family::Lognormal, 3_f64.ln(), (7.0_f64 / 3.0).ln() / z85),
    );
    share_agrees("building", &stage(&fit, "building")?.discard, 0.05);
    let planning = fit.planning.as_ref().ok_or("there is a shelf")?;
    assert_eq!(
        (
            planning.shown,
            planning.every_weeks,
            planning.pull,
            planning.first.as_str()
        ),
        (true, 2, 11, "2029-01-12"),
        "{planning:?}"
    );
    Ok(())
}

/// A scenario that was learnt runs, and a trial of it teaches the same again.
#[test]
fn what_was_learnt_teaches_the_same() -> Result {
    let first = learnt(&simulated(FATES)?)?;
    let text = scenario(&first, None).replace("\"26w\"", "\"156w\"");
    let again = learnt(&simulated(&text)?)?;
    for (a, b) in first.types.iter().zip(&again.types) {
        let bound = 4.9 * (2.0 * a.per_week / 156.0).sqrt();
        assert!((a.per_week - b.per_week).abs() < bound, "{a:?} {b:?}");
    }
    for name in ["triage", "review"] {
        let (a, b) = (stage(&first, name)?, stage(&again, name)?);
        let (x, y) = (a.time.as_ref().ok_or(name)?, b.time.as_ref().ok_or(name)?);
        assert_eq!(x.family, y.family, "{name}");
        // The median of a unimodal time is known to about its spread ÷ √n.
        assert!(
            (x.p50 - y.p50).abs() < 4.9 * x.mean / (x.finished as f64).sqrt(),
            "{name}: {} {}",
            x.p50,
            y.p50
        );
        share_agrees(name, &b.discard, a.discard.value());
    }
    Ok(())
}

/// Every form of real history, and its mapping where the proposed one needs correcting.
const REAL: &[(&str, u32)] = &[
    ("duracloud-jira/duracloud-search.json", 52),
    ("duracloud-jira/duracloud-transitions.csv", 52),
    ("duracloud-jira/duracloud-wide.csv", 52),
    ("jsherer-transitions/transitions.csv", 52),
    ("helpdesk-eventlog/events.csv", 104),
    ("ee-wide-oct2018/wide.csv", 52),
    ("cra-clov-wide/wide.csv", 200),
    ("veloe-wide/wide.csv", 52),
    ("lpw-startend/startend.csv", 52),
    ("gocd-trello/board.json", 52),
    ("throughput-p0/jira.csv", 52),
];

#[test]
fn real_histories_become_scenarios_that_run() -> Result {
    for (name, weeks) in REAL {
        let Some(text) = file(name) else {
            return Ok(());
        };
        let read = outcome(&[&text], "").map_err(|problems| format!("{name}: {problems}"))?;
        let question = Question {
            weeks: *weeks as usize,
            as_of: None,
        };
        let fit = fit(&read.history, &question).map_err(|words| format!("{name}: {words}"))?;
        // Lines behind `#: ` are the file a scenario names.
        let rows = board(&fit)?;
        let rows: Vec<String> = rows.lines().map(|row| format!("#: {row}")).collect();
        let text = format!(
            "{}\n{}\n",
            scenario(&fit, Some("board.csv")),
            rows.join("\n")
        );
        let run = Run {
            text: &text,
            set: &[],
            trials: 20,
            seed: 1,
            threads: 1,
        };
        let (json, warnings) = run
            .outcome()
            .map_err(|problems| format!("{name}: {problems}\n{text}"))?;
        assert!(!warnings.contains("error"), "{name}: {warnings}");
        let json: Value = serde_json::from_str(&json)?;
        assert!(json["goals"][0]["reached"]["p50"].is_object(), "{name}");
        assert_eq!(fit.rows.len(), fit.open, "{name}");
    }
    Ok(())
}

#[test]
fn duracloud_is_learnt_as_counted() -> Result {
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return Ok(());
    };
    let read = reading(&text, real::DURACLOUD);
    let question = Question {
        weeks: 52,
        as_of: Some("2012-01-01".parse()?),
    };
    let fit = fit(&read.history, &question)?;
    let open: Vec<(&str, usize)> = fit
        .stages
        .iter()
        .map(|stage| (stage.name.as_str(), stage.open))
        .collect();
    assert_eq!(
        open,
        [
            ("Received", 36),
            ("Open", 63),
            ("Reopened", 0),
            ("In Progress", 2),
            ("In Review", 0)
        ]
    );
    // The first closing counts: two items that were reopened are closed, and that is said.
    assert!(
        fit.doubts
            .iter()
            .any(|doubt| doubt.starts_with("2 items are open again")),
        "{:?}",
        fit.doubts
    );
    // Counted in the changelogs independently of any fit.
    let within =
        |at_: &headwater::history::Timestamp| at("2011-01-03") <= *at_ && *at_ < at("2012-01-01");
    let known = read.history.as_of(at("2012-01-01"));
    let count = |place| {
        let end = |item: &headwater::history::Item| {
            item.end(read.history.closing).filter(|end| end.1 == place)
        };
        known
            .items
            .iter()
            .filter_map(end)
            .filter(|end| within(&end.0))
            .count()
    };
    assert_eq!(fit.finished, count(Place::Done));
    let dropped: u64 = fit.stages.iter().map(|stage| stage.discard.hits).sum();
    assert_eq!(dropped as usize, count(Place::Discarded));
    let arrived: usize = fit.types.iter().map(|kind| kind.arrived).sum();
    assert_eq!(
        arrived,
        known
            .items
            .iter()
            .filter_map(|item| item.created)
            .filter(within)
            .count()
    );
    assert!(
        fit.doubts.iter().any(|doubt| doubt.contains("65 of all")),
        "{:?}",
        fit.doubts
    );
    Ok(())
}

/// Nothing that happened from the cut on changes what is learnt.
#[test]
fn the_future_is_not_looked_at() -> Result {
    let history = simulated(FATES)?;
    let day = "2027-06-01".parse()?;
    let question = Question {
        weeks: 52,
        as_of: Some(day),
    };
    let whole = fit(&history, &question)?;
    let past = fit(&history.as_of(at("2027-06-01")), &question)?;
    assert_eq!(whole, past);
    let mut other = history.clone();
    for item in &mut other.items {
        item.moves.retain(|(when, _)| *when < at("2027-06-01"));
    }
    other
        .items
        .retain(|item| item.appeared().is_some_and(|when| when < at("2027-06-01")));
    assert_eq!(fit(&other, &question)?, whole);
    Ok(())
}

#[test]
fn too_little_is_refused_with_what_is_missing() -> Result {
    let mut rows = String::from("id,Doing,Done\n");
    for n in 0..12 {
        rows += &format!("A-{n},2026-01-{:02},2026-03-{:02}\n", n + 5, n + 9);
    }
    let history = reading(&rows, "").history;
    let words = fit(&history, &Question::default())
        .err()
        .unwrap_or_default();
    assert!(
        words.contains("12 items were finished") && words.contains("(8 more)"),
        "{words}"
    );
    let question = Question {
        weeks: 52,
        as_of: Some("2026-02-02".parse()?),
    };
    let words = fit(&history, &question).err().unwrap_or_default();
    assert!(
        words.contains("4 whole weeks before 2026-02-02") || words.contains("3 whole weeks"),
        "{words}"
    );
    assert!(words.contains("more)"), "{words}");
    let question = Question {
        weeks: 52,
        as_of: Some("2026-04-01".parse()?),
    };
    let words = fit(&history, &question).err().unwrap_or_default();
    assert!(
        words.contains("nothing is known of 2026-04-01: the data end with 2026-03-20"),
        "{words}"
    );
    Ok(())
}

#[test]
fn closed_items_only_are_a_doubt() -> Result {
    let mut rows = String::from("id,Doing,Done\n");
    for n in 0..60 {
        let (from, to) = (1 + n % 28, 1 + (n * 5) % 28);
        rows += &format!(
            "A-{n},2026-{:02}-{from:02},2026-{:02}-{to:02}\n",
            1 + n % 4,
            2 + n % 4
        );
    }
    let fit = fit(&reading(&rows, "").history, &Question::default())?;
    assert!(
        fit.doubts
            .iter()
            .any(|doubt| doubt.starts_with("All items of the history are closed")),
        "{:?}",
        fit.doubts
    );
    assert!(scenario(&fit, None).contains("# - All items of the history are closed"));
    Ok(())
}

/// The names of the JSON that a reader may rely on.
const PROMISED: &str = "
    /headwater /history /as_of /start /from /weeks /items /finished /open /weekday /assumed /doubts /audit
    /types/0/name /types/0/arrived /types/0/per_week /types/0/ci95/0 /types/0/dispersion /types/0/batch /types/0/open
    /stages/0/name /stages/0/ready /stages/0/time/family /stages/0/time/law /stages/0/time/finished
    /stages/0/time/open /stages/0/time/p50 /stages/0/time/seen_p85 /stages/0/time/p /stages/0/time/candidates/0/aic
    /stages/0/discard/share /stages/0/discard/ci95 /stages/0/skip/hits /stages/0/wip_mean /stages/0/wip_max
    /stages/0/by_type /planning/every_weeks /planning/pull /planning/first /goal/ready /goal/by
";

#[test]
fn the_command_writes_what_runs() -> Result {
    let desk = Desk::new()?;
    let history = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/quickstart-history.csv"
    );
    let text = desk.run(&format!("fit {history} --out learnt --quiet"))?;
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""), "{text:?}");
    assert!(
        text.out.lines().all(|line| line.chars().count() <= 100) && !text.out.contains("NaN"),
        "{}",
        text.out
    );
    for name in [
        "scenario.toml",
        "board.csv",
        "mapping.toml",
        "stages.csv",
        "types.csv",
        "curves.csv",
        "audit.csv",
    ] {
        assert!(desk.path().join("learnt").join(name).exists(), "{name}");
    }
    let run = desk.run("run learnt/scenario.toml --trials 50 --quiet")?;
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    let one = desk.run(&format!("fit {history} -o one.toml --quiet"))?;
    assert_eq!(one.code, Some(0), "{one:?}");
    assert_eq!(desk.run("run one.toml --trials 50 --quiet")?.code, Some(0));
    let again = desk.run(&format!("fit {history} -o one.toml --quiet"))?;
    assert!(
        again.code == Some(2) && again.err.contains("already there"),
        "{again:?}"
    );
    let bare = desk.run(&format!("fit {history} --quiet"))?.out;
    fs::write(desk.path().join("bare.toml"), bare)?;
    assert_eq!(desk.run("run bare.toml --trials 50 --quiet")?.code, Some(0));
    let json: Value = serde_json::from_str(
        &desk
            .run(&format!("fit {history} --format json --quiet"))?
            .out,
    )?;
    for pointer in PROMISED.split_whitespace() {
        assert!(json.pointer(pointer).is_some(), "{pointer} is missing");
    }
    Ok(())
}
