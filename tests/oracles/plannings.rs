//! The shelf in front of Sprint Planning.

use super::case::{check, computed, near, share, simulated};
use crate::support::number;
use serde_json::Value;

/// The mean of a number over the plannings after `day`.
fn over_plannings(result: &Value, path: &str, day: f64) -> f64 {
    let count = result["plannings"].as_array().map_or(0, Vec::len);
    let values: Vec<f64> = (0..count)
        .filter(|n| number(result, &format!("plannings[{n}].day")) > day)
        .map(|n| number(result, &format!("plannings[{n}].{path}")))
        .collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Poisson arrivals on the shelf, up to eight leave every 14 days. The standard deviations are those of
/// 28,000 days; a trial here has a quarter of that, hence twice the deviation.
#[test]
fn poisson_shelf() {
    let later = |path: &'static str| move |r: &Value| over_plannings(r, path, 1400.0);
    let short = |r: &Value| 1.0 - over_plannings(r, "short_of.types.item", 1400.0);
    check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1400, horizon = 8400 }
        types = [{ name = "item", arrivals = { per_day = 0.5 } }]
        stages = [{ name = "Ready", kind = "ready" }]

        [[teams]]
        name = "team"
        planning = { every = 14 }
        pull = { total = 8 }
        ready_when = { total = 8, item = 10 }
        "#,
        40,
        &[
            computed("shelf", later("ready.total"), 9.299_827_13, 2.0 * 0.3502),
            computed("taken", later("pulled.total"), 7.0, 2.0 * 0.06258),
            near("stages.Ready.wip", 5.799_827_13, 2.0 * 0.3266),
            near("lead_time_done", 11.599_654_26, 2.0 * 0.577),
            near("done", 3500.0, 7000.0 * 2.0 * 0.00447),
            computed(
                "eight or more",
                |r| 1.0 - over_plannings(r, "short_of.total", 1400.0),
                0.613_434_598,
                2.0 * 0.02204,
            ),
            computed("ten or more", short, 0.403_220_826_1, 2.0 * 0.02753),
        ],
    );
}

/// Six on the shelf at day 0, Poisson arrivals, up to five leave every ten days: four plannings.
#[test]
fn from_six() {
    check(
        r#"
        order = "stage-fifo"
        calendar = { horizon = 40 }
        types = [{ name = "item", arrivals = { per_day = 0.4 }, backlog = 6 }]
        stages = [{ name = "Ready", kind = "ready" }]

        [[teams]]
        name = "team"
        planning = { every = 10 }
        pull = { total = 5 }
        ready_when = { total = 5, item = 8 }
        "#,
        5_000,
        &[
            near("plannings[0].ready.total", 10.0, 1.991),
            near("plannings[0].pulled.total", 5.0, 0.0),
            share("plannings[0].short_of.total", 0.0),
            share("plannings[0].ready_enough", 0.908_421_805_6),
            near("plannings[1].ready.total", 9.0, 2.82),
            near("plannings[1].pulled.total", 4.940_511_294, 0.309),
            share("plannings[1].short_of.total", 1.0 - 0.957_619_888),
            share("plannings[1].ready_enough", 0.686_625_722_5),
            near("plannings[2].ready.total", 8.059_488_706, 3.37),
            near("plannings[2].pulled.total", 4.727_502_68, 0.753),
            share("plannings[2].short_of.total", 1.0 - 0.853_218_804_5),
            share("plannings[2].ready_enough", 0.539_862_936_4),
            near("plannings[3].ready.total", 7.331_986_026, 3.604),
            near("plannings[3].pulled.total", 4.526_976_173, 0.9924),
            share("plannings[3].short_of.total", 1.0 - 0.764_380_155_8),
            share("plannings[3].ready_enough", 0.441_169_544_7),
        ],
    );
}

/// Triage to shelf with lognormal work, two types, discards, priority, limits and a planning.
#[test]
fn upstream3_lognormal() {
    let result = check(
        r#"
        order = "stage-fifo"
        calendar = { warm_up = 1400, horizon = 15400 }
        types = [
          { name = "Incident", priority = 0, arrivals = { per_day = 0.15 } },
          { name = "Feature", priority = 1, arrivals = { per_day = 0.5 } },
        ]

        [[stages]]
        name = "Explore"
        people = 3
        wip = { max = 5 }
        by_type.Incident = { service = { dist = "lognormal", mean = 1, cv = 0.8 }, discard = 0.05 }
        by_type.Feature = { service = { dist = "lognormal", mean = 3, cv = 1 }, discard = 0.3 }

        [[stages]]
        name = "Analyse"
        people = 3
        wip = { max = 5 }
        by_type.Incident = { service = { dist = "lognormal", mean = 1, cv = 0.8 } }
        by_type.Feature = { service = { dist = "lognormal", mean = 4, cv = 1.2 }, discard = 0.15 }

        [[stages]]
        name = "Design"
        people = 2
        wip = { max = 4 }
        by_type.Incident = { service = { dist = "lognormal", mean = 0.5, cv = 0.5 } }
        by_type.Feature = { service = { dist = "lognormal", mean = 2, cv = 0.8 }, discard = 0.05 }

        [[stages]]
        name = "Ready"
        kind = "ready"
        wip = { max = 12 }

        [[teams]]
        name = "team"
        planning = { every = 14 }
        pull = { total = 8 }
        ready_when = { total = 8 }
        "#,
        12,
        &[
            simulated("stages.Explore.wip", 1.9641732, 0.05036, 0.00288),
            simulated("stages.Analyse.wip", 1.7519059, 0.05111, 0.00297),
            simulated("stages.Design.wip", 0.74575037, 0.02026, 0.00116),
            simulated("stages.Ready.wip", 3.5228966, 0.1148, 0.00625),
            simulated(
                "stages.Explore.wip_by_state.done",
                0.076249975,
                0.01871,
                0.00109,
            ),
            simulated(
                "stages.Design.wip_by_state.done",
                0.013214088,
                0.008474,
                0.000494,
            ),
            simulated(
                "types.Feature.done",
                14000.0 * 0.28284423,
                14000.0 * 0.004619,
                14000.0 * 0.000254,
            ),
            simulated(
                "types.Incident.done",
                14000.0 * 0.14236059,
                14000.0 * 0.003391,
                14000.0 * 0.000199,
            ),
            simulated("types.Feature.lead_time_done", 19.406682, 0.3915, 0.0221),
            simulated("types.Incident.lead_time_done", 10.407021, 0.1523, 0.0082),
            simulated("types.Feature.cycle_time_done", 19.158737, 0.3506, 0.0196),
            computed(
                "taken",
                |r| over_plannings(r, "pulled.total", 1400.0),
                5.9533913,
                0.08283,
            ),
            computed(
                "eight or more",
                |r| over_plannings(r, "ready_enough", 1400.0),
                0.32840971,
                0.02125,
            ),
        ],
    );
    assert_eq!(
        result["flow"]["stages"]["Ready"]["wip_share"]
            .as_array()
            .map(Vec::len),
        Some(13)
    );
}
