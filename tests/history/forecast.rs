//! The simple forecast: what it draws from, what it says, and when it says nothing.

use super::{at, reading};
use headwater::history::resample::{Question, Row, Simple, prepare};
use headwater::history::throughput::Counted;
use headwater::history::{History, Reading};
use jiff::civil::Date;

/// A history of items each done on one of the days of its week, so many in each week from Mon 1 Jan 2024 on.
fn weekly(counts: &[u32]) -> Reading {
    let mut text = "id,open,done\nfirst,2024-01-01,\n".to_owned();
    let monday: Date = day("2024-01-01");
    for (week, count) in counts.iter().enumerate() {
        for n in 0..*count {
            let done = monday + jiff::Span::new().days(7 * week as i64 + i64::from(n % 5));
            text += &format!("{week}-{n},{monday},{done}\n");
        }
    }
    reading(
        &text,
        &format!(
            "[dates]\nend = {}",
            monday + jiff::Span::new().days(7 * counts.len() as i64 - 1)
        ),
    )
}

fn day(iso: &str) -> Date {
    iso.parse().unwrap_or_else(|_| panic!("{iso} is no day"))
}

fn question(by: &[&str], items: &[u32]) -> Question {
    Question {
        counted: Counted::Done,
        types: Vec::new(),
        weeks: 26,
        by: by.iter().map(|iso| day(iso)).collect(),
        items: items.to_vec(),
        as_of: None,
        trials: 4_000,
        seed: 1,
    }
}

fn asked(read: &Reading, question: &Question) -> Result<Simple, String> {
    prepare(&read.history, question).map(|prepared| prepared.run(&read.audit, &mut |_| {}))
}

fn answer(read: &Reading, question: &Question) -> Simple {
    asked(read, question).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn even_weeks_leave_nothing_to_chance() {
    let read = weekly(&[5; 10]);
    let simple = answer(&read, &question(&["2024-03-17", "2024-04-07"], &[15]));
    assert_eq!(
        (simple.as_of.as_str(), simple.sample.counts.as_slice()),
        ("2024-03-11", [5; 10].as_slice())
    );
    let by = |n: usize| (simple.by[n].items.min, simple.by[n].items.max);
    assert_eq!(
        (by(0), by(1)),
        ((Some(5.0), Some(5.0)), (Some(20.0), Some(20.0)))
    );
    // The fifteenth comes with the third week, on one of its days.
    let reached = &simple.goals[0].reached;
    assert_eq!(reached.p95.at.date.as_deref(), Some("2024-03-29"));
    assert_eq!(
        (simple.goals.len(), simple.goals[0].never.probability),
        (2, 0.0)
    );
    let chance = |n: usize| {
        simple.goals[n]
            .by
            .as_ref()
            .map(|by| by.probability.probability)
    };
    assert_eq!((chance(0), chance(1)), (Some(0.0), Some(1.0)));
}

/// Each week has 0 or 10 items with equal chances: two weeks have 0, 10 or 20 with 1/4, 1/2, 1/4.
#[test]
fn weeks_are_drawn_with_equal_chances_and_apart() {
    let read = weekly(&[0, 10, 0, 10, 0, 10, 0, 10]);
    let mut seen = [0_u32; 3];
    let asked = question(&["2024-03-10"], &[10]);
    let Ok(prepared) = prepare(&read.history, &asked) else {
        panic!("enough")
    };
    let simple = prepared.run(&read.audit, &mut |row: &Row| {
        seen[usize::try_from(row.by[0] / 10).unwrap_or(2)] += 1;
        assert_eq!(row.by[0] % 10, 0);
    });
    for (found, share) in seen.iter().zip([0.25, 0.5, 0.25]) {
        let error = (share * (1.0 - share) / 4_000.0_f64).sqrt();
        assert!(
            (f64::from(*found) / 4_000.0 - share).abs() < 4.9 * error,
            "{seen:?}"
        );
    }
    // The tenth item comes with the first good week: within two weeks with probability 3/4.
    let by = simple.goals[0].by.as_ref().map(|by| by.probability);
    let error = (0.75 * 0.25 / 4_000.0_f64).sqrt();
    assert!(by.is_some_and(
        |by| (by.probability - 0.75).abs() < 4.9 * error && by.ci95[0] < by.probability
    ));
}

/// Within a week the items are spread evenly: by Tuesday evening two fifths of the ten are there, on average.
#[test]
fn the_items_of_a_week_are_spread_over_its_working_days() {
    let read = weekly(&[10; 8]);
    let simple = answer(&read, &question(&["2024-02-27"], &[]));
    let error = (10.0 * 0.4 * 0.6 / 4_000.0_f64).sqrt();
    let mean = simple.by[0].items.mean.unwrap_or(0.0);
    assert!((mean - 4.0).abs() < 4.9 * error, "{mean}");
    assert_eq!(simple.by[0].day, 2.0);
}

#[test]
fn the_same_seed_gives_the_same_and_another_another() {
    let read = weekly(&[1, 7, 3, 0, 9, 2, 4, 6]);
    let first = question(&["2024-04-30"], &[30]);
    let other = Question {
        seed: 2,
        ..first.clone()
    };
    assert_eq!(answer(&read, &first), answer(&read, &first));
    assert_ne!(answer(&read, &first).by, answer(&read, &other).by);
}

#[test]
fn too_little_is_refused_with_what_is_missing() {
    let refusal = asked(&weekly(&[5; 7]), &question(&[], &[]))
        .err()
        .unwrap_or_default();
    assert!(
        refusal.contains("7 whole weeks before 2024-02-19, and 8 are needed at least (1 more)"),
        "{refusal}"
    );
    let refusal = asked(&weekly(&[1, 0, 1, 2, 0, 0, 1, 1, 0]), &question(&[], &[]))
        .err()
        .unwrap_or_default();
    assert!(
        refusal.contains("6 items were done in the 9 weeks") && refusal.contains("(4 more)"),
        "{refusal}"
    );
    let refusal = asked(&weekly(&[5; 9]), &question(&["2024-01-31"], &[]))
        .err()
        .unwrap_or_default();
    assert!(
        refusal.contains("2024-01-31 is not between 2024-03-04"),
        "{refusal}"
    );
}

#[test]
fn a_forecast_of_the_past_knows_nothing_of_what_came_after() {
    let long = weekly(&[3, 4, 5, 3, 4, 5, 3, 4, 90, 90, 90]);
    let short = weekly(&[3, 4, 5, 3, 4, 5, 3, 4]);
    let past = Question {
        as_of: Some(day("2024-02-26")),
        ..question(&["2024-04-30"], &[20])
    };
    let (then, known) = (answer(&long, &past), answer(&short, &past));
    assert_eq!(
        (then.by, then.goals, then.sample),
        (known.by, known.goals, known.sample)
    );
}

#[test]
fn a_change_of_pace_idle_weeks_and_clean_ups_are_said() {
    let doubts = |counts: &[u32]| {
        answer(&weekly(counts), &question(&[], &[]))
            .doubts
            .join(" ")
    };
    assert!(
        doubts(&[12, 11, 14, 12, 13, 3, 2, 4, 3, 2])
            .contains("12.4 items a week in the first half of the sampled weeks, 2.8")
    );
    assert!(
        doubts(&[4, 4, 5, 4, 6, 4, 0, 0, 0]).contains("Nothing was finished in the last 3 weeks")
    );
    assert!(doubts(&[4, 4, 5, 40, 6, 4, 5, 4]).contains("One week alone has 40 of the 72 items"));
    assert_eq!(doubts(&[4, 4, 5, 4, 6, 4, 5, 4]), "");
    let changed = |early: u32, late: u32| doubts(&[[early; 9], [late; 9]].concat());
    assert!(changed(9, 3).ends_with("Sample the newer ones only with --weeks 9."));
    assert!(
        !doubts(&[12, 11, 14, 12, 13, 3, 2, 4, 3, 2]).contains("--weeks"),
        "5 weeks are too few to ask for"
    );
}

#[test]
fn a_beginning_after_the_data_end_is_granted_and_said() {
    let read = weekly(&[4, 4, 5, 4, 6, 4, 5, 4]);
    let later = |iso| Question {
        as_of: Some(day(iso)),
        ..question(&[], &[])
    };
    let simple = answer(&read, &later("2024-03-04"));
    assert_eq!(simple.sample.counts, [4, 4, 5, 4, 6, 4, 5, 4, 0]);
    assert!(
        simple.doubts[0].contains("from then until 2024-03-04 is taken for granted"),
        "{:?}",
        simple.doubts
    );
    let refusal = asked(&read, &later("2026-03-04")).err().unwrap_or_default();
    assert!(
        refusal.contains("no items were done in the 26 weeks before 2026-03-04")
            && refusal.ends_with("up to 2024-02-26 there was enough: --as-of 2024-02-26"),
        "{refusal}"
    );
}

#[test]
fn weeks_end_where_the_data_end_and_types_can_be_chosen() {
    let text = "id,type,open,done\nA,Bug,2024-01-01,2024-01-08\nB,Story,2024-01-01,2024-01-07\nC,Bug,2024-01-01,2024-01-14\n";
    let history: History = reading(text, "").history;
    let weeks = |types: &[usize]| {
        let finishes = history.finishes(Counted::Done, types);
        history
            .weeks(&finishes, history.first_unknown_day(), 26)
            .counts
    };
    assert_eq!(
        (history.until, weeks(&[]), weeks(&[0])),
        (at("2024-01-15"), vec![1, 2], vec![0, 2])
    );
}
