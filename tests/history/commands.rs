//! `headwater forecast` and `headwater board` as a user meets them.

use super::real::file;
use crate::cli::Desk;
use headwater::diagnostic::render;
use headwater::model::build;
use headwater::scenario::read_then;
use headwater::source::Sources;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

type Result = std::result::Result<(), Box<dyn Error>>;

/// A desk with a history of 130 days of a shipped board, as a trace tells it.
fn desk() -> std::result::Result<Desk, Box<dyn Error>> {
    let desk = Desk::new()?;
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/blocked.toml");
    let trace = desk.run(&format!("trace {scenario} --format csv --quiet"))?;
    assert_eq!(trace.code, Some(0), "{trace:?}");
    fs::write(desk.path().join("history.csv"), trace.out)?;
    Ok(desk)
}

#[test]
fn a_trace_is_a_history_to_forecast_from() -> Result {
    let desk = desk()?;
    let text = desk.run("forecast history.csv --items 20 --by 2026-08-31")?;
    assert_eq!(text.code, Some(0), "{text:?}");
    assert!(
        text.err
            .contains("No mapping is given, so this is taken to be a trace of a simulated board"),
        "{text:?}"
    );
    assert!(
        text.out.contains("How many will be ready?")
            && text.out.contains("When will 20 items be ready?"),
        "{}",
        text.out
    );
    assert!(
        !text.out.contains("NaN") && text.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        text.out
    );
    let quiet =
        desk.run("forecast history.csv --items 20 --by 2026-08-31 --quiet --format json")?;
    assert_eq!(quiet.err, "");
    let json: Value = serde_json::from_str(&quiet.out)?;
    for pointer in PROMISED.split_whitespace() {
        assert!(
            json.pointer(pointer).is_some(),
            "{pointer} is missing in {json}"
        );
    }
    assert_eq!(
        (&json["counted"], &json["stage"]),
        (&"ready".into(), &"ready".into())
    );
    assert_eq!(
        desk.run("forecast history.csv --items 20 --by 2026-08-31 --quiet --format json")?
            .out,
        quiet.out
    );
    Ok(())
}

/// Every name of the JSON result that a reader may rely on, as a JSON pointer.
const PROMISED: &str = "
    /headwater /history /counted /stage /types /seed /trials /as_of /doubts
    /sample/weeks /sample/from /sample/to /sample/items /sample/per_week/mean /sample/counts/0
    /by/0/day /by/0/date /by/0/items/p15 /by/0/items/mean /by/0/items/ci95/0
    /goals/0/name /goals/0/target /goals/0/by/date /goals/0/by/probability /goals/0/by/ci95
    /goals/0/reached/p50/day /goals/0/reached/p85/date /goals/0/never/probability /goals/0/never/ci95
    /audit/form /audit/unit /audit/read /audit/used /audit/items /audit/notes
";

/// What the README shows of the shipped history is what comes out.
#[test]
fn the_readme_shows_what_comes_out() -> Result {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md"))?.replace("\r\n", "\n");
    let desk = Desk::new()?;
    fs::create_dir(desk.path().join("scenarios"))?;
    let name = "scenarios/quickstart-history.csv";
    fs::copy(root.join(name), desk.path().join(name))?;
    let shown = |command: &str| {
        readme
            .lines()
            .any(|line| line == format!("headwater {command}"))
    };
    let forecast = format!("forecast {name} --items 20 --by 2026-06-30");
    let board = format!("board {name} --as-of 2026-03-02 --format csv");
    assert!(shown(&forecast) && shown(&board));
    let out = desk.run(&forecast)?.out;
    let answer: Vec<&str> = out
        .lines()
        .skip_while(|line| !line.starts_with("By "))
        .take(2)
        .collect();
    let answer = answer.join("\n");
    assert!(answer.len() > 50 && readme.contains(&answer), "{answer}");
    assert!(desk.run(&board)?.out.lines().count() > 5);
    let fit = format!("fit {name} --out learnt");
    assert!(shown(&fit));
    desk.run(&fit)?;
    let learnt = fs::read_to_string(desk.path().join("learnt/scenario.toml"))?;
    let trace = "trace scenarios/quickstart.toml --set calendar.horizon=104w --format csv";
    let backtest = "backtest two-years.csv --ahead 2 --ahead 4";
    assert!(shown(&format!("{trace} > two-years.csv")) && shown(backtest));
    let scenario = "scenarios/quickstart.toml";
    fs::copy(root.join(scenario), desk.path().join(scenario))?;
    fs::write(desk.path().join("two-years.csv"), desk.run(trace)?.out)?;
    let out = desk.run(backtest)?.out;
    let answer: Vec<&str> = out
        .lines()
        .skip_while(|line| !line.starts_with("2 weeks ahead"))
        .take_while(|line| !line.is_empty())
        .collect();
    let answer = answer.join("\n");
    assert!(answer.len() > 50 && readme.contains(&answer), "{answer}");
    let stage: Vec<&str> = learnt
        .lines()
        .skip_while(|line| *line != "name = \"refinement\"")
        .take(4)
        .collect();
    let stage = stage.join("\n");
    assert!(
        stage.contains("elapsed") && readme.contains(&stage),
        "{stage}"
    );
    Ok(())
}

#[test]
fn out_writes_tables_and_a_mapping_that_is_read_back() -> Result {
    let desk = desk()?;
    let first = desk.run("forecast history.csv --items 20 --trials 50 --out answer --quiet")?;
    assert_eq!(first.code, Some(0), "{first:?}");
    for name in [
        "by.csv",
        "goals.csv",
        "throughput.csv",
        "audit.csv",
        "trials.csv",
        "mapping.toml",
    ] {
        assert!(desk.path().join("answer").join(name).exists(), "{name}");
    }
    let trials = fs::read_to_string(desk.path().join("answer/trials.csv"))?;
    assert_eq!(
        (trials.lines().next(), trials.lines().count()),
        (Some("trial,reached_20 items"), 51)
    );
    let again =
        desk.run("forecast history.csv --items 20 --trials 50 --mapping answer/mapping.toml")?;
    assert_eq!((again.out, again.err.as_str()), (first.out, ""));
    Ok(())
}

#[test]
fn what_cannot_be_answered_writes_nothing() -> Result {
    let desk = desk()?;
    fs::write(
        desk.path().join("open.csv"),
        "id,start,end\nA,5/6/2023,6/7/2023\n",
    )?;
    fs::write(
        desk.path().join("few.csv"),
        "id,start,end\nA,2023-05-06,2023-06-07\n",
    )?;
    fs::write(
        desk.path().join("latin.csv"),
        b"id,start,end\nA\xe9,2023-05-06,2023-06-07\n",
    )?;
    for (command, expected) in [
        (
            "forecast nowhere.csv --out x",
            "there is no file nowhere.csv",
        ),
        (
            "forecast open.csv --out x",
            "nothing tells which number of `5/6/2023` is the day",
        ),
        (
            "forecast few.csv --out x",
            "this is too little to forecast from: 4 whole weeks",
        ),
        (
            "forecast few.csv --dates month-first --count ready --out x",
            "does not say which stage is the ready shelf",
        ),
        (
            "forecast latin.csv --out x",
            "is no text in UTF-8 (from line 2)",
        ),
        (
            "forecast history.csv --type featur --out x",
            "did you mean `feature`?",
        ),
        ("forecast history.csv --weeks 3", "from 8 to 2,000"),
        (
            "board history.csv --as-of 2025-01-01 --out x",
            "nothing is known of the board of 2025-01-01",
        ),
        (
            "board history.csv --as-of 2026-12-31 --out x",
            "nothing is known of the board of 2026-12-31: the data are of 2026-01-05 to",
        ),
        ("board history.csv --mapping few.csv --out x", "few.csv:1"),
    ] {
        let ran = desk.run(command)?;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{command}: {ran:?}"
        );
        assert!(ran.err.contains(expected), "{command}: {}", ran.err);
    }
    assert_eq!(
        desk.files()?,
        ["few.csv", "history.csv", "latin.csv", "open.csv"]
    );
    let settled = desk.run("board open.csv --dates day-first")?;
    assert_eq!(settled.code, Some(0), "{settled:?}");
    Ok(())
}

#[test]
fn the_board_of_a_day_starts_a_scenario() -> Result {
    let desk = desk()?;
    let board = desk.run("board history.csv --as-of 2026-03-02 --format csv --quiet")?;
    assert_eq!(board.code, Some(0), "{board:?}");
    assert!(
        board
            .out
            .starts_with("id,type,stage,entered,created,started,state,blocker\n"),
        "{}",
        board.out
    );
    let items = board.out.lines().count() - 1;
    assert!(items > 5, "{}", board.out);
    assert_eq!(on_day_0(&board.out)?, items);

    let text = desk
        .run("board history.csv --as-of 2026-03-02 --quiet")?
        .out;
    assert!(
        text.contains("The board at the beginning of Mon 2 Mar 2026\n"),
        "{text}"
    );
    let json: Value = serde_json::from_str(
        &desk
            .run("board history.csv --as-of 2026-03-02 --format json --quiet")?
            .out,
    )?;
    assert_eq!(json["items"].as_array().map(Vec::len), Some(items));
    let ages = desk
        .run("board history.csv --as-of 2026-03-02 --format csv --ages --quiet")?
        .out;
    let days = json["items"][0]["days"].to_string();
    assert_eq!(
        ages.lines().nth(1).and_then(|row| row.split(',').nth(3)),
        Some(days.as_str())
    );
    desk.run("board history.csv --out today --quiet")?;
    assert!(
        ["board.csv", "audit.csv", "mapping.toml"]
            .iter()
            .all(|name| desk.path().join("today").join(name).exists())
    );
    Ok(())
}

/// How many items a scenario has on day 0 that starts from this board.
fn on_day_0(board: &str) -> std::result::Result<usize, Box<dyn Error>> {
    let scenario = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/blocked.toml"
    ))?;
    let dated = scenario
        .replace("2026-01-05", "2026-03-02")
        .replace("2026-01-16", "2026-03-13");
    let mut sources = Sources::default();
    let id = sources.add(
        "from-here.toml",
        format!("{dated}\n[board]\nfile = \"board.csv\"\n"),
    );
    let told = sources.clone();
    let read = |_: &str| Ok(board.to_owned());
    let built = read_then(&told, id, &[], |scenario| {
        build(scenario, &read, &mut sources)
    });
    built
        .map(|built| built.model.today.len())
        .map_err(|problems| render(&problems, &sources).into())
}

#[test]
fn boards_of_real_histories_are_exact() -> Result {
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return Ok(());
    };
    let desk = Desk::new()?;
    fs::write(desk.path().join("export.json"), text)?;
    let board = desk.run("board export.json --as-of 2011-01-01 --format csv --quiet")?;
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in board.out.lines().skip(1) {
        *places
            .entry(row.split(',').nth(2).unwrap_or_default())
            .or_default() += 1;
    }
    assert_eq!(
        places,
        BTreeMap::from([("Received", 48), ("Open", 21), ("In Progress", 3)])
    );
    Ok(())
}
