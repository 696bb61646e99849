//! Lines of stages whose limits make finished work wait where it is.

use super::case::{check, exactly, near, per_day, simulated};

/// Two stages with unlimited supply; the finished item frees its person.
#[test]
fn tandem2_saturated_kanban() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        stages = [
          { name = "S1", people = 2, wip = { max = 4 }, service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 0.8 } },
        ]
        "#,
        12,
        &[
            per_day("throughput_per_week", 1.213960294, 0.009679),
            exactly("stages.S1.wip", 4.0),
            near("stages.S1.wip_by_state.working", 1.213960294, 0.01333),
            near("stages.S1.wip_by_state.done", 2.370400988, 0.02737),
            near("stages.S2.wip", 1.896205648, 0.006821),
            near("stages.S2.wip_by_state.working", 0.9711682354, 0.002306),
            near("cycle_time", 4.85700041, 0.04057),
            near("stages.S1.cycle_time", 3.295000684, 0.02619),
            near("stages.S2.cycle_time", 1.561999726, 0.01501),
            near("stages.S2.wip_share[1]", 0.04613082332, 0.002715),
        ],
    );
}

/// Two stages with unlimited supply; the finished item keeps its person.
#[test]
fn tandem2_saturated_classic() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        stages = [
          { name = "S1", people = 2, wip = { max = 4 }, hold = "person", service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, wip = { max = 2 }, hold = "person", service = { dist = "exponential", mean = 0.8 } },
        ]
        "#,
        12,
        &[
            per_day("throughput_per_week", 1.150261713, 0.008972),
            exactly("stages.S1.wip", 4.0),
            near("stages.S1.wip_by_state.working", 1.150261713, 0.01176),
            near("stages.S1.wip_by_state.done", 0.8497382867, 0.01176),
            near("stages.S2.wip", 1.712753734, 0.008804),
            near("stages.S2.wip_by_state.working", 0.9202093706, 0.003297),
            near("cycle_time", 4.966481687, 0.04101),
            near("stages.S1.cycle_time", 3.477469478, 0.02702),
            near("stages.S2.cycle_time", 1.489012209, 0.01523),
            near("stages.S2.wip_share[1]", 0.127665007, 0.003095),
        ],
    );
}

/// Three stages behind an open backlog; the finished item frees its person.
#[test]
fn tandem3_backlog_kanban() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.5 } }]
        stages = [
          { name = "S1", people = 1, wip = { max = 3 }, service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1 } },
          { name = "S3", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        8,
        &[
            per_day("throughput_per_week", 0.5, 0.005134),
            near("stages.S1.wip", 1.156953592, 0.0336),
            near("stages.S1.wip_by_state.working", 0.5, 0.007397),
            near("stages.S1.wip_by_state.done", 0.3032287901, 0.01956),
            near("stages.S2.wip", 0.893270875, 0.01846),
            near("stages.S2.wip_by_state.working", 0.5, 0.006812),
            near("stages.S2.wip_by_state.done", 0.1542994859, 0.008597),
            near("stages.S3.wip", 0.7448596258, 0.01382),
            near("stages.S3.wip_by_state.working", 0.5, 0.006865),
            near("cycle_time", 5.590168186, 0.08121),
            near("stages.S1.cycle_time", 2.313907185, 0.05104),
            near("stages.S2.cycle_time", 1.78654175, 0.02603),
            near("stages.S3.cycle_time", 1.489719252, 0.0201),
            near("lead_time", 6.193956814, 0.1492),
            near("stages.S2.wip_share[1]", 0.2486893126, 0.004044),
        ],
    );
}

/// Three stages behind an open backlog; the finished item keeps its person.
#[test]
fn tandem3_backlog_classic() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.5 } }]
        stages = [
          { name = "S1", people = 1, wip = { max = 3 }, hold = "person", service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, wip = { max = 2 }, hold = "person", service = { dist = "exponential", mean = 1 } },
          { name = "S3", people = 1, wip = { max = 2 }, hold = "person", service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        8,
        &[
            per_day("throughput_per_week", 0.5, 0.005577),
            near("stages.S1.wip", 1.310497257, 0.04618),
            near("stages.S1.wip_by_state.working", 0.5, 0.007136),
            near("stages.S1.wip_by_state.done", 0.133715625, 0.007282),
            near("stages.S2.wip", 0.9032824359, 0.02154),
            near("stages.S2.wip_by_state.working", 0.5, 0.007844),
            near("stages.S2.wip_by_state.done", 0.08481475174, 0.004486),
            near("stages.S3.wip", 0.7318752906, 0.01449),
            near("stages.S3.wip_by_state.working", 0.5, 0.00721),
            near("cycle_time", 5.891309967, 0.1015),
            near("stages.S1.cycle_time", 2.620994514, 0.07015),
            near("stages.S2.cycle_time", 1.806564872, 0.02879),
            near("stages.S3.cycle_time", 1.463750581, 0.01983),
            near("lead_time", 6.961765593, 0.2527),
            near("stages.S2.wip_share[1]", 0.2663470676, 0.003276),
        ],
    );
}

/// Three balanced stages without any room between them: throughput 22/39.
#[test]
fn tandem3_nobuffer() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", backlog = "unlimited" }]
        stages = [
          { name = "S1", people = 1, wip = { max = 1 }, hold = "person", service = { dist = "exponential", mean = 1 } },
          { name = "S2", people = 1, wip = { max = 1 }, hold = "person", service = { dist = "exponential", mean = 1 } },
          { name = "S3", people = 1, wip = { max = 1 }, hold = "person", service = { dist = "exponential", mean = 1 } },
        ]
        "#,
        15,
        &[
            per_day("throughput_per_week", 0.5641025641, 0.004879),
            exactly("stages.S1.wip", 1.0),
            near("stages.S1.wip_by_state.working", 0.5641025641, 0.007078),
            near("stages.S1.wip_by_state.done", 0.4358974359, 0.007078),
            near("stages.S2.wip", 0.7948717949, 0.00611),
            near("stages.S2.wip_by_state.working", 0.5641025641, 0.0062),
            near("stages.S2.wip_by_state.done", 0.2307692308, 0.005985),
            near("stages.S3.wip", 0.5641025641, 0.006693),
            near("stages.S3.wip_by_state.working", 0.5641025641, 0.006693),
            near("cycle_time", 4.181818182, 0.03684),
            near("stages.S1.cycle_time", 1.772727273, 0.01536),
            near("stages.S2.cycle_time", 1.409090909, 0.01529),
            near("stages.S3.cycle_time", 1.0, 0.01278),
            near("stages.S2.wip_share[1]", 0.7948717949, 0.00611),
        ],
    );
}

/// Three stages, lognormal work, loss at the first; the finished item frees its person.
#[test]
fn tandem_lognormal_kanban() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", arrivals = { per_day = 0.6 }, backlog_max = 0 }]
        stages = [
          { name = "S1", people = 2, wip = { max = 5 }, service = { dist = "lognormal", mean = 2.5, cv = 1 } },
          { name = "S2", people = 1, wip = { max = 3 }, service = { dist = "lognormal", mean = 1.2, cv = 1.5 } },
          { name = "S3", people = 2, wip = { max = 3 }, service = { dist = "lognormal", mean = 2.6, cv = 0.7 } },
        ]
        "#,
        12,
        &[
            simulated("throughput_per_week", 2.6043137, 0.03198, 0.00153),
            simulated("refused / arrived", 0.13150741, 0.009935, 0.000452),
            simulated("stages.S1.wip", 2.3761677, 0.05721, 0.00271),
            simulated("stages.S2.wip", 1.6076578, 0.04567, 0.00222),
            simulated("stages.S3.wip", 1.7117202, 0.033, 0.00157),
            simulated("stages.S1.wip_by_state.done", 0.55078567, 0.04835, 0.00233),
            simulated("stages.S2.wip_by_state.done", 0.36287997, 0.02727, 0.00128),
            simulated("cycle_time", 10.935073, 0.2071, 0.00982),
            simulated("stages.S2.cycle_time", 3.0867527, 0.09063, 0.00438),
        ],
    );
}

/// Three stages, lognormal work, loss at the first; the finished item keeps its person.
#[test]
fn tandem_lognormal_classic() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [{ name = "item", arrivals = { per_day = 0.6 }, backlog_max = 0 }]
        stages = [
          { name = "S1", people = 2, wip = { max = 5 }, hold = "person", service = { dist = "lognormal", mean = 2.5, cv = 1 } },
          { name = "S2", people = 1, wip = { max = 3 }, hold = "person", service = { dist = "lognormal", mean = 1.2, cv = 1.5 } },
          { name = "S3", people = 2, wip = { max = 3 }, hold = "person", service = { dist = "lognormal", mean = 2.6, cv = 0.7 } },
        ]
        "#,
        12,
        &[
            simulated("throughput_per_week", 2.55541215, 0.02913, 0.00156),
            simulated("refused / arrived", 0.1482195, 0.01016, 0.000536),
            simulated("stages.S1.wip", 2.4983788, 0.06211, 0.00325),
            simulated("stages.S2.wip", 1.6065284, 0.04521, 0.0024),
            simulated("stages.S3.wip", 1.6376621, 0.02833, 0.00153),
            simulated("stages.S1.wip_by_state.done", 0.27979606, 0.02087, 0.00109),
            simulated(
                "stages.S2.wip_by_state.done",
                0.12532558,
                0.007008,
                0.000378,
            ),
            simulated("cycle_time", 11.235098, 0.2283, 0.0119),
            simulated("stages.S2.cycle_time", 3.1431099, 0.09422, 0.00494),
        ],
    );
}
