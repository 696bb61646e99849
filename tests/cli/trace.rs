//! `headwater trace` from the command line.

use super::{Desk, Result, names};
use headwater::report::trace::COLUMNS;
use std::fs;

#[test]
fn a_trial_is_told_in_three_forms_and_kept() -> Result {
    let desk = Desk::new()?;
    desk.run("new board")?;
    let text = desk.run("trace board.toml --trial 3 --seed 7")?;
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""));
    assert!(text.out.contains("trial 3 of the run with seed 7"));
    assert!(text.out.contains("Fri 16 Jan 2026 (day 9)"), "{}", text.out);
    assert!(text.out.contains("Sprint Planning 1 of payments"));
    let kept = "trace board.toml --trial 3 --seed 7 --format csv --out kept";
    let table = desk.run(kept)?;
    let file = fs::read_to_string(desk.path().join("kept/trace.csv"))?;
    assert_eq!(table.out, file);
    let lines = desk.run("trace board.toml --trial 3 --seed 7 --format json")?;
    assert_eq!(lines.out.lines().count() + 1, table.out.lines().count());
    let run = desk.run("run board.toml --trials 4 --seed 7 --quiet --out kept")?;
    assert_eq!(run.code, Some(0), "{run:?}");
    let trials = fs::read_to_string(desk.path().join("kept/trials.csv"))?;
    let row = trials.lines().last().unwrap_or_default();
    let planning = |line: &&str| line.contains(",planning,");
    let ready: Vec<&str> = file
        .lines()
        .skip(1)
        .filter(planning)
        .filter_map(|line| line.split(',').nth(17))
        .collect();
    assert!(
        row.starts_with(&format!("3,{},", ready.join(","))),
        "{row}, {ready:?}"
    );
    Ok(())
}

#[test]
fn the_help_of_a_trace_explains_every_column_and_every_event() -> Result {
    let help = Desk::new()?.run("trace --help")?.out;
    let (_, help) = help
        .split_once("Columns of the CSV form")
        .ok_or("no columns")?;
    let (columns, events) = help.split_once("\nEvents:\n").ok_or("no events")?;
    let first = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with("   "));
        let names = lines.filter_map(|line| line.strip_prefix("  ")?.split("  ").next());
        names
            .flat_map(|names| names.split(", ").map(str::to_owned))
            .collect()
    };
    assert_eq!(first(columns), COLUMNS);
    let source = include_str!("../../src/trace.rs");
    let words = source
        .lines()
        .filter(|line| line.trim_start().starts_with("Self::"));
    let words = words.filter_map(|line| line.split('"').nth(1));
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    let mut told = first(events);
    words.sort();
    told.sort();
    assert_eq!(told, words);
    Ok(())
}

#[test]
fn a_trial_that_explodes_is_told_up_to_there() -> Result {
    let desk = Desk::new()?;
    let board = "types = [{ name = \"a\", arrivals = { at = [3], count = 9_000_000 } }]
stages = [{ name = \"W\", people = 1, service = 1 }]";
    fs::write(desk.path().join("board.toml"), board)?;
    let ran = desk.run("trace board.toml --trial 5 --format csv --out kept")?;
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert_eq!(
        names(&desk.path().join("kept"))?,
        [""; 0],
        "half a file is none"
    );
    assert!(
        ran.err.contains("trial 5 stopped on day 3.00"),
        "{}",
        ran.err
    );
    assert!(ran.out.lines().count() > 1_000_000);
    Ok(())
}
