//! Ctrl-C while files are being written: those that are not finished are not left behind.

use super::{Desk, Ran, Result, names, press};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// A board of which a single trial takes many seconds: ten thousand people are looked through whenever expedite work
/// calls one of them away.
const LONG: &str = r#"
calendar = { horizon = 3000 }
types = [
  { name = "slow", backlog = "unlimited" },
  { name = "urgent", class = "expedite", preempt = true, arrivals = { per_day = 300 } },
]
[[pools]]
name = "crew"
people = 10_000
[[stages]]
name = "work"
pool = "crew"
wip = { max = 100_000 }
service = 30
by_type.urgent = { service = 0.1 }
"#;

fn desk() -> std::io::Result<Desk> {
    let desk = Desk::new()?;
    fs::write(desk.path().join("board.toml"), LONG)?;
    Ok(desk)
}

/// Waits until so many files stand in a folder, half a minute at most; how many do?
fn wait_for(files: usize, folder: &Path) -> std::io::Result<usize> {
    for _ in 0..3000 {
        if names(folder)?.len() >= files {
            break;
        }
        sleep(Duration::from_millis(10));
    }
    Ok(names(folder)?.len())
}

/// The first press waits for the trial that is under way, the second for nothing.
#[test]
fn the_second_press_ends_a_run_at_once() -> Result {
    let desk = desk()?;
    let child = desk.begin("run board.toml --trials 1 --report page.html", 300)?;
    let results = desk.path().join("results");
    assert_eq!(wait_for(1, &results)?, 1, "trials.csv is begun");
    assert_eq!(wait_for(3, desk.path())?, 3, "page.html is begun");
    press(&child)?;
    sleep(Duration::from_millis(200));
    press(&child)?;
    let ran = Ran::from(child.wait_with_output()?);
    assert_eq!((ran.code, ran.err.as_str()), (Some(130), ""), "{ran:?}");
    assert_eq!(names(&results)?, [""; 0]);
    assert_eq!(desk.files()?, ["board.toml", "results"]);
    Ok(())
}

/// Half a story of a trial is none, so that one press is enough.
#[test]
fn one_press_ends_a_trace() -> Result {
    let desk = desk()?;
    let child = desk.begin("trace board.toml", 300)?;
    let results = desk.path().join("results");
    assert_eq!(wait_for(1, &results)?, 1, "trace.csv is begun");
    press(&child)?;
    let ran = Ran::from(child.wait_with_output()?);
    assert_eq!((ran.code, ran.err.as_str()), (Some(130), ""));
    assert_eq!(names(&results)?, [""; 0]);
    Ok(())
}
