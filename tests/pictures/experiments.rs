//! The pages of `compare`, `sweep` and `optimize`, as a user meets them: valid, self-contained, and with the numbers
//! of the JSON.

use super::{Tested, drawing, pages, shipped};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// An answer in all its forms, in a folder of its own.
struct Answer {
    desk: TempDir,
    json: Value,
    page: String,
}

/// Runs the program in a folder.
fn headwater(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_headwater"))
        .current_dir(folder)
        .args(arguments)
        .output()
}

impl Answer {
    /// Of a scenario called `board.toml`, with charts and page.
    fn to(text: &str, arguments: &[&str]) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let desk = TempDir::with_prefix("headwater")?;
        fs::write(desk.path().join("board.toml"), text)?;
        let all = "--quiet --format json --out all --report page.html";
        let all: Vec<&str> = arguments.iter().copied().chain(all.split(' ')).collect();
        let ran = headwater(desk.path(), &all)?;
        if ran.status.code() != Some(0) {
            return Err(String::from_utf8_lossy(&ran.stderr).into_owned().into());
        }
        let json = serde_json::from_slice(&ran.stdout)?;
        let page = fs::read_to_string(desk.path().join("page.html"))?;
        Ok(Self { desk, json, page })
    }

    fn chart(&self, name: &str) -> std::io::Result<String> {
        fs::read_to_string(self.desk.path().join("all").join(format!("{name}.svg")))
    }

    /// What is wrong with the page and its charts.
    fn faults(&self) -> std::io::Result<Vec<String>> {
        let mut faults = pages::faults(&self.page);
        let mut charts = 0;
        for file in fs::read_dir(self.desk.path().join("all"))? {
            let path = file?.path();
            if path.extension().is_some_and(|ending| ending == "svg") {
                charts += 1;
                let name = path.display().to_string();
                let found = drawing::faults(&fs::read_to_string(&path)?);
                faults.extend(found.iter().map(|fault| format!("{name}: {fault}")));
            }
        }
        let drawn = self.page.matches("<svg ").count();
        if charts != drawn {
            faults.push(format!("{drawn} charts on the page, {charts} as files"));
        }
        Ok(faults)
    }

    /// The commands under “What to try next”.
    fn tries(&self) -> Vec<String> {
        let text = pages::text(&self.page);
        let parts = text.split("<pre").skip(1);
        let tries = parts.filter_map(|part| {
            let code = part.split_once("<code>")?.1;
            Some(code.split_once("</code>")?.0.replace("&quot;", "\""))
        });
        tries.collect()
    }

    /// Do these words stand on the page in this order?
    fn is_in_order(&self, words: &[&str]) -> Tested {
        let text = pages::text(&self.page);
        let mut rest = text.as_str();
        for word in words {
            let at = rest
                .find(word)
                .ok_or_else(|| format!("“{word}” is missing"))?;
            rest = rest.get(at..).unwrap_or_default();
        }
        Ok(())
    }

    /// Does a cell begin with this?
    fn begins(&self, words: &str) -> bool {
        let escaped = words.replace('<', "&lt;").replace('>', "&gt;");
        self.page.contains(&format!("<td>{escaped}"))
    }

    fn says(&self, cell: &str) -> bool {
        let cell = format!(">{cell}</td>");
        self.page.contains(&cell)
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn each<'a>(list: &'a Value, pick: impl Fn(&'a Value) -> &'a Value) -> Vec<f64> {
    let all = list.as_array().map_or(&[][..], Vec::as_slice);
    all.iter().map(|value| number(pick(value))).collect()
}

/// Are the places those of the numbers on some scale, to about a pixel?
fn scaled(places: &[f64], numbers: &[f64]) -> Tested {
    assert_eq!(places.len(), numbers.len(), "{places:?} for {numbers:?}");
    let ends = |of: fn(&&(f64, f64), &&(f64, f64)) -> std::cmp::Ordering| {
        let pairs: Vec<(f64, f64)> = numbers
            .iter()
            .copied()
            .zip(places.iter().copied())
            .collect();
        pairs.iter().max_by(of).copied()
    };
    let (most, least) = (
        ends(|a, b| a.0.total_cmp(&b.0)).ok_or("nothing")?,
        ends(|a, b| b.0.total_cmp(&a.0)).ok_or("nothing")?,
    );
    assert!(most.0 > least.0, "all numbers are the same: {numbers:?}");
    let slope = (most.1 - least.1) / (most.0 - least.0);
    for (number, place) in numbers.iter().zip(places) {
        let expected = least.1 + slope * (number - least.0);
        assert!(
            (place - expected).abs() <= 1.5,
            "{number} lies at {place}, not {expected}"
        );
    }
    Ok(())
}

/// Heights of dots between the lines of 0 % and 100 %.
fn shares(svg: &str, dots: &[(f64, f64)]) -> std::result::Result<Vec<f64>, String> {
    let height = |words: &str| drawing::height_of(svg, words).ok_or(format!("no {words}"));
    let (none, all) = (height("0 %")?, height("100 %")?);
    Ok(dots
        .iter()
        .map(|dot| (none - dot.1) / (none - all))
        .collect())
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 0.005, "{found} for {expected}");
    }
}

#[test]
fn a_comparison_is_a_page_with_the_numbers_of_the_json() -> Tested {
    let text = shipped("starved.toml")?;
    let answer = Answer::to(&text, &["compare", "board.toml", "--trials", "60"])?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    answer.is_in_order(&[
        "Which is better?",
        "Better than “as written”: “shares by kind of work”",
        "a minimum on the shelf (stages.ready.wip.min = 5): better.",
        "What to try next",
        "headwater run board.toml --set ",
        "60 simulated futures (the same for all)",
    ])?;
    let differences = each(&answer.json["variants"], |v| &v["verdict"]["difference"]);
    let drawn = drawing::circles(&answer.chart("difference")?);
    let along: Vec<f64> = drawn.iter().map(|dot| dot.0).collect();
    scaled(&along, &differences)?;
    let ends = |n: usize| each(&answer.json["variants"], move |v| &v["verdict"]["ci95"][n]);
    let stroke = drawing::strokes(&answer.chart("difference")?, 12.0);
    let (from, to): (Vec<f64>, Vec<f64>) = stroke.into_iter().unzip();
    scaled(
        &[along, from, to].concat(),
        &[differences, ends(0), ends(1)].concat(),
    )
}

/// With one policy its chances have a chart of their own; both fans are in one picture.
#[test]
fn a_policy_beside_the_baseline_is_drawn_as_it_is_counted() -> Tested {
    let text = shipped("starved.toml")?;
    let all = text.split("[[variants]]").take(2).collect::<Vec<_>>();
    let answer = Answer::to(
        &all.join("[[variants]]"),
        &["compare", "board.toml", "--trials", "40"],
    )?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    let svg = answer.chart("chance")?;
    let plannings = &answer.json["variants"][0]["plannings"];
    let drawn = shares(&svg, &drawing::circles(&svg))?;
    close(&drawn, &each(plannings, |p| &p["ready_enough"]["variant"]));
    let fans = answer.chart("readiness")?;
    for words in ["70 %: baseline", "70 %: policy", "enough"] {
        assert!(drawing::height_of(&fans, words).is_some(), "{words}");
    }
    let levels = each(plannings, |p| &p["ready"]["baseline"]);
    for level in levels {
        let cell = headwater::report::text::words::decimal(Some(level));
        assert!(answer.says(&cell), "{cell} is not in a table");
    }
    Ok(())
}

#[test]
fn a_sweep_is_a_curve_with_the_numbers_of_the_json() -> Tested {
    let text = shipped("starved.toml")?;
    let vary = ["sweep", "board.toml", "--vary", "stages.ready.wip.min=2..7"];
    let answer = Answer::to(&text, &[&vary[..], &["--trials", "60"]].concat())?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    answer.is_in_order(&[
        "What does every setting do?",
        "is best with stages.ready.wip.min = ",
        "The knee is at ",
        "What to try next",
        "See the whole forecast at the knee",
        "headwater run board.toml --set stages.ready.wip.min=",
        "60 simulated futures (the same for all settings)",
        "It is 3 with every setting.",
        "What does it cost?",
    ])?;
    let svg = answer.chart("sweep-1")?;
    let chances = each(&answer.json["points"], |p| &p["results"][0]["value"]);
    close(&shares(&svg, &drawing::circles(&svg))?, &chances);
    for chance in &chances {
        let cell = headwater::report::text::words::percent(*chance);
        assert!(answer.begins(&cell), "{cell}");
    }
    let knee = answer.json["knee"].as_u64().ok_or("no knee")?;
    let words = format!("the knee, at {}", knee + 2);
    assert!(drawing::height_of(&svg, &words).is_some(), "{words}");
    let dots = drawing::circles(&answer.chart("cost-1")?);
    // The first dot is in the legend.
    let along: Vec<f64> = dots.iter().skip(1).map(|dot| dot.0).collect();
    scaled(
        &along,
        &each(&answer.json["points"], |p| &p["results"][2]["value"]),
    )
}

#[test]
fn a_sweep_of_two_knobs_is_a_map_with_the_numbers_of_the_json() -> Tested {
    let text = shipped("starved.toml")?;
    let vary =
        "sweep board.toml --vary stages.ready.wip.min=4,5,6 --vary pools.analysts.people=3,4";
    let vary: Vec<&str> = vary.split(' ').chain(["--trials", "40"]).collect();
    let answer = Answer::to(&text, &vary)?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    let svg = answer.chart("sweep-1")?;
    let chances = each(&answer.json["points"], |p| &p["results"][0]["value"]);
    assert_eq!(chances.len(), 6);
    for chance in chances {
        let words = headwater::report::text::words::percent(chance);
        assert!(answer.begins(&words), "{words}");
        let words = words.replace(" %", "").replace(' ', "");
        let words = words.replace('<', "&lt;").replace('>', "&gt;");
        assert!(svg.contains(&words), "{words} is not in the map");
    }
    let none = "The scenario as it is written is none of these";
    assert!(answer.page.contains(none), "no frame, and nothing says why");
    Ok(())
}

#[test]
fn a_search_is_a_front_with_the_numbers_of_the_json() -> Tested {
    let text = shipped("starved.toml")?;
    let vary =
        "optimize board.toml --vary stages.ready.wip.min=2,6 --vary pools.analysts.people=3,4";
    let vary: Vec<&str> = vary.split(' ').chain(["--trials", "100"]).collect();
    let answer = Answer::to(&text, &vary)?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    answer.is_in_order(&[
        "Which setting is best?",
        "Take ",
        "How sure is that?",
        "What to try next",
        "headwater run board.toml --set ",
        "simulated futures in all",
    ])?;
    let results = answer.json["results"].as_array().ok_or("no results")?;
    let place = |path: &str| results.iter().position(|r| r["path"] == path);
    let (wip, enough) = (place("wip"), place("ready_enough"));
    let (wip, enough) = (wip.ok_or("no wip")?, enough.ok_or("no readiness")?);
    let svg = answer.chart("trade")?;
    // The first dot is in the legend.
    let dots = drawing::circles(&svg);
    let dots = dots.get(1..).ok_or("no dots")?;
    let tried = |n: usize| each(&answer.json["tried"], move |t| &t["results"][n]["value"]);
    close(&shares(&svg, dots)?, &tried(enough));
    let along: Vec<f64> = dots.iter().map(|dot| dot.0).collect();
    scaled(&along, &tried(wip))
}

/// What is said to be tried next can be typed as it stands.
#[test]
fn what_to_try_next_can_be_tried() -> Tested {
    let text = shipped("starved.toml")?;
    let answer = Answer::to(&text, &["compare", "board.toml", "--trials", "30"])?;
    let tries = answer.tries();
    assert!(tries.len() >= 2, "{tries:?}");
    for command in tries {
        let rest = command
            .strip_prefix("headwater ")
            .ok_or("another program")?;
        let program = format!(
            "'{}' {rest} --quiet --trials 20",
            env!("CARGO_BIN_EXE_headwater")
        );
        let program = program.replace(" --trials 30", "");
        let shell = Command::new("sh")
            .current_dir(answer.desk.path())
            .args(["-c", &program])
            .output()?;
        let said = String::from_utf8_lossy(&shell.stderr).into_owned();
        assert_eq!(shell.status.code(), Some(0), "{command}: {said}");
    }
    assert!(answer.desk.path().join("forecast.html").exists());
    Ok(())
}

/// Long names in many scripts, nothing that happens, a single planning, more policies than charts.
#[test]
fn extreme_comparisons_are_whole() -> Tested {
    let names = [
        "a policy whose name is about sixty letters long, just as said",
        "漢字の種類と長い名前がここにあります、とても長い",
        "العملاء يطلبون ميزة جديدة",
        "тип работы с очень длинным названием которое не кончается",
        "<angle> & \"quotes\"",
    ];
    let mut text = NOTHING.to_owned();
    for n in 0..14_usize {
        let name = names
            .get(n)
            .map_or(format!("policy {n}"), |n| (*n).to_owned());
        let people = n % 3 + 1;
        text += &format!(
            "[[variants]]\nname = '{name}'\nset = {{ 'stages.work.people' = {people} }}\n"
        );
    }
    let answer = Answer::to(&text, &["compare", "board.toml", "--trials", "20"])?;
    assert_eq!(answer.faults()?, Vec::<String>::new());
    assert!(answer.page.contains("Of 2 more there are only numbers."));
    assert!(
        answer.page.contains("&lt;angle&gt; &amp; "),
        "names are escaped"
    );
    Ok(())
}

/// Hardly anything comes, to a column with a long name in another script.
const NOTHING: &str = "calendar = { horizon = '3w' }\n[[types]]\nname = 'none'\narrivals = { per_week = 0.001 }\n\
    [[stages]]\nname = 'work'\npeople = 1\nwip = { max = 2 }\nservice = 1\n\
    [[teams]]\nname = 'команда с длинным именем, почти шестьдесят букв в нём'\n\
    planning = { at = [5] }\npull = { total = 3 }\n[[goals]]\nname = 'ゴール'\nready = 5\n";

/// Words as values, a knob with one value, a result that never exists, and a wide map.
#[test]
fn extreme_sweeps_are_whole() -> Tested {
    for arguments in [
        "sweep board.toml --vary allocation.strategy=none,flexible --result lead_time.p85",
        "sweep board.toml --vary stages.work.people=2",
        "sweep board.toml --vary stages.work.wip.max=1..30 --vary stages.work.people=1..3",
        "optimize board.toml --vary stages.work.wip.max=1..3",
        "optimize board.toml --vary stages.work.wip.max=1..2 --subject-to ready_enough>=0.9",
    ] {
        let words: Vec<&str> = arguments.split(' ').chain(["--trials", "100"]).collect();
        let answer = Answer::to(NOTHING, &words).map_err(|e| format!("{arguments}: {e}"))?;
        assert_eq!(answer.faults()?, Vec::<String>::new(), "{arguments}");
    }
    Ok(())
}

/// The page is the same with any number of threads, and charts change nothing that is printed.
#[test]
fn pages_of_experiments_depend_on_the_scenario_alone() -> Tested {
    let text = shipped("starved.toml")?;
    let run = |threads: &str| {
        let arguments = [
            "compare",
            "board.toml",
            "--trials",
            "300",
            "--threads",
            threads,
        ];
        Answer::to(&text, &arguments)
    };
    let (one, three) = (run("1")?, run("3")?);
    assert_eq!(one.page, three.page);
    let plain = [
        "compare",
        "board.toml",
        "--trials",
        "300",
        "--quiet",
        "--format",
        "json",
    ];
    let plain = headwater(one.desk.path(), &plain)?;
    assert_eq!(serde_json::from_slice::<Value>(&plain.stdout)?, one.json);
    Ok(())
}
