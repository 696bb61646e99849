//! One stage: the classical queues.

use super::case::{check, computed, near, per_day};
use crate::support::number;
use serde_json::Value;

/// See [`mm1`].
const SLOW: f64 = 1.37;

/// M/M/1 at load 0.8. Its queue wanders so slowly that a few runs say little about how far single runs
/// scatter: the deviations of what depends on the queue's length follow the exact asymptotic variance
/// 2ρ(1 + ρ)/(1 − ρ)⁴ of M/M/1, which is 1.37 times what was measured over 50 runs.
#[test]
fn mm1() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 11000 }
        types = [{ name = "item", arrivals = { per_day = 0.8 } }]
        stages = [
          { name = "Work", people = 1, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        20,
        &[
            near("stages.Work.wip", 4.0, SLOW * 0.3096),
            near("stages.Work.wip_by_state.waiting", 3.2, SLOW * 0.302),
            near("pools.Work.utilisation", 0.8, 0.01188),
            near("lead_time", 5.0, SLOW * 0.3722),
            near("stages.Work.waiting_time", 4.0, SLOW * 0.366),
            per_day("throughput_per_week", 0.8, 0.007994),
            near("stages.Work.wip_share[0]", 0.2, 0.01188),
            near("stages.Work.wip_share[1]", 0.16, 0.008556),
            near("stages.Work.wip_share[2]", 0.128, 0.006134),
            near("stages.Work.wip_share[3]", 0.1024, 0.004745),
            computed(
                "second moment of lead_time",
                |r| number(r, "lead_time.sd").powi(2) + number(r, "lead_time").powi(2),
                50.0,
                SLOW * 9.357,
            ),
            computed(
                "ten or more in Work",
                |r| {
                    1.0 - (0..10)
                        .map(|n| number(r, &format!("stages.Work.wip_share[{n}]")))
                        .sum::<f64>()
                },
                0.107374182,
                SLOW * 0.01879,
            ),
        ],
    );
}

/// M/M/3 at load 0.8 (Erlang C).
#[test]
fn mmc_3() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 11000 }
        types = [{ name = "item", arrivals = { per_day = 2.4 } }]
        stages = [
          { name = "Work", people = 3, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        12,
        &[
            near("stages.Work.wip", 4.988764045, 0.2119),
            near("stages.Work.wip_by_state.waiting", 2.588764045, 0.1995),
            near("lead_time", 2.078651685, 0.08214),
            near("stages.Work.waiting_time", 1.078651685, 0.08001),
            near("pools.Work.utilisation", 0.8, 0.006209),
            near("stages.Work.wip_share[0]", 0.05617977528, 0.00279),
            near("stages.Work.wip_share[1]", 0.1348314607, 0.004568),
            near("stages.Work.wip_share[3]", 0.1294382022, 0.003779),
            near("stages.Work.wip_share[6]", 0.06627235955, 0.002316),
        ],
    );
}

/// M/G/1 with lognormal work (Pollaczek and Khinchine).
#[test]
fn mg1_lognormal() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.7 } }]
        stages = [
          { name = "Work", people = 1, service = { dist = "lognormal", mean = 1, cv = 1.2 } },
        ]
        "#,
        10,
        &[
            near("stages.Work.wip", 2.692666667, 0.197),
            near("stages.Work.wip_by_state.waiting", 1.992666667, 0.1904),
            near("lead_time", 3.846666667, 0.2704),
            near("stages.Work.waiting_time", 2.846666667, 0.2639),
            near("pools.Work.utilisation", 0.7, 0.009156),
            near("stages.Work.wip_share[0]", 0.3, 0.009156),
        ],
    );
}

/// M/D/1: work is always one day (Pollaczek and Khinchine).
#[test]
fn md1() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.8 } }]
        stages = [
          { name = "Work", people = 1, service = 1 },
        ]
        "#,
        10,
        &[
            near("stages.Work.wip", 2.4, 0.1013),
            near("stages.Work.wip_by_state.waiting", 1.6, 0.09709),
            near("lead_time", 3.0, 0.1117),
            near("stages.Work.waiting_time", 2.0, 0.1117),
            near("pools.Work.utilisation", 0.8, 0.006182),
            near("stages.Work.wip_share[0]", 0.2, 0.006182),
            near("stages.Work.wip_share[1]", 0.2451081857, 0.005765),
            near("stages.Work.wip_share[2]", 0.1894117506, 0.004481),
        ],
    );
}

/// D/M/1: an arrival every 1.25 days. The lead time is exponential, so its percentiles are known too.
#[test]
fn dm1() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 11000 }
        types = [{ name = "item", arrivals = { every = 1.25 } }]
        stages = [
          { name = "Work", people = 1, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        20,
        &[
            near("stages.Work.waiting_time", 1.69273084, 0.181),
            near("lead_time", 2.69273084, 0.1892),
            near("stages.Work.wip", 2.154184672, 0.1513),
            near("pools.Work.utilisation", 0.8, 0.008934),
            computed(
                "P(lead time up to its p50)",
                |r| below(r, "p50"),
                0.5,
                0.01935,
            ),
            computed(
                "P(lead time up to its p85)",
                |r| below(r, "p85"),
                0.85,
                0.02028,
            ),
            computed(
                "P(lead time up to its p95)",
                |r| below(r, "p95"),
                0.95,
                0.01382,
            ),
        ],
    );
}

/// P(lead time ≤ its reported percentile) by the exact law of D/M/1.
fn below(result: &Value, percentile: &str) -> f64 {
    let reported = number(result, &format!("lead_time.{percentile}"));
    1.0 - (-reported / 2.692_730_839_92).exp()
}

/// M/M/2/6: an arrival that finds the stage full is lost.
#[test]
fn mmck_2_6() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", arrivals = { per_day = 1.5 }, backlog_max = 0 }]
        stages = [
          { name = "Work", people = 2, wip = { max = 6 }, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        15,
        &[
            near("stages.Work.wip", 2.245616923, 0.03853),
            near("refused / arrived", 0.06000493868, 0.003641),
            per_day("throughput_per_week", 1.409992592, 0.009994),
            near("lead_time", 1.592644483, 0.02612),
            near("stages.Work.wip_by_state.waiting", 0.8356243312, 0.02691),
            near("pools.Work.utilisation", 0.704996296, 0.006612),
            near("stages.Work.wip_share[0]", 0.1685735451, 0.004993),
            near("stages.Work.wip_share[1]", 0.2528603177, 0.005288),
            near("stages.Work.wip_share[2]", 0.1896452383, 0.003301),
            near("stages.Work.wip_share[3]", 0.1422339287, 0.003205),
            near("stages.Work.wip_share[4]", 0.1066754465, 0.003194),
            near("stages.Work.wip_share[5]", 0.0800065849, 0.003592),
            near("stages.Work.wip_share[6]", 0.06000493868, 0.003302),
        ],
    );
}

/// Batches of three.
#[test]
fn batch_fixed3() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.25, batch = 3 } }]
        stages = [
          { name = "Work", people = 1, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        10,
        &[
            near("stages.Work.wip", 6.0, 0.5053),
            near("lead_time", 8.0, 0.6131),
            near("stages.Work.waiting_time", 7.0, 0.609),
            near("pools.Work.utilisation", 0.75, 0.01282),
            per_day("throughput_per_week", 0.75, 0.01097),
            near("stages.Work.wip_share[0]", 0.25, 0.01282),
        ],
    );
}

/// M/G/1 whose work is stopped 0.3 times a day for a lognormal time, the person waiting: the completion time
/// of D. Gaver, then Pollaczek and Khinchine.
#[test]
fn blockers_hold() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.5 } }]
        stages = [
          { name = "Work", people = 1, service = { dist = "gamma", mean = 1, cv = 0.7071067811865476 } },
        ]
        blockers = [
          { source = "outside", per_day = 0.3, duration = { dist = "lognormal", mean = 1, cv = 1 }, holds_person = true },
        ]
        "#,
        50,
        &[
            near("stages.Work.wip", 1.7696428571428573, 0.09117),
            near("lead_time", 3.5392857142857146, 0.1644),
            near("stages.Work.waiting_time", 2.2392857142857148, 0.1571),
            near("stages.Work.wip_by_state.working", 0.5, 0.006125),
            near("stages.Work.wip_by_state.blocked", 0.15, 0.004516),
            near("stages.Work.wip_share[0]", 0.35, 0.009022),
            near(
                "flow.blockers.outside.days",
                20_000.0 * 0.15,
                20_000.0 * 0.004516,
            ),
        ],
    );
}
