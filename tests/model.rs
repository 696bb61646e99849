//! What a scenario means: names become ids, words become numbers, dates become days.

#![expect(
    clippy::panic,
    reason = "a model without what is asked for has failed the test"
)]

use crate::support::model;
use headwater::model::plausibility::{Plausibility, plausibility};
use headwater::model::{
    Arrivals, Backlog, Class, DAY, LimitKind, Model, Set, Strategy, Work, build, days,
};
use headwater::random::Sampler;
use headwater::scenario;
use headwater::source::Sources;

const BOARD: &str = r#"
[[types]]
name = "feature"
arrivals = { per_week = 4 }
[[types]]
name = "bug"
arrivals = { per_week = 3 }
[[stages]]
name = "triage"
people = 1
service = 0.2
wip = { max = 6 }
[[stages]]
name = "refinement"
people = 2
service = 0.9
discard = 0.25
"#;

/// The board with something before and something after it.
fn board(before: &str, after: &str) -> Model {
    model(&format!("{before}\n{BOARD}\n{after}"))
}

/// The board with a service time instead of its own in `triage`.
fn service(text: &str) -> Sampler {
    let model = model(&BOARD.replacen("service = 0.2", &format!("service = {text}"), 1));
    match &model.stages[0].visits[0].work {
        Work::Service(law) => law.sampler.clone(),
        other => unreachable(other),
    }
}

fn unreachable<T: std::fmt::Debug, R>(found: T) -> R {
    panic!("not expected: {found:?}")
}

/// The planning days of a team on the board.
fn plannings(calendar: &str, planning: &str) -> Vec<f64> {
    let team = format!("[[teams]]\nname = \"a\"\npull = {{ total = 1 }}\nplanning = {planning}");
    let model = board(calendar, &team);
    model.teams[0]
        .plannings
        .iter()
        .map(|&at| days(at))
        .collect()
}

#[test]
fn a_board_without_a_shelf_gets_one() {
    let model = board("", "");
    assert_eq!(model.ready, 2);
    assert_eq!(model.stages[2].name, "ready");
    assert!(model.stages[2].ready);
    assert_eq!(model.types[0].route, Set::first(3));
}

#[test]
fn defaults_are_those_of_the_manual() {
    let model = board("", "");
    assert_eq!(days(model.horizon), 130.0);
    assert_eq!((model.trials, model.seed, model.warm_up), (10_000, 1, 0));
    assert_eq!(model.types[0].classes[Class::Standard as usize], 1.0);
    assert_eq!(model.pools[0].name, "triage");
}

#[test]
fn percentiles_are_solved_exactly() {
    let Sampler::Lognormal { mu, sigma } = service(r#"{ dist = "lognormal", p50 = 1, p85 = 3 }"#)
    else {
        return unreachable("no lognormal");
    };
    assert!(mu.abs() < 1e-15);
    assert!((sigma * 1.036_433_389_493_789_6 - 3_f64.ln()).abs() < 1e-12);
    let Sampler::Weibull { shape, scale } = service(r#"{ dist = "weibull", p50 = "4h", p85 = 2 }"#)
    else {
        return unreachable("no weibull");
    };
    let below = |x: f64| 1.0 - (-(x / scale).powf(shape)).exp();
    assert!((below(0.5) - 0.5).abs() < 1e-12);
    assert!((below(2.0) - 0.85).abs() < 1e-12);
}

#[test]
fn moments_become_parameters() {
    let gamma = service(r#"{ dist = "gamma", mean = "1w", cv = 0.5 }"#);
    assert_eq!(
        gamma,
        Sampler::Gamma {
            shape: 4.0,
            scale: 1.25
        }
    );
    let erlang = service(r#"{ dist = "erlang", k = 3, mean = 6 }"#);
    assert_eq!(
        erlang,
        Sampler::Gamma {
            shape: 3.0,
            scale: 2.0
        }
    );
    let Sampler::Lognormal { mu, sigma } = service(r#"{ dist = "lognormal", mean = 2, cv = 1 }"#)
    else {
        return unreachable("no lognormal");
    };
    assert!((sigma * sigma - 2_f64.ln()).abs() < 1e-15);
    assert!(((mu + sigma * sigma / 2.0).exp() - 2.0).abs() < 1e-12);
    assert_eq!(service("\"4h\""), Sampler::Constant(0.5));
    assert_eq!(
        service(r#"{ dist = "uniform", min = 2, max = 2 }"#),
        Sampler::Constant(2.0)
    );
}

#[test]
fn what_follows_a_law_is_kept() {
    let text = r#"service = { dist = "exponential", mean = 1, shift = "4h", cap = "1w", whole_days = true }"#;
    let model = model(&BOARD.replacen("service = 0.2", text, 1));
    let Work::Service(law) = &model.stages[0].visits[0].work else {
        return unreachable("no service");
    };
    assert_eq!((law.shift, law.cap, law.whole_days), (0.5, 5.0, true));
}

#[test]
fn a_planning_every_two_weeks_without_dates() {
    assert_eq!(
        plannings("[calendar]\nhorizon = 30", "{ every = \"2w\" }"),
        [10.0, 20.0, 30.0]
    );
    assert_eq!(
        plannings("[calendar]\nhorizon = 30", "{ first = 4, every = 12.5 }"),
        [4.0, 16.5, 29.0]
    );
}

/// 2026-04-03 (Good Friday) and 2026-04-06 are free: day 64 (2026-04-03) is moved to Tuesday.
#[test]
fn weekly_plannings_keep_their_weekday_and_avoid_free_days() {
    let calendar =
        "[calendar]\nstart = 2026-03-02\nhorizon = \"7w\"\nholidays = [2026-04-03, 2026-04-06]";
    let found = plannings(calendar, "{ first = 2026-03-06, every = \"2w\" }");
    // Fridays 03-06 and 03-20; 04-03 moves to Tuesday 04-07; 04-17 is two free days earlier.
    assert_eq!(found, [4.0, 14.0, 24.0, 32.0]);
    let by_week = plannings(calendar, "{ every = \"1w\" }");
    // Mondays; Easter Monday 04-06 moves to 04-07.
    assert_eq!(by_week, [5.0, 10.0, 15.0, 20.0, 24.0, 28.0, 33.0]);
}

#[test]
fn occurrences_moved_to_the_same_day_are_one() {
    let calendar = "[calendar]\nstart = 2026-01-05\nhorizon = 20\nholidays = [2026-01-12, 2026-01-13, 2026-01-14, 2026-01-15, 2026-01-16]";
    // Saturdays 01-10 and 01-17 both move to Monday 01-19.
    assert_eq!(
        plannings(calendar, "{ first = 2026-01-10, every = \"1w\" }"),
        [5.0, 10.0, 15.0, 20.0]
    );
    assert_eq!(
        plannings(calendar, "{ at = [2026-01-13, 2026-01-12, 3] }"),
        [3.0, 5.0]
    );
}

#[test]
fn day_0_is_the_first_working_day() {
    let calendar = "[calendar]\nstart = 2026-01-03\nhorizon = 10";
    let goal = "[[goals]]\nname = \"g\"\nready = 1\nby = 2026-01-11";
    let model = board(calendar, goal);
    assert_eq!(
        model.calendar.date(0).map(|d| d.to_string()),
        Some("2026-01-05".into())
    );
    // Sunday: the end of Friday 2026-01-09, the fifth day.
    assert_eq!(model.goals[0].by, Some(5 * DAY));
}

#[test]
fn limits_stand_in_the_order_of_the_contract() {
    let after = r#"
wip = { max = 4, min = 2 }
[[conwip]]
stages = ["triage", "refinement"]
wip = { max = 8 }
[[lanes]]
name = "business"
types = ["feature"]
wip = { refinement = { max = 3 }, triage = { min = 1 } }
conwip = { max = 5 }
"#;
    let model = board("", after);
    let found: Vec<_> = model
        .limits
        .iter()
        .map(|l| (l.name.as_str(), l.kind, l.stages, l.max))
        .collect();
    let both = Set::first(2);
    assert_eq!(
        found,
        [
            ("triage", LimitKind::Own, Set::of([0]), 6),
            ("refinement", LimitKind::Own, Set::of([1]), 4),
            ("triage+refinement", LimitKind::Conwip, both, 8),
            ("business", LimitKind::Lane(0), Set::of([1]), 3),
            ("business", LimitKind::Lane(0), both, 5),
        ]
    );
    assert_eq!(model.limits[3].types, Set::of([0]));
    let minimums: Vec<_> = model
        .minimums
        .iter()
        .map(|m| (m.stage, m.lane, m.min))
        .collect();
    assert_eq!(minimums, [(0, Some(0), 1), (1, None, 2)]);
    assert_eq!(model.types[0].lane, Some(0));
}

#[test]
fn reserved_slots_go_to_those_who_visit() {
    let after = "[allocation]\nstrategy = \"reserved\"\nshares = { feature = 1, bug = 3 }\n\
                 [[teams]]\nname = \"a\"\nplanning = { every = \"2w\" }\npull = { total = 8 }";
    let model = board("", after);
    let allocation = model.allocation.as_ref();
    assert_eq!(allocation.map(|a| a.strategy), Some(Strategy::Reserved));
    let slots = allocation.map(|a| a.slots.clone()).unwrap_or_default();
    // Quotas 1.5 and 4.5 of 6: of equal remainders the larger share is served.
    assert_eq!(slots, [vec![1, 5], vec![], vec![]]);
    assert!(!model.teams[0].borrow);
    assert_eq!(model.teams[0].shares.len(), 2);
}

#[test]
fn classes_are_normalised_and_types_follow_their_route() {
    let text = BOARD.replacen(
        "arrivals = { per_week = 4 }",
        "class = { expedite = 1, standard = 3 }\nroute = [\"refinement\"]\nbacklog = \"unlimited\"",
        1,
    );
    let model = model(&format!("{text}wip = {{ max = 3 }}"));
    assert_eq!(model.types[0].classes, [0.25, 0.0, 0.75, 0.0]);
    assert_eq!(model.types[0].route, Set::of([1, 2]));
    assert_eq!(model.types[0].backlog, Backlog::Unlimited);
    assert_eq!(model.types[0].arrivals, Arrivals::None);
}

/// Builds with one file beside the scenario, and looks it over.
fn with_file(text: &str, file: &str) -> (Model, Plausibility) {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let told = sources.clone();
    let read = |_: &str| Ok(file.to_owned());
    let built = scenario::read_then(&told, id, &[], |s| {
        let built = build(s, &read, &mut sources)?;
        let plausible = plausibility(&built.model, s);
        Ok((built.model, plausible))
    });
    built.unwrap_or_else(unreachable)
}

#[test]
fn history_weeks_are_calendar_weeks_from_the_start() {
    let calendar = "[calendar]\nstart = 2026-01-07\nhorizon = 12\nholidays = [2026-01-14, 2026-01-15, 2026-01-16, 2026-01-19, 2026-01-20]\n";
    let text = format!("{calendar}{BOARD}").replacen("per_week = 4", "history = \"h.csv\"", 1);
    let (model, _) = with_file(&text, "week,bug,feature\n1,9,4\n2,9,0\n3,9,2\n");
    let Arrivals::History { counts, weeks } = &model.types[0].arrivals else {
        return unreachable(&model.types[0].arrivals);
    };
    assert_eq!(counts, &[4, 0, 2]);
    // Wednesday to Tuesday; the second week is free.
    assert_eq!(weeks[..3], [(0, 5 * DAY), (5 * DAY, 0), (5 * DAY, 5 * DAY)]);
    let (model, _) = with_file(&text, "4\n0\n2\n");
    assert!(
        matches!(&model.types[0].arrivals, Arrivals::History { counts, .. } if counts == &[4, 0, 2])
    );
}

#[test]
fn each_instant_of_a_schedule_stands_for_one_interval() {
    let load = |arrivals: &str| {
        let text = format!(
            "types = [{{ name = \"a\", arrivals = {{ {arrivals} }} }}]\ncalendar = {{ horizon = 15 }}\n\
             stages = [{{ name = \"s\", people = 1, service = 1 }}]"
        );
        with_file(&text, "").1.pools[0].load.unwrap_or(f64::NAN)
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    close(load("every = 1"), 1.0);
    close(load("every = 1, first = 0"), 1.0);
    close(load("every = 4, first = 0"), 0.25);
    close(load("at = [0], count = 3"), 0.2);
    close(load("at = [0, 1, 2]"), 0.2);
}

#[test]
fn load_is_an_average_over_what_changes() {
    let change = |path: &str, value: &str| {
        format!(
            "{BOARD}[[changes]]\nat = \"13w\"\nset = {{ \"{path}\" = {value} }}\n[calendar]\nhorizon = \"26w\""
        )
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    let (_, found) = with_file(&change("stages.triage.service", "0.6"), "");
    close(found.pools[0].work, 1.4 * 0.4);
    let (_, found) = with_file(&change("stages.triage.discard", "0.5"), "");
    close(found.stages[1].items_per_day, 1.05);
    close(found.pools[1].work, 0.945);
    let (_, found) = with_file(&change("stages.triage.wip.max", "2"), "");
    close(found.stages[0].slots.unwrap_or(0.0), 1.4 * 0.2 / 4.0);
}

#[test]
fn where_everything_is_taken_no_bottleneck_is_named() {
    let first = |arrivals: &str| BOARD.replacen("arrivals = { per_week = 4 }", arrivals, 1);
    let (_, endless) = with_file(&first("backlog = \"unlimited\""), "");
    assert_eq!(endless.bottleneck, None);
    let order = "arrivals = { order = { stage = \"triage\", below = 3, lead = 1 } }";
    assert_eq!(with_file(&first(order), "").1.bottleneck, None);
    let (_, busy) = with_file(
        &first("backlog = \"unlimited\"").replace("per_week = 3", "per_week = 30"),
        "",
    );
    assert!(busy.bottleneck.is_some_and(|b| b.load > 1.0 && b.grows));
}

#[test]
fn who_stands_on_the_board_of_today_appears() {
    let text = BOARD.replacen("arrivals = { per_week = 4 }\n", "", 1);
    let told = |text: &str, rows: &str| {
        let rows = format!("id,type,stage,entered\n{rows}");
        let (_, found) = with_file(&format!("{text}[board]\nfile = \"b.csv\""), &rows);
        found
            .warnings
            .iter()
            .any(|w| w.message.contains("ever appears"))
    };
    assert!(told(&text, "1,bug,triage,1\n"));
    assert!(!told(&text, "1,feature,triage,1\n"));
}

#[test]
fn load_is_thinned_along_the_route() {
    let (_, found) = with_file(BOARD, "");
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    close(found.stages[0].items_per_day, 1.4);
    close(found.stages[1].work, 1.26);
    close(found.stages[2].items_per_day, 1.05);
    close(found.stages[2].by_type[1], 0.45);
    close(found.pools[1].load.unwrap_or(0.0), 0.63);
    let place = found.bottleneck.map(|b| (b.stage, b.pool));
    assert_eq!(place, Some((1, Some(1))));
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}
