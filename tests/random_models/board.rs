//! Random scenarios, written as text from a string of bytes. A byte of 0 is the simplest choice, so
//! that a failing board shrinks to a simple one.

mod kinds;
mod policies;
mod stages;
mod time;

use super::dice::Dice;
use kinds::kind;
use std::fmt::Write;

/// A random scenario.
pub struct Board {
    /// The scenario file.
    pub text: String,
    /// The stages' own limits by name, with the expedite items that may exceed them.
    pub limits: Vec<(String, usize)>,
    /// How many items stand on the board of today.
    pub today: usize,
    /// The only stage on the route of each type (none where all are), and whether its backlog is unlimited.
    routes: Vec<(Option<usize>, bool)>,
}

/// Times above 0, in days.
const TIMES: [&str; 14] = [
    "0.5",
    "\"6h\"",
    "{ dist = \"constant\", value = 1.25 }",
    "{ dist = \"exponential\", mean = 0.8 }",
    "{ dist = \"lognormal\", mean = 1, cv = 1.5 }",
    "{ dist = \"lognormal\", p50 = \"1d\", p85 = \"3d\" }",
    "{ dist = \"uniform\", min = 0.2, max = 2 }",
    "{ dist = \"triangular\", min = 0.1, mode = 0.5, max = 3 }",
    "{ dist = \"pert\", min = 0.1, mode = 0.5, max = 3, whole_days = true }",
    "{ dist = \"gamma\", mean = 0.6, cv = 0.7, shift = 0.1 }",
    "{ dist = \"erlang\", k = 3, mean = 0.9 }",
    "{ dist = \"weibull\", shape = 1.5, scale = 1, cap = 4 }",
    "{ dist = \"weibull\", p50 = 0.7, p85 = 1.9 }",
    "{ dist = \"empirical\", values = [0.25, 0.5, 0.5, 4] }",
];

/// Ways to choose who goes first.
const ORDERS: [&str; 6] = ["fifo", "stage-fifo", "lifo", "random", "value", "wsjf"];

/// What is chosen for the board as a whole.
struct Shape {
    types: usize,
    stages: usize,
    /// Every stage has a limit, so that a supply may be unlimited.
    all_limited: bool,
    lanes: bool,
    /// Every type passes every stage, so that work may go back to any.
    all_pass: bool,
    /// Stages after ready.
    delivery: usize,
    /// The last type has a board of its own, with a shelf of its own.
    second: bool,
}

impl Shape {
    /// Is this the type with a board of its own?
    fn apart(&self, kind: usize) -> bool {
        self.second && kind + 1 == self.types
    }

    /// Does a team pull from the second shelf?
    fn elsewhere(&self, team: usize) -> bool {
        self.second && team > 0
    }
}

impl Board {
    /// The board these bytes stand for.
    pub fn random(bytes: &[u8]) -> Self {
        let mut dice = Dice(bytes.iter());
        let mut shape = Shape {
            types: 1 + dice.below(3),
            stages: 1 + dice.below(4),
            all_limited: dice.one_in(3),
            lanes: dice.one_in(3),
            delivery: dice.below(4),
            second: dice.one_in(3),
            all_pass: true,
        };
        shape.second &= shape.types > 1;
        let mut board = Self {
            text: String::new(),
            limits: Vec::new(),
            today: 0,
            routes: Vec::new(),
        };
        board.head(&mut dice);
        for n in 0..shape.types {
            let text = kind(n, &shape, &mut dice);
            shape.all_pass &= !text.contains("route = ");
            let route = text.split_once("route = [\"s").map(|(_, rest)| rest);
            let route = route.and_then(|rest| rest.split(']').next());
            let stage = route.and_then(|rest| rest.trim_end_matches('"').parse().ok());
            board.routes.push((stage, text.contains("unlimited")));
            board.push(text);
        }
        board.pool(&mut dice);
        for n in 0..shape.stages {
            board.stage(n, &shape, &mut dice);
        }
        board.shelf(&mut dice);
        let teams = dice.below(3);
        board.delivery(teams, &shape, &mut dice);
        if shape.second {
            board.second(&shape, &mut dice);
        }
        board.policies(&shape, &mut dice);
        board.questions(teams, &shape, &mut dice);
        board.blockers(&mut dice);
        board.stand(&shape, &mut dice);
        board.change(&mut dice);
        board
    }

    fn push(&mut self, text: String) {
        self.text += &text;
    }

    fn head(&mut self, dice: &mut Dice) {
        let order = dice.word(&ORDERS);
        let calendar = dice.word(&[
            "horizon = 30",
            "horizon = \"8w\"",
            "start = 2026-03-02\nhorizon = \"7w\"\nholidays = [2026-04-03, 2026-04-06]",
            "horizon = 40\nwarm_up = 10",
            "start = 2026-03-04\nhorizon = 25\nweek = [\"mon\", \"tue\", \"wed\", \"thu\"]",
        ]);
        self.push(format!("order = \"{order}\"\n\n[calendar]\n{calendar}\n"));
    }

    /// Does what has this name say so?
    fn does(&self, name: &str, what: &str) -> bool {
        let name = format!("name = \"{name}\"\n");
        let told = self.text.split_once(&name).map(|(_, told)| told);
        told.is_some_and(|told| {
            told.split("\n[")
                .next()
                .is_some_and(|told| told.contains(what))
        })
    }
}

fn type_names(shape: &Shape) -> Vec<String> {
    (0..shape.types).map(|n| format!("t{n}")).collect()
}

fn lane_names(shape: &Shape) -> Vec<String> {
    let names = ["fast", "slow"].iter().take(shape.types);
    names.map(|name| (*name).to_owned()).collect()
}

fn shares(owners: &[String], dice: &mut Dice) -> String {
    let shares: Vec<String> = owners
        .iter()
        .map(|owner| format!("{owner} = {}", 1 + dice.below(40)))
        .collect();
    format!("{{ {} }}", shares.join(", "))
}

/// By how many expedite items may exceed a maximum at most.
const MOST_OVER: usize = 2;

/// By how many expedite items may exceed a maximum, and how that is written.
fn over(dice: &mut Dice) -> (usize, String) {
    match dice.below(4) {
        over @ 1..=MOST_OVER => (over, format!(", expedite_over = {over}")),
        _ => (0, String::new()),
    }
}

/// How long an item waits.
fn patience(dice: &mut Dice, text: &mut String) {
    let time = dice.word(&TIMES);
    let time = dice.word(&["6", "{ dist = \"exponential\", mean = \"2w\" }", time]);
    let _ = writeln!(text, "expire = {time}");
}
