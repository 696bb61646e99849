//! What every key of the table means: the model of a scenario with all of them.

#![expect(
    clippy::panic,
    reason = "a model without what is asked for has failed the test"
)]

use headwater::diagnostic::render;
use headwater::model::plausibility::{Plausibility, plausibility};
use headwater::model::{
    Arrivals, DAY, Limit, Model, OnLow, Set, Setting, Side, Spot, Strikes, TodayState, Work, build,
    days,
};
use headwater::random::Sampler;
use headwater::scenario::read_then;
use headwater::source::Sources;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The scenario of the manual, with every key.
const WHOLE: &str = r#"
name  = "Payments: upstream board"
order = "fifo"
[calendar]
start    = 2026-01-05
horizon  = "26w"
holidays = [2026-04-03, 2026-04-06]
[simulation]
precision = 0.005
seed      = 1
[[types]]
name     = "feature"
class    = { expedite = 0.05, standard = 0.95 }
preempt  = true
source   = "sales"
arrivals = { per_week = 4.0, profile = [{ from = "8w", factor = 2.5 }], weekday = { mon = 2.0, fri = 0.5 } }
backlog  = 18
expire   = "20w"
returns  = { probability = 0.1, as = "bug", after = { dist = "exponential", mean = "2w" } }
[[types]]
name     = "bug"
arrivals = { per_week = 3.0, batch = { dist = "geometric", mean = 1.4 } }
[[types]]
name     = "regulatory"
class    = "fixed-date"
arrivals = { order = { stage = "refinement", below = 4, count = 3, lead = "2d" } }
route    = ["triage", "refinement", "ready", "build"]
due      = { dist = "uniform", min = "4w", max = "8w" }
[[types]]
name     = "debt"
arrivals = { per_week = 2.0 }
[[pools]]
name         = "analysts"
people       = 2
availability = 0.5
focus        = { items_per_person = 3, switch_cost = 0.2 }
[[stages]]
name    = "triage"
people  = 1
focus   = { items_per_person = "unlimited" }
wip     = { max = 6, expedite_over = 1 }
service = { dist = "lognormal", mean = 0.2, cv = 1.0 }
discard = 0.30
[[stages]]
name    = "exploration"
pool    = "analysts"
wip     = { min = 2, max = 5, on_low = "push" }
push_cost = 1.5
service = { dist = "lognormal", p50 = "1d", p85 = "3d" }
rework  = { probability = 0.10, to = "triage" }
split   = { probability = 0.20, into = { dist = "uniform-int", min = 2, max = 4 } }
by_type.bug = { rework = { probability = 0 }, expire = "3w" }
[[stages]]
name    = "refinement"
pool    = "analysts"
wip     = { max = 4 }
service = 0.9
leaves  = { every = "1w", at_most = 6 }
[[stages]]
name    = "ready"
kind    = "ready"
wip     = { min = 8, max = 20 }
expire  = "12w"
by_type.bug = { expire = "4w" }
[[stages]]
name    = "build"
people  = 4
team    = "payments"
service = 2
rework  = { probability = 0.1 }
[[conwip]]
name   = "upstream"
stages = ["triage", "exploration", "refinement"]
wip    = { max = 12 }
[[lanes]]
name   = "business"
types  = ["feature", "regulatory"]
wip    = { exploration = { min = 1, max = 3, expedite_over = 1 } }
conwip = { max = 8, expedite_over = 2 }
[[blockers]]
source      = "legal sign-off"
stages      = ["exploration"]
types       = ["feature", "regulatory"]
probability = 0.15
duration    = { dist = "lognormal", mean = 4, cv = 1.2 }
[[blockers]]
source       = "vendor"
per_day      = 0.05
duration     = 2
holds_person = true
[[teams]]
name     = "payments"
planning = { first = 2026-01-16, every = "2w" }
pull     = { fill_to = 10 }
from     = "ready"
[[changes]]
at  = "8w"
set = { "stages.exploration.wip.max" = 3, "stages.refinement.wip.min" = 2, "pools.triage.people" = 2 }
[[changes]]
at  = 2026-04-06
set = { "types.debt.arrivals.per_week" = 5, "stages.build.service" = 1, "stages.build.wip.max" = 9, "teams.payments.pull.fill_to" = 12, "lanes.business.conwip.max" = 9 }
[board]
file = "board.csv"
"#;

const BOARD: &str = "\
id,type,stage,entered,created,state,worked,blocker
F-1,feature,exploration,2025-12-29,2025-12-01,working,1.5,
F-2,feature,exploration,4,,,,
F-3,feature,exploration,9,,,,
F-4,bug,exploration,1w,,,,
F-5,feature,exploration,2,,blocked,,legal sign-off
F-6,feature,backlog,3w,,,,
F-7,regulatory,ready,2,6,,,
F-8,feature,exploration,8,,,,
F-9,feature,exploration,7,,,,
F-10,feature,refinement,6,,,,
F-11,feature,refinement,1,,,,
F-12,feature,build,1,,waiting,0.25,
";

/// The model of a scenario beside one file, and what can be told of it.
fn whole(text: &str, file: &str) -> (Model, Plausibility) {
    let mut sources = Sources::default();
    let id = sources.add("scenario.toml", text);
    let told = sources.clone();
    let read = |_: &str| Ok(file.to_owned());
    let built = read_then(&told, id, &[], |scenario| {
        let built = build(scenario, &read, &mut sources)?;
        let plausible = plausibility(&built.model, scenario);
        Ok((built.model, plausible))
    });
    built.unwrap_or_else(|problems| panic!("{}", render(&problems, &sources)))
}

/// A piece of text put somewhere into the scenario or its board, or a piece taken away.
fn mangled(text: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=.,\"0-9a-z_ -]{0,5}",
        Just("0".to_owned()),
        Just("999999999".to_owned()),
        Just("\"unlimited\"".to_owned()),
        Just("kind = \"ready\"\n".to_owned()),
        Just("\"triage\"".to_owned()),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, piece), 1..3);
    edits.prop_map(move |edits| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, gone, piece) in edits {
            let start = at.index(letters.len());
            let end = (start + gone).min(letters.len());
            letters.splice(start..end, piece.chars());
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_makes_the_builder_fall(text in mangled(WHOLE), file in mangled(BOARD)) {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", &text);
        let told = sources.clone();
        let read = |_: &str| Ok(file.clone());
        let built = read_then(&told, id, &[], |scenario| {
            let built = build(scenario, &read, &mut sources)?;
            Ok(plausibility(&built.model, scenario).warnings)
        });
        if let Err(problems) = built {
            prop_assert!(render(&problems, &sources).contains("error"));
        }
    }
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn people_and_what_they_hold() {
    let (model, _) = whole(WHOLE, BOARD);
    let focus = model.pools[0].focus;
    assert_eq!((focus.items_per_person, focus.switch_cost), (Some(3), 0.2));
    close(focus.rate(4, 2), 0.5 / 1.2);
    close(focus.rate(1, 2), 1.0);
    assert_eq!(focus.hands(2), Some(6));
    assert_eq!(model.pools[1].focus.items_per_person, None);
}

#[test]
fn what_may_become_of_an_item_in_a_stage() {
    let (model, _) = whole(WHOLE, BOARD);
    let exploration = &model.stages[1];
    let rework = exploration.visits[0].rework.map(|r| (r.probability, r.to));
    assert_eq!(rework, Some((0.1, 0)));
    assert!(exploration.visits[1].rework.is_none());
    assert_eq!(model.stages[4].visits[0].rework.map(|r| r.to), Some(4));
    let split = exploration.visits[0].split.as_ref();
    assert_eq!(split.map(|s| (s.probability, s.kind)), Some((0.2, None)));
    let patience = |stage: usize, kind: usize| {
        let law = model.stages[stage].visits[kind].expire.clone();
        law.map(|law| law.sampler)
    };
    assert_eq!(patience(1, 1), Some(Sampler::Constant(15.0)));
    assert_eq!(patience(1, 0), None);
    assert_eq!(patience(3, 0), Some(Sampler::Constant(60.0)));
    assert_eq!(patience(3, 1), Some(Sampler::Constant(20.0)));
    let meetings = model.stages[2].leaves.as_ref();
    let meetings = meetings.map(|m| (days(m.instants[0]), m.at_most));
    assert_eq!(meetings, Some((5.0, Some(6))));
}

#[test]
fn sides_and_teams() {
    let (model, _) = whole(WHOLE, BOARD);
    let sides: Vec<Side> = model.stages.iter().map(|stage| stage.side).collect();
    use Side::{Downstream, Ready, Upstream};
    assert_eq!(sides, [Upstream, Upstream, Upstream, Ready, Downstream]);
    assert_eq!(model.stages[4].team, Some(0));
    assert_eq!(model.shelves, Set::of([3]));
    assert_eq!(model.types[2].route, Set::of([0, 2, 3, 4]));
    let team = &model.teams[0];
    assert_eq!((team.from, team.total, team.fill_to), (3, 10, true));
    assert_eq!((model.precision, model.trials), (Some(0.005), 1_000_000));
}

#[test]
fn limits_with_their_exceptions() {
    let (model, _) = whole(WHOLE, BOARD);
    let over: Vec<u32> = model.limits.iter().map(|l| l.expedite_over).collect();
    // triage, exploration, refinement, ready, build (set by a change), the group, the lane twice.
    assert_eq!(over, [1, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(model.limits[4].max, Limit::OPEN);
    assert_eq!(model.limits[7].stages, Set::first(3));
    let lows: Vec<_> = model
        .minimums
        .iter()
        .map(|m| (m.stage, m.min, m.on_low))
        .collect();
    let (push, signal) = (OnLow::Push, OnLow::Signal);
    assert_eq!(
        lows,
        [(1, 2, push), (1, 1, signal), (2, 0, signal), (3, 8, signal)]
    );
    assert_eq!(model.stages[1].push_cost, 1.5);
}

#[test]
fn blockers_know_where_they_strike() {
    let (model, _) = whole(WHOLE, BOARD);
    let [legal, vendor] = model.blockers.as_slice() else {
        panic!("{:?}", model.blockers)
    };
    assert_eq!((legal.stages, legal.types), (Set::of([1]), Set::of([0, 2])));
    assert_eq!(legal.strikes, Strikes::PerVisit(0.15));
    assert_eq!(
        (vendor.stages, vendor.types),
        (Set::of([0, 1, 2, 4]), Set::first(4))
    );
    assert_eq!(
        (vendor.strikes, vendor.holds_person),
        (Strikes::PerDay(0.05), true)
    );
}

#[test]
fn demand_of_every_kind() {
    let (model, _) = whole(WHOLE, BOARD);
    let returns = model.types[0].returns.as_ref();
    assert_eq!(returns.map(|r| (r.probability, r.kind)), Some((0.1, 1)));
    assert!(model.types[0].preempt && model.types[0].expire.is_some());
    let order = model.types[2].order.as_ref();
    assert_eq!(order.map(|o| (o.stage, o.below)), Some((2, 4)));
    assert_eq!(model.types[2].arrivals, Arrivals::None);
}

/// Weights 2, 1, 1, 1, 0.5 of five days: a Monday has 10/11 a day at 4 a week, a Friday 2.5/11 · …
#[test]
fn a_rate_follows_profile_and_weekdays() {
    let (model, _) = whole(WHOLE, BOARD);
    let Arrivals::Poisson {
        curve: Some(curve),
        per_day,
        ..
    } = &model.types[0].arrivals
    else {
        panic!("{:?}", model.types[0].arrivals)
    };
    let rate = |day: u64| {
        let segments = curve.segments.iter().rev();
        segments
            .clone()
            .find(|s| s.start <= day * DAY)
            .map_or(0.0, |s| s.per_day)
    };
    close(rate(0), 0.8 * 2.0 * 5.0 / 5.5);
    close(rate(3), 0.8 * 5.0 / 5.5);
    close(rate(4), 0.8 * 0.5 * 5.0 / 5.5);
    close(rate(40), 2.5 * 0.8 * 2.0 * 5.0 / 5.5);
    // A full week has its four arrivals, and ten from the eighth on.
    close(curve.expected(5 * DAY), 4.0);
    close(curve.expected(45 * DAY) - curve.expected(40 * DAY), 10.0);
    close(*per_day, curve.mean(model.horizon));
    for expected in [0.1, 1.0, 3.999, 4.0, 17.3, 50.0] {
        let at = curve.instant(expected).unwrap_or(0);
        assert!((curve.expected(at) - expected).abs() < 1e-8, "{expected}");
    }
    // The rates of all working days but the two holidays, which have none of their own.
    assert_eq!(curve.instant(1e9).map(|at| at > model.horizon), Some(true));
}

#[test]
fn changes_are_settings_at_instants() {
    let (model, _) = whole(WHOLE, BOARD);
    let [first, second] = model.changes.as_slice() else {
        panic!("{:?}", model.changes)
    };
    assert_eq!(first.at, 40 * DAY);
    assert_eq!(
        first.settings,
        [
            Setting::Max { limit: 1, max: 3 },
            Setting::Min { minimum: 2, min: 2 },
            Setting::People {
                pool: 1,
                people: Some(2)
            },
        ]
    );
    // Easter Monday is free: the day after it.
    assert_eq!(second.at, 64 * DAY);
    assert_eq!(
        second.settings[..2],
        [
            Setting::Max { limit: 4, max: 9 },
            Setting::Max { limit: 7, max: 9 },
        ]
    );
    let works = second
        .settings
        .iter()
        .filter(|s| matches!(s, Setting::Work { stage: 4, .. }));
    assert_eq!(works.count(), 4);
    let team = second.settings.iter().find_map(|s| match s {
        Setting::Team { team: 0, to } => Some(to.total),
        _ => None,
    });
    assert_eq!(team, Some(12));
    let Arrivals::Poisson {
        curve: Some(curve), ..
    } = &model.types[3].arrivals
    else {
        panic!("{:?}", model.types[3].arrivals)
    };
    let rates: Vec<_> = curve
        .segments
        .iter()
        .map(|s| (s.start, s.per_day))
        .collect();
    assert_eq!(rates, [(0, 0.4), (64 * DAY, 1.0)]);
    assert!(matches!(model.stages[4].visits[0].work, Work::Service(_)));
}

/// Two analysts with three hands each: one holds nothing of a blocked item, since legal releases.
#[test]
fn the_board_of_today_stands_as_it_is() {
    let (model, _) = whole(WHOLE, BOARD);
    let item = |id: &str| {
        let found = model.today.iter().find(|item| item.id == id);
        found.unwrap_or_else(|| panic!("no {id}"))
    };
    let age = |id: &str| {
        let item = item(id);
        (days(item.arrived), days(item.started), days(item.entered))
    };
    assert_eq!(age("F-1"), (25.0, 5.0, 5.0));
    assert_eq!(age("F-6"), (15.0, 0.0, 15.0));
    assert_eq!(age("F-7"), (6.0, 2.0, 2.0));
    assert_eq!(
        (item("F-1").standing, item("F-1").worked),
        (TodayState::Working, 1.5)
    );
    assert_eq!(item("F-5").standing, TodayState::Blocked(0));
    assert_eq!(item("F-6").spot, Spot::Backlog);
    assert_eq!(item("F-7").standing, TodayState::Done);
    // Six hands: F-1, then F-3, F-8, F-9 and F-4, the oldest; F-10 is done by its age.
    for id in ["F-1", "F-3", "F-8", "F-9", "F-4", "F-2"] {
        assert_eq!(item(id).standing, TodayState::Working, "{id}");
    }
    assert_eq!(item("F-3").worked, 4.5);
    assert_eq!(item("F-10").standing, TodayState::Done);
    assert_eq!(item("F-11").standing, TodayState::Waiting);
    assert_eq!(
        (item("F-12").standing, item("F-12").worked),
        (TodayState::Waiting, 0.25)
    );
}

/// Triage is entered 1/(1 − p) times with rework p; a split into three triples what follows; the
/// plannings pull one a day at most.
#[test]
fn load_follows_rework_splits_and_plannings() {
    let text = r#"
[calendar]
horizon = 100
[[types]]
name = "epic"
arrivals = { per_week = 5 }
route = ["triage", "ready"]
[[types]]
name = "story"
[[stages]]
name = "triage"
people = 2
service = 0.2
rework = { probability = 0.2 }
by_type.epic = { split = { probability = 0.5, into = 4, as = "story" } }
[[stages]]
name = "ready"
kind = "ready"
[[stages]]
name = "build"
people = 2
service = 0.5
[[blockers]]
source = "vendor"
stages = ["build"]
probability = 0.5
duration = 1
holds_person = true
[[teams]]
name = "a"
planning = { every = "2w" }
pull = { total = 10 }
"#;
    let (model, found) = whole(text, "");
    // 1 epic and 1 · 0.5 · 4 = 2 stories a day, each with 1/0.8 visits.
    close(found.stages[0].items_per_day, 3.0 / 0.8);
    close(found.stages[1].items_per_day, 0.5 + 2.0);
    // 1 of 2.5 a day is planned; stories are 2/2.5 of it, and only they go on.
    close(found.stages[2].items_per_day, 0.8);
    close(found.stages[2].work, 0.8 * (0.5 + 0.5));
    assert_eq!(model.types[0].route, Set::of([0, 1]));
}

#[test]
fn several_boards_each_with_a_shelf() {
    let text = r#"
[[types]]
name = "epic"
arrivals = { per_week = 1 }
route = ["options", "portfolio", "breakdown"]
[[types]]
name = "web"
route = ["web analysis", "web ready", "web build"]
[[types]]
name = "app"
route = ["app analysis", "app ready"]
[[stages]]
name = "options"
people = 1
service = 1
[[stages]]
name = "portfolio"
kind = "ready"
[[stages]]
name = "breakdown"
people = 1
service = 1
by_type.epic = { split = { probability = 1, into = 3, as = "web" } }
[[stages]]
name = "web analysis"
people = 1
service = 1
[[stages]]
name = "web ready"
kind = "ready"
[[stages]]
name = "web build"
people = 1
service = 1
[[stages]]
name = "app analysis"
people = 1
service = 1
[[stages]]
name = "app ready"
kind = "ready"
[[lanes]]
name = "apps"
types = ["app"]
conwip = { max = 3 }
[[teams]]
name = "board"
from = "portfolio"
planning = { every = "4w" }
pull = { total = 2 }
[[teams]]
name = "web team"
from = "web ready"
planning = { every = "2w" }
pull = { fill_to = 5 }
"#;
    let (model, _) = whole(text, "");
    assert_eq!(model.shelves, Set::of([1, 4, 7]));
    let shelves: Vec<usize> = model.types.iter().map(|kind| kind.ready).collect();
    assert_eq!(shelves, [1, 4, 7]);
    let downstream = model.stages.iter().enumerate();
    let downstream = downstream.filter(|(_, stage)| stage.side == Side::Downstream);
    assert_eq!(Set::of(downstream.map(|(id, _)| id)), Set::of([2, 5]));
    let pulled: Vec<Set> = model.teams.iter().map(|team| team.types).collect();
    assert_eq!(pulled, [Set::of([0]), Set::of([1])]);
    assert_eq!(model.limits[0].stages, Set::of([6]));
}
