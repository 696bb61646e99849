//! `run --report` and the charts of `run --out`, as a user meets them.

use super::{Tested, drawing, pages};
use serde_json::Value;
use std::fs;
use std::io::Result;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs the program in a folder.
fn headwater(folder: &Path, arguments: &str) -> Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_headwater"))
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .output()
}

/// A folder with a new scenario called `board.toml`.
fn desk() -> Result<TempDir> {
    let desk = TempDir::with_prefix("headwater")?;
    headwater(desk.path(), "new board")?;
    Ok(desk)
}

/// A probability as the report writes it, from the JSON.
fn chance(enough: &Value) -> String {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    headwater::report::text::words::chance(&headwater::forecast::Probability {
        probability: number(&enough["probability"]),
        ci95: [number(&enough["ci95"][0]), number(&enough["ci95"][1])],
    })
}

#[test]
fn a_report_is_one_valid_page_with_the_numbers_of_the_json() -> Tested {
    let desk = desk()?;
    let run = "run board.toml --trials 200 --seed 3 --quiet --format json --report page.html";
    let ran = headwater(desk.path(), run)?;
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    let page = fs::read_to_string(desk.path().join("page.html"))?;
    assert_eq!(pages::faults(&page), Vec::<String>::new());
    let forecast: Value = serde_json::from_slice(&ran.stdout)?;
    let plannings = forecast["plannings"].as_array().ok_or("no plannings")?;
    assert!(!plannings.is_empty());
    for planning in plannings {
        let cell = format!("<td>{}</td>", chance(&planning["ready_enough"]));
        assert!(page.contains(&cell), "{cell} is missing");
    }
    let again = "headwater run board.toml --trials 200 --seed 3";
    assert!(
        pages::text(&page).contains(again),
        "it does not say how it was made"
    );
    Ok(())
}

/// The page is the same with any number of threads and does not change what is printed.
#[test]
fn a_report_depends_on_the_scenario_alone() -> Tested {
    let desk = desk()?;
    let plain = headwater(desk.path(), "run board.toml --trials 300 --quiet")?;
    for threads in [1, 3] {
        let report = format!("--threads {threads} --report {threads}.html");
        let run = format!("run board.toml --trials 300 --quiet {report}");
        assert_eq!(headwater(desk.path(), &run)?.stdout, plain.stdout);
    }
    let page = |name: &str| fs::read(desk.path().join(name));
    assert_eq!(page("1.html")?, page("3.html")?);
    Ok(())
}

/// Every chart of the page is a file, too, which stands alone.
#[test]
fn charts_are_files_beside_the_tables() -> Tested {
    let desk = desk()?;
    let run = "run board.toml --trials 100 --quiet --out all --report page.html";
    let ran = headwater(desk.path(), run)?;
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    let page = fs::read_to_string(desk.path().join("page.html"))?;
    let mut charts = 0;
    for file in fs::read_dir(desk.path().join("all"))? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            let svg = fs::read_to_string(&path)?;
            let faults = drawing::faults(&svg);
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
            charts += 1;
        }
    }
    assert_eq!(charts, page.matches("<svg ").count());
    Ok(())
}

/// A report never takes the place of anything but a page, and a wrong place is told before anything is computed.
#[test]
fn a_report_overwrites_pages_only() -> Tested {
    let desk = desk()?;
    let scenario = desk.path().join("board.toml");
    let before = fs::read_to_string(&scenario)?;
    fs::create_dir(desk.path().join("folder.html"))?;
    for (place, code, words) in [
        ("board.toml", 2, "board.toml does not end in .html"),
        ("folder.html", 2, "folder.html is a folder"),
        ("nowhere/page.html", 1, "there is no such folder"),
    ] {
        let run = format!("run board.toml --trials 100000000 --report {place}");
        let ran = headwater(desk.path(), &run)?;
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(code), "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(fs::read_to_string(&scenario)?, before);
    Ok(())
}
