//! Columns and the people in them, before ready and after it.

use super::{Board, ORDERS, Shape, TIMES, over, patience};
use crate::random_models::dice::Dice;
use std::fmt::Write;

impl Board {
    pub(super) fn pool(&mut self, dice: &mut Dice) {
        let people = dice.word(&["2", "1", "3", "\"unlimited\""]);
        let prefer = dice.word(&["downstream", "upstream", "oldest"]);
        let available = dice.word(&["1", "0.5", "0.8"]);
        let focus = focus(dice);
        self.push(format!(
            "\n[[pools]]\nname = \"crew\"\npeople = {people}\nprefer = \"{prefer}\"\navailability = {available}\n{focus}\n"
        ));
    }

    pub(super) fn stage(&mut self, n: usize, shape: &Shape, dice: &mut Dice) {
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

    pub(super) fn shelf(&mut self, dice: &mut Dice) {
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
    pub(super) fn delivery(&mut self, teams: usize, shape: &Shape, dice: &mut Dice) {
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
    pub(super) fn second(&mut self, shape: &Shape, dice: &mut Dice) {
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
