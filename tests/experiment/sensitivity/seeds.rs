//! Over many seeds: how often an interval holds the true value, and how often luck alone is called an effect.

use super::{Question, Result, first, input};
use headwater::experiment::Known;

/// Who is served first changes what happens, but not how many wait on average, as long as it does not depend on the
/// work to come: an input that changes only that is called one that matters in 5 % of seeds.
#[test]
fn an_input_without_effect_is_called_one_in_5_percent_of_seeds() -> Result {
    const SEEDS: u64 = 200;
    let text = r#"
        calendar = { horizon = 20 }
        [[types]]
        name = "a"
        class = "fixed-date"
        arrivals = { per_day = 0.4 }
        due = { dist = "exponential", mean = 5 }
        [[types]]
        name = "b"
        class = "fixed-date"
        arrivals = { per_day = 0.4 }
        due = { dist = "exponential", mean = 5 }
        [[stages]]
        name = "work"
        people = 1
        service = { dist = "exponential", mean = 1 }
    "#;
    let (mut called, mut moved) = (0.0, 0);
    for seed in 0..SEEDS {
        let question = Question {
            results: &["wip"],
            only: Some("types.a.due"),
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let swing = input(first(&found)?, "types.a.due")?.swing.as_ref();
        let known = swing.map(|swing| swing.known);
        called += f64::from(u8::from(known == Some(Known::More)));
        moved += u64::from(known != Some(Known::Same));
    }
    let (share, error) = (called / SEEDS as f64, (0.05 * 0.95 / SEEDS as f64).sqrt());
    assert_eq!(moved, SEEDS, "it has to change something");
    assert!((share - 0.05).abs() < 4.9 * error, "{share} of the seeds");
    Ok(())
}

/// Another seed moves the ends within their intervals: those of the swing are from pairs, so they hold its true value
/// as those of a comparison do.
#[test]
fn swings_hold_the_true_value_in_95_percent_of_seeds() -> Result {
    const SEEDS: u64 = 300;
    let text = r#"
        calendar = { horizon = 10 }
        types = [{ name = "a", arrivals = { per_day = 0.5 } }]
        stages = [{ name = "work", elapsed = 1 }]
    "#;
    let mut held = 0.0;
    for seed in 0..SEEDS {
        let question = Question {
            results: &["arrived"],
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let rate = input(first(&found)?, "types.a.arrivals.per_day")?;
        let ends = rate.swing.as_ref().and_then(|swing| swing.ci95);
        let inside = ends.is_some_and(|[low, high]| low <= 2.0 && 2.0 <= high);
        held += f64::from(u8::from(inside));
    }
    let (share, error) = (held / SEEDS as f64, (0.05 * 0.95 / SEEDS as f64).sqrt());
    assert!((share - 0.95).abs() < 4.9 * error, "{share} of the seeds");
    Ok(())
}
