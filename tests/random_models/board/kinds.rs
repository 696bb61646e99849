//! Types of work: their routes, their demand, and how their items end or come back.

use super::{Shape, TIMES, patience};
use crate::random_models::dice::Dice;
use std::fmt::Write;

/// Counts of at least one.
const COUNTS: [&str; 4] = [
    "2",
    "{ dist = \"geometric\", mean = 1.6 }",
    "{ dist = \"uniform-int\", min = 1, max = 4 }",
    "{ dist = \"poisson\", mean = 2 }",
];

/// The route of a type where there are two boards.
fn way(kind: usize, shape: &Shape) -> String {
    if shape.apart(kind) {
        return r#""x0", "shelf2", "x1""#.into();
    }
    let before = (0..shape.stages).map(|n| format!("\"s{n}\""));
    let after = (0..shape.delivery).map(|n| format!("\"d{n}\""));
    let all: Vec<String> = before.chain(["\"shelf\"".into()]).chain(after).collect();
    all.join(", ")
}

/// A type of work item.
pub(super) fn kind(n: usize, shape: &Shape, dice: &mut Dice) -> String {
    let mut text = format!("\n[[types]]\nname = \"t{n}\"\n");
    let class = dice.word(&[
        "\"standard\"",
        "\"expedite\"",
        "\"fixed-date\"",
        "\"intangible\"",
        "{ expedite = 0.1, standard = 0.6, fixed-date = 0.3 }",
    ]);
    let _ = writeln!(text, "class = {class}");
    if dice.one_in(3) {
        text += "preempt = true\n";
    }
    if shape.second {
        let _ = writeln!(text, "route = [{}]", way(n, shape));
    }
    if shape.all_limited && dice.one_in(3) {
        text += "backlog = \"unlimited\"\n";
        return text;
    }
    let shelf = if shape.apart(n) { "shelf2" } else { "shelf" };
    demand(shelf, dice, &mut text);
    if shape.stages > 1 && dice.one_in(3) && !shape.second {
        let _ = writeln!(text, "route = [\"s{}\"]", dice.below(shape.stages));
    }
    if dice.one_in(3) {
        text += "due = { dist = \"uniform\", min = \"1w\", max = \"4w\" }\n";
    }
    if dice.one_in(3) {
        text += "value = { dist = \"lognormal\", mean = 5, cv = 1 }\n";
    }
    if dice.one_in(4) {
        let _ = writeln!(text, "priority = {}", dice.below(3));
    }
    if dice.one_in(4) {
        patience(dice, &mut text);
    }
    if dice.one_in(4) {
        let _ = writeln!(
            text,
            "returns = {{ probability = 0.3, as = \"t{}\", after = {} }}",
            dice.below(shape.types),
            dice.word(&TIMES)
        );
    }
    if dice.one_in(4) {
        let _ = writeln!(text, "source = \"from{}\"", dice.below(2));
    }
    text
}

/// What arrives and what waits; what is ordered fills the type's own shelf.
fn demand(shelf: &str, dice: &mut Dice, text: &mut String) {
    let count = dice.word(&COUNTS);
    let time = dice.word(&TIMES);
    let arrivals = match dice.below(10) {
        0 => "{ per_day = 0.6 }".to_owned(),
        1 => "{ per_week = 4 }".to_owned(),
        2 => format!("{{ per_week = 2, batch = {count} }}"),
        3 => format!("{{ every = 2, count = {count}, first = 1 }}"),
        4 => "{ at = [0, 1.5, 3, 9] }".to_owned(),
        5 => format!("{{ between = {time} }}"),
        6 => format!("{{ per_week = 3, batch = {count}, {} }}", rate(dice)),
        7 => format!("{{ per_day = 0.7, {} }}", rate(dice)),
        8 => format!(
            "{{ order = {{ stage = \"{shelf}\", below = {}, count = {count}, lead = {time} }} }}",
            1 + dice.below(6)
        ),
        _ => "{ every = \"1w\" }".to_owned(),
    };
    let _ = writeln!(text, "arrivals = {arrivals}");
    let backlog = dice.word(&[
        "0",
        "3",
        "{ items = 12, age = { dist = \"exponential\", mean = \"3w\" } }",
    ]);
    let _ = writeln!(text, "backlog = {backlog}");
    if dice.one_in(4) {
        let _ = writeln!(text, "backlog_max = {}", dice.below(4));
    }
}

/// How a rate changes.
fn rate(dice: &mut Dice) -> &'static str {
    dice.word(&[
        "profile = [{ from = \"2w\", factor = 2.5 }]",
        "profile = [{ from = 0, factor = 0 }, { from = 6.25, factor = 3 }, { from = 20, factor = 0 }]",
        "weekday = { mon = 2, thu = 0.5 }",
        "weekday = { tue = 0, wed = 3 }, profile = [{ from = \"1w\", factor = 0.5 }]",
    ])
}
