//! `headwater sensitivity` from the command line.

use super::{Desk, Result, Value, names};
use crate::snapshot;
use std::fs;

/// One item a day and person; the work, and how many are dropped, is not known well.
const BOARD: &str = r#"
name = "Piecework"
[calendar]
horizon = "4w"
[[types]]
name = "a"
arrivals = { every = 1, count = 3 }
[[stages]]
name = "work"
people = 2
wip = { max = 4 }
service = 0.8
discard = 0.9
rework = { probability = 0.9 }
[[stages]]
name = "check"
people = 3
service = { dist = "uniform", min = "2h", max = "6h" }
[[teams]]
name = "team"
planning = { every = "1w" }
pull = { total = 1 }
"#;

fn desk() -> std::result::Result<Desk, Box<dyn std::error::Error>> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("board.toml"), BOARD)?;
    Ok(desk)
}

fn paths(all: &Value) -> Vec<String> {
    let all = all.as_array().into_iter().flatten();
    all.filter_map(|one| one["path"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn estimates_and_decisions_are_found() -> Result {
    let desk = desk()?;
    let ran = desk.run("sensitivity board.toml --trials 100 --format json --out tables")?;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err
            .contains("left out, because they make no board: stages.work.rework.probability=1"),
        "{}",
        ran.err
    );
    let json: Value = serde_json::from_str(&ran.out)?;
    let mut inputs = paths(&json["results"][0]["inputs"]);
    inputs.sort();
    assert_eq!(
        inputs,
        [
            "stages.check.service",
            "stages.work.discard",
            "stages.work.rework.probability",
            "stages.work.service"
        ]
    );
    let mut more = paths(&json["results"][0]["one_more"]);
    more.sort();
    assert_eq!(
        more,
        [
            "stages.check.people",
            "stages.work.people",
            "stages.work.wip.max",
            "stages.work.wip.min"
        ]
    );
    assert_eq!(json["results"][0]["path"], "ready_enough");
    assert_eq!(json["spread"], 0.2);
    let csv = desk.run("sensitivity board.toml --trials 100 --quiet --format csv")?;
    assert_eq!((csv.code, csv.err.as_str()), (Some(0), ""));
    assert_eq!(csv.out.lines().count(), 1 + 4 + 4);
    let tables = desk.path().join("tables");
    assert!(names(&tables)?.contains(&"sensitivity.csv".to_owned()));
    assert_eq!(csv.out, fs::read_to_string(tables.join("sensitivity.csv"))?);
    Ok(())
}

/// What --vary says takes the place of the scenario's own input, and with no spread nothing else is varied.
#[test]
fn inputs_can_be_stated() -> Result {
    let desk = desk()?;
    let stated = "sensitivity board.toml --trials 100 --quiet --format json --vary stages.check.service.max=5h..7h";
    let json: Value = serde_json::from_str(&desk.run(stated)?.out)?;
    let inputs = paths(&json["results"][0]["inputs"]);
    assert_eq!(inputs.len(), 4);
    assert!(
        inputs.contains(&"stages.check.service.max".to_owned()),
        "{inputs:?}"
    );
    let alone = format!("{stated} --spread 0 --result throughput_per_week");
    let json: Value = serde_json::from_str(&desk.run(&alone)?.out)?;
    assert_eq!(
        paths(&json["results"][0]["inputs"]),
        ["stages.check.service.max"]
    );
    let input = &json["results"][0]["inputs"][0];
    assert_eq!(input["written"]["stages.check.service.max"], "6h");
    assert_eq!(input["high"]["set"]["stages.check.service.max"], "7h");
    assert_eq!(json["results"][0]["path"], "throughput_per_week");
    Ok(())
}

#[test]
fn what_cannot_be_asked_is_told() -> Result {
    let desk = desk()?;
    for (arguments, words) in [
        ("--result lead", "no number `lead`"),
        ("--result lead_tim.p85", "did you mean"),
        ("--spread 100%", "below 1"),
        (
            "--vary stages.work.service=0.5",
            "the lowest and the highest",
        ),
        (
            "--vary stages.work.service=2..1",
            "the lowest value comes first: 1..2",
        ),
        ("--vary stages.work.servic=1..2", "did you mean"),
        ("--vary stages.work.discard=0.5..2", "from 0 to 1"),
    ] {
        let ran = desk.run(&format!("sensitivity board.toml --trials 50 {arguments}"))?;
        assert_eq!(ran.code, Some(2), "{arguments}: {ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    Ok(())
}

#[test]
fn a_board_on_which_nothing_can_be_otherwise() -> Result {
    let desk = desk()?;
    let board = "types = [{ name = \"a\", backlog = 9 }]\nstages = [{ name = \"s\" }]\n";
    fs::write(desk.path().join("fixed.toml"), board)?;
    let ran = desk.run("sensitivity fixed.toml --trials 50 --quiet")?;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("no estimate and no limit"), "{}", ran.err);
    Ok(())
}

/// Commands of the README's worked example, each with what is quoted of its answer; `…` stands for what is left out.
fn worked_example(readme: &str) -> Vec<(String, Vec<String>)> {
    let section = readme
        .split("\n## ")
        .find(|text| text.starts_with("From a starving board"));
    let mut blocks = section.unwrap_or_default().split("```").skip(1).step_by(2);
    let mut found = Vec::new();
    while let Some((command, quoted)) = blocks.next().zip(blocks.next()) {
        let quoted = quoted.trim_start_matches("text\n").split("\n…\n");
        let quoted = quoted.map(|text| text.trim_end().to_owned());
        found.push((command.trim().to_owned(), quoted.collect()));
    }
    found
}

/// From a starving board to its limits: the commands work, their answers are those that are quoted, and the second
/// proposes the third.
#[test]
fn the_worked_example_is_real() -> Result {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md"))?.replace("\r\n", "\n");
    let desk = Desk::new()?;
    let board = "scenarios/starved.toml";
    fs::create_dir(desk.path().join("scenarios"))?;
    fs::copy(root.join(board), desk.path().join(board))?;
    let steps = worked_example(&readme);
    assert_eq!(steps.len(), 3);
    let mut before = String::new();
    for (n, (command, quoted)) in steps.iter().enumerate() {
        let asked = command.trim_end_matches(" --trials 500");
        assert!(n < 2 || before.contains(asked), "not proposed: {asked}");
        let arguments = command.strip_prefix("headwater ").ok_or("no command")?;
        let ran = desk.run(arguments)?;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut rest = ran.out.as_str();
        for text in quoted {
            let at = rest.find(text.as_str());
            let at = at.ok_or_else(|| format!("{command} does not say\n{text}\nbut\n{rest}"))?;
            rest = &rest[at + text.len()..];
        }
        before = ran.out;
    }
    Ok(())
}

/// Every shipped board can be asked, and only chances that would become certain are left out.
#[test]
fn every_shipped_board_hangs_on_something() -> Result {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let desk = Desk::new()?;
    for name in names(&folder)?
        .iter()
        .filter(|name| name.ends_with(".toml"))
    {
        let mut command = desk.command("sensitivity --trials 10 --format json");
        let ran = super::Ran::from(command.arg(folder.join(name)).output()?);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
        let json: Value = serde_json::from_str(&ran.out)?;
        let hanging = &json["results"][0];
        assert!(!paths(&hanging["inputs"]).is_empty(), "{name}");
        assert!(!paths(&hanging["one_more"]).is_empty(), "{name}");
        let left_out = ran.err.lines().filter(|line| line.contains("left out"));
        let sure = |line: &str| line.split('=').skip(1).all(|rest| rest.starts_with('1'));
        assert!(left_out.clone().all(sure), "{name}: {}", ran.err);
    }
    Ok(())
}

#[test]
fn the_help_reads_as_agreed() -> Result {
    let ran = desk()?.run("sensitivity --help")?;
    assert_eq!(ran.code, Some(0));
    snapshot::check("sensitivity-help.txt", &ran.out);
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_what_is_known() -> Result {
    let desk = desk()?;
    let ran = desk.interrupt(
        "sensitivity board.toml --trials 100000000 --format json",
        2000,
    )?;
    assert!(
        ran.err.contains("Interrupted: the result is that"),
        "{}",
        ran.err
    );
    let json: Value = serde_json::from_str(&ran.out)?;
    assert!(json["trials"].as_u64().is_some_and(|n| n > 0));
    Ok(())
}
