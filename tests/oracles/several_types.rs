//! Types that share, or do not share, people and room.

use super::case::{check, near, per_day};

/// Each type has its own stage and person.
#[test]
fn fixed_allocation() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [
          { name = "Feature", arrivals = { per_day = 0.5 }, backlog_max = 0, route = ["Feature lane"] },
          { name = "Research", arrivals = { per_day = 0.25 }, backlog_max = 0, route = ["Research lane"] },
        ]
        stages = [
          { name = "Feature lane", people = 1, wip = { max = 4 }, service = { dist = "exponential", mean = 1 } },
          { name = "Research lane", people = 1, wip = { max = 4 }, service = { dist = "exponential", mean = 2.4 } },
        ]
        "#,
        15,
        &[
            per_day("types.Feature.throughput_per_week", 0.4838709677, 0.006378),
            near(
                "types.Feature.refused / types.Feature.arrived",
                0.03225806452,
                0.003797,
            ),
            near("types.Feature.wip", 0.8387096774, 0.02578),
            near("types.Feature.lead_time", 1.733333333, 0.04639),
            per_day("types.Research.throughput_per_week", 0.2359472588, 0.004365),
            near(
                "types.Research.refused / types.Research.arrived",
                0.05621096461,
                0.007071,
            ),
            near("types.Research.wip", 1.078417765, 0.04192),
            near("types.Research.lead_time", 4.570588235, 0.1632),
        ],
    );
}

/// The same demand shares two people and one stage.
#[test]
fn pooled_two_types() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [
          { name = "Feature", arrivals = { per_day = 0.5 }, backlog_max = 0 },
          { name = "Research", arrivals = { per_day = 0.25 }, backlog_max = 0 },
        ]

        [[stages]]
        name = "Work"
        people = 2
        wip = { max = 8 }
        by_type.Feature = { service = { dist = "exponential", mean = 1 } }
        by_type.Research = { service = { dist = "exponential", mean = 2.4 } }
        "#,
        15,
        &[
            per_day("types.Feature.throughput_per_week", 0.4960344827, 0.00676),
            near(
                "types.Feature.refused / types.Feature.arrived",
                0.007931034564,
                0.00221,
            ),
            near("types.Feature.wip", 0.8149755357, 0.02799),
            near("types.Feature.lead_time", 1.642981615, 0.05055),
            per_day("types.Research.throughput_per_week", 0.2480172414, 0.005046),
            near(
                "types.Research.refused / types.Research.arrived",
                0.007931034564,
                0.002349,
            ),
            near("types.Research.wip", 0.7547119057, 0.0274),
            near("types.Research.lead_time", 3.042981615, 0.08789),
            near("stages.Work.wip_share[0]", 0.295085986, 0.008397),
            near("stages.Work.wip_share[2]", 0.1686910359, 0.004182),
            near("stages.Work.wip_share[4]", 0.05374261259, 0.003241),
        ],
    );
}

/// Three priorities, each with its own law of work; nobody is interrupted.
#[test]
fn priority_nonpreemptive() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 2000, horizon = 22000 }
        types = [
          { name = "Expedite", priority = 0, arrivals = { per_day = 0.4 } },
          { name = "Fixed", priority = 1, arrivals = { per_day = 0.3 } },
          { name = "Standard", priority = 2, arrivals = { per_day = 0.2 } },
        ]

        [[stages]]
        name = "Work"
        people = 1
        by_type.Expedite = { service = { dist = "exponential", mean = 0.5 } }
        by_type.Fixed = { service = 1 }
        by_type.Standard = { service = { dist = "lognormal", mean = 1.5, cv = 1 } }
        "#,
        10,
        &[
            near("types.Expedite.lead_time", 1.375, 0.04104),
            near("types.Expedite.wip", 0.55, 0.01895),
            near("types.Fixed.lead_time", 2.75, 0.09327),
            near("types.Fixed.wip", 0.825, 0.02978),
            near("types.Standard.lead_time", 8.5, 0.7516),
            near("types.Standard.wip", 1.7, 0.1551),
        ],
    );
}

/// A stage with a limit, and two swimlanes with limits of their own.
#[test]
fn swimlane_limits() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 500, horizon = 10500 }
        types = [
          { name = "Feature", arrivals = { per_day = 0.8 }, backlog_max = 0 },
          { name = "Incident", arrivals = { per_day = 0.5 }, backlog_max = 0 },
        ]
        lanes = [
          { name = "business", types = ["Feature"], wip = { Work = { max = 4 } } },
          { name = "technical", types = ["Incident"], wip = { Work = { max = 2 } } },
        ]

        [[stages]]
        name = "Work"
        people = 2
        wip = { max = 5 }
        by_type.Feature = { service = { dist = "exponential", mean = 1.5 } }
        by_type.Incident = { service = { dist = "exponential", mean = 0.6 } }
        "#,
        15,
        &[
            per_day("types.Feature.throughput_per_week", 0.7209021552, 0.007646),
            near(
                "types.Feature.refused / types.Feature.arrived",
                0.09887230594,
                0.005147,
            ),
            near("types.Feature.wip", 1.439028842, 0.02554),
            near("types.Feature.lead_time", 1.996150007, 0.0322),
            per_day("types.Incident.throughput_per_week", 0.4331593348, 0.005912),
            near(
                "types.Incident.refused / types.Incident.arrived",
                0.1336813304,
                0.00657,
            ),
            near("types.Incident.wip", 0.4826033282, 0.009998),
            near("types.Incident.lead_time", 1.114147357, 0.02271),
            near("stages.Work.wip_share[0]", 0.1897234678, 0.005853),
            near("stages.Work.wip_share[2]", 0.2007632894, 0.003553),
            near("stages.Work.wip_share[4]", 0.1120507372, 0.004299),
        ],
    );
}
