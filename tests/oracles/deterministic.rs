//! Constant times: every number is known to the last digit.

use super::case::{Expected, check, exactly, near};
use crate::support::{list, number};

/// Adds two goals an exit, one that is just met and one that is just missed, and compares.
fn check_exits(board: &str, exits: &[f64], expected: Vec<Expected>) {
    let mut text = board.to_owned();
    let mut expected = expected;
    for (n, exit) in exits.iter().enumerate() {
        let count = n + 1;
        text += &goal(count, "met", *exit);
        text += &goal(count, "missed", exit - 1e-9);
        expected.push(exactly(&format!("goals[{}].by", 2 * n), 1.0));
        expected.push(exactly(&format!("goals[{}].by", 2 * n + 1), 0.0));
    }
    let result = check(&text, 2, &expected);
    for (n, exit) in exits.iter().enumerate() {
        let reached = number(&result, &format!("goals[{}].reached.p50.day", 2 * n));
        assert!(
            (reached - exit).abs() <= 0.01,
            "item {n}: {reached}, {exit}"
        );
    }
}

/// A goal of `count` items by `day`.
fn goal(count: usize, name: &str, day: f64) -> String {
    format!("[[goals]]\nname = \"{count} {name}\"\nready = {count}\nby = {day:.9}\n")
}

/// A line of three stages with arrivals at given instants.
fn line(hold: &str) -> String {
    format!(
        r#"
order = "stage-fifo"
calendar = {{ horizon = 17.75 }}
stages = [
  {{ name = "S1", people = 1, wip = {{ max = 3 }}, service = 0.5, hold = "{hold}" }},
  {{ name = "S2", people = 1, wip = {{ max = 2 }}, service = 1.25, hold = "{hold}" }},
  {{ name = "S3", people = 1, wip = {{ max = 1 }}, service = 1, hold = "{hold}" }},
]

[[types]]
name = "item"
arrivals = {{ at = [0.25, 1, 1.75, 2.5, 3.25, 4, 4.75, 5.5, 6.25, 7, 7.75, 8.5] }}
"#
    )
}

/// The exits of that line, the same for both ways to hold.
const LINE_EXITS: [f64; 12] = [
    3.0, 4.25, 5.5, 6.75, 8.0, 9.25, 10.5, 11.75, 13.0, 14.25, 15.5, 16.75,
];

/// The line when people are free as soon as their work is done.
#[test]
fn line_kanban() {
    let times = vec![exactly("lead_time", 5.5), exactly("cycle_time", 5.375)];
    check_exits(&line("kanban"), &LINE_EXITS, times);
}

/// The line when people stay with finished work.
#[test]
fn line_classic() {
    let times = vec![exactly("lead_time", 5.5), exactly("cycle_time", 5.375)];
    check_exits(&line("person"), &LINE_EXITS, times);
}

/// The same line right of ready: twelve items lie on the shelf, and a planning of one item each stands for
/// an arrival. From commitment to done takes what the lead time is left of ready, and the exits are the same.
fn line_after_ready(hold: &str) -> String {
    format!(
        r#"
order = "stage-fifo"
calendar = {{ horizon = 17.75 }}
types = [{{ name = "item", backlog = 12 }}]
stages = [
  {{ name = "ready", kind = "ready" }},
  {{ name = "S1", people = 1, wip = {{ max = 3 }}, service = 0.5, hold = "{hold}" }},
  {{ name = "S2", people = 1, wip = {{ max = 2 }}, service = 1.25, hold = "{hold}" }},
  {{ name = "S3", people = 1, wip = {{ max = 1 }}, service = 1, hold = "{hold}" }},
]
teams = [{{ name = "team", planning = {{ at = [0.25, 1, 1.75, 2.5, 3.25, 4, 4.75, 5.5, 6.25, 7, 7.75, 8.5] }}, pull = {{ total = 1 }} }}]
"#
    )
}

/// Delivery is the same line, whichever way people hold what they have finished.
#[test]
fn line_of_delivery() {
    for hold in ["kanban", "person"] {
        let times = [
            exactly("flow.teams.team.delivery_time", 5.5),
            exactly("done", 12.0),
        ];
        let result = check(&line_after_ready(hold), 2, &times);
        for (day, done) in list(&result, "series.done").into_iter().enumerate() {
            let exits = LINE_EXITS.iter().filter(|exit| **exit <= day as f64);
            assert_eq!(done, exits.count() as f64, "day {day}, {hold}");
        }
    }
}

/// Sixty planned at once and three people who are never idle: what is done by day 10 is Poisson with mean 15,
/// and what a planning on day 12 finds to be filled up to sixty is what has been done since.
#[test]
fn drained_sprint_backlog() {
    check(
        r#"
calendar = { horizon = 12 }
types = [{ name = "item", backlog = 200 }]
stages = [
  { name = "ready", kind = "ready" },
  { name = "Work", people = 3, wip = { max = 5 }, service = { dist = "exponential", mean = 2 } },
]
teams = [{ name = "team", planning = { at = [0, 10, 12] }, pull = { fill_to = 60 } }]
"#,
        4_000,
        &[
            near("plannings[1].delivered", 15.0, 15_f64.sqrt()),
            near("plannings[1].carried_over", 45.0, 15_f64.sqrt()),
            near("plannings[1].pulled.total", 15.0, 15_f64.sqrt()),
            near("plannings[2].delivered", 3.0, 3_f64.sqrt()),
            near("plannings[2].pulled.total", 3.0, 3_f64.sqrt()),
        ],
    );
}

/// Two types that alternate: here the two ways to hold differ.
fn two_types(hold: &str, horizon: f64) -> String {
    format!(
        r#"
order = "stage-fifo"
calendar = {{ horizon = {horizon} }}
types = [
  {{ name = "A", arrivals = {{ at = [0.25, 2.25, 4.25, 6.25, 8.25, 10.25, 12.25, 14.25] }} }},
  {{ name = "B", arrivals = {{ at = [1.25, 3.25, 5.25, 7.25, 9.25, 11.25, 13.25, 15.25] }} }},
]

[[stages]]
name = "S1"
people = 1
wip = {{ max = 3 }}
hold = "{hold}"
by_type.A = {{ service = 0.75 }}
by_type.B = {{ service = 0.5 }}

[[stages]]
name = "S2"
people = 1
wip = {{ max = 3 }}
hold = "{hold}"
by_type.A = {{ service = 2.75 }}
by_type.B = {{ service = 0.75 }}

[[stages]]
name = "S3"
people = 1
wip = {{ max = 1 }}
hold = "{hold}"
by_type.A = {{ service = 2.25 }}
by_type.B = {{ service = 0.25 }}
"#
    )
}

/// Two types when people are free as soon as their work is done.
#[test]
fn two_types_kanban() {
    check_exits(
        &two_types("kanban", 31.75),
        &[
            6.0, 6.25, 9.5, 9.75, 13.0, 13.25, 16.5, 16.75, 20.0, 20.25, 23.5, 23.75, 27.0, 27.25,
            30.5, 30.75,
        ],
        vec![
            exactly("types.A.lead_time", 11.0),
            exactly("types.B.lead_time", 10.25),
            exactly("cycle_time", 9.625),
        ],
    );
}

/// Two types when people stay with finished work.
#[test]
fn two_types_classic() {
    check_exits(
        &two_types("person", 42.25),
        &[
            6.0, 6.25, 11.0, 11.25, 16.0, 16.25, 21.0, 21.25, 26.0, 26.25, 31.0, 31.25, 36.0,
            36.25, 41.0, 41.25,
        ],
        vec![
            exactly("types.A.lead_time", 16.25),
            exactly("types.B.lead_time", 15.5),
            exactly("cycle_time", 13.0625),
        ],
    );
}

/// A shelf from which a planning takes four every ten days.
#[test]
fn gate() {
    let mut expected: Vec<_> = [5.0, 7.0, 10.0, 13.0, 15.0]
        .iter()
        .enumerate()
        .flat_map(|(n, shelf)| {
            [
                exactly(&format!("plannings[{n}].ready.total"), *shelf),
                exactly(&format!("plannings[{n}].pulled.total"), 4.0),
                exactly(&format!("plannings[{n}].day"), 10.0 * (n as f64 + 1.0)),
            ]
        })
        .collect();
    expected.push(exactly("done", 20.0));
    expected.push(exactly("series.done[50]", 20.0));
    expected.push(exactly("series.done[49]", 16.0));
    check(
        r#"
        order = "stage-fifo"
        calendar = { horizon = 50.5 }
        types = [{ name = "item", arrivals = { every = 1.5 } }]
        stages = [
          { name = "Refine", people = 2, service = 2.25 },
          { name = "Ready", kind = "ready" },
        ]
        teams = [{ name = "team", planning = { every = 10 }, pull = { total = 4 } }]
        "#,
        2,
        &expected,
    );
}

/// Two people, four may leave every ten days.
#[test]
fn meeting() {
    let board = r#"
order = "stage-fifo"
calendar = { horizon = 50.5 }
types = [{ name = "item", arrivals = { every = 1.5, first = 1.5 } }]
stages = [
  { name = "Refine", people = 2, service = 2.25 },
  { name = "Refined", leaves = { every = 10, at_most = 4 } },
]
"#;
    let exits: Vec<f64> = (0..20).map(|n| f64::from(10 * (n / 4 + 1))).collect();
    let left = |day: usize, n: f64| exactly(&format!("series.stages.Refined[{day}]"), n);
    // Before the meetings 5, 7, 10, 13 and 15 are done; the first at 3.75, then one every 1.5 days.
    let stock = vec![
        left(10, 1.0),
        left(20, 3.0),
        left(30, 6.0),
        left(40, 9.0),
        left(50, 11.0),
    ];
    check_exits(board, &exits, stock);
}
