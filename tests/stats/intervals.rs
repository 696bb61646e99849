//! Moments, proportions and ratios.

use super::{close, stream};
use headwater::random::Stream;
use headwater::stats::{Counts, Moments, Proportion, Ratio};
use statrs::distribution::{Binomial, Discrete};

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::default();
    values.iter().for_each(|&v| moments.push(v));
    moments
}

/// Approximately normal: the sum of twelve uniform variates less six.
fn bell(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
}

#[test]
fn moments_of_a_few_values() {
    let m = moments(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    assert_eq!(m.mean(), Some(5.0));
    close(m.sd().unwrap_or_default(), (32.0_f64 / 7.0).sqrt(), 1e-15);
    assert_eq!(moments(&[]).mean(), None);
    assert_eq!(moments(&[3.0]).mean(), Some(3.0));
    assert_eq!(moments(&[3.0]).sd(), None);
    assert_eq!(moments(&[3.0]).ci95(), None);
    assert_eq!(moments(&[3.0, 3.0]).ci95(), Some([3.0, 3.0]));
}

#[test]
fn moments_survive_a_large_offset() {
    let m = moments(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
    close(m.sd().unwrap_or_default(), 30.0_f64.sqrt(), 1e-6);
}

/// Two-sided 95 % points of Student's t as printed in every table.
#[test]
fn interval_of_the_mean_uses_student() {
    for (n, t) in [
        (2, 12.706),
        (3, 4.303),
        (11, 2.228),
        (31, 2.042),
        (121, 1.980),
    ] {
        let mut m = Moments::default();
        (0..n).for_each(|i| m.push(f64::from(i)));
        let [low, high] = m.ci95().unwrap_or_default();
        let error = m.sd().unwrap_or_default() / f64::from(n).sqrt();
        close((high - low) / 2.0 / error, t, 0.0005);
        close((high + low) / 2.0, f64::from(n - 1) / 2.0, 1e-12);
    }
}

#[test]
fn interval_of_very_many_values_is_the_normal_one() {
    let mut counts = Counts::default();
    counts.push_n(0, 500_000_000);
    counts.push_n(1, 500_000_000);
    let [low, high] = counts.ci95().unwrap_or_default();
    close((high - low) / 2.0, 1.959_964 * 0.5 / 1e9_f64.sqrt(), 1e-11);
}

#[test]
fn interval_of_the_mean_covers() {
    let mut stream = stream("coverage of the mean");
    let mut covered = Proportion::default();
    for _ in 0..4000 {
        let mut m = Moments::default();
        (0..10).for_each(|_| m.push(bell(&mut stream)));
        let [low, high] = m.ci95().unwrap_or_default();
        covered.push(low <= 0.0 && 0.0 <= high);
    }
    let bound = 4.9 * (0.95_f64 * 0.05 / 4000.0).sqrt();
    close(covered.share().unwrap_or_default(), 0.95, bound);
}

#[test]
fn moments_merge_as_if_in_one() {
    let mut stream = stream("merge");
    let values: Vec<f64> = (0..1000).map(|_| stream.uniform() * 100.0).collect();
    let (whole, mut parts) = (moments(&values), Moments::default());
    values
        .chunks(7)
        .for_each(|chunk| parts.merge(&moments(chunk)));
    parts.merge(&Moments::default());
    assert_eq!(whole.n(), parts.n());
    close(
        whole.mean().unwrap_or_default(),
        parts.mean().unwrap_or_default(),
        1e-11,
    );
    close(
        whole.sd().unwrap_or_default(),
        parts.sd().unwrap_or_default(),
        1e-11,
    );
}

/// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
/// Medicine 17 (1998), table I, method 3.
#[test]
fn wilson_as_published() {
    let published = [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ];
    for (hits, trials, low, high) in published {
        let interval = Proportion { hits, trials }.wilson95();
        close(interval[0], low, 0.00005);
        close(interval[1], high, 0.00005);
    }
}

#[test]
fn wilson_at_the_ends() {
    assert_eq!(Proportion::default().wilson95(), [0.0, 1.0]);
    assert_eq!(Proportion::default().share(), None);
    let (none, all) = (
        Proportion { hits: 0, trials: 9 },
        Proportion { hits: 9, trials: 9 },
    );
    assert_eq!(none.wilson95()[0], 0.0);
    assert_eq!(all.wilson95()[1], 1.0);
    close(none.wilson95()[1], 1.0 - all.wilson95()[0], 1e-15);
}

/// The exact probability, over all outcomes, that the interval holds the truth.
#[test]
fn wilson_covers() -> Result<(), statrs::distribution::BinomialError> {
    for p in [0.1, 0.3, 0.5, 0.85] {
        let trials = 400;
        let law = Binomial::new(p, trials)?;
        let holds = |&hits: &u64| {
            let [low, high] = Proportion { hits, trials }.wilson95();
            low <= p && p <= high
        };
        let coverage: f64 = (0..=trials).filter(holds).map(|hits| law.pmf(hits)).sum();
        close(coverage, 0.95, 0.01);
    }
    Ok(())
}

/// x = 1, 2, 6 and y = 1, 2, 3: R = 3/2; residuals −1/2, −1, 3/2; variance 7/4; standard error
/// √(7/4 ÷ 3) ÷ 2; t with 2 degrees of freedom 4.302653.
#[test]
fn ratio_by_hand() {
    let mut ratio = Ratio::default();
    [(1.0, 1.0), (2.0, 2.0), (6.0, 3.0)]
        .into_iter()
        .for_each(|(x, y)| ratio.push(x, y));
    assert_eq!(ratio.ratio(), Some(1.5));
    let half = 4.302_653 * (1.75_f64 / 3.0).sqrt() / 2.0;
    let [low, high] = ratio.ci95().unwrap_or_default();
    close(low, 1.5 - half, 1e-5);
    close(high, 1.5 + half, 1e-5);
}

#[test]
fn ratio_that_does_not_exist() {
    let mut ratio = Ratio::default();
    assert_eq!(ratio.ratio(), None);
    ratio.push(0.0, 0.0);
    assert_eq!((ratio.ratio(), ratio.ci95()), (None, None));
    ratio.push(1.0, 2.0);
    assert_eq!(ratio.ratio(), Some(0.5));
}

#[test]
fn ratio_covers_and_merges() {
    let mut stream = stream("ratio");
    let mut covered = Proportion::default();
    for _ in 0..2000 {
        let (mut whole, mut parts) = (Ratio::default(), Ratio::default());
        for _ in 0..10 {
            let mut part = Ratio::default();
            for _ in 0..20 {
                let y = 1.0 + stream.uniform();
                let x = 2.0 * y + bell(&mut stream);
                whole.push(x, y);
                part.push(x, y);
            }
            parts.merge(&part);
        }
        let (one, other) = (
            whole.ci95().unwrap_or_default(),
            parts.ci95().unwrap_or_default(),
        );
        close(one[0], other[0], 1e-11);
        close(one[1], other[1], 1e-11);
        covered.push(one[0] <= 2.0 && 2.0 <= one[1]);
    }
    let bound = 4.9 * (0.95_f64 * 0.05 / 2000.0).sqrt();
    close(covered.share().unwrap_or_default(), 0.95, bound);
}
