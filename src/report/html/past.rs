//! The pages of what is learnt from the past: a fit, and the test of past forecasts.

use super::{Commands, Next, Page, render};
use crate::backtest::{Backtest, Verdict};
use crate::history::fit::Fit;
use crate::report::pictures;
use crate::report::text::words::{capital, thousands};
use crate::report::text::{backtest, fit};

/// The page of a fit.
pub fn of_fit(learnt: &Fit, commands: &Commands) -> String {
    let doubts = learnt
        .doubts
        .iter()
        .map(|doubt| format!("Careful: {doubt}"));
    let again = &commands.again;
    render(&Page {
        scenario: &learnt.history,
        kind: "fit",
        behind: format!(
            "{} items, {} of them finished, in the {:.0} weeks from {} up to {}",
            thousands(learnt.items as u64),
            thousands(learnt.finished as u64),
            learnt.weeks,
            learnt.from,
            learnt.as_of
        ),
        question: fit::QUESTION,
        answer: fit::paragraphs(learnt).into_iter().chain(doubts).collect(),
        next: Next {
            lead: "A scenario says what would happen; whether to believe it, its own past says:"
                .to_owned(),
            tries: vec![
                (
                    "Write the scenario and the board it starts from, and run it".to_owned(),
                    format!("{again} --out learnt && headwater run learnt/scenario.toml"),
                ),
                (
                    "Would such forecasts have been right?".to_owned(),
                    again.replacen("headwater fit ", "headwater backtest ", 1),
                ),
            ],
        },
        sections: &pictures::of_fit(learnt),
        reading: learnt.assumed.clone(),
        headwater: learnt.headwater,
        command: again,
    })
}

/// The page of a test of past forecasts.
pub fn of_backtest(test: &Backtest, commands: &Commands) -> String {
    let again = &commands.again;
    let mut tries = Vec::new();
    if !again.contains(" --calibrated") {
        tries.push((
            "Widen the bands by what earlier forecasts missed".to_owned(),
            format!("{again} --calibrated"),
        ));
    }
    if !again.contains(" --weeks ") {
        tries.push((
            "Learn from the last half year only, where things change".to_owned(),
            format!("{again} --weeks 26"),
        ));
    }
    if !again.contains(" --seed ") {
        tries.push((
            "Ask again with another luck: what is true stays, what was chance goes".to_owned(),
            format!("{again} --seed {}", test.seed.wrapping_add(1)),
        ));
    }
    let limits = test.limits.iter().cloned();
    render(&Page {
        scenario: &test.history,
        kind: "backtest",
        behind: backtest::behind(test),
        question: backtest::QUESTION,
        answer: backtest::paragraphs(test),
        next: Next {
            lead: match test
                .horizons
                .iter()
                .any(|h| h.verdict == Verdict::Overconfident)
            {
                true => "Bands that were too narrow in the past are too narrow today:",
                false => {
                    "What a forecast was worth may hang on what it is learnt from, and on luck:"
                }
            }
            .to_owned(),
            tries,
        },
        sections: &pictures::of_backtest(test),
        reading: limits
            .chain(backtest::reading(test))
            .map(|line| capital(&line))
            .collect(),
        headwater: test.headwater,
        command: again,
    })
}
