//! Forecasts that start from today's board: a Markov line, the rest of work that has lasted for so long, and
//! an upstream board.

use super::case::{check, computed, exactly, near, share, simulated};

/// A three-stage line that is full at day 0, with exponential work: the exact chain at days 2, 8 and 20.
const LINE: &str = r#"
order = "stage-fifo"
calendar = { horizon = 20 }
types = [{ name = "item", arrivals = { per_day = 0.9 }, backlog_max = 0 }]
stages = [
  { name = "S1", people = 2, wip = { max = 4 }, service = { dist = "exponential", mean = 2 } },
  { name = "S2", people = 1, wip = { max = 3 }, service = { dist = "exponential", mean = 1.25 } },
  { name = "S3", people = 1, wip = { max = 2 }, service = { dist = "exponential", mean = 1 } },
]
board = { file = "board.csv" }
#: id,type,stage,entered,state
#: a,item,S3,9,
#: b,item,S3,4,
#: c,item,S2,6,done
#: d,item,S2,5,
#: e,item,S2,3,waiting
#: f,item,S1,12,done
#: g,item,S1,2,done
#: h,item,S1,1.5,working
#: i,item,S1,0,working
"#;

#[test]
fn a_line_from_a_full_board() {
    let goals: Vec<String> = [(2, 1), (2, 2), (2, 3), (8, 5), (8, 7)]
        .iter()
        .map(|(day, ready)| {
            format!("{{ name = \"{ready} by {day}\", ready = {ready}, by = {day} }}")
        })
        .collect();
    let scenario = LINE.replace("#: id", &format!("goals = [{}]\n#: id", goals.join(", ")));
    check(
        &scenario,
        4_000,
        &[
            near("series.stages.S1[2]", 3.219_533_800, 0.865),
            near("series.stages.S2[2]", 2.961_156_450, 0.2355),
            near("series.stages.S3[2]", 1.619_132_600, 0.6956),
            near("series.ready[2]", 1.906_977_865, 1.243),
            near("series.stages.S1[8]", 2.652_802_450, 1.209),
            near("series.stages.S2[8]", 2.590_438_128, 0.8121),
            near("series.stages.S3[8]", 1.262_288_048, 0.8492),
            near("series.ready[8]", 6.653_560_108, 1.905),
            near("series.stages.S1[20]", 2.532_321_845, 1.261),
            near("series.stages.S2[20]", 2.268_180_729, 1.052),
            near("series.stages.S3[20]", 1.071_843_965, 0.8669),
            near("series.ready[20]", 14.894_496_852, 2.54),
            share("goals[0].by", 1.0 - 0.135_335_283_237),
            share("goals[1].by", 1.0 - 0.406_005_849_71),
            share("goals[2].by", 1.0 - 0.676_676_416_183),
            exactly("series.stages.S1[0]", 4.0),
        ],
    );
}

/// One item that has been worked on for twelve days; its work is lognormal with mean 10 and cv 0.8: what is
/// left follows the law given that it is more than twelve, S(12 + x) ÷ S(12).
#[test]
fn what_is_left_depends_on_the_age() {
    let passed = [
        (4.946_210_949, 0.5),
        (14.622_225_444, 0.85),
        (24.968_080_089, 0.95),
    ];
    let at = [(5.0, 0.503_611_578_9), (20.0, 0.917_011_694_1)];
    let all: Vec<(f64, f64)> = passed.into_iter().chain(at).collect();
    let goals: Vec<String> = all
        .iter()
        .map(|(day, _)| format!("{{ name = \"by {day}\", ready = 1, by = {day} }}"))
        .collect();
    let scenario = format!(
        r#"
        calendar = {{ horizon = 2000 }}
        types = [{{ name = "item" }}]
        stages = [{{ name = "Work", people = 1, service = {{ dist = "lognormal", mean = 10, cv = 0.8 }} }}]
        board = {{ file = "board.csv" }}
        goals = [{}]
#: id,type,stage,entered,state
#: one,item,Work,12,working
"#,
        goals.join(", ")
    );
    let mut expected: Vec<_> = all
        .iter()
        .enumerate()
        .map(|(n, (_, p))| share(&format!("goals[{n}].by"), *p))
        .collect();
    expected.push(near("lead_time", 12.0 + 7.835_970_683, 9.077));
    expected.push(near("stages.Work.cycle_time", 12.0 + 7.835_970_683, 9.077));
    expected.push(near(
        "stages.Work.wip_by_state.working",
        7.835_970_683 / 2000.0,
        9.077 / 2000.0,
    ));
    check(&scenario, 20_000, &expected);
}

/// An upstream board with unlimited supply; the numbers are from two independent simulations.
#[test]
fn an_upstream_board() {
    let scenario = r#"
order = "stage-fifo"
calendar = { horizon = 90 }
types = [{ name = "item", backlog = "unlimited" }]
stages = [
  { name = "Explore", people = 2, wip = { max = 4 }, service = { dist = "lognormal", mean = 3, cv = 1 }, discard = 0.3 },
  { name = "Analyse", people = 2, wip = { max = 4 }, service = { dist = "lognormal", mean = 4, cv = 1.2 }, discard = 0.15 },
  { name = "Design", people = 1, wip = { max = 2 }, service = { dist = "lognormal", mean = 2, cv = 0.8 } },
]
board = { file = "board.csv" }
goals = [
  { name = "by 30", ready = 15, by = 30 },
  { name = "by 40", ready = 15, by = 40 },
  { name = "by 50", ready = 15, by = 50 },
  { name = "twelve", ready = 12, by = 30 },
]
#: id,type,stage,entered,state
#: a,item,Design,2,waiting
#: b,item,Analyse,6,working
#: c,item,Analyse,7,done
#: d,item,Explore,3,working
#: e,item,Explore,1,working
"#;
    let tail = |path: &str, p: f64, own: f64| {
        simulated(&format!("{path}.by"), p, (p * (1.0 - p)).sqrt(), own)
    };
    check(
        scenario,
        4_000,
        &[
            tail("goals[0]", 0.030_963_359, 0.000_646),
            tail("goals[1]", 0.354_507_51, 0.001_78),
            tail("goals[2]", 0.761_961_45, 0.001_59),
            tail("goals[3]", 0.273_485_64, 0.001_66),
            simulated("series.ready[30]", 10.062_228, 2.381, 0.0089),
            simulated("series.ready[60]", 20.255_919, 3.674, 0.0137),
            simulated("series.ready[90]", 30.654_012, 4.622, 0.0172),
            simulated("series.discarded[60]", 14.617_769, 4.114, 0.0153),
            simulated("series.stages.Analyse[60]", 3.037_605_5, 1.296, 0.004_82),
        ],
    );
}

/// Ten items aged five days with two more days of constant work: the estimate of the time in the stage knows
/// that nobody could have been seen before day five. (All end at seven; two that enter later end at seven as
/// well.)
#[test]
fn ages_enter_the_estimates() {
    check(
        r#"
        calendar = { horizon = 10 }
        types = [{ name = "item", arrivals = { at = [1] } }]
        stages = [{ name = "Work", people = "unlimited", service = 7 }]
        board = { file = "board.csv" }
#: id,type,stage,entered,created
#: a,item,Work,5,8
#: b,item,Work,5,8
"#,
        3,
        &[
            exactly("stages.Work.cycle_time.p50", 7.0),
            exactly("stages.Work.cycle_time", 7.0),
            exactly("cycle_time", 7.0),
            exactly("lead_time", (10.0 + 10.0 + 7.0) / 3.0),
            exactly("wip", (2.0 + 2.0 + 7.0) / 10.0),
            exactly("arrived", 1.0),
            computed("days before day 0", before, (8.0 + 8.0) / 3.0, 0.0),
        ],
    );
}

/// The days an item spent before day 0, of those that became ready.
fn before(result: &serde_json::Value) -> f64 {
    let causes = crate::support::at(result, "held_back_by").as_array();
    let mut causes = causes.into_iter().flatten();
    let found = causes.find(|cause| cause["cause"] == "before day 0");
    found
        .and_then(|cause| cause["days"].as_f64())
        .unwrap_or(0.0)
}

/// Of work that takes four days two are done. A blocker that strikes once, anywhere, has yet to strike with
/// probability 1/2; one that strikes 0.75 times a day of work will do so 1.5 times, as Poisson has it.
#[test]
fn blockers_strike_what_is_left() {
    check(
        r#"
        calendar = { horizon = 1000 }
        types = [{ name = "item" }]
        stages = [{ name = "Work", people = 1, service = 4 }]
        blockers = [
          { source = "once", probability = 1, duration = 1 },
          { source = "often", per_day = 0.75, duration = 2 },
        ]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: one,item,Work,2,working
"#,
        10_000,
        &[
            near("flow.blockers.once.count", 0.5, 0.5),
            near("flow.blockers.often.count", 1.5, 1.5_f64.sqrt()),
            near("flow.blockers.often.days", 3.0, 2.0 * 1.5_f64.sqrt()),
            exactly("stages.Work.work_time", 4.0),
        ],
    );
}

/// Exponential patience has no memory; a uniform one is drawn from what is left of it.
#[test]
fn patience_is_what_is_left_of_it() {
    check(
        r#"
        calendar = { horizon = 4 }
        types = [{ name = "item" }, { name = "wish" }]
        stages = [{ name = "Work", people = 1, service = 90, expire = { dist = "exponential", mean = 4 }, by_type.wish = { expire = { dist = "uniform", min = 0, max = 20 } } }]
        board = { file = "board.csv" }
#: id,type,stage,entered,state
#: one,item,Work,1,working
#: two,item,Work,11,waiting
#: three,wish,Work,12,waiting
"#,
        10_000,
        &[
            near("types.item.expired", 0.632_120_559, 0.482_3),
            near("types.wish.expired", 0.5, 0.5),
        ],
    );
}
