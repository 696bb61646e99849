//! The program as a user meets it: commands, exit codes, files.

mod check;
mod compare;
#[cfg(unix)]
mod interrupt;
mod new;
mod optimise;
mod run;
mod sensitivity;
mod sweep;
mod trace;

use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Child;
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

    /// Starts a command with `--out results`, and lets it go on for so many milliseconds after it has made that folder,
    /// which it does just before the work starts.
    #[cfg(unix)]
    fn begin(&self, arguments: &str, after: u64) -> std::io::Result<Child> {
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
        Ok(child)
    }

    /// Begins a command, presses Ctrl-C, and sees that it says it was interrupted.
    #[cfg(unix)]
    pub fn interrupt(&self, arguments: &str, after: u64) -> std::io::Result<Ran> {
        let child = self.begin(arguments, after)?;
        press(&child)?;
        let ran = Ran::from(child.wait_with_output()?);
        assert_eq!(ran.code, Some(130), "{}", ran.err);
        Ok(ran)
    }

    pub fn files(&self) -> std::io::Result<Vec<String>> {
        names(self.path())
    }
}

/// Presses Ctrl-C.
#[cfg(unix)]
fn press(child: &Child) -> std::io::Result<()> {
    let mut kill = Command::new("kill");
    kill.args(["-INT", &child.id().to_string()])
        .status()
        .map(drop)
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
