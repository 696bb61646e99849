//! Comparisons whose answer is known from theory.

use super::{How, flow, number, settings};

/// Two people, two kinds of work.
pub(super) const BOARD: &str = r#"
[calendar]
horizon = 1500
warm_up = 300
[[types]]
name = "urgent"
arrivals = { per_day = 0.6 }
[[types]]
name = "other"
arrivals = { per_day = 0.8 }
[[stages]]
name = "work"
people = 2
service = { dist = "exponential", mean = 1 }
"#;

/// The mean wait in a queue of two servers (Erlang's C), and of two classes without preemption (A. Cobham,
/// "Priority assignment in waiting line problems", 1954), with exponential work of mean 1.
pub(super) fn waits(first: f64, second: f64) -> [f64; 3] {
    let load = first + second;
    let busy = load * load / 2.0 * 2.0 / (2.0 - load);
    let c = busy / (1.0 + load + busy);
    let free = |load: f64| 1.0 - load / 2.0;
    let plain = c / 2.0 / free(load);
    let before = c / 2.0 / free(first);
    [plain, before, before / free(load)]
}

/// Serving the urgent first helps them and harms the others, by so many days exactly.
#[test]
fn the_better_allocation_of_two_servers() -> Result<(), String> {
    let priority: &[&str] = &[
        "allocation.strategy=priority",
        "allocation.order=[\"urgent\", \"other\"]",
    ];
    let settings = settings(BOARD, &[("urgent first", priority)])?;
    let how = How {
        trials: 150,
        judge: Some("types.urgent.lead_time"),
        also: &["types.other.lead_time", "types.other.ready"],
        ..How::default()
    };
    let comparison = how.run(&settings)?;
    let [plain, urgent, other] = waits(0.6, 0.8);
    for (path, truth) in [
        ("types.urgent.lead_time", urgent - plain),
        ("types.other.lead_time", other - plain),
    ] {
        let found = flow(&comparison, 0, path);
        let low = found["ci95"][0].as_f64().unwrap_or(f64::NAN);
        let difference = number(found, "difference");
        let error = (difference - low) / 1.976;
        assert!(
            (difference - truth).abs() < 4.9 * error && error < 0.03,
            "{path}: {difference} ± {error}, exactly {truth}"
        );
    }
    let verdict = &comparison["variants"][0]["verdict"];
    assert_eq!(verdict["outcome"], "better");
    assert_eq!(
        flow(&comparison, 0, "types.other.lead_time")["known"],
        "more"
    );
    assert_ne!(
        flow(&comparison, 0, "wip")["known"],
        "more",
        "as many in all"
    );
    Ok(())
}

/// Constant work: who never makes a goal is later than all who do, and counts with the horizon.
#[test]
fn a_goal_that_is_never_reached_has_its_pair() -> Result<(), String> {
    let text = r#"
[calendar]
horizon = 50
[[types]]
name = "a"
backlog = 20
[[stages]]
name = "work"
people = 1
service = 2
[[goals]]
name = "ten"
ready = 10
by = 30
[[goals]]
name = "all"
ready = 20
"#;
    let slow: &[&str] = &["stages.work.service=6"];
    let settings = settings(text, &[("slow", slow)])?;
    let comparison = How::default().run(&settings)?;
    let variant = &comparison["variants"][0];
    let goal = |n: usize, key: &str| variant["goals"][n][key].clone();
    let wait = goal(0, "wait");
    assert_eq!(number(&wait, "difference"), 30.0, "the horizon less day 20");
    assert_eq!(
        (wait["ci95"][0].as_f64(), &wait["known"]),
        (Some(30.0), &"more".into())
    );
    assert_eq!(number(&goal(0, "by"), "difference"), -1.0);
    assert_eq!(number(&goal(0, "p85"), "baseline"), 20.0);
    assert!(goal(0, "p85")["variant"].is_null() && goal(0, "p85")["difference"].is_null());
    assert_eq!(
        number(&goal(0, "p85")["futures"], "more"),
        1.0,
        "later in all futures"
    );
    assert_eq!(number(&goal(1, "wait"), "difference"), 10.0);
    assert_eq!(variant["verdict"]["outcome"], "worse");
    assert_eq!(variant["verdict"]["worse"], 1.0);
    Ok(())
}
