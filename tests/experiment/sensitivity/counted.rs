//! Boards of which the answer can be counted: what cannot matter, and where the bottleneck is.

use super::{Question, Result, first};
use headwater::experiment::sensitivity::{Hanging, More};
use headwater::experiment::{Difference, Known};
use headwater::report::text;

/// What one more brings, by path.
fn prices(found: &Hanging) -> Vec<(&str, Option<f64>)> {
    let all = found.one_more.iter();
    all.map(|more| (more.path.as_str(), more.effect.difference))
        .collect()
}

/// What cannot matter gives exactly nothing, in every seed, and stands last.
#[test]
fn an_inert_input_gives_exactly_nothing() -> Result {
    let text = r#"
        calendar = { horizon = 30 }
        types = [{ name = "a", arrivals = { per_day = 0.7 }, due = { dist = "exponential", mean = 9 } }]
        [[stages]]
        name = "work"
        people = 2
        wip = { max = 500 }
        service = { dist = "exponential", mean = 1 }
        [[teams]]
        name = "team"
        planning = { every = 10 }
        pull = { total = 6 }
    "#;
    for seed in 0..20 {
        let question = Question {
            seed,
            ..Question::default()
        };
        let found = question.of(text)?;
        let nothing = |d: &Difference| {
            assert_eq!(d.known, Known::Same);
            assert_eq!(d.difference, Some(0.0));
            assert_eq!(d.ci95, Some([0.0, 0.0]));
        };
        let found = first(&found)?;
        let due = found.inputs.last().ok_or("no inputs")?;
        assert_eq!(due.path, "types.a.due");
        due.swing.iter().for_each(nothing);
        let room = found.one_more.iter().find(|more| more.of == More::Place);
        nothing(&room.ok_or("no room")?.effect);
    }
    Ok(())
}

/// Three stations in a row without any luck: n items take n times the slowest station's time and once the others'.
/// One more person doubles the slowest and nothing else.
#[test]
fn the_bottleneck_of_a_tandem_has_the_largest_price() -> Result {
    let text = r#"
        calendar = { horizon = 40 }
        types = [{ name = "a", backlog = 100 }]
        stages = [
          { name = "first", people = 1, service = 1 },
          { name = "second", people = 1, service = 2 },
          { name = "third", people = 1, service = 1 },
        ]
    "#;
    let question = Question {
        results: &["ready"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let found = first(&found)?;
    // 2 + 2n ≤ 40, and with one more 3 + n ≤ 40.
    assert_eq!(found.level.value, Some(19.0));
    assert_eq!(found.bottleneck, ["stages.second.people"]);
    assert_eq!(
        prices(found),
        [
            ("stages.second.people", Some(18.0)),
            ("stages.first.people", Some(0.0)),
            ("stages.third.people", Some(0.0)),
        ]
    );
    let slowest = found.inputs.first().ok_or("no inputs")?;
    assert_eq!(slowest.path, "stages.second.service");
    // 2 + 1.6n ≤ 40 and 2 + 2.4n ≤ 40.
    assert_eq!(
        slowest.swing.as_ref().and_then(|s| s.difference),
        Some(23.0 - 15.0)
    );
    Ok(())
}

/// Two people with one place: the place is what is missing.
#[test]
fn a_missing_place_is_told_from_a_missing_person() -> Result {
    let text = r#"
        calendar = { horizon = 10 }
        types = [{ name = "a", backlog = 100 }]
        stages = [{ name = "work", people = 2, wip = { max = 1 }, service = 1 }]
    "#;
    let question = Question {
        results: &["ready"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let hanging = first(&found)?;
    assert_eq!(hanging.bottleneck, ["stages.work.wip.max"]);
    assert_eq!(
        prices(hanging),
        [
            ("stages.work.wip.max", Some(10.0)),
            ("stages.work.people", Some(0.0)),
            ("stages.work.wip.min", Some(0.0))
        ]
    );
    // The second person has nothing to do.
    let people = hanging.one_more.iter().find(|more| more.of == More::Person);
    let fewer = people.and_then(|people| people.one_fewer.as_ref());
    assert_eq!(fewer.map(|d| d.known), Some(Known::Same));
    let page = text::sensitivity(&found, "board.toml", text::WIDTH);
    assert!(
        page.contains("The bottleneck is stages.work.wip.max: one more place there brings +10"),
        "{page}"
    );
    Ok(())
}

/// A result that exists on one side only matters more than any number.
#[test]
fn what_ends_beyond_the_horizon_comes_first() -> Result {
    let text = r#"
        calendar = { horizon = 9 }
        types = [{ name = "a", backlog = 100 }]
        stages = [{ name = "work", people = 1, service = 1, discard = 0.000001 }]
        goals = [{ name = "all", ready = 8 }]
    "#;
    let question = Question {
        results: &["goals.all.reached.p50"],
        ..Question::default()
    };
    let found = question.of(text)?;
    let hanging = first(&found)?;
    assert_eq!(hanging.level.value, Some(8.0));
    let first = hanging.inputs.first().ok_or("no inputs")?;
    assert_eq!(first.path, "stages.work.service");
    let high = first.high.as_ref().ok_or("no higher end")?;
    assert_eq!(high.effect.variant, None);
    assert_eq!(first.swing.as_ref().and_then(|s| s.difference), None);
    let page = text::sensitivity(&found, "board.toml", text::WIDTH);
    assert!(page.contains("no such number within the"), "{page}");
    Ok(())
}
