//! What must hold in every result, whatever the scenario: the books close.

use crate::support::{at, list, maybe, names, number};
use serde_json::Value;

/// Relative tolerance of identities between floating-point numbers.
const TOLERANCE: f64 = 1e-9;
/// Relative tolerance of quantiles of item times, which may be stated to half a percent.
const QUANTILE: f64 = 0.006;

/// Asserts that the result contradicts itself nowhere.
pub fn assert_consistent(result: &Value, about: &str) {
    let mut wrong = Vec::new();
    conserve(result, about, &mut wrong);
    add_up_types(result, &mut wrong);
    add_up_discards(result, &mut wrong);
    add_up_plannings(result, &mut wrong);
    for stage in names(result, "stages") {
        add_up_stage(result, &stage, &mut wrong);
    }
    for pool in names(result, "pools") {
        let used = maybe(result, &format!("pools.{pool}.utilisation")).unwrap_or(0.0);
        note(&mut wrong, (0.0..=1.0 + TOLERANCE).contains(&used), || {
            format!("{pool} is used {used}")
        });
    }
    add_up_blockers(result, &mut wrong);
    attribute(result, "total", &mut wrong);
    for kind in names(result, "types") {
        attribute(result, &format!("types.{kind}"), &mut wrong);
    }
    walk(result, "", &mut wrong);
    assert!(wrong.is_empty(), "{}\n{about}", wrong.join("\n"));
}

/// Takes note of what is not so.
fn note(wrong: &mut Vec<String>, so: bool, words: impl FnOnce() -> String) {
    if !so {
        wrong.push(words());
    }
}

/// Takes note where two numbers differ.
fn same(wrong: &mut Vec<String>, what: &str, a: f64, b: f64) {
    let so = (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0);
    note(wrong, so, || format!("{what}: {a} is not {b}"));
}

/// What was there and arrived is inside, done, discarded or was refused. (What was refused during the
/// warm-up is not told.)
fn conserve(result: &Value, about: &str, wrong: &mut Vec<String>) {
    let books: Vec<f64> = (0..list(result, "series.day").len())
        .map(|day| balance(result, day))
        .collect();
    let (Some(first), Some(last)) = (books.first(), books.last()) else {
        return wrong.push("the series are empty".into());
    };
    if unseen(result, about) {
        return;
    }
    let refused = maybe(result, "refused").unwrap_or(0.0);
    let warm_up = number(result, "warm_up_days") > 0.0;
    let splits = splits(result, about);
    for (day, pair) in books.windows(2).enumerate() {
        note(wrong, splits || pair[1] <= pair[0] + 1e-9, || {
            format!("on day {day} items appear: {} to {}", pair[0], pair[1])
        });
    }
    let split = number(result, "split");
    // Whoever is refused at day 0 is gone before the first day is counted.
    let at_once = list(result, "series.arrived")
        .first()
        .map_or(0.0, |n| n.min(refused));
    let gap = last - (first + split - refused);
    note(
        wrong,
        warm_up || !splits || (-1e-6..=at_once + 1e-6).contains(&gap),
        || {
            format!(
                "conservation: {first} and {split} of splits, less {refused} refused, is {last}"
            )
        },
    );
    note(
        wrong,
        warm_up || splits || first - last <= refused + 1e-9,
        || format!("conservation: {first}, less {refused} refused, is {last} at the end"),
    );
}

/// Does anything fall apart? (If only during the warm-up, the result does not tell.)
fn splits(result: &Value, about: &str) -> bool {
    let mut types = names(result, "types").into_iter();
    let splits = |name: String| number(result, &format!("types.{name}.split")) != 0.0;
    types.any(splits) || before_warm_up(result, about, &["split"])
}

/// May items wait unseen, having come into an unlimited backlog, which the series do not tell?
fn unseen(result: &Value, about: &str) -> bool {
    let comes = |name: &String| {
        let of = |what: &str| maybe(result, &format!("types.{name}.{what}")).unwrap_or(0.0);
        of("failure_demand") != 0.0
            || of("split") != 0.0
            || before_warm_up(result, about, &["split", "returns"])
    };
    let unlimited = |name: &String| at(result, &format!("series.types.{name}.backlog")).is_null();
    names(result, "types")
        .iter()
        .any(|name| unlimited(name) && comes(name))
}

/// May one of these things have happened during a warm-up, which the result does not tell? Then the scenario
/// must speak of it.
pub fn before_warm_up(result: &Value, scenario: &str, keys: &[&str]) -> bool {
    number(result, "warm_up_days") > 0.0 && keys.iter().any(|key| scenario.contains(key))
}

/// Inside and departed less arrived, at one instant: what was there on day 0.
fn balance(result: &Value, day: usize) -> f64 {
    let of = |path: &str| list(result, path).get(day).copied().unwrap_or(0.0);
    let waiting: f64 = names(result, "series.types")
        .iter()
        .map(|name| of(&format!("series.types.{name}.backlog")))
        .sum();
    let inside: f64 = names(result, "series.stages")
        .iter()
        .map(|name| of(&format!("series.stages.{name}")))
        .sum();
    let after = if delivers(result) {
        of("series.committed") + of("series.aborted")
    } else {
        0.0
    };
    let gone = of("series.done") + of("series.discarded");
    waiting + inside + after + gone - of("series.arrived")
}

/// Does anything come after ready?
fn delivers(result: &Value) -> bool {
    at(result, "series").get("committed").is_some()
}

/// Types, and sources, add up to the total.
fn add_up_types(result: &Value, wrong: &mut Vec<String>) {
    for count in [
        "arrived",
        "split",
        "ready",
        "committed",
        "done",
        "discarded",
        "aborted",
        "rejected",
        "expired",
        "refused",
        "wip",
        "throughput_per_week",
        "effort_discarded",
    ] {
        let sum: f64 = names(result, "types")
            .iter()
            .filter_map(|name| maybe(result, &format!("types.{name}.{count}")))
            .sum();
        let total = maybe(result, count).unwrap_or(0.0);
        same(wrong, &format!("{count} of all types"), sum, total);
    }
}

/// Discards: rejected and expired; by stage and in total; effort lost by stage and in total.
fn add_up_discards(result: &Value, wrong: &mut Vec<String>) {
    let all = number(result, "discarded");
    let reasons = number(result, "rejected") + number(result, "expired");
    same(wrong, "discards by reason", reasons, all);
    let of_stages = |count: &str| -> f64 {
        let stages = names(result, "stages");
        let counts = stages
            .iter()
            .map(|s| number(result, &format!("stages.{s}.{count}")));
        counts.sum()
    };
    let aborted = number(result, "aborted");
    let (rejected, expired) = (number(result, "rejected"), number(result, "expired"));
    let (here, waited) = (of_stages("rejected"), of_stages("expired"));
    note(
        wrong,
        here >= rejected - 1e-9 && here <= rejected + aborted + 1e-9,
        || format!("{here} rejected in stages, {rejected} in all and {aborted} aborted"),
    );
    note(wrong, waited <= expired + aborted + 1e-9, || {
        format!("{waited} expired in stages, {expired} in all and {aborted} aborted")
    });
    same(
        wrong,
        "discards by stage",
        here + waited,
        of_stages("discarded"),
    );
}

/// What the plannings pulled is what was committed, and what was committed is done.
fn add_up_plannings(result: &Value, wrong: &mut Vec<String>) {
    let warm_up = number(result, "warm_up_days");
    let plannings = at(result, "plannings").as_array().map_or(0, Vec::len);
    let counted = (0..plannings).filter(|n| {
        let day = number(result, &format!("plannings[{n}].day"));
        day > warm_up || warm_up == 0.0
    });
    let pulled: f64 = counted
        .map(|n| number(result, &format!("plannings[{n}].pulled.total")))
        .sum();
    if warm_up == 0.0 {
        same(wrong, "pulled", pulled, number(result, "committed"));
    }
    let (committed, done) = (number(result, "committed"), number(result, "done"));
    if delivers(result) {
        return add_up_teams(result, wrong);
    }
    same(wrong, "committed and done", committed, done);
}

/// The teams add up to all; what they have in hand at the end is what they had and took, with what came of it, less
/// what left them.
fn add_up_teams(result: &Value, wrong: &mut Vec<String>) {
    let teams = match at(result, "flow").get("teams") {
        Some(_) => names(result, "flow.teams"),
        None => Vec::new(),
    };
    let from_today = result["board_items"].as_f64().unwrap_or_default();
    let parts = number(result, "split").max(0.0);
    for count in ["committed", "done", "aborted"] {
        let of = |team: &String| number(result, &format!("flow.teams.{team}.{count}"));
        let sum: f64 = teams.iter().map(of).sum();
        let all = number(result, count);
        // What nobody has planned is in delivery only on today's board, and falls apart there perhaps.
        let theirs = if (0.0..=from_today + parts).contains(&(all - sum)) {
            all
        } else {
            sum
        };
        same(wrong, &format!("{count} of all teams"), theirs, all);
    }
    let left = number(result, "committed") - number(result, "done") - number(result, "aborted");
    let warm_up = number(result, "warm_up_days") > 0.0;
    let more = number(result, "split") + from_today;
    note(wrong, warm_up || left + more >= -1e-9, || {
        format!("{left} items are in hand at the end")
    });
}

/// States, shares of time and parts of stays add up.
fn add_up_stage(result: &Value, stage: &str, wrong: &mut Vec<String>) {
    let of = |name: &str| maybe(result, &format!("stages.{stage}.{name}")).unwrap_or(0.0);
    let states = ["waiting", "working", "blocked", "done"];
    let sum: f64 = states
        .iter()
        .map(|state| of(&format!("wip_by_state.{state}")))
        .sum();
    same(wrong, &format!("states of {stage}"), sum, of("wip"));
    let shares = list(result, &format!("stages.{stage}.wip_share"));
    same(wrong, &format!("time in {stage}"), shares.iter().sum(), 1.0);
    let mean = (0..).zip(&shares).map(|(n, s)| f64::from(n) * s).sum();
    same(wrong, &format!("items in {stage}"), mean, of("wip"));
    let parts = of("waiting_time") + of("work_time") + of("blocked_time") + of("held_time");
    same(wrong, &format!("stay in {stage}"), parts, of("cycle_time"));
}

/// The days of all blockers are the time that items stand blocked in all stages.
fn add_up_blockers(result: &Value, wrong: &mut Vec<String>) {
    let span = number(result, "horizon_days") - number(result, "warm_up_days");
    let sources = names(result, "flow.blockers");
    let days = sources.iter().filter_map(|source| {
        let path = format!("flow.blockers.{source}.days");
        maybe(result, &path)
    });
    let blocked = names(result, "stages").into_iter().filter_map(|stage| {
        let path = format!("stages.{stage}.wip_by_state.blocked");
        maybe(result, &path)
    });
    let (days, blocked): (f64, f64) = (days.sum(), blocked.sum());
    same(wrong, "blocked days", days, blocked * span);
}

/// Every day between arrival and ready belongs to one cause.
fn attribute(result: &Value, group: &str, wrong: &mut Vec<String>) {
    let causes = at(result, &format!("flow.{group}.held_back_by"));
    let sum = |what: &str| -> f64 {
        let causes = causes.as_array().map(Vec::as_slice).unwrap_or_default();
        causes
            .iter()
            .filter_map(|cause| cause.get(what)?.as_f64())
            .sum()
    };
    let Some(lead_time) = maybe(result, &format!("flow.{group}.lead_time")) else {
        return;
    };
    let what = format!("days of {group} by cause");
    same(wrong, &what, sum("days"), lead_time);
    if lead_time > 0.0 {
        same(wrong, &what, sum("share"), 1.0);
    }
}

/// Every statistic is in order and every probability is one.
fn walk(value: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(map) = value.as_object() {
        if map.contains_key("p15") {
            in_order(value, path, wrong);
        }
        if let Some(p) = map.get("probability").and_then(Value::as_f64) {
            note(wrong, (0.0..=1.0).contains(&p), || {
                format!("{path} has probability {p}")
            });
            encloses(value, "probability", path, wrong);
        }
        for (name, inner) in map {
            walk(inner, &format!("{path}.{name}"), wrong);
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        walk(inner, path, wrong);
    }
}

/// min ≤ p5 ≤ … ≤ max, and the interval encloses the mean.
fn in_order(statistic: &Value, path: &str, wrong: &mut Vec<String>) {
    let names = ["min", "p5", "p15", "p50", "p85", "p95", "max"];
    let values: Vec<f64> = names
        .iter()
        .filter_map(|name| statistic.get(name)?.as_f64())
        .collect();
    let rising = values
        .windows(2)
        .all(|pair| pair[0] <= pair[1] + QUANTILE * pair[1].abs().max(1e-9));
    note(wrong, rising, || {
        format!("{path} is out of order: {values:?}")
    });
    encloses(statistic, "mean", path, wrong);
}

/// The interval encloses the estimate.
fn encloses(value: &Value, name: &str, path: &str, wrong: &mut Vec<String>) {
    let bound = |n: usize| value.get("ci95")?.get(n)?.as_f64();
    let found = (value.get(name).and_then(Value::as_f64), bound(0), bound(1));
    if let (Some(mean), Some(low), Some(high)) = found {
        let slack = TOLERANCE * mean.abs().max(1.0);
        let so = low <= mean + slack && mean <= high + slack;
        note(wrong, so, || {
            format!("{path}: {mean} outside {low} to {high}")
        });
    }
}
