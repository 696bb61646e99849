//! `headwater optimize` from the command line.

use super::{Desk, Result, Value, names};
use std::fs;

/// A board on which two people are enough.
const BOARD: &str = r#"
name = "Piecework"
[calendar]
horizon = "4w"
[[types]]
name = "a"
arrivals = { every = 1, count = 3 }
[[stages]]
name = "first"
people = 1
wip = { max = 9 }
service = 0.5
[[stages]]
name = "second"
people = 3
wip = { min = 1, max = 9 }
service = 0.5
[[teams]]
name = "team"
planning = { every = "1w" }
pull = { total = 14 }
"#;

fn desk() -> std::result::Result<Desk, Box<dyn std::error::Error>> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("board.toml"), BOARD)?;
    Ok(desk)
}

const PEOPLE: &str = "--vary stages.first.people=1..4 --vary stages.second.people=1..4";

#[test]
fn the_best_setting_is_found() -> Result {
    let desk = desk()?;
    let search = format!("optimize board.toml {PEOPLE} --trials 100 --budget people<=5");
    let ran = desk.run(&search)?;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    let page = ran.out.replace('\n', " ");
    for words in [
        "the best of 10 settings of stages.first.people and stages.second.people; left out: 6 more beyond the budget",
        "Take stages.first.people = 2 and stages.second.people = 3.",
    ] {
        assert!(page.contains(words), "{}", ran.out);
    }
    let british = search.replace("optimize", "optimise");
    let ran = desk.run(&format!("{british} --format json --out tables"))?;
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["chosen"]["set"]["stages.first.people"], "2");
    assert_eq!(json["aim"]["path"], "ready_enough");
    assert_eq!(json["beyond_budget"], 6);
    assert_eq!(json["tried"][0]["standing"], "chosen");
    assert_eq!(json["trials"]["brute_force"], 1000);
    let files = ["settings.csv", "settings.svg", "trade.svg"];
    assert_eq!(names(&desk.path().join("tables"))?, files);
    let csv = desk.run(&format!("{search} --format csv"))?.out;
    assert_eq!(csv.lines().count(), 1 + 1 + 10);
    assert_eq!(
        csv,
        fs::read_to_string(desk.path().join("tables/settings.csv"))?
    );
    Ok(())
}

/// The fewest people that keep a bound; budgets may add up knobs.
#[test]
fn bounds_and_budgets_are_kept() -> Result {
    let desk = desk()?;
    let fewest = format!(
        "optimize board.toml {PEOPLE} --trials 100 --minimize people --subject-to ready_enough>=70% --format json"
    );
    let json: Value = serde_json::from_str(&desk.run(&fewest)?.out)?;
    assert_eq!(json["subject_to"][0]["value"], 0.7);
    assert_eq!(json["tried"][0]["results"][0]["value"], 4.0);
    assert_eq!(json["chosen"]["keeps_bounds"], true);
    let sum = format!(
        "optimize board.toml {PEOPLE} --trials 100 --budget stages.first.people+stages.second.people=4 --format json"
    );
    let json: Value = serde_json::from_str(&desk.run(&sum)?.out)?;
    assert_eq!(json["settings"], 3);
    assert_eq!(json["chosen"]["set"]["stages.second.people"], "2");
    Ok(())
}

/// Settings that make no board are left out, with a word.
#[test]
fn settings_that_make_no_board_are_left_out() -> Result {
    let desk = desk()?;
    let ran = desk.run(
        "optimize board.toml --trials 100 --vary stages.second.wip.min=2,5,8 --vary stages.second.wip.max=4,9",
    )?;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("left out: 2 that make no board"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("note: 2 of the settings make no board"),
        "{}",
        ran.err
    );
    Ok(())
}

#[test]
fn what_cannot_be_optimised_is_told() -> Result {
    let desk = desk()?;
    let people = "--vary stages.first.people=1..4";
    for (arguments, words) in [
        (String::new(), "--vary"),
        (format!("{people} --trials 50"), "--trials 100 or more"),
        (format!("{people} --maximize lead"), "no number `lead`"),
        (
            format!("{people} --subject-to lead_time.p85=20"),
            "write <= or >=",
        ),
        (
            format!("{people} --subject-to lead_tim.p85<=20"),
            "did you mean",
        ),
        (
            format!("{people} --subject-to lead_time.p85<=soon"),
            "no number",
        ),
        (
            format!("{people} --budget people<=2"),
            "no setting is within the budget",
        ),
        (format!("{people} --budget wip<=2"), "cannot be reckoned"),
        (format!("{people} --matters 0"), "a number above 0"),
        (format!("{people} --confidence 1"), "from 0.5 to below 1"),
        (
            format!("{people} --maximize wip --minimize wip"),
            "cannot be used with",
        ),
        ("--vary stages.first.peopl=1,2".to_owned(), "did you mean"),
        (
            format!(
                "{people} --vary stages.first.wip.max=1..500 --vary stages.second.wip.max=1..500"
            ),
            "more than 10,000 settings",
        ),
    ] {
        let ran = desk.run(&format!("optimize board.toml {arguments}"))?;
        assert_eq!(ran.code, Some(2), "{arguments}: {ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    let ran = desk.run(&format!(
        "optimize board.toml {people} --trials 100 --minimize ready_enough"
    ))?;
    assert!(ran.err.contains("did you mean --maximize?"), "{}", ran.err);
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupted_search_says_what_is_known() -> Result {
    let desk = Desk::new()?;
    let board = fs::read_to_string("scenarios/starved.toml")?;
    fs::write(desk.path().join("board.toml"), board)?;
    let ran = desk.interrupt("optimize board.toml --vary stages.exploration.wip.max=5..6 --trials 100000000 --matters 0.000001 --format json", 2000)?;
    assert!(ran.err.contains("has not come to its end"), "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["chosen"]["decided"], false);
    Ok(())
}
