//! What must not be learnt from: the future, too little, and without a word only what is closed.

use super::{FATES, Result};
use crate::history::{at, reading, simulated};
use headwater::history::fit::{Question, fit, scenario};

/// Nothing that happened from the cut on changes what is learnt.
#[test]
fn the_future_is_not_looked_at() -> Result {
    let history = simulated(FATES)?;
    let day = "2027-06-01".parse()?;
    let question = Question {
        weeks: 52,
        as_of: Some(day),
    };
    let whole = fit(&history, &question)?;
    let past = fit(&history.as_of(at("2027-06-01")), &question)?;
    assert_eq!(whole, past);
    let mut other = history.clone();
    for item in &mut other.items {
        item.moves.retain(|(when, _)| *when < at("2027-06-01"));
    }
    other
        .items
        .retain(|item| item.appeared().is_some_and(|when| when < at("2027-06-01")));
    assert_eq!(fit(&other, &question)?, whole);
    Ok(())
}

#[test]
fn too_little_is_refused_with_what_is_missing() -> Result {
    let mut rows = String::from("id,Doing,Done\n");
    for n in 0..12 {
        rows += &format!("A-{n},2026-01-{:02},2026-03-{:02}\n", n + 5, n + 9);
    }
    let history = reading(&rows, "").history;
    let words = fit(&history, &Question::default())
        .err()
        .unwrap_or_default();
    assert!(
        words.contains("12 items were finished") && words.contains("(8 more)"),
        "{words}"
    );
    let question = Question {
        weeks: 52,
        as_of: Some("2026-02-02".parse()?),
    };
    let words = fit(&history, &question).err().unwrap_or_default();
    assert!(
        words.contains("4 whole weeks before 2026-02-02") || words.contains("3 whole weeks"),
        "{words}"
    );
    assert!(words.contains("more)"), "{words}");
    let question = Question {
        weeks: 52,
        as_of: Some("2026-04-01".parse()?),
    };
    let words = fit(&history, &question).err().unwrap_or_default();
    assert!(
        words.contains("nothing is known of 2026-04-01: the data end with 2026-03-20"),
        "{words}"
    );
    Ok(())
}

#[test]
fn closed_items_only_are_a_doubt() -> Result {
    let mut rows = String::from("id,Doing,Done\n");
    for n in 0..60 {
        let (from, to) = (1 + n % 28, 1 + (n * 5) % 28);
        rows += &format!(
            "A-{n},2026-{:02}-{from:02},2026-{:02}-{to:02}\n",
            1 + n % 4,
            2 + n % 4
        );
    }
    let fit = fit(&reading(&rows, "").history, &Question::default())?;
    assert!(
        fit.doubts
            .iter()
            .any(|doubt| doubt.starts_with("All items of the history are closed")),
        "{:?}",
        fit.doubts
    );
    assert!(scenario(&fit, None).contains("# - All items of the history are closed"));
    Ok(())
}
