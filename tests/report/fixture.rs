//! A forecast made by hand: small, but with every section of the text in it.

use headwater::forecast::*;

pub fn named<T>(values: impl IntoIterator<Item = (&'static str, T)>) -> Named<T> {
    Named(values.into_iter().map(|(n, v)| (n.to_owned(), v)).collect())
}

/// A statistic around `mean`, its percentiles at even steps.
pub fn around(mean: f64) -> Statistic {
    let at = |factor: f64| Some((mean * factor * 100.0).round() / 100.0);
    Statistic {
        mean: Some(mean),
        ci95: Some([at(0.98), at(1.02)].map(Option::unwrap_or_default)),
        sd: at(0.25),
        p5: at(0.5),
        p15: at(0.75),
        p50: at(1.0),
        p85: at(1.25),
        p95: at(1.5),
        min: at(0.25),
        max: at(2.0),
        open: None,
    }
}

/// A count whose "85 %: N or more" is `p15`.
fn count(mean: f64, p15: f64) -> Statistic {
    Statistic {
        p15: Some(p15),
        ..around(mean)
    }
}

fn times(mean: f64, open: u64) -> Statistic {
    Statistic {
        open: Some(open),
        ..around(mean)
    }
}

fn chance(percent: f64) -> Probability {
    let p = percent / 100.0;
    Probability {
        probability: p,
        ci95: [(p - 0.0095).max(0.0), (p + 0.0095).min(1.0)],
    }
}

fn planning(index: usize, (day, date): (f64, &str), enough: f64, ready: f64) -> Planning {
    Planning {
        carried_over: None,
        delivered: None,
        team: "payments".to_owned(),
        index,
        day,
        date: Some(date.to_owned()),
        pulls: 8,
        fills_up: false,
        needed: Split {
            total: Some(8),
            types: named([("bug", 3)]),
            lanes: Named::default(),
        },
        ready_enough: chance(enough),
        short_of: Split {
            total: Some(chance((96.0 - enough) / 2.0)),
            types: named([("bug", chance(100.0 - enough))]),
            lanes: Named::default(),
        },
        sprints_ready: around(ready / 8.0),
        age: around(4.0),
        ready: Split {
            total: Some(count(ready, (ready - 2.0).floor())),
            types: named([
                ("feature", count(ready * 0.6, 3.0)),
                ("bug", count(ready * 0.4, 2.0)),
            ]),
            lanes: named([
                ("business", count(ready * 0.6, 3.0)),
                ("technical", count(ready * 0.4, 2.0)),
            ]),
        },
        shortfall: Split {
            total: Some(around(0.9)),
            types: named([("bug", around(0.5))]),
            lanes: Named::default(),
        },
        pulled: Split {
            total: Some(around(6.8)),
            types: named([("feature", around(4.0)), ("bug", around(2.8))]),
            lanes: Named::default(),
        },
    }
}

fn instant(day: f64, date: &str) -> Instant {
    Instant {
        day: Some(day),
        date: Some(date.to_owned()),
    }
}

fn likely(at: Instant, ci95: [Instant; 2]) -> Likely {
    Likely { at, ci95 }
}

fn goal() -> Goal {
    Goal {
        name: "Q2 kickoff".to_owned(),
        target: 40,
        of: vec!["feature".to_owned()],
        on_shelf: false,
        by: Some(By {
            day: 61.0,
            date: Some("2026-03-30".to_owned()),
            probability: chance(80.0),
        }),
        reached: Reached {
            p50: likely(
                instant(52.25, "2026-03-18"),
                [instant(52.0, "2026-03-18"), instant(52.5, "2026-03-18")],
            ),
            p70: likely(
                instant(57.5, "2026-03-25"),
                [instant(56.75, "2026-03-24"), instant(58.5, "2026-03-26")],
            ),
            p85: likely(
                instant(66.0, "2026-04-08"),
                [instant(59.25, "2026-03-30"), Instant::default()],
            ),
            p95: Likely::default(),
        },
        never: chance(6.0),
    }
}

fn cause(cause: &'static str, place: Option<&str>, share: f64) -> Cause {
    Cause {
        cause,
        place: place.map(str::to_owned),
        limit: None,
        share,
        days: share * 13.0,
    }
}

fn flow(arrived: f64) -> Flow {
    let none = Statistic::default();
    Flow {
        effort_aborted: None,
        arrived: around(arrived),
        split: around(0.0),
        ready: around(arrived * 0.55),
        committed: around(arrived * 0.5),
        done: around(arrived * 0.5),
        discarded: around(arrived * 0.4),
        rejected: around(arrived * 0.4),
        throughput_per_week: around(arrived * 0.55 / 26.0),
        lead_time: times(12.4, 41_000),
        cycle_time: times(7.5, 20_500),
        lead_time_done: times(17.1, 60_000),
        cycle_time_done: times(12.0, 40_000),
        wip: around(6.0),
        age: around(4.0),
        flow_efficiency: around(0.3),
        on_time: none.clone(),
        discard_rate: around(0.42),
        aborted: around(0.0),
        expired: around(0.0),
        refused: around(2.0),
        failure_demand: around(0.0),
        effort_discarded: around(21.5),
        growth_per_week: around(0.31),
        stable: false,
        held_back_by: vec![
            cause("waiting for room", Some("exploration"), 0.4),
            cause("worked", None, 0.25),
            cause("backlog", None, 0.2),
            cause("waiting for a person", Some("analysts"), 0.15),
        ],
    }
}

fn stage(wip: f64, min: Option<u32>, max: Option<u32>) -> StageFlow {
    let limited =
        |limit: Option<u32>, share: f64| limit.map_or_else(Statistic::default, |_| around(share));
    StageFlow {
        wip_min: min,
        wip_max: max,
        takes_unfinished: min.is_some() && max.is_some(),
        expedite_over: u32::from(max.is_some()),
        wip: around(wip),
        wip_by_state: ByState {
            waiting: around(wip * 0.3),
            working: around(wip * 0.4),
            blocked: around(0.0),
            done: around(wip * 0.3),
        },
        wip_share: vec![0.1, 0.3, 0.6],
        cycle_time: times(wip * 0.8, 900),
        throughput_per_week: around(6.2),
        discarded: around(15.0),
        rejected: around(15.0),
        expired: around(0.0),
        interrupted: around((5.0 - wip).max(0.0)),
        waiting_time: around(wip * 0.24),
        work_time: around(wip * 0.32),
        blocked_time: around(0.0),
        held_time: around(wip * 0.24),
        share_at_max: limited(max, 0.62),
        share_below_min: limited(min, 0.34),
        lane_share_below_min: limited(min, 0.0),
        limit_refused: LimitRefused {
            own: limited(max, 0.5),
            lane: around(0.0),
            conwip: limited(min, 0.05),
        },
        effort: around(30.0),
        effort_discarded: around(7.5),
        pushes: around(limited(min, 2.0).mean.unwrap_or_default()),
        breaches: around(0.0),
        rework: around(0.0),
    }
}

fn flows() -> Flows {
    Flows {
        teams: Named::default(),
        total: flow(190.0),
        types: named([("feature", flow(104.0)), ("bug", flow(86.0))]),
        lanes: named([("business", flow(104.0)), ("technical", flow(86.0))]),
        sources: named([("sales", flow(104.0))]),
        allocation_strategy: Some("weighted"),
        allocation: named([
            (
                "feature",
                Allocated {
                    planned: 0.6,
                    achieved: around(0.57),
                },
            ),
            (
                "bug",
                Allocated {
                    planned: 0.4,
                    achieved: around(0.43),
                },
            ),
        ]),
        stages: named([
            ("triage", stage(2.0, None, Some(6))),
            ("exploration", stage(4.5, Some(2), Some(5))),
            ("ready", stage(7.0, Some(8), None)),
        ]),
        pools: named([
            (
                "triage",
                PoolFlow {
                    people: Some(1),
                    items_per_person: Some(1),
                    switch_cost: 0.0,
                    utilisation: around(0.3),
                },
            ),
            (
                "analysts",
                PoolFlow {
                    people: Some(2),
                    items_per_person: Some(3),
                    switch_cost: 0.2,
                    utilisation: around(0.93),
                },
            ),
        ]),
        blockers: named([
            ("legal", blocker(4.0, 12.0)),
            ("vendor", blocker(1.0, 9.0)),
            ("test system", blocker(9.0, 3.0)),
        ]),
    }
}

fn blocker(count: f64, days: f64) -> Blocker {
    Blocker {
        count: around(count),
        days: around(days),
    }
}

fn series() -> Series {
    let of = |a: f64| vec![0.0, a, 2.0 * a];
    Series {
        aborted: None,
        committed: None,
        day: of(1.0),
        arrived: of(1.8),
        backlog: None,
        ready: of(0.5),
        done: of(0.0),
        discarded: of(0.7),
        stages: named([
            ("triage", of(1.0)),
            ("exploration", of(2.0)),
            ("ready", of(0.5)),
        ]),
        types: named([
            (
                "feature",
                TypeSeries {
                    backlog: None,
                    ready: of(0.3),
                },
            ),
            (
                "bug",
                TypeSeries {
                    backlog: Some(of(4.0)),
                    ready: of(0.2),
                },
            ),
        ]),
    }
}

/// The forecast every report is tested with.
pub fn forecast() -> Forecast {
    Forecast {
        headwater: "0.1.0",
        scenario: "Payments: upstream board".to_owned(),
        seed: 1,
        trials: 10_000,
        precision: None,
        horizon_days: 130.0,
        warm_up_days: 0.0,
        plannings: vec![
            planning(1, (9.0, "2026-01-16"), 62.0, 7.1),
            planning(2, (19.0, "2026-01-30"), 99.7, 12.4),
            planning(3, (29.0, "2026-02-13"), 88.0, 9.0),
        ],
        likely_from: named([(
            "payments",
            LikelyFrom {
                index: Some(2),
                day: Some(19.0),
                date: Some("2026-01-30".to_owned()),
                stays: true,
            },
        )]),
        goals: vec![goal()],
        flow: flows(),
        course: course(),
        series: series(),
    }
}

/// Bugs come faster after a while.
fn course() -> Course {
    Course {
        rates: vec![Rate {
            kind: "bug".to_owned(),
            lowest_per_day: 0.6,
            highest_per_day: 1.5,
            mean_per_week: 5.25,
        }],
        board_items: Some(17),
        changes: vec![Turn {
            day: 40.0,
            date: Some("2026-03-02".to_owned()),
            what: vec![
                "at most 3 in exploration".to_owned(),
                "3 people in analysts".to_owned(),
            ],
        }],
    }
}
