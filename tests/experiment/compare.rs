//! What holds for every comparison.

use super::{How, flow, number, settings};
use crate::support::{Run, at, parse};
use serde_json::Value;

type Result = std::result::Result<(), String>;

fn text(name: &str) -> std::result::Result<String, String> {
    std::fs::read_to_string(format!("scenarios/{name}.toml")).map_err(|e| e.to_string())
}

/// The same bytes for any number of threads.
#[test]
fn threads_change_nothing() -> Result {
    let settings = settings(
        &text("two-boards")?,
        &[("more", &["stages.build.people=3"])],
    )?;
    let json = |threads| {
        let how = How {
            threads,
            trials: 130,
            ..How::default()
        };
        how.json(&settings)
    };
    let one = json(1)?;
    assert_eq!(one, json(2)?);
    assert_eq!(one, json(7)?);
    Ok(())
}

/// An interrupted comparison is the comparison of so many trials.
#[test]
fn an_interrupted_comparison_is_a_shorter_one() -> Result {
    let settings = settings(
        &text("quickstart")?,
        &[("more", &["stages.refinement.people=3"])],
    )?;
    let how = |trials, stop_after| How {
        trials,
        stop_after,
        threads: 2,
        ..How::default()
    };
    let interrupted = how(100_000, Some(500)).json(&settings)?;
    let trials = parse(&interrupted)["trials"].as_u64().unwrap_or(0);
    assert!(trials > 0 && trials < 100_000, "{trials}");
    assert_eq!(interrupted, how(trials, None).json(&settings)?);
    Ok(())
}

/// Both sides are what `run` says of them.
#[test]
fn both_sides_are_those_of_run() -> Result {
    let text = text("starved")?;
    let set = "stages.ready.wip.min=5";
    let settings = settings(&text, &[("minimum", &[set])])?;
    let how = How {
        also: &[
            "stages.refinement.cycle_time.p85",
            "pools.analysts.utilisation",
        ],
        ..How::default()
    };
    let comparison = how.run(&settings)?;
    let run = |set: &[&str]| -> std::result::Result<Value, String> {
        let run = Run {
            text: &text,
            set,
            trials: 200,
            seed: 1,
            threads: 1,
        };
        run.outcome().map(|(json, _)| parse(&json))
    };
    let sides = [("baseline", run(&[])?), ("variant", run(&[set])?)];
    let all = comparison["variants"][0]["flow"].as_array();
    for difference in all.into_iter().flatten() {
        let path = difference["path"].as_str().unwrap_or_default();
        if ["ready_enough", "people"].contains(&path) {
            continue;
        }
        for (side, run) in &sides {
            let (told, known) = (number(difference, side), crate::support::number(run, path));
            assert!(
                (told - known).abs() <= 1e-9 * known.abs(),
                "{path}: {told}, {known}"
            );
        }
    }
    for (n, planning) in sides[1].1["plannings"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let told = &comparison["variants"][0]["plannings"][n];
        let chance = number(&told["ready_enough"], "variant");
        assert!((chance - number(&planning["ready_enough"], "probability")).abs() < 1e-12);
        let ready = number(&told["ready"], "variant");
        assert!((ready - number(&planning["ready"]["total"], "mean")).abs() < 1e-9);
    }
    Ok(())
}

/// The mean over plannings, and its shares of futures.
#[test]
fn readiness_is_the_mean_over_plannings() -> Result {
    let settings = settings(
        &text("three-teams")?,
        &[("more", &["pools.analysts.people=6"])],
    )?;
    let comparison = How::default().run(&settings)?;
    let variant = &comparison["variants"][0];
    let plannings = variant["plannings"].as_array().cloned().unwrap_or_default();
    let sum: f64 = plannings
        .iter()
        .map(|p| number(&p["ready_enough"], "difference"))
        .sum();
    let told = number(flow(&comparison, 0, "ready_enough"), "difference");
    assert!((told - sum / plannings.len() as f64).abs() < 1e-12);
    let futures = &variant["verdict"];
    let shares = number(futures, "better") + number(futures, "equal") + number(futures, "worse");
    assert!((shares - 1.0).abs() < 1e-12);
    Ok(())
}

/// Plannings are paired by team and time; what has no pair says so.
#[test]
fn plannings_at_other_times_have_no_pair() -> Result {
    let weekly: &[&str] = &["teams.team.planning.every=3w"];
    let settings = settings(&text("quickstart")?, &[("other rhythm", weekly)])?;
    let comparison = How::default().run(&settings)?;
    let variant = &comparison["variants"][0];
    let plannings = variant["plannings"].as_array().cloned().unwrap_or_default();
    let pairs: Vec<bool> = plannings
        .iter()
        .map(|p| p["ready_enough"]["difference"].is_f64())
        .collect();
    assert_eq!(pairs, [true, false, false, true, false, false]);
    assert_eq!(variant["plannings_elsewhere"], 4);
    Ok(())
}

/// So many trials as it says settle the question, or nearly.
#[test]
fn more_trials_settle_what_is_not_known() -> Result {
    let settings = settings(
        &text("starved")?,
        &[("limit", &["stages.exploration.wip.max=7"])],
    )?;
    let ask = |trials| {
        let how = How {
            trials,
            ..How::default()
        };
        how.run(&settings)
    };
    let first = ask(100)?;
    let difference = flow(&first, 0, "lead_time.p85");
    let [low, high] = [0, 1].map(|n| difference["ci95"][n].as_f64().unwrap_or(f64::NAN));
    if low <= 0.0 && high >= 0.0 {
        let needed = difference["trials_to_settle"].as_u64();
        let times = (high - low) / 2.0 / number(difference, "difference");
        let exact = 100.0 * times * times;
        assert!(needed.is_some_and(|n| n as f64 > exact && n as f64 <= 1.11 * exact + 1.0));
    }
    assert_eq!(flow(&first, 0, "people")["known"], "same");
    assert!(at(&first, "trials").is_u64());
    Ok(())
}

/// The shipped board that starves: what heals it, what does not, and what one more analyst would cost.
#[test]
fn the_starving_board_is_healed() -> Result {
    let settings = settings(&text("starved")?, &[])?;
    let comparison = How::default().run(&settings)?;
    let outcomes = comparison["variants"].as_array().into_iter().flatten();
    let outcomes: Vec<&Value> = outcomes.map(|v| &v["verdict"]["outcome"]).collect();
    assert_eq!(outcomes[..3], ["better", "better", "better"]);
    assert_ne!(outcomes[3], "better", "less room for ideas");
    let price = &comparison["variants"][2]["verdict"]["price"];
    assert!(price.to_string().contains("people"), "{price}");
    Ok(())
}

/// The page as a Product Owner reads it.
#[test]
fn the_page_reads_well() -> Result {
    let goal = "\n[[goals]]\nname = \"spring\"\nready = 45\nby = 2026-04-30\n";
    let settings = settings(&(text("starved")? + goal), &[])?;
    let comparison = How::default().comparison(&settings)?;
    let page = headwater::report::text::comparison(&comparison, 100);
    crate::snapshot::check("comparison.txt", &page);
    let table = headwater::report::csv::verdicts(&comparison).map_err(|e| e.to_string())?;
    crate::snapshot::check("verdicts.csv", &table);
    Ok(())
}
