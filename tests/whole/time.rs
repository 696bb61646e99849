//! Demand, what changes over time, the board of today, and what all of it loads the people with.

use super::{BOARD, WHOLE, close, whole};
use headwater::model::{Arrivals, DAY, Set, Setting, Side, Spot, TodayState, Work, days};

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
