//! Pairs of trials, and sections of them.

use super::{close, stream};
use headwater::random::Stream;
use headwater::stats::{PairedRatio, Ratio, Tally, sectioned};

/// Approximately normal: the sum of twelve uniform variates less six.
pub(super) fn bell(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
}

/// With the same numbers on both sides the difference is exactly 0, interval and all.
#[test]
fn equal_policies_differ_by_exactly_nothing() {
    let mut stream = stream("paired equal");
    let mut pairs = PairedRatio::default();
    for _ in 0..1000 {
        let pair = [bell(&mut stream), stream.uniform()];
        pairs.push(pair, pair);
    }
    assert_eq!(pairs.difference(), Some(0.0));
    assert_eq!(pairs.ci95(), Some([0.0, 0.0]));
    assert_eq!(pairs.gain(), None);
}

/// Of means it is the paired t interval, worked out by hand; a ratio is that of `Ratio`.
#[test]
fn means_have_the_paired_t_interval() {
    let (a, b) = ([3.0, 5.0, 4.0, 8.0], [4.0, 7.0, 4.0, 11.0]);
    let mut pairs = PairedRatio::default();
    let mut ratio = Ratio::default();
    for (a, b) in a.into_iter().zip(b) {
        pairs.push([a, 1.0], [b, a]);
        ratio.push(b, a);
    }
    close(
        pairs.second().unwrap_or_default(),
        ratio.ratio().unwrap_or_default(),
        1e-15,
    );
    let (own, other) = (
        pairs.second95().unwrap_or_default(),
        ratio.ci95().unwrap_or_default(),
    );
    close(own[0], other[0], 1e-12);
    close(own[1], other[1], 1e-12);
    let mut means = PairedRatio::default();
    a.into_iter()
        .zip(b)
        .for_each(|(a, b)| means.push([a, 1.0], [b, 1.0]));
    // Differences 1, 2, 0, 3: mean 1.5, variance 5/3, Student's t with three degrees of freedom 3.182446.
    let half = 3.182_446_305 * (5.0_f64 / 3.0 / 4.0).sqrt();
    let [low, high] = means.ci95().unwrap_or_default();
    close(low, 1.5 - half, 1e-6);
    close(high, 1.5 + half, 1e-6);
    // Variances 14/3 and 11; the pairing saves their sum over that of the differences.
    close(
        means.gain().unwrap_or_default(),
        (14.0 / 3.0 + 11.0) / (5.0 / 3.0),
        1e-12,
    );
}

/// A difference between two ratios that share their luck lies in its interval in 95 % of the samples.
#[test]
fn ratios_are_covered() {
    const REPEATS: usize = 2000;
    let mut stream = stream("paired ratios");
    let mut held = 0;
    for _ in 0..REPEATS {
        let mut pairs = PairedRatio::default();
        for _ in 0..60 {
            let luck = stream.uniform();
            let y = 5.0 + luck + stream.uniform();
            let x = 2.0 * y + luck + bell(&mut stream);
            let more = x + 0.3 * y + bell(&mut stream);
            pairs.push([x - luck, y], [more - luck, y]);
        }
        let [low, high] = pairs.ci95().unwrap_or_default();
        held += usize::from(low <= 0.3 && 0.3 <= high);
    }
    close(
        held as f64 / REPEATS as f64,
        0.95,
        4.9 * (0.05 * 0.95 / REPEATS as f64).sqrt(),
    );
}

/// Chances: few differences are no certainty, and the interval holds the truth at least about as often as told.
#[test]
fn chances_are_covered() {
    let silent = Tally {
        more: 0,
        same: 1000,
        less: 0,
    };
    let [low, high] = silent.chances95().unwrap_or_default();
    assert!(low < 0.0 && high > 0.0 && high < 0.004, "{low} {high}");
    assert_eq!(Tally::default().chances95(), None);
    const REPEATS: usize = 2000;
    let mut stream = stream("paired chances");
    let mut held = 0;
    for _ in 0..REPEATS {
        let mut tally = Tally::default();
        for _ in 0..100 {
            let u = stream.uniform();
            tally.push(
                f64::from(u8::from(u < 0.10)),
                f64::from(u8::from((0.06..0.22).contains(&u))),
            );
        }
        let [low, high] = tally.chances95().unwrap_or_default();
        held += usize::from(low <= 0.06 && 0.06 <= high);
    }
    let share = held as f64 / REPEATS as f64;
    assert!(
        share > 0.95 - 4.9 * (0.05 * 0.95 / REPEATS as f64).sqrt() && share < 0.985,
        "{share}"
    );
}

/// The difference between two medians from sections, one of them smaller than the others.
#[test]
fn percentiles_are_covered_by_sections() {
    const REPEATS: usize = 2000;
    let mut stream = stream("paired sections");
    let mut held = 0;
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[(values.len() - 1) / 2]
    };
    for _ in 0..REPEATS {
        let mut draw = |n: usize| -> Vec<[f64; 2]> {
            let pair = |stream: &mut Stream| {
                let luck = bell(stream);
                [luck, luck + 0.5 + 0.3 * bell(stream)]
            };
            (0..n).map(|_| pair(&mut stream)).collect()
        };
        let sections: Vec<Vec<[f64; 2]>> = (0..10)
            .map(|s| draw(if s == 9 { 41 } else { 101 }))
            .collect();
        let apart = |trials: &[[f64; 2]]| {
            let side = |n: usize| median(&mut trials.iter().map(|pair| pair[n]).collect());
            side(1) - side(0)
        };
        let each: Vec<(Option<f64>, u64)> = sections
            .iter()
            .map(|s| (Some(apart(s)), s.len() as u64))
            .collect();
        let [low, high] = sectioned(apart(&sections.concat()), &each).unwrap_or_default();
        held += usize::from(low <= 0.5 && 0.5 <= high);
    }
    close(
        held as f64 / REPEATS as f64,
        0.95,
        4.9 * (0.05 * 0.95 / REPEATS as f64).sqrt(),
    );
    assert_eq!(sectioned(1.0, &[(Some(1.0), 5), (None, 5)]), None);
    assert_eq!(sectioned(1.0, &[(Some(1.0), 5)]), None);
}
