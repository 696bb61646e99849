//! Procedure KN on numbers whose law is known.

use super::paired::bell;
use super::stream;
use headwater::random::Stream;
use headwater::stats::{Triangle, spread, student_quantile, student_share};

/// What so many batches look like: five policies, the first better by 0.3 of a standard deviation than the
/// others, luck half shared.
fn batch(stream: &mut Stream) -> [f64; 5] {
    let shared = bell(stream);
    [0.3, 0.0, 0.0, 0.0, 0.0].map(|mean| mean + (bell(stream) + shared) / 2.0_f64.sqrt())
}

/// Variance of the differences between two policies.
fn variance(batches: &[[f64; 5]], a: usize, b: usize) -> f64 {
    let apart: Vec<f64> = batches.iter().map(|x| x[a] - x[b]).collect();
    let n = apart.len() as f64;
    let mean = apart.iter().sum::<f64>() / n;
    apart.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)
}

/// Runs the procedure: which policy is left, and after how many batches.
fn run(stream: &mut Stream, error: f64) -> (usize, u64) {
    let first: Vec<[f64; 5]> = (0..10).map(|_| batch(stream)).collect();
    let triangle = |a, b| Triangle {
        variance: variance(&first, a, b),
        matters: 0.3,
        spread: spread(error / 4.0, 10),
    };
    let mut sums = [0.0; 5];
    for x in &first {
        sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += x);
    }
    let (mut left, mut n) = ((0..5).collect::<Vec<usize>>(), 10);
    loop {
        let all = left.clone();
        let beaten = |b: usize| {
            let by = |a: &usize| triangle(*a, b).side(sums[*a] - sums[b], n) == Some(true);
            all.iter().any(by)
        };
        left.retain(|b| !beaten(*b));
        if let [only] = left.as_slice() {
            return (*only, n);
        }
        let x = batch(stream);
        sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += x);
        n += 1;
    }
}

/// The best is kept in at least 90 % of the runs where 90 % are asked for, and luck that is shared makes runs
/// shorter than the triangle allows at most.
#[test]
fn the_best_is_kept_as_often_as_is_promised() {
    const RUNS: u32 = 3000;
    let mut stream = stream("kim and nelson");
    let (mut right, mut batches) = (0.0, 0.0);
    for _ in 0..RUNS {
        let (kept, n) = run(&mut stream, 0.1);
        right += f64::from(u8::from(kept == 0));
        batches += n as f64;
    }
    let runs = f64::from(RUNS);
    let share = right / runs;
    let error = (0.1 * 0.9 / runs).sqrt();
    assert!(share > 0.9 - 4.9 * error, "{share}");
    // Kim and Nelson find no more than a few points beyond what is promised: nothing is wasted.
    assert!(share < 0.995, "{share}");
    assert!(batches / runs < spread(0.025, 10) / 0.09, "{batches}");
}

/// Quantiles of Student's t by tables, and back.
#[test]
fn quantiles_of_students_t() {
    for (p, freedom, quantile) in [
        (0.99, 9, 2.821_438),
        (0.95, 40, 1.683_851),
        (0.9995, 60, 3.460_200),
    ] {
        let found = student_quantile(p, freedom).unwrap_or(f64::NAN);
        assert!((found - quantile).abs() < 2e-6, "{found}, not {quantile}");
        assert!((student_share(found, freedom) - p).abs() < 1e-7);
    }
    assert_eq!(student_quantile(0.9, 0), None);
}
