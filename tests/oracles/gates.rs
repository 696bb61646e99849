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

/// A column that never runs dry for want of asking: six more when fewer than four are left.
#[test]
fn replenished_options() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 16000 }

        [[types]]
        name = "item"
        arrivals = { order = { stage = "Options", below = 4, count = 6, lead = { dist = "exponential", mean = 3 } } }

        [[stages]]
        name = "Options"
        people = 1
        service = { dist = "exponential", mean = 1 }
        "#,
        20,
        &[
            per_day("throughput_per_week", 0.825_806_451_6, 0.008578),
            near("stages.Options.wip", 3.935_483_871, 0.04494),
            near("lead_time", 4.765625, 0.05614),
            near("pools.Options.utilisation", 0.825_806_451_6, 0.006256),
            near("stages.Options.wip_share[0]", 0.174_193_548_4, 0.006256),
            near("stages.Options.wip_share[2]", 0.077_419_354_8, 0.001917),
            near("stages.Options.wip_share[4]", 0.137_634_408_6, 0.002908),
            near("stages.Options.wip_share[6]", 0.137_634_408_6, 0.002924),
            near("stages.Options.wip_share[8]", 0.060_215_053_8, 0.002507),
        ],
    );
}

/// Poisson arrivals, up to eight are let go every 14 days. Deviations as for plannings on such a shelf.
#[test]
fn poisson_meeting() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1400, horizon = 8400 }
        types = [{ name = "item", arrivals = { per_day = 0.5 } }]
        stages = [{ name = "Refined", leaves = { every = 14, at_most = 8 } }]
        "#,
        40,
        &[
            near("stages.Refined.wip", 5.799_827_13, 2.0 * 0.3266),
            near("lead_time", 11.599_654_26, 2.0 * 0.577),
            near("stages.Refined.held_time", 11.599_654_26, 2.0 * 0.577),
            near("ready", 3500.0, 7000.0 * 2.0 * 0.00447),
        ],
    );
}

/// Six are done at day 0, Poisson arrivals, up to five may leave every ten days: what four meetings let go.
/// The deviation of a sum is at most the sum of the deviations.
#[test]
fn meetings_from_six() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { horizon = 40 }
        types = [{ name = "item", arrivals = { per_day = 0.4 }, backlog = 6 }]
        stages = [{ name = "Refined", leaves = { every = 10, at_most = 5 } }]
        "#,
        5_000,
        &[
            near("series.ready[9]", 0.0, 0.0),
            near("series.ready[10]", 5.0, 0.0),
            near("series.ready[20]", 9.940_511_294, 0.309),
            near("series.ready[30]", 14.668_013_974, 0.309 + 0.753),
            near("series.ready[40]", 19.194_990_147, 0.309 + 0.753 + 0.9924),
            near("series.stages.Refined[10]", 5.0, 1.991),
            near("series.stages.Refined[20]", 4.059_488_706, 2.82 + 0.309),
            near("series.stages.Refined[30]", 3.331_986_026, 3.37 + 0.753),
            near("series.stages.Refined[40]", 2.805_009_853, 3.604 + 0.9924),
        ],
    );
}
