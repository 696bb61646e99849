//! Draws beyond a bound follow the law of what is left when it has lasted so long.

use headwater::random::{Distribution, Key, Sampler};
use statrs::distribution::{Beta, ContinuousCDF, Gamma, LogNormal, Weibull};
use std::error::Error;

const N: usize = 20_000;

/// Compares draws beyond a bound with the distribution function `below`, given that the bound is
/// passed, by Kolmogorov and Smirnov: passed once in a million.
#[track_caller]
fn follows(distribution: &Distribution, bound: f64, below: impl Fn(f64) -> f64) {
    let key = Key::seed(5);
    let addresses = (0..N as u64).map(|i| key.with(i));
    let mut draws: Vec<f64> = addresses
        .map(|k| distribution.sample_beyond(bound, &mut k.stream()))
        .collect();
    draws.sort_by(f64::total_cmp);
    assert!(
        draws
            .iter()
            .all(|d| *d > bound && *d <= distribution.most())
    );
    let given = |x: f64| (below(x) - below(bound)) / (1.0 - below(bound));
    let distance = draws.iter().enumerate().map(|(rank, &draw)| {
        let (low, high) = (rank as f64 / N as f64, (rank + 1) as f64 / N as f64);
        (given(draw) - low).abs().max((high - given(draw)).abs())
    });
    let distance = distance.fold(0.0, f64::max);
    assert!(
        distance < 2.694 / (N as f64).sqrt(),
        "{distance} beyond {bound}"
    );
}

/// In the middle and far out.
#[track_caller]
fn follows_far(sampler: Sampler, bounds: &[f64], below: impl Fn(f64) -> f64) {
    let distribution = Distribution::plain(sampler);
    for &bound in bounds {
        follows(&distribution, bound, &below);
    }
}

#[test]
fn unbounded_laws() -> Result<(), Box<dyn Error>> {
    let exponential = Sampler::Exponential { mean: 2.0 };
    follows_far(exponential, &[0.0, 1.0, 9.0], |x| 1.0 - (-x / 2.0).exp());
    let law = Weibull::new(1.5, 3.0)?;
    let weibull = Sampler::Weibull {
        shape: 1.5,
        scale: 3.0,
    };
    follows_far(weibull, &[0.5, 4.0, 10.0], |x| law.cdf(x));
    let law = LogNormal::new(0.5, 0.9)?;
    let lognormal = Sampler::Lognormal {
        mu: 0.5,
        sigma: 0.9,
    };
    follows_far(lognormal, &[0.5, 2.0, 12.0, 40.0], |x| law.cdf(x));
    for shape in [0.3, 1.0, 4.0] {
        let law = Gamma::new(shape, 0.5)?;
        let gamma = Sampler::Gamma { shape, scale: 2.0 };
        follows_far(gamma, &[0.5, 5.0, 16.0], |x| law.cdf(x));
    }
    Ok(())
}

#[test]
fn bounded_laws() -> Result<(), Box<dyn Error>> {
    let uniform = Sampler::Uniform { min: 1.0, max: 3.0 };
    follows_far(uniform, &[0.5, 2.9], |x| ((x - 1.0) / 2.0).clamp(0.0, 1.0));
    let triangular = Sampler::Triangular {
        min: 0.0,
        mode: 2.0,
        max: 3.0,
    };
    let below = |x: f64| match x {
        x if x < 2.0 => x * x / 6.0,
        x => 1.0 - (3.0 - x) * (3.0 - x) / 3.0,
    };
    follows_far(triangular, &[0.5, 1.9, 2.5, 2.99], below);
    for mode in [0.0, 0.3, 0.8, 1.0] {
        let law = Beta::new(1.0 + 4.0 * mode, 1.0 + 4.0 * (1.0 - mode))?;
        let pert = Sampler::Pert {
            min: 1.0,
            mode: 1.0 + 2.0 * mode,
            max: 3.0,
        };
        follows_far(pert, &[0.5, 1.6, 2.2, 2.8], |x| {
            law.cdf(((x - 1.0) / 2.0).clamp(0.0, 1.0))
        });
    }
    Ok(())
}

#[test]
fn shifts_caps_and_whole_days() {
    let law = Distribution {
        sampler: Sampler::Exponential { mean: 1.0 },
        shift: 2.0,
        cap: 4.0,
        whole_days: true,
    };
    assert_eq!(law.most(), 4.0);
    let count = |bound: f64, value: f64| {
        let key = Key::seed(9);
        let draws = (0..N as u64).map(|i| law.sample_beyond(bound, &mut key.with(i).stream()));
        draws.filter(|draw| *draw == value).count() as f64 / N as f64
    };
    // From 2 on: 3 with the chance 1 − 1/e, else 4. More than 3 is 4.
    let expected = 1.0 - (-1.0_f64).exp();
    assert!((count(2.5, 3.0) - expected).abs() < 2.694 / (N as f64).sqrt());
    assert_eq!(count(3.0, 4.0), 1.0);
    let values = Distribution::plain(Sampler::Empirical(vec![1.0, 2.0, 5.0].into()));
    let mut stream = Key::seed(1).stream();
    assert!((0..100).all(|_| values.sample_beyond(2.0, &mut stream) == 5.0));
}
