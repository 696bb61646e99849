//! People who share their effort, or drop their work for what is urgent.

use super::case::{check, near};

/// M/G/1 with processor sharing: one person works on everything that is there at once. The number of items is
/// geometric whatever the law of the work, and lead time is mean work divided by what is left of capacity.
#[test]
fn mg1_ps() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [{ name = "item", arrivals = { per_day = 0.7 } }]

        [[stages]]
        name = "Work"
        people = 1
        focus = { items_per_person = "unlimited" }
        service = { dist = "lognormal", mean = 1, cv = 1.5 }
        "#,
        10,
        &[
            near("stages.Work.wip", 2.333333333, 0.1419),
            near("stages.Work.wip_by_state.working", 2.333333333, 0.1419),
            near("lead_time", 3.333333333, 0.1899),
            near("stages.Work.work_time", 3.333333333, 0.1899),
            near("pools.Work.utilisation", 0.7, 0.01108),
            near("stages.Work.wip_share[0]", 0.3, 0.01108),
            near("stages.Work.wip_share[1]", 0.21, 0.006147),
            near("stages.Work.wip_share[2]", 0.147, 0.003972),
            near("stages.Work.wip_share[3]", 0.1029, 0.00365),
        ],
    );
}

/// Two people share up to six items. With exponential work the number of items is that of M/M/2 however they
/// share; who waits is whoever is there above six.
#[test]
fn multitask_limit() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1000, horizon = 11000 }
        types = [{ name = "item", arrivals = { per_day = 1.5 } }]

        [[stages]]
        name = "Work"
        people = 2
        focus = { items_per_person = 3 }
        service = { dist = "exponential", mean = 1 }
        "#,
        15,
        &[
            near("stages.Work.wip", 3.428571429, 0.169),
            near("stages.Work.wip_by_state.waiting", 0.6102120536, 0.1076),
            near("lead_time", 2.285714286, 0.1041),
            near("stages.Work.waiting_time", 0.4068080357, 0.07053),
            near("stages.Work.wip_share[0]", 0.1428571429, 0.005566),
            near("stages.Work.wip_share[5]", 0.06780133929, 0.003094),
        ],
    );
}

/// M/G/1 in which expedite work interrupts, and what is interrupted goes on where it stopped.
#[test]
fn priority_preemptive_resume() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [
          { name = "Expedite", class = "expedite", preempt = true, arrivals = { per_day = 0.3 } },
          { name = "Standard", arrivals = { per_day = 0.2 } },
        ]

        [[stages]]
        name = "Work"
        people = 1
        by_type.Expedite = { service = { dist = "gamma", mean = 1, cv = 0.7071067811865476 } }
        by_type.Standard = { service = { dist = "exponential", mean = 2 } }
        "#,
        20,
        &[
            near("types.Expedite.lead_time", 1.321428571, 0.02258),
            near("types.Expedite.wip", 0.3964285714, 0.009343),
            near("types.Standard.lead_time", 7.738095238, 0.4849),
            near("types.Standard.wip", 1.547619048, 0.1082),
            near("pools.Work.utilisation", 0.7, 0.009714),
        ],
    );
}
