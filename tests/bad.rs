//! Bad scenarios: every mistake is told, at its place, with what to do about it.
//!
//! One file per mistake stands in `tests/bad/`, and the file itself says what is expected:
//!
//! ```toml
//! #~ ERROR unknown-key: no key `maxx`
//! #~ HELP did you mean `max`?
//! wip = { maxx = 3 }
//! ```
//!
//! * `#~ ERROR code: part of the message` is about the next line that is no such comment
//!   (`#~ WARNING` likewise);
//! * `#~ HELP part of the help` belongs to the expectation before it;
//! * `#~ FILE ERROR code: …` is about the file as a whole: an absence without a line;
//! * `#~ SET path=value` is a `--set` of the command line, and `#~ SET ERROR code: …` is about the
//!   last of them;
//! * `#~ CSV name:line ERROR code: …` is about a line of a file that the scenario names;
//! * `#~ EXPORT name` makes the file a mapping, by which that history is read (several are its pages).
//!
//! A file has exactly the problems it announces, neither more nor fewer.

use headwater::diagnostic::{Diagnostic, Severity, render};
use headwater::history;
use headwater::model::{self, plausibility::plausibility};
use headwater::scenario::{self, mirror::Scenario};
use headwater::source::{SourceId, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// All problems of a scenario with some settings; of one without errors, all warnings.
fn diagnose(sources: &mut Sources, id: SourceId, sets: &[SourceId]) -> Vec<Diagnostic> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let read_file = |name: &str| std::fs::read_to_string(folder.join(name));
    let before = sources.clone();
    let judge = |scenario: &Scenario| {
        let built = model::build(scenario, &read_file, sources)?;
        let more = plausibility(&built.model, scenario).warnings;
        Ok(built.warnings.into_iter().chain(more).collect())
    };
    let found = scenario::read_then(&before, id, sets, judge);
    found.unwrap_or_else(|problems| problems)
}

/// All problems of the exports that a mapping is for; of ones without errors, all warnings.
fn diagnose_history(sources: &mut Sources, id: SourceId, text: &str) -> Outcome<Vec<Diagnostic>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let mut pages = Vec::new();
    for name in text.lines().filter_map(|l| l.strip_prefix("#~ EXPORT ")) {
        pages.push(sources.add(name, std::fs::read_to_string(folder.join(name))?));
    }
    let mapping = history::mapping::read(sources, id);
    let read = mapping.and_then(|told| history::read(sources, &pages, Some(&told), "export"));
    Ok(read.map_or_else(|problems| problems, |reading| reading.warnings))
}

/// What a file announces.
#[derive(Debug)]
struct Expected {
    severity: Severity,
    code: String,
    message: String,
    help: String,
    place: Place,
}

/// Where a problem is: in a line of the file, in a setting, in a line of a file it names, or nowhere
/// in particular.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    File,
    Line(usize),
    Set(u32),
    Named(String),
}

/// The settings and expectations of a file.
fn announced(text: &str) -> Outcome<(Vec<String>, Vec<Expected>)> {
    let mut sets: Vec<String> = Vec::new();
    let mut expected: Vec<Expected> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some(words) = line.trim_start().strip_prefix("#~ ") else {
            continue;
        };
        let after = text
            .lines()
            .skip(index)
            .take_while(|l| l.trim_start().starts_with("#~"));
        let line = Place::Line(index + 1 + after.count());
        let set = Place::Set(u32::try_from(sets.len())?);
        let (words, line) = match words.strip_prefix("CSV ").and_then(|w| w.split_once(' ')) {
            Some((named, words)) => (words, Place::Named(named.into())),
            None => (words, line),
        };
        let kinds = [
            ("ERROR ", Severity::Error, line.clone()),
            ("WARNING ", Severity::Warning, line),
            ("FILE ERROR ", Severity::Error, Place::File),
            ("SET ERROR ", Severity::Error, set),
        ];
        let kind = kinds.iter().find_map(|(prefix, severity, place)| {
            Some((words.strip_prefix(prefix)?, *severity, place.clone()))
        });
        if let Some((words, severity, place)) = kind {
            let (code, message) = words.split_once(": ").ok_or("no code")?;
            expected.push(Expected {
                severity,
                code: code.into(),
                message: message.into(),
                help: String::new(),
                place,
            });
        } else if let Some(help) = words.strip_prefix("HELP ") {
            expected.last_mut().ok_or("help for nothing")?.help = help.into();
        } else if let Some(set) = words.strip_prefix("SET ") {
            sets.push(set.into());
        } else if !words.starts_with("EXPORT ") {
            return Err(format!("what is `{words}`?").into());
        }
    }
    Ok((sets, expected))
}

fn place(problem: &Diagnostic, sources: &Sources) -> Place {
    let Some((span, source)) = problem.span.and_then(|s| Some((s, sources.get(s.source)?))) else {
        return Place::File;
    };
    let line = source.line_column(span.start).0;
    match span.source.0 {
        0 => Place::Line(line),
        _ if source.name.ends_with(".csv") || source.name.ends_with(".json") => {
            Place::Named(format!("{}:{line}", source.name))
        }
        set => Place::Set(set),
    }
}

fn fits(expected: &Expected, problem: &Diagnostic, sources: &Sources) -> bool {
    expected.severity == problem.severity
        && expected.code == problem.code
        && expected.place == place(problem, sources)
        && problem.message.contains(&expected.message)
        && problem
            .help
            .as_deref()
            .unwrap_or_default()
            .contains(&expected.help)
}

/// Compares what a file announces with what is found in it; all that differs, as text.
fn check(path: &Path) -> Outcome<(Vec<Diagnostic>, String)> {
    let text = std::fs::read_to_string(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (settings, expected) = announced(&text)?;
    let mut sources = Sources::default();
    let id = sources.add(name.clone(), &text);
    let sets: Vec<_> = settings
        .iter()
        .map(|set| sources.add("--set", set))
        .collect();
    let found = match text.contains("#~ EXPORT ") {
        true => diagnose_history(&mut sources, id, &text)?,
        false => diagnose(&mut sources, id, &sets),
    };
    let mut differs = String::new();
    if expected.is_empty() {
        differs += &format!("{name} announces nothing\n");
    }
    for e in expected
        .iter()
        .filter(|e| !found.iter().any(|p| fits(e, p, &sources)))
    {
        differs += &format!("{name}: not found: {e:?}\n");
    }
    for p in found
        .iter()
        .filter(|p| !expected.iter().any(|e| fits(e, p, &sources)))
    {
        differs += &format!(
            "{name}: not announced:\n{}",
            render(&[(*p).clone()], &sources)
        );
    }
    if found.len() != expected.len() {
        differs += &format!(
            "{name}: {} announced, {} found\n",
            expected.len(),
            found.len()
        );
    }
    Ok((found, differs))
}

fn bad_files() -> Outcome<Vec<PathBuf>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let entries = std::fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    Ok(paths)
}

#[test]
fn every_mistake_is_told_as_announced() -> Outcome<()> {
    let mut differs = String::new();
    for path in bad_files()? {
        differs += &check(&path)?.1;
    }
    assert!(differs.is_empty(), "{differs}");
    Ok(())
}

/// The codes that stand behind `error("…` or `must_be("…` and the like anywhere in the sources.
fn codes_in(directory: &Path, codes: &mut BTreeSet<String>) -> Outcome<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            codes_in(&path, codes)?;
        } else {
            let text = std::fs::read_to_string(&path)?;
            for call in [
                "Diagnostic::error(",
                "Diagnostic::warning(",
                "must_be(",
                "unknown_word(",
                "cx.error(",
                "cx.absent(",
                "self.error(",
            ] {
                codes.extend(text.split(call).skip(1).filter_map(first_word));
            }
        }
    }
    Ok(())
}

fn first_word(arguments: &str) -> Option<String> {
    let word = arguments
        .trim_start()
        .strip_prefix('"')?
        .split('"')
        .next()?;
    Some(word.into())
}

#[test]
fn every_code_has_a_bad_file() -> Outcome<()> {
    let mut used = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    codes_in(&source, &mut used)?;
    let mut shown = BTreeSet::new();
    for path in bad_files()? {
        shown.extend(
            check(&path)?
                .0
                .into_iter()
                .map(|problem| problem.code.to_string()),
        );
    }
    let missing: Vec<_> = used.difference(&shown).collect();
    assert!(missing.is_empty(), "no file in tests/bad shows {missing:?}");
    Ok(())
}

#[test]
fn every_problem_has_a_place_and_advice() -> Outcome<()> {
    for path in bad_files()? {
        for problem in check(&path)?.0 {
            assert!(problem.help.is_some(), "{}: {problem:?}", path.display());
            assert!(!problem.message.ends_with('.'), "{problem:?}");
        }
    }
    Ok(())
}
