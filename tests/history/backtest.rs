//! `headwater backtest`: a true model is right as often as it says, nothing of the future leaks, and what is
//! overconfident is called so.

mod command;
mod future;
mod judged;
mod limits;
mod real;

use headwater::backtest::{Backtest, Control, Question, backtest};
use headwater::history::History;
use headwater::random::{Key, Stream};
use std::error::Error;
use std::fmt::Write;
use std::sync::atomic::AtomicBool;

type Result = std::result::Result<(), Box<dyn Error>>;

fn tested(history: &History, question: &Question) -> std::result::Result<Backtest, String> {
    let stop = AtomicBool::new(false);
    let control = Control {
        stop: &stop,
        progress: &mut |_| {},
        threads: 0,
    };
    backtest(history, question, control).map(|(test, _)| test)
}

/// A board whose items do not wait for each other, as the model that is learnt takes it to be.
const TRUE: &str = r#"
name = "true"
[calendar]
start = 2001-01-01
horizon = "640w"
[[types]]
name = "feature"
arrivals = { per_week = 4 }
[[stages]]
name = "triage"
elapsed = { dist = "exponential", mean = 4 }
discard = 0.2
[[stages]]
name = "refinement"
elapsed = { dist = "gamma", mean = 12, cv = 0.7 }
[[stages]]
name = "ready"
kind = "ready"
[[teams]]
name = "team"
planning = { first = 2001-01-08, every = "2w" }
pull = { total = 8 }
"#;

/// The log of a team whose demand changes every few months without anything telling so. What is learnt knows one
/// rate, so that it is overconfident.
fn restless(weeks: i64, seed: u64) -> String {
    let mut text = "id,time,from,to\n".to_owned();
    let mut dice = Key::seed(seed).stream();
    let (mut id, mut rate) = (0, 5.0);
    let monday = jiff::civil::date(2001, 1, 1);
    for week in 0..weeks {
        if week % 13 == 0 {
            rate = if dice.uniform() < 0.5 { 1.0 } else { 12.0 };
        }
        for _ in 0..poisson(rate, &mut dice) {
            id += 1;
            let minute = (dice.uniform() * 5.0 * 1440.0) as i64;
            let came = monday.at(0, 0, 0, 0) + jiff::Span::new().weeks(week).minutes(minute);
            let done = came + jiff::Span::new().minutes((dice.uniform() * 4000.0) as i64 + 5);
            let _ = writeln!(text, "A-{id},{came},,Doing\nA-{id},{done},Doing,Done");
        }
    }
    text
}

fn poisson(mean: f64, dice: &mut Stream) -> usize {
    let (mut n, mut product, least) = (0, dice.uniform(), (-mean).exp());
    while product > least {
        n += 1;
        product *= dice.uniform();
    }
    n
}

const RESTLESS: &str = r#"
[[stages]]
name = "doing"
statuses = ["Doing"]
[done]
statuses = ["Done"]
"#;
