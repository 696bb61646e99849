//! Limits over several stages, and people who work in several.

use super::case::{check, computed, exactly, near, per_day};
use crate::support::number;

/// Six items circulate in a closed line (mean value analysis).
#[test]
fn conwip_mva() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        stages = [
          { name = "S1", people = 1, service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, service = { dist = "exponential", mean = 0.8 } },
          { name = "S3", people = 1, service = { dist = "exponential", mean = 1.25 } },
        ]
        conwip = [{ name = "line", stages = ["S1", "S2", "S3"], wip = { max = 6 } }]
        "#,
        12,
        &[
            per_day("throughput_per_week", 0.7092826887, 0.006825),
            near("cycle_time", 8.459250585, 0.08128),
            near("stages.S1.wip", 1.796673237, 0.04506),
            near("stages.S2.wip", 1.144281917, 0.03175),
            near("stages.S3.wip", 3.059044846, 0.05354),
            near("stages.S1.cycle_time", 2.533084855, 0.06305),
            near("stages.S2.cycle_time", 1.613294579, 0.04246),
            near("stages.S3.cycle_time", 4.312871151, 0.09854),
            near("pools.S1.utilisation", 0.7092826887, 0.008506),
            near("pools.S2.utilisation", 0.567426151, 0.008585),
            near("pools.S3.utilisation", 0.8866033609, 0.006092),
        ],
    );
}

/// A group of two stages behind an open backlog.
#[test]
fn conwip_open_backlog() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.6 } }]
        stages = [
          { name = "S1", people = 1, service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, service = { dist = "exponential", mean = 1 } },
        ]
        conwip = [{ name = "line", stages = ["S1", "S2"], wip = { max = 4 } }]
        "#,
        8,
        &[
            per_day("throughput_per_week", 0.6, 0.005562),
            near("stages.S1.wip", 1.187456814, 0.02652),
            near("stages.S1.wip_by_state.working", 0.6, 0.007251),
            exactly("stages.S1.wip_by_state.done", 0.0),
            near("stages.S2.wip", 1.21601714, 0.02952),
            near("stages.S2.wip_by_state.working", 0.6, 0.007932),
            near("cycle_time", 4.005789923, 0.05895),
            near("stages.S1.cycle_time", 1.97909469, 0.03526),
            near("stages.S2.cycle_time", 2.026695233, 0.03945),
            near("lead_time", 5.574643438, 0.2373),
            near("stages.S2.wip_share[1]", 0.2508715506, 0.003831),
        ],
    );
}

/// A group of three stages, each with its own limit too.
#[test]
fn conwip_plus_limits() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        stages = [
          { name = "S1", people = 2, wip = { max = 3 }, service = { dist = "exponential", mean = 1.6666666666666667 } },
          { name = "S2", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1 } },
          { name = "S3", people = 1, wip = { max = 3 }, service = { dist = "exponential", mean = 1.1111111111111112 } },
        ]
        conwip = [{ name = "line", stages = ["S1", "S2", "S3"], wip = { max = 5 } }]
        "#,
        12,
        &[
            per_day("throughput_per_week", 0.7011798804, 0.005643),
            near("stages.S1.wip", 1.793376791, 0.02152),
            near("stages.S1.wip_by_state.working", 1.168633134, 0.01396),
            near("stages.S1.wip_by_state.done", 0.4123437817, 0.01678),
            near("stages.S2.wip", 1.392102538, 0.01276),
            near("stages.S2.wip_by_state.working", 0.7011798804, 0.007273),
            near("stages.S2.wip_by_state.done", 0.2357905308, 0.01011),
            near("stages.S3.wip", 1.699221111, 0.02586),
            near("stages.S3.wip_by_state.working", 0.779088756, 0.006994),
            near("cycle_time", 6.966401314, 0.05671),
            near("stages.S1.cycle_time", 2.557655805, 0.03488),
            near("stages.S2.cycle_time", 1.985371481, 0.02557),
            near("stages.S3.cycle_time", 2.423374028, 0.04235),
            near("stages.S2.wip_share[1]", 0.278201008, 0.005638),
        ],
    );
}

/// Two people for two stages, downstream first.
#[test]
fn shared_pool_downstream() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 16000 }
        types = [{ name = "item", arrivals = { per_day = 0.9 } }]
        pools = [{ name = "team", people = 2, prefer = "downstream" }]
        stages = [
          { name = "Analyse", pool = "team", service = { dist = "exponential", mean = 1 } },
          { name = "Review", pool = "team", service = { dist = "exponential", mean = 0.7 } },
        ]
        "#,
        10,
        &[
            near("stages.Analyse.wip", 2.548472112, 0.1398),
            near("stages.Review.wip", 0.63, 0.007645),
            near("stages.Analyse.wip_by_state.waiting", 1.648472112, 0.1334),
            exactly("stages.Review.wip_by_state.waiting", 0.0),
            near("lead_time", 3.531635681, 0.1451),
            near("stages.Review.cycle_time", 0.7, 0.006518),
            near("pools.team.utilisation", 0.765, 0.007253),
        ],
    );
}

/// A buffer below its minimum calls the shared people to the stage that feeds it.
#[test]
fn min_wip_signal() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        pools = [{ name = "team", people = 2, prefer = "downstream" }]
        stages = [
          { name = "Refine", pool = "team", wip = { max = 3 }, service = { dist = "exponential", mean = 2 } },
          { name = "Ready", wip = { min = 2, max = 5, on_low = "signal" } },
          { name = "Build", pool = "team", wip = { max = 2 }, service = { dist = "exponential", mean = 1.6 } },
          { name = "Shelf", kind = "ready" },
        ]
        "#,
        15,
        &[
            per_day("throughput_per_week", 0.5555555556, 0.005729),
            near("stages.Ready.wip", 1.444444444, 0.007353),
            exactly("stages.Build.wip", 2.0),
            near("stages.Refine.wip_by_state.working", 1.111111111, 0.009662),
            near("stages.Build.wip_by_state.waiting", 1.111111111, 0.009662),
            near("stages.Ready.cycle_time", 2.6, 0.02848),
            near("stages.Ready.wip_share[0]", 0.1100110011, 0.003492),
            near("stages.Ready.wip_share[1]", 0.4235423542, 0.004686),
            near("stages.Ready.wip_share[2]", 0.3784378438, 0.004454),
            near("stages.Ready.wip_share[3]", 0.08800880088, 0.002579),
        ],
    );
}

/// A network with discards and feedback to an earlier stage: every station is M/M/c with the rate of the traffic
/// equations.
#[test]
fn jackson_feedback_discard() {
    let days = 20_000.0;
    let ends = move |stage: &'static str, value: f64, sd: f64| {
        let read = move |result: &serde_json::Value| {
            let of = |what: &str| number(result, &format!("stages.{stage}.{what}"));
            of("throughput_per_week") / 5.0 + (of("discarded") + of("rework")) / days
        };
        computed(&format!("ends of work in {stage}"), read, value, sd)
    };
    let discards = |stage: &str, value: f64, sd: f64| {
        near(
            &format!("stages.{stage}.discarded"),
            value * days,
            sd * days,
        )
    };
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.9 } }]
        stages = [
          { name = "Analyse", people = 2, service = { dist = "exponential", mean = 1 }, discard = 0.2 },
          { name = "Review", people = 1, service = { dist = "exponential", mean = 0.8 }, discard = 0.1, rework = { probability = 0.2777777777777778, to = "Analyse" } },
          { name = "Prepare", people = 1, service = { dist = "exponential", mean = 1.2 } },
        ]
        "#,
        8,
        &[
            per_day("throughput_per_week", 0.585, 0.005533),
            ends("Analyse", 1.125, 0.008713),
            ends("Review", 0.9, 0.007946),
            discards("Analyse", 0.225, 0.003635),
            discards("Review", 0.09, 0.002259),
            near("stages.Analyse.wip", 1.645714286, 0.03762),
            near("stages.Analyse.cycle_time", 1.462857143, 0.02672),
            near("pools.Analyse.utilisation", 0.5625, 0.005708),
            near("stages.Review.wip", 2.571428571, 0.1537),
            near("stages.Review.cycle_time", 2.857142857, 0.1569),
            near("pools.Review.utilisation", 0.72, 0.008733),
            near("stages.Prepare.wip", 2.355704698, 0.1225),
            near("stages.Prepare.cycle_time", 4.026845638, 0.1898),
            near("pools.Prepare.utilisation", 0.702, 0.008839),
            near("stages.Analyse.wip_share[2]", 0.1771875, 0.002599),
            near("stages.Review.wip_share[0]", 0.28, 0.008733),
            near("lead_time", 9.426845638, 0.3191),
        ],
    );
}
