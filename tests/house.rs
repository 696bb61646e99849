//! The rules of the house, read off the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Room, and the rooms it may import. `cli` may import all and is imported by nobody.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("scenario", &["source", "diagnostic"]),
    ("random", &[]),
    ("model", &["scenario", "random", "source", "diagnostic"]),
    ("engine", &["model", "random"]),
    ("stats", &[]),
    ("observe", &["model", "engine", "stats"]),
    // Tells the engine's events one by one; what they add up to is for `observe`.
    ("trace", &["model", "engine"]),
    ("trials", &["engine", "observe", "model", "stats"]),
    ("forecast", &["trials", "stats", "observe", "model"]),
    (
        "history",
        &[
            "source",
            "diagnostic",
            "scenario",
            "random",
            "model",
            "stats",
            "forecast",
        ],
    ),
    (
        "experiment",
        &["forecast", "trials", "stats", "observe", "model"],
    ),
    // Learns from the past of a history, plays it, and knows what happened.
    (
        "backtest",
        &[
            "source",
            "diagnostic",
            "scenario",
            "random",
            "model",
            "engine",
            "stats",
            "trials",
            "history",
        ],
    ),
    (
        "report",
        &["forecast", "experiment", "trace", "history", "backtest"],
    ),
];

/// Rooms whose results would depend on the order of a hash map.
const ORDERED: &[&str] = &[
    "engine",
    "stats",
    "observe",
    "trace",
    "trials",
    "forecast",
    "history",
    "experiment",
    "backtest",
    "report",
];

#[test]
fn every_room_imports_only_what_lies_upstream() {
    let mut faults = Vec::new();
    for (file, text) in sources("src") {
        let room = room(&file);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            let known = ["cli", "main", "lib"].contains(&room.as_str());
            faults
                .extend((!known).then(|| format!("{}: no such room in the table", file.display())));
            continue;
        };
        let fault = |import: &String| *import != room && !allowed.contains(&import.as_str());
        for import in imports(&text).iter().filter(|import| fault(import)) {
            faults.push(format!(
                "{}: {room} may not import {import}",
                file.display()
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_command_line_prints() {
    let prints = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
        "stdout()",
        "stderr()",
    ];
    let outside = |file: &Path| !["cli", "main"].contains(&room(file).as_str());
    let faults = lines_with(&prints, outside);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_depends_on_the_order_of_a_hash_map() {
    let faults = lines_with(&["HashMap", "HashSet"], |file| {
        ORDERED.contains(&room(file).as_str())
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let long = |(file, text): &(PathBuf, String)| {
        let lines = text.lines().count();
        (lines > 500).then(|| format!("{}: {lines} lines", file.display()))
    };
    let faults: Vec<String> = sources("src").iter().filter_map(long).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_test_file_was_forgotten() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let main = fs::read_to_string(root.join("tests/main.rs")).unwrap_or_default();
    let mut forgotten = Vec::new();
    for (file, _) in sources("tests")
        .iter()
        .filter(|(file, _)| file.components().count() == 2)
    {
        let name = stem(file);
        let declared = main
            .lines()
            .any(|line| line.trim() == format!("mod {name};"));
        forgotten.extend((name != "main" && !declared).then_some(name));
    }
    assert!(
        forgotten.is_empty(),
        "not declared in tests/main.rs: {forgotten:?}"
    );
}

/// The Rust files under a folder, relative to the project, in order, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no source under {folder}");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_default();
        (
            path.strip_prefix(root).map(Path::to_owned).unwrap_or(path),
            text,
        )
    };
    found.into_iter().map(read).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// `src/report/text.rs` belongs to `report`, as `src/report.rs` does.
fn room(file: &Path) -> String {
    let first = file
        .components()
        .nth(1)
        .map(|c| PathBuf::from(c.as_os_str()));
    first.map(|path| stem(&path)).unwrap_or_default()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Code without comments, so that words in prose are no imports.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.split("//").next().unwrap_or_default()))
}

/// The rooms named after `crate::`, also in `crate::{a, b::c}`.
fn imports(text: &str) -> Vec<String> {
    let code: String = code(text).map(|(_, line)| format!("{line}\n")).collect();
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => rooms.extend(top_level_names(list)),
            None => rooms.push(identifier(after)),
        }
    }
    rooms.sort();
    rooms.dedup();
    rooms
}

/// The first words of the entries of a use list, up to its closing brace.
fn top_level_names(list: &str) -> Vec<String> {
    let (mut names, mut depth, mut fresh) = (Vec::new(), 0, true);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                names.push(identifier(list.get(at..).unwrap_or_default()));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn lines_with(words: &[&str], applies: impl Fn(&Path) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, text) in sources("src").iter().filter(|(file, _)| applies(file)) {
        for (number, line) in code(text) {
            let found = words.iter().find(|word| line.contains(*word));
            faults.extend(found.map(|word| format!("{}:{number}: {word}", file.display())));
        }
    }
    faults
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::{model::{Model, x}, random};\nuse crate::stats;\n// crate::prose\nlet a = crate::trials::run();";
    assert_eq!(imports(text), ["model", "random", "stats", "trials"]);
}
