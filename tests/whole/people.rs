//! What people do with items, and what keeps items from moving.

use super::{BOARD, WHOLE, close, whole};
use headwater::model::{Limit, OnLow, Set, Side, Strikes, days};
use headwater::random::Sampler;

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
