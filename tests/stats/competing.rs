//! Times seen in part.

use super::{close, exponential, stream};
use headwater::stats::{CompetingRisks, Logarithmic};

#[track_caller]
fn steps(risks: &CompetingRisks, expected: &[(u64, f64)]) {
    let curve = risks.curve();
    assert_eq!(curve.steps().len(), expected.len());
    for (&(age, share), &(true_age, true_share)) in curve.steps().iter().zip(expected) {
        assert_eq!(age, true_age);
        close(share, true_share, 0.0005);
    }
}

/// Weeks of remission under 6-mercaptopurine (E. J. Freireich et al., Blood 21, 1963), the standard
/// example of Kaplan and Meier's estimator.
#[test]
fn kaplan_meier_as_published() {
    let mut risks = CompetingRisks::default();
    [6, 6, 6, 7, 10, 13, 16, 22, 23]
        .into_iter()
        .for_each(|t| risks.push_event(t));
    [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
        .into_iter()
        .for_each(|t| risks.push_open(t));
    let surviving = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448];
    let ages = [6, 7, 10, 13, 16, 22, 23];
    let expected: Vec<_> = ages.into_iter().zip(surviving.map(|s| 1.0 - s)).collect();
    steps(&risks, &expected);
    assert_eq!(risks.quantile(0.5), Some(23));
    assert_eq!(risks.quantile(0.85), None);
    assert_eq!((risks.events(), risks.open()), (9, 12));
}

/// Six at risk; the event at 1, 4 and 6, competing ones at 2 and 5, one open at 3. The incidence
/// rises by 1/6, (4/6)(1/3) and 2/9, and nobody is left at the end.
#[test]
fn aalen_johansen_by_hand() {
    let mut risks = CompetingRisks::default();
    [1, 4, 6].into_iter().for_each(|t| risks.push_event(t));
    [2, 5].into_iter().for_each(|t| risks.push_competing(t));
    risks.push_open(3);
    steps(&risks, &[(1, 3.0 / 11.0), (4, 7.0 / 11.0), (6, 1.0)]);
    assert_eq!(risks.quantile(1.0), Some(6));
}

/// The same in other units, so that ages are of very different sizes.
#[test]
fn aalen_johansen_does_not_mind_the_unit() {
    for unit in (0..61).map(|power| 1_u64 << power) {
        let mut risks = CompetingRisks::default();
        [1, 4, 6]
            .into_iter()
            .for_each(|t| risks.push_event(t * unit));
        [2, 5]
            .into_iter()
            .for_each(|t| risks.push_competing(t * unit));
        risks.push_open(3 * unit);
        let expected = [(unit, 3.0 / 11.0), (4 * unit, 7.0 / 11.0), (6 * unit, 1.0)];
        steps(&risks, &expected);
    }
}

/// At 3 three are at risk (who enters at 3 is), at 5 three, at 6 two, at 7 one.
#[test]
fn left_truncation_by_hand() {
    for unit in [1, 1_000_000_000] {
        let mut risks = CompetingRisks::default();
        [3, 5, 6, 7]
            .into_iter()
            .for_each(|t| risks.push_event(t * unit));
        [4, 0, 3]
            .into_iter()
            .for_each(|t| risks.push_entry(t * unit));
        let shares = [1.0 / 3.0, 5.0 / 9.0, 7.0 / 9.0, 1.0];
        let expected: Vec<_> = [3, 5, 6, 7]
            .map(|t| t * unit)
            .into_iter()
            .zip(shares)
            .collect();
        steps(&risks, &expected);
    }
}

/// Whoever is last seen at an age is at risk at that age.
#[test]
fn ties_between_events_and_open_ones() {
    let mut risks = CompetingRisks::default();
    risks.push_event(5);
    risks.push_open(5);
    steps(&risks, &[(5, 0.5)]);
    assert_eq!((risks.quantile(0.5), risks.quantile(0.6)), (Some(5), None));
}

#[test]
fn nothing_to_say() {
    let mut risks = CompetingRisks::default();
    assert_eq!(
        (risks.quantile(0.5), risks.mean(), risks.max()),
        (None, None, None)
    );
    risks.push_open(3);
    risks.push_competing(2);
    assert_eq!((risks.quantile(0.0), risks.curve().reached()), (None, 0.0));
}

#[test]
fn without_open_ones_it_is_the_plain_quantile() {
    let mut stream = stream("plain");
    let (mut risks, mut plain) = (CompetingRisks::default(), Logarithmic::default());
    for _ in 0..1700 {
        let age = exponential(5.0, &mut stream);
        risks.push_event(age);
        plain.push(age);
        risks.push_competing(exponential(2.0, &mut stream));
    }
    for thousandth in 1..=1000 {
        let p = f64::from(thousandth) / 1000.0;
        assert_eq!(risks.quantile(p), plain.quantile(p), "at {p}");
    }
}

/// The estimator itself, too: an open one at the very end changes nothing before it but the whole.
#[test]
fn open_at_one_common_age_is_counting() {
    let mut stream = stream("common end");
    let mut risks = CompetingRisks::default();
    let end = 8_000_000_000;
    let (mut events, mut open) = (Vec::new(), 0);
    for _ in 0..3000 {
        let (event, other) = (exponential(5.0, &mut stream), exponential(9.0, &mut stream));
        if event.min(other) > end {
            risks.push_open(end);
            open += 1;
        } else if event < other {
            risks.push_event(event);
            events.push(event);
        } else {
            risks.push_competing(other);
        }
    }
    for &(age, share) in risks.curve().steps() {
        let reached = events.iter().filter(|&&event| event <= age).count();
        close(share, reached as f64 / (events.len() + open) as f64, 1e-9);
    }
    let reached = events.len() as f64 / (events.len() + open) as f64;
    close(risks.curve().reached(), reached, 1e-9);
    assert_eq!(risks.quantile(reached + 1e-6), None);
}

/// Exponential times with mean 10, seen at random up to exponential times with mean 20. The
/// tolerance is 4.9 standard errors by Greenwood's formula and the width of a bin.
#[test]
fn censored_exponentials() {
    let n = 40_000;
    let mut stream = stream("censored");
    let mut risks = CompetingRisks::default();
    for _ in 0..n {
        let (event, end) = (
            exponential(10.0, &mut stream),
            exponential(20.0, &mut stream),
        );
        if event <= end {
            risks.push_event(event);
        } else {
            risks.push_open(end);
        }
    }
    for p in [0.05, 0.15, 0.5, 0.85, 0.95] {
        let found = risks.quantile(p).unwrap_or_default() as f64 / 1e10;
        let still: f64 = 1.0 - p;
        let variance = still * still * (2.0 / 3.0) * (still.powf(-1.5) - 1.0) / f64::from(n);
        let bin = 0.004 * still * -still.ln();
        close(1.0 - (-found).exp(), p, 4.9 * variance.sqrt() + bin);
    }
}

/// Exponential times with mean 10; every second one is seen only from a uniform age in [0, 10) on,
/// and not at all if it ends before. At least half are at risk at any age, hence the bound.
#[test]
fn left_truncated_exponentials() {
    let n = 40_000;
    let mut stream = stream("truncated");
    let mut risks = CompetingRisks::default();
    for i in 0..n {
        let event = exponential(10.0, &mut stream);
        let entry = (stream.uniform() * 1e10) as u64 * (i % 2);
        if event > entry {
            risks.push_event(event);
            risks.push_entry(entry);
        }
    }
    for p in [0.05, 0.15, 0.5, 0.85, 0.95] {
        let found = risks.quantile(p).unwrap_or_default() as f64 / 1e10;
        let still: f64 = 1.0 - p;
        let variance = still * still * (1.0 / still - 1.0) * 2.0 / n as f64;
        let bin = 0.004 * still * -still.ln();
        close(1.0 - (-found).exp(), p, 4.9 * variance.sqrt() + bin);
    }
}

#[test]
fn chunks_merge_to_the_whole() {
    let mut stream = stream("chunks of risks");
    let (mut whole, mut parts) = (CompetingRisks::default(), CompetingRisks::default());
    for _ in 0..40 {
        let mut part = CompetingRisks::default();
        for _ in 0..50 {
            let age = exponential(5.0, &mut stream);
            for risks in [&mut whole, &mut part] {
                match age % 4 {
                    0 => risks.push_competing(age),
                    1 => risks.push_open(age),
                    _ => risks.push_event(age),
                }
                if age.is_multiple_of(3) {
                    risks.push_entry(age / 2);
                }
            }
        }
        part.merge(&parts);
        parts = part;
    }
    assert_eq!(whole.curve(), parts.curve());
    assert_eq!((whole.open(), whole.min()), (parts.open(), parts.min()));
    let mut all = CompetingRisks::default();
    all.absorb(&mut parts);
    assert_eq!(whole.curve(), all.curve());
    assert_eq!((parts.events(), parts.open(), parts.competing()), (0, 0, 0));
}

/// Twenty are watched from age 10 on, and one of them no longer: without open ones the estimate is the
/// empirical distribution.
#[test]
fn whoever_enters_and_leaves_at_one_age_is_not_alone_there() {
    let mut risks = CompetingRisks::default();
    (10..30).for_each(|age| {
        risks.push_entry(10);
        risks.push_event(age);
    });
    let expected: Vec<_> = (10..30)
        .zip(1..)
        .map(|(age, n)| (age, f64::from(n) / 20.0))
        .collect();
    steps(&risks, &expected);
}

/// A hundred are seen from the start and gone by age 100; fifty older ones come to be watched at 200. Neither of
/// them makes the others disappear.
#[test]
fn those_who_are_watched_only_later_count_by_their_number() {
    let mut risks = CompetingRisks::default();
    (1..=100).for_each(|age| risks.push_event(age));
    (201..=250).for_each(|age| {
        risks.push_entry(200);
        risks.push_event(age);
    });
    assert_eq!(risks.quantile(0.5), Some(75));
    assert_eq!(risks.quantile(0.85), Some(228));
    assert_eq!(risks.quantile(0.95), Some(243));
}

/// A thousand are seen from the start; one of them is not gone by age 100, and from 150 on nothing is known of it.
/// It counts as one of those who get older.
#[test]
fn a_few_left_over_do_not_hide_those_who_come_later() {
    let mut risks = CompetingRisks::default();
    (1..=999).for_each(|n| risks.push_event(n % 100 + 1));
    risks.push_open(150);
    (0..500).for_each(|n| {
        risks.push_entry(200);
        risks.push_event(201 + n % 50);
    });
    assert_eq!(risks.quantile(0.65), Some(98));
    assert_eq!(risks.quantile(0.85), Some(228));
}
