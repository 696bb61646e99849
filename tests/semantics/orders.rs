//! The last key: who goes first by `order`, in pulls and for people.

use super::log::Log;
use crate::support::model;
use headwater::engine::{Board, Event, Observer, Wiring};
use headwater::model::{Class, Ticks};

/// B is taken by `w1` until day 4. `x1` has come first and is done in A on day 3, `y1` on day 1.5.
fn late_candidate(order: &str, limit: &str, what: &str) -> String {
    Log::of(&format!(
        r#"
order = "{order}"
calendar = {{ horizon = 20 }}
types = [
  {{ name = "w", route = ["B"], arrivals = {{ at = [0] }} }},
  {{ name = "x", arrivals = {{ at = [0.25] }} }},
  {{ name = "y", arrivals = {{ at = [0.5] }} }},
]
stages = [
  {{ name = "A", people = "unlimited", service = 2.75, by_type.y = {{ service = 1 }} }},
  {{ name = "B", people = 1, service = 4{limit} }},
]
"#
    ))
    .told(what, "B")
}

#[test]
fn fifo_goes_by_arrival_and_stage_fifo_by_becoming_a_candidate() {
    let limit = ", wip = { max = 1 }";
    assert_eq!(late_candidate("fifo", limit, "entered"), "w1@0 x1@4 y1@8");
    assert_eq!(
        late_candidate("stage-fifo", limit, "entered"),
        "w1@0 y1@4 x1@8"
    );
}

/// Without a limit all stand in B, `y1` since day 1.5.
#[test]
fn for_people_stage_fifo_goes_by_entering_the_stage() {
    assert_eq!(late_candidate("fifo", "", "started"), "w1@0 x1@4 y1@8");
    assert_eq!(
        late_candidate("stage-fifo", "", "started"),
        "w1@0 y1@4 x1@8"
    );
}

/// One place, or (without the limit) one person, and a day of work each.
fn one_at_a_time(order: &str, types: &str) -> [String; 2] {
    let text = |limit: &str| {
        format!(
            r#"
order = "{order}"
calendar = {{ horizon = 40 }}
types = [{types}]
stages = [{{ name = "W", people = 1, service = 1{limit} }}]
"#
        )
    };
    [
        Log::of(&text(", wip = { max = 1 }")).told("entered", "W"),
        Log::of(&text("")).told("started", "W"),
    ]
}

#[test]
fn lifo_takes_the_newest() {
    let types = r#"{ name = "a", arrivals = { at = [0, 0.1, 0.2, 0.3] } }"#;
    for found in one_at_a_time("lifo", types) {
        assert_eq!(found, "a1@0 a4@1 a3@2 a2@3");
    }
}

/// A type without a value has none: 0.
#[test]
fn value_takes_the_most_valuable() {
    let types = r#"
  { name = "l", value = 1, arrivals = { at = [0, 0.2] } },
  { name = "n", arrivals = { at = [0.1] } },
  { name = "h", value = 9, arrivals = { at = [0.3] } },
"#;
    for found in one_at_a_time("value", types) {
        assert_eq!(found, "l1@0 h1@1 l2@2 n1@3");
    }
}

/// The same items in the same order each time, another order in other trials; and the lots hang on the
/// items, so that a limit moves nobody.
#[test]
fn random_is_drawn_by_address() {
    let types = r#"{ name = "a", backlog = 20 }"#;
    let [pulled, started] = one_at_a_time("random", types);
    assert_eq!(pulled, one_at_a_time("random", types)[0]);
    assert_eq!(pulled, started);
    let sorted: Vec<String> = (1..=20).map(|n| format!("a{n}@{}", n - 1)).collect();
    assert_ne!(pulled, sorted.join(" "));
    let board = model(
        "order = \"random\"\ntypes = [{ name = \"a\", backlog = 20 }]\nstages = [{ name = \"W\", people = 1, wip = { max = 1 }, service = 1 }]",
    );
    let first = Log::of_trial(&board, 0).told("entered", "W");
    assert_ne!(first, Log::of_trial(&board, 1).told("entered", "W"));
}

/// Value per day of work up to ready: `s` 1 / 0.1, `r` 6 / 3, `q` 4 / (1 + 5 later).
#[test]
fn wsjf_divides_value_by_the_work_that_is_left() {
    let log = Log::of(
        r#"
order = "wsjf"
calendar = { horizon = 40 }
types = [
  { name = "b", arrivals = { at = [0] } },
  { name = "q", value = 4, arrivals = { at = [0.1] } },
  { name = "r", value = 6, arrivals = { at = [0.2] } },
  { name = "s", value = 1, arrivals = { at = [0.3] } },
]
[[stages]]
name = "A"
people = 1
wip = { max = 1 }
service = 1
by_type = { r = { service = 3 }, s = { service = 0.1 } }
[[stages]]
name = "B"
people = "unlimited"
service = 0
by_type = { q = { service = 5 } }
"#,
    );
    assert_eq!(log.items("entered", "A"), "b1 s1 r1 q1");
}

/// On the shelf no work is left, so the value alone decides.
#[test]
fn wsjf_goes_by_value_where_no_work_is_left() {
    let log = Log::of(
        r#"
order = "wsjf"
calendar = { horizon = 40 }
types = [
  { name = "l", value = 1, arrivals = { at = [0] } },
  { name = "h", value = 9, arrivals = { at = [1] } },
  { name = "m", value = 5, arrivals = { at = [2] } },
]
stages = [{ name = "A", people = "unlimited", service = 1, by_type.h = { service = 9 } }]
teams = [{ name = "T", planning = { at = [20] }, pull = { total = 3 } }]
"#,
    );
    assert_eq!(log.items("committed", "T"), "h1 m1 l1");
}

/// Watches nothing.
struct Nobody;

impl Observer for Nobody {
    fn event(&mut self, _now: Ticks, _event: Event, _board: &Board<'_>) {}
    fn settled(&mut self, _now: Ticks, _next: Ticks, _board: &Board<'_>) {}
}

/// A quarter of 4000 items: the standard error is √(0.25 · 0.75 / 4000), 4.9 of them are 0.0335.
#[test]
fn classes_are_mixed_by_weight() {
    let model = model(
        "types = [{ name = \"a\", class = { expedite = 1, standard = 3 }, backlog = 4000 }]\nstages = [{ name = \"W\", people = 1, service = 1 }]",
    );
    let wiring = Wiring::new(&model);
    let mut board = Board::new(&model, &wiring);
    assert!(board.run(1, 0, &mut Nobody).is_ok());
    let of = |class| board.items().iter().filter(|i| i.class == class).count();
    assert_eq!(of(Class::Expedite) + of(Class::Standard), 4000);
    assert!((of(Class::Expedite) as f64 / 4000.0 - 0.25).abs() < 0.0335);
}
