//! Every law draws what it says.

use headwater::random::{Distribution, Key, Sampler};
use statrs::distribution::{Beta, ContinuousCDF, Discrete, Gamma, LogNormal, Poisson, Weibull};
use std::error::Error;

const N: usize = 40_000;

/// One after the other; all at once they are the same.
fn draws(distribution: &Distribution) -> Vec<f64> {
    let key = Key::seed(11);
    let streams = (0..N as u64).map(|i| key.with(i).stream());
    let single = streams.clone().map(|mut s| distribution.sample(&mut s));
    let single: Vec<f64> = single.collect();
    let mut together = vec![0.0; N];
    distribution.draw_each(streams, &mut together);
    assert_eq!(single, together);
    assert!(single.iter().all(|&draw| draw >= distribution.least()));
    single
}

#[track_caller]
fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b} ± {tolerance}");
}

/// The mean is what it says, and the draws have it, given the standard deviation.
#[track_caller]
fn has_mean(sampler: Sampler, mean: f64, sd: f64) -> Vec<f64> {
    let distribution = Distribution::plain(sampler);
    close(distribution.mean(), mean, 1e-12 * mean.abs());
    let draws = draws(&distribution);
    assert!(draws.iter().all(|d| d.is_finite() && *d >= 0.0));
    let found = draws.iter().sum::<f64>() / N as f64;
    close(found, mean, 4.9 * sd / (N as f64).sqrt());
    draws
}

/// Mean, and the whole distribution function by Kolmogorov and Smirnov: the bound is passed once in
/// a million.
#[track_caller]
fn follows(sampler: Sampler, mean: f64, sd: f64, below: impl Fn(f64) -> f64) {
    let mut draws = has_mean(sampler, mean, sd);
    draws.sort_by(f64::total_cmp);
    let distance = draws.iter().enumerate().map(|(rank, &draw)| {
        let share = below(draw);
        let (under, over) = (rank as f64 / N as f64, (rank + 1) as f64 / N as f64);
        (share - under).abs().max((share - over).abs())
    });
    close(distance.fold(0.0, f64::max), 0.0, 2.694 / (N as f64).sqrt());
}

#[test]
fn uniform_and_triangular() {
    let uniform = Sampler::Uniform { min: 2.0, max: 5.0 };
    follows(uniform, 3.5, 3.0 / 12.0_f64.sqrt(), |x| (x - 2.0) / 3.0);
    let triangular = Sampler::Triangular {
        min: 1.0,
        mode: 2.0,
        max: 5.0,
    };
    let sd = ((1.0 + 4.0 + 25.0 - 2.0 - 5.0 - 10.0) / 18.0_f64).sqrt();
    follows(triangular, 8.0 / 3.0, sd, |x| {
        if x < 2.0 {
            (x - 1.0).powi(2) / 4.0
        } else {
            1.0 - (5.0 - x).powi(2) / 12.0
        }
    });
}

#[test]
fn triangular_and_pert_without_a_side() {
    let left = Sampler::Triangular {
        min: 0.0,
        mode: 0.0,
        max: 1.0,
    };
    follows(left, 1.0 / 3.0, (1.0 / 18.0_f64).sqrt(), |x| {
        1.0 - (1.0 - x).powi(2)
    });
    let right = Sampler::Triangular {
        min: 0.0,
        mode: 1.0,
        max: 1.0,
    };
    follows(right, 2.0 / 3.0, (1.0 / 18.0_f64).sqrt(), |x| x * x);
    has_mean(
        Sampler::Triangular {
            min: 2.0,
            mode: 2.0,
            max: 2.0,
        },
        2.0,
        0.0,
    );
    has_mean(
        Sampler::Pert {
            min: 2.0,
            mode: 2.0,
            max: 2.0,
        },
        2.0,
        0.0,
    );
}

#[test]
fn pert() -> Result<(), Box<dyn Error>> {
    let law = Beta::new(2.0, 4.0)?;
    let sd = 4.0 * (8.0 / (36.0 * 7.0_f64)).sqrt();
    let sampler = Sampler::Pert {
        min: 1.0,
        mode: 2.0,
        max: 5.0,
    };
    follows(sampler, 7.0 / 3.0, sd, |x| law.cdf((x - 1.0) / 4.0));
    Ok(())
}

#[test]
fn exponential_and_weibull() -> Result<(), Box<dyn Error>> {
    let exponential = Sampler::Exponential { mean: 4.0 };
    follows(exponential, 4.0, 4.0, |x| 1.0 - (-x / 4.0).exp());
    let law = Weibull::new(2.0, 3.0)?;
    let pi = std::f64::consts::PI;
    let (mean, sd) = (3.0 * pi.sqrt() / 2.0, 3.0 * (1.0 - pi / 4.0).sqrt());
    follows(
        Sampler::Weibull {
            shape: 2.0,
            scale: 3.0,
        },
        mean,
        sd,
        |x| law.cdf(x),
    );
    Ok(())
}

#[test]
fn gamma_and_erlang() -> Result<(), Box<dyn Error>> {
    for (mean, cv) in [(2.0, 0.5), (2.0, 1.0), (0.5, 1.8), (30.0, 0.1)] {
        let law = Gamma::new(1.0 / (cv * cv), 1.0 / (mean * cv * cv))?;
        follows(Sampler::gamma(mean, cv), mean, mean * cv, |x| law.cdf(x));
    }
    let law = Gamma::new(3.0, 0.5)?;
    follows(Sampler::erlang(3, 6.0), 6.0, 12.0_f64.sqrt(), |x| {
        law.cdf(x)
    });
    has_mean(Sampler::gamma(3.0, 0.0), 3.0, 0.0);
    Ok(())
}

#[test]
fn lognormal() -> Result<(), Box<dyn Error>> {
    let sampler = Sampler::lognormal(0.2, 1.0);
    let sigma = 2.0_f64.ln().sqrt();
    let law = LogNormal::new(0.2_f64.ln() - sigma * sigma / 2.0, sigma)?;
    follows(sampler, 0.2, 0.2, |x| law.cdf(x));
    has_mean(Sampler::lognormal(3.0, 0.0), 3.0, 1e-12);
    Ok(())
}

/// The share at or below a quantile, within 4.9 standard errors.
#[track_caller]
fn hits(sampler: Sampler, quantiles: [(f64, f64); 2]) {
    let draws = draws(&Distribution::plain(sampler));
    for (p, quantile) in quantiles {
        let below = draws.iter().filter(|&&d| d <= quantile).count();
        close(
            below as f64 / N as f64,
            p,
            4.9 * (p * (1.0 - p) / N as f64).sqrt(),
        );
    }
}

#[test]
fn percentile_forms_hit_their_percentiles() {
    hits(
        Sampler::lognormal_percentiles(1.0, 3.0),
        [(0.5, 1.0), (0.85, 3.0)],
    );
    hits(
        Sampler::weibull_percentiles(2.0, 9.0),
        [(0.5, 2.0), (0.85, 9.0)],
    );
    has_mean(Sampler::weibull_percentiles(2.0, 2.0), 2.0, 0.0);
    has_mean(Sampler::lognormal_percentiles(2.0, 2.0), 2.0, 1e-12);
    if let Sampler::Weibull { shape, scale } = Sampler::weibull_percentiles(2.0, 9.0) {
        close(1.0 - (-(2.0 / scale).powf(shape)).exp(), 0.5, 1e-14);
        close(1.0 - (-(9.0 / scale).powf(shape)).exp(), 0.85, 1e-14);
    }
}

/// Mean, and the probability of each small number within 4.9 standard errors.
#[track_caller]
fn counts(sampler: Sampler, mean: f64, sd: f64, probability: impl Fn(u32) -> f64) {
    let draws = has_mean(sampler, mean, sd);
    assert!(draws.iter().all(|d| d.fract() == 0.0));
    for k in 0..60 {
        let p = probability(k);
        let found = draws.iter().filter(|&&d| d == f64::from(k)).count() as f64 / N as f64;
        if p * N as f64 >= 50.0 {
            close(found, p, 4.9 * (p * (1.0 - p) / N as f64).sqrt());
        }
    }
}

#[test]
fn geometric_from_one() {
    for mean in [1.0, 1.4, 7.0] {
        let p: f64 = 1.0 / mean;
        let law = |k: u32| {
            if k == 0 {
                0.0
            } else {
                p * (1.0 - p).powi(k as i32 - 1)
            }
        };
        counts(Sampler::Geometric { mean }, mean, (1.0 - p).sqrt() / p, law);
    }
    assert!(
        draws(&Distribution::plain(Sampler::Geometric { mean: 1.4 }))
            .iter()
            .all(|&d| d >= 1.0)
    );
}

#[test]
fn poisson_small_and_large() -> Result<(), Box<dyn Error>> {
    for mean in [0.3, 4.0, 29.9, 30.0, 45.0] {
        let law = Poisson::new(mean)?;
        counts(Sampler::Poisson { mean }, mean, mean.sqrt(), |k| {
            law.pmf(u64::from(k))
        });
    }
    has_mean(Sampler::Poisson { mean: 0.0 }, 0.0, 0.0);
    Ok(())
}

#[test]
fn whole_numbers_and_resampled_values() {
    let die = Sampler::UniformInt { min: 1, max: 6 };
    let sd = (35.0 / 12.0_f64).sqrt();
    counts(die, 3.5, sd, |k| {
        if (1..=6).contains(&k) { 1.0 / 6.0 } else { 0.0 }
    });
    let values = Sampler::Empirical([1.0, 2.0, 2.0, 7.0].into());
    counts(values, 3.0, 5.5_f64.sqrt(), |k| match k {
        1 | 7 => 0.25,
        2 => 0.5,
        _ => 0.0,
    });
    has_mean(Sampler::UniformInt { min: 4, max: 4 }, 4.0, 0.0);
    has_mean(Sampler::Empirical([].into()), 0.0, 0.0);
}

#[test]
fn twice_the_scale_is_twice_the_draw() {
    let pairs = [
        (
            Sampler::Exponential { mean: 3.0 },
            Sampler::Exponential { mean: 6.0 },
        ),
        (Sampler::gamma(3.0, 0.7), Sampler::gamma(6.0, 0.7)),
        (Sampler::erlang(2, 3.0), Sampler::erlang(2, 6.0)),
        (Sampler::lognormal(3.0, 1.2), Sampler::lognormal(6.0, 1.2)),
        (
            Sampler::weibull_percentiles(1.0, 3.0),
            Sampler::weibull_percentiles(2.0, 6.0),
        ),
        (
            Sampler::Pert {
                min: 1.0,
                mode: 2.0,
                max: 5.0,
            },
            Sampler::Pert {
                min: 2.0,
                mode: 4.0,
                max: 10.0,
            },
        ),
        (
            Sampler::Triangular {
                min: 1.0,
                mode: 2.0,
                max: 5.0,
            },
            Sampler::Triangular {
                min: 2.0,
                mode: 4.0,
                max: 10.0,
            },
        ),
    ];
    for (one, two) in pairs {
        let one = draws(&Distribution::plain(one));
        let two = draws(&Distribution::plain(two));
        assert!(
            one.iter()
                .zip(&two)
                .all(|(a, b)| (2.0 * a - b).abs() <= 1e-12 * b)
        );
    }
}

/// More of the mean is never less of the draw.
#[test]
fn counts_are_coupled() {
    let pairs = [
        (
            Sampler::Poisson { mean: 2.0 },
            Sampler::Poisson { mean: 2.5 },
        ),
        (
            Sampler::Geometric { mean: 2.0 },
            Sampler::Geometric { mean: 2.5 },
        ),
    ];
    for (less, more) in pairs {
        let less = draws(&Distribution::plain(less));
        let more = draws(&Distribution::plain(more));
        assert!(less.iter().zip(&more).all(|(a, b)| a <= b));
    }
}

#[test]
fn shift_then_cap_then_whole_days() {
    let plain = Distribution::plain(Sampler::Exponential { mean: 2.0 });
    let finished = Distribution {
        shift: 0.5,
        cap: 3.2,
        whole_days: true,
        ..plain.clone()
    };
    for (draw, result) in draws(&plain).into_iter().zip(draws(&finished)) {
        assert_eq!(result, (draw + 0.5).min(3.2).ceil());
    }
}

#[test]
fn never_negative() {
    let plain = Distribution::plain(Sampler::Exponential { mean: 1.0 });
    let shifted = Distribution {
        shift: -1.0,
        ..plain
    };
    assert!(draws(&shifted).iter().all(|&d| d >= 0.0));
    // E(X − 1)⁺ = 1/e
    close(shifted.mean(), (-1.0_f64).exp(), 4.9 * 0.004 * 0.93);
    let huge = Distribution::plain(Sampler::Lognormal {
        mu: 800.0,
        sigma: 1.0,
    });
    assert!(draws(&huge).iter().all(|d| d.is_finite()));
}

/// E min(X, c) = m (1 − exp(−c ÷ m)) and E⌈X⌉ = 1 ÷ (1 − exp(−1 ÷ m)) for the exponential law.
#[test]
fn mean_after_cap_and_rounding() {
    let plain = Distribution::plain(Sampler::Exponential { mean: 2.0 });
    let shifted = Distribution {
        shift: 1.5,
        ..plain.clone()
    };
    assert_eq!(shifted.mean(), 3.5);
    let capped = Distribution {
        cap: 3.0,
        ..plain.clone()
    };
    close(
        capped.mean(),
        2.0 * (1.0 - (-1.5_f64).exp()),
        4.9 * 0.004 * 2.0,
    );
    let rounded = Distribution {
        whole_days: true,
        ..plain
    };
    close(
        rounded.mean(),
        1.0 / (1.0 - (-0.5_f64).exp()),
        4.9 * 0.004 * 2.0,
    );
    let constant = Distribution {
        whole_days: true,
        ..Distribution::plain(Sampler::Constant(1.2))
    };
    assert_eq!(constant.mean(), 2.0);
}
