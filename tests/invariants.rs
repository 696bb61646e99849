//! What must not change a result, and what must change it in a known way.

use crate::support::{at, json, list, names, number, parse, run};
use serde_json::Value;

/// A board with a bit of everything that shares and limits.
const BOARD: &str = r#"
order = "fifo"

[calendar]
start = 2026-01-05
horizon = "12w"

[[types]]
name = "feature"
source = "sales"
arrivals = { per_week = 3 }
backlog = 9
value = { dist = "lognormal", mean = 5, cv = 1 }

[[types]]
name = "bug"
class = { expedite = 0.1, standard = 0.9 }
arrivals = { per_week = 2, batch = { dist = "geometric", mean = 1.4 } }
backlog = { items = 12, age = { dist = "exponential", mean = "4w" } }

[[types]]
name = "debt"
class = "intangible"
arrivals = { every = "1w" }
backlog = 4

[[pools]]
name = "analysts"
people = 2
availability = 0.8

[[pools]]
name = "architects"
people = 1

[[stages]]
name = "triage"
people = 1
wip = { max = 4 }
service = { dist = "lognormal", mean = 0.3, cv = 1 }
discard = 0.2

[[stages]]
name = "exploration"
pool = "analysts"
wip = { min = 2, max = 5 }
service = { dist = "lognormal", p50 = "1d", p85 = "3d" }
discard = 0.1

[[stages]]
name = "refinement"
pool = "analysts"
wip = { max = 4 }
service = { dist = "gamma", mean = 0.8, cv = 0.7 }

[[stages]]
name = "review"
pool = "architects"
wip = { max = 3 }
service = { dist = "exponential", mean = 0.6 }
discard = 0.05

[[stages]]
name = "ready"
kind = "ready"
wip = { min = 4 }

[[conwip]]
name = "upstream"
stages = ["triage", "exploration", "refinement", "review"]
wip = { max = 10 }

[[lanes]]
name = "business"
types = ["feature"]
wip = { exploration = { min = 1, max = 3 } }

[[lanes]]
name = "technical"
types = ["bug", "debt"]
conwip = { max = 7 }

[allocation]
strategy = "weighted"
shares = { feature = 30, bug = 50, debt = 20 }

[[teams]]
name = "blue"
planning = { first = 2026-01-16, every = "2w" }
pull = { total = 5 }
ready_when = { total = 5, bug = 1 }

[[teams]]
name = "red"
planning = { first = 2026-01-14, every = "3w" }
pull = { total = 4 }

[[goals]]
name = "kickoff"
ready = 20
by = 2026-03-06
"#;

/// The same file with the tables of one kind in reverse order.
fn reversed(text: &str, header: &str) -> String {
    let parts: Vec<&str> = text.split_inclusive("\n\n").collect();
    let of_kind = |part: &&&str| part.trim_start().starts_with(header);
    let mut back = parts.iter().filter(of_kind).rev();
    let pick = |part| {
        if of_kind(&part) {
            back.next().unwrap_or(part)
        } else {
            part
        }
    };
    let picked: Vec<String> = parts.iter().map(pick).map(|p| p.trim().into()).collect();
    picked.join("\n\n")
}

/// The number of threads changes no byte.
#[test]
fn threads_change_nothing() {
    let alone = json(BOARD, 700, 1);
    assert!(alone == json(BOARD, 700, 2), "two threads differ from one");
    assert!(
        alone == json(BOARD, 700, 7),
        "seven threads differ from one"
    );
}

/// The order in which types, pools, lanes and teams are written changes nothing but the order of the
/// answers.
#[test]
fn order_of_declaration_changes_nothing() {
    let written = run(BOARD, 300);
    for header in ["[[types]]", "[[pools]]", "[[lanes]]", "[[teams]]"] {
        let text = reversed(BOARD, header);
        assert_ne!(text, BOARD, "{header} is turned round");
        let turned = run(&text, 300);
        assert_alike(&written, &turned, &format!("{header} turned round"));
    }
}

/// The two results agree name by name.
fn assert_alike(a: &Value, b: &Value, path: &str) {
    match (a, b) {
        (Value::Object(left), Value::Object(right)) => {
            assert_eq!(left.len(), right.len(), "{path}");
            for (name, value) in left {
                let other = right.get(name).unwrap_or(&Value::Null);
                assert_alike(value, other, &format!("{path}.{name}"));
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len(), "{path}");
            for (n, (value, other)) in left.iter().zip(right).enumerate() {
                assert_alike(value, other, &format!("{path}[{n}]"));
            }
        }
        (Value::Number(_), Value::Number(_)) => assert_close(a, b, 1e-9, path),
        _ => assert_eq!(a, b, "{path}"),
    }
}

/// Two numbers agree within a relative tolerance.
fn assert_close(a: &Value, b: &Value, tolerance: f64, path: &str) {
    let (left, right) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(0.0));
    let close = (left - right).abs() <= tolerance * left.abs().max(right.abs()).max(1.0);
    assert!(close, "{path}: {left} is not {right}");
}

/// A board all of whose durations are multiples of `unit` days, with and without chance.
fn scaled(unit: f64) -> String {
    let rate = 0.8 / unit;
    let [half, one, two, five, forty] = [0.5, 1.0, 2.0, 5.0, 40.0].map(|days| days * unit);
    format!(
        r#"
calendar = {{ horizon = {forty} }}
types = [
  {{ name = "poisson", arrivals = {{ per_day = {rate} }} }},
  {{ name = "schedule", arrivals = {{ every = {two}, count = 2 }} }},
  {{ name = "renewal", arrivals = {{ between = {{ dist = "gamma", mean = {five}, cv = 0.5 }} }} }},
]
stages = [
  {{ name = "one", people = 2, wip = {{ max = 4 }}, service = {{ dist = "lognormal", mean = {one}, cv = 1 }}, discard = 0.2 }},
  {{ name = "two", people = 1, wip = {{ max = 3 }}, service = {{ dist = "exponential", mean = {half} }} }},
  {{ name = "three", wip = {{ max = 9 }}, elapsed = {{ dist = "weibull", shape = 1.5, scale = {two} }} }},
]
teams = [{{ name = "team", planning = {{ every = {five} }}, pull = {{ total = 4 }} }}]
goals = [{{ name = "ten", ready = 10 }}]
"#
    )
}

/// Doubling every duration doubles every time and leaves every count alone. Instants are rounded to a
/// billionth of a day, hence the tolerance.
#[test]
fn doubled_durations_double_times() {
    let (once, twice) = (run(&scaled(1.0), 200), run(&scaled(2.0), 200));
    let compare = |path: &str, factor: f64| {
        let (a, b) = (number(&once, path), number(&twice, path));
        let close = (factor * a - b).abs() <= 1e-6 * b.abs().max(1.0);
        assert!(close, "{path}: {factor} times {a} is not {b}");
    };
    for count in ["arrived", "ready", "discarded", "committed", "wip"] {
        compare(count, 1.0);
        compare(&format!("{count}.sd"), 1.0);
    }
    for time in ["lead_time", "cycle_time", "lead_time_done"] {
        compare(time, 2.0);
        compare(&format!("{time}.max"), 2.0);
    }
    for stage in ["one", "two", "three"] {
        compare(&format!("stages.{stage}.cycle_time"), 2.0);
        compare(&format!("stages.{stage}.held_time"), 2.0);
        compare(&format!("stages.{stage}.wip"), 1.0);
        compare(&format!("stages.{stage}.throughput_per_week"), 0.5);
    }
    for planning in 0..8 {
        compare(&format!("plannings[{planning}].ready_enough"), 1.0);
        compare(&format!("plannings[{planning}].ready.total"), 1.0);
    }
}

/// A board that is empty again at the end of every trial, with the given limits.
fn emptying(first: u32, second: u32) -> String {
    format!(
        r#"
calendar = {{ horizon = 500 }}

[[types]]
name = "feature"
class = {{ expedite = 0.2, standard = 0.8 }}
backlog = 30

[[types]]
name = "bug"
arrivals = {{ at = [1, 2, 3, 5, 8, 13, 21, 34, 55] }}

[[stages]]
name = "triage"
people = 1
wip = {{ max = {first} }}
service = {{ dist = "lognormal", mean = 0.5, cv = 1 }}
discard = 0.3

[[stages]]
name = "exploration"
people = 2
wip = {{ max = {second} }}
service = {{ dist = "gamma", mean = 1.2, cv = 0.8 }}
discard = 0.2
skip = 0.25
"#
    )
}

/// Another limit moves no arrival, no work and no fate: when every item has gone its way, the same
/// ones have been discarded, in every trial, after the same work.
#[test]
fn limits_move_no_arrival_no_work_and_no_fate() {
    let (tight, loose) = (run(&emptying(1, 2), 100), run(&emptying(9, 20), 100));
    for path in ["arrived", "ready", "discarded", "rejected"] {
        assert_alike(
            at(&tight, &format!("flow.total.{path}")),
            at(&loose, &format!("flow.total.{path}")),
            path,
        );
    }
    for stage in ["triage", "exploration"] {
        for name in ["discarded", "effort", "effort_discarded"] {
            let path = format!("stages.{stage}.{name}");
            assert_alike(at(&tight, &path), at(&loose, &path), &path);
        }
    }
    let lead_time = |result| number(result, "lead_time");
    assert!(lead_time(&tight) > lead_time(&loose), "and the limits act");
}

/// A stage that no item visits changes nothing.
#[test]
fn idle_stage_changes_nothing() {
    let route =
        "route = [\"triage\", \"exploration\", \"refinement\", \"review\", \"ready\"]\nbacklog =";
    let without = BOARD.replace("backlog =", route);
    let idle = "[[stages]]\nname = \"idle\"\npeople = 1\nservice = 1\n\n";
    let place = "[[stages]]\nname = \"refinement\"";
    let with = without.replace(place, &format!("{idle}{place}"));
    assert_ne!(with, without);
    let (without, with) = (run(&without, 200), run(&with, 200));
    for part in [
        "plannings",
        "goals",
        "flow.total",
        "flow.types",
        "flow.lanes",
    ] {
        assert_alike(at(&without, part), at(&with, part), part);
    }
    for stage in names(&without, "stages") {
        let path = format!("stages.{stage}");
        assert_alike(at(&without, &path), at(&with, &path), &path);
    }
}

/// More trials keep those there were: the smaller run is a prefix, so extremes can only move outwards.
#[test]
fn more_trials_keep_the_first() {
    let (few, many) = (run(BOARD, 200), run(BOARD, 600));
    for path in ["arrived", "ready", "discarded"] {
        assert!(number(&many, &format!("{path}.min")) <= number(&few, &format!("{path}.min")));
        assert!(number(&many, &format!("{path}.max")) >= number(&few, &format!("{path}.max")));
    }
}

/// The same seed gives the same bytes, and the series speak of every day.
#[test]
fn repeatable() {
    let first = json(BOARD, 64, 1);
    assert!(first == json(BOARD, 64, 1), "a second run differs");
    let result = parse(&first);
    let days = list(&result, "series.day");
    assert_eq!(days.len(), 61, "instants 0 to 60");
    assert_eq!(days.last().copied(), Some(60.0));
}
