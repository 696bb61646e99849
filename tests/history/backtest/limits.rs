//! Which days are tested, which are left out and why, and what the data cannot tell.

use super::{RESTLESS, Result, restless, tested};
use crate::history::{outcome, reading};
use headwater::backtest::{Control, Question, backtest};
use headwater::history::throughput::start_of;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn threads_and_interruption_change_nothing_but_the_number_of_days() -> Result {
    let history = reading(&restless(40, 3), RESTLESS).history;
    let question = Question {
        trials: 40,
        ..Question::default()
    };
    let run = |threads, after: u64| {
        let stop = AtomicBool::new(false);
        let mut progress = |done| stop.store(done >= after, Ordering::Relaxed);
        let control = Control {
            stop: &stop,
            progress: &mut progress,
            threads,
        };
        backtest(&history, &question, control)
    };
    let (whole, interrupted) = run(1, u64::MAX)?;
    assert!(!interrupted && whole.cuts.len() > 20);
    for threads in [2, 7] {
        assert_eq!(run(threads, u64::MAX)?, (whole.clone(), false));
    }
    let (part, interrupted) = run(2, 5)?;
    assert!(interrupted && part.cuts.len() < whole.cuts.len());
    assert_eq!(part.cuts, whole.cuts[..part.cuts.len()]);
    Ok(())
}

#[test]
fn days_with_too_little_before_them_are_left_out_with_the_reason() -> Result {
    let history = reading(&restless(40, 3), RESTLESS).history;
    let mut sparse = history.clone();
    let first = start_of(jiff::civil::date(2001, 4, 2));
    let few = sparse
        .items
        .iter()
        .filter(|item| item.created < Some(first));
    assert!(few.count() > 20);
    let mut n = 0;
    sparse.items.retain(|item| {
        n += 1;
        item.appeared().is_some_and(|at| at >= first) || n < 10
    });
    let test = tested(
        &sparse,
        &Question {
            trials: 20,
            ..Question::default()
        },
    )?;
    let left = test.left_out.first().ok_or("nothing was left out")?;
    assert!(
        left.reason.contains("10 are needed at least (1 more)"),
        "{left:?}"
    );
    assert!(test.cuts.first().is_some_and(|cut| cut.date > left.date));
    let short = history.as_of(start_of(jiff::civil::date(2001, 3, 1)));
    let refused = tested(&short, &Question::default())
        .err()
        .unwrap_or_default();
    assert!(
        refused.contains("this is too little to test forecasts with: 8 whole weeks are known")
            && refused.contains("11 in all (3 more)"),
        "{refused}"
    );
    Ok(())
}

/// What the data tell only at the end is named as a limit.
#[test]
fn what_the_data_tell_only_at_the_end_is_said() -> Result {
    let mut text = "id,type,created,doing,done,resolution\n".to_owned();
    let monday = jiff::civil::date(2001, 1, 1);
    for n in 0..200_i64 {
        let day = |days: i64| monday + jiff::Span::new().days(days);
        let kind = if n % 3 == 0 { "Bug" } else { "Story" };
        let fate = if n % 5 == 0 { "Won't Fix" } else { "Fixed" };
        let _ = writeln!(
            text,
            "{n},{kind},{},{},{},{fate}",
            day(n),
            day(n + 2),
            day(n + 6)
        );
    }
    let map = "backlog = [\"created\"]\n[[stages]]\nname = \"doing\"\nstatuses = [\"doing\"]\n[done]\nstatuses = [\"done\"]\n\
        [discarded]\nresolutions = [\"Won't Fix\"]\n";
    let read = outcome(&[&text], map)?;
    let test = tested(
        &read.history,
        &Question {
            trials: 20,
            every: 8,
            ..Question::default()
        },
    )?;
    let limits = test.limits.join("\n");
    for expected in [
        "The data tell only the last type of 200 items",
        "The data tell only the last resolution of 200 items",
        "open ones seem to be left out",
        "those of today",
    ] {
        assert!(limits.contains(expected), "{expected}: {limits}");
    }
    Ok(())
}
