//! The pages of `fit` and `backtest`, as a user meets them: valid, self-contained, and with the numbers of the JSON.

use super::{Tested, drawing, pages};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

type Found<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn headwater(folder: &Path, arguments: &str) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_headwater"))
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .output()
}

/// A folder with the history of a year of the smallest board.
fn desk() -> Found<TempDir> {
    let desk = TempDir::with_prefix("headwater")?;
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/quickstart.toml");
    let trace = format!("trace {scenario} --set calendar.horizon=52w --format csv --quiet");
    fs::write(
        desk.path().join("year.csv"),
        headwater(desk.path(), &trace)?.stdout,
    )?;
    Ok(desk)
}

/// The JSON and the page of a command, which writes its charts into `all`.
fn answer(desk: &TempDir, command: &str) -> Found<(Value, String)> {
    let all = format!("{command} --quiet --format json --out all --report page.html");
    let ran = headwater(desk.path(), &all)?;
    if ran.status.code() != Some(0) {
        return Err(String::from_utf8_lossy(&ran.stderr).into_owned().into());
    }
    let page = fs::read_to_string(desk.path().join("page.html"))?;
    Ok((serde_json::from_slice(&ran.stdout)?, page))
}

fn chart(desk: &TempDir, name: &str) -> std::io::Result<String> {
    fs::read_to_string(desk.path().join("all").join(format!("{name}.svg")))
}

/// What is wrong with the page and its charts, all of which are files too.
fn faults(desk: &TempDir, page: &str) -> Found<Vec<String>> {
    let mut faults = pages::faults(page);
    let mut charts = 0;
    for file in fs::read_dir(desk.path().join("all"))? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            charts += 1;
            let found = drawing::faults(&fs::read_to_string(&path)?);
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{}: {fault}", path.display())),
            );
        }
    }
    let drawn = page.matches("<svg ").count();
    if charts != drawn || charts < 3 {
        faults.push(format!("{drawn} charts on the page, {charts} as files"));
    }
    Ok(faults)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn a_fit_is_drawn_over_what_was_seen() -> Tested {
    let desk = desk()?;
    let (json, page) = answer(&desk, "fit year.csv")?;
    assert_eq!(faults(&desk, &page)?, Vec::<String>::new());
    let text = pages::text(&page);
    let mut drawn = 0;
    for (n, stage) in list(&json["stages"]).iter().enumerate() {
        let time = &stage["time"];
        let curve = list(&time["curve"]);
        if curve.is_empty() {
            continue;
        }
        drawn += 1;
        let family = time["candidates"][0]["family"].as_str().unwrap_or_default();
        let svg = chart(&desk, &format!("stay-{}-1", n + 1))?;
        assert!(svg.contains("seen (Kaplan–Meier)") && svg.contains(&format!("{family} law")));
        let figure = text
            .split("<figure ")
            .find(|part| part.contains(&format!("id=\"stay-{}-1\"", n + 1)));
        let figure = figure.unwrap_or_default();
        assert_eq!(
            figure.matches("<tr><th scope=\"row\"").count(),
            curve.len(),
            "{stage}"
        );
        let ended = format!("{} stays ended; {} go on", time["finished"], time["open"]);
        assert!(figure.contains(&ended), "{ended}: {figure}");
    }
    assert_eq!(drawn, 2, "triage and refinement");
    let discards = &json["stages"][0]["discard"];
    let said = format!("({} of {})", discards["hits"], discards["of"]);
    assert!(chart(&desk, "discards")?.contains(&said), "{said}");
    assert!(text.contains(
        "headwater fit year.csv --out learnt &amp;&amp; headwater run learnt/scenario.toml"
    ));
    assert!(text.contains("headwater backtest year.csv"));
    Ok(())
}

#[test]
fn a_backtest_is_drawn_with_what_happened() -> Tested {
    let desk = desk()?;
    let command = "backtest year.csv --ahead 2 --ahead 4 --trials 60 --calibrated";
    let (json, page) = answer(&desk, command)?;
    assert_eq!(faults(&desk, &page)?, Vec::<String>::new());
    let words = headwater(desk.path(), &format!("{command} --quiet"))?;
    let words = String::from_utf8(words.stdout)?.replace('\n', " ");
    let text = pages::text(&page);
    let held = text.split("id=\"held\"").nth(1).unwrap_or_default();
    for horizon in list(&json["horizons"]) {
        let weeks = horizon["weeks"].to_string();
        // One dot a forecast, and one in the legend.
        let dots = drawing::circles(&chart(&desk, &format!("past-{weeks}-weeks"))?);
        assert_eq!(Some(dots.len() as u64 - 1), horizon["forecasts"].as_u64());
        let answer = text
            .split("<p>")
            .find(|p| p.starts_with(&format!("{weeks} weeks ahead: ")));
        let answer = answer
            .and_then(|p| p.split("</p>").next())
            .unwrap_or_default();
        assert!(answer.len() > 50 && words.contains(answer), "{answer}");
        let share = horizon["model"]["coverage"][1]["share"]
            .as_f64()
            .unwrap_or(f64::NAN);
        let row = format!("{weeks} weeks ahead, learnt scenario</th>");
        let row = held.split(&row).nth(1).unwrap_or_default();
        let cell = row.split("</td>").nth(1).unwrap_or_default();
        assert!(
            cell.ends_with(&format!(">{:.0} %", 100.0 * share)),
            "{cell} {share}"
        );
    }
    assert!(text.contains(
        "headwater backtest year.csv --ahead 2 --ahead 4 --trials 60 --calibrated --seed 2"
    ));
    assert!(!text.contains("--calibrated --calibrated"));
    Ok(())
}
