//! Histograms: exact counts, logarithmic bins, real values.

use super::{close, exponential, stream};
use headwater::random::Stream;
use headwater::stats::{Counts, Logarithmic, Values};
use std::collections::BTreeMap;

/// The smallest value with at least `percent` of all at or below it, by sorting.
fn by_sorting<T: Copy + PartialOrd>(values: &[T], percent: usize) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let rank = (percent * sorted.len()).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

fn counts(values: &[u64]) -> Counts {
    let mut counts = Counts::default();
    values.iter().for_each(|&v| counts.push(v));
    counts
}

#[test]
fn quantile_is_the_smallest_value_with_that_share() {
    let all = counts(&(1..=100).collect::<Vec<_>>());
    for percent in 1..=100 {
        assert_eq!(all.quantile(percent as f64 / 100.0), Some(percent));
    }
    assert_eq!(all.quantile(0.0), Some(1));
    assert_eq!(all.quantile(0.0701), Some(8));
    assert_eq!(counts(&[]).quantile(0.5), None);
}

#[test]
fn counts_are_exact() {
    let c = counts(&[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 1 << 40]);
    assert_eq!((c.n(), c.min(), c.max()), (12, Some(1), Some(1 << 40)));
    assert_eq!(c.quantile(0.5), Some(4));
    assert_eq!(c.sum(), 44 + (1 << 40));
    assert_eq!((c.at_least(5).hits, c.at_least(5).trials), (6, 12));
    assert_eq!(c.at_least(0).share(), Some(1.0));
    let small = counts(&[2, 4, 4, 4, 5, 5, 7, 9]);
    assert_eq!(small.mean(), Some(5.0));
    close(
        small.sd().unwrap_or_default(),
        (32.0_f64 / 7.0).sqrt(),
        1e-15,
    );
}

#[test]
fn counts_merge_in_any_order() {
    let (a, b) = (counts(&[0, 7, 5000]), counts(&[7, 9, 5000, 1 << 50]));
    let (mut ab, mut ba) = (a.clone(), b.clone());
    ab.merge(&b);
    ba.merge(&a);
    assert_eq!(ab, ba);
    assert_eq!(ab, counts(&[0, 7, 5000, 7, 9, 5000, 1 << 50]));
    ba.absorb(&mut ab);
    assert_eq!((ab.n(), ab.max(), ab.mean()), (0, None, None));
    assert_eq!((ba.n(), ba.max()), (14, Some(1 << 50)));
}

#[test]
fn logarithmic_quantiles_are_seen_and_near() {
    let mut stream = stream("logarithmic");
    let values: Vec<u64> = (0..5000).map(|_| exponential(3.0, &mut stream)).collect();
    let mut bins = Logarithmic::default();
    values.iter().for_each(|&v| bins.push(v));
    for percent in 1..=100 {
        let exact = by_sorting(&values, percent).unwrap_or_default();
        let found = bins.quantile(percent as f64 / 100.0).unwrap_or_default();
        assert!(exact <= found && (found - exact) as f64 <= 0.004 * exact as f64);
        assert!(values.contains(&found));
    }
    assert_eq!(bins.min(), values.iter().copied().min());
    assert_eq!(bins.max(), values.iter().copied().max());
    assert_eq!(bins.sum(), values.iter().map(|&v| u128::from(v)).sum());
}

#[test]
fn logarithmic_is_exact_for_repeated_and_small_values() {
    let mut bins = Logarithmic::default();
    let day = 1_000_000_000;
    [0, 1, 255, 256, 511, day, day, 3 * day, u64::MAX]
        .into_iter()
        .for_each(|v| bins.push(v));
    let expected = [0, 1, 255, 256, 511, day, day, 3 * day, u64::MAX];
    for (index, value) in expected.into_iter().enumerate() {
        assert_eq!(bins.quantile((index + 1) as f64 / 9.0), Some(value));
    }
    assert!(bins.iter().map(|(value, _)| value).is_sorted());
}

#[test]
fn logarithmic_bins_follow_one_another_without_gap() {
    let mut bins = Logarithmic::default();
    let powers = (0..64).map(|e| 1_u64 << e);
    let values: Vec<u64> = powers.flat_map(|p| [p - 1, p, p + p / 2]).collect();
    values.iter().for_each(|&v| bins.push(v));
    let mut distinct = values.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // Largest first: every value is in its bin, and p − 1 never shares one with p.
    assert_eq!(bins.iter().map(|(v, _)| v).collect::<Vec<_>>(), distinct);
}

#[test]
fn logarithmic_chunks_merge_to_the_whole() {
    let mut stream = stream("chunks");
    let values: Vec<u64> = (0..3000).map(|_| exponential(3.0, &mut stream)).collect();
    let (mut whole, mut parts) = (Logarithmic::default(), Logarithmic::default());
    for chunk in values.chunks(64) {
        let mut part = Logarithmic::default();
        chunk.iter().for_each(|&v| part.push(v));
        chunk.iter().for_each(|&v| whole.push(v));
        part.merge(&parts);
        parts = part;
    }
    assert!(whole.iter().eq(parts.iter()));
    assert_eq!((whole.n(), whole.min()), (parts.n(), parts.min()));
    assert_eq!((whole.mean(), whole.sd()), (parts.mean(), parts.sd()));
    let mut all = Logarithmic::default();
    all.absorb(&mut parts);
    assert!(whole.iter().eq(all.iter()));
    assert_eq!((whole.min(), whole.sum()), (all.min(), all.sum()));
    assert_eq!(
        (parts.n(), parts.min(), parts.quantile(0.5)),
        (0, None, None)
    );
    parts.merge(&whole);
    assert!(whole.iter().eq(parts.iter()));
}

/// What a histogram should say, kept in a tree: by exponent and eight digits how many numbers, and the largest.
#[derive(Debug, Clone, Default)]
struct ByHand(BTreeMap<u64, (u64, u64)>);

impl ByHand {
    fn push_n(&mut self, value: u64, times: u64) {
        let bin = match value.checked_ilog2() {
            Some(exponent) if exponent > 8 => value >> (exponent - 8) << (exponent - 8),
            _ => value,
        };
        let (largest, count) = self.0.entry(bin).or_default();
        *largest = value.max(*largest);
        *count += times;
    }

    fn merge(&mut self, other: &Self) {
        other.0.values().for_each(|&(v, n)| self.push_n(v, n));
    }

    fn is_like(&self, bins: &Logarithmic) -> bool {
        let n: u64 = self.0.values().map(|(_, count)| count).sum();
        let largest = self.0.values().map(|&(largest, _)| largest).max();
        let bins_are = self.0.values().copied().eq(bins.iter());
        bins_are && (bins.n(), bins.max()) == (n, largest)
    }
}

/// A number of any size, small ones and zero as often as large ones.
fn of_any_size(stream: &mut Stream) -> u64 {
    stream.bits() >> (stream.bits() % 65).min(63)
}

#[test]
fn logarithmic_loses_nothing_however_large_and_however_often() {
    let mut stream = stream("any size");
    for _ in 0..40 {
        let (mut bins, mut expected) = (Logarithmic::default(), ByHand::default());
        let (mut more, mut more_expected) = (Logarithmic::default(), ByHand::default());
        for _ in 0..60 {
            let (value, many) = (of_any_size(&mut stream), of_any_size(&mut stream) % 5000);
            match stream.bits() % 6 {
                0 => {
                    let values: Vec<u64> = (0..many).map(|_| of_any_size(&mut stream)).collect();
                    more.push_all(&values);
                    values.iter().for_each(|&v| more_expected.push_n(v, 1));
                }
                // Now and then more of one number than 32 bits can count.
                1 => {
                    let times = (stream.bits() >> 30) * (many % 2) + 1;
                    bins.push_n(value, times);
                    expected.push_n(value, times);
                }
                2 => {
                    bins.merge(&more);
                    expected.merge(&more_expected);
                }
                3 => {
                    bins.absorb(&mut more);
                    expected.merge(&std::mem::take(&mut more_expected));
                }
                4 => {
                    std::mem::swap(&mut bins, &mut more);
                    std::mem::swap(&mut expected, &mut more_expected);
                }
                _ => {
                    bins.push(value);
                    expected.push_n(value, 1);
                }
            }
            assert!(expected.is_like(&bins) && more_expected.is_like(&more));
        }
    }
}

#[test]
fn logarithmic_counts_more_than_32_bits_in_one_bin() {
    let (day, most) = (1_000_000_000, u64::from(u32::MAX));
    let mut bins = Logarithmic::default();
    bins.push_n(day, most);
    bins.push(day + 1);
    bins.push_all(&[day, 2 * day, 0]);
    assert!(bins.iter().eq([(0, 1), (day + 1, most + 2), (2 * day, 1)]));
    let mut both = bins.clone();
    both.merge(&bins);
    assert!(
        both.iter()
            .eq([(0, 2), (day + 1, 2 * most + 4), (2 * day, 2)])
    );
    // What was emptied can be filled again.
    both.absorb(&mut bins);
    bins.push_all(&[day, 3 * day, day]);
    assert!(bins.iter().eq([(day, 2), (3 * day, 1)]));
    assert_eq!(bins.quantiles([0.5, 0.9]), [Some(day), Some(3 * day)]);
}

#[test]
fn values_of_either_sign() {
    let mut stream = stream("values");
    let numbers: Vec<f64> = (0..4000).map(|_| stream.uniform() * 30.0 - 12.0).collect();
    let mut values = Values::default();
    numbers.iter().for_each(|&v| values.push(v));
    for percent in 1..=100 {
        let exact = by_sorting(&numbers, percent).unwrap_or_default();
        let found = values.quantile(percent as f64 / 100.0).unwrap_or_default();
        assert!(exact <= found && found - exact <= 0.004 * exact.abs());
    }
    assert_eq!(values.min(), by_sorting(&numbers, 0));
    assert_eq!(values.max(), by_sorting(&numbers, 100));
}

#[test]
fn values_exact_where_repeated_and_blind_to_what_is_no_number() {
    let seen = [
        -1e300, -2.5, -2.5, -0.1, -0.0, 0.0, 1e-30, 0.1, 0.3, 1.0, 1e300,
    ];
    let mut values = Values::default();
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY]
        .into_iter()
        .for_each(|v| values.push(v));
    assert_eq!((values.n(), values.min(), values.mean()), (0, None, None));
    seen.into_iter().for_each(|v| values.push(v));
    let quantile = |rank: f64| values.quantile(rank / 11.0);
    assert_eq!(quantile(1.0), Some(-1e300));
    assert_eq!((quantile(2.0), quantile(3.0)), (Some(-2.5), Some(-2.5)));
    assert_eq!((quantile(4.0), quantile(8.0)), (Some(-0.1), Some(0.1)));
    assert_eq!(quantile(5.0), Some(1e-30)); // not told from zero
    assert_eq!((quantile(10.0), quantile(11.0)), (Some(1.0), Some(1e300)));
}

#[test]
fn values_merge_in_order() {
    let numbers: Vec<f64> = (0..1000).map(|i| f64::from(i % 37) - 12.0).collect();
    let (mut whole, mut parts) = (Values::default(), Values::default());
    for chunk in numbers.chunks(10) {
        let mut part = Values::default();
        chunk.iter().for_each(|&v| part.push(v));
        chunk.iter().for_each(|&v| whole.push(v));
        parts.merge(&part);
    }
    for percent in 0..=100 {
        let p = f64::from(percent) / 100.0;
        assert_eq!(whole.quantile(p), parts.quantile(p));
    }
    close(
        whole.sd().unwrap_or_default(),
        parts.sd().unwrap_or_default(),
        1e-12,
    );
    let mut all = Values::default();
    all.absorb(&mut parts);
    assert_eq!((all.min(), all.max()), (whole.min(), whole.max()));
    assert_eq!(all.quantile(0.1), whole.quantile(0.1));
    assert_eq!((parts.n(), parts.min(), parts.mean()), (0, None, None));
}
