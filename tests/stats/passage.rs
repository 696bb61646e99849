//! Intervals around percentiles, by counting how many of the values lie below.

use headwater::stats::{Counts, Passage, ranks95};
use statrs::distribution::{Binomial, DiscreteCDF};

/// Of so many values, for this quantile: the first and the last rank, and the chance that the quantile lies
/// between those two values; n + 1 where no value is late enough.
const RANKS: [(u64, f64, u64, u64, f64); 15] = [
    (50, 0.5, 18, 33, 0.967160862436),
    (50, 0.85, 37, 48, 0.972645414673),
    (50, 0.95, 44, 51, f64::NAN),
    (100, 0.5, 40, 61, 0.964799799782),
    (100, 0.85, 78, 93, 0.965692750978),
    (100, 0.95, 90, 100, 0.982607060712),
    (200, 0.5, 86, 115, 0.959962808387),
    (200, 0.85, 160, 181, 0.963120427058),
    (200, 0.95, 184, 197, 0.967152163857),
    (1000, 0.5, 469, 532, 0.953708802640),
    (1000, 0.85, 828, 873, 0.953858083409),
    (1000, 0.95, 936, 964, 0.958095268223),
    (5000, 0.5, 2431, 2570, 0.950684141896),
    (5000, 0.85, 4200, 4300, 0.952337149664),
    (5000, 0.95, 4719, 4781, 0.955791583917),
];

#[test]
fn ranks_and_their_coverage_are_those_of_the_binomial_law() -> Result<(), Box<dyn std::error::Error>>
{
    for (n, p, first, last, coverage) in RANKS {
        assert_eq!(ranks95(p, n), (first, last), "{n} values, quantile {p}");
        let below = Binomial::new(p, n)?;
        let between = below.cdf(last - 1) - below.cdf(first - 1);
        assert!(
            last > n || (between - coverage).abs() < 1e-9,
            "{n}, {p}: {between}"
        );
    }
    Ok(())
}

/// Of ten values no single one is early enough to bound the 5 % quantile from below, nor late enough for the
/// 95 % quantile.
#[test]
fn few_values_leave_an_end_open() {
    assert_eq!(ranks95(0.05, 10), (0, 3));
    assert_eq!(ranks95(0.95, 10), (8, 11));
    assert_eq!(ranks95(0.5, 0), (0, 1));
}

#[test]
fn trials_that_never_come_to_it_come_last() {
    let mut times = Counts::default();
    (1..=60).for_each(|time| times.push(10 * time));
    let passage = Passage {
        times: &times,
        trials: 100,
    };
    assert_eq!(passage.quantile(0.5), Some(500));
    assert_eq!(passage.quantile95(0.5), [Some(400), None]);
    assert_eq!(passage.quantile(0.85), None);
    assert_eq!(passage.quantile95(0.85), [None, None]);
}
