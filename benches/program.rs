//! Runs a program to its end.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command writes to standard output; an error when it fails, after its own words.
pub fn run(command: &mut Command) -> Result<Vec<u8>, Box<dyn Error>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status).into());
    }
    Ok(output.stdout)
}

/// `headwater run SCENARIO --format json`, as it is shipped.
pub fn headwater(scenario: &Path, trials: u64, seed: u64, threads: u64) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command
        .arg("run")
        .arg(scenario)
        .args(["--format", "json", "--quiet"]);
    for (option, value) in [
        ("--trials", trials),
        ("--seed", seed),
        ("--threads", threads),
    ] {
        command.arg(option).arg(value.to_string());
    }
    command
}

/// A path below the root of the project.
pub fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
