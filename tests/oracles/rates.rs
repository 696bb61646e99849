//! Rates that change over time: an infinite-server queue with Poisson arrivals of any rate has Poisson
//! counts (Eick, Massey, Whitt, "The physics of the Mt/G/∞ queue", 1993); after a constant stay of one day
//! the number ready on day t has the integral of the rate up to day t − 1 as its mean.

use super::case::{check, near, share};
use crate::support::number;

/// A week brings ten: 40/11 on a Monday, 20/11 on the next three days, 10/11 on a Friday; half of that
/// in the first week, three times that from day 5, nothing from day 11.5, and as written from day 15.
#[test]
fn counts_are_poisson_with_the_integral_of_the_rate() {
    let week = [40.0, 20.0, 20.0, 20.0, 10.0].map(|eleventh: f64| eleventh / 11.0);
    let by_friday: f64 = week.iter().take(4).sum();
    let (first, monday) = (5.0, 5.0 + 3.0 * week[0]);
    let (second, stopped) = (35.0, 35.0 + 3.0 * (week[0] + 0.5 * week[1]));
    let all = stopped + 10.0;
    let poisson = |path: &str, mean: f64| near(path, mean, mean.sqrt());
    let trials = 4_000;
    let result = check(
        r#"
        calendar = { horizon = 20 }
        stages = [{ name = "Work", people = "unlimited", service = 1 }]
        goals = [
          { name = "five by the end of week one", ready = 5, by = 5 },
          { name = "thirty by day 10", ready = 30, by = 10 },
        ]

        [[types]]
        name = "item"
        arrivals = { per_day = 2, weekday = { mon = 2, fri = 0.5 }, profile = [
          { from = 0, factor = 0.5 },
          { from = "1w", factor = 3 },
          { from = 11.5, factor = 0 },
          { from = "3w", factor = 1 },
        ] }
        "#,
        trials,
        &[
            poisson("series.arrived[1]", 0.5 * week[0]),
            poisson("series.arrived[5]", first),
            poisson("series.arrived[6]", monday),
            poisson("series.arrived[10]", second),
            poisson("series.arrived[12]", stopped),
            poisson("series.arrived[15]", stopped),
            poisson("series.arrived[20]", all),
            poisson("series.ready[7]", monday),
            poisson("series.ready[20]", stopped + by_friday),
            poisson("series.stages.Work[7]", 3.0 * week[1]),
            share("goals[0].by", at_least(5, 0.5 * by_friday)),
            share("goals[1].by", at_least(30, 35.0 - 3.0 * week[4])),
        ],
    );
    // A sample variance of Poisson counts has the relative standard error √((2 + 1/mean)/n).
    let variance = number(&result, "arrived.sd").powi(2);
    let error = ((2.0 + 1.0 / all) / trials as f64).sqrt();
    assert!((variance / all - 1.0).abs() < 4.9 * error, "{variance}");
}

/// P(a Poisson count with this mean is `n` or more).
fn at_least(n: u32, mean: f64) -> f64 {
    let mut term = (-mean).exp();
    let mut below = 0.0;
    for k in 0..n {
        below += term;
        term *= mean / f64::from(k + 1);
    }
    1.0 - below
}
