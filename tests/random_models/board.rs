//! Random scenarios, written as text from a string of bytes. A byte of 0 is the simplest choice, so
//! that a failing board shrinks to a simple one.

use std::fmt::Write;

/// A random scenario.
pub struct Board {
    /// The scenario file.
    pub text: String,
    /// The stages' own limits by name.
    pub limits: Vec<(String, usize)>,
    /// How many items stand on the board of today.
    pub today: usize,
    /// The only stage on the route of each type (none where all are), and whether its backlog is unlimited.
    routes: Vec<(Option<usize>, bool)>,
}

/// Bytes as choices; 0 for ever after the last.
struct Dice<'a>(std::slice::Iter<'a, u8>);

impl Dice<'_> {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % n)
    }

    /// True in one of `n` cases.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// One of the words.
    fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
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
}

impl Board {
    /// The board these bytes stand for.
    pub fn random(bytes: &[u8]) -> Self {
        let mut dice = Dice(bytes.iter());
        let shape = Shape {
            types: 1 + dice.below(3),
            stages: 1 + dice.below(4),
            all_limited: dice.one_in(3),
            lanes: dice.one_in(3),
        };
        let mut board = Self {
            text: String::new(),
            limits: Vec::new(),
            today: 0,
            routes: Vec::new(),
        };
        board.head(&mut dice);
        for n in 0..shape.types {
            let text = kind(n, &shape, &mut dice);
            let route = text.split_once("route = [\"s").map(|(_, rest)| rest);
            let stage = route.and_then(|rest| rest.split('"').next()?.parse().ok());
            board.routes.push((stage, text.contains("unlimited")));
            board.push(text);
        }
        board.pool(&mut dice);
        for n in 0..shape.stages {
            board.stage(n, &shape, &mut dice);
        }
        board.shelf(&mut dice);
        board.policies(&shape, &mut dice);
        board.questions(&shape, &mut dice);
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
        self.push(format!(
            "\n[[pools]]\nname = \"crew\"\npeople = {people}\nprefer = \"{prefer}\"\navailability = {available}\n"
        ));
    }

    fn stage(&mut self, n: usize, shape: &Shape, dice: &mut Dice) {
        let mut text = format!("\n[[stages]]\nname = \"s{n}\"\n");
        let worked = worker(n, shape, dice, &mut text);
        if shape.all_limited || dice.one_in(2) {
            let max = shape.types + dice.below(5);
            let min = dice.below(3).min(max);
            let _ = writeln!(text, "wip = {{ min = {min}, max = {max} }}");
            self.limits.push((format!("s{n}"), max));
        }
        if worked {
            // an unlimited supply needs a limit where its items go first
            let skips = n > 0 || !shape.all_limited;
            visit(shape, skips, dice, &mut text);
        }
        if dice.one_in(4) {
            let _ = writeln!(text, "order = \"{}\"", dice.word(&ORDERS));
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
    }

    fn policies(&mut self, shape: &Shape, dice: &mut Dice) {
        if dice.one_in(3) {
            let stages: Vec<String> = (0..shape.stages).map(|n| format!("\"s{n}\"")).collect();
            let max = 2 + dice.below(6);
            let stages = stages.join(", ");
            self.push(format!(
                "\n[[conwip]]\nstages = [{stages}]\nwip = {{ max = {max} }}\n"
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
        self.push(format!(
            "\n[[lanes]]\nname = \"fast\"\ntypes = [\"t0\"]\nwip = {{ s0 = {{ min = 1, max = {max} }} }}\n"
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

    fn questions(&mut self, shape: &Shape, dice: &mut Dice) {
        for n in 0..dice.below(3) {
            let planning = dice.word(&[
                "{ every = \"2w\" }",
                "{ first = 4, every = 5 }",
                "{ at = [3, 7.5, 20] }",
                "{ every = 3 }",
            ]);
            let shares = shares(&type_names(shape), dice);
            let pull = match dice.below(3) {
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
            self.push(format!(
                "\n[[teams]]\nname = \"team{n}\"\nplanning = {planning}\npull = {pull}\n{need}"
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
        if let Some((stage, max)) = limited {
            let new = *max + dice.below(4);
            *max = (*max).max(new);
            sets.push(format!("\"stages.{stage}.wip.max\" = {new}"));
        }
        let at = dice.word(&["4", "0", "7.5", "\"3w\""]);
        let sets = sets.join(", ");
        let change = format!("\n[[changes]]\nat = {at}\nset = {{ {sets} }}\n");
        match self.text.split_once("\n[board]") {
            Some((before, board)) => self.text = format!("{before}{change}\n[board]{board}"),
            None => self.push(change),
        }
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
            // nobody counts what waits in an unlimited backlog
            let stage = match dice.below(6) {
                0 if !unlimited => "backlog".to_owned(),
                1 => "shelf".to_owned(),
                _ => format!("s{own}"),
            };
            let state = match stage.as_str() {
                "backlog" => "",
                _ => dice.word(&["", "", "waiting", "done"]),
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
    if shape.all_limited && dice.one_in(3) {
        text += "backlog = \"unlimited\"\n";
        return text;
    }
    demand(dice, &mut text);
    if shape.stages > 1 && dice.one_in(3) {
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
        let _ = writeln!(text, "source = \"from{}\"", dice.below(2));
    }
    text
}

/// What arrives and what waits.
fn demand(dice: &mut Dice, text: &mut String) {
    let count = dice.word(&COUNTS);
    let time = dice.word(&TIMES);
    let arrivals = match dice.below(9) {
        0 => "{ per_day = 0.6 }".to_owned(),
        1 => "{ per_week = 4 }".to_owned(),
        2 => format!("{{ per_week = 2, batch = {count} }}"),
        3 => format!("{{ every = 2, count = {count}, first = 1 }}"),
        4 => "{ at = [0, 1.5, 3, 9] }".to_owned(),
        5 => format!("{{ between = {time} }}"),
        6 => format!("{{ per_week = 3, batch = {count}, {} }}", rate(dice)),
        7 => format!("{{ per_day = 0.7, {} }}", rate(dice)),
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

/// Who works in a stage; says whether anything is done there.
fn worker(n: usize, shape: &Shape, dice: &mut Dice, text: &mut String) -> bool {
    let time = dice.word(&TIMES);
    let ways = if shape.all_limited && n == 0 { 4 } else { 6 };
    let (way, worked) = match dice.below(ways) {
        0 => (format!("people = 1\nservice = {time}"), true),
        1 => (format!("pool = \"crew\"\nservice = {time}"), true),
        2 => (
            format!("people = 2\nhold = \"person\"\nservice = {time}"),
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
