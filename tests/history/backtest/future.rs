//! Nothing that happens after a day changes what is foreseen on it.

use super::{RESTLESS, Result, TRUE, restless, tested};
use crate::history::{outcome, simulated};
use headwater::backtest::{Backtest, Question, days, forecasted};
use headwater::history::throughput::start_of;
use headwater::history::{Blocked, History, Item, Place};
use std::fmt::Write;

/// The same data up to a day, and another future: every move, type, blocker, creation and description after it is
/// different, and items are there that were not.
fn other_future(history: &History, day: jiff::civil::Date) -> History {
    let cut = start_of(day);
    let later = |days: i64| cut + jiff::SignedDuration::from_hours(24 * days + 7);
    let mut other = history.clone();
    other.types.insert(0, "never heard of".to_owned());
    other
        .items
        .retain(|item| item.appeared().is_some_and(|at| at < cut));
    for (n, item) in other.items.iter_mut().enumerate() {
        item.kinds.iter_mut().for_each(|(_, kind)| *kind += 1);
        item.kinds.retain(|(at, _)| *at < cut);
        item.kinds.push((later(1), 0));
        item.moves.retain(|(at, _)| *at < cut);
        item.blocked.retain(|span| span.from < cut);
        item.blocked.push(Blocked {
            source: "war".to_owned(),
            from: later(2),
            until: None,
        });
        item.blocked_days = Some(3.0);
        item.title = "another".to_owned();
        let place = [Place::Done, Place::Discarded, Place::Stage(0)][n % 3];
        item.moves.push((later(1 + n as i64 % 9), place));
    }
    let newcomer = |n: i64| Item {
        id: format!("new-{n}"),
        kinds: vec![(later(n), 0)],
        created: Some(later(n)),
        moves: vec![(later(n), Place::Stage(0)), (later(n + 1), Place::Done)],
        ..history.items[0].clone()
    };
    other.items.extend((3..60).map(newcomer));
    other.until = later(200);
    other
}

#[test]
fn nothing_after_a_day_changes_its_forecast() -> Result {
    let text = TRUE.replace("640w", "60w");
    let history = simulated(&text)?;
    let question = Question {
        every: 9,
        trials: 40,
        calibrated: true,
        ..Question::default()
    };
    let all = tested(&history, &question)?;
    let days = days(&history, &question)?;
    assert!(days.len() >= 5);
    for (n, day) in days.into_iter().enumerate() {
        let other = other_future(&history, day);
        let said = |history| forecasted(history, &question, day, &|| false);
        let (one, another) = (said(&history)?, said(&other)?);
        assert_eq!(format!("{one:?}"), format!("{another:?}"), "{day}");
        let test = tested(&other, &question)?;
        let bytes = |test: &Backtest| {
            let asked = test
                .cuts
                .get(n)
                .map(|cut| cut.ahead.iter())
                .into_iter()
                .flatten();
            // What was foreseen; what happened and how good that was differ, of course.
            let foreseen = asked.map(|asked| {
                let said = [&asked.model, &asked.resampled, &asked.repeated];
                let said = said.map(|said| (said.median, said.mean, &said.bands, said.enough));
                format!(
                    "{} {} {said:?} {:?}",
                    asked.weeks, asked.enough, asked.calibrated
                )
            });
            foreseen.collect::<Vec<_>>()
        };
        let (one, another) = (bytes(&all), bytes(&test));
        let both = one.len().min(another.len());
        assert!(both > 0 && one[..both] == another[..both], "{day}");
    }
    Ok(())
}

/// The same through the importer: all rows of an export after a day are others.
#[test]
fn rows_after_a_day_do_not_matter() -> Result {
    let text = restless(60, 7);
    let day = jiff::civil::date(2001, 10, 1);
    let (mut past, mut future) = (String::new(), String::new());
    for line in text.lines() {
        let time = line.split(',').nth(1).unwrap_or_default();
        let _ = match time < "2001-10-01" || time == "time" {
            true => writeln!(past, "{line}"),
            false => writeln!(
                future,
                "{}",
                line.replace("A-", "B-").replace("Done", "Doing")
            ),
        };
    }
    let question = Question {
        trials: 50,
        ..Question::default()
    };
    let said = |text: &str| -> std::result::Result<String, String> {
        let read = outcome(&[text], RESTLESS)?;
        Ok(format!(
            "{:?}",
            forecasted(&read.history, &question, day, &|| false)?
        ))
    };
    assert!(future.lines().count() > 50);
    assert_eq!(said(&text)?, said(&format!("{past}{future}"))?);
    let shifted = text.replace("2001-09", "2001-08");
    assert_ne!(said(&text)?, said(&shifted)?, "the past does matter");
    Ok(())
}
