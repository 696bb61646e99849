//! `headwater run` from the command line.

use super::{Desk, Result, Value, names};
use std::fs;

#[test]
fn results_do_not_depend_on_threads_and_formats_agree() -> Result {
    let desk = Desk::new()?;
    desk.run("new")?;
    let base = "run headwater.toml --trials 300 --seed 7 --format json --threads";
    let one = desk.run(&format!("{base} 1"))?;
    for threads in ["2", "7"] {
        assert!(
            desk.run(&format!("{base} {threads}"))?.out == one.out,
            "{threads} threads differ"
        );
    }
    let forecast: Value = serde_json::from_str(&one.out)?;
    assert_eq!(
        (&forecast["trials"], &forecast["seed"]),
        (&300.into(), &7.into())
    );
    let table = desk.run("run headwater.toml --trials 300 --seed 7 --format csv")?;
    let rows = table
        .out
        .lines()
        .filter(|line| line.contains(",total,"))
        .count();
    assert_eq!(Some(rows), forecast["plannings"].as_array().map(Vec::len));
    Ok(())
}

#[test]
fn out_writes_every_table() -> Result {
    let desk = Desk::new()?;
    desk.run("new")?;
    let run = desk.run("run headwater.toml --trials 50 --out results/today --quiet")?;
    assert_eq!(run.code, Some(0), "{run:?}");
    let folder = desk.path().join("results/today");
    let expected = [
        "causes.csv",
        "flow.csv",
        "goals.csv",
        "plannings.csv",
        "series.csv",
        "stages.csv",
        "trials.csv",
    ];
    let (charts, tables): (Vec<String>, Vec<String>) = names(&folder)?
        .into_iter()
        .partition(|name| name.ends_with(".svg"));
    assert_eq!(tables, expected);
    assert!(charts.len() > 10, "{charts:?}");
    let trials = fs::read_to_string(folder.join("trials.csv"))?;
    let first: Vec<&str> = trials
        .lines()
        .filter_map(|line| line.split(',').next())
        .collect();
    let numbers: Vec<String> = (0..50).map(|n| n.to_string()).collect();
    assert_eq!(
        first
            .split_first()
            .map(|(head, rows)| (*head, rows.to_vec())),
        Some(("trial", numbers.iter().map(String::as_str).collect()))
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_how_far_it_came() -> Result {
    let desk = Desk::new()?;
    desk.run("new")?;
    let ran = desk.interrupt("run headwater.toml --trials 100000000 --format json", 500)?;
    assert!(
        ran.err
            .contains("Interrupted: the result is that of the first "),
        "{}",
        ran.err
    );
    let forecast: Value = serde_json::from_str(&ran.out)?;
    let trials = fs::read_to_string(desk.path().join("results/trials.csv"))?;
    assert_eq!(
        forecast["trials"].as_u64(),
        u64::try_from(trials.lines().count() - 1).ok()
    );
    Ok(())
}

#[test]
fn results_do_not_go_into_a_file_that_is_no_folder() -> Result {
    let desk = Desk::new()?;
    desk.run("new board")?;
    let ran = desk.run("run board.toml --trials 1 --quiet --out board.toml")?;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("board.toml is not a folder"), "{ran:?}");
    Ok(())
}

#[test]
fn a_precision_says_how_many_trials_it_took() -> Result {
    let desk = Desk::new()?;
    desk.run("new board")?;
    let base = "run board.toml --quiet --set simulation.precision";
    let reached = desk.run(&format!("{base}=0.025"))?;
    assert_eq!(reached.code, Some(0), "{reached:?}");
    assert!(
        reached.out.contains("2,000 simulated futures"),
        "{}",
        reached.out
    );
    assert!(
        reached.out.contains("within ±2.5 points"),
        "{}",
        reached.out
    );
    let most = desk.run(&format!("{base}=0.001 --trials 300"))?;
    assert!(most.out.contains("300 simulated futures"), "{}", most.out);
    assert!(most.out.contains("ended before that"), "{}", most.out);
    Ok(())
}
