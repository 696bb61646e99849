//! What stops work, for how long, and who is taken up again first.

use super::check;
use crate::support::{at, maybe, number, run};

/// One stage with these people, this demand and these blockers.
fn board(people: &str, types: &str, blockers: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 30 }}
        types = [{types}]
        stages = [{{ name = "Work", {people}, service = 1 }}]
        blockers = [{blockers}]
        "#
    )
}

const ONE: &str = r#"{ name = "item", backlog = 1 }"#;
const LEGAL: &str = r#"{ source = "legal", probability = 1, duration = 2 }"#;

/// Work of a day, stopped for two: wherever it is stopped, three days.
#[test]
fn a_blocker_adds_its_duration() {
    let scenario = board("people = 1", ONE, LEGAL);
    check(
        &scenario,
        &[
            ("lead_time", 3.0),
            ("stages.Work.work_time", 1.0),
            ("stages.Work.blocked_time", 2.0),
            ("stages.Work.waiting_time", 0.0),
            ("stages.Work.wip_by_state.blocked", 2.0 / 30.0),
            ("stages.Work.effort", 1.0),
            ("flow.blockers.legal.count", 1.0),
            ("flow.blockers.legal.days", 2.0),
            ("flow_efficiency", 1.0 / 3.0),
            ("pools.Work.utilisation", 1.0 / 30.0),
        ],
    );
    let causes = run(&scenario, 1);
    let first = at(&causes, "flow.total.held_back_by[0]");
    assert_eq!(first["cause"], "blocked");
    assert_eq!(first["where"], "legal");
}

/// Half a day of each day is given to the work; the blocker does not mind.
#[test]
fn availability_stretches_work_and_not_blockers() {
    check(
        &board("people = 1, availability = 0.5", ONE, LEGAL),
        &[
            ("lead_time", 4.0),
            ("stages.Work.blocked_time", 2.0),
            ("stages.Work.effort", 1.0),
        ],
    );
}

/// Several sources stop the same work one after the other.
#[test]
fn sources_add_up() {
    let vendor = r#"{ source = "vendor", probability = 1, duration = 3, holds_person = true }"#;
    check(
        &board("people = 1", ONE, &format!("{LEGAL}, {vendor}")),
        &[
            ("lead_time", 6.0),
            ("flow.blockers.legal.days", 2.0),
            ("flow.blockers.vendor.days", 3.0),
        ],
    );
}

/// A blocker concerns its stages and its types only.
#[test]
fn it_strikes_where_it_says() {
    let types = r#"{ name = "a", backlog = 1 }, { name = "b", backlog = 1 }"#;
    let legal = r#"{ source = "legal", types = ["b"], probability = 1, duration = 2 }"#;
    check(
        &board("people = 2", types, legal),
        &[("types.a.lead_time", 1.0), ("types.b.lead_time", 3.0)],
    );
}

/// Two items, one person: the first is stopped for ten days.
fn two(holds: bool) -> String {
    let types =
        r#"{ name = "first", backlog = 1 }, { name = "second", backlog = 1, priority = 1 }"#;
    let legal = format!(
        r#"{{ source = "legal", types = ["first"], probability = 1, duration = 10, holds_person = {holds} }}"#
    );
    board("people = 1", types, &legal)
}

/// The person turns to other work, unless the blocker keeps them.
#[test]
fn the_person_is_released_or_kept() {
    check(
        &two(true),
        &[
            ("types.first.lead_time", 11.0),
            ("types.second.lead_time", 12.0),
        ],
    );
    let released = run(&two(false), 400);
    assert_eq!(number(&released, "types.first.lead_time.max"), 11.0);
    assert_eq!(number(&released, "types.first.lead_time.min"), 11.0);
    // The point at which work is stopped is uniform over the work.
    let second = number(&released, "types.second.lead_time");
    let error = 4.9 * (1.0_f64 / 12.0 / 400.0).sqrt();
    assert!((second - 1.5).abs() < error, "{second}");
    assert!(number(&released, "types.second.lead_time.min") >= 1.0);
    assert!(number(&released, "types.second.lead_time.max") <= 2.0);
}

/// A blocked item keeps its slot.
#[test]
fn the_slot_is_kept() {
    check(
        &two(false).replace("people = 1,", "people = 1, wip = { max = 1 },"),
        &[
            ("types.first.lead_time", 11.0),
            ("types.second.lead_time", 12.0),
        ],
    );
}

/// The item whose blocker has ended goes before those of a better class that wait.
#[test]
fn it_is_taken_up_again_first() {
    let types = r#"
        { name = "first", class = "intangible", backlog = 1 },
        { name = "others", arrivals = { at = [0.000001], count = 9 } },"#;
    let legal = r#"{ source = "legal", types = ["first"], probability = 1, duration = 0.25 }"#;
    check(
        &board("people = 1", types, legal),
        &[("types.first.lead_time", 2.0)],
    );
}

/// Expedite work goes before it.
#[test]
fn expedite_goes_before_it() {
    let types = r#"
        { name = "first", backlog = 1 },
        { name = "others", class = "expedite", arrivals = { at = [0.000001], count = 3 } },"#;
    let legal = r#"{ source = "legal", types = ["first"], probability = 1, duration = 0.25 }"#;
    check(
        &board("people = 1", types, legal),
        &[("types.first.lead_time", 4.0)],
    );
}

/// A pool for two stages: an item blocked in the first, others that come into the second.
fn crossing(prefer: &str) -> String {
    format!(
        r#"
        calendar = {{ horizon = 30 }}
        pools = [{{ name = "crew", people = 1, prefer = "{prefer}" }}]
        types = [
          {{ name = "first", class = "intangible", backlog = 1 }},
          {{ name = "others", arrivals = {{ at = [0.000001], count = 3 }}, route = ["two"] }},
        ]
        stages = [
          {{ name = "one", pool = "crew", service = 1 }},
          {{ name = "two", pool = "crew", service = 1 }},
        ]
        blockers = [{{ source = "legal", stages = ["one"], types = ["first"], probability = 1, duration = 0.25 }}]
        "#
    )
}

/// First the stage is chosen, then the item whose blocker ended; without a preference it comes first.
#[test]
fn the_preference_for_a_stage_goes_before_it() {
    check(
        &crossing("oldest"),
        &[("types.others.lead_time.max", 4.0 - 0.000001)],
    );
    let time = |prefer: &str| {
        let result = run(&crossing(prefer), 1);
        maybe(&result, "stages.one.cycle_time.max")
    };
    assert!(time("downstream") > time("oldest"));
    assert_eq!(time("upstream"), time("oldest"));
}

/// What never strikes, or for no time, changes no time.
#[test]
fn a_blocker_that_never_strikes_changes_nothing() {
    let types = r#"{ name = "item", arrivals = { per_day = 0.8 } }"#;
    let plain = run(&board("people = 1", types, ""), 40);
    for never in ["probability = 0", "per_day = 0"] {
        let blocker = format!(r#"{{ source = "none", {never}, duration = 2 }}"#);
        let other = run(&board("people = 1", types, &blocker), 40);
        assert_eq!(at(&plain, "flow.total"), at(&other, "flow.total"));
        assert_eq!(number(&other, "flow.blockers.none.count"), 0.0);
    }
}

/// A second source leaves the strikes of the first where they are.
#[test]
fn sources_have_their_own_luck() {
    let types = r#"{ name = "item", backlog = 20 }"#;
    let legal =
        r#"{ source = "legal", probability = 0.5, duration = { dist = "exponential", mean = 1 } }"#;
    let vendor = r#"{ source = "vendor", per_day = 1, duration = 0.1 }"#;
    let days = |blockers: &str| {
        let people = r#"people = "unlimited""#;
        number(
            &run(&board(people, types, blockers), 50),
            "flow.blockers.legal.count",
        )
    };
    assert_eq!(days(legal), days(&format!("{vendor}, {legal}")));
}

/// What is struck at an interval of work is struck in proportion to it; a strike that has not ended counts up
/// to the horizon.
#[test]
fn strikes_come_by_work_done() {
    let types = r#"{ name = "item", backlog = 20 }"#;
    let legal = r#"{ source = "legal", per_day = 0.3, duration = 100 }"#;
    let result = run(&board(r#"people = "unlimited""#, types, legal), 400);
    // The first strike ends all: 20 items, each struck within its day with probability 1 - exp(-0.3).
    let hit = 1.0 - (-0.3_f64).exp();
    let count = number(&result, "flow.blockers.legal.count");
    let error = 4.9 * (20.0 * hit * (1.0 - hit) / 400.0).sqrt();
    assert!((count - 20.0 * hit).abs() < error, "{count}");
    let blocked = 30.0 * number(&result, "stages.Work.wip_by_state.blocked");
    let days = number(&result, "flow.blockers.legal.days");
    assert!((days - blocked).abs() < 1e-9 * days, "{days} and {blocked}");
}
