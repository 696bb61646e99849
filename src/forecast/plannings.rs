//! Will enough be ready at each Sprint Planning?

use super::statistic::{of_counts, of_proportion, of_times};
use super::{Named, Planning, Split};
use crate::model::{Model, Team, Ticks, days};
use crate::observe::{Observations, PlanningSeen, output_order};
use crate::stats::Counts;

/// All plannings in output order.
pub(super) fn plannings(model: &Model, seen: &Observations) -> Vec<Planning> {
    let (seen, sprints) = (&seen.plannings, &seen.delivery.sprints);
    let sprint = |place: usize| sprints.get(place);
    output_order(model)
        .into_iter()
        .zip(seen)
        .enumerate()
        .map(|(place, (key, seen))| Planning {
            carried_over: sprint(place).map(|s| of_counts(&s.carried_over, 1.0)),
            delivered: sprint(place).map(|s| of_counts(&s.delivered, 1.0)),
            ..planning(model, key, seen)
        })
        .collect()
}

/// One planning.
fn planning(
    model: &Model,
    (at, team, index): (Ticks, usize, usize),
    seen: &PlanningSeen,
) -> Planning {
    let team = &model.before(at).teams[team];
    Planning {
        team: team.name.clone(),
        index: index + 1,
        day: days(at),
        date: model.calendar.date_of_planning(at).map(|d| d.to_string()),
        pulls: team.total,
        fills_up: team.fill_to,
        needed: by_need(team, team.enough(), |n| team.needs[n].count),
        ready_enough: of_proportion(&seen.enough),
        short_of: by_need(
            team,
            team.enough().map(|_| of_proportion(&seen.short_total)),
            |n| of_proportion(&seen.short[n]),
        ),
        sprints_ready: of_counts(&seen.ready[0], 1.0 / f64::from(team.total.max(1))),
        age: of_times(&seen.age, &seen.age_mean, None),
        ready: by_type(model, team, &seen.ready),
        shortfall: by_need(
            team,
            team.enough().map(|_| of_counts(&seen.shortfall_total, 1.0)),
            |n| of_counts(&seen.shortfall[n], 1.0),
        ),
        pulled: by_type(model, team, &seen.pulled),
        carried_over: None,
        delivered: None,
    }
}

/// Numbers in total and for each need the team has.
fn by_need<T>(team: &Team, total: Option<T>, need: impl Fn(usize) -> T) -> Split<T> {
    let named = |lane: bool| {
        let needs = team
            .needs
            .iter()
            .enumerate()
            .filter(|(_, n)| n.lane == lane);
        Named(
            needs
                .map(|(index, n)| (n.name.clone(), need(index)))
                .collect(),
        )
    };
    Split {
        total,
        types: named(false),
        lanes: named(true),
    }
}

/// Numbers in total, by type and by lane, of what the team pulls.
fn by_type(model: &Model, team: &Team, counts: &[Counts]) -> Split<super::Statistic> {
    let (types, lanes) = counts[1..].split_at(model.types.len());
    let types = model
        .types
        .iter()
        .zip(types)
        .enumerate()
        .filter(|(t, _)| team.types.has(*t));
    let lanes = model
        .lanes
        .iter()
        .zip(lanes)
        .filter(|(l, _)| !l.types.and(team.types).is_empty());
    Split {
        total: counts.first().map(|c| of_counts(c, 1.0)),
        types: Named(
            types
                .map(|(_, (t, c))| (t.name.clone(), of_counts(c, 1.0)))
                .collect(),
        ),
        lanes: Named(
            lanes
                .map(|(l, c)| (l.name.clone(), of_counts(c, 1.0)))
                .collect(),
        ),
    }
}
