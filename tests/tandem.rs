//! Tandems are played by a machine of their own: every number that comes out is the same as on the general way.

use crate::shortcuts::{CASES, TIMES, compared, with_more};
use crate::support::model;
use headwater::engine::{Board, MOST_AT_ONCE, Tandem, Wiring};
use headwater::forecast::forecast;
use headwater::model::Model;
use headwater::observe::{Notes, Observations, Reader, Recorder, TrialRow};
use headwater::trials::{Outcome, Settings};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// So many trials of each board: with more stays than are put aside at a time.
const TRIALS: u64 = 12;

/// What the trials have shown, as a forecast, and their rows.
fn told(model: &Model, observations: Observations, rows: Vec<TrialRow>) -> String {
    let outcome = Outcome {
        observations,
        settings: Settings {
            trials: TRIALS,
            precision: None,
            seed: 1,
            threads: 1,
        },
        interrupted: false,
    };
    let told = serde_json::to_string_pretty(&forecast(model, &outcome));
    format!("{}\n{rows:?}", told.unwrap_or_default())
}

/// On the general way.
fn generally(model: &Model) -> String {
    let wiring = Wiring::new(model).without_shortcuts();
    let mut board = Board::new(model, &wiring);
    let mut recorder = Recorder::new(&board);
    let mut rows = Vec::new();
    for trial in 0..TRIALS {
        recorder.begin();
        let run = board.run(1, trial, &mut recorder);
        assert!(run.is_ok(), "{run:?}");
        recorder.end(&board);
        rows.push(recorder.row(trial));
    }
    told(model, recorder.take(None), rows)
}

/// As a tandem, if it is one.
fn as_tandem(model: &Model) -> Option<String> {
    let wiring = Wiring::new(model);
    let mut tandem = Tandem::new(model, &wiring)?;
    let mut reader = Reader::new(model);
    let mut rows = Vec::new();
    for trial in 0..TRIALS {
        reader.begin();
        let run = tandem.run(1, trial, &mut reader);
        assert!(run.is_ok(), "{run:?}");
        reader.end(tandem.course());
        rows.push(reader.row(trial));
    }
    Some(told(model, reader.take(None), rows))
}

/// Compares both ways; is it a tandem?
fn compare(text: &str) -> bool {
    let model = model(text);
    let Some(tandem) = as_tandem(&model) else {
        return false;
    };
    let general = generally(&model);
    let differ = tandem.lines().zip(general.lines());
    let differ = differ.enumerate().find(|(_, (one, other))| one != other);
    let told = differ.map(|(number, (one, other))| {
        let before = tandem.lines().take(number).skip(number.saturating_sub(12));
        let before: Vec<&str> = before.collect();
        format!("{}\n tandem: {one}\ngeneral: {other}", before.join("\n"))
    });
    assert_eq!(told, None, "{text}");
    assert_eq!(tandem.len(), general.len(), "{text}");
    true
}

/// A tandem from a string of bytes.
fn tandem(bytes: &[u8]) -> String {
    let mut bytes = bytes.iter();
    let mut pick = |n: u8| bytes.next().map_or(0, |byte| byte % n);
    let orders = ["stage-fifo", "fifo", "lifo", "random", "wsjf", "value"];
    let mut text = format!(
        "order = \"{}\"\ncalendar = {{ horizon = 40 }}\n",
        orders[usize::from(pick(6))]
    );
    let arrivals = [
        "{ per_day = 0.7 }",
        "{ every = 1 }",
        "{ every = 2, count = 3 }",
        "{ per_week = 2, batch = { dist = \"uniform-int\", min = 1, max = 2 } }",
        "{ between = 0.5 }",
        "{ per_day = 0.7, profile = [{ from = 10, factor = 2 }] }",
    ];
    let types = 1 + pick(3);
    let ranked = pick(3) == 0;
    for kind in 0..types {
        let arrivals = arrivals[usize::from(pick(6))];
        let backlog = match pick(4) {
            0 => format!(
                "{{ items = {}, age = {} }}",
                pick(9),
                TIMES[usize::from(pick(6))]
            ),
            _ => pick(9).to_string(),
        };
        let _ = writeln!(
            text,
            "[[types]]\nname = \"t{kind}\"\narrivals = {arrivals}\nbacklog = {backlog}"
        );
        if ranked {
            let _ = writeln!(text, "priority = {}", pick(3));
        }
    }
    for n in 0..1 + pick(4) {
        let time = TIMES[usize::from(pick(6))];
        let _ = writeln!(text, "[[stages]]\nname = \"s{n}\"");
        text += &match pick(6) {
            0 => format!("people = 1\nservice = {time}\n"),
            1 => format!("people = 20\nservice = {time}\ndiscard = 0.1\n"),
            2 => format!("people = 2\nhold = \"person\"\nservice = {time}\n"),
            3 => String::new(),
            4 => format!(
                "people = 2\nservice = 1\nby_type = {{ t0 = {{ service = {time}, discard = 0.2 }} }}\n"
            ),
            _ => format!("people = 2\nservice = {time}\ndiscard = 0.3\n"),
        };
        if pick(2) == 0 {
            let _ = writeln!(text, "wip = {{ max = {} }}", 1 + pick(4));
        }
    }
    text.push_str("[[stages]]\nname = \"shelf\"\nkind = \"ready\"\n");
    text.push_str(["", "wip = { max = 3 }\n"][usize::from(pick(2))]);
    for team in 0..1 + pick(2) {
        let _ = writeln!(
            text,
            "[[teams]]\nname = \"team{team}\"\nplanning = {{ first = {}, every = 4 }}",
            4 + 2 * pick(2)
        );
        match pick(3) {
            0 => text.push_str("pull = { total = 3, shares = { t0 = 1 }, borrow = true }\n"),
            1 => text.push_str("pull = { total = 9 }\n"),
            _ => text.push_str("pull = { total = 2 }\n"),
        }
    }
    if pick(3) == 2 {
        let date = 1 + pick(30);
        let _ = writeln!(text, "[[goals]]\nname = \"some\"\nready = {date}");
    }
    text
}

/// Boards that are tandems.
#[test]
fn a_tandem_gives_what_the_general_way_gives() -> Result<(), Box<dyn Error>> {
    assert_eq!(compared(64, |bytes| compare(&tandem(bytes)))?, CASES);
    Ok(())
}

/// Tandems with something more, by which most are none.
#[test]
fn so_does_whatever_is_taken_for_one() -> Result<(), Box<dyn Error>> {
    let tandems = compared(64, |bytes| compare(&with_more(bytes, tandem)))?;
    assert!((CASES / 8..CASES / 2).contains(&tandems), "{tandems}");
    Ok(())
}

/// The board by which speed is measured is one, and so is the first scenario that anybody sees.
#[test]
fn the_simplest_boards_are_tandems() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["benches/upstream-3.toml", "scenarios/quickstart.toml"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        assert!(compare(&text), "{file}");
    }
}

/// So much arrives that it is known, and drawn, in many parts.
#[test]
fn a_busy_tandem_gives_the_same() {
    let text = "calendar = { horizon = 30 }\n\
        [[types]]\nname = \"a\"\narrivals = { per_day = 70 }\nbacklog = 900\n\
        [[types]]\nname = \"b\"\narrivals = { every = 1, count = 9 }\nbacklog = 900\n\
        [[types]]\nname = \"c\"\narrivals = { every = 1, first = 1, count = 3 }\n\
        [[stages]]\nname = \"s\"\npeople = 5\nservice = { dist = \"lognormal\", mean = 0.05, cv = 1 }\ndiscard = 0.4\n\
        [[stages]]\nname = \"t\"\npeople = 9\nservice = { dist = \"exponential\", mean = 0.2 }\nwip = { max = 14 }\n\
        [[stages]]\nname = \"shelf\"\nkind = \"ready\"\n\
        [[teams]]\nname = \"team\"\nplanning = { first = 4, every = 4 }\npull = { total = 99 }\n";
    assert!(compare(text));
}

/// Arrivals that bring nothing count as events, of which a tandem would know nothing.
#[test]
fn arrivals_that_may_bring_nothing_are_for_the_general_way() {
    let board = |min| {
        format!(
            "calendar = {{ horizon = 5 }}\n[[types]]\nname = \"t\"\n\
             arrivals = {{ per_day = 1, batch = {{ dist = \"uniform-int\", min = {min}, max = 2 }} }}\n\
             [[stages]]\nname = \"s\"\npeople = 1\nservice = 1\n[[stages]]\nname = \"shelf\"\nkind = \"ready\"\n\
             [[teams]]\nname = \"team\"\nplanning = {{ first = 4, every = 4 }}\npull = {{ total = 3 }}\n"
        )
    };
    assert!(compare(&board(1)) && !compare(&board(0)));
}

/// What explodes is told in the same words.
#[test]
fn an_explosion_is_told_as_on_the_general_way() {
    let text = format!(
        "calendar = {{ horizon = 5 }}\n[[types]]\nname = \"t\"\nbacklog = 2\narrivals = {{ every = 1, first = 2, count = {} }}\n\
         [[stages]]\nname = \"s\"\npeople = 1\nservice = 1\n[[stages]]\nname = \"shelf\"\nkind = \"ready\"\n\
         [[teams]]\nname = \"team\"\nplanning = {{ first = 4, every = 4 }}\npull = {{ total = 3 }}\n",
        MOST_AT_ONCE + 1
    );
    let model = model(&text);
    let wiring = Wiring::new(&model);
    let mut tandem = Tandem::new(&model, &wiring);
    // What is left to do in the first trial is not done in the second one.
    for trial in 0..2 {
        let run = tandem.as_mut();
        let run = run.map(|tandem| tandem.run(1, trial, &mut Reader::new(&model)));
        let mut board = Board::new(&model, &wiring);
        let mut recorder = Recorder::new(&board);
        assert_eq!(run, Some(board.run(1, trial, &mut recorder)));
    }
}
