//! Finite horizons: counts at given days, and bookkeeping that must close.

use super::case::{check, near, share};
use crate::support::{number, run};

/// Unlimited people and no limits: counts of ready, discarded and in progress are Poisson.
#[test]
fn poisson_counts() {
    let result = check(
        r#"
        order = "stage-fifo"
        calendar = { horizon = 30 }
        types = [{ name = "item", arrivals = { per_day = 2 } }]
        goals = [
          { name = "day 10", ready = 11, by = 10 },
          { name = "day 30", ready = 37, by = 30 },
        ]

        [[stages]]
        name = "Triage"
        people = "unlimited"
        service = { dist = "lognormal", mean = 4, cv = 0.9 }
        discard = 0.35
        "#,
        4_000,
        &[
            near("series.ready[10]", 8.145380161, 2.868),
            near("series.discarded[10]", 4.385973933, 2.069),
            near("series.stages.Triage[10]", 7.468645906, 2.73),
            near("series.ready[30]", 33.81434524, 5.819),
            near("series.discarded[30]", 18.20772436, 4.264),
            near("series.stages.Triage[30]", 7.977930404, 2.821),
            share("goals[0].by", 0.198_802_227_9),
            share("goals[1].by", 0.314_081_360_5),
        ],
    );
    // A Poisson count has the same variance as mean; a sample variance of 4,000 has a relative
    // standard error of √(2/n) and a bit (the fourth moment of a Poisson count).
    let variance = number(&result, "ready.sd").powi(2);
    let error = ((2.0 + 1.0 / 33.8) / 4_000.0_f64).sqrt();
    assert!(
        (variance / 33.814_345_24 - 1.0).abs() < 4.9 * error,
        "{variance}"
    );
}

/// M/M/2/8 with loss, five there at day 0.
#[test]
fn mmck_from_five() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { horizon = 10 }
        types = [{ name = "item", arrivals = { per_day = 1.5 }, backlog = 5, backlog_max = 0 }]
        stages = [
          { name = "Work", people = 2, wip = { max = 8 }, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        4_000,
        &[
            near("series.stages.Work[1]", 4.490491277, 1.779),
            near("series.ready[1]", 1.981582277, 1.358),
            near("series.stages.Work[3]", 3.687507928, 2.358),
            near("series.ready[3]", 5.599273299, 1.997),
            near("series.stages.Work[10]", 2.785867671, 2.26),
            near("series.ready[10]", 16.48962298, 3.084),
            near("stages.Work.wip", 3.454820676, 1.542),
        ],
    );
}

/// Sixty items through three stages until all are gone.
const SIXTY: &str = r#"
order = "stage-fifo"
calendar = { horizon = 2000 }
stages = [
  { name = "S1", people = 2, wip = { max = 4 }, service = { dist = "lognormal", mean = 1.5, cv = 1 }, discard = 0.1 },
  { name = "S2", people = 1, wip = { max = 3 }, service = { dist = "lognormal", mean = 1, cv = 0.7 } },
  { name = "S3", people = 2, wip = { max = 3 }, service = { dist = "lognormal", mean = 1.2, cv = 0.5 }, discard = 0.2 },
]

[[types]]
name = "item"
arrivals = { at = [
  0.566, 1.386, 1.841, 2.557, 2.722, 5.429, 5.437, 7.684, 8.145, 8.385, 8.818, 9.068, 9.788,
  10.647, 12.154, 12.332, 14.847, 15.436, 15.715, 16.422, 16.482, 16.53, 17.508, 18.127, 19.884,
  20.264, 20.681, 21.625, 22.047, 22.064, 22.299, 23.11, 23.618, 24.735, 24.742, 25.465, 25.665,
  25.95, 28.41, 29.533, 32.57, 33.968, 35.763, 35.879, 36.121, 36.312, 37.23, 38.209, 38.311,
  38.618, 39.472, 39.527, 39.605, 40.303, 41.802, 43.959, 44.524, 45.569, 46.179, 46.929,
] }
"#;

/// What enters comes out, as often as chance says.
#[test]
fn sixty_items() {
    check(
        SIXTY,
        200,
        &[near("ready", 43.2, 3.399), near("discarded", 16.8, 3.399)],
    );
}

/// Little's law as an identity: on a path that has emptied, the integral of the items present is the sum
/// of their stays, in every stage and on the way as a whole.
#[test]
fn little_on_emptied_paths() {
    let result = run(SIXTY, 1);
    let days = number(&result, "horizon_days");
    for stage in ["S1", "S2", "S3"] {
        let of = |name: &str| number(&result, &format!("stages.{stage}.{name}"));
        let stays = of("throughput_per_week") * days / 5.0 + of("discarded");
        let spent = stays * of("cycle_time");
        let present = of("wip") * days;
        assert!(
            (spent - present).abs() < 1e-9 * present,
            "{stage}: {spent}, {present}"
        );
    }
}
