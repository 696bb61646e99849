//! The program as a user meets it: commands, exit codes, files.

mod optimise;
mod sensitivity;

use headwater::report::trace::COLUMNS;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

type Result = std::result::Result<(), Box<dyn Error>>;

/// The program in an empty folder of its own.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> std::io::Result<Self> {
        TempDir::with_prefix("headwater").map(Self)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
        command
            .current_dir(self.path())
            .args(arguments.split_whitespace());
        command
    }

    pub fn run(&self, arguments: &str) -> std::io::Result<Ran> {
        self.command(arguments).output().map(Ran::from)
    }

    /// Runs a command with `--out results`, presses Ctrl-C so many milliseconds after it has made that folder, which it
    /// does just before the work starts, and sees that it says it was interrupted.
    #[cfg(unix)]
    pub fn interrupt(&self, arguments: &str, after: u64) -> std::io::Result<Ran> {
        use std::process::Stdio;
        use std::time::Duration;
        let mut command = self.command(arguments);
        command.args(["--out", "results"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        while !self.path().join("results").exists() && child.try_wait()?.is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(after));
        Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()?;
        let ran = Ran::from(child.wait_with_output()?);
        assert_eq!(ran.code, Some(130), "{}", ran.err);
        Ok(ran)
    }

    pub fn files(&self) -> std::io::Result<Vec<String>> {
        names(self.path())
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut names: Vec<String> = entries
        .iter()
        .map(|e| e.file_name().to_string_lossy().into())
        .collect();
    names.sort();
    Ok(names)
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into(),
            err: String::from_utf8_lossy(&output.stderr).into(),
        }
    }
}

#[test]
fn the_starter_is_checked_and_runs_as_it_is() -> Result {
    let desk = Desk::new()?;
    assert_eq!(desk.run("new payments")?.code, Some(0));
    assert_eq!(desk.files()?, ["headwater.schema.json", "payments.toml"]);
    let check = desk.run("check payments.toml")?;
    assert_eq!(check.code, Some(0), "{check:?}");
    assert_eq!(check.err, "", "the starter has nothing to warn about");
    let last = check.out.lines().last();
    assert_eq!(
        last,
        Some("payments.toml is ready to run: headwater run payments.toml")
    );
    let run = desk.run("run payments.toml --trials 200")?;
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(
        run.out.contains("likely that enough is ready for payments"),
        "{}",
        run.out
    );
    Ok(())
}

#[test]
fn new_never_overwrites() -> Result {
    let desk = Desk::new()?;
    fs::write(desk.path().join("mine.toml"), "precious")?;
    let again = desk.run("new mine.toml")?;
    assert_eq!(again.code, Some(2));
    assert!(
        again.err.contains("mine.toml is there already"),
        "{again:?}"
    );
    assert_eq!(
        fs::read_to_string(desk.path().join("mine.toml"))?,
        "precious"
    );
    assert_eq!(desk.files()?, ["mine.toml"]);
    Ok(())
}

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

#[test]
fn bad_input_ends_with_two_and_writes_nothing() -> Result {
    let desk = Desk::new()?;
    fs::write(
        desk.path().join("bad.toml"),
        "[[stages]]\nnmae = \"triage\"\n",
    )?;
    for command in [
        "run bad.toml --out results",
        "run bad.toml --report page.html",
        "check bad.toml",
        "run nowhere.toml --out results",
        "run",
        "run bad.toml --trials 0",
        "frobnicate",
        "man frobnicate",
    ] {
        let ran = desk.run(command)?;
        assert_eq!(ran.code, Some(2), "{command}: {ran:?}");
        assert_eq!(ran.out, "", "{command}");
        assert!(ran.err.contains("error"), "{command}: {ran:?}");
    }
    assert_eq!(desk.files()?, ["bad.toml"]);
    Ok(())
}

#[test]
fn help_completions_manual_and_schema_are_printed() -> Result {
    let desk = Desk::new()?;
    let help = desk.run("--help")?;
    for command in [
        "run",
        "check",
        "compare",
        "sweep",
        "optimize",
        "trace",
        "forecast",
        "board",
        "new",
        "schema",
        "completions",
        "man",
    ] {
        assert!(
            help.out.contains(&format!("\n  {command} ")),
            "{command} is missing in {}",
            help.out
        );
        assert!(
            desk.run(&format!("man {command}"))?
                .out
                .contains("SYNOPSIS"),
            "{command}"
        );
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.run(&format!("completions {shell}"))?
                .out
                .contains("headwater"),
            "{shell}"
        );
    }
    let schema: Value = serde_json::from_str(&desk.run("schema")?.out)?;
    assert!(schema.get("$schema").is_some());
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

/// A scenario with two variants, one of which does nothing.
const VARIANTS: &str = r#"
[[variants]]
name = "three people"
set  = { "stages.refinement.people" = 3 }
[[variants]]
name = "nothing"
set  = { "types.feature.priority" = 2 }
"#;

fn with_variants() -> std::result::Result<Desk, Box<dyn Error>> {
    let desk = Desk::new()?;
    let board = fs::read_to_string("scenarios/quickstart.toml")?;
    fs::write(desk.path().join("board.toml"), board + VARIANTS)?;
    Ok(desk)
}

#[test]
fn policies_are_compared() -> Result {
    let desk = with_variants()?;
    let ran = desk.run("compare board.toml --trials 100")?;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    for words in [
        "three people (stages.refinement.people = 3): better.",
        "nothing that is compared differs",
    ] {
        assert!(ran.out.replace('\n', " ").contains(words), "{}", ran.out);
    }
    let ran =
        desk.run("compare board.toml --trials 100 --format json --out tables --baseline nothing")?;
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["baseline"]["name"], "nothing");
    assert_eq!(json["variants"][0]["name"], "as written");
    // “as written” does not differ from “nothing”, so its flow has no chart.
    let files = [
        "better-in.svg",
        "chance.svg",
        "comparison.csv",
        "difference.svg",
        "flow-2.svg",
        "readiness.svg",
        "verdicts.csv",
    ];
    assert_eq!(names(&desk.path().join("tables"))?, files);
    let csv = desk
        .run("compare board.toml --trials 100 --format csv --baseline nothing")?
        .out;
    assert_eq!(
        csv,
        fs::read_to_string(desk.path().join("tables/comparison.csv"))?
    );
    let ran = desk.run("compare board.toml board.toml --trials 60 --format csv")?;
    assert!(
        ran.out.contains("\nboard.toml: three people,"),
        "{}",
        ran.out
    );
    let ran =
        desk.run("compare board.toml --allocations weighted,none --trials 60 --format csv")?;
    assert!(ran.out.contains("\nallocation: weighted,"), "{}", ran.out);
    assert!(!ran.out.contains("allocation: none"), "that is as written");
    Ok(())
}

#[test]
fn what_cannot_be_compared_is_told() -> Result {
    let desk = with_variants()?;
    desk.run("new plain")?;
    for (arguments, words) in [
        (
            "compare plain.toml",
            "there is nothing to compare plain.toml with",
        ),
        (
            "compare board.toml --baseline nothin",
            "did you mean \"nothing\"?",
        ),
        (
            "compare board.toml --judge-by lead_tim.p85",
            "did you mean `lead_time`?",
        ),
        (
            "compare board.toml --also stages.refinement",
            "names no number",
        ),
        (
            "compare board.toml --allocations fair",
            "invalid value 'fair'",
        ),
        (
            "compare board.toml --allocations priority",
            "needs an `order`",
        ),
        (
            "compare board.toml --set stages.refinement.people=0",
            "must be a whole number",
        ),
    ] {
        let ran = desk.run(arguments)?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    Ok(())
}

#[test]
fn knobs_are_swept() -> Result {
    let desk = with_variants()?;
    let one = "sweep board.toml --trials 60 --vary stages.refinement.people=1..4";
    let ran = desk.run(one)?;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.out.contains("2  (as written"), "{}", ran.out);
    let two = format!("{one} --vary stages.refinement.wip.max=4,8");
    assert!(desk.run(&two)?.out.contains("people \\ max"));
    let ran = desk.run(&format!(
        "{two} --format json --result flow.total.wip --out tables"
    ))?;
    let json: Value = serde_json::from_str(&ran.out)?;
    assert_eq!(json["points"].as_array().map(Vec::len), Some(8));
    assert_eq!(json["points"][7]["set"]["stages.refinement.wip.max"], "8");
    assert_eq!(json["points"][7]["results"][0]["path"], "wip");
    let csv = desk.run(&format!("{two} --format csv --result wip"))?.out;
    assert_eq!(csv.lines().count(), 1 + 1 + 8);
    assert_eq!(
        csv,
        fs::read_to_string(desk.path().join("tables/sweep.csv"))?
    );
    Ok(())
}

#[test]
fn what_cannot_be_swept_is_told() -> Result {
    let desk = with_variants()?;
    let people = "stages.refinement.people";
    for (arguments, words) in [
        (String::new(), "--vary"),
        (format!("--vary {people}"), "stages.triage.wip.max=2..8"),
        (format!("--vary {people}=5..2"), "ends before it begins"),
        (format!("--vary {people}=0..2"), "must be a whole number"),
        (
            "--vary stages.refinement.peopl=1..2".to_owned(),
            "did you mean",
        ),
        (
            format!("--vary {people}=1..200 --vary stages.triage.people=1..200"),
            "more than 1000 settings",
        ),
        (
            format!("--vary {people}=1..2 --result lead"),
            "no number `lead`",
        ),
    ] {
        let ran = desk.run(&format!("sweep board.toml {arguments}"))?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{ran:?}");
    }
    Ok(())
}

#[test]
fn what_is_wrong_with_a_range_is_told_once() -> Result {
    let desk = with_variants()?;
    let ran = desk.run("sweep board.toml --vary stages.triage.wip.mx=1..100")?;
    assert_eq!(
        ran.err.matches("there is no path").count(),
        1,
        "{}",
        ran.err
    );
    Ok(())
}

/// From where one is, files named in a scenario can be opened by the path in the message.
#[test]
fn a_file_beside_the_scenario_is_named_as_it_can_be_opened() -> Result {
    let desk = Desk::new()?;
    fs::create_dir(desk.path().join("boards"))?;
    let board = "types = [{ name = \"a\", arrivals = { history = \"weeks.csv\" } }]
stages = [{ name = \"W\", people = 1, service = 1 }]";
    fs::write(desk.path().join("boards/board.toml"), board)?;
    fs::write(desk.path().join("boards/weeks.csv"), "week,count\n1,two\n")?;
    let ran = desk.run("check boards/board.toml")?;
    assert!(ran.err.contains("--> boards/weeks.csv:2:3"), "{}", ran.err);
    Ok(())
}

#[test]
fn warnings_can_be_silenced() -> Result {
    let desk = Desk::new()?;
    let board = "types = [{ name = \"a\", arrivals = { per_week = 50 } }]
stages = [{ name = \"W\", people = 1, service = 1 }]";
    fs::write(desk.path().join("board.toml"), board)?;
    assert!(desk.run("check board.toml")?.err.contains("overload"));
    let quiet = desk.run("check board.toml --quiet")?;
    assert_eq!((quiet.code, quiet.err.as_str()), (Some(0), ""));
    assert!(quiet.out.contains("board.toml is ready to run"));
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupted_comparison_says_how_far_it_came() -> Result {
    let desk = with_variants()?;
    let ran = desk.interrupt("compare board.toml --trials 100000000 --format json", 1000)?;
    let json: Value = serde_json::from_str(&ran.out)?;
    let trials = json["trials"].as_u64().unwrap_or(0);
    assert!(trials > 0 && trials.is_multiple_of(50), "{trials}");
    assert!(ran.err.contains("trials of every setting"), "{}", ran.err);
    Ok(())
}

#[test]
fn a_new_scenario_needs_a_name_and_is_told_how_to_type_it() -> Result {
    let desk = Desk::new()?;
    for folder in [".", "..", "boards/"] {
        let ran = desk.run(&format!("new {folder}"))?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("is a folder"), "{ran:?}");
    }
    assert!(desk.files()?.is_empty());
    let spaced = Ran::from(desk.command("new").arg("my board").output()?);
    assert!(
        spaced.out.contains("headwater run \"my board.toml\""),
        "{spaced:?}"
    );
    let dashed = desk.run("new -- -x")?;
    assert!(dashed.out.contains("headwater run ./-x.toml"), "{dashed:?}");
    Ok(())
}

#[test]
fn numbers_out_of_range_are_refused_in_plain_words() -> Result {
    let desk = Desk::new()?;
    for wrong in [
        "--trials -1",
        "--trials 1e5",
        "--trials 0",
        "--seed x",
        "--threads 99999",
    ] {
        let ran = desk.run(&format!("run board.toml {wrong}"))?;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.contains("it must be a whole number from"),
            "{ran:?}"
        );
    }
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
    let source = include_str!("../src/trace.rs");
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
