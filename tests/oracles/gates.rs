//! Boards on which items give up, wait for a meeting, or are asked for.

use super::case::{check, near, per_day};

/// M/M/3 whose waiting items leave after an exponential patience (Erlang A), overloaded.
#[test]
fn erlang_a() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 200, horizon = 5200 }
        types = [{ name = "item", arrivals = { per_day = 4 } }]

        [[stages]]
        name = "Work"
        people = 3
        service = { dist = "exponential", mean = 1 }
        expire = { dist = "exponential", mean = 2 }
        "#,
        20,
        &[
            near("stages.Work.wip", 5.227_186_903, 0.07486),
            near("stages.Work.wip_by_state.waiting", 2.454_373_805, 0.06637),
            near("expired / arrived", 0.306_796_725_7, 0.005748),
            near("discard_rate", 0.306_796_725_7, 0.005748),
            near("expired", 5000.0 * 1.227_186_903, 5000.0 * 0.02992),
            near(
                "stages.Work.expired",
                5000.0 * 1.227_186_903,
                5000.0 * 0.02992,
            ),
            near("rejected", 0.0, 0.0),
            per_day("throughput_per_week", 2.772_813_097, 0.01885),
            near("pools.Work.utilisation", 0.924_271_032_4, 0.003673),
            near("stages.Work.wip_share[0]", 0.011_957_205_4, 0.001194),
            near("stages.Work.wip_share[3]", 0.127_543_524_3, 0.004135),
            near("stages.Work.wip_share[5]", 0.145_764_027_8, 0.003161),
            near("stages.Work.wip_share[8]", 0.075_385_032_5, 0.002831),
        ],
    );
}
