//! Random scenarios, written as text from a string of bytes. A byte of 0 is the simplest choice, so
//! that a failing board shrinks to a simple one.

use super::dice::Dice;
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

/// Counts of at least one.
const COUNTS: [&str; 4] = [
    "2",
    "{ dist = \"geometric\", mean = 1.6 }",
    "{ dist = \"uniform-int\", min = 1, max = 4 }",
    "{ dist = \"poisson\", mean = 2 }",
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

    fn pool(&mut self, dice: &mut Dice) {
        let people = dice.word(&["2", "1", "3", "\"unlimited\""]);
        let prefer = dice.word(&["downstream", "upstream", "oldest"]);
        let available = dice.word(&["1", "0.5", "0.8"]);
        let focus = focus(dice);
        self.push(format!(
            "\n[[pools]]\nname = \"crew\"\npeople = {people}\nprefer = \"{prefer}\"\navailability = {available}\n{focus}\n"
        ));
    }

    fn stage(&mut self, n: usize, shape: &Shape, dice: &mut Dice) {
        let mut text = format!("\n[[stages]]\nname = \"s{n}\"\n");
        let worked = worker(n, shape, dice, &mut text);
        if shape.all_limited || dice.one_in(2) {
            let max = shape.types + dice.below(5);
            let min = dice.below(3).min(max);
            let (over, text_over) = over(dice);
            let low = low(min, &mut text, dice);
            let _ = writeln!(text, "wip = {{ min = {min}, max = {max}{text_over}{low} }}");
            self.limits.push((format!("s{n}"), max + over));
        }
        if worked {
            // an unlimited supply needs a limit where its items go first
            let skips = n > 0 || !shape.all_limited;
            visit(shape, skips, dice, &mut text);
            outcomes(n, shape, dice, &mut text);
        }
        if dice.one_in(4) {
            let _ = writeln!(text, "order = \"{}\"", dice.word(&ORDERS));
        }
        if dice.one_in(4) {
            patience(dice, &mut text);
        }
        if dice.one_in(5) {
            let meetings = ["every = 4, at_most = 3", "every = \"1w\"", "at = [5, 12.5]"];
            let _ = writeln!(text, "leaves = {{ {} }}", dice.word(&meetings));
        }
        self.push(text);
    }

    fn shelf(&mut self, dice: &mut Dice) {
        self.push("\n[[stages]]\nname = \"shelf\"\nkind = \"ready\"\n".into());
        if dice.one_in(2) {
            let max = 5 + dice.below(8);
            self.push(format!("wip = {{ min = 3, max = {max} }}\n"));
            self.limits.push(("shelf".into(), max));
        }
        if dice.one_in(3) {
            let days = 3 + dice.below(20);
            self.push(format!("expire = {days}\nby_type.t0 = {{ expire = 9 }}\n"));
        }
    }

    /// Stages after ready, some of them of one team only.
    fn delivery(&mut self, teams: usize, shape: &Shape, dice: &mut Dice) {
        for n in 0..shape.delivery {
            let mut text = format!("\n[[stages]]\nname = \"d{n}\"\n");
            let worked = worker(1 + n, shape, dice, &mut text);
            if teams > 0 && dice.one_in(3) {
                let team = dice.below(if shape.second { 1 } else { teams });
                let _ = writeln!(text, "team = \"team{team}\"");
            }
            if dice.one_in(2) {
                let max = shape.types + dice.below(3);
                let (over, text_over) = over(dice);
                let min = dice.below(3).min(max);
                let low = low(min, &mut text, dice);
                let _ = writeln!(text, "wip = {{ min = {min}, max = {max}{text_over}{low} }}");
                self.limits.push((format!("d{n}"), max + over));
            }
            if worked {
                visit(shape, true, dice, &mut text);
                if dice.one_in(3) {
                    text += "rework = { probability = 0.2 }\n";
                }
                if dice.one_in(3) {
                    let kind = match dice.below(3) {
                        2 => format!(", as = \"t{}\"", dice.below(shape.types)),
                        _ => String::new(),
                    };
                    let _ = writeln!(text, "split = {{ probability = 0.1, into = 2{kind} }}");
                }
            }
            self.push(text);
        }
    }

    /// A board beside the other one, with a shelf of its own.
    fn second(&mut self, shape: &Shape, dice: &mut Dice) {
        let (work, delivery) = (dice.word(&TIMES), dice.word(&TIMES));
        let max = 1 + dice.below(4);
        let wip = match shape.all_limited {
            true => format!("wip = {{ max = {max} }}\n"),
            false => String::new(),
        };
        self.push(format!(
            "\n[[stages]]\nname = \"x0\"\npeople = 1\nservice = {work}\n{wip}\n[[stages]]\nname = \"shelf2\"\nkind = \"ready\"\n\n[[stages]]\nname = \"x1\"\npeople = 1\nservice = {delivery}\ndiscard = 0.1\n"
        ));
    }

    fn policies(&mut self, shape: &Shape, dice: &mut Dice) {
        if dice.one_in(3) {
            let stages: Vec<String> = (0..shape.stages).map(|n| format!("\"s{n}\"")).collect();
            let (max, of) = (2 + dice.below(6), stages.join(", "));
            let (_, over) = over(dice);
            self.push(format!(
                "\n[[conwip]]\nstages = [{of}]\nwip = {{ max = {max}{over} }}\n"
            ));
        }
        if shape.lanes {
            self.lanes(shape, dice);
        }
        let strategy = dice.word(&["none", "weighted", "reserved", "flexible", "priority"]);
        if strategy != "none" {
            self.allocation(strategy, shape, dice);
        }
    }

    fn lanes(&mut self, shape: &Shape, dice: &mut Dice) {
        let max = 1 + dice.below(4);
        let (_, over) = over(dice);
        let low = match self.does("s1", "service = ") && dice.one_in(2) {
            true => ", s1 = { min = 1, on_low = \"push\" }",
            false => "",
        };
        self.push(format!(
            "\n[[lanes]]\nname = \"fast\"\ntypes = [\"t0\"]\nwip = {{ s0 = {{ min = 1, max = {max}{over} }}{low} }}\n"
        ));
        if shape.types > 1 {
            let types: Vec<String> = (1..shape.types).map(|n| format!("\"t{n}\"")).collect();
            let max = 2 + dice.below(6);
            let types = types.join(", ");
            self.push(format!(
                "\n[[lanes]]\nname = \"slow\"\ntypes = [{types}]\nconwip = {{ max = {max} }}\n"
            ));
        }
    }

    fn allocation(&mut self, strategy: &str, shape: &Shape, dice: &mut Dice) {
        let by_lane = shape.lanes && dice.one_in(2);
        let (by, owners) = if by_lane {
            ("lane", lane_names(shape))
        } else {
            ("type", type_names(shape))
        };
        let how = if strategy == "priority" {
            format!("order = [\"{}\"]", owners[dice.below(owners.len())])
        } else {
            format!("shares = {}", shares(&owners, dice))
        };
        self.push(format!(
            "\n[allocation]\nby = \"{by}\"\nstrategy = \"{strategy}\"\n{how}\n"
        ));
    }

    /// What stops work; stages in which somebody works come first, and in others nothing is to stop.
    fn blockers(&mut self, dice: &mut Dice) {
        if !self.text.contains("service = ") {
            return;
        }
        for n in 0..dice.below(3) {
            let strikes = dice.word(&["probability = 0.3", "per_day = 0.5", "probability = 1"]);
            let lasts = dice.word(&TIMES);
            let kept = dice.word(&["false", "true"]);
            let whom = dice.word(&["", "types = [\"t0\"]\n"]);
            self.push(format!(
                "\n[[blockers]]\nsource = \"source{n}\"\n{strikes}\nduration = {lasts}\nholds_person = {kept}\n{whom}"
            ));
        }
    }

    fn questions(&mut self, teams: usize, shape: &Shape, dice: &mut Dice) {
        for n in 0..teams {
            let planning = dice.word(&[
                "{ every = \"2w\" }",
                "{ first = 4, every = 5 }",
                "{ at = [3, 7.5, 20] }",
                "{ every = 3 }",
            ]);
            let mut own = type_names(shape);
            if shape.second {
                let last = own.pop();
                if shape.elsewhere(n) {
                    own = last.into_iter().collect();
                }
            }
            let from = match (shape.second, shape.elsewhere(n)) {
                (false, _) => "",
                (true, false) => "from = \"shelf\"\n",
                (true, true) => "from = \"shelf2\"\n",
            };
            let shares = shares(&own, dice);
            let pull = match dice.below(4) {
                3 => format!("{{ fill_to = {} }}", 2 + dice.below(6)),
                0 => "{ total = 4 }".to_owned(),
                1 => format!("{{ total = 5, shares = {shares} }}"),
                _ => format!("{{ total = 3, shares = {shares}, borrow = false }}"),
            };
            let need = dice.word(&[
                "",
                "ready_when = { total = 3 }\n",
                "ready_when = { total = 4, t0 = 1 }\n",
                "ready_when = { t0 = 2 }\n",
            ]);
            let need = if shape.elsewhere(n) { "" } else { need };
            self.push(format!(
                "\n[[teams]]\nname = \"team{n}\"\nplanning = {planning}\npull = {pull}\n{need}{from}"
            ));
        }
        for n in 0..dice.below(3) {
            let more = dice.word(&["", "by = 15\n", "types = [\"t0\"]\n", "on_shelf = true\n"]);
            self.push(format!(
                "\n[[goals]]\nname = \"goal{n}\"\nready = {}\n{more}",
                1 + dice.below(12)
            ));
        }
    }
}

impl Board {
    /// Policies that change.
    fn change(&mut self, dice: &mut Dice) {
        if !dice.one_in(3) {
            return;
        }
        let limited = self.limits.iter_mut().find(|(name, _)| name != "shelf");
        let mut sets = vec![format!("\"pools.crew.people\" = {}", 1 + dice.below(4))];
        let available = dice.word(&["", "0.3", "0.9", "1"]);
        if !available.is_empty() {
            sets.push(format!("\"pools.crew.availability\" = {available}"));
        }
        if let Some((stage, max)) = limited {
            let new = *max + dice.below(4);
            *max = (*max).max(new + MOST_OVER);
            sets.push(format!("\"stages.{stage}.wip.max\" = {new}"));
        }
        if self.does("s0", "service = ") && dice.one_in(2) {
            sets.push("\"stages.s0.service\" = 0.4".to_owned());
        }
        if self.does("d0", "service = ") && self.does("d0", "discard = ") && dice.one_in(2) {
            sets.push("\"stages.d0.service\" = 0.4, \"stages.d0.discard\" = 0.2".to_owned());
        }
        if self.does("team0", "pull = { total") {
            sets.push(format!(
                "\"teams.team0.pull.total\" = {}",
                1 + dice.below(7)
            ));
        }
        let at = dice.word(&["4", "0", "7.5", "\"3w\""]);
        let sets = sets.join(", ");
        let change = format!("\n[[changes]]\nat = {at}\nset = {{ {sets} }}\n");
        match self.text.split_once("\n[board]") {
            Some((before, board)) => self.text = format!("{before}{change}\n[board]{board}"),
            None => self.push(change),
        }
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

    /// Items that stand on the board of today.
    fn stand(&mut self, shape: &Shape, dice: &mut Dice) {
        if !dice.one_in(3) {
            return;
        }
        let file =
            "\n[board]\nfile = \"board.csv\"\n#: id,type,stage,entered,created,state,worked\n";
        self.push(file.into());
        self.today = dice.below(9);
        for row in 0..self.today {
            let kind = dice.below(shape.types);
            let own = dice.below(shape.stages);
            let (only, unlimited) = self.routes.get(kind).copied().unwrap_or_default();
            let own = only.unwrap_or(own);
            let apart = shape.apart(kind);
            // nobody counts what waits in an unlimited backlog
            let stage = match dice.below(7) {
                0 if !unlimited => "backlog".to_owned(),
                1 if apart => "shelf2".to_owned(),
                1 => "shelf".to_owned(),
                2 if apart => "x1".to_owned(),
                2 if shape.delivery > 0 && only.is_none() => {
                    format!("d{}", dice.below(shape.delivery))
                }
                _ if apart => "x0".to_owned(),
                _ => format!("s{own}"),
            };
            let served = self.does(&stage, "service = ");
            let blocked = kind == 0 && self.text.contains("[[blockers]]");
            let state = match stage.as_str() {
                "backlog" => "",
                _ => match dice.below(6) {
                    0 | 1 => "",
                    2 => "waiting",
                    3 if served => "working",
                    4 if served && blocked => "blocked",
                    _ => "done",
                },
            };
            let worked = dice.word(&["", "0.3"]);
            let age = dice.below(20);
            self.push(format!(
                "#: row-{row},t{kind},{stage},{age},{},{state},{worked}\n",
                age + dice.below(9)
            ));
        }
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
fn kind(n: usize, shape: &Shape, dice: &mut Dice) -> String {
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

/// What work comes back or falls apart. (Rarely enough that no item falls into parts without end.)
fn outcomes(n: usize, shape: &Shape, dice: &mut Dice, text: &mut String) {
    if dice.one_in(4) {
        let to = if shape.all_pass { dice.below(n + 1) } else { n };
        let _ = writeln!(text, "rework = {{ probability = 0.2, to = \"s{to}\" }}");
    }
    if dice.one_in(5) {
        let into = dice.word(&["2", "{ dist = \"uniform-int\", min = 1, max = 3 }"]);
        let to_type = match n {
            0 if dice.one_in(2) => format!(", as = \"t{}\"", dice.below(shape.types)),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "split = {{ probability = 0.07, into = {into}{to_type} }}"
        );
    }
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

/// By how many expedite items may exceed a maximum at most.
const MOST_OVER: usize = 2;

/// By how many expedite items may exceed a maximum, and how that is written.
fn over(dice: &mut Dice) -> (usize, String) {
    match dice.below(4) {
        over @ 1..=MOST_OVER => (over, format!(", expedite_over = {over}")),
        _ => (0, String::new()),
    }
}

/// What happens below a minimum: only where somebody works something unfinished may be taken in.
fn low(min: usize, text: &mut String, dice: &mut Dice) -> &'static str {
    if min == 0 || !text.contains("service = ") || dice.one_in(2) {
        return "";
    }
    let _ = writeln!(text, "push_cost = {}", dice.word(&["1", "1.5", "0", "0.6"]));
    ", on_low = \"push\""
}

/// How many items people hold.
fn focus(dice: &mut Dice) -> &'static str {
    dice.word(&[
        "",
        "focus = { items_per_person = 2, switch_cost = 0.3 }",
        "focus = { items_per_person = \"unlimited\" }",
        "focus = { items_per_person = 3 }",
    ])
}

/// How long an item waits.
fn patience(dice: &mut Dice, text: &mut String) {
    let time = dice.word(&TIMES);
    let time = dice.word(&["6", "{ dist = \"exponential\", mean = \"2w\" }", time]);
    let _ = writeln!(text, "expire = {time}");
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

/// Who works in a stage; says whether anything is done there.
fn worker(n: usize, shape: &Shape, dice: &mut Dice, text: &mut String) -> bool {
    let time = dice.word(&TIMES);
    let ways = if shape.all_limited && n == 0 { 4 } else { 6 };
    let (way, worked) = match dice.below(ways) {
        0 => (format!("people = 1\nservice = {time}"), true),
        1 => (format!("pool = \"crew\"\nservice = {time}"), true),
        2 => (
            format!(
                "people = 2\nhold = \"person\"\nservice = {time}\n{}",
                focus(dice)
            ),
            true,
        ),
        3 => (format!("elapsed = {time}"), true),
        4 => (format!("people = \"unlimited\"\nservice = {time}"), true),
        _ => (String::new(), false),
    };
    text.push_str(&way);
    text.push('\n');
    worked
}

/// What a stage does besides its work.
fn visit(shape: &Shape, skips: bool, dice: &mut Dice, text: &mut String) {
    if dice.one_in(3) {
        let _ = writeln!(text, "discard = 0.{}", 1 + dice.below(6));
    }
    if skips && dice.one_in(4) {
        let _ = writeln!(text, "skip = 0.{}", 1 + dice.below(6));
    }
    if dice.one_in(4) {
        let kind = dice.below(shape.types);
        let _ = writeln!(text, "by_type.t{kind} = {{ discard = 0.4 }}");
    }
}
