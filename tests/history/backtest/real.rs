//! The history of a working team, tested the whole way.

use super::{Result, tested};
use crate::history::reading;
use crate::history::real::{DURACLOUD, file};
use headwater::backtest::{Question, Score};
use headwater::history::throughput::start_of;

/// The coverage of a real history, recounted from the forecasts themselves.
#[test]
fn a_real_history_is_tested_the_whole_way() -> Result {
    let Some(text) = file("duracloud-jira/duracloud-search.json") else {
        return Ok(());
    };
    let history = reading(&text, DURACLOUD).history;
    let question = Question {
        every: 13,
        trials: 60,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = test.horizons.last().ok_or("no window")?;
    assert!(
        horizon.weeks == 13 && horizon.forecasts >= 12,
        "{horizon:?}"
    );
    assert_eq!(horizon.forecasts, horizon.apart);
    let truth = history.finishes(history.counted(), &[]);
    let mut hits = 0;
    for cut in &test.cuts {
        for asked in &cut.ahead {
            let (from, to): (jiff::civil::Date, jiff::civil::Date) =
                (cut.date.parse()?, asked.to.parse()?);
            let until = start_of(to.tomorrow()?);
            let within = truth
                .iter()
                .filter(|at| (start_of(from)..until).contains(*at));
            assert_eq!(
                within.count() as u64,
                asked.happened,
                "{} {}",
                cut.date,
                asked.weeks
            );
            let place = asked.model.place.unwrap_or(f64::NAN);
            hits += u64::from(asked.weeks == 13 && (0.1..=0.9).contains(&place));
        }
    }
    let score: &Score = &horizon.model;
    assert_eq!(score.coverage[1].hits, hits);
    Ok(())
}
