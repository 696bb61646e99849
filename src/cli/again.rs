//! How a command is given once more.

use super::load::Scenario;
use super::terminal;
use crate::report::html::{Commands, typed};
use std::path::Path;

/// Options with a value that change where an answer goes or how fast it comes, never the answer.
const WITH_VALUE: [&str; 6] = [
    "--report",
    "--out",
    "--format",
    "--threads",
    "--scenario",
    "-o",
];

/// The same without a value.
const ALONE: [&str; 2] = ["--quiet", "-q"];

/// The command that is being run, and how its scenario is run by itself.
pub fn commands(scenario: Option<(&Path, &[String])>) -> Commands {
    let run = scenario.map(|(path, sets)| {
        let sets = sets.iter().map(|set| format!(" --set {}", typed(set)));
        let sets: String = sets.collect();
        format!("headwater run {}{sets}", terminal::typed(path))
    });
    let words = std::env::args_os().skip(1);
    Commands {
        again: again(words.map(|word| word.to_string_lossy().into_owned())),
        run,
    }
}

/// The same of a scenario with its settings.
pub fn commands_of(scenario: &Scenario) -> Commands {
    commands(Some((&scenario.path, &scenario.set)))
}

/// A command without what does not change its answer.
fn again(words: impl IntoIterator<Item = String>) -> String {
    let mut kept = vec!["headwater".to_owned()];
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let option = word.split('=').next().unwrap_or_default();
        if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if !WITH_VALUE.contains(&option) && !ALONE.contains(&option) {
            kept.push(typed(&word));
        }
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::again;

    #[test]
    fn what_changes_no_answer_is_left_out() {
        let words = "sweep a.toml --report p.html -q --vary x=1..3 --threads=2 --out dir --seed 3";
        let said = again(words.split(' ').map(str::to_owned));
        assert_eq!(said, "headwater sweep a.toml --vary x=1..3 --seed 3");
        let said = again(["compare", "my board.toml"].map(str::to_owned));
        assert_eq!(said, "headwater compare 'my board.toml'");
    }
}
